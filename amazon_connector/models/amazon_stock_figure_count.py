from odoo import _, fields, models

from .amazon_stock_figure_pool import FRESH


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
        for (places, product), lines in chosen._by_goods().items():
            quant, reason = self._count_goods(places, product)
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
        """Return these lines by (the locations that are compared together, product)."""
        found = {}
        for places in self._compared_together(self.location_id):
            there = self.filtered(lambda line, places=places: line.location_id in places)
            for product, lines in there.grouped("product_id").items():
                found[places, product] = lines
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

    def _count_goods(self, places, product):
        """Enter what Amazon has of a product as counted.

        :param places: stock.location, compared together
        :return: (stock.quant, ''), or (an empty one, why not)
        """
        nothing = self.env["stock.quant"].with_context(inventory_mode=True)
        lines, target = self._target_of(places, product)
        quants = nothing.search(
            [
                ("product_id", "=", product.id),
                ("location_id", "child_of", places.ids),
                "|",
                ("quantity", "!=", 0),
                ("inventory_quantity_set", "=", True),
            ]
        )
        reason = self._hindrance(product, lines, places)
        reason = reason or self._hindrance_of_lots(product, quants, target)
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
        key = {"product_id": product.id, "location_id": places.id}
        quant = nothing.create({**key, "inventory_quantity": target})
        return quant, ""

    def _target_of(self, places, product):
        """Return (the newest lines that tell of a product, what there should be of it by now).

        Amazon's own units, those in its kits, and what came and left since it told them.
        """
        there = self._newest_in(places)
        kits = there._kits()
        around = [kit.id for kit, needs in kits.items() if needs[product]]
        lines = there.filtered(lambda line: line.product_id == product)
        told = lines._told_of(product) + there._in_kits(kits)[product]
        lines |= there.filtered(lambda line: line.product_id.id in around)
        return lines, max(told + lines._moved_since(places, product), 0)

    def _moved_since(self, places, product):
        """Return what came into these locations, less what left, since these lines were taken.

        What somebody counted neither came nor left.
        """
        if not self:
            return 0
        taken = {}
        for line in self.sorted("taken_at", reverse=True):
            taken[line.account_id] = line.taken_at
        inside = self.env["stock.location"].search([("id", "child_of", places.ids)])
        moves = self.env["stock.move"].search(
            [
                ("product_id", "=", product.id),
                ("state", "=", "done"),
                ("date", ">", min(taken.values())),
                ("location_id.usage", "!=", "inventory"),
                ("location_dest_id.usage", "!=", "inventory"),
                "|",
                ("location_id", "in", inside.ids),
                ("location_dest_id", "in", inside.ids),
            ]
        )
        since = moves.filtered(
            lambda move: move.date > taken.get(move.amazon_account_id, min(taken.values()))
        )
        return sum(
            line.product_uom_id._compute_quantity(line.quantity, product.uom_id)
            * ((line.location_dest_id in inside) - (line.location_id in inside))
            for line in since.move_line_ids
        )

    def _hindrance(self, product, lines, places):
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
        oldest = fields.Datetime.now() - FRESH
        if not lines or min(lines.mapped("taken_at")) < oldest:
            return _("Amazon has not told of it lately. Compare the stock first.")
        own = lines.filtered(lambda line: line.product_id == product)
        if all(line.state == "same" for line in own):
            return _("Odoo and Amazon agree.")
        if len(places) > 1:
            return _(
                "%s share what Amazon has of it. Count by hand which of them is wrong.",
                ", ".join(sorted(places.mapped("display_name"))),
            )
        return ""

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
