"""Quizzes, tests, question banks and pools."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from lmsexport.model.base import Id, Line, Markdown, Model, PageMarkdown, Percent, Points, State, broken_rule
from lmsexport.model.items import ItemBase
from lmsexport.model.questions import AnyQuestion, Question, TextBlock
from lmsexport.model.questions.base import unique

Shows = Literal["immediately", "after-submission", "after-close", "never"]
"""When something is shown: right after each question; when the attempt is handed in; when the assessment has closed;
never."""


class Pool(Model):
    """A draw: so many random questions from a bank, anew for each attempt."""

    type: Literal["pool"] = "pool"
    id: Id = Field(description="Identity of the draw in every package.")
    bank: Id = Field(description="Id of the bank to draw from.")
    draw: Annotated[int, Field(ge=1)] = Field(description="How many questions, at most as many as the bank holds.")
    points: Points = Field(Decimal(1), description="Points for each drawn question, whatever it is worth in the bank.")


class Bank(Model):
    """A collection of questions that assessments draw from."""

    id: Id = Field(description="Identity of the bank in every package.")
    title: Line = Field(description="Name of the bank in the LMS.")
    description: Markdown = Field("", description="For the course team; shown in the LMS's question bank.")
    questions: tuple[Question, ...] = Field(min_length=1, description="The questions, in order.")
    source: str = Field("", description="File it was written in, relative to the course's folder; links start there.")

    @property
    def drawable(self) -> tuple[AnyQuestion, ...]:
        """The questions that a pool can draw: all but text blocks."""
        return tuple(question for question in self.questions if not isinstance(question, TextBlock))


class Assessment(ItemBase):
    """Questions with the rules for answering them: a practice quiz or a test."""

    type: Literal["quiz", "test"] = Field(description="quiz: for practice; test: examines.")
    title: Line = Field(description="Name in the LMS.")
    subtitle: Line | None = Field(None, description="Second line under the title.")
    instructions: PageMarkdown = Field("", description="What the student reads before starting.")
    questions: tuple[Annotated[Question | Pool, Field(discriminator="type")], ...] = Field(
        min_length=1, description="Questions, text blocks and draws from banks, in order."
    )
    pass_mark: Percent | None = Field(None, description="Pass mark in percent of all points; none when left out.")
    attempts: Annotated[int, Field(ge=1)] | None = Field(None, description="Attempts allowed; unlimited when left out.")
    time_limit: Annotated[int, Field(ge=1, le=10_080)] | None = Field(None, description="Minutes; none when left out.")
    shuffle_questions: bool = Field(False, description="Whether each attempt has its own order of questions.")
    shuffle_choices: bool = Field(True, description="Whether each attempt has its own order of choices.")
    questions_per_page: Annotated[int, Field(ge=1)] | None = Field(None, description="All on one page when left out.")
    feedback_shows: Shows = Field("after-submission", description="When feedback shows.")
    answers_show: Shows = Field("after-submission", description="When right answers show.")
    counts: Literal["highest", "average", "first", "last"] = Field("highest", description="Which attempt counts.")
    graded: bool = Field(True, description="Whether it counts towards the course grade.")
    grade_category: Id | None = Field(None, description="Grade category of the course that it belongs to.")
    weight: Annotated[Decimal, Field(ge=0, le=1000)] | None = Field(
        None,
        description="Weight beside the others of its grade category: 1 when left out, by points if none has one.",
    )

    @model_validator(mode="after")
    def _rules(self) -> Self:
        unique("questions", "questions", (question.id for question in self.questions))
        if not any(not isinstance(question, TextBlock) for question in self.questions):
            raise broken_rule("no-question", "there is no question, only text", at=("questions",))
        if self.pass_mark is not None and not self.total_points:
            raise broken_rule(
                "no-points",
                "a pass mark needs points to reach, but all questions together give none",
                at=("pass_mark",),
            )
        if not self.graded and (self.weight is not None or self.grade_category is not None):
            raise broken_rule(
                "ungraded-weight",
                "an ungraded assessment has no weight or grade category",
                at=("graded",),
                hint="drop `graded: false` or the weight",
            )
        return self

    @property
    def states(self) -> tuple[State, ...]:
        """It is passed when it has a pass mark."""
        return ("viewed", "submitted") if self.pass_mark is None else ("viewed", "submitted", "passed")

    @property
    def total_points(self) -> Decimal:
        """The sum of all points that one attempt can earn."""
        return sum(map(full_points, self.questions), Decimal(0))

    @property
    def own_questions(self) -> Iterator[Question]:
        """The questions that stand in the assessment itself, without what pools draw."""
        return (question for question in self.questions if not isinstance(question, Pool))

    @property
    def pools(self) -> Iterator[Pool]:
        """The draws from banks."""
        return (question for question in self.questions if isinstance(question, Pool))


def full_points(question: Question | Pool) -> Decimal:
    """The points that a question, or all that a draw draws, can earn; 0 for a text between questions."""
    if isinstance(question, Pool):
        return question.points * question.draw
    return Decimal(0) if isinstance(question, TextBlock) else question.points
