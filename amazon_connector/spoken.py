"""Figures as people read them."""

from odoo.tools import format_datetime, formatLang


def spoken_quantity(env, quantity):
    """Return a quantity (float) in the user's format, with no more decimals than it has.

    >>> spoken_quantity(french, 1.5)
    '1,5'
    """
    decimals = len(f"{quantity:.3f}".rstrip("0").partition(".")[2])
    return formatLang(env, quantity, digits=decimals)


def spoken_difference(env, difference):
    """Return by how much one quantity exceeds another (float), with its sign: « +1.5 », « -3 »."""
    return ("+" if difference > 0 else "") + spoken_quantity(env, difference)


def spoken_moment(env, moment):
    """Return a moment (naive UTC) in the language and time of who is told.

    That is who works here, or whom background work tells: then the context has their time.
    """
    return format_datetime(env, moment, tz=zone_of(env))


def zone_of(env):
    """Return the name of the time zone in which people are told the time; False: UTC."""
    return env.context.get("tz") or env.user.tz


def spoken_goods(product, quantity):
    """Return such as « 2 × [MUG] Blue Mug », of product.product and quantity (float)."""
    return f"{spoken_quantity(product.env, quantity)} × {product.display_name}"
