"""What an item asks: its interactions, and the words around them."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator

from lxml import etree

from lmsexport.validation import NOTHING, RichText, rich_of, without

FEEDBACK = ("modalFeedback", "feedbackInline", "feedbackBlock")
INLINE = frozenset({"textEntryInteraction", "inlineChoiceInteraction"})
"""Interactions that stand in a line of text: its blanks."""

_UNASKED = frozenset({"endAttemptInteraction", "mediaInteraction"})
"""Interactions that ask nothing."""

_UNSAID = frozenset({*FEEDBACK, "rubricBlock", "templateBlock", "templateInline", "infoControl", "stylesheet"})
"""What is no part of the question, or stands there only at times."""

_KEPT = {"gapMatchInteraction": "gap", "hottextInteraction": "hottext"}
"""Interactions with a text of their own around their parts."""


def interactions(item: etree._Element) -> list[etree._Element]:
    """The interactions that ask something, in order."""
    return [
        element
        for element in item.iterfind("itemBody//*")
        if str(element.tag).endswith("Interaction") and element.tag not in _UNASKED
    ]


def choices(interaction: etree._Element, member: str = "") -> list[tuple[str, RichText]]:
    """What can be picked in an interaction: identifier and text, or the identifier where there is none."""
    named = []
    for element in interaction.iter(
        "simpleChoice", "inlineChoice", "hottext", "hotspotChoice", "simpleAssociableChoice", "gapText", "gapImg",
        "associableHotspot", "gap",
    ):  # fmt: skip
        ident = element.get("identifier", "")
        label = element.get("objectLabel") or element.get("hotspotLabel") or ident
        named.append((ident, own_text(element, member) or RichText(label)))
    return named


def own_text(element: etree._Element, member: str = "") -> RichText:
    """The text of a choice, a feedback or a rubric, without the feedback in it."""
    if next(element.iter("contentBody", *FEEDBACK[1:]), None) in (None, element):
        return rich_of(element, member)
    own = _without(copy.deepcopy(element))
    etree.strip_tags(own, "contentBody")
    return rich_of(own, member)


def own_words(element: etree._Element) -> str:
    """The words of such a text."""
    return own_text(element).words


Apart = Callable[[etree._Element], Iterable[etree._Element]]
"""What stands apart from the question, given its first interaction."""


def prompt(item: etree._Element, member: str = "", apart: Apart | None = None) -> RichText:
    """The body, with blanks as `[1]`, `[2]`, …, and without choices, feedback, and what stands apart."""
    body = item.find("itemBody")
    if body is None:
        return NOTHING
    body = copy.deepcopy(body)
    asked = [element for element in body.iter(etree.Element) if str(element.tag).endswith("Interaction")]
    counted = [element for element in asked if element.tag not in _UNASKED]
    for element in list(apart(counted[0])) if apart is not None and counted else ():
        without(element)
    blanks = len(counted) > 1 or any(element.tag in INLINE for element in counted)
    for place, interaction in enumerate(counted, 1):
        if interaction.tag in _KEPT:
            _in_its_place(interaction)
        else:
            kept = interaction.find("prompt")
            mark = f"[{place}]" if blanks else ""
            _replace(interaction, kept, mark)
    for interaction in asked:
        if interaction.tag in _UNASKED:
            _replace(interaction, interaction.find("prompt"), "")
    return rich_of(_without(body), member)


def line_of_field(field: etree._Element) -> Iterator[etree._Element]:
    """The line of the only field of an item, which `unit` has the words of; or the field, where it has no line."""
    line = field.getparent()
    yield field if line is None or line.tag == "itemBody" else line


def unit(item: etree._Element) -> str | None:
    """The words behind the only field of an item, where it stands apart from the question; None where it does not."""
    field = interactions(item)[0]
    line = field.getparent()
    if line is None or line.tag == "itemBody":
        return ""
    before = line.text or ""
    if before.strip() or field.getprevious() is not None or line.getprevious() is None:
        return None
    return " ".join("".join(map(str, line.itertext())).split())


def _in_its_place(interaction: etree._Element) -> None:
    """Keep the text of an interaction; its gaps become blanks, and what is put into them goes."""
    for gap, element in enumerate(list(interaction.iter("gap")), 1):
        _replace(element, None, f"[{gap}]")
    for element in list(interaction.iter("gapText", "gapImg")):
        _replace(element, None, "")
    interaction.tag = "div"


def _replace(element: etree._Element, kept: etree._Element | None, mark: str) -> None:
    parent = element.getparent()
    if parent is None:
        return
    inline = element.tag in INLINE or element.tag == "gap"
    stand_in = etree.Element("span" if inline else "div")
    stand_in.text = mark if inline else f"{mark} "
    stand_in.tail = element.tail
    if kept is not None:
        kept.tag, kept.tail = "div", None
        stand_in.append(kept)
    parent.replace(element, stand_in)


def _without(body: etree._Element) -> etree._Element:
    for element in list(_unsaid(body)):
        without(element)
    return body


def _unsaid(body: etree._Element) -> Iterator[etree._Element]:
    return (element for element in body.iter(etree.Element) if element.tag in _UNSAID and element is not body)
