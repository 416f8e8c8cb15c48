"""Texts of a package as Markdown, with links and media that lead to the same things in the course."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from lmsexport.content.markdown_of import Looks, Note, markdown
from lmsexport.content.readdressed import address_of, readdressed
from lmsexport.content.structure.dropped import Kind
from lmsexport.importing.media import Media
from lmsexport.importing.told import Origin, Outcome, Told
from lmsexport.validation import RichText
from lmsexport.validation.reader import Subject
from lmsexport.validation.targets import Elsewhere, Embedded, ItemRef, Lost, Member, Target

UNDER_TITLE, IN_PART = 1, 2
"""Level of the heading above a text: the title of its page, or a heading of a part of it."""

_BLANKS = 0xE000
"""First character that stands for a blank while a prompt is on its way (private use area)."""
_LINK_TO_PLACE = re.compile(r"""href\s*=\s*(?:"([^"#]+#[^"]+)"|'([^'#]+#[^']+)')""", re.IGNORECASE)
_NONE: Mapping[str, str] = {}

_SAID: dict[Kind, tuple[Outcome, str]] = {
    "active": ("not kept", "a script or style (`{}`)"),
    "address": ("not kept", "an address that leads nowhere: `{}`"),
    "code": ("changed", "emphasis in code became words (`{}`)"),
    "data": ("not kept", "a file within the text (`{}`)"),
    "depth": ("changed", "elements nested too deep became paragraphs (`{}`)"),
    "embed": ("changed", "a frame became a link: `{}`"),
    "form": ("not kept", "a part of a form (`{}`); its words stay"),
    "formula": ("changed", "a formula that has no TeX became letters (`{}`)"),
    "looks": ("not kept", "looks (`{}`)"),
    "raw": ("changed", "HTML that Markdown cannot say stays HTML (`{}`)"),
    "structure": ("changed", "a text does not look quite the same: {}"),
    "tag": ("not kept", "`<{}>`, which browsers do not show"),
}
"""Kind of a note about a text → what is said of it."""


@dataclass(slots=True)
class Texts:
    """Turns the texts of one package into Markdown."""

    subject: Subject
    media: Media
    told: Told
    items: Mapping[str, str]
    """Id of each item in the outline, and of each module that has items → that of the item in the course."""
    pages: Mapping[str, str] = field(default_factory=dict)
    """Member of each page that is an item → the id of the item in the outline."""
    looks: Looks = "drop"
    anchors: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    """Id of each item in the course → ids within its HTML that links lead to → the anchors of its Markdown."""

    def expect(self, texts: Iterable[RichText]) -> None:
        """Look where the links of all texts lead, so that the places in other texts that they lead to get anchors."""
        for text in texts:
            for address in _links_to_places(text.markup):
                if isinstance(found := self._target(address, text.base), ItemRef) and found.id in self.items:
                    self.anchors[self.items[found.id]].setdefault(found.anchor, "")

    def __call__(
        self, text: RichText, origin: Origin, level: int = IN_PART, *, item: str = "", blanks: Mapping[str, str] = _NONE
    ) -> str:
        """The Markdown of a text; empty where it shows nothing.

        `item` is the item in whose page it stands, where links of others may lead. `blanks` are the marks of blanks in
        the words and the markup, and their names in the course.
        """
        if not text:
            return ""
        marks = {chr(_BLANKS + number): name for number, name in enumerate(blanks.values())}
        markup = text.html
        for mark, char in zip(blanks, marks, strict=True):
            markup = markup.replace(mark, char, 1)
        found = markdown(
            markup, lambda address: self._address(address, text.base), files=self.media.of_type,
            looks=self.looks, top_level=level, blanks=marks if blanks else None, anchors=self.anchors.get(item, ()),
        )  # fmt: skip
        if item in self.anchors:
            self.anchors[item] |= {id: anchor for id, anchor in found.anchors.items() if id in self.anchors[item]}
        for note in found.notes:
            self._tell(note, origin)
        return found.text

    def in_place(self, text: str) -> str:
        """The text with links to the anchors of others; to their beginning, where the place has none.

        Raises `ValueError` as `readdressed`.
        """
        return readdressed(text, self._anchored) if "item:" in text and "#" in text else text

    def _anchored(self, address: str) -> str:
        item, mark, place = address.partition("#")
        if not mark or not item.startswith("item:"):
            return address
        anchor = self.anchors[item[5:]].get(unquote(place))
        return f"{item}#{anchor}" if anchor else item

    def _tell(self, note: Note, origin: Origin) -> None:
        outcome, what = _SAID[note.kind]
        self.told.say(outcome, what.format(note.what), origin, note.count)

    def _address(self, address: str, base: str) -> str | None:
        """The address in the course; None where it leads nowhere."""
        match self._target(address, base):
            case Member() | Embedded() as file:
                return address_of(self.media.path(file))
            case ItemRef(id, anchor):
                return f"item:{self.items[id]}" + (f"#{anchor}" if anchor else "") if id in self.items else None
            case Elsewhere(url):
                return url
            case Lost():
                return None

    def _target(self, address: str, base: str) -> Target:
        """Where an address leads; the text may be made of several, with a base each."""
        found: Target = Lost(address)
        for start in base.split("\n"):
            found = self.subject.target(address, start)
            if isinstance(found, Member) and (item := self.pages.get(found.name)):
                return ItemRef(item, unquote(address.partition("#")[2]))
            if not isinstance(found, Lost):
                return found
        return found


def _links_to_places(markup: str) -> Iterator[str]:
    """The addresses in markup that have a place behind them."""
    return (html.unescape(found[1] or found[2]) for found in _LINK_TO_PLACE.finditer(markup))
