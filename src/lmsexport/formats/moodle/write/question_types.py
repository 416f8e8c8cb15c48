"""What each question type becomes in Moodle."""

from __future__ import annotations

from typing import assert_never

from lmsexport.formats.moodle.questions import (
    essay,
    fill_in_blanks,
    matching,
    multiple_response,
    numeric,
    ordering,
    short_answer,
    single_choice,
    text_block,
    true_false,
)
from lmsexport.formats.moodle.write.draft import Draft
from lmsexport.model import (
    Essay,
    FillInBlanks,
    Matching,
    MultipleResponse,
    Numeric,
    Ordering,
    Question,
    ShortAnswer,
    SingleChoice,
    TextBlock,
    TrueFalse,
)


def write_question(draft: Draft, question: Question) -> None:  # noqa: C901 - a case for each type
    """Fill a draft with what only the type of its question has."""
    match question:
        case SingleChoice():
            single_choice.write(draft, question)
        case MultipleResponse():
            multiple_response.write(draft, question)
        case TrueFalse():
            true_false.write(draft, question)
        case ShortAnswer():
            short_answer.write(draft, question)
        case Numeric():
            numeric.write(draft, question)
        case Matching():
            matching.write(draft, question)
        case Ordering():
            ordering.write(draft, question)
        case FillInBlanks():
            fill_in_blanks.write(draft, question)
        case Essay():
            essay.write(draft, question)
        case TextBlock():
            text_block.write(draft)
        case _:
            assert_never(question)
