"""Courses exported by any format, for tests that look at packages."""

from __future__ import annotations

import datetime
import os
from pathlib import Path
from typing import Any

from lxml import etree

from lmsexport.authoring import load
from lmsexport.content import ResolvedCourse, Source, nowhere, resolve
from lmsexport.formats.base import Context, formats
from lmsexport.lowering import Loss, lower
from lmsexport.lowering.publishing import published
from lmsexport.model import Course
from lmsexport.packaging import Package

CONTEXT = Context(when=datetime.datetime(2026, 1, 31, 12, tzinfo=datetime.UTC))
TESTS = Path(__file__).parents[1]
GOLDEN = TESTS / "golden"
"""What was read once and is compared since; `make golden` accepts what is there now."""
ACCEPTS = os.environ.get("LMSEXPORT_ACCEPT") == "1"
SAMPLE, EVERYTHING = TESTS.parent / "source", TESTS / "courses" / "everything"


def export(
    target: str, course: dict[str, Any] | Course | Path, files: dict[str, Path] | None = None, **options: Any
) -> Package:
    """The package of a course: as data, built, or in a folder."""
    return exported(target, course, files, **options)[0]


def exported(
    target: str, course: dict[str, Any] | Course | Path, files: dict[str, Path] | None = None, **options: Any
) -> tuple[Package, tuple[Loss, ...]]:
    """The package of a course and what it costs."""
    source = resolved(course, files or {})
    format = formats()[target]
    chosen = format.options.model_validate(options)
    lowered = lower(source, format, chosen)
    return format.export(lowered.course, chosen, CONTEXT), lowered.losses


def resolved(course: dict[str, Any] | Course | Path, files: dict[str, Path]) -> ResolvedCourse:
    """A course with its texts: as data, built, or in a folder."""
    if isinstance(course, Path):
        source, _ = load(course)
        assert source is not None
        return resolve(source)[0]
    built = course if isinstance(course, Course) else Course.model_validate(course)
    resolved, problems = resolve(Source(built, files, nowhere))
    assert [str(problem) for problem in problems] == []
    return resolved


def on_pages(folder: Path) -> Course:
    """The course of a folder as its pages have it: what students are to see."""
    whole = resolved(folder, {})
    return published(whole, formats()["html"].capabilities, lambda _: None).resolved.course


def content(package: Package, name: str) -> bytes:
    """The bytes of a part."""
    found = package[name].content
    assert isinstance(found, bytes)
    return found


def document(package: Package, name: str) -> etree._Element:
    """A part as a tree without namespaces, so that tests can name elements as the standards do."""
    root = etree.fromstring(content(package, name))
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname
    return root


def text(root: etree._Element, path: str) -> str:
    """The text of the one element at a path."""
    found = root.findall(path)
    assert len(found) == 1, f"{len(found)} elements {path}"
    return found[0].text or ""


def texts(root: etree._Element, path: str) -> list[str]:
    """The texts of all elements at a path."""
    return [element.text or "" for element in root.findall(path)]


def resources(package: Package) -> list[etree._Element]:
    """The resources that the manifest of a content package names."""
    return document(package, "imsmanifest.xml").findall("resources/resource")


def named(root: etree._Element, path: str = ".//property") -> dict[str, str]:
    """Properties by their names (LTI, `lticm:property`)."""
    return {found.get("name", ""): found.text or "" for found in root.iterfind(path)}
