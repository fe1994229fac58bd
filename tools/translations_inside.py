"""What `make translations` does inside Odoo: run by Odoo's own Python.

python -m tools.translations_inside ODOO.CONF FOLDER
"""

import io
import sys
from pathlib import Path

import odoo.tools
import polib
from odoo.modules.registry import Registry
from odoo.tools.translate import trans_export

ADDON = "amazon_connector"
# What changes at each export though no term did, and what Odoo's header leaves empty.
CHANGING = ("POT-Creation-Date", "PO-Revision-Date", "Last-Translator", "Language-Team")


def exported_terms(cursor):
    """Return the addon's terms, as polib's file, without what differs from one run to the next."""
    buffer = io.BytesIO()
    trans_export(False, [ADDON], buffer, "po", cursor)
    terms = polib.pofile(buffer.getvalue().decode())
    for name in CHANGING:
        terms.metadata.pop(name, None)
    terms.metadata["Project-Id-Version"] = ADDON
    return terms


def main(configuration, folder):
    odoo.tools.config.parse_config(["--config", configuration, "--log-level", "warn"])
    with Registry(odoo.tools.config["db_name"]).cursor() as cursor:
        terms = exported_terms(cursor)
    terms.save(str(Path(folder) / f"{ADDON}.pot"))
    for path in Path(folder).glob("*.po"):
        translation = polib.pofile(str(path))
        translation.merge(terms)
        for entry in translation.obsolete_entries():
            translation.remove(entry)
        translation.save()


if __name__ == "__main__":
    main(*sys.argv[1:])
