"""What passes a page that an LMS launches: by the page itself, and by what the LMS is told.

An LMS compares the score with the mark in the manifest, whatever a page says (SCORM 1.2 RTE 3.4.4, `lesson_status`;
SCORM 2004 RTE 4.2.18; cmi5, 9.5.3). So both must say the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from lmsexport.model.numbers import plain_number
from lmsexport.pages.reading import read_pages, script_data_on_pages
from lmsexport.validation import Contents, Item, Outline

_NEAR = Decimal("0.0001")
"""Share of the points by which two marks may differ: cmi5 keeps four decimals."""


@dataclass(frozen=True, slots=True)
class Launched:
    """A page that an LMS launches: the whole course, or one item of it."""

    asked: tuple[Item, ...]
    """The assessments whose results make the one score."""
    counts: bool
    """Whether that score is graded; of practice an LMS need not know the mark."""
    examined: bool
    """Whether students pass or fail by it."""
    alone: Item | None
    """The item that is launched by itself; None for the whole course."""

    @property
    def marked(self) -> Item | None:
        """The one assessment with a mark that an LMS can use: its score never falls."""
        if len(self.asked) != 1 or "pass mark" not in self.asked[0].settings:
            return None
        said = self.asked[0].settings
        return self.asked[0] if said.get("counts", "highest") == "highest" or said.get("attempts") == "1" else None

    @property
    def mark(self) -> Decimal | None:
        """The mark in percent of the points; None where no single number says it."""
        points = Decimal(self.marked.settings["points"]) if self.marked else Decimal(0)
        return Decimal(self.marked.settings["pass mark"]) * 100 / points if self.marked and points else None

    def agrees(self, percent: Decimal | None) -> bool:
        """Whether an LMS that is told a mark passes whom the page passes."""
        mark = self.mark
        if percent is None or mark is None:
            return percent is None and (mark is None or not self.counts)
        points = Decimal(self.asked[0].settings["points"])
        return abs(percent - mark) * points / 100 <= points * _NEAR + Decimal("0.00001")


def launched_on(contents: Contents, member: str) -> Launched | None:
    """What passes the page at a path in a package. None for a page that reports nothing. For `is_ours` only."""
    data = script_data_on_pages(contents).get(member, {})
    counted, alone = data.get("counted"), bool(data.get("alone"))
    if not isinstance(counted, list):
        return None
    items = {item.id: item for item in read_pages(contents).items}
    own = items.get(str(data.get("id", ""))) if alone else None
    named = [str(one.get("id", "")) for one in counted if isinstance(one, dict)]
    asked = tuple(items[ident] for ident in named if ident in items)
    if own is not None and own.kind == "assessment":
        asked = (own,)
    if len(asked) < len(named) or any("points" not in item.settings for item in asked):
        return None  # a page that is damaged
    return Launched(asked, bool(named), bool(data.get("exam")), own)


def with_lms_marks(outline: Outline, marks: Iterable[tuple[Launched, Decimal | None]]) -> Outline:
    """The outline with what an LMS is told of passing, where that is not what the pages say."""
    for launched, percent in marks:
        if launched.agrees(percent):
            continue
        if len(launched.asked) == 1:
            item = launched.asked[0]
            points = Decimal(item.settings["points"])
            told = "" if percent is None else _rounded(percent * points / 100, 5)
            outline = with_setting(outline, item.id, "pass mark", told)
        elif percent is not None:
            outline = with_setting(outline, "", "pass mark", f"{_rounded(percent, 2)} %")
    return outline


def percent_text(percent: Decimal | None) -> str:
    """A mark in a sentence."""
    return "no mark" if percent is None else f"{_rounded(percent, 2)} %"


def _rounded(value: Decimal, places: int) -> str:
    """A number as short as can be; one of too many digits as it is."""
    with suppress(InvalidOperation):
        value = round(value, places)
    return plain_number(value)


def with_setting(outline: Outline, ident: str, name: str, value: str) -> Outline:
    """The outline with a setting of an item, or of the course (no `ident`), as it is told; an empty one is not said."""
    if not ident:
        return replace(outline, settings={**outline.settings, name: value or "no"})
    modules = []
    for module in outline.modules:
        items = [
            replace(item, settings={key: said for key, said in {**item.settings, name: value}.items() if said})
            if item.id == ident
            else item
            for item in module.items
        ]
        modules.append(replace(module, items=tuple(items)))
    return replace(outline, modules=tuple(modules))
