"""What the demo does inside Odoo: run by Odoo's own Python, never imported by our tools.

    python -m tools.demo.inside ODOO.CONF company
    python -m tools.demo.inside ODOO.CONF shop REQUEST.json ANSWER.json

`company` makes the new database's company a French one, before the addon is installed. `shop`
connects it to the simulated Amazon, synchronises, and writes down what stands in Odoo then.
"""

import json
import sys
import time
from pathlib import Path

from tools.demo import parcels
from tools.demo.dispatch import Dispatch
from tools.demo.shop import Shop
from tools.inside_odoo import opened

# The lists of fresh orders are long at most once; and nothing waits for ever.
SYNCHRONISATION_LIMIT = 600.0


def make_company(env):
    """Make the first company French, in language too, and Administrator with it."""
    company = env["res.company"].browse(1)
    france = env.ref("base.fr")
    company.write(
        {
            "name": "La Garrigue",
            "country_id": france.id,
            "currency_id": france.currency_id.id,
            "street": "4 rue des Oliviers",
            "zip": "13001",
            "city": "Marseille",
        }
    )
    company.partner_id.lang = "fr_FR"
    if "stock.warehouse" in env:  # else it takes the company's name when it comes
        env["stock.warehouse"].search([("company_id", "=", company.id)]).name = company.name
    env.ref("base.user_admin").write({"lang": "fr_FR", "tz": "Europe/Paris"})


def set_up_shop(env, request):
    """Connect the shop to Amazon, synchronise it, and return what stands in Odoo then."""
    shop = Shop(env)
    shop.set_up_company()
    shop.stock_catalogue(request["catalogue"])
    accounts = [shop.connect(seller, request["server"]) for seller in request["sellers"]]
    shop.add_offers(request["catalogue"], accounts)
    dispatch = Dispatch(shop.env, request["deliveries"])
    dispatch.add_delivery_methods(accounts)
    shop.connect_the_others(accounts, request["server"])
    if request["to_connect"]:
        shop.know_application(request["to_connect"], request["server"])
    env["ir.config_parameter"].set_param(*request["mark"])
    env.cr.commit()
    failures = synchronise(accounts, "_sync_orders", "orders_sync_message")
    if request["cancelled"]:
        cancel(request["cancelled"], request["server"])
        failures += synchronise(accounts, "_sync_orders", "orders_sync_message")
    dispatch.ship()
    env.cr.commit()
    with dispatch.telling_by_feed():
        far = [one for one in accounts if one.region == request["deliveries"]["by_feed"]]
        failures += synchronise(far, "_sync_shipments", "shipments_sync_message")
    dispatch.ask_of_feeds()
    failures += synchronise(accounts, "_sync_shipments", "shipments_sync_message")
    failures += synchronise(accounts, "_compare_stock", "stock_look_message")
    env["amazon.shipment"]._tell_failures(env["amazon.account"].union(*accounts))
    return {
        "failures": failures,
        "orders": shop.orders(),
        "issues": shop.issues(),
        "shipments": dispatch.shipments(),
        "waiting": dispatch.waiting(),
    }


def cancel(references, server):
    """Have buyers cancel their orders at the simulated Amazon, and Amazon tell of it."""
    for reference in references:
        order = f"{server}/_control/orders/{reference}"
        # In a second demo it may have been cancelled already.
        parcels.post(f"{order}/cancel", {}, may_be_refused=True)
    parcels.post(f"{server}/_control/clock", {"advanceSeconds": parcels.LAG})


def synchronise(accounts, method, message):
    """Call a method of each account until nothing is left.

    :param method: '_sync_orders', '_sync_shipments' or '_compare_stock'
    :param message: the field in which it says why Amazon could not be asked
    :return: list of why that did not work, for each account where it did not
    """
    return [
        f"{account.name}: {failure}"
        for account in accounts
        if (failure := _finish(account, method, message))
    ]


def _finish(account, method, message):
    deadline = time.monotonic() + SYNCHRONISATION_LIMIT
    while time.monotonic() < deadline:
        outcome = getattr(account, method)()
        account.env.cr.commit()
        if outcome == "done":
            return None
        if outcome == "failed":
            return account[message]
        if outcome in ("busy", "wait"):
            time.sleep(1)
    return f"not finished within {SYNCHRONISATION_LIMIT:.0f} s"


def open_for_sale(env, request, answer):
    """Set the shop up as a file of JSON requests, and write into another what stands there."""
    wanted = json.loads(Path(request).read_text())
    Path(answer).write_text(json.dumps(set_up_shop(env, wanted)))


def main(configuration, task, *paths):
    with opened(configuration, tracking_disable=True) as env:
        if task == "company":
            make_company(env)
        else:
            open_for_sale(env, *paths)


if __name__ == "__main__":
    main(*sys.argv[1:])
