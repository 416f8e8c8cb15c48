"""Assessments on the pages: their questions as HTML that can be answered, and as data that the script scores."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from lmsexport.content import Fragment, Math, ResolvedCourse, Wording
from lmsexport.content.lines import lines_of
from lmsexport.model import (
    BLANK,
    AnyQuestion,
    Assessment,
    Essay,
    FillInBlanks,
    Matching,
    Ordering,
    Pool,
    Question,
    TextBlock,
)
from lmsexport.pages.facts import number, questions_in
from lmsexport.pages.questions.all_types import question_data, record_data
from lmsexport.pages.questions.essay import length
from lmsexport.pages.questions.matching import matches_of
from lmsexport.pages.questions.ordering import scrambled
from lmsexport.pages.renderer import SiteRenderer, rendered
from lmsexport.pages.script_data import as_json, json_text
from lmsexport.pages.sealing import sealed

SPOKEN = (
    "after_close answered attempt blank correct explanation failed hint incorrect label_counts no_attempts "
    "no_feedback not_passed not_scored open_questions partial passed pending points position question_of "
    "right_answer score time_left time_limit time_up try_again try_once_more undecided"
).split()
"""Keys of the wording that the script of an assessment needs."""


@dataclass(frozen=True, slots=True)
class PoolView:
    """A draw: the questions it draws from wait in the page until the script deals them."""

    id: str
    note: str
    questions: list[Markup]


class AssessmentPages:
    """Writes the assessments of one site."""

    def __init__(
        self, course: ResolvedCourse, environment: Environment, renderer: SiteRenderer, words: Wording, *, lms: bool
    ) -> None:
        self._course = course
        self._lms = lms
        self._renderer = renderer
        self._words = words
        self._templates = environment
        self._banks: dict[str, tuple[list[Markup], dict[str, Any]]] = {}

    def view(self, item: Assessment) -> dict[str, Any]:
        """What the template of an assessment shows beside the item itself."""
        questions: list[Markup] = []
        pools: list[PoolView] = []
        data: dict[str, Any] = {}
        numbers = iter(range(1, questions_in(item) + 1))
        total = questions_in(item)
        for question in item.questions:
            if isinstance(question, Pool):
                pools.append(self._pool(question, data))
                for _ in range(question.draw):
                    next(numbers)
            elif isinstance(question, TextBlock):
                questions.append(self._html(question, item.source))
            else:
                title = self._words.question_of(n=next(numbers), of=total)
                questions.append(self._html(question, item.source, title))
                data[question.id] = self._data(question, item.source)
        rules = self._rules(item) | {"questions": data}
        hides = self._lms and item.answers_show != "immediately"
        shown = sealed(json_text(rules), item.id) if hides else as_json(rules)
        return {"questions": questions, "pools": pools, "data": shown, "sealed": hides, "rules": rules}

    def _data(self, question: AnyQuestion, source: str) -> dict[str, Any]:
        write = record_data if self._lms else question_data
        return write(question, self._text(source))

    def _rules(self, item: Assessment) -> dict[str, Any]:
        rules = {
            "passMark": None if item.pass_mark is None else f"{item.pass_mark:f}",
            "attempts": item.attempts,
            "minutes": item.time_limit,
            "shuffleQuestions": item.shuffle_questions,
            "shuffleChoices": item.shuffle_choices,
            "perPage": item.questions_per_page,
            "feedbackShows": item.feedback_shows,
            "answersShow": item.answers_show,
            "counts": item.counts,
            "order": [self._place(question) for question in item.questions],
            "words": {key: getattr(self._words, key) for key in SPOKEN}
            | {"counts": getattr(self._words, f"counts_{item.counts}")},
        }
        return {name: value for name, value in rules.items() if value}

    def _place(self, question: Question | Pool) -> dict[str, Any]:
        """What stands at one position of an assessment."""
        if isinstance(question, Pool):
            bank = self._course.course.bank(question.bank)
            points = f"{question.points:f}"
            return {
                "pool": question.id,
                "draw": question.draw,
                "points": points,
                "of": [each.id for each in bank.drawable],
            }
        if isinstance(question, TextBlock):
            return {"text": question.id}
        return {"question": question.id}

    def _pool(self, pool: Pool, data: dict[str, Any]) -> PoolView:
        bank = self._course.course.bank(pool.bank)
        if bank.id not in self._banks:
            views = [self._html(question, bank.source) for question in bank.drawable]
            self._banks[bank.id] = views, {question.id: self._data(question, bank.source) for question in bank.drawable}
        views, questions = self._banks[bank.id]
        shown = [] if questions.keys() <= data.keys() else views
        data.update(questions)
        return PoolView(pool.id, self._words.drawn(n=pool.draw, of=len(questions)), shown)

    def _text(self, source: str) -> Any:
        fragment, renderer = self._course.fragment, self._renderer
        return lambda text: fragment(source, text).render(renderer) if text else ""

    def _html(self, question: AnyQuestion | TextBlock, source: str, title: str = "") -> Markup:
        fragment, renderer, words = self._course.fragment, self._renderer, self._words
        context: dict[str, Any] = {
            "question": question,
            "words": words,
            "number": title,
            "labelled": not isinstance(question, FillInBlanks),
            "html": lambda text: renderer.block(fragment(source, text)),
            "inline": lambda text: renderer.inline(fragment(source, text)),
            "lines": lambda text: lines_of(fragment(source, text)),
            "plain": lambda text: fragment(source, text).plain,
            "spoken": lambda text: _spoken(fragment(source, text)),
        }
        if not isinstance(question, TextBlock):
            context["points"] = words.points(n=number(question.points, words))
        if isinstance(question, Matching):
            context["matches"] = matches_of(question)
        elif isinstance(question, Ordering):
            context["scrambled"] = scrambled(question)
        elif isinstance(question, Essay):
            context["length"] = length(question, words)
        elif isinstance(question, FillInBlanks):
            context["with_blanks"] = self._with_blanks(question, context)
        return rendered(self._templates.get_template(f"questions/{question.type}.html.j2").render(context))

    def _with_blanks(self, question: FillInBlanks, context: dict[str, Any]) -> Markup:
        blanks = {blank.id: blank for blank in question.blanks}
        template = self._templates.get_template("questions/blank.html.j2")
        labels = (self._words.blank(n=n) for n in range(1, len(blanks) + 1))
        return rendered(
            BLANK.sub(
                lambda found: template.render(context, blank=blanks[found[1]], label=next(labels)).strip(),
                context["html"](question.prompt),
            )
        )


def _spoken(fragment: Fragment) -> str:
    """What to call an input whose label holds formulas, which browsers leave out of names; empty for other labels."""
    return fragment.plain if any(isinstance(piece, Math) for piece in fragment.pieces) else ""
