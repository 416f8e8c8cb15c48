"""Essay: `essay`, which a person grades."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from lmsexport.formats.moodle.read.entries import Entry, essay_settings
from lmsexport.formats.moodle.read.moodle_xml_rows import html
from lmsexport.formats.moodle.read.values import rich, said
from lmsexport.formats.moodle.write.draft import Draft
from lmsexport.formats.moodle.write.question_rows import Record
from lmsexport.model import Essay


def write(draft: Draft, question: Essay) -> None:
    """Fill the row of `essay`."""
    record = draft.record
    record.qtype, record.penalty = "essay", "0.0000000"  # nobody tries an essay again
    record.min_words, record.max_words = question.min_words, question.max_words
    record.grader_notes = draft.html(question.grader_notes, "graderinfo", component="qtype_essay")
    record.template = draft.html(question.template, "responsetemplate", component="qtype_essay")


def gift_lines(_: Record) -> Iterator[str]:
    """Write nothing: empty braces are an essay."""
    return iter(())


def read_backup(entry: Entry, plugin: etree._Element) -> None:
    """Read what is asked for."""
    if (row := plugin.find("essay")) is not None:
        entry.essay = essay_settings(
            said(row, "minwordlimit"), said(row, "maxwordlimit"), rich(row, "responsetemplate"), rich(row, "graderinfo")
        )


def read_xml(entry: Entry, row: etree._Element) -> None:
    """Read what is asked for."""
    template, notes = html(row.find("responsetemplate")), html(row.find("graderinfo"))
    entry.essay = essay_settings(said(row, "minwordlimit"), said(row, "maxwordlimit"), template, notes)


def read_gift(_: Entry, __: str, ___: str) -> None:
    """Read nothing: it has no answers."""
