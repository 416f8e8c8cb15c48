"""The contrast of letters with what is behind them, as far as inline styles say it (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple

from lxml import etree

Rgb = tuple[float, float, float]
"""A colour in sRGB: three parts from 0 to 1."""

BLACK, WHITE = (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)
_ENOUGH, _ENOUGH_FOR_LARGE_TYPE = 4.5, 3.0
_LARGE, _LARGE_IN_BOLD = 24.0, 18.66
"""18 and 14 points in pixels (WCAG 2.2, large-scale text)."""

_MEDIUM = 16.0
_UNITS = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "rem": _MEDIUM}
_SIZES = {"xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0, "x-large": 24.0,
          "xx-large": 32.0, "xxx-large": 48.0}  # fmt: skip
_RELATIVE_SIZES = {"larger": 1.2, "smaller": 1 / 1.2, "h1": 2.0, "h2": 1.5, "h3": 1.17, "h5": 0.83, "h6": 0.67,
                   "small": 1 / 1.2, "big": 1.2, "sub": 1 / 1.2, "sup": 1 / 1.2}  # fmt: skip
"""Size of words in CSS and of elements (HTML, 15.3), relative to what is around them."""

_BOLD = frozenset("b strong th h1 h2 h3 h4 h5 h6".split())
_OWN_COLOUR = frozenset("a code kbd samp button input select textarea".split())
"""Elements whose letters have a colour of the theme's where no style says another."""
_UNSEEN = frozenset("script style template title head noscript".split())


def contrast(one: Rgb, other: Rgb) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2, contrast ratio)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Rgb) -> float:
    """The relative luminance (WCAG 2.2)."""
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


class Pale(NamedTuple):
    """Letters that are hard to read."""

    element: etree._Element
    """Whose style gives them their colour, or what is behind them."""
    contrast: float
    needed: float


@dataclass(frozen=True, slots=True)
class _Look:
    """How letters look. A colour that a style sheet gives, or a picture, is None: nobody knows it here."""

    colour: Rgb | None
    background: Rgb | None
    size: float = _MEDIUM
    """In pixels."""
    bold: bool = False
    seen: bool = True
    by: etree._Element | None = None
    """The nearest element whose own style names a colour."""


def pale_letters(root: etree._Element, on_white: bool = True) -> Iterator[Pale]:
    """The letters below an element without enough contrast, each place where a style says so once.

    Around the element they are black on white, or, as a style sheet has it, nobody knows how.
    """
    if not any("color" in style or "background" in style for style in map(_style, root.iter(etree.Element))):
        return
    looks = [_Look(BLACK, WHITE) if on_white else _Look(None, None)]
    told: set[etree._Element] = set()
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            looks.pop()
            continue
        looks.append(look := _look(element, looks[-1]))
        if look.by is None or look.by in told or look.colour is None or look.background is None:
            continue
        needed = _ENOUGH_FOR_LARGE_TYPE if look.size >= (_LARGE_IN_BOLD if look.bold else _LARGE) else _ENOUGH
        found = contrast(look.colour, look.background)
        if found < needed and look.seen and _has_letters(element):
            told.add(look.by)
            yield Pale(look.by, found, needed)


def _style(element: etree._Element) -> str:
    return (element.get("style") or "").lower()


def _has_letters(element: etree._Element) -> bool:
    return any(text and not text.isspace() for text in (element.text, *(child.tail for child in element)))


def _look(element: etree._Element, around: _Look) -> _Look:
    """How the letters of an element look, within others."""
    tag = str(element.tag)
    look = replace(
        around,
        size=around.size * (_RELATIVE_SIZES.get(tag, 1.0)),
        bold=around.bold or tag in _BOLD,
        seen=around.seen and tag not in _UNSEEN and element.get("hidden") is None,
        colour=None if tag in _OWN_COLOUR else around.colour,
    )
    if not (style := _style(element)):
        return look
    given = _declared(style)
    size = _pixels(given["font-size"], around.size) if "font-size" in given else look.size
    weight = str(given.get("font-weight", ""))
    look = replace(
        look, size=size, bold=weight in ("bold", "bolder") or _is_heavy(weight) if weight else look.bold,
        seen=look.seen and given.get("display") != "none" and given.get("visibility") != "hidden",
    )  # fmt: skip
    if given.keys() & {"color", "background"}:
        background = _over(given.get("background", "inherit"), look.background, look.background)
        colour = _over(given.get("color", "inherit"), background, look.colour)
        look = replace(look, colour=colour, background=background, by=element)
    return look


def _is_heavy(weight: str) -> bool:
    return weight.isdecimal() and int(weight) >= 700


def _over(given: Any, below: Rgb | None, inherited: Rgb | None) -> Rgb | None:
    """A colour as it shows on what is below it; `inherit` is the one around it."""
    if given == "inherit":
        return inherited
    if given is None or given == "currentcolor":
        return None
    *parts, alpha = given
    if alpha >= 1:
        return tuple(parts)
    if below is None:
        return None
    red, green, blue = (part * alpha + under * (1 - alpha) for part, under in zip(parts, below, strict=True))
    return red, green, blue


@lru_cache(maxsize=4096)
def _declared(style: str) -> dict[str, Any]:
    """What a style says of colour, background, size and weight; a colour is four parts, or None if nobody knows it."""
    import tinycss2

    found: dict[str, Any] = {}
    for declaration in tinycss2.parse_declaration_list(style, skip_comments=True, skip_whitespace=True):
        if declaration.type != "declaration":
            continue
        tokens = [token for token in declaration.value if token.type not in ("whitespace", "comment")]
        match declaration.lower_name:
            case "color":
                colours = list(_colours(tokens))
            case "background" | "background-color":
                colours = list(_colours(tokens)) or ([(0.0, 0.0, 0.0, 0.0)] if _is_none(tokens) else [])
            case "font-size" | "font-weight" | "display" | "visibility" as name if len(tokens) == 1:
                found[name] = _value(tokens[0])
                continue
            case _:
                continue
        if colours:
            found[declaration.lower_name.removesuffix("-color")] = None if None in colours else colours[0]
    return found


def _is_none(tokens: Sequence[Any]) -> bool:
    return len(tokens) == 1 and getattr(tokens[0], "lower_value", "") == "none"


def _colours(tokens: Sequence[Any]) -> Iterator[Any]:
    """The colours among the values of a property: None for a picture, and for what is computed."""
    from tinycss2.color4 import parse_color

    for token in tokens:
        colour = parse_color(token)
        if getattr(token, "lower_value", "") in ("inherit", "unset", "revert"):
            yield "inherit"
        elif isinstance(colour, str):
            yield colour.lower()
        elif colour is not None:
            yield _in_srgb(colour)
        elif token.type in ("function", "url"):
            yield None


def _in_srgb(colour: Any) -> tuple[float, ...] | None:
    try:
        parts = colour.to("srgb")
    except NotImplementedError:
        return None
    return tuple(min(1.0, max(0.0, part or 0.0)) for part in (*parts.coordinates, parts.alpha))


def _value(token: Any) -> Any:
    """A word in lower case, a number as its digits, a length as number and unit."""
    if token.type in ("dimension", "percentage"):
        return token.value, getattr(token, "lower_unit", "%")
    return str(token.int_value) if token.type == "number" and token.is_integer else getattr(token, "lower_value", "")


def _pixels(size: Any, around: float) -> float:
    """A font size in pixels, within letters of another."""
    if isinstance(size, tuple):
        number, unit = size
        relative = {"em": around, "%": around / 100, "ex": around / 2, "ch": around / 2}
        return float(number) * (relative.get(unit) or _UNITS.get(unit) or around)
    return _SIZES.get(size) or around * (_RELATIVE_SIZES[size] if size in ("larger", "smaller") else 1)
