"""Feedback that has no place of its own in a target, where it has one."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from lmsexport.content.composed import label, stacked, wrapped
from lmsexport.lowering.around import Around, Pass, changed
from lmsexport.model import (
    AnyQuestion,
    Feedback,
    Matching,
    Numeric,
    OrderedItem,
    Ordering,
    Pair,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
)

Outcome = Literal["correct", "partial", "incorrect"]


def in_general(*outcomes: Outcome) -> Pass:
    """Feedback by outcome in the general feedback, each text under its name."""

    def move_outcomes(node: AnyQuestion, around: Around) -> AnyQuestion:
        texts = [(getattr(around.say, outcome), getattr(node.feedback, outcome)) for outcome in outcomes]
        named = [part for name, text in texts if text for part in (label(name), text)]
        if not named:
            return node
        general = around.compose(node.feedback.general, *named)
        feedback = changed(node.feedback, general=general, **dict.fromkeys(outcomes, ""))
        return changed(node, feedback=feedback)

    return move_outcomes


def explanation_in_general(node: AnyQuestion, around: Around) -> AnyQuestion:
    """The explanation below the general feedback, under its name."""
    if not node.explanation:
        return node
    general = around.compose(node.feedback.general, label(around.say.explanation), node.explanation)
    return changed(node, explanation="", feedback=changed(node.feedback, general=general))


def parts_in_general(node: Matching | Ordering, around: Around) -> Matching | Ordering:
    """The feedback of pairs, or of things to be ordered, as a list in the general feedback."""
    parts: Sequence[Pair | OrderedItem] = node.pairs if isinstance(node, Matching) else node.items
    texts = [(p.prompt if isinstance(p, Pair) else p.text, p.feedback) for p in parts if p.feedback]
    if not texts:
        return node
    cells = [wrapped(f"<{tag}>", around.fragment(text), f"</{tag}>")
             for row in texts for tag, text in zip(("dt", "dd"), row, strict=True)]  # fmt: skip
    general = around.compose(node.feedback.general, wrapped("<dl>", stacked(*cells), "</dl>"))
    silent = tuple(changed(part, feedback="") for part in parts)
    field = "pairs" if isinstance(node, Matching) else "items"
    return changed(node, feedback=changed(node.feedback, general=general), **{field: silent})


def for_share(feedback: Feedback, share: Decimal) -> str:
    """The feedback of the outcome of an answer that earns this share of the points, in percent."""
    if share >= 100:
        return feedback.correct
    return feedback.partial if share > 0 else feedback.incorrect


def outcomes_at_answers(node: ShortAnswer | Numeric, around: Around) -> ShortAnswer | Numeric:
    """What is said by outcome, at the answers that have it; what is said of wrong ones stays for all others, too."""
    feedback = node.feedback
    answers = tuple(
        changed(answer, feedback=_ending_with(for_share(feedback, answer.weight), answer.feedback, around))
        for answer in node.answers
    )
    return changed(node, answers=answers, feedback=changed(feedback, correct="", partial=""))


def _ending_with(end: str, text: str, around: Around) -> str:
    """A text with another below it, which may stand there already."""
    if not end or not text:
        return text or end
    last = around.fragment(end)
    below = ("<p>", *last.pieces, "</p>") if last.paragraph else last.pieces
    if text == end or around.fragment(text).pieces[-len(below) :] == below:
        return text
    return around.compose(text, end)


def without_unseen(node: TrueFalse | ShortAnswer | Numeric, around: Around) -> AnyQuestion:  # noqa: ARG001
    """Feedback by outcome without that of parts, where no answer earns a part: whatever nobody foresaw is wrong."""
    return _seen(node, [] if isinstance(node, TrueFalse) else [answer.weight for answer in node.answers])


def without_unseen_at_choices(node: TrueFalse | ShortAnswer | Numeric | SingleChoice, around: Around) -> AnyQuestion:
    """The same, for targets in which feedback by outcome stands at the choices: without what no choice has."""
    if isinstance(node, SingleChoice):
        wrong = [node.weight_of(choice) for choice in node.choices if not choice.correct]
        return _seen(node, wrong, unforeseen=False)
    return without_unseen(node, around)


def _seen(node: AnyQuestion, shares: Sequence[Decimal], unforeseen: bool = True) -> AnyQuestion:
    """A question with the feedback that its answers can earn; `unforeseen`: others can be wrong, too."""
    feedback = node.feedback
    is_partial = any(0 < share < 100 for share in shares)
    is_wrong = unforeseen or any(share <= 0 for share in shares)
    partial = feedback.partial if is_partial else ""
    incorrect = feedback.incorrect if is_wrong else ""
    return changed(node, feedback=changed(feedback, partial=partial, incorrect=incorrect))


def outcomes_at_truth(node: TrueFalse, around: Around) -> TrueFalse:
    """What is said by outcome, at true and at false."""
    feedback = node.feedback
    right, wrong = (feedback.correct, feedback.incorrect) if node.answer else (feedback.incorrect, feedback.correct)
    return changed(
        node,
        if_true=around.compose(node.if_true, right),
        if_false=around.compose(node.if_false, wrong),
        feedback=changed(feedback, correct="", partial="", incorrect=""),
    )


def outcomes_at_choices(node: SingleChoice, around: Around) -> SingleChoice:
    """What is said by outcome, at the choices that have it."""
    feedback = node.feedback
    choices = tuple(
        changed(choice, feedback=around.compose(choice.feedback, for_share(feedback, node.weight_of(choice))))
        for choice in node.choices
    )
    return changed(node, choices=choices, feedback=changed(feedback, correct="", partial="", incorrect=""))
