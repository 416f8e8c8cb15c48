"""GIFT: what stands in the file, sign by sign, and how a grammar of others reads it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine import small
from formats.judged import store
from formats.moodle.courses import FEEDBACK, QUESTIONS, choices, course, quiz
from formats.moodle.courses import question as make
from formats.moodle.questionfiles import export, gift_of, read_gift, written
from lmsexport.engine.build import Request, build
from lmsexport.engine.inspect import inspect
from lmsexport.validation.judge import judge


def only(data: dict[str, Any], **settings: Any) -> str:
    """The paragraph of one question, without the line that has its id."""
    (_, paragraph) = gift_of(data, **settings).strip().split("\n\n")
    line, _, rest = paragraph.partition("\n")
    assert line.startswith(f"// [id:{data['id']}]")
    return rest


def lost(data: dict[str, Any]) -> set[str]:
    """The codes of the losses of a question."""
    return {
        loss.code for loss in export(course(quiz("quiz", [data])), "gift")[1] if loss.owner in (data["id"], "a", "b")
    }


def test_single_choice_answers_each_choice_with_its_outcome() -> None:
    weighted = choices("Red", "Green", "Blue")
    weighted[1]["weight"] = 50
    assert only(make("single-choice", "q", prompt="Which?", choices=weighted, feedback=FEEDBACK)) == (
        "::Which?::[html]<p>Which?</p>{\n"
        "\t=Red#<p>Feedback on Red.</p><p>All right.</p>\n"
        "\t~%50%Green#<p>Feedback on Green.</p><p>Partly right.</p>\n"
        "\t~Blue#<p>Feedback on Blue.</p><p>All wrong.</p>\n"
        "\t####<p>In general.</p>\n"
        "}"
    )


def test_multiple_response_has_no_equals_sign() -> None:
    data = make("multiple-response", "q", prompt="Which?", choices=choices("a", "b", "c", "d", right=(0, 1, 2)))
    assert only(data).splitlines()[1:5] == [
        "\t~%33.33333%a#<p>Feedback on a.</p>", "\t~%33.33333%b#<p>Feedback on b.</p>",
        "\t~%33.33333%c#<p>Feedback on c.</p>", "\t~%-33.33333%d#<p>Feedback on d.</p>",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "braces"),
    [
        ({"answer": True}, "{TRUE}"),
        ({"answer": False}, "{FALSE}"),
        ({"answer": False, "if_true": "No."}, "{FALSE#<p>No.</p>}"),
        ({"answer": True, "if_true": "Yes."}, "{TRUE##<p>Yes.</p>}"),
        ({"answer": True, "if_true": "Yes.", "if_false": "No.", "feedback": {"general": "G."}},
         "{TRUE#<p>No.</p>#<p>Yes.</p>####<p>G.</p>}"),
    ],
)  # fmt: skip
def test_true_and_false_with_both_feedbacks(fields: dict[str, Any], braces: str) -> None:
    assert only(make("true-false", "q", prompt="So?", **fields)) == f"::So?::[html]<p>So?</p>{braces}"


def test_typed_answers_say_their_weight_so_that_no_text_is_one() -> None:
    data = make(
        "short-answer", "q", prompt="P", answers=[{"text": "%50%"}, {"text": "T", "weight": 40}, {"text": "[x]"}]
    )
    assert only(data) == "::P::[html]<p>P</p>{\n\t=%100%%50%\n\t=%40%T\n\t=%100%[html][x]\n}"


def test_an_arrow_in_an_answer_is_not_one_of_matching() -> None:
    data = make("short-answer", "q", answers=[{"text": "p->x"}])
    assert "=%100%p-*>x" in only(data)
    assert "AcceptedText.text" in lost(data)


def test_numbers_with_tolerance_and_range() -> None:
    answers = [{"value": "3.14", "tolerance": "0.01"}, {"min": "-5", "max": "-1", "weight": 50, "feedback": "Near."}]
    data = make("numeric", "q", prompt="P", answers=answers, feedback={"incorrect": "No."}, unit="m")
    assert only(data) == (
        "::P::[html]<p>P</p><p>(m)</p>{#\n\t=%100%3.14:0.01\n\t=%50%-3:2#<p>Near.</p>\n\t~#<p>No.</p>\n}"
    )


def test_matching_and_ordering() -> None:
    pairs = [{"id": "a", "prompt": "*F*", "match": "P: x"}, {"id": "b", "prompt": "I -> R", "match": "R"}]
    assert only(make("matching", "q", prompt="P", pairs=pairs, distractors=["B"])) == (
        "::P::[html]<p>P</p>{\n\t=<em>F</em> -> P\\: x\n\t=I -&gt; R -> R\n\t= -> B\n}"
    )
    order = make("ordering", "q", prompt="P", items=[{"id": "a", "text": "One"}, {"id": "b", "text": "Two"}])
    assert only(order) == "::P::[html]<p>P</p>{\n\t=One -> 1\n\t=Two -> 2\n}"


def test_a_blank_is_a_line_in_its_sentence() -> None:
    """As Moodle shows it where answers stand within a text."""
    blank = {"kind": "text", "id": "x", "answers": [{"text": "Paris"}, {"text": "Lyon", "weight": 50}]}
    data = make("fill-in-blanks", "q", prompt="It is {{x}}, {really}.", blanks=[blank], feedback={"correct": "C."})
    assert only(data) == (
        "::It is _____, \\{really\\}.::[html]<p>It is _____, \\{really\\}.</p>"
        "{\n\t=%100%Paris#<p>C.</p>\n\t=%50%Lyon\n}"
    )


def test_essays_and_texts() -> None:
    essay = make("essay", "q", prompt="P", feedback={"general": "G."}, min_words=3)
    assert only(essay) == "::P::[html]<p>P</p>{####<p>G.</p>}"
    assert "Essay.min_words" in lost(essay)
    assert only(make("essay", "q", prompt="P")) == "::P::[html]<p>P</p>{}"
    text = {"type": "text", "id": "block", "text": "Read {this}."}
    assert gift_of(text, essay).split("\n\n")[1] == ("// [id:block]\n::Read \\{this\\}.::[html]<p>Read \\{this\\}.</p>")


def test_signs_of_gift_are_escaped_and_lines_stay_together() -> None:
    data = make(
        "true-false", "q", prompt="a ~ = # { } : \\ b\n//c\n\n$CATEGORY: d\n\n::e::", answer=True, title="x: y::z"
    )
    assert only(data) == (
        r"::x\: y\:\:z::[html]<p>a \~ \= \# \{ \} \: \\ b\n//c</p>\n<p>$CATEGORY\: d</p>\n<p>\:\:e\:\:</p>{TRUE}"
    )


def test_a_text_that_begins_like_a_format_or_a_weight() -> None:
    data = make("single-choice", "q", prompt="P", choices=[
        {"id": "a", "text": r"\[html\] x", "correct": True}, {"id": "b", "text": "%50% y", "feedback": "z"},
    ])  # fmt: skip
    assert only(data).splitlines()[1:3] == ["\t=[html][html] x", "\t~[html]%50% y#<p>z</p>"]


def test_ids_and_tags_stand_in_a_comment() -> None:
    data = make("true-false", "q-1", answer=True, tags=["easy", "a]b", "c\\", "<d>"])
    assert "// [id:q-1] [tag:easy] [tag:a\\]b] [tag:c\\ ] [tag:‹d›]\n" in gift_of(data)


def test_categories_are_raw_but_for_backslashes() -> None:
    text = gift_of(make("true-false", "q", answer=True), title=r"a:b/c\n #1")
    assert text.startswith("$CATEGORY: $course$/top/Course/1. Module/a:b//c\\\\n #1\n\n")


def test_what_gift_cannot_say_is_named() -> None:
    many = [{"kind": "text", "id": id, "answers": [{"text": "x"}]} for id in "ab"]
    several = make("fill-in-blanks", "q", prompt="{{a}} {{b}}", blanks=many)
    _, losses = export(course(quiz("quiz", [several, make("true-false", "other", answer=True)])), "gift")
    assert {loss.code for loss in losses if loss.owner == "q"} == {"FillInBlanks"}
    data = make("short-answer", "q", answers=[{"text": "x"}], points=2, hints=["H"], case_sensitive=True)
    assert lost(data) == {"ShortAnswer.points", "ShortAnswer.hints", "ShortAnswer.case_sensitive"}
    fixed = choices("a", "b")
    fixed[1]["fixed"] = True
    said = make("single-choice", "q", choices=fixed, feedback={"partial": "P."})
    assert lost(said) == {"Choice.fixed", "Feedback.partial"}
    assert lost(make("multiple-response", "q", choices=choices("a", "b"), feedback=FEEDBACK)) == {
        "MultipleResponse.feedback"
    }


def test_a_picture_leaves_its_description_and_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(b"x")
    data = course(quiz("quiz", [make("true-false", "q", prompt="![A *red* square](x.png)", answer=True)]))
    package, losses = export(data, "gift", {"x.png": tmp_path / "x.png"})
    assert "[html]<p>A red square</p>{TRUE}" in written(package).decode()
    (left,) = [loss for loss in losses if loss.owner == "q"]
    assert (left.code, left.what) == ("TrueFalse.prompt", "![A *red* square](x.png)")


@pytest.mark.npm
def test_a_grammar_of_others_reads_every_type() -> None:
    questions = [question for question in QUESTIONS if question["id"] != "fill"]
    found = [question for question in read_gift(gift_of(*questions)) if question["type"] != "Category"]
    assert [(question["id"], question["type"]) for question in found] == [
        ("single", "MC"), ("multiple", "MC"), ("truth", "TF"), ("short", "Short"), ("literal", "Short"),
        ("number", "Numerical"), ("match", "Matching"), ("order", "Matching"), ("essay", "Essay"),
        ("passage", "Description"),
    ]  # fmt: skip


def test_a_build_names_the_picture_in_its_report(tmp_path: Path) -> None:
    quiz_text = small.FILES["01-start/02-quiz.yaml"].replace("of France?", "of ![France](images/circle.svg)?")
    result = build(Request(small.write(tmp_path / "source", quiz=quiz_text), tmp_path / "dist", ("gift",)))
    assert inspect(tmp_path / "dist/small-gift.txt")["kind"] == "GIFT questions"
    (row,) = [row for row in result.targets["gift"]["losses"] if row["code"].endswith(".prompt")]
    assert row["owner"] == "capital" and "images/circle.svg" in row["what"]
    assert row["file"].endswith("02-quiz.yaml") and row["line"] == 5


@pytest.mark.parametrize("name", ["a.css", "a.js", "a.json"])
def test_what_only_has_braces_is_no_gift(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text("a { colour: red; b = c }", encoding="utf-8")
    with judge(path) as found:
        assert found.kind == "unknown" and found.errors


@pytest.mark.parametrize(
    ("written", "title", "prompt"),
    [
        ("::Named:: Is it so? {T}", "Named", "Is it so?"),
        ("Is std::vector a type? {T}", "", "Is std::vector a type?"),
        ("Is a::b::c a path? {T}", "", "Is a::b::c a path?"),
        ("::begins, and no title ends {T}", "", "::begins, and no title ends"),
        (r"::A \: b:: Is c\:\:d a path? {T}", "A : b", "Is c::d a path?"),
    ],
)
def test_two_colons_name_a_question_only_before_its_text(written: str, title: str, prompt: str, tmp_path: Path) -> None:
    """qformat_gift::readquestion of Moodle: a name stands between the first two colons of the text and the next."""
    (tmp_path / "questions.txt").write_text(f"// a question\n{written}\n", encoding="utf-8")
    with judge(tmp_path / "questions.txt", store()) as found:
        assert found.subject is not None
        (question,) = found.subject.outline.questions
    assert (question.type, question.prompt.words) == ("true-false", prompt)
    assert question.title == title
