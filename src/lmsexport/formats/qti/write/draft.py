"""A question on its way into an item: where it stands, its texts, and the parts that its type adds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from lmsexport.content import Wording
from lmsexport.content.xhtml import escape
from lmsexport.formats.qti.write.elements import Value
from lmsexport.formats.qti.write.response_processing import Rules
from lmsexport.formats.qti.write.texts import Texts
from lmsexport.model import Feedback, Question, QuestionBase, TextBlock

_NAMES = re.compile(r"<(\w+)")


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a question stands."""

    source: str
    """File that its links start from."""
    shuffle: bool = True
    """Whether the entries of its drop-down lists are shuffled; other questions say so themselves."""


@dataclass(frozen=True, slots=True)
class ShownText:
    """Feedback with the outcome variable, and the value of it, with which it shows."""

    outcome: str
    identifier: str
    content: str
    title: str | None = None


@dataclass(slots=True)
class Parts:
    """What a type adds to an item."""

    responses: list[str] = field(default_factory=list)
    """Declarations of responses."""
    body: list[str] = field(default_factory=list)
    whole: bool = False
    """Whether all points are for the declared response, before the other rules."""
    rules: list[str] = field(default_factory=list)
    feedback: list[ShownText] = field(default_factory=list)
    interactions: dict[str, None] = field(default_factory=dict)
    """Names of the interactions that it has."""
    composite: bool = False
    solved: bool = False
    """Whether the correct response is declared."""


class Draft:
    """One question on its way into an item."""

    def __init__(self, texts: Texts, wording: Wording, question: Question, placement: Placement) -> None:
        self.texts = texts
        self.el = texts.el
        self.wording = wording
        self.question = question
        self.placement = placement
        self.points = Decimal(0) if isinstance(question, TextBlock) else question.points
        self.rules = Rules(
            self.el, self.points, question.feedback if isinstance(question, QuestionBase) else Feedback()
        )
        self.parts = Parts()

    # -- texts -------------------------------------------------------------------------------------------------

    def block(self, text: str) -> str:
        """A text of the question for a place that takes blocks only."""
        return self.texts.block(self.placement.source, text)

    def flow(self, text: str) -> str:
        """A text of the question for a place that takes blocks and text."""
        return self.texts.flow(self.placement.source, text)

    def short(self, text: str) -> str:
        """The same without a paragraph around a single one."""
        return self.texts.short(self.placement.source, text)

    def plain(self, text: str) -> str:
        """A text of the question without markup."""
        return self.texts.plain(self.placement.source, text)

    def lines(self, text: str) -> str:
        """A text of the question that is nothing but lines of plain text."""
        return self.texts.lines(self.placement.source, text)

    def prompt(self, question: QuestionBase, below: str = "") -> str:
        """What is asked, with a paragraph below it, as a part of an interaction; above the interaction where it has an
        element that not all players take in a prompt."""
        asked = self.short(question.prompt)
        if not self.el.version.unprompted.isdisjoint(_NAMES.findall(asked)):
            self.parts.body.append(f"<div>{self.flow(question.prompt)}</div>")
            asked = ""
        whole = f"<div>{asked}</div>{below}" if asked and below else asked or below
        return self.el("prompt", whole) if whole else ""

    # -- parts -------------------------------------------------------------------------------------------------

    def declare_response(
        self,
        kind: str,
        correct: Sequence[str],
        cardinality: str = "single",
        name: str = "RESPONSE",
        mapping: str = "",
        default: str = "",
    ) -> None:
        """Declare a response of a base type with what is correct."""
        el = self.el
        children = [el("defaultValue", el("value", escape(default)))] if default else []
        if correct:
            children.append(el("correctResponse", *(el("value", escape(value)) for value in correct)))
            self.parts.solved = True
        self.parts.responses.append(
            el("responseDeclaration", *children, mapping, identifier=name, cardinality=cardinality, baseType=kind)
        )

    def interaction(self, name: str, *children: str, **attributes: Value) -> str:
        """Write an interaction, for a place of its own in the text."""
        self.parts.interactions[name] = None
        return self.el(name, *children, **attributes)

    def add_interaction(self, name: str, *children: str, **attributes: Value) -> None:
        """Add an interaction with the response `RESPONSE` to the body."""
        self.parts.body.append(self.interaction(name, *children, responseIdentifier="RESPONSE", **attributes))

    def mapping(self, entries: Sequence[tuple[str, str]], lowest: int | None, highest: int | None) -> str:
        """Write what each part of a response counts."""
        rows = [self.el("mapEntry", mapKey=key, mappedValue=value) for key, value in entries]
        return self.el("mapping", *rows, lowerBound=lowest, upperBound=highest, defaultValue=0)

    def add_feedback(self, outcome: str, identifier: str, text: str, title: str = "") -> bool:
        """Add feedback that shows with a value of an outcome; whether there is a text."""
        if text:
            self.parts.feedback.append(ShownText(outcome, identifier, self.flow(text), title or None))
        return bool(text)

    def add_feedback_of_choices(self, texts: Sequence[tuple[str, str]]) -> None:
        """Add the feedback of picked choices, by id and text: the outcome is the response itself."""
        added = [self.add_feedback("FEEDBACK_CHOICE", id, text) for id, text in texts]
        if any(added):
            self.parts.rules.append(self.rules.set("FEEDBACK_CHOICE", self.rules.variable("RESPONSE")))

    def add_feedback_of_parts(self, texts: Sequence[tuple[str, str, str]]) -> None:
        """Add the feedback of each part, by id, name and text: it shows as soon as there is an answer."""
        shown = [
            id for id, name, text in texts if self.add_feedback("FEEDBACK_PARTS", id, text, self.plain(name)[:200])
        ]
        if shown:
            ids = self.el("multiple", *(self.rules.value("identifier", id) for id in shown))
            there = self.el("not", self.rules.is_null())
            self.parts.rules.append(self.rules.condition([(there, self.rules.set("FEEDBACK_PARTS", ids))]))
