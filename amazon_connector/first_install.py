"""Installing the addon in a shop that has sold for years, in seconds."""

from odoo.tools.sql import create_column, table_columns


def create_empty_columns(model):
    """Give an old table its computed columns of ours, empty, when the addon is new to it.

    Odoo would compute each old row, an hour for a million of them, and none is Amazon's. A column
    that a later version brings is computed as ever.

    :param model: a model of Odoo's that this addon extends
    """
    cr, table = model.env.cr, model._table
    if any(name.startswith("amazon_") for name in table_columns(cr, table)):
        return
    for name, field in model._fields.items():
        is_ours = name.startswith("amazon_") and field.store and field.compute
        if is_ours and field.column_type:
            create_column(cr, table, name, field.column_type[1])
