"""What an item asks: its interactions, and the words around them."""

from __future__ import annotations

import copy
from collections.abc import Iterator

from lxml import etree

from lmsexport.validation import words

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


def choices(interaction: etree._Element) -> list[tuple[str, str]]:
    """What can be picked in an interaction: identifier and words, or the identifier where there are none."""
    named = []
    for element in interaction.iter(
        "simpleChoice", "inlineChoice", "hottext", "hotspotChoice", "simpleAssociableChoice", "gapText", "gapImg",
        "associableHotspot", "gap",
    ):  # fmt: skip
        ident = element.get("identifier", "")
        named.append((ident, own_words(element) or element.get("objectLabel") or element.get("hotspotLabel") or ident))
    return named


def own_words(element: etree._Element) -> str:
    """The words of a choice, a feedback or a rubric, without the feedback in it."""
    if next(element.iter(*FEEDBACK[1:]), None) in (None, element):
        return words(element)
    return words(_without(copy.deepcopy(element)))


def prompt(item: etree._Element) -> str:
    """The words of the body, with blanks as `[1]`, `[2]`, …, and without choices and feedback."""
    body = item.find("itemBody")
    if body is None:
        return ""
    body = copy.deepcopy(body)
    asked = [element for element in body.iter(etree.Element) if str(element.tag).endswith("Interaction")]
    counted = [element for element in asked if element.tag not in _UNASKED]
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
    return words(_without(body))


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
        parent = element.getparent()
        if parent is None:
            continue
        tail = element.tail or ""
        previous = element.getprevious()
        if previous is not None:
            previous.tail = (previous.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
        parent.remove(element)
    return body


def _unsaid(body: etree._Element) -> Iterator[etree._Element]:
    return (element for element in body.iter(etree.Element) if element.tag in _UNSAID and element is not body)
