"""The course structure, against its schema and what the specification says of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from lxml import etree

from formats.html import showcase
from formats.judged import judged, store
from formats.scorm.conftest import ROOT, SAMPLE, export
from formats.scorm.test_play import one_test
from lmsexport.packaging import Package
from lmsexport.validation import rules_schemas

EVERYTHING = ROOT / "tests" / "courses" / "everything"


def structure(package: Package) -> etree._Element:
    content = package["cmi5.xml"].content
    assert isinstance(content, bytes)
    return etree.fromstring(content)


def units(root: etree._Element) -> list[etree._Element]:
    return list(root.iter("{*}au"))


@pytest.mark.shared
@pytest.mark.parametrize("source", [SAMPLE, EVERYTHING], ids=lambda path: path.name)
@pytest.mark.parametrize("options", [{}, {"activities": "each"}, {"iri": "https://courses.example.org/team"}])
def test_the_structure_is_valid(tmp_path: Path, source: Path, options: dict[str, Any]) -> None:
    with judged("cmi5", export(source, "cmi5", tmp_path, **options)) as found:
        assert found.subject is not None
        documents = [one.member for one in found.subject.reader.documents(found.subject.contents)]
        assert documents == ["cmi5.xml"]
        assert rules_schemas.breaches(found.subject, store()) == ([], [])


@pytest.mark.parametrize("options", [{}, {"activities": "each"}])
def test_units_are_files_of_the_package_and_ids_are_iris(tmp_path: Path, options: dict[str, Any]) -> None:
    package = export(EVERYTHING, "cmi5", tmp_path, **options)
    root = structure(package)
    assert all(str(unit.findtext("{*}url")) in package for unit in units(root))
    ids = [str(element.get("id")) for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids)) and all(urlsplit(id).scheme for id in ids)


def test_ids_stay_when_titles_and_order_change(tmp_path: Path) -> None:
    course = one_test()
    turned = course.model_dump()
    turned["modules"][0]["items"] = turned["modules"][0]["items"][::-1]
    turned["modules"][0]["items"][0]["title"] = "Renamed"
    before, after = (
        {unit.findtext("{*}url"): unit.get("id") for unit in units(structure(package))}
        for package in (
            export(course, "cmi5", tmp_path, activities="each"),
            export(type(course).of(**turned), "cmi5", tmp_path, activities="each"),
        )
    )
    assert before == after


def test_names_below_the_address_of_the_team(tmp_path: Path) -> None:
    root = structure(export(one_test(), "cmi5", tmp_path, activities="each", iri="https://courses.example.org/team/"))
    assert [unit.get("id") for unit in units(root)] == [
        "https://courses.example.org/team/short/read",
        "https://courses.example.org/team/short/exam",
    ]


def test_move_on_and_mastery_score(tmp_path: Path) -> None:
    (unit,) = units(structure(export(one_test(pass_mark="66.5"), "cmi5", tmp_path)))
    assert (unit.get("moveOn"), unit.get("masteryScore")) == ("CompletedAndPassed", "0.665")
    each = units(structure(export(showcase.course(), "cmi5", tmp_path, activities="each")))
    assert [(unit.findtext("{*}url"), unit.get("moveOn"), unit.get("masteryScore")) for unit in each][:3] == [
        ("pages/lesson-one.html", "Completed", None),
        ("pages/quiz-all.html", "CompletedAndPassed", "0.5"),
        ("pages/lab-one.html", "Completed", None),
    ]


@pytest.mark.parametrize(("choice", "whole", "lesson", "test"), [
    ("automatic", "CompletedAndPassed", "Completed", "CompletedAndPassed"),
    ("passed", "Passed", "Completed", "Passed"),
    ("completed", "Completed", "Completed", "Completed"),
    ("completed-and-passed", "CompletedAndPassed", "Completed", "CompletedAndPassed"),
    ("completed-or-passed", "CompletedOrPassed", "CompletedOrPassed", "CompletedOrPassed"),
    ("not-applicable", "NotApplicable", "NotApplicable", "NotApplicable"),
])  # fmt: skip
def test_what_lets_an_lms_move_on_can_be_chosen(
    tmp_path: Path, choice: str, whole: str, lesson: str, test: str
) -> None:
    """Nobody can pass a lesson; a package that says what the course chose is no fault."""
    for activities, expected in (("one", [whole]), ("each", [lesson, test])):
        package = export(one_test(), "cmi5", tmp_path, move_on=choice, activities=activities)
        assert [unit.get("moveOn") for unit in units(structure(package))] == expected
        with judged("cmi5", package) as found:
            assert not found.errors and not found.warnings
