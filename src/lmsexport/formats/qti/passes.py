"""What a course becomes before QTI 2 or 3 is written of it."""

from __future__ import annotations

from decimal import Decimal

from lmsexport.content.composed import label, paragraph
from lmsexport.content.lines import in_lines, is_words
from lmsexport.formats.qti.questions.matching import in_shown_order
from lmsexport.formats.qti.write.patterns import folded
from lmsexport.lowering import Around, Pass, changed
from lmsexport.lowering.passes.names import cut, question_name
from lmsexport.model import (
    AcceptedText,
    AnyQuestion,
    Assessment,
    Blank,
    Course,
    DropdownBlank,
    Essay,
    FillInBlanks,
    Matching,
    ShortAnswer,
)

TITLE_LENGTH = 100
"""Characters of a prompt that name a question without a title."""

named = question_name(lambda title: title, cut(TITLE_LENGTH))
"""A question's title, which items need."""


def hidden(field: str, beside: str = "") -> Pass:
    """What shows at a time that QTI does not have, never; with `beside`, only where that shows at once."""

    def hide(node: Assessment, around: Around) -> Assessment:  # noqa: ARG001
        if beside and getattr(node, beside) != "immediately":
            return node
        return changed(node, **{field: "never"})

    return hide


def one_by_one(quiz: Assessment) -> bool:
    """Whether each answer is handed in by itself, so that its feedback or the right answer shows at once."""
    return "immediately" in (quiz.feedback_shows, quiz.answers_show)


def attempts_in_instructions(node: Assessment, around: Around) -> Assessment:
    """Attempts at an assessment that is handed in as a whole, below its instructions."""
    if node.attempts is None or one_by_one(node):
        return node
    line = paragraph(around.say.attempts(n=node.attempts))
    return changed(node, instructions=around.compose(node.instructions, line), attempts=None)


def a_point_in_bank(node: AnyQuestion, around: Around) -> AnyQuestion:
    """A point for a question of a bank without any: a draw multiplies it by a weight, which it cannot do with none."""
    return changed(node, points=Decimal(1)) if around.in_bank and not node.points else node


def as_compared(node: AcceptedText, around: Around) -> AcceptedText:  # noqa: ARG001
    """An accepted text as it is compared with what is typed: composed, and without what nobody sees."""
    return changed(node, text=folded(node.text))


def case_of_letters(node: ShortAnswer, around: Around) -> ShortAnswer:  # noqa: ARG001
    """Capitals count only where an answer with wildcards has letters: of other signs, a pattern has no cases."""
    has_letters = any(answer.text.lower() != answer.text.upper() for answer in node.answers)
    return changed(node, case_sensitive=False) if node.wildcards and not has_letters else node


def distractors_as_shown(node: Matching, around: Around) -> Matching:  # noqa: ARG001
    """Distractors in the order in which they are shown."""
    return changed(node, distractors=tuple(in_shown_order(node.id, node.distractors)))


def entries_in_words(node: DropdownBlank, around: Around) -> DropdownBlank:
    """The entries of a drop-down list without markup: an `inlineChoice` holds text alone."""
    return changed(node, choices=tuple(changed(c, text=_in_words(c.text, around)) for c in node.choices))


def nothing_at_least(node: DropdownBlank, around: Around) -> DropdownBlank:  # noqa: ARG001
    """Entries of a drop-down list that earn nothing instead of less: a blank takes nothing from others."""
    choices = tuple(changed(c, weight=max(c.weight, Decimal(0))) if c.weight else c for c in node.choices)
    return changed(node, choices=choices)


def worthless_blanks(node: FillInBlanks, around: Around) -> FillInBlanks:  # noqa: ARG001
    """Blanks of no points beside others that have some: they have a right answer, and no shares."""
    if not any(blank.points for blank in node.blanks):
        return node
    return changed(node, blanks=tuple(blank if blank.points else _without_shares(blank) for blank in node.blanks))


def _without_shares(blank: Blank) -> Blank:
    if isinstance(blank, DropdownBlank):
        return changed(blank, choices=tuple(changed(choice, weight=None) for choice in blank.choices))
    right = next(answer for answer in blank.answers if answer.weight == 100)
    answers = tuple(a if a is right else changed(a, weight=Decimal(0)) for a in blank.answers)
    return changed(blank, answers=answers)


def outcomes_for_graders(node: Essay, around: Around) -> Essay:
    """Feedback by outcome below the notes for graders: they choose from it."""
    texts = [(getattr(around.say, name), getattr(node.feedback, name)) for name in ("correct", "partial", "incorrect")]
    named = [part for name, text in texts if text for part in (label(name), text)]
    if not named:
        return node
    feedback = changed(node.feedback, correct="", partial="", incorrect="")
    return changed(node, grader_notes=around.compose(node.grader_notes, *named), feedback=feedback)


def description_in_words(node: Course, around: Around) -> Course:
    """The description of a course without markup, as a manifest has it."""
    return changed(node, description=_in_words(node.description, around))


def _in_words(text: str, around: Around) -> str:
    """A text without markup; the same text where it has none."""
    fragment = around.fragment(text)
    return text if is_words(fragment) else around.composed.keep(in_lines(fragment))
