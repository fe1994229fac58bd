"""What the installation does to the tables of a shop that has sold for years."""

from odoo.addons.amazon_connector.first_install import create_empty_columns
from odoo.tests import TransactionCase
from odoo.tools.sql import table_columns


class TestFirstInstall(TransactionCase):
    def test_no_old_row_is_computed_at_the_first_installation_and_each_one_later(self):
        for name in ("sale.order", "sale.order.line", "stock.picking"):
            model = self.env[name]
            before = self._columns(model)
            computed = {one for one in before if model._fields[one].compute}
            self.assertTrue(computed, name)
            drops = ", ".join(f"DROP COLUMN {one} CASCADE" for one in before)
            self.env.cr.execute(f"ALTER TABLE {model._table} {drops}")
            create_empty_columns(model)
            after = self._columns(model)
            self.assertEqual(after, {one: before[one] for one in computed})
            # A version that brings another field has Odoo compute it.
            gone = min(computed)
            plain = min(set(before) - computed)
            self.env.cr.execute(
                f"ALTER TABLE {model._table} DROP COLUMN {gone}, ADD COLUMN {plain} varchar"
            )
            create_empty_columns(model)
            self.assertNotIn(gone, self._columns(model))

    def _columns(self, model):
        columns = table_columns(self.env.cr, model._table).items()
        return {name: told["udt_name"] for name, told in columns if name.startswith("amazon_")}
