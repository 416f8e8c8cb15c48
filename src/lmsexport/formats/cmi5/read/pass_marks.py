"""What an LMS is told of passing and moving on in our own packages, beside what their pages say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import unquote, urlsplit

from lxml import etree

from lmsexport.formats.cmi5.move_on import move_on
from lmsexport.formats.cmi5.read.structure import mastery, structure_of
from lmsexport.pages.pass_marks import Launched, launched_on, with_lms_marks, with_setting
from lmsexport.pages.reading import script_data_on_pages
from lmsexport.validation import Contents, Outline

COMPLETES = {"Completed": "submitted", "Passed": "passed", "CompletedAndPassed": "passed"}
"""What lets an LMS move on → the state of an item."""


@dataclass(frozen=True, slots=True)
class LaunchedUnit:
    """A unit of ours, as the LMS is told of it and as its page is."""

    element: etree._Element
    page: Launched
    chosen: str
    """What lets students move on by the choice of the course; empty where it chose nothing."""

    @property
    def percent(self) -> Decimal | None:
        """The mark that the LMS is told."""
        mark = mastery(self.element)
        return None if mark is None else mark * 100

    @property
    def move_on(self) -> str:
        """What lets the LMS move on; it is `NotApplicable` where nothing is said (cmi5, 13.1.4)."""
        return self.element.get("moveOn", "NotApplicable")

    @property
    def should_move_on(self) -> str:
        """What lets students move on by the page."""
        own = self.page.alone
        if own is None:
            examined = self.page.examined
        else:
            examined = self.page.counts and own.settings.get("complete when") == "passed"
        return self.chosen or move_on("automatic", examined=examined)


def launched_units(contents: Contents) -> Iterator[LaunchedUnit]:
    """The units that launch a page of ours."""
    found = structure_of(contents)
    for element in found[1].iter("{*}au") if found is not None else ():
        address = urlsplit(" ".join((element.findtext("{*}url") or "").split()))
        page = launched_on(contents, unquote(address.path)) if not address.netloc else None
        if page is not None:
            chosen = script_data_on_pages(contents).get(unquote(address.path), {}).get("moveOn")
            yield LaunchedUnit(element, page, chosen if isinstance(chosen, str) else "")


def with_lms_claims(outline: Outline, units: Iterable[LaunchedUnit]) -> Outline:
    """The outline with what the LMS is told, where that is not what the pages say."""
    for unit in units:
        outline = with_lms_marks(outline, [(unit.page, unit.percent)])
        if unit.move_on != unit.should_move_on:
            own = unit.page.alone
            outline = with_setting(outline, own.id if own else "", "complete when", COMPLETES.get(unit.move_on, ""))
    return outline
