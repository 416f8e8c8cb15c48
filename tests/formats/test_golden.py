"""The documents that hold a package together, as they are: manifests, settings, links, tools, pages.

Readers and schemas take much for granted: that a module is active, that a page is called by its title, that a link to a
file leads to it. So each such document of a small course stands in `tests/golden`, was read against its specification,
and is changed by `make golden` alone, in a commit whose diff can be read. Questions are tested by what they score.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from formats.exporting import ACCEPTS, GOLDEN, export
from formats.moodle.courses import QUESTIONS, course, quiz
from lmsexport.packaging import Part

TOOL = {"id": "chat", "name": "Chat", "url": "https://labs.example.edu/launch"}
PLAIN_TOOL = {"id": "plain", "name": "Plain", "url": "http://labs.example.edu/plain", "installed": False, "lti": "1.1"}
LAB = {"type": "lab", "task": "Do it.", "assistant": "Ada"}
TRUTH = {"type": "true-false", "prompt": "Is it?", "answer": True}
FIRST: list[dict[str, Any]] = [
    {
        "type": "lesson",
        "id": "read",
        "title": "Reading",
        "body": "Text & [more](item:exam).",
        "objectives": ["To read"],
    },
    {
        "type": "quiz",
        "id": "practice",
        "title": "Practice",
        "graded": False,
        "questions": [TRUTH | {"id": "p1"}, {"type": "pool", "id": "draw", "bank": "bank", "draw": 1}],
        "shuffle_questions": True,
    },
    LAB | {"id": "free-lab", "title": "Free lab", "tool": "chat", "parameters": {"level": "b1"}},
    {"type": "link", "id": "window", "title": "In a window", "url": "https://example.org/?a=1&b=2"},
    {"type": "link", "id": "inside", "title": "Inside", "url": "https://example.org/inside", "opens": "embedded"},
]
SECOND: list[dict[str, Any]] = [
    {"type": "heading", "id": "end", "title": "The end"},
    {
        "type": "test",
        "id": "exam",
        "title": "Exam",
        "instructions": "Think. ![A dot](<media/a dot.png>)",
        "pass_mark": 50,
        "attempts": 2,
        "time_limit": 30,
        "grade_category": "tests",
        "questions": [TRUTH | {"id": "e1", "points": 2}, TRUTH | {"id": "e2", "points": 2}],
    },
    LAB | {"id": "lab", "title": "Lab", "points": 5, "grade_category": "tests", "tool": "plain", "opens": "embedded"},
    {"type": "download", "id": "file", "title": "File", "file": "media/a dot.png"},
    {"type": "discussion", "id": "talk", "title": "Talk", "prompt": "Say *something*."},
]
COURSE: dict[str, Any] = {
    "id": "small",
    "title": "Small & whole",
    "date": "2026-01-31",
    "language": "en-GB",
    "description": "A course for *tests*.",
    "authors": [{"name": "Ada Example", "url": "https://example.org/ada"}, {"name": "Bo Example"}],
    "licence": "CC-BY-4.0",
    "keywords": ["testing"],
    "tools": [TOOL, PLAIN_TOOL],
    "banks": [{"id": "bank", "title": "Bank", "questions": [TRUTH | {"id": "b1"}, TRUTH | {"id": "b2"}]}],
    "grade_categories": [{"id": "tests", "title": "Tests", "weight": 100}],
    "modules": [
        {"id": "one", "title": "One", "number": 1, "description": "The first.", "items": FIRST},
        {"id": "two", "title": "Two", "items": SECOND, "requires": ["one"]},
    ],
}


@pytest.mark.parametrize(
    ("name", "target", "options", "endings"),
    [
        ("canvas", "canvas", {}, (".xml", ".html", ".txt")),
        ("cartridge-1.1", "cartridge-1.1", {}, (".xml", ".html")),
        ("cartridge-1.3-thin", "cartridge-1.3", {"thin": True}, ("imsmanifest.xml",)),
        ("cmi5", "cmi5", {}, ("cmi5.xml",)),
        ("cmi5-each", "cmi5", {"activities": "each"}, ("cmi5.xml",)),
        ("html", "html", {}, (".html",)),
        ("qti-1.2", "qti-1.2", {}, (".xml",)),
        ("qti-2.1", "qti-2.1", {}, ("imsmanifest.xml", "exam.xml")),
        ("qti-3.0", "qti-3.0", {}, ("imsmanifest.xml", "exam.xml")),
        ("scorm-1.2", "scorm-1.2", {}, ("imsmanifest.xml", "inside.html")),
        ("scorm-1.2-each", "scorm-1.2", {"activities": "each"}, ("imsmanifest.xml",)),
        ("scorm-2004", "scorm-2004", {}, ("imsmanifest.xml",)),
        ("scorm-2004-each", "scorm-2004", {"activities": "each"}, ("imsmanifest.xml",)),
    ],
)
def test_a_document_is_as_it_was_read(
    name: str, target: str, options: dict[str, Any], endings: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "a dot.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    package = export(target, COURSE, {"media/a dot.png": tmp_path / "a dot.png"}, **options)
    chosen = [part for part in package if part.name.endswith(endings) and not is_of_questions(part.name)]
    is_as_it_was_read(GOLDEN / name, chosen)


def test_a_page_has_a_form_for_each_type_of_question() -> None:
    package = export("html", course(quiz("two", QUESTIONS, pass_mark=60, time_limit=10)))
    is_as_it_was_read(GOLDEN / "html-questions", [package["pages/two.html"]])


def is_as_it_was_read(folder: Path, parts: list[Part]) -> None:
    """Hold documents against those in a folder, or put them there."""
    written = {part.name: part.content.decode() for part in parts if isinstance(part.content, bytes)}
    if ACCEPTS:
        shutil.rmtree(folder, ignore_errors=True)
        for member, content in written.items():
            (folder / member).parent.mkdir(parents=True, exist_ok=True)
            (folder / member).write_text(content, encoding="utf-8", newline="")
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    golden = {path.relative_to(folder).as_posix(): path.read_bytes().decode() for path in files}
    assert sorted(written) == sorted(golden)
    for member, content in written.items():
        assert content == golden[member], f"{member}: `make golden` accepts it"


def is_of_questions(member: str) -> bool:
    """Whether a member holds questions: what they say is tested where they are answered. Some show how they stand."""
    pages = ("pages/exam.html", "pages/practice.html")
    return member in pages or member.endswith("assessment_qti.xml") or member.startswith("items/")
