"""What GIFT carries of a course: less of a question than Moodle XML."""

from __future__ import annotations

import re

from lmsexport.formats.moodle.carries.files import without_files
from lmsexport.formats.moodle.carries.question_files import COURSE, SHARES, has_too_many_right, without_quiz
from lmsexport.formats.moodle.carries.questions import QUESTIONS
from lmsexport.lowering import (
    CARRIED,
    QUESTION_CLASSES,
    QUESTION_PARTS,
    Adapted,
    Around,
    Capabilities,
    Carried,
    Dropped,
    changed,
)
from lmsexport.lowering.passes.feedback import in_general, outcomes_at_choices, without_unseen_at_choices
from lmsexport.lowering.passes.question_types import as_type, blanks_as_lines
from lmsexport.model import (
    AnyQuestion,
    DropdownBlank,
    FillInBlanks,
    NumberBlank,
    Numeric,
    ShortAnswer,
    SingleChoice,
)

_PLACEHOLDER = re.compile("&&(?:010|035|058|061|092|123|125|126);")
"""What Moodle's reader puts in the place of an escaped character, and turns back (qformat_gift::escapedchar_post)."""


def _single_blank(node: FillInBlanks, around: Around) -> SingleChoice | Numeric | ShortAnswer:
    """A single blank as a question with choices or with a typed answer; a line stands in its place."""
    (blank,) = node.blanks
    asked = changed(node, prompt=blanks_as_lines(node, around))
    if isinstance(blank, DropdownBlank):
        return as_type(SingleChoice, asked, choices=blank.choices)
    if isinstance(blank, NumberBlank):
        return as_type(Numeric, asked, answers=blank.answers)
    return as_type(ShortAnswer, asked, answers=blank.answers)


def _without_signs(node: ShortAnswer, around: Around) -> ShortAnswer:  # noqa: ARG001
    """What GIFT would read as a sign of its own, as a wildcard."""
    texts = [answer.text if node.wildcards else answer.text.replace("*", r"\*") for answer in node.answers]
    readable = [_PLACEHOLDER.sub("*", text.replace("->", "-*>")) for text in texts]
    if readable == texts:
        return node
    answers = (changed(answer, text=text) for answer, text in zip(node.answers, readable, strict=True))
    return changed(node, answers=tuple(answers), wildcards=True)


def _has_several_blanks(question: AnyQuestion) -> bool:
    return isinstance(question, FillInBlanks) and len(question.blanks) > 1


def _is_lost(question: AnyQuestion) -> bool:
    return has_too_many_right(question) or _has_several_blanks(question)


_USE_XML = "Use the target `moodle-xml`."
_NO_POINTS = Dropped("GIFT has no points: every question counts 1 point.", "Set its points in the quiz.")
_NO_HINTS = Dropped("GIFT has no hints.", _USE_XML)
_NO_CASE = Dropped("GIFT cannot say it; upper and lower case are the same.", _USE_XML)
_SITES_CHOICE = Dropped("GIFT cannot say it; the site's default decides whether choices are shuffled.", _USE_XML)
_NO_INFO = Dropped("GIFT knows categories only by name.", _USE_XML)
_NOT_IN_ESSAYS = Dropped("A GIFT essay is its prompt alone.", _USE_XML)
_IN_GENERAL = Adapted(
    "GIFT has no feedback by outcome here; each text stands in the general feedback under its name.",
    _USE_XML,
    becomes=in_general("correct", "partial", "incorrect"),
)
_UNSEEN = Adapted(
    "It is said for an outcome that no answer to this question has, so it is left out.",
    _USE_XML,
    becomes=without_unseen_at_choices,
    shortens=True,
)

GIFT: Capabilities = {
    **COURSE,
    "Module": without_quiz(_is_lost),
    **without_files(
        "TextBlock", *QUESTION_CLASSES, *QUESTION_PARTS,
        how="GIFT holds no files: the description of a picture stands in its place.",
        remedy=_USE_XML,
        besides=(*(feature for feature in QUESTIONS if not feature.endswith(".hints")), "Feedback.incorrect"),
    ),
    **{f"{name}.feedback": _IN_GENERAL for name in ("Matching", "MultipleResponse", "Ordering")},
    "FillInBlanks": Dropped(
        "GIFT has no questions with several blanks.",
        f"{_USE_XML} Or split the question.",
        when=lambda question, _: _has_several_blanks(question),
    ),
    "FillInBlanks.blanks": Adapted(
        "A single blank is a question with choices or with a typed answer; a line stands in its place.",
        becomes=_single_blank,
    ),
    **QUESTIONS,
    "TextBlank": CARRIED,
    "Feedback.partial": _UNSEEN,
    "Feedback.incorrect": _UNSEEN,
    **SHARES,
    "SingleChoice.feedback": Carried(becomes=outcomes_at_choices),
    **{f"{name}.points": _NO_POINTS for name in QUESTION_CLASSES},
    **{f"{name}.hints": _NO_HINTS for name in QUESTION_CLASSES},
    **{f"Essay.{field}": _NOT_IN_ESSAYS for field in ("grader_notes", "min_words", "max_words", "template")},
    **{f"{name}.shuffle": _SITES_CHOICE for name in ("Matching", "MultipleResponse", "SingleChoice")},
    **{f"{name}.description": _NO_INFO for name in ("Bank", "Course", "Module")},
    **{f"{name}.case_sensitive": _NO_CASE for name in ("ShortAnswer", "TextBlank")},
    "Assessment.instructions": _NO_INFO,
    "Assessment.subtitle": _NO_INFO,
    "Assessment.shuffle_choices": _SITES_CHOICE,
    "Choice.fixed": _SITES_CHOICE,
    "AcceptedText.text": Adapted(
        "Moodle would read a part of it as a sign of GIFT; a wildcard stands there, so a little more is accepted.",
        _USE_XML,
        becomes=_without_signs,
    ),
}  # fmt: skip
"""Feature → how GIFT carries it."""
