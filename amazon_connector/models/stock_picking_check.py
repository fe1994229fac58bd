from odoo import _, models
from odoo.exceptions import UserError
from odoo.tools import float_compare


class StockPicking(models.Model):
    """What a transfer of Amazon's needs before it may leave, whichever way it is validated.

    The button, the list, batches, Odoo's own questions and remote calls all pass the hook; code
    that skips them passes ``_action_done``.
    """

    _inherit = "stock.picking"

    def _pre_action_done_hook(self):
        leaving = self._amazon_leaving()
        unsettled = leaving._amazon_unsettled()
        unsettled._amazon_check_complete()
        # Before Odoo asks about backorders: what is kept back needs no answer to that.
        question = self._amazon_question(leaving._amazon_doubts(unsettled))
        return question or super()._pre_action_done_hook()

    def _action_done(self):
        waiting = self.filtered(lambda picking: picking.state not in ("done", "cancel"))
        leaving = self._amazon_leaving()
        unsettled = leaving._amazon_unsettled()
        unsettled._amazon_check_complete()
        leaving._amazon_check_cancelled()
        doubts = leaving._amazon_doubts(unsettled)
        result = super()._action_done()
        done = waiting.filtered(lambda picking: picking.state == "done")
        for picking in done & leaving:
            picking._amazon_note_shipped_anyway(doubts[picking])
        done._amazon_note_done()
        return result

    # === What leaves ===#

    def _amazon_leaving(self):
        """Return those of the transfers whose goods are about to leave for a buyer of Amazon's."""
        return self.filtered(
            lambda picking: (
                picking.state not in ("done", "cancel")
                and picking._amazon_leaving_moves()
                and picking._amazon_is_told()
            )
        )

    def _amazon_leaving_moves(self):
        """Return the moves that validation would do: the picked ones, else all with a quantity."""
        moves = self.move_ids.filtered(
            lambda move: move.state not in ("done", "cancel") and move.quantity > 0
        )
        return moves.filtered("picked") or moves

    def _amazon_leaving_units(self):
        """Return what is about to leave, in the products' units, by line of Amazon's goods.

        :rtype: dict[sale.order.line, float]
        """
        moves = self.sudo()._amazon_leaving_moves()
        return {
            line: line_moves._amazon_units_now(line)
            for line, line_moves in moves.grouped("sale_line_id").items()
            if line.amazon_item_ref and line.amazon_is_goods
        }

    def _amazon_unsettled(self):
        """Return those of these leaving transfers of which Amazon still waits for something."""
        return self.filtered(lambda picking: not picking._amazon_is_settled())

    def _amazon_is_settled(self):
        """Whether Amazon waits for nothing of this transfer: it is shipped there, or cancelled."""
        self.ensure_one()
        if self.amazon_status in ("SHIPPED", "CANCELLED") or self.amazon_sync_state == "done":
            return True
        if self._amazon_is_sent_again():
            return True
        lines = self.sudo()._amazon_leaving_moves().sale_line_id
        if not all(line.amazon_qty_ahead for line in lines if line._amazon_is_item()):
            return False  # as nearly always: no need to count units
        return all(
            _is_at_most(units, _in_stock(line, line.amazon_qty_ahead))
            for line, units in self._amazon_leaving_units().items()
        )

    def _amazon_is_sent_again(self):
        """Whether goods that came back leave once more, and Amazon expects none of them."""
        moves = self.sudo()._amazon_leaving_moves()
        if not all(move.origin_returned_move_id for move in moves):
            return False
        expected = self.sudo().sale_id._amazon_expected()
        return not any(expected.get(item) for item in moves.sale_line_id.mapped("amazon_item_ref"))

    # === What is missing ===#

    def _amazon_check_complete(self):
        """Refuse to let goods leave that Amazon could not be told of: those of these transfers.

        :raise UserError: names each transfer with what it lacks
        """
        untold = {picking: picking._amazon_lacking_carriage() for picking in self}
        codes = {picking: picking._amazon_missing_codes() for picking in self}
        lines = [
            picking._amazon_lack_line(missing)
            for picking in self
            for missing in [*filter(None, [", ".join(untold[picking])]), *codes[picking]]
        ]
        if not lines:
            return
        message = [_("Amazon must be told more before these goods can leave:"), *lines, ""]
        if any(untold.values()):
            message.append(
                _(
                    "Enter carrier and tracking reference on the tab « Additional Info » of the "
                    "transfer, then validate again. Each package may have a tracking reference of "
                    "its own instead."
                )
            )
        if any(codes.values()):
            message.append(_("The button « Scan the codes » takes the Transparency codes."))
        raise UserError("\n".join(message))

    def _amazon_lack_line(self, missing):
        """Return the line of the message that says what one transfer lacks."""
        return _(
            "- %(transfer)s (Amazon order %(order)s): %(missing)s",
            transfer=self.name,
            order=self.amazon_order_ref,
            missing=missing,
        )

    def _amazon_lacking_carriage(self):
        """Return what lacks of carrier and tracking references, in words.

        :rtype: list[str]
        """
        self.ensure_one()
        lacks = [] if self.carrier_id else [_("no carrier")]
        return lacks + self._amazon_lacking_references()

    def _amazon_lacking_references(self):
        """Return where a tracking reference lacks, in words: the transfer, or some packages."""
        if (self.carrier_tracking_ref or "").strip() or self._amazon_label_brings_reference():
            return []
        lines = self._amazon_leaving_moves().move_line_ids.filtered("quantity")
        packages = lines.result_package_id
        bare = packages.filtered(lambda package: not self._amazon_tracking_of(package))
        loose = lines.filtered(lambda line: not line.result_package_id)
        if bare == packages:
            return [_("no tracking reference")]
        lacks = [
            _("no tracking reference for the package %s", package.name)
            for package in bare.sorted("name")
        ]
        if loose:
            lacks.append(_("no tracking reference for what lies in no package"))
        return lacks

    def _amazon_label_brings_reference(self):
        """Whether its carrier gives the tracking reference with the label, bought at validation.

        Odoo calls every delivery method one that ships, also those of a fixed price or of rules,
        which know no carrier to ask.
        """
        self.ensure_one()
        carrier = self.carrier_id
        return (
            carrier.integration_level == "rate_and_ship"
            and carrier.delivery_type not in ("fixed", "base_on_rule")
            and hasattr(carrier, f"{carrier.delivery_type}_send_shipping")
            and self.picking_type_id.print_label
            and self.picking_type_id.code != "incoming"
        )

    # === What had better stay ===#

    def _amazon_question(self, doubts):
        """Return the action that asks whether to ship what was or may be cancelled.

        :param doubts: why goods of these transfers had better stay, see ``_amazon_doubts``
        :return: dict; None when there is nothing to ask, or it was asked in this validation
        """
        answered = self.env.context.get("amazon_ship_anyway") or []
        doubtful = self.filtered(lambda one: one.id not in answered and doubts.get(one))
        if not doubtful:
            return None
        return self.env["amazon.ship.anyway"]._ask(self, doubtful)

    def _amazon_doubts(self, unsettled):
        """Return why the goods of these transfers had better stay.

        :param unsettled: those of them of which Amazon still waits for something
        :return: dict by transfer: "cancelled" (by Amazon), "requested" (the buyer asks to cancel),
            "too_many" (more than Amazon still expects), or None: they may leave
        """
        doubts = {picking: picking._amazon_unsettled_doubt() for picking in unsettled}
        return {
            picking: "cancelled" if picking.amazon_status == "CANCELLED" else doubts.get(picking)
            for picking in self
        }

    def _amazon_doubt(self):
        """Return why the goods of this transfer had better stay, see ``_amazon_doubts``."""
        self.ensure_one()
        return self._amazon_doubts(self._amazon_unsettled())[self]

    def _amazon_unsettled_doubt(self):
        if self.amazon_cancel_requested and self._amazon_unwanted_lines():
            return "requested"
        return "too_many" if self._amazon_excess_lines() else None

    def _amazon_unwanted_lines(self):
        """Return the order's lines about to leave that the buyer asks to cancel."""
        leaving = self.sudo()._amazon_leaving_moves().sale_line_id
        if not any(self.sudo().sale_id.order_line.mapped("amazon_cancel_requested")):
            return leaving  # Amazon says it of the order only.
        return leaving.filtered("amazon_cancel_requested")

    def _amazon_excess_lines(self):
        """Return the order's lines of whose items more is about to leave than the buyer still gets.

        An item may stand on two lines, where its price did not divide into cents.
        """
        excess = self.env["sale.order.line"].sudo()
        leaving = self._amazon_leaving_units()
        for line in leaving:
            item_lines = line.order_id.order_line.filtered(
                lambda one, item=line.amazon_item_ref: (
                    one.amazon_is_goods and one.amazon_item_ref == item
                )
            )
            expected = sum(
                _in_stock(one, one.product_uom_qty - one.amazon_qty_cancelled - one.qty_delivered)
                for one in item_lines
            )
            if not _is_at_most(sum(leaving.get(one, 0.0) for one in item_lines), expected):
                excess |= line
        return excess

    def _amazon_doubtful_lines(self, doubt):
        """Return the order's lines about to leave that a doubt is about."""
        if doubt == "requested":
            return self._amazon_unwanted_lines()
        if doubt == "too_many":
            return self._amazon_excess_lines()
        return self.sudo()._amazon_leaving_moves().sale_line_id

    def _amazon_check_cancelled(self):
        """Refuse what Amazon cancelled, where nobody was asked.

        :raise UserError: names the transfers
        """
        answered = self.env.context.get("amazon_ship_anyway") or []
        cancelled = self.filtered(
            lambda one: one.id not in answered and one.amazon_status == "CANCELLED"
        )
        if cancelled:
            raise UserError(
                _(
                    "Amazon cancelled the orders of these transfers, nothing more must leave for "
                    "them: %s. Cancel the transfers. If the goods have left already, validate "
                    "them by the button, which asks.",
                    ", ".join(f"{one.name} ({one.amazon_order_ref})" for one in cancelled),
                )
            )

    def _amazon_note_shipped_anyway(self, doubt):
        """Write down what was shipped though it had better stayed; tell who looks after it.

        :param doubt: why it had better stayed; None: it left as it should
        """
        self.ensure_one()
        if not doubt:
            return
        summaries = {
            "cancelled": _("Shipped although Amazon cancelled the order."),
            "requested": _("Shipped although the buyer asked to cancel."),
            "too_many": _("Shipped although it is more than the buyer still gets."),
        }
        self._message_log(body=summaries[doubt])
        if doubt == "cancelled":
            sale = self.sudo().sale_id
            sale._amazon_cancelled_too_late()
            sale._amazon_report_late()
        elif self.id not in (self.env.context.get("amazon_ship_anyway") or []):
            self._amazon_tell_shipped_unasked(doubt, summaries[doubt])

    def _amazon_tell_shipped_unasked(self, doubt, summary):
        """Have who looks after the order see to what left without a person's yes.

        Code that skips the button cannot be asked, and its goods may be gone already.
        """
        advice = {
            "requested": _(
                "Keep the parcel back if it is still here. Otherwise answer the buyer in Seller "
                "Central, and refund what comes back."
            ),
            "too_many": _(
                "Keep back what is too much if it is still here. Otherwise arrange with the buyer "
                "that it comes back: Amazon is told only of what it still expects."
            ),
        }
        note = _(
            "The transfer %(transfer)s of the Amazon order %(order)s was validated by a program, "
            "which could not be asked. %(advice)s",
            transfer=self.name,
            order=self.amazon_order_ref,
            advice=advice[doubt],
        )
        self.sudo().sale_id._amazon_ask_responsible(summary, note)


def _is_at_most(units, limit):
    """Whether so many units are no more than others, but for what floats leave over."""
    return float_compare(units, limit, precision_digits=3) <= 0


def _in_stock(line, quantity):
    """Return a quantity of a sale's line, sold by the dozen perhaps, in its product's unit."""
    unit = line["product_uom_id" if "product_uom_id" in line._fields else "product_uom"]
    return unit._compute_quantity(quantity, line.product_id.uom_id)
