"""Questions as the script of the pages reads them: what scores a response, and what is said to it.

Names are the model's; defaults and empty texts are left out. Shares are fractions of the question's points ("1/3"),
numbers are decimal text, texts are HTML. `right` is the right answer as a reader is shown it, where that is one line.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from markupsafe import Markup

from lmsexport.model import (
    AcceptedNumber,
    AcceptedText,
    AnyQuestion,
    Blank,
    Choice,
    DropdownBlank,
    Feedback,
    FillInBlanks,
    Matching,
    MultipleResponse,
    NumberBlank,
    Numeric,
    Ordering,
    ShortAnswer,
    SingleChoice,
    TextBlank,
    TrueFalse,
)
from lmsexport.pages.renderer import rendered

Html = Callable[[str], str]
"""Renders a Markdown text of the question."""

_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_TRANSLATION = str.maketrans(_ESCAPES)


def as_json(data: object) -> Markup:
    """JSON that can stand in a `script` element: nothing in it ends the element or begins a comment."""
    return rendered(json_text(data).translate(_TRANSLATION))


def json_text(data: object) -> str:
    """JSON in as few characters as it needs."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def matches_of(question: Matching) -> list[str]:
    """What a student can choose from, in an order that gives nothing away."""
    return sorted({*(pair.match for pair in question.pairs), *question.distractors})


def add_for_records(data: dict[str, Any], question: AnyQuestion) -> None:
    """What only an LMS needs of a question: all that can be chosen, and what choices are called in a report."""
    if isinstance(question, Matching):
        data["matches"] = matches_of(question)
    elif isinstance(question, FillInBlanks):
        for blank, entry in zip(question.blanks, data["blanks"], strict=True):
            if isinstance(blank, DropdownBlank):
                for choice, shown in zip(blank.choices, entry["choices"], strict=True):
                    shown["text"] = choice.text


def question_data(question: AnyQuestion, html: Html, points: Decimal | None = None) -> dict[str, Any]:
    """One question; `points` where a pool sets them."""
    return _filled(
        type=question.type,
        points=_number(question.points if points is None else points),
        feedback=_feedback(question.feedback, html),
        explanation=html(question.explanation),
        hints=[html(hint) for hint in question.hints],
        shuffle=getattr(question, "shuffle", None),
        **_own(question, html),
    )


def _own(question: AnyQuestion, html: Html) -> dict[str, Any]:
    match question:
        case SingleChoice():
            shares = [_share(choice, Fraction(int(choice.correct))) for choice in question.choices]
            return {"choices": _choices(question.choices, shares, html)}
        case MultipleResponse():
            count = sum(choice.correct for choice in question.choices)
            shares = [_share(choice, Fraction(1 if choice.correct else -1, count)) for choice in question.choices]
            return {"choices": _choices(question.choices, shares, html), "scoring": question.scoring}
        case TrueFalse():
            return {"answer": question.answer, "if_true": html(question.if_true), "if_false": html(question.if_false)}
        case ShortAnswer():
            return {
                "answers": [_text(answer, html) for answer in question.answers],
                "case_sensitive": question.case_sensitive,
                "wildcards": question.wildcards,
                "right": right_texts(question.answers, question.wildcards),
            }
        case Numeric():
            unit = f" {question.unit}" if question.unit else ""
            numbers = [_accepted(answer, html) for answer in question.answers]
            return {"answers": numbers, "unit": question.unit, "right": right_numbers(question.answers) + unit}
        case Matching():
            pairs = [_filled(id=pair.id, match=pair.match, feedback=html(pair.feedback)) for pair in question.pairs]
            return {"pairs": pairs, "scoring": question.scoring}
        case Ordering():
            items = [_filled(id=item.id, feedback=html(item.feedback)) for item in question.items]
            return {"items": items, "scoring": question.scoring}
        case FillInBlanks():
            return {"blanks": [_blank(blank, html) for blank in question.blanks]}
        case _:
            return {"min_words": question.min_words, "max_words": question.max_words}


def _blank(blank: Blank, html: Html) -> dict[str, Any]:
    common = {"id": blank.id, "kind": blank.kind, "points": _number(blank.points)}
    match blank:
        case TextBlank():
            answers = [_text(answer, html) for answer in blank.answers]
            right = right_texts(blank.answers, wildcards=False)
            return _filled(**common, answers=answers, case_sensitive=blank.case_sensitive, right=right)
        case NumberBlank():
            answers = [_accepted(answer, html) for answer in blank.answers]
            return _filled(**common, answers=answers, right=right_numbers(blank.answers))
        case DropdownBlank():
            shares = [_share(choice, Fraction(int(choice.correct))) for choice in blank.choices]
            right = next(choice.text for choice in blank.choices if choice.correct)
            return _filled(**common, choices=_choices(blank.choices, shares, html), right=right)


def _choices(choices: Sequence[Choice], shares: Sequence[Fraction], html: Html) -> list[dict[str, Any]]:
    return [
        _filled(
            id=choice.id, right=choice.correct, share=str(share), feedback=html(choice.feedback), fixed=choice.fixed
        )
        for choice, share in zip(choices, shares, strict=True)
    ]


def _share(choice: Choice, default: Fraction) -> Fraction:
    return default if choice.weight is None else Fraction(choice.weight) / 100


def _text(answer: AcceptedText, html: Html) -> dict[str, Any]:
    return _filled(text=answer.text, share=str(Fraction(answer.weight) / 100), feedback=html(answer.feedback))


def _accepted(answer: AcceptedNumber, html: Html) -> dict[str, Any]:
    low, high = answer.bounds
    share = str(Fraction(answer.weight) / 100)
    return _filled(low=f"{low:f}", high=f"{high:f}", share=share, feedback=html(answer.feedback))


def right_texts(answers: Iterable[AcceptedText], wildcards: bool) -> str:
    """The texts that earn the full points, as a reader writes them."""
    full = [answer.text for answer in answers if answer.weight == 100]
    if wildcards:
        full = [text.replace(r"\*", "\0").replace("*", "…").replace("\0", "*") for text in full]
    return " / ".join(full)


def right_numbers(answers: Iterable[AcceptedNumber]) -> str:
    """The numbers that earn the full points: a number, or a range from end to end."""
    spoken = []
    for answer in answers:
        if answer.weight == 100:
            low, high = answer.bounds
            spoken.append(_number(answer.value) if answer.value is not None else f"{_number(low)} … {_number(high)}")
    return " / ".join(spoken)


def _feedback(feedback: Feedback, html: Html) -> dict[str, Any]:
    return _filled(
        correct=html(feedback.correct),
        partial=html(feedback.partial),
        incorrect=html(feedback.incorrect),
        general=html(feedback.general),
    )


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _filled(**values: Any) -> dict[str, Any]:
    """The values without those that say nothing; two say something even when they are false."""
    false = {name for name in ("answer", "shuffle") if values.get(name) is False}
    return {name: value for name, value in values.items() if value or name in false}
