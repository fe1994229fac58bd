"""Rule 3: names and addresses of any country, in any script, of any length."""

import random

from .common import AmazonCase
from .orders import JAPAN, UNITED_STATES, an_order, changed


class TestAddresses(AmazonCase):
    def delivered_to(self, **address):
        """Return where the parcel of a new order goes to."""
        order = an_order()
        for field, value in address.items():
            order["recipient"]["deliveryAddress"].pop(field, None)
            if value is not None:
                order["recipient"]["deliveryAddress"][field] = value
        return self.sync(order).partner_shipping_id

    def test_the_street_comes_first_and_what_helps_to_find_it_after_it(self):
        place = self.delivered_to(
            companyName="Chez Lulu", addressLine2="Bât. C", addressLine3="3e étage"
        )
        self.assertEqual(place.street, "12 rue des Lilas")
        self.assertEqual(place.street2, "Bât. C, 3e étage, Chez Lulu")

    def test_what_brazil_tells_beside_the_lines_is_not_lost(self):
        extended = {
            "streetName": "Rua Augusta",
            "streetNumber": "1500",
            "complement": "Apto 12",
            "neighborhood": "Consolação",
        }
        place = self.delivered_to(
            addressLine1=None, countryCode="BR", stateOrRegion="SP", extendedFields=extended
        )
        self.assertEqual(place.street, "Rua Augusta, 1500")
        self.assertEqual(place.street2, "Apto 12, Consolação")
        self.assertEqual(place.state_id, self.env.ref("base.state_br_sp"))

    def test_what_brazil_tells_twice_stands_once(self):
        place = self.delivered_to(
            addressLine1="Rua Augusta, 1500",
            addressLine2="Consolação",
            countryCode="BR",
            extendedFields={"streetName": "Rua Augusta", "neighborhood": "Consolação"},
        )
        self.assertEqual((place.street, place.street2), ("Rua Augusta, 1500", "Consolação"))

    def test_a_japanese_address_is_written_in_its_own_order(self):
        place = self.delivered_to(
            name="山田 太郎",
            addressLine1="芝公園4-2-8",
            city="港区",
            stateOrRegion="東京都",
            postalCode="105-0011",
            countryCode="JP",
        )
        text = place._display_address()
        self.assertLess(text.index("105-0011"), text.index("芝公園"))
        self.assertIn("東京都", text)

    def test_a_pickup_point_is_nobodys_own_address(self):
        order = an_order()
        order["recipient"]["deliveryAddress"].update(addressType="PICKUP_POINT")
        sale = self.sync(order)
        self.assertFalse(sale.partner_id.street)
        self.assertEqual(sale.partner_shipping_id.street, "12 rue des Lilas")
        self.assertEqual(sale.partner_shipping_id.parent_id, sale.partner_id)

    def test_a_giver_of_presents_has_the_country_that_taxes_need(self):
        sale = self.sync_with_recipient("Zoé Martin")
        self.assertEqual(sale.partner_id.country_id.code, "FR")
        self.assertFalse(sale.partner_id.street or sale.partner_id.city)

    def sync_with_recipient(self, name):
        order = an_order()
        order["recipient"]["deliveryAddress"]["name"] = name
        return self.sync(order)

    def test_the_same_place_written_otherwise_is_the_same(self):
        buyer = {"buyerName": "Camille Moreau", "buyerEmail": "same@marketplace.amazon.fr"}
        sale = self.sync(an_order(buyer=buyer))
        other = an_order(buyer=buyer)
        other["recipient"]["deliveryAddress"].update(
            name="CAMILLE  MOREAU", addressLine1="12 Rue des\nLilas"
        )
        self.assertEqual(self.sync(other).partner_shipping_id, sale.partner_shipping_id)

    def test_a_telephone_number_that_amazon_leaves_out_again_makes_no_other_place(self):
        buyer = {"buyerName": "Camille Moreau", "buyerEmail": "same@marketplace.amazon.fr"}
        orders = [an_order(buyer=buyer) for _one in range(3)]
        orders[1]["recipient"]["deliveryAddress"]["phone"] = "+33 2 40 00 00 00"
        places = [self.sync(order).partner_shipping_id for order in orders]
        self.assertEqual(len(set(places)), 1)
        self.assertEqual(places[0].phone, "+33 2 40 00 00 00")

    def test_names_longer_than_an_index_takes_stop_nothing(self):
        # Random, since PostgreSQL would compress a repeated text.
        drawn = random.Random(4)
        name = "".join(chr(drawn.randrange(0x4E00, 0x9000)) for _one in range(6000))
        order = an_order()
        order["buyer"].update(buyerName=name, buyerCompanyName=name[::-1])
        order["recipient"]["deliveryAddress"].update(
            name=name[5:], addressLine1=name, city=name, phone=name, postalCode=name
        )
        sale = self.sync(order)
        self.assertEqual(sale.state, "sale")
        self.assertTrue(name[::-1].startswith(sale.partner_id.name.rstrip("…")))
        self.assertIn(name, sale.partner_shipping_id.street)

    def test_control_characters_and_line_breaks_leave_a_readable_line(self):
        place = self.delivered_to(
            name="Camille\r\n\x07Moreau\x00\u200e", addressLine1="12\true\x0b\nX"
        )
        self.assertEqual(place.name, "Camille Moreau\u200e")
        self.assertEqual(place.street, "12 rue X")

    def test_emoji_and_both_directions_of_writing_stay_as_they_are(self):
        for name in ("👩‍👩‍👧 Family", "محمد عبد الله", "משה כהן", "नमस्ते", "Ｚｏé"):
            with self.subTest(name=name):
                self.assertEqual(self.sync_with_recipient(name).partner_shipping_id.name, name)

    def test_what_looks_like_html_is_shown_as_text(self):
        evil = "<script>alert(1)</script> & <b>Co</b>"
        order = an_order()
        order["buyer"]["buyerName"] = evil
        order["recipient"]["deliveryAddress"].update(name=evil, addressLine1=evil)
        sale = self.sync(order)
        later = changed(order)
        later["recipient"]["deliveryAddress"].update(addressLine1=evil + "2")
        self.sync(later)
        self.assertEqual(sale.partner_id.name, evil)
        told = "".join(sale.message_ids.mapped("body"))
        told += "".join(sale.picking_ids.message_ids.mapped("body"))
        told += "".join(sale.picking_ids.activity_ids.mapped("note"))
        self.assertNotIn("<script>", told)


class TestStates(AmazonCase):
    region = "na"
    marketplaces = (UNITED_STATES,)

    def test_a_states_code_counts_in_its_own_country_only(self):
        order = an_order(marketplace=UNITED_STATES)
        order["recipient"]["deliveryAddress"].update(stateOrRegion="CA", countryCode="US")
        self.assertEqual(self.sync(order).partner_shipping_id.state_id.name, "California")


class TestJapan(AmazonCase):
    region = "fe"
    marketplaces = (JAPAN,)

    def test_an_order_in_japan_comes_whole(self):
        order = an_order(marketplace=JAPAN, total="1200")
        order["recipient"]["deliveryAddress"].update(name="山田 太郎", countryCode="JP")
        self.assertEqual(self.sync(order).partner_shipping_id.country_id.code, "JP")
