"""Odoo writes to no buyer of Amazon's by itself: Amazon informs them, and forbids sellers to.

A person may still choose to: whoever a person names as recipient of a comment or an SMS gets it.
"""

from odoo import models


class QuietDocument:
    """Methods of every document that Odoo would write to its customer about.

    Plain Python: an abstract model added to a model comes after what the model has already.
    """

    __slots__ = ()

    def _amazon_documents(self):
        """Return those of the documents that come from Amazon's orders."""
        return self.filtered("amazon_order_ref")

    def _amazon_addressees(self):
        """Return whom those of the documents that are Amazon's are made out to."""
        return self.sudo()._amazon_documents().partner_id

    def _amazon_drop_buyers(self, partner_ids):
        """Return these partners' ids without those that Odoo does not write to by itself.

        Amazon's buyers, and, on its documents, whatever a person made of their customers: they
        and their contacts. Colleagues stay.
        """
        partners = self.env["res.partner"].sudo().browse(partner_ids or [])
        partners = partners.filtered(lambda one: not (one.partner_share and one.amazon_is_buyer))
        others = partners.filtered("partner_share")
        if others:
            families = self._amazon_addressees().commercial_partner_id
            partners -= others.filtered(lambda one: one.commercial_partner_id in families)
        return partners.ids

    # Who follows a document is mailed what is said on it.

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        return super().message_subscribe(self._amazon_drop_buyers(partner_ids), subtype_ids)

    def _message_subscribe(self, partner_ids=None, subtype_ids=None, customer_ids=None):
        partner_ids = self._amazon_drop_buyers(partner_ids)
        return super()._message_subscribe(partner_ids, subtype_ids, customer_ids)

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        recipients = super()._notify_get_recipients(message, msg_vals, **kwargs)
        told = msg_vals or {}
        kind = told.get("message_type") or message.sudo().message_type
        allowed = self._amazon_drop_buyers([one["id"] for one in recipients if one["id"]])
        if kind in ("comment", "sms") and not self.env.context.get("amazon_unasked"):
            chosen = told.get("partner_ids") or message.sudo().partner_ids.ids
            allowed = {*allowed, *chosen}
        return [one for one in recipients if not one["id"] or one["id"] in allowed]

    def message_post_with_source(self, source_ref, *args, **kwargs):
        # Templates are posted by programs; a person sends one by the composer.
        template, _view = self._get_source_from_ref(source_ref)
        quiet = self.with_context(amazon_unasked=True) if template else self
        return super(QuietDocument, quiet).message_post_with_source(source_ref, *args, **kwargs)

    # Whom a clerk's message would go to, unless the clerk thinks of it.

    def _message_get_suggested_recipients(self, *args, **kwargs):
        found = super()._message_get_suggested_recipients(*args, **kwargs)
        # 19.0 answers with a list, from the method below.
        return self._amazon_not_suggested(found) if isinstance(found, dict) else found

    def _message_get_suggested_recipients_batch(self, *args, **kwargs):
        found = super()._message_get_suggested_recipients_batch(*args, **kwargs)
        return self._amazon_not_suggested(found)

    def _amazon_not_suggested(self, found):
        """:param found: lists of recipients by the document's id: tuples in 17.0, dicts in 19.0"""

        def partner_id(one):
            return one["partner_id"] if isinstance(one, dict) else one[0]

        ids = {partner_id(one) for recipients in found.values() for one in recipients} - {False}
        allowed = {*self._amazon_drop_buyers(list(ids)), False}
        return {
            document: [one for one in recipients if partner_id(one) in allowed]
            for document, recipients in found.items()
        }


class SaleOrder(QuietDocument, models.Model):
    _inherit = "sale.order"

    def _amazon_addressees(self):
        orders = self.sudo()._amazon_documents()
        return orders.partner_id | orders.partner_invoice_id | orders.partner_shipping_id

    def _send_order_notification_mail(self, *args, **kwargs):
        # Amazon has told the buyer already: order confirmed, payment received …
        if self.amazon_order_ref:
            return None
        return super()._send_order_notification_mail(*args, **kwargs)


class StockPicking(QuietDocument, models.Model):
    _inherit = "stock.picking"

    def _send_confirmation_email(self):
        # Where a carrier's label is bought, this buys it too: that part stays.
        quiet = self.with_context(amazon_no_confirmation=True)
        return super(StockPicking, quiet)._send_confirmation_email()

    def message_post_with_source(self, source_ref, *args, **kwargs):
        template, _view = self._get_source_from_ref(source_ref)
        if template and self.env.context.get("amazon_no_confirmation"):
            self -= self._amazon_documents()
            if not self:
                return self.env["mail.message"]
        return super().message_post_with_source(source_ref, *args, **kwargs)

    # The next two are called by stock_sms only, which Odoo installs by itself beside stock.

    def _check_warn_sms(self):
        """Return whose recipients are about to get an SMS, of which Odoo warns the first time."""
        return super(StockPicking, self - self._amazon_documents())._check_warn_sms()

    def _message_sms_with_template(self, *args, **kwargs):
        if self._amazon_documents():
            return self.env["mail.message"]
        return super()._message_sms_with_template(*args, **kwargs)


class AccountMove(QuietDocument, models.Model):
    _inherit = "account.move"

    def _amazon_documents(self):
        """Return those that invoice an order of Amazon's, or one of its buyers."""
        return self.filtered(
            lambda move: (
                move.commercial_partner_id.amazon_is_buyer
                or any(move.invoice_line_ids.sale_line_ids.order_id.mapped("amazon_order_ref"))
            )
        )
