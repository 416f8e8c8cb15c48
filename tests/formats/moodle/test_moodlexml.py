"""Moodle XML: every type with all that belongs to it, categories, files, and what a file of questions cannot hold."""

from __future__ import annotations

import base64
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from engine import small
from formats.judged import judged
from formats.moodle.courses import QUESTIONS, choices, course, lesson, quiz
from formats.moodle.courses import question as make
from formats.moodle.questionfiles import export, written, xml_of
from lmsexport.engine.build import Request, build
from lmsexport.engine.inspect import inspect
from lmsexport.formats.moodle.read.moodle_xml import read_xml
from lmsexport.packaging import Package, Woven


@pytest.fixture(scope="module")
def root() -> etree._Element:
    return xml_of(*QUESTIONS)


def find(root: etree._Element, id: str) -> etree._Element:
    (found,) = [question for question in root if question.findtext("idnumber") == id]
    return found


def only(data: dict[str, Any], **settings: Any) -> etree._Element:
    return find(xml_of(data, **settings), data["id"])


def answers(question: etree._Element) -> list[tuple[str | None, str | None, str | None]]:
    return [(a.findtext("text"), a.get("fraction"), a.findtext("feedback/text")) for a in question.iterfind("answer")]


def categories(package: Package) -> list[str | None]:
    root = etree.fromstring(written(package))
    return [question.findtext("category/text") for question in root if question.get("type") == "category"]


@pytest.mark.parametrize(
    ("id", "kind"),
    [
        ("single", "multichoice"), ("multiple", "multichoice"), ("truth", "truefalse"), ("short", "shortanswer"),
        ("number", "numerical"), ("match", "matching"), ("order", "matching"), ("fill", "cloze"), ("essay", "essay"),
        ("passage", "description"),
    ],
)  # fmt: skip
def test_each_type_has_moodles_name(root: etree._Element, id: str, kind: str) -> None:
    assert find(root, id).get("type") == kind


def test_a_choice_with_all_its_feedback(root: etree._Element) -> None:
    found = find(root, "single")
    assert answers(found)[:2] == [
        ("Red", "100", "<p>Feedback on Red.</p>"), ("Green", "0", "<p>Feedback on Green.</p>"),
    ]  # fmt: skip
    texts = {
        name: found.findtext(f"{name}feedback/text") for name in ("general", "correct", "partiallycorrect", "incorrect")
    }
    assert list(texts.values()) == [
        "<p>In general.</p>",
        "<p>All right.</p>",
        "<p>Partly right.</p>",
        "<p>All wrong.</p>",
    ]
    assert found.findtext("hint/text") == "<p>Look up.</p>"
    assert (found.findtext("single"), found.findtext("shuffleanswers")) == ("true", "true")
    assert [found.findtext("defaultgrade"), found.findtext("penalty")] == ["1.0000000", "0.3333333"]


def test_true_and_false_are_words_that_every_import_knows(root: etree._Element) -> None:
    assert [(text, share) for text, share, _ in answers(find(root, "truth"))] == [("true", "0"), ("false", "100")]


def test_wildcards_tolerances_pairs_and_limits(root: etree._Element) -> None:
    assert answers(find(root, "literal"))[0][0] == r"2\*3" and find(root, "literal").findtext("usecase") == "1"
    tolerances = [answer.findtext("tolerance") for answer in find(root, "number").iterfind("answer")]
    assert tolerances == ["10", "5", "0"]
    pairs = [(s.findtext("text"), s.findtext("answer/text")) for s in find(root, "match").iterfind("subquestion")]
    assert pairs == [("France", "Paris"), ("Italy", "Rome"), ("", "Berlin")]
    essay = find(root, "essay")
    assert (essay.findtext("minwordlimit"), essay.findtext("maxwordlimit")) == ("10", "99")
    assert "three" in (essay.findtext("graderinfo/text") or "") and "Dear" in (
        essay.findtext("responsetemplate/text") or ""
    )


def test_blanks_stand_in_the_text_and_weigh_what_the_question_is_worth(root: etree._Element) -> None:
    text = find(root, "fill").findtext("questiontext/text") or ""
    seine, loire = (f"&lt;p&gt;Feedback on {river}.&lt;/p&gt;" for river in ("Seine", "Loire"))
    assert text.startswith(f"<p>{{1:MULTICHOICE:=Seine#{seine}~Loire#{loire}}} flows")
    assert r"{2:SHORTANSWER:=Par\}is&#126;\#=#&lt;p&gt;Yes &amp;amp; no.&lt;/p&gt;}" in text
    assert "{1:NUMERICAL:=777:1} km." in text


@pytest.mark.parametrize(("points", "weights", "told"), [(6, [4, 2], False), (1, [2, 1], True), ("1.5", [2, 1], True)])
def test_blanks_that_cannot_add_up_to_the_points_are_told(points: object, weights: list[int], told: bool) -> None:
    blanks = [
        {"kind": "text", "id": "a", "answers": [{"text": "x"}], "points": "1"},
        {"kind": "text", "id": "b", "answers": [{"text": "y"}], "points": "0.5"},
    ]
    data = make("fill-in-blanks", "q", prompt="{{a}} {{b}}", blanks=blanks, points=points)
    package, losses = export(course(quiz("quiz", [data])), "moodle-xml")
    assert "".join(
        f"{{{weight}:SHORTANSWER:={text}}} " for weight, text in zip(weights, "xy", strict=True)
    ).strip() in (written(package).decode())
    assert ("FillInBlanks.points" in [loss.code for loss in losses]) is told


@pytest.mark.parametrize("points", [1, 2, 3, "0.5", "1.5", "2.25", 5, 7, 9, 10, 100])
def test_points_of_blanks_are_the_authors_in_the_file_and_for_its_reader(points: object) -> None:
    blanks = [{"kind": "text", "id": id, "answers": [{"text": id}], "points": "1"} for id in "ab"]
    data = course(quiz("quiz", [make("fill-in-blanks", "q", prompt="{{a}} {{b}}", blanks=blanks, points=points)]))
    package, losses = export(data, "moodle-xml")
    row = etree.fromstring(written(package)).find("question[@type='cloze']")
    assert row is not None and Decimal(row.findtext("defaultgrade") or "") == Decimal(str(points))
    with judged("moodle-xml", package) as judgement:
        assert judgement.subject is not None
        (question,) = judgement.subject.outline.questions
        assert question.points == Decimal(str(points))
    noted = [loss.what for loss in losses if loss.code == "FillInBlanks.points"]
    even = Decimal(str(points)) % 2 == 0
    assert noted == ([] if even else [str(points)])


def test_the_blanks_of_a_file_of_moodle_say_the_points() -> None:
    """Moodle writes no `defaultgrade` for them (qformat_xml, writequestion)."""
    text = "{2:SA:=a} {3:SA:=b}"
    xml = f"<quiz><question type='cloze'><questiontext><text>{text}</text></questiontext></question></quiz>"
    (category,) = read_xml(etree.fromstring(xml), "questions.xml")
    assert [entry.mark for entry in category.entries] == [5]


def test_braces_in_a_text_with_blanks_are_no_blanks() -> None:
    blank = {"kind": "text", "id": "a", "answers": [{"text": "x"}]}
    text = only(make("fill-in-blanks", "q", prompt="{#1} {1:SA:=no} {{a}}", blanks=[blank])).findtext(
        "questiontext/text"
    )
    assert text == "<p>&#123;#1} &#123;1:SA:=no} {1:SHORTANSWER:=x}</p>"


def test_texts_stand_in_sections_that_moodle_reads_whole() -> None:
    """Moodle's reader drops white space between two entities (core_xml_parser::characterdata)."""
    package, _ = export(
        course(quiz("quiz", [make("true-false", "q", prompt="**a** *b* ]]> `]]>`", answer=True)])), "moodle-xml"
    )
    text = written(package).decode()
    assert "&lt;" not in text.replace("]]&gt;", "") and "<![CDATA[<p><strong>a</strong> <em>b</em>" in text
    found = etree.fromstring(text.encode()).findtext("question[@type='truefalse']/questiontext/text") or ""
    assert found.count("]]&gt;") == 2


def test_tags_and_names() -> None:
    found = only(make("true-false", "q", answer=True, tags=["Alpha", "a<b>"], title="A <b> name"))
    assert [tag.text for tag in found.iterfind("tags/tag/text")] == ["Alpha", "a‹b›"]
    assert found.findtext("name/text") == "A ‹b› name"


def test_categories_by_module_and_bank() -> None:
    data = course(
        quiz("one", QUESTIONS[:1], instructions="Do *this*."), quiz("two", [make("true-false", "q", answer=True)]),
        banks=[{"id": "bank", "title": "A/B //", "questions": [make("true-false", "b", answer=True)]}],
    )  # fmt: skip
    package, _ = export(data, "moodle-xml")
    assert categories(package) == [
        "$course$/top/Course/1. Module", "$course$/top/Course/1. Module/Quiz one",
        "$course$/top/Course/1. Module/Quiz two", "$course$/top/Course/A//B //// ",
    ]  # fmt: skip
    info = [q.findtext("info/text") for q in etree.fromstring(written(package)) if q.get("type") == "category"]
    assert info == ["<p>About.</p>", "<p>Do <em>this</em>.</p>", "", ""]


def test_categories_of_the_same_name_stay_apart() -> None:
    first, second = quiz("one", QUESTIONS[:1]), quiz("two", [make("true-false", "q", answer=True)], title="Quiz one")
    names = categories(export(course(first, second, title="top"), "moodle-xml")[0])
    assert names[1:] == [
        "$course$/top/top (course)/1. Module/Quiz one",
        "$course$/top/top (course)/1. Module/Quiz one (two)",
    ]


@pytest.mark.parametrize(("only", "ids"), [("one", ["single"]), ("bank", ["b"]), ("two", ["q", "b"])])
def test_a_scope(only: str, ids: list[str]) -> None:
    draw = {"type": "pool", "id": "draw", "bank": "bank", "draw": 1}
    data = course(
        quiz("one", QUESTIONS[:1]), quiz("two", [make("true-false", "q", answer=True), draw]),
        banks=[{"id": "bank", "title": "Bank", "questions": [make("true-false", "b", answer=True)]}],
    )  # fmt: skip
    root = etree.fromstring(written(export(data, "moodle-xml", only=only)[0]))
    assert [q.findtext("idnumber") for q in root if q.get("type") != "category"] == ids


PICTURE = "![A picture](it's%20one.png)"


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    (tmp_path / "picture").write_bytes(bytes(range(256)))
    (tmp_path / "large").write_bytes(b"x" * 10_000_001)
    return {"it's one.png": tmp_path / "picture", "film.mp4": tmp_path / "large"}


def test_a_picture_is_in_every_text_that_shows_it(files: dict[str, Path]) -> None:
    data = make(
        "single-choice", "q", prompt=PICTURE, hints=[PICTURE], explanation=PICTURE, feedback={"correct": PICTURE},
        choices=[{"id": "a", "text": PICTURE, "correct": True, "feedback": PICTURE}, {"id": "b", "text": "B"}],
    )  # fmt: skip
    package, _ = export(course(quiz("quiz", [data])), "moodle-xml", files)
    found = find(etree.fromstring(written(package)), "q")
    shown = [element.getparent().tag for element in found.iter("text") if "@@PLUGINFILE@@" in (element.text or "")]  # type: ignore[union-attr]
    held = [element.getparent().tag for element in found.iter("file")]  # type: ignore[union-attr]
    assert shown == held == ["questiontext", "generalfeedback", "correctfeedback", "answer", "feedback", "hint"]
    for file in found.iter("file"):
        assert base64.b64decode(file.text or "") == bytes(range(256)) and file.get("path") == "/"
        name = (file.get("name") or "").replace(" ", "%20")
        assert "'" not in name and f'src="@@PLUGINFILE@@/{name}"' in etree.tostring(found, encoding="unicode").replace(
            "&lt;", "<"
        )
    assert isinstance(package["questions.xml"].content, Woven), "files do not pass through memory"


def test_a_large_file_is_left_out_and_named(files: dict[str, Path]) -> None:
    data = make("true-false", "q", prompt="Look: ![A film](film.mp4)!", answer=True)
    package, losses = export(course(quiz("quiz", [data])), "moodle-xml", files)
    assert find(etree.fromstring(written(package)), "q").findtext("questiontext/text") == "<p>Look: A film!</p>"
    (left,) = [loss for loss in losses if loss.owner == "q"]
    assert (left.code, left.what) == ("TrueFalse.prompt", "Look: ![A film](film.mp4)!") and "10 MB" in left.message


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (make("essay", "q", template=PICTURE), "Essay.template"),
        (make("fill-in-blanks", "q", prompt="{{a}}",
              blanks=[{"kind": "text", "id": "a", "answers": [{"text": "x", "feedback": PICTURE}]}]),
         "TextBlank.answers"),
    ],
    ids=["essay", "blank"],
)  # fmt: skip
def test_a_picture_without_a_place_is_named(data: dict[str, Any], code: str, files: dict[str, Path]) -> None:
    package, losses = export(course(quiz("quiz", [data])), "moodle-xml", files)
    text = written(package).decode()
    assert "A picture" in text and "PLUGINFILE" not in text
    (left,) = [loss for loss in losses if loss.owner in ("q", "a")]
    assert left.code == code and PICTURE in left.what


def test_a_description_has_no_place_for_a_picture(files: dict[str, Path]) -> None:
    """The paths of the picture start from the file that the text stands in."""
    asked = [make("true-false", "q", answer=True)]
    bank = {"id": "bank", "title": "Bank", "source": "banks/bank.yaml", "questions": asked}
    bank["description"] = "![A picture](<../it's one.png>)"
    package, losses = export(course(lesson("one"), banks=[bank]), "moodle-xml", files)
    assert b"A picture" in written(package) and b"PLUGINFILE" not in written(package)
    assert "Bank.description" in {loss.code for loss in losses}


def test_a_link_to_an_item_leaves_its_words() -> None:
    data = course(
        lesson("one"), quiz("quiz", [make("true-false", "q", prompt="See [the *lesson*](item:one).", answer=True)])
    )
    package, losses = export(data, "moodle-xml")
    text = find(etree.fromstring(written(package)), "q").findtext("questiontext/text")
    assert text == "<p>See the <em>lesson</em>.</p>"
    (loss,) = (loss for loss in losses if loss.code == "Text.links")
    at = ("modules", 0, "items", 1, "questions", 0, "prompt")
    assert (loss.what, loss.path, loss.owner, loss.severity) == ("item:one", at, "q", "adapted")


def test_what_is_not_shown_in_moodle_is_named() -> None:
    many = [{"id": f"c{n}", "text": f"{n}", "correct": n < 21} for n in range(22)]
    eleven = [{"id": f"c{n}", "text": f"{n}", "correct": n < 11} for n in range(12)]
    data = course(
        lesson("one"),
        quiz("quiz", [
            make("multiple-response", "many", choices=many), make("multiple-response", "eleven", choices=eleven),
            make("multiple-response", "three", choices=choices("a", "b", "c", "d", right=(0, 1, 2))),
            make("short-answer", "short", answers=[{"text": "a"}, {"text": "b", "weight": 37}]),
        ], pass_mark=80),
    )  # fmt: skip
    package, losses = export(data, "moodle-xml")
    of_questions = [loss for loss in losses if loss.owner in ("many", "eleven", "three", "short")]
    assert [(loss.code, loss.owner, loss.severity) for loss in of_questions] == [
        ("MultipleResponse", "many", "dropped"), ("MultipleResponse.choices", "eleven", "adapted"),
        ("ShortAnswer.answers", "short", "adapted"),
    ]  # fmt: skip
    assert {"Lesson", "Assessment.pass_mark"} <= {loss.code for loss in losses}
    root = etree.fromstring(written(package))
    assert [q.findtext("idnumber") for q in root if q.get("type") != "category"] == ["eleven", "three", "short"]
    assert [share for _, share, _ in answers(find(root, "short"))] == ["100", "40"]


def test_a_build_writes_one_file_that_inspect_knows(tmp_path: Path) -> None:
    source = small.write(tmp_path / "source")
    request = Request(source, tmp_path / "dist", ("moodle-xml",))
    build(request)
    path = tmp_path / "dist/small-moodle-xml.xml"
    assert inspect(path)["kind"] == "Moodle XML questions"
    assert build(request).unchanged == ["moodle-xml"]
    report = (tmp_path / "dist/small-report.json").read_text(encoding="utf-8")
    assert '"file": "small-moodle-xml.xml"' in report
    path.write_text("changed", encoding="utf-8")
    assert build(request).built == ["moodle-xml"] and path.read_bytes().startswith(b"<?xml")


CONSTANTS: dict[str, dict[str, str]] = {
    "single": {"single": "true", "shuffleanswers": "true", "answernumbering": "abc", "showstandardinstruction": "0"},
    "multiple": {"single": "false", "shuffleanswers": "true", "answernumbering": "abc", "showstandardinstruction": "0"},
    "truth": {},
    "short": {"usecase": "0"},
    "literal": {"usecase": "1"},
    "number": {"unitgradingtype": "0", "unitpenalty": "0.1000000", "showunits": "3", "unitsleft": "0"},
    "match": {"shuffleanswers": "true"},
    "order": {"shuffleanswers": "true"},
    "fill": {},
    "essay": {
        "responseformat": "editor", "responserequired": "1", "responsefieldlines": "15", "minwordlimit": "10",
        "maxwordlimit": "99", "attachments": "0", "attachmentsrequired": "0", "maxbytes": "0", "filetypeslist": "",
    },
    "passage": {},
}  # fmt: skip
"""What each question says beside its texts and answers, by qformat_xml::readquestion; 3 is a number without a unit."""
SHARED = {"hidden": "0"}
OF_ITS_OWN = {"defaultgrade", "penalty", "idnumber"}
ANSWERS = {
    "single": "html", "multiple": "html", "truth": "moodle_auto_format", "short": "plain_text",
    "literal": "plain_text", "number": "plain_text",
}  # fmt: skip


@pytest.mark.parametrize("id", CONSTANTS)
def test_a_question_says_nothing_else_than_it_means(id: str, root: etree._Element) -> None:
    question = find(root, id)
    plain = {each.tag: each.text or "" for each in question if not len(each) and not each.attrib}
    assert {name: text for name, text in plain.items() if name not in OF_ITS_OWN} == SHARED | CONSTANTS[id]
    assert plain.keys() >= OF_ITS_OWN
    assert {answer.get("format") for answer in question.findall("answer")} == (
        {ANSWERS[id]} if id in ANSWERS else set()
    )
    texts = [each for each in question if each.find("text") is not None and each.tag not in ("name", "answer")]
    assert {text.get("format") for text in texts} == {"html"}
    assert {feedback.get("format") for feedback in question.iterfind("answer/feedback")} <= {"html"}
