from collections import Counter

from odoo import _, api, models
from odoo.tools.sql import create_index

from .stock_picking_parcels import Parcel
from .stock_picking_prepare import item_values, told_items

# What of a done move line says how much of which parcel has left.
CHANGES_A_PARCEL = {"quantity", "product_uom_id", "location_dest_id"}


class StockMoveLine(models.Model):
    """Quantities that a person corrects after the goods have left."""

    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._amazon_recount()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if CHANGES_A_PARCEL & vals.keys():
            self._amazon_recount()
        return result

    def _amazon_recount(self):
        done = self.filtered(lambda line: line.state == "done")
        if done:
            done.picking_id._amazon_recount()


class StockPicking(models.Model):
    """Done transfers of which quantities were corrected: Amazon is told of the same packages anew.

    What is corrected is only noted: one correction may come in several writes, so the next run
    counts.
    """

    _inherit = "stock.picking"

    def _amazon_recount(self):
        """Have the next run count anew what left with these transfers, of which Amazon knows."""
        # A warehouse clerk corrects quantities, and knows nothing of what Amazon was told.
        corrected = self.sudo().filtered(lambda one: one.state == "done" and one.amazon_sync_state)
        if not corrected:
            return
        corrected |= corrected._amazon_with_parts_of_their_kits()
        shipments = corrected.amazon_shipment_ids
        unknown = shipments.filtered(lambda one: one.state == "error" and not one.corrects)
        unknown._again()
        shipments.recount = True
        bare = corrected.filtered(lambda one: not one.amazon_shipment_ids)
        bare.amazon_sync_state = "pending"
        self.env["amazon.account"]._trigger_shipment_sync()

    def _amazon_codes_changed(self):
        """Have the next run tell the codes anew of packages that Amazon refused to correct."""
        refused = self.sudo().amazon_shipment_ids.filtered(
            lambda one: one.state == "error" and one.corrects
        )
        if refused:
            refused.recount = True
            self.env["amazon.account"]._trigger_shipment_sync()

    def _amazon_with_parts_of_their_kits(self):
        """Return the done transfers with parts of the same kits: the last completes it."""
        parts = self.move_ids.filtered(lambda move: move._amazon_is_kit_part())
        return parts.sale_line_id.move_ids.picking_id.filtered(
            lambda one: one.state == "done" and one.amazon_sync_state
        )

    def _amazon_all_parcels(self):
        """Return what left with these transfers, and empty parcels where no more left after all.

        :return: list of Parcel, see ``_amazon_parcels``; those of which Amazon is told, or was, and
            that hold nothing come last
        """
        parcels = self._amazon_parcels()
        held = {(parcel.picking, parcel.package) for parcel in parcels}
        told = dict.fromkeys((one.picking_id, one.package_id) for one in self.amazon_shipment_ids)
        return parcels + [Parcel(*place) for place in told if place not in held]


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _amazon_count_anew(self):
        """Have the next run count anew what left for this order: Amazon expects more now.

        What left beyond the order, though a person has seen it, or seemed to leave once more for
        what came back, may be just that. What Amazon refused otherwise waits for its person.
        """
        self.ensure_one()
        self.amazon_shipment_ids._untold()._count_anew()
        self.picking_ids._amazon_plan_anew()


class AmazonShipment(models.Model):
    """Packages that Amazon knows with other quantities than have left."""

    _inherit = "amazon.shipment"

    def init(self):
        """Let each run find at once what is to be counted anew, among all the shipments."""
        result = super().init()
        create_index(
            self.env.cr,
            "amazon_shipment_recount_index",
            self._table,
            ["account_id"],
            where="recount",
        )
        return result

    @api.model
    def _waiting_for_recount(self, account):
        """Return the shipments of an account that may be counted anew now."""
        domain = [("account_id", "=", account.id), ("recount", "=", True)]
        return self.search([*domain, ("state", "!=", "processing")])

    def _waits_for_recount(self):
        """Whether this may be counted anew now: not while Amazon works at a feed with it."""
        self.ensure_one()
        return self.recount and self.state != "processing"

    def _to_recount_now(self):
        """Return those of these shipments of one parcel that may be counted anew now."""
        return self.filtered(lambda one: one.item_ids and one._waits_for_recount()).sorted("id")

    def _is_planned(self):
        """Whether this is as the last run planned it: nobody tried it again or corrected it."""
        self.ensure_one()
        return not (self.to_plan or self.recount)

    def _note_planned(self):
        """Note that these are planned, but for those that Amazon works at a feed with."""
        planned = self.filtered(lambda one: one.state != "processing" and not one._is_planned())
        planned.write({"to_plan": False, "recount": False})

    def _recount(self, parcel, shares, units, more):
        """Have these shipments of one parcel, known to Amazon, tell what lies in it now.

        :param parcel: Parcel
        :param shares: Shares of the order
        :param units: Counter of the units in the parcel, without those that other shipments tell
        :param more: what these have to tell besides, as ``Shares.take`` returns it
        """
        for shipment in self:
            # Of one that Amazon has not taken yet, or refused, it knows as many as before.
            kept, units = shares.kept(units, shipment._units_believed())
            shipment._tell_otherwise(parcel, kept + more)
            more = []

    def _tell_otherwise(self, parcel, shares):
        """Have Amazon told that the package holds these goods, where it knows of others.

        :param parcel: Parcel
        :param shares: list of (item that goods were ordered as, item to be told, units)
        """
        units, before = Counter(), self._units()
        for _ordered, told, count in shares:
            units[told] += count
        if not units:
            self._take_away()
            return
        values = item_values(parcel, shares)
        if units != before or self.taken_away or self._has_other_codes(values):
            self._again()
            told = {"known_units": dict(self._units_believed()), "taken_away": False}
            self.write({**values, **told})

    def _has_other_codes(self, values):
        """Whether these values of a shipment tell other Transparency codes than this one does."""
        told = sorted(codes for _item, _units, codes in told_items(values) if codes)
        own = sorted(codes for _item, _units, codes in self._told_items() if codes)
        return told != own

    def _units_believed(self):
        """Return the units that Amazon may believe in by these shipments, by its item.

        What has fewer units now counts as it was, until Amazon has taken it.
        """
        units = Counter()
        for shipment in self:
            units += shipment._units() | Counter(shipment.known_units or {})
        return units

    def _make_room(self):
        """Amazon takes these as they are, maybe with fewer units: other packages may have those.

        Until its next news they would else count as shipped by others. And what else left for the
        order is counted anew: of that may be what lacks here.
        """
        for order, shipments in self.filtered("known_units").grouped("order_id").items():
            fewer = shipments._units_believed() - shipments._units()
            if fewer:
                order._amazon_count_fewer(fewer)
                order._amazon_count_anew()

    def _waits_for_room(self):
        """Whether this is beyond the order, maybe only until Amazon took fewer of another."""
        self.ensure_one()
        if self.item_ids:
            return False
        others = (self.order_id.amazon_shipment_ids - self).filtered(
            lambda one: one.state in ("pending", "processing")
        )
        fewer = others._units_believed() - others._units()
        return bool(fewer) or any(others.mapped("recount"))

    def _count_anew(self):
        """Have the next run plan these anew that left beyond the order: it expects more now."""
        if self:
            self._again()
            self.recount = True
            self.env["amazon.account"]._trigger_shipment_sync()

    # === Nothing of it left after all ===#

    def _take_away(self):
        """Have a person see to a package that never left: Amazon takes none back.

        Its items stay as Amazon knows them, so that it is not told of these units once more.
        """
        if self.taken_away:
            self._give_up_taken_away()
            return
        self._again()
        self.taken_away = True
        self._refused(self._say_taken_away())

    def _say_taken_away(self):
        """Say what Amazon was told of this package of which nothing left, and what to do."""
        self.ensure_one()
        return _(
            "Amazon was told that %(goods)s left with %(transfer)s, which holds none of it any "
            "more, and cannot be told the contrary. If the goods did not leave, correct the "
            "package or refund the buyer in Seller Central. Then press « Retry Amazon "
            "synchronisation »: nothing is told again.",
            goods=", ".join(
                f"{item.quantity} × {item.product_id.display_name}" for item in self.item_ids
            ),
            transfer=self.picking_id.name,
        )

    def _give_up_taken_away(self):
        """Leave to Amazon what it knows of such packages: a person has seen to them, says so."""
        self.filtered(lambda one: one.state == "pending" and one.taken_away)._confirmed()
