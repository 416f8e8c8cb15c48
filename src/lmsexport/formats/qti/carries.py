"""What QTI 2 and 3 carry of a course: its assessments, banks and questions, and what describes them."""

from __future__ import annotations

from collections import Counter
from typing import Any

from lmsexport.formats.qti.spelling import INVISIBLE
from lmsexport.lowering import CARRIED, Adapted, Capabilities, Dropped, per_course
from lmsexport.model import Assessment, Course

_OUTSIDE = ("Discussion", "Download", "GradeCategory", "Heading", "Lab", "Lesson", "Link", "Term", "Tool")
_AROUND = ("Module", "Requirement")
_SKELETON = (
    "Author", "Author.*", "Course", "Course.*", "Module", "Module.items", "Course.modules", "Course.banks",
)  # fmt: skip
_TYPES = (
    "Essay", "FillInBlanks", "Matching", "MultipleResponse", "Numeric", "Ordering", "ShortAnswer", "SingleChoice",
    "TrueFalse",
)  # fmt: skip
_PARTS = (
    "AcceptedNumber", "AcceptedText", "Assessment", "Bank", "Choice", "DropdownBlank", "Feedback", "NumberBlank",
    "OrderedItem", "Pair", "Pool", "TextBlank", "TextBlock",
)  # fmt: skip

_NO_QUIZ = Dropped("The file holds quizzes and question banks, and nothing else.", "Use a format for whole courses.")
_OF_THE_COURSE = Dropped("Only a whole course has it; the file holds quizzes alone.")
_OF_THE_GRADEBOOK = Dropped("QTI knows no gradebook.", "Set it in the LMS.")
_AFTER_CLOSE = Adapted(
    "QTI does not know when an assessment closes, so it stays hidden.", "Show it in the LMS after the assessment."
)


def _is_invisible(answer: Any, _: Course) -> bool:
    """Whether an accepted text has characters that nobody sees."""
    return bool(INVISIBLE.search(answer.text))


def _is_spelled(asked: Any, _: Course) -> bool:
    """Whether an accepted number has several usual spellings: with a decimal mark, or with marks between thousands."""
    numbers = (end for answer in asked.answers for end in answer.bounds)
    return any(number != number.to_integral_value() or abs(number) >= 1000 for number in numbers)


@per_course
def _in_banks(course: Course) -> frozenset[str]:
    return frozenset(question.id for bank in course.banks for question in bank.questions)


def _worthless_in_bank(question: Any, course: Course) -> bool:
    return question.points == 0 and question.id in _in_banks(course)


def _draws_twice(quiz: Any, _: Course) -> bool:
    return any(number > 1 for number in Counter(pool.bank for pool in quiz.pools).values())


def _is_overruled(quiz: Any, course: Course) -> bool:
    """Whether another assessment that draws from the same bank has its choices shuffled."""
    banks = {pool.bank for pool in quiz.pools}
    others = (item for item in course.items if isinstance(item, Assessment) and item.shuffle_choices)
    return any(pool.bank in banks for other in others for pool in other.pools)


_SPELLED = Adapted(
    "The player decides which spellings of a number it reads: many want a decimal point.", when=_is_spelled
)

_ASSESSMENT: Capabilities = {
    "Assessment.answers_show=after-close": _AFTER_CLOSE,
    "Assessment.answers_show=after-submission": Adapted(
        "Where feedback shows at once, QTI would show the right answers at once, too, so they stay hidden.",
        "Show both after the submission, or both at once.",
        when=lambda quiz, _: quiz.feedback_shows == "immediately",
    ),
    "Assessment.feedback_shows=after-submission": Adapted(
        "Where right answers show at once, QTI would show feedback at once, too, so it stays hidden.",
        "Show both after the submission, or both at once.",
        when=lambda quiz, _: quiz.answers_show == "immediately",
    ),
    "Assessment.attempts": Adapted(
        "QTI counts attempts at each question; those at the whole assessment stand in its instructions.",
        "Set them in the LMS.",
    ),
    "Assessment.complete_when": _OF_THE_COURSE,
    "Assessment.counts": Dropped("The LMS decides which attempt counts.", "Set it there."),
    "Assessment.feedback_shows=after-close": _AFTER_CLOSE,
    "Assessment.grade_category": _OF_THE_GRADEBOOK,
    "Assessment.graded": _OF_THE_GRADEBOOK,
    "Assessment.questions": Adapted(
        "Several draws from one bank can draw the same question.",
        "Draw once, or split the bank.",
        when=_draws_twice,
    ),
    "Assessment.questions_per_page": Adapted("The player decides how many questions stand on a page."),
    "Assessment.requires": _OF_THE_COURSE,
    "Assessment.shuffle_choices=False": Adapted(
        "The choices of drawn questions are shuffled, since another assessment that draws them wants it so.",
        when=_is_overruled,
    ),
    "Assessment.weight": _OF_THE_GRADEBOOK,
}

CAPABILITIES: Capabilities = {
    **{f"{part}{ending}": _NO_QUIZ for part in _OUTSIDE for ending in ("", ".*")},
    **{f"{part}{ending}": _OF_THE_COURSE for part in _AROUND for ending in ("", ".*")},
    **dict.fromkeys(_SKELETON, CARRIED),
    "Course.tools": CARRIED,
    "Course.grade_categories": CARRIED,
    **{f"{part}{ending}": CARRIED for part in (*_TYPES, *_PARTS) for ending in ("", ".*")},
    **{f"{type}.explanation": Adapted("It shows with the feedback, whatever was answered.") for type in _TYPES},
    **{f"{type}.hints": Adapted(
        "A hint shows after a try that has not earned all points, where the test allows several tries."
    ) for type in _TYPES},
    **{f"{type}.points": Adapted(
        "Draws weigh a question by its points, so one without points has one in its file.",
        when=_worthless_in_bank,
    ) for type in _TYPES},
    **_ASSESSMENT,
    "AcceptedText": Adapted(
        "Invisible characters in what a student types count.", "Delete them from the answer.", when=_is_invisible
    ),
    "Bank.description": Adapted("It stands in the section of the bank, for authors."),
    "Essay.feedback": Adapted(
        "A person grades: the texts for the results stand with the notes for graders.",
        when=lambda essay, _: bool(essay.feedback.correct or essay.feedback.partial or essay.feedback.incorrect),
    ),
    "Essay.hints": Adapted("The hints stand below the question."),
    "Essay.min_words": Adapted("The length stands below the question."),
    "Essay.max_words": Adapted("The length stands below the question."),
    "Essay.template": Adapted("It stands in the field as plain text."),
    "NumberBlank.answers": _SPELLED,
    "Numeric.answers": _SPELLED,
    "Numeric.unit": Adapted("The unit stands behind the field; a student who types it, too, is scored as wrong."),
}  # fmt: skip
"""What all versions carry: they differ in what texts may hold, not in what a course is."""
