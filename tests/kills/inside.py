"""What the tests with killed processes do inside Odoo; run by Odoo's own Python.

    python -m tests.kills.inside ODOO.CONF set-up REQUEST.json ANSWER.json
    python -m tests.kills.inside ODOO.CONF synchronise ACCOUNT PAGE_SIZE ANSWER.json
    python -m tests.kills.inside ODOO.CONF ship ACCOUNT… ANSWER.json
    python -m tests.kills.inside ODOO.CONF tell ACCOUNT WAY ANSWER.json

`synchronise` says « ready » before it begins, and every outcome with the time; it ends when all
orders are in Odoo, and writes down what stands there then. So does `tell`, when Amazon was told of
all that left; the way is « calls » or « feed ». `ship` brings all orders of some accounts, has
their goods leave, and writes down how many transfers left of each.
"""

import functools
import json
import sys
import time
from pathlib import Path

from tools.inside_odoo import opened, stocked_good

from .picture import picture
from .shipping import due_at_once, ship, shipments, untold, way_of_telling


def set_up(env, request):
    """Make a company with an account for each of the sellers.

    :return: list of the accounts' ids
    """
    products = env["product.product"]
    kind = stocked_good(products)
    products.create(
        [{"name": sku, "default_code": sku, "taxes_id": [(5,)], **kind} for sku in request["skus"]]
    )
    accounts = [connect(env, seller, request["server"]) for seller in request["sellers"]]
    return [account.id for account in accounts]


def connect(env, seller, server):
    """Make a company and its account of this seller."""
    company = env["res.company"].create({"name": f"Company of {seller['sellerId']}"})
    env.user.company_ids |= company
    here = env(context={**env.context, "allowed_company_ids": company.ids})
    if not here["stock.warehouse"].search_count([("company_id", "=", company.id)]):
        here["stock.warehouse"].create({"name": company.name[-20:], "code": "W"})
    marketplaces = env["amazon.marketplace"].search(
        [("marketplace_id", "in", seller["marketplaceIds"])]
    )
    return here["amazon.account"].create(
        {
            "name": seller["name"],
            "region": seller["region"],
            "company_id": company.id,
            "seller_id": seller["sellerId"],
            "lwa_client_id": seller["clientId"],
            "lwa_client_secret": seller["clientSecret"],
            "refresh_token": seller["refreshToken"],
            "test_server": server,
            "marketplace_ids": marketplaces.ids,
            "last_orders_sync": "2020-01-01 00:00:00",
        }
    )


def synchronise(env, account_id, page_size):
    """Synchronise an account until all of its orders are in Odoo, in pages of this size.

    :return: what stands in Odoo then, see `picture`
    """
    account = account_of(env, account_id)
    make_pages_of(int(page_size), account)
    say("ready")
    finish(env, account._sync_orders, lambda outcome: outcome == "done")
    return picture(account)


def deliver(env, *account_ids):
    """Bring all orders of these accounts, and have what they wait for leave.

    :return: list of how many transfers left, by account
    """
    counts = []
    for account in (account_of(env, account_id) for account_id in account_ids):
        finish(env, account._sync_orders, lambda outcome: outcome == "done")
        counts.append(ship(account))
    return counts


def tell(env, account_id, way):
    """Tell Amazon of all that left.

    :param way: 'calls' or 'feed'
    :return: what stands in Odoo of each shipment then
    """
    account = account_of(env, account_id)

    def once():
        due_at_once(account)
        return account._sync_shipments()

    with way_of_telling(way):
        say("ready")
        finish(env, once, lambda outcome: outcome == "done" and not untold(account))
    return shipments(account)


def account_of(env, account_id):
    """Return the account as its company's people see it."""
    account = env["amazon.account"].browse(int(account_id))
    return account.with_context(allowed_company_ids=account.company_id.ids)


def finish(env, once, is_over):
    """Do something until it is over; each time it is committed, and its outcome told."""
    env.cr.commit()
    while True:
        outcome = once()
        env.cr.commit()
        env.invalidate_all()
        say(outcome)
        if is_over(outcome):
            return
        time.sleep(0.1)


def make_pages_of(size, account):
    """Have the client ask for so many orders at once: more pages, more moments to be killed in."""
    with account._amazon_client() as client:
        kind = type(client)
    whole = kind.search_orders

    @functools.wraps(whole)
    def search_orders(self, **filters):
        return whole(self, **{**filters, "page_size": size})

    kind.search_orders = search_orders


def say(word):
    print(f"{time.monotonic():.3f} {word}", flush=True)


def main(configuration, task, *words):
    with opened(configuration) as env:
        *words, answer = words
        if task == "set-up":
            found = set_up(env, json.loads(Path(*words).read_text()))
        else:
            tasks = {"synchronise": synchronise, "ship": deliver, "tell": tell}
            found = tasks[task](env, *words)
        Path(answer).write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main(*sys.argv[1:])
