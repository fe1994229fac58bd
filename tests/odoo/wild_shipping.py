"""What may happen to a shop's orders until they have left, drawn at random.

A season is some orders of one seller. Each turn draws what happens next: a clerk ships, splits,
corrects or takes back; Amazon ships elsewhere, cancels or fails; a run tells Amazon, and may be
killed. What happened is kept in words, so that a season that ends badly can be told.
"""

from collections import Counter, defaultdict

from odoo.addons.amazon_connector.amazon_api.errors import AmazonError

from .orders import an_item, an_order
from .wild_warehouse import WildWarehouse

# So often a clerk mends what failed, at the end.
MENDINGS = 4
SKUS = ("MUG-BLUE", "MUG-BLUE", "PLATE", "KIT", "BOX", "LOTS")
TURNS = {
    "ship": 6,
    "ship_a_part": 5,
    "ship_two_at_once": 2,
    "ship_a_batch": 2,
    "pick": 4,
    "forget_the_tracking": 1,
    "ship_with_bad_tracking": 2,
    "split": 2,
    "correct_the_tracking": 1,
    "correct_the_quantity": 2,
    "set_the_quantity_back": 1,
    "send_what_lacked": 1,
    "take_back": 1,
    "drop_a_transfer": 1,
    "order_more": 1,
    "merge_lines": 1,
    "mend": 3,
    "amazon_ships": 1,
    "amazon_cancels": 1,
    "bring_news": 2,
    "tell": 6,
}


class Season(WildWarehouse):
    """Some orders of a test's account, and what becomes of them.

    :param case: the test, see TestRandomShipments
    :param line: wild_troubles.Line, on which Amazon is told
    :param chance: random.Random, which decides everything
    """

    TURNS = TURNS

    def __init__(self, case, line, chance):
        super().__init__(case, line, chance)
        self.retried = set()
        self.given_up = defaultdict(Counter)
        self.shown_as_shipped = set()
        self.corrected = {}
        self.recounted = set()

    def open(self, count):
        """Have Amazon sell something: so many orders, which come into Odoo."""
        self.orders = [self._order() for _ in range(count)]
        self.sales = self._case.sync(*self.orders)
        self._case.assertEqual(len(self.sales), count)
        for order, sale in zip(self.orders, self.sales):
            items = ", ".join(
                f"{item['quantityOrdered']} {item['product']['sellerSku']}"
                for item in order["orderItems"]
            )
            self._tell(f"{order['orderId']} is {sale.name}: {items}")

    def _order(self):
        items = []
        for sku in self._chance.sample(SKUS, self._chance.choice((1, 1, 1, 2, 3))):
            # What does not divide makes two lines of one item.
            total = f"{self._chance.randrange(500, 9999) / 100:.2f}"
            items.append(an_item(sku, total, self._chance.choice((1, 1, 2, 3, 5))))
        cents = sum(
            round(float(item["proceeds"]["proceedsTotal"]["amount"]) * 100) for item in items
        )
        return an_order(*items, total=f"{cents / 100:.2f}")

    # === In the office ===#

    def order_more(self):
        """A person adds a unit that Amazon knows nothing of."""
        # Odoo lets nobody order less than has left.
        goods = self._open_sales().order_line.filtered("amazon_is_goods")
        line = self._one(goods.filtered(lambda one: one.product_uom_qty + 1 >= one.qty_delivered))
        if not line:
            return None
        line.write({"product_uom_qty": line.product_uom_qty + 1, "price_unit": line.price_unit})
        return f"{line.order_id.name}, {line.product_id.default_code}"

    def merge_lines(self):
        """A person puts lines of the same goods into one, of one item or of two."""
        untouched = self._open_sales().filtered(
            lambda one: "done" not in one.picking_ids.mapped("state")
        )
        for sale in untouched:
            goods = sale.order_line.filtered(
                lambda one: one.amazon_is_goods and one.product_uom_qty
            )
            for lines in goods.grouped("product_id").values():
                if len(lines) > 1:
                    first, *others = lines
                    total = sum(lines.mapped("product_uom_qty"))
                    first.write({"product_uom_qty": total, "price_unit": first.price_unit})
                    for line in others:
                        line.write({"product_uom_qty": 0, "price_unit": line.price_unit})
                    return f"{sale.name}, {first.product_id.default_code}"
        return None

    # === At Amazon ===#

    def amazon_ships(self):
        """Somebody ships some of an order in Seller Central."""
        order = self._one_open_at_amazon()
        if not order:
            return None
        item = self._chance.choice(order["orderItems"])
        units = item["fulfillment"]["quantityUnfulfilled"]
        some = [{"orderItemId": item["orderItemId"], "quantity": self._chance.randint(1, units)}]
        # Maybe the very parcel that left here, told by hand.
        ours = self._case.env["amazon.shipment"].search(
            [("order_id.amazon_order_ref", "=", order["orderId"]), ("tracking_ref", "!=", False)]
        )
        number = self._chance.choice([*ours.mapped("tracking_ref"), f"SC{next(self._numbers)}"])
        self._case.amazon.ship(order["orderId"], items=some, trackingNumber=number)
        return f"{order['orderId']}: {some} as {number}"

    def amazon_cancels(self):
        order = self._one_open_at_amazon()
        if not order:
            return None
        self._case.amazon.cancel(order["orderId"])
        return order["orderId"]

    def bring_news(self):
        """What Amazon shows now comes into Odoo."""
        orders = self._chance.sample(self.orders, self._chance.choice((1, len(self.orders) // 2)))
        return self._bring(orders)

    def _bring(self, orders):
        refs = [order["orderId"] for order in orders]
        try:
            self._case.account._retry_orders(refs)
        except AmazonError as error:
            return f"not to be had: {error}"
        self.shown_as_shipped |= set(
            self.sales.filtered(lambda one: one.amazon_status == "SHIPPED")
        )
        return ", ".join(refs)

    # === Between both ===#

    def tell(self):
        """The run that tells Amazon: it may fail, and be killed."""
        return self._line.run()

    def settle(self):
        """Let the runs come to an end without faults; a clerk mends what failed."""
        for _round in range(MENDINGS):
            self._tell(f"settle: {self._line.run_in_peace()}")
            failed = self._done().filtered(lambda one: one.amazon_sync_state == "error")
            mended = failed.filtered(
                lambda one: self._case.BAD_TRACKING in (one.carrier_tracking_ref or "")
            )
            for picking in mended:
                self._tell(f"settle: {self._mend(picking)}")
            if not mended:
                break
        self._bring(self.orders)
        # Amazon may show that it expects more than it seemed to.
        self._tell(f"settle: {self._line.run_in_peace()}")
        self._bring(self.orders)

    # === What there is ===#

    def _open_sales(self):
        return self.sales.filtered(
            lambda sale: sale.state == "sale" and not sale.amazon_cancelled_late and not sale.locked
        )
