"""Formulas that stand alone on a page: Canvas loads MathJax where it finds `$$` or `\\(`, and nowhere else."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from formats.exporting import content, export
from formats.moodle.courses import course, quiz
from lmsexport.validation import plain

SHOWN = "$$E=mc^2$$"
"""A text with nothing but a formula on a line of its own."""
CHOICES: list[dict[str, Any]] = [{"id": "a", "text": "Yes", "correct": True}, {"id": "b", "text": "No"}]


def single(**fields: Any) -> list[dict[str, Any]]:
    return [quiz("quiz", [{"type": "single-choice", "id": "q", "prompt": "What?", "choices": CHOICES} | fields])]


def lesson(**fields: Any) -> list[dict[str, Any]]:
    return [{"type": "lesson", "id": "page", "title": "Page", "body": "Words."} | fields]


LAB = {"type": "lab", "id": "lab", "title": "Lab", "task": "Do.", "assistant": "A", "tool": "chat"}
PLACES: dict[str, list[dict[str, Any]]] = {
    "page": lesson(body=SHOWN),
    "page-in-callout": lesson(body=f"::: callout Note\n{SHOWN}\n:::"),
    "page-in-list": lesson(body=f"- {SHOWN}"),
    "page-in-words": lesson(body=f"So {SHOWN} it is."),
    "glossary": lesson(glossary=[{"term": "Energy", "definition": SHOWN}]),
    "prompt": single(prompt=SHOWN),
    "choice": single(choices=[{"id": "a", "text": SHOWN, "correct": True}, *CHOICES[1:]]),
    "feedback-of-choice": single(choices=[{**CHOICES[0], "feedback": SHOWN}, *CHOICES[1:]]),
    "feedback": single(feedback={"correct": SHOWN}),
    "general-feedback": single(feedback={"general": SHOWN}),
    "explanation": single(explanation=SHOWN),
    "instructions": [quiz("quiz", single()[0]["questions"], instructions=SHOWN)],
    "text-block": [quiz("quiz", [{"type": "text", "id": "t", "text": SHOWN}, *single()[0]["questions"]])],
    "pair": [quiz("quiz", [{"type": "matching", "id": "q", "prompt": "Which?", "pairs": [
        {"id": "a", "prompt": SHOWN, "match": "Energy"}, {"id": "b", "prompt": "2", "match": "Two"}]}])],
    "task": [{**LAB, "task": SHOWN}],
    "graded-task": [{**LAB, "task": SHOWN, "points": 5}],
    "discussion": [{"type": "discussion", "id": "talk", "title": "Talk", "prompt": SHOWN}],
}  # fmt: skip


QUIZZES = [place for place, items in PLACES.items() if any(item["type"] == "quiz" for item in items)]


@pytest.mark.parametrize(
    ("target", "place"),
    [(target, place) for target in ("canvas", "cartridge-1.1", "cartridge-1.3") for place in PLACES]
    + [("qti-1.2", place) for place in QUIZZES],
)
def test_a_displayed_formula_alone_makes_canvas_load_mathjax(place: str, target: str) -> None:
    package = export(target, _with_tool(course(*PLACES[place])))
    texts = [html.unescape(text) for part in package for text in _texts(content(package, part.name).decode())]
    holding = [text for text in texts if "E=mc^2" in text and text != "E=mc^2"]
    assert holding and all(re.search(r"\$\$|\\\(", text) and r"\[" not in text for text in holding)
    assert all(r"\)" not in plain(text) and "$" not in plain(text) for text in holding)


def _with_tool(data: dict[str, Any]) -> dict[str, Any]:
    return data | {"tools": [{"id": "chat", "name": "Chat", "url": "https://tool.example.org/lti"}]}


def _texts(document: str) -> list[str]:
    """The texts of a document, each as Canvas shows it: of a page, or of an element that holds HTML."""
    if document.startswith(("<html", "<!DOCTYPE")):
        return [document.partition("<body>")[2]]
    return re.findall(r">([^<>]*)<", document)
