"""What files of questions carry of a course: Moodle XML nearly all of a question, GIFT less; both nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from lmsexport.formats.moodle.capabilities import CAPABILITIES as BACKUP
from lmsexport.formats.moodle.capabilities import shown_tag
from lmsexport.formats.moodle.cloze import weights_for
from lmsexport.formats.moodle.fractions import MOST_RIGHT, is_listed
from lmsexport.lowering import CARRIED, Adapted, Capabilities, Dropped
from lmsexport.model import (
    AcceptedText,
    AnyQuestion,
    Assessment,
    Course,
    FillInBlanks,
    Matching,
    Module,
    MultipleResponse,
    Numeric,
    Ordering,
    Pool,
    Question,
    QuestionBase,
    ShortAnswer,
    SingleChoice,
    TextBlock,
)

_OF_QUESTIONS = (
    "AcceptedNumber", "AcceptedText", "Bank", "Choice", "DropdownBlank", "Essay", "Feedback", "FillInBlanks",
    "Matching", "MultipleResponse", "NumberBlank", "Numeric", "OrderedItem", "Ordering", "Pair", "ShortAnswer",
    "SingleChoice", "TextBlank", "TextBlock", "TrueFalse",
)  # fmt: skip
"""The parts of the model that questions are made of."""

_OTHER_ITEMS = ("Discussion", "Download", "Heading", "Lab", "Lesson", "Link", "Term")
_SETTINGS = (
    "attempts", "time_limit", "shuffle_questions", "questions_per_page", "feedback_shows", "answers_show", "counts",
    "graded", "grade_category", "weight", "pass_mark", "requires", "complete_when",
)  # fmt: skip

_ONLY_QUESTIONS = Dropped(
    "A file of questions holds nothing else of a course.", "Use the target `moodle` for all of it."
)
_ALSO_NOT = Adapted("A file of questions has no place for it; it is left out.")
_SETTING = Dropped("It is a setting of a quiz, and a file of questions has none.", "Set it in the quiz.")


def _without_quiz(is_lost: Callable[[AnyQuestion], bool]) -> Adapted:
    """How a module is carried when it has no quiz, or none with a question that the file can hold."""

    def is_kept(question: Question | Pool, course: Course) -> bool:
        if isinstance(question, Pool):
            return not all(map(is_lost, course.bank(question.bank).drawable))
        return not (isinstance(question, TextBlock) or is_lost(question))

    def has_no_quiz(module: Module, course: Course) -> bool:
        quizzes = [item for item in module.items if isinstance(item, Assessment)]
        return not any(is_kept(question, course) for quiz in quizzes for question in quiz.questions)

    return Adapted("There is no quiz in it, so the file has nothing of it.", when=has_no_quiz)


def _is_rounded(question: MultipleResponse | SingleChoice, _: Course) -> bool:
    """Whether a share of the points is not in Moodle's list."""
    weights = [Fraction(question.weight_of(choice)) / 100 for choice in question.choices]
    if isinstance(question, SingleChoice):
        return not all(is_listed(weight) for weight in weights if weight > 0)
    whole = sum(weight for weight in weights if weight > 0)
    return not all(is_listed(weight / whole if weight > 0 else weight) for weight in weights)


def _has_too_many_right(question: AnyQuestion) -> bool:
    return isinstance(question, MultipleResponse) and sum(choice.correct for choice in question.choices) > MOST_RIGHT


def _has_unlisted_weight(question: ShortAnswer | Numeric, _: Course) -> bool:
    return not all(is_listed(Fraction(answer.weight) / 100) for answer in question.answers)


def _has_other_tags(question: QuestionBase, _: Course) -> bool:
    return any(shown_tag(tag) != tag for tag in question.tags)


def _weighs_otherwise(question: FillInBlanks, _: Course) -> bool:
    """Whether the whole numbers that blanks weigh cannot add up to the points."""
    return sum(weights_for([blank.points for blank in question.blanks], question.points)) != question.points


_LISTED = "Moodle’s files know certain shares of the points, 5 % to 100 %; the nearest ones stand there"
_ROUNDED = Adapted(f"{_LISTED}, and full points still need all right choices.", when=_is_rounded)
_ROUNDED_ANSWER = Adapted(f"{_LISTED}.", when=_has_unlisted_weight)

_TAGS = Adapted(
    "Moodle keeps 50 characters of a tag, and no angle brackets or backticks; they become ‹ › and '.",
    when=_has_other_tags,
)

_COURSE: Capabilities = {
    "Course": CARRIED,
    "Course.*": CARRIED,
    **{f"Course.{field}": _ONLY_QUESTIONS for field in ("authors", "licence", "keywords", "tools", "grade_categories")},
    "Course.version": _ONLY_QUESTIONS,
    "Course.date": _ALSO_NOT,
    "Course.language": Adapted("A file of questions does not say in which language they are."),
    **{f"{name}{ending}": _ONLY_QUESTIONS for name in _OTHER_ITEMS for ending in ("", ".*")},
    **{f"{name}{ending}": _ONLY_QUESTIONS for name in ("Author", "Tool", "GradeCategory") for ending in ("", ".*")},
    "Module.*": CARRIED,
    "Module.requires": _ONLY_QUESTIONS,
    "Requirement": _ONLY_QUESTIONS,
    "Requirement.*": _ONLY_QUESTIONS,
    "Assessment": CARRIED,
    "Assessment.*": CARRIED,
    **{f"Assessment.{field}": _SETTING for field in _SETTINGS},
    "Pool": Adapted(
        "A file of questions has no draws; the questions of the bank are a category of their own.",
        "In the quiz, add so many random questions from that category.",
    ),
    "Pool.*": CARRIED,
}

_QUESTIONS: Capabilities = {
    **{feature: carry for feature, carry in BACKUP.items() if feature.partition(".")[0] in _OF_QUESTIONS},
    "MultipleResponse": Dropped(
        "Moodle’s files know no share of the points below 5 %, so at most 20 choices can be right.",
        "Split the question.",
        when=lambda question, _: _has_too_many_right(question),
    ),
    "MultipleResponse.choices": _ROUNDED,
    "SingleChoice.choices": _ROUNDED,
    "ShortAnswer.answers": _ROUNDED_ANSWER,
    "Numeric.answers": _ROUNDED_ANSWER,
}

_NAMED = ("Assessment.title", "Course.title", "Module.title", "Bank.title")

MOODLE_XML: Capabilities = {
    **_COURSE,
    **_QUESTIONS,
    "Module": _without_quiz(_has_too_many_right),
    **dict.fromkeys(_NAMED, BACKUP["Assessment.title"]),
    **{feature.replace(".hints", ".tags"): _TAGS for feature in BACKUP if feature.endswith(".hints")},
    **{
        feature: CARRIED
        for feature in BACKUP
        if feature.endswith(".hints")  # the quiz decides whether they show
    },
    "FillInBlanks": Adapted(
        "Moodle adds up the weights of the blanks, which are whole numbers, so the question counts other points.",
        "Set its points in the quiz.",
        when=_weighs_otherwise,
    ),
}
"""Feature → how Moodle XML carries it."""


def _has_several_blanks(question: AnyQuestion) -> bool:
    return isinstance(question, FillInBlanks) and len(question.blanks) > 1


def _is_lost_in_gift(question: AnyQuestion) -> bool:
    return _has_too_many_right(question) or _has_several_blanks(question)


def _is_never_said(question: SingleChoice, _: Course) -> bool:
    """Whether there is feedback for an outcome that no choice has."""
    wrong = [question.weight_of(choice) for choice in question.choices if not choice.correct]
    said = question.feedback
    return bool(said.partial and max(wrong) <= 0) or bool(said.incorrect and min(wrong) > 0)


def _by_outcome(question: MultipleResponse | Matching | Ordering, _: Course) -> bool:
    said = question.feedback
    return bool(said.correct or said.partial or said.incorrect)


def _is_read_otherwise(answer: AcceptedText, _: Course) -> bool:
    return "->" in answer.text or bool(GIFT_PLACEHOLDER.search(answer.text))


GIFT_PLACEHOLDER = re.compile("&&(?:010|035|058|061|092|123|125|126);")
"""What Moodle's reader puts in the place of an escaped character, and turns back (qformat_gift::escapedchar_post)."""

_USE_XML = "Use the target `moodle-xml`."
_QUESTION_TYPES = (
    "Essay", "FillInBlanks", "Matching", "MultipleResponse", "Numeric", "Ordering", "ShortAnswer", "SingleChoice",
    "TrueFalse",
)  # fmt: skip
_NO_POINTS = Dropped("GIFT has no points: every question counts 1 point.", "Set its points in the quiz.")
_NO_HINTS = Dropped("GIFT has no hints.", _USE_XML)
_NO_CASE = Dropped("GIFT cannot say it; upper and lower case are the same.", _USE_XML)
_SITES_CHOICE = Dropped("GIFT cannot say it; the site's default decides whether choices are shuffled.", _USE_XML)
_NO_INFO = Dropped("GIFT knows categories only by name.", _USE_XML)
_NOT_IN_ESSAYS = Dropped("A GIFT essay is its prompt alone.", _USE_XML)
_IN_GENERAL = Adapted(
    "GIFT has no feedback by outcome here; each text stands in the general feedback under its name.",
    _USE_XML,
    when=_by_outcome,
)

GIFT: Capabilities = {
    **MOODLE_XML,
    "Module": _without_quiz(_is_lost_in_gift),
    **{f"{name}.points": _NO_POINTS for name in _QUESTION_TYPES},
    **{f"{name}.hints": _NO_HINTS for name in _QUESTION_TYPES},
    **{f"{name}.feedback": _IN_GENERAL for name in ("Matching", "MultipleResponse", "Ordering")},
    **{f"Essay.{field}": _NOT_IN_ESSAYS for field in ("grader_notes", "min_words", "max_words", "template")},
    **{f"{name}.shuffle": _SITES_CHOICE for name in ("Matching", "MultipleResponse", "SingleChoice")},
    **{f"{name}.description": _NO_INFO for name in ("Bank", "Course", "Module")},
    **{f"{name}.case_sensitive": _NO_CASE for name in ("ShortAnswer", "TextBlank")},
    "Assessment.instructions": _NO_INFO,
    "Assessment.subtitle": _NO_INFO,
    "Assessment.shuffle_choices": _SITES_CHOICE,
    "Choice.fixed": _SITES_CHOICE,
    "SingleChoice.feedback": Adapted(
        "GIFT has feedback only for choices, so what is said for an outcome that no choice has is left out.",
        _USE_XML,
        when=_is_never_said,
    ),
    "AcceptedText.text": Adapted(
        "Moodle would read a part of it as a sign of GIFT; a wildcard stands there, so a little more is accepted.",
        _USE_XML,
        when=_is_read_otherwise,
    ),
    "FillInBlanks": Dropped(
        "GIFT has no questions with several blanks.",
        f"{_USE_XML} Or split the question.",
        when=lambda question, _: _has_several_blanks(question),
    ),
    "FillInBlanks.blanks": Adapted(
        "A single blank is a question with choices or with a typed answer; a line stands in its place.",
        when=lambda question, _: not _has_several_blanks(question),
    ),
}
"""Feature → how GIFT carries it."""
