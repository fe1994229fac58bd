"""What stands in a database right after the installation."""

from lxml import etree
from odoo.addons.amazon_connector.amazon_api.marketplaces import MARKETPLACES
from odoo.modules.module import get_manifest
from odoo.tools import file_open

from .common import AmazonCase

OURS = (
    "amazon.account",
    "amazon.feed",
    "amazon.issue",
    "amazon.marketplace",
    "amazon.offer",
    "amazon.shipment",
    "amazon.shipment.item",
)


class TestInstallation(AmazonCase):
    def test_the_marketplaces_are_those_of_amazons_table(self):
        found = self.env["amazon.marketplace"].search([])
        self.assertEqual(len(found), 23)
        by_id = {one.marketplace_id: one for one in found}
        for table in MARKETPLACES:
            one = by_id[table.marketplace_id]
            told = (one.code, one.name, one.region, one.country_id.code, one.currency_id.name)
            expected = (
                table.code,
                table.name,
                table.region.value,
                table.country_code,
                table.currency_code,
            )
            self.assertEqual(told, expected)
            self.assertEqual(one.tax_included, table.tax_included, table.code)
            self.assertEqual(one.seller_central_url, table.seller_central_url)

    def test_enterprises_connector_is_excluded(self):
        self.assertIn("sale_amazon", get_manifest("amazon_connector")["excludes"])

    def test_a_neutralized_copy_reaches_no_seller(self):
        with file_open("amazon_connector/data/neutralize.sql") as script:
            self.env.cr.execute(script.read())
        self.env.invalidate_all()
        secrets = self.account.sudo()
        self.assertFalse(secrets.lwa_client_id or secrets.lwa_client_secret)
        self.assertFalse(secrets.refresh_token or secrets.test_server)
        for cron in ("cron_sync_orders", "cron_retry_issues"):
            self.assertFalse(self.env.ref(f"amazon_connector.{cron}").active)

    def test_every_model_has_access_rights_and_company_rules_where_it_has_a_company(self):
        for model in OURS:
            self.assertTrue(self.env["ir.model.access"].search([("model_id.model", "=", model)]))
            if "company_id" in self.env[model]._fields:
                self.assertTrue(self.env["ir.rule"].search([("model_id.model", "=", model)]))

    def test_every_field_of_ours_on_odoos_models_starts_with_amazon(self):
        ours = self.env["ir.model.data"].search(
            [("module", "=", "amazon_connector"), ("model", "=", "ir.model.fields")]
        )
        fields = self.env["ir.model.fields"].browse(ours.mapped("res_id"))
        theirs = fields.filtered(lambda field: not field.model.startswith("amazon."))
        self.assertIn("amazon_order_ref", theirs.mapped("name"))
        strangers = set(theirs.mapped("name")) - {"id", "display_name"}
        strangers = {name for name in strangers if not name.startswith("amazon_")}
        self.assertFalse(strangers)

    def test_the_screens_of_every_model_load(self):
        views = (
            self.env["ir.ui.view"]
            .search([("key", "=", False)])
            .filtered(lambda view: view.xml_id.startswith("amazon_connector."))
        )
        self.assertGreater(len(views), 8)
        for view in views:
            arch = self.env[view.model].get_view(view.inherit_id.id or view.id, view.type)["arch"]
            self.assertIsNotNone(etree.fromstring(arch))
