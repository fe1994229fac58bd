"""What lies in Amazon's warehouses: how it is asked for, read, and counted once."""

import pytest

from amazon_api.errors import GiveUp, TryLater
from amazon_api.fba_inventory import InventorySummary, pool_of, pooled

from .amazon_server import Reply
from .calls import FRANCE
from .paths import STOCK, error_list

DETAILS = {
    "fulfillableQuantity": 7,
    "inboundWorkingQuantity": 100,
    "inboundShippedQuantity": 20,
    "inboundReceivingQuantity": 5,
    "reservedQuantity": {"totalReservedQuantity": 3, "pendingCustomerOrderQuantity": 2},
    "researchingQuantity": {"totalResearchingQuantity": 1},
    "unfulfillableQuantity": {"totalUnfulfillableQuantity": 4, "defectiveQuantity": 4},
}


def summary(sku="MUG", **changes):
    return {"sellerSku": sku, "fnSku": "X001", "inventoryDetails": DETAILS, **changes}


def answer(*summaries, token=None):
    told = {"granularity": {}, "inventorySummaries": list(summaries)}
    pages = {"pagination": {"nextToken": token}} if token else {}
    return Reply(body={"payload": told, **pages})


class TestAsking:
    def test_is_by_marketplace_with_all_details(self, server, client):
        server.answer(STOCK, answer())
        assert client.inventory_summaries(FRANCE).summaries == ()
        assert dict(server.asked(STOCK)[0].query) == {
            "details": "true",
            "granularityType": "Marketplace",
            "granularityId": FRANCE,
            "marketplaceIds": FRANCE,
        }

    def test_goes_on_by_the_token(self, server, client):
        server.answer(STOCK, answer(summary(), token="more"))
        assert client.inventory_summaries(FRANCE).next_token == "more"
        server.answer(STOCK, answer(summary()))
        assert client.inventory_summaries(FRANCE, "more").next_token is None
        assert dict(server.asked(STOCK)[-1].query)["nextToken"] == "more"

    def test_with_a_token_that_has_expired_is_refused(self, server, client):
        server.answer(STOCK, Reply(400, error_list("InvalidInput", "Next token is expired")))
        with pytest.raises(GiveUp, match="expired"):
            client.inventory_summaries(FRANCE, "old")


class TestReading:
    def test_adds_up_what_is_on_its_way_but_not_what_is_only_planned(self, server, client):
        server.answer(STOCK, answer(summary(asin="B01", productName="Mug", condition="NewItem")))
        (one,) = client.inventory_summaries(FRANCE).summaries
        assert one == InventorySummary(
            "MUG", "X001", "B01", "NewItem", "Mug", sellable=7, planned=100, inbound=25,
            reserved=3, unsellable=4, researching=1,
        )  # fmt: skip
        assert one.units == 40

    @pytest.mark.parametrize(
        ("wrong", "named"),
        [
            (summary(inventoryDetails=None), "MUG"),
            (summary(inventoryDetails={}), "MUG"),
            (summary(inventoryDetails={"fulfillableQuantity": -1}), "MUG"),
            (summary(inventoryDetails={"fulfillableQuantity": "many"}), "MUG"),
            (summary(sku=None), ""),
            (summary(sku={}), ""),
            (None, ""),
        ],
    )
    def test_leaves_out_and_names_what_cannot_be_read(self, server, client, wrong, named):
        server.answer(STOCK, answer(wrong, summary("OTHER")))
        page = client.inventory_summaries(FRANCE)
        assert [one.sku for one in page.summaries] == ["OTHER"]
        assert page.unreadable == {named}

    @pytest.mark.parametrize(
        "body",
        [{}, {"payload": {}}, {"payload": {"inventorySummaries": {}}}, {"payload": []},
         {"payload": {"inventorySummaries": []}, "pagination": {"nextToken": {}}}],
    )  # fmt: skip
    def test_takes_an_answer_without_a_list_for_none(self, server, client, body):
        server.answer(STOCK, Reply(body=body))
        with pytest.raises(TryLater, match="lacks what it should hold"):
            client.inventory_summaries(FRANCE)


class TestPools:
    @pytest.mark.parametrize(
        ("country", "pool"), [("FR", "EU"), ("DE", "EU"), ("GB", "GB"), ("US", "US"), ("TR", "TR")]
    )
    def test_the_european_shops_share_one(self, country, pool):
        assert pool_of(country) == pool

    def test_units_that_several_marketplaces_tell_count_once(self):
        mug = InventorySummary("MUG", "X001", sellable=7)
        assert pooled([[mug], [mug], []]) == {"MUG": mug}

    def test_the_marketplace_that_tells_most_is_right(self):
        most, less = (InventorySummary("MUG", "X001", sellable=count) for count in (7, 2))
        assert pooled([[less], [most], [less]])["MUG"].sellable == 7

    def test_a_sku_with_two_of_amazons_numbers_has_both(self):
        first, second = (
            InventorySummary("MUG", number, sellable=count, inbound=1)
            for number, count in (("X001", 7), ("MUG", 2))
        )
        assert pooled([[first, second], [first]])["MUG"].units == 11
