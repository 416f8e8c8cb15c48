"""What a target carries, as data.

A *feature* is a part of the model: a class (`Ordering`), a field (`Choice.feedback`), or a value of a field
(`MultipleResponse.scoring=all-or-nothing`). A target declares for every feature how it carries it; `Class.*` declares
all fields of a class at once. The same data lowers a course and prints the table of `lmsexport formats`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar, get_args

from pydantic import BaseModel

from lmsexport.errors import ModelPath
from lmsexport.lowering.around import Pass
from lmsexport.model import AnyQuestion, Course

Condition = Callable[[Any, Course], bool]
"""Whether a declaration concerns this node of this course."""

Fact = TypeVar("Fact")


def per_course(find: Callable[[Course], Fact]) -> Callable[[Course], Fact]:
    """Look once through a course for what a condition asks of it at every node; the last course is remembered."""
    last: list[tuple[Course, Fact]] = []

    def fact(course: Course) -> Fact:
        if not last or last[0][0] is not course:
            last[:] = [(course, find(course))]
        return last[0][1]

    return fact


@per_course
def ids_in_banks(course: Course) -> frozenset[str]:
    """Ids of all that stands in question banks."""
    return frozenset(question.id for bank in course.banks for question in bank.questions)


@dataclass(frozen=True, slots=True)
class Carried:
    """Natively, with nothing lost."""

    becomes: Pass | None = None
    """A rewriting that changes nothing for students or teachers, and so is not told: feedback by outcome stands at the
    answers that have the outcome."""


@dataclass(frozen=True, slots=True)
class Adapted:
    """Carried in another form: a pass makes it, the report says it wherever the pass has changed something."""

    how: str
    """What stands in its place, as a sentence that an instructor understands."""
    remedy: str = ""
    """What the author or the instructor can do to avoid it."""
    becomes: Pass = field(kw_only=True)
    """What makes the other form. It takes the class of the feature, or a class that holds it."""
    shortens: bool = False
    """Whether words may go, such as the end of a title; the report quotes the whole."""
    besides: Noted | None = None
    """What LMSs do otherwise with what an author has written here, whether the pass changes it or not."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """Not carried: taken out of the course before it is written."""

    why: str
    """Why the format has no place for it, as a sentence that an instructor understands."""
    remedy: str = ""
    """What the author or the instructor can do about it."""
    when: Condition | None = None
    """Only for the nodes for which it holds; always by default."""
    leaves: object = None
    """What stands in the place of a field that has no default to go back to."""


@dataclass(frozen=True, slots=True)
class Noted:
    """Carried as it is; but the LMSs that read the package do otherwise, and people should know."""

    what: str
    """What they do, as a sentence that an instructor understands."""
    remedy: str = ""
    """What the author or the instructor can do about it."""
    when: Condition | None = None
    """Only for the nodes for which it holds; always by default."""


Carry = Carried | Adapted | Dropped | Noted
CARRIED = Carried()

Capabilities = Mapping[str, Carry]
"""Feature → how the target carries it. Passes of one class run in the order in which the table names them."""


def whole(carry: Carry, *classes: str) -> Capabilities:
    """The same for classes and for all their fields."""
    return {f"{name}{ending}": carry for name in classes for ending in ("", ".*")}


LINKS = "Text.links"
"""The feature of links to items of the course, in texts of any field."""

EDITED = "Text.edited"
"""The feature of texts of any field that a teacher opens and saves in the LMS. Its condition takes the fragment."""

PUBLISHED = "Part.published"
"""The feature of modules and items that are not published: whether a target holds them, hidden from students."""

_LEFT_OUT = Dropped(
    "It is not published, and the format hides nothing from students, so it is left out.",
    "Publish it, or build `moodle` or `canvas`, which hold it hidden.",
)
_UNSAID: Capabilities = {EDITED: CARRIED, PUBLISHED: _LEFT_OUT}
"""What a target does that says nothing about it: it leaves out what is not published."""

SILENT = frozenset({"type", "kind", "id", "source", "private", "published", "drafts"})
"""Fields that are no content of a package: identity, plumbing, whether students see it, what is not ready, and private
texts, which no report may quote."""


@cache
def features() -> tuple[str, ...]:
    """Every class and field of the model that a target has to say something about: `Lesson`, `Lesson.title`, …"""
    return (
        LINKS,
        EDITED,
        PUBLISHED,
        *(
            feature
            for model in model_classes().values()
            for feature in (
                model.__name__,
                *(f"{model.__name__}.{name}" for name in model.model_fields if name not in SILENT),
            )
        ),
    )


@cache
def model_classes() -> dict[str, type[BaseModel]]:
    """The classes of the model by name, in the order of their names."""
    return {model.__name__: model for model in sorted(_models(Course), key=lambda model: model.__name__)}


def carry_of(capabilities: Capabilities, feature: str) -> Carry | None:
    """The declaration that holds for a feature: its own, its class's `.*`, what holds where a target says nothing of
    it, or none."""
    if feature in capabilities or feature in _UNSAID:
        return capabilities.get(feature) or _UNSAID[feature]
    return capabilities.get(feature.partition(".")[0] + ".*")


def undeclared(capabilities: Capabilities) -> list[str]:
    """Features that the target says nothing about; a test keeps this empty."""
    return [feature for feature in features() if carry_of(capabilities, feature) is None]


def misspelt(capabilities: Capabilities) -> list[str]:
    """Names in a table that are no feature of the model, and so declare nothing."""
    return [name for name in capabilities if not _is_feature(name)]


def _is_feature(name: str) -> bool:
    feature, _, value = name.partition("=")
    kind, _, field = feature.partition(".")
    if field == "*":
        return kind in model_classes() and not value
    if not value or feature not in features():
        return feature in features()
    declared = model_classes()[kind].model_fields[field]
    return value == str(declared.default) or value in _values(declared.annotation)


def _values(annotation: object) -> Iterator[str]:
    """The values of a field that has few, as text."""
    if annotation is bool:
        yield from ("True", "False")
    for argument in get_args(annotation):
        yield from _values(argument) if get_args(argument) or isinstance(argument, type) else (str(argument),)


@cache
def parts_of(model: type[BaseModel]) -> tuple[str, ...]:
    """The fields of a class that hold parts of the model."""
    return tuple(name for name, _ in _parts(model))


def along(node: object, path: ModelPath) -> Iterator[object]:
    """A node, and what stands at each step of a path below it; None where nothing does."""
    yield node
    for step in path:
        if isinstance(step, str):
            node = getattr(node, step, None)
        else:
            node = node[step] if isinstance(node, tuple) and step < len(node) else None
        yield node


def _models(root: type[BaseModel]) -> set[type[BaseModel]]:
    found: set[type[BaseModel]] = set()
    todo: list[type[BaseModel]] = [root]
    while todo:
        model = todo.pop()
        if model not in found:
            found.add(model)
            todo.extend(part for _, parts in _parts(model) for part in parts)
    return found


def _parts(model: type[BaseModel]) -> Iterator[tuple[str, list[type[BaseModel]]]]:
    """The fields of a class that hold parts of the model, each with the classes of these; drafts are in no package."""
    for name, info in model.model_fields.items():
        if name not in SILENT and (parts := list(_mentioned(info.annotation))):
            yield name, parts


def _mentioned(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _mentioned(argument)


QUESTION_CLASSES = tuple(sorted(question.__name__ for question in get_args(AnyQuestion)))
"""The types of questions, by the names of their classes."""

QUESTION_PARTS = tuple(
    sorted({part.__name__ for question in get_args(AnyQuestion) for part in _models(question)} - {*QUESTION_CLASSES})
)
"""What questions are made of, by the names of its classes."""
