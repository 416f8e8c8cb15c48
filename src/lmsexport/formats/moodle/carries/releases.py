"""What a backup carries when no release before 4.4 has to restore it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Literal

from lmsexport.content import Fragment
from lmsexport.formats.moodle.carries.backup import switch
from lmsexport.formats.moodle.carries.questions import OUTCOMES_IN_GENERAL
from lmsexport.formats.moodle.carries.weights import points_in_bank
from lmsexport.lowering import CARRIED, Adapted, Around, Capabilities, Carried
from lmsexport.lowering.passes.feedback import in_general
from lmsexport.model import DropdownBlank, FillInBlanks

Release = Literal["4.0", "4.4"]

MOST_LISTS = 8
"""Groups of choices that the form of `gapselect` knows (get_maximum_choice_group_number)."""


def has_only_lists(question: FillInBlanks, fragment: Callable[[str], Fragment]) -> bool:
    """Whether a text with gaps can be of the type `gapselect`: lists of words alone, of which one is right and earns as
    much as that of any other gap, with nothing said of a single one."""
    lists = [blank for blank in question.blanks if isinstance(blank, DropdownBlank)]
    return (
        len(lists) == len(question.blanks) <= MOST_LISTS
        and len({blank.points for blank in lists}) == 1
        and all(_is_word(fragment(choice.text)) and not choice.feedback
                and choice.weight in (None, Decimal(100 if choice.correct else 0))
                for blank in lists for choice in blank.choices)
    )  # fmt: skip


def _is_word(choice: Fragment) -> bool:
    return choice.paragraph and all(isinstance(piece, str) and "<" not in piece for piece in choice.pieces)


_outcomes = in_general("correct", "partial", "incorrect")


def _outcomes_of_others(node: FillInBlanks, around: Around) -> FillInBlanks:
    if has_only_lists(node, around.fragment):
        return node
    moved = _outcomes(node, around)
    assert isinstance(moved, FillInBlanks)
    return moved


def _points_of_others(node: FillInBlanks, around: Around) -> FillInBlanks:
    return node if has_only_lists(node, around.fragment) else points_in_bank(node, around)


def since_4_4(capabilities: Capabilities) -> Capabilities:
    """What a backup carries for 4.4 and later, where it carries `capabilities` for 4.0."""
    points = capabilities["FillInBlanks.points"]
    assert isinstance(points, Adapted)
    return {
        **capabilities,
        "Ordering": CARRIED,
        "Ordering.scoring=all-or-nothing": CARRIED,
        "Assessment.shuffle_choices": Carried(becomes=switch()),
        "FillInBlanks.feedback": Adapted(OUTCOMES_IN_GENERAL.how, becomes=_outcomes_of_others),
        "FillInBlanks.points": Adapted(points.how, becomes=_points_of_others),
    }
