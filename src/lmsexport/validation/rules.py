"""Rules that packages keep: each with its id, what it asks, where that is written, and the mend."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lmsexport.errors import Severity

if TYPE_CHECKING:
    from lmsexport.validation.reader import Subject


@dataclass(frozen=True, slots=True)
class Breach:
    """A place where a package does not keep a rule."""

    what: str
    """One sentence: what is there, and what was expected."""
    member: str = ""
    """The file in the package; empty for the package as a whole."""
    line: int = 0
    """Counts from 1; 0 for the whole file."""
    mend: str = ""
    """What to do about this one, where that is more than the rule's own mend."""


Check = Callable[["Subject"], Iterable[Breach]]


@dataclass(frozen=True, slots=True)
class Rule:
    """Something that a package must keep so that it imports, or arrives as it was meant."""

    id: str
    """Stable and kebab-case, beginning with the format: `cartridge-dangling-reference`, `moodle-sumgrades`."""
    says: str
    """What must hold, as one sentence that an instructor understands."""
    source: str
    """Where that is written: the clause of the standard, or the code of the LMS with its version."""
    mend: str
    """What to do about a breach."""
    check: Check
    severity: Severity = Severity.ERROR
    """An error keeps a package from importing or loses something; a warning changes something; a note is good to
    know, and cannot be otherwise."""
    tried: bool = field(kw_only=True)
    """Whether a breach was seen to do harm in the real LMS or tool; otherwise the rule was only read. Nothing is
    taken for tried unless somebody says so."""


MOST = 1_000
"""Places that are listed for one rule: nobody reads more, and a hostile package could have millions."""


def looked_after(_: Subject) -> Iterable[Breach]:
    """The check of a rule whose breaches are found elsewhere: by the judge itself, or among several packages."""
    return ()


def rule(
    id: str, says: str, *, source: str, mend: str, severity: Severity = Severity.ERROR, tried: bool
) -> Callable[[Check], Rule]:
    """Make a rule of the function that finds its breaches."""

    def made(check: Check) -> Rule:
        return Rule(id, says, source, mend, check, severity, tried=tried)

    return made
