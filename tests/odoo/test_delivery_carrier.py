"""A delivery method as Amazon hears of it: a code of Amazon's, else « Other » and its name."""

from unittest.mock import patch

from odoo.tests.common import Form, new_test_user

from .shipping import ShippingCase


class TestDeliveryCarrier(ShippingCase):
    def named(self, name, provider="fixed", **values):
        method = self.a_carrier(name, **values)
        # The providers' own addons are not there; only the word counts.
        self.env.cr.execute(
            "UPDATE delivery_carrier SET delivery_type = %s WHERE id = %s", (provider, method.id)
        )
        method.invalidate_recordset()
        return method

    def test_its_name_says_which_carrier(self):
        cases = {
            "Colissimo": "Colissimo",
            "LA POSTE – lettre suivie": "La Poste",
            "chrono post": "Chronopost",
            "Mondial-Relay": "Mondial Relay",
            "Livraison par nos soins": "Self Delivery",
            "self delivery": "Self Delivery",
        }
        for name, code in cases.items():
            with self.subTest(name=name):
                self.assertEqual(self.named(name)._amazon_code(), (code, None))

    def test_any_other_is_told_by_its_name(self):
        method = self.named("Vélo  du coin")
        self.assertEqual(method._amazon_code(), ("Other", "Vélo du coin"))
        self.assertEqual(method.amazon_told, "Vélo du coin (Other)")

    def test_who_prints_the_labels_says_more_than_the_name(self):
        cases = [
            ("ups_rest", "Standard", "UPS"),
            ("ups_rest", "As fast as DPD", "UPS"),
            ("dhl", "DHL Express Europe", "DHL Express"),
            ("laposte_fr", "Colissimo Domicile", "Colissimo"),
            ("laposte_fr", "At home", "La Poste"),
            ("postlogistics", "PRI", "Swiss post"),
            ("sendcloud", "Sendcloud - GLS", "GLS"),
            ("fixed", "DPD", "DPD"),
        ]
        for provider, name, code in cases:
            with self.subTest(provider=provider, name=name):
                self.assertEqual(self.named(name, provider)._amazon_code(), (code, None))

    def test_who_sells_labels_of_many_carriers_says_nothing(self):
        for broker in ("easypost", "sendcloud", "shiprocket"):
            method = self.named("Cheapest", broker)
            self.assertEqual(method._amazon_code(), ("Other", "Cheapest"))

    def test_a_chosen_carrier_comes_before_provider_and_name(self):
        method = self.named("Colissimo", "ups_rest", amazon_carrier_code="GLS")
        self.assertEqual(method._amazon_code(), ("GLS", None))
        method.amazon_carrier_code = "Other"
        self.assertEqual(method._amazon_code(), ("Other", "Colissimo"))

    def test_the_list_is_searched_by_name_and_the_form_shows_what_will_be_told(self):
        method = self.named("Vélo du coin")
        [(found, _name)] = self.env["amazon.carrier"].name_search("colis priv")
        form = Form(method)
        self.assertFalse(form.amazon_carrier_id)
        self.assertEqual(form.amazon_told, "Vélo du coin (Other)")
        form.amazon_carrier_id = self.env["amazon.carrier"].browse(found)
        self.assertEqual(form.amazon_told, "Colis Privé (Colis Prive), service « Vélo du coin »")
        form.save()
        self.assertEqual(method.amazon_carrier_code, "Colis Prive")
        self.assertEqual(method.amazon_carrier_id.id, found)
        method.amazon_carrier_id = False
        self.assertFalse(method.amazon_carrier_code)

    def test_a_code_that_only_seller_central_knows_is_told_as_it_is(self):
        method = self.named("Colissimo", amazon_carrier_code="Nouveau")
        self.assertEqual(method._amazon_code(), ("Nouveau", None))
        self.assertEqual(method.amazon_told, "Nouveau")
        self.assertFalse(method.amazon_carrier_id)

    def test_a_name_in_any_language_says_it_and_the_companys_is_told(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        method = self.named("To your door")
        method.with_context(lang="fr_FR").name = "Colissimo"
        self.assertEqual(method._amazon_code(), ("Colissimo", None))
        method.with_context(lang="fr_FR").name = "À votre porte"
        self.company.partner_id.lang = "fr_FR"
        self.assertEqual(method.with_context(lang="en_US")._amazon_code()[1], "À votre porte")

    def test_a_long_name_is_cut_at_a_word(self):
        method = self.named("The bicycle courier around the corner who always rings twice")
        _code, name = method._amazon_code()
        self.assertEqual(name, "The bicycle courier around the corner who always")
        self.assertEqual(len(self.named("x" * 80)._amazon_code()[1]), 50)

    def test_the_service_is_told_where_the_name_says_more_than_the_carrier(self):
        cases = {"UPS Standard": "UPS Standard", "colissimo": None, "Vélo du coin": None}
        for name, service in cases.items():
            self.assertEqual(self.named(name)._amazon_shipping_method(), service)

    def test_the_form_shows_the_very_code_and_service_that_are_sent(self):
        cases = {
            "Colissimo": "Colissimo",
            "Colis Privé": "Colis Privé (Colis Prive)",
            "Japan Post": "Japan Post (JP_EXPRESS)",
            "UPS Standard": "UPS, service « UPS Standard »",
        }
        for name, shown in cases.items():
            with self.subTest(name=name):
                method = self.named(name)
                self.assertEqual(method.amazon_told, shown)
                sent = filter(None, (*method._amazon_code(), method._amazon_shipping_method()))
                for word in sent:
                    self.assertIn(word, shown)

    def test_a_clerk_reads_it(self):
        clerk = new_test_user(self.env, "clerk", groups="stock.group_stock_user")
        method = self.named("UPS Standard").with_user(clerk)
        self.assertEqual(method._amazon_code(), ("UPS", None))
        self.assertEqual(method.amazon_told, "UPS, service « UPS Standard »")
        with patch.object(type(self.env.cr), "execute") as execute:
            method._amazon_code()
        execute.assert_not_called()
