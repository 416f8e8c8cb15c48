"""A question on its way into an item: its texts, its feedback, and the idents of its answers."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from lmsexport.content.lines import is_words
from lmsexport.formats.qti12.write.item import Answer, Item, Text
from lmsexport.formats.qti12.write.question_context import QuestionContext
from lmsexport.model import AnyQuestion, Choice, TextBlock

Q = TypeVar("Q", bound=AnyQuestion | TextBlock)


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a question stands."""

    source: str
    """File that its links start from."""
    ident: str
    shuffle: bool = True
    """Whether its choices are shuffled, if it does not say so itself."""


class Draft(Generic[Q]):
    """One question on its way into an item."""

    def __init__(self, writer: QuestionContext, question: Q, placement: Placement) -> None:
        self.writer = writer
        self.question = question
        self.placement = placement
        prompt = question.text if isinstance(question, TextBlock) else question.prompt
        self.item = Item(
            ident=placement.ident,
            template=question.type,
            title=question.title or question.id,
            text=Text(self.html(prompt)),
            cartridge=writer.dialect.in_cartridges,
            after_wrong=writer.dialect.after_wrong,
        )
        if not isinstance(question, TextBlock):
            self.item.add_feedback("general_fb", self.text(question.feedback.general))
            self.item.add_feedback("correct_fb", self.text(question.feedback.correct))
            self.item.add_feedback("general_incorrect_fb", self.text(question.feedback.incorrect))
            self.item.hints = [self.text(hint) for hint in question.hints]

    # -- texts -------------------------------------------------------------------------------------------------

    def html(self, text: str, inline: bool = False) -> str:
        """A text of the question as HTML."""
        return self.writer.html(self.placement.source, text, inline)

    def text(self, text: str) -> Text:
        """A text as feedback: plain where it has no markup, since Canvas shows the entities of such HTML."""
        return self._plain(text) or Text(self.html(text))

    def short(self, text: str) -> Text:
        """A text as an answer: plain where it has no markup."""
        return self._plain(text) or Text(self.html(text, inline=True))

    def offered(self, text: str) -> Text:
        """A text to pick, or to find the match of. Canvas’ New Quizzes read plain ones as HTML, so one with `<` is that
        (`logical_identifier_choice.rb`). Moodle takes a bare `0` of a cartridge for nothing (`empty` of PHP)."""
        short = self.short(text)
        if self.item.cartridge:
            return Text("0 ", html=False) if short.content == "0" else short
        return Text(self.html(text, inline=True)) if "<" in short.content else short

    def _plain(self, text: str) -> Text | None:
        """A text that has no markup and no formula."""
        fragment = self.writer.course.fragment(self.placement.source, text)
        words = "".join(map(str, fragment.pieces)) if is_words(fragment) else ""
        return Text(html.unescape(words), html=False) if words and not {"<", "\\"} & {*words} else None

    # -- answers -----------------------------------------------------------------------------------------------

    def number(self, *key: str) -> str:
        """The ident of an answer: a number that stays when texts and order change."""
        return str(self.writer.numbers(self.placement.ident, *key))

    def answer(self, key: str, text: Text, right: bool, feedback: str = "", fixed: bool = False) -> Answer:
        """An answer with its feedback."""
        ident = self.number(key)
        return Answer(ident, text, right, self.item.add_feedback(f"{ident}_fb", self.text(feedback)), fixed)

    def choices(self, choices: Iterable[Choice], key: str = "") -> list[Answer]:
        """Choices as answers; those of a list, which has no markup, with the key of its blank."""
        text = self.short if key else self.offered
        return [self.answer(f"{key}{c.id}", text(c.text), c.correct, c.feedback, c.fixed) for c in choices]

    def shuffled(self, own: bool | None) -> bool:
        """Whether choices are shuffled: as the question says, else as its quiz does."""
        return self.placement.shuffle if own is None else own
