"""The pass marks that an LMS is told of our own packages, beside those that their pages use."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from lxml import etree

from lmsexport.formats.manifests import NAME, manifest_in
from lmsexport.formats.scorm.organisations import launched, mastery
from lmsexport.pages.marks import Launched, launched_on, spoken
from lmsexport.pages.reading import is_ours
from lmsexport.validation import Breach, Contents, Rule, Subject, line_of, rule


def marks_told(contents: Contents) -> Iterator[tuple[etree._Element, Launched, Decimal | None]]:
    """Each activity that launches a page of ours: what passes by the page, and the percentage that the LMS is told."""
    manifest = manifest_in(contents)
    for element in launched(manifest):
        target = manifest.resources.get(element.get("identifierref", ""))
        page = launched_on(contents, target.href) if target is not None else None
        if page is not None:
            yield element, page, mastery(element)


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
    for element, page, told in marks_told(subject.contents):
        if not page.agrees(told):
            here, there = spoken(told), spoken(page.mark)
            title = " ".join((element.findtext("{*}title") or "").split())[:60]
            yield Breach(f"“{title}” passes with {here} here, and with {there} on its page", NAME, line_of(element))


MARK_RULES: tuple[Rule, ...] = (pass_mark,)
