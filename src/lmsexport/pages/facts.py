"""What a reader is told about an item before opening it: lengths, points, marks, gates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from lmsexport.content import Wording
from lmsexport.model import Assessment, Course, Item, Lab, Lesson, Module, Pool, State, TextBlock
from lmsexport.model.numbers import plain_number


def number(value: Decimal | int, words: Wording) -> str:
    """A number with the decimal mark of the language."""
    return plain_number(Decimal(value)).replace(".", words.decimal_mark)


def brief(item: Item, words: Wording) -> list[str]:
    """For a line in the contents."""
    match item:
        case Lesson() if item.minutes:
            return [words.minutes(n=item.minutes)]
        case Assessment():
            said = [words.questions(n=questions_in(item))]
            if item.pass_mark is not None:
                said.append(words.pass_mark(n=number(item.pass_mark, words)))
            if item.time_limit:
                said.append(words.minutes(n=item.time_limit))
            return said
        case Lab() if item.points:
            return [words.points(n=number(item.points, words))]
        case _:
            return []


def facts(item: Item, course: Course, words: Wording) -> list[tuple[str, str]]:
    """For the head of the item's page: labels with values."""
    said: list[tuple[str, str]] = []
    if isinstance(item, Lesson) and item.minutes:
        said.append((words.reading_time, words.minutes(n=item.minutes)))
    if isinstance(item, Assessment):
        said += _assessment(item, words)
    if isinstance(item, Lab) and item.points:
        said.append((words.label_points, number(item.points, words)))
    if isinstance(item, Assessment | Lab):
        said += _grading(item, course, words)
    if item.complete_when:
        said.append((words.label_complete, state(item.complete_when, words)))
    return said


def state(name: State, words: Wording) -> str:
    """A state of completion in words."""
    return {"viewed": words.state_viewed, "submitted": words.state_submitted, "passed": words.state_passed}[name]


def _assessment(item: Assessment, words: Wording) -> Iterable[tuple[str, str]]:
    yield words.label_questions, str(questions_in(item))
    yield words.label_points, number(item.total_points, words)
    if item.pass_mark is not None:
        yield words.label_pass_mark, f"{number(item.pass_mark, words)} %"
    yield words.label_attempts, str(item.attempts) if item.attempts else words.unlimited
    if item.attempts != 1:
        yield words.label_counts, getattr(words, f"counts_{item.counts}")
    if item.time_limit:
        yield words.label_time, words.minutes(n=item.time_limit)


def _grading(item: Assessment | Lab, course: Course, words: Wording) -> Iterable[tuple[str, str]]:
    if isinstance(item, Assessment) and not item.graded:
        yield words.label_grade, words.ungraded
    for category in course.grade_categories:
        if category.id == item.grade_category:
            yield words.label_category, category.title
    if item.weight is not None:
        yield words.label_weight, number(item.weight, words)


def questions_in(item: Assessment) -> int:
    """How many questions one attempt asks."""
    return sum(
        question.draw if isinstance(question, Pool) else int(not isinstance(question, TextBlock))
        for question in item.questions
    )


def item_gate(item: Item, items: Mapping[str, Item], words: Wording) -> str:
    """What has to be done before the item opens; empty when it is open."""
    needed = [f"{items[need.item].title} ({state(need.state, words)})" for need in item.requires]
    return words.opens_after(items=", ".join(needed)) if needed else ""


def module_gate(module: Module, course: Course, words: Wording) -> str:
    """The modules that come before this one; empty when it is open."""
    needed = [other.heading for other in course.modules if other.id in module.requires]
    return words.opens_after(items=", ".join(needed)) if needed else ""
