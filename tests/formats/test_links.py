"""Links in texts to items: each target keeps those that lead somewhere, and names the others at their place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from formats.exporting import CONTEXT, resolved
from formats.moodle.courses import lesson, quiz
from lmsexport.content import ResolvedCourse
from lmsexport.content.composed import paragraph
from lmsexport.content.texts import texts
from lmsexport.formats.base import format_named, formats
from lmsexport.lowering import LINKS, Adapted, Around, Dropped, Lowered, changed, lower
from lmsexport.lowering.kept import words_lost
from lmsexport.model import Course, Lab
from lowering_of import Declared

ITEMS = ("one", "quiz", "lab", "site", "file", "part", "talk", "two", "final")
"""An item of each type in the first module, a lesson and a quiz in the second."""

EVERYWHERE = " ".join(f"[{id}](item:{id})" for id in ITEMS)

PLACES = {
    "course": ("description",),
    "module": ("modules", 0, "description"),
    "lesson": ("modules", 0, "items", 0, "body"),
    "prompt": ("modules", 0, "items", 1, "questions", 0, "prompt"),
    "hint": ("modules", 0, "items", 1, "questions", 0, "hints", 0),
    "template": ("modules", 0, "items", 1, "questions", 1, "template"),
    "task": ("modules", 0, "items", 2, "task"),
    "talk": ("modules", 0, "items", 6, "prompt"),
    "bank": ("banks", 0, "questions", 0, "prompt"),
}
"""Texts that link to all items."""


@pytest.fixture(scope="module")
def linked() -> ResolvedCourse:
    asked = {"type": "true-false", "answer": True}
    essay = {"id": "essay", "type": "essay", "prompt": "Why?", "template": EVERYWHERE}
    first = [
        lesson("one", body=EVERYWHERE),
        quiz("quiz", [asked | {"id": "q", "prompt": EVERYWHERE, "hints": [EVERYWHERE]}, essay,
                      {"type": "pool", "id": "drawn", "bank": "bank", "draw": 1}]),
        {"type": "lab", "id": "lab", "title": "Lab", "task": EVERYWHERE, "assistant": "Ada"},
        {"type": "link", "id": "site", "title": "Site", "url": "https://example.org/"},
        {"type": "download", "id": "file", "title": "File", "file": "notes.pdf"},
        {"type": "heading", "id": "part", "title": "Part"},
        {"type": "discussion", "id": "talk", "title": "Talk", "prompt": EVERYWHERE},
    ]  # fmt: skip
    second = [lesson("two"), quiz("final", [asked | {"id": "f", "prompt": "So?"}])]
    bank = {"id": "bank", "title": "Bank", "questions": [asked | {"id": "b", "prompt": EVERYWHERE}]}
    data: dict[str, Any] = {
        "id": "course", "title": "Course", "language": "en", "date": "2026-01-01", "description": EVERYWHERE,
        "tools": [{"id": "chat", "name": "Chat", "url": "https://labs.example.edu/launch"}], "banks": [bank],
        "modules": [
            {"id": "first", "title": "First", "description": EVERYWHERE, "items": first},
            {"id": "second", "title": "Second", "items": second},
        ],
    }  # fmt: skip
    return resolved(Course.model_validate(data), {"notes.pdf": Path(__file__)})


def lost(lowered: Lowered) -> dict[str, set[str]]:
    """The items that each text no longer links to."""
    places = {path: name for name, path in PLACES.items()}
    return {
        places[loss.path]: {address.removeprefix("item:") for address in loss.what.split()}
        for loss in lowered.losses
        if loss.code == LINKS
    }


def kept(lowered: Lowered) -> set[str]:
    """The items that any text of a lowered course still links to."""
    course = lowered.course
    fragments = (course.fragment(at.source, at.text) for at in texts(course.course))
    return {link.item for fragment in fragments for link in fragment.links}


ALL = set(ITEMS)
IN_QUIZZES = ("prompt", "hint", "template", "bank")
ON_PAGES = ("course", "module", "lesson", "task")
QUESTIONS_ALONE = dict.fromkeys(IN_QUIZZES, ALL)
FIRST, SECOND = ALL - {"two", "final"}, {"two", "final"}

NO_PAGE = {"quiz", "part", "talk", "final"}
"""What a cartridge has no address for."""
NO_FILE = ALL - {"site", "file"}
"""What its quizzes and discussions cannot lead to, nor any text of the version that Moodle reads."""
CARTRIDGE = dict.fromkeys(ON_PAGES, NO_PAGE) | dict.fromkeys((*IN_QUIZZES, "talk"), NO_FILE)

LOST: dict[tuple[str, str], dict[str, set[str]]] = {
    ("html", ""): {},
    ("canvas", ""): {},
    ("moodle", ""): {"hint": ALL, "template": ALL},
    ("moodle-xml", ""): QUESTIONS_ALONE | {"course": ALL, "module": ALL},
    ("gift", ""): {"prompt": ALL, "bank": ALL},
    ("qti-1.2", ""): dict.fromkeys(("prompt", "template", "bank"), ALL),
    ("qti-2.1", ""): QUESTIONS_ALONE | {"course": ALL},
    ("qti-2.2", ""): QUESTIONS_ALONE | {"course": ALL},
    ("qti-3.0", ""): QUESTIONS_ALONE | {"course": ALL},
    ("cartridge-1.1", ""): dict.fromkeys(PLACES, NO_FILE),
    ("cartridge-1.2", ""): CARTRIDGE,
    ("cartridge-1.3", ""): CARTRIDGE,
    ("cartridge-1.3", "thin"): {"task": ALL},
    **{(target, ""): {} for target in ("scorm-1.2", "scorm-2004", "cmi5")},
    ("scorm-1.2", "module"): dict.fromkeys(PLACES, SECOND) | {"course": ALL},
    ("scorm-2004", "lesson"): dict.fromkeys(("course", "module"), ALL)
    | {"lesson": ALL - {"one"}, "task": ALL - {"lab"}, "talk": ALL - {"talk"}}
    | dict.fromkeys(IN_QUIZZES, ALL - {"quiz"}),
}  # fmt: skip
"""Target, and what is chosen for it → the links that each text loses."""


@pytest.mark.parametrize(("target", "how"), sorted(LOST))
def test_links_without_an_address_are_taken_out_and_named(target: str, how: str, linked: ResolvedCourse) -> None:
    format = format_named(target)
    chosen = format.options.model_validate({"thin": True} if how == "thin" else {"package": how} if how else {})
    lowered = lower(linked, format, chosen)
    assert lost(lowered) == LOST[target, how]
    assert not words_lost(linked, lowered.course, lowered.losses)
    assert lower(lowered.course, format, chosen).course.course == lowered.course.course
    package = format.export(lowered.course, chosen, CONTEXT)
    shown = "".join(part.content.decode() for part in package if isinstance(part.content, bytes))
    assert 'href=""' not in shown and 'href="#"' not in shown, "a writer has made a link that leads nowhere"


def test_the_table_has_every_target() -> None:
    assert {target for target, _ in LOST} == set(formats())


@pytest.mark.parametrize("target", ["html", "moodle", "canvas", "cartridge-1.3"])
def test_no_link_leads_to_what_a_format_leaves_out(target: str, linked: ResolvedCourse) -> None:
    """Whatever the target declares of links; a loss tells of each text, and of no link that leads somewhere."""
    format = format_named(target)
    own = {**format.capabilities, "Lesson": Dropped("Not here.")}
    lowered = lower(linked, Declared(own))
    assert kept(lowered) == kept(lower(linked, format)) - {"one", "two"}
    assert lost(lowered)["task"] == lost(lower(linked, format)).get("task", set()) | {"one", "two"}
    (loss,) = (loss for loss in lowered.losses if loss.path == PLACES["task"] and loss.code == LINKS)
    assert (loss.severity, loss.owner) == ("adapted", "lab")
    assert not words_lost(linked, lowered.course, lowered.losses)


def test_a_pass_that_forgets_a_link_is_found(linked: ResolvedCourse) -> None:
    """The words stay, and yet something is gone."""

    def forget(node: Lab, around: Around) -> Lab:
        return changed(node, task=around.composed.keep(paragraph(around.fragment(node.task).plain)))

    own = format_named("html").capabilities
    lowered = lower(linked, Declared({**own, "Lab.task": Adapted("It is plain.", becomes=forget)}))
    assert set(words_lost(linked, lowered.course, lowered.losses)) == {f"link to {item}" for item in ITEMS}
