"""A question on its way into an item: its texts, its feedback, and the idents of its answers."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from lmsexport.formats.qti12.carries import name
from lmsexport.formats.qti12.items import Answer, Item, Text
from lmsexport.model import BLANK, Choice, Essay, Question, QuestionBase, TextBlock
from lmsexport.packaging import short_hash

if TYPE_CHECKING:
    from lmsexport.formats.qti12.questions import QuestionWriter


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a question stands."""

    source: str
    """File that its links start from."""
    ident: str
    points: Decimal
    shuffle: bool = True
    """Whether its choices are shuffled, if it does not say so itself."""
    above: str = ""
    """HTML above its prompt."""


class Draft:
    """One question on its way into an item."""

    def __init__(self, writer: QuestionWriter, question: Question, setting: Setting) -> None:
        self.writer = writer
        self.question: Any = question
        self.setting = setting
        self.say = writer.say
        own = getattr(question, "shuffle", None)
        prompt = question.text if isinstance(question, TextBlock) else question.prompt
        self.item = Item(
            ident=setting.ident,
            template=question.type,
            title=self._title(prompt),
            text=Text(setting.above + self.html(prompt)),
            metadata=[],
            cartridge=writer.dialect.name == "cartridge",
            after_wrong=writer.dialect.after_wrong,
            shuffle=setting.shuffle if own is None else own,
        )
        if isinstance(question, QuestionBase):
            self._common(question)

    # -- texts -------------------------------------------------------------------------------------------------

    def html(self, text: str, inline: bool = False) -> str:
        """A Markdown text of the question as HTML."""
        return self.writer.html(self.setting.source, text, inline)

    def text(self, text: str) -> Text:
        """A Markdown text as feedback: plain where it has no markup, since Canvas shows the entities of such HTML."""
        return self._plain(text) or Text(self.html(text))

    def short(self, text: str) -> Text:
        """A Markdown text as an answer: plain where it has no markup."""
        return self._plain(text) or Text(self.html(text, inline=True))

    def _plain(self, text: str) -> Text | None:
        """A text that has no markup and no formula."""
        fragment = self.writer.course.fragment(self.setting.source, text)
        pieces = fragment.pieces
        if not fragment.paragraph or len(pieces) != 1 or not isinstance(pieces[0], str):
            return None
        if "<" in pieces[0] or "\\" in pieces[0]:
            return None
        return Text(html.unescape(pieces[0]), html=False)

    def labelled(self, label: str, html: str) -> str:
        """A text under its name."""
        return str(Markup("<p><strong>{}</strong></p>").format(label)) + html if html else ""

    def _title(self, prompt: str) -> str:
        title = self.question.title
        if title:
            return name(title)
        plain = BLANK.sub("___", self.writer.plain(self.setting.source, prompt))
        return name(plain, 100) or self.question.id

    def _common(self, question: QuestionBase) -> None:
        feedback = question.feedback
        named = [(self.say.partial, feedback.partial), (self.say.explanation, question.explanation)]
        if isinstance(question, Essay) or self.writer.dialect.lacks(question):  # an essay, or one stands in its place
            named += [(self.say.correct, feedback.correct), (self.say.incorrect, feedback.incorrect)]
        more = "".join(self.labelled(label, self.html(text)) for label, text in named)
        self.item.tell("general_fb", Text(self.html(feedback.general) + more) if more else self.text(feedback.general))
        if not isinstance(question, Essay):
            self.item.tell("correct_fb", self.text(feedback.correct))
            self.item.tell("general_incorrect_fb", self.text(feedback.incorrect))
        if self.item.cartridge:
            self.item.hints = [self.text(hint) for hint in question.hints]

    def add(self, html: str) -> None:
        """Add to the end of what is asked."""
        self.item.text = Text(self.item.text.content + html)

    # -- answers -----------------------------------------------------------------------------------------------

    def number(self, *key: str) -> str:
        """The ident of an answer: a number that stays when texts and order change."""
        return str(self.writer.numbers(self.setting.ident, *key))

    def answer(self, key: str, text: Text, right: bool, feedback: str = "", fixed: bool = False) -> Answer:
        """An answer with its feedback."""
        ident = self.number(key)
        return Answer(ident, text, right, self.item.tell(f"{ident}_fb", self.text(feedback)), fixed)

    def choices(self, choices: Iterable[Choice], key: str = "") -> list[Answer]:
        """Choices as answers."""
        return [self.answer(f"{key}{c.id}", self.short(c.text), c.correct, c.feedback, c.fixed) for c in choices]


def shuffled(key: str, things: Sequence[str]) -> list[str]:
    """Things in an order that says nothing of where they belong, and stays; never the order that they came in."""
    order = sorted(things, key=lambda thing: short_hash(key, thing))
    return order if order != list(things) else order[1:] + order[:1]


def listed(html: Iterable[str]) -> str:
    """HTML as a list."""
    return f"<ul>{''.join(f'<li>{entry}</li>' for entry in html)}</ul>"
