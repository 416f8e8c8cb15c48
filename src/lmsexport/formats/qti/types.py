"""What each type of question becomes: its interaction, its responses, its rules and the feedback of its answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lmsexport.content.xhtml import escape
from lmsexport.formats.qti.blanks import fill_in
from lmsexport.formats.qti.choices import multiple, single, true_false
from lmsexport.formats.qti.drafts import Draft
from lmsexport.formats.qti.entries import entry, numbers, texts
from lmsexport.formats.qti.rows import matching, ordering
from lmsexport.model import (
    Essay,
    FillInBlanks,
    Matching,
    MultipleResponse,
    Numeric,
    Ordering,
    ShortAnswer,
    SingleChoice,
    TextBlock,
    TrueFalse,
)


def fill(one: Draft) -> None:
    """Write the parts that the type of a question adds to an item."""
    _FILLERS[type(one.question)](one, one.question)


def _short_answer(one: Draft, question: ShortAnswer) -> None:
    field = entry(one, "RESPONSE", one.say.your_answer, question.answers)
    one.parts.body += [one.block(question.prompt), f"<p>{field}</p>"]
    branches = texts(one, question, "RESPONSE", "FEEDBACK_ANSWER", wildcards=question.wildcards)
    one.parts.rules.append(one.rules.first_of(branches))


def _numeric(one: Draft, question: Numeric) -> None:
    field = entry(one, "RESPONSE", one.say.your_answer, question.answers)
    unit = f" {escape(question.unit)}" if question.unit else ""
    one.parts.body += [one.block(question.prompt), f"<p>{field}{unit}</p>"]
    one.parts.rules.append(one.rules.first_of(numbers(one, question, "RESPONSE", "FEEDBACK_ANSWER")))


def _essay(one: Draft, question: Essay) -> None:
    one.respond("string", (), default=one.plain(question.template) if question.template else "")
    length = _length(one, question)
    asked = one.short(question.prompt)
    lines = max(3, min(50, (question.max_words or question.min_words or 150) // 10))
    height = next((n for n in (3, 6, 15) if lines <= n), 15)
    one.parts.body.append(
        one.ask(
            "extendedTextInteraction",
            one.el("prompt", f"<div>{asked}</div><p>{escape(length)}</p>" if length else asked),
            responseIdentifier="RESPONSE", format="plain", expectedLines=lines,
            expectedLength=question.max_words * 7 if question.max_words else None,
            class_=f"qti-height-lines-{height}" if one.el.version.kebab else None,
        )
    )  # fmt: skip
    if notes := _notes(one, question):
        use = "scoring" if one.el.version.bodies else None
        one.parts.body.append(one.el("rubricBlock", one.el.body(notes), view="scorer", use=use))


def _notes(one: Draft, question: Essay) -> str:
    """What only graders read: their notes, and the feedback that they choose from."""
    told = [(getattr(one.say, name), getattr(question.feedback, name)) for name in ("correct", "partial", "incorrect")]
    named = [f"<p><strong>{escape(word)}</strong></p>{one.flow(text)}" for word, text in told if text]
    return one.flow(question.grader_notes) + "".join(named)


def _length(one: Draft, question: Essay) -> str:
    if question.min_words and question.max_words:
        return one.say.words_between(min=question.min_words, max=question.max_words)
    if question.min_words:
        return one.say.words_min(min=question.min_words)
    return one.say.words_max(max=question.max_words) if question.max_words else ""


def _text(one: Draft, question: TextBlock) -> None:
    one.parts.body.append(one.block(question.text) or "<p/>")


_FILLERS: dict[type, Callable[[Draft, Any], None]] = {
    SingleChoice: single,
    MultipleResponse: multiple,
    TrueFalse: true_false,
    ShortAnswer: _short_answer,
    Numeric: _numeric,
    Matching: matching,
    Ordering: ordering,
    FillInBlanks: fill_in,
    Essay: _essay,
    TextBlock: _text,
}
