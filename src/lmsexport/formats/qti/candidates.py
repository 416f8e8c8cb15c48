"""The answers that an item foresees, each with what it earns: found by trying them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import isfinite

from lxml import etree

from lmsexport.formats.qti.conditions import Condition, conditions, holds, tidy
from lmsexport.formats.qti.evaluation import Outcome, Processing
from lmsexport.formats.qti.prompts import choices

NONSENSE = "\0"
"""A response that nobody gives: a wrong one."""


@dataclass(slots=True)
class Candidate:
    """An answer while its item is read."""

    text: str
    share: Decimal
    outcome: Outcome
    """What is shown to who gives this answer and no other."""
    id: str = ""
    """Identifier of the choice."""
    blank: str = ""
    feedback: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Asked:
    """An interaction of an item."""

    processing: Processing
    interaction: etree._Element
    blank: str = ""
    """Number of the blank; empty where the item asks one thing."""

    @property
    def name(self) -> str:
        """Identifier of its response."""
        return self.interaction.get("responseIdentifier", "")

    @property
    def declaration(self) -> etree._Element | None:
        """The declaration of its response."""
        return self.processing.responses.get(self.name)

    @property
    def base(self) -> str:
        """The base type of its response."""
        return self.declaration.get("baseType", "") if self.declaration is not None else ""

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

    def earned(self, values: Sequence[str], forced: etree._Element | None = None) -> float:
        """Points of a response; in a blank, what it adds where all others are filled in rightly."""
        if not self.blank:
            return self.outcome(values, forced).score
        others = {name: found for name, found in self.processing.right.items() if name != self.name}
        with_it = self.processing.outcome({**others, self.name: list(values)}, forced).score
        return with_it - self.processing.outcome(others).score


def share(points: float, whole: float) -> Decimal:
    """Points in percent of the whole, to five places, −100 to 100."""
    if whole <= 0 or not isfinite(points) or not isfinite(whole):
        return Decimal(0)
    return tidy(Decimal(repr(round(min(max(points * 100 / whole, -100.0), 100.0), 5))))


def _even(number_of: int) -> Decimal:
    return tidy(round(Decimal(100) / number_of, 5)) if number_of else Decimal(0)


def picked(asked: Asked) -> Iterator[Candidate]:
    """One of several choices."""
    points = [(id, text, asked.earned([id])) for id, text in choices(asked.interaction)]
    whole = _whole(asked, [earned for *_, earned in points])
    for id, text, earned in points:
        yield Candidate(text, share(earned, whole), asked.outcome([id]), id, asked.blank)


def several(asked: Asked) -> tuple[list[Candidate], bool]:
    """Any number of choices, and whether they earn all or nothing."""
    known = choices(asked.interaction)
    right = asked.right or [id for id, _ in known if asked.earned([id]) > 0]
    alone = {id: asked.earned([id]) for id, _ in known}
    full = asked.earned(right)
    strict = not asked.processing.maps and not any(alone.get(id, 0) > 0 for id in right if len(right) > 1)
    whole = full if asked.blank else asked.processing.maximum
    found = []
    for id, text in known:
        if strict:
            own = _even(len(right)) if id in right else Decimal(0)
        else:
            points = alone[id] or (0.0 if id in right else asked.earned([*right, id]) - full)
            own = share(points, whole)
        found.append(Candidate(text, own, asked.outcome([id]), id, asked.blank))
    return found, strict


def paired(asked: Asked, directed: bool = True) -> tuple[list[Candidate], bool]:
    """Pairs of two sides, then what belongs to nothing; and whether they earn all or nothing."""
    known = dict(choices(asked.interaction))
    pairs = list(dict.fromkeys([*asked.right, *asked.mapped]))
    alone = {pair: asked.earned([pair]) for pair in pairs}
    strict = not asked.processing.maps and not any(alone.get(pair, 0) > 0 for pair in asked.right)
    full = asked.earned(asked.right)
    whole = full if asked.blank else asked.processing.maximum
    found, used = [], set[str]()
    for pair in pairs:
        own = (_even(len(asked.right)) if pair in asked.right else Decimal(0)) if strict else share(alone[pair], whole)
        ends = pair.split()
        if len(ends) == 2 and (own or pair in asked.right):
            text = " → ".join(known.get(end, end) for end in ends)
            found.append(Candidate(text, own, asked.outcome([pair]), ends[0], asked.blank))
            used.update(ends)
    sides = asked.interaction.findall("simpleMatchSet")
    for id, text in choices(sides[1]) if directed and len(sides) == 2 else ():
        if id not in used:
            found.append(Candidate(f" → {text}", Decimal(0), asked.outcome([]), id, asked.blank))
    return found, strict


def gaps(asked: Asked) -> tuple[list[Candidate], bool]:
    """What belongs into the gaps of a text or a picture: the gaps are blanks."""
    places = {gap.get("identifier", ""): str(n) for n, gap in enumerate(asked.interaction.iter("gap"), 1)}
    known = dict(choices(asked.interaction))
    found, strict = paired(asked, directed=False)
    pairs = [pair.split() for pair in dict.fromkeys([*asked.right, *asked.mapped])]
    blanks = {known.get(a, a) + " → " + known.get(b, b): (known.get(a, a), places.get(b)) for a, b in _two(pairs)}
    for one in found:
        text, blank = blanks.get(one.text, ("", None))
        if blank is not None:
            one.text, one.blank, one.share = text, blank, Decimal(100) if one.share > 0 else one.share
    return found, strict


def _two(pairs: Iterable[list[str]]) -> Iterator[tuple[str, str]]:
    return ((pair[0], pair[1]) for pair in pairs if len(pair) == 2)


def ordered(asked: Asked) -> tuple[list[Candidate], bool]:
    """Things in their right order, each with what its place earns; and whether they earn all or nothing."""
    known = dict(choices(asked.interaction))
    order = asked.right
    nowhere = [NONSENSE] * len(order)
    points = [asked.earned([*nowhere[:n], id, *nowhere[n + 1 :]]) for n, id in enumerate(order)]
    strict = not any(earned > 0 for earned in points)
    whole = asked.earned(order) if asked.blank else asked.processing.maximum
    found = [
        Candidate(
            known.get(id, id), _even(len(order)) if strict else share(earned, whole), asked.outcome([id]), id,
            asked.blank,
        )
        for id, earned in zip(order, points, strict=True)
    ]  # fmt: skip
    left = [Candidate(text, Decimal(0), asked.outcome([]), id, asked.blank) for id, text in known.items()
            if id not in order]  # fmt: skip
    return found + left, strict


def typed(asked: Asked) -> tuple[list[Candidate], bool | None]:
    """The texts or numbers that are foreseen, and whether capitals count; None where nothing says so."""
    tests = list(conditions(asked.processing.item, asked.name, asked.base, asked.right))
    if tests:
        rows = [
            (test.text, _of_branch(asked, test), asked.outcome([NONSENSE], test.branch), test.sensitive)
            for test in tests
        ]
    else:
        values = list(dict.fromkeys([*asked.right, *asked.mapped]))
        rows = [(value, asked.earned([value]), asked.outcome([value]), _sensitive(asked)) for value in values]
    whole = _whole(asked, [earned for _, earned, *_ in rows])
    found: dict[str, Candidate] = {}
    for text, earned, outcome, _ in rows:
        found.setdefault(text, Candidate(text, share(earned, whole), outcome, "", asked.blank))
    sensitive = [row[3] for row in rows if row[3] is not None]
    return list(found.values()), any(sensitive) if sensitive else None


def _of_branch(asked: Asked, test: Condition) -> float:
    """What the rules of a branch give; where they give nothing to any answer, the declared one is the right one."""
    if asked.processing.by_declaration:
        return 1.0 if any(holds(test, value) for value in asked.right) else 0.0
    return asked.earned([NONSENSE], test.branch)


def _sensitive(asked: Asked) -> bool | None:
    entries = asked.declaration.findall("mapping/mapEntry") if asked.declaration is not None else []
    said = [entry.get("caseSensitive", "true") != "false" for entry in entries]
    return any(said) if said and asked.base == "string" else None


def _whole(asked: Asked, points: Sequence[float]) -> float:
    """What all points are: those of the item; in a blank, those of its best answer."""
    return max(points, default=0.0) if asked.blank else asked.processing.maximum
