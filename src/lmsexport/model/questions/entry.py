"""Questions that are answered by typing: short answer, numeric, essay."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from lmsexport.model.base import PLAIN, Line, Markdown, Model, Percent, broken_rule, legal_characters
from lmsexport.model.numbers import reaching
from lmsexport.model.questions.base import QuestionBase

Answer = Annotated[str, StringConstraints(pattern=r"\S"), AfterValidator(legal_characters), PLAIN]


class AcceptedText(Model):
    """A text that a student may type, and what it is worth."""

    text: Answer = Field(
        description="The answer; with `wildcards`, `*` stands for any characters and `\\*` for an asterisk."
    )
    weight: Percent = Field(Decimal(100), description="Share of the points in percent; 0 for a foreseen wrong answer.")
    feedback: Markdown = Field("", description="Shown to a student who typed it.")


class AcceptedNumber(Model):
    """A number or a range that a student may type, and what it is worth. Ranges include their ends."""

    value: Decimal | None = Field(None, description="The number; leave out when `min` and `max` are given.")
    tolerance: Annotated[Decimal, Field(ge=0)] = Field(Decimal(0), description="Accepted distance from `value`.")
    tolerance_type: Literal["absolute", "relative"] = Field(
        "absolute", description="absolute: in the number's own unit; relative: in percent of `value`."
    )
    min: Decimal | None = Field(None, description="Lower end of an accepted range.")
    max: Decimal | None = Field(None, description="Upper end of an accepted range.")
    weight: Percent = Field(Decimal(100), description="Share of the points in percent; 0 for a foreseen wrong answer.")
    feedback: Markdown = Field("", description="Shown to a student who typed it.")

    @model_validator(mode="after")
    def _rules(self) -> Self:
        if (self.value is None) == (self.min is None and self.max is None):
            raise broken_rule("number-or-range", "an answer is either a `value` or a range from `min` to `max`")
        if self.value is None and (self.min is None or self.max is None):
            raise broken_rule("number-or-range", "a range needs both `min` and `max`")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise broken_rule("number-or-range", f"`min` {self.min} is above `max` {self.max}", at=("min",))
        if self.value is None and self.tolerance:
            raise broken_rule("number-or-range", "a range has no tolerance", at=("tolerance",), hint="widen the range")
        for field in ("value", "min", "max", "tolerance"):
            number = getattr(self, field)
            if number is not None and not number.is_finite():
                raise broken_rule("number-or-range", f"`{field}` must be a finite number", at=(field,))
        return self

    @property
    def bounds(self) -> tuple[Decimal, Decimal]:
        """Lowest and highest accepted number, both included."""
        if self.value is None:
            assert self.min is not None and self.max is not None
            return self.min, self.max
        distance = self.tolerance
        if self.tolerance_type == "relative":
            distance = abs(self.value) * self.tolerance / 100
        return reaching(self.value, distance)


def full_marks_possible(answers: tuple[AcceptedText, ...] | tuple[AcceptedNumber, ...]) -> None:
    """Raise unless one of the answers earns 100 %."""
    if not any(answer.weight == 100 for answer in answers):
        raise broken_rule(
            "no-right-answer",
            "no answer earns 100 % of the points",
            at=("answers",),
            hint="leave out the weight of the right one",
        )


class ShortAnswer(QuestionBase):
    """A word or a phrase is typed and compared with the accepted ones, the first match counts."""

    type: Literal["short-answer"] = "short-answer"
    answers: tuple[AcceptedText, ...] = Field(
        min_length=1, description="Accepted and foreseen answers; first match counts."
    )
    case_sensitive: bool = Field(False, description="Whether `Paris` and `paris` differ.")
    wildcards: bool = Field(False, description="Whether `*` in an answer stands for any characters.")

    @model_validator(mode="after")
    def _rules(self) -> Self:
        full_marks_possible(self.answers)
        return self


class Numeric(QuestionBase):
    """A number is typed."""

    type: Literal["numeric"] = "numeric"
    answers: tuple[AcceptedNumber, ...] = Field(
        min_length=1, description="Accepted and foreseen numbers; first match counts."
    )
    unit: Line | None = Field(None, description="Unit text shown behind the input, for example `km/h`; not typed.")

    @model_validator(mode="after")
    def _rules(self) -> Self:
        full_marks_possible(self.answers)
        return self


class Essay(QuestionBase):
    """A longer text that a person grades."""

    type: Literal["essay"] = "essay"
    grader_notes: Markdown = Field("", description="For graders only: what a good answer holds.")
    min_words: Annotated[int, Field(ge=1)] | None = Field(None, description="Length hint: at least so many words.")
    max_words: Annotated[int, Field(ge=1)] | None = Field(None, description="Length hint: at most so many words.")
    template: Markdown = Field("", description="Text that stands in the input from the start.")

    @model_validator(mode="after")
    def _rules(self) -> Self:
        if self.min_words and self.max_words and self.min_words > self.max_words:
            raise broken_rule("length-hint", f"`min_words` {self.min_words} is above `max_words` {self.max_words}")
        return self

    @property
    def gradable(self) -> bool:
        """An essay is graded by a person."""
        return False
