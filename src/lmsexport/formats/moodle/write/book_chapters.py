"""A lesson as the chapters of a book."""

from __future__ import annotations

from html import escape

from lxml import etree

from lmsexport.formats.moodle.carries.names import NAME_LENGTH, match_html
from lmsexport.formats.moodle.write.filters import unmarked


def chapters(title: str, page: str) -> list[tuple[str, str]]:
    """A page cut at its second-level headings, for a book: titles and texts, as HTML. What stands before the first
    heading has the page's own title."""
    wrapper = _wrapper(page)
    parts = [(match_html(title), [escape(wrapper.text or "", quote=False)])]
    for child in wrapper:
        if (heading := _chapter_title(child)) is not None:
            parts.append((heading, [escape(child.tail or "", quote=False)]))
        else:
            parts[-1][1].append(etree.tostring(child, encoding="unicode"))
    if opens_with_chapter(page):
        del parts[0]
    attributes = "".join(f' {name}="{wrapper.get(name)}"' for name in map(str, wrapper.attrib))
    return [(name, f"<div{attributes}>{''.join(xhtml)}</div>") for name, xhtml in parts]


def opens_with_chapter(page: str) -> bool:
    """Whether a page has nothing before its first heading."""
    wrapper = _wrapper(page)
    return not (wrapper.text or "").strip() and _chapter_title(wrapper[0]) is not None


def _wrapper(page: str) -> etree._Element:
    """The element around all of a page."""
    return etree.fromstring(f"<cut>{page}</cut>", etree.XMLParser(resolve_entities=False, huge_tree=True))[0]


def _chapter_title(element: etree._Element) -> str | None:
    """The title of the chapter that an element begins; a heading that is too long for a title stays in the text."""
    if element.tag != "h2":
        return None
    title = match_html(unmarked("".join(map(str, element.itertext()))))
    return title if len(title) <= NAME_LENGTH else None
