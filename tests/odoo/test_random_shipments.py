"""Shipping histories drawn at random: at the end Amazon believes what Odoo's done moves say."""

import os
import random

from odoo.tests.common import new_test_user

from .common import Simulator
from .shipping import ShippingCase
from .shipping_truth import KITS, in_words, wrongs
from .wild_season import PLAYED_AGAIN, seasons_to_play
from .wild_shipping import TURNS, Season
from .wild_troubles import Line
from .wild_warehouse import CARRIERS

# `make test-full` draws ten times as many; so many of them are one season of a seller.
HISTORIES, TURNS_A_SEASON = (500, 60) if os.environ.get("AMAZON_TEST_FULL") else (50, 40)
ORDERS_A_SEASON = 10


def picks_first(season):
    """Whether goods are picked first in a season, and then shipped: so it is in every third."""
    return int(season.rpartition("-")[2]) % 3 == 1


class TestRandomShipments(ShippingCase):
    BAD_TRACKING = "UNKNOWN"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.carriers = {name: cls.a_carrier(name) for name in CARRIERS}
        cls.clerk = new_test_user(
            cls.env, "random-clerk", "stock.group_stock_user", company_id=cls.company.id
        )
        cls._stock_goods()

    @classmethod
    def _stock_goods(cls):
        plate = cls._product("PLATE")
        dozen = cls.env.ref("uom.product_uom_dozen").id
        fields = ("uom_id", "uom_po_id")  # the second is gone in 19.0
        box = cls._product("BOX", **{one: dozen for one in fields if one in cls.mug._fields})
        lots = cls._product("LOTS", tracking="lot")
        kit = cls._product("KIT")
        goods = {"MUG-BLUE": cls.mug, "PLATE": plate}
        cls.env["mrp.bom"].create(
            {
                "product_tmpl_id": kit.product_tmpl_id.id,
                "type": "phantom",
                "bom_line_ids": [
                    (0, 0, {"product_id": goods[part].id, "product_qty": need})
                    for part, need in KITS["KIT"].items()
                ],
            }
        )
        cls.lot = cls.env["stock.lot"].create(
            {"name": "L1", "product_id": lots.id, "company_id": cls.company.id}
        )
        companys = [("company_id", "=", cls.company.id)]
        cls.warehouse = cls.env["stock.warehouse"].search(companys, limit=1)
        for product in (cls.mug, plate, box, lots):
            lot = cls.lot if product == lots else cls.lot.browse()
            cls.env["stock.quant"]._update_available_quantity(
                product, cls.warehouse.lot_stock_id, 100_000, lot_id=lot
            )

    def test_amazon_believes_what_left_and_nothing_is_in_nobodys_hands(self):
        names, happened = seasons_to_play(HISTORIES // ORDERS_A_SEASON), set()
        # A warehouse with goods on their way cannot go back to one step.
        for seed in sorted(names, key=picks_first):
            if picks_first(seed):
                self.warehouse.delivery_steps = "pick_ship"
            with self.subTest(season=seed):
                happened |= self.play(seed)
        if not PLAYED_AGAIN:
            self.assertEqual(happened, set(TURNS), "each kind of thing was drawn")

    def play(self, seed):
        """Play a season, and return the turns that happened."""
        self.amazon = Simulator(self.region, self.marketplaces)
        self.account = self._account(self.amazon, name=f"Random {seed}")
        chance = random.Random(seed)
        with Line(self, chance) as line:
            season = Season(self, line, chance)
            try:
                season.open(ORDERS_A_SEASON)
                for _turn in range(TURNS_A_SEASON):
                    season.turn()
                season.settle()
                self.assertTruth(season)
                return season.happened
            except Exception as error:
                story = "\n".join(season.story)
                raise AssertionError(f"{error}\nThis had happened:\n{story}") from error

    def assertTruth(self, season):
        self.env.invalidate_all()
        orders = {order["orderId"]: order for order in self.amazon.orders()}
        found = []
        for sale in season.sales:
            order = orders[sale.amazon_order_ref]
            if wrong := wrongs(sale, order, season):
                found += [f"{sale.name}: {one}" for one in wrong] + in_words(sale, order)
        self.assertFalse(found, "\n".join(found))
