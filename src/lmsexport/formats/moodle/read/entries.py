"""Questions as Moodle's question bank has them, read from a backup, a Moodle XML file or a GIFT file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from lmsexport.formats.moodle.read.values import number
from lmsexport.validation import RichText, plain, rich

TYPES = {
    "truefalse": "true-false",
    "shortanswer": "short-answer",
    "numerical": "numeric",
    "match": "matching",
    "multianswer": "fill-in-blanks",
    "gapselect": "fill-in-blanks",
    "essay": "essay",
    "description": "text",
    "ordering": "ordering",
}
"""Moodle's type → the model's; `multichoice` is one of two."""

STANDARD = frozenset({*TYPES, "multichoice"})
"""The types whose answers are read."""


@dataclass(slots=True)
class Response:
    """An answer that the question foresees."""

    text: str
    """HTML where `html` says so."""
    fraction: Decimal | None
    """Share of 1 that it earns; None where the package says no number."""
    feedback: str = ""
    html: bool = True
    tolerance: Decimal | None = None
    id: str = ""
    item: str = ""
    """Number under which the package has the files of its text (`answer`) and of its feedback (`answerfeedback`)."""
    unread_share: bool = False
    """Whether it begins like a share in GIFT that is not read as one, and so is a part of the text."""

    @property
    def plain(self) -> str:
        """The words that a student reads or types."""
        return self.rich.words

    @property
    def rich(self) -> RichText:
        """The text that a student reads or types."""
        return rich(self.text, f"answer {self.item}") if self.html else RichText(self.text)

    @property
    def comment(self) -> RichText:
        """The feedback that a student reads."""
        return rich(self.feedback, f"answerfeedback {self.item}")


@dataclass(slots=True)
class Entry:
    """A question with everything that is read of it. Texts are HTML."""

    qtype: str
    id: str
    """Moodle's number in a backup; in a file of questions its place in it, from 1."""
    place: str
    """`MEMBER:LINE`."""
    name: str = ""
    idnumber: str = ""
    text: str = ""
    mark: Decimal | None = None
    general: str = ""
    responses: list[Response] = field(default_factory=list)
    outcomes: dict[str, str] = field(default_factory=dict)
    """`correct`, `partial`, `incorrect` → what is said."""
    pairs: list[tuple[str, str]] = field(default_factory=list)
    """Prompt and match, as HTML."""
    items_of_pairs: list[str] = field(default_factory=list)
    """Number under which the package has the files of each prompt (`subquestion`); empty in GIFT, which holds none."""
    blanks: list[Entry] = field(default_factory=list)
    """The questions behind `{#1}`, `{#2}`, … of the text."""
    hints: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    single: bool = True
    shuffle: bool | None = None
    case_sensitive: bool = False
    all_or_nothing: bool = False
    essay: dict[str, str] = field(default_factory=dict)
    """Settings of an essay, as outlines name them."""
    bodies: set[str] = field(default_factory=set)
    """Where its files are to be found, as `AREA ITEM`."""
    stamp: str = ""
    missing: tuple[str, ...] = ()
    """What Moodle needs of it and does not find: names of elements."""
    faults: tuple[str, ...] = ()
    """What could not be read, a sentence each."""

    @property
    def type(self) -> str:
        """The model's name of its type, or Moodle's own."""
        if self.qtype == "multichoice":
            return "single-choice" if self.single else "multiple-response"
        return TYPES.get(self.qtype, self.qtype)

    @property
    def line(self) -> int:
        """Where it begins in its member; 0 when that is not known."""
        tail = self.place.rpartition(":")[2]
        return int(tail) if tail.isdecimal() else 0

    @property
    def member(self) -> str:
        """The file that it stands in."""
        return self.place.rpartition(":")[0]

    @property
    def called(self) -> str:
        """How messages name it."""
        return f"“{plain(self.name) or plain(self.text)[:60] or self.id}”"

    @property
    def every(self) -> Iterator[Entry]:
        """The question and those in its blanks."""
        yield self
        yield from self.blanks


def essay_settings(least: str, most: str, template: str, notes: str) -> dict[str, str]:
    """What an essay asks for, where it says so: words, 0 or nothing where it does not; the rest is HTML."""
    found = {"words at least": least if number(least) else "", "words at most": most if number(most) else "",
             "begins with": plain(template), "for graders": plain(notes)}  # fmt: skip
    return {name: text for name, text in found.items() if text}


def catch_all(entry: Entry) -> Response | None:
    """The last answer, when it is there for whatever no other answer foresees."""
    last = entry.responses[-1] if entry.responses else None
    alone = last is not None and last.text.strip() == "*" and not last.fraction
    return last if alone and entry.qtype in ("shortanswer", "numerical") else None


def without_catch_all(entry: Entry) -> Entry:
    """The question with what is said to any other answer as the feedback for wrong ones."""
    if (last := catch_all(entry)) is not None:
        entry.responses = entry.responses[:-1]
        if last.feedback:
            entry.outcomes = entry.outcomes | {"incorrect": last.feedback}
    return entry


def all_of(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The questions and those in their blanks."""
    for entry in entries:
        yield from entry.every
