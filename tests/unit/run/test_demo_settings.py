"""The variables of `make demo`."""

import socket
from pathlib import Path

import pytest

from tools.demo.settings import free_port, read_settings
from tools.errors import ToolError


def test_without_variables_the_demo_stays_up_on_odoos_port_with_the_examples():
    settings = read_settings({})
    assert (settings.port, settings.serve, settings.orders) == (8069, True, None)
    assert settings.series is None
    assert settings.database is None


def test_an_empty_variable_counts_as_not_set():
    empty = dict.fromkeys(("SERIES", "DB", "PORT", "ORDERS", "SERVE"), "")
    assert read_settings(empty) == read_settings({})


def test_the_file_of_orders_is_found_from_where_the_person_stands(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert read_settings({"ORDERS": "some/orders.json"}).orders == tmp_path / "some/orders.json"
    assert read_settings({"ORDERS": "/a/b.json"}).orders == Path("/a/b.json")


@pytest.mark.parametrize("port", ["0", "65536", "80a", "-1", "٨٠"])
def test_what_is_no_port_is_told(port):
    with pytest.raises(ToolError, match="is no port"):
        read_settings({"PORT": port})


def test_what_is_neither_stay_nor_end_is_told():
    assert read_settings({"SERVE": "0"}).serve is False
    with pytest.raises(ToolError, match="neither 0"):
        read_settings({"SERVE": "no"})


def test_a_taken_port_is_passed_over():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert port < free_port(port) <= port + 100
