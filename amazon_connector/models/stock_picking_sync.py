from collections import Counter
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools.sql import create_index

from ..shipment_plan import Shares

CHANGES_A_PACKAGE = {"carrier_id", "carrier_tracking_ref"}
# Amazon is told of what left past all our hooks when it is found within this time.
FORGOTTEN_FOR = timedelta(days=30)


class StockPicking(models.Model):
    """Which transfers Amazon must hear of, and what became of it."""

    _inherit = "stock.picking"

    amazon_sync_message = fields.Text(
        "What Amazon Says",
        copy=False,
        readonly=True,
        help="Why Amazon does not know of this transfer yet, and what to do.",
    )
    amazon_shipment_ids = fields.One2many(
        "amazon.shipment", "picking_id", "Amazon Shipments", copy=False, readonly=True
    )

    def init(self):
        """Let each run find at once what was done past our hooks, among all the transfers."""
        result = super().init()
        create_index(
            self.env.cr,
            "stock_picking_amazon_forgotten_index",
            self._table,
            ["date_done"],
            where="state = 'done' AND amazon_sync_state IS NULL",
        )
        return result

    def _amazon_is_told(self):
        """Whether Amazon must hear of this transfer once it is done, or has heard of it.

        The last step of an order that the seller ships, with goods of Amazon's items in it; what
        comes back from a buyer never is.

        :rtype: bool
        """
        self.ensure_one()
        picking = self.sudo()
        order = picking.sale_id
        moves = picking.move_ids.filtered(lambda move: move.state != "cancel")
        if self.state == "done":
            moves = moves.filtered(lambda move: move.state == "done")
        return (
            bool(order.amazon_order_ref)
            and order.amazon_channel == "fbm"
            and self.location_dest_id.usage == "customer"
            and self.location_id.usage != "customer"
            and moves.sale_line_id._amazon_is_item()
        )

    # === Done ===#

    def _amazon_note_done(self):
        """Have Amazon told of those of these transfers, done now, that it must hear of.

        No call is made: the scheduled action runs a moment later. A warehouse clerk may do this,
        who knows nothing of orders and accounts.
        """
        new = self._amazon_mark_done()
        # What was missing of a kit may have left now.
        others = new._amazon_with_parts_of_their_kits().sudo()
        others.amazon_shipment_ids._beyond()._count_anew()
        # The clerk sees at once that the carrier brought no tracking reference.
        new.filtered(lambda one: one._amazon_lacks_number())._amazon_prepare_shipments()
        if new:
            self.env["amazon.account"]._trigger_shipment_sync()

    def _amazon_mark_done(self):
        """Mark those of these transfers that Amazon must hear of, and is not told of yet.

        :return: those that wait to be told now, for that reason
        """
        told = self.filtered(lambda one: one._amazon_is_to_judge()).sudo()
        shipped = told.filtered(lambda one: one._amazon_is_shipped_by_others())
        shipped.amazon_sync_state = "done"
        # Whoever looks after a cancelled order has been told that its goods have left.
        cancelled = told.filtered(lambda one: one.sale_id.amazon_status == "CANCELLED")
        new = told - shipped - cancelled
        new.amazon_sync_state = "pending"
        return new

    def _amazon_is_to_judge(self):
        """Whether nobody has judged yet what left with this transfer, or while it waited only.

        One that waited when Amazon showed its order as shipped may leave with more than that.
        """
        self.ensure_one()
        judged = self.amazon_sync_state
        if judged == "done" and self.amazon_status == "SHIPPED":
            judged = self.sudo().amazon_shipment_ids
        return self.state == "done" and not judged and self._amazon_is_told()

    def _amazon_is_shipped_by_others(self):
        """Whether Amazon knows by others of the goods of this transfer: it shows them as shipped.

        Of one that waits, whether of each item; what left is judged unit by unit. Where goods were
        told from here, those of this transfer are more than ordered.
        """
        self.ensure_one()
        order = self.sudo().sale_id
        others = order._amazon_known_by_others(besides=self)
        if not others:
            return False
        siblings = order._amazon_siblings()
        if self.state == "done":
            left = sum((parcel.units for parcel in self.sudo()._amazon_parcels()), Counter())
            _known, over = Shares(others, siblings, came_back=Counter).take(left)
            return not over
        lines = self.sudo().move_ids.sale_line_id.filtered(lambda line: line._amazon_is_item())
        return all(
            any(others[one] for one in siblings[item]) for item in lines.mapped("amazon_item_ref")
        )

    def _amazon_lacks_number(self):
        """Whether a parcel of this transfer has no carrier or no tracking reference."""
        self.ensure_one()
        lines = self.move_line_ids.filtered(lambda line: line._amazon_has_left())
        packages = {line.result_package_id for line in lines}
        return not self.carrier_id or not all(map(self._amazon_tracking_of, packages))

    @api.model
    def _amazon_forgotten(self, accounts):
        """Return transfers of these accounts that may have been done past all our hooks, of late.

        Those that Amazon need not hear of are among them, but not for ever.
        """
        return self.sudo().search(
            [
                ("state", "=", "done"),
                ("amazon_sync_state", "=", False),
                "|",
                ("date_done", "=", False),
                ("date_done", ">=", fields.Datetime.now() - FORGOTTEN_FOR),
                ("location_dest_id.usage", "=", "customer"),
                ("location_id.usage", "!=", "customer"),
                ("sale_id.amazon_account_id", "in", accounts.ids),
                ("sale_id.amazon_channel", "=", "fbm"),
                ("sale_id.amazon_status", "!=", "CANCELLED"),
            ],
            order="date_done, id",
        )

    # === Corrected, tried again ===#

    def write(self, vals):
        """Have Amazon told of a carrier or number that is corrected after the goods have left."""
        result = super().write(vals)
        if CHANGES_A_PACKAGE & vals.keys():
            self.filtered(lambda one: one.state == "done")._amazon_tell_again()
        return result

    def _amazon_tell_again(self):
        """Tell Amazon anew of packages that it was told otherwise, or refused."""
        # A warehouse clerk corrects numbers, and knows nothing of what Amazon was told.
        shipments = self.sudo().amazon_shipment_ids.filtered(
            lambda one: one.item_ids and one.state != "processing" and one._is_told_otherwise()
        )
        if shipments:
            shipments._again()
            shipments.picking_id._amazon_prepare_shipments()
            self.env["amazon.account"]._trigger_shipment_sync()

    def _amazon_retry(self):
        """Tell Amazon of those of these transfers anew that failed."""
        failed = self.sudo().filtered(lambda picking: picking.amazon_sync_state == "error")
        failed.amazon_shipment_ids.filtered(lambda one: one.state == "error")._again()
        if failed:
            self.env["amazon.account"]._trigger_shipment_sync()

    # === State ===#

    def _amazon_settle(self):
        """Have the transfers' state and message follow from those of their shipments."""
        for picking in self:
            shipments = picking.amazon_shipment_ids
            if not shipments:
                continue
            failed = shipments.filtered(lambda one: one.state == "error")
            states = shipments.mapped("state")
            values = {
                "amazon_sync_state": next(
                    state for state in ("error", "processing", "pending", "done") if state in states
                ),
                "amazon_sync_message": failed._messages(),
            }
            if any(picking[name] != value for name, value in values.items()):
                picking.write(values)

    # === Transfers made after Amazon showed the order as shipped ===#

    def _create_backorder(self, *args, **kwargs):
        backorders = super()._create_backorder(*args, **kwargs)
        backorders._amazon_follow_shipped_order()
        return backorders

    def _amazon_follow_shipped_order(self):
        """Mark those that go to the buyer of an order that Amazon shows as shipped already.

        Its clerk knows: those that waited when Amazon said so got an activity.
        """
        late = self.filtered(
            lambda picking: (
                not picking.amazon_sync_state
                # Most transfers are none of Amazon's, and many are of no order at all.
                and picking._amazon_is_told()
                and picking._amazon_is_shipped_by_others()
            )
        )
        late.amazon_sync_state = "done"


class StockMove(models.Model):
    _inherit = "stock.move"

    def _assign_picking_post_process(self, new=False):
        result = super()._assign_picking_post_process(new=new)
        if new:
            self.picking_id._amazon_follow_shipped_order()
        return result
