"""Programs that validate transfers from outside are held to the same as a clerk at the screen."""

from xmlrpc.client import Fault

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .validation import ValidationCase


@tagged("post_install", "-at_install")
class TestRemote(ValidationCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.clerk.password = "a clerk's password"

    def call(self, model, method, ids, **context):
        self.env.flush_all()
        return self.xmlrpc_object.execute_kw(
            self.env.cr.dbname,
            self.clerk.id,
            "a clerk's password",
            model,
            method,
            [ids],
            {"context": {"skip_sms": True, **context}},
        )

    def test_a_transfer_without_tracking_reference_is_refused(self):
        picking = self.waiting()
        with self.assertRaises(Fault) as caught, mute_logger("odoo.addons.rpc", "odoo.http"):
            self.call("stock.picking", "button_validate", picking.ids)
        self.assertIn(picking.name, caught.exception.faultString)
        self.assertIn("no tracking reference", caught.exception.faultString)
        picking.env.invalidate_all()
        self.assertEqual(picking.state, "assigned")

    def test_a_complete_one_leaves(self):
        picking = self.waiting(tracking="6A123")
        self.assertIs(self.call("stock.picking", "button_validate", picking.ids), True)
        picking.env.invalidate_all()
        self.assertEqual(picking.state, "done")
        self.assertEqual(picking.amazon_sync_state, "pending")

    def test_the_question_can_be_answered_from_outside(self):
        picking = self.waiting(tracking="6A123")
        picking.sudo().sale_id.amazon_cancel_requested = True
        question = self.call("stock.picking", "button_validate", picking.ids)
        self.assertEqual(question["res_model"], "amazon.ship.anyway")
        context = question["context"]
        self.call(question["res_model"], "action_ship", [question["res_id"]], **context)
        picking.env.invalidate_all()
        self.assertEqual(picking.state, "done")
