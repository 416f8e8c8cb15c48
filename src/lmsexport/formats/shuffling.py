"""Which choices are shuffled: what several formats ask before they call a fixed choice a loss."""

from __future__ import annotations

from typing import Any

from lmsexport.lowering import per_course
from lmsexport.model import Assessment, Course, MultipleResponse, SingleChoice


def could_move(choice: Any, course: Course) -> bool:
    """Whether the choices around this one are shuffled."""
    return id(choice) not in _in_order(course)


@per_course
def _in_order(course: Course) -> frozenset[int]:
    """Identities of the choices of questions that are not shuffled: they say so, or their quiz does."""
    quizzes = [item for item in course.items if isinstance(item, Assessment)]
    asked = [(question, quiz.shuffle_choices) for quiz in quizzes for question in quiz.own_questions]
    asked += [(question, course.shuffles(bank.id)) for bank in course.banks for question in bank.questions]
    return frozenset(
        id(choice)
        for question, shuffled in asked
        if isinstance(question, SingleChoice | MultipleResponse)
        and not (shuffled if question.shuffle is None else question.shuffle)
        for choice in question.choices
    )
