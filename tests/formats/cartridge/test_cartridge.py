"""Common Cartridges: versions, labs, draws, stand-ins, thin ones, and what Moodle asks of 1.1."""

from __future__ import annotations

import re

import pytest

from formats.exporting import SAMPLE, content, document, export, exported, text, texts
from formats.moodle.courses import QUESTIONS, course, lesson, question, quiz
from lmsexport.packaging import Package

VERSIONS = ("1.1", "1.2", "1.3")
TOOL = {"id": "chat", "name": "Chat", "url": "https://labs.example.edu/launch"}
LAB = {"type": "lab", "id": "lab", "title": "Lab", "task": "Do.", "assistant": "Ada"}


def entries(package: Package) -> list[str]:
    manifest = document(package, "imsmanifest.xml")
    return [item.findtext("title") or "" for item in manifest.iterfind("organizations/organization/item/item//item")]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_version_is_named_in_every_place(version: str) -> None:
    package = export(f"cartridge-{version}", course(
        lesson("one"), quiz("q", QUESTIONS), {"type": "link", "id": "l", "title": "L", "url": "https://example.org/"},
        {"type": "discussion", "id": "d", "title": "D", "prompt": "Say."},
    ))  # fmt: skip
    short = version.replace(".", "p")
    head = content(package, "imsmanifest.xml")[:1024].decode()
    assert f'xmlns="http://www.imsglobal.org/xsd/imsccv{short}/imscp_v1p1"' in head, "Moodle reads no further"
    manifest = document(package, "imsmanifest.xml")
    assert text(manifest, "metadata/schemaversion") == f"{version}.0"
    types = {resource.get("type") for resource in manifest.iter("resource")}
    assert types == {
        "webcontent", f"imsqti_xmlv1p2/imscc_xmlv{short}/assessment", f"imswl_xmlv{short}", f"imsdt_xmlv{short}",
    }  # fmt: skip
    assert f"/imsccv{short}/imswl_v{short}".encode() in content(package, "links/l.xml")
    assert f"/imsccv{short}/imsdt_v{short}".encode() in content(package, "discussions/d.xml")


@pytest.mark.parametrize("version", VERSIONS)
def test_the_sample_is_complete(version: str) -> None:
    package = export(f"cartridge-{version}", SAMPLE)
    found = entries(package)
    assert len(found) == 1 + 4 + 5 + 4 * 2, "the module's page, lessons, quizzes, labs with their tasks"
    quizzes = [document(package, part.name) for part in package if part.name.startswith("quizzes/")]
    assert sum(len(root.findall(".//item")) for root in quizzes) == 31
    assert len([part for part in package if part.name.startswith("media/")]) == 3


@pytest.mark.parametrize("version", VERSIONS)
def test_a_lab_is_a_page_and_a_link_that_states_as_little_as_possible(version: str) -> None:
    package = export(f"cartridge-{version}", course(LAB, tools=[TOOL]))
    assert entries(package)[1:] == ["Lab: Your task", "Lab"]
    raw = content(package, "labs/lab.xml").decode()
    assert 'xmlns="http://www.imsglobal.org/xsd/imslticc_v1p0"' in raw, "Moodle looks for this one in every version"
    link = document(package, "labs/lab.xml")
    url = "https://labs.example.edu/launch/course/lab"
    assert text(link, "launch_url") == url and text(link, "secure_launch_url") == url
    names = [prop.get("name") for prop in link.iterfind("custom/property")]
    assert names == ["lab_id", "course_id", "rev", "lang"]
    assert link.find("extensions") is None and link.find("icon") is None
    manifest = document(package, "imsmanifest.xml")
    assert "imsbasiclti_xmlv1p0" in {resource.get("type") for resource in manifest.iter("resource")}


def test_a_graded_lab_tells_canvas_its_points() -> None:
    link = document(export("cartridge-1.3", course(LAB | {"points": 10}, tools=[TOOL])), "labs/lab.xml")
    assert [(p.get("name"), p.text) for p in link.iterfind("extensions/property")] == [("outcome", "10")]


def test_an_address_without_encryption_is_not_called_secure() -> None:
    link = document(
        export("cartridge-1.1", course(LAB, tools=[TOOL | {"url": "http://labs.example.edu/"}])), "labs/lab.xml"
    )
    assert link.find("secure_launch_url") is None and text(link, "launch_url") == "http://labs.example.edu/course/lab"


def test_what_stands_below_a_heading_is_in_its_folder() -> None:
    package = export(
        "cartridge-1.1", course(lesson("one"), {"type": "heading", "id": "h", "title": "Part"}, lesson("two"))
    )
    module = document(package, "imsmanifest.xml").find("organizations/organization/item/item")
    assert module is not None
    assert [item.findtext("title") for item in module.findall("item")] == ["1. Module", "Lesson one", "Part"]
    assert texts(module, "item/item/title") == ["Lesson two"]


def test_a_draw_becomes_the_first_questions_of_its_bank() -> None:
    kinds = [question("true-false", f"b-{n}", answer=True, points=5) for n in range(3)]
    pool = {"type": "pool", "id": "draw", "bank": "bank", "draw": 2, "points": 3}
    banks = [{"id": "bank", "title": "Bank", "questions": kinds}]
    package, losses = exported("cartridge-1.1", course(quiz("q", [pool]), banks=banks))
    asked = document(package, "quizzes/q.xml")
    assert len(asked.findall(".//item")) == 2
    assert [
        f.findtext("fieldentry") for f in asked.iter("qtimetadatafield") if f.findtext("fieldlabel") == "cc_weighting"
    ] == ["3", "3"]
    bank = document(package, "quizzes/question-bank.xml")
    assert len(bank.findall("objectbank/item")) == 3
    idents = [item.get("ident") for root in (asked, bank) for item in root.iter("item")]
    assert len(set(idents)) == 5, "a question in a quiz is not the one in the bank"
    assert "Pool" in {loss.code for loss in losses}


def test_a_text_stands_above_the_question_that_follows() -> None:
    block = {"type": "text", "id": "t", "title": "Read", "text": "A *passage*."}
    last = {"type": "text", "id": "u", "text": "The end."}
    truth = question("true-false", "q1", answer=True)
    found = document(export("cartridge-1.1", course(quiz("q", [block, truth, last]))), "quizzes/q.xml")
    assert texts(found, ".//presentation/material/mattext") == [
        "<p><strong>Read</strong></p><p>A <em>passage</em>.</p><p>Prompt of q1?</p><p>The end.</p>"
    ]


MATCHING = question("matching", "m", feedback={"general": "G."}, pairs=[
    {"id": "a", "prompt": "France", "match": "Paris"}, {"id": "b", "prompt": "Italy", "match": "Rome"}])  # fmt: skip
TRUTH = question("true-false", "t", answer=True)


@pytest.mark.parametrize(
    ("stand_in", "items", "severity"), [("essay", 2, "adapted"), ("text", 1, "adapted"), ("leave-out", 1, "dropped")]
)
def test_the_course_chooses_what_stands_for_a_question_that_is_lacking(
    stand_in: str, items: int, severity: str
) -> None:
    package, losses = exported("cartridge-1.3", course(quiz("q", [MATCHING, TRUTH])), stand_in=stand_in)
    found = document(package, "quizzes/q.xml")
    assert len(found.findall(".//item")) == items
    assert [loss.severity for loss in losses if loss.code == "Matching"] == [severity]
    shown = " ".join(texts(found, ".//presentation/material/mattext"))
    assert ("<li>France</li>" in shown and "<li>Rome</li>" in shown) == (stand_in != "leave-out")


def test_a_quiz_of_nothing_else_is_left_out_and_named() -> None:
    data = course(lesson("one"), quiz("q", [MATCHING]))
    package, losses = exported("cartridge-1.1", data, stand_in="leave-out")
    assert [loss.code for loss in losses if loss.code != "Module.description"] == ["Matching", "Assessment"]
    assert not any(part.name.startswith("quizzes/") for part in package)
    stands = document(export("cartridge-1.1", data, stand_in="text"), "quizzes/q.xml")
    assert len(stands.findall(".//item")) == 1, "the profile asks for an item in every section"


def test_a_thin_cartridge_holds_links_only() -> None:
    link = {"type": "link", "id": "l", "title": "L", "url": "https://example.org/"}
    package, losses = exported(
        "cartridge-1.3", course(lesson("one"), quiz("q", [TRUTH]), LAB, link, tools=[TOOL]), thin=True
    )
    assert sorted(part.name for part in package) == ["imsmanifest.xml", "labs/lab.xml", "links/l.xml"]
    assert text(document(package, "imsmanifest.xml"), "metadata/schema") == "IMS Thin Common Cartridge"
    assert {"Lesson", "Assessment", "Lab.task"} <= {loss.code for loss in losses}


def test_links_in_texts_lead_somewhere_or_are_named() -> None:
    one = lesson("one", body="[two](item:two) and [the quiz](item:q) and [site](https://example.org/)")
    quizzes = quiz("q", [TRUTH | {"explanation": "See [two](item:two)."}])
    for version, pages, lost in (("1.1", [], ["q", "two"]), ("1.3", ["two.html"], ["q"])):
        package, losses = exported(f"cartridge-{version}", course(one, lesson("two"), quizzes))
        page = content(package, "pages/one.html").decode()
        assert re.findall(r'href="([^"]*)"', page) == [*pages, "https://example.org/"]
        assert "the quiz" in page, "the words stay"
        named = [(loss.owner, sorted(loss.what.split())) for loss in losses if loss.code == "Text.links"]
        assert named == [("one", [f"item:{item}" for item in lost]), ("t", ["item:two"])]


def test_moodle_is_told_no_wrong_feedback_for_everybody() -> None:
    """It shows the feedback of every condition that goes on as the general feedback (1.1); others expect it so."""
    single = next(q for q in QUESTIONS if q["id"] == "single")
    for version, goes_on in (("1.1", "No"), ("1.3", "Yes")):
        found = document(export(f"cartridge-{version}", course(quiz("q", [single]))), "quizzes/q.xml")
        first, *rest = [c for c in found.iter("respcondition") if c.find("conditionvar/varequal") is not None]
        assert first.find("setvar") is not None, "the right answer's condition comes first"
        assert {condition.get("continue") for condition in rest} == {goes_on}
        assert all(condition.find("setvar") is None for condition in rest)


def test_names_that_moodle_would_refuse_are_changed_and_named() -> None:
    data = course(quiz("q", [TRUTH], title="t" * 300), title="A <b> course")
    package, losses = exported("cartridge-1.1", data)
    assert {"Course.title", "Assessment.title"} <= {loss.code for loss in losses}
    assert "A ‹b› course" in texts(document(package, "imsmanifest.xml"), ".//general/title/string")
    assert max(map(len, entries(package))) == 230


def test_points_that_many_systems_do_not_read_are_named_where_they_stand() -> None:
    asked = [TRUTH, TRUTH | {"id": "two", "points": 2}, question("essay", "half", points="2.5")]
    bank = {"id": "bank", "title": "Bank", "questions": [TRUTH | {"id": "drawn"}]}
    draw = {"type": "pool", "id": "draw", "bank": "bank", "draw": 1, "points": 3}
    _, losses = exported("cartridge-1.3", course(quiz("q", [*asked, MATCHING | {"points": 4}, draw]), banks=[bank]))
    at = ("modules", 0, "items", 0, "questions")
    told = [(loss.code, loss.path, loss.severity, loss.what) for loss in losses if loss.code.endswith(".points")]
    assert told == [
        ("TrueFalse.points", (*at, 1, "points"), "noted", "2"),
        ("Essay.points", (*at, 2, "points"), "noted", "2.5"),
        ("Essay.points", (*at, 2, "points"), "adapted", "2.5"),
        ("Matching.points", (*at, 3, "points"), "noted", "4"),
        ("Pool.points", (*at, 4, "points"), "noted", "3"),
    ], "an essay in the place of a question says it no second time"
