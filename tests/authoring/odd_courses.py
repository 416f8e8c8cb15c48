"""Random courses whose texts are made of what YAML and Markdown stumble over."""

from __future__ import annotations

import datetime
from typing import Any

from hypothesis import strategies as st

from lmsexport.model import Course

LETTERS = st.sampled_from([*"aZé中ع٣😀0129 \n\t:-#&*!|>%@`'\"{}[],?~=<\\$.", "no", "null", "---", ": ", " #", "1.10"])
TEXTS = st.lists(LETTERS, min_size=1, max_size=12).map("".join).filter(str.strip)
LINES = TEXTS.map(lambda text: text.strip())
NUMBERS = st.decimals(min_value=-1000, max_value=1000, places=2)
FEEDBACK = st.fixed_dictionaries({}, optional=dict.fromkeys(("correct", "partial", "incorrect", "general"), TEXTS))
COMMON = {
    "title": LINES, "points": st.decimals(0, 100, places=1), "feedback": FEEDBACK, "explanation": TEXTS,
    "hints": st.lists(TEXTS, max_size=2), "tags": st.lists(LINES, max_size=2),
}  # fmt: skip


def lettered(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"id": chr(97 + number)} | part for number, part in enumerate(parts)]


def choices(right: int = 1) -> st.SearchStrategy[list[dict[str, Any]]]:
    choice = st.fixed_dictionaries({"text": TEXTS}, optional={"feedback": TEXTS, "fixed": st.booleans()})
    return st.lists(choice, min_size=2, max_size=4).map(
        lambda parts: lettered([part | {"correct": n < right} for n, part in enumerate(parts)])
    )


def accepted(field: str, values: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    first = st.fixed_dictionaries({field: values}, optional={"feedback": TEXTS})
    more = st.fixed_dictionaries({field: values, "weight": st.integers(0, 100)})
    return st.tuples(first, st.lists(more, max_size=2)).map(lambda pair: [pair[0], *pair[1]])


def question(type: str, **fields: Any) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"type": st.just(type), "prompt": TEXTS, **fields}, optional=COMMON)


PAIRS = st.lists(st.fixed_dictionaries({"prompt": TEXTS, "match": LINES}), min_size=2, max_size=4)
BLANKS = [
    {"id": "a", "kind": "text", "answers": [{"text": "no"}, {"text": "0123", "weight": "50"}]},
    {"id": "b", "kind": "numeric", "answers": [{"min": "1.10", "max": "2"}]},
    {"id": "c", "kind": "dropdown", "choices": [{"id": "x", "text": "1", "correct": True}, {"id": "y", "text": "2"}]},
]
QUESTIONS = st.one_of(
    question("single-choice", choices=choices()),
    question("multiple-response", choices=choices(2), scoring=st.sampled_from(["partial", "all-or-nothing"])),
    question("true-false", answer=st.booleans(), if_true=TEXTS),
    question("short-answer", answers=accepted("text", TEXTS), case_sensitive=st.booleans()),
    question("numeric", answers=accepted("value", NUMBERS), unit=LINES),
    question("matching", pairs=PAIRS.filter(lambda pairs: len({pair["match"] for pair in pairs}) > 1).map(lettered)),
    question("ordering", items=st.lists(st.fixed_dictionaries({"text": TEXTS}), min_size=2, max_size=4).map(lettered)),
    question("fill-in-blanks", blanks=st.just(BLANKS)).map(
        lambda found: found | {"prompt": found["prompt"].replace("{", "(") + "{{a}}{{b}}{{c}}"}
    ),
    question("essay", grader_notes=TEXTS, template=TEXTS),
)


def numbered(found: list[dict[str, Any]], owner: str) -> list[dict[str, Any]]:
    return [{"id": f"{owner}-{number}"} | part for number, part in enumerate(found)]


@st.composite
def courses(draw: st.DrawFn) -> Course:
    """A course with a lesson, a quiz and a bank."""
    bank = {
        "id": "bank",
        "title": draw(LINES),
        "questions": numbered(draw(st.lists(QUESTIONS, min_size=2, max_size=3)), "b"),
    }
    lesson = draw(
        st.fixed_dictionaries(
            {"title": LINES, "body": TEXTS},
            optional={
                "subtitle": LINES, "objectives": st.lists(LINES, max_size=2), "minutes": st.integers(1, 99),
                "glossary": st.lists(st.fixed_dictionaries({"term": LINES, "definition": TEXTS}), max_size=2),
            },
        )
    )  # fmt: skip
    questions = numbered(draw(st.lists(QUESTIONS, min_size=1, max_size=4)), "q")
    pool = {"type": "pool", "id": "draw", "bank": "bank", "draw": 2, "points": draw(st.decimals(0, 9, places=1))}
    quiz = {
        "type": "quiz",
        "id": "quiz",
        "title": draw(LINES),
        "questions": [*questions, pool],
        "requires": [{"item": "lesson"}],
    }
    return Course.of(
        id="demo",
        title=draw(LINES),
        date=draw(st.dates(datetime.date(1980, 1, 1), datetime.date(2100, 1, 1))),
        version=draw(LINES),
        description=draw(TEXTS),
        source="course.yaml",
        banks=[bank | {"source": "bank.yaml"}],
        modules=[
            {
                "id": "m", "title": draw(LINES), "source": "m/module.yaml",
                "items": [
                    lesson | {"type": "lesson", "id": "lesson", "source": "m/lesson.md"},
                    quiz | {"source": "m/quiz.yaml"},
                ],
            }
        ],
    )  # fmt: skip
