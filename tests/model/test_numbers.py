from decimal import Decimal

import pytest

from lmsexport.model.numbers import between, plain_number, reaching, tidy

LONG = "0.12345678901234567890123456789012345"
"""More digits than a calculation keeps."""


@pytest.mark.parametrize(
    ("number", "text"),
    [("1.50", "1.5"), ("100", "100"), ("1E+5", "100000"), ("5E-3", "0.005"), ("0E-7", "0"), (LONG, LONG), ("-3", "-3")],
)
def test_a_number_is_written_without_an_exponent_and_needless_zeros(number: str, text: str) -> None:
    assert plain_number(Decimal(number)) == str(tidy(Decimal(number))) == text


def test_a_range_and_its_middle_keep_every_digit() -> None:
    low, high = Decimal("-0.0025"), Decimal("6.022E+23")
    middle, distance = between(low, high)
    assert plain_number(middle) == "301099999999999999999999.99875"
    assert plain_number(distance) == "301100000000000000000000.00125"
    assert reaching(middle, distance) == (low, high)


@pytest.mark.parametrize("zero", ["-0", "-0.00", "-0E+3"])
def test_no_zero_is_below_zero(zero: str) -> None:
    assert plain_number(Decimal(zero)) == "0"
