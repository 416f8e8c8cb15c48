"""Texts without some of their holes: the words of a link, or the description of a picture, in its place."""

from __future__ import annotations

import re
from collections.abc import Collection

from lxml import etree

from lmsexport.content.fragment import Code, Fragment, ItemLink, Look, Math, MediaLink, Piece, Slot

_NOWHERE = "nowhere:"
"""An address that no text of a course can have; what points there is taken out of the XHTML."""


def without(fragment: Fragment, gone: Collection[ItemLink | MediaLink]) -> Fragment:
    """A fragment with words in the place of what leads to some items and files, or shows them; other holes stay."""
    marks = _Marks(gone)
    parts = _MARK.split(_without_nowhere(fragment.render_inline(marks)))  # text, number, text, …
    pieces: list[Piece] = [parts[0]]
    for at in range(1, len(parts), len(_Marks.FORMS) + 1):
        number = next(found for found in parts[at : at + len(_Marks.FORMS)] if found)
        pieces += [marks.slots[int(number)], parts[at + len(_Marks.FORMS)]]
    return Fragment(tuple(filter(None, pieces)), fragment.plain, fragment.paragraph, fragment.anchors)


class _Marks:
    """Fills holes with marks, from which they come back; those to be taken out lead nowhere."""

    FORMS = ('<slot n="{}"/>', ' slot="{}"', "slot:{}:")
    """In text, in a tag, in an attribute's value."""

    def __init__(self, gone: Collection[ItemLink | MediaLink]) -> None:
        self.slots: list[Slot] = []
        self._gone = gone

    def _mark(self, slot: Slot, form: int) -> str:
        self.slots.append(slot)
        return self.FORMS[form].format(len(self.slots) - 1)

    def _address(self, slot: ItemLink | MediaLink) -> str:
        return _NOWHERE if slot in self._gone else self._mark(slot, 2)

    def item_url(self, item: str, anchor: str) -> str:
        return self._address(ItemLink(item, anchor))

    def media_url(self, path: str) -> str:
        return self._address(MediaLink(path))

    def math(self, tex: str, display: bool) -> str:
        return self._mark(Math(tex, display), 0)

    def code(self, source: str, language: str) -> str:
        return self._mark(Code(source, language), 0)

    def look(self, role: str) -> str:
        return self._mark(Look(role), 1)


_MARK = re.compile("|".join(re.escape(form).replace(r"\{\}", "([0-9]+)") for form in _Marks.FORMS))


def _without_nowhere(html: str) -> str:
    """The XHTML with the words of links that lead nowhere, and the descriptions of pictures, films and sounds."""
    root = etree.fromstring(f"<loose>{html}</loose>", etree.XMLParser(resolve_entities=False, huge_tree=True))
    for element in [found for found in root.iter(etree.Element) if _leads_nowhere(found)]:
        if element.tag in ("video", "audio", "img"):
            words = element.get("aria-label") or element.get("alt") or ""
            for child in list(element):
                element.remove(child)
            element.text = words
        if element.getparent() is not None:
            _unwrap(element)
    inner = etree.tostring(root, encoding="unicode")
    return inner.removeprefix("<loose>").removesuffix("</loose>") if inner != "<loose/>" else ""


def _leads_nowhere(element: etree._Element) -> bool:
    return any((element.get(name) or "").startswith(_NOWHERE) for name in ("src", "href"))


def _unwrap(element: etree._Element) -> None:
    """Put what is in an element in its place."""
    parent = element.getparent()
    assert parent is not None
    place = parent.index(element)
    _append_text(parent, place, element.text or "")
    for child in list(element):
        parent.insert(parent.index(element), child)
    _append_text(parent, parent.index(element), element.tail or "")
    element.tail = None
    parent.remove(element)


def _append_text(parent: etree._Element, place: int, text: str) -> None:
    """Add text before the child at this place."""
    if place:
        before = parent[place - 1]
        before.tail = (before.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
