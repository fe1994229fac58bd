"""What may happen to a shop's orders until they have left, drawn at random.

A season is some orders of one seller. Each turn draws what happens next: a clerk ships, splits,
corrects or takes back; Amazon ships elsewhere, cancels or fails; a run tells Amazon, and may be
killed. What happened is kept in words, so that a season that ends badly can be told.
"""

from odoo.addons.amazon_connector.amazon_api.errors import AmazonError
from odoo.exceptions import UserError

from .orders import an_item, an_order
from .wild_season import WildSeason

# So often a clerk mends what failed, at the end.
MENDINGS = 4
SKUS = ("MUG-BLUE", "MUG-BLUE", "PLATE", "KIT", "BOX", "LOTS")
CARRIERS = ("Colissimo", "Chronopost", "La camionnette de Jean")
"""Two that Amazon knows, and one that goes as « Other »."""
TURNS = {
    "ship": 6,
    "ship_a_part": 5,
    "ship_two_at_once": 2,
    "forget_the_tracking": 1,
    "ship_with_bad_tracking": 2,
    "split": 2,
    "correct_the_tracking": 1,
    "take_back": 1,
    "drop_a_transfer": 1,
    "order_more": 1,
    "merge_lines": 1,
    "mend": 3,
    "amazon_ships": 1,
    "amazon_cancels": 1,
    "bring_news": 2,
    "tell": 6,
}


class Season(WildSeason):
    """Some orders of a test's account, and what becomes of them.

    :param case: the test, see TestRandomShipments
    :param line: wild_troubles.Line, on which Amazon is told
    :param chance: random.Random, which decides everything
    :param happened: set of the turns that happened in this season or another; this adds its own
    """

    TURNS = TURNS

    def __init__(self, case, line, chance, happened):
        super().__init__(case, line, chance, happened)
        self.retried = set()

    def open(self, count):
        """Have Amazon sell something: so many orders, which come into Odoo."""
        self.orders = [self._order() for _ in range(count)]
        self.sales = self._case.sync(*self.orders)
        self._case.assertEqual(len(self.sales), count)
        for order, sale in zip(self.orders, self.sales):
            items = ", ".join(
                f"{item['quantityOrdered']} {item['product']['sellerSku']}"
                for item in order["orderItems"]
            )
            self._tell(f"{order['orderId']} is {sale.name}: {items}")

    def _order(self):
        items = []
        for sku in self._chance.sample(SKUS, self._chance.choice((1, 1, 1, 2, 3))):
            # What does not divide makes two lines of one item.
            total = f"{self._chance.randrange(500, 9999) / 100:.2f}"
            items.append(an_item(sku, total, self._chance.choice((1, 1, 2, 3, 5))))
        cents = sum(
            round(float(item["proceeds"]["proceedsTotal"]["amount"]) * 100) for item in items
        )
        return an_order(*items, total=f"{cents / 100:.2f}")

    # === In the warehouse ===#

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

    def take_back(self):
        """The buyer sends some of it back."""
        picking = self._one(self._done())
        if not picking:
            return None
        wizard = self._case.env["stock.return.picking"].with_context(
            active_id=picking.id, active_model="stock.picking"
        )
        wizard = wizard.create({"picking_id": picking.id})
        line = self._one(wizard.product_return_moves)
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
            picking.action_amazon_retry_sync()
            self.retried.add(picking.sudo().sale_id)
        return f"{picking.name}: {picking.carrier_tracking_ref}"

    def _validate(self, pickings, whole, tracking=None):
        for picking in pickings:
            self._fill(picking, whole)
            picking.carrier_id = self._case.carriers[self._chance.choice(CARRIERS)]
            picking.carrier_tracking_ref = tracking or self._tracking()
            if self._chance.random() < 0.3:
                self._pack(picking)
        stays = self._some(pickings, self._chance.choice((0, 0, 0, 1)))
        self._press_validate(pickings, stays)
        left = ", ".join(
            f"{move.quantity:g} {move.product_id.default_code}" for move in pickings.move_ids
        )
        rest = " (no backorder)" if stays else ""
        return f"{', '.join(pickings.mapped('name'))} with {left}{rest}"

    def _fill(self, picking, whole):
        moves = picking.move_ids.filtered(lambda move: move.state not in ("done", "cancel"))
        for move in moves:
            most = round(move.product_uom_qty)
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
        question = pickings.with_context(
            skip_sms=True,
            skip_backorder=True,
            picking_ids_not_to_backorder=without_backorder.ids,
        ).button_validate()
        # Such as of lines put together, where Odoo has some come back of which all leaves.
        if isinstance(question, dict) and question.get("res_model") == "amazon.ship.anyway":
            wizard = pickings.env[question["res_model"]].with_context(**question["context"])
            wizard.browse(question["res_id"]).action_ship()
        self._case.assertEqual(set(pickings.mapped("state")), {"done"})

    # === In the office ===#

    def order_more(self):
        """A person adds a unit that Amazon knows nothing of."""
        line = self._one(self._open_sales().order_line.filtered("amazon_is_goods"))
        if not line:
            return None
        line.write({"product_uom_qty": line.product_uom_qty + 1, "price_unit": line.price_unit})
        return f"{line.order_id.name}, {line.product_id.default_code}"

    def merge_lines(self):
        """A person puts lines of the same goods into one, of one item or of two."""
        untouched = self._open_sales().filtered(
            lambda one: "done" not in one.picking_ids.mapped("state")
        )
        for sale in untouched:
            goods = sale.order_line.filtered(
                lambda one: one.amazon_is_goods and one.product_uom_qty
            )
            for lines in goods.grouped("product_id").values():
                if len(lines) > 1:
                    first, *others = lines
                    total = sum(lines.mapped("product_uom_qty"))
                    first.write({"product_uom_qty": total, "price_unit": first.price_unit})
                    for line in others:
                        line.write({"product_uom_qty": 0, "price_unit": line.price_unit})
                    return f"{sale.name}, {first.product_id.default_code}"
        return None

    # === At Amazon ===#

    def amazon_ships(self):
        """Somebody ships some of an order in Seller Central."""
        order = self._one_open_at_amazon()
        if not order:
            return None
        item = self._chance.choice(order["orderItems"])
        units = item["fulfillment"]["quantityUnfulfilled"]
        some = [{"orderItemId": item["orderItemId"], "quantity": self._chance.randint(1, units)}]
        # Maybe the very parcel that left here, told by hand.
        ours = self._case.env["amazon.shipment"].search(
            [("order_id.amazon_order_ref", "=", order["orderId"]), ("tracking_ref", "!=", False)]
        )
        number = self._chance.choice([*ours.mapped("tracking_ref"), f"SC{next(self._numbers)}"])
        self._case.amazon.ship(order["orderId"], items=some, trackingNumber=number)
        return f"{order['orderId']}: {some} as {number}"

    def amazon_cancels(self):
        order = self._one_open_at_amazon()
        if not order:
            return None
        self._case.amazon.cancel(order["orderId"])
        return order["orderId"]

    def bring_news(self):
        """What Amazon shows now comes into Odoo."""
        orders = self._chance.sample(self.orders, self._chance.choice((1, len(self.orders) // 2)))
        return self._bring(orders)

    def _bring(self, orders):
        refs = [order["orderId"] for order in orders]
        try:
            self._case.account._retry_orders(refs)
        except AmazonError as error:
            return f"not to be had: {error}"
        return ", ".join(refs)

    # === Between both ===#

    def tell(self):
        """The run that tells Amazon: it may fail, and be killed."""
        return self._line.run()

    def settle(self):
        """Let the runs come to an end without faults; a clerk mends what failed."""
        for _round in range(MENDINGS):
            self._tell(f"settle: {self._line.run_in_peace()}")
            failed = self._done().filtered(lambda one: one.amazon_sync_state == "error")
            mended = failed.filtered(
                lambda one: self._case.BAD_TRACKING in (one.carrier_tracking_ref or "")
            )
            for picking in mended:
                self._tell(f"settle: {self._mend(picking)}")
            if not mended:
                break
        self._bring(self.orders)

    # === What there is ===#

    def _transfers(self):
        return self.sales.picking_ids.filtered(
            lambda one: (
                one.location_dest_id.usage == "customer" and one.location_id.usage != "customer"
            )
        ).with_user(self._case.clerk)

    def _waiting(self):
        return self._transfers().filtered(lambda one: one.state not in ("done", "cancel"))

    def _done(self):
        return self._transfers().filtered(lambda one: one.state == "done")

    def _open_sales(self):
        return self.sales.filtered(
            lambda sale: sale.state == "sale" and not sale.amazon_cancelled_late and not sale.locked
        )

    def _some(self, records, count):
        return records.browse(self._chance.sample(records.ids, count))

    def _tracking(self):
        return f"6A{next(self._numbers):011}"
