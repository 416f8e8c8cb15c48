"""How the blocks beyond Markdown look: a class on our own pages, an inline style where only that survives.

The styles keep to properties that the sanitisers of LMSs let through. Whatever sets a background sets the colour of the
text too, so that it can be read in light and dark themes; all are symmetric, so that they suit right-to-left courses.
"""

from __future__ import annotations

from dataclasses import dataclass

INK, PAPER, TINT, ACCENT, AMBER = "#1f2933", "#ffffff", "#f3f6fb", "#1d4f91", "#7a4f00"
"""The colours: text, card, tinted card, accent and second accent; every pair that meets has 4.5:1 or more."""

LINE, EDGE = "#c5d3e8", "#77879c"
"""The colours of decorative lines, and of lines that must show on light and on dark pages."""

_BOX = f"margin: 1.5em 0; padding: 0.9em 1.2em; border: 1px solid {LINE}"
_CARD = f"margin: 0 0 1em; padding: 0.9em 1.2em; border: 1px solid {LINE}"


@dataclass(frozen=True, slots=True)
class Role:
    """A part that a text or a page can have."""

    meaning: str
    """What it is, for those who write style sheets."""
    style: str = ""
    """Its inline style; empty where a theme's own look is right."""


ROLES: dict[str, Role] = {
    # In texts
    "callout": Role(
        "A `div` that stands out from the text; has `role=note`.",
        f"{_BOX}; border-top: 4px solid {ACCENT}; background-color: {TINT}; color: {INK}",
    ),
    "callout-label": Role(
        "A `p` at the top of a callout: “Key Paper”.",
        f"margin: 0 0 0.4em; font-weight: bold; color: {ACCENT}",
    ),
    "steps": Role("An `ol` of step cards.", "margin: 1.5em 0; padding: 0; list-style: none"),
    "step": Role("An `li` with one step.", f"{_CARD}; background-color: {PAPER}; color: {INK}"),
    "step-number": Role(
        "A `span` before a step's title with its number.",
        f"padding: 0.1em 0.6em; background-color: {ACCENT}; color: #ffffff; font-weight: bold",
    ),
    "timeline": Role("An `ol` of timeline cards.", "margin: 1.5em 0; padding: 0; list-style: none"),
    "timeline-card": Role(
        "An `li` with one event.",
        f"{_CARD}; border-top: 4px solid {AMBER}; background-color: {PAPER}; color: {INK}",
    ),
    "timeline-label": Role(
        "A `p` above an event's title: when it was.",
        f"margin: 0; font-weight: bold; font-size: 0.9em; color: {AMBER}",
    ),
    "card-title": Role(
        "The heading of a step or an event.",
        f"margin: 0 0 0.4em; font-weight: bold; font-size: 1.05em; color: {INK}",
    ),
    "card-heading": Role("A heading further down in a callout or a card.", f"color: {INK}"),
    "card-link": Role(
        "A link in a callout or a card; a dark theme's own colour would not show there.",
        f"color: {ACCENT}; text-decoration: underline",
    ),
    "card-code": Role("A `code` in the text of a callout or a card.", f"background-color: {PAPER}; color: {INK}"),
    "figure": Role("A `figure`: an image, a video or a sound with its caption.", "margin: 1.5em 0; text-align: center"),
    "caption": Role("The `figcaption` of a figure.", "margin: 0.5em 0 0; font-size: 0.9em; font-style: italic"),
    "media": Role("An `img` or a `video`; never wider than the text.", "max-width: 100%; height: auto"),
    "sound": Role("An `audio`.", "width: 100%"),
    "table": Role("A `div` around a table, which scrolls in it on a phone.", "overflow-x: auto; margin: 1.5em 0"),
    "cells": Role("The `table` in it.", "border-collapse: collapse; width: 100%"),
    "head-cell": Role(
        "A `th`.", f"border: 1px solid {EDGE}; padding: 0.4em 0.7em; background-color: {TINT}; color: {INK}"
    ),
    "cell": Role("A `td`.", f"border: 1px solid {EDGE}; padding: 0.4em 0.7em"),
    "left": Role("A cell whose author aligned it left; also `center` and `right`.", "text-align: left"),
    "center": Role("See `left`.", "text-align: center"),
    "right": Role("See `left`.", "text-align: right"),
    "quote": Role("A `blockquote`.", f"margin: 1.5em 0; padding: 0 1.2em; border: solid {EDGE}; border-width: 0 4px"),
    "formula": Role("A `div` around a formula on a line of its own.", "overflow-x: auto; margin: 1em 0"),
    "code": Role(
        "A `pre` with a block of code; its tokens have the classes of Pygments, see `code_css`.",
        f"{_BOX}; overflow-x: auto; background-color: {PAPER}; color: {INK}; text-align: left",
    ),
    # Around texts
    "subtitle": Role("A `p` under a page's title.", "margin: 0 0 1em; font-size: 1.15em"),
    "minutes": Role("A `p` with the reading time.", "margin: 0 0 1em; font-size: 0.9em"),
    "question": Role(
        "A `p` with the guiding question of a lesson.",
        f"{_BOX}; border-top: 4px solid {ACCENT}; background-color: {TINT}; color: {INK}; font-size: 1.1em; "
        "font-weight: bold",
    ),
    "objectives": Role("A `div` with the objectives of a lesson.", f"{_BOX}; background-color: {PAPER}; color: {INK}"),
    "glossary": Role("A `dl` with the terms of a lesson.", "margin: 1.5em 0"),
    "term": Role("A `dt` of a glossary.", "margin: 0.8em 0 0; font-weight: bold"),
    "definition": Role("A `dd` of a glossary.", "margin: 0.2em 1.2em 0"),
    "opening": Role(
        "A `div` with the first message that a lab suggests.",
        f"{_BOX}; border: 1px dashed {ACCENT}; background-color: {PAPER}; color: {INK}",
    ),
    "welcome": Role(
        "A `div` with the first message of a lab's assistant.",
        f"{_BOX}; background-color: {TINT}; color: {INK}",
    ),
}
"""Everything that has a look. The names are the class names of our own pages."""


def inline_style(role: str) -> str:
    """The style of a role, or of several with a space between them. Raises `KeyError` for an unknown one."""
    return "; ".join(style for name in role.split(" ") if (style := ROLES[name].style))
