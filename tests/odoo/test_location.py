"""Rule 10: the location of what Amazon ships is kept as long as it is needed."""

from odoo.exceptions import AccessError, UserError
from odoo.tests.common import Form, new_test_user

from .common import AmazonCase
from .orders import an_item, an_order


class TestLocation(AmazonCase):
    def setUp(self):
        super().setUp()
        self.location = self.account.location_id

    def other_location(self):
        return self.location.copy({"name": "Amazon Poland"})

    def test_accounts_of_a_company_share_one_that_lies_outside_of_its_warehouses(self):
        second = self._account(self.amazon, marketplace_ids=[], refresh_token="another")
        self.assertEqual(second.location_id, self.location)
        self.assertEqual(self.location.usage, "internal")
        self.assertFalse(self.location.warehouse_id)

    def test_who_uses_it_is_named_to_whoever_would_archive_it(self):
        with self.assertRaisesRegex(UserError, "the account Test shop"):
            self.location.active = False

    def test_nor_can_it_be_deleted_or_become_a_location_of_another_type(self):
        for attempt in (
            self.location.unlink,
            lambda: self.location.write({"usage": "supplier"}),
            self.location.location_id.unlink,
            lambda: self.location.location_id.write({"active": False}),
        ):
            with self.assertRaisesRegex(UserError, "the account Test shop"):
                attempt()

    def test_a_manager_has_it_shown_where_odoo_hides_locations(self):
        shown = self.env.ref("stock.group_stock_multi_locations")
        self.env.ref("base.group_user")._remove_group(shown)
        manager, clerk = (
            new_test_user(self.env, name, groups=f"stock.group_stock_user{more}")
            for name, more in (("manager", ",amazon_connector.group_amazon_manager"), ("clerk", ""))
        )
        self.assertTrue(self.account.hides_locations)
        self.assertFalse(clerk.has_group("stock.group_stock_multi_locations"))
        with self.assertRaises(AccessError):
            self.account.with_user(clerk).action_show_locations()
        said = self.account.with_user(manager).action_show_locations()
        self.assertEqual(said["tag"], "reload")
        self.account.invalidate_recordset()
        self.assertFalse(self.account.hides_locations)
        self.assertTrue(clerk.has_group("stock.group_stock_multi_locations"))
        self.assertTrue(self.account.warehouse_id.int_type_id.active, "as Odoo's settings do")

    def test_a_marketplaces_own_location_is_kept_too(self):
        place = self.account.marketplace_ids[0]
        other = self.other_location()
        self.account.marketplace_setting_ids = [
            (0, 0, {"marketplace_id": place.id, "location_id": other.id})
        ]
        with self.assertRaisesRegex(UserError, f"{place.name} on the account Test shop"):
            other.active = False

    def test_an_account_of_a_company_that_the_user_may_not_see_is_not_named(self):
        clerk = new_test_user(self.env, "clerk-elsewhere", "stock.group_stock_manager")
        elsewhere = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        clerk.write({"company_ids": [(6, 0, elsewhere.ids)], "company_id": elsewhere.id})
        holder = self.env["stock.location"].with_user(clerk)
        self.assertEqual(holder._amazon_name_of(self.account), "an account of another company")

    def test_free_again_it_is_archived_but_not_deleted_since_its_moves_stay(self):
        self.sync(an_order(status="SHIPPED", fulfilled_by="AMAZON"))
        self.account.location_id = self.other_location()
        with self.assertRaisesRegex(UserError, "Archive it instead"):
            self.location.unlink()
        self.env["stock.quant"]._update_available_quantity(self.mug, self.location, 1)
        self.location.active = False
        self.assertFalse(self.location.active)

    def test_a_former_one_is_kept_while_goods_wait_there_for_their_lot(self):
        self._product("TRACKED", tracking="lot")
        order = an_order(an_item("TRACKED"), status="SHIPPED", fulfilled_by="AMAZON")
        self.sync(order)
        self.account.location_id = self.other_location()
        for attempt in (
            self.location.unlink,
            lambda: self.location.write({"active": False}),
            lambda: self.location.write({"usage": "supplier"}),
        ):
            with self.assertRaisesRegex(UserError, f"{order['orderId']} wait there"):
                attempt()

    def test_it_never_lies_in_a_warehouse_whose_deliveries_would_take_from_it(self):
        stock = self.account.warehouse_id.lot_stock_id
        inside = stock.create({"name": "Shelf", "location_id": stock.id})
        place = {"marketplace_id": self.account.marketplace_ids[0].id, "location_id": inside.id}
        for attempt in (
            lambda: self.location.write({"location_id": stock.id}),
            lambda: self.location.location_id.write({"location_id": stock.id}),
            lambda: self.account.write({"location_id": inside.id}),
            lambda: self.account.write({"marketplace_setting_ids": [(0, 0, place)]}),
            lambda: self.company.write({"amazon_location_id": inside.id}),
        ):
            with self.assertRaisesRegex(UserError, "its deliveries would take"):
                attempt()

    def test_what_new_accounts_take_cannot_be_deleted(self):
        self.account.location_id = self.other_location()
        with self.assertRaisesRegex(UserError, f"new accounts of {self.company.name}"):
            self.location.unlink()

    def test_what_was_made_to_resupply_it_goes_with_it(self):
        other = self.other_location()
        self.account.location_id = other
        rule = other.amazon_resupply_rule_ids
        operation = rule.picking_type_id
        self.account.location_id = self.location
        other.unlink()
        self.assertFalse(rule.exists())
        self.assertFalse(operation.exists())

    def test_with_transfers_to_it_it_stays_and_says_so(self):
        other = self.other_location()
        self.account.location_id = other
        operation = other.amazon_resupply_rule_ids.picking_type_id
        self.account.location_id = self.location
        self.env["stock.picking"].create(
            {
                "picking_type_id": operation.id,
                "location_id": operation.default_location_src_id.id,
                "location_dest_id": other.id,
            }
        )
        with self.assertRaisesRegex(UserError, "there are transfers to it"):
            other.unlink()

    def test_choosing_another_says_that_goods_stay_in_the_former_one(self):
        other = self.other_location()
        with Form(self.account) as form:
            form.location_id = other
            form.location_id = self.location
        self.env["stock.quant"]._update_available_quantity(self.mug, self.location, 3)
        self.account.location_id = self.location
        draft = self.account.new(origin=self.account)
        draft.location_id = other
        warning = draft._onchange_location_with_stock()["warning"]
        self.assertIn(self.location.display_name, warning["message"])
        self.assertIn(other.display_name, warning["message"])

    def test_choosing_one_for_a_marketplace_says_so_too_and_what_waits_for_its_lot(self):
        self._product("TRACKED", tracking="lot")
        values = {
            "account_id": self.account.id,
            "marketplace_id": self.account.marketplace_ids[0].id,
            "location_id": self.other_location().id,
        }
        lines = self.env["amazon.account.marketplace"]
        self.assertIsNone(lines.new(values)._onchange_location_with_stock())
        self.sync(an_order(an_item("TRACKED"), status="SHIPPED", fulfilled_by="AMAZON"))
        warning = lines.new(values)._onchange_location_with_stock()["warning"]
        self.assertIn(self.location.display_name, warning["message"])
        self.assertIn("waits there for its lot", warning["message"])
