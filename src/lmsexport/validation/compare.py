"""What differs between two outlines, in the course's own terms."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Generic, Literal, TypeVar

from lmsexport.model.numbers import plain_number
from lmsexport.validation.outline import Answer, Bank, Draw, Item, Module, Outline, Question

Thing = TypeVar("Thing")
Part = Question | Draw

What = Literal["added", "removed", "changed", "moved"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is different."""

    what: What
    place: tuple[str, ...]
    """Titles from the course down to the thing: module, item, question."""
    aspect: str
    """Which side of it: `title`, `prompt`, `points`, `feedback correct`, `answer “Paris”`, `setting pass mark`; for
    something that is added, removed or moved as a whole, its kind: `module`, `lesson`, `question`."""
    before: str = ""
    after: str = ""
    owner: str = ""
    """Id of the nearest thing that has one, as the first outline says it, else the second."""
    partner: str = ""
    """Id of the same thing in the second outline."""


def differences(before: Outline, after: Outline) -> list[Difference]:
    """All differences, in the order of the first outline, then what the second one adds.

    Things are the same when they have the same id, else the same kind and title or text. The time grows linearly with
    the size of both.
    """
    return list(_Comparison().courses(before, after))


@dataclass(frozen=True, slots=True)
class _Pairs(Generic[Thing]):
    """Which things of two lists belong together."""

    both: list[tuple[Thing, Thing]]
    removed: list[Thing]
    added: list[Thing]
    moved: list[Thing]
    """Those of `both` that stand elsewhere in the order; the fewest that explain it."""


def _paired(before: Sequence[Thing], after: Sequence[Thing], *keys: Callable[[Thing], Hashable]) -> _Pairs[Thing]:
    """Pair things by the first key that finds a partner; of several with one key, the first."""
    partner: dict[int, int] = {}
    left, right = list(range(len(before))), list(range(len(after)))
    for key in keys:
        places: dict[Hashable, list[int]] = {}
        for place in reversed(right):
            if value := key(after[place]):
                places.setdefault(value, []).append(place)
        for place in left:
            value = key(before[place])
            if value and places.get(value):
                partner[place] = places[value].pop()
        taken = set(partner.values())
        left = [place for place in left if place not in partner]
        right = [place for place in right if place not in taken]
    order = [place for place in range(len(before)) if place in partner]
    still = _longest_rise([partner[place] for place in order])
    return _Pairs(
        [(before[place], after[partner[place]]) for place in order],
        [before[place] for place in left],
        [after[place] for place in right],
        [before[place] for number, place in enumerate(order) if number not in still],
    )


def _longest_rise(numbers: Sequence[int]) -> set[int]:
    """Positions of a longest rising subsequence: what has kept its order."""
    tails: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for position, number in enumerate(numbers):
        length = bisect_left(tails, number)
        previous.append(ends[length - 1] if length else -1)
        if length == len(tails):
            tails.append(number)
            ends.append(position)
        else:
            tails[length], ends[length] = number, position
    rise: set[int] = set()
    position = ends[-1] if ends else -1
    while position >= 0:
        rise.add(position)
        position = previous[position]
    return rise


class _Comparison:
    """Walks two outlines side by side."""

    def courses(self, before: Outline, after: Outline) -> Iterator[Difference]:
        for aspect in ("title", "text", "language"):
            yield from _value((), aspect, getattr(before, aspect), getattr(after, aspect), "")
        yield from _mappings((), "tool", before.tools, after.tools, "")
        yield from _mappings((), "grade category", before.grade_categories, after.grade_categories, "")
        yield from _mappings((), "setting", before.settings, after.settings, "")
        modules = _paired(before.modules, after.modules, lambda m: m.id, lambda m: m.title, lambda m: not m.title)
        yield from _whole(modules, "module", lambda m: ((m.title,), m.id))
        for old, new in modules.both:
            yield from self.modules(old, new)
        yield from self.placed(before, after, {old.id: new.id for old, new in modules.both})
        banks = _paired(before.banks, after.banks, lambda b: b.id, lambda b: b.title,
                        lambda b: tuple(question.prompt for question in b.questions),
                        lambda b: not b.title)  # fmt: skip
        yield from _whole(banks, "bank", lambda b: ((b.title,), b.id))
        for bank, same in banks.both:
            yield from self.banks(bank, same)
        yield from self.filed(banks.removed, banks.added)

    def filed(self, gone: Sequence[Bank], new: Sequence[Bank]) -> Iterator[Difference]:
        """The questions of banks that are there no more, where other banks hold some of them."""
        left, right = ([part for bank in side for part in bank.questions] for side in (gone, new))
        homes = [bank.title for bank in gone for _ in bank.questions]
        where = {id(part): title for part, title in zip(left, homes, strict=True)}
        pairs = _paired(left, right, _identity, _saying, _begins, _ends)
        for old, same in pairs.both:
            for difference in self.questions((where[id(old)], _called(old)), old, same):
                yield replace(difference, partner=same.id)
        for old in pairs.removed if pairs.both else ():
            yield Difference("removed", (where[id(old)], _called(old)), _kind(old), owner=old.id)

    def placed(self, before: Outline, after: Outline, together: Mapping[str, str]) -> Iterator[Difference]:
        """The items of all modules: one that has gone to another module is still the same."""
        old, new = ([(module, item) for module in side.modules for item in module.items] for side in (before, after))
        pairs = _paired(old, new, lambda p: p[1].id, lambda p: p[1].title and (p[1].kind, p[1].title),
                        lambda p: p[1].title, lambda p: _beginning(p[1].title),
                        lambda p: not p[1].title and (p[1].kind, p[1].text, p[1].url),
                        lambda p: not p[1].title and p[1].kind)  # fmt: skip
        for module, item in pairs.removed:
            yield Difference("removed", (module.title, item.title), item.kind, owner=item.id)
        for module, item in pairs.added:
            yield Difference("added", (module.title, item.title), item.kind, owner=item.id)
        for (home, item), (now, same) in pairs.both:
            if together.get(home.id) != now.id:
                yield Difference("moved", (home.title, item.title), item.kind, home.title, now.title, item.id)
            yield from self.items((home.title, item.title), item, same)

    def modules(self, before: Module, after: Module) -> Iterator[Difference]:
        place = (before.title,)
        yield from _value(place, "title", before.title, after.title, before.id)
        yield from _value(place, "text", before.text, after.text, before.id)
        yield from _mappings(place, "setting", before.settings, after.settings, before.id)
        inside = _paired(before.items, after.items, lambda i: i.id, lambda i: (i.kind, i.title), lambda i: i.title)
        for item in inside.moved:
            yield Difference("moved", (before.title, item.title), item.kind, owner=item.id)

    def items(self, place: tuple[str, ...], before: Item, after: Item) -> Iterator[Difference]:
        owner = before.id
        for aspect in ("kind", "title", "text", "url"):
            yield from _value(place, aspect, getattr(before, aspect), getattr(after, aspect), owner)
        if before.media != after.media:
            gone, new = set(before.media) - set(after.media), set(after.media) - set(before.media)
            yield from _value(place, "files", _files(gone), _files(new), owner)
        yield from _mappings(place, "setting", before.settings, after.settings, owner)
        yield from self.parts(place, before.questions, after.questions, owner)

    def banks(self, before: Bank, after: Bank) -> Iterator[Difference]:
        place = (before.title,)
        yield from _value(place, "title", before.title, after.title, before.id)
        yield from _value(place, "text", before.text, after.text, before.id)
        yield from self.parts(place, before.questions, after.questions, before.id)

    def parts(
        self, place: tuple[str, ...], before: Sequence[Part], after: Sequence[Part], owner: str
    ) -> Iterator[Difference]:
        pairs = _paired(before, after, _identity, _saying, _begins, _ends, _size)
        yield from _whole(pairs, None, lambda part: ((*place, _called(part)), getattr(part, "id", owner)))
        for old, new in pairs.both:
            where = (*place, _called(old))
            if isinstance(old, Question) and isinstance(new, Question):
                for difference in self.questions(where, old, new):
                    yield replace(difference, partner=new.id)
            elif isinstance(old, Draw) and isinstance(new, Draw):
                for aspect in ("bank", "number", "points"):
                    yield from _value(where, aspect, getattr(old, aspect), getattr(new, aspect), owner)

    def questions(self, place: tuple[str, ...], before: Question, after: Question) -> Iterator[Difference]:
        owner = before.id
        for aspect in ("type", "title", "prompt", "points"):
            yield from _value(place, aspect, getattr(before, aspect), getattr(after, aspect), owner)
        yield from _mappings(place, "feedback", before.feedback, after.feedback, owner)
        yield from _mappings(place, "setting", before.settings, after.settings, owner)
        yield from _value(place, "hints", "\n".join(map(str, before.hints)), "\n".join(map(str, after.hints)), owner)
        yield from _value(place, "tags", ", ".join(sorted(before.tags)), ", ".join(sorted(after.tags)), owner)
        yield from self.answers(place, before.answers, after.answers, owner)

    def answers(
        self, place: tuple[str, ...], before: Sequence[Answer], after: Sequence[Answer], owner: str
    ) -> Iterator[Difference]:
        pairs = _paired(before, after, lambda a: (a.blank, a.said), lambda a: (a.blank, a.said.casefold()))
        rest = min(len(pairs.removed), len(pairs.added))
        rewritten = list(zip(pairs.removed[:rest], pairs.added[:rest], strict=True))
        for answer in pairs.removed[rest:]:
            yield Difference("removed", place, "answer", _answer(answer), "", owner)
        for old, new in (*pairs.both, *rewritten):
            aspect = f"answer “{old.said}”"
            yield from _value(place, aspect, old.said, new.said, owner)
            yield from _value(place, f"{aspect}, share", old.share, new.share, owner)
            yield from _value(place, f"{aspect}, feedback", old.feedback, new.feedback, owner)
        for answer in pairs.added[rest:]:
            yield Difference("added", place, "answer", "", _answer(answer), owner)
        for answer in pairs.moved:
            yield Difference("moved", place, f"answer “{answer.said}”", owner=owner)


def _identity(part: Part) -> Hashable:
    return part.id if isinstance(part, Question) else ("draw", part.bank, part.number)


def _saying(part: Part) -> Hashable:
    return (part.type, part.prompt) if isinstance(part, Question) else ("draw", part.bank)


def _begins(part: Part) -> Hashable:
    return _beginning(part.title or part.prompt.words) if isinstance(part, Question) else None


def _ends(part: Part) -> Hashable:
    """A text may stand before a question's own."""
    return tuple(re.findall(r"\w+", part.prompt.words)[-8:]) if isinstance(part, Question) else None


def _beginning(text: str) -> Hashable:
    """The first words, without the numbers of blanks."""
    return tuple(re.findall(r"[^\W_]+", re.sub(r"\[\d+\]", " ", text))[:8])


def _size(part: Part) -> Hashable:
    return (part.number, part.points) if isinstance(part, Draw) else None


def _called(part: Part) -> str:
    if isinstance(part, Draw):
        return f"{part.number} of “{part.bank}”"
    return part.title or part.prompt.words[:80]


def _answer(answer: Answer) -> str:
    return f"{answer.said} ({_as_text(answer.share)} %)" + (f": {answer.feedback}" if answer.feedback else "")


def _kind(thing: object) -> str:
    if isinstance(thing, Question):
        return "text" if thing.type == "text" else "question"
    return "draw" if isinstance(thing, Draw) else str(getattr(thing, "kind", "thing"))


def _whole(
    pairs: _Pairs[Thing], kind: str | None, named: Callable[[Thing], tuple[tuple[str, ...], str]]
) -> Iterator[Difference]:
    """Things that are gone, new, or elsewhere in the order."""
    groups: tuple[tuple[What, list[Thing]], ...] = (
        ("removed", pairs.removed), ("moved", pairs.moved), ("added", pairs.added),
    )  # fmt: skip
    for what, things in groups:
        for thing in things:
            place, owner = named(thing)
            yield Difference(what, place, kind or _kind(thing), owner=owner)


def _value(place: tuple[str, ...], aspect: str, before: object, after: object, owner: str) -> Iterator[Difference]:
    if before != after:
        old, new = _as_text(before), _as_text(after)
        what: What = "changed" if old and new else "removed" if old else "added"
        yield Difference(what, place, aspect, old, new, owner)


def _mappings(
    place: tuple[str, ...], aspect: str, before: Mapping[str, object], after: Mapping[str, object], owner: str
) -> Iterator[Difference]:
    for name in dict.fromkeys((*before, *after)):
        yield from _value(place, f"{aspect} {name}", before.get(name, ""), after.get(name, ""), owner)


def _as_text(value: object) -> str:
    if isinstance(value, Decimal):
        return plain_number(value)
    return "" if value is None else str(value)


def _files(sums: set[str]) -> str:
    return ", ".join(sorted(sha256[:12] for sha256 in sums))
