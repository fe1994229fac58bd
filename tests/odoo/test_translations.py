from pathlib import Path
from unittest import skipUnless

import odoo.release
import polib
from odoo.addons.amazon_connector.amazon_api.errors import Wait
from odoo.tests import TransactionCase

from tools.translations_inside import exported_terms

FOLDER = Path(__file__).parents[2] / "amazon_connector" / "i18n"
# The built copy of another series has terms of its own, and lines where no export looks.
of_the_source = skipUnless(odoo.release.series == "17.0", "holds for the source only")


def terms(file):
    return {entry.msgid for entry in file}


def words(file):
    """Return what each term is in this language; Odoo exports one that stays itself as empty."""
    return {entry.msgid: entry.msgstr or entry.msgid for entry in file}


class TestTemplate(TransactionCase):
    @of_the_source
    def test_the_template_holds_the_terms_of_the_source(self):
        """`make pot` writes it anew."""
        exported = terms(exported_terms(self.env.cr))
        kept = terms(polib.pofile(str(FOLDER / "amazon_connector.pot")))
        self.assertEqual(sorted(exported - kept), [], "missing in the template")
        self.assertEqual(sorted(kept - exported), [], "no longer in the source")


class TestFrench(TransactionCase):
    """What a person whose language is French reads."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "lang": "fr_FR"})
        cls.account = cls.env["amazon.account"].create({"name": "La Garrigue"})

    @of_the_source
    def test_odoo_shows_each_term_as_the_translation_has_it(self):
        shown = words(exported_terms(self.env.cr, "fr_FR"))
        wanted = words(polib.pofile(str(FOLDER / "fr.po")))
        others = {term: shown.get(term) for term in wanted if shown.get(term) != wanted[term]}
        self.assertEqual(others, {term: wanted[term] for term in others})

    def label(self, model, field):
        return self.env[model].fields_get([field])[field]["string"]

    def test_the_form_of_an_account(self):
        form = self.account.get_view(view_type="form")["arch"]
        for text in ("Synchroniser les commandes", "Suivi des commandes", "Tester la connexion"):
            self.assertIn(f'"{text}"', form)
        self.assertEqual(
            self.label("amazon.account", "last_orders_sync"), "Synchronisation dernière commande"
        )

    def test_the_states_of_a_transfer(self):
        states = self.env["stock.picking"].fields_get(["amazon_sync_state"])
        labels = dict(states["amazon_sync_state"]["selection"])
        self.assertEqual(labels["done"], "Synchronisé avec Amazon")
        self.assertEqual(labels["error"], "Échec de la synchronisation avec Amazon")

    def test_the_rights_and_the_menus(self):
        def name(reference):
            return self.env.ref(f"amazon_connector.{reference}").name

        self.assertEqual(name("group_amazon_user"), "Utilisateur")
        self.assertEqual(name("group_amazon_manager"), "Gestionnaire")
        self.assertEqual(name("menu_amazon_issues"), "Anomalies")

    def test_what_the_program_says(self):
        message = self.account._explain(Wait("quota", seconds=60.0))
        self.assertIn("Amazon limite la fréquence des demandes", message)
        issue = self.env["amazon.issue"].new({"reason": "gone"})
        self.assertIn("marquez l'anomalie comme résolue", issue.advice)
