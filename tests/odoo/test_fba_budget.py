"""What a page of orders costs that Amazon shipped: a handful of calls, however many they are."""

from collections import Counter
from contextlib import ExitStack
from unittest.mock import patch

from .common import AmazonCase, Simulator
from .orders import an_item, an_order

COUNTED = {
    "stock.move": ("create", "_action_confirm", "_action_done"),
    "stock.move.line": ("create", "_action_done"),
}


class TestFbaBudget(AmazonCase):
    def a_shop_with(self, count):
        """Return an account whose shop holds so many orders that Amazon shipped today."""
        amazon = Simulator(self.region, self.marketplaces)
        amazon.add(
            *(
                an_order(
                    an_item(quantity=2, total="24.00"),
                    total="24.00",
                    status="SHIPPED",
                    fulfilled_by="AMAZON",
                    minutes=10,
                )
                for _number in range(count)
            )
        )
        return self._account(amazon)

    def counted(self, account):
        """Synchronise a shop; return how often moves were written, and the number of queries."""
        calls = Counter()
        self.env.flush_all()
        self.env.invalidate_all()
        with ExitStack() as patches:
            for model, names in COUNTED.items():
                for name in names:
                    patches.enter_context(self.counting(calls, type(self.env[model]), name))
            before = self.env.cr.sql_log_count
            self.assertEqual(account._sync_orders(seconds=600), "done")
            self.env.flush_all()
            return calls, self.env.cr.sql_log_count - before

    def counting(self, calls, model, name):
        method = getattr(model, name)

        def counting(records, *args, **kwargs):
            # Odoo calls these for nothing, too.
            calls[model._name, name] += bool(args[0] if name == "create" else records)
            return method(records, *args, **kwargs)

        if name == "create":
            counting._api = "model_create"
        return patch.object(model, name, counting)

    def test_a_page_moves_all_its_goods_at_once(self):
        self.counted(self.a_shop_with(2))
        few, queries_of_few = self.counted(self.a_shop_with(5))
        many, queries_of_many = self.counted(self.a_shop_with(25))
        each = (queries_of_many - queries_of_few) / 20
        self.assertEqual(many, few)
        self.assertEqual(set(many.values()), {1}, many)
        self.assertLess(each, 30)
