"""Codes of Amazon's Transparency program, as its model ordersV0 describes them."""

import pytest

from amazon_api.transparency import clean_code, is_code


@pytest.mark.parametrize(
    "code",
    [
        "AZ" + "7" * 27,
        "za" + "b1" * 13 + "c",
        "01" + "04012345678901" + "21" + "A" * 20,
        "SN12345",
        "09876543211234567890",
        "T12345ABCDE67890",
        "https://tcode.example/AbC-123?x=1",
    ],
)
def test_each_shape_that_amazon_describes_is_one(code):
    assert is_code(code)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "SN1234",
        "AZ" + "7" * 26,
        "XX" + "7" * 27,
        "1" * 37,
        "two words",
        "https://nowhere",
        "ftp://x/y",
        "É" * 10,
    ],
)
def test_nothing_else_is(text):
    assert not is_code(text)


@pytest.mark.parametrize(
    ("scanned", "code"),
    [
        ("  SN1234567\r\n", "SN1234567"),
        ("]d2SN1234567", "SN1234567"),
        ("]Q1https://t.example/a", "https://t.example/a"),
        ("\x1d0104012345678901\x1d21" + "A" * 20, "010401234567890121" + "A" * 20),
        ("]d2", "]d2"),
        ("", ""),
    ],
)
def test_what_scanner_or_hand_put_around_it_goes(scanned, code):
    assert clean_code(scanned) == code
