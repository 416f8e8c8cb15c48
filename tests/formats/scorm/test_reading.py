"""SCORM packages read back: ours with all that their pages say, others' as they are put together."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from formats.exporting import EVERYTHING, SAMPLE, TESTS, export
from formats.judged import broken, faults, judged, replaced
from lmsexport.validation import Contents, Draw, Item, Outline, Question
from lmsexport.validation.reader import readers
from spoken import lines

TARGETS = ("scorm-1.2", "scorm-2004", "cmi5")
EACH = pytest.mark.parametrize("activities", ["one", "each"])


@cache
def outline(target: str, activities: str = "one", folder: Path = EVERYTHING) -> tuple[str, Outline]:
    with judged(target, export(target, folder, activities=activities)) as found:
        assert found.subject is not None
        return found.title, found.subject.outline


def item(course: Outline, title: str) -> Item:
    (found,) = [one for one in course.items if one.title == title]
    return found


def named(course: Outline, id: str) -> Question:
    (found,) = [one for one in course.questions if one.id == id]
    return found


def shares(question: Question) -> dict[str, float]:
    return {answer.said: float(answer.share) for answer in question.answers}


@EACH
@pytest.mark.parametrize(
    ("target", "kind"),
    [("scorm-1.2", "SCORM 1.2"), ("scorm-2004", "SCORM 2004 4th Edition"), ("cmi5", "cmi5")],
)
def test_the_course_stands_there_with_its_modules_and_items(target: str, kind: str, activities: str) -> None:
    said, course = outline(target, activities)
    assert said == f"{kind} package" and course.unread == ()
    assert (course.title, course.language) == ("Everything: <b>, &, “quotes”, 'apostrophes' and 😀", "en-GB")
    assert [module.title for module in course.modules] == ["1. Texts", "2. Questions", "Labs & tests", "Drafts"]
    assert course.modules[2].settings["requires"] == "1. Texts: complete"
    kinds = [(one.kind, one.title) for one in course.modules[0].items]
    assert kinds[:2] == [("heading", "Begin here"), ("lesson", "A lesson with every block")]
    assert ("discussion", "Talk about it") in kinds
    assert item(course, "A site & more").url == "https://example.org/page?x=1&y=2#z"
    assert item(course, "The handout").kind == "download" and len(item(course, "The handout").media) == 1
    assert "Back to the tables" in item(course, "The end").text.words
    assert item(course, "Typing").settings["complete when"] == "passed"
    assert item(course, "中文课程：人工智能").settings["requires"] == (
        "A lesson with every block: viewed\nPicking: submitted"
    )


@pytest.mark.parametrize("target", TARGETS)
def test_a_lab_leads_to_its_tool(target: str) -> None:
    """Behind the path of the tool's address, before its query."""
    lab = item(outline(target)[1], "A graded lab")
    assert lab.kind == "lab" and lab.url == "https://chat.example.org/launch/everything/graded-lab?mode=a&b=c"
    assert "Do this, then that." in lab.text.words


@pytest.mark.parametrize("target", TARGETS)
def test_the_answers_that_the_pages_seal_are_right(target: str) -> None:
    _, course = outline(target)
    examination = item(course, "Examination")
    assert Decimal(examination.settings["pass mark"]) == Decimal(examination.settings["points"]) * Decimal("0.625")
    assert examination.settings["time limit"] == "45" and examination.settings["attempts"] == "1"
    draws = [part for part in examination.questions if isinstance(part, Draw)]
    assert (draws[0].number, draws[0].points) == (10, Decimal("1.5"))
    assert sorted(len(bank.questions) for bank in course.banks) == [9, 300]
    assert shares(named(course, "sum-42")) == {"79": 100, "89": 0}


@EACH
@pytest.mark.parametrize("target", TARGETS)
def test_every_type_of_question(target: str, activities: str) -> None:
    _, course = outline(target, activities)
    prime = named(course, "multiple")
    assert shares(prime) == {"2": 60, "3": 40, "4": -50, "6": 0} and prime.settings["scoring"] == "partial"
    assert prime.feedback["partial"].words == "Some." and lines(prime.hints) == ["One of them is even."]
    assert shares(named(course, "multiple-strict")) == {"a": 50, "β": 50, "1": 0, "None of these": 0}
    assert shares(named(course, "falsehood")) == {"true": 0, "false": 100}
    assert shares(named(course, "short")) == {"Par*s": 100, "Lutetia": 50, "Lyon": 0}
    assert shares(named(course, "number")) == {"336.14 … 349.86": 100, "300 … 400": 50, "0": 0}
    assert named(course, "number").settings == {"unit": "m/s"}
    blanks = named(course, "blanks")
    assert blanks.prompt.words.startswith("The [1] lies on the [2], [3] km from the sea")
    river = [answer.text for answer in blanks.answers if answer.blank == "2"]
    assert lines(river) == ["Seine", "Loire", "<Rhône> & Saône"]
    third = 33.33333
    assert shares(named(course, "pairs"))["Italy [A red square] → Rome"] == third
    order = named(course, "order").answers
    assert lines(answer.text for answer in order) == ["Atom", "Molecule", "Cell [A red square]"]
    assert named(course, "essay").feedback["explanation"].words.startswith("A good answer")


@pytest.mark.parametrize("folder", [SAMPLE, EVERYTHING, TESTS / "courses" / "arabic"], ids=lambda folder: folder.name)
@EACH
@pytest.mark.parametrize("target", TARGETS)
def test_none_of_ours_has_a_flaw(target: str, activities: str, folder: Path) -> None:
    with judged(target, export(target, folder, activities=activities)) as found:
        assert faults(found) == []
        assert found.unread == [] and found.kind == target


def test_a_page_that_is_damaged_is_named() -> None:
    changes = {"pages/typed.html": replaced("exercise exercise-", "exercise-"), "pages/end.html": None}
    with judged("scorm-1.2", export("scorm-1.2", EVERYTHING), changes) as found:
        assert any("pages/typed.html is not as lmsexport writes it" in line for line in found.unread)
        assert any("pages/end.html" in line for line in found.unread)


@pytest.mark.parametrize(
    ("member", "old", "new"),
    [
        ("index.html", "<h1>", "<h4>"),
        ("index.html", '"items":[', '"items":' + "[" * 90_000),
        ("pages/typed.html", "<article", "<section"),
        ("pages/late.html", '"points":"1"', '"points":"1e999999999"'),
        ("pages/examination.html", 'class="data"', 'class="more"'),
        (
            "imsmanifest.xml",
            "</title>\n      </item>",
            "</title><adlcp:masteryscore>1e999999999</adlcp:masteryscore></item>",
        ),
    ],
)
def test_no_damage_is_too_much(member: str, old: str, new: str) -> None:
    with judged("scorm-1.2", export("scorm-1.2", EVERYTHING), {member: replaced(old, new)}) as found:
        assert "judge-failed" not in broken(found)
        assert found.subject is not None and found.subject.outline.title != " "


# -- packages of others ------------------------------------------------------------------------------------------------

_12 = (
    '<manifest identifier="m" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" '
    'xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"><metadata><schema>ADL SCORM</schema>'
    '<schemaversion>1.2</schemaversion></metadata><organizations default="second">'
    '<organization identifier="first"><title>Not this one</title></organization>'
    '<organization identifier="second"><title>Fire safety</title>'
    '<item identifier="i1"><title>Part one</title>'
    '<item identifier="i2" identifierref="r1"><title>Read</title></item>'
    '<item identifier="i3" identifierref="r2"><title>Exam</title><adlcp:prerequisites type="aicc_script">i2'
    "</adlcp:prerequisites><adlcp:maxtimeallowed>0000:30:00</adlcp:maxtimeallowed>"
    "<adlcp:masteryscore>80</adlcp:masteryscore></item></item>"
    '<item identifier="i4" identifierref="r2" parameters="?again=1"><title>Once more</title></item>'
    "</organization></organizations><resources>"
    '<resource identifier="r1" type="webcontent" adlcp:scormtype="asset" href="read.html"><file href="read.html"/>'
    '</resource><resource identifier="r2" type="webcontent" adlcp:scormtype="sco" href="exam/index.html">'
    '<file href="exam/index.html"/></resource></resources></manifest>'
)


def read(folder: Path, files: dict[str, str]) -> Outline:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    with Contents(folder) as contents:
        reader = next(reader for reader in readers() if reader.recognises(contents))
        return reader.read(contents)


def test_the_structure_of_a_package_of_others(tmp_path: Path) -> None:
    files = {"imsmanifest.xml": _12, "read.html": "<p>Read.</p>", "exam/index.html": "<p>Exam.</p>"}
    course = read(tmp_path, files)
    assert course.title == "Fire safety"
    assert [(module.id, module.title) for module in course.modules] == [("i1", "Part one"), ("", "")]
    first, exam = course.modules[0].items
    assert (first.kind, first.title, first.url) == ("lesson", "Read", "read.html")
    assert exam.settings == {"points": "100", "pass mark": "80", "time limit": "30", "requires": "Read: complete"}
    assert [one.url for one in course.modules[1].items] == ["exam/index.html?again=1"]
    assert course.unread == ("what the 3 activities show is not read, only how the package is put together",)
