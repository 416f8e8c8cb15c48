"""Questions of one type as questions of another."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from lmsexport.content.composed import mapped, paragraph
from lmsexport.lowering.around import Around, Pass, changed
from lmsexport.model import BLANK, FillInBlanks, Matching, Numeric, Ordering, Pair, QuestionBase

Other = TypeVar("Other", bound=QuestionBase)


def as_type(kind: type[Other], node: QuestionBase, **fields: object) -> Other:
    """A question of another type with the same id, prompt, points, feedback, hints and tags. It is not validated."""
    shared = {name: getattr(node, name) for name in QuestionBase.model_fields}
    return cast(Other, kind.model_construct(None, **(shared | fields)))


def ordering_as_matching(node: Ordering, around: Around) -> Matching:  # noqa: ARG001
    """Each thing is matched with its position."""
    pairs = tuple(
        Pair.model_construct(id=item.id, prompt=item.text, match=str(place), feedback=item.feedback)
        for place, item in enumerate(node.items, 1)
    )
    return as_type(Matching, node, pairs=pairs, scoring=node.scoring, shuffle=True)


def unit_in_prompt(node: Numeric, around: Around) -> Numeric:
    """The unit below the prompt, in brackets."""
    if not node.unit:
        return node
    return changed(node, prompt=around.compose(node.prompt, paragraph(f"({node.unit})")), unit=None)


def blanks_as_lines(node: FillInBlanks, around: Around) -> str:
    """The prompt with a line in the place of each blank."""
    return around.composed.keep(mapped(around.fragment(node.prompt), lambda text: BLANK.sub("_____", text)))


def short_matches(change: Callable[[str], str]) -> Pass:
    """Matches as an LMS keeps them."""

    def keep_matches(node: Matching, around: Around) -> Matching:  # noqa: ARG001
        pairs = tuple(changed(pair, match=change(pair.match)) for pair in node.pairs)
        return changed(node, pairs=pairs, distractors=tuple(map(change, node.distractors)))

    return keep_matches
