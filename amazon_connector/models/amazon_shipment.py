from odoo import api, fields, models

from .amazon_issue import Tries

# Which states a shipment may come from to reach each; any may be built anew (pending).
FROM = {
    "pending": {"pending", "processing", "done", "error"},
    "processing": {"pending", "processing"},
    "done": {"pending", "processing", "error"},
    "error": {"pending", "processing"},
}


class AmazonShipment(models.Model):
    """One package of a transfer, as it is told to Amazon: the same reference edits, never adds."""

    _name = "amazon.shipment"
    _description = "Amazon Shipment"
    _order = "id desc"
    _rec_name = "reference"

    reference = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env["ir.sequence"].sudo().next_by_code("amazon.shipment"),
        help="Amazon's packageReferenceId: told again, it corrects the same package.",
    )
    picking_id = fields.Many2one(
        "stock.picking", "Transfer", required=True, readonly=True, index=True, ondelete="cascade"
    )
    package_id = fields.Many2one(
        "stock.quant.package",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Empty for what lies in no package.",
    )
    order_id = fields.Many2one(
        "sale.order", related="picking_id.sale_id", string="Sales Order", store=True, index=True
    )
    company_id = fields.Many2one(related="picking_id.company_id", store=True, index=True)
    account_id = fields.Many2one(
        "amazon.account",
        related="order_id.amazon_account_id",
        string="Account",
        store=True,
        index=True,
    )
    marketplace_id = fields.Many2one(
        "amazon.marketplace",
        related="order_id.amazon_marketplace_id",
        string="Marketplace",
        store=True,
    )
    carrier_id = fields.Many2one("delivery.carrier", "Delivery Method", readonly=True)
    carrier_code = fields.Char(readonly=True, help="In Amazon's own word.")
    carrier_name = fields.Char(readonly=True, help="Told beside the carrier code « Other ».")
    shipping_method = fields.Char(readonly=True)
    tracking_ref = fields.Char("Tracking Reference", readonly=True)
    ship_by = fields.Datetime("Ship by", related="picking_id.amazon_ship_by", store=True)
    shipped_at = fields.Datetime(readonly=True)
    item_ids = fields.One2many("amazon.shipment.item", "shipment_id", "Items", readonly=True)
    state = fields.Selection(
        [
            ("pending", "To tell Amazon"),
            ("processing", "Amazon is at it"),
            ("done", "Synchronised with Amazon"),
            ("error", "Synchronisation with Amazon failed"),
        ],
        required=True,
        default="pending",
        readonly=True,
        index=True,
    )
    message = fields.Text("What happened", readonly=True)
    amazon_said = fields.Text("In Amazon's Words", readonly=True)
    tries = Tries(readonly=True)
    next_try = fields.Datetime("Not before", readonly=True)
    sent_at = fields.Datetime("Sent", readonly=True)
    settled_at = fields.Datetime("Settled", readonly=True)
    failure_told = fields.Boolean(readonly=True, help="The people responsible were mailed.")
    is_unpacked = fields.Boolean(
        "Unpacked since",
        readonly=True,
        help="The package was unpacked since: its number stays as Amazon knows it.",
    )
    corrects = fields.Boolean(readonly=True, help="Amazon may know it as it was before.")
    to_plan = fields.Boolean(
        "To be planned", readonly=True, help="It is planned anew before Amazon is told of it."
    )
    recount = fields.Boolean(
        "To be counted anew",
        readonly=True,
        help="Quantities of the transfer were corrected after Amazon was told.",
    )
    # {Amazon's item: units}: at most what Amazon believes in until it has taken other quantities.
    known_units = fields.Json("Units that Amazon may know", readonly=True)
    taken_away = fields.Boolean(
        "Did not leave after all", readonly=True, help="Amazon was told, and a person sees to it."
    )
    told_by_others = fields.Boolean(
        readonly=True,
        help="Amazon counts its goods as shipped, without a package that was told from here.",
    )
    feed_id = fields.Many2one("amazon.feed", readonly=True, index="btree_not_null")
    feed_message = fields.Integer("Message in the Feed", readonly=True)

    _sql_constraints = [
        (
            # What Seller Central calls a package is its own within the order only.
            "reference_unique",
            "unique(order_id, reference)",
            "Each shipment of an order has a reference of its own.",
        ),
    ]

    @api.model_create_multi
    def create(self, vals_list):
        shipments = super().create(vals_list)
        shipments.picking_id._amazon_settle()
        return shipments

    # === State ===#

    def _processing(self, **values):
        """Note that Amazon is being told of these, and has not answered yet.

        :param values: such as feed_id, feed_message
        :return: those whose state this is now
        """
        sent = {"sent_at": fields.Datetime.now(), "message": False, "amazon_said": False}
        return self._set_state("processing", {**sent, **values})

    def _confirmed(self, message=None):
        """Amazon knows of these now, whatever was thought of them before.

        :param message: what Amazon warns of all the same
        :return: those that were not known as confirmed before
        """
        values = {
            "message": message or False,
            "amazon_said": False,
            "corrects": False,
            "known_units": False,
            "taken_away": False,
            "told_by_others": False,
            "next_try": False,
            "failure_told": False,
            "settled_at": fields.Datetime.now(),
        }
        answered = self.filtered(lambda one: one.state == "processing")
        self._make_room()
        confirmed = self._set_state("done", values)
        confirmed._failure_solved()
        answered._follow_corrections()
        return confirmed

    def _refused(self, message, amazon_said=None):
        """Somebody has to look at these: Amazon said no, or would.

        :param message: why, and what to do, in the person's words
        :param amazon_said: Amazon's own words
        :return: those whose state this is now; what Amazon confirmed before stays confirmed
        """
        values = {
            "message": message,
            "amazon_said": amazon_said or False,
            "next_try": False,
            "failure_told": False,
            "settled_at": fields.Datetime.now(),
        }
        answered = self.filtered(lambda one: one.state == "processing")
        refused = self._set_state("error", values)
        answered._follow_corrections()
        return refused

    def _again(self):
        """Tell Amazon of these anew, from the beginning, once the next run has planned them.

        Those in a feed that Amazon works at wait until it is over: it might be the last to arrive.

        :return: these
        """
        values = {
            "tries": 0,
            "to_plan": True,
            "told_by_others": False,
            "next_try": False,
            "message": False,
            "amazon_said": False,
            "failure_told": False,
            "settled_at": False,
        }
        # What left beyond the order has no items, and Amazon cannot know of it.
        known = self.filtered(
            lambda one: (
                one.item_ids
                and (one.state in ("processing", "done") or (one.state == "pending" and one.tries))
            )
        )
        known.corrects = True
        return self._set_state("pending", values)

    def _leave_feed(self, heard):
        """Tell Amazon otherwise of these, which a feed that came to nothing should have told.

        :param heard: whether Amazon may know of them by that feed
        """
        new = self.filtered(lambda one: not (heard or one.corrects or one.tries))
        self._again()
        new.write({"corrects": False, "sent_at": False})

    def _is_told_otherwise(self):
        """Whether carrier, number or goods of the parcel are others now than when it was told."""
        self.ensure_one()
        if self.recount:
            return True
        number = self.picking_id._amazon_tracking_of(self.package_id)
        changed = (
            self.tracking_ref or ""
        ) != number or self.carrier_id != self.picking_id.carrier_id
        # Without a number there is nothing to tell yet.
        return bool(number) and changed

    def _follow_corrections(self):
        """Tell Amazon anew of those that a person corrected while Amazon was at it.

        Not sooner: of two messages on their way, the former might be the last to arrive.
        """
        corrected = self.filtered(lambda one: one._is_told_otherwise())
        if corrected:
            corrected._again()
            self.env["amazon.account"]._trigger_shipment_sync()

    def _messages(self):
        """Return what happened to these, each message once; False where nothing is to be said."""
        return "\n".join(dict.fromkeys(filter(None, self.mapped("message")))) or False

    def _set_state(self, state, values):
        """Change the state where it may be changed so, and that of the transfers with it."""
        allowed = self.filtered(lambda shipment: shipment.state in FROM[state])
        allowed.write({**values, "state": state})
        allowed.picking_id._amazon_settle()
        return allowed

    def _failure_solved(self):
        """What failed before is right now: nobody needs to look at it any more."""

    @api.model
    def _tell_failures(self, accounts):
        """Tell the people responsible of the failures that nobody told them yet.

        :param accounts: amazon.account of which companies' failures are told
        """
