"""What the screens must say and show, to the letter."""

import re

import pytest
from lxml import etree

from tools.layout import ROOT

ADDON = ROOT / "amazon_connector"


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("Synchronised with Amazon", "Synchronisé avec Amazon"),
        ("Synchronisation with Amazon failed", "Échec de la synchronisation avec Amazon"),
        ("Retry Amazon synchronisation", "Réessayer la synchronisation Amazon"),
        ("Synchronise transfers", "Synchroniser les transferts"),
        ("Synchronise orders", "Synchroniser les commandes"),
        ("Retrieve an order", "Récupérer la commande"),
        ("Order Tracking", "Suivi des commandes"),
        ("Last Order Synchronisation", "Synchronisation dernière commande"),
        ("To Ship", "À expédier"),
    ],
)
def test_tags_and_buttons_have_the_words_that_french_shops_know(english, french):
    text = (ADDON / "i18n" / "fr.po").read_text(encoding="utf-8")
    (found,) = re.findall(rf'^msgid "{english}"\nmsgstr "(.*)"$', text, re.MULTILINE)
    assert found == french


def test_the_two_buttons_of_an_account_stand_side_by_side_for_managers():
    views = etree.parse(str(ADDON / "views" / "amazon_account_views.xml"))
    orders, transfers = views.xpath("//header/button")[:2]
    assert orders.get("name") == "action_sync_orders"
    assert transfers.get("name") == "action_sync_shipments"
    assert {one.get("groups") for one in (orders, transfers)} == {
        "amazon_connector.group_amazon_manager"
    }


def test_each_badge_of_ours_is_shown_in_colours_that_all_can_read():
    files = [*ADDON.glob("views/*.xml"), *ADDON.glob("wizards/*.xml")]
    badges = [
        badge
        for file in files
        for badge in etree.parse(str(file)).xpath("//field[@widget='badge']")
    ]
    assert len(badges) > 20
    assert not [
        f"{badge.base}:{badge.sourceline}"
        for badge in badges
        if "o_amazon_badge" not in badge.get("class", "").split()
    ]
