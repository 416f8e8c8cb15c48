"""The shares of the points that Moodle's question files may give an answer: a fixed list.

An import refuses a question with any other share (question_bank::fraction_options_full; match_grade_options allows a
difference of 0.00001). Backups and blanks of embedded answers may have any share.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache

_LIST = "1 9/10 5/6 4/5 3/4 7/10 2/3 3/5 1/2 2/5 1/3 3/10 1/4 1/5 1/6 1/7 1/8 1/9 1/10 1/20"
SHARES = tuple(Fraction(share) for share in _LIST.split())
"""What an answer may earn, or lose; besides nothing."""

MOST_RIGHT = 20
"""More right choices than this cannot share the points: the smallest share is 1/20."""

_WHOLE = 2520
"""The least common denominator of the list."""

_CLOSE = Fraction(1, 100_000)

_SAME = Fraction(1, 1_000_000)
"""Shares that are nearer than this are the same but for rounding."""


@cache
def is_listed(share: Fraction) -> bool:
    """Whether an import takes the share as it is."""
    return not share or any(abs(abs(share) - known) < _CLOSE for known in SHARES)


def nearest(share: Fraction) -> Fraction:
    """The nearest share in the list. What earns or loses something still does, and only the whole stays the whole."""
    if abs(share) >= 1 or not share:
        return max(min(share, Fraction(1)), Fraction(-1))
    found = min(SHARES[1:], key=lambda known: abs(abs(share) - known))
    return found if share > 0 else -found


@cache
def whole(shares: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
    """Listed shares as near as possible to these, of the right choices of a question, that add up to exactly 1.

    So full points need all right choices, as before. Raises `ValueError` for more than `MOST_RIGHT` choices.
    """
    if len(shares) > MOST_RIGHT:
        raise ValueError(f"{len(shares)} choices cannot share the points by Moodle's list")
    if sum(rounded := tuple(map(_any_nearest, shares))) == 1:
        return rounded
    best: dict[int, tuple[Fraction, tuple[Fraction, ...]]] = {0: (Fraction(0), ())}
    for number, share in enumerate(shares, 1):
        best = _with_one_more(best, share, _WHOLE - (len(shares) - number) * _WHOLE // 20)
    return best[_WHOLE][1]


def _with_one_more(
    best: dict[int, tuple[Fraction, tuple[Fraction, ...]]], share: Fraction, most: int
) -> dict[int, tuple[Fraction, tuple[Fraction, ...]]]:
    """Sum → the least total difference that reaches it, with its shares; one choice further."""
    found: dict[int, tuple[Fraction, tuple[Fraction, ...]]] = {}
    steps = [(int(known * _WHOLE), abs(share - known), known) for known in SHARES]
    for total, (difference, taken) in best.items():
        for size, further, known in steps:
            reached = total + size
            if reached <= most and (reached not in found or difference + further < found[reached][0]):
                found[reached] = difference + further, (*taken, known)
    return found


def _any_nearest(share: Fraction) -> Fraction:
    return min(SHARES, key=lambda known: abs(share - known))


@cache
def listed(shares: tuple[Fraction, ...], single: bool) -> tuple[Fraction, ...]:
    """The shares of the choices of a question, by the list; those of several right ones stay a whole."""
    if single:
        return tuple(nearest(max(share, Fraction(0))) for share in shares)
    right = iter(whole(tuple(share for share in shares if share > 0)))
    return tuple(next(right) if share > 0 else nearest(share) for share in shares)


def listed_shares(shares: Sequence[Decimal], single: bool) -> list[Decimal]:
    """The shares of the choices of a question, in percent, by the list; one that is in it stays as it is."""
    exact = tuple(Fraction(share) / 100 for share in shares)
    return [
        share if abs(before - after) < _SAME else percent(after)
        for share, before, after in zip(shares, exact, listed(exact, single), strict=True)
    ]


def listed_share(share: Decimal) -> Decimal:
    """The share of a typed answer, in percent, by the list."""
    return listed_shares([share], single=True)[0]


def percent(share: Fraction) -> Decimal:
    """A share as files write it, in percent: `33.33333`, `-50`, `0`."""
    return round(Decimal(share.numerator * 100) / share.denominator, 5)
