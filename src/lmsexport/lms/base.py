"""What is known about an LMS's import."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import entry_points
from typing import ClassVar, Literal, Protocol

from lmsexport.validation import Outline, Question, Subject

GROUP = "lmsexport.lms"
"""The entry-point group through which LMSs register; the built-in ones use it too."""


@dataclass(frozen=True, slots=True)
class ImportRule:
    """Something that an LMS does with every package of a kind."""

    id: str
    """Stable and kebab-case, beginning with the LMS: `canvas-drops-hints`."""
    says: str
    """What the LMS does, as one sentence that an instructor understands."""
    source: str
    """Where that is seen: the vendor's page, or file and function of the LMS's code with its version."""
    tried: bool = field(kw_only=True)
    """Whether it was seen happen in the real LMS or its own import code; otherwise it was only read."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What an import rule does to one thing of a package."""

    rule: ImportRule
    effect: Literal["dropped", "changed", "to do", "updated", "duplicated", "resets attempts"]
    """Gone; different from what the package says; for a person to do after the upload; and for a second upload:
    replaced in place; there twice; replaced so that students' attempts are lost."""
    what: str
    """The thing, by its title."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """The course as it will stand in the LMS after the upload."""

    outline: Outline
    remarks: tuple[Remark, ...] = ()


def name_of(question: Question) -> str:
    """How remarks name a question: by its title, or the beginning of its prompt."""
    return question.title or question.prompt.words[:60]


class Lms(Protocol):
    """An LMS as the receiver of packages."""

    name: ClassVar[str]
    """What users type before the `@`: `moodle`."""
    title: ClassVar[str]
    versions: ClassVar[Mapping[str, str]]
    """Versions whose rules are known, newest last, each with what the rules were seen in; the newest is the default."""
    kinds: ClassVar[frozenset[str]]
    """Kinds of packages (`Reader.kind`) that it takes in."""
    rules: ClassVar[tuple[ImportRule, ...]]

    def simulate(self, subject: Subject, version: str) -> Arrival:
        """The course after an upload into an empty course."""

    def reimport(self, earlier: Subject, later: Subject, version: str) -> Iterable[Remark]:
        """What a second upload does to what stands there from the first."""


@cache
def lmss() -> Mapping[str, Lms]:
    """All registered LMSs by name."""
    found = sorted(entry_points(group=GROUP), key=lambda entry: entry.name)
    return {entry.name: entry.load()() for entry in found}
