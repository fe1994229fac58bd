"""Holding data against Amazon's specification."""

import pytest

from simulator import spec
from tests.unit.simulator.support import a_shipment, an_order


def paths(model, data):
    """Return the paths of the fields that are wrong."""
    return [problem.path for problem in spec.problems(model, data)]


def test_good_data_has_no_problems():
    assert paths(spec.Order, an_order()) == []
    assert paths(spec.ConfirmShipmentRequest, a_shipment()) == []


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"colour": 1}, "colour"),
        ({"order_id": "1"}, "order_id"),
        ({"salesChannel": {"channelName": "AMAZON", "shop": 1}}, "salesChannel.shop"),
        ({"packages": [{"packageReferenceId": "1"}, {}]}, "packages[1].packageReferenceId"),
        ({"orderItems": "none"}, "orderItems"),
        ({"createdTime": 1767225600}, "createdTime"),
        ({"programs": [3]}, "programs[0]"),
    ],
)
def test_the_path_leads_to_the_field(changes, path):
    assert paths(spec.Order, {**an_order(), **changes}) == [path]


def test_unknown_fields_are_found_at_every_depth():
    order = an_order()
    order["orderItems"][1]["product"]["price"]["unitPrice"]["tax"] = "1.00"

    assert paths(spec.Order, order) == ["orderItems[1].product.price.unitPrice.tax"]


def test_a_text_is_no_number_and_a_number_no_text():
    order = an_order()
    order["orderItems"][0]["quantityOrdered"] = "3"
    order["orderItems"][1]["orderItemId"] = 12

    assert paths(spec.Order, order) == [
        "orderItems[0].quantityOrdered",
        "orderItems[1].orderItemId",
    ]


@pytest.mark.parametrize("data", [None, 3, "text", [], [[]]])
def test_data_of_another_shape_is_a_problem_and_no_crash(data):
    assert paths(spec.Order, data) == [""]


def test_a_problem_tells_no_more_than_the_field_and_the_rule():
    (problem,) = spec.problems(spec.Order, {**an_order(), "buyer": {"buyerName": ["Secret"]}})

    assert problem.startswith("buyer.buyerName: ")
    assert "Secret" not in problem


def test_nulls_are_left_out_at_every_depth_and_the_original_stays():
    data = {"a": None, "b": [{"c": None, "d": 0}], "e": False}

    assert spec.without_nulls(data) == {"b": [{"d": 0}], "e": False}
    assert data["a"] is None
