"""What answers earn, said in the way of a target."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from lmsexport.lowering.around import Around, Pass, changed
from lmsexport.model import DropdownBlank, Matching, MultipleResponse, Numeric, Ordering, ShortAnswer, SingleChoice

Shares = Sequence[Decimal]
"""What answers earn of the points, in percent."""

_ROUNDED = Decimal("0.000001")
"""How far from a whole shares may be that a machine has rounded."""

Choosing = SingleChoice | MultipleResponse | DropdownBlank
"""What is answered by picking from choices."""


def shares_of(node: Choosing) -> list[Decimal]:
    """What each choice earns. Where one is picked it earns nothing at the least: Moodle and Canvas would take what is
    below that from other questions. Of several, the right ones share a whole: three times 33.33 is meant as one."""
    if isinstance(node, SingleChoice):
        return [max(node.weight_of(choice), Decimal(0)) for choice in node.choices]
    if isinstance(node, DropdownBlank):
        usual = [Decimal(100 if choice.correct else 0) for choice in node.choices]
        return [u if c.weight is None else max(c.weight, Decimal(0)) for c, u in zip(node.choices, usual, strict=True)]
    right = sum((node.weight_of(choice) for choice in node.choices if choice.correct), Decimal(0))
    whole = right if abs(right - 100) > _ROUNDED else Decimal(100)
    wrong = node.scoring == "all-or-nothing"
    return [
        node.weight_of(choice) * 100 / whole if choice.correct else Decimal(-100) if wrong else node.weight_of(choice)
        for choice in node.choices
    ]


def spelled_out(node: Choosing, around: Around) -> Choosing:  # noqa: ARG001
    """What each choice earns, said at each."""
    return with_shares(node, shares_of(node))


def with_shares(node: Choosing, shares: Shares) -> Choosing:
    """The question whose choices earn these shares; a share for each right choice says all there is to say."""
    choices = tuple(changed(choice, weight=share) for choice, share in zip(node.choices, shares, strict=True))
    if isinstance(node, MultipleResponse):
        return changed(node, choices=choices, scoring="partial")
    return changed(node, choices=choices)


def choice_shares(nearest: Callable[[Shares, bool], Shares]) -> Pass:
    """Shares of choices that a format can write; the second argument is whether a single one is picked."""

    def keep_shares(node: Choosing, around: Around) -> Choosing:  # noqa: ARG001
        return with_shares(node, nearest(shares_of(node), not isinstance(node, MultipleResponse)))

    return keep_shares


def answer_shares(nearest: Callable[[Decimal], Decimal]) -> Pass:
    """Shares of typed answers that a format can write."""

    def keep_shares(node: ShortAnswer | Numeric, around: Around) -> ShortAnswer | Numeric:  # noqa: ARG001
        answers = tuple(changed(answer, weight=nearest(answer.weight)) for answer in node.answers)
        return changed(node, answers=answers)

    return keep_shares


def each_part(
    node: Matching | Ordering | MultipleResponse,
    around: Around,  # noqa: ARG001
) -> Matching | Ordering | MultipleResponse:
    """A share of the points for each right part."""
    return changed(node, scoring="partial")


def all_or_none_in_order(
    node: SingleChoice | MultipleResponse,
    around: Around,  # noqa: ARG001
) -> SingleChoice | MultipleResponse:
    """Choices of which one keeps its place all keep theirs."""
    if not any(choice.fixed for choice in node.choices):
        return node
    return changed(node, shuffle=False, choices=tuple(changed(choice, fixed=False) for choice in node.choices))


def shuffle_said(
    node: SingleChoice | MultipleResponse | Matching, around: Around
) -> SingleChoice | MultipleResponse | Matching:
    """Whether choices are shuffled, said at the question and not by its quiz; where they are not, all keep their places
    and none has to say so."""
    shuffle = around.shuffle if node.shuffle is None else node.shuffle
    if shuffle or isinstance(node, Matching):
        return changed(node, shuffle=shuffle)
    return changed(node, shuffle=False, choices=tuple(changed(choice, fixed=False) for choice in node.choices))
