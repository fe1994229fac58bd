"""What Amazon demands of a package's carrier, tracking number and ship date."""

import re
from datetime import datetime, timedelta

from .carriers import CARRIER_CODES, OTHER
from .clock import format_moment, parse_moment
from .marketplaces import INDIA
from .stored_order import StoredOrder

# How far a ship date may lie before the order, or in the future: days differ by time zone.
GRACE = timedelta(days=1)
# A tracking number with this in it is one that no carrier knows.
UNKNOWN_NUMBER = "UNKNOWN"
_TRACKING_NUMBER = re.compile(r"[A-Za-z0-9 ._/+-]+")


class Refusal(str):
    """Why Amazon refuses a shipment: its words, and the ``code`` that a feed's report gives."""

    code: str

    def __new__(cls, text: str, code: str) -> "Refusal":
        """Make the sentence ``text``."""
        refusal = super().__new__(cls, text)
        refusal.code = code
        return refusal


def refusals(
    order: StoredOrder,
    package: dict,
    now: datetime,
    lead: timedelta,
    refused_tracking: dict[str, str],
) -> list[Refusal]:
    """Return what is wrong with a package apart from its items.

    :param package: the ``packageDetail`` of a confirmation
    :param lead: how far the world's clock is ahead of the one by which programs write ship dates
    :param refused_tracking: the tester's tracking numbers that are refused, with the reason
    """
    return [
        *_carrier_refusals(package, order),
        *_tracking_refusals(package["trackingNumber"].strip(), refused_tracking),
        *_date_refusals(parse_moment(package["shipDate"]), order, now, lead),
    ]


def _carrier_refusals(package: dict, order: StoredOrder) -> list[Refusal]:
    code, name = package["carrierCode"].strip(), package.get("carrierName", "").strip()
    if not code:
        return [Refusal("CarrierCode: must not be empty.", "18061")]
    if code == OTHER and not name:
        return [Refusal("CarrierName: is required when CarrierCode is Other.", "18062")]
    if code == OTHER and order.marketplace_id == INDIA:
        words = "CarrierCode: Other is not taken in this marketplace."
        return [Refusal(words, "18063")]
    if code not in CARRIER_CODES:
        words = (
            f"CarrierCode: {code} is not a carrier that Amazon knows. Use a value of the list of"
            " carriers exactly as it is written, or Other with the carrier's name."
        )
        return [Refusal(words, "18063")]
    return []


def _tracking_refusals(number: str, refused: dict[str, str]) -> list[Refusal]:
    if not number:
        return [Refusal("TrackingNumber: must not be empty.", "18064")]
    if number in refused:
        return [Refusal(refused[number], "18065")]
    if UNKNOWN_NUMBER in number.upper() or not _TRACKING_NUMBER.fullmatch(number):
        words = f"TrackingNumber: the carrier does not know {number}. Please check the number."
        return [Refusal(words, "18065")]
    return []


def _date_refusals(
    shipped: datetime, order: StoredOrder, now: datetime, lead: timedelta
) -> list[Refusal]:
    if shipped < order.created - GRACE - lead:
        words = f"ShipDate: is before the order was placed, {format_moment(order.created)}."
        return [Refusal(words, "18066")]
    if shipped > now + GRACE - lead:
        return [Refusal("ShipDate: is in the future.", "18067")]
    return []
