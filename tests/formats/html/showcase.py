"""A course in memory with every item, every block of texts and every question type."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lmsexport.content import ResolvedCourse, Source, nowhere, resolve
from lmsexport.model import Course

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><circle cx="20" cy="10" r="8"/></svg>\n'

BODY = """\
A paragraph with *emphasis*, **strength**, `code`, ~~a mistake~~ and [a link to the quiz](item:quiz-all).

## A heading

- one
- two, with a formula $a^2 + b^2 = c^2$

::: callout Key Paper
Bai et al., with [a link](https://example.org/paper) and `code`.
:::

::: steps
### Critique
The model reads its own answer.
### Revision
It writes a better one.
:::

::: timeline
### 1998 | The first
It began.
### 2008 | The second
It went on.
:::

![A circle in the middle](images/circle.svg "A circle")

| Left | Centre | Right |
| :-- | :-: | --: |
| a | b | 1 |

> A quotation.

$$
\\sum_{i=1}^{n} i = \\frac{n(n+1)}{2}
$$

```python
def area(radius: float) -> float:
    return 3.14159 * radius**2  # roughly
```

### A smaller heading

1. first
2. second

---

The end.
"""


def choice(id: str, text: str, **more: Any) -> dict[str, Any]:
    return {"id": id, "text": text, "feedback": f"You picked {text}."} | more


def question(id: str, type: str, prompt: str, **more: Any) -> dict[str, Any]:
    feedback = {"correct": "All of it.", "partial": "Some of it.", "incorrect": "None of it.", "general": "Read on."}
    return {"id": id, "type": type, "prompt": prompt, "feedback": feedback, "explanation": f"Why {id} is so."} | more


def questions(prefix: str) -> list[dict[str, Any]]:
    """One question of each type; ids begin with the prefix."""
    return [
        {"type": "text", "id": f"{prefix}-passage", "text": "Read this **passage** first."},
        question(
            f"{prefix}-single", "single-choice", "What is the capital of France?", hints=["It is on the Seine.", "Pa…"],
            choices=[choice("a", "Lyon"), choice("b", "Paris", correct=True), choice("c", "None of these", fixed=True)],
        ),
        question(
            f"{prefix}-multiple", "multiple-response", "Which are primes?",
            choices=[
                choice("a", "2", correct=True), choice("b", "3", correct=True), choice("c", "4"),
                choice("d", r"$\frac{6}{1}$"),
            ],
        ),
        question(
            f"{prefix}-true", "true-false", "Snow is $0$ °C or colder.", answer=True, if_true="Yes.", if_false="No.",
        ),
        question(
            f"{prefix}-short", "short-answer", "Who wrote *Faust*?", wildcards=True,
            answers=[{"text": "*Goethe"}, {"text": "Schiller", "weight": 0, "feedback": "His friend."}],
        ),
        question(
            f"{prefix}-numeric", "numeric", "How far is it?", unit="km",
            answers=[{"value": "10", "tolerance": "0.5"}, {"min": "5", "max": "15", "weight": 50, "feedback": "Near."}],
        ),
        question(
            f"{prefix}-matching", "matching", "Match the capitals.", distractors=["Oslo"],
            pairs=[
                {"id": "fr", "prompt": "France", "match": "Paris", "feedback": "On the Seine."},
                {"id": "it", "prompt": "Italy", "match": "Rome"},
                {"id": "pi", "prompt": r"$\pi$", "match": "3.14"},
            ],
        ),
        question(
            f"{prefix}-ordering", "ordering", "Put them in order.",
            items=[{"id": "one", "text": "First"}, {"id": "two", "text": "Second"}, {"id": "three", "text": "Third"}],
        ),
        question(
            f"{prefix}-blanks", "fill-in-blanks", "{{city}} has {{people}} million people and the river {{river}}.",
            blanks=[
                {"id": "city", "kind": "text", "answers": [{"text": "Paris", "feedback": "Indeed."}]},
                {"id": "people", "kind": "numeric", "answers": [{"value": "2.1", "tolerance": "0.1"}]},
                {
                    "id": "river", "kind": "dropdown",
                    "choices": [choice("a", "Seine", correct=True), choice("b", "Rhine")],
                },
            ],
        ),
        question(
            f"{prefix}-essay", "essay", "Why?", min_words=5, max_words=50, grader_notes="Look for a reason.",
            template="Because",
        ),
    ]  # fmt: skip


def course(language: str = "en", **changes: Any) -> Course:
    """The course; `changes` are fields of it."""
    items: list[dict[str, Any]] = [
        {
            "type": "lesson", "id": "lesson-one", "title": "The first lesson", "subtitle": "With every block there is.",
            "guiding_question": "What can a lesson hold?", "objectives": ["Name the blocks", "Tell them apart"],
            "minutes": 12, "body": BODY, "glossary": [{"term": "Block", "definition": "A part of a text."}],
        },
        {
            "type": "quiz", "id": "quiz-all", "title": "A practice quiz", "subtitle": "All types",
            "instructions": "Answer *everything*.", "questions": questions("p"), "pass_mark": 50,
            "feedback_shows": "immediately", "answers_show": "immediately", "shuffle_choices": False,
            "grade_category": "tests",
        },
        {
            "type": "lab", "id": "lab-one", "title": "The first lab", "summary": "A talk with a critic.",
            "task": "Ask it.",
            "suggested_opening": "Hello!\nHow are you?", "assistant": "Critic", "tagline": "Reads twice",
            "welcome": "What shall we read?", "points": 10, "grade_category": "tests",
            "requires": [{"item": "lesson-one"}],
        },
        {"type": "heading", "id": "more", "title": "More", "description": "Beside the course."},
        {"type": "link", "id": "link-one", "title": "A page", "url": "https://example.org/", "description": "Read it."},
        {"type": "download", "id": "file-one", "title": "A drawing", "file": "images/circle.svg"},
        {"type": "discussion", "id": "talk", "title": "Let us talk", "prompt": "What do you think?"},
        {
            "type": "test", "id": "test-all", "title": "The test", "questions": [
                *questions("t"),
                {"type": "pool", "id": "draw", "bank": "bank", "draw": 2, "points": 2},
            ],
            "pass_mark": 80, "attempts": 2, "questions_per_page": 4, "shuffle_questions": True,
            "requires": [{"item": "quiz-all", "state": "passed"}], "grade_category": "tests",
        },
    ]  # fmt: skip
    for item in items:
        item["source"] = f"one/{item['id']}"
    fields = {
        "id": "showcase", "title": "Everything there is", "date": "2025-01-31", "language": language,
        "licence": "CC-BY-4.0",
        "authors": [{"name": "Ada"}, {"name": "Grace", "url": "https://example.org/grace"}],
        "keywords": ["all", "parts"],
        "description": "A course with **everything**.", "source": "course.yaml",
        "tools": [{"id": "tool", "name": "Lab Tool", "url": "https://labs.example.org/lti"}],
        "grade_categories": [{"id": "tests", "title": "Tests", "weight": 100}],
        "banks": [{"id": "bank", "title": "Bank", "source": "banks/bank.yaml", "questions": [
            question(f"b-{n}", "short-answer", f"Type {n}.", answers=[{"text": str(n)}]) for n in range(1, 5)
        ]}],
        "modules": [
            {"id": "one", "number": 1, "title": "The beginning", "description": "All items.", "items": items,
             "source": "one/module.yaml"},
            {"id": "two", "title": "The end", "requires": ["one"], "source": "two/module.yaml", "items": [
                {"type": "lesson", "id": "lesson-last", "title": "The last lesson", "body": "Nothing more.",
                 "source": "two/last.md", "complete_when": "viewed"}]},
        ],
    } | changes  # fmt: skip
    return Course.of(**fields)


def resolved(course: Course, folder: Path) -> ResolvedCourse:
    """The course with its files, written into a folder."""
    drawing = folder / "circle.svg"
    drawing.write_text(DRAWING, encoding="utf-8")
    found, problems = resolve(Source(course, {"one/images/circle.svg": drawing}, nowhere))
    assert problems == []
    return found
