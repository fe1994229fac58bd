"""Figures as people read them."""

from odoo.tools import formatLang


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


def spoken_goods(product, quantity):
    """Return such as « 2 × [MUG] Blue Mug », of product.product and quantity (float)."""
    return f"{spoken_quantity(product.env, quantity)} × {product.display_name}"
