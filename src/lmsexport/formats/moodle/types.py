"""What each question type becomes in Moodle."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from lmsexport.formats.moodle import cloze
from lmsexport.formats.moodle.capabilities import NAME_LENGTH, cut
from lmsexport.formats.moodle.draft import Draft, escape
from lmsexport.formats.moodle.records import NOTHING, Record, decimal
from lmsexport.model import (
    BLANK,
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
    ShortAnswer,
    SingleChoice,
    TextBlock,
    TrueFalse,
)


def _single_choice(one: Draft, question: SingleChoice) -> None:
    one.record.qtype, one.record.single = "multichoice", True
    # a negative share would take points from other questions (qtype_multichoice_single_question::grade_response)
    one.record.answers = one.choices(question.choices, lambda choice: max(question.weight_of(choice), Decimal(0)))
    one.record.shuffle = one.shuffle and not any(choice.fixed for choice in question.choices)
    one.combined(question.feedback)


def _multiple_response(one: Draft, question: MultipleResponse) -> None:
    one.record.qtype = "multichoice"
    whole = sum((question.weight_of(choice) for choice in question.choices if choice.correct), Decimal(0))

    def weight(choice: Choice) -> Decimal:
        if choice.correct:  # three times 33.33 is meant as a whole; Moodle wants 0.999999 for full marks
            return question.weight_of(choice) * 100 / whole
        return Decimal(-100) if question.scoring == "all-or-nothing" else question.weight_of(choice)

    one.record.answers = one.choices(question.choices, weight)
    one.record.shuffle = one.shuffle and not any(choice.fixed for choice in question.choices)
    one.combined(question.feedback)


def _true_false(one: Draft, question: TrueFalse) -> None:
    one.record.qtype, one.record.penalty = "truefalse", "1.0000000"
    for key, value, text in (("true", True, question.if_true), ("false", False, question.if_false)):
        weight = Decimal(100 if question.answer is value else 0)
        also = one.outcome(question.feedback, weight)
        one.record.answers.append(one.answer(key, key.capitalize(), weight, text, also))


def _short_answer(one: Draft, question: ShortAnswer) -> None:
    one.record.qtype, one.record.case_sensitive = "shortanswer", question.case_sensitive
    one.record.answers = one.texts(question.answers, question.wildcards, question.feedback)


def _numeric(one: Draft, question: Numeric) -> None:
    one.record.qtype = "numerical"
    one.record.answers = one.numbers(question.answers, question.feedback)
    if question.unit:
        one.record.text += f"<p>({escape(question.unit)})</p>"


def _matching(one: Draft, question: Matching) -> None:
    one.record.qtype, one.record.shuffle = "match", one.shuffle
    for pair in question.pairs:
        one.record.pairs.append(_pair(one, pair.id, pair.prompt, pair.match))
    for number, distractor in enumerate(question.distractors):
        one.record.pairs.append(_pair(one, f"distractor {number}", "", distractor))
    one.combined(question.feedback)


def _ordering(one: Draft, question: Ordering) -> None:
    one.record.qtype, one.record.shuffle = "match", True
    one.record.pairs = [_pair(one, item.id, item.text, str(number)) for number, item in enumerate(question.items, 1)]
    one.combined(question.feedback)


def _pair(one: Draft, key: str, prompt: str, match: str) -> dict[str, Any]:
    id = one.writer.numbers("match", one.question.id, key)
    html = one.html(prompt, "subquestion", id, "qtype_match", inline=True)
    return {"id": id, "html": html or (NOTHING if prompt else ""), "match": _match(match)}


def _match(text: str) -> str:
    """A match as Moodle shows it whole: it reads the text as HTML and takes out what looks like a tag."""
    html = _as_html(text)
    return html if len(html) <= NAME_LENGTH else _as_html(cut(text, 2 * NAME_LENGTH - len(html)))


def _as_html(text: str) -> str:
    return re.sub(r"&(?=#?\w{1,8};)", "&amp;", text).replace("<", "&lt;")


def _fill_in(one: Draft, question: FillInBlanks) -> None:
    one.record.qtype, one.record.penalty = "multianswer", "0.3333333"
    order = {name: number for number, name in enumerate(BLANK.findall(question.prompt), 1)}
    pieces = BLANK.split(one.record.text)  # text, blank, text, blank, … text; Moodle would look for blanks in the text
    one.record.text = "".join(f"{{#{order[p]}}}" if n % 2 else p.replace("{", "&#123;") for n, p in enumerate(pieces))
    parts = sorted(zip(question.blanks, one.writer.weights(question), strict=True), key=lambda part: order[part[0].id])
    for blank, weight in parts:
        kind, record = _blank(one, blank, weight)
        one.children.append((kind, record))
        one.record.sequence.append(record.id)


def _blank(one: Draft, blank: Blank, weight: int) -> tuple[str, Record]:
    id = one.writer.numbers("question", one.question.id, "blank", blank.id)
    record = Record(
        id=id,
        entry=id,
        category=one.category.id,
        context=one.category.context,
        qtype="",
        parent=one.id,
        name=one.record.name,
        text="",
        mark=decimal(Decimal(weight)),
        penalty="0.0000000",
    )
    if isinstance(blank, DropdownBlank):
        record.qtype, record.single, kind = "multichoice", True, "MULTICHOICE"
        record.answers = [
            one.answer(f"{blank.id} {c.id}", c.text, _weight(c), c.feedback, html=True) for c in blank.choices
        ]
        template = "single-choice"
    elif isinstance(blank, NumberBlank):
        record.qtype, kind, template = "numerical", "NUMERICAL", "numeric"
        record.answers = one.numbers(blank.answers, Feedback(), f"{blank.id} ")
    else:
        record.qtype, record.case_sensitive, template = "shortanswer", blank.case_sensitive, "short-answer"
        kind = "SHORTANSWER_C" if blank.case_sensitive else "SHORTANSWER"
        record.answers = one.texts(blank.answers, False, Feedback(), f"{blank.id} ")
    record.text = cloze.subquestion(kind, weight, record.answers)
    return template, record


def _weight(choice: Choice) -> Decimal:
    """What an entry of a drop-down earns, in percent; Moodle would take a negative share from the other blanks."""
    return Decimal(100 if choice.correct else 0) if choice.weight is None else max(choice.weight, Decimal(0))


def _essay(one: Draft, question: Essay) -> None:
    record = one.record
    record.qtype, record.min_words, record.max_words = "essay", question.min_words, question.max_words
    record.grader_notes = one.html(question.grader_notes, "graderinfo", component="qtype_essay")
    record.template = one.html(question.template, "responsetemplate", component="qtype_essay")


def _text_block(one: Draft, _: TextBlock) -> None:
    one.record.penalty = "0.0000000"


FILLERS: dict[type, Callable[[Draft, Any], None]] = {
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
"""Type → the function that fills a draft with what only that type has."""
