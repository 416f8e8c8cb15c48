"""Quizzes: their settings, and a slot for each question."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from lmsexport.formats.moodle.write.question_categories import Categories
from lmsexport.formats.moodle.write.question_rows import decimal
from lmsexport.model import Assessment, Course, Pool, Question, TextBlock
from lmsexport.model.assessment import Shows
from lmsexport.packaging import Numbers


@dataclass(frozen=True, slots=True)
class Slot:
    """A place of a quiz: a question, or a draw from a category."""

    id: int
    page: int
    mark: str
    entry: int = 0
    """The entry in the question bank; 0 for a draw."""
    context: int = 0
    """Where the category of a draw is."""
    filter: str = ""
    """Which questions a draw takes, as JSON."""


@dataclass(frozen=True, slots=True)
class QuizDetails:
    """What only a quiz says."""

    time_limit: int
    """In seconds; 0 for none."""
    behaviour: str
    attempts: int
    """How many are allowed; 0 for any number."""
    grade_method: int
    review: Sequence[tuple[str, int]]
    per_page: int
    """Questions on a page; 0 for all."""
    shuffle_choices: bool
    shuffle_questions: bool
    total: str
    """All points together."""
    slots: Sequence[Slot]


DURING, AFTER, LATER, CLOSED = 0x10000, 0x01000, 0x00100, 0x00010
"""When a quiz shows something (mod_quiz\\question\\display_options): during the attempt, within two minutes after it,
later while the quiz is open, after it has closed."""

_SHOWS: dict[Shows, int] = {
    "immediately": DURING | AFTER | LATER | CLOSED,
    "after-submission": AFTER | LATER | CLOSED,
    "after-close": CLOSED,
    "never": 0,
}
_METHODS = {"highest": 1, "average": 2, "first": 3, "last": 4}


def quiz_details(quiz: Assessment, course: Course, numbers: Numbers, categories: Categories) -> QuizDetails:
    """The settings and slots of a quiz."""
    drawn = (question for pool in quiz.pools for question in course.bank(pool.bank).questions)
    return QuizDetails(
        time_limit=(quiz.time_limit or 0) * 60,
        behaviour=_behaviour(quiz, [*quiz.own_questions, *drawn]),
        attempts=quiz.attempts or 0,
        grade_method=_METHODS[quiz.counts],
        review=_review(quiz),
        per_page=quiz.questions_per_page or 0,
        shuffle_choices=quiz.shuffle_choices,
        shuffle_questions=quiz.shuffle_questions,
        total=f"{quiz.total_points:.5f}",
        slots=tuple(_slots(quiz, numbers, categories)),
    )


def _behaviour(quiz: Assessment, asked: Sequence[Question]) -> str:
    """How questions behave: hints are for tries, and tries are for quizzes that answer at once."""
    if quiz.feedback_shows == "immediately" and any(getattr(question, "hints", ()) for question in asked):
        return "interactive"
    at_once = "immediately" in (quiz.feedback_shows, quiz.answers_show)
    return "immediatefeedback" if at_once else "deferredfeedback"


def _review(quiz: Assessment) -> list[tuple[str, int]]:
    """The review options: when the attempt, marks, feedback and right answers show."""
    everything = _SHOWS["immediately"]
    feedback, answers = _SHOWS[quiz.feedback_shows], _SHOWS[quiz.answers_show]
    marks = everything if quiz.feedback_shows == "immediately" else _SHOWS["after-submission"]
    return [
        ("attempt", everything),
        ("correctness", feedback),
        ("maxmarks", everything),
        ("marks", marks),
        ("specificfeedback", feedback),
        ("generalfeedback", feedback),
        ("rightanswer", answers),
        ("overallfeedback", feedback & ~DURING),
    ]


def _slots(quiz: Assessment, numbers: Numbers, categories: Categories) -> Iterator[Slot]:
    """One slot for each question, and for a pool one for each draw."""
    page, on_page = 1, 0
    for question in quiz.questions:
        for draw in range(question.draw if isinstance(question, Pool) else 1):
            if quiz.questions_per_page and on_page == quiz.questions_per_page:
                page, on_page = page + 1, 0
            on_page += 1
            points = Decimal(0) if isinstance(question, TextBlock) else question.points
            slot = Slot(numbers("slot", quiz.id, question.id, str(draw)), page, decimal(points))
            if isinstance(question, Pool):
                category, home = categories.of_bank[question.bank], categories.home_of_bank[question.bank]
                yield replace(slot, context=home.context, filter=_drawn_from(category))
            else:
                yield replace(slot, entry=numbers("question", question.id))


def _drawn_from(category: int) -> str:
    return json.dumps({"questioncategoryid": str(category), "includingsubcategories": "0"}, separators=(",", ":"))
