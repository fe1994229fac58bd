"""What may happen in the warehouse while a shop's orders leave it, drawn at random."""

from odoo.exceptions import UserError

from .shipping_truth import units_in
from .wild_season import WildSeason

CARRIERS = ("Colissimo", "Chronopost", "La camionnette de Jean")
"""Two that Amazon knows, and one that goes as « Other »."""


class WildWarehouse(WildSeason):
    """A season's transfers: clerks pick, ship, split, correct and take back.

    Its ``sales`` are the orders, ``retried`` those of which somebody tried a failed transfer again;
    ``given_up`` the units in packages that they left to Amazon so, ``shown_as_shipped`` those that
    Amazon showed as shipped at some time, ``recounted`` those of which quantities were corrected;
    ``corrected`` has what stood before on such moves.
    """

    def ship(self):
        picking = self._one(self._waiting())
        return picking and self._validate(picking, whole=True)

    def ship_a_part(self):
        picking = self._one(self._waiting())
        return picking and self._validate(picking, whole=False)

    def ship_two_at_once(self):
        waiting = self._waiting()
        if len(waiting) < 2:
            return None
        return self._validate(self._some(waiting, 2), whole=self._chance.random() < 0.5)

    def ship_a_batch(self):
        waiting = self._waiting()
        if len(waiting) < 2:
            return None
        pickings = self._some(waiting, self._chance.randint(2, min(len(waiting), 4)))
        return self._validate(pickings, whole=self._chance.random() < 0.5, press=self._press_batch)

    def pick(self):
        """Some goods are brought from the shelf to where they leave from."""
        picking = self._one(self._to_pick())
        if not picking:
            return None
        self._fill(picking, whole=self._chance.random() < 0.6)
        stays = self._some(picking, self._chance.choice((0, 0, 0, 1)))
        self._press_validate(picking, stays)
        return f"{picking.name} with {self._goods_of(picking)}"

    def ship_with_bad_tracking(self):
        """The number is one that Amazon refuses."""
        picking = self._one(self._waiting())
        return picking and self._validate(picking, whole=True, tracking=self._case.BAD_TRACKING)

    def forget_the_tracking(self):
        """Nothing leaves: Odoo says what is missing."""
        picking = self._one(self._waiting().filtered(self._is_awaited))
        if not picking:
            return None
        words = f"{picking.name}, {picking.sudo().sale_id.amazon_status}"
        with self._case.assertRaises(UserError, msg=words):
            self._fill(picking, whole=True)
            picking.carrier_tracking_ref = False
            picking.move_line_ids.result_package_id = False
            self._press_validate(picking, picking.browse())
        return words

    def _is_awaited(self, picking):
        """Whether Amazon waits for all of this transfer, as far as Odoo was told.

        What it shows as shipped by others, or as cancelled, may leave without a number; so may
        what came back and leaves again.
        """
        sale = picking.sudo().sale_id
        return (
            sale.amazon_status in ("UNSHIPPED", "PARTIALLY_SHIPPED")
            and not any(sale.order_line.mapped("amazon_qty_ahead"))
            and not sale.picking_ids.move_ids.origin_returned_move_id
        )

    def split(self):
        """Two transfers of one order wait at once."""
        picking = self._one(self._waiting())
        move = picking and self._one(
            picking.move_ids.filtered(lambda one: one.product_uom_qty > 1 and not one.bom_line_id)
        )
        if not move:
            return None
        other = picking.copy({"move_ids": [], "move_line_ids": []})
        picking.do_unreserve()
        rest = self._case.env["stock.move"].create(move._split(1))
        rest.picking_id = other
        rest._action_confirm(merge=False)
        (picking | other).action_assign()
        return f"1 {move.product_id.default_code} of {picking.name} goes with {other.name}"

    def drop_a_transfer(self):
        picking = self._one(self._waiting())
        if not picking:
            return None
        picking.action_cancel()
        return picking.name

    def correct_the_tracking(self):
        done = self._done().filtered(lambda one: one.amazon_sync_state == "done")
        picking = self._one(done)
        if not picking:
            return None
        picking.carrier_tracking_ref = self._tracking()
        return f"{picking.name}: {picking.carrier_tracking_ref}"

    def correct_the_quantity(self):
        """Somebody finds that more or less left than the transfer says."""
        move = self._one(self._correctable())
        if not move:
            return None
        before, back = round(move.quantity), round(_back(move))
        self.corrected[move] = before
        self._correct(move, self._chance.choice([*range(max(back, 1), before), before + 1]))
        words = f"{move.product_id.default_code} of {move.picking_id.name}"
        return f"{words}: {before}, no, {move.quantity:g}"

    def _correct(self, move, quantity):
        more = quantity - move.quantity
        if more > 0 and len(move.move_line_ids) > 1:
            # Odoo 19 adds to the first line and would delete the others, which it then refuses.
            move.move_line_ids[0].quantity += more
        else:
            move.quantity = quantity
        self.recounted.add(move.sale_line_id.order_id)

    def _correctable(self):
        return (
            self._done()
            .sudo()
            .move_ids.filtered(
                lambda one: (
                    one.state == "done" and one.quantity and one.product_id.tracking == "none"
                )
            )
        )

    def set_the_quantity_back(self):
        """The transfer was right at first."""
        right = self.corrected.items()
        move = self._one([one for one, then in right if one.quantity and then >= _back(one)])
        if not move:
            return None
        self._correct(move, self.corrected.pop(move))
        return f"{move.product_id.default_code} of {move.picking_id.name}: {move.quantity:g}"

    def send_what_lacked(self):
        """What was found not to have left goes with a transfer of its own."""
        moves = self._correctable().filtered(
            lambda one: one.quantity > max(_back(one), 1) and not one.bom_line_id
        )
        move = self._one(moves)
        if not move:
            return None
        most = move.quantity - max(_back(move), 1)
        lacked = self._chance.randint(1, round(most))
        self._correct(move, move.quantity - lacked)
        other = move.picking_id.copy({"move_ids": [], "move_line_ids": []})
        move.copy({"picking_id": other.id, "product_uom_qty": lacked, "move_line_ids": []})
        other.action_confirm()
        other.action_assign()
        words = f"{move.product_id.default_code} of {move.picking_id.name}"
        return f"{lacked} {words} by {other.name}"

    def take_back(self):
        """The buyer sends some of it back."""
        picking = self._one(self._done())
        if not picking:
            return None
        wizard = self._case.env["stock.return.picking"].with_context(
            active_id=picking.id, active_model="stock.picking"
        )
        wizard = wizard.create({"picking_id": picking.id})
        line = self._one(
            wizard.product_return_moves.filtered(
                lambda one: one.move_id.quantity - _back(one.move_id) >= 1
            )
        )
        if not line:
            return None
        (wizard.product_return_moves - line).quantity = 0
        line.quantity = 1
        create_returns = getattr(wizard, "create_returns", None) or wizard.action_create_returns
        action = create_returns()
        back = picking.browse(action["res_id"])
        self._fill(back, whole=True)
        self._press_validate(back, back.browse())
        return f"1 {line.product_id.default_code} of {picking.name}"

    def mend(self):
        """A clerk looks at a transfer that failed, and tries again."""
        picking = self._one(self._done().filtered(lambda one: one.amazon_sync_state == "error"))
        return picking and self._mend(picking)

    def _mend(self, picking):
        if self._case.BAD_TRACKING in (picking.carrier_tracking_ref or ""):
            picking.carrier_tracking_ref = self._tracking()
        # What is corrected is told again by itself.
        if picking.amazon_sync_state == "error":
            sale = picking.sudo().sale_id
            taken_away = picking.sudo().amazon_shipment_ids.filtered("taken_away")
            self.given_up[sale] += units_in(taken_away)
            self.retried.add(sale)
            picking.action_amazon_retry_sync()
        return f"{picking.name}: {picking.carrier_tracking_ref}"

    def _validate(self, pickings, whole, tracking=None, press=None):
        for picking in pickings:
            self._fill(picking, whole)
            picking.carrier_id = self._case.carriers[self._chance.choice(CARRIERS)]
            picking.carrier_tracking_ref = tracking or self._tracking()
            if self._chance.random() < 0.3:
                self._pack(picking)
        stays = self._some(pickings, self._chance.choice((0, 0, 0, 1)))
        (press or self._press_validate)(pickings, stays)
        rest = " (no backorder)" if stays else ""
        return f"{', '.join(pickings.mapped('name'))} with {self._goods_of(pickings)}{rest}"

    def _goods_of(self, pickings):
        return ", ".join(
            f"{move.quantity:g} {move.product_id.default_code}" for move in pickings.move_ids
        )

    def _fill(self, picking, whole):
        moves = picking.move_ids.filtered(lambda move: move.state not in ("done", "cancel"))
        for move in moves:
            most = round(move.product_uom_qty)
            if move.move_orig_ids:  # as much as was picked
                most = min(most, round(move.quantity))
            units = most if whole else self._chance.randint(0, most)
            move.write({"quantity": units, "picked": bool(units)})
        if not any(moves.mapped("picked")):
            moves[0].write({"quantity": 1, "picked": True})
        for line in moves.move_line_ids.filtered(lambda one: one.product_id.tracking == "lot"):
            line.lot_id = self._case.lot

    def _pack(self, picking):
        """Put some of the goods into packages, most of which have a tracking reference."""
        packages = self._case.env[picking.move_line_ids.result_package_id._name]
        boxes = packages.create([{}, {}])
        boxes[0].amazon_tracking_ref = self._tracking()
        for line in picking.move_line_ids:
            line.result_package_id = self._chance.choice([*boxes, packages])

    def _press_validate(self, pickings, without_backorder):
        """:param without_backorder: those of which nothing more is to come"""
        context = self._answers(without_backorder)
        self._ship_anyway(pickings, pickings.with_context(**context).button_validate())

    def _press_batch(self, pickings, without_backorder):
        """As ``_press_validate``, in a batch for each kind of transfer."""
        for kind, own in pickings.grouped("picking_type_id").items():
            values = {"picking_ids": [(6, 0, own.ids)], "picking_type_id": kind.id}
            batch = self._case.env["stock.picking.batch"].create(
                {**values, "company_id": self._case.company.id}
            )
            batch.action_confirm()
            context = self._answers(without_backorder)
            clerks = batch.with_user(self._case.clerk).with_context(**context)
            self._ship_anyway(own, clerks.action_done())

    def _answers(self, without_backorder):
        """Return the context in which Odoo asks nothing more."""
        not_to_come = without_backorder.ids
        skipped = {"skip_sms": True, "skip_backorder": True}
        return {**skipped, "picking_ids_not_to_backorder": not_to_come}

    def _ship_anyway(self, pickings, question):
        """Answer what the connector may ask in a validation; then all of it is done."""
        # Such as of lines put together, where Odoo has some come back of which all leaves.
        if isinstance(question, dict) and question.get("res_model") == "amazon.ship.anyway":
            wizard = pickings.env[question["res_model"]].with_context(**question["context"])
            wizard.browse(question["res_id"]).action_ship()
        self._case.assertEqual(set(pickings.mapped("state")), {"done"})

    # === What there is ===#

    def _transfers(self):
        return self.sales.picking_ids.filtered(
            lambda one: (
                one.location_dest_id.usage == "customer" and one.location_id.usage != "customer"
            )
        ).with_user(self._case.clerk)

    def _waiting(self):
        return self._transfers().filtered(
            lambda one: one.state not in ("done", "cancel") and self._is_there(one)
        )

    def _is_there(self, picking):
        """Whether goods of a transfer lie where it begins, as far as others bring them there."""
        moves = picking.move_ids.filtered(lambda one: one.state not in ("done", "cancel"))
        return not moves.move_orig_ids or any(moves.mapped("quantity"))

    def _to_pick(self):
        return self.sales.picking_ids.filtered(
            lambda one: (
                one.location_dest_id.usage == "internal"
                and one.location_id.usage == "internal"
                and one.state == "assigned"
            )
        ).with_user(self._case.clerk)

    def _done(self):
        return self._transfers().filtered(lambda one: one.state == "done")

    def _tracking(self):
        return f"6A{next(self._numbers):011}"

    def _some(self, records, count):
        return records.browse(self._chance.sample(records.ids, count))


def _back(move):
    """Return how much of what left with a move came back: it did leave."""
    back = move.returned_move_ids.filtered(lambda one: one.state == "done")
    return sum(back.mapped("quantity"))
