"""Manifests against the official schemas, and against what no schema says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from lxml import etree

from conftest import SHARED
from formats.html import showcase
from formats.judged import judged, store
from formats.scorm.conftest import ROOT, SAMPLE, WHEN, export
from formats.scorm.test_play import one_test
from lmsexport.engine.schemas import HeldSchemas
from lmsexport.formats.base import Context, format_named
from lmsexport.lowering import lower
from lmsexport.model import Course
from lmsexport.packaging import Package
from lmsexport.validation import rules_schemas

EVERYTHING = ROOT / "tests" / "courses" / "everything"
TARGETS = [("scorm-1.2", {}), ("scorm-2004", {}), ("scorm-2004", {"edition": "3rd"})]
SHAPES = [{}, {"activities": "each"}]


def assert_valid(target: str, package: Package) -> None:
    """The manifest is valid by the official schemas that the reader names."""
    with judged(target, package) as found:
        assert found.subject is not None
        documents = [one.member for one in found.subject.reader.documents(found.subject.contents)]
        assert documents == ["imsmanifest.xml"]
        assert rules_schemas.breaches(found.subject, store()) == ([], [])


def manifest_of(package: Package) -> etree._Element:
    content = package["imsmanifest.xml"].content
    assert isinstance(content, bytes)
    return etree.fromstring(content)


def named(root: etree._Element, name: str) -> list[etree._Element]:
    return list(root.iter("{*}" + name))


@pytest.mark.shared
@pytest.mark.parametrize("source", [SAMPLE, EVERYTHING], ids=lambda path: path.name)
@pytest.mark.parametrize(("target", "options"), TARGETS)
@pytest.mark.parametrize("shape", SHAPES)
def test_manifests_are_valid(
    tmp_path: Path, source: Path, target: str, options: dict[str, Any], shape: dict[str, Any]
) -> None:
    package = export(source, target, tmp_path, **options, **shape)
    assert_valid(target, package)


@pytest.mark.parametrize(("target", "options"), TARGETS)
@pytest.mark.parametrize("shape", SHAPES)
def test_every_file_is_listed_once_and_every_reference_leads_somewhere(
    tmp_path: Path, target: str, options: dict[str, Any], shape: dict[str, Any]
) -> None:
    package = export(EVERYTHING, target, tmp_path, **options, **shape)
    root = manifest_of(package)
    listed = [unquote(str(file.get("href"))) for file in named(root, "file")]
    assert sorted(listed) == sorted(part.name for part in package if part.name != "imsmanifest.xml")
    resources = {resource.get("identifier"): resource for resource in named(root, "resource")}
    used = {item.get("identifierref") for item in named(root, "item")} - {None}
    needed = {dependency.get("identifierref") for dependency in named(root, "dependency")}
    assert used | needed == set(resources)
    for resource in resources.values():
        if resource.get("href"):
            assert resource.get("href") in [file.get("href") for file in named(resource, "file")]
    identifiers = [element.get("identifier") for element in root.iter() if element.get("identifier")]
    assert len(identifiers) == len(set(identifiers))
    assert all(re.fullmatch(r"[A-Za-z_][\w.-]*", str(each)) for each in identifiers)


def test_the_manifest_speaks_as_moodle_reads(tmp_path: Path) -> None:
    """Moodle looks for literal prefixes, and for the manifest's namespace as the default one."""
    for target, prefixes in (
        ("scorm-1.2", ["adlcp"]),
        ("scorm-2004", ["adlcp", "adlseq", "adlnav", "imsss", "global"]),
    ):
        root = manifest_of(export(SAMPLE, target, tmp_path, activities="each"))
        assert root.prefix is None and sorted(prefix for prefix in root.nsmap if prefix) == sorted(prefixes)
    assert next(part.name for part in export(SAMPLE, "scorm-1.2", tmp_path)) == "imsmanifest.xml"


def test_the_pass_mark_stands_in_the_manifest(tmp_path: Path) -> None:
    root = manifest_of(export(one_test(pass_mark="66.5"), "scorm-1.2", tmp_path))
    assert [mark.text for mark in named(root, "masteryscore")] == ["66.5"]
    root = manifest_of(export(one_test(pass_mark="66.5"), "scorm-2004", tmp_path))
    assert [mark.text for mark in named(root, "minNormalizedMeasure")] == ["0.665"]
    (objective,) = named(root, "primaryObjective")
    assert objective.get("satisfiedByMeasure") == "true"


def test_no_single_mark_stands_for_several_tests(tmp_path: Path) -> None:
    exam = one_test().modules[0].items[1].model_dump()
    other = exam | {"id": "other", "questions": [{"type": "essay", "id": "e", "prompt": "Why?"}]}
    course = Course.of(
        id="c", title="C", date="2025-01-31", modules=[{"id": "m", "title": "M", "items": [exam, other]}]
    )
    assert named(manifest_of(export(course, "scorm-1.2", tmp_path)), "masteryscore") == []
    assert named(manifest_of(export(course, "scorm-2004", tmp_path)), "minNormalizedMeasure") == []
    average = export(one_test(counts="average"), "scorm-1.2", tmp_path)
    assert named(manifest_of(average), "masteryscore") == [], "an average can miss the mark that an attempt has met"


def test_moodle_meets_no_map_of_an_objective(tmp_path: Path) -> None:
    """Its parser stops at one; it reads prefixes, so what is about global objectives has a prefix of its own."""
    content = export(showcase.course(), "scorm-2004", tmp_path, activities="each")["imsmanifest.xml"].content
    assert isinstance(content, bytes)
    assert b"<global:mapInfo" in content and b"<global:sequencingRules" in content
    assert not re.search(rb"<imsss:(objective |mapInfo|sequencingRules)", content)
    for objectives in re.findall(rb"<imsss:objectives>.*?</imsss:objectives>", content, re.DOTALL):
        assert b"global:" not in objectives, "it takes whatever stands in there for an objective"


def leaf(root: etree._Element, id: str) -> etree._Element:
    return next(item for item in named(root, "item") if item.get("identifier") == f"item.{id}")


def test_gates_between_activities_are_sequencing_rules(tmp_path: Path) -> None:
    root = manifest_of(export(showcase.course(), "scorm-2004", tmp_path, activities="each"))
    rules = [condition.get("referencedObjective") for condition in named(leaf(root, "test-all"), "ruleCondition")]
    assert set(rules) == {"item.quiz-all.passed"}
    conditions = {condition.get("condition") for condition in named(leaf(root, "test-all"), "ruleCondition")}
    assert conditions == {"satisfied", "objectiveStatusKnown"}, "what nobody has tried yet is not satisfied either"
    told = [
        (objective.get("objectiveID"), named(objective, "mapInfo")[0].get("targetObjectiveID"))
        for objective in named(leaf(root, "quiz-all"), "objective")
        if named(objective, "mapInfo")[0].get("writeSatisfiedStatus") == "true"
    ]
    assert told == [("passed", "item.quiz-all.passed")]
    module = next(item for item in named(root, "item") if item.get("identifier") == "module.two")
    waits = {condition.get("referencedObjective") for condition in named(module, "ruleCondition")}
    assert len(waits) == 7 and "item.lab-one.viewed" in waits and "item.test-all.passed" in waits
    maps = [info for info in named(root, "mapInfo") if info.get("writeSatisfiedStatus") == "true"]
    written = {info.get("targetObjectiveID") for info in maps}
    assert waits <= written, "somebody tells what the module waits for"


def test_gates_of_scorm_1_2_are_prerequisites(tmp_path: Path) -> None:
    root = manifest_of(export(showcase.course(), "scorm-1.2", tmp_path, activities="each"))
    assert [each.text for each in named(leaf(root, "test-all"), "prerequisites")] == ["item.quiz-all"]


def test_only_what_counts_adds_to_the_score(tmp_path: Path) -> None:
    root = manifest_of(export(showcase.course(), "scorm-2004", tmp_path, activities="each"))
    weights = {
        str(item.get("identifier")): item.find("{*}sequencing/{*}rollupRules").get("objectiveMeasureWeight")  # type: ignore[union-attr]
        for item in named(root, "item")
    }
    assert weights["item.lesson-one"] == weights["item.lab-one"] == weights["module.two"] == "0"
    assert weights["module.one"] == "1"
    assert float(str(weights["item.quiz-all"])) + float(str(weights["item.test-all"])) == pytest.approx(1, abs=1e-4)
    for item in named(root, "item"):
        if item.get("identifierref") not in (None, "home"):
            (controls,) = named(item, "deliveryControls")
            assert controls.get("completionSetByContent") == controls.get("objectiveSetByContent") == "true"


@pytest.mark.shared
@pytest.mark.parametrize(("target", "options"), TARGETS)
def test_control_documents_come_along_where_the_course_wants_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str, options: dict[str, Any]
) -> None:
    """The manifest names them, they lie beside it, and what they take in does, too (2004: CAM 3.6)."""
    monkeypatch.setenv("LMSEXPORT_SCHEMAS", str(SHARED / "schemas"))
    format = format_named(target)
    resolved = lower(showcase.resolved(one_test(), tmp_path), format).course
    context = Context(WHEN, schemas=HeldSchemas())
    wanted = {"control_documents": True}
    package = format.export(resolved, format.options(**options, **wanted), context)
    root = manifest_of(package)
    location = str(root.get("{http://www.w3.org/2001/XMLSchema-instance}schemaLocation")).split()
    assert location and all(name in package for name in location[1::2])
    spaces = {*root.nsmap.values()} - {"http://www.w3.org/2001/XMLSchema-instance"}
    assert spaces <= {*location[::2]}, "each namespace of the manifest has its schema"
    schemas = [part.content for part in package if isinstance(part.content, Path)]
    documents = b"".join(schema.read_bytes() for schema in schemas)
    included = re.findall(rb'(?:schemaLocation\s*=\s*|PUBLIC "[^"]*" )"([^":]+)"', documents)
    assert {name.decode() for name in included} <= {part.name for part in package}, "schemas take them in"
    assert_valid(target, package)
    own = {part.name for part in package if not isinstance(part.content, Path)}
    assert {unquote(str(file.get("href"))) for file in named(root, "file")} == own - {"imsmanifest.xml"}
    plain = format.export(resolved, format.options(**options), context)
    without = format.export(resolved, format.options(**options), Context(WHEN))
    assert [(part.name, part.content) for part in plain] == [(part.name, part.content) for part in without]
    assert {part.name for part in plain} == own and "schemaLocation" not in etree.tostring(
        manifest_of(plain), encoding="unicode"
    )


@pytest.mark.parametrize("per", ["module", "lesson"])
def test_one_package_for_each_part(tmp_path: Path, per: str) -> None:
    package = export(showcase.course(), "scorm-1.2", tmp_path, package=per)
    assert len(package) == 0
    if per == "module":
        assert list(package.beside) == ["one", "two"]
    else:
        assert list(package.beside)[:3] == ["lesson-one", "quiz-all", "lab-one"] and "more" not in package.beside
    for id, part in package.beside.items():
        root = manifest_of(part)
        assert id in str(root.get("identifier"))
        assert [part.name for part in part if part.name.startswith("pages/")]
