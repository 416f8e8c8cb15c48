"""Every document of the cartridges against the official schemas: the sample, the course with everything, and more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from formats.exporting import CONTEXT, EVERYTHING, SAMPLE, TESTS, export
from formats.judged import judged, replaced, store
from lmsexport.content import Source, nowhere, resolve
from lmsexport.formats.base import formats
from lmsexport.lowering import lower
from lmsexport.model import Course
from lmsexport.packaging import Package
from lmsexport.validation import rules_schemas
from strategies import FILES, courses

pytestmark = pytest.mark.shared

TARGETS = ("canvas", "cartridge-1.1", "cartridge-1.2", "cartridge-1.3")
COURSES = (SAMPLE, EVERYTHING, TESTS / "courses" / "arabic")


def invalid(target: str, package: Package, **changes: Any) -> tuple[list[str], list[str]]:
    """The members that official schemas describe, and what is not valid in them."""
    with judged(target, package, **changes) as found:
        assert found.subject is not None
        documents = list(found.subject.reader.documents(found.subject.contents))
        breaches, unchecked = rules_schemas.breaches(found.subject, store())
        assert [line for line in unchecked if "schema store" in line] == []
        return [one.member for one in documents], [f"{one.member}:{one.line}: {one.what}" for one in breaches]


@pytest.mark.parametrize("folder", COURSES, ids=lambda folder: folder.name)
@pytest.mark.parametrize("target", TARGETS)
def test_every_document_is_valid(target: str, folder: Path) -> None:
    package = export(target, folder)
    documents, errors = invalid(target, package)
    assert errors == []
    written = {part.name for part in package if part.name.endswith(".xml")}
    assert written - set(documents) == set(), "every XML document has a schema"


@pytest.mark.parametrize("target", TARGETS)
@given(random=courses())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_so_is_every_document_of_generated_courses(target: str, random: Course) -> None:
    format = formats()[target]
    resolved, _ = resolve(Source(random, {name: Path(__file__) for name in FILES}, nowhere))
    package = format.export(lower(resolved, format).course, format.options(), CONTEXT)
    assert invalid(target, package)[1] == []


@pytest.mark.parametrize("options", [{"thin": True}, {"stand_in": "text"}, {"stand_in": "leave-out"}], ids=str)
def test_so_is_what_options_change(options: dict[str, Any]) -> None:
    assert invalid("cartridge-1.3", export("cartridge-1.3", EVERYTHING, **options))[1] == []


@pytest.mark.parametrize("target", TARGETS)
def test_what_is_not_valid_is_found_with_its_line(target: str) -> None:
    changes = {"imsmanifest.xml": replaced("<organizations>", "<organisations/><organizations>", 1)}
    _, errors = invalid(target, export(target, SAMPLE), changes=changes)
    assert len(errors) == 1 and "organisations" in errors[0]
    assert errors[0].startswith("imsmanifest.xml:")
