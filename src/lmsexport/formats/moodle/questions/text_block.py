"""Text between questions: `description`, which is not answered."""

from __future__ import annotations

from lxml import etree

from lmsexport.formats.moodle.read.entries import Entry
from lmsexport.formats.moodle.write.draft import Draft


def write(draft: Draft) -> None:
    """Fill the row of `description`."""
    draft.record.penalty = "0.0000000"


def read_xml(_: Entry, __: etree._Element) -> None:
    """Read nothing: it has no answers."""
