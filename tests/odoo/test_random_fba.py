"""FBA histories drawn at random: stock and its value are what Amazon's shipments come to."""

import os
import random
from datetime import datetime, timedelta

from odoo.tools import mute_logger

from .common import AmazonCase, Simulator, days_ago
from .fba_truth import wrongs
from .goods import automated
from .wild_fba import KITS, MARKETPLACES, TURNS, FbaSeason
from .wild_season import PLAYED_AGAIN, seasons_to_play
from .wild_troubles import Line

# `make test-full` draws ten times as many; so many of them are one season of a seller.
FULL = os.environ.get("AMAZON_TEST_FULL")
ORDERS, TURNS_A_SEASON = (1000, 60) if FULL else (100, 28)
ORDERS_A_SEASON = 25
# What a tenth need not bring: hardly an order has two lines of one item that wait.
RARE = set() if FULL else {"merge_lines"}
METHODS = {
    "STANDARD": "standard",
    "AVERAGE": "average",
    "FIFO": "fifo",
    "BOX": "average",
    "LOT": "fifo",
    "SERIAL": "standard",
}
TRACKED = {"LOT": "lot", "SERIAL": "serial"}


class TestRandomFba(AmazonCase):
    marketplaces = MARKETPLACES

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        values = automated(cls.env)
        cls.categories = {
            method: cls.env["product.category"].create(
                {"name": method, "property_cost_method": method, **values}
            )
            for method in set(METHODS.values())
        }

    def test_stock_and_value_are_what_amazons_shipments_come_to(self):
        names, happened = seasons_to_play(ORDERS // ORDERS_A_SEASON), set()
        for seed in names:
            with self.subTest(season=seed):
                happened |= self.play(seed)
        if not PLAYED_AGAIN:
            self.assertFalse(set(TURNS) - happened - RARE, "each kind of thing was drawn")

    @mute_logger("odoo.models.unlink")
    def play(self, seed):
        """Play a season, and return the turns that happened."""
        self.season_name = f"S{seed}"
        self.amazon = Simulator(self.region, self.marketplaces)
        self.location = self.company.amazon_location_id.copy({"name": f"Amazon {seed}"})
        self.account = self._account(
            self.amazon, name=f"Random {seed}", location_id=self.location.id
        )
        self.goods = self.make_goods()
        self.uncounted = self.goods["PAPER"]
        chance = random.Random(seed)
        with Line(self, chance) as line:
            season = FbaSeason(self, line, chance)
            try:
                season.story.append(season.amazon_sells(ORDERS_A_SEASON // 2))
                for turn in range(TURNS_A_SEASON):
                    if turn == TURNS_A_SEASON // 3:
                        season.story.append(season.amazon_sells(ORDERS_A_SEASON // 2))
                    season.turn()
                season.settle()
                self.env.invalidate_all()
                found = list(wrongs(season, self))
                self.assertFalse(found, "\n".join(found))
                return season.happened
            except Exception as error:
                story = "\n".join(season.story)
                raise AssertionError(f"{error}\nThis had happened:\n{story}") from error

    # === What a season asks of us ===#

    def make_goods(self):
        """Return a season's products by kind."""
        goods = {kind: self.a_good(kind) for kind in METHODS}
        plain = {"PAPER": "consu", "SETUP": "service"}
        kinds = "detailed_type" if "detailed_type" in self.mug._fields else "type"
        for kind, detailed in plain.items():
            goods[kind] = self.mug.create(
                {
                    "name": self.sku(kind),
                    "default_code": self.sku(kind),
                    "taxes_id": [(5,)],
                    kinds: detailed,
                }
            )
        for kind, parts in KITS.items():
            goods[kind] = self._product(self.sku(kind))
            lines = [
                (0, 0, {"product_id": goods[part].id, "product_qty": need})
                for part, need in parts.items()
            ]
            template = goods[kind].product_tmpl_id.id
            self.env["mrp.bom"].create(
                {"product_tmpl_id": template, "type": "phantom", "bom_line_ids": lines}
            )
        if "product.value" in self.env:  # from 19.0 on: the price of the day of its creation
            self.env["product.value"].search([("move_id", "=", False)]).date = days_ago(10)
        return goods

    def a_good(self, kind):
        dozen = self.env.ref("uom.product_uom_dozen").id
        fields = ("uom_id", "uom_po_id")  # the second is gone in 19.0
        values = {one: dozen for one in fields if one in self.mug._fields} if kind == "BOX" else {}
        if METHODS[kind] == "standard":
            values["standard_price"] = 4.0
        return self._product(
            self.sku(kind),
            categ_id=self.categories[METHODS[kind]].id,
            tracking=TRACKED.get(kind, "none"),
            **values,
        )

    def sku(self, kind):
        return f"{self.season_name} {kind}"

    def in_location(self, product):
        """Return how many of a product lie in the season's location."""
        quants = self.env["stock.quant"].search(
            [("product_id", "=", product.id), ("location_id", "=", self.location.id)]
        )
        return sum(quants.mapped("quantity"))

    def hours_ago(self, hours):
        return datetime.utcnow().replace(microsecond=0) - timedelta(hours=hours)
