"""What is not published: hidden where an LMS can hide it, in no other package."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from formats.exporting import EVERYTHING, export, exported
from lmsexport.engine.build import Request, build
from lmsexport.formats.base import formats
from lmsexport.packaging import Package
from lmsexport.validation import Item, Module
from lmsexport.validation.judge import judge

HIDING = {"canvas", "moodle"}
DRAFTS = [
    "Not yet",
    "A draft",
    "A quiz for later",
    "A lab for later",
    "A link for later",
    "The same handout",
    "For later",
]

QUESTION = "questions:\n  - {id: q, type: true-false, prompt: Is it?, answer: true}\n"
DRAFT = f"type: quiz\nid: quiz\ntitle: Quiz\npublished: no\ngrade_category: all\npass_mark: 50\n{QUESTION}"
HEAD = "id: c\ntitle: C\ndate: 2026-01-31\ngrade_categories: [{id: all, title: All, weight: 100}]\n"
GATED = (
    "title: After\nrequires: [m]\nitems:\n  - {link: 'https://example.org/', id: site, title: Site, requires: [quiz]}\n"
)
AWKWARD = {
    "only the items": {"course.yaml": f"{HEAD}modules: [m]\n", "m/module.yaml": "title: M\nitems: [quiz.yaml]\n"},
    "all of it": {"course.yaml": f"{HEAD}modules: [m]\n",
                  "m/module.yaml": "title: M\npublished: no\nitems: [quiz.yaml]\n"},
    "what others wait for": {"course.yaml": f"{HEAD}modules: [m, n]\n", "n/module.yaml": GATED,
                             "m/module.yaml": "title: M\npublished: no\nitems: [quiz.yaml]\n"},
}  # fmt: skip


@pytest.mark.parametrize("unseen", AWKWARD)
def test_a_course_builds_whatever_of_it_is_not_published(unseen: str, tmp_path: Path) -> None:
    for name, text in (AWKWARD[unseen] | {"m/quiz.yaml": DRAFT}).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    rows = build(Request(tmp_path, tmp_path / "out", (), prove=True)).targets
    assert rows.keys() == formats().keys()
    assert {name: row["problems"] for name, row in rows.items() if row["problems"]} == {}
    assert {row["status"] for name, row in rows.items() if name in HIDING} == {"built"}


@cache
def package(target: str) -> Package:
    return export(target, EVERYTHING)


@pytest.mark.parametrize("target", sorted(formats().keys() - HIDING))
def test_a_package_that_hides_nothing_holds_nothing_that_is_not_published(target: str) -> None:
    found, losses = exported(target, EVERYTHING)
    left_out = [loss for loss in losses if loss.code == "Part.published"]
    assert [loss.owner for loss in left_out] == [
        "not-yet", "draft", "draft-quiz", "draft-lab", "draft-link", "draft-download", "draft-talk", "next-year"
    ]  # fmt: skip
    text = "".join(part.content.decode(errors="replace") for part in found if isinstance(part.content, bytes))
    assert "A quiz for later" not in text and "This is finished" not in text and "What comes next year" not in text


def xml(target: str, name: str) -> Any:
    (part,) = (part for part in package(target) if part.name.endswith(name))
    assert isinstance(part.content, bytes)
    return etree.fromstring(part.content)


def test_canvas_keeps_it_unpublished() -> None:
    """Canvas, app/models/importers: what has this state is new in a course without being published."""
    modules = {row.findtext("{*}title"): row for row in xml("canvas", "module_meta.xml").iterfind("{*}module")}
    assert [row.findtext("{*}workflow_state") for row in modules.values()] == ["active"] * 4 + ["unpublished"]
    rows = modules["Drafts"].findall(".//{*}item")
    assert {row.findtext("{*}workflow_state") for row in rows} == {"unpublished"}
    assert {row.findtext("{*}workflow_state") for row in modules["Next year"].iter("{*}item")} == {"unpublished"}
    pages = {part.name: part.content.decode() for part in package("canvas")
             if part.name.startswith("wiki_content/") and isinstance(part.content, bytes)}  # fmt: skip
    hidden = [name for name, page in pages.items() if '<meta name="workflow_state" content="unpublished"/>' in page]
    assert sorted(hidden) == [
        f"wiki_content/everything-{id}.html" for id in ("draft-lab", "draft", "outlook")
    ]  # an ungraded lab has its task on a page
    home = pages["wiki_content/everything.html"]
    assert "Drafts" in home and not any(title in home for title in (*DRAFTS, "Next year", "Outlook"))


def test_canvas_keeps_quizzes_discussions_and_files_from_students() -> None:
    texts = [part.content.decode() for part in package("canvas")
             if part.name.endswith(".xml") and isinstance(part.content, bytes)]  # fmt: skip
    (quiz,) = (text for text in texts if "<title>A quiz for later</title>" in text and "<available>" in text)
    assert "<available>false</available>" in quiz and "<workflow_state>unpublished</workflow_state>" in quiz
    (topic,) = (text for text in texts if "<title>For later</title>" in text and "<topicMeta" in text)
    assert "<workflow_state>unpublished</workflow_state>" in topic
    (file,) = xml("canvas", "files_meta.xml").iter("{*}file")
    manifest = xml("canvas", "imsmanifest.xml")
    (href,) = (
        row.get("href") for row in manifest.iter("{*}resource") if row.get("identifier") == file.get("identifier")
    )
    assert (file.findtext("{*}locked"), href) == (
        "true",
        "web_resources/unpublished-draft-download/01-texts/files/handout.pdf",
    )
    assert "web_resources/01-texts/files/handout.pdf" in {part.name for part in package("canvas")}


def test_a_graded_lab_that_is_not_published_is_an_unpublished_assignment() -> None:
    lab = {"type": "lab", "id": "lab", "title": "Lab", "task": "Go.", "assistant": "A", "points": 1, "published": False}
    tool = {"id": "t", "name": "T", "url": "https://labs.example.org/lti"}
    course = {"id": "c", "title": "C", "date": "2026-01-31", "tools": [tool],
              "modules": [{"id": "m", "title": "M", "items": [lab]}]}  # fmt: skip
    (settings,) = (part.content for part in export("canvas", course) if part.name.endswith("assignment_settings.xml"))
    assert isinstance(settings, bytes) and b"<workflow_state>unpublished</workflow_state>" in settings


def test_moodle_hides_sections_activities_and_their_grades() -> None:
    """Moodle 4.0, course/lib.php: `set_coursemodule_visible`, `course_update_section`."""
    documents = {part.name: etree.fromstring(part.content) for part in package("moodle")
                 if part.name.endswith(".xml") and isinstance(part.content, bytes)}  # fmt: skip
    sections = {root.findtext("name"): root.findtext("visible") for name, root in documents.items()
                if name.endswith("section.xml")}  # fmt: skip
    assert (sections["Drafts"], sections["Next year"]) == ("1", "0")
    modules = {root.findtext("idnumber"): (root.findtext("visible"), root.findtext("visibleold"))
               for name, root in documents.items() if name.endswith("module.xml")}  # fmt: skip
    assert {id for id, seen in modules.items() if seen == ("0", "0")} == {
        "not-yet", "draft", "draft-quiz", "draft-lab", "draft-link", "draft-download", "draft-talk"
    }  # fmt: skip
    assert modules["outlook"] == ("0", "1")  # it shows again with its section
    hidden = [item.findtext("itemname") for root in documents.values() for item in root.iter("grade_item")
              if item.findtext("hidden") == "1"]  # fmt: skip
    assert hidden == ["A quiz for later"]


def test_a_module_of_moodle_does_not_wait_for_what_nobody_sees() -> None:
    one, two = ({"type": "link", "id": id, "title": id, "url": "https://example.org/"} for id in ("one", "two"))
    first = {"id": "first", "title": "First", "items": [one, two | {"published": False}]}
    last = {"id": "last", "title": "Last", "requires": ["first"], "items": []}
    course = {"id": "c", "title": "C", "date": "2026-01-31", "modules": [first, last]}
    documents = {part.name: etree.fromstring(part.content) for part in export("moodle", course)
                 if part.name.endswith(".xml") and isinstance(part.content, bytes)}  # fmt: skip
    ids = {root.findtext("idnumber"): root.get("id") for name, root in documents.items() if name.endswith("module.xml")}
    gates = {root.findtext("availabilityjson") for name, root in documents.items() if name.endswith("section.xml")}
    (gate,) = gates - {"$@NULL@$"}
    assert gate == f'{{"op":"&","c":[{{"type":"completion","cm":{ids["one"]},"e":1}}],"showc":[true]}}'


@pytest.mark.parametrize("target", sorted(HIDING))
def test_readers_see_what_is_hidden(target: str, tmp_path: Path) -> None:
    built = build(Request(EVERYTHING, tmp_path, (target,), prove=False)).targets[target]
    with judge(tmp_path / built["packages"][0]["file"]) as judgement:
        assert judgement.subject is not None
        outline = judgement.subject.outline
    parts: list[Module | Item] = [*outline.modules, *outline.items]
    hidden = {part.title for part in parts if part.settings.get("visible") == "no"}
    with_module = {"Outlook"} if target == "canvas" else set()
    assert hidden - {"A lab for later: Your task"} == {*DRAFTS, "Next year"} | with_module
