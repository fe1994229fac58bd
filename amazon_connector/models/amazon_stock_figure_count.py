from odoo import _, fields, models


class AmazonStockFigure(models.Model):
    """Preparing an inventory adjustment: for a person to review, never applied from here."""

    _inherit = "amazon.stock.figure"

    def action_prepare_count(self):
        """Button « Prepare an adjustment »: enter Amazon's quantities as counted, and show them.

        Nothing of the stock changes until somebody applies them on Odoo's own page. What cannot
        be counted so is said.

        :return: an action: Odoo's « Physical Inventory », with a notification where not all went
        """
        quants, refused = self.env["stock.quant"].with_context(inventory_mode=True), []
        window = quants.action_view_inventory()
        # Who chose the whole list need not read what agrees.
        chosen = self.filtered(lambda line: line.state != "same") or self
        for (location, product), lines in chosen._by_goods().items():
            quant, reason = self._count_goods(location, product)
            quants |= quant
            if reason:
                refused.append(f"{', '.join(sorted(set(lines.mapped('sku'))))}: {reason}")
        window["domain"] = [("id", "in", quants.ids)]
        # Odoo adds them to what a button returns, not to what a notification goes on with.
        window["views"] = [
            (self.env.ref("stock.view_stock_quant_tree_inventory_editable").id, "list")
        ]
        window["context"] = {
            key: value
            for key, value in window["context"].items()
            if not key.startswith("search_default_")
        }
        if not refused:
            return window
        return self._say_refused(refused, window if quants else False)

    def _by_goods(self):
        """Return these lines by (location, product)."""
        found = {}
        for line in self:
            key = (line.location_id, line.product_id)
            found[key] = found.get(key, self.browse()) | line
        return found

    def _say_refused(self, refused, window):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": _("Not all could be prepared") if window else _("Nothing was prepared"),
                "message": "\n".join(refused),
                "type": "warning",
                "sticky": True,
                "next": window,
            },
        }

    def _count_goods(self, location, product):
        """Enter what Amazon has of a product as counted.

        :return: (stock.quant, ''), or (an empty one, why not)
        """
        nothing = self.env["stock.quant"].with_context(inventory_mode=True)
        lines = self._newest_of(location, product)
        target = sum(lines.mapped("amazon_quantity"))
        quants = nothing.search(
            [
                ("product_id", "=", product.id),
                ("location_id", "child_of", location.id),
                "|",
                ("quantity", "!=", 0),
                ("inventory_quantity_set", "=", True),
            ]
        )
        reason = self._hindrance(product, lines, quants, target)
        if reason:
            return nothing, reason
        values = {
            "inventory_quantity": target,
            "user_id": self.env.uid,
            "inventory_date": fields.Date.context_today(self),
        }
        if quants:
            quants.write(values)
            return quants, ""
        key = {"product_id": product.id, "location_id": location.id}
        quant = nothing.create({**key, "inventory_quantity": target})
        return quant, ""

    def _newest_of(self, location, product):
        """Return the newest lines about a product: of all SKUs, pools and accounts there."""
        return self.search(
            [
                ("location_id", "=", location.id),
                ("product_id", "=", product.id),
                ("is_current", "=", True),
            ]
        )

    def _hindrance(self, product, lines, quants, target):
        """Say why Amazon's quantity cannot be entered as counted; '' when it can."""
        if not product:
            return _("It has no product. Give its offer one.")
        if "is_kits" in product._fields and product.sudo().is_kits:
            return _(
                "It is a kit: Amazon tells nothing of its components, which are what lies in "
                "Odoo's stock. Count these by hand."
            )
        if not product.filtered_domain(product._amazon_stocked_domain()):
            return _("Odoo keeps no stock of this product.")
        if not lines:
            return _("Amazon has not told of it lately. Compare the stock first.")
        if all(line.state == "same" for line in lines):
            return _("Odoo and Amazon agree.")
        return self._hindrance_of_lots(product, quants, target)

    def _hindrance_of_lots(self, product, quants, target):
        """Say why nobody can tell which lot or place Amazon's quantity is of; '' when it is."""
        if len(quants) > 1:
            return _(
                "It lies in several lots, packages or places in Odoo, and Amazon does not tell "
                "them apart. Count them by hand."
            )
        if product.tracking == "none":
            return ""
        if not quants.lot_id:
            return _("It has lots or serial numbers, and Odoo knows of none there.")
        if product.tracking == "serial" and target > 1:
            return _("Each unit has a serial number, and Amazon does not tell them.")
        return ""
