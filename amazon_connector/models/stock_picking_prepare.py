from collections import Counter, defaultdict
from itertools import zip_longest

from odoo import _, fields, models
from odoo.fields import Command

from ..amazon_api.shipments import is_reference
from ..shipment_plan import Shares, evened_out
from .stock_picking_problems import beyond

# What a plan says of a shipment's outcome.
OUTCOME = ("state", "message", "settled_at")


class StockPicking(models.Model):
    """From done transfers to the shipments that Amazon is told of: never more than it expects."""

    _inherit = "stock.picking"

    def _amazon_prepare_shipments(self):
        """Have a shipment for each parcel of these transfers that Amazon is to be told of.

        Those that wait to be told are brought up to date: carrier, number, quantities. What cannot
        be told becomes a shipment too, a refused one, that says what a person can do about it.
        Transfers of which nothing waits to be told are left alone. The caller commits.
        """
        pickings = self.sudo().filtered(lambda picking: picking._amazon_is_to_prepare())
        orders = pickings.sale_id
        orders._amazon_plan_alone()
        before = [(one, one._amazon_told(), one.amazon_shipment_ids._untold()) for one in orders]
        pickings._amazon_follow_order()
        waiting = pickings.filtered(lambda picking: picking._amazon_is_to_prepare())
        parcels = waiting.sorted(lambda one: (one._amazon_left_at(), one.id))._amazon_all_parcels()
        carriers = waiting._amazon_carriers()
        by_order = defaultdict(list)
        for parcel in parcels:
            by_order[parcel.picking.sale_id].append(parcel)
        new = []
        for order, own in by_order.items():
            new += order._amazon_plan_shipments(own, carriers)
        self.env["amazon.shipment"].sudo().create(new)
        pickings.amazon_shipment_ids._note_planned()
        for order, told, untold in before:
            if told - order._amazon_told():
                untold.exists()._count_anew()
                (order.picking_ids - pickings)._amazon_plan_anew()
        pickings._amazon_settle()
        # Such as the first part of a kit, or goods that are sent a second time.
        untold = pickings.filtered(lambda one: not one.amazon_shipment_ids)
        untold.filtered(lambda one: one.amazon_sync_state == "pending").amazon_sync_state = "done"

    def _amazon_is_to_prepare(self):
        """Whether something of this transfer waits to be told to Amazon."""
        self.ensure_one()
        waits = any(
            one.state == "pending" or one._waits_for_recount() for one in self.amazon_shipment_ids
        )
        return self.state == "done" and (waits or self.amazon_sync_state == "pending")

    def _amazon_follow_order(self):
        """Tell nothing more of orders that Amazon has shipped or cancelled meanwhile.

        What only corrects what Amazon was told, or may have been told, is told all the same.
        """
        shipped = self.filtered(lambda one: one.sale_id.amazon_status == "SHIPPED")
        cancelled = self.filtered(lambda one: one.sale_id.amazon_status == "CANCELLED")
        shipments = self.amazon_shipment_ids.filtered(lambda one: one.state == "pending")
        for order in shipped.sale_id:
            order._amazon_counted(shipments & order.amazon_shipment_ids)._counted_by_amazon()
        shipments.filtered(lambda one: one.picking_id in cancelled and not one.sent_at)._withdraw()
        by_others = shipped.filtered(lambda one: one._amazon_is_shipped_by_others())
        for pickings, state in ((by_others, "done"), (cancelled, False)):
            bare = pickings.filtered(lambda one: not one.amazon_shipment_ids)
            bare.write({"amazon_sync_state": state, "amazon_sync_message": False})

    # === One parcel ===#

    def _amazon_carriers(self):
        """Return what Amazon is told of these transfers' carriers.

        :return: dict of values of a shipment by (company, delivery.carrier)
        """
        carriers = {}
        for picking in self:
            company, carrier = picking.company_id, picking.carrier_id
            if (company, carrier) in carriers:
                continue
            local = carrier.with_company(company)
            code, name = local._amazon_code() if carrier else (None, None)
            carriers[company, carrier] = {
                "carrier_id": carrier.id,
                "carrier_code": code or False,
                "carrier_name": name or False,
                "shipping_method": (carrier and local._amazon_shipping_method()) or False,
            }
        return carriers

    def _amazon_plan_parcel(self, parcel, carrier, shares):
        """Bring the shipments of a parcel up to date, as far as they are not told yet.

        :param parcel: Parcel of this transfer
        :param carrier: dict of what Amazon is told of its carrier
        :param shares: Shares of the order, from which the parcel takes its part
        :return: list of the values of shipments to be created
        """
        self.ensure_one()
        values = {
            **carrier,
            "picking_id": self.id,
            "package_id": parcel.package.id,
            "tracking_ref": self._amazon_tracking_of(parcel.package) or False,
            "shipped_at": self._amazon_left_at(),
        }
        shipments = self.amazon_shipment_ids.filtered(lambda one: one.package_id == parcel.package)
        waiting = shipments.filtered(lambda one: one._is_to_plan()).sorted("id")
        others = shipments - waiting
        # What is to be counted anew may hold something again.
        others.filtered(lambda one: not one.recount)._give_up_taken_away()
        others.filtered(lambda one: one.state == "pending")._follow_transfer(values)
        whole, problems = self._amazon_whole_units(parcel)
        known = not (others or problems) and self._amazon_told_elsewhere(values, whole)
        if known:
            told = item_values(parcel, [(item, item, units) for item, units in whole.items()])
            return waiting._plan([{**values, **told, **known}])
        expected = dict(shares.expected)
        taken, over = shares.take(shares.untold(whole, others._units_believed()))
        # Where parts of a unit left, a person has to correct that first.
        recounted = others.browse() if problems else others._to_recount_now()
        if recounted:
            besides = shares.untold(whole, (others - recounted)._units_believed())
            recounted._recount(parcel, shares, besides, taken)
            taken = []
        problems += [
            beyond(parcel, item, units, expected.get(item, 0)) for item, units in over.items()
        ]
        problems += self._amazon_broken_kits(parcel, shares.expected)
        plans = []
        if taken:
            lacking = self._amazon_lacking(parcel)
            plans.append({**values, "problems": False, **lacking, **item_values(parcel, taken)})
        if problems and not others._beyond():
            # It may have been planned with items before, and refused.
            untold = {"item_ids": [Command.clear()], "state": "error", "problems": problems}
            plans.append({**values, **untold, "message": self._amazon_say(problems)})
        return waiting._plan(plans)

    def _amazon_told_elsewhere(self, values, units):
        """Return what is to be noted of a parcel of which Seller Central was told before us.

        :return: dict of values of its shipment; empty where Amazon knows nothing of it
        """
        package = self.sale_id._amazon_find_elsewhere(values["tracking_ref"], units)
        if not package:
            return {}
        noted = {"state": "done", "settled_at": fields.Datetime.now()}
        if is_reference(package.get("reference")):
            noted["reference"] = package["reference"]
        return noted

    def _amazon_lacking(self, parcel):
        """Return what is to be said of a parcel that lacks its carrier or number; else nothing."""
        if not self.carrier_id:
            message = _(
                "The transfer %s left without a delivery method. Enter it there, and the tracking "
                "reference if that lacks too: Amazon is then told by itself.",
                self.name,
            )
        elif not self._amazon_tracking_of(parcel.package):
            message = _(
                "The carrier gave no tracking reference for %s. Enter it there: Amazon is then "
                "told by itself.",
                parcel.package.name or self.name,
            )
        else:
            return {}
        return {"state": "error", "message": message}


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _amazon_plan_alone(self):
        """Have one process at a time plan what Amazon is told of these orders.

        Two that do not see each other's shipments might tell more than Amazon expects together.
        Writing the same row, though as it is, lets the latter of them begin again.
        """
        if self:
            query = "UPDATE sale_order SET write_date = write_date WHERE id IN %s"
            self.env.cr.execute(query, [self._ids])

    def _amazon_counted(self, shipments):
        """Return those of these shipments that Amazon counts among the units that it has shipped.

        What left beyond the order is none: its person has seen that by trying it again; unless it
        was counted anew since.

        :param shipments: amazon.shipment of this order, which wait to be told
        """
        self.ensure_one()
        beyond = shipments.filtered(lambda one: not one.item_ids)
        seen = beyond.filtered(lambda one: not one.recount)
        counted = Counter()
        for item, told in self._amazon_ordered_items().items():
            counted[item] = int(told["shipped"])
        return seen | (shipments - beyond)._among(counted - self._amazon_told(besides=shipments))

    def _amazon_plan_shipments(self, parcels, carriers):
        """Share what left in these parcels among the items of this order that Amazon expects.

        :param parcels: list of Parcel, in the order in which they left
        :param carriers: see stock.picking's _amazon_carriers
        :return: list of the values of shipments to be created
        """
        self.ensure_one()
        pickings = self.env["stock.picking"].union(*(one.picking for one in parcels))
        waiting = pickings.amazon_shipment_ids.filtered(lambda one: one._is_to_plan())
        shares = Shares(
            self._amazon_expected(besides=waiting),
            self._amazon_siblings(),
            came_back=lambda: self._amazon_came_back(besides=pickings),
            by_others=self._amazon_known_by_others(besides=pickings),
        )
        new = []
        for parcel in parcels:
            picking = parcel.picking
            carrier = carriers[picking.company_id, picking.carrier_id]
            new += picking._amazon_plan_parcel(parcel, carrier, shares)
        return new

    def _amazon_came_back(self, besides):
        """Return the units that came back from the buyer and have not been sent again, by item.

        :param besides: stock.picking whose goods do not count as sent again
        :return: Counter
        """
        self.ensure_one()
        # What a person found not to have left, and Amazon was told of, did not come back.
        earlier = self.picking_ids.filtered(
            lambda one: (
                one.state == "done"
                and not any(one.amazon_shipment_ids.mapped("recount"))
                and one._amazon_is_told()
            )
        )
        told = (earlier - besides).amazon_shipment_ids._units()
        for parcel in (earlier - besides)._amazon_parcels():
            told.subtract(parcel.units)
        # What left as one item may have been told as another of the same goods.
        units = evened_out(told, self._amazon_siblings())
        for line in self._amazon_goods_lines():
            units[line.amazon_item_ref] += line._amazon_units_back()
        return units


class AmazonShipment(models.Model):
    _inherit = "amazon.shipment"

    def _is_to_plan(self):
        """Whether nothing of this shipment can be known to Amazon: all of it may change yet."""
        self.ensure_one()
        return self.state == "pending" and not self.corrects and not self.tries

    def _beyond(self):
        """Return those of these shipments that say what left beyond what Amazon can be told."""
        return self.filtered(lambda one: one.state == "error" and not one.item_ids)

    def _untold(self):
        """Return those of these shipments that stand for what Amazon is not to be told.

        Such as what left beyond the order, whether a person has seen it or not yet. What waits to
        be planned may be told after all.
        """
        return self.filtered(lambda one: not one.item_ids and one.state != "pending")

    def _plan(self, plans):
        """Have these shipments, which wait to be told, be as planned.

        :param plans: list of values, one for each shipment of a parcel
        :return: list of those for which there is no shipment yet
        """
        new = []
        for shipment, values in zip_longest(self, plans):
            if values is None:
                shipment._withdraw()
            elif shipment is None:
                new.append(values)
            else:
                shipment._follow_transfer(
                    {name: value for name, value in values.items() if name not in OUTCOME}
                )
                if values.get("state") == "error":
                    shipment._refused(values["message"])
                elif values.get("state") == "done":
                    shipment._confirmed()
        return new

    def _follow_transfer(self, values):
        """Write what changed on the transfer since this was prepared."""
        for shipment in self:
            values = dict(values)
            if told_items(values) == shipment._told_items():
                values.pop("item_ids", None)
            news = {
                name: value
                for name, value in values.items()
                if name == "item_ids"
                or shipment._fields[name].convert_to_write(shipment[name], shipment) != value
            }
            if news:
                # Amazon may know it as it was.
                corrects = shipment.corrects or bool(shipment.sent_at and shipment.tries)
                shipment.write({**news, "corrects": corrects})

    def _told_items(self):
        self.ensure_one()
        return [(one.item_ref, one.quantity, one.transparency_codes) for one in self.item_ids]

    def _withdraw(self):
        """Forget shipments that Amazon was not told of, since there is nothing to tell."""
        pickings = self.picking_id
        self._failure_solved()
        self.unlink()
        pickings._amazon_settle()


def item_values(parcel, taken):
    """Return the values of a shipment's items.

    :param taken: list of (item that goods were ordered as, item to be told, units)
    """
    quantities, codes, products = Counter(), {}, {}
    for ordered, told, units in taken:
        quantities[told] += units
        products.setdefault(told, parcel.products[ordered])
        own = parcel.codes[ordered]
        codes.setdefault(told, []).extend(own[:units])
        del own[:units]
    commands = [
        Command.create(
            {
                "item_ref": item,
                "quantity": units,
                "product_id": products[item].id,
                "transparency_codes": "\n".join(codes[item]) or False,
            }
        )
        for item, units in quantities.items()
    ]
    return {"item_ids": [Command.clear(), *commands]}


def told_items(values):
    """Return the items in a shipment's values, as ``AmazonShipment._told_items`` does."""
    return [
        (command[2]["item_ref"], command[2]["quantity"], command[2]["transparency_codes"])
        for command in values.get("item_ids", ())
        if command[0] == Command.CREATE
    ]
