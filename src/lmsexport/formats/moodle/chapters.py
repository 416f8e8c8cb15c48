"""A lesson as the chapters of a book."""

from __future__ import annotations

from lxml import etree


def chapters(title: str, page: str) -> list[tuple[str, str]]:
    """A page cut at its second-level headings, for a book: titles and texts; the first has the page's own title."""
    root = etree.fromstring(f"<cut>{page}</cut>", etree.XMLParser(resolve_entities=False, huge_tree=True))
    wrapper = root[0]
    parts: list[tuple[str, list[etree._Element]]] = [(title, [])]
    for child in wrapper:
        if child.tag == "h2":
            parts.append(("".join(str(text) for text in child.itertext()), []))
        else:
            parts[-1][1].append(child)
    attributes = "".join(f' {name}="{wrapper.get(name)}"' for name in map(str, wrapper.attrib))
    return [(name, f"<div{attributes}>{''.join(map(_xhtml, elements))}</div>") for name, elements in parts if elements]


def _xhtml(element: etree._Element) -> str:
    return etree.tostring(element, encoding="unicode")
