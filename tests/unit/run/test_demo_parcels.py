"""The demo's table of shipments: what Odoo calls done, and what its Amazon believes."""

import pytest

from tools.demo import parcels


def left(reference="1000001", state="synchronised", tracking="6A1", transfer_state=None, **items):
    return {
        "order": "404-1",
        "transfer": "WH/OUT/00001",
        "transfer_state": transfer_state or state,
        "reference": reference,
        "carrier": "Colissimo",
        "tracking": tracking,
        "items": items or {"A": 2},
        "state": state,
        "message": "",
    }


def believed(*packages, order_id="404-1"):
    return [{"orderId": order_id, "packages": list(packages)}, {"orderId": "404-2"}]


def package(reference="1000001", tracking="6A1", **items):
    told = [{"orderItemId": item, "quantity": units} for item, units in (items or {"A": 2}).items()]
    return {
        "packageReferenceId": reference,
        "trackingNumber": tracking,
        "carrier": "Colissimo",
        "packageItems": told,
    }


def test_all_is_well_when_both_see_the_same():
    assert parcels.mistakes([left()], believed(package())) == []


def test_a_failed_shipment_that_amazon_does_not_know_is_as_it_should_be():
    assert parcels.mistakes([left(state="failed")], believed()) == []


def test_a_package_that_somebody_else_told_amazon_of_is_no_matter_of_odoos():
    assert parcels.mistakes([], believed(package("1"))) == []


@pytest.mark.parametrize(
    ("shipment", "packages", "sentence"),
    [
        (left(), (), "synchronised in Odoo, and Amazon does not know it"),
        (left(), (package(tracking="6A2"),), "Amazon knows it otherwise"),
        (left(), (package(A=1),), "Amazon knows it otherwise"),
        (left(state="failed"), (package(),), "is failed in Odoo, and Amazon knows it"),
        (left(state="to be told"), (), "was not told to Amazon"),
    ],
)
def test_what_they_see_otherwise_is_a_mistake(shipment, packages, sentence):
    (line,) = parcels.mistakes([shipment], believed(*packages))
    assert sentence in line


def test_what_amazon_believes_in_and_odoo_knows_nothing_of_is_a_mistake():
    (line,) = parcels.mistakes([left()], believed(package(), package("1000002")))
    assert line == "Amazon believes in the shipment 1000002 of 404-1, which is not in Odoo."


def test_a_transfer_called_synchronised_without_any_shipment_is_a_mistake():
    (line,) = parcels.mistakes([left("")], believed())
    assert line == (
        "The transfer WH/OUT/00001 of 404-1 is synchronised in Odoo, and Amazon does not know it."
    )
    (row,) = parcels.rows([left("")], believed())
    assert row[-2:] == ("synchronised", "nothing")


def test_unless_somebody_else_told_amazon_of_its_goods():
    assert parcels.mistakes([left("")], believed(package("1"))) == []
    (row,) = parcels.rows([left("")], believed(package("1")))
    assert row[-2:] == ("synchronised", "2 sent, 6A1")


def test_a_transfer_called_synchronised_whose_shipment_is_not_is_a_mistake():
    failed = left(state="failed", transfer_state="synchronised")
    (line,) = parcels.mistakes([failed], believed())
    assert "is failed, and its transfer WH/OUT/00001 synchronised" in line


def test_a_correction_that_amazon_refused_leaves_the_package_as_it_was():
    assert parcels.mistakes([left(state="failed", tracking="?")], believed(package())) == []


def test_the_table_says_what_amazon_believes():
    told, refused = parcels.rows(
        [left(A=2, B=1), left("1000002", "failed")], believed(package(A=2, B=1))
    )
    assert told[-2:] == ("synchronised", "3 sent, 6A1")
    assert refused[-2:] == ("failed", "nothing")


def test_what_amazon_believed_outlasts_its_simulation(tmp_path, monkeypatch):
    path, told = tmp_path / "packages.json", []
    monkeypatch.setattr(parcels, "post", lambda address, body, **_: told.append((address, body)))
    parcels.remind("http://amazon", believed(), path)
    assert told == [], "nothing was believed yet"
    parcels.remember(believed(package(), package("1000002", A=1)), path)
    parcels.remind("http://amazon", believed(package()), path)
    assert told == [
        (
            "http://amazon/_control/orders/404-1/ship",
            {
                "items": [{"orderItemId": "A", "quantity": 1}],
                "carrier": "Colissimo",
                "trackingNumber": "6A1",
                "packageReferenceId": "1000002",
            },
        )
    ]


def test_orders_that_the_new_amazon_does_not_have_are_left_alone(tmp_path, monkeypatch):
    path, told = tmp_path / "packages.json", []
    monkeypatch.setattr(parcels, "post", lambda *told_of, **_: told.append(told_of))
    parcels.remember(believed(package()), path)
    parcels.remind("http://amazon", [{"orderId": "404-9"}], path)
    assert told == []
