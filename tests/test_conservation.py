"""The law of conservation: every text of a course is in the package, or named in the report as lost."""

from __future__ import annotations

import datetime
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from conftest import DEEP
from lmsexport.content import Source, nowhere, resolve
from lmsexport.errors import Severity
from lmsexport.formats.base import Context, formats
from lmsexport.lowering import lower
from lmsexport.lowering.declarations import model_classes
from lmsexport.model import Course, Lab, Model
from lmsexport.packaging import Package
from lmsexport.pages.sealing import unsealed
from strategies import FILES, MARKER, courses

CONTEXT = Context(datetime.datetime(2025, 1, 31, 12, tzinfo=datetime.UTC))
SEALED = re.compile(r'data-sealed="([^"]+)">([^<]*)<')
pytestmark = pytest.mark.deep
random_courses = settings(
    max_examples=200 if DEEP else 20, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


def markers(text: str) -> set[str]:
    return set(re.findall(MARKER, text))


def private(course: Course) -> set[str]:
    """The markers that must not stand in any package."""
    labs = [item for item in course.items if isinstance(item, Lab)]
    return {marker for lab in labs for text in lab.private.values() for marker in markers(text)}


def text_of(package: Package) -> str:
    """All names and bytes of a package; markers survive every escaping, and what is sealed is read like the player."""
    parts = [f"{part.name}\n{part.content.decode()}" for part in package if isinstance(part.content, bytes)]
    parts += [unsealed(text, name) for part in parts for name, text in SEALED.findall(part)]
    return "\n".join([*parts, *package.notes, *map(text_of, package.beside.values())])


def export(course: Course, target: str, **options: Any) -> tuple[Package, str]:
    """The package of a course, and what its report calls lost."""
    resolved, problems = resolve(Source(course, {name: Path(__file__) for name in FILES}, nowhere))
    assert [str(problem) for problem in problems if problem.severity is Severity.ERROR] == []
    format = formats()[target]
    chosen = format.options.model_validate(options)
    lowered = lower(resolved, format, chosen)
    return format.export(lowered.course, chosen, CONTEXT), "\n".join(loss.what for loss in lowered.losses)


@pytest.mark.parametrize("target", sorted(formats()))
@given(course=courses())
@random_courses
def test_every_text_is_in_the_package_or_named_as_lost(target: str, course: Course) -> None:
    package, lost = export(course, target)
    found = markers(text_of(package))
    assert markers(course.model_dump_json()) - private(course) - found - markers(lost) == set()
    assert found & private(course) == set()


SPLIT = [
    (target, options)
    for target in ("scorm-1.2", "scorm-2004", "cmi5")
    for options in ({"activities": "each"}, {"package": "module"}, {"package": "lesson", "activities": "each"})
]
"""Targets that write a course in parts, by choice."""


@pytest.mark.parametrize(("target", "options"), SPLIT)
@given(course=courses())
@settings(random_courses, max_examples=60 if DEEP else 10)
def test_so_it_is_in_parts_of_a_course(target: str, options: dict[str, str], course: Course) -> None:
    package, lost = export(course, target, **options)
    found = markers(text_of(package))
    assert markers(course.model_dump_json()) - private(course) - found - markers(lost) == set()
    assert found & private(course) == set()


@pytest.mark.parametrize("target", sorted(formats()))
@given(course=courses())
@settings(random_courses, max_examples=30 if DEEP else 5)
def test_the_same_course_gives_the_same_package(target: str, course: Course) -> None:
    first, second = (export(Course.model_validate(course.model_dump()), target)[0] for _ in range(2))
    assert [(part.name, part.content) for part in first] == [(part.name, part.content) for part in second]


def test_random_courses_hold_every_part_of_the_model() -> None:
    seen: set[str] = set()

    @given(course=courses())
    @settings(random_courses, max_examples=60)
    def look(course: Course) -> None:
        seen.update(_classes(course))

    look()
    assert seen == set(model_classes())


@cache
def _fields(model: type[Model]) -> tuple[str, ...]:
    return tuple(model.model_fields)


def _classes(value: object) -> set[str]:
    if isinstance(value, Model):
        parts = (getattr(value, name) for name in _fields(type(value)))
        return {type(value).__name__}.union(*(_classes(part) for part in parts))
    if isinstance(value, tuple):
        return set().union(*(_classes(part) for part in value))
    return set()
