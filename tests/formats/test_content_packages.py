"""What no schema says of a content package (IMS CP 1.1.4, 1.2): files and resources, references, identifiers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from formats.exporting import CONTEXT, EVERYTHING, SAMPLE, content, document, export
from formats.moodle.courses import QUESTIONS, course, lesson, quiz
from lmsexport.content import Source, nowhere, resolve
from lmsexport.formats.base import formats
from lmsexport.lowering import lower
from lmsexport.model import Course
from lmsexport.packaging import Package, portable
from strategies import FILES, courses

CARTRIDGES = ("canvas", "cartridge-1.1", "cartridge-1.2", "cartridge-1.3")
PACKAGES = (*CARTRIDGES, "qti-1.2")
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*")


@pytest.fixture(scope="module", params=[(t, c) for t in PACKAGES for c in (SAMPLE, EVERYTHING)], ids=str)
def package(request: pytest.FixtureRequest) -> Package:
    target, folder = request.param
    return export(target, folder)


def check(package: Package) -> None:
    """The rules, all of them."""
    manifest = document(package, "imsmanifest.xml")
    names = [part.name for part in package]
    assert names[0] == "imsmanifest.xml"
    resources = manifest.findall("resources/resource")
    hrefs = [file.get("href", "") for file in manifest.iterfind(".//file")]
    assert sorted(hrefs) == sorted(names[1:]), "every file in exactly one resource"
    idents = [element.get("identifier", "") for element in manifest.iter() if element.get("identifier")]
    assert len(set(idents)) == len(idents) and all(map(NAME.fullmatch, idents))
    known = {resource.get("identifier") for resource in resources}
    refs = {element.get("identifierref") for element in manifest.iter() if element.get("identifierref")}
    assert refs <= known, "every reference leads to a resource"
    for resource in resources:
        own = [file.get("href") for file in resource.findall("file")]
        assert own, "a resource has a file"
        assert resource.get("href") in (None, own[0])
    for name in names:
        assert portable(name) == name, f"{name} has characters that a URI has to escape"


def test_files_resources_and_references_fit_together(package: Package) -> None:
    check(package)


@pytest.mark.parametrize("target", PACKAGES)
@given(random=courses())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_so_they_do_in_generated_courses(target: str, random: Course) -> None:
    format = formats()[target]
    resolved, _ = resolve(Source(random, {name: Path(__file__) for name in FILES}, nowhere))
    check(format.export(lower(resolved, format).course, format.options(), CONTEXT))


@pytest.mark.parametrize("target", CARTRIDGES)
def test_one_organization_has_one_root_without_a_title(target: str) -> None:
    manifest = document(export(target, SAMPLE), "imsmanifest.xml")
    (organization,) = manifest.findall("organizations/organization")
    assert organization.get("structure") == "rooted-hierarchy"
    (root,) = organization.findall("item")
    assert root.find("title") is None
    assert [item.findtext("title") for item in root.findall("item")] == ["5. Constitutional AI and Self-Critique"]


PICTURE = "![Dot](<a b/dot ä.png>)"
ODD = "<, & \"q\" 'q' 😀 عربي"
TABLE = "| a |\n| - |\n| $x < y$ |\n\n```xml\n<a>&amp;</a>\n```"
SPECIAL: list[dict[str, Any]] = [
    lesson("one", title="Same title", body=f"{PICTURE} [next](item:two) [quiz](item:quiz)"),
    lesson("two", title="Same title", body=f"{PICTURE}\n\n{TABLE}"),
    quiz(
        "quiz",
        [q | {"prompt": f"{ODD} {q['prompt']} {PICTURE}"} for q in QUESTIONS if q["type"] != "text"],
        title=ODD + 200 * "x",
    ),
    {"type": "link", "id": "link", "title": "A & B", "url": "https://example.org/?a=1&b=<2>"},
    {"type": "download", "id": "file", "title": "File", "file": "a b/dot ä.png"},
    {"type": "heading", "id": "heading", "title": "Heading <&>"},
    {"type": "discussion", "id": "talk", "title": "Talk", "prompt": "Say *it*."},
]


@pytest.mark.parametrize("target", PACKAGES)
def test_special_cases(target: str, tmp_path: Path) -> None:
    picture = tmp_path / "dot.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    package = export(target, course(*SPECIAL), {"a b/dot ä.png": picture})
    check(package)
    media = [part.name for part in package if part.content == picture]
    assert len(media) == 1 and media[0].endswith(f"{portable('a b/dot ä.png')}"), "once, however often it is used"


@pytest.mark.parametrize("target", PACKAGES)
def test_what_is_escaped_is_escaped_once(target: str) -> None:
    choices = [{"id": "a", "text": "`<b>` & **c**", "correct": True}, {"id": "b", "text": "2 < 3 & 4"}]
    single = {"type": "single-choice", "id": "q", "prompt": "x", "choices": choices}
    package = export(target, course(quiz("quiz", [single])))
    documents = [content(package, part.name).decode() for part in package if part.name.endswith((".xml", ".qti"))]
    asked = [xml for xml in documents if "<presentation>" in xml]
    assert asked
    for xml in asked:
        assert "&lt;/code&gt; &amp;amp; &lt;strong&gt;c&lt;/strong&gt;</mattext>" in xml, "HTML, with a text in it"
        assert '"text/plain">2 &lt; 3 &amp; 4</' in xml or '"text/html">2 &amp;lt; 3 &amp;amp; 4</' in xml


def test_a_portable_name_is_ascii_and_its_own() -> None:
    paths = ["a b.png", "a-b.png", "ä.png", "中.png", "文.png", "x/ä/y.pdf", ".hidden", "-a.txt"]
    names = [portable(path) for path in paths]
    assert len(set(names)) == len(paths)
    assert all(re.fullmatch(r"([A-Za-z0-9_][A-Za-z0-9._-]*/?)+", name) for name in names)
    assert portable("a/b-c.d.png") == "a/b-c.d.png"
    assert [name.rpartition(".")[2] for name in names[:6]] == ["png"] * 5 + ["pdf"], "endings stay"
