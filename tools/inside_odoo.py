"""What our programs inside Odoo share: run by Odoo's own Python, never imported by our tools."""

import contextlib

import odoo.tools
from odoo.api import Environment
from odoo.modules.registry import Registry

SUPERUSER = 1


def registry_of(configuration):
    """Return the registry of the database that an Odoo configuration names.

    :param configuration: path of the file
    """
    odoo.tools.config.parse_config(["--config", configuration, "--log-level", "warn"])
    database = odoo.tools.config["db_name"]
    if isinstance(database, list):  # from Odoo 19 on
        (database,) = database
    return Registry(database)


@contextlib.contextmanager
def opened(configuration, **context):
    """Give an environment in the configuration's database, committed at the end."""
    with registry_of(configuration).cursor() as cursor:
        yield Environment(cursor, SUPERUSER, {"lang": "en_US", **context})
        cursor.commit()


def stocked_good(products):
    """Return the values by which a product's quantity is tracked.

    :param products: product.product
    """
    storable = "is_storable" in products._fields  # from Odoo 18 on
    return {"is_storable": True} if storable else {"detailed_type": "product"}
