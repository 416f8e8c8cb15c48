"""Which outcomes a question can have."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import assert_never

from lmsexport.model.questions import (
    AnyQuestion,
    Choice,
    DropdownBlank,
    Essay,
    FillInBlanks,
    Matching,
    MultipleResponse,
    NumberBlank,
    Numeric,
    Ordering,
    ShortAnswer,
    SingleChoice,
    TextBlank,
    TrueFalse,
)


def partly_right(question: AnyQuestion) -> bool:
    """Whether some response earns a part of the points (see `scoring.score`)."""
    match question:
        case SingleChoice():
            return _between(question.weight_of(choice) for choice in question.choices)
        case MultipleResponse():
            return question.scoring == "partial" and _some_choices(question)
        case ShortAnswer() | Numeric():
            return _between(answer.weight for answer in question.answers)
        case Matching():
            return question.scoring == "partial"
        case Ordering():  # of two that change places, none is where it belongs
            return question.scoring == "partial" and len(question.items) > 2
        case FillInBlanks():
            weighty = [blank for blank in question.blanks if blank.points] or list(question.blanks)
            return len(weighty) > 1 or _part_of_blank(weighty[0])
        case TrueFalse() | Essay():
            return False
        case _:
            assert_never(question)


def _some_choices(question: MultipleResponse) -> bool:
    """One of several right choices, or the only one beside a wrong one that takes a part away."""
    right = [choice for choice in question.choices if choice.correct]
    return len(right) > 1 or _between(-question.weight_of(choice) for choice in question.choices if not choice.correct)


def _part_of_blank(blank: TextBlank | NumberBlank | DropdownBlank) -> bool:
    if isinstance(blank, DropdownBlank):
        return _between(_weight(choice) for choice in blank.choices)
    return _between(answer.weight for answer in blank.answers)


def _weight(choice: Choice) -> Decimal:
    return choice.weight if choice.weight is not None else Decimal(100 if choice.correct else 0)


def _between(shares: Iterable[Decimal]) -> bool:
    return any(0 < share < 100 for share in shares)
