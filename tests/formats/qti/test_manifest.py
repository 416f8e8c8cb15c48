"""The manifest: every file of the package, what each document needs, and what describes the course."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from formats.exporting import EVERYTHING, SAMPLE, content, document, export, resources, text, texts
from formats.qti.processor import read
from formats.qti.table import course
from lmsexport.packaging import Package

VERSIONS = ("qti-2.1", "qti-2.2", "qti-3.0")
every_version = pytest.mark.parametrize("version", VERSIONS)
FILES = {f"one/{name}": Path(__file__) for name in ("asked.png", "said.png", "read.png", "film.mp4")}


def with_media(version: str) -> Package:
    questions: list[dict[str, Any]] = [
        {"type": "true-false", "id": "a", "prompt": "![Asked](asked.png) `code`", "answer": True, "tags": ["t1", "t2"],
         "feedback": {"general": "![Said](said.png)"}},
        {"type": "true-false", "id": "b", "prompt": "Nothing?", "answer": True},
        {"type": "text", "id": "c", "text": "![A film](film.mp4)"},
    ]  # fmt: skip
    return export(version, course(questions, instructions="![Read](read.png)"), FILES)


def needs(package: Package) -> dict[str, set[str]]:
    """Address of each document → the addresses of what it depends on."""
    found = {resource.get("identifier", ""): resource for resource in resources(package)}
    return {
        resource.get("href", ""): {
            found[dependency.get("identifierref", "")].get("href", "") for dependency in resource.iterfind("dependency")
        }
        for resource in found.values()
    }


@every_version
def test_an_item_needs_its_media_and_a_test_its_items(version: str) -> None:
    found = needs(with_media(version))
    assert found["items/a.xml"] - {"style/lmsexport.css"} == {"media/one/asked.png", "media/one/said.png"}
    assert found["items/b.xml"] == set()
    assert found["items/c.xml"] - {"style/lmsexport.css"} == {"media/one/film.mp4"}
    assert found["tests/quiz.xml"] - {"style/lmsexport.css"} == {
        "items/a.xml", "items/b.xml", "items/c.xml", "media/one/read.png",
    }  # fmt: skip


@every_version
@pytest.mark.parametrize("folder", [SAMPLE, EVERYTHING], ids=lambda folder: folder.name)
def test_it_names_every_file_once_and_nothing_else(version: str, folder: Path) -> None:
    package = export(version, folder)
    named = [file.get("href", "") for resource in resources(package) for file in resource.iterfind("file")]
    assert sorted(named) == sorted({part.name for part in package} - {"imsmanifest.xml"})
    assert len({resource.get("identifier") for resource in resources(package)}) == len(named)


@every_version
@pytest.mark.parametrize("folder", [SAMPLE, EVERYTHING], ids=lambda folder: folder.name)
def test_what_documents_refer_to_is_in_the_package(version: str, folder: Path) -> None:
    package = export(version, folder)
    names = {part.name for part in package}
    for part in package:
        if part.name.endswith(".xml") and "/" in part.name:
            root = read(content(package, part.name))
            for element in root.iter():
                for attribute in ("href", "src", "data", "poster"):
                    target = element.get(attribute, "")
                    if target.startswith("../"):
                        assert target.removeprefix("../") in names, f"{part.name}: {target}"
                    else:
                        assert re.match(r"(https?:|mailto:|$)", target), f"{part.name}: {target}"


@every_version
def test_it_describes_the_course_and_its_questions(version: str) -> None:
    question = {"type": "true-false", "id": "a", "prompt": "So?", "answer": True, "tags": ["t1", "t2"]}
    about = {"language": "de", "keywords": ["k"], "authors": [{"name": "Ada"}], "licence": "CC-BY-4.0"}
    package = export(version, course([question]) | about)
    root = document(package, "imsmanifest.xml")
    assert text(root, "metadata/lom/general/title/string") == "Course"
    assert text(root, "metadata/lom/general/language") == "de"
    assert texts(root, "metadata/lom/general/keyword/string") == ["k"]
    assert "FN:Ada" in text(root, "metadata/lom/lifeCycle/contribute/entity")
    assert text(root, "metadata/lom/rights/description/string") == "CC-BY-4.0"
    (item,) = root.iterfind("resources/resource[@href='items/a.xml']")
    assert texts(item, "metadata/lom/general/keyword/string") == ["t1", "t2"]
    assert text(item, "metadata/qtiMetadata/interactionType") == "choiceInteraction"


@pytest.mark.parametrize(
    ("version", "schema", "number", "item", "test"),
    [
        ("qti-2.1", "QTIv2.1 Package", "1.0.0", "imsqti_item_xmlv2p1", "imsqti_test_xmlv2p1"),
        ("qti-2.2", "QTIv2.2 Package", "1.0.0", "imsqti_item_xmlv2p2", "imsqti_test_xmlv2p2"),
        ("qti-3.0", "QTI Package", "3.0.0", "imsqti_item_xmlv3p0", "imsqti_test_xmlv3p0"),
    ],
)
def test_each_version_calls_itself_by_its_name(version: str, schema: str, number: str, item: str, test: str) -> None:
    package = with_media(version)
    root = document(package, "imsmanifest.xml")
    assert (text(root, "metadata/schema"), text(root, "metadata/schemaversion")) == (schema, number)
    types = {resource.get("href"): resource.get("type") for resource in resources(package)}
    assert (types["items/a.xml"], types["tests/quiz.xml"]) == (item, test)


@every_version
def test_identifiers_stay_when_titles_and_order_change(version: str) -> None:
    one, two = ({"type": "true-false", "id": id, "prompt": "So?", "answer": True} for id in ("a", "b"))
    before = export(version, course([one, two]))
    after = export(version, course([two, one | {"title": "Other", "prompt": "Not so?"}], title="Other"))
    assert {part.name for part in before} == {part.name for part in after}
    ids = [{resource.get("identifier") for resource in resources(package)} for package in (before, after)]
    assert ids[0] == ids[1]
    for package in (before, after):
        assert etree.fromstring(content(package, "items/a.xml")).get("identifier") == "a"
