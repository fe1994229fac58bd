from odoo import api, fields, models
from odoo.tools.sql import create_index


class StockPackage(models.Model):
    """Each package travels under a number of its own; Odoo has one for the whole transfer."""

    _inherit = "stock.quant.package"

    amazon_tracking_ref = fields.Char(
        "Tracking Reference",
        copy=False,
        help="The carrier's number of this package. Leave it empty where the transfer has one "
        "number for all.",
    )

    def write(self, vals):
        """Have Amazon told of a number that is corrected after the package has left, or emptied."""
        numbered = self.filtered("amazon_tracking_ref")
        result = super().write(vals)
        if "amazon_tracking_ref" in vals:
            # A warehouse clerk corrects numbers, and knows nothing of what Amazon was told.
            shipments = self.env["amazon.shipment"].sudo()
            told = shipments.search([("package_id", "in", self.ids)])
            if not vals["amazon_tracking_ref"]:
                # Of a box that was packed again since, this says nothing of where it was before.
                told = told.filtered(lambda one: one.package_id in numbered)
                before = told.filtered(lambda one: not one._is_of_last_journey())
                before.is_unpacked = True
            told.picking_id._amazon_tell_again()
        return result

    def _amazon_last_transfer(self):
        """Return the transfer that this box was last packed for; what brings it back is none."""
        self.ensure_one()
        lines = self.env["stock.move.line"].sudo()
        last = lines.search(
            [
                ("result_package_id", "=", self.id),
                ("state", "!=", "cancel"),
                ("location_id.usage", "!=", "customer"),
                ("picking_id", "!=", False),
            ],
            order="id desc",
            limit=1,
        )
        return last.picking_id

    def unpack(self):
        """Forget the number with the goods: the box may travel again, under another one."""
        result = super().unpack()
        shipments = self.env["amazon.shipment"].sudo()
        numbered = self.filtered("amazon_tracking_ref")
        shipments.search([("package_id", "in", numbered.ids)]).is_unpacked = True
        self.amazon_tracking_ref = False
        return result


class StockPicking(models.Model):
    _inherit = "stock.picking"

    amazon_package_ids = fields.One2many(
        "stock.quant.package",
        string="Packages for Amazon",
        compute="_compute_amazon_package_ids",
        readonly=False,
        help="The packages of this transfer: Amazon wants to know the number of each.",
    )

    @api.depends("sale_id.amazon_order_ref", "location_dest_id", "move_line_ids.result_package_id")
    def _compute_amazon_package_ids(self):
        for picking in self:
            to_buyer = picking.location_dest_id.usage == "customer"
            is_told = to_buyer and picking.sale_id.sudo().amazon_order_ref
            packages = picking.move_line_ids.result_package_id if is_told else None
            picking.amazon_package_ids = packages and packages.sorted("name")

    def _amazon_packages(self):
        """Return the packages that goods of this transfer are in, in the order of their labels."""
        self.ensure_one()
        packages = self.move_line_ids.result_package_id
        # 17.0 has the labels printed in the order of this field, 19.0 in that of the goods.
        return self.package_ids & packages if "package_ids" in self._fields else packages

    def _amazon_tracking_of(self, package):
        """Return the tracking reference under which a package of this transfer travels.

        That is its own; else, where the carrier gave the transfer as many references as there
        are parcels, the one in its place; else the transfer's.

        :param package: one of the transfer's packages; empty for what lies in none
        :return: str, empty when there is none
        """
        self.ensure_one()
        told = self._amazon_shipment_told(package)
        if package.amazon_tracking_ref:
            if self.state != "done" or package._amazon_last_transfer() == self:
                return package.amazon_tracking_ref.strip()
            # The box travels again, under another number.
            if told.tracking_ref:
                return told.tracking_ref
        if told.is_unpacked:
            return told.tracking_ref
        parcels = list(self._amazon_packages())
        if not all(line.result_package_id for line in self.move_line_ids):
            parcels.append(self.env[package._name])
        told = [ref.strip() for ref in (self.carrier_tracking_ref or "").split(",") if ref.strip()]
        if len(told) == len(parcels) and package in parcels:
            return told[parcels.index(package)]
        return (self.carrier_tracking_ref or "").strip()

    def _amazon_shipment_told(self, package):
        """Return the shipment by which Amazon was told of a package's number, or is to be."""
        shipments = self.sudo().amazon_shipment_ids
        known = shipments.filtered(lambda one: one.package_id == package and one.tracking_ref)
        return known[:1]


class AmazonShipment(models.Model):
    _inherit = "amazon.shipment"

    def _is_of_last_journey(self):
        """Whether the box of this shipment was packed for no other transfer since."""
        self.ensure_one()
        return self.package_id._amazon_last_transfer() == self.picking_id


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def init(self):
        """Let boxes be asked for where they went last."""
        result = super().init()
        create_index(
            self.env.cr,
            "stock_move_line_amazon_box_index",
            self._table,
            ["result_package_id"],
            where="result_package_id IS NOT NULL",
        )
        return result
