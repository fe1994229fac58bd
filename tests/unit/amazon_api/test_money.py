"""Money is exact, has a currency, and is never added to another one."""

from decimal import Decimal

import pytest

from amazon_api.money import Money


def test_money_of_one_currency_is_added_and_taken_off_exactly():
    dime, fifth = Money(Decimal("0.1"), "EUR"), Money(Decimal("0.2"), "EUR")
    assert dime + fifth == Money(Decimal("0.3"), "EUR")
    assert dime - fifth == -dime
    assert str(fifth) == "0.2 EUR"


def test_two_currencies_are_not_added():
    with pytest.raises(ValueError, match="EUR and USD"):
        Money(Decimal(1), "EUR") + Money(Decimal(1), "USD")
    with pytest.raises(ValueError, match="EUR and USD"):
        Money(Decimal(1), "EUR") - Money(Decimal(1), "USD")


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "-Infinity", "sNaN"])
def test_money_is_finite(amount):
    with pytest.raises(ValueError, match="not finite"):
        Money(Decimal(amount), "EUR")


@pytest.mark.parametrize("amount", [1, 1.0, "1", None])
def test_money_is_decimal_and_nothing_else(amount):
    with pytest.raises(TypeError):
        Money(amount, "EUR")
    with pytest.raises(TypeError):
        Money(Decimal(1), "EUR") + amount
    with pytest.raises(TypeError):
        Money(Decimal(1), "EUR") - amount


@pytest.mark.parametrize("currency", ["", "eur", "EURO", "EU", "ÉUR", None, 978])
def test_a_currency_is_three_capital_letters(currency):
    with pytest.raises(ValueError, match="currency"):
        Money(Decimal(1), currency)


def test_money_cannot_be_changed():
    with pytest.raises(AttributeError):
        Money(Decimal(1), "EUR").amount = Decimal(2)
