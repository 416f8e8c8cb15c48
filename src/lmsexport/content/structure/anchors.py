"""The places in a text that links lead to."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from urllib.parse import unquote

from lxml import etree

from lmsexport.content.surroundings import ANCHOR_PREFIX, unique_anchor

_HEADING = re.compile(r"h[1-6]")


class Anchors:
    """Ids of the HTML, and what they are called in the text: headings get their names from their words."""

    def __init__(self, root: etree._Element, wanted: Collection[str], known: Mapping[str, str]) -> None:
        self.names: dict[str, str] = dict(known)
        """Id → anchor."""
        self._places: set[str] = set()
        ids = [element for element in root.iter() if "id" in element.attrib or "name" in element.attrib]
        if not ids:
            return
        headings = self._headings(root)
        links = [a for a in root.iter("a") if a.get("href", "")[:1] == "#" and _shows(a)]
        targets = {*wanted, *known, *(unquote(a.get("href", "")[1:]) for a in links)}
        for id in (id for element in ids for id in _ids(element) if id in targets and id not in headings):
            self.names[id] = id.removeprefix(ANCHOR_PREFIX)
            self._places.add(id)

    def _headings(self, root: etree._Element) -> set[str]:
        """Name the headings; the ids that lead to them."""
        taken: dict[str, None] = {}
        found: set[str] = set()
        for heading in (element for element in root.iter() if _HEADING.fullmatch(str(element.tag))):
            slug = unique_anchor(_words(heading), taken)
            taken[slug] = None
            ids = [id for element in (*heading.iter(), *_before(heading)) for id in _ids(element)]
            self.names.update((id, slug) for id in ids)
            found.update(ids)
        return found

    def at(self, element: etree._Element) -> str:
        """The anchor at an element that is no heading and that a link leads to."""
        id = next((id for id in _ids(element) if id in self._places), "")
        return self.names[id] if id else ""


def _ids(element: etree._Element) -> list[str]:
    return [id for name in ("id", "name") if (id := element.get(name))]


def _before(heading: etree._Element) -> Iterator[etree._Element]:
    """The elements that begin with a heading, or show nothing and stand right before it."""
    element: etree._Element | None = heading
    while element is not None:
        before = element.getprevious()
        while before is not None and not (before.tail or "").strip() and not _shows(before):
            yield from before.iter()
            before = before.getprevious()
        parent = element.getparent()
        if before is not None or parent is None or (parent.text or "").strip():
            return
        yield parent
        element = parent


def _shows(element: etree._Element) -> bool:
    return (
        any(map(str.strip, map(str, element.itertext())))
        or next(element.iter("img", "hr", "video", "audio"), None) is not None
    )


def _words(heading: etree._Element) -> str:
    """The words of a heading as its anchor is made of them."""
    parts: list[str] = []
    for event, element in etree.iterwalk(heading, events=("start", "end")):
        if event == "start":
            parts.append((element.get("alt") or "") if element.tag == "img" else (element.text or ""))
        elif element is not heading:
            parts.append(element.tail or "")
    return " ".join("".join(parts).split())
