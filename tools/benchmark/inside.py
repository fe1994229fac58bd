"""Measures inside Odoo: run by Odoo's own Python, never imported by our tools.

python -m tools.benchmark.inside ODOO.CONF REQUEST.json ANSWER.json
"""

import gc
import json
import sys
import time
from pathlib import Path

from odoo.api import Environment

from tools.benchmark.plain import bring, copy_of
from tools.demo.shop import Shop
from tools.inside_odoo import SUPERUSER, registry_of

LONG_AGO = "2020-01-01 00:00:00"
PLENTY = 1_000_000
"""In stock of each product: every transfer is reserved."""


class Bench:
    """One database, in which the competitors take turns."""

    def __init__(self, registry, server):
        self._registry = registry
        self._server = server

    def measure(self, request):
        """Return the seconds of each round by competitor, and the queries of a page."""
        self._stock(request["skus"])
        self._first_time(self._connect(request["warm"]))
        empty = self._queries(request["empty"])
        rounds = [self._round(seller) for seller in request["rounds"]]
        full = self._queries(request["full"])
        return {"rounds": rounds, "queries": {"empty": empty, "full": full}}

    def _round(self, seller):
        """Let each competitor bring the same orders, and the connector bring them again."""
        account = self._connect(seller)
        first = self._first_time(account)
        again = self._again(account)
        with self._env() as env:
            orders = copy_of(env["amazon.account"].browse(account).order_ids)
        return {
            "orders": len(orders),
            "connector": first,
            "one at a time": self._bring(orders, 1),
            "batches of 100": self._bring(orders, 100),
            "again": again,
        }

    def _queries(self, seller):
        """Count the queries of one page: when its orders are new, and when nothing has changed."""
        account = self._connect(seller)
        counted = {}
        for name in ("new", "unchanged"):
            with self._env() as env:
                one = self._set_back(env, account)
                before = env.cr.sql_log_count
                one._sync_orders()
                counted[name] = env.cr.sql_log_count - before
        return counted

    # === What takes time ===#

    def _first_time(self, account):
        with self._env() as env:
            one = self._set_back(env, account)
            return _seconds(lambda: _finish(one))

    _again = _first_time

    def _bring(self, orders, size):
        with self._env() as env:
            return _seconds(lambda: bring(env, orders, size))

    # === What stands before ===#

    def _env(self):
        return _Env(self._registry)

    def _stock(self, skus):
        with self._env() as env:
            shop = Shop(env)
            shop.set_up_company()
            goods = {"price": 10.0, "in_warehouse": PLENTY, "at_amazon": 0}
            shop.stock_catalogue([{"reference": sku, "name": sku, **goods} for sku in skus])

    def _connect(self, seller):
        with self._env() as env:
            marketplaces = env["amazon.marketplace"].search(
                [("marketplace_id", "in", seller["marketplaceIds"])]
            )
            return (
                env["amazon.account"]
                .create(
                    {
                        "name": seller["sellerId"],
                        "region": seller["region"],
                        "company_id": 1,
                        "seller_id": seller["sellerId"],
                        "lwa_client_id": seller["clientId"],
                        "lwa_client_secret": seller["clientSecret"],
                        "refresh_token": seller["refreshToken"],
                        "test_server": self._server,
                        "marketplace_ids": marketplaces.ids,
                    }
                )
                .id
            )

    def _set_back(self, env, account):
        account = env["amazon.account"].browse(account)
        account.last_orders_sync = LONG_AGO
        env.cr.commit()
        env.invalidate_all()
        return account


class _Env:
    """A new cursor with an empty cache; committed at the end."""

    def __init__(self, registry):
        self._registry = registry

    def __enter__(self):
        gc.collect()
        self._cursor = self._registry.cursor()
        context = {"lang": "en_US", "allowed_company_ids": [1]}
        return Environment(self._cursor, SUPERUSER, context)

    def __exit__(self, kind, *_):
        if kind is None:
            self._cursor.commit()
        self._cursor.close()


def _finish(account):
    while (outcome := account._sync_orders(seconds=3600)) != "done":
        if outcome == "failed":
            raise RuntimeError(account.orders_sync_message)


def _seconds(work):
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def main(configuration, request, answer):
    wanted = json.loads(Path(request).read_text(encoding="utf-8"))
    bench = Bench(registry_of(configuration), wanted["server"])
    Path(answer).write_text(json.dumps(bench.measure(wanted)), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
