"""A question on its way into the question bank: its texts with their files, its answers with their feedback."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Protocol

from lmsexport.content import Fragment, ResolvedCourse
from lmsexport.formats.moodle.carries.names import name_html
from lmsexport.formats.moodle.write.files import FileArea
from lmsexport.formats.moodle.write.filters import unfiltered
from lmsexport.formats.moodle.write.question_rows import Answer, Category, Record, decimal
from lmsexport.formats.pages import directed
from lmsexport.model import (
    AcceptedNumber,
    AcceptedText,
    AnyQuestion,
    Choice,
    Feedback,
    Question,
    TextBlock,
)
from lmsexport.model.numbers import between, plain_number
from lmsexport.packaging import Numbers


class Surroundings(Protocol):
    """What all questions of a course share, and what depends on where they go: a backup or a file of questions."""

    @property
    def course(self) -> ResolvedCourse:
        """The lowered course, with its texts."""

    @property
    def numbers(self) -> Numbers:
        """Numbers by name."""

    @property
    def has_lists(self) -> bool:
        """Whether texts whose gaps are lists can be of a type of their own."""

    def html(self, text: Fragment, place: FileArea, inline: bool) -> tuple[str, list[str]]:
        """A text of a question as HTML for one of Moodle's file areas, and the sums of the files that it shows."""


class Draft:
    """One question on its way into a record."""

    def __init__(self, writer: Surroundings, question: Question, category: Category) -> None:
        self.writer = writer
        self.question = question
        self.category = category
        self.kind: str = question.type
        """Name of the template."""
        self.children: list[tuple[str, Record]] = []
        self.media: list[str] = []
        self.id = writer.numbers("question", question.id)
        text = question.text if isinstance(question, TextBlock) else question.prompt
        self.prompt = self._rendered(text, "questiontext")
        """Not yet kept from filters, which could take the braces of blanks for those of a text."""
        self.record = Record(
            id=self.id,
            entry=self.id,
            category=category.id,
            context=category.context,
            qtype="description",
            name=name_html(question.title or ""),
            text=unfiltered(self.prompt),
            idnumber=question.id,
        )
        if not isinstance(question, TextBlock):
            self._common(question)

    def html(self, text: str, area: str, item: int = 0, component: str = "question", inline: bool = False) -> str:
        """A text of the question as HTML for one of Moodle's file areas."""
        return unfiltered(self._rendered(text, area, item, component, inline))

    def _rendered(self, text: str, area: str, item: int = 0, component: str = "question", inline: bool = False) -> str:
        if not text:
            return ""
        place = FileArea(self.category.context, component, area, item or self.id)
        html, sums = self.writer.html(self.fragment(text), place, inline)
        self.media += sums
        return directed(self.writer.course.course, html, "span" if inline else "div")

    def fragment(self, text: str) -> Fragment:
        """A text of the question."""
        return self.writer.course.fragment(self.category.source, text)

    def _common(self, question: AnyQuestion) -> None:
        record = self.record
        record.mark = decimal(question.points)
        record.general = self.html(question.feedback.general, "generalfeedback")
        for number, hint in enumerate(question.hints):
            id = self.writer.numbers("hint", question.id, str(number))
            record.hints.append({"id": id, "html": self.html(hint, "hint", id)})
        record.tags = [{"id": self.writer.numbers("tag", tag), "name": tag} for tag in question.tags]

    # -- answers -----------------------------------------------------------------------------------------------

    def answer(self, key: str, text: str, weight: Decimal, feedback: str, html: bool = False) -> Answer:
        """An answer with its feedback."""
        id = self.writer.numbers("answer", self.question.id, key)
        shown = self.html(feedback, "answerfeedback", id)
        if html:
            text = self.html(text, "answer", id, inline=True)
        return Answer(id, text, html, decimal(weight / 100), shown)

    def choices(self, choices: Iterable[Choice], key: str = "") -> list[Answer]:
        """The choices of a question or a blank; what each is worth is said at each."""
        return [self.answer(f"{key}{c.id}", c.text, c.weight or Decimal(0), c.feedback, html=True) for c in choices]

    def texts(
        self, answers: Sequence[AcceptedText], wildcards: bool, feedback: Feedback, key: str = ""
    ) -> list[Answer]:
        """Answers to type."""
        rows = [
            self.answer(f"{key}{n}", _pattern(answer.text, wildcards), answer.weight, answer.feedback)
            for n, answer in enumerate(answers)
        ]
        return rows + self._otherwise(feedback, key)

    def numbers(self, answers: Sequence[AcceptedNumber], feedback: Feedback, key: str = "") -> list[Answer]:
        """Numbers to type, each with its tolerance."""
        rows = []
        for n, answer in enumerate(answers):
            low, high = answer.bounds
            middle, distance = between(low, high)
            value = middle if answer.value is None else answer.value
            row = self.answer(f"{key}{n}", plain_number(value), answer.weight, answer.feedback)
            row.tolerance = plain_number(distance)
            rows.append(row)
        return rows + self._otherwise(feedback, key)

    def _otherwise(self, feedback: Feedback, key: str) -> list[Answer]:
        """What any other answer is told: Moodle's `*`."""
        return [self.answer(f"{key}*", "*", Decimal(0), feedback.incorrect)] if feedback.incorrect else []

    def combined(self, feedback: Feedback) -> None:
        self.record.correct = self.html(feedback.correct, "correctfeedback")
        self.record.partial = self.html(feedback.partial, "partiallycorrectfeedback")
        self.record.incorrect = self.html(feedback.incorrect, "incorrectfeedback")


def _pattern(text: str, wildcards: bool) -> str:
    r"""An answer in which Moodle reads only meant asterisks as wildcards: it writes a literal one as `\*`."""
    return text if wildcards else text.replace("*", r"\*")
