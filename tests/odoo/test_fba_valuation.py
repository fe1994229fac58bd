"""Rule 10: what Amazon ships is valued like any delivery, on the day on which it left."""

from datetime import datetime

from .common import AmazonCase, days_ago
from .goods import automated, receive, stock_value
from .orders import an_item, an_order, changed, minutes_ago


def moment(text):
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")


class TestFbaValuation(AmazonCase):
    def costed(self, method, **values):
        """Return a product MUG-<method> of which Amazon has 10 at 2.00, then 10 at 3.00."""
        category = self.env["product.category"].create(
            {"name": method, "property_cost_method": method, **values}
        )
        product = self._product(f"MUG-{method}", categ_id=category.id)
        if method == "standard":
            product.standard_price = 2.0
        if "product.value" in self.env:  # from 19.0 on: its first price, older than the goods
            values = self.env["product.value"].search([("product_id", "=", product.id)])
            values.date = days_ago(4)
        for price in (2.0, 3.0):
            receive(product, 10, price, self.account.location_id).date = days_ago(3)
        return product

    def shipped(self, product, quantity, **changes):
        total = f"{quantity * 10}.00"
        item = an_item(sku=product.default_code, quantity=quantity, total=total)
        return an_order(item, total=total, status="SHIPPED", fulfilled_by="AMAZON", **changes)

    def assertValue(self, product, value):
        self.assertAlmostEqual(stock_value(product), value, 2)

    def test_first_in_first_out(self):
        product = self.costed("fifo")
        self.sync(self.shipped(product, 12))
        self.assertValue(product, 8 * 3.0)

    def test_the_margin_of_the_order_is_that_of_its_cost(self):
        product = self.costed("fifo")
        line = self.sync(self.shipped(product, 12)).order_line
        self.assertAlmostEqual(line.purchase_price, (10 * 2.0 + 2 * 3.0) / 12, 2)
        self.assertAlmostEqual(line.margin, line.price_subtotal - 26.0, 0)

    def test_average_cost(self):
        product = self.costed("average")
        self.sync(self.shipped(product, 12))
        self.assertValue(product, 8 * 2.5)

    def test_standard_price(self):
        product = self.costed("standard")
        self.sync(self.shipped(product, 12))
        self.assertValue(product, 8 * 2.0)

    def test_a_return_comes_back_at_the_value_at_which_it_left(self):
        # First in, first out: ten left at 2.00, two at 3.00, and each half of them came back.
        for method, value in (("standard", 2.0), ("average", 2.5), ("fifo", 26.0 / 12)):
            with self.subTest(method=method):
                product = self.costed(method)
                sale = self.sync(self.shipped(product, 12))
                before = stock_value(product)
                receive(product, 10, 7.0, self.account.location_id)
                came = stock_value(product) - before
                location, now = self.account.location_id, days_ago(0)
                sale.order_line._amazon_take_back(6, location, now)
                self.assertEqual(sale.order_line.qty_delivered, 6)
                self.assertAlmostEqual(stock_value(product) - before - came, 6 * value, 2)

    def test_the_moves_are_dated_when_the_goods_left(self):
        order = self.shipped(self.mug, 1, minutes=60 * 24 * 3)
        sale = self.sync(order)
        moves = sale.order_line.move_ids
        left = moment(order["lastUpdatedTime"])
        self.assertEqual((moves.date, moves.move_line_ids.date), (left, left))

    def test_an_order_that_changed_long_after_left_when_it_was_to_leave(self):
        order = self.shipped(self.mug, 1, minutes=60 * 24 * 5)
        due = minutes_ago(60 * 24 * 4)
        order["fulfillment"]["shipByWindow"] = {"latestDateTime": due}
        sale = self.sync(changed(order, minutes=10))
        self.assertEqual(sale.order_line.move_ids.date, moment(due))

    def test_the_entry_of_automated_valuation_stands_on_the_companys_day(self):
        if "property_stock_account_output_categ_id" not in self.env["product.category"]._fields:
            # From 19.0 on, a delivery posts no entry: its cost comes with the invoice.
            self.assertNotIn("stock.valuation.layer", self.env)
            return
        self.company.partner_id.tz = "Europe/Paris"
        product = self.costed("fifo", **automated(self.env))
        order = self.shipped(product, 12, minutes=60 * 24 * 2)
        evening = order["lastUpdatedTime"][:10] + "T23:30:00Z"
        order["lastUpdatedTime"] = evening
        sale = self.sync(order)
        entry = sale.order_line.move_ids.stock_valuation_layer_ids.account_move_id
        self.assertEqual(sum(entry.mapped("amount_total")), 10 * 2.0 + 2 * 3.0)
        self.assertEqual(set(entry.mapped("date")), {next_day(evening)})

    def test_two_days_of_a_page_are_two_days_in_the_books(self):
        first = self.shipped(self.mug, 1, minutes=60 * 24 * 4)
        second = self.shipped(self.mug, 2, minutes=60 * 24 * 2)
        moves = self.sync(first, second).order_line.move_ids
        dates = [moment(order["lastUpdatedTime"]) for order in (first, second)]
        self.assertEqual(moves.sorted("date").mapped("date"), sorted(dates))


def next_day(text):
    return datetime.fromordinal(moment(text).toordinal() + 1).date()
