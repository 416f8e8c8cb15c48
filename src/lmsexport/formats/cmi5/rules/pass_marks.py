"""The rule that an LMS is told the pass marks of our own pages, and moves on when they do."""

from __future__ import annotations

from collections.abc import Iterator

from lmsexport.formats.cmi5.read.pass_marks import launched_units
from lmsexport.formats.cmi5.read.structure import STRUCTURE, said
from lmsexport.formats.played.verdicts import verdict_rule
from lmsexport.pages.pass_marks import percent_text
from lmsexport.pages.reading import is_ours
from lmsexport.validation import Breach, Rule, Subject, line_of, rule


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
    for unit in launched_units(subject.contents):
        title, line = said(unit.element, "title")[:60], line_of(unit.element)
        if not unit.page.agrees(unit.percent):
            here, there = percent_text(unit.percent), percent_text(unit.page.mark)
            yield Breach(f"“{title}” passes with {here} here, and with {there} on its page", STRUCTURE, line)
        if unit.move_on != unit.should_move_on:
            told = f"“{title}” moves on when {unit.move_on} here, and when {unit.should_move_on} by its page"
            yield Breach(told, STRUCTURE, line)


verdict = verdict_rule(
    "cmi5-score-and-verdict",
    source="cmi5, 9.5.1 (score) and 9.5.2 (success): an LMS that passes by a number looks at the score alone",
)

MARK_RULES: tuple[Rule, ...] = (pass_mark, verdict)
