"""Figures as people read them."""

from datetime import datetime

from odoo.addons.amazon_connector.spoken import (
    spoken_difference,
    spoken_goods,
    spoken_moment,
    spoken_quantity,
)
from odoo.tests.common import TransactionCase


class TestSpoken(TransactionCase):
    def test_a_quantity_has_the_users_format_and_no_more_decimals_than_it_needs(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        french = self.env(context={"lang": "fr_FR"})
        english = self.env(context={"lang": "en_US"})
        for quantity, words in ((3.0, "3"), (1.5, "1,5"), (0.125, "0,125"), (0.0, "0")):
            with self.subTest(quantity=quantity):
                self.assertEqual(spoken_quantity(french, quantity), words)
        self.assertEqual(spoken_quantity(english, 1234567.5), "1,234,567.5", "never 1.23e+06")

    def test_a_difference_has_its_sign(self):
        english = self.env(context={"lang": "en_US"})
        for difference, words in ((1234.5, "+1,234.5"), (-3.0, "-3"), (0.0, "0")):
            with self.subTest(difference=difference):
                self.assertEqual(spoken_difference(english, difference), words)

    def test_a_moment_is_told_in_the_time_of_who_is_told_and_else_of_who_works_here(self):
        self.env.user.tz = "Europe/Paris"
        noon = datetime(2026, 11, 3, 12)
        tokyo = self.env(context={"tz": "Asia/Tokyo"})
        self.assertIn("9:00:00", spoken_moment(tokyo, noon))
        self.assertIn("1:00:00", spoken_moment(self.env, noon))

    def test_goods_are_their_number_and_name(self):
        mug = self.env["product.product"].create({"name": "Mug"})
        self.assertEqual(spoken_goods(mug, 2.0), "2 × Mug")
