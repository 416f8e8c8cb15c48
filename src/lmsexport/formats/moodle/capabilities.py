"""What a Moodle backup carries of a course."""

from __future__ import annotations

import re
from typing import Any

from lmsexport.formats.shuffling import could_move
from lmsexport.lowering import CARRIED, Adapted, Capabilities, Condition, Dropped, per_course
from lmsexport.model import Assessment, Course, Feedback, Lab, Requirement, State, completion_state

NAME_LENGTH = 255
"""Characters that Moodle keeps of a name."""

COURSE_NAME_LENGTH = 254

_NAME = "Moodle shows 255 characters of a name, and nothing that looks like a tag: the rest is “…”, and < > are ‹ ›."


def course_name(title: str) -> str:
    """A course's title as a restore accepts it: Moodle refuses the whole backup when the name looks like HTML."""
    return cut(title.replace("<", "‹").replace(">", "›"), COURSE_NAME_LENGTH)


def cut(text: str, length: int = NAME_LENGTH) -> str:
    """A name that fits into Moodle's column."""
    return text if len(text) <= length else text[: length - 1] + "…"


def shown_name(text: str, length: int = NAME_LENGTH) -> str:
    """A name as Moodle shows it whole: wherever it shows one, it takes out what looks like a tag (format_string)."""
    tagged = re.search(r"<(?!\s)", text)
    return cut(text.replace("<", "‹").replace(">", "›") if tagged else text, length)


def shown_tag(text: str) -> str:
    """A tag as Moodle keeps it: it takes out angle brackets and backticks (PARAM_TAG)."""
    return cut(" ".join(text.split()), 50).translate(str.maketrans("<>`", "‹›'"))


def _by_outcome(feedback: Feedback) -> bool:
    """Whether there is feedback that depends on the result."""
    return bool(feedback.correct or feedback.partial or feedback.incorrect)


def _longer(field: str) -> Condition:
    def longer(node: Any, _: Course) -> bool:
        return len(getattr(node, field)) > NAME_LENGTH

    return longer


def _name() -> Adapted:
    return Adapted(_NAME, "Choose another one.", when=lambda node, _: shown_name(node.title) != node.title)


def _completed_by(requirement: Requirement, course: Course) -> State | None:
    """What completes the item that a gate waits for."""
    return _completions(course).get(requirement.item)


@per_course
def _completions(course: Course) -> dict[str, State | None]:
    """Id of an item → what completes it."""
    return {item.id: completion_state(item) for item in course.items}


def _is_never_partial(question: Any, _: Course) -> bool:
    """Whether there is feedback for a partly right answer, but no such answer."""
    weights = [answer.weight for answer in getattr(question, "answers", ())]
    return bool(question.feedback.partial) and not any(0 < weight < 100 for weight in weights)


def _hides_hints(question: Any, course: Course) -> bool:
    """Whether a quiz that does not answer at once asks this question."""
    return question.id in _asked_late(course)


@per_course
def _asked_late(course: Course) -> frozenset[str]:
    """Ids of the questions that quizzes ask which do not answer at once, drawn ones included."""
    late = [item for item in course.items if isinstance(item, Assessment) and item.feedback_shows != "immediately"]
    banks = {pool.bank for quiz in late for pool in quiz.pools}
    drawn = [bank.questions for bank in course.banks if bank.id in banks]
    return frozenset(other.id for part in (*(quiz.questions for quiz in late), *drawn) for other in part)


_EACH_PART = Adapted(
    "Moodle gives a share of the points for each right part.", "Use `scoring: partial`, so that all LMSs score alike."
)
_IN_GENERAL_FEEDBACK = (
    "Moodle has no place for it at the part itself; it stands in the general feedback of the question."
)
_AFTER_CLOSE = Adapted(
    "Moodle shows it when the quiz has closed, and the course sets no closing date.",
    "Set a closing date in the quiz’s settings after the upload.",
)

_NEVER_PARTIAL = Adapted(
    "The feedback for a partly right answer is left out: no answer to this question earns a part of the points.",
    "Take it out, or add an answer with a weight.",
    when=_is_never_partial,
)
_HINTS = Adapted(
    "Moodle keeps the hints with the question, but shows them only in quizzes that give feedback at once.",
    "Write `feedback_shows: immediately` for the quiz.",
    when=_hides_hints,
)
_QUESTIONS = (
    "Essay",
    "FillInBlanks",
    "Matching",
    "MultipleResponse",
    "Numeric",
    "Ordering",
    "ShortAnswer",
    "SingleChoice",
    "TrueFalse",
)

_SET_UP_ON_THE_SITE = Adapted(
    "The tool is installed on the site, so the backup leaves its settings to the site; the page “after the upload” "
    "tells an administrator what the tool needs.",
    when=lambda tool, _: tool.installed,
)
_ONLY_FOR_1_3 = Adapted(
    "A backup carries it only for a tool of LTI 1.3 that comes along; the page “after the upload” names it.",
    when=lambda tool, _: tool.installed or tool.lti != "1.3",
)

CAPABILITIES: Capabilities = {
    **{
        f"{name}{ending}": CARRIED
        for name in (
            "AcceptedNumber",
            "AcceptedText",
            "Assessment",
            "Author",
            "Bank",
            "Choice",
            "Course",
            "Discussion",
            "Download",
            "DropdownBlank",
            "Essay",
            "Feedback",
            "FillInBlanks",
            "GradeCategory",
            "Heading",
            "Lab",
            "Lesson",
            "Link",
            "Matching",
            "Module",
            "MultipleResponse",
            "NumberBlank",
            "Numeric",
            "OrderedItem",
            "Ordering",
            "Pair",
            "Pool",
            "Requirement",
            "ShortAnswer",
            "SingleChoice",
            "Term",
            "TextBlank",
            "TextBlock",
            "Tool",
            "TrueFalse",
        )
        for ending in ("", ".*")
    },
    **{f"{name}.title": _name() for name in (*_QUESTIONS, "TextBlock")},
    **{f"{name}.feedback": _NEVER_PARTIAL for name in ("Numeric", "ShortAnswer", "TrueFalse")},
    **{f"{name}.hints": _HINTS for name in _QUESTIONS},
    "Assessment.title": _name(),
    "Bank.title": _name(),
    "Course.title": Adapted(
        "Moodle keeps 254 characters of a course’s name, and no angle brackets in it; they become ‹ and ›.",
        "Choose another title.",
        when=lambda course, _: course_name(course.title) != course.title,
    ),
    "Discussion.title": _name(),
    "Download.title": _name(),
    "GradeCategory.title": _name(),
    "Lab.title": _name(),
    "Lesson.title": _name(),
    "Link.title": _name(),
    "Module.title": _name(),
    "Pair.match": Adapted(
        "Moodle keeps 255 characters of a match; the rest is cut off.", "Shorten it.", when=_longer("match")
    ),
    "Assessment.feedback_shows=after-close": _AFTER_CLOSE,
    "Assessment.answers_show=after-close": _AFTER_CLOSE,
    "Choice.fixed": Adapted(
        "Moodle shuffles all choices of a question or none, so the choices of this question keep their order.",
        "Word the choice so that its position does not matter.",
        when=could_move,
    ),
    "MultipleResponse.scoring=all-or-nothing": Adapted(
        "Moodle gives a share of the points for each right choice; a wrong one takes all points away.",
        "Use `scoring: partial`, so that all LMSs score alike.",
    ),
    "Matching.scoring=all-or-nothing": _EACH_PART,
    "Ordering": Adapted(
        "Moodle has had a question type for ordering only since 4.4; students match each item with its position.",
        "In Moodle 4.4 and later the question can be written anew with the type “Ordering”.",
    ),
    "Ordering.scoring=all-or-nothing": _EACH_PART,
    "OrderedItem.feedback": Adapted(_IN_GENERAL_FEEDBACK),
    "Pair.feedback": Adapted(_IN_GENERAL_FEEDBACK),
    "FillInBlanks.feedback": Adapted(
        "Moodle has one feedback for all results of such a question; each text stands there under its name.",
        when=lambda question, _: _by_outcome(question.feedback),
    ),
    "Essay.feedback": Adapted(
        "Moodle has one feedback for all results of an essay; each text stands there under its name.",
        when=lambda question, _: _by_outcome(question.feedback),
    ),
    "Tool": Dropped(
        "No lab opens in this tool, so the backup has nothing that could bring it along.",
        "Take the tool out of the course, or name it in a lab.",
        when=lambda tool, course: not any(course.tool_of(lab) is tool for lab in course.items if isinstance(lab, Lab)),
    ),
    "Tool.name": _SET_UP_ON_THE_SITE,
    "Tool.lti": _SET_UP_ON_THE_SITE,
    "Tool.login_url": _ONLY_FOR_1_3,
    "Tool.jwks_url": _ONLY_FOR_1_3,
    "Tool.redirect_urls": _ONLY_FOR_1_3,
    "Tool.registration_url": Adapted("A backup has no place for it; the page “after the upload” names it."),
    "Numeric.unit": Adapted("The unit stands at the end of the prompt."),
    "Requirement": Adapted(
        "Moodle cannot wait until this was looked at; the item opens when it has been handed in or passed.",
        "Require `submitted`, or add `complete_when: viewed` to what comes first.",
        when=lambda node, course: node.state == "viewed" and _completed_by(node, course) != "viewed",
    ),
    "Requirement.state=submitted": Adapted(
        "Moodle waits for a grade instead (an essay has to be graded first); for a discussion, until it was opened.",
        "Add `complete_when: submitted` to what comes first.",
        when=lambda node, course: _completed_by(node, course) == "viewed",
    ),
}
"""Feature → how Moodle carries it. Private texts count as carried: their place is the labs bundle, never a package."""
