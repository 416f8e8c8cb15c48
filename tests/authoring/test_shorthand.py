"""Each short form means what the guide says."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from authoring.courses import loaded, question, quiz
from lmsexport.authoring.shorthand import id_from_name, written
from lmsexport.model import (
    AcceptedNumber,
    AcceptedText,
    DropdownBlank,
    Feedback,
    Lesson,
    NumberBlank,
    Pool,
    Requirement,
    Term,
    TextBlank,
)


def test_a_single_choice_question_needs_a_prompt_and_choices(tmp_path: Path) -> None:
    found = question(
        tmp_path,
        """
prompt: 2 + 2?
choices:
  - right: Four
    feedback: Yes.
  - wrong: Five
    weight: -50%
  - Six
""",
    )
    assert (found.type, found.id) == ("single-choice", "quiz-q1")
    assert [(c.id, c.text, c.correct, c.feedback) for c in found.choices] == [
        ("a", "Four", True, "Yes."),
        ("b", "Five", False, ""),
        ("c", "Six", False, ""),
    ]
    assert found.choices[1].weight == -50


def test_ids_of_choices_go_on_after_z(tmp_path: Path) -> None:
    wrong = "".join(f"  - Number {n}\n" for n in range(30))
    ids = [choice.id for choice in question(tmp_path, f"prompt: Which?\nchoices:\n  - right: This\n{wrong}").choices]
    assert ids[:3] + ids[24:28] == ["a", "b", "c", "y", "z", "aa", "ab"]
    assert len(set(ids)) == 31


def test_a_feedback_text_is_the_general_feedback(tmp_path: Path) -> None:
    found = question(tmp_path, "type: essay\nprompt: Why?\nfeedback: Thank you.\nhints: Think.\ntags: [a, b]")
    assert found.feedback == Feedback(general="Thank you.")
    assert (found.hints, found.tags) == (("Think.",), ("a", "b"))


@pytest.mark.parametrize(("word", "meant"), [("true", True), ("no", False), ("False", False), ("yes", True)])
def test_true_and_false(word: str, meant: bool, tmp_path: Path) -> None:
    found = question(tmp_path, f"type: true-false\nprompt: So?\nanswer: {word}\nif_true: A\nif_false: B")
    assert (found.answer, found.if_true, found.if_false) == (meant, "A", "B")


@pytest.mark.parametrize(
    "text", ["no", "12:30", "0123", "1.10", "1e3", "2026-01-31", "0x1F", "1_000", ".inf", "on", "3,5"]
)
def test_an_answer_stays_what_it_is(text: str, tmp_path: Path) -> None:
    assert question(tmp_path, f"type: short-answer\nprompt: What?\nanswer: {text}").answers == (
        AcceptedText(text=text),
    )


def test_several_answers(tmp_path: Path) -> None:
    found = question(
        tmp_path,
        "type: short-answer\nprompt: What?\nanswers:\n  - Paris\n  - {text: Lutetia, weight: 50%, feedback: Long ago.}",
    )
    assert found.answers == (
        AcceptedText(text="Paris"),
        AcceptedText(text="Lutetia", weight=Decimal(50), feedback="Long ago."),
    )


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("answer: 42", {"value": 42}),
        ("answer: -1.50", {"value": "-1.50"}),
        ("answer: 10..20", {"min": 10, "max": 20}),
        ("answer: -5 .. -1.5", {"min": -5, "max": "-1.5"}),
        ("answer: 3.14\ntolerance: 0.01", {"value": "3.14", "tolerance": "0.01"}),
        ("answer: 200\ntolerance: 5%", {"value": 200, "tolerance": 5, "tolerance_type": "relative"}),
        ("answers: 7", {"value": 7}),
        ("answers: [10..20]", {"min": 10, "max": 20}),
        ("answers:\n  - {value: 1..2, weight: 100%}", {"min": 1, "max": 2}),
        ("answers:\n  - {value: 8, tolerance: 2 %}", {"value": 8, "tolerance": 2, "tolerance_type": "relative"}),
    ],
)
def test_numbers(text: str, meant: dict[str, object], tmp_path: Path) -> None:
    found = question(tmp_path, f"type: numeric\nprompt: How many?\n{text}")
    assert found.answers == (AcceptedNumber.of(**meant),)
    assert str(found.answers[0].value) == str(meant.get("value"))


def test_pairs_as_a_mapping_and_as_a_list(tmp_path: Path) -> None:
    found = question(tmp_path, "prompt: Match.\npairs: {France: Paris, Italy: Rome}\ndistractors: Oslo")
    assert found.type == "matching"
    assert [(p.id, p.prompt, p.match) for p in found.pairs] == [("a", "France", "Paris"), ("b", "Italy", "Rome")]
    assert found.distractors == ("Oslo",)
    long = question(
        tmp_path,
        "type: matching\nprompt: Match.\npairs:\n"
        "  - {prompt: France, match: Paris, feedback: Yes.}\n  - {id: it, prompt: Italy, match: Rome}",
    )
    assert [(p.id, p.feedback) for p in long.pairs] == [("a", "Yes."), ("it", "")]


def test_ordering(tmp_path: Path) -> None:
    found = question(tmp_path, "type: ordering\nprompt: Order.\nitems: [one, {text: two, feedback: Yes.}]")
    assert [(i.id, i.text, i.feedback) for i in found.items] == [("a", "one", ""), ("b", "two", "Yes.")]


def test_blanks(tmp_path: Path) -> None:
    found = question(
        tmp_path,
        """
prompt: "{{a}} {{b}} {{c}} {{d}}"
blanks:
  a: Paris
  b: {answers: [x, {text: y, weight: 50}], case_sensitive: yes}
  c: {type: numeric, answer: 10..20}
  d: {choices: [right: this, wrong: that]}
""",
    )
    a, b, c, d = found.blanks
    assert found.type == "fill-in-blanks"
    assert isinstance(a, TextBlank) and a.answers == (AcceptedText(text="Paris"),)
    assert isinstance(b, TextBlank) and b.case_sensitive and [answer.weight for answer in b.answers] == [100, 50]
    assert isinstance(c, NumberBlank) and c.answers == (AcceptedNumber.of(min=10, max=20),)
    assert isinstance(d, DropdownBlank) and [choice.correct for choice in d.choices] == [True, False]


def test_text_blocks_and_pools(tmp_path: Path) -> None:
    source = loaded(
        tmp_path,
        {
            "course.yaml": "id: demo\ntitle: Demo\ndate: 2026-01-31\nmodules: [m]\nbanks: [banks/01-sums.yaml]\n",
            "banks/01-sums.yaml": "type: bank\ntitle: Sums\nquestions:\n"
            "  - {prompt: 1 + 1?, type: numeric, answer: 2}\n  - {prompt: 1 + 2?, type: numeric, answer: 3}\n",
            "m/module.yaml": "title: M\nitems: [test.yaml]\n",
            "m/test.yaml": "type: test\ntitle: T\npass_mark: 80 %\nquestions:\n"
            "  - text: Read.\n  - {draw: 2, from: sums}\n",
        },
    )
    [test] = source.course.items
    assert [(q.type, q.id) for q in test.questions] == [("text", "test-q1"), ("pool", "test-draw2")]  # type: ignore[union-attr]
    assert test.questions[1] == Pool(id="test-draw2", bank="sums", draw=2)  # type: ignore[union-attr]
    assert test.pass_mark == 80  # type: ignore[union-attr]
    assert [question.id for question in source.course.banks[0].questions] == ["sums-q1", "sums-q2"]


def test_requirements_and_glossary(tmp_path: Path) -> None:
    source = loaded(
        tmp_path,
        {
            "m/module.yaml": "title: M\nitems: [01-intro.md, quiz.yaml, 02-more.md]\n",
            "m/01-intro.md": "---\ntitle: Intro\nobjectives: Know it\n"
            "glossary: {No: The opposite of yes}\n---\n\nText.\n",
            "m/quiz.yaml": "type: quiz\ntitle: Q\npass_mark: 50\nquestions: [{prompt: A?, choices: [right: a, b]}]\n",
            "m/02-more.md": "---\ntitle: More\nrequires: [intro, quiz: passed]\n---\n\nText.\n",
        },
    )
    intro, _, more = source.course.items
    assert isinstance(intro, Lesson)
    assert intro.glossary == (Term(term="No", definition="The opposite of yes"),)
    assert intro.objectives == ("Know it",)
    assert more.requires == (Requirement(item="intro"), Requirement(item="quiz", state="passed"))


def test_inline_items(tmp_path: Path) -> None:
    items = """
  - {heading: Part one, id: part-one}
  - {link: "https://example.org/a", title: A, id: a, opens: embedded}
  - {download: files/a.pdf, title: Slides, id: slides}
  - {discussion: Hello, prompt: Say hello., id: hello}
"""
    source = loaded(tmp_path, {"m/module.yaml": f"title: M\nitems:{items}"})
    assert [(item.type, item.title, item.source) for item in source.course.items] == [
        ("heading", "Part one", "m/module.yaml"),
        ("link", "A", "m/module.yaml"),
        ("download", "Slides", "m/module.yaml"),
        ("discussion", "Hello", "m/module.yaml"),
    ]


def test_a_given_id_stays(tmp_path: Path) -> None:
    found = quiz(
        tmp_path, "  - {id: mine, prompt: A?, choices: [right: a, {wrong: b, id: none-of-them}]}\n", "id: first\n"
    )
    assert (found.id, found.questions[0].id) == ("first", "mine")


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("01-intro.md", "intro"),
        ("basics/2_The Loop.yaml", "the-loop"),
        ("05-constitutional-ai/", "constitutional-ai"),
        ("1.2-énergie.md", "energie"),
        ("مقدمة.md", ""),
        ("01.yaml", ""),
    ],
)
def test_an_id_comes_from_a_name(name: str, id: str) -> None:
    assert id_from_name(name) == id


def test_a_name_without_letters_gives_no_id(tmp_path: Path) -> None:
    source = loaded(
        tmp_path, {"m/module.yaml": "title: M\nitems: [01.md]\n", "m/01.md": "---\nid: one\ntitle: 1\n---\n\nText.\n"}
    )
    assert [item.id for item in source.course.items] == ["one"]


@pytest.mark.parametrize(
    ("data", "path", "where"),
    [
        ({"choices": [{"right": "x"}]}, ("choices", 0, "text"), (("choices", 0, "right"), False)),
        ({"choices": ["x"]}, ("choices", 0, "text"), (("choices", 0), False)),
        ({"answer": "1", "tolerance": "2"}, ("answers", 0, "value"), (("answer",), False)),
        ({"answer": "1", "tolerance": "2"}, ("answers", 0, "tolerance"), (("tolerance",), False)),
        ({"answer": "1..2"}, ("answers", 0, "max"), (("answer",), False)),
        ({"pairs": {"F": "P"}}, ("pairs", 0, "prompt"), (("pairs", 0), True)),
        ({"pairs": {"F": "P"}}, ("pairs", 0, "match"), (("pairs", 0), False)),
        ({"blanks": {"a": {"answer": "x"}}}, ("blanks", 0, "id"), (("blanks", 0), True)),
        ({"blanks": {"a": {"answer": "x"}}}, ("blanks", 0, "answers", 0, "text"), (("blanks", 0, "answer"), False)),
        ({"requires": [{"a": "passed"}]}, ("requires", 0, "item"), (("requires", 0, 0), True)),
        ({"requires": [{"a": "passed"}]}, ("requires", 0, "state"), (("requires", 0, 0), False)),
        ({"feedback": "x"}, ("feedback", "general"), (("feedback",), False)),
        ({"from": "b"}, ("bank",), (("from",), False)),
        ({"title": "x"}, ("attempts",), ((), False)),
    ],
)
def test_a_path_of_the_model_leads_back_to_what_was_written(
    data: object, path: tuple[str | int, ...], where: object
) -> None:
    assert written(data, path) == where
