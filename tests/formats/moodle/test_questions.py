"""Every question type in Moodle's own terms: fractions, feedback, files. Moodle grades by these numbers."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from lxml import etree

from formats.moodle.courses import FEEDBACK, QUESTIONS, choices, course, export, lesson, quiz
from formats.moodle.courses import question as make
from formats.moodle.reading import activity, answers, document, question, text, texts
from lmsexport.formats.moodle.carries.weights import whole_weights
from lmsexport.formats.moodle.write.cloze import embedded, subquestion
from lmsexport.formats.moodle.write.question_rows import Answer
from lmsexport.packaging import Package


@pytest.fixture(scope="module")
def package() -> Package:
    return export(course(quiz("quiz", QUESTIONS)))


def only(data: dict[str, Any], **settings: Any) -> Any:
    return question(export(course(quiz("quiz", [data], **settings))), data["id"])


@pytest.mark.parametrize(
    ("id", "qtype"),
    [
        ("single", "multichoice"),
        ("multiple", "multichoice"),
        ("truth", "truefalse"),
        ("short", "shortanswer"),
        ("number", "numerical"),
        ("match", "match"),
        ("order", "match"),
        ("fill", "multianswer"),
        ("essay", "essay"),
        ("passage", "description"),
    ],
)
def test_each_type_becomes_moodles_best_one(package: Package, id: str, qtype: str) -> None:
    assert text(question(package, id), "qtype") == qtype


def test_single_choice(package: Package) -> None:
    found = question(package, "single")
    assert answers(found) == [
        ("Red", 1.0, "<p>Feedback on Red.</p>"),
        ("Green", 0.0, "<p>Feedback on Green.</p>"),
        ("Blue", 0.0, "<p>Feedback on Blue.</p>"),
    ]
    assert text(found, ".//multichoice/single") == "1"
    assert text(found, ".//correctfeedback") == "<p>All right.</p>"
    assert text(found, ".//incorrectfeedback") == "<p>All wrong.</p>"
    assert text(found, "generalfeedback") == "<p>In general.</p>"
    assert texts(found, ".//question_hint/hint") == ["<p>Look up.</p>"]


def test_multiple_response_takes_away_for_wrong_choices(package: Package) -> None:
    found = question(package, "multiple")
    assert [(name, fraction) for name, fraction, _ in answers(found)] == [("Two", 0.5), ("Three", 0.5), ("Four", -0.5)]
    assert text(found, ".//multichoice/single") == "0"
    assert text(found, ".//partiallycorrectfeedback") == "<p>Partly right.</p>"


@pytest.mark.parametrize("right", [3, 6, 7, 9, 11])
def test_the_shares_of_right_choices_add_up_to_full_marks(right: int) -> None:
    many = [{"id": f"c{n}", "text": f"{n}", "correct": n < right} for n in range(right + 1)]
    shares = [
        Decimal(element.text or "") for element in only(make("multiple-response", "q", choices=many)).iter("fraction")
    ]
    total = sum(shares[:right])
    assert total > Decimal("0.999999")  # Moodle's threshold for full marks (question_state::graded_state_for_fraction)
    assert all(len(f"{share}".partition(".")[2]) == 7 for share in shares)


def test_all_or_nothing_lets_one_wrong_choice_take_all() -> None:
    found = only(make("multiple-response", "q", choices=choices("a", "b", "c", right=(0, 1)), scoring="all-or-nothing"))
    assert [fraction for _, fraction, _ in answers(found)] == [0.5, 0.5, -1.0]


def test_true_false_shows_the_feedback_of_answer_and_outcome(package: Package) -> None:
    found = question(package, "truth")
    assert answers(found) == [
        ("True", 0.0, "<p>No, it is false.</p><p>All wrong.</p>"),
        ("False", 1.0, "<p>Yes.</p><p>All right.</p>"),
    ]
    ids = [element.get("id") for element in found.iter("answer") if element.get("id")]
    assert [text(found, ".//trueanswer"), text(found, ".//falseanswer")] == ids


def test_short_answer_knows_its_wildcards_and_answers_everything_else(package: Package) -> None:
    assert answers(question(package, "short")) == [
        ("Par*", 1.0, "<p>All right.</p>"),
        ("Lyon", 0.5, "<p>Nearly.</p><p>Partly right.</p>"),
        ("*", 0.0, "<p>All wrong.</p>"),
    ]
    assert answers(question(package, "literal"))[0][0] == r"2\*3"
    assert text(question(package, "literal"), ".//usecase") == "1"


def test_numeric_tolerances_are_absolute_and_ranges_have_a_middle(package: Package) -> None:
    found = question(package, "number")
    assert [(name, fraction) for name, fraction, _ in answers(found)] == [("200", 1.0), ("15", 0.25), ("*", 0.0)]
    assert texts(found, ".//tolerance") == ["10", "5", "0"]
    assert "(km/h)" in text(found, "questiontext")


def test_matching_keeps_pairs_and_distractors(package: Package) -> None:
    found = question(package, "match")
    pairs = [(m.findtext("questiontext"), m.findtext("answertext")) for m in found.iter("match")]
    assert [(prompt or "", match) for prompt, match in pairs] == [
        ("France", "Paris"),
        ("Italy", "Rome"),
        ("", "Berlin"),
    ]
    assert "On the Seine." in text(found, "generalfeedback")


def test_ordering_asks_for_positions(package: Package) -> None:
    found = question(package, "order")
    assert [(m.findtext("questiontext"), m.findtext("answertext")) for m in found.iter("match")] == [
        ("One", "1"),
        ("Two", "2"),
    ]
    assert text(found, ".//shuffleanswers") == "1"


def test_fill_in_blanks_is_cloze_in_the_order_of_the_prompt(package: Package) -> None:
    found = question(package, "fill")
    assert text(found, "questiontext") == "<p>{#1} flows through {#2} for {#3} km.</p>"
    children = {
        q.get("id"): q
        for q in document(package, "questions.xml").iter("question")
        if q.findtext("parent") == found.get("id")
    }
    ordered = [children[id] for id in text(found, ".//sequence").split(",")]
    assert [text(child, "qtype") for child in ordered] == ["multichoice", "shortanswer", "numerical"]
    assert [Decimal(text(child, "defaultmark")) for child in ordered] == [1, 2, 1]
    yes = "&lt;p&gt;Yes &amp;amp; no.&lt;/p&gt;"
    assert text(ordered[1], "questiontext") == rf"{{2:SHORTANSWER:=Par\}}is&#126;\#=#{yes}}}"
    assert answers(ordered[1]) == [("Par}is~#=", 1.0, "<p>Yes &amp; no.</p>")]
    assert text(found, "defaultmark") == "4.0000000"
    for said in ("All right.", "Partly right.", "All wrong.", "In general.", "Because."):
        assert said in text(found, "generalfeedback")


@pytest.mark.parametrize(
    ("points", "weights"),
    [
        (["1", "1"], [1, 1]),
        (["2", "4"], [1, 2]),
        (["0.5", "1.5"], [1, 3]),
        (["1.25", "1"], [5, 4]),
        (["0", "1"], [0, 1]),
    ],
)
def test_cloze_weights_are_the_smallest_whole_numbers(points: list[str], weights: list[int]) -> None:
    assert whole_weights([Decimal(point) for point in points]) == weights


HARD = [
    "R&D", r"C:\temp", "C:\\", "R&", 'say "hi"', "it's", "a<b> & c > d", "&lt;", "&copy", "&#65;", "#include", "x # y",
    "=5%", "%50%x", "%", "f{}", r"\{a\}", "}", r"\#", r"2\*3", "5 = 2 + 3", "{1:SA:=x}", "مصر 😀",
]  # fmt: skip
TILDE = "a~b"
"""What has no form that the form leaves alone."""
SPOKEN = [
    "<p>One.</p><p>Two.</p>", "<ul>\n<li>a &amp; b</li>\n</ul>", '<pre style="color:#111">if  a:\n\tb ~ c\n}</pre>',
    r"<p>\(\frac{a}{b}\)</p>", '<p>"x" = \'y\' &lt;b&gt; # %50% \\</p>', "&#160;", '<a href="x?a=1&amp;b=2#c">L</a>',
]  # fmt: skip


def opened_and_saved(written: str) -> str:
    """A blank as it comes out of the form: set_data marks references by number, the editor (a browser, which writes
    `<`, `>` and `&` as references) folds white space, and reads tags, which here would be torn out of their place."""
    loaded = written.replace("&#", "&\\#")
    assert "<" not in loaded
    return re.sub(r"[ \t\n]+", " ", html.escape(html.unescape(loaded), quote=False))


def read_by_moodle(written: str) -> list[tuple[str, float, str]]:
    """The answers in a blank as qtype_multianswer_extract_question (question/type/multianswer) reads them."""
    one = r"(=|%(-?[0-9]+(?:[.,][0-9]*)?)%)?(.+?(?<!\\|&)(?<!&amp;)(?=[~#}]|$))(#(.*?(?<!\\)(?=[~}]|$)))?"
    blank = re.fullmatch(rf"\{{[0-9]*:[A-Z_]+:({one}(?:~{one})*)\}}", written, re.DOTALL)
    assert blank is not None, written
    found = []
    for mark, percent, answer, _, feedback in re.findall(rf"~?{one}", blank[1], re.DOTALL):
        text, said = (html.unescape(part).replace(r"\}", "}").replace(r"\#", "#") for part in (answer, feedback))
        found.append((text, 1.0 if mark == "=" else float(percent or 0) / 100, said))
    return found


def blank_of(texts: Sequence[str], *, html: bool = False) -> list[Answer]:
    shares = ("1.0000000", "0.5000000", "0.0000000")
    rows = [Answer(n, each, html, shares[n % 3], SPOKEN[n % len(SPOKEN)]) for n, each in enumerate(texts)]
    return [embedded(row) for row in rows]


@pytest.mark.parametrize("kind", ["SHORTANSWER", "MULTICHOICE"])
def test_a_teacher_who_opens_and_saves_a_blank_changes_nothing(kind: str) -> None:
    is_html = kind == "MULTICHOICE"
    rows = blank_of([*SPOKEN, TILDE] if is_html else HARD, html=is_html)
    saved = opened_and_saved(subquestion(kind, 1, rows))
    assert saved == subquestion(kind, 1, rows)
    kept = [(text if is_html else text.strip(), share, feedback) for text, share, feedback in read_by_moodle(saved)]
    assert kept == [(row.text, float(row.fraction), row.feedback) for row in rows]


def words_of(html: str) -> str:
    return "".join(map(str, etree.fromstring(f"<x>{html}</x>").itertext()))


def test_what_stands_in_a_blank_shows_as_its_author_wrote_it() -> None:
    for row, spoken in zip(blank_of(SPOKEN, html=True), SPOKEN, strict=True):
        for written in (row.text, row.feedback):
            assert words_of(written) == words_of(spoken)


def test_an_import_reads_a_tilde_in_a_blank() -> None:
    assert read_by_moodle(subquestion("SHORTANSWER", 1, blank_of([TILDE])))[0][0] == TILDE


def test_a_blank_that_is_worth_nothing_does_not_divide_by_zero() -> None:
    assert whole_weights([Decimal(0), Decimal(0)]) == [1, 1]


def test_a_drop_down_takes_nothing_from_other_blanks() -> None:
    entries = [{"id": "a", "text": "A", "correct": True}, {"id": "b", "text": "B", "weight": -50}]
    data = make("fill-in-blanks", "q", prompt="{{x}}", blanks=[{"kind": "dropdown", "id": "x", "choices": entries}])
    root = document(export(course(quiz("quiz", [data]))), "questions.xml")
    assert [float(element.text or 0) for element in root.iter("fraction")] == [1, 0]


def test_weights_that_are_rounded_give_full_marks() -> None:
    thirds = [{"id": f"c{n}", "text": f"{n}", "correct": True, "weight": "33.33"} for n in range(3)]
    found = only(make("multiple-response", "q", choices=[*thirds, {"id": "no", "text": "No"}]))
    assert sum(fraction for _, fraction, _ in answers(found)[:3]) >= 0.999999


def test_an_ordering_question_is_shuffled_in_a_quiz_that_is_not() -> None:
    order = make("ordering", "o", items=[{"id": "a", "text": "One"}, {"id": "b", "text": "Two"}])
    plain = make("single-choice", "s", choices=choices("x", "y"))
    package = export(course(quiz("quiz", [order, plain], shuffle_choices=False)))
    assert text(activity(package, "quiz", "quiz"), "quiz/shuffleanswers") == "1"
    assert text(question(package, "o"), ".//shuffleanswers") == "1"
    assert text(question(package, "s"), ".//shuffleanswers") == "0"
    package = export(course(quiz("quiz", [plain], shuffle_choices=False)))
    assert text(activity(package, "quiz", "quiz"), "quiz/shuffleanswers") == "0"


def test_matches_show_whole() -> None:
    pairs = [{"id": "a", "prompt": "P", "match": "a<b> & c"}, {"id": "b", "prompt": "Q", "match": "<" * 255}]
    found = only(make("matching", "q", pairs=pairs, distractors=["&lt;"]))
    matches = [m.findtext("answertext") or "" for m in found.iter("match")]
    assert (matches[0], matches[2]) == ("a&lt;b> & c", "&amp;lt;")
    assert len(matches[1]) <= 255


def test_a_right_to_left_question_keeps_its_direction() -> None:
    data = make("single-choice", "q", choices=choices("نعم", "لا"))
    found = question(export(course(quiz("quiz", [data]), language="ar")), "q")
    assert text(found, "questiontext") == '<div dir="rtl" lang="ar"><p>Prompt of q?</p></div>'
    assert answers(found)[0][0] == '<span dir="rtl" lang="ar">نعم</span>'


def test_a_link_where_moodle_decodes_none_is_its_words() -> None:
    data = make("true-false", "q", answer=True, hints=["[See](item:one)"])
    found = question(export(course(lesson("one"), quiz("quiz", [data]))), "q")
    assert text(found, ".//hint") == "<p>See</p>"


def test_an_essay_keeps_its_length_and_what_graders_need(package: Package) -> None:
    found = question(package, "essay")
    assert (text(found, ".//minwordlimit"), text(found, ".//maxwordlimit")) == ("10", "99")
    assert "<em>three</em>" in text(found, ".//graderinfo")
    assert text(found, ".//responsetemplate") == "<p>Dear …</p>"


def test_a_fixed_choice_keeps_the_order_of_its_question() -> None:
    fixed = choices("a", "b")
    fixed[1]["fixed"] = True
    assert text(only(make("single-choice", "q", choices=fixed)), ".//shuffleanswers") == "0"
    assert text(only(make("single-choice", "q", choices=choices("a", "b"))), ".//shuffleanswers") == "1"
    assert (
        text(only(make("single-choice", "q", choices=choices("a", "b")), shuffle_choices=False), ".//shuffleanswers")
        == "0"
    )


def test_media_stand_in_the_file_areas_of_their_texts(tmp_path: Any) -> None:
    (tmp_path / "dot.png").write_bytes(b"dot")
    image = "![A dot](dot.png)"
    data = make(
        "single-choice",
        "q",
        prompt=image,
        hints=[image],
        feedback={"correct": image, "general": image},
        choices=[{"id": "a", "text": image, "correct": True, "feedback": image}, {"id": "b", "text": "B"}],
    )
    package = export(course(quiz("quiz", [data])), {"dot.png": tmp_path / "dot.png"})
    found = question(package, "q")
    listed = {
        (f.findtext("component"), f.findtext("filearea"), f.findtext("itemid")) for f in document(package, "files.xml")
    }
    answer = next(element for element in found.iter("answer"))
    hint = next(element for element in found.iter("question_hint"))
    assert listed == {
        ("question", "questiontext", found.get("id")),
        ("question", "generalfeedback", found.get("id")),
        ("question", "correctfeedback", found.get("id")),
        ("question", "answer", answer.get("id")),
        ("question", "answerfeedback", answer.get("id")),
        ("question", "hint", hint.get("id")),
    }


def test_a_link_in_a_question_is_decoded_by_the_restore() -> None:
    package = export(
        course(lesson("one"), quiz("quiz", [make("true-false", "q", prompt="[See](item:one)", answer=True)]))
    )
    assert "$@PAGEVIEWBYID*" in text(question(package, "q"), "questiontext")


def test_markup_in_choices_is_escaped_once() -> None:
    data = make("single-choice", "q", choices=choices(r"\<b> & *c*", "d"))
    assert answers(only(data))[0][0] == "&lt;b&gt; &amp; <em>c</em>"


def test_tags_and_names() -> None:
    found = only(make("true-false", "q", answer=True, tags=["Alpha"], title="Name", feedback=FEEDBACK))
    assert text(found, "name") == "Name"
    assert texts(found, ".//tag/rawname") == ["Alpha"]


def test_a_single_choice_takes_no_points_from_other_questions() -> None:
    entries = choices("a", "b")
    entries[1]["weight"] = -50
    assert [fraction for _, fraction, _ in answers(only(make("single-choice", "q", choices=entries)))] == [1.0, 0.0]


def test_a_text_between_blanks_is_no_blank() -> None:
    blank = {"kind": "text", "id": "x", "answers": [{"text": "a"}]}
    found = only(make("fill-in-blanks", "q", prompt="{#1} {{x}} {1:SA:=b}", blanks=[blank]))
    assert text(found, "questiontext") == "<p>&#123;#1} {#1} &#123;1:SA:=b}</p>"
