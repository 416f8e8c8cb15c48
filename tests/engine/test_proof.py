"""The proof of a package: what it hides from students is found."""

from __future__ import annotations

from typing import Any

import pytest

from formats.exporting import CONTEXT, resolved
from formats.judged import judged, replaced
from lmsexport.engine.proving import differences_of
from lmsexport.formats.base import format_named
from lmsexport.lowering import lower
from lmsexport.model import Course

ASKED: list[dict[str, Any]] = [
    {"id": "one", "type": "single-choice", "title": "Cities", "prompt": "What is the capital?", "points": 2,
     "choices": [{"id": "a", "text": "Paris", "correct": True, "feedback": "On the Seine."},
                 {"id": "b", "text": "Lyon", "weight": 50, "feedback": "Another city."}, {"id": "c", "text": "Nice"}],
     "shuffle": False, "tags": ["city"], "explanation": "Since 987.",
     "feedback": {"correct": "Well done.", "incorrect": "Too bad.", "general": "It is a large one."}},
    {"id": "many", "type": "multiple-response", "prompt": "Which are even?", "points": 3,
     "choices": [{"id": "a", "text": "Two", "correct": True}, {"id": "b", "text": "Four", "correct": True},
                 {"id": "c", "text": "Five", "feedback": "That is odd."}],
     "feedback": {"correct": "Both.", "partial": "One of them.", "incorrect": "None of them."}},
    {"id": "true", "type": "true-false", "prompt": "Is it so?", "answer": True, "if_true": "Indeed.",
     "if_false": "Think again."},
    {"id": "word", "type": "short-answer", "prompt": "Which word is it?", "case_sensitive": True,
     "answers": [{"text": "First"}, {"text": "Second", "weight": 50, "feedback": "Nearly there."}],
     "feedback": {"incorrect": "Another word."}},
    {"id": "number", "type": "numeric", "prompt": "How many are there?",
     "answers": [{"value": 12, "tolerance": 1, "feedback": "A dozen."}]},
    {"id": "pairs", "type": "matching", "prompt": "What belongs together?", "distractors": ["Fish"],
     "pairs": [{"id": "a", "prompt": "Cat", "match": "Mouse"}, {"id": "b", "prompt": "Bird", "match": "Worm"}]},
    {"id": "gaps", "type": "fill-in-blanks", "prompt": "The {{x}} is {{y}}.", "points": 2, "blanks": [
        {"id": "x", "kind": "text", "answers": [{"text": "sky", "feedback": "Up there."}]},
        {"id": "y", "kind": "text", "answers": [{"text": "blue"}, {"text": "grey", "weight": 50}]}]},
]  # fmt: skip

COURSE: dict[str, Any] = {
    "id": "c", "title": "Planted", "date": "2026-01-31", "description": "What it is about.",
    "grade_categories": [{"id": "all", "title": "Everything", "weight": 100}],
    "tools": [{"id": "chat", "name": "Chat", "url": "https://labs.example.org/lti"}],
    "banks": [{"id": "bank", "title": "More", "description": "For tests.", "questions": [
        {"id": "b1", "type": "true-false", "prompt": "Drawn?", "answer": False, "if_true": "No, not so."},
        {"id": "b2", "type": "true-false", "prompt": "Drawn, too?", "answer": True}]}],
    "modules": [
        {"id": "m1", "title": "First", "description": "The first part.", "items": [
            {"type": "lesson", "id": "l", "title": "Read", "body": "Some words to read."},
            {"type": "quiz", "id": "q", "title": "Quiz", "instructions": "Take your time.", "questions": ASKED,
             "pass_mark": 60, "attempts": 3, "time_limit": 20, "shuffle_questions": True, "counts": "last",
             "feedback_shows": "immediately", "answers_show": "never", "questions_per_page": 2, "weight": 2,
             "grade_category": "all", "complete_when": "submitted"}]},
        {"id": "m2", "title": "Second", "requires": ["m1"], "items": [
            {"type": "test", "id": "t", "title": "Test", "grade_category": "all",
             "requires": [{"item": "q", "state": "submitted"}],
             "questions": [{"type": "pool", "id": "p", "bank": "bank", "draw": 1, "points": 4}]},
            {"type": "lab", "id": "lab", "title": "Lab", "task": "Do this.", "assistant": "Ada", "opens": "embedded"},
            {"type": "link", "id": "link", "title": "Link", "url": "https://example.org/there",
             "description": "Go there."}]},
    ],
}  # fmt: skip
"""A course of which a Moodle backup carries everything as it is."""

HIDDEN = [
    ("moodle", "module.xml", "<visible>1</visible>", "<visible>0</visible>"),
    ("canvas", ".html", 'content="active"', 'content="unpublished"'),
    ("canvas", "module_meta.xml", "<workflow_state>active", "<workflow_state>unpublished"),
    ("canvas", "assessment_meta.xml", "<available>true", "<available>false"),
]


@pytest.mark.parametrize(("target", "end", "old", "other"), HIDDEN)
def test_what_a_package_hides_is_found(target: str, end: str, old: str, other: str) -> None:
    format, source = format_named(target), resolved(Course.model_validate(COURSE), {})
    lowered, options = lower(source, format).course, format.options()
    package = format.export(lowered, options, CONTEXT)
    hidden = 0
    for part in package:
        content = part.open().read() if part.name.endswith(end) else b""
        if old.encode() not in content or b'name="front_page"' in content:  # which is never hidden
            continue
        with judged(target, package, {part.name: replaced(old, other)}) as found:
            assert found.subject is not None
            added = {f"{d.what} {d.aspect}" for d in differences_of(format, lowered, options, found.subject.outline)}
        assert added & {"added setting visible", "removed lesson", "added lesson"}, part.name
        hidden += 1
    assert hidden
