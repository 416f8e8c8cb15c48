"""A course as a package says it, in words that all formats share.

Readers make outlines of packages; `outlined` makes one of a course in the model. So a package can be compared with
its course, with another package of the same course, and with itself after an LMS has taken it in.

Texts are plain (`plain.plain`). A thing that a package does not say is empty or None, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from lmsexport.model.numbers import plain_number
from lmsexport.validation.rich import NOTHING, RichText

ItemKind = Literal["lesson", "assessment", "lab", "link", "download", "heading", "discussion", "unknown"]

Settings = Mapping[str, str]
"""Settings by name, as plain words. The names that all readers use:

    of an assessment    `points` (of all questions), `pass mark` (points), `attempts` (number), `time limit` (minutes),
                        `shuffle questions`, `shuffle choices`, `graded` (yes, no), `counts` (highest, average, first,
                        last), `feedback shows`, `answers show` (immediately, after-submission, after-close, never),
                        `questions per page`, `weight` (of its grade category), `grade category` (its title)
    of a lab            `points`, `opens` (embedded, window), `weight`, `grade category`, and each custom parameter as
                        `parameter NAME`
    of any item         `complete when` (viewed, submitted, passed), `requires` (`TITLE: STATE`, sorted, one a line),
                        `visible` (no: its package hides it from students; never said of what they see); of modules, too
    of a question       `scoring` (all-or-nothing, partial), `shuffle` (yes, no), `case sensitive` (yes, no; of blanks
                        where one is), `unit`, `fixed choices` (those that keep their place, one a line)
    of blanks           `share of each`: percent of the points, in the order of the prompt, where they differ
    of an essay         `words at least`, `words at most`, `begins with` (what stands in its field), `for graders`
"""


BlankKind = Literal["text", "choice", "number"]
"""How a blank is filled: a text is typed, one of several is chosen, a number is typed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """The numbers that an answer accepts, as its package says them. Ranges include their ends."""

    low: Decimal
    high: Decimal
    value: Decimal | None = None
    """The number in the middle, where the package says one, and not a range alone."""
    tolerance: Decimal = Decimal(0)
    """Accepted distance from `value`."""
    relative: bool = False
    """Whether the tolerance is in percent of `value`."""

    @property
    def words(self) -> str:
        """As answers have it: `LOW … HIGH`, one number where both ends are equal."""
        low, high = plain_number(self.low), plain_number(self.high)
        return low if low == high else f"{low} … {high}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A response that the question foresees: a choice, an accepted text, a pair, a place in an order."""

    text: RichText
    """The choice; the text typed; a number as `LOW … HIGH`, alone when both are equal; of a pair its prompt."""
    share: Decimal
    """Share of the points of its question (in a blank: of its blank) in percent, −100 to 100, to five places.

    A distractor of a matching has no prompt and the share 0. The right order has the items in order, each with
    the share that its place earns.
    """
    feedback: RichText = NOTHING
    blank: str = ""
    """Which blank it belongs to: 1, 2, … in the order of the prompt; empty where a question has none."""
    id: str = ""
    """As its package calls it; no part of what is compared."""
    match: RichText = NOTHING
    """What a pair has on its other side."""
    number: Number | None = None
    """The number that is accepted, of a question or a blank that asks for one."""
    means: bool | None = None
    """What a choice of a true/false question means, whatever words the package has for it."""
    wildcards: bool = False
    """Whether `*` in the text stands for any characters, and `\\*` for an asterisk; else an asterisk is one."""

    @property
    def said(self) -> str:
        """The answer in words: a pair is `PROMPT → MATCH`, a distractor `→ MATCH`."""
        return f"{self.text} → {self.match}".strip() if self.match else self.text.words


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question, or a text between questions (`type` is `text`)."""

    id: str
    """The author's id where the package says it, else the package's own."""
    type: str
    """The model's name of the type, for example `single-choice`; another name for a type that the model lacks."""
    title: str = ""
    prompt: RichText
    """The text; blanks stand in it as `[1]`, `[2]`, …"""
    blanks: tuple[BlankKind, ...] = ()
    """The kind of each blank, in the order of the prompt."""
    points: Decimal | None = None
    answers: tuple[Answer, ...] = ()
    feedback: Mapping[str, RichText] = field(default_factory=dict)
    """By when it shows: `correct`, `partial`, `incorrect`, `general`, and `explanation`."""
    hints: tuple[RichText, ...] = ()
    settings: Settings = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    place: str = ""
    """Member and line, `MEMBER:LINE`, for messages; no part of what is compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """So many random questions of a bank."""

    bank: str
    """Title of the bank."""
    number: int
    points: Decimal | None = None
    """Points for each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bank:
    """Questions that assessments draw from, or that stand in no assessment."""

    id: str
    title: str
    text: RichText = NOTHING
    """What it is about."""
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One of the texts that an item is made of."""

    name: str
    """As the model calls it: `body`, `subtitle`, `guiding_question`, `objectives`, `glossary`, `instructions`,
    `summary`, `task`, `suggested_opening`, `assistant`, `tagline`, `welcome`. What the model has several of is
    there several times, in order."""
    text: RichText
    """Of a term of the glossary its definition."""
    term: str = ""
    """The term that the definition is of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that an item offers."""

    name: str
    """As students see it."""
    member: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What has to be done before something opens."""

    id: str
    """The item or module, as the outline has it."""
    state: str
    """`viewed`, `submitted`, `passed`; of a module `complete`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What stands in a module."""

    id: str
    """The author's id where the package says it, else the package's own."""
    kind: ItemKind
    title: str
    text: RichText = NOTHING
    """All that a student reads before answering anything: a lesson's body, a lab's task, a quiz's instructions."""
    parts: tuple[Part, ...] = ()
    """The same in the parts that the model has, where the package tells them apart."""
    url: str = ""
    """Where a link leads or a lab is launched."""
    media: tuple[str, ...] = ()
    """Files that the item shows or offers, by the SHA-256 of their bytes, sorted."""
    files: tuple[File, ...] = ()
    """What a download offers."""
    needs: tuple[Need, ...] = ()
    """The setting `requires` by ids, since titles can be the same; in the order of the package."""
    questions: tuple[Question | Draw, ...] = ()
    settings: Settings = field(default_factory=dict)
    place: str = ""
    """Member and line, `MEMBER:LINE`, for messages; no part of what is compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """A part of the course."""

    id: str
    title: str
    text: RichText = NOTHING
    items: tuple[Item, ...] = ()
    needs: tuple[Need, ...] = ()
    settings: Settings = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The course that a package holds."""

    title: str = ""
    text: RichText = NOTHING
    language: str = ""
    modules: tuple[Module, ...] = ()
    """A package of questions alone has one module without a title, with an item for each assessment."""
    banks: tuple[Bank, ...] = ()
    tools: Mapping[str, str] = field(default_factory=dict)
    """LTI tools that the package brings along: name → launch URL."""
    grade_categories: Mapping[str, str] = field(default_factory=dict)
    """Title of each part of the course grade → what it is worth beside the others, as a plain number (in percent, in
    packages of this program); empty where the points of its items decide."""
    settings: Settings = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    """What the reader did not understand and so left alone: a sentence each. Never dropped without a word."""

    @property
    def items(self) -> Iterator[Item]:
        """All items of all modules, in order."""
        return (item for module in self.modules for item in module.items)

    @property
    def questions(self) -> Iterator[Question]:
        """All questions of all items and banks, without texts between questions."""
        for item in self.items:
            yield from (found for found in item.questions if isinstance(found, Question) and found.type != "text")
        for bank in self.banks:
            yield from (found for found in bank.questions if found.type != "text")


def share_of_each(points: Sequence[Decimal | None]) -> dict[str, str]:
    """The setting that says what each blank is worth, from their points in the order of the prompt; empty where all are
    worth the same, or that is not known."""
    known = [one for one in points if one is not None]
    total = sum(known, Decimal(0))
    shares = [f"{round(one * 100 / total, 1):f}" for one in known] if total else []
    return {"share of each": ", ".join(shares)} if len(shares) == len(points) and len(set(shares)) > 1 else {}


def fixed_choices(texts: Iterable[str]) -> dict[str, str]:
    """The setting that says which choices of a question keep their place while the others are shuffled."""
    said = "\n".join(texts)
    return {"fixed choices": said} if said else {}
