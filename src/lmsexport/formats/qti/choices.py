"""Questions that are answered by picking: the choices, and what each of them earns."""

from __future__ import annotations

from fractions import Fraction

from lmsexport.content.xhtml import escape
from lmsexport.formats.qti.drafts import Draft
from lmsexport.formats.qti.processing import Branch, units
from lmsexport.model import MultipleResponse, SingleChoice, TrueFalse


def single(one: Draft, question: SingleChoice) -> None:
    """One choice: the right one, or one that earns a part."""
    rules = one.rules
    right = next(choice.id for choice in question.choices if choice.correct)
    partial = [choice for choice in question.choices if not choice.correct and (choice.weight or 0) > 0]
    one.respond("identifier", [right])
    _choices(one, question, most=1)
    if partial:
        branches = [Branch(rules.picked(c.id), Fraction(question.weight_of(c)) / 100, {}) for c in partial]
        one.parts.rules.append(rules.first_of([Branch(rules.correct(), Fraction(1), {}), *branches]))
    else:
        whole(one)
    _picked(one, [(choice.id, choice.feedback) for choice in question.choices])


def multiple(one: Draft, question: MultipleResponse) -> None:
    """Several choices."""
    partial = question.scoring == "partial"
    right = [choice.id for choice in question.choices if choice.correct]
    one.respond("identifier", right, "multiple", mapping=_shares(one, question) if partial else "")
    _choices(one, question, most=0)
    if not partial:
        whole(one)
    _picked(one, [(choice.id, choice.feedback) for choice in question.choices])


def true_false(one: Draft, question: TrueFalse) -> None:
    """A statement: two choices that keep their order."""
    one.respond("identifier", ["true" if question.answer else "false"])
    choices = [
        one.el("simpleChoice", escape(word), identifier=id)
        for id, word in (("true", one.say.true), ("false", one.say.false))
    ]
    one.parts.body.append(
        one.ask("choiceInteraction", one.prompt(), *choices, responseIdentifier="RESPONSE", shuffle=False, maxChoices=1)
    )
    whole(one)
    _picked(one, [("true", question.if_true), ("false", question.if_false)])


def whole(one: Draft) -> None:
    """All or nothing; by a standard template where it says everything."""
    question = one.question
    parts = [*getattr(question, "choices", ()), *getattr(question, "items", ()), *getattr(question, "pairs", ())]
    said = [part.feedback for part in parts] + [getattr(question, name, "") for name in ("if_true", "if_false")]
    more = (question.explanation, question.hints, question.feedback.general, one.rules.by_outcome)
    if one.points == 1 and not any((*said, *more)):
        one.parts.template = "match_correct"
    else:
        one.parts.rules.append(one.rules.whole())


def _choices(one: Draft, question: SingleChoice | MultipleResponse, most: int) -> None:
    choices = [
        one.el("simpleChoice", one.short(choice.text), identifier=choice.id, fixed=choice.fixed or None)
        for choice in question.choices
    ]
    one.parts.body.append(
        one.ask(
            "choiceInteraction", one.prompt(), *choices,
            responseIdentifier="RESPONSE", shuffle=one.shuffle, maxChoices=most,
        )
    )  # fmt: skip


def _picked(one: Draft, choices: list[tuple[str, str]]) -> None:
    """The feedback of picked choices: the outcome is the response itself."""
    told = [one.tell("FEEDBACK_CHOICE", id, text) for id, text in choices]
    if any(told):
        one.parts.rules.append(one.rules.set("FEEDBACK_CHOICE", one.rules.variable("RESPONSE")))


def _shares(one: Draft, question: MultipleResponse) -> str:
    """The mapping and the rules for a share of the points by each choice, never below zero."""
    rules = one.rules
    right = [choice for choice in question.choices if choice.correct]
    own = [
        Fraction(1 if choice.correct else -1, len(right)) if choice.weight is None else Fraction(choice.weight) / 100
        for choice in question.choices
    ]
    missing = 1 - sum((share for c, share in zip(question.choices, own, strict=True) if c.correct), Fraction(0))
    counted_in = units([*own, missing])
    entries = [(choice.id, count) for choice, count in zip(question.choices, counted_in.counts, strict=False)]
    mapped = rules.set("SCORE", one.el("mapResponse", identifier="RESPONSE"))
    counted = [rules.condition([(rules.is_null(), rules.set("SCORE", rules.value("float", "0")))], mapped)]
    if missing:  # rounded weights: all that is right is the whole, as it is without rounding
        complete = rules.all([rules.contains(choice.id) for choice in right])
        counted.append(rules.condition([(complete, rules.add(counted_in.counts[-1]))]))
        counted += [_back_to(one, "lt", 0), _back_to(one, "gt", counted_in.full)]
    one.parts.rules += [*counted, rules.counted(counted_in)]
    return one.mapped(entries, None if missing else 0, None if missing else counted_in.full)


def _back_to(one: Draft, beyond: str, end: int) -> str:
    """The rule that brings a score back to the end that it lies beyond."""
    value = one.rules.value("float", str(end))
    return one.rules.condition([(one.el(beyond, one.rules.variable("SCORE"), value), one.rules.set("SCORE", value))])
