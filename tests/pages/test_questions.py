"""Questions of our own pages: each type has a file that writes and reads it, and pages are read to the letter."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from formats.exporting import CONTEXT, resolved
from formats.judged import judged
from lmsexport.engine.proving import differences_of
from lmsexport.formats.base import format_named
from lmsexport.lowering import lower
from lmsexport.model import AnyQuestion
from lmsexport.pages.questions.all_types import QuestionType, type_in
from lmsexport.validation import Outline

EMPTY = {"id": "c", "title": "C", "date": "2026-01-31", "language": "en"}


def read_back(course: dict[str, Any], target: str = "html") -> Outline:
    """What is read in the package of a course, which is what the course says."""
    format = format_named(target)
    lowered = lower(resolved(EMPTY | course, {}), format).course
    with judged(target, format.export(lowered, format.options(), CONTEXT)) as found:
        assert found.subject is not None and found.unread == []
        assert differences_of(format, lowered, format.options(), found.subject.outline) == []
        return found.subject.outline


def test_pages_know_every_type_of_the_model() -> None:
    types = {kind.model_fields["type"].default for kind in get_args(AnyQuestion)}
    assert set(get_args(QuestionType)) == types


def test_a_type_of_nobody_is_no_question() -> None:
    with pytest.raises(ValueError, match="no type of question"):
        type_in({"type": "crossword"})


def lesson(id: str, title: str, **more: Any) -> dict[str, Any]:
    return {"type": "lesson", "id": id, "title": title, "body": "Text.", **more}


def test_gates_name_titles_that_are_alike_and_words_of_their_own_sentence() -> None:
    waits = [{"item": "a", "state": "viewed"}, {"item": "b", "state": "viewed"}]
    same, alike, waiting_for_both = lesson("a", "Same"), lesson("b", "Same"), lesson("c", "C", requires=waits)
    modules = [
        {"id": "one", "title": "One", "items": [same, alike, waiting_for_both]},
        {"id": "two", "title": "Two", "items": [lesson("d", "D")], "requires": ["one"]},
        {"id": "three", "title": "O", "items": [lesson("e", "E")]},
    ]  # fmt: skip
    outline = read_back({"modules": modules})
    (waiting,) = (item for item in outline.items if item.title == "C")
    assert waiting.settings["requires"] == "Same: viewed\nSame: viewed"
    assert [module.settings.get("requires") for module in outline.modules] == [None, "One: complete", None]


def test_the_heading_of_a_description_belongs_to_it() -> None:
    heading = {"type": "heading", "id": "h", "title": "Part", "description": "### Inside\n\nWords."}
    outline = read_back({"modules": [{"id": "one", "title": "One", "items": [heading, lesson("a", "A")]}]})
    assert next(iter(outline.items)).text.words == "Inside Words."


def test_matches_keep_their_white_space() -> None:
    pairs = [{"id": "a", "prompt": "A", "match": "wide\u2003space"}, {"id": "b", "prompt": "B", "match": "b"}]
    question = {"type": "matching", "id": "m", "prompt": "Match.", "pairs": pairs}
    quiz = {"type": "quiz", "id": "quiz", "title": "Quiz", "questions": [question]}
    outline = read_back({"modules": [{"id": "one", "title": "One", "items": [quiz]}]})
    (read,) = next(iter(outline.items)).questions
    assert [answer.said for answer in getattr(read, "answers", ())] == ["A → wide\u2003space", "B → b"]


@pytest.mark.parametrize("first", [True, False])
def test_a_bank_is_shuffled_where_one_assessment_shuffles_it(first: bool) -> None:
    choices = [{"id": "a", "text": "A", "correct": True}, {"id": "b", "text": "B"}]
    drawn = [{"type": "single-choice", "id": id, "prompt": id, "choices": choices} for id in ("q1", "q2")]
    quizzes = [
        {"type": "quiz", "id": id, "title": id, "shuffle_choices": shuffled,
         "questions": [{"type": "pool", "id": f"{id}-pool", "bank": "bank", "draw": 1}]}
        for id, shuffled in (("one", first), ("two", not first))
    ]  # fmt: skip
    outline = read_back({
        "banks": [{"id": "bank", "title": "Bank", "questions": drawn}],
        "modules": [{"id": "m", "title": "M", "items": quizzes}],
    })  # fmt: skip
    assert {getattr(part, "settings", {})["shuffle"] for part in outline.banks[0].questions} == {"yes"}
