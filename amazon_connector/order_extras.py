"""What Amazon tells of an order beside goods and money, as values of Odoo's fields."""

from .moments import naive_utc

# Amazon's words for how fast an order must travel, and Odoo's keys for them.
SERVICE_LEVELS = {
    "STANDARD": "standard",
    "EXPEDITED": "expedited",
    "PRIORITY": "priority",
    "SECOND_DAY": "second_day",
    "NEXT_DAY": "next_day",
    "SAME_DAY": "same_day",
    "SCHEDULED": "scheduled",
    "FREE_ECONOMY": "free_economy",
}
OTHER_LEVEL = "other"


def order_extras(order):
    """Return what stands on the sales order.

    :param order: amazon_api Order
    :return: dict of values; False for what Amazon does not tell
    """
    cancellations = _cancellations(order)
    return {
        "amazon_is_prime": "PRIME" in order.programs,
        "amazon_is_business": "AMAZON_BUSINESS" in order.programs,
        "amazon_service_level": service_level(order),
        "amazon_service_word": order.service_level or False,
        "amazon_ship_by": naive_utc(order.ship_by and order.ship_by.latest) or False,
        "amazon_deliver_by": naive_utc(order.deliver_by and order.deliver_by.latest) or False,
        "amazon_delivery_instructions": _instructions(order.delivery_preference),
        "amazon_gift": any(item.gift_message or item.gift_wrap_level for item in order.items),
        "amazon_customized": any(item.customization_url for item in order.items),
        "amazon_cancel_requested": any(cancellation.requested for cancellation in cancellations),
        "amazon_cancel_reason": _together(cancellation.reason for cancellation in cancellations),
        "amazon_replaces_order_ref": order.replaced_order_id or False,
    }


def item_extras(item):
    """Return what stands on the line of an item's goods.

    :param item: amazon_api OrderItem
    :return: dict of values; False for what Amazon does not tell
    """
    cancellation = item.cancellation
    return {
        "amazon_gift_message": item.gift_message or False,
        "amazon_gift_wrap_level": item.gift_wrap_level or False,
        "amazon_customization_url": _link(item.customization_url),
        "amazon_transparency": "TRANSPARENCY" in item.programs,
        "amazon_cancel_requested": bool(cancellation and cancellation.requested),
        "amazon_cancel_reason": (cancellation and cancellation.reason) or False,
    }


def service_level(order):
    """Return Odoo's key of the order's service level; False when none is told."""
    if not order.service_level:
        return False
    return SERVICE_LEVELS.get(order.service_level, OTHER_LEVEL)


def _cancellations(order):
    return [item.cancellation for item in order.items if item.cancellation]


def _instructions(preference):
    if not preference:
        return False
    return _together((preference.drop_off_location, preference.instruction))


def _together(texts):
    """Return the texts that there are, each once and on a line of its own, or False."""
    return "\n".join(dict.fromkeys(text for text in texts if text)) or False


def _link(address):
    """Return an address that a browser opens safely, else False."""
    return address if (address or "").startswith(("https://", "http://")) else False
