"""Questions of a course as an outline has them: what each answer is worth, and what is said when."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from lmsexport.model import (
    BLANK,
    AcceptedNumber,
    DropdownBlank,
    Essay,
    FillInBlanks,
    Matching,
    MultipleResponse,
    Numeric,
    Ordering,
    ShortAnswer,
    SingleChoice,
    TextBlank,
    TextBlock,
    TrueFalse,
)
from lmsexport.validation import Answer, Question, fixed_choices, share_of_each

_WHOLE = Decimal(100)

Say = Callable[..., str]
"""The words of Markdown texts, one after the other."""


def outlined_question(question: Any, say: Say, shuffle: bool | None) -> Question:
    """A question, or a text between questions; `shuffle` holds where it does not say so itself and is known."""
    title = question.title or ""
    if isinstance(question, TextBlock):
        return Question(id=question.id, type="text", title=title, prompt=say(question.text))
    told = question.feedback
    feedback = {
        "correct": say(told.correct), "partial": say(told.partial), "incorrect": say(told.incorrect),
        "general": say(told.general), "explanation": say(question.explanation),
    }  # fmt: skip
    order = _order_of_blanks(question.prompt) if isinstance(question, FillInBlanks) else {}
    prompt = say(question.prompt)
    for blank, place in order.items():
        prompt = prompt.replace(f"{{{{{blank}}}}}", f"[{place}]")
    return Question(
        id=question.id, type=question.type, title=title, prompt=prompt, points=question.points,
        answers=tuple(_ANSWERS[type(question)](question, say)),
        feedback={name: text for name, text in feedback.items() if text},
        hints=tuple(map(say, question.hints)), tags=question.tags, settings=_settings(question, say, shuffle),
    )  # fmt: skip


def _order_of_blanks(prompt: str) -> dict[str, str]:
    """Name of each blank → its place in the prompt, from 1."""
    return {name: str(place) for place, name in enumerate(BLANK.findall(prompt), 1)}


def _settings(question: Any, say: Say, shuffle: bool | None) -> dict[str, str]:
    found: dict[str, str] = {}
    if isinstance(question, SingleChoice | MultipleResponse | Matching):
        own = shuffle if question.shuffle is None else question.shuffle
        found |= {} if own is None else {"shuffle": yes_or_no(own)}
    if isinstance(question, SingleChoice | MultipleResponse) and found.get("shuffle") != "no":
        found |= fixed_choices(say(choice.text) for choice in question.choices if choice.fixed)
    if isinstance(question, FillInBlanks):
        order = _order_of_blanks(question.prompt)
        blanks = sorted(question.blanks, key=lambda blank: int(order[blank.id]))
        found["scoring"] = "partial"
        found["case sensitive"] = yes_or_no(any(isinstance(b, TextBlank) and b.case_sensitive for b in blanks))
        found |= share_of_each([blank.points for blank in blanks])
    if isinstance(question, MultipleResponse | Matching | Ordering):
        found["scoring"] = question.scoring
    if isinstance(question, ShortAnswer):
        found["case sensitive"] = yes_or_no(question.case_sensitive)
    if isinstance(question, Numeric) and question.unit:
        found["unit"] = question.unit
    if isinstance(question, Essay):
        said = {
            "words at least": str(question.min_words or ""), "words at most": str(question.max_words or ""),
            "begins with": say(question.template), "for graders": say(question.grader_notes),
        }  # fmt: skip
        found |= {name: text for name, text in said.items() if text}
    return found


def _single(question: SingleChoice, say: Say) -> Iterator[Answer]:
    for choice in question.choices:
        share = max(question.weight_of(choice), Decimal(0))  # a question earns nothing at the least
        yield Answer(text=say(choice.text), share=share, feedback=say(choice.feedback))


def _several(question: MultipleResponse, say: Say) -> Iterator[Answer]:
    right = sum(choice.correct for choice in question.choices)
    wrong = Decimal(0) if question.scoring == "all-or-nothing" else -_WHOLE
    for choice in question.choices:
        share = choice.weight if choice.weight is not None else (_WHOLE if choice.correct else wrong) / right
        yield Answer(text=say(choice.text), share=_percent(share), feedback=say(choice.feedback))


def _true_false(question: TrueFalse, say: Say) -> Iterator[Answer]:
    for value, feedback in ((True, question.if_true), (False, question.if_false)):
        share = _WHOLE if question.answer is value else Decimal(0)
        yield Answer(text="true" if value else "false", share=share, feedback=say(feedback))


def _typed(question: ShortAnswer, say: Say) -> Iterator[Answer]:
    for answer in question.answers:
        yield Answer(text=answer.text, share=answer.weight, feedback=say(answer.feedback))


def plain_numbers(question: Numeric, say: Say) -> Iterator[Answer]:
    for answer in question.answers:
        yield Answer(text=_range(answer), share=answer.weight, feedback=say(answer.feedback))


def _pairs(question: Matching, say: Say) -> Iterator[Answer]:
    share = _percent(_WHOLE / len(question.pairs))
    for pair in question.pairs:
        yield Answer(text=f"{say(pair.prompt)} → {pair.match}", share=share, feedback=say(pair.feedback))
    for distractor in question.distractors:
        yield Answer(text=f" → {distractor}", share=Decimal(0))


def _order(question: Ordering, say: Say) -> Iterator[Answer]:
    share = _percent(_WHOLE / len(question.items))
    for item in question.items:
        yield Answer(text=say(item.text), share=share, feedback=say(item.feedback))


def _blanks(question: FillInBlanks, say: Say) -> Iterator[Answer]:
    order = _order_of_blanks(question.prompt)
    for blank in sorted(question.blanks, key=lambda blank: int(order[blank.id])):
        if isinstance(blank, DropdownBlank):
            for choice in blank.choices:
                share = _WHOLE if choice.correct else choice.weight or Decimal(0)
                yield Answer(text=say(choice.text), share=share, feedback=say(choice.feedback), blank=order[blank.id])
            continue
        for answer in blank.answers:
            text = _range(answer) if isinstance(answer, AcceptedNumber) else answer.text
            yield Answer(text=text, share=answer.weight, feedback=say(answer.feedback), blank=order[blank.id])


def _none(question: Essay, say: Say) -> Iterator[Answer]:  # noqa: ARG001
    return iter(())


_ANSWERS: dict[type, Callable[[Any, Say], Iterator[Answer]]] = {
    SingleChoice: _single,
    MultipleResponse: _several,
    TrueFalse: _true_false,
    ShortAnswer: _typed,
    Numeric: plain_numbers,
    Matching: _pairs,
    Ordering: _order,
    FillInBlanks: _blanks,
    Essay: _none,
}


def _range(answer: AcceptedNumber) -> str:
    low, high = map(plain_number, answer.bounds)
    return low if low == high else f"{low} … {high}"


def _percent(share: Decimal) -> Decimal:
    return round(share, 5).normalize() + 0


def plain_number(value: Decimal) -> str:
    """A number without an exponent and without zeros behind it."""
    return format(value.normalize(), "f")


def yes_or_no(value: bool) -> str:
    """A switch, as settings say it."""
    return "yes" if value else "no"
