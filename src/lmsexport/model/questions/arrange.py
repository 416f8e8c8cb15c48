"""Questions that are answered by pairing, ordering or filling in."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from lmsexport.model.base import Id, Line, Markdown, Model, Points, RequiredMarkdown, broken_rule
from lmsexport.model.questions.base import QuestionBase, Scoring, unique
from lmsexport.model.questions.choice import Choice
from lmsexport.model.questions.entry import AcceptedNumber, AcceptedText, full_marks_possible

BLANK = re.compile(r"\{\{([a-z][a-z0-9-]*)\}\}")
"""A blank in a prompt: `{{capital}}`."""


class Pair(Model):
    """A prompt and the match that belongs to it."""

    id: Id = Field(description="Identity of the pair within its question.")
    prompt: RequiredMarkdown = Field(description="The left side.")
    match: Line = Field(description="The right side; plain text. Two pairs may share one.")
    feedback: Markdown = Field("", description="Shown with this pair's result.")


class Matching(QuestionBase):
    """Find for each prompt the match that belongs to it."""

    type: Literal["matching"] = "matching"
    pairs: tuple[Pair, ...] = Field(min_length=2, description="Prompts with their matches.")
    distractors: tuple[Line, ...] = Field((), description="Further matches that belong to no prompt.")
    scoring: Scoring = Field("partial", description="all-or-nothing, or an equal share per pair (partial).")
    shuffle: bool | None = Field(None, description="Whether prompts are shuffled; as the assessment says by default.")

    @model_validator(mode="after")
    def _rules(self) -> Self:
        unique("pairs", "pairs", (pair.id for pair in self.pairs))
        matches = {pair.match for pair in self.pairs}
        if len(matches | set(self.distractors)) < 2:
            raise broken_rule("one-match", "all prompts have the same match", at=("pairs",), hint="add a distractor")
        for index, distractor in enumerate(self.distractors):
            if distractor in matches:
                raise broken_rule(
                    "distractor-is-right",
                    f"the distractor “{distractor}” is the match of a pair",
                    at=("distractors", index),
                )
        return self


class OrderedItem(Model):
    """One of the things to be put in order."""

    id: Id = Field(description="Identity of the item within its question.")
    text: RequiredMarkdown = Field(description="What the student reads.")
    feedback: Markdown = Field("", description="Shown with this item's result.")


class Ordering(QuestionBase):
    """Put things in the right order."""

    type: Literal["ordering"] = "ordering"
    items: tuple[OrderedItem, ...] = Field(min_length=2, description="The things, in the right order.")
    scoring: Scoring = Field(
        "partial", description="all-or-nothing, or a share per item in its right position (partial)."
    )

    @model_validator(mode="after")
    def _rules(self) -> Self:
        unique("items", "items", (item.id for item in self.items))
        return self


class BlankBase(Model):
    """The fields of every blank."""

    id: Id = Field(description="Name of the blank, as in the prompt's `{{name}}`.")
    points: Points = Field(Decimal(1), description="Share of this blank relative to the others'.")


class TextBlank(BlankBase):
    """A blank to type a word into."""

    kind: Literal["text"] = "text"
    answers: tuple[AcceptedText, ...] = Field(min_length=1, description="Accepted and foreseen answers.")
    case_sensitive: bool = Field(False, description="Whether `Paris` and `paris` differ.")

    @model_validator(mode="after")
    def _rules(self) -> Self:
        full_marks_possible(self.answers)
        return self


class NumberBlank(BlankBase):
    """A blank to type a number into."""

    kind: Literal["numeric"] = "numeric"
    answers: tuple[AcceptedNumber, ...] = Field(min_length=1, description="Accepted and foreseen numbers.")

    @model_validator(mode="after")
    def _rules(self) -> Self:
        full_marks_possible(self.answers)
        return self


class DropdownBlank(BlankBase):
    """A blank with a drop-down list of plain-text choices."""

    kind: Literal["dropdown"] = "dropdown"
    choices: tuple[Choice, ...] = Field(min_length=2, description="The entries of the list; exactly one is right.")

    @model_validator(mode="after")
    def _rules(self) -> Self:
        unique("choices", "choices", (choice.id for choice in self.choices))
        if sum(choice.correct for choice in self.choices) != 1:
            raise broken_rule("no-right-answer", "a drop-down has exactly one right choice", at=("choices",))
        return self


Blank = Annotated[TextBlank | NumberBlank | DropdownBlank, Field(discriminator="kind")]


class FillInBlanks(QuestionBase):
    """A text with gaps; each blank earns its share of the points."""

    type: Literal["fill-in-blanks"] = "fill-in-blanks"
    blanks: tuple[Blank, ...] = Field(min_length=1, description="The blanks that the prompt names as `{{name}}`.")

    @model_validator(mode="after")
    def _rules(self) -> Self:
        unique("blanks", "blanks", (blank.id for blank in self.blanks))
        named = BLANK.findall(self.prompt)
        known = {blank.id for blank in self.blanks}
        for name in named:
            if name not in known:
                raise broken_rule(
                    "unknown-blank",
                    f"the prompt has a blank `{{{{{name}}}}}` that `blanks` does not define",
                    at=("prompt",),
                )
            if named.count(name) > 1:
                raise broken_rule(
                    "blank-twice", f"the blank `{{{{{name}}}}}` stands twice in the prompt", at=("prompt",)
                )
        for index, blank in enumerate(self.blanks):
            if blank.id not in named:
                raise broken_rule(
                    "unused-blank",
                    f"the prompt does not name the blank `{blank.id}`",
                    at=("blanks", index),
                    hint=f"write `{{{{{blank.id}}}}}` where it belongs",
                )
        return self
