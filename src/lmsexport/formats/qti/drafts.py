"""A question on its way into an item: where it stands, its texts, and the parts that its type fills in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from lmsexport.content.wording import Wording
from lmsexport.content.xhtml import escape
from lmsexport.formats.qti.processing import Rules
from lmsexport.formats.qti.texts import Texts
from lmsexport.model import Feedback, Question, QuestionBase
from lmsexport.packaging import short_hash


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a question stands."""

    source: str
    """File that its links start from."""
    shuffle: bool = True
    """Whether its choices are shuffled, if it does not say so itself."""
    points: Decimal | None = None
    """Points in place of its own."""


@dataclass(frozen=True, slots=True)
class Said:
    """Feedback: the outcome and the value with which it shows."""

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
    rules: list[str] = field(default_factory=list)
    template: str = ""
    """Name of the response processing template that has the rules."""
    said: list[Said] = field(default_factory=list)
    """Feedback of answers."""
    interactions: dict[str, None] = field(default_factory=dict)
    """Names of the interactions that it has."""
    composite: bool = False
    solved: bool = False
    """Whether the correct response is declared."""


class Draft:
    """One question on its way into an item."""

    def __init__(self, texts: Texts, say: Wording, question: Question, setting: Setting) -> None:
        self.texts = texts
        self.el = texts.el
        self.say = say
        self.question: Any = question
        self.setting = setting
        self.points = setting.points if setting.points is not None else getattr(question, "points", Decimal(0))
        own = getattr(question, "shuffle", None)
        self.shuffle: bool = setting.shuffle if own is None else own
        feedback = question.feedback if isinstance(question, QuestionBase) else Feedback()
        self.rules = Rules(self.el, self.points, feedback)
        self.parts = Parts()

    # -- texts -------------------------------------------------------------------------------------------------

    def block(self, text: str) -> str:
        """A text of the question for a place that takes blocks only."""
        return self.texts.block(self.setting.source, text)

    def flow(self, text: str) -> str:
        """A text of the question for a place that takes blocks and text."""
        return self.texts.flow(self.setting.source, text)

    def short(self, text: str) -> str:
        """The same without a paragraph around a single one."""
        return self.texts.short(self.setting.source, text)

    def plain(self, text: str) -> str:
        """A text of the question without markup."""
        return self.texts.plain(self.setting.source, text)

    def prompt(self) -> str:
        """What is asked, as a part of an interaction."""
        return self.el("prompt", self.short(self.question.prompt))

    # -- parts -------------------------------------------------------------------------------------------------

    def respond(
        self,
        kind: str,
        correct: Sequence[str],
        cardinality: str = "single",
        name: str = "RESPONSE",
        mapping: str = "",
        default: str = "",
    ) -> None:
        """Declare a response with what is correct."""
        el = self.el
        children = [el("defaultValue", el("value", escape(default)))] if default else []
        if correct:
            children.append(el("correctResponse", *(el("value", escape(value)) for value in correct)))
            self.parts.solved = True
        self.parts.responses.append(
            el("responseDeclaration", *children, mapping, identifier=name, cardinality=cardinality, baseType=kind)
        )

    def ask(self, name: str, *children: str, **attributes: Any) -> str:
        """An interaction."""
        self.parts.interactions[name] = None
        return self.el(name, *children, **attributes)

    def mapped(self, entries: Sequence[tuple[str, str]], lowest: int | None, highest: int | None) -> str:
        """What each part of a response counts."""
        rows = [self.el("mapEntry", mapKey=key, mappedValue=value) for key, value in entries]
        return self.el("mapping", *rows, lowerBound=lowest, upperBound=highest, defaultValue=0)

    def tell(self, outcome: str, identifier: str, text: str, title: str = "") -> bool:
        """Have feedback shown with an outcome; whether there is a text."""
        if text:
            self.parts.said.append(Said(outcome, identifier, self.flow(text), title or None))
        return bool(text)

    def answered(self, parts: Sequence[tuple[str, str]]) -> None:
        """Feedback with the result of each part, by its name, as soon as there is an answer."""
        told = [self.tell("FEEDBACK_PARTS", "answered", text, self.plain(name)[:200]) for name, text in parts]
        if any(told):
            said = self.rules.say({"FEEDBACK_PARTS": "answered"})
            self.parts.rules.append(self.rules.condition([(self.el("not", self.rules.is_null()), said)]))


def shuffled(key: str, things: Sequence[Any]) -> list[Any]:
    """Parts with ids in an order that says nothing of where they belong, and stays; never the order they came in."""
    order = sorted(things, key=lambda thing: short_hash(key, thing.id))
    return order if order != list(things) else order[1:] + order[:1]
