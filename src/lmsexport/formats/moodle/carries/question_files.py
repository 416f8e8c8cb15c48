"""What files of questions carry of a course: Moodle XML nearly all of a question, GIFT less; both nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from lmsexport.formats.moodle.carries.categories import CATEGORIES
from lmsexport.formats.moodle.carries.edits import EDITS
from lmsexport.formats.moodle.carries.files import without_files
from lmsexport.formats.moodle.carries.questions import QUESTIONS, carried
from lmsexport.formats.moodle.carries.shares import MOST_RIGHT, listed_share, listed_shares
from lmsexport.formats.moodle.carries.weights import blank_weights
from lmsexport.formats.scope import NO_LINKS, QuizOptions
from lmsexport.lowering import (
    QUESTION_CLASSES,
    QUESTION_PARTS,
    Adapted,
    Around,
    Capabilities,
    Dropped,
    Noted,
    changed,
    whole,
)
from lmsexport.lowering.passes.scoring import answer_shares, choice_shares
from lmsexport.lowering.passes.texts import fileless
from lmsexport.model import (
    AnyQuestion,
    Assessment,
    Course,
    DropdownBlank,
    FillInBlanks,
    Module,
    MultipleResponse,
    NumberBlank,
    Pool,
    Question,
    TextBlank,
    TextBlock,
)

LARGEST = 10_000_000
"""Bytes of a file that is embedded. Moodle's reader needs time with the square of it: 6 s for this, 5 min for 60 MB."""

_OTHER_ITEMS = ("Discussion", "Download", "Heading", "Lab", "Lesson", "Link", "Term")
_SETTINGS = (
    "attempts", "time_limit", "shuffle_questions", "questions_per_page", "feedback_shows", "answers_show", "counts",
    "graded", "grade_category", "weight", "pass_mark", "requires", "complete_when",
)  # fmt: skip

_ONLY_QUESTIONS = Dropped(
    "A file of questions holds nothing else of a course.", "Use the target `moodle` for all of it."
)
_SETTING = Dropped("It is a setting of a quiz, and a file of questions has none.", "Set it in the quiz.")


def without_quiz(is_lost: Callable[[AnyQuestion], bool]) -> Dropped:
    """How a module is carried when it has no quiz, or none with a question that the file can hold."""

    def is_kept(question: Question | Pool, course: Course) -> bool:
        if isinstance(question, Pool):
            return not all(map(is_lost, course.bank(question.bank).drawable))
        return not (isinstance(question, TextBlock) or is_lost(question))

    def has_no_quiz(module: Module, course: Course) -> bool:
        quizzes = [item for item in module.items if isinstance(item, Assessment)]
        return not any(is_kept(question, course) for quiz in quizzes for question in quiz.questions)

    return Dropped(
        "There is no quiz in it with a question that the file can hold, so the file has nothing of it.",
        when=has_no_quiz,
    )


class QuestionFileOptions(QuizOptions):
    """What a course can choose for a file of questions."""

    def carried(self, capabilities: Capabilities) -> Capabilities:
        """What is carried: of a course from which one assessment or bank is chosen, modules that hold it alone."""
        is_empty = capabilities["Module"]
        if self.only is None or not isinstance(is_empty, Dropped) or is_empty.when is None:
            return capabilities
        has_no_quiz = is_empty.when

        def holds_nothing(module: Module, course: Course) -> bool:
            chosen = [quiz for quiz in self.assessments(course) if quiz in module.items]
            return has_no_quiz(changed(module, items=tuple(chosen)), course)

        return {**super().carried(capabilities), "Module": replace(is_empty, when=holds_nothing)}


def has_too_many_right(question: AnyQuestion) -> bool:
    """Whether the list of shares has none small enough for each right choice."""
    return isinstance(question, MultipleResponse) and sum(choice.correct for choice in question.choices) > MOST_RIGHT


def _counts_other_points(node: FillInBlanks, course: Course) -> bool:  # noqa: ARG001
    """Whether the whole numbers that blanks weigh do not add up to the points."""
    return sum(blank_weights(node)) != node.points


def _fileless_blank(
    node: TextBlank | NumberBlank | DropdownBlank, around: Around
) -> TextBlank | NumberBlank | DropdownBlank:
    """What is said in a blank, without files."""
    if isinstance(node, DropdownBlank):
        return changed(node, choices=tuple(_out_of_choice(choice, around) for choice in node.choices))
    return changed(node, answers=tuple(_out_of_answer(answer, around) for answer in node.answers))


_out_of_choice = fileless("text", "feedback")
_out_of_answer = fileless("feedback")


def _is_large(path: str, around: Around) -> bool:
    return around.resolved.files[path].stat().st_size > LARGEST


COURSE: Capabilities = {
    **NO_LINKS,
    **EDITS,
    **carried("Course", "Module", "Assessment", "Bank", "Pool", "TextBlock", *QUESTION_CLASSES, *QUESTION_PARTS),
    **{f"Course.{field}": _ONLY_QUESTIONS for field in ("authors", "licence", "keywords", "tools", "grade_categories")},
    "Course.version": _ONLY_QUESTIONS,
    "Course.date": _ONLY_QUESTIONS,
    "Course.language": Noted("A file of questions does not say in which language they are."),
    **whole(_ONLY_QUESTIONS, *_OTHER_ITEMS, "Author", "Tool", "GradeCategory"),
    "Module": without_quiz(has_too_many_right),
    "Module.requires": _ONLY_QUESTIONS,
    "Requirement": _ONLY_QUESTIONS,
    "Requirement.*": _ONLY_QUESTIONS,
    **{f"Assessment.{field}": _SETTING for field in _SETTINGS},
    "Pool": Noted(
        "A file of questions has no draws; the questions of the bank are a category of their own.",
        "In the quiz, add so many random questions from that category.",
    ),
    **CATEGORIES,
    "MultipleResponse": Dropped(
        "Moodle’s files know no share of the points below 5 %, so at most 20 choices can be right.",
        "Split the question.",
        when=lambda question, _: has_too_many_right(question),
    ),
}
"""What both formats carry beside questions."""

_LISTED = "Moodle’s files know certain shares of the points, 5 % to 100 %; the nearest ones stand there"
_LISTED_CHOICES = Adapted(f"{_LISTED}, and full points still need all right choices.",
                          becomes=choice_shares(listed_shares))  # fmt: skip
_LISTED_ANSWERS = Adapted(f"{_LISTED}.", becomes=answer_shares(listed_share))

SHARES: Capabilities = {
    **{f"{name}.choices": _LISTED_CHOICES for name in ("MultipleResponse", "SingleChoice")},
    **{f"{name}.answers": _LISTED_ANSWERS for name in ("ShortAnswer", "Numeric")},
}
"""What answers earn in both formats."""

_NO_PLACE = "The text has no place for files; their descriptions stand there."
_IN_BLANK = Adapted("What is said to an answer in a blank has no place for files; their descriptions stand there.",
                    becomes=_fileless_blank, shortens=True)  # fmt: skip

_SUM = Noted(
    "Moodle adds up the weights of the blanks, which are whole numbers, and takes the sum for the points.",
    "Set its points in the quiz.",
    when=_counts_other_points,
)
"""The one point that a question gives by default is meant, too."""

MOODLE_XML: Capabilities = {
    **COURSE,
    **without_files(
        "TextBlock",
        *QUESTION_CLASSES,
        *QUESTION_PARTS,
        how="A file that is larger than 10 MB is left out, and its description stands there: Moodle cannot read larger "
        "ones out of Moodle XML in a reasonable time.",
        remedy="Make it smaller, or use the target `moodle`.",
        refused=_is_large,
    ),
    **{
        feature: Adapted(_NO_PLACE, becomes=fileless(feature.partition(".")[2]), shortens=True)
        for feature in (
            "Course.description",
            "Module.description",
            "Bank.description",
            "Assessment.instructions",
            "Essay.template",
        )
    },
    **{f"{name}.answers": _IN_BLANK for name in ("TextBlank", "NumberBlank")},
    "DropdownBlank.choices": _IN_BLANK,
    **QUESTIONS,
    **SHARES,
    **dict.fromkeys(("FillInBlanks.points", "FillInBlanks.points=1"), _SUM),
}
"""Feature → how Moodle XML carries it."""
