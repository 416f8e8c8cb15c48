"""Packages in front of an LMS, for tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

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
        return lms.arrives(found, version)


def told(remarks: Iterable[Remark], rule: str) -> list[tuple[str, str]]:
    """What a rule does to what."""
    return [(remark.effect, remark.what) for remark in remarks if remark.rule.id == rule]
