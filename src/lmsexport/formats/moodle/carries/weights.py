"""What blanks weigh: Cloze knows whole numbers alone."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import gcd, lcm

from lmsexport.lowering import Around, changed
from lmsexport.model import FillInBlanks


def whole_weights(points: Sequence[Decimal]) -> list[int]:
    """The shares of the blanks as the smallest whole numbers of the same ratio; Cloze knows no fractions.

    Blanks that are all worth nothing share evenly: Moodle divides by the sum.
    """
    ratios = [number.as_integer_ratio() for number in points]
    common = lcm(*(below for _, below in ratios))
    whole = [above * (common // below) for above, below in ratios]
    divisor = gcd(*whole)
    return [number // divisor for number in whole] if divisor else [1] * len(whole)


def points_in_bank(node: FillInBlanks, around: Around) -> FillInBlanks:
    """A question of a bank that is worth what its blanks weigh together; in a quiz, its place there says its worth."""
    if not around.in_bank:
        return node
    return changed(node, points=Decimal(sum(blank_weights(node))))


def blank_weights(question: FillInBlanks) -> list[int]:
    """The same shares as whole numbers that add up to the points of the question; the smallest ones where none do."""
    weights = whole_weights([blank.points for blank in question.blanks])
    times = question.points / sum(weights)
    return [weight * int(times) for weight in weights] if times and times == int(times) else weights
