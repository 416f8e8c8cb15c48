"""Courses for the tests of the Moodle backup, built in memory."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from lmsexport.content import ResolvedCourse, Source, nowhere, resolve
from lmsexport.formats.base import Context
from lmsexport.formats.moodle import MoodleBackup, MoodleOptions
from lmsexport.lowering import lower
from lmsexport.model import Course
from lmsexport.packaging import Package

CONTEXT = Context(when=datetime.datetime(2026, 1, 31, 12, tzinfo=datetime.UTC))


def choices(*texts: str, right: tuple[int, ...] = (0,)) -> list[dict[str, Any]]:
    return [
        {"id": "abcdefgh"[n], "text": text, "correct": n in right, "feedback": f"Feedback on {text}."}
        for n, text in enumerate(texts)
    ]


def question(type: str, id: str, **fields: Any) -> dict[str, Any]:
    return {"type": type, "id": id, "prompt": f"Prompt of {id}?"} | fields


FEEDBACK = {"correct": "All right.", "partial": "Partly right.", "incorrect": "All wrong.", "general": "In general."}

QUESTIONS: list[dict[str, Any]] = [
    question("single-choice", "single", choices=choices("Red", "Green", "Blue"), feedback=FEEDBACK, hints=["Look up."]),
    question("multiple-response", "multiple", choices=choices("Two", "Three", "Four", right=(0, 1)), feedback=FEEDBACK),
    question("true-false", "truth", answer=False, if_true="No, it is false.", if_false="Yes.", feedback=FEEDBACK),
    question(
        "short-answer",
        "short",
        wildcards=True,
        feedback=FEEDBACK,
        answers=[{"text": "Par*"}, {"text": "Lyon", "weight": 50, "feedback": "Nearly."}],
    ),
    question("short-answer", "literal", answers=[{"text": "2*3"}], case_sensitive=True),
    question(
        "numeric",
        "number",
        unit="km/h",
        feedback=FEEDBACK,
        answers=[
            {"value": "200", "tolerance": "5", "tolerance_type": "relative"},
            {"min": "10", "max": "20", "weight": 25},
        ],
    ),
    question(
        "matching",
        "match",
        distractors=["Berlin"],
        feedback=FEEDBACK,
        pairs=[
            {"id": "a", "prompt": "France", "match": "Paris", "feedback": "On the Seine."},
            {"id": "b", "prompt": "Italy", "match": "Rome"},
        ],
    ),
    question(
        "ordering",
        "order",
        feedback=FEEDBACK,
        items=[{"id": "a", "text": "One"}, {"id": "b", "text": "Two", "feedback": "2"}],
    ),
    question(
        "fill-in-blanks",
        "fill",
        feedback=FEEDBACK,
        points=4,
        explanation="Because.",
        prompt="{{river}} flows through {{city}} for {{km}} km.",
        blanks=[
            {"kind": "text", "id": "city", "answers": [{"text": "Par}is~#=", "feedback": "Yes & no."}], "points": 2},
            {"kind": "dropdown", "id": "river", "choices": choices("Seine", "Loire", right=(0,)), "points": 1},
            {"kind": "numeric", "id": "km", "answers": [{"value": "777", "tolerance": "1"}], "points": 1},
        ],
    ),
    question("essay", "essay", grader_notes="Look for *three* reasons.", min_words=10, max_words=99, template="Dear …"),
    {"type": "text", "id": "passage", "text": "Read this."},
]
"""One of every type, and a literal asterisk."""


def course(*items: dict[str, Any], **fields: Any) -> dict[str, Any]:
    module = {"id": "module", "title": "Module", "number": 1, "items": list(items), "description": "About."}
    return {"id": "course", "title": "Course", "date": "2026-01-31", "modules": [module]} | fields


def lesson(id: str, **fields: Any) -> dict[str, Any]:
    return {"type": "lesson", "id": id, "title": f"Lesson {id}", "body": "Text.", "source": f"{id}.md"} | fields


def quiz(id: str, questions: list[dict[str, Any]], **fields: Any) -> dict[str, Any]:
    return {"type": "quiz", "id": id, "title": f"Quiz {id}", "questions": questions} | fields


def resolved(data: dict[str, Any], files: dict[str, Path] | None = None) -> ResolvedCourse:
    course, problems = resolve(Source(Course.model_validate(data), files or {}, nowhere))
    assert [str(problem) for problem in problems] == []
    return course


def export(data: dict[str, Any], files: dict[str, Path] | None = None, **options: Any) -> Package:
    chosen = MoodleOptions.model_validate(options)
    return MoodleBackup().export(lower(resolved(data, files), MoodleBackup(), chosen).course, chosen, CONTEXT)
