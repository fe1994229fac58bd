from datetime import datetime, time, timedelta

import pytz
from odoo import api, fields, models


class StockPicking(models.Model):
    """How much time is left until Amazon wants the goods of a transfer to have left."""

    _inherit = "stock.picking"

    amazon_urgency = fields.Selection(
        [
            ("late", "Late"),
            ("today", "Today"),
            ("later", "In time"),
            ("told", "Shipped, says Amazon"),
        ],
        "Urgency",
        compute="_compute_amazon_urgency",
        help="Against the moment by which Amazon wants the goods to have left.",
    )

    @api.depends("amazon_ship_by", "amazon_sync_state", "state")
    @api.depends_context("tz")
    def _compute_amazon_urgency(self):
        now = fields.Datetime.now()
        tomorrow = local_midnight(self.env, days=1)
        for picking in self:
            ship_by = picking.amazon_ship_by
            if picking.state in ("done", "cancel") or not ship_by:
                picking.amazon_urgency = False
            elif picking.amazon_sync_state == "done":
                picking.amazon_urgency = "told"
            elif ship_by < now:
                picking.amazon_urgency = "late"
            else:
                picking.amazon_urgency = "today" if ship_by < tomorrow else "later"


def local_midnight(env, days=0):
    """Return when a day begins where the user is, in UTC, as Odoo keeps moments.

    :param days: how many days after today
    """
    zone = pytz.timezone(env.context.get("tz") or env.user.tz or "UTC")
    today = datetime.now(zone).date() + timedelta(days=days)
    midnight = zone.localize(datetime.combine(today, time.min))
    return midnight.astimezone(pytz.utc).replace(tzinfo=None)
