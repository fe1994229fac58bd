"""What may happen to what Amazon ships for a seller, drawn at random.

A season is one seller's shop, whose goods lie in a location of their own. Each turn draws what
happens next: Amazon sells, ships, cancels or loses; somebody counts, receives or sends goods; an
offer gets another product; Odoo looks at Amazon, and may be killed. What happened is kept in words.
"""

from collections import Counter

from odoo.exceptions import UserError

from .goods import receive
from .orders import (
    CURRENCIES,
    FRANCE,
    GERMANY,
    ITALY,
    POLAND,
    SPAIN,
    SWEDEN,
    UNITED_KINGDOM,
    an_item,
    an_order,
    minutes_ago,
)
from .wild_season import WildSeason

MARKETPLACES = (FRANCE, GERMANY, ITALY, SPAIN, POLAND, SWEDEN, UNITED_KINGDOM)
SKUS = ("STANDARD", "AVERAGE", "FIFO", "BOX", "LOT", "SERIAL", "KIT", "SET", "PAPER", "SETUP")
# A kit of this SKU is made of so many of these.
KITS = {"KIT": {"FIFO": 2, "AVERAGE": 1}, "SET": {"LOT": 1, "STANDARD": 2}}
COUNTED = ("STANDARD", "AVERAGE", "FIFO", "BOX", "LOT", "SERIAL")
UNTRACKED = ("STANDARD", "AVERAGE", "FIFO", "BOX")
# These may be what an offer turns out to be.
PLAIN = ("STANDARD", "FIFO", "LOT")
TURNS = {
    "amazon_sells": 3,
    "amazon_ships": 6,
    "amazon_ships_a_part": 4,
    "amazon_cancels": 1,
    "amazon_loses": 1,
    "look": 5,
    "look_again_at_all": 2,
    "look_in_trouble": 2,
    "try_issues_again": 2,
    "receive": 4,
    "resupply": 1,
    "count": 2,
    "take_back": 3,
    "change_an_offer": 1,
    "assign_an_offer": 2,
    "order_otherwise": 1,
    "merge_lines": 1,
    "cancel_in_odoo": 1,
}
FAULTS = (
    {"status": 500},
    {"status": 503, "contentType": "text/html", "body": "<html>Sorry</html>"},
    {"status": 429, "body": ""},
    {"status": 504, "body": "", "afterHandling": True},
)
# A run of a page or two has about so many moments at which it may be killed.
LATEST_KILL = 10
LONG_AGO = "2020-01-01 00:00:00"


class FbaSeason(WildSeason):
    """The goods that Amazon ships for a test's account, and what becomes of them.

    :param case: the test, see TestRandomFba: it has account, amazon and the season's goods by SKU
    :param line: wild_troubles.Line, over which Odoo looks at Amazon
    :param chance: random.Random, which decides everything
    """

    TURNS = TURNS

    def __init__(self, case, line, chance):
        super().__init__(case, line, chance)
        self._env = case.env
        self.brought = Counter()
        """What people brought to the location, or counted there: units by (product, lot)."""
        self.returned = Counter()
        """What buyers sent back: units by (line, lot, whether it lies in the location)."""

    # === At Amazon ===#

    def amazon_sells(self, count=2):
        orders = [self._order() for _ in range(count)]
        self._case.amazon.add(*orders)
        return "; ".join(map(_spoken, orders))

    def _order(self):
        items, place = [], self._chance.choice(MARKETPLACES)
        for kind in self._chance.sample((*SKUS, "NEW"), self._chance.choice((1, 1, 2, 3))):
            # What does not divide makes two lines of one item.
            total = f"{self._chance.randrange(500, 9999) / 100:.2f}"
            units = self._chance.choice((1, 1, 2, 3))
            items.append(an_item(self._case.sku(kind), total, units, CURRENCIES[place]))
        cents = sum(round(float(one["proceeds"]["proceedsTotal"]["amount"]) * 100) for one in items)
        other_shop = self._chance.random() < 0.1
        return an_order(
            *items,
            total=f"{cents / 100:.2f}",
            status=self._chance.choice(("UNSHIPPED", "UNSHIPPED", "SHIPPED")),
            fulfilled_by="AMAZON",
            marketplace=place,
            minutes=self._chance.randrange(30, 60 * 24 * 5),
            **({"salesChannel": {"channelName": "NON_AMAZON"}} if other_shop else {}),
        )

    def amazon_ships(self):
        order = self._one_open_at_amazon()
        if not order:
            return None
        self._case.amazon.ship(order["orderId"])
        self._make_listed(order["orderId"])
        return order["orderId"]

    def amazon_ships_a_part(self):
        order = self._one_open_at_amazon()
        if not order:
            return None
        item = self._chance.choice(order["orderItems"])
        units = self._chance.randint(1, item["fulfillment"]["quantityUnfulfilled"])
        some = [{"orderItemId": item["orderItemId"], "quantity": units}]
        self._case.amazon.ship(order["orderId"], items=some)
        self._make_listed(order["orderId"])
        return f"{units} {item['product']['sellerSku']} of {order['orderId']}"

    def amazon_cancels(self):
        """The buyer cancels, maybe when some of it has left."""
        order = self._one_open_at_amazon()
        if not order:
            return None
        self._case.amazon.cancel(order["orderId"])
        self._make_listed(order["orderId"])
        return order["orderId"]

    def amazon_loses(self):
        """Amazon has less than it should: nothing left, so nothing moves in Odoo."""
        sku = self._case.sku(self._chance.choice(COUNTED))
        self._case.amazon.put_stock(sku, sellable=5)
        self._case.amazon.lose(sku, 2)
        return f"2 {sku}"

    def _make_listed(self, ref):
        """Have a change be some minutes old: Amazon tells of it two minutes late."""
        (order,) = (one for one in self._case.amazon.orders() if one["orderId"] == ref)
        minutes = self._chance.randrange(5, 25)
        self._case.amazon.add({**order, "lastUpdatedTime": minutes_ago(minutes)})

    # === Odoo looks at Amazon ===#

    def look(self):
        """A run brings what changed, and what had come before: it begins an hour back."""
        return self._look("a run", days=0)

    def look_again_at_all(self):
        """The watermark was set back: every order comes again, most of them as they were."""
        return self._look("all", days=6)

    def _look(self, words, days, kill=None):
        account = self._case.account
        self._line.hours_pass()  # else Odoo waits for the quota that a fault says is used up
        account.last_orders_sync = self._case.hours_ago(days * 24 or 1)
        return f"{words}: {self._line.work(account._sync_orders, kill)}"

    def look_in_trouble(self):
        """The run fails or is killed; the next one has to bring what it left."""
        kill = self._chance.choice((None, self._chance.randrange(LATEST_KILL)))
        if kill is None:
            operation = self._chance.choice(("searchOrders", "token"))
            self._case.amazon.fail(operation, **self._chance.choice(FAULTS))
        words = self._look("a run in trouble", days=6, kill=kill)
        self._case.amazon.stop_failing()
        return words

    def try_issues_again(self):
        issues = self._case.account.issue_ids.filtered(lambda one: one.state == "open")
        if not issues:
            return None
        self._line.work(issues.action_retry)
        return ", ".join(sorted(set(issues.mapped("order_ref"))))

    # === In the warehouse ===#

    def receive(self):
        """A supplier brings goods to Amazon."""
        product = self._case.goods[self._chance.choice(COUNTED)]
        return self._receive(product, self._chance.randint(1, 9))

    def _receive(self, product, units, location=None):
        price = self._chance.randrange(100, 999) / 100
        units = 1 if product.tracking == "serial" else units
        lot = self._a_lot(product)
        place = location or self._case.location
        receive(product, units, price, place, lot)
        if not location:
            self.brought[product, lot] += units
        return f"{units} {product.default_code} {lot.name or ''} at {price}"

    def _a_lot(self, product):
        lots = self._env["stock.lot"]
        if product.tracking == "none":
            return lots
        known = lots.search([("product_id", "=", product.id)])
        if known and product.tracking == "lot" and self._chance.random() < 0.5:
            return self._chance.choice(known)
        name = f"{product.default_code}-{next(self._numbers)}"
        return lots.create(
            {"name": name, "product_id": product.id, "company_id": self._case.company.id}
        )

    def resupply(self):
        """The clerk sends goods of the warehouse to Amazon, by the transfer made for that."""
        product = self._case.goods[self._chance.choice(UNTRACKED)]
        units = self._chance.randint(1, 9)
        stock = self._case.account.warehouse_id.lot_stock_id
        self._receive(product, units, stock)
        rule = self._case.location.amazon_resupply_rule_ids
        move = {
            **({"name": "Resupply"} if "name" in self._env["stock.move"]._fields else {}),
            "product_id": product.id,
            "product_uom": product.uom_id.id,
            "product_uom_qty": units,
            "location_id": stock.id,
            "location_dest_id": self._case.location.id,
        }
        picking = self._env["stock.picking"].create(
            {
                "picking_type_id": rule.picking_type_id.id,
                "location_id": stock.id,
                "location_dest_id": self._case.location.id,
                "move_ids": [(0, 0, move)],
            }
        )
        picking.action_confirm()
        picking.move_ids.write({"quantity": units, "picked": True})
        picking.with_context(skip_sms=True).button_validate()
        self._case.assertEqual(picking.state, "done")
        self.brought[product, self._env["stock.lot"]] += units
        return f"{units} {product.default_code}"

    def count(self):
        """Somebody counts other than Odoo has it."""
        quants = self._env["stock.quant"].search([("location_id", "=", self._case.location.id)])
        quants = quants.filtered(lambda one: one.product_id.tracking != "serial")
        if not quants:
            return None
        quant = self._chance.choice(quants)
        before, counted = quant.quantity, self._chance.randint(0, 9)
        quant.with_context(inventory_mode=True).inventory_quantity = counted
        self.brought[quant.product_id, quant.lot_id] += counted - before
        words = f"{counted} {quant.product_id.default_code} instead of {before:g}"
        quant.action_apply_inventory()
        return words

    # === In the office ===#

    def take_back(self):
        """A buyer sends something back, to Amazon or to the seller."""
        sale = self._one(self._sales().filtered("amazon_may_return"))
        if not sale:
            return None
        action = sale.action_amazon_return()
        wizard = self._env[action["res_model"]].browse(action["res_id"])
        line = self._one(wizard.line_ids)
        if not line:
            return None
        to_amazon = self._chance.random() < 0.8
        if not to_amazon:
            wizard.location_id = self._case.account.warehouse_id.lot_stock_id
        line.quantity = self._chance.randint(1, round(line.with_buyer))
        self.returned[line.sale_line_id, line.lot_id, to_amazon] += line.quantity
        words = f"{line._spoken()} of {sale.amazon_order_ref} to {wizard.location_id.name}"
        wizard.action_book()
        return words

    def change_an_offer(self):
        """What is sold under a SKU is another product from now on."""
        offers = self._case.account.offer_ids.filtered(
            lambda one: one.product_id and one.product_id.tracking == "none"
        )
        offer = self._one(offers)
        if not offer:
            return None
        offer.product_id = self._case.goods[self._chance.choice(UNTRACKED)]
        return f"{offer.sku} is {offer.product_id.default_code}"

    def assign_an_offer(self):
        """A SKU without a product gets one; the orders with the fallback product are mended."""
        offer = self._one(self._case.account.offer_ids.filtered(lambda one: not one.product_id))
        if not offer:
            return None
        offer.product_id = self._case.goods[self._chance.choice(PLAIN)]
        if self._chance.random() < 0.5:
            self._line.work(offer.action_mend_orders)
        return f"{offer.sku} is {offer.product_id.default_code}"

    def order_otherwise(self):
        """A person changes the quantity of a line, whatever Amazon says."""
        lines = self._sales().filtered(lambda one: one.state == "sale").order_line
        # Of a kit, Odoo counts only what is ordered as delivered.
        line = self._one(lines.filtered(lambda one: one.amazon_is_goods and not _is_kit(one)))
        if not line:
            return None
        units = self._chance.randint(0, 4)
        words = f"{units} instead of {line.product_uom_qty:g} {line.product_id.default_code}"
        try:
            with self._env.cr.savepoint():
                line.write({"product_uom_qty": units, "price_unit": line.price_unit})
        except UserError as error:  # more has left
            words = f"{words}: {error}"
        return f"{line.order_id.amazon_order_ref}: {words}"

    def merge_lines(self):
        """A person puts the lines of one item into one."""
        for sale in self._sales().filtered(lambda one: one.state == "sale"):
            goods = sale.order_line.filtered(
                lambda one: one.amazon_is_goods and one.product_uom_qty and not one.qty_delivered
            )
            # Of a kit, Odoo counts only what is ordered as delivered.
            goods = goods.filtered(lambda one: not _is_kit(one))
            for lines in goods.grouped("amazon_item_ref").values():
                if len(lines) > 1:
                    total = sum(lines.mapped("product_uom_qty"))
                    lines[0].write({"product_uom_qty": total, "price_unit": lines[0].price_unit})
                    for line in lines[1:]:
                        line.write({"product_uom_qty": 0, "price_unit": line.price_unit})
                    return f"{sale.amazon_order_ref}, {lines[0].product_id.default_code}"
        return None

    def cancel_in_odoo(self):
        """A person cancels what Amazon ships, or has shipped."""
        sale = self._one(self._sales().filtered(lambda one: one.state == "sale" and not one.locked))
        if not sale:
            return None
        sale.with_context(disable_cancel_warning=True).action_cancel()
        return sale.amazon_order_ref

    # === The end ===#

    def settle(self):
        """Odoo looks at all once more, and enough of everything comes to Amazon."""
        self._look("all", days=6)
        self._receive_what_lacks()
        self._line.work(self._case.account.issue_ids.action_retry)
        self.story.append(f"settle: {self._look('all', days=6)}")

    def _receive_what_lacks(self):
        """Have some of each product be there, so that no value is a guess."""
        for kind in UNTRACKED:
            product = self._case.goods[kind]
            units = self._case.in_location(product)
            if units < 1:
                self._receive(product, round(1 - units))

    def _sales(self):
        return self._case.account.order_ids


def _is_kit(line):
    return line.product_id.with_company(line.company_id).is_kits


def _spoken(order):
    items = ", ".join(
        f"{item['quantityOrdered']} {item['product']['sellerSku']}" for item in order["orderItems"]
    )
    return f"{order['orderId']} ({order['fulfillment']['fulfillmentStatus']}): {items}"
