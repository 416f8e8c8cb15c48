"""Questions of a course as an outline has them: what each answer is worth, and what is said when."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import assert_never

from lmsexport.model import (
    BLANK,
    AcceptedNumber,
    AnyQuestion,
    Blank,
    DropdownBlank,
    Essay,
    FillInBlanks,
    Matching,
    MultipleResponse,
    NumberBlank,
    Numeric,
    Ordering,
    ShortAnswer,
    SingleChoice,
    TextBlank,
    TextBlock,
    TrueFalse,
)
from lmsexport.validation import NOTHING, Answer, BlankKind, Number, Question, RichText, fixed_choices, share_of_each

_WHOLE = Decimal(100)

Say = Callable[..., RichText]
"""Markdown texts, one after the other."""


def outlined_question(question: AnyQuestion | TextBlock, say: Say, shuffle: bool | None) -> Question:
    """A question, or a text between questions; `shuffle` holds where it does not say so itself and is known."""
    title = question.title or ""
    if isinstance(question, TextBlock):
        return Question(id=question.id, type="text", title=title, prompt=say(question.text))
    feedback = question.feedback
    by_outcome = {
        "correct": say(feedback.correct), "partial": say(feedback.partial), "incorrect": say(feedback.incorrect),
        "general": say(feedback.general), "explanation": say(question.explanation),
    }  # fmt: skip
    order = _order_of_blanks(question.prompt) if isinstance(question, FillInBlanks) else {}
    prompt = say(question.prompt)
    if order:
        prompt = prompt.altered(lambda text: BLANK.sub(lambda blank: f"[{order[blank[1]]}]", text))
    return Question(
        id=question.id, type=question.type, title=title, prompt=prompt, points=question.points,
        answers=tuple(_answers(question, say)), blanks=tuple(_kinds(question)),
        feedback={name: text for name, text in by_outcome.items() if text},
        hints=tuple(map(say, question.hints)), tags=question.tags, settings=_settings(question, say, shuffle),
    )  # fmt: skip


def _order_of_blanks(prompt: str) -> dict[str, str]:
    """Name of each blank → its place in the prompt, from 1."""
    return {name: str(place) for place, name in enumerate(BLANK.findall(prompt), 1)}


def _answers(question: AnyQuestion, say: Say) -> Iterator[Answer]:
    match question:
        case SingleChoice():
            return _single(question, say)
        case MultipleResponse():
            return _several(question, say)
        case TrueFalse():
            return _true_false(question, say)
        case ShortAnswer():
            return _typed(question, say)
        case Numeric():
            return plain_numbers(question, say)
        case Matching():
            return _pairs(question, say)
        case Ordering():
            return _order(question, say)
        case FillInBlanks():
            return _blanks(question, say)
        case Essay():
            return iter(())
        case _:
            assert_never(question)


def _settings(question: AnyQuestion, say: Say, shuffle: bool | None) -> dict[str, str]:
    settings: dict[str, str] = {}
    if isinstance(question, SingleChoice | MultipleResponse | Matching):
        own = shuffle if question.shuffle is None else question.shuffle
        settings |= {} if own is None else {"shuffle": yes_or_no(own)}
    if isinstance(question, SingleChoice | MultipleResponse) and settings.get("shuffle") != "no":
        settings |= fixed_choices(say(choice.text).words for choice in question.choices if choice.fixed)
    if isinstance(question, FillInBlanks):
        blanks = _in_order(question)
        settings["scoring"] = "partial"
        settings["case sensitive"] = yes_or_no(any(isinstance(b, TextBlank) and b.case_sensitive for b in blanks))
        settings |= share_of_each([blank.points for blank in blanks])
    if isinstance(question, MultipleResponse | Matching | Ordering):
        settings["scoring"] = question.scoring
    if isinstance(question, ShortAnswer):
        settings["case sensitive"] = yes_or_no(question.case_sensitive)
    if isinstance(question, Numeric) and question.unit:
        settings["unit"] = question.unit
    if isinstance(question, Essay):
        of_essay = {
            "words at least": str(question.min_words or ""), "words at most": str(question.max_words or ""),
            "begins with": say(question.template).words, "for graders": say(question.grader_notes).words,
        }  # fmt: skip
        settings |= {name: text for name, text in of_essay.items() if text}
    return settings


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
        yield Answer(text=RichText(str(value).lower()), share=share, feedback=say(feedback), means=value)


def _typed(question: ShortAnswer, say: Say) -> Iterator[Answer]:
    for answer in question.answers:
        text = answer.text
        if question.wildcards and "*" not in text.replace(r"\*", ""):  # no wildcard is meant
            text = text.replace(r"\*", "*")
        yield Answer(text=RichText(text), share=answer.weight, feedback=say(answer.feedback))


def plain_numbers(question: Numeric, say: Say) -> Iterator[Answer]:
    for answer in question.answers:
        yield _accepted(answer, say)


def _pairs(question: Matching, say: Say) -> Iterator[Answer]:
    share = _percent(_WHOLE / len(question.pairs))
    for pair in question.pairs:
        yield Answer(text=say(pair.prompt), match=RichText(pair.match), share=share, feedback=say(pair.feedback))
    for distractor in question.distractors:
        yield Answer(text=NOTHING, match=RichText(distractor), share=Decimal(0))


def _order(question: Ordering, say: Say) -> Iterator[Answer]:
    share = _percent(_WHOLE / len(question.items))
    for item in question.items:
        yield Answer(text=say(item.text), share=share, feedback=say(item.feedback))


def _blanks(question: FillInBlanks, say: Say) -> Iterator[Answer]:
    for place, blank in enumerate(_in_order(question), 1):
        for answer in _of_blank(blank, say):
            yield replace(answer, blank=str(place))


def _of_blank(blank: Blank, say: Say) -> Iterator[Answer]:
    if isinstance(blank, NumberBlank):
        yield from (_accepted(answer, say) for answer in blank.answers)
    elif isinstance(blank, TextBlank):
        for answer in blank.answers:
            yield Answer(text=RichText(answer.text), share=answer.weight, feedback=say(answer.feedback))
    else:
        for choice in blank.choices:
            share = _WHOLE if choice.correct else choice.weight or Decimal(0)
            yield Answer(text=say(choice.text), share=share, feedback=say(choice.feedback))


def _in_order(question: FillInBlanks) -> list[Blank]:
    """The blanks as the prompt has them."""
    order = _order_of_blanks(question.prompt)
    return sorted(question.blanks, key=lambda blank: int(order[blank.id]))


def _kinds(question: AnyQuestion) -> Iterator[BlankKind]:
    """The kind of each blank."""
    for blank in _in_order(question) if isinstance(question, FillInBlanks) else ():
        match blank:
            case TextBlank():
                yield "text"
            case DropdownBlank():
                yield "choice"
            case NumberBlank():
                yield "number"


def _accepted(answer: AcceptedNumber, say: Say) -> Answer:
    low, high = answer.bounds
    is_relative = answer.tolerance_type == "relative" and bool(answer.tolerance)
    number = Number(low=low, high=high, value=answer.value, tolerance=answer.tolerance, relative=is_relative)
    return Answer(
        text=RichText(number.words), share=answer.weight, feedback=say(answer.feedback), number=number
    )  # fmt: skip


def _percent(share: Decimal) -> Decimal:
    return round(share, 5).normalize() + 0


def yes_or_no(value: bool) -> str:
    """A switch, as settings say it."""
    return "yes" if value else "no"
