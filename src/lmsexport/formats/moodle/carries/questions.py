"""What Moodle carries of a question: the same in a backup and in files of questions."""

from __future__ import annotations

from lmsexport.formats.moodle.carries.names import NAME, kept_beginning, kept_match, kept_name, kept_tag
from lmsexport.lowering import CARRIED, QUESTION_CLASSES, Adapted, Around, Capabilities, Carried, Noted, whole
from lmsexport.lowering.passes.feedback import (
    explanation_in_general,
    in_general,
    outcomes_at_answers,
    outcomes_at_truth,
    parts_in_general,
    without_unseen,
)
from lmsexport.lowering.passes.names import question_name, tags
from lmsexport.lowering.passes.question_types import ordering_as_matching, short_matches, unit_in_prompt
from lmsexport.lowering.passes.scoring import all_or_none_in_order, each_part, shuffle_said, spelled_out
from lmsexport.model import Matching, MultipleResponse, SingleChoice


def carried(*classes: str) -> Capabilities:
    """Classes with all their fields, but for what is said of questions below."""
    return {feature: carry for feature, carry in whole(CARRIED, *classes).items() if feature not in QUESTIONS}


def _shuffle(
    node: SingleChoice | MultipleResponse | Matching, around: Around
) -> SingleChoice | MultipleResponse | Matching:
    """Whether choices are shuffled, said at the question. One of a bank that says nothing can be shuffled, and is where
    a quiz that draws it says so: the quiz's switch is above that of its questions."""
    if node.shuffle is None and around.in_bank and around.shuffle:
        return node
    return shuffle_said(node, around)


_EACH_PART = Adapted(
    "Moodle gives a share of the points for each right part.",
    "Use `scoring: partial`, so that all LMSs score alike.",
    becomes=each_part,
)
_PARTS_IN_GENERAL = Adapted(
    "Moodle has no place for it at the part itself; it stands in the general feedback of the question.",
    becomes=parts_in_general,
)
OUTCOMES_IN_GENERAL = Adapted(
    "Moodle has one feedback for all results of such a question; each text stands there under its name.",
    becomes=in_general("correct", "partial", "incorrect"),
)
_TWO_MATCHES = Noted(
    "Moodle asks and grades it; but its form saves no matching with fewer than three matches, so a teacher who edits "
    "it there has to add one.",
    "Add a distractor; to an ordering, a third thing.",
    when=lambda question, _: len(question.pairs) + len(question.distractors) < 3,
)
_TILDE = Noted(
    "Moodle’s form for texts with gaps cannot hold `~` in an answer: when a teacher saves the question there, `&#126;` "
    "is what students have to type.",
    "Make it a question of its own, with a short answer; or do not open it in Moodle’s form.",
    when=lambda blank, _: any("~" in answer.text for answer in blank.answers),
)
_HINTS_OF_TRUTH = Noted(
    "Moodle keeps them and shows them in quizzes that give feedback at once; but its form for true-false questions has "
    "none, so a teacher who saves the question there takes them out.",
    "Say it in the feedback, or ask for one of two choices.",
)
_HINTS_OF_ESSAYS = Noted(
    "Moodle shows no hints to an essay, since nobody tries one again; and a teacher who saves the question in its form "
    "takes them out.",
    "Say it in the prompt.",
)
_TITLE = Adapted(NAME, "Choose another one.", becomes=question_name(kept_name, kept_beginning), shortens=True)
_TAGS = Adapted(
    "Moodle keeps 50 characters of a tag, and no angle brackets or backticks; they become ‹ › and '.",
    "Choose another one.",
    becomes=tags(kept_tag),
    shortens=True,
)
_MATCH = Adapted(
    "Moodle keeps 255 characters of a match; the rest is cut off.",
    "Shorten it.",
    becomes=short_matches(kept_match),
    shortens=True,
)

QUESTIONS: Capabilities = {
    "Feedback.partial": Adapted(
        "The feedback for a partly right answer is left out: no answer to this question earns a part of the points.",
        "Take it out, or add an answer with a weight.",
        becomes=without_unseen,
        shortens=True,
    ),
    **{f"{name}.title": _TITLE for name in (*QUESTION_CLASSES, "TextBlock")},
    **{f"{name}.tags": _TAGS for name in QUESTION_CLASSES},
    "MultipleResponse.scoring=all-or-nothing": Adapted(
        "Moodle gives a share of the points for each right choice; a wrong one takes all points away.",
        "Use `scoring: partial`, so that all LMSs score alike.",
        becomes=spelled_out,
    ),
    "Choice.weight": Carried(becomes=spelled_out),
    **{f"{name}.shuffle": Carried(becomes=_shuffle) for name in ("Matching", "MultipleResponse", "SingleChoice")},
    "Choice.fixed": Adapted(
        "Moodle shuffles all choices of a question or none, so the choices of this question keep their order.",
        "Word the choice so that its position does not matter.",
        becomes=all_or_none_in_order,
    ),
    "Matching.scoring=all-or-nothing": _EACH_PART,
    "Ordering.scoring=all-or-nothing": _EACH_PART,
    "ShortAnswer.feedback": Carried(becomes=outcomes_at_answers),
    "Numeric.feedback": Carried(becomes=outcomes_at_answers),
    "TrueFalse.feedback": Carried(becomes=outcomes_at_truth),
    "FillInBlanks.feedback": OUTCOMES_IN_GENERAL,
    "Essay.feedback": OUTCOMES_IN_GENERAL,
    "Pair.feedback": _PARTS_IN_GENERAL,
    "OrderedItem.feedback": _PARTS_IN_GENERAL,
    "Feedback.*": Carried(becomes=explanation_in_general),
    "TextBlank": _TILDE,
    "TrueFalse.hints": _HINTS_OF_TRUTH,
    "Essay.hints": _HINTS_OF_ESSAYS,
    "Matching.pairs": _TWO_MATCHES,
    "Numeric.unit": Adapted("The unit stands at the end of the prompt.", becomes=unit_in_prompt),
    "Pair.match": _MATCH,
    "Matching.distractors": _MATCH,
    "Ordering": Adapted(
        "Moodle has had a question type for ordering only since 4.4; students match each item with its position.",
        "In Moodle 4.4 and later the question can be written anew with the type “Ordering”.",
        becomes=ordering_as_matching,
    ),
}
"""Feature → how Moodle carries it, in the order in which a question is rewritten."""
