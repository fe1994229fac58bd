"""Rule 5: which product a SKU is."""

from lxml import etree
from odoo.tools import file_open

from .common import AmazonCase
from .orders import FRANCE, GERMANY, an_item, an_order


class TestOffers(AmazonCase):
    def test_a_sku_seen_for_the_first_time_takes_the_product_of_that_reference(self):
        sale = self.sync(an_order())
        offer = sale.order_line.amazon_offer_id
        self.assertEqual((offer.sku, offer.product_id), ("MUG-BLUE", self.mug))
        self.assertEqual(offer.marketplace_id.marketplace_id, FRANCE)

    def test_one_sku_on_two_marketplaces_is_two_offers(self):
        sales = self.sync(an_order(), an_order(marketplace=GERMANY))
        self.assertEqual(len(sales.order_line.amazon_offer_id), 2)

    def test_the_product_of_the_offer_goes_before_the_reference(self):
        sale = self.sync(an_order())
        other = self._product("OTHER")
        sale.order_line.amazon_offer_id.product_id = other
        self.assertEqual(self.sync(an_order()).order_line.product_id, other)

    def test_an_ambiguous_reference_is_no_match(self):
        self._product("TWICE")
        self._product("TWICE")
        sale = self.sync(an_order(an_item(sku="TWICE")))
        self.assertEqual(sale.order_line.product_id, self.account.fallback_product_id)

    def test_an_order_without_a_marketplaces_id_finds_its_offers_too(self):
        order = an_order()
        order["salesChannel"] = {"channelName": "AMAZON", "marketplaceName": "Amazon.fr"}
        line = self.sync(order).order_line
        self.assertEqual(line.product_id, self.mug)
        self.assertEqual(line.amazon_offer_id.marketplace_id.marketplace_id, FRANCE)

    def test_a_sku_that_is_a_products_barcode_is_that_product(self):
        self.mug.barcode = "3012345678900"
        sale = self.sync(an_order(an_item("3012345678900")))
        self.assertEqual(sale.order_line.product_id, self.mug)

    def test_the_reference_goes_before_the_barcode(self):
        self._product("OTHER", barcode="MUG-BLUE")
        self.assertEqual(self.sync(an_order()).order_line.product_id, self.mug)

    def test_an_archived_product_is_no_match(self):
        self.mug.active = False
        sale = self.sync(an_order())
        self.assertEqual(sale.order_line.product_id, self.account.fallback_product_id)
        self.assertIn("archived", sale.order_line.amazon_offer_id.product_hint)

    def test_an_offer_says_why_it_has_no_product(self):
        self._product("TWICE")
        self._product("TWICE")
        sale = self.sync(an_order(an_item("TWICE"), an_item("NOBODY-KNOWS"), total="24.00"))
        hints = sale.order_line.amazon_offer_id.mapped("product_hint")
        self.assertIn("2 products have this reference", hints[0])
        self.assertIn("No product has this reference", hints[1])

    def test_a_product_made_later_is_found_when_its_sku_is_sold_again(self):
        first = self.sync(an_order(an_item("NEW"))).order_line.amazon_offer_id
        self.assertFalse(first.product_id)
        product = self._product("NEW")
        self.assertEqual(self.sync(an_order(an_item("NEW"))).order_line.product_id, product)
        self.assertEqual(first.product_id, product)

    def test_a_product_made_later_is_found_by_the_button(self):
        offer = self.sync(an_order(an_item("NEW"))).order_line.amazon_offer_id
        self._product("NEW")
        self.assertIn("Found: 1.", offer.action_find_products()["params"]["message"])
        self.assertEqual(offer.product_id.default_code, "NEW")

    def test_lists_and_cards_show_the_flag_of_the_marketplace(self):
        modes = self.env.ref("amazon_connector.action_amazon_offer").view_mode.split(",")
        for kind in modes[:2]:
            arch = etree.fromstring(self.env["amazon.offer"].get_view(view_type=kind)["arch"])
            widgets = arch.xpath("//field[@name='marketplace_id']/@widget")
            self.assertEqual(widgets, ["amazon_marketplace"], kind)

    def test_offers_without_a_product_stand_on_top_and_are_counted(self):
        self.sync(an_order(an_item("A-MUG")), an_order(an_item("Z-MUG")), an_order())
        offers = self.env["amazon.offer"].search([("account_id", "=", self.account.id)])
        self.assertEqual(offers.mapped("sku"), ["A-MUG", "Z-MUG", "MUG-BLUE"])
        self.assertEqual(self.account.unassigned_count, 2)


class TestOneSkuInSeveralCountries(AmazonCase):
    def offers(self, *skus):
        orders = [
            an_order(an_item(sku), marketplace=place) for sku in skus for place in (FRANCE, GERMANY)
        ]
        return self.sync(*orders).order_line.amazon_offer_id

    def test_a_product_assigned_in_one_is_assigned_in_all(self):
        french, german = self.offers("NOBODY-KNOWS")
        french.product_id = self.mug
        self.assertEqual(german.product_id, self.mug)

    def test_another_product_there_stays(self):
        french, german = self.offers("MUG-BLUE")
        other = self._product("OTHER")
        french.product_id = other
        self.assertEqual(german.product_id, self.mug)

    def test_several_can_be_assigned_at_once(self):
        offers = self.offers("ONE", "TWO")
        offers[::2].product_id = self.mug
        self.assertEqual(set(offers.mapped("product_id")), {self.mug})

    def test_a_country_where_the_sku_is_new_takes_the_product_of_the_others(self):
        self.sync(an_order(an_item("SHARED"))).order_line.amazon_offer_id.product_id = self.mug
        german = self.sync(an_order(an_item("SHARED"), marketplace=GERMANY))
        self.assertEqual(german.order_line.product_id, self.mug)


class TestSpreadsheet(AmazonCase):
    def load(self, *rows, fields=("account_id", "marketplace_id", "sku", "product_id")):
        result = self.env["amazon.offer"].load(list(fields), [list(row) for row in rows])
        self.assertFalse(result["messages"])
        return self.env["amazon.offer"].browse(result["ids"])

    def test_offers_come_by_the_names_that_people_use(self):
        offers = self.load(
            ("Test shop", "FR", "A-MUG", "MUG-BLUE"),
            ("Test shop", "Amazon.de", "A-MUG", "[MUG-BLUE] Product MUG-BLUE"),
            ("Test shop", GERMANY, "OTHER", ""),
        )
        self.assertEqual(offers.mapped("marketplace_id.code"), ["FR", "DE"])
        self.assertEqual(offers[:2].product_id, self.mug)
        self.assertFalse(offers[2].product_id)

    def test_a_row_for_a_known_sku_updates_its_offer(self):
        offer = self.sync(an_order(an_item("NOBODY-KNOWS"))).order_line.amazon_offer_id
        loaded = self.load(("Test shop", "FR", "NOBODY-KNOWS", "MUG-BLUE"))
        self.assertEqual(loaded, offer)
        self.assertEqual(offer.product_id, self.mug)
        self.load(("Test shop", "FR", "NOBODY-KNOWS", ""))
        self.assertEqual(offer.product_id, self.mug, "an empty cell changes nothing")

    def test_one_sku_twice_in_a_file_is_one_offer(self):
        offers = self.load(*[("Test shop", "FR", "A-MUG", "MUG-BLUE")] * 2)
        self.assertEqual(offers[0], offers[1])

    def test_an_exported_file_can_be_imported_again(self):
        offer = self.sync(an_order()).order_line.amazon_offer_id
        names = ["id", "sku", "marketplace_id/id", "product_id/id", "account_id/id"]
        rows = offer.export_data(names)["datas"]
        self.assertEqual(self.load(*rows, fields=names), offer)

    def test_the_template_is_there_and_names_fields_of_offers(self):
        [template] = self.env["amazon.offer"].get_import_templates()
        with file_open(template["template"].lstrip("/")) as file:
            names = file.readline().strip().split(",")
        self.assertLessEqual(set(names), set(self.env["amazon.offer"]._fields))
