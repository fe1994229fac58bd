"""The process: how it starts, says where it is, and ends."""

import json
import os
import signal
import socket
import subprocess
import time

import pytest
import requests

from tests.unit.simulator.support import (
    ROOT,
    Shop,
    Simulator,
    an_order,
    command,
    running,
)


def run(*arguments):
    """Run a simulator that is expected to end by itself."""
    return subprocess.run(
        command(*arguments),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def start(*arguments):
    """Start a simulator; return its process and the line that it prints."""
    environ = {**os.environ, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        command(*arguments),
        cwd=ROOT,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    return process, process.stdout.readline()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_prints_its_address_and_ends_cleanly_on_a_signal(number):
    process, line = start()
    name, url = line.strip().split(": ", 1)
    assert name == "Amazon simulator"
    assert requests.get(url, timeout=30).status_code == 200

    process.send_signal(number)
    rest, complaints = process.communicate(timeout=20)

    assert process.returncode in (0, -number)
    assert (rest, complaints) == ("", "")


def test_it_ends_even_while_an_answer_is_late():
    process, line = start()
    simulator = Simulator(line.strip().split(": ", 1)[1])
    shop = simulator.add_seller()
    shop.plan_faults({"operation": "searchOrders", "delaySeconds": 60})
    with pytest.raises(requests.Timeout):
        requests.get(
            f"{simulator.url}/orders/2026-01-01/orders",
            headers={"x-amz-access-token": shop.access_token},
            timeout=0.2,
        )
    begun = time.monotonic()

    process.terminate()
    process.communicate(timeout=20)

    assert time.monotonic() - begun < 10


def test_it_announces_itself_in_a_file_that_is_never_half_written(tmp_path):
    announcement = tmp_path / "here.json"
    process, line = start("--announce", announcement)

    assert json.loads(announcement.read_text()) == {"url": line.strip().split(": ", 1)[1]}
    assert list(tmp_path.iterdir()) == [announcement]
    process.terminate()
    process.communicate(timeout=20)


def test_it_listens_on_the_loopback_interface_only():
    with running() as url:
        port = int(url.rsplit(":", 1)[1])
        assert url == f"http://127.0.0.1:{port}"
        with socket.socket() as other:
            # Another address of this machine: nobody listens there.
            other.settimeout(5)
            assert other.connect_ex(("127.0.0.2", port)) != 0


def test_a_port_that_is_taken_is_told_in_a_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        ended = run("--port", port)

    assert ended.returncode == 1
    assert ended.stderr.startswith(f"cannot listen on port {port}: ")
    assert "Traceback" not in ended.stderr


def test_orders_that_amazon_would_refuse_are_all_told(tmp_path):
    path = tmp_path / "orders.json"
    orders = [an_order(colour="red"), an_order(), an_order(orderItems=3)]
    path.write_text(json.dumps(orders))

    ended = run("--orders", path)

    assert ended.returncode == 2
    first, second = ended.stderr.strip().splitlines()
    assert first == f"order {orders[0]['orderId']}: colour: is not known to Amazon"
    assert second.startswith(f"order {orders[2]['orderId']}: orderItems: ")


@pytest.mark.parametrize(
    ("content", "words"),
    [("{", "Expecting"), ("{}", "not a list"), ("[3]", "orderId"), ("[{}]", "orderId")],
)
def test_a_file_without_orders_is_told_in_a_sentence(tmp_path, content, words):
    path = tmp_path / "orders.json"
    path.write_text(content)

    ended = run("--orders", path)

    assert ended.returncode == 2
    assert words in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_missing_file_is_told_in_a_sentence(tmp_path):
    ended = run("--orders", tmp_path / "none.json")

    assert ended.returncode == 2
    assert "none.json" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_recent_without_times_is_told_in_a_sentence(tmp_path):
    path = tmp_path / "orders.json"
    path.write_text('[{"orderId": "1"}]')

    ended = run("--orders", path, "--recent")

    assert ended.returncode == 2
    assert "lastUpdatedTime" in ended.stderr


def test_made_up_orders_are_spread_over_all_regions():
    with running("--generate", 60, "--seed", 7) as url:
        accounts = Simulator(url).get("sellers").json()
        shops = [Shop(Simulator(url), account) for account in accounts]

        assert {account["region"] for account in accounts} == {"na", "eu", "fe"}
        assert sum(len(shop.found()) for shop in shops) == 60


def test_the_quota_factor_holds_for_all_sellers():
    with running("--quota-factor", 1000) as url:
        shop = Simulator(url).add_seller()

        assert shop.search().headers["x-amzn-RateLimit-Limit"] == "5.6"


def test_the_examples_can_be_asked_for():
    with running("--examples") as url:
        accounts = Simulator(url).get("sellers").json()

        assert [account["region"] for account in accounts] == ["eu", "na"]
