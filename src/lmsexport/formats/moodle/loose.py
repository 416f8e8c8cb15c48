"""The texts of questions that leave their course: what stands where a link to an item or a file cannot go along."""

from __future__ import annotations

from lxml import etree

NOWHERE = "nowhere:"
"""An address that no text of a course can have; what points there is taken out of the HTML."""


def without_nowhere(html: str) -> str:
    """The HTML with the words of links in their place, and the descriptions of pictures, films and sounds in theirs."""
    if NOWHERE not in html:
        return html
    root = etree.fromstring(f"<loose>{html}</loose>", etree.XMLParser(resolve_entities=False, huge_tree=True))
    for element in [found for found in root.iter(etree.Element) if NOWHERE in (found.get("src"), found.get("href"))]:
        if element.tag in ("video", "audio", "img"):
            words = element.get("aria-label") or element.get("alt") or ""
            for child in element:
                element.remove(child)
            element.text = words
        if element.getparent() is not None:
            _unwrap(element)
    inner = etree.tostring(root, encoding="unicode")
    return inner.removeprefix("<loose>").removesuffix("</loose>") if inner != "<loose/>" else ""


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
