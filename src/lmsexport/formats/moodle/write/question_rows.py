"""Rows of Moodle's question bank, as the templates read them."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

STAMP, WHEN = "\x1e", "\x1f"
"""What stands for a question's stamp and time until its content is known; no text of a course can hold them."""

NOTHING = "&#160;"
"""Stands for a text of which nothing shows: an import drops empty choices, and takes such a pair for a distractor."""


@dataclass(slots=True)
class Answer:
    """A row of question_answers."""

    id: int
    text: str
    html: bool
    fraction: str
    feedback: str = ""
    tolerance: str = "0"


@dataclass(slots=True)
class Record:
    """A row of the question table with what its type adds; the templates read it."""

    id: int
    entry: int
    category: int
    context: int
    qtype: str
    name: str
    text: str
    idnumber: str = ""
    parent: int = 0
    general: str = ""
    mark: str = "0.0000000"
    penalty: str = "0.3333333"
    hints: list[dict[str, Any]] = field(default_factory=list)
    tags: list[dict[str, Any]] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    correct: str = ""
    partial: str = ""
    incorrect: str = ""
    single: bool = False
    shuffle: bool = False
    case_sensitive: bool = False
    all_or_nothing: bool = False
    pairs: list[dict[str, Any]] = field(default_factory=list)
    sequence: list[int] = field(default_factory=list)
    min_words: int | None = None
    max_words: int | None = None
    grader_notes: str = ""
    template: str = ""
    stamp: str = STAMP
    when: str = WHEN


@dataclass(frozen=True, slots=True)
class Category:
    """Where questions are collected: of a quiz, in its own context, or of a bank, in the course's."""

    id: int
    context: int
    source: str
    """The file that the questions' links start from."""


def decimal(number: Decimal, digits: int = 7) -> str:
    """A number as Moodle's database writes it."""
    return f"{number:.{digits}f}"
