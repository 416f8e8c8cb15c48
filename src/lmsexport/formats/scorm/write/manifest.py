"""The manifest: the activities that an LMS shows, what they wait for, and the files that they need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from lmsexport.model import Assessment, Course, Heading, Item, Module, completion_state
from lmsexport.model.numbers import plain_number
from lmsexport.pages.record import Counted, counted, is_examined, mastery, playable
from lmsexport.pages.renderer import PAGES

HOME = "index.html"


@dataclass(frozen=True, slots=True)
class Activity:
    """An `item` of the organization: a SCO, an asset, or a group of them."""

    identifier: str
    title: str
    resource: str = ""
    """The identifier of what is launched; empty for a group."""
    recorded: bool = False
    """Whether it is a SCO, which speaks to the LMS."""
    activities: Sequence[Activity] = ()
    needs: Sequence[str] = ()
    """The global objectives that have to be reached before it opens: `item.lesson-1.viewed`."""
    tells: Sequence[str] = ()
    """The states that others wait for: what it reaches, it writes into a global objective."""
    weight: str = "0"
    """Share of the score of all activities beside it, 0 to 1."""
    judges: bool = False
    """Whether the whole is passed or failed by it, too."""
    completes: bool = True
    """Whether it has to be complete for the whole to be complete."""
    mastery: Decimal | None = None
    """Percentage from which its score passes."""

    @property
    def measure(self) -> str | None:
        """The same as SCORM 2004 says it, 0 to 1."""
        return None if self.mastery is None else plain_number(self.mastery / 100)

    @property
    def prerequisites(self) -> str:
        """What it waits for, in the one language that SCORM 1.2 has for it; only whole activities can be named."""
        return "&".join(dict.fromkeys(need.rpartition(".")[0] for need in self.needs))


@dataclass(frozen=True, slots=True)
class Resource:
    """Files that belong together; the first is launched."""

    identifier: str
    files: Sequence[str]
    recorded: bool = False
    needs: Sequence[str] = field(default=())
    """Resources whose files it uses, too."""

    @property
    def href(self) -> str:
        """What is launched."""
        return self.files[0] if self.identifier != SHARED else ""


SHARED = "shared"


LONGEST_TITLE = 200
"""Characters of a title (SCORM 1.2 CAM 2.3.2.4, smallest permitted maximum, and its schema's limit)."""


def shown_title(title: str) -> str:
    """The title as the LMS lists it; the page has the whole."""
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1].rstrip()}…"


def item_identifier(item: str) -> str:
    """The identifier of an item, a name of XML; LMSs keep what they know of a student under it."""
    return f"item.{item}"


def as_one(course: Course, files: Sequence[str], score: str | None) -> tuple[list[Activity], list[Resource]]:
    """The whole course as one SCO with a menu of its own."""
    whole = Activity(
        item_identifier(course.id),
        shown_title(course.title),
        "pages",
        recorded=True,
        weight="1",
        judges=is_examined(course, score),
        mastery=mastery(course, score),
    )
    return [whole], [Resource("pages", sorted(files, key=lambda name: name != HOME), recorded=True)]


def as_many(
    course: Course, files: Iterable[str], home: str, score: str | None
) -> tuple[list[Activity], list[Resource]]:
    """A group a module, a SCO an item; before them a page that says what the course is, called `home`."""
    pages = [f"{PAGES}{item.id}.html" for item in playable(course.items)]
    own = {HOME, *pages}
    resources = [
        Resource("home", [HOME], needs=[SHARED]),
        *(
            Resource(f"page.{item.id}", [page], recorded=True, needs=[SHARED])
            for item, page in zip(playable(course.items), pages, strict=True)
        ),
        Resource(SHARED, [name for name in files if name not in own]),
    ]
    first = Activity("home-page", home, "home", completes=False)
    gates = Gates(course)
    groups = [group for module in course.modules if (group := _group(module, counted(course, score), gates)).activities]
    return [first, *groups], resources


class Gates:
    """Who waits for which state of whom, when each item is an activity by itself."""

    def __init__(self, course: Course) -> None:
        done = {module.id: list(_done(module)) for module in course.modules}
        self.modules = {module.id: [need for id in module.requires for need in done[id]] for module in course.modules}
        self.items = {item.id: [(str(need.item), str(need.state)) for need in item.requires] for item in course.items}
        self.awaited = {need for needs in self.modules.values() for need in needs}
        self.awaited |= {need for needs in self.items.values() for need in needs}

    def told_by(self, item: str) -> list[str]:
        """The states of an item that somebody waits for."""
        return [state for state in ("viewed", "submitted", "passed") if (item, state) in self.awaited]


def _done(module: Module) -> Iterator[tuple[str, str]]:
    for item in playable(module.items):
        state = completion_state(item)
        assert state is not None
        yield item.id, state


def _objectives(needs: Iterable[tuple[str, str]]) -> list[str]:
    return [f"{item_identifier(item)}.{state}" for item, state in needs]


def _group(module: Module, counting: Sequence[Counted], gates: Gates) -> Activity:
    weights = {each.assessment.id: each.weight for each in counting}
    inside = sum((weights.get(item.id, Decimal(0)) for item in module.items), Decimal(0))
    activities = [_sco(item, weights, inside, gates) for item in module.items if not isinstance(item, Heading)]
    return Activity(
        f"module.{module.id}",
        shown_title(module.heading),
        activities=activities,
        needs=_objectives(gates.modules[module.id]),
        weight=_share(inside, sum(weights.values(), Decimal(0))),
        judges=any(each.judges for each in activities),
    )


def _sco(item: Item, weights: dict[str, Decimal], inside: Decimal, gates: Gates) -> Activity:
    assert not isinstance(item, Heading)
    own = isinstance(item, Assessment) and (item.counts == "highest" or item.attempts == 1)
    return Activity(
        item_identifier(item.id),
        shown_title(item.title),
        f"page.{item.id}",
        recorded=True,
        needs=_objectives(gates.items[item.id]),
        tells=gates.told_by(item.id),
        weight=_share(weights.get(item.id, Decimal(0)), inside),
        judges=isinstance(item, Assessment) and item.id in weights and item.pass_mark is not None,
        mastery=item.pass_mark if isinstance(item, Assessment) and own else None,
    )


def _share(part: Decimal, whole: Decimal) -> str:
    """A share of a whole with four decimals (SN 3.7, objectiveMeasureWeight)."""
    share = part / whole if whole else Decimal(0)
    return plain_number(share.quantize(Decimal("0.0001"), ROUND_HALF_UP))
