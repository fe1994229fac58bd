"""Who may do what: clerks, salespeople and Amazon's own users, none of them an administrator."""

from odoo.exceptions import AccessError
from odoo.tests.common import new_test_user

from .common import AmazonCase
from .orders import an_item, an_order


class TestAmazonGroups(AmazonCase):
    def test_a_manager_sets_the_watermark_back_in_the_middle_of_a_list(self):
        manager = new_test_user(self.env, "manager", groups="amazon_connector.group_amazon_manager")
        self.account.orders_page_token = "a page"
        self.account.with_user(manager).last_orders_sync = "2024-01-01 00:00:00"
        self.assertFalse(self.account.orders_page_token)

    def test_only_managers_call_amazon_by_the_buttons_methods(self):
        clerk = new_test_user(self.env, "clerk", groups="stock.group_stock_user")
        for method in ("action_sync_orders", "action_test_connection"):
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(self.account.with_user(clerk), method)()
        self.assertFalse(self.amazon.calls())

    def test_who_may_not_see_sales_works_on_issues_all_the_same(self):
        order = an_order(an_item("NOBODY-KNOWS"))
        sale = self.sync(order)
        user = new_test_user(self.env, "user", groups="amazon_connector.group_amazon_user")
        issue = self.issues(order).with_user(user)
        issue.invalidate_recordset()
        self.assertEqual(issue.order_id.id, sale.id)
        issue.action_retry()
        self.assertEqual(issue.state, "open")
        sale.picking_ids.action_cancel()  # as long as goods are to move, Odoo holds the product
        sale.order_line.product_id = self.mug
        issue.action_retry()
        self.assertEqual(issue.state, "solved")


class TestOdoosOwnGroups(AmazonCase):
    def test_a_salesman_changes_cancels_and_confirms_an_order(self):
        # Beside purchases, 19.0 itself lets nobody cancel an order who may not read their lines.
        groups = "sales_team.group_sale_salesman_all_leads,purchase.group_purchase_user"
        user = new_test_user(self.env, "sales", groups=groups)
        sale = self.sync(an_order()).with_user(user)
        sale.env.invalidate_all()
        names = ("amazon_order_ref", "amazon_total_difference", "amazon_account_id")
        self.assertTrue(all(name in sale.read(names)[0] for name in names))
        sale.order_line.product_uom_qty = 3
        sale.with_context(disable_cancel_warning=True).action_cancel()
        self.assertEqual(sale.state, "cancel")
        sale.action_draft()
        sale.action_confirm()
        self.assertEqual(sale.state, "sale")

    def test_a_clerk_validates_a_transfer(self):
        user = new_test_user(self.env, "clerk", groups="stock.group_stock_user")
        picking = self.sync(an_order()).picking_ids.with_user(user)
        picking.env.invalidate_all()
        self.assertIn(
            "amazon_sync_state", picking.read(["amazon_order_ref", "amazon_sync_state"])[0]
        )
        picking.move_ids.quantity = 1
        picking.move_ids.picked = True
        self.tracked(picking).with_context(skip_sms=True).button_validate()
        self.assertEqual(picking.state, "done")
