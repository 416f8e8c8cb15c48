"""Identifiers depend on the author's ids alone, and never change."""

from __future__ import annotations

import re
import uuid

from lmsexport.model import Lab
from lmsexport.packaging import Numbers, revision, short_hash, stable_uuid


def test_they_are_what_they_were_in_the_first_release() -> None:
    """Another value here makes every LMS take a corrected course for a new one."""
    assert short_hash("course", "quiz") == "24d47b63b143"
    assert str(stable_uuid("course", "quiz")) == "68a9c61f-080f-56ae-9a11-b4ad9e74f4ff"
    assert Numbers()("question", "q1") == 112832826


def test_parts_are_not_just_joined() -> None:
    assert short_hash("ab", "c") != short_hash("a", "bc")
    assert stable_uuid("ab", "c") != stable_uuid("a", "bc")
    assert stable_uuid("a").version == 5 and stable_uuid("a").variant == uuid.RFC_4122


def test_numbers_are_positive_31_bit_and_unique() -> None:
    numbers = Numbers()
    found = [numbers("question", str(n)) for n in range(60_000)]
    assert len(set(found)) == 60_000
    assert min(found) >= 1 and max(found) < 2**31
    assert numbers("question", "7") == found[7]


def test_two_names_that_meet_get_two_numbers() -> None:
    class Meeting(Numbers):
        """Numbers of which every first attempt is the same."""

    numbers = Meeting()
    taken = numbers("first")
    numbers._names[Numbers()("second")] = "another"
    assert numbers("second") not in (taken, Numbers()("second"))


def test_a_revision_changes_with_what_the_lab_says_and_not_with_where_it_stands() -> None:
    fields = {"id": "lab", "title": "Lab", "task": "Do it.", "assistant": "Mila", "private": {"prompt": "Secret"}}
    lab = Lab.of(**fields, source="one/lab.yaml")
    assert revision(lab) == revision(Lab.of(**fields, source="two/lab.yaml"))
    assert re.fullmatch("r[0-9a-f]{10}", revision(lab)), "no LMS takes it for a number"
    for change in (
        {"task": "Do that."},
        {"private": {"prompt": "Other"}},
        {"points": 5},
        {"parameters": {"level": "1"}},
    ):
        assert revision(lab) != revision(Lab.of(**fields | change))
