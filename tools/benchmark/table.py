"""The benchmark's figures as a table."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median

AIMS = {
    "one at a time": ("plain create + confirm, one at a time, each committed", 1.5),
    "batches of 100": ("plain create + confirm, batches of 100, each committed", None),
}
AGAIN_AIM = 20


def lay_out(measured: dict) -> list[str]:
    """Return the lines of the table.

    :param measured: see `tools.benchmark.inside`
    """
    rounds = measured["rounds"]
    lines = [
        f"{len(rounds)} rounds of {rounds[0]['orders']} orders; median (least to most)",
        "",
        f"{'Milliseconds an order':<60}{'':>24}",
        *(
            f"  {words:<58}{spread(_each(rounds, name), '{:.1f}'):>24}"
            for name, words in _competitors().items()
        ),
        "",
        f"{'The connector is faster than':<60}{'times':>24}{'aim':>8}",
        *(
            f"  {words:<58}{spread(ratios(rounds, name), '{:.2f}'):>24}{_aim(aim):>8}"
            for name, (words, aim) in AIMS.items()
        ),
        "",
        f"{'The same orders again, unchanged, are faster by':<60}"
        f"{spread(_again(rounds), '{:.1f}'):>24}{_aim(AGAIN_AIM):>8}",
        "",
        f"{'Queries for a page':<60}{'empty database':>24}{'full':>8}",
    ]
    queries = measured["queries"]
    for name, words in {"new": "of new orders", "unchanged": "of unchanged orders"}.items():
        lines.append(f"  {words:<58}{queries['empty'][name]:>24}{queries['full'][name]:>8}")
    return [line.rstrip() for line in lines]


def ratios(rounds: Iterable[dict], name: str) -> list[float]:
    """Return how many times as fast the connector was, round by round."""
    return [one[name] / one["connector"] for one in rounds]


def spread(values: list[float], pattern: str) -> str:
    """Return `median (least to most)`."""
    middle, least, most = (pattern.format(fit(values)) for fit in (median, min, max))
    return f"{middle} ({least} to {most})"


def _competitors() -> dict[str, str]:
    return {
        "connector": "the connector, from Amazon over HTTP",
        **{name: words for name, (words, _aim) in AIMS.items()},
        "again": "the connector, the same orders again",
    }


def _each(rounds: list[dict], name: str) -> list[float]:
    return [1000 * one[name] / one["orders"] for one in rounds]


def _again(rounds: list[dict]) -> list[float]:
    return [one["connector"] / one["again"] for one in rounds]


def _aim(times: float | None) -> str:
    return f"{times:g}" if times else ""
