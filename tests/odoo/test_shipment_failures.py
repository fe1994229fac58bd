"""Rule 9: each shipment that Amazon refuses comes into the hands of somebody who can mend it."""

from odoo.addons.mail.tests.common import MockEmail
from odoo.tests.common import new_test_user

from .orders import an_order
from .shipping import ShippingCase
from .validation import label_carrier

TEMPLATE = "amazon_connector.mail_template_shipment_failures"
REFUSED = "Amazon refuses the tracking reference."
WORDS = "InvalidInput: TrackingNumber <bad> & wrong"


class FailureCase(ShippingCase):
    """Transfers that left, and whose shipments the tests have Amazon refuse."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = cls.person("boss")

    def setUp(self):
        super().setUp()
        self.account.responsible_user_ids = self.boss

    @classmethod
    def person(cls, login, lang="en_US", groups="stock.group_stock_user", **values):
        return new_test_user(
            cls.env, login, groups=groups, lang=lang, email=f"{login}@example.com", **values
        )

    def shipments(self, count=1, account=None):
        """Return shipments of so many orders whose transfers left."""
        sales = self.sync(*[an_order() for _number in range(count)])
        return self.env["amazon.shipment"].create(
            [{"picking_id": self.ship(sale).id, "tracking_ref": "6A1"} for sale in sales]
        )

    def refused(self, count=1):
        shipments = self.shipments(count)
        shipments._refused(f"{REFUSED} {WORDS}", WORDS)
        return shipments

    def tell(self):
        """Return the mails that the end of a run puts into Odoo's queue."""
        before = self.env["mail.mail"].search([])
        self.env["amazon.shipment"]._tell_failures(self.account)
        return self.env["mail.mail"].search([]) - before

    def activities(self, pickings):
        return pickings.activity_ids.filtered(lambda one: one.amazon_reason == "shipment")


class TestTheMail(FailureCase):
    def test_one_mail_lists_every_failed_shipment(self):
        shipments = self.refused(3)
        mail = self.tell()
        self.assertEqual(len(mail), 1)
        for shipment in shipments:
            for told in (shipment.picking_id.name, shipment.order_id.amazon_order_ref, "6A1"):
                self.assertIn(told, mail.body_html)
        self.assertIn(REFUSED, mail.body_html)

    def test_amazons_own_words_stand_in_it_as_they_are(self):
        self.refused()
        self.assertIn("TrackingNumber &lt;bad&gt; &amp; wrong", self.tell().body_html)

    def test_it_goes_to_the_people_responsible_out_of_the_queue(self):
        self.account.responsible_user_ids |= self.person("chief")
        self.refused()
        mail = self.tell()
        self.assertEqual(mail.recipient_ids, self.account.responsible_user_ids.partner_id)
        self.assertEqual(mail.state, "outgoing")
        self.assertFalse(mail.email_to or mail.email_cc)

    def test_it_comes_from_the_company(self):
        self.company.email = "shop@example.com"
        self.refused()
        self.assertIn("shop@example.com", self.tell().email_from)

    def test_the_queue_is_emptied_at_once(self):
        cron = self.env.ref("mail.ir_cron_mail_scheduler_action")
        triggers = self.env["ir.cron.trigger"]
        before = triggers.search_count([("cron_id", "=", cron.id)])
        self.refused()
        self.tell()
        self.assertGreater(triggers.search_count([("cron_id", "=", cron.id)]), before)

    def test_it_leads_to_order_and_transfer(self):
        shipment = self.refused()
        body = self.tell().body_html
        for record in (shipment.picking_id, shipment.order_id):
            self.assertIn(f"/mail/view?model={record._name}&amp;res_id={record.id}", body)

    def test_nobody_is_told_twice_of_the_same_failure(self):
        self.refused()
        self.assertTrue(self.tell())
        self.assertFalse(self.tell())

    def test_a_retry_that_fails_too_is_told_again(self):
        shipment = self.refused()
        self.tell()
        shipment.picking_id.action_amazon_retry_sync()
        self.assertFalse(self.tell())
        shipment._refused(REFUSED)
        self.assertEqual(len(self.tell()), 1)

    def test_what_amazon_accepts_in_the_meantime_is_not_told(self):
        self.refused()._confirmed()
        self.assertFalse(self.tell())

    def test_no_buyer_gets_it(self):
        shipment = self.refused()
        shipment.order_id.partner_id.email = "buyer@example.com"
        mail = self.tell()
        self.assertFalse(mail.recipient_ids & shipment.order_id.partner_id)
        self.assertNotIn("buyer@example.com", mail.body_html)


class TestItsWayOut(MockEmail, FailureCase):
    def test_it_gets_past_what_holds_mails_to_buyers_back(self):
        self.refused()
        mail = self.tell()
        with self.mock_mail_gateway():
            mail.send()
        [sent] = self._mails
        self.assertIn("boss@example.com", str(sent["email_to"]))


class TestTheWholeWay(FailureCase):
    def test_the_run_that_hears_of_a_refusal_mails_it_and_a_correction_settles_it(self):
        self.amazon.refuse_tracking("6A00000000000", reason="No parcel bears this number.")
        picking = self.ship(self.sync(an_order()), tracking="6A00000000000")
        before = self.env["mail.mail"].search([])
        self.account.action_sync_shipments()
        mail = self.env["mail.mail"].search([]) - before
        self.assertIn("No parcel bears this number.", mail.body_html)
        self.assertTrue(self.activities(picking))
        picking.carrier_tracking_ref = "6A12345678901"
        self.account.action_sync_shipments()
        self.assertEqual(picking.amazon_sync_state, "done")
        self.assertFalse(self.activities(picking))
        settled, refused = [body for body in picking.message_ids.mapped("body") if body][:2]
        self.assertIn("No parcel bears this number.", refused)
        self.assertIn("Amazon refuses nothing of this transfer any more.", settled)


class TestALabelWithoutANumber(FailureCase):
    def test_it_is_mailed_once_with_what_to_do_and_settled_by_the_number(self):
        self.amazon.feed_delay(0)
        picking = self.transfer(self.sync(an_order()))
        picking.carrier_id = label_carrier(self, False)
        picking.picking_type_id.print_label = True
        self.validate(picking)
        self.assertEqual(picking.amazon_sync_state, "error")
        before = self.env["mail.mail"].search([])
        self.account.action_sync_shipments()
        mail = self.env["mail.mail"].search([]) - before
        self.assertEqual(mail.recipient_ids, self.boss.partner_id)
        for told in (picking.name, picking.amazon_order_ref, "Labels"):
            self.assertIn(told, mail.body_html)
        self.assertIn(
            f"The carrier gave no tracking reference for {picking.name}. Enter it there: "
            "Amazon is then told by itself.",
            mail.body_html,
        )
        self.assertTrue(self.activities(picking))
        self.account.action_sync_shipments()
        self.assertEqual(self.env["mail.mail"].search([]) - before, mail, "once")
        picking.carrier_tracking_ref = "6A12345678901"
        self.account.action_sync_shipments()
        self.assertEqual(picking.amazon_sync_state, "done")
        self.assertFalse(self.activities(picking))
        [package] = self.amazon.packages(picking.amazon_order_ref)
        self.assertEqual(package["trackingNumber"], "6A12345678901")


class TestWhoIsTold(FailureCase):
    def test_each_in_their_own_language_and_each_once(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        template = self.env.ref(TEMPLATE)
        template.with_context(lang="fr_FR").subject = "Refus d'Amazon"
        cheffe = self.person("cheffe", "fr_FR")
        self.account.responsible_user_ids |= cheffe
        self.refused()
        mails = self.tell()
        french = mails.filtered(lambda mail: mail.subject == "Refus d'Amazon")
        self.assertEqual(french.recipient_ids, cheffe.partner_id)
        self.assertEqual((mails - french).recipient_ids, self.boss.partner_id)

    def test_of_two_accounts_each_sees_those_they_look_after(self):
        here = self.refused()
        chief = self.person("chief")
        first, amazon = self.account, self.amazon
        self.amazon = type(amazon)(self.region, self.marketplaces)
        self.account = self._account(
            self.amazon, name="Second shop", responsible_user_ids=(chief | self.boss).ids
        )
        there = self.refused()
        before = self.env["mail.mail"].search([])
        self.env["amazon.shipment"]._tell_failures(first | self.account)
        mails = self.env["mail.mail"].search([]) - before
        to_boss = mails.filtered(lambda mail: self.boss.partner_id in mail.recipient_ids)
        to_chief = mails.filtered(lambda mail: chief.partner_id in mail.recipient_ids)
        self.assertEqual((len(to_boss), len(to_chief)), (1, 1))
        for shipment in here | there:
            self.assertIn(shipment.picking_id.name, to_boss.body_html)
        self.assertNotIn(here.picking_id.name, to_chief.body_html)

    def test_two_companies_get_two_mails(self):
        self.refused()
        first = self.account
        other = self.env["res.company"].create({"name": "Other company"})
        self.env.user.company_ids |= other
        self.boss.company_ids |= other
        self.env["stock.warehouse"].sudo().search([("company_id", "=", other.id)], limit=1) or (
            self.env["stock.warehouse"].create(
                {"name": "Other", "code": "OTH", "company_id": other.id}
            )
        )
        self.amazon = type(self.amazon)(self.region, self.marketplaces)
        self.account = self._account(
            self.amazon,
            name="Other shop",
            company_id=other.id,
            responsible_user_ids=self.boss.ids,
        )
        self.refused()
        before = self.env["mail.mail"].search([])
        self.env["amazon.shipment"]._tell_failures(first | self.account)
        mails = self.env["mail.mail"].search([]) - before
        self.assertEqual(len(mails), 2)
        self.assertEqual(mails.recipient_ids, self.boss.partner_id)

    def test_who_has_no_address_holds_up_nobody(self):
        self.account.responsible_user_ids |= self.person("quiet")
        self.account.responsible_user_ids[-1].partner_id.email = False
        self.refused()
        self.assertEqual(self.tell().recipient_ids, self.boss.partner_id)

    def test_without_anybody_to_mail_the_activity_remains(self):
        self.boss.partner_id.email = False
        shipment = self.refused()
        self.assertFalse(self.tell())
        self.assertTrue(self.activities(shipment.picking_id))


class TestAMailThatCannotBeMade(FailureCase):
    def setUp(self):
        super().setUp()
        self.template = self.env.ref(TEMPLATE)
        self.body = self.template.body_html

    def test_what_people_made_of_the_template_is_what_is_sent(self):
        self.template.body_html = '<p>Refused: <t t-out="object.picking_id.name"/></p>'
        shipment = self.refused()
        self.assertIn(f"Refused: {shipment.picking_id.name}", self.tell().body_html)

    def test_a_template_that_breaks_loses_no_failure(self):
        self.template.body_html = '<p><t t-out="object.no_such_field"/></p>'
        shipment = self.refused()
        with self.assertLogs("odoo.addons.amazon_connector", "WARNING") as logs:
            self.assertFalse(self.tell())
        self.assertNotIn(shipment.order_id.amazon_order_ref, "".join(logs.output))
        self.assertTrue(self.activities(shipment.picking_id))
        self.template.body_html = self.body
        self.assertEqual(len(self.tell()), 1)

    def test_a_template_that_was_deleted_loses_no_failure(self):
        self.template.unlink()
        shipment = self.refused()
        with self.assertLogs("odoo.addons.amazon_connector", "WARNING"):
            self.tell()
        self.assertFalse(shipment.failure_told)
        self.assertTrue(self.activities(shipment.picking_id))


class TestTheActivity(FailureCase):
    def test_the_transfers_user_gets_one_once_a_failure(self):
        clerk = self.person("clerk")
        shipment = self.shipments()
        shipment.picking_id.user_id = clerk
        shipment._refused(REFUSED, WORDS)
        self.tell()
        self.tell()
        activity = self.activities(shipment.picking_id)
        self.assertEqual(len(activity), 1)
        self.assertEqual(activity.user_id, clerk)
        self.assertIn(REFUSED, activity.note)

    def test_its_title_and_note_speak_the_clerks_language_whatever_the_runs(self):
        shipment = self.refused()
        shipment.picking_id.user_id = self.person("commis", "fr_FR")
        self.tell()
        activity = self.activities(shipment.picking_id)
        self.assertEqual(activity.summary, "Échec de la synchronisation avec Amazon")
        self.assertIn("Dès que vous corrigez le transporteur", activity.note)

    def test_all_else_that_clerks_are_asked_speaks_their_language_too(self):
        sale = self.sync(an_order())
        picking = sale.picking_ids
        picking.write({"user_id": self.person("commis", "fr_FR").id, "printed": True})
        sale._amazon_redirect(picking, picking.partner_id)
        sale._amazon_note_part_shipped()
        picking._amazon_beyond_order()
        picking._amazon_note_breakdown(ZeroDivisionError())
        picking._amazon_shipped_elsewhere()
        self.assertEqual(
            picking.activity_ids.sorted("id").mapped("summary"),
            [
                "Amazon a modifié l'adresse de livraison",
                "Déjà expédiée en partie, selon Amazon",
                "Plus que la quantité commandée",
                "Transmission à Amazon impossible",
                "Déjà expédiée selon Amazon",
            ],
        )

    def test_without_one_the_orders_responsible_gets_it(self):
        shipment = self.refused()
        shipment.picking_id.user_id = False
        self.tell()
        responsible = shipment.order_id._amazon_responsible()
        self.assertEqual(self.activities(shipment.picking_id).user_id, responsible)

    def test_no_mail_of_odoos_own_comes_with_it(self):
        shipment = self.shipments()
        shipment.picking_id.user_id = self.person("clerk")
        shipment._refused(REFUSED)
        self.assertEqual(self.tell().recipient_ids, self.boss.partner_id)

    def test_two_packages_of_a_transfer_are_one_thing_to_do(self):
        shipment = self.shipments()
        shipments = shipment | shipment.create({"picking_id": shipment.picking_id.id})
        shipments._refused(REFUSED)
        self.tell()
        self.assertEqual(len(self.activities(shipment.picking_id)), 1)

    def test_it_goes_when_amazon_has_the_shipment(self):
        shipment = self.refused()
        self.tell()
        shipment.picking_id.action_amazon_retry_sync()
        self.assertTrue(self.activities(shipment.picking_id))
        shipment._confirmed()
        self.assertFalse(self.activities(shipment.picking_id))

    def test_it_stays_as_long_as_another_package_is_refused(self):
        shipment = self.shipments()
        other = shipment.create({"picking_id": shipment.picking_id.id})
        (shipment | other)._refused(REFUSED)
        self.tell()
        shipment._confirmed()
        self.assertTrue(self.activities(shipment.picking_id))

    def test_a_second_failure_renews_it(self):
        shipment = self.refused()
        self.tell()
        shipment.picking_id.action_amazon_retry_sync()
        shipment._refused("The carrier is unknown now.")
        self.tell()
        activity = self.activities(shipment.picking_id)
        self.assertEqual(len(activity), 1)
        self.assertIn("The carrier is unknown now.", activity.note)

    def test_what_else_the_transfer_asks_of_its_clerk_stays(self):
        shipment = self.refused()
        shipment.picking_id._amazon_ask_clerk("Call the buyer", "Please")
        self.tell()
        shipment._confirmed()
        self.assertEqual(shipment.picking_id.activity_ids.mapped("summary"), ["Call the buyer"])
