"""What a Moodle backup carries of a course."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from lmsexport.formats.moodle.carries.edits import EDITS
from lmsexport.formats.moodle.carries.gates import GATES
from lmsexport.formats.moodle.carries.grades import GRADES
from lmsexport.formats.moodle.carries.names import NAME, TAG_LENGTH, kept_course_name, kept_name, kept_tag, named
from lmsexport.formats.moodle.carries.questions import QUESTIONS, carried
from lmsexport.formats.moodle.carries.shares import SHARES, is_listed
from lmsexport.formats.moodle.carries.weights import points_in_bank
from lmsexport.lowering import (
    CARRIED,
    LINKS,
    PUBLISHED,
    QUESTION_CLASSES,
    QUESTION_PARTS,
    Adapted,
    Around,
    Capabilities,
    Carried,
    Dropped,
    Noted,
    Pass,
    changed,
    per_course,
)
from lmsexport.lowering.passes.links import unlinked
from lmsexport.lowering.passes.names import line, numbered, one_line
from lmsexport.lowering.passes.scoring import shares_of
from lmsexport.model import (
    Assessment,
    Course,
    Item,
    Lab,
    MultipleResponse,
    Numeric,
    Ordering,
    Question,
    ShortAnswer,
    SingleChoice,
    Tool,
)


def _keywords(node: Course, around: Around) -> Course:  # noqa: ARG001
    """Search words as tags."""
    return changed(node, keywords=tuple(dict.fromkeys(filter(None, map(kept_tag, node.keywords)))))


def switch(*shuffled: type[Question]) -> Pass:
    """A quiz whose switch is on where a question is shuffled: it is above the questions’ own, which all say theirs.

    Questions of the types in `shuffled` are so without saying it.
    """

    def switched_on(node: Assessment, around: Around) -> Assessment:
        drawn = (question for pool in node.pools for question in around.course.bank(pool.bank).questions)
        asked = (*node.own_questions, *drawn)
        is_on = any(isinstance(each, shuffled) or getattr(each, "shuffle", None) for each in asked)
        return changed(node, shuffle_choices=node.shuffle_choices or is_on)

    return switched_on


def _is_unused(tool: Tool, course: Course) -> bool:
    return not any(course.tool_of(lab) is tool for lab in course.items if isinstance(lab, Lab))


def _is_decoded(item: Item, field: str, around: Around) -> bool:  # noqa: ARG001
    """Whether a restore makes an address of a link in this field (restore_qtype_plugin has no rule for the others)."""
    return field not in ("hints", "template")


def _shares(question: SingleChoice | MultipleResponse | ShortAnswer | Numeric) -> Iterable[Decimal]:
    """What each choice or answer earns, in percent."""
    if isinstance(question, ShortAnswer | Numeric):
        return [answer.weight for answer in question.answers]
    return shares_of(question)


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


_AFTER_CLOSE = Noted(
    "Moodle shows it when the quiz has closed, and the course sets no closing date; a teacher who saves the quiz’s "
    "settings without one makes it never.",
    "Set a closing date in the quiz’s settings after the upload.",
)
_HINTS = Noted(
    "Moodle keeps the hints with the question, but shows them only in quizzes that give feedback at once.",
    "Write `feedback_shows: immediately` for the quiz.",
    when=_hides_hints,
)
_UNLISTED_SHARES = Noted(
    "Moodle grades by these weights; but its form has a list of shares, and a teacher who saves the question there "
    f"makes nothing of all others. The list, in percent: {', '.join(f'{float(share) * 100:.7g}' for share in SHARES)}.",
    "Choose weights from the list.",
    when=lambda question, _: not all(is_listed(Fraction(share) / 100) for share in _shares(question)),
)
_POINTS_OF_A_LAB = Noted(
    "Moodle’s form for external tools takes a whole number of points from 1 to 100, so a teacher who edits the lab "
    "there has to change them.",
    "Choose a whole number up to 100.",
    when=lambda lab, _: lab.points != int(lab.points) or not 1 <= lab.points <= 100,
)
_ONLY_FOR_1_3 = Noted(
    "A backup carries it only for a tool of LTI 1.3 that comes along; the page “after the upload” names it.",
    when=lambda tool, _: tool.installed or tool.lti != "1.3",
)

CAPABILITIES: Capabilities = {
    **carried(
        "Assessment", "Author", "Bank", "Course", "Discussion", "Download", "GradeCategory", "Heading", "Lab",
        "Lesson", "Link", "Module", "Pool", "Requirement", "Term", "TextBlock", "Tool",
        *QUESTION_CLASSES, *QUESTION_PARTS,
    ),
    **named("Assessment", "Bank", "Discussion", "Download", "GradeCategory", "Heading", "Lab", "Lesson", "Link"),
    "Module.number": Carried(becomes=numbered(one_line)),
    **named("Module"),
    **named(
        "Course",
        change=kept_course_name,
        how="Moodle keeps 254 characters of a course’s name, and no angle brackets in it; they become ‹ and ›.",
    ),
    "Course.keywords": Adapted(
        f"Moodle keeps {TAG_LENGTH} characters of a search word, and no angle brackets or backticks.",
        "Choose another one.",
        becomes=_keywords,
        shortens=True,
    ),
    PUBLISHED: CARRIED,
    **EDITS,
    LINKS: Adapted(
        "Moodle makes no address of a link in a hint or in the template of an essay, so its words stay, without the "
        "link.",
        "Link to it in the prompt.",
        becomes=unlinked(_is_decoded),
    ),
    "Assessment.feedback_shows=after-close": _AFTER_CLOSE,
    "Assessment.answers_show=after-close": _AFTER_CLOSE,
    **QUESTIONS,
    **{f"{name}.hints": _HINTS for name in QUESTION_CLASSES if name not in ("Essay", "TrueFalse")},
    **{f"{name}.choices": _UNLISTED_SHARES for name in ("MultipleResponse", "SingleChoice")},
    **{f"{name}.answers": _UNLISTED_SHARES for name in ("Numeric", "ShortAnswer")},
    "Lab.points": _POINTS_OF_A_LAB,
    "FillInBlanks.points": Adapted(
        "In the question bank, a text with gaps is worth what the whole numbers add up to that its blanks weigh; "
        "quizzes give points of their own.",
        becomes=points_in_bank,
    ),
    "Assessment.shuffle_choices": Carried(becomes=switch(Ordering)),
    **GRADES,
    **GATES,
    "Tool": Dropped(
        "No lab opens in this tool, so the backup has nothing that could bring it along.",
        "Take the tool out of the course, or name it in a lab.",
        when=_is_unused,
    ),
    "Tool.name": Adapted(NAME, "Choose another one.", becomes=line("name", kept_name), shortens=True),
    "Tool.installed=True": Noted(
        "The tool is installed on the site, so the backup leaves its settings to the site; the page “after the upload” "
        "tells an administrator what the tool needs."
    ),
    "Tool.login_url": _ONLY_FOR_1_3,
    "Tool.jwks_url": _ONLY_FOR_1_3,
    "Tool.redirect_urls": _ONLY_FOR_1_3,
    "Tool.registration_url": Noted("A backup has no place for it; the page “after the upload” names it."),
}  # fmt: skip
"""Feature → how Moodle carries it. Private texts count as carried: their place is the labs bundle, never a package."""
