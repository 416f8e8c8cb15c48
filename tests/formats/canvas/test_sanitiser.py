"""What Canvas' sanitiser takes away is written in another way, or named; what its importers would make up is given."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import pytest

from formats.exporting import content, document, exported, text, texts
from formats.moodle.courses import choices, course, lesson, question, quiz
from lmsexport.validation import plain

TAKEN_OUT = "bdi bdo details dfn kbd rp rt ruby s samp summary time var".split()
"""Elements of texts that Canvas takes out (`canvas_sanitize.rb`, elements, 2019)."""

WRITTEN: dict[str, tuple[str, str]] = {
    "~~gone~~": ("<del>gone</del>", "gone"),
    "<s>gone</s>": ("<del>gone</del>", "gone"),
    "<s title='was'>gone</s>": ('<del title="was">gone</del>', "gone"),
    "Press <kbd>Ctrl</kbd>+<kbd>C</kbd>.": ("<code>Ctrl</code>+<code>C</code>", "Press Ctrl+C."),
    "<samp>ok</samp>": ("<code>ok</code>", "ok"),
    "<var>x</var>": ("<em>x</em>", "x"),
    "<dfn>Cell</dfn>": ("<em>Cell</em>", "Cell"),
    "<time datetime='2026-01-31'>today</time>": (">today</span>", "today"),
    "<bdi>Ada</bdi>": ('<span dir="auto">Ada</span>', "Ada"),
    "<bdo dir='rtl'>abc</bdo>": ('<span dir="rtl">abc</span>', "abc"),
    "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>": ("<sup>kan</sup>", "漢(kan)"),
    "<details>\n<summary>More</summary>\nHidden.\n</details>": (
        '<div style="font-weight: bold">More</div>', "More Hidden."),
    "<details open id='m'><summary style='color: #000000'>More</summary>~~Old.~~</details>": (
        '<div id="to-m"><div style="font-weight: bold; color: #000000">More</div>', "More ~~Old.~~"),
    "`<s>` and `<details>`": ("&lt;s&gt;", "<s> and <details>"),
}  # fmt: skip
"""What an author writes, a part of what Canvas is given, and the words."""


def page(items: list[dict[str, Any]], **fields: Any) -> tuple[str, list[str]]:
    package, losses = exported("canvas", course(*items, **fields))
    markup = content(package, "wiki_content/course-page.html").decode().partition("<body>")[2]
    return markup, [f"{loss.severity} {loss.code}" for loss in losses]


@pytest.mark.parametrize("written", WRITTEN)
def test_elements_that_canvas_takes_out_are_others(written: str) -> None:
    part, words = WRITTEN[written]
    markup, _ = page([lesson("page", body=written)])
    assert part in markup and plain(markup.replace("</body>", "").replace("</html>", "")) == words
    assert not re.search(rf"<({'|'.join(TAKEN_OUT)})\b", markup)


@pytest.mark.parametrize("field", ["prompt", "explanation", "feedback", "choice"])
def test_questions_are_written_so_too(field: str) -> None:
    fields: dict[str, Any] = {field: "~~No~~"}
    if field == "feedback":
        fields = {"feedback": {"correct": "~~No~~"}}
    elif field == "choice":
        fields = {"choices": choices("~~No~~", "Blue")}
    asked = question("single-choice", "single", **{"choices": choices("Red", "Blue")} | fields)
    for target in ("canvas", "qti-1.2"):
        package, _ = exported(target, course(quiz("quiz", [asked])))
        parts = [part.name for part in package if re.search(r"\.xml\.qti$|^g\w+\.xml$", part.name)]
        shown = html.unescape("".join(content(package, name).decode() for name in parts))
        assert "<del>No</del>" in shown and "<s>" not in shown


def test_what_stands_open_is_named() -> None:
    _, losses = page([lesson("page", body="<details><summary>More</summary>Hidden.</details>")])
    assert "adapted Lesson.body" in losses
    _, losses = page([lesson("page", body="~~Old.~~ <kbd>C</kbd>")])
    assert "adapted Lesson.body" not in losses


RED = Path(__file__).parents[2] / "courses/everything/media/red.png"


def answers(*texts: str) -> list[str]:
    """The choices as Canvas' converter words them (`choice_interaction.rb`, `clear_html`)."""
    asked = question("single-choice", "single", choices=choices(*texts))
    package, _ = exported("canvas", course(quiz("quiz", [asked])), {"red.png": RED})
    (name,) = [part.name for part in package if part.name.endswith(".xml.qti")]
    return [re.sub(r"</?[^>\n]*>", "", label).strip() for label in texts_of(package, name)]


def texts_of(package: Any, name: str) -> list[str]:
    return texts(document(package, name), ".//response_label/material/mattext")


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("![A red square](red.png)", "A red square"),
        ("![*A* red square](red.png)", "A red square"),
        ("![Red](red.png) ![Blue](red.png)", "Red Blue"),
        ("![“Red” & blue](red.png)", "“Red” &amp; blue"),
        ("**![A red square](red.png)**", "A red square"),
        ("[![A red square](red.png)](https://example.org)", "A red square"),
        ("![Red](red.png) or so", "or so"),
        ("$x$", r"\(x\)"),
        ("![Red](red.png) $x$", r"\(x\)"),
        ("Red", "Red"),
    ],
)
def test_a_choice_of_a_picture_alone_has_words(written: str, words: str) -> None:
    assert answers(written, "Other") == [words, "Other"]


def groups(*items: dict[str, Any], **fields: Any) -> tuple[list[str], dict[str, str], bool]:
    """The assignment groups, what stands in which, and whether they are weighed."""
    package, losses = exported("canvas", course(*items, **fields))
    root = document(package, "course_settings/assignment_groups.xml")
    titles = {one.get("identifier"): one.findtext("title") or "" for one in root.iterfind("assignmentGroup")}
    placed = {}
    for part in package:
        if part.name.endswith(("assessment_meta.xml", "assignment_settings.xml")):
            meta = document(package, part.name)
            for ref in meta.iter("assignment_group_identifierref"):
                placed[text(meta, "title")] = titles[ref.text]
    assert not [loss for loss in losses if "grade" in loss.code]
    weighed = document(package, "course_settings/course_settings.xml").find("group_weighting_scheme") is not None
    return list(titles.values()), placed, weighed


ONE = [question("true-false", "truth", answer=True)]
LAB = {"type": "lab", "id": "lab", "title": "Lab", "task": "Do.", "assistant": "Ada", "points": 5}
TOOLS = [{"id": "chat", "name": "Chat", "url": "https://labs.example.edu/launch"}]


def test_without_grade_categories_all_that_is_graded_is_in_a_group_of_the_course() -> None:
    two = [question("true-false", "also", answer=True)]
    assert groups(quiz("quiz", ONE), LAB, quiz("try", two, graded=False), tools=TOOLS) == (
        ["Course"], {"Quiz quiz": "Course", "Lab": "Course"}, False)  # fmt: skip
    assert groups(quiz("try", ONE, graded=False)) == ([], {}, False)
    assert groups(lesson("page")) == ([], {}, False)
    own = [{"id": "all", "title": "All", "weight": 100}]
    assert groups(quiz("quiz", ONE, grade_category="all"), grade_categories=own) == (
        ["All"], {"Quiz quiz": "All"}, True)  # fmt: skip


def noted(value: str, lti: str) -> bool:
    lab = LAB | {"parameters": {"agent": value}}
    _, losses = exported("canvas", course(lab, tools=[TOOLS[0] | {"lti": lti}]))
    return any(loss.code == "Lab.parameters" for loss in losses)


@pytest.mark.parametrize("value", ["007", "7", "-1", "+1", "1.50", "0", "00", "true", "false", "12345678901234567890"])
def test_only_lti_1_3_retypes_parameters(value: str) -> None:
    assert noted(value, "1.3") and not noted(value, "1.1")


def test_words_are_no_alarm() -> None:
    assert not any(noted(value, lti) for value in ("b1", "1a", "TRUE", "", "1e5") for lti in ("1.1", "1.3"))
