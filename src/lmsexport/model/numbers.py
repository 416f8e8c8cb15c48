"""Numbers as they are written."""

from __future__ import annotations

from decimal import Context, Decimal

_EXACT = Context(prec=5000)
"""Sums that keep every digit: a very small and a very large number have more than the 28 that are usual."""


def subtracted(number: Decimal, other: Decimal) -> Decimal:
    """A number less another."""
    return _EXACT.subtract(number, other)


def between(low: Decimal, high: Decimal) -> tuple[Decimal, Decimal]:
    """The middle of a range, and how far its ends are from there."""
    return _EXACT.divide(_EXACT.add(low, high), 2), _EXACT.divide(subtracted(high, low), 2)


def reaching(middle: Decimal, distance: Decimal) -> tuple[Decimal, Decimal]:
    """The ends of the range that reaches so far on both sides of its middle."""
    return subtracted(middle, distance), _EXACT.add(middle, distance)


def plain_number(number: Decimal) -> str:
    """A number without an exponent, needless zeros, and a sign before zero; with all of its digits."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def tidy(number: Decimal) -> Decimal:
    """The same number without needless zeros and without an exponent."""
    return Decimal(plain_number(number))
