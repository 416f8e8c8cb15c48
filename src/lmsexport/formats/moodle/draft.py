"""A question on its way into the question bank: its texts with their files, its answers with their feedback."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, Protocol

from lmsexport.content import Fragment, ResolvedCourse, Wording
from lmsexport.formats.moodle.capabilities import cut, shown_name
from lmsexport.formats.moodle.files import FileArea
from lmsexport.formats.moodle.records import Answer, Category, Record, decimal, plain_number
from lmsexport.formats.pages import directed
from lmsexport.model import (
    BLANK,
    AcceptedNumber,
    AcceptedText,
    Choice,
    Essay,
    Feedback,
    FillInBlanks,
    Matching,
    Ordering,
    Question,
    TextBlock,
)
from lmsexport.packaging import Numbers


class Surroundings(Protocol):
    """What all questions of a course share, and what depends on where they go: a backup or a file of questions."""

    course: ResolvedCourse
    numbers: Numbers

    @property
    def say(self) -> Wording:
        """Words in the language of the course."""

    def html(self, question: str, text: Fragment, place: FileArea, inline: bool) -> tuple[str, list[str]]:
        """A text of a question as HTML for one of Moodle's file areas, and the sums of the files that it shows."""

    def weights(self, question: FillInBlanks) -> list[int]:
        """The weights of the blanks: whole numbers."""


class Draft:
    """One question on its way into a record."""

    def __init__(self, writer: Surroundings, question: Question, category: Category, shuffle: bool) -> None:
        self.writer = writer
        self.question = question
        self.category = category
        self.children: list[tuple[str, Record]] = []
        self.media: list[str] = []
        self.id = writer.numbers("question", question.id)
        own = getattr(question, "shuffle", None)
        self.shuffle = shuffle if own is None else own
        text = question.text if isinstance(question, TextBlock) else question.prompt
        self.record = Record(
            id=self.id,
            entry=self.id,
            category=category.id,
            context=category.context,
            qtype="description",
            name=self._name(text),
            text=self.html(text, "questiontext"),
            idnumber=question.id,
        )
        if not isinstance(question, TextBlock):
            self._common(question)

    # -- texts -------------------------------------------------------------------------------------------------

    def html(self, text: str, area: str, item: int = 0, component: str = "question", inline: bool = False) -> str:
        """A Markdown text of the question as HTML for one of Moodle's file areas."""
        if not text:
            return ""
        fragment = self.writer.course.fragment(self.category.source, text)
        place = FileArea(self.category.context, component, area, item or self.id)
        html, sums = self.writer.html(self.question.id, fragment, place, inline)
        self.media += sums
        return directed(self.writer.course.course, html, "span" if inline else "div")

    def _name(self, text: str) -> str:
        if self.question.title:
            return shown_name(self.question.title)
        plain = self.writer.course.fragment(self.category.source, text).plain
        return shown_name(BLANK.sub("___", plain), 100) or self.question.id

    def _common(self, question: Any) -> None:
        record, say = self.record, self.writer.say
        record.mark = decimal(question.points)
        general = [self.html(question.feedback.general, "generalfeedback")]
        if isinstance(question, FillInBlanks | Essay):
            general += self._outcomes(question.feedback)
        general += self._part_feedback(question)
        if question.explanation:
            general.append(self._labelled(say.explanation, question.explanation))
        record.general = "".join(general)
        for number, hint in enumerate(question.hints):
            id = self.writer.numbers("hint", question.id, str(number))
            record.hints.append({"id": id, "html": self.html(hint, "hint", id)})
        record.tags = [{"id": self.writer.numbers("tag", tag), "name": cut(tag, 50)} for tag in question.tags]

    def _labelled(self, label: str, text: str) -> str:
        return f"<p><strong>{escape(label)}</strong></p>{self.html(text, 'generalfeedback')}"

    def _outcomes(self, feedback: Feedback) -> Iterator[str]:
        """Feedback by outcome, for types in which Moodle has only one for all."""
        for outcome in ("correct", "partial", "incorrect"):
            if text := getattr(feedback, outcome):
                yield self._labelled(getattr(self.writer.say, outcome), text)

    def _general(self, text: str) -> str:
        return self.html(text, "generalfeedback", inline=True)

    def _part_feedback(self, question: Question) -> Iterator[str]:
        parts: Sequence[Any] = ()
        if isinstance(question, Matching):
            parts = [(pair.prompt, pair.feedback) for pair in question.pairs]
        elif isinstance(question, Ordering):
            parts = [(item.text, item.feedback) for item in question.items]
        shown = [
            f"<dt>{self._general(text)}</dt><dd>{self._general(feedback)}</dd>" for text, feedback in parts if feedback
        ]
        return iter([f"<dl>{''.join(shown)}</dl>"] if shown else [])

    # -- answers -----------------------------------------------------------------------------------------------

    def answer(self, key: str, text: str, weight: Decimal, feedback: str, also: str = "", html: bool = False) -> Answer:
        """An answer with its feedback, and what else is shown with it."""
        id = self.writer.numbers("answer", self.question.id, key)
        shown = self.html(feedback, "answerfeedback", id) + self.html(also, "answerfeedback", id)
        if html:
            text = self.html(text, "answer", id, inline=True)
        return Answer(id, text, html, decimal(weight / 100), shown)

    def choices(self, choices: Iterable[Choice], weight: Callable[[Choice], Decimal]) -> list[Answer]:
        return [self.answer(choice.id, choice.text, weight(choice), choice.feedback, html=True) for choice in choices]

    def outcome(self, feedback: Feedback, weight: Decimal) -> str:
        """The feedback of the outcome that an answer with this weight has."""
        if weight >= 100:
            return feedback.correct
        return feedback.partial if weight > 0 else feedback.incorrect

    def texts(
        self, answers: Sequence[AcceptedText], wildcards: bool, feedback: Feedback, key: str = ""
    ) -> list[Answer]:
        rows = [
            self.answer(
                f"{key}{n}",
                _pattern(answer.text, wildcards),
                answer.weight,
                answer.feedback,
                self.outcome(feedback, answer.weight),
            )
            for n, answer in enumerate(answers)
        ]
        return rows + self._otherwise(feedback, key)

    def numbers(self, answers: Sequence[AcceptedNumber], feedback: Feedback, key: str = "") -> list[Answer]:
        rows = []
        for n, answer in enumerate(answers):
            low, high = answer.bounds
            middle = (low + high) / 2 if answer.value is None else answer.value
            row = self.answer(
                f"{key}{n}", plain_number(middle), answer.weight, answer.feedback, self.outcome(feedback, answer.weight)
            )
            row.tolerance = plain_number((high - low) / 2)
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


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
