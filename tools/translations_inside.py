"""What `make pot` does inside Odoo: run by Odoo's own Python, never imported by our tools.

    python -m tools.translations_inside ODOO.CONF FOLDER

writes the template in FOLDER, and brings the translations beside it in step.
"""

import io
import sys
from pathlib import Path

import polib
from odoo.tools.translate import trans_export

from tools.inside_odoo import registry_of

ADDON = "amazon_connector"
# What changes at each export though no term did, and what Odoo's header leaves empty.
CHANGING = ("POT-Creation-Date", "PO-Revision-Date", "Last-Translator", "Language-Team")


def exported_terms(cursor, language=None):
    """Return the installed addon's terms, without what differs from one export to the next.

    :param cursor: of a database of Odoo 17.0
    :param language: with what Odoo shows in this language; None for a template
    :return: polib.POFile
    """
    buffer = io.BytesIO()
    trans_export(language, [ADDON], buffer, "po", cursor)
    terms = polib.pofile(buffer.getvalue().decode())
    for name in CHANGING:
        terms.metadata.pop(name, None)
    # Odoo would name its own version here, of a nightly with its day.
    terms.metadata["Project-Id-Version"] = ADDON
    return terms


def bring_in_step(path, terms):
    """Rewrite a translation: what is no longer a term goes, a new one comes without words.

    :param path: the .po file
    :param terms: polib.POFile, the template, whose order the translation takes
    """
    translation = polib.pofile(str(path))
    known = {entry.msgid: entry for entry in translation if not entry.obsolete}
    result = polib.POFile()
    result.header, result.metadata = translation.header, translation.metadata
    for term in terms:
        entry = known.get(term.msgid)
        flags = set(term.flags) | ({"fuzzy"} & set(entry.flags if entry else ()))
        result.append(
            polib.POEntry(
                msgid=term.msgid,
                msgstr=entry.msgstr if entry else "",
                comment=term.comment,
                tcomment=entry.tcomment if entry else "",
                occurrences=term.occurrences,
                flags=sorted(flags),
            )
        )
    result.save(str(path))


def main(configuration, folder):
    with registry_of(configuration).cursor() as cursor:
        terms = exported_terms(cursor)
    terms.save(str(Path(folder) / f"{ADDON}.pot"))
    for path in sorted(Path(folder).glob("*.po")):
        bring_in_step(path, terms)


if __name__ == "__main__":
    main(*sys.argv[1:])
