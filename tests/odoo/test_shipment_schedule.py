"""When Amazon is told of transfers next, as the account says it, and why not sooner."""

from datetime import timedelta

from lxml import etree
from odoo import fields
from odoo.tests.common import new_test_user

from .orders import an_order
from .shipping import ShippingCase


class TestTheNextTime(ShippingCase):
    def setUp(self):
        super().setUp()
        self.cron = self.env.ref("amazon_connector.cron_sync_shipments")
        self.env["ir.cron.trigger"].search([("cron_id", "=", self.cron.id)]).unlink()
        self.cron.nextcall = fields.Datetime.now() + timedelta(minutes=7)

    def test_it_is_the_scheduled_actions_next_run(self):
        self.assertEqual(self.account.next_shipments_at, self.cron.nextcall)
        self.assertIn("a moment after", self.account.next_shipments_reason)

    def test_a_transfer_that_leaves_brings_it_nearer(self):
        self.env["amazon.account"]._trigger_shipment_sync()
        self.account.invalidate_recordset()
        self.assertLess(self.account.next_shipments_at, self.cron.nextcall)

    def test_amazons_trouble_puts_it_off_and_is_named(self):
        later = fields.Datetime.now() + timedelta(hours=2)
        self.account.write({"next_shipments_sync": later, "shipments_sync_failures": 1})
        self.assertGreaterEqual(self.account.next_shipments_at, later)
        self.assertIn("later each time", self.account.next_shipments_reason)

    def test_what_keeps_it_from_coming_at_all_is_named(self):
        self.cron.active = False
        self.assertFalse(self.account.next_shipments_at)
        self.assertIn("switched off", self.account.next_shipments_reason)
        self.account.refresh_token = False
        self.account.invalidate_recordset()
        self.assertIn("not connected", self.account.next_shipments_reason)
        self.account.active = False
        self.assertIn("archived", self.account.next_shipments_reason)


class TestTheButton(ShippingCase):
    def test_managers_find_it_beside_that_of_the_orders(self):
        chief = new_test_user(self.env, "chief", groups="amazon_connector.group_amazon_manager")
        user = new_test_user(self.env, "user", groups="amazon_connector.group_amazon_user")
        self.assertTrue(self.buttons(chief))
        self.assertFalse(self.buttons(user))

    def test_it_tells_amazon_of_what_left(self):
        self.ship(self.sync(an_order()))
        self.account.action_sync_shipments()
        self.assertTrue(self.account.shipments_checked_at)

    def buttons(self, user):
        accounts = self.env["amazon.account"].with_user(user)
        arch = etree.fromstring(accounts.get_view(view_type="form")["arch"])
        return arch.xpath("//header/button[@name='action_sync_shipments']")
