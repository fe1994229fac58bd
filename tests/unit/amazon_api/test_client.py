"""The client's four calls: what travels, and what comes back."""

from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest

from amazon_api.client import INCLUDED_DATA, Participation
from amazon_api.errors import GiveUp, NotFound, TryLater, Unreadable

from .amazon_server import Reply
from .calls import CALLS, FRANCE, PACKAGE, SINCE
from .examples import ORDER, item, order
from .paths import CONFIRM, ONE_ORDER, ORDER_ID, ORDERS, SELLERS, error_list, page

BEFORE = SINCE + timedelta(hours=1)


def search(client, **changes):
    question = {"marketplace_ids": [FRANCE], "last_updated_after": SINCE, **changes}
    return client.search_orders(**question)


class TestSearchOrders:
    def test_asks_exactly_what_it_was_told_to_ask(self, server, client):
        server.answer(ORDERS, page())
        search(client)
        (request,) = server.asked(ORDERS)
        assert request.method == "GET"
        assert request.body == b""
        assert sorted(request.query) == [
            ("includedData", ",".join(INCLUDED_DATA)),
            ("lastUpdatedAfter", "2026-10-01T08:00:00.123Z"),
            ("marketplaceIds", FRANCE),
            ("maxResultsPerPage", "100"),
        ]

    def test_asks_with_every_filter(self, server, client):
        server.answer(ORDERS, page())
        client.search_orders(
            marketplace_ids=(FRANCE, "A1PA6795UKMFR9"), created_after=SINCE, created_before=BEFORE,
            fulfillment_statuses=("UNSHIPPED", "SHIPPED"), fulfilled_by=["AMAZON"], page_size=7,
            pagination_token="a+b/c=",
        )  # fmt: skip
        query = dict(server.asked(ORDERS)[0].query)
        assert query.pop("includedData")
        assert query == {
            "marketplaceIds": f"{FRANCE},A1PA6795UKMFR9",
            "createdAfter": "2026-10-01T08:00:00.123Z",
            "createdBefore": "2026-10-01T09:00:00.123Z",
            "fulfillmentStatuses": "UNSHIPPED,SHIPPED",
            "fulfilledBy": "AMAZON",
            "maxResultsPerPage": "7",
            "paginationToken": "a+b/c=",
        }

    def test_adds_no_marketplaces_of_its_own(self, server, client):
        """The library would add four spellings of it; Amazon refuses three of them."""
        server.answer(ORDERS, page())
        search(client, marketplace_ids=[])
        names = [name for name, _ in server.asked(ORDERS)[0].query]
        assert not [name for name in names if "arketplace" in name]

    def test_returns_the_page_with_all_that_came_along(self, server, client):
        reply = page(
            pagination={"nextToken": "next"}, lastUpdatedBefore="2026-10-01T10:00:00Z",
            createdBefore="2026-10-01T11:00:00Z",
        )  # fmt: skip
        reply.headers = {"x-amzn-RateLimit-Limit": "0.0167", "x-amzn-RequestId": "r-1"}
        server.answer(ORDERS, reply)
        found = search(client)
        assert [one.order_id for one in found.orders] == [ORDER_ID]
        assert (found.next_token, found.unreadable) == ("next", ())
        assert found.last_updated_before == datetime(2026, 10, 1, 10, tzinfo=timezone.utc)
        assert found.created_before == datetime(2026, 10, 1, 11, tzinfo=timezone.utc)
        assert (found.rate_limit, found.request_id) == (0.0167, "r-1")
        assert client.rate_limits == {"searchOrders": 0.0167}

    @pytest.mark.parametrize("limit", ["", "many", "0", "-1", "nan", "inf"])
    def test_a_rate_limit_that_makes_no_sense_is_not_told(self, server, client, limit):
        reply = page()
        reply.headers = {"x-amzn-RateLimit-Limit": limit}
        server.answer(ORDERS, reply)
        assert search(client).rate_limit is None
        assert client.rate_limits == {}

    @pytest.mark.parametrize("pagination", [None, {}, {"nextToken": None}, {"nextToken": ""}])
    def test_the_last_page_has_no_token(self, server, client, pagination):
        server.answer(ORDERS, page(pagination=pagination))
        assert search(client).next_token is None

    def test_an_unreadable_order_does_not_hold_up_the_others(self, server, client):
        broken = order(orderId="404-2", orderItems=[{"orderItemId": "1", "quantityOrdered": []}])
        server.answer(ORDERS, page(ORDER, broken, ORDER))
        found = search(client)
        assert len(found.orders) == 2
        (unreadable,) = found.unreadable
        assert (unreadable.order_id, unreadable.path) == ("404-2", "orderItems[0].quantityOrdered")

    @pytest.mark.parametrize(
        "told",
        [{"orders": None}, {"orders": {}}, {"pagination": "more"}, {"pagination": {"nextToken": 7}},
         {"lastUpdatedBefore": "soon"}, {"createdBefore": []}],
    )  # fmt: skip
    def test_a_page_that_may_hide_more_orders_is_refused_whole(self, server, client, told):
        reply = page()
        reply.body = {**reply.body, **told}
        server.answer(ORDERS, reply)
        with pytest.raises(TryLater, match="lacks what it should hold"):
            search(client)

    @pytest.mark.parametrize(
        "question",
        [
            {"last_updated_after": None},
            {"created_after": SINCE},
            {"created_before": SINCE},
            {"last_updated_after": None, "last_updated_before": SINCE},
            {"last_updated_after": datetime(2026, 10, 1)},  # noqa: DTZ001 - the very mistake
            {"page_size": 0},
            {"page_size": 101},
        ],
    )
    def test_spends_no_call_on_what_amazon_would_refuse(self, server, client, question):
        with pytest.raises(ValueError, match=r"."):
            search(client, **question)
        assert server.seen == []

    def test_keeps_amounts_exact_even_when_they_come_as_numbers(self, server, client):
        body = b'{"orders": [%s]}' % Reply(body=order(orderItems=[item(total="NUMBER")])).bytes
        server.answer(ORDERS, Reply(body=body.replace(b'"NUMBER"', b"1234567890.10")))
        total = search(client).orders[0].items[0].total
        assert total.amount == Decimal("1234567890.10")


class TestGetOrder:
    def test_asks_for_the_order_with_all_its_data(self, server, client):
        server.answer(ONE_ORDER, Reply(body={"order": ORDER}))
        assert client.get_order(ORDER_ID).order_id == ORDER_ID
        (request,) = server.asked(ONE_ORDER)
        assert request.method == "GET"
        assert request.query == [("includedData", ",".join(INCLUDED_DATA))]

    def test_tells_when_there_is_no_such_order(self, server, client):
        server.answer(ONE_ORDER, Reply(404, error_list("NotFound")))
        with pytest.raises(NotFound):
            client.get_order(ORDER_ID)

    @pytest.mark.parametrize(
        "order_id", ["", "..", "a/b", "404 1", "404-1\n", "é", None, "x" * 200]
    )
    def test_asks_only_for_what_can_be_an_order(self, server, client, order_id):
        with pytest.raises(GiveUp, match="no reference"):
            client.get_order(order_id)
        assert server.seen == []

    def test_an_unreadable_order_tells_amazons_request_as_well(self, server, client):
        body = {"order": order(createdTime="soon")}
        server.answer(ONE_ORDER, Reply(body=body, headers={"x-amzn-RequestId": "r-1"}))
        with pytest.raises(Unreadable) as caught:
            client.get_order(ORDER_ID)
        told = caught.value
        assert (told.order_id, told.path, told.request_id) == (ORDER_ID, "createdTime", "r-1")

    @pytest.mark.parametrize("body", [{}, {"order": None}, {"order": []}, {"payload": ORDER}])
    def test_an_answer_without_an_order_is_tried_again_later(self, server, client, body):
        server.answer(ONE_ORDER, Reply(body=body))
        with pytest.raises(TryLater):
            client.get_order(ORDER_ID)


class TestMarketplaceParticipations:
    ENTRY = {
        "marketplace": {
            "id": FRANCE, "name": "Amazon.fr", "countryCode": "FR", "defaultCurrencyCode": "EUR",
            "defaultLanguageCode": "fr_FR", "domainName": "www.amazon.fr",
        },
        "participation": {"isParticipating": True, "hasSuspendedListings": False},
        "storeName": "Chaises & Cie",
    }  # fmt: skip

    def test_are_read(self, server, client):
        server.answer(SELLERS, Reply(body={"payload": [self.ENTRY]}))
        assert client.marketplace_participations() == (
            Participation(FRANCE, "Amazon.fr", "FR", "EUR", True, False, "Chaises & Cie"),
        )
        (request,) = server.asked(SELLERS)
        assert (request.method, request.query, request.body) == ("GET", [], b"")

    def test_that_cannot_be_read_are_refused_with_their_place(self, server, client):
        server.answer(SELLERS, Reply(body={"payload": [{**self.ENTRY, "marketplace": None}]}))
        with pytest.raises(Unreadable) as caught:
            client.marketplace_participations()
        assert caught.value.path == "payload[0].marketplace.id"


class TestConfirmShipment:
    def test_sends_exactly_what_the_model_knows(self, server, client):
        """The library would add marketplaceIds and MarketplaceIds to other bodies."""
        server.answer(CONFIRM, Reply(204))
        assert client.confirm_shipment(ORDER_ID, FRANCE, PACKAGE) is None
        (request,) = server.asked(CONFIRM)
        assert (request.method, request.query) == ("POST", [])
        assert request.headers["content-type"] == "application/json"
        assert request.json == {
            "marketplaceId": FRANCE,
            "packageDetail": {
                "packageReferenceId": "1",
                "carrierCode": "Chronopost",
                "trackingNumber": "XY123",
                "shipDate": "2026-10-01T08:00:00.123Z",
                "orderItems": [{"orderItemId": "11111111111111", "quantity": 2}],
            },
        }

    @pytest.mark.parametrize("reply", [Reply(204), Reply(200), Reply(200, {}), Reply(202, b" ")])
    def test_is_done_when_amazon_says_so(self, server, client, reply):
        server.answer(CONFIRM, reply)
        client.confirm_shipment(ORDER_ID, FRANCE, PACKAGE)

    @pytest.mark.parametrize("reply", [Reply(200, "<html>welcome</html>"), Reply(200, b"[]")])
    def test_is_not_done_when_somebody_else_answers(self, server, client, reply):
        server.answer(CONFIRM, reply)
        with pytest.raises(TryLater):
            client.confirm_shipment(ORDER_ID, FRANCE, PACKAGE)

    def test_is_refused_with_amazons_own_words(self, server, client):
        body = error_list("InvalidInput", "The order is shipped", "Buy Shipping label")
        server.answer(CONFIRM, Reply(400, body, {"x-amzn-RequestId": "r-1"}))
        with pytest.raises(GiveUp) as caught:
            client.confirm_shipment(ORDER_ID, FRANCE, PACKAGE)
        told = caught.value
        assert (told.status, told.code, told.details) == (400, "InvalidInput", "Buy Shipping label")
        assert told.request_id == "r-1"
        assert told.message == (
            "Amazon answered 400 to confirmShipment: InvalidInput: The order is shipped: "
            "Buy Shipping label"
        )


@pytest.mark.parametrize("operation", CALLS)
def test_every_request_names_its_host_and_its_sender(server, client, operation):
    """The library's Host header is the address without its first eight letters."""
    path, call, body = CALLS[operation]
    server.answer(path, Reply(body=body))
    call(client)
    (request,) = server.asked(path)
    assert request.headers["host"] == server.url.removeprefix("http://")
    assert request.headers["user-agent"] == "amazon_connector/1.0 (Language=Python)"
    assert request.headers["x-amz-access-token"] == "Atza|the-refresh-token-1"
