"""What Canvas carries of assessments and draws."""

from __future__ import annotations

from typing import TypeVar

from lmsexport.formats.qti12.carries.questions import cut_name
from lmsexport.lowering import CARRIED, Adapted, Around, Capabilities, Noted, changed, whole
from lmsexport.model import (
    Assessment,
    Bank,
    Course,
    Matching,
    MultipleResponse,
    Pool,
    Question,
    QuestionBase,
    SingleChoice,
    TextBlock,
)

Part = TypeVar("Part", bound=Question | Pool)

HIDDEN = ("never", "after-close")
"""When feedback and answers are to be shown that Canvas hides."""

DISPLAY = ("$$", "$$")
r"""What stands around a formula on a line of its own: Canvas loads MathJax for `$$` and for `\(`, not for `\[`."""

Shuffled = SingleChoice | MultipleResponse | Matching
"""Questions that can say whether their choices are shuffled."""


def canvas_settings(node: Assessment, around: Around) -> Assessment:  # noqa: ARG001
    """A quiz with the settings that Canvas has. What shows after closing stays hidden until somebody sets it there."""
    hidden = node.feedback_shows in HIDDEN
    answers = "never" if hidden else "after-submission"
    return changed(
        node,
        counts="highest" if node.counts == "first" else node.counts,
        feedback_shows=node.feedback_shows if hidden else "after-submission",
        answers_show=node.answers_show if node.answers_show in HIDDEN else answers,
        questions_per_page=1 if node.questions_per_page == 1 else None,
        shuffle_questions=node.shuffle_questions and _can_be_shuffled(node),
    )


def _can_be_shuffled(quiz: Assessment) -> bool:
    """Whether Canvas can ask the questions in random order: as a group of questions that are worth the same."""
    if any(isinstance(part, Pool | TextBlock) for part in quiz.questions):
        return False
    return len({part.points for part in quiz.questions if isinstance(part, QuestionBase)}) == 1


def choices_by_quiz(node: Assessment | Bank, around: Around) -> Assessment | Bank:
    """The choices of all questions of a quiz are shuffled, or of none; in a bank those, too, that keep their place."""
    if isinstance(node, Assessment):
        shuffled = _shuffles(node)
        questions = tuple(_without_own_order(part, shuffled) for part in node.questions)
        return changed(node, shuffle_choices=shuffled, questions=questions)
    shuffled = _drawn_shuffled(around.course, node)
    return changed(node, questions=tuple(_without_own_order(part, shuffled, loose=shuffled) for part in node.questions))


def _shuffles(quiz: Assessment) -> bool:
    return quiz.shuffle_choices and not any(map(_keeps_order, quiz.questions))


def _keeps_order(part: Question | Pool) -> bool:
    """Whether choices of a question must not be shuffled."""
    if isinstance(part, Shuffled) and part.shuffle is False:
        return True
    return isinstance(part, SingleChoice | MultipleResponse) and any(choice.fixed for choice in part.choices)


def _drawn_shuffled(course: Course, bank: Bank) -> bool:
    """Whether the choices of a bank's questions are shuffled: as any quiz does that draws from it."""
    quizzes = (item for item in course.items if isinstance(item, Assessment))
    drawing = [_shuffles(quiz) for quiz in quizzes if any(pool.bank == bank.id for pool in quiz.pools)]
    return any(drawing) or not drawing


def _without_own_order(part: Part, shuffled: bool, loose: bool = False) -> Part:
    """A question that says nothing else of its choices than its quiz; `loose` ones keep no place."""
    if isinstance(part, Shuffled) and part.shuffle not in (None, shuffled):
        part = changed(part, shuffle=None)
    if loose and isinstance(part, SingleChoice | MultipleResponse):
        part = changed(part, choices=tuple(changed(choice, fixed=False) for choice in part.choices))
    return part


_AFTER_CLOSE = Noted(
    "Canvas does not know yet when the quiz closes, so it stays hidden.",
    "After closing the quiz, set in its settings what students may see.",
)
_AFTER_SUBMISSION = Adapted(
    "Canvas shows it when the quiz has been handed in, not after each question.", becomes=canvas_settings
)
_ALL_OR_NONE = "Canvas shuffles the choices of all questions of a quiz, or none."

CARRIES: Capabilities = {
    **whole(CARRIED, "Assessment"),
    "Assessment.title": cut_name(),
    "Assessment.questions_per_page": Adapted(
        "Canvas shows all questions on a page, or one at a time; these stand on one page.", becomes=canvas_settings
    ),
    "Assessment.feedback_shows=immediately": _AFTER_SUBMISSION,
    "Assessment.feedback_shows=after-close": _AFTER_CLOSE,
    "Assessment.answers_show=immediately": _AFTER_SUBMISSION,
    "Assessment.answers_show=after-close": _AFTER_CLOSE,
    "Assessment.answers_show=after-submission": Adapted(
        "Canvas hides the right answers with the feedback.", "Show feedback too.", becomes=canvas_settings
    ),
    "Assessment.counts=first": Adapted(
        "Canvas counts the best, the last, or the average attempt: the best counts.", becomes=canvas_settings
    ),
    "Assessment.shuffle_questions": Adapted(
        "Canvas shuffles the questions of a quiz only when all give the same points and none are texts or draws; these "
        "keep their order.",
        "Put the questions into a bank and draw them.",
        becomes=canvas_settings,
    ),
    "Assessment.shuffle_choices": Adapted(
        f"{_ALL_OR_NONE[:-1]}; a choice of this one keeps its place, so all do.",
        "Word the choice so that its position does not matter.",
        becomes=choices_by_quiz,
    ),
    **{f"{type}.shuffle": Adapted(_ALL_OR_NONE, "Set `shuffle_choices` of the quiz.", becomes=choices_by_quiz)
       for type in ("Matching", "MultipleResponse", "SingleChoice")},
    "Choice.fixed": Adapted(
        "Canvas shuffles all choices of the questions that are drawn from a bank.",
        "Word the choice so that its position does not matter.",
        becomes=choices_by_quiz,
    ),
    **whole(CARRIED, "Pool"),
    "Bank.title": cut_name(),
}  # fmt: skip
