"""The part of the page where a tester lets Amazon's next answers fail."""

from ..seller import Seller
from ..trouble import FAILURES, FEED_ENDS, REQUESTS, words_of_answer, words_of_feed
from .markup import Markup, button, join, tag


def trouble_box(seller: Seller) -> Markup:
    """Return the box with what waits, and the forms that order more."""
    waiting = _waiting(seller)
    count = f"{len(waiting)} waiting" if waiting else "nothing waits"
    return tag(
        "details",
        tag("summary", f"Make Amazon fail ({count})"),
        _list(seller, waiting),
        _answer_form(seller),
        _feed_form(seller),
        _tracking_form(seller),
        class_="box",
        id="trouble",
        tabindex="-1",
        open="" if waiting else None,
    )


def _waiting(seller: Seller) -> list[tuple[str, str, dict]]:
    """Return (what, how, what takes it back) of all that is going to fail."""
    found = [
        (
            f"{REQUESTS.get(each.operation, each.operation)}, {_often(each.times)}",
            words_of_answer(each),
            {"answer": each.key},
        )
        for each in seller.faults
        if each.times > 0
    ]
    found += [
        (f"A feed of shipments, {_often(each.times)}", words_of_feed(each), {"feed": each.key})
        for each in seller.feeds.faults
        if each.times > 0
    ]
    found += [
        (f"Tracking number {number}", "always refused", {"number": number})
        for number in seller.refused_tracking
    ]
    return found


def _often(times: int) -> str:
    return "next time" if times == 1 else f"the next {times} times"


def _list(seller: Seller, waiting: list[tuple[str, str, dict]]) -> Markup:
    """Return what waits, with a button each to take it back."""
    if not waiting:
        return tag("p", "Everything works. Choose below what is to go wrong.", class_="quiet")
    address = f"/_control/sellers/{seller.seller_id}/trouble/take-back"
    rows = [
        tag(
            "li",
            tag("span", tag("strong", what), f": {how}", class_="rest"),
            button(
                "Take back", address, "It is taken back.", wish, aria_label=f"Take back: {what}"
            ),
        )
        for what, how, wish in waiting
    ]
    everything = button("Take all back", address, "Everything works again.", {}, id="take-all-back")
    return join(tag("ul", *rows, class_="waiting"), everything if len(waiting) > 1 else None)


def _answer_form(seller: Seller) -> Markup:
    options = [tag("option", words, value=name) for name, words in REQUESTS.items()]
    return _form(
        seller,
        "answer",
        [
            tag("label", "When a program wants to …", tag("select", *options, name="operation")),
            tag("label", "… this happens", _choice("failure", FAILURES)),
            _times(),
        ],
        "Let it fail",
        "It fails when a program wants it next.",
    )


def _feed_form(seller: Seller) -> Markup:
    return _form(
        seller,
        "feed",
        [
            tag("label", "The next feed of shipments ends like this", _choice("end", FEED_ENDS)),
            _times(),
        ],
        "Let it end so",
        "The next feed of shipments ends so.",
    )


def _tracking_form(seller: Seller) -> Markup:
    number = tag("input", name="number", required="", autocomplete="off")
    return _form(
        seller,
        "tracking",
        [tag("label", "A tracking number that the carrier does not know", number)],
        "Refuse it",
        "Shipments with that number are refused from now on.",
    )


def _form(seller: Seller, name: str, fields: list[Markup], label: str, done: str) -> Markup:
    return tag(
        "form",
        *fields,
        tag("button", label, type="submit", id=f"trouble-{name}"),
        class_="bar",
        data_post=f"/_control/sellers/{seller.seller_id}/trouble/{name}",
        data_done=done,
    )


def _times() -> Markup:
    number = tag("input", name="times", type="number", value=1, min=1, max=1000, required="")
    return tag("label", "How often", number, class_="often")


def _choice(name: str, table: dict[str, tuple]) -> Markup:
    options = (tag("option", words, value=value) for value, (words, _) in table.items())
    return tag("select", *options, name=name)
