"""What an LMS is told of passing and moving on in our own packages, beside what their pages say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import unquote, urlsplit

from lxml import etree

from lmsexport.formats.cmi5.structurereading import STRUCTURE, mastery, said, structure_of
from lmsexport.pages.marks import Launched, as_told, launched_on, spoken, with_setting
from lmsexport.pages.reading import is_ours
from lmsexport.validation import Breach, Contents, Outline, Rule, Subject, line_of, rule

COMPLETES = {"Completed": "submitted", "Passed": "passed", "CompletedAndPassed": "passed"}
"""What lets an LMS move on → the state of an item."""


@dataclass(frozen=True, slots=True)
class ToldUnit:
    """A unit of ours, as the LMS is told of it and as its page is."""

    element: etree._Element
    page: Launched

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
        return "CompletedAndPassed" if examined else "Completed"


def units_told(contents: Contents) -> Iterator[ToldUnit]:
    """The units that launch a page of ours."""
    found = structure_of(contents)
    for element in found[1].iter("{*}au") if found is not None else ():
        address = urlsplit(" ".join((element.findtext("{*}url") or "").split()))
        page = launched_on(contents, unquote(address.path)) if not address.netloc else None
        if page is not None:
            yield ToldUnit(element, page)


def as_the_lms_is_told(outline: Outline, units: Iterable[ToldUnit]) -> Outline:
    """The outline with what the LMS is told, where that is not what the pages say."""
    for unit in units:
        outline = as_told(outline, [(unit.page, unit.percent)])
        if unit.move_on != unit.should_move_on:
            own = unit.page.alone
            outline = with_setting(outline, own.id if own else "", "complete when", COMPLETES.get(unit.move_on, ""))
    return outline


@rule(
    "cmi5-pass-mark",
    "The LMS is told the same pass mark as the pages use, and moves on when they do.",
    source="cmi5, 9.5.3 and 13.1.4 (masteryScore, moveOn): the LMS goes by its own, whatever a page says",
    mend="build the package again; to pass students otherwise, change the pass mark in the course",
    tried=False,
)
def pass_mark(subject: Subject) -> Iterator[Breach]:
    if not is_ours(subject.contents):
        return
    for unit in units_told(subject.contents):
        title, line = said(unit.element, "title")[:60], line_of(unit.element)
        if not unit.page.agrees(unit.percent):
            here, there = spoken(unit.percent), spoken(unit.page.mark)
            yield Breach(f"“{title}” passes with {here} here, and with {there} on its page", STRUCTURE, line)
        if unit.move_on != unit.should_move_on:
            told = f"“{title}” moves on when {unit.move_on} here, and when {unit.should_move_on} by its page"
            yield Breach(told, STRUCTURE, line)


MARK_RULES: tuple[Rule, ...] = (pass_mark,)
