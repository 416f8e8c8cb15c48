"""What a question offers can be read, and told apart."""

from __future__ import annotations

from typing import Any

import pytest

from lmsexport.content import Source, nowhere, resolve
from lmsexport.errors import Problem
from lmsexport.model import Course


def problems(**question: Any) -> list[Problem]:
    """What is said of a course with one question."""
    asked = {"type": "single-choice", "id": "one", "prompt": "Which?", **question}
    quiz = {"type": "quiz", "id": "quiz", "title": "Quiz", "questions": [asked], "source": "m/quiz.yaml"}
    module = {"id": "m", "title": "M", "items": [quiz], "source": "m/module.yaml"}
    course = Course.of(id="demo", title="Demo", date="2026-01-31", modules=[module], source="course.yaml")
    return resolve(Source(course, {}, nowhere))[1]


def choices(*texts: str) -> list[dict[str, Any]]:
    return [{"id": f"c{n}", "text": text, "correct": n == 0} for n, text in enumerate(texts)]


@pytest.mark.parametrize(
    "same",
    [
        ("Two", "Two "), ("Two  words", "Two\nwords"), ("A<!-- one -->", "A<!-- two -->"), ("**a**", "__a__"),
        ("&lt;p&gt;", "\\<p>"), ("é", "e\u0301"), ("$x$", "$x$"), ("a &amp; b", "a & b"), ("1\\. x", "1&#46; x"),
        ("`a`", "`` a ``"), ("x\\\ny", "x  \ny"),
    ],
)  # fmt: skip
def test_two_that_read_the_same_are_an_error(same: tuple[str, str]) -> None:
    [problem] = problems(choices=choices("Else", *same))
    assert str(problem) == (
        "error: two choices read the same: number 2 and number 3 "
        "(students cannot tell them apart; change one) [equal-choices]"
    )


@pytest.mark.parametrize(
    "other", [("A <adenine>", "A <uracil>"), ("List<int>", "List<str>"), ("*a*", "a"), ("a", "A"), ("$x$", "$y$")]
)
def test_two_that_differ_are_none(other: tuple[str, str]) -> None:
    assert problems(choices=choices(*other)) == []


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ({"type": "ordering", "items": [{"id": "a", "text": "x"}, {"id": "b", "text": " x"}]}, "items"),
        ({"type": "matching", "pairs": [{"id": n, "prompt": "x", "match": n} for n in "ab"]}, "prompts"),
        ({"type": "matching", "pairs": [{"id": n, "prompt": n, "match": n} for n in "ab"],
          "distractors": ["c", "c"]}, "distractors"),
        ({"type": "fill-in-blanks", "prompt": "{{a}}",
          "blanks": [{"id": "a", "kind": "dropdown", "choices": choices("x", "*y*", "y")}]}, "choices"),
    ],
)  # fmt: skip
def test_so_are_they_in_every_type_of_question(question: dict[str, Any], kind: str) -> None:
    assert [problem.message.split(":")[0] for problem in problems(**question)] == [f"two {kind} read the same"]


@pytest.mark.parametrize("text", ["<!-- later -->", "&nbsp;", "<br>", "[a]: https://example.org", "<div></div>"])
def test_a_text_of_which_nothing_shows_is_an_error(text: str) -> None:
    assert [problem.code for problem in problems(choices=choices(text, "b"))] == ["empty-text"]
    assert [problem.code for problem in problems(prompt=text, choices=choices("a", "b"))] == ["empty-text"]


@pytest.mark.parametrize(
    "text", ["$x$", "```\nx\n```", "0", "\\*", "***", '<img src="https://example.org/x.png" alt="x">']
)
def test_a_formula_code_or_a_picture_shows(text: str) -> None:
    assert "empty-text" not in [problem.code for problem in problems(choices=choices(text, "b"))]
