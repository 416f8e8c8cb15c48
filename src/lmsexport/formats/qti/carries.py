"""What QTI 2 and 3 carry of a course: its assessments, banks and questions, and what describes them."""

from __future__ import annotations

from collections import Counter

from lmsexport.formats.qti import passes
from lmsexport.formats.qti.write.patterns import INVISIBLE
from lmsexport.formats.scope import NO_LINKS
from lmsexport.lowering import (
    CARRIED,
    QUESTION_CLASSES,
    QUESTION_PARTS,
    Adapted,
    Capabilities,
    Carried,
    Dropped,
    Noted,
    whole,
)
from lmsexport.lowering.passes.scoring import shuffle_said
from lmsexport.lowering.passes.texts import plain_template
from lmsexport.model import AcceptedText, Assessment, Course, NumberBlank, Numeric

_OUTSIDE = ("Discussion", "Download", "GradeCategory", "Heading", "Lab", "Lesson", "Link", "Term", "Tool")
_AROUND = ("Module", "Requirement")
_SKELETON = (
    "Author", "Author.*", "Course", "Course.*", "Module", "Module.items", "Course.modules", "Course.banks",
)  # fmt: skip
_PARTS = (*QUESTION_PARTS, "Assessment", "Bank", "Pool", "TextBlock")

_NO_QUIZ = Dropped("The file holds quizzes and question banks, and nothing else.", "Use a format for whole courses.")
_OF_THE_COURSE = Dropped("Only a whole course has it; the file holds quizzes alone.")
_OF_THE_GRADEBOOK = Dropped("QTI knows no gradebook.", "Set it in the LMS.")
_AFTER_CLOSE = "QTI does not know when an assessment closes, so it stays hidden."
_SHOW_IN_LMS = "Show it in the LMS after the assessment."
_BOTH_ALIKE = "Show both after the submission, or both at once."


def _is_invisible(answer: AcceptedText, _: Course) -> bool:
    """Whether an accepted text has characters that nobody sees."""
    return bool(INVISIBLE.search(answer.text))


def _is_spelled(asked: Numeric | NumberBlank, _: Course) -> bool:
    """Whether an accepted number has several usual spellings: with a decimal mark, or with marks between thousands."""
    numbers = (end for answer in asked.answers for end in answer.bounds)
    return any(number != number.to_integral_value() or abs(number) >= 1000 for number in numbers)


def _draws_twice(quiz: Assessment, _: Course) -> bool:
    return any(number > 1 for number in Counter(pool.bank for pool in quiz.pools).values())


def _is_overruled(quiz: Assessment, course: Course) -> bool:
    """Whether another assessment that draws from the same bank has its choices shuffled."""
    banks = {pool.bank for pool in quiz.pools}
    others = (item for item in course.items if isinstance(item, Assessment) and item.shuffle_choices)
    return any(pool.bank in banks for other in others for pool in other.pools)


def _has_attempts(quiz: Assessment, _: Course) -> bool:
    return quiz.attempts is not None


_SPELLED = Noted(
    "The player decides which spellings of a number it reads: many want a decimal point.", when=_is_spelled
)
_AT_EACH = Noted("QTI counts attempts at each question, not at the whole assessment.", "Set them in the LMS.",
                 when=_has_attempts)  # fmt: skip

_ASSESSMENT: Capabilities = {
    "Assessment.answers_show=after-close": Adapted(_AFTER_CLOSE, _SHOW_IN_LMS, becomes=passes.hidden("answers_show")),
    "Assessment.answers_show=after-submission": Adapted(
        "Where feedback shows at once, QTI would show the right answers at once, too, so they stay hidden.",
        _BOTH_ALIKE,
        becomes=passes.hidden("answers_show", beside="feedback_shows"),
    ),
    "Assessment.answers_show=immediately": _AT_EACH,
    "Assessment.attempts": Adapted(
        "QTI counts attempts at each question; those at the whole assessment stand in its instructions.",
        "Set them in the LMS.",
        becomes=passes.attempts_in_instructions,
    ),
    "Assessment.complete_when": _OF_THE_COURSE,
    "Assessment.counts": Dropped("The LMS decides which attempt counts.", "Set it there."),
    "Assessment.feedback_shows=after-close": Adapted(
        _AFTER_CLOSE, _SHOW_IN_LMS, becomes=passes.hidden("feedback_shows")
    ),
    "Assessment.feedback_shows=after-submission": Adapted(
        "Where right answers show at once, QTI would show feedback at once, too, so it stays hidden.",
        _BOTH_ALIKE,
        becomes=passes.hidden("feedback_shows", beside="answers_show"),
    ),
    "Assessment.feedback_shows=immediately": _AT_EACH,
    "Assessment.grade_category": _OF_THE_GRADEBOOK,
    "Assessment.graded": _OF_THE_GRADEBOOK,
    "Assessment.questions": Noted(
        "Several draws from one bank can draw the same question.", "Draw once, or split the bank.", when=_draws_twice
    ),
    "Assessment.questions_per_page": Dropped("The player decides how many questions stand on a page."),
    "Assessment.requires": _OF_THE_COURSE,
    "Assessment.shuffle_choices=False": Noted(
        "The choices of drawn questions are shuffled, since another assessment that draws them wants it so.",
        when=_is_overruled,
    ),
    "Assessment.weight": _OF_THE_GRADEBOOK,
}

_QUESTIONS: Capabilities = {
    **{f"{type}.title": Carried(becomes=passes.named) for type in (*QUESTION_CLASSES, "TextBlock")},
    **{f"{type}.explanation": Noted("It shows with the feedback, whatever was answered.") for type in QUESTION_CLASSES},
    **{f"{type}.hints": Noted(
        "A hint shows after a try that has not earned all points, where the test allows several tries."
    ) for type in QUESTION_CLASSES},
    **{f"{type}.points": Adapted(
        "Draws weigh a question by its points, so one without points has one in its file.",
        becomes=passes.a_point_in_bank,
    ) for type in QUESTION_CLASSES},
    **{f"{type}.shuffle": Carried(becomes=shuffle_said) for type in ("Matching", "MultipleResponse", "SingleChoice")},
    "AcceptedText": Noted(
        "Invisible characters in what a student types count.", "Delete them from the answer.", when=_is_invisible
    ),
    "AcceptedText.text": Carried(becomes=passes.as_compared),
    "Choice.weight": Carried(becomes=passes.nothing_at_least),
    "DropdownBlank.choices": Adapted(
        "A drop-down list holds words alone.", becomes=passes.entries_in_words, shortens=True
    ),
    "Essay.feedback": Adapted(
        "A person grades: the texts for the results stand with the notes for graders.",
        becomes=passes.outcomes_for_graders,
    ),
    "Essay.hints": Noted("The hints stand below the question."),
    "Essay.min_words": Noted("The length stands below the question."),
    "Essay.max_words": Noted("The length stands below the question."),
    "Essay.template": Adapted(
        "It stands in the field as plain text.", becomes=plain_template, shortens=True
    ),
    "FillInBlanks.blanks": Carried(becomes=passes.worthless_blanks),
    "Matching.distractors": Carried(becomes=passes.distractors_as_shown),
    "NumberBlank.answers": _SPELLED,
    "Numeric.answers": _SPELLED,
    "Numeric.unit": Noted("The unit stands behind the field; a student who types it, too, is scored as wrong."),
    "ShortAnswer.case_sensitive": Carried(becomes=passes.case_of_letters),
}  # fmt: skip

CAPABILITIES: Capabilities = {
    **whole(_NO_QUIZ, *_OUTSIDE),
    **whole(_OF_THE_COURSE, *_AROUND),
    **dict.fromkeys(_SKELETON, CARRIED),
    "Course.tools": CARRIED,
    "Course.grade_categories": CARRIED,
    **whole(CARRIED, *QUESTION_CLASSES, *_PARTS),
    **_ASSESSMENT,
    **_QUESTIONS,
    **NO_LINKS,
    "Bank.description": Noted("It stands in the section of the bank, for authors."),
    "Course.description": Adapted(
        "It stands in the manifest as plain text.", becomes=passes.description_in_words, shortens=True
    ),
}
"""What all versions carry: they differ in what texts may hold, not in what a course is."""
