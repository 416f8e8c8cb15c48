"""The contract of formats holds for every target: on courses of its own, on larger ones, and on random ones."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from pydantic import BaseModel

from conftest import DEEP
from formats.exporting import EVERYTHING, SAMPLE, TESTS, resolved
from hostile.seeds import course as everything
from lmsexport.content import ResolvedCourse
from lmsexport.formats.base import formats
from lmsexport.lowering.declarations import model_classes
from lmsexport.model import Course
from lmsexport.model.base import Model
from lmsexport.testing import COURSES, FormatContract, course_in
from strategies import FILES, courses

TARGETS = sorted(formats())
EACH = 5 if DEEP else 1
"""Faults of each kind that are planted into the largest course."""
HERE = dict.fromkeys(FILES, Path(__file__))
random_courses = settings(
    max_examples=100 if DEEP else 10, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


@cache
def largest() -> ResolvedCourse:
    """Everything that a course can have; its banks are as long as they are only where there is time."""
    return course_in(EVERYTHING) if DEEP else resolved(*everything())


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one other process builds for all targets."""
    return FormatContract().built_elsewhere(FormatContract.folders[0], tmp_path_factory.mktemp("elsewhere"), *TARGETS)


@pytest.mark.deep
class TestFormats(FormatContract):
    folders = (*FormatContract.folders, SAMPLE, EVERYTHING, TESTS / "courses" / "arabic")

    @pytest.fixture(autouse=True, params=TARGETS)
    def each_target(self, request: pytest.FixtureRequest) -> None:
        self.target, self.request = request.param, request

    def built_elsewhere(self, folder: Path, place: Path, *targets: str) -> Path:
        elsewhere: Path = self.request.getfixturevalue("elsewhere")
        return elsewhere

    def test_every_fault_in_the_largest_course_is_found(self) -> None:
        assert self.faults_missed(largest(), EACH) == Counter()

    @given(course=courses())
    @random_courses
    def test_packages_of_random_courses_say_what_these_say(self, course: Course) -> None:
        assert self.differences(resolved(course, HERE)) == []

    @given(course=courses())
    @random_courses
    def test_no_word_of_a_random_course_is_lost_unsaid(self, course: Course) -> None:
        assert self.words_lost(resolved(course, HERE)) == Counter()


def test_the_courses_of_the_contract_have_every_field_of_the_model() -> None:
    written: set[str] = set()
    todo: list[object] = [course_in(COURSES / "whole").course]
    while todo:
        value = todo.pop()
        if isinstance(value, Model):
            fields = type(value).model_fields
            written |= {
                declared(type(value), name) for name, field in fields.items() if field.default != getattr(value, name)
            }
            todo.extend(getattr(value, name) for name in fields)
        elif isinstance(value, tuple):
            todo.extend(value)
    known = {declared(model, name) for model in model_classes().values() for name in model.model_fields}
    missing = {field for field in known - written if not field.endswith((".type", ".kind"))}
    assert missing == {"CourseBase.drafts"}  # they are in no package


def declared(model: type[BaseModel], name: str) -> str:
    """A field by the class that declares it: what all questions have is `QuestionBase.hints`."""
    owner = next(base for base in model.__mro__ if name in vars(base).get("__annotations__", ()))
    return f"{owner.__name__}.{name}"
