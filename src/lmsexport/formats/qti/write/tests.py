"""Assessments as tests, and banks as sections of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from lmsexport.content.xhtml import escape
from lmsexport.formats.qti.passes import one_by_one
from lmsexport.formats.qti.write.elements import number
from lmsexport.formats.qti.write.items import Document, ItemWriter
from lmsexport.formats.qti.write.response_processing import points_of
from lmsexport.model import Assessment, Bank, Pool, Question, TextBlock
from lmsexport.packaging import wellformed

WEIGHT = "WEIGHT"
"""The weight that brings a drawn question to the points of its draw."""


class TestWriter:
    """Writes the tests and banks of one course in one version."""

    __test__ = False

    def __init__(self, items: ItemWriter) -> None:
        self.items = items
        self.el = items.el
        self.wording = items.wording
        self.course = items.course.course

    # -- tests -------------------------------------------------------------------------------------------------

    def test(self, quiz: Assessment) -> Document:
        """An assessment as a test with one part and one section."""
        el = self.el
        alone = one_by_one(quiz)
        when = "immediately" if alone else "after-submission"
        control = el(
            "itemSessionControl", maxAttempts=(quiz.attempts or 0) if alone else 1,
            showFeedback=quiz.feedback_shows == when, allowReview=quiz.feedback_shows != "never",
            showSolution=quiz.answers_show == when, allowSkipping=True,
        )  # fmt: skip
        part = el(
            "testPart", control, self._section(quiz), identifier="PART", navigationMode="nonlinear",
            submissionMode="individual" if alone else "simultaneous",
        )  # fmt: skip
        limit = el("timeLimits", maxTime=quiz.time_limit * 60) if quiz.time_limit else ""
        style = self.items.stylesheet(part)
        xml = el.root(
            "assessmentTest", *self._outcomes(quiz), limit, style, part, self._processing(quiz), *self._results(quiz),
            identifier=quiz.id, title=quiz.title,
        )  # fmt: skip
        used = {f"item-{id}": None for id in self._asked(quiz)}
        return self._document(quiz.id, "test", f"tests/{quiz.id}.xml", xml, quiz.title, tuple(used))

    def _section(self, quiz: Assessment) -> str:
        el = self.el
        ordering = el("ordering", shuffle=True) if quiz.shuffle_questions else ""
        units = list(_in_units(quiz.questions)) if quiz.shuffle_questions else [(q,) for q in quiz.questions]
        parts = [self._unit(quiz, unit) for unit in units]
        return el(
            "assessmentSection", ordering, self._introduction(quiz), *parts,
            identifier="SECTION", title=quiz.title, visible=True,
        )  # fmt: skip

    def _unit(self, quiz: Assessment, unit: Sequence[Question | Pool]) -> str:
        """A question or a draw; texts and the question that follows them stay together in a shuffled test."""
        parts = [self._draw(quiz, q) if isinstance(q, Pool) else self._reference(q) for q in unit]
        if len(parts) == 1:
            return parts[0]
        return self.el(
            "assessmentSection", *parts, identifier=f"UNIT_{unit[0].id}", title=quiz.title, visible=False,
            keepTogether=True,
        )  # fmt: skip

    def _reference(self, question: Question, pool: Pool | None = None) -> str:
        identifier, weight = question.id, ""
        if pool is not None and not isinstance(question, TextBlock):
            identifier = f"{pool.id}_{question.id}"
            own = question.points
            if own != pool.points:
                value = points_of(Fraction(pool.points) / Fraction(own), Decimal(1))
                weight = self.el("weight", identifier=WEIGHT, value=value)
        return self.el("assessmentItemRef", weight, identifier=identifier, href=f"../items/{question.id}.xml")

    def _draw(self, quiz: Assessment, pool: Pool) -> str:
        """Some of a bank's questions; they mix with the others when the test is shuffled."""
        bank = self.course.bank(pool.bank)
        return self.el(
            "assessmentSection",
            self.el("selection", select=pool.draw),
            self.el("ordering", shuffle=True),
            *(self._reference(question, pool) for question in bank.drawable),
            identifier=pool.id, title=bank.title, visible=False, keepTogether=not quiz.shuffle_questions,
        )  # fmt: skip

    def _introduction(self, quiz: Assessment) -> str:
        """What a student reads before starting."""
        subtitle = f"<p>{escape(quiz.subtitle)}</p>" if quiz.subtitle else ""
        content = subtitle + self.items.texts.flow(quiz.source, quiz.instructions)
        return self._rubric(content, "candidate") if content else ""

    def _rubric(self, content: str, view: str) -> str:
        el = self.el
        return el("rubricBlock", el.body(content), view=view, use="instructions" if el.version.bodies else None)

    def _asked(self, quiz: Assessment) -> Iterator[str]:
        for question in quiz.questions:
            if isinstance(question, Pool):
                yield from (drawn.id for drawn in self.course.bank(question.bank).drawable)
            else:
                yield question.id

    # -- outcomes ----------------------------------------------------------------------------------------------

    def _outcomes(self, quiz: Assessment) -> Iterator[str]:
        el, total = self.el, number(quiz.total_points)
        pass_at = None if quiz.pass_mark is None else points_of(Fraction(quiz.pass_mark) / 100, quiz.total_points)
        zero = el("defaultValue", el("value", "0"))
        yield el(
            "outcomeDeclaration", zero, identifier="SCORE", cardinality="single", baseType="float",
            normalMaximum=total, normalMinimum=0, masteryValue=pass_at,
        )  # fmt: skip
        most = el("defaultValue", el("value", total))
        yield el("outcomeDeclaration", most, identifier="MAXSCORE", cardinality="single", baseType="float")
        if pass_at is not None:
            yield el("outcomeDeclaration", identifier="PASSED", cardinality="single", baseType="boolean")
            yield el("outcomeDeclaration", identifier="RESULT", cardinality="single", baseType="identifier")

    def _processing(self, quiz: Assessment) -> str:
        el = self.el
        scores = el("testVariables", variableIdentifier="SCORE", weightIdentifier=WEIGHT, baseType="float")
        rules = [el("setOutcomeValue", el("sum", scores), identifier="SCORE")]
        if quiz.pass_mark is not None:
            # Scores are sums of binary numbers: what misses the mark by a billionth has reached it.
            mark = Fraction(quiz.pass_mark) / 100 - Fraction(1, 10**12)
            need = el("baseValue", points_of(max(mark, Fraction(0)), quiz.total_points), baseType="float")
            reached = el("gte", el("variable", identifier="SCORE"), need)
            rules.append(
                el(
                    "outcomeCondition",
                    el("outcomeIf", reached, *self._result(True)),
                    el("outcomeElse", *self._result(False)),
                )
            )
        return el("outcomeProcessing", *rules)

    def _result(self, passed: bool) -> Iterator[str]:
        el = self.el
        values = (("PASSED", "boolean", "true" if passed else "false"), ("RESULT", "identifier", _RESULTS[passed]))
        for name, kind, value in values:
            yield el("setOutcomeValue", el("baseValue", value, baseType=kind), identifier=name)

    def _results(self, quiz: Assessment) -> Iterator[str]:
        """What a student reads at the end of a test with a pass mark."""
        if quiz.pass_mark is None:
            return
        el, wording = self.el, self.wording
        score = wording.score(score="\0", of=number(quiz.total_points)).split("\0")
        line = el("printedVariable", identifier="SCORE").join(escape(part) for part in score)
        mark = escape(wording.pass_mark(n=number(quiz.pass_mark)))
        for passed, word in ((True, wording.passed), (False, wording.not_passed)):
            content = f"<p><strong>{escape(word)}</strong></p><p>{line}</p><p>{mark}</p>"
            yield el(
                "testFeedback", el.body(content), access="atEnd", outcomeIdentifier="RESULT", showHide="show",
                identifier=_RESULTS[passed], title=word,
            )  # fmt: skip

    # -- banks -------------------------------------------------------------------------------------------------

    def bank(self, bank: Bank) -> Document:
        """A bank as a section."""
        el = self.el
        description = self.items.texts.flow(bank.source, bank.description)
        rubric = self._rubric(description, "author") if description else ""
        references = (self._reference(question) for question in bank.questions)
        xml = el.root("assessmentSection", rubric, *references, identifier=bank.id, title=bank.title, visible=True)
        used = tuple(f"item-{question.id}" for question in bank.questions)
        return self._document(bank.id, "section", f"banks/{bank.id}.xml", xml, bank.title, used)

    def _document(self, id: str, kind: str, href: str, xml: str, title: str, documents: tuple[str, ...]) -> Document:
        return Document(
            identifier=f"{kind}-{id}", kind=kind, href=href, content=wellformed(href, xml), title=title,
            documents=documents, styled=' class="' in xml, owner=id, media=self.items.texts.used(),
        )  # fmt: skip


_RESULTS: dict[bool, str] = {True: "passed", False: "failed"}


def _in_units(questions: Sequence[Question | Pool]) -> Iterator[tuple[Question | Pool, ...]]:
    """Each question with the texts before it; texts at the end by themselves."""
    unit: list[Question | Pool] = []
    for question in questions:
        unit.append(question)
        if not isinstance(question, TextBlock):
            yield tuple(unit)
            unit = []
    if unit:
        yield tuple(unit)
