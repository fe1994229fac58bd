from pathlib import Path
from unittest import skipUnless

import odoo.release
import polib
from odoo.tests import TransactionCase

from tools.translations_inside import exported_terms

TEMPLATE = Path(__file__).parents[2] / "amazon_connector" / "i18n" / "amazon_connector.pot"


def terms(file):
    return {(entry.msgctxt, entry.msgid) for entry in file}


class TestTemplate(TransactionCase):
    @skipUnless(odoo.release.series == "17.0", "the terms of the source, not of the built copy")
    def test_the_template_holds_the_terms_of_the_source(self):
        """`make translations` writes it anew."""
        exported, kept = terms(exported_terms(self.env.cr)), terms(polib.pofile(str(TEMPLATE)))
        self.assertEqual(sorted(exported - kept), [], "missing in the template")
        self.assertEqual(sorted(kept - exported), [], "no longer in the source")
