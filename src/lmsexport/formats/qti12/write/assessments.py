"""Assessments and banks as documents of QTI 1.2."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from lmsexport.formats.qti12.carries.passes import identifier
from lmsexport.formats.qti12.write.draft import Placement
from lmsexport.formats.qti12.write.question_writer import QuestionWriter
from lmsexport.model import AnyQuestion, Assessment, Bank, Pool, QuestionBase, TextBlock
from lmsexport.model.numbers import plain_number
from lmsexport.packaging import wellformed


@dataclass(frozen=True, slots=True)
class Section:
    """A draw: questions of which some are asked, from a bank or its own."""

    ident: str
    title: str
    number: int
    points: str
    bank: str = ""
    """Ident of the bank; empty when the questions stand in the section."""
    items: tuple[Markup, ...] = ()


class QuizWriter:
    """Writes the assessments and banks of one course."""

    def __init__(self, writer: QuestionWriter) -> None:
        self.writer = writer
        self.course = writer.course.course
        self.env = writer.env

    def ident(self, id: str) -> str:
        """The identifier of an assessment, a bank, a question or a draw."""
        return identifier(self.course.id, id)

    def assessment(self, quiz: Assessment) -> bytes:
        """An assessment as a document."""
        cartridge = self.writer.dialect.in_cartridges
        xml = self.env.get_template("assessment.xml.j2").render(
            ident=self.ident(quiz.id),
            title=quiz.title,
            metadata=list(_cartridge_metadata(quiz) if cartridge else _metadata(quiz)),
            rubric=introduction(self.writer, quiz) if cartridge else "",
            entries=list(self._entries(quiz)),
            schema=self.writer.dialect.schema,
        )
        return wellformed(f"{quiz.id} (QTI)", xml)

    def bank(self, bank: Bank) -> bytes:
        """A bank as a document."""
        shuffle, ident = self.course.shuffles(bank.id), self.ident(bank.id)
        items = [self._item(question, bank.source, shuffle) for question in bank.questions]
        xml = self.env.get_template("bank.xml.j2").render(
            ident=ident, title=bank.title, items=items, schema=self.writer.dialect.schema
        )
        return wellformed(f"{ident} (QTI)", xml)

    def _item(self, question: AnyQuestion | TextBlock, source: str, shuffle: bool) -> Markup:
        return self.writer.xml(question, Placement(source, self.ident(question.id), shuffle))

    def _entries(self, quiz: Assessment) -> Iterator[Markup | Section]:
        """Items and draws; questions in a random order are a draw of all, worth the same."""
        if not quiz.shuffle_questions:
            yield from (self._entry(part, quiz) for part in quiz.questions)
            return
        items = tuple(self._item(question, quiz.source, quiz.shuffle_choices) for question in quiz.own_questions)
        points = next(question.points for question in quiz.own_questions if isinstance(question, QuestionBase))
        yield Section(self.ident(f"{quiz.id} all"), quiz.title, len(items), plain_number(points), items=items)

    def _entry(self, part: AnyQuestion | TextBlock | Pool, quiz: Assessment) -> Markup | Section:
        if not isinstance(part, Pool):
            return self._item(part, quiz.source, quiz.shuffle_choices)
        bank = self.course.bank(part.bank)
        return Section(self.ident(part.id), bank.title, part.draw, plain_number(part.points), self.ident(bank.id))


def introduction(writer: QuestionWriter, quiz: Assessment) -> str:
    """What a student reads before an assessment, as HTML."""
    subtitle = str(Markup("<p>{}</p>").format(quiz.subtitle)) if quiz.subtitle else ""
    return subtitle + writer.html(quiz.source, quiz.instructions)


def _metadata(quiz: Assessment) -> Iterator[tuple[str, str]]:
    if quiz.time_limit:
        yield "qmd_timelimit", str(quiz.time_limit)
    yield "cc_maxattempts", str(quiz.attempts or "unlimited")


def _cartridge_metadata(quiz: Assessment) -> Iterator[tuple[str, str]]:
    """CC QTI profile, “Assessment metadata”."""
    yield "cc_profile", "cc.exam.v0p1"
    yield "qmd_assessmenttype", "Examination"
    yield "qmd_scoretype", "Percentage"
    yield "qmd_feedbackpermitted", "No" if quiz.feedback_shows == "never" else "Yes"
    yield "qmd_hintspermitted", "Yes" if any(getattr(q, "hints", ()) for q in quiz.own_questions) else "No"
    yield "qmd_solutionspermitted", "No" if quiz.answers_show == "never" else "Yes"
    yield from _metadata(quiz)
