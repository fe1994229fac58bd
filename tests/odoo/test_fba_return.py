"""Rule 10: what a buyer sends back to Amazon's warehouse is booked from the order."""

from odoo.exceptions import AccessError, UserError
from odoo.tests.common import new_test_user

from .common import days_ago
from .orders import an_item, an_order, changed
from .test_kits import KitsCase


class TestFbaReturn(KitsCase):
    def sold(self, sku="MUG-BLUE", quantity=3):
        total = f"{quantity * 12}.00"
        item = an_item(sku=sku, quantity=quantity, total=total)
        self.order = an_order(item, total=total, status="SHIPPED", fulfilled_by="AMAZON")
        return self.sync(self.order)

    def ask(self, sale, user=None):
        action = sale.with_user(user or self.env.user).action_amazon_return()
        wizard = self.env[action["res_model"]].with_user(user or self.env.user)
        return wizard.browse(action["res_id"])

    def take_back(self, sale, quantity, **values):
        wizard = self.ask(sale)
        wizard.write(values)
        wizard.line_ids[:1].quantity = quantity
        wizard.action_book()

    def in_stock(self, product, lot=None):
        return self.env["stock.quant"]._get_available_quantity(
            product, self.account.location_id, lot_id=lot, allow_negative=True
        )

    def a_lot(self, product, name, quantity):
        """Have so many of a new lot lie with Amazon."""
        lot = self.env["stock.lot"].create(
            {"name": name, "product_id": product.id, "company_id": self.company.id}
        )
        self.env["stock.quant"]._update_available_quantity(
            product, self.account.location_id, quantity, lot_id=lot
        )
        return lot

    def test_the_goods_lie_in_the_amazon_location_again_and_are_to_be_credited(self):
        self.mug.invoice_policy = "delivery"
        sale = self.sold()
        sale._create_invoices()
        self.take_back(sale, 2)
        self.assertEqual(sale.order_line.qty_delivered, 1)
        self.assertEqual(sale.order_line.qty_to_invoice, -2)
        self.assertEqual(self.in_stock(self.mug), -1)
        self.assertFalse(sale.picking_ids)

    def test_they_stay_back_when_the_order_comes_again(self):
        sale = self.sold()
        self.take_back(sale, 2)
        self.sync(self.order)
        self.assertEqual(sale.order_line.qty_delivered, 1)

    def test_what_came_back_once_cannot_come_again(self):
        sale = self.sold()
        self.take_back(sale, 2)
        wizard = self.ask(sale)
        self.assertEqual(wizard.line_ids.with_buyer, 1)
        wizard.line_ids.quantity = 2
        with self.assertRaisesRegex(UserError, "1 are with the buyer"):
            wizard.action_book()

    def test_they_stay_back_when_their_sku_turns_out_to_be_another_product(self):
        sale = self.sold("UNKNOWN")
        self.take_back(sale, 2)
        sale.order_line.amazon_offer_id.product_id = self.mug
        sale.order_line.amazon_offer_id.action_mend_orders()
        self.sync(self.order)
        self.assertEqual(sale.order_line.product_id, self.mug)
        self.assertEqual((sale.order_line.qty_delivered, self.in_stock(self.mug)), (1, -1))
        self.take_back(sale, 1)
        self.assertEqual(self.in_stock(self.mug), 0)

    def test_nothing_chosen_books_nothing(self):
        wizard = self.ask(self.sold())
        with self.assertRaisesRegex(UserError, "how many pieces"):
            wizard.action_book()

    def test_they_are_dated_when_they_came_and_lie_where_they_came_to(self):
        sale = self.sold()
        stock = self.account.warehouse_id.lot_stock_id
        came = days_ago(2)
        self.take_back(sale, 1, returned_at=came, location_id=stock.id)
        back = sale.order_line.move_ids.filtered(lambda move: move.location_dest_id == stock)
        self.assertEqual((back.date, back.state, back.quantity), (came, "done", 1))

    def test_the_components_of_a_kit_come_back(self):
        sale = self.sold("KIT", 3)
        self.take_back(sale, 1)
        self.assertEqual((self.left(self.mug), self.left(self.plate)), (4, 2))
        self.assertEqual(sale.order_line.qty_delivered, 2)

    def test_of_a_kit_that_is_not_whole_nothing_comes_back(self):
        tracked = self._product("TRACKED", tracking="lot")
        self.a_kit("WITH-LOT", {self.mug: 2, tracked: 1})
        self.a_lot(tracked, "L1", 2)
        item = an_item("WITH-LOT", quantity=3, total="36.00")
        order = an_order(item, total="36.00", status="PARTIALLY_SHIPPED", fulfilled_by="AMAZON")
        for shipped, minutes in ((2, 50), (3, 40)):
            told = {"quantityFulfilled": shipped, "quantityUnfulfilled": 3 - shipped}
            order["orderItems"][0]["fulfillment"].update(told)
            sale = self.sync(changed(order, minutes=minutes))
        self.assertEqual((sale.order_line.qty_delivered, self.left(self.mug)), (2, 6))
        self.take_back(sale, 2)
        self.assertEqual((self.left(self.mug), self.left(tracked)), (2, -2))
        self.assertEqual(sale.order_line.qty_delivered, 0)

    def test_a_lot_comes_back_as_itself(self):
        tracked = self._product("TRACKED", tracking="lot")
        lots = [self.a_lot(tracked, name, 2) for name in ("L1", "L2")]
        sale = self.sold("TRACKED", 3)
        wizard = self.ask(sale)
        self.assertEqual(wizard.line_ids.mapped("with_buyer"), [2, 1])
        wizard.line_ids[1].quantity = 1
        wizard.action_book()
        self.assertEqual((self.in_stock(tracked, lots[0]), self.in_stock(tracked, lots[1])), (0, 2))
        self.assertEqual(sale.order_line.qty_delivered, 2)

    def test_the_order_says_what_came_back(self):
        sale = self.sold()
        self.take_back(sale, 2)
        self.assertIn("2 × [MUG-BLUE]", sale.message_ids[0].body)

    def test_a_clerk_of_the_warehouse_may_book_it_a_salesperson_may_not(self):
        sale = self.sold()
        clerk = new_test_user(self.env, "clerk", "stock.group_stock_user")
        wizard = self.ask(sale, clerk)
        wizard.line_ids.quantity = 1
        wizard.action_book()
        self.assertEqual(sale.order_line.qty_delivered, 2)
        seller = new_test_user(self.env, "seller", "sales_team.group_sale_salesman_all_leads")
        with self.assertRaises(AccessError):
            self.ask(sale, seller)

    def test_who_looks_after_amazon_without_the_inventory_may_book_a_lot(self):
        tracked = self._product("TRACKED", tracking="lot")
        lot = self.a_lot(tracked, "L1", 3)
        sale = self.sold("TRACKED")
        groups = "amazon_connector.group_amazon_user,sales_team.group_sale_salesman_all_leads"
        wizard = self.ask(sale, new_test_user(self.env, "caretaker", groups))
        wizard.line_ids.quantity = 2
        self.env.invalidate_all()
        wizard.action_book()
        self.assertEqual(self.in_stock(tracked, lot), 2)
        self.assertIn("(L1)", sale.message_ids[0].body)

    def test_what_was_booked_in_another_window_cannot_be_booked_again(self):
        sale = self.sold()
        first, second = self.ask(sale), self.ask(sale)
        for wizard, quantity in ((first, 2), (second, 3)):
            wizard.line_ids.quantity = quantity
        first.action_book()
        with self.assertRaisesRegex(UserError, "1 are with the buyer"):
            second.action_book()

    def test_only_products_of_the_order_can_be_booked_on_it(self):
        mine, other = self.sold(), self.sold()
        wizard = self.ask(mine)
        wizard.line_ids.write({"quantity": 1, "sale_line_id": other.order_line.id})
        with self.assertRaisesRegex(UserError, "not of products of the order"):
            wizard.action_book()

    def test_only_fba_orders_with_goods_at_the_buyers_offer_it(self):
        self.assertTrue(self.sold().amazon_may_return)
        self.assertFalse(self.sync(an_order()).amazon_may_return)
