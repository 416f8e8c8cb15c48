"""Writes and reads a question by its type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import assert_never, cast

from lmsexport.formats.qti12.questions import (
    fill_in_blanks,
    matching,
    multiple_response,
    numeric,
    ordering,
    short_answer,
    single_choice,
    true_false,
)
from lmsexport.formats.qti12.read.item_parts import ItemParts
from lmsexport.formats.qti12.write.draft import Draft
from lmsexport.model import (
    AnyQuestion,
    Essay,
    FillInBlanks,
    Matching,
    MultipleResponse,
    Numeric,
    Ordering,
    ShortAnswer,
    SingleChoice,
    TextBlock,
    TrueFalse,
)
from lmsexport.validation import Answer


def write_question(draft: Draft[AnyQuestion | TextBlock]) -> None:
    """Fill the item with what its type adds."""
    match draft.question:
        case SingleChoice():
            single_choice.write(cast("Draft[SingleChoice]", draft))
        case MultipleResponse():
            multiple_response.write(cast("Draft[MultipleResponse]", draft))
        case TrueFalse():
            true_false.write(cast("Draft[TrueFalse]", draft))
        case ShortAnswer():
            short_answer.write(cast("Draft[ShortAnswer]", draft))
        case Numeric():
            numeric.write(cast("Draft[Numeric]", draft))
        case Matching():
            matching.write(cast("Draft[Matching]", draft))
        case FillInBlanks():
            fill_in_blanks.write(cast("Draft[FillInBlanks]", draft))
        case Essay() | TextBlock():
            pass  # a place to write, or none: the template says all
        case Ordering():
            raise TypeError("an ordering is lowered to a matching, or to an essay")
        case unknown:
            assert_never(unknown)


_READERS: Mapping[str, Callable[[ItemParts], tuple[Answer, ...]]] = {
    "single-choice": single_choice.read,
    "true-false": true_false.read,
    "multiple-response": multiple_response.read,
    "short-answer": short_answer.read,
    "numeric": numeric.read,
    "matching": matching.read,
    "ordering": ordering.read,
    "fill-in-blanks": fill_in_blanks.read,
}


def read_answers(type: str, parts: ItemParts) -> tuple[Answer, ...]:
    """The answers that an item of this type foresees; none for a text, or a type that nobody knows."""
    return _READERS[type](parts) if type in _READERS else ()
