"""The table of orders that the demo prints, and whether all is as it should be."""

from __future__ import annotations

import sys
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal

from tools.demo.orders import NEVER_WORTH, AmazonOrder

TITLES = (
    "Amazon order", "Channel", "Marketplace", "Customer", "Amazon's total", "Odoo's total", "State",
)  # fmt: skip
NUMBERS = {4, 5}
WIDEST = 32
# Unicode's names for kinds of letters.
MOVES = {"Cc", "Zl", "Zp", "Zs", "Cs"}
TURNS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
NO_WIDTH = {"Mn", "Me", "Cf"}


def rows(in_odoo: Iterable[dict], orders: Iterable[AmazonOrder]) -> list[tuple[str, ...]]:
    """Return the table's rows: what stands in Odoo, with Amazon's total from the file."""
    told = {order.reference: order for order in orders}
    return [
        (
            row["reference"],
            row["channel"],
            row["marketplace"],
            row["customer"],
            _total(told[row["reference"]], row) if row["reference"] in told else _known(row),
            f"{row['total']} {row['currency']}",
            row["state"],
        )
        for row in in_odoo
    ]


def _total(order: AmazonOrder, row: dict) -> str:
    if order.total is None:
        return "not told"
    decimals = len(row["total"].partition(".")[2])
    return f"{order.total:.{max(decimals, _decimals(order.total))}f} {order.currency}"


def _known(row: dict) -> str:
    return f"{row['amazon_total']} {row['currency']}"


def _decimals(amount: Decimal) -> int:
    return max(-int(amount.normalize().as_tuple().exponent), 0)


def mistakes(in_odoo: Iterable[dict], orders: Iterable[AmazonOrder]) -> list[str]:
    """Return a line for each order that is missing in Odoo, or has another total there."""
    found = {row["reference"]: row for row in in_odoo}
    lines = []
    for order in orders:
        row = found.get(order.reference)
        if row is None:
            if order.belongs_in_odoo:
                lines.append(f"{order.reference} is missing in Odoo.")
        elif order.total is not None and order.status not in NEVER_WORTH:
            same = (Decimal(row["total"]), row["currency"]) == (order.total, order.currency)
            if not same:
                lines.append(
                    f"{order.reference} is worth {order.total} {order.currency} on Amazon, "
                    f"{row['total']} {row['currency']} in Odoo."
                )
    return lines


def left_out(in_odoo: Iterable[dict], orders: Iterable[AmazonOrder]) -> str:
    """Say which orders are rightly not in Odoo; an empty text when there are none."""
    found = {row["reference"] for row in in_odoo}
    absent = [o for o in orders if o.reference not in found and not o.belongs_in_odoo]
    kinds = Counter(order.why_not for order in absent)
    counted = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    return f"Not for Odoo now: {len(absent)} orders ({counted})." if absent else ""


def lay_out(
    lines: Sequence[Sequence[str]],
    titles: Sequence[str] = TITLES,
    numbers: Collection[int] = NUMBERS,
) -> list[str]:
    """Set texts in columns, whatever scripts they are in.

    :param numbers: the columns that stand at the right
    """
    cells = [[_shortened(_printable(cell)) for cell in line] for line in [titles, *lines]]
    widths = [max(_width(line[column]) for line in cells) for column in range(len(titles))]
    laid = [
        "  ".join(
            _padded(cell, width, at in numbers)
            for at, (cell, width) in enumerate(zip(line, widths))
        )
        for line in cells
    ]
    return [
        laid[0].rstrip(),
        "  ".join("-" * width for width in widths),
        *map(str.rstrip, laid[1:]),
    ]


def _padded(cell: str, width: int, to_the_right: bool) -> str:
    blanks = " " * (width - _width(cell))
    return blanks + cell if to_the_right else cell + blanks


def _shortened(cell: str) -> str:
    """Cut a long text, so that the table stays one."""
    if _width(cell) <= WIDEST:
        return cell
    while _width(cell) >= WIDEST:
        cell = cell[:-1]
    return cell + "…"


def _printable(cell: str) -> str:
    """Take out what would move a terminal's cursor or turn its line: names come from strangers."""
    return "".join(
        " " if unicodedata.category(letter) in MOVES else letter
        for letter in cell
        if unicodedata.bidirectional(letter) not in TURNS
    )


def _width(cell: str) -> int:
    """Return the columns that a terminal shows it in."""
    return sum(
        0
        if unicodedata.category(letter) in NO_WIDTH
        else 1 + (unicodedata.east_asian_width(letter) in "WF")
        for letter in cell
    )


def print_safely(*lines: str) -> None:
    """Print, also where the terminal lacks some of the letters."""
    coding = sys.stdout.encoding or "utf-8"
    for line in lines:
        print(line.encode(coding, "replace").decode(coding), flush=True)
