"""The shares that an import accepts, and what becomes of others."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmsexport.formats.moodle.carries.shares import MOST_RIGHT, SHARES, is_listed, listed, nearest, percent, whole

IN_MOODLE = (
    0.9, 0.8333333, 0.8, 0.75, 0.7, 0.6666667, 0.6, 0.5, 0.4, 0.3333333, 0.3, 0.25, 0.2, 0.1666667, 0.1428571, 0.125,
    0.1111111, 0.1, 0.05,
)  # fmt: skip
"""question_bank::ensure_fraction_options_initialised, without 0 and 1."""
FULL = 0.999999
"""What Moodle takes for full marks (question_state::graded_state_for_fraction)."""

shares = st.fractions(min_value=Fraction(1, 10_000), max_value=1, max_denominator=10_000)


def accepted(share: Fraction) -> float:
    """What Moodle makes of a written share; refuses what its import refuses (match_grade_options)."""
    value = float(percent(share)) / 100
    (found,) = [known for known in (0.0, 1.0, *IN_MOODLE) if abs(abs(value) - known) < 0.00001]
    return found if value > 0 else -found


def test_the_list_is_moodles() -> None:
    assert [accepted(share) for share in SHARES] == [1.0, *IN_MOODLE]


@pytest.mark.parametrize(
    ("share", "written"), [("1/3", "33.33333"), ("1/7", "14.28571"), ("1", "100"), ("-1/2", "-50")]
)
def test_shares_are_percents_with_five_digits(share: str, written: str) -> None:
    assert percent(Fraction(share)) == Decimal(written)


@given(st.lists(shares, min_size=1, max_size=MOST_RIGHT))
@settings(deadline=None)
def test_full_points_need_all_right_choices(weights: list[Fraction]) -> None:
    total = sum(weights)
    found = [accepted(share) for share in whole(tuple(weight / total for weight in weights))]
    assert FULL < sum(found) < 1.005, "Moodle warns of a sum that is not 1.00"
    assert all(sum(found) - share < FULL for share in found)


def test_shares_that_are_in_the_list_stay() -> None:
    for number in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20):
        assert set(whole((Fraction(1, number),) * number)) == {Fraction(1, number)}
    assert whole((Fraction(3, 5), Fraction(2, 5))) == (Fraction(3, 5), Fraction(2, 5))


def test_other_shares_become_the_nearest_that_fit() -> None:
    assert whole((Fraction(88, 100), Fraction(12, 100))) == (Fraction(9, 10), Fraction(1, 10))
    assert sorted(whole((Fraction(1, 11),) * 11)) == [Fraction(1, 20)] * 2 + [Fraction(1, 10)] * 9


def test_more_right_choices_than_the_list_can_share_are_refused() -> None:
    with pytest.raises(ValueError, match="21 choices"):
        whole((Fraction(1, 21),) * 21)


@given(shares.filter(lambda share: share < 1))
def test_a_part_stays_a_part_and_a_penalty_a_penalty(share: Fraction) -> None:
    assert 0 < nearest(share) < 1 and is_listed(nearest(share))
    assert nearest(-share) == -nearest(share)


def test_a_single_choice_takes_no_points_from_other_questions() -> None:
    assert list(listed((Fraction(1), Fraction(-1, 2), Fraction(0)), single=True)) == [1, 0, 0]
    assert list(listed((Fraction(1), Fraction(-1, 2), Fraction(0)), single=False)) == [1, Fraction(-1, 2), 0]
