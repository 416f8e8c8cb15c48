"""The answers that an interaction foresees, each with what it earns: found by trying them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from math import isfinite

from lxml import etree

from lmsexport.formats.qti.read.conditions import NUMERIC
from lmsexport.formats.qti.read.interactions import choices, own_words
from lmsexport.formats.qti.read.response_processing import Outcome, Processing
from lmsexport.model.numbers import tidy
from lmsexport.validation import NOTHING, BlankKind, Number, RichText, fixed_choices

NONSENSE = "\0"
"""A response that nobody gives: a wrong one."""


@dataclass(slots=True)
class Candidate:
    """An answer while its item is read."""

    text: RichText
    share: Decimal
    outcome: Outcome
    """What is shown to who gives this answer and no other."""
    id: str = ""
    """Identifier of the choice."""
    blank: str = ""
    """Number of the blank that it belongs to."""
    feedback: list[RichText] = field(default_factory=list)
    match: RichText = NOTHING
    """Of a pair its other side."""
    means: bool | None = None
    """Of true and false, which it is."""
    number: Number | None = None
    """The numbers that it stands for."""
    wildcards: bool = False
    """Whether `*` in the text stands for any characters."""


@dataclass(slots=True)
class Answers:
    """What an item says in the way of its type."""

    candidates: list[Candidate] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)
    hints: tuple[RichText, ...] = ()
    """Those that stand in the item."""
    blanks: tuple[BlankKind, ...] = ()
    """How each blank is filled."""


@dataclass(frozen=True)
class InteractionReader:
    """An interaction of an item."""

    processing: Processing
    element: etree._Element
    blank: str = ""
    """Number of the blank; empty where the item asks one thing."""
    member: str = ""
    """The document."""

    @cached_property
    def choices(self) -> list[tuple[str, RichText]]:
        """What can be picked: identifier and text."""
        return choices(self.element, self.member)

    @property
    def name(self) -> str:
        """Identifier of its response."""
        return self.element.get("responseIdentifier", "")

    @property
    def declaration(self) -> etree._Element | None:
        """The declaration of its response."""
        return self.processing.responses.get(self.name)

    @property
    def base(self) -> str:
        """The base type of its response."""
        return self.declaration.get("baseType", "") if self.declaration is not None else ""

    @property
    def takes_numbers(self) -> bool:
        """Whether its response is a number."""
        return self.base in NUMERIC

    @property
    def cardinality(self) -> str:
        """The cardinality of its response."""
        return self.declaration.get("cardinality", "single") if self.declaration is not None else "single"

    @property
    def right(self) -> list[str]:
        """The values of the correct response that is declared."""
        return self.processing.right.get(self.name, [])

    @property
    def mapped(self) -> list[str]:
        """The keys of its mapping."""
        found = self.declaration.iterfind("mapping/mapEntry") if self.declaration is not None else ()
        return [" ".join(entry.get("mapKey", "").split()) for entry in found]

    def outcome(self, values: Sequence[str], forced: etree._Element | None = None) -> Outcome:
        """What follows from a response to this interaction alone."""
        return self.processing.outcome({self.name: list(values)}, forced)

    @cached_property
    def worthless(self) -> bool:
        """Whether it is a blank that adds nothing: which answer is right, only its declaration says."""
        right = self.processing.right
        others = {name: values for name, values in right.items() if name != self.name}
        return bool(self.blank) and self.processing.outcome(right).score <= self.processing.outcome(others).score

    def earned(self, values: Sequence[str], forced: etree._Element | None = None) -> float:
        """Points of a response; in a blank, what it adds where all others are filled in rightly."""
        if not self.blank:
            return self.outcome(values, forced).score
        if self.worthless and forced is None:
            return float(list(values) == self.right)
        others = {name: found for name, found in self.processing.right.items() if name != self.name}
        with_it = self.processing.outcome({**others, self.name: list(values)}, forced).score
        return with_it - self.processing.outcome(others).score


def share(points: float, whole: float) -> Decimal:
    """Points in percent of the whole, to five places, −100 to 100."""
    if whole <= 0 or not isfinite(points) or not isfinite(whole):
        return Decimal(0)
    return tidy(Decimal(repr(round(min(max(points * 100 / whole, -100.0), 100.0), 5))))


def even_share(number_of: int) -> Decimal:
    """The share of each of so many parts, in percent."""
    return tidy(round(Decimal(100) / number_of, 5)) if number_of else Decimal(0)


def full_points(reader: InteractionReader, points: Sequence[float]) -> float:
    """What all points are: those of the item; in a blank, those of its best answer."""
    return max(points, default=0.0) if reader.blank else reader.processing.maximum


def picked(reader: InteractionReader) -> Iterator[Candidate]:
    """One of several choices."""
    points = [(id, text, reader.earned([id])) for id, text in reader.choices]
    whole = full_points(reader, [earned for *_, earned in points])
    for id, text, earned in points:
        yield Candidate(text, share(earned, whole), reader.outcome([id]), id, reader.blank)


def shuffle_setting(interaction: etree._Element) -> dict[str, str]:
    """Whether the parts of an interaction are shuffled, where it says so."""
    shuffle = interaction.get("shuffle")
    return {} if shuffle is None else {"shuffle": "yes" if shuffle == "true" else "no"}


def choice_settings(interaction: etree._Element) -> dict[str, str]:
    """Whether choices are shuffled, and which of them keep their place then."""
    settings = shuffle_setting(interaction)
    if settings.get("shuffle") == "yes":
        fixed = (choice for choice in interaction.iter("simpleChoice") if choice.get("fixed") == "true")
        settings |= fixed_choices(map(own_words, fixed))
    return settings


def scoring_setting(strict: bool) -> dict[str, str]:
    """Whether parts earn all or nothing."""
    return {"scoring": "all-or-nothing" if strict else "partial"}
