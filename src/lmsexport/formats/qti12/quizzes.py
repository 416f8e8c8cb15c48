"""Assessments and banks as documents of QTI 1.2."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from lmsexport.formats.qti12.carries import NAME_LENGTH, name
from lmsexport.formats.qti12.drafts import Setting
from lmsexport.formats.qti12.items import Item, Text, plain_number
from lmsexport.formats.qti12.questions import QuestionWriter, identifier
from lmsexport.model import Assessment, Bank, Pool, Question, QuestionBase, TextBlock
from lmsexport.packaging import wellformed

LONGEST_TITLE = 230
"""Characters of a quiz's title in a cartridge: Moodle adds to it for the name of a question bank."""


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
        cartridge = self.writer.dialect.name == "cartridge"
        entries = self._asked_in_cartridge(quiz) if cartridge else self._asked_in_canvas(quiz)
        xml = self.env.get_template("assessment.xml.j2").render(
            ident=self.ident(quiz.id),
            title=name(quiz.title, LONGEST_TITLE if cartridge else NAME_LENGTH),
            metadata=list(_cartridge_metadata(quiz) if cartridge else _metadata(quiz)),
            rubric=self._rubric(quiz) if cartridge else "",
            entries=list(entries),
            schema=SCHEMAS[self.writer.dialect.name],
        )
        return wellformed(f"{quiz.id} (QTI)", xml)

    def bank(self, *banks: Bank, ident: str, title: str = "") -> bytes:
        """Banks as one document."""
        items = [
            self.writer.xml(self._item(question, bank.source, shuffle=self.course.shuffles(bank.id)))
            for bank in banks
            for question in filter(self.fills_a_bank, bank.questions)
        ]
        xml = self.env.get_template("bank.xml.j2").render(
            ident=ident, title=name(title), items=items, schema=SCHEMAS[self.writer.dialect.name]
        )
        return wellformed(f"{ident} (QTI)", xml)

    def fills_a_bank(self, question: Question) -> bool:
        """Whether a question stands in banks: in those of a cartridge, a text that stands for one has no place."""
        writer = self.writer
        cartridge = writer.dialect.name == "cartridge"
        return not (cartridge and writer.stand_in == "text" and writer.dialect.lacks(question))

    def _item(self, question: Question, source: str, shuffle: bool, **setting: Any) -> Item:
        points = question.points if isinstance(question, QuestionBase) else Decimal(0)
        values: dict[str, Any] = {"ident": self.ident(question.id), "points": points} | setting
        return self.writer.item(question, Setting(source, shuffle=shuffle, **values))

    # -- Canvas ------------------------------------------------------------------------------------------------

    def _asked_in_canvas(self, quiz: Assessment) -> Iterator[Markup | Section]:
        if is_shuffled(quiz):
            items = tuple(self._own(quiz))
            first = next(question for question in quiz.own_questions if isinstance(question, QuestionBase))
            yield Section(
                self.ident(f"{quiz.id} all"), name(quiz.title), len(items), plain_number(first.points), items=items
            )
            return
        own = self._own(quiz)
        for question in quiz.questions:
            yield self._draw(question) if isinstance(question, Pool) else next(own)

    def _own(self, quiz: Assessment) -> Iterator[Markup]:
        return (self.writer.xml(self._item(q, quiz.source, quiz.shuffle_choices)) for q in quiz.own_questions)

    def _draw(self, pool: Pool) -> Section:
        bank = self.course.bank(pool.bank)
        points = plain_number(pool.points)
        return Section(self.ident(pool.id), name(bank.title), pool.draw, points, self.ident(bank.id))

    # -- cartridges --------------------------------------------------------------------------------------------

    def _asked_in_cartridge(self, quiz: Assessment) -> Iterator[Markup]:
        """The questions, each with the texts that stand before it."""
        waiting = ""
        before: Item | None = None
        for question, source, setting in self._settings(quiz):
            named = isinstance(question, TextBlock) and question.title
            heading = str(Markup("<p><strong>{}</strong></p>").format(question.title)) if named else ""
            item = self._item(question, source, quiz.shuffle_choices, above=waiting + heading, **setting)
            if item.template == "text":
                waiting = item.text.content
                continue
            waiting = ""
            if before is not None:
                yield self.writer.xml(before)
            before = item
        if before is None:
            before = self._essay_of_texts(quiz, waiting)
        elif waiting:
            before.text = Text(before.text.content + waiting)
        yield self.writer.xml(before)

    def _settings(self, quiz: Assessment) -> Iterator[tuple[Question, str, dict[str, Any]]]:
        """The questions in order; for a draw the first ones of its bank."""
        for question in quiz.questions:
            if not isinstance(question, Pool):
                yield question, quiz.source, {}
                continue
            bank = self.course.bank(question.bank)
            for drawn in bank.drawable[: question.draw]:
                ident = self.ident(f"{question.id} {drawn.id}")
                yield drawn, bank.source, {"ident": ident, "points": question.points}

    def _essay_of_texts(self, quiz: Assessment, html: str) -> Item:
        """An assessment of stand-ins that are texts alone still needs an item (CC profile, `section`)."""
        item = Item(
            self.ident(f"{quiz.id} text"), "essay", name(quiz.title), Text(html), [("cc_profile", "cc.essay.v0p1")]
        )
        item.metadata.append(("qmd_computerscored", "No"))
        return item

    def _rubric(self, quiz: Assessment) -> str:
        """What stands above a quiz: its subtitle, instructions, and pass mark."""
        return introduction(self.writer, quiz, with_pass_mark=True)


def introduction(writer: QuestionWriter, quiz: Assessment, with_pass_mark: bool = False) -> str:
    """What a student reads before an assessment, as HTML."""
    parts = [str(Markup("<p>{}</p>").format(quiz.subtitle))] if quiz.subtitle else []
    parts.append(writer.html(quiz.source, quiz.instructions))
    if with_pass_mark and quiz.pass_mark is not None:
        parts.append(f"<p>{writer.say.pass_mark(n=plain_number(quiz.pass_mark))}</p>")
    return "".join(parts)


def is_shuffled(quiz: Assessment) -> bool:
    """Whether Canvas can ask the questions in random order: as a group of questions that are worth the same."""
    own = list(quiz.own_questions)
    if not quiz.shuffle_questions or any(quiz.pools) or any(isinstance(question, TextBlock) for question in own):
        return False
    return len({question.points for question in own if isinstance(question, QuestionBase)}) == 1


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


SCHEMAS = {
    "cartridge": "http://www.imsglobal.org/profile/cc/ccv1p1/ccv1p1_qtiasiv1p2p1_v1p0.xsd",
    "canvas": "http://www.imsglobal.org/xsd/ims_qtiasiv1p2p1.xsd",
}
"""Dialect → where its schema is published."""
