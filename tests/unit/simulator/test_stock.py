"""What is believed of the stock follows from the orders."""

from tests.unit.simulator.support import a_shipment, an_item, an_order


def row(shop, sku, by="MERCHANT"):
    """Return a SKU's ordered, pending, reserved and shipped units."""
    (found,) = (
        each for each in shop.state()["stock"] if (each["sku"], each["fulfilledBy"]) == (sku, by)
    )
    return tuple(found[name] for name in ("ordered", "pending", "reserved", "shipped"))


def test_units_wait_then_are_reserved_then_shipped(simulator):
    order = an_order(status="PENDING")
    shop = simulator.add_seller(order)
    assert row(shop, "SKU-11") == (3, 3, 0, 0)

    shop.push(order["orderId"], "release")
    assert row(shop, "SKU-11") == (3, 0, 3, 0)

    shop.confirm(order["orderId"], a_shipment(("11", 2)))
    assert row(shop, "SKU-11") == (3, 0, 1, 2)

    shop.push(order["orderId"], "ship")
    assert row(shop, "SKU-11") == (3, 0, 0, 3)


def test_a_cancelled_order_reserves_nothing(simulator):
    order = an_order()
    shop = simulator.add_seller(order)

    shop.push(order["orderId"], "cancel")

    assert row(shop, "SKU-11") == (3, 0, 0, 0)


def test_orders_add_up_by_sku_and_by_who_fulfils(simulator):
    shop = simulator.add_seller(an_order(), an_order(), an_order(by="AMAZON"))

    assert row(shop, "SKU-11") == (6, 0, 6, 0)
    assert row(shop, "SKU-11", "AMAZON") == (3, 0, 3, 0)


def test_an_item_without_a_sku_counts_under_none(simulator):
    item = an_item("11", 2)
    del item["product"]["sellerSku"]
    shop = simulator.add_seller(an_order(orderItems=[item]))

    assert row(shop, "") == (2, 0, 2, 0)
