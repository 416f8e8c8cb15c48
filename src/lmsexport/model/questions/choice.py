"""Questions that are answered by picking from choices."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, Self

from pydantic import Field, model_validator

from lmsexport.model.base import Id, Markdown, Model, RequiredMarkdown, Weight, broken_rule
from lmsexport.model.numbers import plain_number
from lmsexport.model.questions.base import QuestionBase, Scoring, unique


class Choice(Model):
    """One of the answers offered."""

    id: Id = Field(description="Identity of the choice within its question.")
    text: RequiredMarkdown = Field(description="What the student reads.")
    correct: bool = Field(False, description="Whether picking it is right.")
    feedback: Markdown = Field("", description="Shown to a student who picked it.")
    weight: Weight | None = Field(
        None,
        description="Share of the points in percent that picking it earns, −100 to 100. By default single choice "
        "gives 100 for the right one; multiple response shares 100 among the right ones and takes the same share "
        "away for each wrong one.",
    )
    fixed: bool = Field(False, description="Keeps its position when the choices are shuffled (“all of the above”).")


class SingleChoice(QuestionBase):
    """Pick one; exactly one choice is right."""

    type: Literal["single-choice"] = "single-choice"
    choices: tuple[Choice, ...] = Field(min_length=2, description="The answers offered, in order; one is right.")
    shuffle: bool | None = Field(None, description="Whether choices are shuffled; as the assessment says by default.")

    @model_validator(mode="after")
    def _rules(self) -> Self:
        unique("choices", "choices", (choice.id for choice in self.choices))
        right = sum(choice.correct for choice in self.choices)
        if right == 0:
            raise broken_rule(
                "no-right-answer",
                "no choice is marked right",
                at=("choices",),
                hint="write `- right: …` for one of them",
            )
        if right > 1:
            raise broken_rule(
                "several-right-answers",
                f"{right} choices are marked right, but a single-choice question has exactly one right choice",
                at=("choices",),
                hint="mark one, or add `type: multiple-response`",
            )
        for index, choice in enumerate(self.choices):
            if choice.correct and choice.weight not in (None, Decimal(100)):
                raise broken_rule(
                    "weights",
                    "the right choice earns 100 % of the points",
                    at=("choices", index),
                    hint="drop its weight",
                )
            if not choice.correct and choice.weight == 100:
                raise broken_rule(
                    "weights", "a wrong choice cannot earn 100 %", at=("choices", index), hint="lower its weight"
                )
        return self

    def weight_of(self, choice: Choice) -> Decimal:
        """The share of the points, in percent, that picking `choice` earns."""
        if choice.weight is not None:
            return choice.weight
        return Decimal(100 if choice.correct else 0)


class MultipleResponse(QuestionBase):
    """Pick all that are right."""

    type: Literal["multiple-response"] = "multiple-response"
    choices: tuple[Choice, ...] = Field(min_length=2, description="The answers offered, in order; one or more right.")
    scoring: Scoring = Field("partial", description="all-or-nothing, or a share per choice (partial).")
    shuffle: bool | None = Field(None, description="Whether choices are shuffled; as the assessment says by default.")

    @model_validator(mode="after")
    def _rules(self) -> Self:
        unique("choices", "choices", (choice.id for choice in self.choices))
        right = [choice for choice in self.choices if choice.correct]
        if not right:
            raise broken_rule(
                "no-right-answer",
                "no choice is marked right",
                at=("choices",),
                hint="write `- right: …` for the right ones",
            )
        for index, choice in enumerate(self.choices):
            if choice.weight is None:
                continue
            if self.scoring == "all-or-nothing":
                raise broken_rule(
                    "weights",
                    "all-or-nothing scoring has no weights",
                    at=("choices", index, "weight"),
                    hint="drop the weight, or write `scoring: partial`",
                )
            if choice.correct != (choice.weight > 0):
                raise broken_rule(
                    "weights",
                    "a right choice has a weight above 0, a wrong one 0 or below",
                    at=("choices", index, "weight"),
                    hint="change the weight or the mark",
                )
        total = sum((self.weight_of(choice) for choice in right), Decimal(0))
        if abs(total - 100) > Decimal("0.05"):
            raise broken_rule(
                "weights",
                f"the weights of the right choices add up to {plain_number(total)} %, not to 100 %",
                at=("choices",),
                hint="change them, or leave all of them out to share the points evenly",
            )
        return self

    def weight_of(self, choice: Choice) -> Decimal:
        """The share of the points, in percent, that picking `choice` earns under partial scoring."""
        if choice.weight is not None:
            return choice.weight
        share = Decimal(100) / sum(1 for other in self.choices if other.correct)
        return share if choice.correct else -share


class TrueFalse(QuestionBase):
    """A statement that is true or false."""

    type: Literal["true-false"] = "true-false"
    answer: bool = Field(description="Whether the statement in the prompt is true.")
    if_true: Markdown = Field("", description="Feedback for a student who answers “true”.")
    if_false: Markdown = Field("", description="Feedback for a student who answers “false”.")
