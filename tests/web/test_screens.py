"""Each screen of the addon opens, in both languages, on a desk and on a phone."""

import pytest

# name of the picture, who looks, and what is opened
SCREENS = [
    ("accounts", "manager", ("amazon_connector.action_amazon_account", "list")),
    ("orders", "bookkeeper", ("amazon_connector.action_amazon_orders", "list")),
    ("issues", "bookkeeper", ("amazon_connector.action_amazon_issue",)),
    ("offers", "bookkeeper", ("amazon_connector.action_amazon_offer",)),
    ("to-ship", "clerk", ("amazon_connector.action_amazon_to_ship",)),
    ("shipments", "bookkeeper", ("amazon_connector.action_amazon_shipment",)),
    ("feeds", "manager", ("amazon_connector.action_amazon_feed",)),
    ("stock-figures", "manager", ("amazon_connector.action_amazon_stock_figure",)),
    ("punctuality", "manager", ("amazon_connector.action_amazon_punctuality",)),
    ("marketplaces", "manager", ("amazon_connector.action_amazon_marketplace",)),
]


@pytest.mark.parametrize(("name", "role", "action"), SCREENS, ids=[screen[0] for screen in SCREENS])
def test_the_screen_opens(person, picture, name, role, action):
    screen = person(role)
    screen.open(*action)
    screen.look(name, reopen=True)
    picture(screen, name)
