"""Every document of the cartridges against the official schemas: the sample, the course with everything, and more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from formats.exporting import CONTEXT, EVERYTHING, SAMPLE, export
from formats.schemas import errors
from lmsexport.content import Source, nowhere, resolve
from lmsexport.formats.base import formats
from lmsexport.lowering import lower
from lmsexport.model import Course
from strategies import FILES, courses

pytestmark = pytest.mark.shared

TARGETS = ("canvas", "cartridge-1.1", "cartridge-1.2", "cartridge-1.3")
TESTS = Path(__file__).parents[1]
COURSES = (SAMPLE, EVERYTHING, TESTS / "courses" / "arabic")


@pytest.mark.parametrize("folder", COURSES, ids=lambda folder: folder.name)
@pytest.mark.parametrize("target", TARGETS)
def test_every_document_is_valid(target: str, folder: Path) -> None:
    found = dict(errors(export(target, folder)))
    assert "imsmanifest.xml" in found and len(found) > 3
    assert {name: error for name, error in found.items() if error} == {}


@pytest.mark.parametrize("target", TARGETS)
@given(random=courses())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_so_is_every_document_of_generated_courses(target: str, random: Course) -> None:
    format = formats()[target]
    resolved, _ = resolve(Source(random, {name: Path(__file__) for name in FILES}, nowhere))
    lowered, _ = lower(random, format.capabilities)
    package = format.export(resolved.with_course(lowered), format.options(), CONTEXT)
    assert [f"{name}: {error}" for name, error in errors(package) if error] == []


@pytest.mark.parametrize("options", [{"thin": True}, {"stand_in": "text"}, {"stand_in": "leave-out"}], ids=str)
def test_so_is_what_options_change(options: dict[str, Any]) -> None:
    package = export("cartridge-1.3", EVERYTHING, **options)
    assert [f"{name}: {error}" for name, error in errors(package) if error] == []
