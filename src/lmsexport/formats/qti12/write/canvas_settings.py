"""The settings of an assessment as Canvas keeps them beside its QTI (`assessment_meta.xml`)."""

from __future__ import annotations

from lmsexport.formats.qti12.carries.canvas_quizzes import HIDDEN
from lmsexport.model import Assessment
from lmsexport.model.numbers import plain_number

_POLICIES = {"highest": "keep_highest", "average": "keep_average", "last": "keep_latest"}


def settings(quiz: Assessment) -> dict[str, str | int | bool]:
    """The settings of a quiz by the names of Canvas (`assessment_meta.xml`)."""
    return {
        "shuffle_answers": quiz.shuffle_choices,
        "scoring_policy": _POLICIES[quiz.counts],
        "hide_results": "always" if quiz.feedback_shows in HIDDEN else "",
        "quiz_type": "assignment" if quiz.graded else "practice_quiz",
        "points_possible": plain_number(quiz.total_points),
        "show_correct_answers": quiz.answers_show == "after-submission",
        "time_limit": quiz.time_limit or "",
        "allowed_attempts": quiz.attempts or -1,
        "one_question_at_a_time": quiz.questions_per_page == 1,
    }
