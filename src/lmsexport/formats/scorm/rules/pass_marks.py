"""The rule that an LMS is told the pass marks of our own pages."""

from __future__ import annotations

from collections.abc import Iterator

from lmsexport.formats.manifests import NAME
from lmsexport.formats.played.verdicts import verdict_rule
from lmsexport.formats.scorm.read.pass_marks import launched_marks
from lmsexport.pages.pass_marks import percent_text
from lmsexport.pages.reading import is_ours
from lmsexport.validation import Breach, Rule, Subject, line_of, rule


@rule(
    "scorm-pass-mark",
    "The LMS is told the same pass mark as the pages use.",
    source="SCORM 1.2 RTE 3.4.4 (cmi.core.lesson_status); SCORM 2004 4th Edition RTE 4.2.18: the LMS passes "
    "or fails by its own mark, whatever a page says",
    mend="build the package again; to pass students otherwise, change the pass mark in the course",
    tried=False,
)
def pass_mark(subject: Subject) -> Iterator[Breach]:
    if not is_ours(subject.contents):
        return
    for element, page, told in launched_marks(subject.contents):
        if not page.agrees(told):
            here, there = percent_text(told), percent_text(page.mark)
            title = " ".join((element.findtext("{*}title") or "").split())[:60]
            yield Breach(f"“{title}” passes with {here} here, and with {there} on its page", NAME, line_of(element))


verdict = verdict_rule(
    "scorm-score-and-verdict",
    source="SCORM 1.2 RTE 3.4.4 (cmi.core.score.raw); SCORM 2004 4th Edition RTE 4.2.18: an LMS that passes by a "
    "number looks at the score alone",
)

MARK_RULES: tuple[Rule, ...] = (pass_mark, verdict)
