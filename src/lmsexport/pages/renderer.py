"""Texts on the pages of the site: where items and files are, seen from the page that shows the text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

from markupsafe import Markup

from lmsexport.content import Fragment, PageRenderer
from lmsexport.content.surroundings import ANCHOR_PREFIX
from lmsexport.model import Heading, Item

_ANCHOR = re.compile(rf'(<h[2-6]) id="({ANCHOR_PREFIX}[^"]*)"')

MEDIA = "media/"
PAGES = "pages/"


def rendered(html: str) -> Markup:
    """HTML that was made from checked texts or by a template, which escaped all else: it is not escaped again."""
    return Markup(html)  # noqa: S704


def with_single_anchors(page: str) -> str:
    """The page with every anchor once: two of its texts can have headings of one name, and links find the first."""
    seen: set[str] = set()

    def kept(heading: re.Match[str]) -> str:
        if heading[2] in seen:
            return heading[1]
        seen.add(heading[2])
        return heading[0]

    return _ANCHOR.sub(kept, page)


class SiteRenderer(PageRenderer):
    """Fills the holes of texts for the pages of one folder of the site."""

    def __init__(self, root: str, items: Mapping[str, Item]) -> None:
        self.root = root
        """The way from the page to the root of the site: empty, or `../`."""
        self._items = items
        self.used: set[str] = set()
        """The files that its texts show."""
        self.has_code = False
        """Whether a text with code was shown, so that the style sheet needs its colours."""

    def item_url(self, item: str, anchor: str = "") -> str:
        """The page of an item; a heading has none, so it is its place in the contents."""
        if isinstance(self._items[item], Heading):
            return f"{self.root}index.html#{item}"
        return f"{self.root}{PAGES}{item}.html" + (f"#{quote(anchor)}" if anchor else "")

    def media_url(self, path: str) -> str:
        """The copy of a file; it becomes part of the site."""
        self.used.add(path)
        return f"{self.root}{MEDIA}{quote(path)}"

    def code(self, source: str, language: str) -> str:
        """The code with a class for each kind of token."""
        self.has_code = True
        return super().code(source, language)

    def block(self, fragment: Fragment) -> Markup:
        """A text as blocks."""
        return rendered(fragment.render(self))

    def inline(self, fragment: Fragment) -> Markup:
        """A text without the paragraph around it."""
        return rendered(fragment.render_inline(self))
