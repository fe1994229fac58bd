"""The benchmark's figures: ratios round by round, and what they are compared with."""

from tools.benchmark import renamed
from tools.benchmark.table import lay_out, ratios, spread

ROUND = {
    "orders": 200,
    "connector": 10.0,
    "one at a time": 20.0,
    "batches of 100": 11.0,
    "again": 0.4,
}
SLOWER = {**ROUND, "connector": 20.0, "one at a time": 25.0}
MEASURED = {
    "rounds": [ROUND, SLOWER, ROUND],
    "queries": {
        "empty": {"new": 7000, "unchanged": 60},
        "full": {"new": 7010, "unchanged": 60},
    },
}


def test_each_round_is_compared_with_itself_so_that_a_slow_one_hits_both():
    assert ratios(MEASURED["rounds"], "one at a time") == [2.0, 1.25, 2.0]


def test_a_spread_tells_the_middle_and_both_ends():
    assert spread([2.0, 1.25, 2.5], "{:.2f}") == "2.00 (1.25 to 2.50)"


def test_the_table_tells_times_ratios_aims_and_queries():
    lines = [" ".join(line.split()) for line in lay_out(MEASURED)]
    assert lines[0] == "3 rounds of 200 orders; median (least to most)"
    assert "the connector, from Amazon over HTTP 50.0 (50.0 to 100.0)" in lines
    assert "plain create + confirm, one at a time, each committed 2.00 (1.25 to 2.00) 1.5" in lines
    assert "plain create + confirm, batches of 100, each committed 1.10 (0.55 to 1.10)" in lines
    assert "The same orders again, unchanged, are faster by 25.0 (25.0 to 50.0) 20" in lines
    assert "of new orders 7000 7010" in lines


def test_a_renamed_order_is_another_one_of_another_buyer():
    order = {"orderId": "404-1", "buyer": {"buyerEmail": "b@example.com"}, "orderItems": []}
    assert renamed(order)["orderId"] == "X04-1"
    assert renamed(order)["buyer"] == {"buyerEmail": "other-b@example.com"}
    assert order["buyer"] == {"buyerEmail": "b@example.com"}
