"""The client's calls for feeds: what travels, and what comes back."""

from datetime import datetime, timedelta, timezone

import pytest

from amazon_api.errors import GiveUp, NotFound, TryLater
from amazon_api.feeds import Feed, FeedDocument

from .amazon_server import Reply
from .calls import DOCUMENT, FEED, FEED_TYPE, FRANCE, SINCE
from .paths import DOCUMENT_ID, DOCUMENTS, FEED_ID, FEEDS, ONE_DOCUMENT, ONE_FEED, error_list

CREATED = datetime(2026, 10, 1, 9, tzinfo=timezone.utc)


class TestDocuments:
    def test_are_created_for_xml_in_utf8(self, server, client):
        server.answer(DOCUMENTS, Reply(201, DOCUMENT))
        document = client.create_feed_document()
        assert (document.document_id, document.url) == (DOCUMENT_ID, DOCUMENT["url"])
        (request,) = server.asked(DOCUMENTS)
        assert (request.method, request.query) == ("POST", [])
        assert request.json == {"contentType": "text/xml; charset=UTF-8"}

    def test_are_asked_for_and_not_fetched_behind_ones_back(self, server, client):
        """The library would fetch the document in the same call, without any time limit."""
        told = {**DOCUMENT, "url": f"{server.url}/document", "compressionAlgorithm": "GZIP"}
        server.answer(ONE_DOCUMENT, Reply(body=told))
        document = client.get_feed_document(DOCUMENT_ID)
        assert document == FeedDocument(DOCUMENT_ID, f"{server.url}/document", "GZIP")
        assert [request.method for request in server.asked(ONE_DOCUMENT)] == ["GET"]
        assert server.asked(ONE_DOCUMENT)[0].query == []
        assert server.asked("/document") == []

    def test_do_not_show_their_address(self):
        document = FeedDocument(DOCUMENT_ID, "https://store.example/?signature=secret")
        assert "secret" not in repr(document)


class TestCreateFeed:
    def test_hands_in_a_document_for_its_marketplaces(self, server, client):
        """The library would add the path to what is sent."""
        server.answer(FEEDS, Reply(202, {"feedId": FEED_ID}))
        assert client.create_feed(FEED_TYPE, (FRANCE, "A1PA6795UKMFR9"), DOCUMENT_ID) == FEED_ID
        (request,) = server.asked(FEEDS)
        assert request.method == "POST"
        assert request.json == {
            "feedType": FEED_TYPE,
            "inputFeedDocumentId": DOCUMENT_ID,
            "marketplaceIds": [FRANCE, "A1PA6795UKMFR9"],
        }

    @pytest.mark.parametrize("marketplaces", [[], [FRANCE] * 26])
    def test_spends_no_call_on_what_amazon_would_refuse(self, server, client, marketplaces):
        with pytest.raises(ValueError, match="1 to 25"):
            client.create_feed(FEED_TYPE, marketplaces, DOCUMENT_ID)
        assert server.seen == []

    def test_is_refused_with_amazons_own_words(self, server, client):
        server.answer(FEEDS, Reply(400, error_list("InvalidInput", "No such feed document")))
        with pytest.raises(GiveUp, match="No such feed document"):
            client.create_feed(FEED_TYPE, [FRANCE], DOCUMENT_ID)


class TestGetFeed:
    def test_tells_what_became_of_it(self, server, client):
        told = {
            **FEED, "processingStatus": "DONE", "processingEndTime": "2026-10-01T09:10:00+00:00",
            "resultFeedDocumentId": DOCUMENT_ID, "marketplaceIds": [FRANCE],
        }  # fmt: skip
        server.answer(ONE_FEED, Reply(body=told))
        assert client.get_feed(FEED_ID) == Feed(
            FEED_ID, FEED_TYPE, "DONE", CREATED, CREATED + timedelta(minutes=10), DOCUMENT_ID
        )

    @pytest.mark.parametrize(
        ("status", "over"),
        [("IN_QUEUE", False), ("IN_PROGRESS", False), ("SOMETHING_NEW", False), ("DONE", True),
         ("CANCELLED", True), ("FATAL", True)],
    )  # fmt: skip
    def test_is_over_when_amazon_says_so(self, server, client, status, over):
        server.answer(ONE_FEED, Reply(body={**FEED, "processingStatus": status}))
        assert client.get_feed(FEED_ID).is_over is over

    def test_tells_when_there_is_no_such_feed(self, server, client):
        server.answer(ONE_FEED, Reply(404, error_list("NotFound")))
        with pytest.raises(NotFound):
            client.get_feed(FEED_ID)


class TestGetFeeds:
    def test_are_asked_for_by_type_and_time(self, server, client):
        server.answer(FEEDS, Reply(body={"feeds": [FEED, {**FEED, "feedId": "2"}]}))
        feeds = client.get_feeds(FEED_TYPE, SINCE)
        assert [feed.feed_id for feed in feeds] == [FEED_ID, "2"]
        (request,) = server.asked(FEEDS)
        assert dict(request.query) == {
            "feedTypes": FEED_TYPE,
            "createdSince": "2026-10-01T08:00:00.123Z",
            "pageSize": "100",
        }

    def test_may_be_none(self, server, client):
        server.answer(FEEDS, Reply(body={"feeds": []}))
        assert client.get_feeds(FEED_TYPE, SINCE) == ()

    def test_spends_no_call_on_a_time_without_a_zone(self, server, client):
        with pytest.raises(ValueError, match="time zone"):
            client.get_feeds(FEED_TYPE, datetime(2026, 10, 1))  # noqa: DTZ001 - the very mistake
        assert server.seen == []


@pytest.mark.parametrize("reference", ["", "..", "a/b", "7?x", "7\n", "é", None, "7" * 201])
def test_only_what_can_be_a_reference_is_asked_for(server, client, reference):
    for ask in (client.get_feed, client.get_feed_document):
        with pytest.raises(GiveUp, match="no reference of an Amazon feed"):
            ask(reference)
    assert server.seen == []


@pytest.mark.parametrize(
    ("path", "call", "body"),
    [
        (DOCUMENTS, lambda client: client.create_feed_document(), {"feedDocumentId": "1"}),
        (DOCUMENTS, lambda client: client.create_feed_document(), {"url": "https://x.example"}),
        (FEEDS, lambda client: client.create_feed(FEED_TYPE, [FRANCE], "1"), {"feedId": None}),
        (ONE_FEED, lambda client: client.get_feed(FEED_ID), {**FEED, "createdTime": "soon"}),
        (ONE_FEED, lambda client: client.get_feed(FEED_ID), {**FEED, "processingStatus": []}),
        (FEEDS, lambda client: client.get_feeds(FEED_TYPE, SINCE), {"feeds": {}}),
        (FEEDS, lambda client: client.get_feeds(FEED_TYPE, SINCE), {"feeds": [None]}),
        (ONE_DOCUMENT, lambda client: client.get_feed_document(DOCUMENT_ID), {}),
    ],
)
def test_an_answer_that_lacks_what_it_should_hold_is_none(server, client, path, call, body):
    server.answer(path, Reply(body=body, headers={"x-amzn-RequestId": "r-1"}))
    with pytest.raises(TryLater, match="lacks what it should hold") as caught:
        call(client)
    assert caught.value.request_id == "r-1"
