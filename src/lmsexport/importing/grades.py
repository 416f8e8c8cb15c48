"""Grade categories of an outline as those of a course, which share the grade in percent and leave nothing outside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from lmsexport.importing.identities import Identities
from lmsexport.importing.settings import decimal
from lmsexport.importing.told import Origin, Told
from lmsexport.model import GradeCategory
from lmsexport.model.numbers import plain_number
from lmsexport.validation import Item, Outline
from lmsexport.validation.outline import Settings

_ROUNDING = Decimal("0.05")
"""How far the shares of a course may be from 100 percent."""


class Grades:
    """The grade categories of one package."""

    def __init__(self, outline: Outline, title: str, ids: Identities, told: Told) -> None:
        """`title` is the course's: what stands outside of all categories gets one of this name."""
        self._rest = title
        inside = _by_category(outline, title)
        titles = list(dict.fromkeys([*outline.grade_categories, *inside]))
        if set(titles) == {title}:  # which sets nothing apart
            titles = []
        self.ids = {title: ids.give("", title) for title in titles}
        shares = _shares([_worth(one, outline.grade_categories, inside.get(one, ())) for one in titles])
        self.built = tuple(
            GradeCategory.of(id=id, title=title, weight=share)
            for (title, id), share in zip(self.ids.items(), shares, strict=True)
        )
        for what in self._changes(outline):
            told.say("changed", what, Origin(""))

    def fields(self, said: Settings) -> dict[str, str | None]:
        """The fields that say what a graded item is worth."""
        return {"grade_category": self.ids.get(said.get("grade category") or self._rest), "weight": said.get("weight")}

    def _changes(self, outline: Outline) -> list[str]:
        """What is otherwise than in the package, as sentences."""
        said = {title: plain_number(_number(weight)) for title, weight in outline.grade_categories.items() if weight}
        new = {one.title: plain_number(one.weight) for one in self.built}
        shares = ", ".join(f"“{title}” {share} %" for title, share in new.items())
        rest = self._rest in new and self._rest not in outline.grade_categories
        return [
            *([f"what is graded outside of all grade categories is in one called “{self._rest}”"] if rest else []),
            *([f"the grade categories share the grade so: {shares}"] if said != new else []),
        ]


def _by_category(outline: Outline, rest: str) -> Mapping[str, Sequence[Item]]:
    """The items that count towards the grade, by the titles of their categories; `rest` is for those outside of all."""
    found: dict[str, list[Item]] = {}
    for item in outline.items:
        if _is_graded(item):
            found.setdefault(item.settings.get("grade category") or rest, []).append(item)
    return found


def _is_graded(item: Item) -> bool:
    if item.kind == "assessment":
        return item.settings.get("graded") != "no"
    return item.kind == "lab" and bool(_points(item))


def _worth(title: str, weights: Mapping[str, str], items: Sequence[Item]) -> Decimal:
    """What a category is worth beside the others: its weight or, where none of them has one, its points."""
    if not any(map(_number, weights.values())):
        return sum(map(_points, items), Decimal(0))
    if title in weights:
        return _number(weights[title])
    return sum((_number(item.settings.get("weight", "")) for item in items), Decimal(0))


def _points(item: Item) -> Decimal:
    said = decimal(item.settings, "points")
    return sum((one.points or Decimal(0) for one in item.questions), Decimal(0)) if said is None else said


def _number(words: str) -> Decimal:
    return decimal({"": words}, "") or Decimal(0)


def _shares(worths: Sequence[Decimal]) -> list[Decimal]:
    """Percent for each, 100 together; the same for all where none is worth anything."""
    total = sum(worths, Decimal(0))
    if abs(total - 100) <= _ROUNDING:
        return list(worths)
    parts = worths if total else [Decimal(1)] * len(worths)
    whole = total or Decimal(len(worths))
    shares = [round(part * 100 / whole, 2) for part in parts]
    return [*shares[:-1], 100 - sum(shares[:-1], Decimal(0))] if shares else []
