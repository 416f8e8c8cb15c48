"""The settings of an assessment as Canvas keeps them beside its QTI, and what that carries."""

from __future__ import annotations

from typing import Any

from lmsexport.formats.qti12.carries import cut_name
from lmsexport.formats.qti12.items import plain_number
from lmsexport.formats.qti12.quizzes import is_shuffled
from lmsexport.lowering import CARRIED, Adapted, Capabilities
from lmsexport.model import Assessment, Choice, Course

_POLICIES = {"highest": "keep_highest", "average": "keep_average", "last": "keep_latest", "first": "keep_highest"}

_AFTER_CLOSE = Adapted(
    "Canvas does not know yet when the quiz closes, so it stays hidden.",
    "After closing the quiz, set in its settings what students may see.",
)
_AFTER_SUBMISSION = Adapted("Canvas shows it when the quiz has been handed in, not after each question.")
_NOT_SHUFFLED = Adapted(
    "Canvas shuffles the questions of a quiz only when all give the same points and none are texts or draws; these "
    "keep their order.",
    "Put the questions into a bank and draw them.",
    when=lambda quiz, _: quiz.shuffle_questions and not is_shuffled(quiz),
)


def _hides_answers(quiz: Any, _: Course) -> bool:
    """Whether answers are to be seen where feedback is not: Canvas shows both or none."""
    return _hidden(quiz)


def _hidden(quiz: Assessment) -> bool:
    return quiz.feedback_shows in ("never", "after-close")


CARRIES: Capabilities = {
    "Assessment": CARRIED,
    "Assessment.*": CARRIED,
    "Assessment.title": cut_name(),
    "Assessment.questions_per_page": Adapted(
        "Canvas shows all questions on a page, or one at a time; these stand on one page.",
        when=lambda quiz, _: quiz.questions_per_page != 1,
    ),
    "Assessment.feedback_shows=immediately": _AFTER_SUBMISSION,
    "Assessment.feedback_shows=after-close": _AFTER_CLOSE,
    "Assessment.answers_show=immediately": _AFTER_SUBMISSION,
    "Assessment.answers_show=after-close": _AFTER_CLOSE,
    "Assessment.answers_show=after-submission": Adapted(
        "Canvas hides the right answers with the feedback.", "Show feedback too.", when=_hides_answers
    ),
    "Assessment.counts=first": Adapted("Canvas counts the best, the last, or the average attempt: the best counts."),
    "Assessment.shuffle_questions": _NOT_SHUFFLED,
    "Pool": CARRIED,
    "Pool.*": CARRIED,
    "Bank.title": cut_name(),
}


def settings(quiz: Assessment) -> dict[str, Any]:
    """The settings of a quiz by the names of Canvas (`assessment_meta.xml`)."""
    return {
        "shuffle_answers": quiz.shuffle_choices and not _has_fixed_order(quiz),
        "scoring_policy": _POLICIES[quiz.counts],
        "hide_results": "always" if _hidden(quiz) else "",
        "quiz_type": "assignment" if quiz.graded else "practice_quiz",
        "points_possible": plain_number(quiz.total_points),
        "show_correct_answers": not _hidden(quiz) and quiz.answers_show in ("immediately", "after-submission"),
        "time_limit": quiz.time_limit or "",
        "allowed_attempts": quiz.attempts or -1,
        "one_question_at_a_time": quiz.questions_per_page == 1,
    }


def _has_fixed_order(quiz: Assessment) -> bool:
    """Whether a question's choices must not be shuffled: Canvas shuffles all of a quiz, or none."""
    for question in quiz.own_questions:
        choices: tuple[Choice, ...] = getattr(question, "choices", ())
        if getattr(question, "shuffle", None) is False or any(choice.fixed for choice in choices):
            return True
    return False
