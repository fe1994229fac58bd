from odoo import _, api, fields, models
from odoo.exceptions import UserError

# What the transfers' numbers begin with, after the warehouse's code.
SEQUENCE = "AMZ"


class StockLocation(models.Model):
    """How goods come to a location of Amazon's: by a transfer that the clerk validates."""

    _inherit = "stock.location"

    amazon_resupply_rule_ids = fields.One2many(
        "stock.rule",
        "location_dest_id",
        "Resupply of Amazon",
        domain=lambda self: [("route_id", "=", self._amazon_resupply_route().id)],
    )

    @api.model
    def _amazon_resupply_route(self):
        """Return the route « Resupply Amazon », of all companies; empty when it was deleted."""
        route = self.env.ref("amazon_connector.route_resupply", raise_if_not_found=False)
        return route or self.env["stock.route"]

    def _amazon_resupply_from(self, warehouse):
        """Have the route bring goods from the warehouse to these locations, as far as none does.

        Each location gets an operation type and a rule of its own: 19.0 sends a transfer to where
        its operation type leads, whatever the rule says. Both may be changed afterwards.

        :param warehouse: stock.warehouse; empty: there is nothing to bring
        """
        route = self._amazon_resupply_route()
        if not warehouse or not route:
            return
        for location in self - route.sudo().rule_ids.location_dest_id:
            values = location._amazon_resupply_values(route, warehouse)
            self.env["stock.rule"].sudo().create(values)

    def _amazon_resupply_values(self, route, warehouse):
        self.ensure_one()
        operation = self._amazon_resupply_operation(warehouse)
        return {
            "name": f"{warehouse.lot_stock_id.complete_name} → {self.complete_name}",
            "action": "pull",
            # What the warehouse lacks, its own reordering rules bring; who wants it bought for
            # the occasion chooses « if unavailable, trigger another rule » here.
            "procure_method": "make_to_stock",
            "route_id": route.id,
            "picking_type_id": operation.id,
            "location_src_id": warehouse.lot_stock_id.id,
            "location_dest_id": self.id,
            "company_id": warehouse.company_id.id,
        }

    def _amazon_resupply_operation(self, warehouse):
        """Create the operation type « Shipping to Amazon » of this location."""
        operations = self.env["stock.picking.type"].sudo()
        # One sequence for all of a warehouse's: two would give the same numbers.
        same = operations.with_context(active_test=False).search(
            [("sequence_code", "=", SEQUENCE), ("warehouse_id", "=", warehouse.id)], limit=1
        )
        operation = operations.create(
            {
                "name": self._amazon_operation_name(),
                "code": "internal",
                "sequence_code": SEQUENCE,
                "sequence_id": same.sequence_id.id,
                "warehouse_id": warehouse.id,
                "company_id": warehouse.company_id.id,
                "default_location_src_id": warehouse.lot_stock_id.id,
                "default_location_dest_id": self.id,
            }
        )
        # Who installs the addon need not speak the language of those who work with it.
        for code, _label in self.env["res.lang"].get_installed():
            name = self.with_context(lang=code)._amazon_operation_name()
            operation.with_context(lang=code).name = name
        return operation

    def _amazon_forget_resupply(self):
        """Delete the rules and operation types that were made for these locations.

        :raise UserError: transfers were made with them
        """
        everything = self.sudo().with_context(active_test=False)
        operations = everything.env["stock.picking.type"].search(
            [("sequence_code", "=", SEQUENCE), ("default_location_dest_id", "in", self.ids)]
        )
        transfers = everything.env["stock.picking"].search(
            [("picking_type_id", "in", operations.ids)], limit=1
        )
        if transfers:
            raise UserError(
                _(
                    "%s cannot be deleted: there are transfers to it, and they stay. Archive it "
                    "instead.",
                    transfers.picking_type_id.default_location_dest_id.display_name,
                )
            )
        everything.amazon_resupply_rule_ids.unlink()
        rules = everything.env["stock.rule"].search([("picking_type_id", "in", operations.ids)])
        (operations - rules.picking_type_id).unlink()

    def _amazon_operation_name(self):
        if self == self.company_id.amazon_location_id:
            return _("Shipping to Amazon")
        return _("Shipping to Amazon: %s", self.name)


class StockWarehouseOrderpoint(models.Model):
    """A reordering rule on a location of Amazon's takes the route that leads there."""

    _inherit = "stock.warehouse.orderpoint"

    @api.model_create_multi
    def create(self, vals_list):
        orderpoints = super().create(vals_list)
        orderpoints._amazon_take_route()
        return orderpoints

    @api.onchange("location_id")
    def _onchange_amazon_location(self):
        self._amazon_take_route()

    def _amazon_take_route(self):
        for orderpoint in self.filtered(lambda one: not one.route_id):
            rules = orderpoint.location_id.amazon_resupply_rule_ids
            if rules:
                orderpoint.route_id = rules.route_id[:1]
