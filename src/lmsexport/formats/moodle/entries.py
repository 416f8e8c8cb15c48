"""Questions as Moodle's question bank has them, read from a backup, a Moodle XML file or a GIFT file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from lmsexport.formats.moodle.values import number, percent, plain_text, tidy
from lmsexport.validation import Answer, Question, plain, share_of_each

TYPES = {
    "truefalse": "true-false",
    "shortanswer": "short-answer",
    "numerical": "numeric",
    "match": "matching",
    "multianswer": "fill-in-blanks",
    "essay": "essay",
    "description": "text",
    "ordering": "ordering",
}
"""Moodle's type → the model's; `multichoice` is one of two."""

STANDARD = frozenset({*TYPES, "multichoice"})
"""The types whose answers are read."""

_BLANK = re.compile(r"\{#(\d+)\}")


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

    @property
    def plain(self) -> str:
        """The text that a student reads or types."""
        return plain(self.text) if self.html else self.text


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
    """Numbers under which `files.xml` has its files, as `AREA ITEM`."""
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


def question(entry: Entry, points: Decimal | None = None) -> Question:
    """A question in the words of all formats; `points` are what a quiz gives for it, else it says so itself."""
    mark = entry.mark if points is None else points
    if entry.type == "text":
        return Question(
            id=entry.idnumber or entry.id, type="text", title=plain(entry.name), prompt=plain(entry.text),
            place=entry.place,
        )  # fmt: skip
    feedback = {name: plain(text) for name, text in {**entry.outcomes, "general": entry.general}.items()}
    answers = tuple(_answers(entry))
    return Question(
        id=entry.idnumber or entry.id,
        type=entry.type,
        title=plain(entry.name),
        prompt=plain(_BLANK.sub(r"[\1]", entry.text)),
        points=None if mark is None else tidy(mark),
        answers=answers,
        feedback={name: text for name, text in feedback.items() if text},
        hints=tuple(map(plain, entry.hints)),
        settings=_settings(entry),
        tags=tuple(entry.tags),
        place=entry.place,
    )


def essay_settings(least: str, most: str, template: str, notes: str) -> dict[str, str]:
    """What an essay asks for, where it says so: words, 0 or nothing where it does not; the rest is HTML."""
    found = {"words at least": least if number(least) else "", "words at most": most if number(most) else "",
             "begins with": plain(template), "for graders": plain(notes)}  # fmt: skip
    return {name: text for name, text in found.items() if text}


def _settings(entry: Entry) -> dict[str, str]:
    found = dict(entry.essay)
    if entry.type in ("multiple-response", "matching", "ordering", "fill-in-blanks"):
        found["scoring"] = "all-or-nothing" if entry.all_or_nothing else "partial"
    if entry.shuffle is not None and entry.type in ("single-choice", "multiple-response", "matching"):
        found["shuffle"] = _yes(entry.shuffle)
    if entry.type in ("short-answer", "fill-in-blanks"):
        found["case sensitive"] = _yes(any(one.case_sensitive for one in entry.every))
    found |= share_of_each([blank.mark for blank in entry.blanks])
    return found


def _yes(value: bool) -> str:
    return "yes" if value else "no"


# -- answers --------------------------------------------------------------------------------------------------------


def _answers(entry: Entry) -> Iterator[Answer]:
    if entry.qtype == "match":
        yield from _pairs(entry)
    elif entry.qtype == "ordering":
        yield from _order(entry)
    elif entry.qtype == "multianswer":
        for number, blank in enumerate(entry.blanks, 1):
            yield from _typed(blank, str(number))
    elif entry.qtype in STANDARD:
        yield from _typed(entry)


def _pairs(entry: Entry) -> Iterator[Answer]:
    rows = [(plain(prompt), plain(match), _is_pair(prompt)) for prompt, match in entry.pairs]
    number = sum(asked for *_, asked in rows)
    share = percent(Decimal(1) / number) if number else Decimal(0)
    for prompt, match, asked in rows:
        yield Answer(text=f"{prompt} → {match}", share=share if asked else Decimal(0))


def _is_pair(prompt: str) -> bool:
    """Whether there is a prompt; without one, the match is a distractor."""
    return bool(prompt.strip())


def _order(entry: Entry) -> Iterator[Answer]:
    """Moodle sorts the right order by the fraction: 1, 2, 3, …"""
    rows = sorted(entry.responses, key=lambda row: row.fraction or 0)
    for row in rows:
        yield Answer(text=row.plain, share=percent(Decimal(1) / len(rows)), feedback=plain(row.feedback))


def _typed(entry: Entry, blank: str = "") -> Iterator[Answer]:
    for row in entry.responses:
        yield Answer(
            text=_text(entry, row), share=percent(row.fraction), feedback=plain(row.feedback), blank=blank
        )  # fmt: skip


def _text(entry: Entry, row: Response) -> str:
    if entry.qtype == "numerical":
        return bounds(row)
    return typed(row.text) if entry.qtype == "shortanswer" else row.plain


def typed(pattern: str) -> str:
    r"""A typed answer; a literal asterisk, `\*`, is one where the answer has no wildcard that it is to be told from."""
    return pattern if has_wildcard(pattern) else pattern.replace(r"\*", "*")


def has_wildcard(pattern: str) -> bool:
    """Whether an asterisk in the answer stands for any characters (qtype_shortanswer::compare_string_with_wildcard)."""
    return "*" in pattern.replace(r"\*", "")


def bounds(row: Response) -> str:
    """The numbers that are accepted, both ends included."""
    from lmsexport.formats.moodle.values import number

    middle = number(row.text)
    if middle is None:
        return row.text
    wide = row.tolerance or Decimal(0)
    low, high = plain_text(middle - wide), plain_text(middle + wide)
    return low if low == high else f"{low} … {high}"


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
