"""A question that stands for one which the format lacks says all that the author says."""

from __future__ import annotations

from formats.exporting import export
from formats.judged import judged

QUESTION = {
    "type": "short-answer", "id": "wild", "prompt": "Name a capital.", "wildcards": True,
    "answers": [{"text": "Par*s"}],
    "feedback": {"correct": "Well done.", "partial": "Nearly.", "incorrect": "Too bad.", "general": "It is large."},
}  # fmt: skip
COURSE = {
    "id": "c", "title": "C", "date": "2026-01-31",
    "modules": [{"id": "m", "title": "M", "items": [
        {"type": "quiz", "id": "quiz", "title": "Quiz", "questions": [QUESTION]}]}],
}  # fmt: skip


def test_an_essay_in_its_place_has_the_feedback_of_every_outcome() -> None:
    with judged("qti-1.2", export("qti-1.2", COURSE)) as found:
        assert found.subject is not None
        (question,) = found.subject.outline.questions
    assert question.type == "essay"
    said = question.feedback["general"].words
    assert said == "It is large. Partly correct Nearly. Correct Well done. Incorrect Too bad."
