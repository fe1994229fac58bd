"""Who works in the shop, with the rights that such people have in Odoo."""

from typing import NamedTuple


class Person(NamedTuple):
    """`role`: how tests call the person; `home`: the action that opens when they log in."""

    role: str
    name: str
    groups: tuple[str, ...]
    home: str


PEOPLE = (
    Person(
        "manager",
        "Claire Fabre",
        (
            "amazon_connector.group_amazon_manager",
            "sales_team.group_sale_manager",
            "stock.group_stock_manager",
            "stock.group_stock_multi_locations",
            "account.group_account_manager",
            "base.group_system",
        ),
        "amazon_connector.action_amazon_account",
    ),
    Person(
        "bookkeeper",
        "Martin Roux",
        (
            "amazon_connector.group_amazon_user",
            "sales_team.group_sale_salesman_all_leads",
            "account.group_account_invoice",
        ),
        "amazon_connector.action_amazon_orders",
    ),
    Person(
        "clerk",
        "Samir Benali",
        ("stock.group_stock_user", "stock.group_stock_multi_locations"),
        "stock.action_picking_tree_all",
    ),
)
