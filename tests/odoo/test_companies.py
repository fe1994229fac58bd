"""Rule 3 for businesses: companies with contacts, and VAT numbers that stop nothing."""

import unittest
from unittest.mock import patch

from .common import AmazonCase
from .orders import an_order, changed

FRENCH, FRENCH_TOO = "FR23334175221", "FR40303265045"


def registration(number, kind="VAT", entity="BUYER", **more):
    return {
        "entityType": entity,
        "taxRegistrationType": kind,
        "taxRegistrationNumber": number,
        **more,
    }


def a_business(*numbers, company="Atelier Moreau SARL", **changes):
    """Return an order of a company's employee, Camille Moreau."""
    order = an_order(**changes)
    if company:
        order["buyer"]["buyerCompanyName"] = company
    order["tax"] = {
        "taxRegistrations": [registration(one) if isinstance(one, str) else one for one in numbers]
    }
    return order


class TestCompanies(AmazonCase):
    def test_a_business_is_a_company_with_the_buyer_as_its_contact(self):
        sale = self.sync(a_business(FRENCH))
        company = sale.partner_id
        self.assertTrue(company.is_company)
        self.assertEqual((company.name, company.vat), ("Atelier Moreau SARL", FRENCH))
        self.assertEqual(sale.partner_invoice_id, company)
        contact = company.child_ids.filtered(lambda one: one.type == "contact")
        self.assertEqual((contact.name, contact.email), ("Camille Moreau", company.email))
        self.assertTrue(contact.amazon_is_buyer)
        self.assertFalse(sale.amazon_vat)

    def test_its_delivery_address_stands_below_it_with_its_number(self):
        order = a_business(FRENCH)
        order["recipient"]["deliveryAddress"].update(
            name="Lager 3", companyName="Atelier Moreau SARL"
        )
        sale = self.sync(order)
        self.assertEqual(sale.partner_shipping_id.parent_id, sale.partner_id)
        self.assertEqual(sale.partner_shipping_id.vat, FRENCH)
        self.assertFalse(sale.partner_shipping_id.street2, "the company's name is above it")

    def test_the_tax_offices_name_and_address_are_those_of_the_invoice(self):
        address = {"addressLine1": "1 place Royale", "city": "Nantes", "countryCode": "FR"}
        order = a_business(
            registration(FRENCH, legalName="MOREAU SAS", taxRegistrationAddress=address)
        )
        sale = self.sync(order)
        self.assertEqual(sale.partner_id.name, "MOREAU SAS")
        self.assertEqual(sale.partner_id.street, "1 place Royale")
        self.assertEqual(sale.partner_shipping_id.street, "12 rue des Lilas")

    def test_a_company_is_found_again_by_its_buyers_alias(self):
        buyer = {"buyerEmail": "bus@amazon.fr", "buyerCompanyName": "Atelier Moreau SARL"}
        sales = self.sync(*(an_order(buyer=buyer) for _one in range(2)))
        sales |= self.sync(an_order(buyer=buyer))
        self.assertEqual(len(sales.partner_id), 1)

    def test_two_buyers_of_one_company_are_its_contacts(self):
        first = a_business(FRENCH)
        second = a_business(FRENCH)
        second["buyer"]["buyerName"] = "Zoé Martin"
        sales = self.sync(first, second)
        company = sales.partner_id
        self.assertEqual(len(company), 1)
        people = company.child_ids.filtered(lambda one: one.type == "contact")
        self.assertEqual(set(people.mapped("name")), {"Camille Moreau", "Zoé Martin"})
        third = an_order(buyer=second["buyer"])
        self.assertEqual(self.sync(third).partner_id, company, "known by the alias alone")
        self.assertEqual(len(company.child_ids.filtered(lambda one: one.type == "contact")), 2)

    def test_a_company_without_an_alias_is_found_by_number_and_name(self):
        # Amazon tells no alias for orders that it ships itself.
        orders = [a_business(FRENCH, status="SHIPPED", fulfilled_by="AMAZON") for _one in range(3)]
        for order in orders:
            order["buyer"].pop("buyerEmail")
        sales = self.sync(*orders[:2]) | self.sync(orders[2])
        self.assertEqual(len(sales.partner_id), 1)
        self.assertEqual(len(sales.partner_id.child_ids.filtered(lambda o: o.type == "contact")), 1)

    def test_companies_of_one_group_share_a_number_and_stay_two(self):
        sales = self.sync(a_business(FRENCH), a_business(FRENCH, company="Moreau Logistique"))
        self.assertEqual(len(sales.partner_id), 2)

    def test_what_is_told_later_makes_a_company(self):
        order = an_order(buyer=None, recipient=None)
        sale = self.sync(order)
        full = a_business(FRENCH)
        self.sync(changed(order, buyer=full["buyer"], recipient=full["recipient"], tax=full["tax"]))
        self.assertTrue(sale.partner_id.is_company)
        self.assertEqual(sale.partner_id.name, "Atelier Moreau SARL")
        self.assertEqual(sale.partner_id.vat, FRENCH)


class TestVatNumbers(AmazonCase):
    def setUp(self):
        super().setUp()
        if "vies_valid" not in self.env["res.partner"]._fields:
            raise unittest.SkipTest("Odoo checks no VAT numbers without base_vat.")

    def test_a_refused_number_stands_on_the_order_with_an_issue_and_stops_nothing(self):
        refused, good, ordinary = a_business("FR00000000001"), a_business(FRENCH), an_order()
        sales = self.sync(refused, good, ordinary)
        self.assertEqual(sales.mapped("state"), ["sale"] * 3)
        self.assertEqual(sales.mapped("amazon_vat"), ["FR00000000001", False, False])
        self.assertEqual(sales.mapped("partner_id.vat"), [False, FRENCH, False])
        issue = self.issues(refused)
        self.assertEqual(issue.reason, "vat")
        self.assertTrue(issue.advice)
        self.assertNotIn("FR00000000001", issue.message)
        self.assertFalse(self.issues(good) | self.issues(ordinary))

    def test_the_issue_closes_once_the_customer_has_a_number(self):
        order = a_business("FR00000000001")
        sale = self.sync(order)
        issue = self.issues(order)
        self.sync(changed(order))
        self.assertEqual(self.issues(order), issue, "and no sooner")
        sale.partner_id.vat = FRENCH
        issue.action_retry()
        self.assertEqual(issue.state, "solved")
        self.sync(changed(order, minutes=20))
        self.assertFalse(self.issues(order))

    def test_another_number_than_the_customers_is_told(self):
        buyer = {"buyerEmail": "bus@amazon.fr"}
        first, second = a_business(FRENCH), a_business(FRENCH_TOO)
        for order in (first, second):
            order["buyer"].update(buyer)
        self.sync(first)
        sale = self.sync(second)
        self.assertEqual(sale.partner_id.vat, FRENCH)
        self.assertEqual(sale.amazon_vat, FRENCH_TOO)
        self.assertEqual(self.issues(second).reason, "vat")

    def test_the_country_is_added_where_it_is_missing(self):
        sale = self.sync(a_business("23 334 175 221"))
        self.assertEqual(sale.partner_id.vat, FRENCH)
        self.assertFalse(sale.amazon_vat)

    def test_a_number_of_another_country_than_the_deliverys(self):
        sale = self.sync(a_business("DE123456788"))
        self.assertEqual(sale.partner_id.vat, "DE123456788")

    def test_the_country_is_that_of_the_registration(self):
        address = {"city": "München", "countryCode": "DE"}
        sale = self.sync(a_business(registration("123456788", taxRegistrationAddress=address)))
        self.assertEqual(sale.partner_id.vat, "DE123456788")

    def test_greek_numbers_begin_otherwise_than_the_country(self):
        order = a_business("123456783")
        order["recipient"]["deliveryAddress"]["countryCode"] = "GR"
        self.assertEqual(self.sync(order).partner_id.vat, "EL123456783")

    def test_odd_texts_are_refused_not_fatal(self):
        for number in ("n/a", "1", "9" * 3000, "CH", "CHE", "<b>12</b>", "ＦＲ１２"):
            with self.subTest(number=number[:10]):
                order = a_business(number)
                sale = self.sync(order)
                self.assertEqual(sale.state, "sale")
                self.assertEqual(sale.partner_id.vat or sale.amazon_vat, number)

    def test_only_the_buyers_number_counts(self):
        order = a_business(registration(FRENCH, entity="MERCHANT"))
        sale = self.sync(order)
        self.assertFalse(sale.partner_id.vat or sale.amazon_vat)

    def test_numbers_of_other_kinds_stay_on_the_order_as_text(self):
        sale = self.sync(a_business(FRENCH, registration("CST-4711", kind="CST")))
        self.assertEqual(sale.partner_id.vat, FRENCH)
        self.assertEqual(sale.amazon_tax_number, "CST CST-4711")

    def test_a_brazilian_persons_number_makes_no_company(self):
        order = a_business(registration("390.533.447-05", kind="CPF"), company=None)
        order["recipient"]["deliveryAddress"]["countryCode"] = "BR"
        sale = self.sync(order)
        self.assertFalse(sale.partner_id.is_company)
        self.assertEqual(sale.partner_id.vat, "39053344705")

    def test_vies_is_not_asked_while_orders_come_in(self):
        self.company.vat_check_vies = True
        module = "odoo.addons.base_vat.models.res_partner.check_vies"
        with patch(module, side_effect=AssertionError("VIES was asked")) as asked:
            sale = self.sync(a_business(FRENCH))
            self.env.flush_all()
            asked.assert_not_called()
        self.assertTrue(sale.partner_id.vies_valid)
        self.assertTrue(sale.partner_shipping_id.vies_valid)

    def test_odoo_asks_vies_as_always_when_a_person_changes_the_number(self):
        self.company.vat_check_vies = True
        sale = self.sync(a_business(FRENCH))
        module = "odoo.addons.base_vat.models.res_partner.check_vies"
        with patch(module, return_value={"valid": False}) as asked:
            sale.partner_id.vat = FRENCH_TOO
            self.env.flush_all()
        asked.assert_called()
        self.assertFalse(sale.partner_id.vies_valid)
