from odoo import fields, models
from odoo.tools import SQL

from ..amazon_api.carriers import CARRIERS, OTHER


def carrier_in_words(code, name):
    """Return a carrier as people read it, with what Amazon is told where that is another word.

    :param code: Amazon's code, to the letter; may be empty
    :param name: the carrier's name; may be empty
    :return: str such as « Japan Post (JP_EXPRESS) », empty when there is neither
    """
    different = code and name and code.casefold() != name.casefold()
    return f"{name} ({code})" if different else code or name or ""


class AmazonCarrier(models.Model):
    """The carriers that Amazon has a code for, as a list to search in.

    Nothing of it is stored: it is ``amazon_api.carriers``, and what is chosen is kept by its code.
    """

    _name = "amazon.carrier"
    _description = "Amazon Carrier"
    _auto = False
    _order = "name, id"

    name = fields.Char(readonly=True)
    code = fields.Char(readonly=True, help="What Amazon is told, to the letter.")

    @property
    def _table_query(self):
        codes = [(OTHER, OTHER), *((carrier.code, carrier.name) for carrier in CARRIERS)]
        rows = [SQL("(%s, %s, %s)", number, *code) for number, code in enumerate(codes, start=1)]
        # 17.0 puts no brackets around it.
        return SQL(
            "(SELECT id::int, code::varchar, name::varchar"
            " FROM (VALUES %s) AS carrier(id, code, name))",
            SQL(", ").join(rows),
        )
