"""The proof finds whatever is missing: faults that are planted in what was read of a faultless package."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from formats.exporting import exported, resolved
from formats.judged import judged, replaced
from lmsexport.engine.proof import undeclared
from lmsexport.formats.base import formats
from lmsexport.formats.outlined import outlined
from lmsexport.lowering import lower
from lmsexport.model import Course
from lmsexport.validation import Bank, Draw, Item, Outline, Question

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

NOT_SAID = {f"setting {name} gone" for name in (
    "answers show", "case sensitive", "counts", "feedback shows", "graded", "opens", "scoring", "shuffle questions",
    "weight", "complete when", "shuffle choices", "parameter lab_id", "parameter course_id", "parameter rev",
    "parameter lang",
)} | {f"setting {name} changed" for name in ("complete when", "shuffle choices", "weight")}  # fmt: skip
"""Settings that may be missing where they are the default; or be different where their author has not said them, and
where each question or the address of a lab says it, too."""


@cache
def read_back() -> tuple[Course, Outline, Outline, Any]:
    """The course, its outline, the outline of its package, and what was declared."""
    course = Course.model_validate(COURSE)
    package, losses = exported("moodle", course)
    with judged("moodle", package) as found:
        assert found.subject is not None
        return course, outlined(resolved(course, {})), found.subject.outline, losses


def misses(outline: Outline) -> list[str]:
    """What the proof finds wrong with an outline of the package."""
    course, promised, _, losses = read_back()
    return [f"{one.what} {one.aspect}" for one in undeclared(course, promised, outline, losses)]


def test_the_package_is_faultless() -> None:
    assert misses(read_back()[2]) == []


Planted = Iterator[tuple[str, Any]]


def each(parts: Sequence[Any], change: Callable[[Any], Planted], what: str) -> Planted:
    """The parts with one changed or gone, in every way."""
    for at, part in enumerate(parts):
        yield f"{what} gone", (*parts[:at], *parts[at + 1 :])
        for said, changed in change(part):
            yield said, (*parts[:at], changed, *parts[at + 1 :])
    if len(parts) > 1:
        yield f"{what}s in another order", tuple(reversed(parts))


def in_settings(part: Any) -> Planted:
    for name in part.settings:
        rest = {other: value for other, value in part.settings.items() if other != name}
        yield f"setting {name} gone", replace(part, settings=rest)
        yield f"setting {name} changed", replace(part, settings=rest | {name: "7"})


def in_answer(answer: Any) -> Planted:
    yield "answer text", replace(answer, text="Lost")
    yield "answer share", replace(answer, share=answer.share - 7)
    if answer.feedback:
        yield "answer feedback", replace(answer, feedback="")


def in_question(part: Question | Draw) -> Planted:
    if isinstance(part, Draw):
        yield "number of a draw", replace(part, number=part.number + 1)
        yield "points of a draw", replace(part, points=Decimal(9))
        return
    yield "prompt", replace(part, prompt="Lost")
    yield "points", replace(part, points=Decimal(99))
    yield "type", replace(part, type="essay")
    if part.tags:
        yield "tags", replace(part, tags=())
    for name in part.feedback:
        yield f"feedback {name}", replace(part, feedback={k: v for k, v in part.feedback.items() if k != name})
    for said, answers in each(part.answers, in_answer, "answer"):
        yield said, replace(part, answers=answers)
    yield from in_settings(part)


def in_item(item: Item) -> Planted:
    if item.text:
        yield "text of an item", replace(item, text="")
    yield "title of an item", replace(item, title="Lost")
    if item.url:
        yield "address", replace(item, url="https://example.org/elsewhere")
    yield from in_settings(item)
    for said, questions in each(item.questions, in_question, "question"):
        yield said, replace(item, questions=questions)


def in_module(module: Any) -> Planted:
    if module.text:
        yield "text of a module", replace(module, text="")
    yield "title of a module", replace(module, title="Lost")
    yield from in_settings(module)
    for said, items in each(module.items, in_item, "item"):
        yield said, replace(module, items=items)


def in_bank(bank: Bank) -> Planted:
    yield "text of a bank", replace(bank, text="")
    yield "title of a bank", replace(bank, title="Lost")
    for said, questions in each(bank.questions, in_question, "question"):
        yield said, replace(bank, questions=questions)


def planted() -> Planted:
    outline = read_back()[2]
    yield "title of the course", replace(outline, title="")
    yield "text of the course", replace(outline, text="")
    for said, modules in each(outline.modules, in_module, "module"):
        yield said, replace(outline, modules=modules)
    for said, banks in each([bank for bank in outline.banks if bank.title == "More"], in_bank, "bank"):
        yield said, replace(outline, banks=banks)


def test_every_planted_fault_is_found() -> None:
    found = [(said, bool(misses(outline))) for said, outline in planted()]
    assert len(found) > 200
    assert {said for said, caught in found if not caught} - NOT_SAID == set()
    assert sum(not caught for _, caught in found) < 30


@pytest.mark.parametrize("text", ["On the Seine.", "Too bad."])
def test_a_text_in_another_question_is_no_excuse(text: str) -> None:
    module = read_back()[2].modules[0]
    quiz = module.items[1]
    first, *rest = quiz.questions
    assert isinstance(first, Question)
    silent = replace(first, answers=tuple(replace(answer, feedback="") for answer in first.answers), feedback={})
    second = rest[0]
    assert isinstance(second, Question)
    told = replace(second, feedback=dict(second.feedback) | {"general": text})
    items = (module.items[0], replace(quiz, questions=(silent, told, *rest[1:])))
    assert misses(replace(read_back()[2], modules=(replace(module, items=items), read_back()[2].modules[1])))


@pytest.mark.parametrize(
    ("name", "value"),
    [("visible", "no"), ("time limit", "5"), ("requires", "Link: viewed"), ("attempts", "3"), ("pass mark", "1")],
)
def test_what_keeps_students_out_is_found_though_it_is_added(name: str, value: str) -> None:
    outline = read_back()[2]
    test = outline.modules[1].items[0]
    if name == "requires":
        test = outline.modules[1].items[1]
    assert name not in test.settings
    other = replace(test, settings={**test.settings, name: value})
    items = tuple(other if item is test else item for item in outline.modules[1].items)
    assert misses(replace(outline, modules=(outline.modules[0], replace(outline.modules[1], items=items)))) == [
        f"added setting {name}"
    ]
    ordered = replace(outline.modules[1], items=items, settings={**outline.modules[1].settings, "in order": "yes"})
    in_order = misses(replace(outline, modules=(outline.modules[0], ordered)))
    assert in_order == ([] if name == "requires" else [f"added setting {name}"])


HIDDEN = [
    ("moodle", "module.xml", "<visible>1</visible>", "<visible>0</visible>"),
    ("canvas", ".html", 'content="active"', 'content="unpublished"'),
    ("canvas", "module_meta.xml", "<workflow_state>active", "<workflow_state>unpublished"),
    ("canvas", "assessment_meta.xml", "<available>true", "<available>false"),
]


@pytest.mark.parametrize(("target", "end", "old", "other"), HIDDEN)
def test_what_a_package_hides_is_found(target: str, end: str, old: str, other: str) -> None:
    course = Course.model_validate(COURSE)
    package, losses = exported(target, course)
    format = formats()[target]
    lowered = lower(course, format.options().carried(format.capabilities))[0]
    promised = outlined(resolved(course, {}).with_course(lowered))
    with judged(target, package) as whole:
        assert whole.subject is not None
        before = undeclared(course, promised, whole.subject.outline, losses)
    hidden = 0
    for part in package:
        content = part.open().read() if part.name.endswith(end) else b""
        if old.encode() not in content or b'name="front_page"' in content:  # which the course does not have
            continue
        with judged(target, package, {part.name: replaced(old, other)}) as found:
            assert found.subject is not None
            missed = undeclared(course, promised, found.subject.outline, losses)
        new = [one for one in missed if one not in before]
        added = {f"{one.what} {one.aspect}" for one in new}
        assert added in ({"added setting visible"}, {"added lesson"}), part.name  # the task of a lab has a page there
        hidden += 1
    assert hidden
