"""What the simulated Amazon believes to have been sold, SKU by SKU."""

from collections.abc import Iterable

from .stored_order import PENDING_STATUSES, StoredOrder, fulfilled, left


def stock_of(orders: Iterable[StoredOrder]) -> list[dict]:
    """Add the orders' quantities up.

    :return: for each SKU and way of fulfilment the units ``ordered``, ``shipped`` (they have left
        the stock), ``reserved`` (to be shipped) and ``pending`` (ordered, not yet released)
    """
    rows: dict[tuple[str, str], dict] = {}
    for order in orders:
        for item in order.items if order.checked else ():
            _add(rows, order, item)
    return [rows[key] for key in sorted(rows)]


def _add(rows: dict, order: StoredOrder, item: dict) -> None:
    """Add one item to its row of ``rows``."""
    product = item.get("product", {})
    key = (product.get("sellerSku", ""), order.fulfilled_by or "")
    row = rows.setdefault(
        key,
        {
            "sku": key[0],
            "asin": product.get("asin"),
            "title": product.get("title"),
            "fulfilledBy": key[1],
            **dict.fromkeys(("ordered", "shipped", "reserved", "pending"), 0),
        },
    )
    row["ordered"] += item["quantityOrdered"]
    row["shipped"] += fulfilled(item)
    if order.status in PENDING_STATUSES:
        row["pending"] += left(item)
    elif order.status in ("UNSHIPPED", "PARTIALLY_SHIPPED"):
        row["reserved"] += left(item)
