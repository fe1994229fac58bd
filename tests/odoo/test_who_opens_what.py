"""Odoo's own forms open for all who opened them before, and show no more than they may read."""

from lxml import etree
from odoo.tests import tagged
from odoo.tests.common import new_test_user

from .orders import an_order
from .shipping import ShippingCase

# Internal users of each kind: what one may open differs, that it opens does not.
PEOPLE = {
    "internal": "base.group_user",
    "buyer": "purchase.group_purchase_user",
    "invoicing": "account.group_account_invoice",
    "accounts reader": "account.group_account_readonly",
    "salesperson": "sales_team.group_sale_salesman",
    "sales leader": "sales_team.group_sale_salesman_all_leads",
    "clerk": "stock.group_stock_user",
    "amazon user": "amazon_connector.group_amazon_user",
}

LINES = ("move_ids", "order_line")


@tagged("post_install", "-at_install")
class TestWhoOpensWhat(ShippingCase):
    def setUp(self):
        super().setUp()
        picking = self.ship(self.sync(an_order()))
        self.prepared(picking)._refused("Amazon does not know this carrier.", "Bad carrier")
        self.records = [
            picking,
            self.receipt(),
            picking.sale_id,
            picking.sale_id.partner_id,
            self.carrier,
            self.env[picking.move_line_ids.result_package_id._name].create({"name": "Box 1"}),
            self.mug,
            self.mug.product_tmpl_id,
        ]

    def receipt(self):
        kind = self.env["stock.picking.type"].search(
            [("code", "=", "incoming"), ("company_id", "=", self.company.id)], limit=1
        )
        return self.env["stock.picking"].create(
            {
                "picking_type_id": kind.id,
                "location_id": self.env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": kind.default_location_dest_id.id,
            }
        )

    def may_read(self, record):
        access = self.env["ir.model.access"].with_user(record.env.user)
        return access.check(record._name, "read", raise_exception=False) and record.search(
            [("id", "=", record.id)]
        )

    def check(self, record):
        """Read what the form shows of ours, on its lines too; press the button that it offers."""
        arch = etree.fromstring(record.get_view(view_type="form")["arch"])
        ours = {name for name in arch.xpath("//field/@name") if name.startswith("amazon_")}
        for shown in (record, *(record[name] for name in LINES if name in record._fields)):
            shown.read(["id", *(ours & shown._fields.keys())])
        if arch.xpath("//button[@name='action_amazon_open_shipments']"):
            record.amazon_shipment_ids.read(["message"])
            record.action_amazon_open_shipments()

    def test_what_is_ours_on_odoos_forms_can_be_read_by_all_who_may_open_them(self):
        for kind, group in PEOPLE.items():
            user = new_test_user(self.env, f"some {kind}", groups=f"base.group_user,{group}")
            for record in self.records:
                with self.subTest(model=record._name, kind=kind):
                    mine = record.with_user(user)
                    mine.env.invalidate_all()
                    if self.may_read(mine):
                        self.check(mine)
