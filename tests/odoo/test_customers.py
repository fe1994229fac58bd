"""Rule 3: customers are found again, never doubled, and missing data is no error."""

from odoo.addons.amazon_connector.amazon_api.orders import order_from_json

from .common import AmazonCase, Simulator
from .orders import GERMANY, an_order, changed


class TestCustomers(AmazonCase):
    def order(self, buyer=None, **address):
        order = an_order()
        if buyer:
            order["buyer"].update(buyer)
        order["recipient"]["deliveryAddress"].update(address)
        return order

    def test_one_buyer_of_many_orders_is_one_customer(self):
        buyer = {"buyerEmail": "same@marketplace.amazon.fr"}
        sales = self.sync(*(self.order(buyer) for _one in range(3)))
        more = self.sync(self.order({"buyerEmail": "Same@Marketplace.Amazon.fr"}))
        self.assertEqual(len((sales | more).partner_id), 1)

    def test_buyers_without_an_alias_are_customers_of_their_own(self):
        orders = [an_order(buyer={"buyerName": "Camille Moreau"}) for _one in range(2)]
        sales = self.sync(*orders)
        self.assertEqual(len(sales.partner_id), 2)
        self.assertEqual(sales.mapped("partner_id.ref"), [order["orderId"] for order in orders])

    def test_an_order_that_tells_nobody_gets_a_customer_named_after_it(self):
        order = an_order(buyer=None, recipient=None)
        sale = self.sync(order)
        self.assertEqual(sale.partner_id.name, order["orderId"])
        self.assertEqual(sale.partner_shipping_id, sale.partner_id)

    def test_the_recipients_address_is_kept_apart_from_the_buyers(self):
        sale = self.sync(self.order(name="Zoé Martin", addressLine1="3 quai de la Fosse"))
        self.assertEqual(sale.partner_id.name, "Camille Moreau")
        self.assertEqual(sale.partner_invoice_id, sale.partner_id)
        self.assertEqual(sale.partner_shipping_id.name, "Zoé Martin")
        self.assertEqual(sale.partner_shipping_id.parent_id, sale.partner_id)
        self.assertEqual(sale.partner_shipping_id.street, "3 quai de la Fosse")
        self.assertFalse(sale.partner_id.street)

    def test_a_second_address_is_added_once(self):
        buyer = {"buyerEmail": "movers@marketplace.amazon.fr"}
        first = self.sync(self.order(buyer))
        moved = [self.order(buyer, addressLine1="8 rue Crébillon") for _one in range(2)]
        later = self.sync(*moved)
        self.assertEqual(first.partner_shipping_id, first.partner_id)
        self.assertEqual(len(later.partner_shipping_id), 1)
        self.assertEqual(later.partner_shipping_id.parent_id, first.partner_id)

    def test_states_are_found_by_code_and_by_name(self):
        new_york = self.env.ref("base.state_us_27")
        for told in (new_york.code, new_york.name.upper()):
            sale = self.sync(self.order(countryCode="US", stateOrRegion=told))
            self.assertEqual(sale.partner_shipping_id.state_id, new_york)

    def test_an_unknown_state_stays_readable_in_the_address(self):
        sale = self.sync(self.order(stateOrRegion="Loire-Océan"))
        self.assertIn("Loire-Océan", sale.partner_shipping_id.city)

    def test_an_unknown_country_is_no_error(self):
        sale = self.sync(self.order(countryCode="XK9"))
        self.assertFalse(sale.partner_shipping_id.country_id)
        self.assertIn("XK9", sale.partner_shipping_id.city)

    def test_names_in_any_script_and_of_any_length(self):
        for name in ("山田 太郎", "Ἀλέξανδρος", "محمد", "Ñ" * 300, "O'Neil <b>&"):
            with self.subTest(name=name[:10]):
                sale = self.sync(self.order({"buyerName": name}, name=name))
                self.assertEqual(sale.partner_id.name, name)

    def test_one_buyer_on_two_marketplaces_and_in_two_accounts_is_one_customer(self):
        buyer = {"buyerName": "Camille Moreau", "buyerEmail": "same@marketplace.amazon.fr"}
        french, german = an_order(buyer=buyer), an_order(buyer=buyer, marketplace=GERMANY)
        sales = self.sync(french, german)
        another = Simulator()
        account = self._account(another, name="Second shop")
        third = an_order(buyer=buyer)
        another.add(third)
        account._sync_orders()
        sales |= self.sales(third)
        self.assertEqual(len(sales), 3)
        self.assertEqual(len(sales.partner_id), 1)

    def test_another_alias_is_another_customer(self):
        # Amazon gives a buyer an alias for each marketplace, and does not say who is the same.
        sales = self.sync(
            self.order({"buyerEmail": "a1@marketplace.amazon.fr"}),
            self.order({"buyerEmail": "a1@marketplace.amazon.de"}),
        )
        self.assertEqual(len(sales.partner_id), 2)

    def test_a_customer_in_the_archive_comes_back_with_the_next_order(self):
        buyer = {"buyerEmail": "same@marketplace.amazon.fr"}
        customer = self.sync(self.order(buyer)).partner_id
        customer.active = False
        self.assertEqual(self.sync(self.order(buyer)).partner_id, customer)
        self.assertTrue(customer.active)

    def test_merged_customers_stay_one_for_the_orders_to_come(self):
        aliases = ["a1@marketplace.amazon.fr", "a1@marketplace.amazon.de"]
        first, second = self.sync(*(self.order({"buyerEmail": alias}) for alias in aliases))
        stays = self.env["res.partner"].create({"name": "Camille Moreau, teacher"})
        both = first.partner_id | second.partner_id
        self.env["base.partner.merge.automatic.wizard"].create({})._merge((both | stays).ids, stays)
        self.assertEqual(first.partner_id, stays)
        later = self.sync(*(self.order({"buyerEmail": alias}) for alias in aliases))
        self.assertEqual(later.partner_id, stays)

    def test_a_name_that_only_a_later_order_tells_is_filled_in(self):
        alias = "same@marketplace.amazon.fr"
        first = an_order(buyer={"buyerEmail": alias}, recipient=None)
        customer = self.sync(first).partner_id
        self.assertEqual(customer.name, first["orderId"])
        self.assertEqual(self.sync(self.order({"buyerEmail": alias})).partner_id, customer)
        self.assertEqual(customer.name, "Camille Moreau")

    def test_customers_speak_the_marketplaces_language_and_are_nobodys_in_particular(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.account.lang = "fr_FR"
        sale = self.sync(self.order(name="Zoé Martin"))
        self.assertEqual(sale.partner_id.lang, "fr_FR")
        self.assertEqual(sale.partner_shipping_id.lang, "fr_FR")
        self.assertFalse(sale.partner_id.user_id)

    def test_looking_customers_up_takes_as_many_queries_for_one_order_as_for_many(self):
        customers = self.env["res.partner"]
        buyers = [{"buyerEmail": f"b{number}@marketplace.amazon.fr"} for number in range(20)]
        self.sync(*(self.order(buyer) for buyer in buyers))

        def queries(count):
            orders = [order_from_json(self.order(buyer)) for buyer in buyers[:count]]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            customers._amazon_customers(self.account, orders)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        queries(1)  # the first time fills other caches too
        self.assertEqual(queries(20), queries(1))

    def test_a_customer_of_another_company_is_not_used(self):
        other = self.env["res.company"].create({"name": "Other company"})
        stranger = self.env["res.partner"].create(
            {
                "name": "Stranger",
                "amazon_email": "same@marketplace.amazon.fr",
                "company_id": other.id,
            }
        )
        sale = self.sync(self.order({"buyerEmail": "same@marketplace.amazon.fr"}))
        self.assertNotEqual(sale.partner_id, stranger)

    def test_the_united_kingdom_under_its_other_code(self):
        sale = self.sync(self.order(countryCode="UK"))
        self.assertEqual(sale.partner_shipping_id.country_id.code, "GB")


class TestLateData(AmazonCase):
    def later(self, order):
        """Return the order as Amazon tells it once the application may see personal data."""
        full = an_order()
        return changed(order, buyer=full["buyer"], recipient=full["recipient"])

    def test_data_that_comes_later_reaches_the_orders_own_customer(self):
        order = an_order(buyer=None, recipient=None)
        customer = self.sync(order).partner_id
        later = self.later(order)
        sale = self.sync(later)
        self.assertEqual(sale.partner_id, customer)
        self.assertEqual(customer.name, "Camille Moreau")
        self.assertEqual(customer.email, later["buyer"]["buyerEmail"])
        self.assertEqual(sale.partner_shipping_id.city, "Nantes")
        again = self.sync(an_order(buyer=later["buyer"]))
        self.assertEqual(again.partner_id, customer)

    def test_it_reaches_the_customer_of_what_amazon_shipped_too(self):
        order = an_order(buyer=None, recipient=None, status="SHIPPED", fulfilled_by="AMAZON")
        sale = self.sync(order)
        self.sync(self.later(order))
        self.assertEqual(sale.partner_id.name, "Camille Moreau")
        self.assertEqual(sale.partner_shipping_id.city, "Nantes")

    def test_what_a_person_wrote_stays(self):
        order = an_order(buyer=None, recipient=None)
        customer = self.sync(order).partner_id
        customer.write({"name": "Madame Moreau", "city": "Rennes"})
        self.sync(self.later(order))
        self.assertEqual((customer.name, customer.city), ("Madame Moreau", "Rennes"))

    def test_one_alias_stays_with_one_customer(self):
        order = an_order(buyer=None, recipient=None)
        customer = self.sync(order).partner_id
        later = self.later(order)
        known = self.sync(an_order(buyer=later["buyer"])).partner_id
        self.sync(later)
        self.assertEqual(customer.name, "Camille Moreau")
        self.assertFalse(customer.amazon_email)
        self.assertEqual(self.sync(an_order(buyer=later["buyer"])).partner_id, known)
