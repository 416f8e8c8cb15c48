"""What stands in a line of HTML: words and their marks, links, pictures, players, formulas."""

from __future__ import annotations

import posixpath
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

from lxml import etree

from lmsexport.content.structure import addresses as addressing
from lmsexport.content.structure.addresses import Addresses, Files
from lmsexport.content.structure.anchors import Anchors
from lmsexport.content.structure.dropped import Dropped
from lmsexport.content.structure.lines import formula, pieces
from lmsexport.content.structure.mathml import tex_of
from lmsexport.content.structure.meanings import (
    HIDDEN,
    MARKS,
    WITH_ATTRIBUTE,
    is_hidden,
    is_look,
    role_of,
    styled_marks,
)
from lmsexport.content.structure.parts import Anchor, Break, Mark, Marks, Part, Picture, Player, Words

_CONTROLS = frozenset({"input", "select", "textarea", "button", "form", "datalist", "output", "meter", "progress"})
_SHOWS_NO_WORDS = frozenset({"input", "wbr", "source", "track", "param", "area", "col"})
_LANGUAGE = ("lang", "dir")
_EQUATION = "data-equation-content"


@dataclass(frozen=True, slots=True)
class Around:
    """What a reader knows of the world around a text."""

    addresses: Addresses
    files: Files | None
    anchors: Anchors
    looks: bool
    """Whether looks are kept."""
    languages: bool
    """Whether languages are meant that elements say they are in; in what Word pastes they are not."""


class SpanReader(ABC):
    """Collects the parts of lines."""

    def __init__(self, around: Around, dropped: Dropped) -> None:
        self.around = around
        self.dropped = dropped
        self.line: list[Part] = []
        """The line that is being read."""

    def children(self, element: etree._Element, marks: Marks) -> None:
        """Read what is in an element."""
        if element.text:
            self.line += pieces(element.text, marks)
        for child in element:
            self.element(child, marks)
            if child.tail:
                self.line += pieces(child.tail, marks)

    @abstractmethod
    def element(self, element: etree._Element, marks: Marks) -> None:
        """Read an element of any kind."""

    def span(self, element: etree._Element, marks: Marks) -> None:
        """Read an element that stands in a line."""
        tag = str(element.tag)
        if element.attrib and (name := self.around.anchors.at(element)):
            self.line.append(Anchor(name))
        match tag:
            case "br":
                self.line.append(Break())
            case "img":
                self.image(element, marks)
            case "a":
                self.children(element, self.link_marks(element, self.marked(element, marks)))
            case "video" | "audio":
                self.player(element, tag, marks)
            case "iframe" | "embed" | "object":
                self.embedded(element, marks)
            case "math":
                self.math(element, marks)
            case _ if not _is_rendered_formula(element):
                self.control(tag)
                if tag not in _SHOWS_NO_WORDS and role_of(element) != "step-number":
                    self.children(element, self.marked(element, marks))

    def control(self, tag: str) -> None:
        """Count a part of a form; the words in it stay."""
        if tag in _CONTROLS:
            self.dropped["form", tag] += 1
        if tag in _CONTROLS or tag == "option":
            self.line.append(Words(" "))

    # -- marks -------------------------------------------------------------------------------------------------

    def marked(self, element: etree._Element, marks: Marks) -> Marks:
        """The marks within an element."""
        tag = str(element.tag)
        if mark := MARKS.get(tag):
            marks = with_mark(marks, mark)
        elif (name := WITH_ATTRIBUTE.get(tag)) and (value := element.get(name)):
            marks = with_mark(marks, Mark("abbr" if tag == "acronym" else tag, ((name, " ".join(value.split())),)))
        if not element.attrib:
            return marks
        if style := element.get("style"):
            marks = self.styled(style, marks)
        return self.common_marks(element, marks)

    def common_marks(self, element: etree._Element, marks: Marks) -> Marks:
        """The marks of a language, and of what is hidden."""
        if is_hidden(element):
            marks = with_mark(marks, HIDDEN)
        if language := self.language(element):
            marks = tuple(sorted((*(mark for mark in marks if not _is_language(mark)), Mark("span", language))))
        if "style" in element.attrib or "class" in element.attrib or "align" in element.attrib:
            self.count_looks(element)
        return marks

    def language(self, element: etree._Element) -> tuple[tuple[str, str], ...]:
        """The language of an element, and its direction if that is unusual. What Word says of it means little."""
        if element.tag in ("code", "pre", "bdo"):
            return ()
        language, direction = element.get("lang", "").strip(), element.get("dir", "").strip().lower()
        found = [("lang", language)] if language and self.around.languages else []
        return (*found, ("dir", direction)) if direction == "rtl" else tuple(found)

    def styled(self, style: str, marks: Marks) -> Marks:
        """The marks with those that a style means, and without those that it takes back."""
        added, undone = styled_marks(style)
        for mark in added:
            marks = with_mark(marks, mark)
        if undone:
            marks = tuple(mark for mark in marks if mark not in undone)
        if self.around.looks:
            from lmsexport.content.sanitiser import safe_style

            if kept := safe_style(style):
                marks = with_mark(marks, Mark("span", (("style", kept),)))
        return marks

    def count_looks(self, element: etree._Element) -> None:
        """Count the looks that an element has of its own."""
        if role_of(element):
            return
        if not self.around.looks and is_look(element):
            self.dropped["looks", "style"] += 1
        if "class" in element.attrib and element.tag not in ("pre", "code", "img"):
            self.dropped["looks", "class"] += 1
        if "align" in element.attrib and element.tag not in ("td", "th"):
            self.dropped["looks", "align"] += 1

    # -- links and media ---------------------------------------------------------------------------------------

    def link_marks(self, element: etree._Element, marks: Marks) -> Marks:
        """The marks with the link of an element, if it leads anywhere."""
        href = element.get("href", "").strip()
        address = self.address(href) if href and href != "#" else None
        if address is None:
            return marks
        attributes = [("href", address)]
        if title := " ".join(element.get("title", "").split()):
            attributes.append(("title", title))
        return tuple(sorted((*(mark for mark in marks if mark.tag != "a"), Mark("a", tuple(attributes)))))

    def address(self, href: str) -> str | None:
        """Where a link leads, in its one spelling; None and a note if nowhere."""
        if href.startswith("#"):
            name = self.around.anchors.names.get(unquote(href[1:]))
            found = None if name is None else f"#{name}"
        else:
            found = self.around.addresses(href)
        if found is None or not addressing.is_open(found):
            self.dropped["address", href] += 1
            return None
        return addressing.spelled(found)

    def media_address(self, source: str) -> str | None:
        """Where a picture, a sound or a video is; None and a note if nowhere."""
        if source[:5].lower() == "data:":
            return self.file(source)
        found = self.around.addresses(source)
        if not found or not addressing.is_open(found, media=True):
            self.dropped["address", source] += 1
            return None
        return addressing.spelled(found)

    def file(self, source: str) -> str | None:
        """The address that a file within the HTML gets."""
        found = addressing.data(source)
        address = self.around.files(*found) if found and self.around.files else None
        if address is None:
            self.dropped["data", found[1] if found else ""] += 1
            return None
        return addressing.spelled(address)

    def image(self, element: etree._Element, marks: Marks) -> None:
        """Read a picture, which may be one of a formula."""
        alternative = " ".join((element.get("alt") or element.get("title") or "").split())
        if tex := element.get(_EQUATION) or (alternative if element.get("class") == "texrender" else ""):
            self.line.append(formula(unquote(tex) if _is_quoted(tex) else tex, False, marks))
            return
        source = element.get("src", "").strip()
        address = self.media_address(source) if source else None
        if address is None:
            self.line.append(Words(alternative, marks))
        else:
            self.line.append(Picture(address, alternative, marks))

    def player(self, element: etree._Element, kind: Literal["audio", "video"], marks: Marks) -> None:
        """Read a sound or a video."""
        sources = [element.get("src", ""), *(source.get("src", "") for source in element.iter("source"))]
        found = dict.fromkeys(address for src in sources if src and (address := self.media_address(src.strip())))
        addresses = tuple(found)
        tracks = [src for track in element.iter("track") if (src := track.get("src", "").strip())]
        captions = [address for src in tracks if (address := self.media_address(src))]
        alternative = element.get("aria-label") or element.get("title") or _fallback(element)
        words = " ".join(alternative.split())
        if not addresses:
            self.line.append(Words(f" {words} ", marks))
            return
        words = words or unquote(posixpath.basename(addresses[0].partition("?")[0]))
        stems = {posixpath.splitext(address)[0] for address in addresses}
        others = tuple(path for path in captions if posixpath.splitext(path)[0] not in stems)
        self.line.append(Player(kind, addresses, words, others, marks))

    def embedded(self, element: etree._Element, marks: Marks) -> None:
        """Read what is embedded from elsewhere: a link to it, with its title."""
        source = (element.get("src") or element.get("data") or "").strip()
        if element.tag == "object" and not source:
            self.children(element, marks)
            return
        address = self.address(source) if source and source != "about:blank" else None
        self.dropped["embed", source] += 1
        if address is None:
            return
        title = " ".join((element.get("title") or element.get("aria-label") or "").split()) or address
        link = Mark("a", (("href", address),))
        without_link = tuple(mark for mark in marks if mark.tag != "a")
        self.line += [Words(" "), Words(title, tuple(sorted((*without_link, link)))), Words(" ")]

    def math(self, element: etree._Element, marks: Marks) -> None:
        """Read a formula in MathML."""
        tex = tex_of(element)
        if tex is None:
            self.dropped["formula", ""] += 1
            self.line.append(Words(_all_words(element), marks))
        else:
            self.line.append(formula(tex, element.get("display") == "block", marks))


def with_mark(marks: Marks, mark: Mark) -> Marks:
    """The marks and one more. Nothing but code shows within code."""
    return marks if mark in marks else tuple(sorted((*marks, mark)))


def _is_language(mark: Mark) -> bool:
    return mark.tag == "span" and any(name in _LANGUAGE for name, _value in mark.attributes)


def _is_rendered_formula(element: etree._Element) -> bool:
    """Whether an element is the picture that KaTeX makes of a formula that stands beside it in MathML."""
    return element.get("class") == "katex-html"


def _is_quoted(tex: str) -> bool:
    return "%5C" in tex or "%7B" in tex


def _fallback(player: etree._Element) -> str:
    """The words in a player for those whose browser cannot play it, if they say more than that."""
    words = _all_words(player)
    return "" if "://" in words or "@@" in words or "browser" in words.lower() else words


def _all_words(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())
