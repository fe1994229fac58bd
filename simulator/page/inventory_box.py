"""The part of the page with what lies in Amazon's warehouses."""

from ..seller import Seller
from .markup import Markup, button, table, tag

_HEADS = {
    "sku": "SKU",
    "pool": "Where",
    "sellable": "Sellable",
    "inboundWorking": "Planned",
    "inboundShipped": "On its way",
    "inboundReceiving": "Being received",
    "reserved": "Reserved",
    "unsellable": "Unsellable",
    "researching": "Looked for",
    "shipped": "Shipped",
}


def inventory_box(seller: Seller) -> Markup:
    """Return the table, with buttons that lose goods or let them arrive, and a form."""
    address = f"/_control/sellers/{seller.seller_id}/inventory"
    found = [row.to_json() for row in seller.inventory_rows()]
    rows = [[*(row[key] for key in _HEADS), _buttons(address, row)] for row in found]
    numbers = frozenset(range(2, len(_HEADS)))
    return tag(
        "details",
        tag("summary", f"In Amazon’s warehouses ({len(rows)})"),
        _form(address),
        table([*_HEADS.values(), ""], rows, numbers) if rows else None,
        class_="box",
        id="inventory",
        tabindex="-1",
    )


def _buttons(address: str, row: dict) -> Markup:
    key = {"sku": row["sku"], "pool": row["pool"]}
    lost = button("Lose one", f"{address}/lose", f"One {row['sku']} is lost.", key)
    arrives = button("All arrives", f"{address}/arrive", f"{row['sku']} has arrived.", key)
    coming = row["inboundShipped"] or row["inboundReceiving"]
    return Markup(
        (lost if row["sellable"] or row["inboundShipped"] else "") + (arrives if coming else "")
    )


def _form(address: str) -> Markup:
    def number(name: str) -> Markup:
        return tag(
            "label", _HEADS[name], tag("input", name=name, type="number", value=0, min=0, max=10**6)
        )

    return tag(
        "form",
        tag("label", "SKU", tag("input", name="sku", required="", autocomplete="off")),
        *map(number, ("sellable", "inboundShipped", "unsellable")),
        tag("button", "Put there", type="submit", id="put-inventory"),
        class_="bar",
        data_post=address,
        data_done="Amazon has it now.",
    )
