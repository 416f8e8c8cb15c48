"""The course structure: assignable units, what has to happen before the LMS moves on, and their mastery scores."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from lmsexport.content import ResolvedCourse
from lmsexport.formats.cmi5.move_on import MoveOn, move_on
from lmsexport.formats.cmi5.options import Cmi5Options
from lmsexport.model import Assessment, Heading, Item, Module, completion_state
from lmsexport.model.numbers import plain_number
from lmsexport.packaging import stable_uuid
from lmsexport.pages.record import is_examined, mastery
from lmsexport.pages.renderer import PAGES


@dataclass(frozen=True, slots=True)
class Unit:
    """An assignable unit (13.1.4): what an LMS launches and keeps a record of."""

    id: str
    title: str
    description: str
    url: str
    move_on: str
    mastery: str = ""
    """The score from which it is passed, 0 to 1 with up to four decimals; empty for none."""


@dataclass(frozen=True, slots=True)
class Block:
    """Units that belong together: a module."""

    id: str
    title: str
    description: str
    units: Sequence[Unit]


def names(course: str, iri: str | None) -> Callable[[str], str]:
    """Makes an absolute IRI for each id: below the course team's own address, or a UUID (13.1.4, id)."""

    def name(part: str) -> str:
        if iri is None:
            return f"urn:uuid:{stable_uuid('cmi5', course, part)}"
        return "/".join(filter(None, (iri.rstrip("/"), course, part)))

    return name


def whole(course: ResolvedCourse, name: Callable[[str], str], description: str, options: Cmi5Options) -> Unit:
    """The course as one unit."""
    found, score = course.course, options.score
    goes_on = move_on(options.move_on, examined=is_examined(found, score))
    return Unit(name("whole"), found.title, description, "index.html", goes_on, _score(mastery(found, score)))


def blocks(course: ResolvedCourse, name: Callable[[str], str], choice: MoveOn) -> list[Block]:
    """A block a module, a unit an item."""
    return [
        Block(name(module.id), module.heading, _plain(course, module) or module.heading, units)
        for module in course.course.modules
        if (units := [_unit(item, name, choice) for item in module.items if not isinstance(item, Heading)])
    ]


def _unit(item: Item, name: Callable[[str], str], choice: MoveOn) -> Unit:
    own = isinstance(item, Assessment) and (item.counts == "highest" or item.attempts == 1)
    mark = item.pass_mark if isinstance(item, Assessment) and own and item.graded else None
    description = getattr(item, "subtitle", None) or item.title
    goes_on = move_on(choice, examined=is_passed(item))
    return Unit(name(item.id), item.title, description, f"{PAGES}{item.id}.html", goes_on, _score(mark))


def is_passed(item: Item) -> bool:
    """Whether a unit of its own is passed, and not only complete."""
    return isinstance(item, Assessment) and item.graded and completion_state(item) == "passed"


def _plain(course: ResolvedCourse, module: Module) -> str:
    return course.fragment(module.source, module.description).plain


def _score(percent: Decimal | None) -> str:
    if percent is None:
        return ""
    return plain_number((percent / 100).quantize(Decimal("0.0001"), ROUND_HALF_UP))
