"""The token endpoint acts as Login with Amazon does."""

import pytest
import requests


def test_a_refresh_token_is_changed_for_an_access_token_of_one_hour(shop):
    answer = shop.ask_token()

    assert answer.status_code == 200
    granted = answer.json()
    assert granted["access_token"].startswith("Atza|")
    assert granted["refresh_token"] == shop.account["refreshToken"]
    assert (granted["token_type"], granted["expires_in"]) == ("bearer", 3600)
    assert answer.headers["cache-control"] == "no-store"


def test_each_access_token_is_new_and_the_older_one_goes_on_working(shop):
    assert shop.ask_token().json()["access_token"] != shop.access_token
    assert shop.search().status_code == 200


@pytest.mark.parametrize("name", ["grant_type", "refresh_token", "client_id", "client_secret"])
def test_a_missing_parameter_is_named(shop, name):
    answer = shop.ask_token(**{name: None})

    assert answer.status_code == 400
    assert answer.json() == {
        "error": "invalid_request",
        "error_description": f"The request is missing a required parameter : {name}",
    }


def test_another_grant_is_not_supported(shop):
    answer = shop.ask_token(grant_type="password")

    assert (answer.status_code, answer.json()["error"]) == (400, "unsupported_grant_type")


@pytest.mark.parametrize("name", ["client_id", "client_secret"])
def test_a_wrong_client_is_refused_with_401(shop, name):
    answer = shop.ask_token(**{name: "wrong"})

    assert answer.status_code == 401
    assert answer.json() == {
        "error": "invalid_client",
        "error_description": "Client authentication failed",
    }


def test_a_wrong_refresh_token_is_refused(shop):
    answer = shop.ask_token(refresh_token="Atzr|wrong")

    assert answer.status_code == 400
    assert answer.json()["error"] == "invalid_grant"
    assert "refresh_token" in answer.json()["error_description"]


def test_the_refresh_token_of_another_application_is_refused(simulator, shop):
    other = simulator.add_seller()

    answer = shop.ask_token(refresh_token=other.account["refreshToken"])

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")


def test_a_secret_that_is_not_ascii_is_wrong_and_nothing_breaks(shop):
    assert shop.ask_token(client_secret="gehëim").status_code == 401


def test_the_body_must_be_a_form(shop):
    url = f"{shop.simulator.url}/auth/o2/token"

    answer = requests.post(url, json={"grant_type": "refresh_token"}, timeout=30)

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_the_record_of_calls_tells_no_secrets(shop):
    shop.ask_token()

    told = str(shop.state()["calls"])
    assert "token" in told
    for name in ("clientSecret", "refreshToken"):
        assert shop.account[name] not in told
