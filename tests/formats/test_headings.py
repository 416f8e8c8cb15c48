"""Headings of texts go one level down at a time, wherever a text stands."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from formats.exporting import content, export
from formats.moodle.courses import course, lesson, question, quiz
from lmsexport.packaging import Package

STEPS = ":::: steps\n### First\nDo.\n### Second\nDone.\n::::\n"
TOOL = {"id": "chat", "name": "Chat", "url": "https://labs.example.edu/launch"}
COURSE = course(
    {"type": "lab", "id": "lab", "title": "Lab", "task": STEPS, "summary": "## About\n\nThis.", "assistant": "Ada"},
    {"type": "discussion", "id": "talk", "title": "Talk", "prompt": STEPS},
    {"type": "link", "id": "site", "title": "Site", "url": "https://example.org/", "description": STEPS},
    quiz("q", [question("essay", "e", prompt=STEPS)], instructions=STEPS),
    tools=[TOOL],
    description=STEPS,
)


def levels(package: Package) -> dict[str, list[int]]:
    """The levels of the headings of each page that has some."""
    pages = {part.name: content(package, part.name).decode() for part in package if part.name.endswith(".html")}
    return {name: found for name, page in pages.items() if (found := [int(n) for n in re.findall(r"<h(\d)\b", page)])}


@pytest.mark.parametrize("target", ["html", "scorm-1.2", "canvas", "cartridge-1.1"])
def test_cards_are_one_level_below_what_they_stand_under(target: str) -> None:
    found = levels(export(target, COURSE))
    assert any(name.endswith("lab.html") for name in found)
    skips = {name: all_of for name, all_of in found.items() if any(b > a + 1 for a, b in pairwise(all_of))}
    assert skips == {}


def test_two_prompts_with_one_heading_do_not_share_an_id() -> None:
    """Links lead to the first."""
    asked = [question("essay", id, prompt=f"## The case\n\nOf {id}?") for id in ("first", "second")]
    about = lesson("about", body="[The case](item:q#the-case)")
    page = content(export("html", course(about, quiz("q", asked))), "pages/q.html").decode()
    first, second = re.findall(r"<h2([^>]*)>The case</h2>", page)
    assert (first, second) == (' id="to-the-case"', "")
