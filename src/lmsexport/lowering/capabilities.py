"""What a target carries, as data.

A *feature* is a part of the model: a class (`Ordering`), a field (`Choice.feedback`), or a value of a field
(`MultipleResponse.scoring=all-or-nothing`). A target declares for every feature how it carries it; `Class.*` declares
all fields of a class at once. The same data lowers a course, prints the table of formats and writes the docs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar, get_args

from pydantic import BaseModel

from lmsexport.model import Course

Condition = Callable[[Any, Course], bool]
"""Whether a declaration concerns this node of this course."""

Found = TypeVar("Found")


def per_course(find: Callable[[Course], Found]) -> Callable[[Course], Found]:
    """Look once through a course for what a condition asks of it at every node; the last course is remembered."""
    last: list[tuple[Course, Found]] = []

    def found(course: Course) -> Found:
        if not last or last[0][0] is not course:
            last[:] = [(course, find(course))]
        return last[0][1]

    return found


@dataclass(frozen=True, slots=True)
class Carried:
    """Natively, with nothing lost."""


@dataclass(frozen=True, slots=True)
class Adapted:
    """Carried in another form: the writer makes it, the report says it."""

    how: str
    """What stands in its place, as a sentence that an instructor understands."""
    remedy: str = ""
    """What the author or the instructor can do to avoid it."""
    when: Condition | None = None
    """Only for the nodes for which it holds; always by default."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """Not carried: taken out of the course before it is written."""

    why: str
    """Why the format has no place for it, as a sentence that an instructor understands."""
    remedy: str = ""
    """What the author or the instructor can do about it."""
    when: Condition | None = None
    """Only for the nodes for which it holds; always by default."""


Carry = Carried | Adapted | Dropped
CARRIED = Carried()

Capabilities = Mapping[str, Carry]
"""Feature → how the target carries it."""

SILENT = frozenset({"type", "kind", "id", "source", "private"})
"""Fields that are no content of a package: identity, plumbing, and private texts, which no report may quote."""


@cache
def features() -> tuple[str, ...]:
    """Every class and field of the model that a target has to say something about: `Lesson`, `Lesson.title`, …"""
    return tuple(
        feature
        for model in sorted(_models(Course), key=lambda model: model.__name__)
        for feature in (
            model.__name__,
            *(f"{model.__name__}.{name}" for name in model.model_fields if name not in SILENT),
        )
    )


@cache
def model_classes() -> dict[str, type[BaseModel]]:
    """The classes of the model by name."""
    return {model.__name__: model for model in _models(Course)}


def carry_of(capabilities: Capabilities, feature: str) -> Carry | None:
    """The declaration that holds for a feature: its own, its class's `.*`, or none."""
    if feature in capabilities:
        return capabilities[feature]
    return capabilities.get(feature.partition(".")[0] + ".*")


def undeclared(capabilities: Capabilities) -> list[str]:
    """Features that the target says nothing about; a test keeps this empty."""
    return [feature for feature in features() if carry_of(capabilities, feature) is None]


def _models(root: type[BaseModel]) -> set[type[BaseModel]]:
    found: set[type[BaseModel]] = set()
    todo: list[type[BaseModel]] = [root]
    while todo:
        model = todo.pop()
        if model not in found:
            found.add(model)
            for field in model.model_fields.values():
                todo.extend(_mentioned(field.annotation))
    return found


def _mentioned(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _mentioned(argument)
