"""Rules about what an LMS keeps of a student between two visits."""

from __future__ import annotations

from collections.abc import Iterator

from lmsexport.errors import Severity
from lmsexport.formats.manifests import manifest_in
from lmsexport.formats.scorm.read.organisations import launched, version_of
from lmsexport.formats.scorm.write.editions import SCORM_12, SCORM_2004, Edition
from lmsexport.pages.reading import is_ours, room_of_pages
from lmsexport.pages.record_room import Room
from lmsexport.validation import Breach, Rule, Subject, rule

_SOURCE = "SCORM 1.2 RTE 3.4.4 (cmi.suspend_data, 4,096 characters); SCORM 2004 4th Edition RTE 4.2.23 (64,000)"


def _room(subject: Subject) -> tuple[Edition, Room] | None:
    """What there is, and what the course needs; None where it cannot be told: scripts of others, and packages in which
    each activity has a room of its own."""
    manifest = manifest_in(subject.contents)
    if len(launched(manifest)) != 1 or not is_ours(subject.contents):
        return None
    edition = SCORM_12 if version_of(manifest) == "1.2" else SCORM_2004["4th"]
    return edition, room_of_pages(subject.contents)


@rule(
    "scorm-suspend-data",
    "Results, and the answers that are being given, fit into what an LMS keeps of a student.",
    source=_SOURCE,
    mend="build SCORM 2004, or one package for each module (`package: module`)",
    tried=False,
)
def suspend_data(subject: Subject) -> Iterator[Breach]:
    if (found := _room(subject)) is None:
        return
    edition, room = found
    if room.core + room.largest > edition.room:
        yield Breach(f"there are {edition.room:,} characters, and it needs {room.core + room.largest:,}")


@rule(
    "scorm-suspend-data-worst-case",
    "All that a student can do fits into what an LMS keeps of it.",
    source=_SOURCE,
    mend="nothing, where the results are enough; SCORM 2004 keeps more",
    severity=Severity.NOTE,
    tried=False,
)
def worst_case(subject: Subject) -> Iterator[Breach]:
    if (found := _room(subject)) is None:
        return
    edition, room = found
    if room.core + room.largest <= edition.room < room.everything:
        yield Breach(
            f"there are {edition.room:,} characters, and in the worst case it needs {room.everything:,}: then the "
            "answers that were handed in first are forgotten, and no result"
        )


ROOM_RULES: tuple[Rule, ...] = (suspend_data, worst_case)
