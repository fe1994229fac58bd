"""The consent page asks as Seller Central does; its code is good once, soon, for one program."""

from urllib.parse import parse_qs, urlsplit

import pytest
import requests

HOME = "http://127.0.0.1:8069/amazon/authorise"
SOON = 4 * 60


def address(shop, **changes):
    question = {
        "application_id": shop.account["applicationId"],
        "state": "a-state",
        "version": "beta",
        "redirect_uri": HOME,
        **changes,
    }
    told = {name: value for name, value in question.items() if value is not None}
    return f"{shop.simulator.url}/apps/authorize/consent", told


def press(shop, button, **changes):
    """Return what the seller's browser is told after a button of the page."""
    url, question = address(shop, **changes)
    form = {"seller": shop.seller_id, **question, "answer": button}
    answer = requests.post(url, data=form, allow_redirects=False, timeout=30)
    assert answer.status_code == 303, answer.text
    target = answer.headers["location"]
    assert target.startswith(HOME)
    return {name: values[0] for name, values in parse_qs(urlsplit(target).query).items()}


def change(shop, code, **changes):
    """Change a code for a token."""
    return shop.ask_token(
        grant_type="authorization_code",
        refresh_token=None,
        code=code,
        **{"redirect_uri": HOME, **changes},
    )


def test_the_page_asks_in_the_name_of_each_seller_of_the_application(simulator, shop):
    other = simulator.add_seller(region="na", applicationOf=shop.seller_id)
    url, question = address(shop)
    page = requests.get(url, params=question, timeout=30)
    assert page.status_code == 200
    for words in (shop.seller_id, other.seller_id, "Authorise", "Refuse", "Amazon.com.mx"):
        assert words in page.text
    assert shop.account["clientSecret"] not in page.text


def test_nothing_of_the_question_becomes_html(shop):
    url, question = address(shop, state="<script>alert(1)</script>")
    assert "<script>alert" not in requests.get(url, params=question, timeout=30).text


def test_a_consent_comes_back_with_a_code_the_state_and_the_seller(shop):
    told = press(shop, "authorise")
    assert told.keys() == {"spapi_oauth_code", "state", "selling_partner_id"}
    assert (told["state"], told["selling_partner_id"]) == ("a-state", shop.seller_id)


def test_a_refusal_comes_back_without_a_code(shop):
    told = press(shop, "refuse")
    assert (told["error"], told["state"]) == ("access_denied", "a-state")
    assert "spapi_oauth_code" not in told


def test_a_code_is_changed_for_the_sellers_refresh_token(shop):
    granted = change(shop, press(shop, "authorise")["spapi_oauth_code"]).json()
    assert granted["refresh_token"] == shop.account["refreshToken"]
    assert granted["access_token"].startswith("Atza|")


def test_the_sellers_of_one_application_get_each_their_own_token(simulator, shop):
    other = simulator.add_seller(region="na", applicationOf=shop.seller_id)
    code = press(shop, "authorise", seller=other.seller_id)["spapi_oauth_code"]
    assert change(shop, code).json()["refresh_token"] == other.account["refreshToken"]


@pytest.mark.parametrize("changes", [{"redirect_uri": HOME + "/else"}, {"code": "S-made-up"}])
def test_a_code_is_for_its_own_address_only(shop, changes):
    code = changes.pop("code", None) or press(shop, "authorise")["spapi_oauth_code"]
    answer = change(shop, code, **changes)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
    assert "code" in answer.json()["error_description"]


def test_a_code_works_once(shop):
    code = press(shop, "authorise")["spapi_oauth_code"]
    assert change(shop, code).status_code == 200
    assert change(shop, code).json()["error"] == "invalid_grant"


def test_a_code_works_for_its_own_application_only(simulator, shop):
    code = press(shop, "authorise")["spapi_oauth_code"]
    assert change(simulator.add_seller(), code).json()["error"] == "invalid_grant"


def test_a_code_expires_after_five_minutes(fresh):
    shop = fresh.add_seller()
    early, late = (press(shop, "authorise")["spapi_oauth_code"] for _ in range(2))
    fresh.advance(SOON)
    assert change(shop, early).status_code == 200
    fresh.advance(60)
    assert change(shop, late).json()["error"] == "invalid_grant"


def test_a_wrong_secret_is_refused_and_the_code_stays_good(shop):
    code = press(shop, "authorise")["spapi_oauth_code"]
    assert change(shop, code, client_secret="wrong").status_code == 401
    assert change(shop, code).status_code == 200


def test_a_code_is_asked_for(shop):
    answer = change(shop, None)
    assert answer.json()["error_description"].endswith("code")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"application_id": "amzn1.sp.solution.nobody"}, "MD1000"),
        ({"version": None}, "MD1000"),
        ({"redirect_uri": None}, "MD5101"),
        ({"redirect_uri": "http://example.com/"}, "MD5101"),
        ({"redirect_uri": "javascript:alert(1)"}, "MD5101"),
    ],
)
def test_what_cannot_be_asked_gets_seller_centrals_error_page_and_goes_nowhere(shop, changes, code):
    url, question = address(shop, **changes)
    for answer in (
        requests.get(url, params=question, timeout=30),
        requests.post(url, data={**question, "answer": "authorise"}, timeout=30),
    ):
        assert answer.status_code == 400
        assert code in answer.text
