"""The page: what it shows, and that nothing in an order can be more than text."""

from html.parser import HTMLParser

import pytest
import requests

from simulator.page.markup import Markup, button, join, table, tag
from tests.unit.simulator.support import a_shipment, an_order


def page(simulator, **query):
    """Return the page's HTML."""
    answer = requests.get(f"{simulator.url}/", params=query, timeout=30)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return answer.text


class Reader(HTMLParser):
    """Collects what a test asks about a page."""

    def __init__(self, text):
        super().__init__()
        self.posts, self.links, self.texts, self.open, self.fields = [], [], [], [], []
        self.unlabelled, self.outside = [], []
        self.feed(text)

    def handle_starttag(self, name, attributes):
        told = dict(attributes)
        if name not in ("input", "meta", "link"):
            self.open.append(name)
        if "data-post" in told:
            self.posts.append(told["data-post"])
        if name == "a":
            self.links.append(told["href"])
        if name in ("input", "select", "textarea") and told.get("type") != "hidden":
            labelled = "label" in self.open or "id" in told
            (self.fields if labelled else self.unlabelled).append(told)
        for attribute in ("src", "href"):
            if str(told.get(attribute, "")).startswith(("http", "//")):
                self.outside.append(told[attribute])

    def handle_endtag(self, name):
        assert self.open.pop() == name

    def handle_data(self, data):
        self.texts.append(data)


def test_an_empty_world_says_what_to_do(fresh):
    assert "No seller yet" in page(fresh)


def test_an_order_is_shown_with_what_matters(simulator):
    order = an_order()
    shop = simulator.add_seller(order)

    text = " ".join(Reader(page(simulator, seller=shop.seller_id)).texts)

    for words in (
        order["orderId"],
        "unshipped",
        "FBM",
        "Léa Garçon",
        "Lille",
        "40.00 EUR",
        "SKU-11",
    ):
        assert words in text


def test_all_that_connects_a_program_is_shown(simulator):
    shop = simulator.add_seller(name="Maison Garrigue")

    text = page(simulator, seller=shop.seller_id)

    for words in (
        simulator.url,
        f"{simulator.url}/auth/o2/token",
        *(shop.account[name] for name in ("clientId", "clientSecret", "refreshToken")),
    ):
        assert f">{words}</dd>" in text


def test_sellers_of_one_name_can_be_told_apart(simulator):
    first, second = (simulator.add_seller(name="Twin") for _ in range(2))

    text = page(simulator)

    for shop in (first, second):
        assert f"Twin …{shop.seller_id[-4:]}" in text


def test_every_element_is_closed_and_nothing_comes_from_elsewhere(simulator):
    shop = simulator.add_seller(an_order())

    reader = Reader(page(simulator, seller=shop.seller_id))

    assert reader.open == []
    assert reader.outside == []
    assert reader.unlabelled == []


@pytest.mark.parametrize(
    ("status", "pushes"),
    [
        ("PENDING", {"release", "cancel", "change"}),
        ("UNSHIPPED", {"ship", "cancel", "change"}),
        ("PARTIALLY_SHIPPED", {"ship", "cancel", "change"}),
        ("SHIPPED", {"cancel", "change"}),
        ("CANCELLED", {"change"}),
    ],
)
def test_only_buttons_that_make_sense_are_there(simulator, status, pushes):
    shop = simulator.add_seller(an_order(status=status))

    posts = Reader(page(simulator, seller=shop.seller_id)).posts

    found = {post.split("/")[-1].split("?")[0] for post in posts if "/orders/" in post}
    assert found == pushes


def test_what_a_button_posts_works(simulator):
    order = an_order()
    shop = simulator.add_seller(order)
    posts = Reader(page(simulator, seller=shop.seller_id)).posts
    (ship,) = (post for post in posts if "/ship?" in post)

    assert requests.post(simulator.url + ship, json={}, timeout=30).status_code == 200
    assert shop.order(order["orderId"])["fulfillment"]["fulfillmentStatus"] == "SHIPPED"


def test_html_in_an_order_is_only_text(simulator):
    evil = '<script>alert("1")</script>'
    order = an_order(
        buyer={"buyerName": evil}, programs=[evil], orderId=f'171"><b>{an_order()["orderId"]}'
    )
    order["orderItems"][0]["product"].update(title=evil, sellerSku=evil)
    shop = simulator.add_seller(order, name=evil)

    text = page(simulator, seller=shop.seller_id, words=evil)

    assert evil not in text
    assert "<b>" not in text
    assert "&lt;script&gt;" in text
    assert Reader(text).open == []


def test_orders_can_be_found_by_status_and_words(simulator):
    first, second = an_order(), an_order(status="SHIPPED", buyer={"buyerName": "Zoé Weiß"})
    shop = simulator.add_seller(first, second)

    for query in ({"status": "SHIPPED"}, {"words": "zoé weiss"}):
        text = page(simulator, seller=shop.seller_id, **query)
        assert second["orderId"] in text
        assert first["orderId"] not in text


def test_many_orders_are_on_several_pages_newest_first(simulator):
    orders = [an_order(lastUpdatedTime=f"2026-03-01T10:00:{n:02}Z") for n in range(30)]
    shop = simulator.add_seller(*orders)

    first = page(simulator, seller=shop.seller_id)
    (older,) = (link for link in Reader(first).links if "first=25" in link)
    second = requests.get(simulator.url + older, timeout=30).text

    assert orders[29]["orderId"] in first
    assert orders[4]["orderId"] not in first
    assert orders[4]["orderId"] in second


@pytest.mark.parametrize(
    "query", [{"first": "many"}, {"first": "-3"}, {"first": "99999"}, {"seller": "nobody"}]
)
def test_a_query_that_makes_no_sense_does_no_harm(simulator, query):
    simulator.add_seller(an_order())

    assert "<h1>Amazon simulator</h1>" in page(simulator, **query)


def test_what_amazon_believes_is_shown(simulator):
    order = an_order()
    shop = simulator.add_seller(order)
    shop.confirm(order["orderId"], a_shipment(trackingNumber="TRACK-77"))

    text = page(simulator, seller=shop.seller_id)

    assert "TRACK-77" in text
    assert "confirmShipment" in text
    assert "Shipments confirmed by programs (1)" in text


def test_markup_escapes_text_and_attributes_and_leaves_markup_alone():
    made = tag("p", "<&", tag("b", "x"), title='"<')

    assert made == '<p title="&quot;&lt;">&lt;&amp;<b>x</b></p>'
    assert isinstance(made, Markup)
    assert tag("p", None, class_=None) == "<p></p>"
    assert join("<", None, tag("br2")) == "&lt;\n<br2></br2>"


def test_a_button_tells_what_to_post():
    made = button("Go", "/x", "Done.", {"a": '"'}, id="go")

    assert 'data-post="/x"' in made
    assert 'data-body="{&quot;a&quot;: &quot;\\&quot;&quot;}"' in made
    assert 'id="go"' in made


def test_a_table_aligns_its_numbers():
    made = table(["Name", "Count"], [["a", 3]], frozenset((1,)))

    assert '<th>Name</th><th class="number">Count</th>' in made
    assert '<td>a</td><td class="number">3</td>' in made
