"""The documents of feeds: where they are uploaded and downloaded, and what the storage refuses."""

import gzip

import pytest
import requests

from tests.unit.simulator import feeds
from tests.unit.simulator.support import an_order, errors


@pytest.fixture
def shop(simulator):
    """A seller whose feeds are done at the first question."""
    return feeds.at_once(simulator.add_seller())


def refused(answer, code, words):
    """Assert that the storage says no, in its own form."""
    assert answer.status_code == 403, answer.text
    assert answer.headers["content-type"].startswith("application/xml")
    assert f"<Code>{code}</Code>" in answer.text
    assert words in answer.text


def test_an_address_is_of_the_server_and_says_how_long_it_is_good(simulator, shop):
    url = feeds.new_document(shop)["url"]

    assert url.startswith(f"{simulator.url}/documents/")
    assert "X-Amz-Expires=300" in url


def test_an_address_to_upload_to_expires_after_five_minutes(fresh):
    shop = fresh.add_seller()
    document = feeds.new_document(shop)
    fresh.advance(290)
    assert feeds.upload(document, "<a/>").status_code == 200

    fresh.advance(15)

    refused(feeds.upload(document, "<a/>"), "AccessDenied", "Request has expired")


def test_an_address_to_download_from_expires_too_and_another_can_be_had(fresh):
    shop = feeds.at_once(fresh.add_seller())
    feed_id = feeds.send(shop, "<a/>")
    path = f"{feeds.DOCUMENTS}/{feeds.feed(shop, feed_id)['resultFeedDocumentId']}"
    url = shop.call(path).json()["url"]
    assert requests.get(url, timeout=30).status_code == 200

    fresh.advance(301)

    refused(requests.get(url, timeout=30), "AccessDenied", "Request has expired")
    assert requests.get(shop.call(path).json()["url"], timeout=30).status_code == 200


def test_an_address_cannot_be_made_up_nor_used_the_other_way(shop):
    document = feeds.new_document(shop)
    other = feeds.new_document(shop)
    swapped = document["url"].replace(document["feedDocumentId"], other["feedDocumentId"])

    for url in (swapped, document["url"].split("?")[0]):
        refused(feeds.upload({"url": url}, "<a/>"), "SignatureDoesNotMatch", "does not match")
    refused(requests.get(document["url"], timeout=30), "SignatureDoesNotMatch", "does not match")


def test_the_content_type_must_be_the_one_that_was_announced(shop):
    document = feeds.new_document(shop, "text/xml; charset=UTF-8")

    refused(feeds.upload(document, "<a/>", "text/xml"), "SignatureDoesNotMatch", "does not match")
    assert feeds.upload(document, "<a/>", "text/xml; charset=UTF-8").status_code == 200


@pytest.mark.parametrize("header", ["x-amz-access-token", "authorization"])
def test_the_access_token_is_not_for_the_storage(shop, header):
    document = feeds.new_document(shop)

    answer = feeds.upload(document, "<a/>", **{header: shop.access_token})

    refused(answer, "AccessDenied", "not signed")


def test_a_document_that_does_not_exist_is_not_found(simulator, shop):
    assert shop.call(f"{feeds.DOCUMENTS}/nobody's").status_code == 404
    url = f"{simulator.url}/documents/{shop.seller_id}/nobody's"
    assert requests.get(url, timeout=30).status_code == 404


def test_a_document_needs_a_content_type(shop):
    for body in ({}, {"contentType": " "}, {"contentType": 3}, []):
        answer = feeds.post(shop, feeds.DOCUMENTS, body)
        assert answer.status_code == 400
        assert "contentType" in errors(answer) or "JSON" in errors(answer) or body == []


def test_a_feed_whose_document_was_never_uploaded_is_fatal(shop):
    made = feeds.create(shop, feeds.new_document(shop)["feedDocumentId"]).json()["feedId"]

    told = feeds.feed(shop, made)

    assert told["processingStatus"] == "FATAL"
    assert "resultFeedDocumentId" not in told


def test_a_compressed_document_is_understood(simulator):
    order = an_order()
    shop = feeds.at_once(simulator.add_seller(order))
    content = feeds.an_envelope(shop, feeds.a_message(1, order["orderId"]))

    feed_id = feeds.send(shop, gzip.compress(content.encode()))

    assert feeds.counts(shop, feed_id) == [1, 1, 0, 0]
    assert shop.state()["feeds"][0]["content"] == content


def test_a_compressed_report_is_named_and_can_be_unpacked_by_the_http_client(shop):
    feeds.set_feeds(shop, faults=[{"kind": "gzip"}])
    told = feeds.feed(shop, feeds.send(shop, "<a/>"))
    path = f"{feeds.DOCUMENTS}/{told['resultFeedDocumentId']}"

    plain = shop.call(path).json()
    unpacked = shop.call(path, enableContentEncodingUrlHeader="true").json()

    assert plain["compressionAlgorithm"] == unpacked["compressionAlgorithm"] == "GZIP"
    packed = requests.get(plain["url"], timeout=30)
    assert "content-encoding" not in packed.headers
    assert b"ProcessingReport" in gzip.decompress(packed.content)
    assert b"ProcessingReport" in requests.get(unpacked["url"], timeout=30).content


@pytest.mark.parametrize("status", [403, 500, 503])
def test_a_transfer_can_be_made_to_fail(shop, status):
    document = feeds.new_document(shop)
    shop.plan_faults({"operation": "uploadFeedDocument", "status": status})

    assert feeds.upload(document, "<a/>").status_code == status
    assert feeds.upload(document, "<a/>").status_code == 200


def test_a_lost_answer_of_an_upload_leaves_the_contents_behind(shop):
    document = feeds.new_document(shop)
    fault = {"operation": "uploadFeedDocument", "status": 500, "afterHandling": True}
    shop.plan_faults(fault)
    feeds.upload(document, "<a/>")

    feeds.create(shop, document["feedDocumentId"])

    assert shop.state()["feeds"][0]["content"] == "<a/>"


def test_a_download_can_be_slow_or_break_off(shop):
    told = feeds.feed(shop, feeds.send(shop, "<a/>"))
    url = shop.call(f"{feeds.DOCUMENTS}/{told['resultFeedDocumentId']}").json()["url"]
    shop.plan_faults(
        {"operation": "downloadFeedDocument", "delaySeconds": 5},
        {"operation": "downloadFeedDocument", "cutAfterBytes": 20},
    )

    with pytest.raises(requests.Timeout):
        requests.get(url, timeout=0.3)
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        requests.get(url, timeout=30)
    assert requests.get(url, timeout=30).status_code == 200


def test_transfers_are_recorded_among_the_calls(shop):
    feeds.upload(feeds.new_document(shop), "<a/>")

    call = shop.state()["calls"][-1]

    assert (call["operation"], call["status"]) == ("uploadFeedDocument", 200)
    assert "documentId" in call["parameters"]
