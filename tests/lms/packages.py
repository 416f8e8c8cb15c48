"""Packages in front of an LMS, for tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from lxml import etree

from formats.exporting import EVERYTHING, export
from formats.judged import Change, judged
from lmsexport.lms.base import Arrival, Lms, Remark
from lmsexport.validation import Subject

Changes = dict[str, Change | None]


@contextmanager
def subject(target: str, changes: Changes | None = None) -> Iterator[Subject]:
    """The course with everything as a package, with members changed."""
    with judged(target, export(target, EVERYTHING), changes) as found:
        assert found.subject is not None
        yield found.subject


def arrival(lms: Lms, target: str, version: str, changes: Changes | None = None) -> Arrival:
    """What an LMS makes of it."""
    with subject(target, changes) as found:
        return lms.simulate(found, version)


def feedback_first(content: bytes) -> bytes:
    """The feedback of wrong choices before the condition that ends the scoring, as others write it."""
    root = etree.fromstring(content)
    for item in root.iter("{*}item"):
        conditions = item.findall("{*}resprocessing/{*}respcondition")
        if "multiple_response" in etree.tostring(item).decode():
            ends = next(one for one in conditions if one.find("{*}setvar") is not None)
            for one in conditions[conditions.index(ends) + 1 :]:
                ends.addprevious(one)
    return etree.tostring(root)


def told(remarks: Iterable[Remark], rule: str) -> list[tuple[str, str]]:
    """What a rule does to what."""
    return [(remark.effect, remark.what) for remark in remarks if remark.rule.id == rule]
