"""When and what left, where code did the moves: of a transfer without date, or without any."""

from .orders import an_item, an_order
from .shipping import ShippingCase
from .test_fallback import FallbackCase
from .test_kits import KitsCase


class UndatedCase(ShippingCase):
    def leave(self, sale, quantities, tracking):
        """Have moves of a sale's transfer done without it: it is done, and has no date."""
        picking = self.transfer(sale)
        picking.write({"carrier_id": self.carrier.id, "carrier_tracking_ref": tracking})
        for move in picking.move_ids:
            move.write({"quantity": quantities[move.product_id], "picked": True})
        picking.move_ids._action_done()
        self.assertEqual(picking.state, "done")
        picking.date_done = False
        return picking


class TestUndatedTransfers(UndatedCase):
    def test_they_are_told_together_with_others_as_of_when_their_goods_moved(self):
        sale = self.sync(an_order(an_item(quantity=3)))
        undated = self.leave(sale, {self.mug: 1}, "6A1")
        dated = self.ship(sale, tracking="6A2")
        undated._amazon_note_done()
        shipments = self.prepared(undated, dated).sorted("tracking_ref")
        self.assertEqual(shipments.mapped("tracking_ref"), ["6A1", "6A2"])
        self.assertEqual(
            shipments.mapped("shipped_at"), [max(undated.move_ids.mapped("date")), dated.date_done]
        )

    def test_they_are_late_as_of_when_their_goods_moved(self):
        picking = self.leave(self.sync(an_order()), {self.mug: 1}, "6A1")
        picking.move_ids.date = picking.amazon_ship_by = "2026-01-31 10:00:00"
        picking.move_ids.date = "2026-01-31 10:00:01"
        self.env.flush_all()
        row = self.env["amazon.punctuality"].search([("picking_id", "=", picking.id)])
        self.assertEqual((row.left_at, row.late), (picking.move_ids.date, 1))


class TestUndatedKits(KitsCase, UndatedCase):
    def test_a_kit_is_whole_with_the_later_of_two(self):
        sale = self.sync(an_order(an_item("KIT", total="12.00")))
        first = self.leave(sale, {self.mug: 2, self.plate: 0}, "6A1")
        second = self.leave(sale, {self.mug: 0, self.plate: 1}, "6A2")
        line = sale.order_line.filtered("amazon_is_goods")
        first.move_ids.date = "2026-01-31 10:00:00"
        moves = [picking.move_ids.filtered("quantity") for picking in (first, second)]
        self.assertEqual([one._amazon_units_now(line) for one in moves], [0, 1])


class TestMendedProducts(FallbackCase):
    def test_what_was_only_called_by_another_name_has_not_come_back(self):
        sale = self.sync(self.unknown())
        self.validate(sale.picking_ids)
        self.assign(sale)
        line = sale.order_line.filtered("amazon_is_goods")
        self.assertEqual(line.product_id, self.mug)
        self.assertEqual(line._amazon_units_back(), 0)
