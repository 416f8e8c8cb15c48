"""Questions as assessment items, a document each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from lmsexport.content import wording
from lmsexport.formats.qti.questions import (
    essay,
    fill_in_blanks,
    matching,
    multiple_response,
    numeric,
    ordering,
    short_answer,
    single_choice,
    text_block,
    true_false,
)
from lmsexport.formats.qti.versions import Version
from lmsexport.formats.qti.write.draft import Draft, Placement, ShownText
from lmsexport.formats.qti.write.elements import Elements, number
from lmsexport.formats.qti.write.texts import Texts
from lmsexport.lowering import LoweredCourse
from lmsexport.model import (
    AnyQuestion,
    Essay,
    FillInBlanks,
    Matching,
    MultipleResponse,
    Numeric,
    Ordering,
    Question,
    QuestionBase,
    ShortAnswer,
    SingleChoice,
    TextBlock,
    TrueFalse,
)
from lmsexport.packaging import wellformed

STYLESHEET = "style/lmsexport.css"


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the package with what the manifest says about it."""

    identifier: str
    kind: str
    """What it is: item, test or section."""
    href: str
    content: bytes
    title: str
    media: tuple[str, ...]
    """What its texts lead to."""
    tags: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    """Identifiers of the resources that it uses."""
    styled: bool = False
    """Whether it uses the style sheet."""
    interactions: tuple[str, ...] = ()
    composite: bool = False
    feedback: bool = False
    solution: bool = False
    by_hand: bool = False
    """Whether a person scores it."""
    owner: str = ""
    """Id of the question, the assessment or the bank."""


class ItemWriter:
    """Writes the questions of one course in one version."""

    def __init__(self, course: LoweredCourse, version: Version) -> None:
        self.course = course
        self.version = version
        self.el = Elements(version)
        self.wording = wording(course.course.language)
        self.texts = Texts(course, self.el)

    def item(self, question: Question, placement: Placement) -> Document:
        """Write the question as a document."""
        draft = Draft(self.texts, self.wording, question, placement)
        write_question(draft)
        if not isinstance(question, TextBlock):
            self._add_common(draft, question)
        title = question.title or ""
        xml = self._xml(draft, title)
        href = f"items/{question.id}.xml"
        return Document(
            identifier=f"item-{question.id}",
            kind="item",
            href=href,
            content=wellformed(href, xml),
            title=title,
            tags=question.tags if isinstance(question, QuestionBase) else (),
            styled=' class="' in xml,
            interactions=tuple(draft.parts.interactions),
            composite=draft.parts.composite,
            feedback=bool(draft.parts.feedback),
            solution=draft.parts.solved,
            by_hand=isinstance(question, Essay),
            owner=question.id,
            media=self.texts.used(),
        )

    def stylesheet(self, xml: str) -> str:
        """Write the reference to the style sheet, for a document that uses its classes."""
        if ' class="' not in xml:
            return ""
        return self.el("stylesheet", href=f"../{STYLESHEET}", type="text/css")

    def _xml(self, draft: Draft, title: str) -> str:
        el, parts = self.el, draft.parts
        body = el("itemBody", *parts.body)
        feedback = [self._modal(text) for text in parts.feedback]
        return el.root(
            "assessmentItem", *parts.responses, *self._outcomes(draft), self.stylesheet("".join([body, *feedback])),
            body, self._rules(draft), *feedback,
            identifier=draft.question.id, title=title, adaptive=False, timeDependent=False,
            xml_lang=self.course.course.language,
        )  # fmt: skip

    def _rules(self, draft: Draft) -> str:
        """The response processing: a standard template where it says everything."""
        parts = draft.parts
        if parts.whole and draft.points == 1 and not (parts.rules or parts.feedback):
            return self.el("responseProcessing", template=self.version.template("match_correct"))
        rules = [draft.rules.whole(), *parts.rules] if parts.whole else parts.rules
        return self.el("responseProcessing", *rules) if rules else ""

    def _add_common(self, draft: Draft, question: AnyQuestion) -> None:
        """Add the feedback on the whole response, the worked solution, and hints."""
        feedback, wording = question.feedback, self.wording
        for outcome in ("correct", "partial", "incorrect"):
            draft.add_feedback("FEEDBACK", outcome, getattr(feedback, outcome), getattr(wording, outcome))
        general = [
            draft.add_feedback("FEEDBACK_GENERAL", "answered", feedback.general),
            draft.add_feedback("FEEDBACK_GENERAL", "answered", question.explanation, wording.explanation),
        ]
        if any(general):
            draft.parts.rules.append(draft.rules.set_feedback({"FEEDBACK_GENERAL": "answered"}))
        if isinstance(question, Essay):
            return
        for n, hint in enumerate(question.hints, 1):
            draft.add_feedback("FEEDBACK_HINT", f"hint-{n}", hint, wording.hint)
        if question.hints:
            draft.parts.rules.append(draft.rules.hints(len(question.hints)))
        if not draft.points:
            draft.parts.rules.append(draft.rules.nothing())

    def _outcomes(self, draft: Draft) -> Iterator[str]:
        """Declarations of the score and of what shows feedback."""
        el = self.el
        if isinstance(draft.question, TextBlock):
            return
        zero, most = el("defaultValue", el("value", "0")), number(draft.points)
        by_hand = isinstance(draft.question, Essay)
        human = "human" if by_hand and self.version.human else None
        yield el(
            "outcomeDeclaration", *(() if by_hand else (zero,)), identifier="SCORE", cardinality="single",
            baseType="float", normalMaximum=most, normalMinimum=0, externalScored=human,
        )  # fmt: skip
        yield el(
            "outcomeDeclaration", el("defaultValue", el("value", most)), identifier="MAXSCORE", cardinality="single",
            baseType="float",
        )  # fmt: skip
        multiple = {"FEEDBACK_PARTS"} | ({"FEEDBACK_CHOICE"} if isinstance(draft.question, MultipleResponse) else set())
        for name in dict.fromkeys(text.outcome for text in draft.parts.feedback):
            cardinality = "multiple" if name in multiple else "single"
            yield el("outcomeDeclaration", identifier=name, cardinality=cardinality, baseType="identifier")

    def _modal(self, text: ShownText) -> str:
        return self.el(
            "modalFeedback", self.el.body(text.content),
            outcomeIdentifier=text.outcome, showHide="show", identifier=text.identifier, title=text.title,
        )  # fmt: skip


def write_question(draft: Draft) -> None:  # noqa: C901 - a case for each type
    """Add the parts of a question's type to its item."""
    match draft.question:
        case SingleChoice() as question:
            single_choice.write(draft, question)
        case MultipleResponse() as question:
            multiple_response.write(draft, question)
        case TrueFalse() as question:
            true_false.write(draft, question)
        case ShortAnswer() as question:
            short_answer.write(draft, question)
        case Numeric() as question:
            numeric.write(draft, question)
        case Matching() as question:
            matching.write(draft, question)
        case Ordering() as question:
            ordering.write(draft, question)
        case FillInBlanks() as question:
            fill_in_blanks.write(draft, question)
        case Essay() as question:
            essay.write(draft, question)
        case TextBlock() as question:
            text_block.write(draft, question)
        case _:
            assert_never(draft.question)
