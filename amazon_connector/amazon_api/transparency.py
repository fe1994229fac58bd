"""Codes of Amazon's Transparency program: one for each unit, printed on it, told with the shipment.

What a code looks like stands in Amazon's model ordersV0, at ``OrderItem.IsTransparency``.
"""

from __future__ import annotations

import re

__all__ = ["clean_code", "is_code"]

# How a scanner names the kind of barcode before what it read, where it is set to (ISO/IEC 15424).
_KIND_OF_BARCODE = re.compile(r"^\][A-Za-z][0-9A-Za-z](?=.)")
# Between the parts of a GS1 barcode; no person sees it.
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")

_SHAPES = (
    # With the « T » logo: 29 letters and digits, or the trade item number with its serial number.
    re.compile(r"(?:AZ|ZA)[A-Z0-9]{27}", re.ASCII | re.IGNORECASE),
    re.compile(r"[\x21-\x7e]{38}"),
    # A serial number beside the product's own barcode, mostly with « SN » before it.
    re.compile(r"[A-Z0-9-]{7,20}", re.ASCII | re.IGNORECASE),
    # What a QR code leads to.
    re.compile(r"https?://[^\s/]+/\S+", re.IGNORECASE),
)


def clean_code(text: str) -> str:
    """Return a code without what a scanner or a hand puts around it: blanks, control characters."""
    return _CONTROL.sub("", _KIND_OF_BARCODE.sub("", text.strip())).strip()


def is_code(text: str) -> bool:
    """Return whether a cleaned text has one of the shapes that Amazon describes."""
    return any(shape.fullmatch(text) for shape in _SHAPES)
