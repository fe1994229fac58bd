"""What people see of shipments, and the buttons that they press."""

import ast
import base64

from lxml import etree
from odoo.exceptions import AccessError, UserError
from odoo.tests.common import Form, new_test_user

from .orders import an_order
from .shipping import ShippingCase


class ViewCase(ShippingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = new_test_user(cls.env, "clerk", groups="stock.group_stock_user")

    def left(self, count=1):
        """Return transfers that left, each told to Amazon as one shipment."""
        sales = self.sync(*[an_order() for _number in range(count)])
        pickings = self.env["stock.picking"]
        for sale in sales:
            pickings |= self.ship(sale)
        self.env["amazon.shipment"].create([{"picking_id": one.id} for one in pickings])
        return pickings

    def refused(self, count=1):
        pickings = self.left(count)
        pickings.amazon_shipment_ids._refused("Amazon does not know this carrier.", "Bad carrier")
        return pickings

    def feed(self, **values):
        return self.env["amazon.feed"].create(
            {
                "account_id": self.account.id,
                "feed_type": "POST_ORDER_FULFILLMENT_DATA",
                **values,
            }
        )

    def arch(self, model, kind, user=None):
        """Return a view as a user gets it; 19.0 calls lists so."""
        records = self.env[model].with_user(user or self.env.user)
        if kind == "list" and "tree" in dict(self.env["ir.ui.view"]._fields["type"].selection):
            kind = "tree"
        return etree.fromstring(records.get_view(view_type=kind)["arch"])


class TestTheTransfer(ViewCase):
    def test_every_view_shows_what_amazon_knows(self):
        for kind in ("form", "list", "kanban"):
            with self.subTest(kind):
                found = self.arch("stock.picking", kind, self.clerk)
                self.assertTrue(found.xpath("//field[@name='amazon_sync_state']"))

    def test_a_clerk_reads_on_it_what_amazon_says(self):
        picking = self.refused().with_user(self.clerk)
        form = Form(picking)
        self.assertEqual(form.amazon_sync_message, "Amazon does not know this carrier.")
        self.assertEqual(form.amazon_sync_state, "error")

    def test_each_state_can_be_searched_for_and_grouped_by(self):
        picking = self.refused()
        search = self.arch("stock.picking", "search", self.clerk)
        for state in ("pending", "processing", "done", "error"):
            [filter_] = search.xpath(f"//filter[@name='amazon_sync_{state}']")
            found = picking.search(ast.literal_eval(filter_.get("domain")))
            self.assertEqual(picking in found, state == "error", state)
        self.assertTrue(search.xpath("//filter[@name='group_amazon_sync_state']"))

    def test_carrier_and_tracking_can_be_mended_after_it_left(self):
        form = self.arch("stock.picking", "form", self.clerk)
        for name in ("carrier_id", "carrier_tracking_ref"):
            [field] = form.xpath(f"//group[@name='carrier_data']//field[@name='{name}']")
            self.assertIn("not amazon_sync_state", field.get("readonly"))
        with Form(self.refused().with_user(self.clerk)) as picking:
            picking.carrier_tracking_ref = "6A99999999999"

    def test_it_leads_to_its_shipments(self):
        picking = self.left().with_user(self.clerk)
        self.assertEqual(picking.amazon_shipment_count, 1)
        action = picking.action_amazon_open_shipments()
        self.assertEqual(action["res_id"], picking.amazon_shipment_ids.id)
        several = self.left(2).action_amazon_open_shipments()
        self.assertFalse(several.get("res_id"))
        self.assertEqual(len(self.env["amazon.shipment"].search(several["domain"])), 2)


class TestRetrying(ViewCase):
    def test_a_clerk_without_any_other_right_retries(self):
        picking = self.refused().with_user(self.clerk)
        picking.action_amazon_retry_sync()
        self.assertEqual(picking.amazon_sync_state, "pending")
        self.assertFalse(picking.amazon_sync_message)

    def test_many_at_once_and_what_did_not_fail_stays(self):
        failed, done = self.refused(2), self.left()
        done.amazon_shipment_ids._confirmed()
        action = self.env.ref("amazon_connector.action_retry_amazon_sync").with_user(self.clerk)
        action.with_context(
            active_model="stock.picking", active_ids=(failed | done).ids, active_id=done.id
        ).run()
        self.assertEqual(set(failed.mapped("amazon_sync_state")), {"pending"})
        self.assertEqual(done.amazon_sync_state, "done")

    def test_the_action_is_offered_on_lists_of_transfers(self):
        bindings = self.env["ir.actions.actions"].with_user(self.clerk)
        offered = bindings.get_bindings("stock.picking").get("action", ())
        action = self.env.ref("amazon_connector.action_retry_amazon_sync")
        [found] = [one for one in offered if one["id"] == action.id]
        self.assertEqual(found["binding_view_types"], "list")

    def test_it_can_be_retried_on_the_list_of_shipments_too(self):
        picking = self.refused()
        picking.amazon_shipment_ids.with_user(self.clerk).action_retry()
        self.assertEqual(picking.amazon_sync_state, "pending")

    def test_nothing_to_retry_is_said(self):
        picking = self.left()
        picking.amazon_shipment_ids._confirmed()
        with self.assertRaisesRegex(UserError, "nothing to retry"):
            picking.with_user(self.clerk).action_amazon_retry_sync()

    def test_what_was_corrected_just_now_is_told_again_already(self):
        picking = self.refused()
        picking._amazon_retry()  # as a correction of the number does
        answer = picking.with_user(self.clerk).action_amazon_retry_sync()
        self.assertIn(picking.name, answer["params"]["message"])

    def test_the_answer_shows_the_transfer_in_view_anew_and_no_other(self):
        answer = self.refused().with_user(self.clerk).action_amazon_retry_sync()
        self.assertEqual(answer["params"]["next"]["type"], "ir.actions.act_window_close")

    def test_a_clerk_finds_what_amazon_refused_by_a_menu_and_not_among_what_waits(self):
        menus = self.env["ir.ui.menu"].with_user(self.clerk)._visible_menu_ids()
        self.assertIn(self.env.ref("amazon_connector.menu_stock_amazon_refused").id, menus)
        action = self.env.ref("amazon_connector.action_amazon_refused")
        refused = self.refused()
        self.assertEqual(refused.search(ast.literal_eval(action.domain)), refused)
        search = self.env.ref("amazon_connector.amazon_to_ship_view_search")
        arch = self.env["stock.picking"].get_view(search.id, "search")["arch"]
        self.assertNotIn("amazon_sync_error", arch)

    def test_who_works_neither_on_transfers_nor_on_amazon_may_not(self):
        picking = self.refused()
        seller = new_test_user(self.env, "seller", groups="sales_team.group_sale_salesman")
        with self.assertRaises(AccessError):
            picking.with_user(seller).action_amazon_retry_sync()
        self.assertEqual(picking.amazon_sync_state, "error")

    def test_another_companys_transfer_is_out_of_reach(self):
        other = self.env["res.company"].create({"name": "Other company"})
        stranger = new_test_user(
            self.env,
            "stranger",
            groups="stock.group_stock_user",
            company_id=other.id,
            company_ids=other.ids,
        )
        picking = self.refused()
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            picking.with_user(stranger).action_amazon_retry_sync()
        self.assertFalse(self.env["amazon.shipment"].with_user(stranger).search([]))


class TestShipments(ViewCase):
    def test_clerks_salespeople_and_amazons_users_see_them(self):
        picking = self.refused()
        for group in (
            "stock.group_stock_user",
            "sales_team.group_sale_salesman_all_leads",
            "amazon_connector.group_amazon_user",
            "amazon_connector.group_amazon_manager",
        ):
            with self.subTest(group):
                user = new_test_user(self.env, group.replace(".", "_"), groups=group)
                self.env.invalidate_all()
                self.assertTrue(self.arch("amazon.shipment", "list", user) is not None)
                form = Form(picking.amazon_shipment_ids.with_user(user))
                self.assertEqual(form.message, "Amazon does not know this carrier.")

    def test_nobody_changes_them_by_hand(self):
        shipment = self.left().amazon_shipment_ids
        manager = new_test_user(self.env, "chief", groups="amazon_connector.group_amazon_manager")
        with self.assertRaises(AccessError):
            shipment.with_user(manager).state = "done"

    def test_the_failed_ones_come_first(self):
        failed, left = self.refused(), self.left()
        order = self.arch("amazon.shipment", "list").get("default_order")
        shipments = (failed | left).amazon_shipment_ids
        found = shipments.search([("id", "in", shipments.ids)], order=order)
        self.assertEqual(found[0].picking_id, failed)

    def test_the_carrier_is_shown_as_it_was_told(self):
        shipment = self.left().amazon_shipment_ids
        for code, name, shown in (
            ("Colissimo", False, "Colissimo"),
            ("Other", "Cyclo Nantes", "Cyclo Nantes (Other)"),
            ("UPS", "ups", "UPS"),
            (False, False, ""),
        ):
            shipment.write({"carrier_code": code, "carrier_name": name})
            self.assertEqual(shipment.carrier_told or "", shown)

    def test_an_order_leads_to_what_amazon_was_told_of_it(self):
        picking = self.refused()
        seller = new_test_user(
            self.env, "seller", groups="sales_team.group_sale_salesman_all_leads"
        )
        sale = picking.sale_id.with_user(seller)
        self.assertEqual((sale.amazon_shipment_count, sale.amazon_shipments_failed), (1, 1))
        self.assertEqual(
            sale.action_amazon_open_shipments()["res_id"], picking.amazon_shipment_ids.id
        )
        self.assertTrue(self.arch("sale.order", "form", seller) is not None)

    def test_an_account_counts_those_that_failed_and_those_that_wait(self):
        self.refused(2)
        self.left()
        self.assertEqual(self.account.failed_shipment_count, 2)
        self.assertEqual(self.account.waiting_shipment_count, 1)
        action = self.account.action_open_failed_shipments()
        search = self.arch("amazon.shipment", "search")
        for name in ("failed", "waiting"):
            self.assertTrue(search.xpath(f"//filter[@name='{name}']"))
        self.assertEqual(len(self.env["amazon.shipment"].search(action["domain"])), 3)


class TestFeeds(ViewCase):
    def test_what_was_sent_and_what_came_back_can_be_read(self):
        sent = '<?xml version="1.0"?><AmazonEnvelope>é</AmazonEnvelope>'
        feed = self.feed(
            feed_ref="50001",
            content=base64.b64encode(sent.encode()),
            report=base64.b64encode("<Report>Échec</Report>".encode("cp1252")),
        )
        user = new_test_user(self.env, "chief", groups="amazon_connector.group_amazon_manager")
        self.env.invalidate_all()
        form = Form(feed.with_user(user))
        self.assertEqual(form.content_text, sent)
        self.assertEqual(form.report_text, "<Report>Échec</Report>")
        self.assertEqual(feed.content_name, "50001-sent.xml")

    def test_one_that_has_neither_yet_can_be_opened(self):
        feed = self.feed()
        form = Form(feed)
        self.assertFalse(form.content_text)

    def test_what_came_back_unreadable_breaks_no_screen(self):
        feed = self.feed(report=base64.b64encode(bytes(range(256))))
        self.assertTrue(feed.report_text)
        self.assertNotIn("\x00", feed.report_text)

    def test_of_a_long_one_the_beginning_is_shown(self):
        feed = self.feed(content=base64.b64encode(b"x" * 300_000))
        self.assertLess(len(feed.content_text), 201_000)
        self.assertIn("Download", feed.content_text)

    def test_their_menu_is_the_managers(self):
        menu = self.env.ref("amazon_connector.menu_amazon_feeds")
        user = new_test_user(self.env, "user", groups="amazon_connector.group_amazon_user")
        chief = new_test_user(self.env, "chief", groups="amazon_connector.group_amazon_manager")
        menus = self.env["ir.ui.menu"]
        self.assertNotIn(menu.id, menus.with_user(user)._visible_menu_ids())
        self.assertIn(menu.id, menus.with_user(chief)._visible_menu_ids())


class TestWhereAndUntilWhen(ViewCase):
    def test_shipments_and_issues_are_found_and_grouped_by_marketplace_and_shipments_by_ship_by(
        self,
    ):
        shipment = self.left().amazon_shipment_ids
        shipment.order_id.amazon_ship_by = "2026-03-02 22:59:59"
        self.assertEqual(str(shipment.ship_by), "2026-03-02 22:59:59")
        for model, names in (
            ("amazon.shipment", ("marketplace_id", "ship_by")),
            ("amazon.issue", ("marketplace_id",)),
        ):
            search = self.arch(model, "search")
            grouped = [
                ast.literal_eval(one.get("context"))["group_by"].split(":")[0]
                for one in search.xpath("//filter[contains(@context, 'group_by')]")
            ]
            for name in names:
                found = f"//field[@name='{name}'] | //filter[@date='{name}']"
                with self.subTest(model=model, name=name):
                    self.assertIn(name, grouped)
                    self.assertTrue(search.xpath(found))
                    for kind in ("list", "form"):
                        self.assertTrue(self.arch(model, kind).xpath(f"//field[@name='{name}']"))
