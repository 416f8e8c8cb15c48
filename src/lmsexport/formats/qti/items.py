"""Questions as assessment items, a document each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from lmsexport.content import ResolvedCourse, wording
from lmsexport.content.xhtml import escape
from lmsexport.formats.qti.drafts import Draft, Said, Setting
from lmsexport.formats.qti.elements import Elements, number
from lmsexport.formats.qti.texts import Texts, Used
from lmsexport.formats.qti.types import fill
from lmsexport.formats.qti.versions import Version
from lmsexport.model import BLANK, Essay, Question, QuestionBase, TextBlock
from lmsexport.packaging import wellformed

TITLE_LENGTH = 100
"""Characters of a prompt that name a question without a title."""

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
    used: Used
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

    def __init__(self, course: ResolvedCourse, version: Version) -> None:
        self.course = course
        self.version = version
        self.el = Elements(version)
        self.say = wording(course.course.language)
        self.texts = Texts(course, self.el)

    def item(self, question: Question, setting: Setting) -> Document:
        """The question as a document."""
        one = Draft(self.texts, self.say, question, setting)
        fill(one)
        self._common(one)
        title = self._title(one)
        xml = self._xml(one, title)
        styled = ' class="' in xml
        href = f"items/{question.id}.xml"
        return Document(
            identifier=f"item-{question.id}",
            kind="item",
            href=href,
            content=wellformed(href, xml),
            title=title,
            tags=question.tags if isinstance(question, QuestionBase) else (),
            styled=styled,
            interactions=tuple(one.parts.interactions),
            composite=one.parts.composite,
            feedback=bool(one.parts.said),
            solution=one.parts.solved,
            by_hand=isinstance(question, Essay),
            owner=question.id,
            used=self.texts.used(),
        )

    def stylesheet(self, xml: str) -> str:
        """The reference to the style sheet, for a document that uses its classes."""
        if ' class="' not in xml:
            return ""
        return self.el("stylesheet", href=f"../{STYLESHEET}", type="text/css")

    def _xml(self, one: Draft, title: str) -> str:
        el, parts = self.el, one.parts
        body = el("itemBody", *parts.body)
        said = [self._modal(one_said) for one_said in parts.said]
        rules: list[str] = []
        if parts.rules:
            rules = [el("responseProcessing", *parts.rules)]
        elif parts.template:
            rules = [el("responseProcessing", template=self.version.template(parts.template))]
        return el.root(
            "assessmentItem", *parts.responses, *self._outcomes(one), self.stylesheet("".join([body, *said])),
            body, *rules, *said,
            identifier=one.question.id, title=title, adaptive=False, timeDependent=False,
            xml_lang=self.course.course.language,
        )  # fmt: skip

    def _title(self, one: Draft) -> str:
        question = one.question
        if question.title:
            return str(question.title)
        text = question.text if isinstance(question, TextBlock) else question.prompt
        plain = BLANK.sub("___", one.plain(text))
        return (plain if len(plain) <= TITLE_LENGTH else plain[: TITLE_LENGTH - 1] + "…") or question.id

    def _common(self, one: Draft) -> None:
        """The feedback on the whole response, and the worked solution."""
        if isinstance(one.question, TextBlock):
            return
        feedback = one.question.feedback
        if not isinstance(one.question, Essay):
            for outcome in ("correct", "partial", "incorrect"):
                one.tell("FEEDBACK", outcome, getattr(feedback, outcome), getattr(one.say, outcome))
        told = [
            one.tell("FEEDBACK_GENERAL", "answered", feedback.general),
            one.tell("FEEDBACK_GENERAL", "answered", one.question.explanation, one.say.explanation),
        ]
        if any(told):
            one.parts.rules.append(one.rules.say({"FEEDBACK_GENERAL": "answered"}))
        self._hints(one)

    def _outcomes(self, one: Draft) -> Iterator[str]:
        """Declarations of the score and of what shows feedback."""
        el = self.el
        if isinstance(one.question, TextBlock):
            return
        zero, most = el("defaultValue", el("value", "0")), number(one.points)
        by_hand = isinstance(one.question, Essay)
        human = "human" if by_hand and self.version.human else None
        yield el(
            "outcomeDeclaration", *(() if by_hand else (zero,)), identifier="SCORE", cardinality="single",
            baseType="float", normalMaximum=most, normalMinimum=0, externalScored=human,
        )  # fmt: skip
        yield el(
            "outcomeDeclaration", el("defaultValue", el("value", most)), identifier="MAXSCORE", cardinality="single",
            baseType="float",
        )  # fmt: skip
        names = {said.outcome: None for said in one.parts.said}
        if one.rules.by_outcome and not by_hand:
            names.setdefault("FEEDBACK")
        for name in names:
            several = name == "FEEDBACK_CHOICE" and one.question.type == "multiple-response"
            yield el(
                "outcomeDeclaration", identifier=name, cardinality="multiple" if several else "single",
                baseType="identifier",
            )  # fmt: skip

    def _modal(self, said: Said) -> str:
        return self.el(
            "modalFeedback", self.el.body(said.content),
            outcomeIdentifier=said.outcome, showHide="show", identifier=said.identifier, title=said.title,
        )  # fmt: skip

    def _hints(self, one: Draft) -> None:
        """A hint after each try that has not earned all points; below an essay, which has no such tries."""
        hints = one.question.hints
        if isinstance(one.question, Essay):
            label = f"<p><strong>{escape(self.say.hint)}</strong></p>"
            one.parts.body += [f"<div>{label}{one.flow(hint)}</div>" for hint in hints]
        elif hints:
            for n, hint in enumerate(hints, 1):
                one.tell("FEEDBACK_HINT", f"hint-{n}", hint, self.say.hint)
            one.parts.rules.append(one.rules.hints(len(hints)))


def points_in_bank(points: Decimal) -> Decimal:
    """What a question of a bank is worth in its item: draws scale it by a weight, which nothing can be scaled by."""
    return points or Decimal(1)
