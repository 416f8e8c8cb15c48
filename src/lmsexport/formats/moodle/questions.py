"""Questions in the question bank of a backup, each in Moodle's best type for it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from lmsexport.content import ResolvedCourse, Wording
from lmsexport.formats.moodle import cloze
from lmsexport.formats.moodle.capabilities import cut
from lmsexport.formats.moodle.files import FileArea, Files, MoodleRenderer
from lmsexport.model import (
    BLANK,
    AcceptedNumber,
    AcceptedText,
    Blank,
    Choice,
    DropdownBlank,
    Essay,
    Feedback,
    FillInBlanks,
    Matching,
    MultipleResponse,
    NumberBlank,
    Numeric,
    Ordering,
    Question,
    ShortAnswer,
    SingleChoice,
    TextBlock,
    TrueFalse,
)
from lmsexport.packaging import Numbers


@dataclass(slots=True)
class Answer:
    """A row of question_answers."""

    id: int
    text: str
    html: bool
    fraction: str
    feedback: str = ""
    tolerance: str = "0"


@dataclass(slots=True)
class Record:
    """A row of the question table with what its type adds; the templates read it."""

    id: int
    entry: int
    category: int
    context: int
    qtype: str
    name: str
    text: str
    idnumber: str = ""
    parent: int = 0
    general: str = ""
    mark: str = "0.0000000"
    penalty: str = "0.3333333"
    hints: list[dict[str, Any]] = field(default_factory=list)
    tags: list[dict[str, Any]] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    correct: str = ""
    partial: str = ""
    incorrect: str = ""
    single: bool = False
    shuffle: bool = False
    case_sensitive: bool = False
    pairs: list[dict[str, Any]] = field(default_factory=list)
    sequence: list[int] = field(default_factory=list)
    min_words: int | None = None
    max_words: int | None = None
    grader_notes: str = ""
    template: str = ""


@dataclass(frozen=True, slots=True)
class Category:
    """Where questions are collected: of a quiz, in its own context, or of a bank, in the course's."""

    id: int
    context: int
    source: str
    """The file that the questions' links start from."""


def decimal(number: Decimal, digits: int = 7) -> str:
    """A number as Moodle's database writes it."""
    return f"{number:.{digits}f}"


def plain_number(number: Decimal) -> str:
    """A number without an exponent and without needless zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class QuestionWriter:
    """Writes the questions of one course."""

    def __init__(
        self, course: ResolvedCourse, files: Files, links: dict[str, str], numbers: Numbers, env: Environment, say: Wording
    ) -> None:
        self.course = course
        self.files = files
        self.links = links
        self.numbers = numbers
        self.env = env
        self.say = say

    def entries(self, question: Question, category: Category, shuffle: bool = True) -> Iterator[Markup]:
        """The question as entries of its category: one, and one more for each blank of a fill-in."""
        one = _One(self, question, category, shuffle)
        yield self._render(question.type, one.record)
        for kind, record in one.children:
            yield self._render(kind, record)

    def entry_id(self, question: Question) -> int:
        """Id of the bank entry that a quiz slot points to."""
        return self.numbers("question", question.id)

    def _render(self, kind: str, record: Record) -> Markup:
        xml = self.env.get_template(f"questions/{kind}.xml.j2").render(q=record)
        stamp = hashlib.sha256(xml.encode()).hexdigest()[:32]
        return Markup(xml.replace("@@STAMP@@", f"lmsexport+{stamp}"))  # noqa: S704 - escaped by the template


class _One:
    """One question on its way into a record."""

    def __init__(self, writer: QuestionWriter, question: Question, category: Category, shuffle: bool) -> None:
        self.writer = writer
        self.question = question
        self.category = category
        self.children: list[tuple[str, Record]] = []
        self.id = writer.numbers("question", question.id)
        own = getattr(question, "shuffle", None)
        self.shuffle = shuffle if own is None else own
        text = question.text if isinstance(question, TextBlock) else question.prompt
        self.record = Record(
            id=self.id, entry=self.id, category=category.id, context=category.context, qtype="description",
            name=self._name(text), text=self.html(text, "questiontext"), idnumber=question.id,
        )  # fmt: skip
        if not isinstance(question, TextBlock):
            self._common(question)
        _FILLERS[type(question)](self, question)

    # -- texts -------------------------------------------------------------------------------------------------

    def html(self, text: str, area: str, item: int = 0, component: str = "question", inline: bool = False) -> str:
        """A Markdown text of the question as HTML for one of Moodle's file areas."""
        if not text:
            return ""
        fragment = self.writer.course.fragment(self.category.source, text)
        place = FileArea(self.category.context, component, area, item or self.id)
        renderer = MoodleRenderer(self.writer.files, self.writer.links, place)
        return fragment.render_inline(renderer) if inline else fragment.render(renderer)

    def _name(self, text: str) -> str:
        if self.question.title:
            return cut(self.question.title)
        plain = self.writer.course.fragment(self.category.source, text).plain
        return cut(BLANK.sub("___", plain), 100) or self.question.id

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
        return f"<p><strong>{_escape(label)}</strong></p>{self.html(text, 'generalfeedback')}"

    def _outcomes(self, feedback: Feedback) -> Iterator[str]:
        """Feedback by outcome, for types in which Moodle has only one for all."""
        for outcome in ("correct", "partial", "incorrect"):
            if text := getattr(feedback, outcome):
                yield self._labelled(getattr(self.writer.say, outcome), text)

    def _part_feedback(self, question: Question) -> Iterator[str]:
        parts: Sequence[Any] = ()
        if isinstance(question, Matching):
            parts = [(pair.prompt, pair.feedback) for pair in question.pairs]
        elif isinstance(question, Ordering):
            parts = [(item.text, item.feedback) for item in question.items]
        shown = [
            f"<dt>{self.html(text, 'generalfeedback', inline=True)}</dt><dd>{self.html(feedback, 'generalfeedback', inline=True)}</dd>"
            for text, feedback in parts
            if feedback
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

    def texts(self, answers: Sequence[AcceptedText], wildcards: bool, feedback: Feedback, key: str = "") -> list[Answer]:
        rows = [
            self.answer(f"{key}{n}", _pattern(answer.text, wildcards), answer.weight, answer.feedback,
                        self.outcome(feedback, answer.weight))
            for n, answer in enumerate(answers)
        ]  # fmt: skip
        return rows + self._otherwise(feedback, key)

    def numbers(self, answers: Sequence[AcceptedNumber], feedback: Feedback, key: str = "") -> list[Answer]:
        rows = []
        for n, answer in enumerate(answers):
            low, high = answer.bounds
            middle = (low + high) / 2 if answer.value is None else answer.value
            row = self.answer(f"{key}{n}", plain_number(middle), answer.weight, answer.feedback, self.outcome(feedback, answer.weight))
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


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _single_choice(one: _One, question: SingleChoice) -> None:
    one.record.qtype, one.record.single = "multichoice", True
    one.record.answers = one.choices(question.choices, question.weight_of)
    one.record.shuffle = one.shuffle and not any(choice.fixed for choice in question.choices)
    one.combined(question.feedback)


def _multiple_response(one: _One, question: MultipleResponse) -> None:
    one.record.qtype = "multichoice"

    def weight(choice: Choice) -> Decimal:
        strict = question.scoring == "all-or-nothing" and not choice.correct
        return Decimal(-100) if strict else question.weight_of(choice)

    one.record.answers = one.choices(question.choices, weight)
    one.record.shuffle = one.shuffle and not any(choice.fixed for choice in question.choices)
    one.combined(question.feedback)


def _true_false(one: _One, question: TrueFalse) -> None:
    one.record.qtype, one.record.penalty = "truefalse", "1.0000000"
    for key, value, text in (("true", True, question.if_true), ("false", False, question.if_false)):
        weight = Decimal(100 if question.answer is value else 0)
        also = one.outcome(question.feedback, weight)
        one.record.answers.append(one.answer(key, key.capitalize(), weight, text, also))


def _short_answer(one: _One, question: ShortAnswer) -> None:
    one.record.qtype, one.record.case_sensitive = "shortanswer", question.case_sensitive
    one.record.answers = one.texts(question.answers, question.wildcards, question.feedback)


def _numeric(one: _One, question: Numeric) -> None:
    one.record.qtype = "numerical"
    one.record.answers = one.numbers(question.answers, question.feedback)
    if question.unit:
        one.record.text += f"<p>({_escape(question.unit)})</p>"


def _matching(one: _One, question: Matching) -> None:
    one.record.qtype, one.record.shuffle = "match", one.shuffle
    for pair in question.pairs:
        one.record.pairs.append(_pair(one, pair.id, pair.prompt, pair.match))
    for number, distractor in enumerate(question.distractors):
        one.record.pairs.append(_pair(one, f"distractor {number}", "", distractor))
    one.combined(question.feedback)


def _ordering(one: _One, question: Ordering) -> None:
    one.record.qtype, one.record.shuffle = "match", True
    one.record.pairs = [_pair(one, item.id, item.text, str(number)) for number, item in enumerate(question.items, 1)]
    one.combined(question.feedback)


def _pair(one: _One, key: str, prompt: str, match: str) -> dict[str, Any]:
    id = one.writer.numbers("match", one.question.id, key)
    return {"id": id, "html": one.html(prompt, "subquestion", id, "qtype_match", inline=True), "match": cut(match)}


def _fill_in(one: _One, question: FillInBlanks) -> None:
    one.record.qtype, one.record.penalty = "multianswer", "0.3333333"
    order = {name: number for number, name in enumerate(BLANK.findall(question.prompt), 1)}
    one.record.text = BLANK.sub(lambda found: f"{{#{order[found[1]]}}}", one.record.text)
    weights = cloze.whole_weights([blank.points for blank in question.blanks])
    parts = sorted(zip(question.blanks, weights, strict=True), key=lambda part: order[part[0].id])
    for blank, weight in parts:
        kind, record = _blank(one, blank, weight)
        one.children.append((kind, record))
        one.record.sequence.append(record.id)


def _blank(one: _One, blank: Blank, weight: int) -> tuple[str, Record]:
    id = one.writer.numbers("question", one.question.id, "blank", blank.id)
    record = Record(
        id=id, entry=id, category=one.category.id, context=one.category.context, qtype="", parent=one.id,
        name=one.record.name, text="", mark=decimal(Decimal(weight)), penalty="0.0000000",
    )  # fmt: skip
    if isinstance(blank, DropdownBlank):
        record.qtype, record.single, kind = "multichoice", True, "MULTICHOICE"
        record.answers = [
            one.answer(f"{blank.id} {c.id}", c.text, Decimal(100 if c.correct else 0), c.feedback, html=True) for c in blank.choices
        ]
        template = "single-choice"
    elif isinstance(blank, NumberBlank):
        record.qtype, kind, template = "numerical", "NUMERICAL", "numeric"
        record.answers = one.numbers(blank.answers, Feedback(), f"{blank.id} ")
    else:
        record.qtype, record.case_sensitive, template = "shortanswer", blank.case_sensitive, "short-answer"
        kind = "SHORTANSWER_C" if blank.case_sensitive else "SHORTANSWER"
        record.answers = one.texts(blank.answers, False, Feedback(), f"{blank.id} ")
    rows = [(a.text, a.fraction, a.feedback, a.tolerance) for a in record.answers]
    record.text = cloze.subquestion(kind, weight, rows)
    return template, record


def _essay(one: _One, question: Essay) -> None:
    record = one.record
    record.qtype, record.min_words, record.max_words = "essay", question.min_words, question.max_words
    record.grader_notes = one.html(question.grader_notes, "graderinfo", component="qtype_essay")
    record.template = one.html(question.template, "questiontext")


def _text_block(one: _One, question: TextBlock) -> None:
    one.record.penalty = "0.0000000"


_FILLERS: dict[type, Callable[[_One, Any], None]] = {
    SingleChoice: _single_choice,
    MultipleResponse: _multiple_response,
    TrueFalse: _true_false,
    ShortAnswer: _short_answer,
    Numeric: _numeric,
    Matching: _matching,
    Ordering: _ordering,
    FillInBlanks: _fill_in,
    Essay: _essay,
    TextBlock: _text_block,
}
