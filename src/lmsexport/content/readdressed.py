"""Markdown whose links and media lead elsewhere, and whose every other character stays."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote

from markdown_it.token import Token

from lmsexport.content.grammar import parser
from lmsexport.content.sanitiser import ADDRESSES, Reading

_DESTINATION = re.compile(r"\][(:][ \t]*(?:\n[>\s]*)?")
"""What stands before an address: `[words](…`, `![words](…`, `[name]: …` (CommonMark, 6.3 and 4.7)."""
_ATTRIBUTE = re.compile(rf"""(?<=[\s"'])(?:{"|".join(sorted(ADDRESSES))})\s*=\s*("[^"]*"|'[^']*'|[^\s"'<>=`]+)""", re.I)
_MAY_HOLD_ADDRESS = re.compile(r"\][(:]|=")
_UNSAFE = re.compile(r"[^\w/.~+@,=#?:;!$%-]")


Shape = list[object]
"""All that the parser sees in a text but addresses."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an address stands in a text, and what is to stand there."""

    start: int
    end: int
    spelling: str


def addresses(text: str) -> list[str]:
    """The addresses of links, pictures and media in a text, in order; not those that show themselves (`<https://…>`).

    Those of Markdown are percent-encoded by the parser, those of HTML are as they are written.
    """
    return _read(text)[1] if _MAY_HOLD_ADDRESS.search(text) else []


def readdressed(text: str, change: Callable[[str], str]) -> str:
    """The text with other addresses: `change` takes those that `addresses` gives, and gives percent-encoded ones.

    What was changed is read again: everything else has to be the same, else this raises `ValueError`.
    """
    if not _MAY_HOLD_ADDRESS.search(text):
        return text
    shape, old = _read(text)
    new = {address: changed for address in old if (changed := change(address)) != address}
    if not new:
        return text
    places = sorted(_places(text, new), key=lambda place: place.start, reverse=True)
    moved = _with(text, places, shape)
    if [unquote(address) for address in _read(moved)[1]] != [unquote(new.get(address, address)) for address in old]:
        raise ValueError("the addresses of the text cannot be told from what is around them")
    return moved


def address_of(path: str) -> str:
    """A path with what an address or Markdown would misread percent-encoded; letters of all scripts stay."""
    return re.sub(r"[^\w/.~+@,=!$-]", lambda found: quote(found[0], safe=""), path)


def _with(text: str, places: Sequence[_Place], shape: Shape) -> str:
    """The text with new addresses at these places, last first; not where an address only seems to be one, as in code:
    there the text would have another shape."""
    moved = text
    for place in places:
        moved = moved[: place.start] + place.spelling + moved[place.end :]
    if _read(moved)[0] == shape:
        return moved
    if len(places) == 1:
        return text
    half = len(places) // 2
    return _with(_with(text, places[:half], shape), places[half:], shape)


def _places(text: str, new: Mapping[str, str]) -> Iterator[_Place]:
    """Where an address that is to be changed may stand."""
    markdown = parser()
    for found in _DESTINATION.finditer(text):
        parsed = markdown.helpers.parseLinkDestination(text, found.end(), len(text))
        if parsed.ok and (changed := new.get(markdown.normalizeLink(parsed.str))) is not None:
            yield _Place(found.end(), parsed.pos, _UNSAFE.sub(lambda sign: quote(sign[0]), changed))
    for found in _ATTRIBUTE.finditer(text):
        written = found[1][1:-1] if found[1][0] in "\"'" else found[1]
        if (changed := new.get(html.unescape(written))) is not None:
            yield _Place(found.start(1), found.end(1), f'"{html.escape(changed)}"')


def _read(text: str) -> tuple[Shape, list[str]]:
    """The shape of a text, and its addresses."""
    shape: Shape = []
    found: list[str] = []
    _gather(parser().parse(text), shape, found)
    return shape, found


def _gather(tokens: Sequence[Token], shape: Shape, found: list[str]) -> None:
    for token in tokens:
        attributes = dict(token.attrs)
        content = token.content
        if token.type in ("html_block", "html_inline"):
            found += [address for address, _ in Reading(content).addresses]
            content = _ATTRIBUTE.sub("", content)
        elif token.markup != "autolink":
            found += [str(attributes.pop(name)) for name in ("href", "src") if name in attributes]
        shape.append((token.type, token.markup, token.info, attributes, "" if token.children else content))
        _gather(token.children or (), shape, found)
