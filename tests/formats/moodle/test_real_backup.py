"""A backup that a real Moodle wrote, with what its generator put in, is read as what it says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from conftest import SHARED
from formats.judged import store
from lmsexport.validation import Outline
from lmsexport.validation.judge import judge
from spoken import lines, sayings

pytestmark = pytest.mark.shared

CHOICES = {
    "correct": "Well done!",
    "partial": "Parts, but only parts, of your response are correct.",
    "incorrect": "That is not right at all.",
}
"""The feedback of Moodle's generator by outcome."""


@pytest.fixture(scope="module")
def outline() -> Iterator[Outline]:
    with judge(SHARED / "reference" / "moodle-4.4-course.mbz", store()) as found:
        assert found.kind == "moodle" and found.subject is not None
        assert found.unread == [
            "the question “Drag-and-drop words into sentences question” is of the type ddwtos: "
            "only its text and feedback are read"
        ]
        yield found.subject.outline


def test_its_sections_and_activities(outline: Outline) -> None:
    assert outline.title == "Reference"
    assert [[(item.kind, item.title) for item in module.items] for module in outline.modules] == [
        [("lesson", "Lesson"), ("heading", "A label"), ("lesson", "Book"), ("assessment", "Quiz")],
        [("lab", "Lab"), ("link", "Link")],
    ]


def test_its_settings(outline: Outline) -> None:
    items = {item.title: dict(item.settings) for module in outline.modules for item in module.items}
    assert items["Lesson"] == {"complete when": "viewed"}
    assert items["Lab"] == {
        "graded": "yes", "points": "100", "opens": "embedded", "parameter lab_id": "lab-1", "parameter mode": "chat",
        "requires": "Lesson: viewed",
    }  # fmt: skip
    assert items["Quiz"] == {
        "points": "9", "pass mark": "7.2", "attempts": "3", "time limit": "10", "shuffle questions": "no",
        "shuffle choices": "yes", "counts": "highest", "feedback shows": "after-submission",
        "answers show": "after-submission", "questions per page": "1", "graded": "yes", "complete when": "passed",
    }  # fmt: skip  # passed with 8 of the 10 that it is shown on, that is 7.2 of the 9 that its questions have


@pytest.mark.parametrize(
    ("type", "points", "answers", "feedback", "hints"),
    [
        (
            "multiple-response", 1,
            [("One", 50, "One is odd."), ("Two", 0, "Two is even."), ("Three", 50, "Three is odd."),
             ("Four", 0, "Four is even.")],
            CHOICES | {"general": "The odd numbers are One and Three."}, ("Hint 1.", "Hint 2."),
        ),
        (
            "true-false", 1, [("true", 100, "This is the right answer."), ("false", 0, "This is the wrong answer.")],
            {"general": "You should have selected true."}, (),
        ),
        (
            "short-answer", 1,
            [("frog", 100, "Frog is a very good answer."), ("toad", 80, "Toad is an OK good answer.")],
            {"general": "Generalfeedback: frog or toad would have been OK.", "incorrect": "That is a bad answer."}, (),
        ),
        (
            "numeric", 1,
            [("3.14", 100, "Very good."), ("3.142", 0, "Too accurate."), ("3.1", 0, "Not accurate enough."),
             ("3", 0, "Not accurate enough.")],
            {"general": "Generalfeedback: 3.14 is the right answer.", "incorrect": "Completely wrong."}, (),
        ),
        ("essay", 1, [], {"general": "I hope your story had a beginning, a middle and an end."}, ()),
        (
            "fill-in-blanks", 2,
            [("Dog", 0, "Wrong, silly!"), ("Owl", 100, "Well done!"),
             ("Bow-wow", 0, "You seem to have a dog obsessions!"),
             ("Wiggly worm", 0, "Now you are just being ridiculous!"), ("Pussy-cat", 100, "Well done!")],
            {"general": 'General feedback: It\'s from "The Owl and the Pussy-cat" by Lear: '
                        '"The owl and the pussycat went to sea'},
            ("Hint 1", "Hint 2"),
        ),
    ],
)  # fmt: skip
def test_its_questions(
    type: str,
    points: int,
    answers: list[tuple[str, int, str]],
    feedback: dict[str, str],
    hints: tuple[str, ...],
    outline: Outline,
) -> None:
    (question,) = [question for question in outline.questions if question.type == type]
    assert question.points == points
    assert [(answer.said, int(answer.share), answer.feedback.words) for answer in question.answers] == answers
    assert (sayings(question.feedback), lines(question.hints)) == (feedback, list(hints))


def test_a_match_without_a_prompt_is_a_distractor(outline: Outline) -> None:
    (question,) = [question for question in outline.questions if question.type == "matching"]
    assert [(answer.said, answer.share > 0) for answer in question.answers] == [
        ("frog → amphibian", True), ("cat → mammal", True), ("newt → amphibian", True), ("→ insect", False)
    ]  # fmt: skip
