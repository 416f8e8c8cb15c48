"""The question types, a discriminated union by `type`."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field

from lmsexport.model.base import Id, Line, Model, RequiredPageMarkdown
from lmsexport.model.questions.arrange import (
    BLANK,
    Blank,
    DropdownBlank,
    FillInBlanks,
    Matching,
    NumberBlank,
    OrderedItem,
    Ordering,
    Pair,
    TextBlank,
)
from lmsexport.model.questions.base import Feedback, QuestionBase, Scoring
from lmsexport.model.questions.choice import Choice, MultipleResponse, SingleChoice, TrueFalse
from lmsexport.model.questions.entry import AcceptedNumber, AcceptedText, Essay, Numeric, ShortAnswer


class TextBlock(Model):
    """Text between questions: a passage to read, a heading. It is not answered and earns nothing."""

    type: Literal["text"] = "text"
    id: Id = Field(description="Identity of the block in every package.")
    title: Line | None = Field(None, description="Name in the LMS's question bank.")
    text: RequiredPageMarkdown = Field(description="What the student reads.")


AnyQuestion = (
    SingleChoice | MultipleResponse | TrueFalse | ShortAnswer | Numeric | Matching | Ordering | FillInBlanks | Essay
)
"""Everything that is answered."""

Question = Annotated[AnyQuestion | TextBlock, Field(discriminator="type")]
"""Everything that can stand in a bank: a question, or a text block."""

QUESTION_TYPES: tuple[str, ...] = tuple(
    kind.model_fields["type"].default for kind in (*get_args(AnyQuestion), TextBlock)
)
"""What authors write as `type`."""

__all__ = [
    "BLANK",
    "QUESTION_TYPES",
    "AcceptedNumber",
    "AcceptedText",
    "AnyQuestion",
    "Blank",
    "Choice",
    "DropdownBlank",
    "Essay",
    "Feedback",
    "FillInBlanks",
    "Matching",
    "MultipleResponse",
    "NumberBlank",
    "Numeric",
    "OrderedItem",
    "Ordering",
    "Pair",
    "Question",
    "QuestionBase",
    "Scoring",
    "ShortAnswer",
    "SingleChoice",
    "TextBlank",
    "TextBlock",
    "TrueFalse",
]
