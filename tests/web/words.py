"""The addon's words in the languages that its screens speak."""

import polib

from tools.layout import ROOT

FRENCH = ROOT / "amazon_connector" / "i18n" / "fr.po"


def words_of(language):
    """Return the function that says English words of the addon's screens in a language.

    :param language: 'en' or 'fr'; words without a French translation stay English, as in Odoo
    """
    if language == "en":
        return str
    entries = {one.msgid: one.msgstr for one in polib.pofile(str(FRENCH)) if one.msgstr}
    return lambda english: entries.get(english, english)
