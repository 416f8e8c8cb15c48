"""What all question types share."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from pydantic import Field

from lmsexport.model.base import Id, Line, Markdown, Model, Points, RequiredMarkdown, broken_rule

Scoring = Literal["all-or-nothing", "partial"]
"""`all-or-nothing`: the full points for a wholly right response, else none.
`partial`: a share of the points for each right part, never below zero for the question."""


class Feedback(Model):
    """What a student reads after answering, by how the response was scored."""

    correct: Markdown = Field("", description="Shown when the response earns the full points.")
    partial: Markdown = Field("", description="Shown when it earns some of the points.")
    incorrect: Markdown = Field("", description="Shown when it earns none.")
    general: Markdown = Field("", description="Shown in any case.")


class QuestionBase(Model):
    """The fields of every question."""

    id: Id = Field(description="Identity of the question in every package.")
    title: Line | None = Field(None, description="Name in the LMS's question bank; the prompt's beginning by default.")
    prompt: RequiredMarkdown = Field(description="What is asked.")
    points: Points = Field(Decimal(1), description="Points for the full answer, 0 to 10,000.")
    feedback: Feedback = Field(Feedback(), description="Feedback for the question as a whole.")
    explanation: Markdown = Field("", description="Worked solution, shown with the right answer.")
    hints: tuple[RequiredMarkdown, ...] = Field((), description="Hints between tries, first to last.")
    tags: tuple[Line, ...] = Field((), description="Tags in the LMS's question bank.")

    @property
    def gradable(self) -> bool:
        """Whether a machine can score the response."""
        return True


def unique(kind: str, field: str, ids: Iterable[str]) -> None:
    """Raise where an id stands twice in the list `field`."""
    seen: set[str] = set()
    for index, id in enumerate(ids):
        if id in seen:
            raise broken_rule(
                "duplicate-id", f"two {kind} have the id `{id}`", at=(field, index), hint="give each an id of its own"
            )
        seen.add(id)
