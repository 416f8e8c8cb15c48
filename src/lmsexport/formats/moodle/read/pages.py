"""The parts of lessons and labs in a backup: of pages, of books, and of what stands above a tool."""

from __future__ import annotations

from lxml import etree

from lmsexport.formats.moodle.read.backup_archive import Folder
from lmsexport.formats.moodle.read.values import children, rich, said, shown_name
from lmsexport.formats.page_parts import blocks, parts_of
from lmsexport.validation import Part
from lmsexport.validation.plain import fragment


def parts(folder: Folder, title: str) -> tuple[Part, ...]:
    """The parts of an activity with this title; none where somebody else has written it, or an intro stands above."""
    record = folder.record
    area = "intro" if folder.kind == "lti" else "content"
    if area == "content" and rich(record, "intro"):
        return ()
    page = _bound(record, title) if folder.kind == "book" else fragment(rich(record, area))
    return (
        () if page is None else parts_of(page, folder.context if folder.kind == "book" else f"{folder.context} {area}")
    )


def _bound(record: etree._Element | None, title: str) -> etree._Element | None:
    """The page that a book was cut from: the names of its chapters are headings, but for the first where that is called
    as the book. None for a book whose chapters are not pages of ours."""
    page = etree.Element("div")
    for chapter in children(record, "chapters/chapter"):
        found = fragment(rich(chapter, "content"))
        cuts = [] if found is None else blocks(found)
        if len(cuts) != 1:
            return None
        name, cut = shown_name(said(chapter, "title")), cuts[0]
        if len(page) or name != title:
            heading = etree.Element("h2")
            heading.text, heading.tail, cut.text = name, cut.text, None
            cut.insert(0, heading)
        if len(page):
            page[0].extend(cut)
        else:
            page.append(cut)
    return page
