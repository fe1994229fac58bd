"""Rule 12: Odoo writes to no Amazon buyer by itself, neither a mail nor an SMS."""

import contextlib
import threading
from unittest.mock import patch

from odoo import fields
from odoo.modules import module
from odoo.tests import tagged

from .common import AmazonCase
from .orders import an_order
from .validation import label_carrier


@tagged("post_install", "-at_install")
class TestNoMails(AmazonCase):
    def setUp(self):
        super().setUp()
        self.env["stock.quant"]._update_available_quantity(
            self.mug, self.env["stock.warehouse"].search([], limit=1).lot_stock_id, 100
        )
        self.confirm_by_mail_and_sms()
        self.texted = []  # transfers that an SMS goes out for

        def text(picking, *_args, **_kwargs):
            self.texted.append(picking)
            return self.env["mail.message"]

        # The real one asks Odoo's paid service.
        self.patch(type(self.env["mail.thread"]), "_message_sms_with_template", text)

    def confirm_by_mail_and_sms(self):
        """Switch on that deliveries are confirmed to the customer, by mail as well as by SMS."""
        company = self.company
        if "stock_text_confirmation" in company._fields:  # 19.0
            company.stock_text_confirmation = True
            company.stock_confirmation_type = "sms"
        else:
            company.stock_move_sms_validation = True
        company.has_received_warning_stock_sms = True
        company.stock_move_email_validation = True

    @contextlib.contextmanager
    def as_in_a_shop(self):
        """Odoo sends no SMS in a test unless it takes itself for a shop's."""
        with (
            patch.object(threading.current_thread(), "testing", False, create=True),
            patch.object(module, "current_test", False, create=True),
        ):
            yield

    def order(self):
        order = an_order()
        order["recipient"]["deliveryAddress"].update(name="Zoé Martin", phone="+33 6 12 34 56 78")
        return order

    def ordinary_sale(self):
        """Return a confirmed order of the shop's own."""
        customer = self.env["res.partner"].create(
            {"name": "Ordinary", "email": "ordinary@example.com", "phone": "+33 6 12 34 56 78"}
        )
        sale = self.env["sale.order"].create(
            {
                "partner_id": customer.id,
                "order_line": [fields.Command.create({"product_id": self.mug.id})],
            }
        )
        sale.action_confirm()
        return sale

    def ship(self, sale):
        self.tracked(sale.picking_ids.filtered(lambda one: not one.carrier_id))
        for move in sale.picking_ids.move_ids:
            move.quantity = move.product_uom_qty
            move.picked = True
        with self.as_in_a_shop():
            self.assertIs(sale.picking_ids.button_validate(), True)
        self.assertEqual(set(sale.picking_ids.mapped("state")), {"done"})

    def invoice(self, sale):
        invoice = sale._create_invoices()
        invoice.action_post()
        return invoice

    def customers(self, sale):
        return sale.partner_id | sale.partner_invoice_id | sale.partner_shipping_id

    def assertWritten(self, sale, written):
        """Whether anything went, or is about to go, to the order's customers."""
        customers = self.customers(sale)
        notified = self.env["mail.notification"].search([("res_partner_id", "in", customers.ids)])
        mails = self.env["mail.mail"].search([("recipient_ids", "in", customers.ids)])
        texted = [picking for picking in self.texted if picking in sale.picking_ids]
        for sent in (notified, mails, texted):
            self.assertEqual(bool(sent), written, sent)

    def follow(self, sale):
        """Confirm, ship, invoice and comment, as everybody does with every order."""
        self.ship(sale)
        invoice = self.invoice(sale)
        for document in (sale, sale.picking_ids, invoice):
            document.message_post(
                body="Careful, fragile!", message_type="comment", subtype_xmlid="mail.mt_comment"
            )
        sale._send_order_confirmation_mail()
        return invoice

    def test_no_mail_and_no_sms_reach_a_buyer_from_confirmation_to_invoice(self):
        sale = self.sync(self.order())
        self.follow(sale)
        self.assertWritten(sale, False)

    def test_the_same_steps_write_to_a_customer_of_the_shops_own(self):
        sale = self.ordinary_sale()
        self.follow(sale)
        self.assertWritten(sale, True)

    def test_buyers_follow_neither_order_nor_transfer_nor_invoice(self):
        sale = self.sync(self.order())
        invoice = self.follow(sale)
        for document in (sale, sale.picking_ids, invoice):
            document.message_subscribe(self.customers(sale).ids)
            document._message_subscribe(self.customers(sale).ids)
            self.assertFalse(document.message_partner_ids & self.customers(sale))

    def test_what_followers_there_are_from_elsewhere_get_nothing_either(self):
        sale = self.sync(self.order())
        self.env["mail.followers"]._insert_followers(
            "sale.order", sale.ids, sale.partner_id.ids, check_existing=True
        )
        sale.message_post(body="Hm", message_type="comment", subtype_xmlid="mail.mt_comment")
        self.assertWritten(sale, False)

    def test_a_customer_that_a_person_puts_on_the_order_is_a_buyer_too(self):
        sale = self.sync(self.order())
        known = self.env["res.partner"].create({"name": "Known", "email": "known@example.com"})
        sale.partner_id = sale.partner_invoice_id = known
        self.follow(sale)
        self.assertWritten(sale, False)

    def test_a_colleague_may_follow(self):
        sale = self.sync(self.order())
        colleague = self.env.ref("base.user_admin").partner_id
        sale.message_subscribe(colleague.ids)
        self.assertIn(colleague, sale.message_partner_ids)

    def test_whom_a_person_names_as_recipient_gets_the_message(self):
        sale = self.sync(self.order())
        message = sale.message_post(
            body="Your invoice", message_type="comment", partner_ids=sale.partner_id.ids
        )
        self.assertEqual(message.notified_partner_ids, sale.partner_id)

    def test_a_clerk_is_not_suggested_to_write_to_a_buyer(self):
        sale = self.sync(self.order())
        invoice = self.invoice(sale)
        for document in (sale, sale.picking_ids, invoice):
            suggested = document._message_get_suggested_recipients()
            people = suggested if isinstance(suggested, list) else suggested[document.id]
            ids = {one["partner_id"] if isinstance(one, dict) else one[0] for one in people}
            self.assertFalse(ids & set(self.customers(sale).ids))

    def test_a_template_that_a_program_posts_writes_to_no_buyer(self):
        sale = self.sync(self.order())
        template = self.env.ref("sale.mail_template_sale_confirmation")
        sale.message_post_with_source(template, message_type="comment")
        self.assertWritten(sale, False)

    def test_the_companys_quotation_template_writes_to_no_buyer(self):
        self.company.sale_order_template_id = self.env["sale.order.template"].create(
            {
                "name": "Thank you",
                "mail_template_id": self.env.ref("sale.mail_template_sale_confirmation").id,
            }
        )
        sale = self.sync(self.order())
        self.assertFalse(sale.sale_order_template_id)
        self.assertWritten(sale, False)

    def test_the_first_sms_is_warned_of_for_the_other_transfers_only(self):
        self.company.has_received_warning_stock_sms = False
        amazon = self.sync(self.order()).picking_ids
        other = self.ordinary_sale().picking_ids
        with self.as_in_a_shop():
            self.assertFalse(amazon._check_warn_sms())
            self.assertEqual((amazon | other)._check_warn_sms(), other)

    def test_mail_that_waits_for_odoos_own_schedule_is_none(self):
        self.env["ir.config_parameter"].set_param("sale.async_emails", "True")
        sale = self.sync(self.order())
        sale._send_order_confirmation_mail()
        if "pending_email_template_id" in sale._fields:  # 19.0
            self.assertFalse(sale.pending_email_template_id)
        self.assertWritten(sale, False)

    def test_the_parcel_is_still_told_to_the_carrier(self):
        sale = self.sync(self.order())
        sale.picking_ids.carrier_id = label_carrier(self, "LABEL-1")
        sale.picking_ids.picking_type_id.print_label = True
        self.ship(sale)
        self.assertEqual(sale.picking_ids.carrier_tracking_ref, "LABEL-1")
        self.assertWritten(sale, False)
