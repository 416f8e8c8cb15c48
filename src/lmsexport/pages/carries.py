"""What the web pages carry of a course."""

from __future__ import annotations

from typing import Any

from lmsexport.lowering import (
    CARRIED,
    LINKS,
    QUESTION_CLASSES,
    QUESTION_PARTS,
    Adapted,
    Around,
    Capabilities,
    Carried,
    Dropped,
    Noted,
    changed,
    ids_in_banks,
    whole,
)
from lmsexport.lowering.passes.texts import plain_template
from lmsexport.model import Assessment, Course, Lab, Matching


def _is_not_drawn(bank: Any, course: Course) -> bool:
    """Whether no assessment draws from the bank."""
    pools = (pool for item in course.items if isinstance(item, Assessment) for pool in item.pools)
    return all(pool.bank != bank.id for pool in pools)


def _is_in_a_bank(block: Any, course: Course) -> bool:
    """Whether a text block stands in a bank, where nothing draws it."""
    return block.id in ids_in_banks(course)


def _is_not_launched(tool: Any, course: Course) -> bool:
    """Whether no lab runs in the tool."""
    return all(course.tool_of(item).id != tool.id for item in course.items if isinstance(item, Lab))


def distractors_by_name(node: Matching, around: Around) -> Matching:  # noqa: ARG001
    """What belongs to no prompt stands among all that can be chosen, and these in the order of their names."""
    return changed(node, distractors=tuple(sorted(set(node.distractors))))


_FOR_GRADERS = "Students do not see it, and the pages have no place for graders."
_FOR_BANKS = "Students do not see it; it helps to find a question in the question bank of an LMS."
_BY_THE_LMS = "Only an LMS needs it to launch the tool; the pages show a plain link."
_NEW_WINDOW = Dropped("The pages open it in a new window.", "An LMS opens it as the course says.")
_AFTER_CLOSE = Noted(
    "The pages know no closing date: they show the score and say that the rest shows when the assessment has closed."
)
_BANK_TITLES = {
    f"{name}.{field}": Dropped(_FOR_BANKS)
    for name in QUESTION_CLASSES
    for field in ("title", "tags")
}  # fmt: skip

CAPABILITIES: Capabilities = {
    **whole(
        CARRIED, *QUESTION_CLASSES, *QUESTION_PARTS, "Assessment", "Author", "Bank", "Course", "Discussion",
        "Download", "GradeCategory", "Heading", "Lab", "Lesson", "Link", "Module", "Pool", "Requirement", "Term",
        "TextBlock", "Tool",
    ),
    LINKS: CARRIED,
    **_BANK_TITLES,
    "Bank": Dropped(
        "No assessment draws from it, so no student would see it.", "Add a draw from it.", when=_is_not_drawn
    ),
    "TextBlock": Dropped(
        "It stands in a question bank, and assessments draw only questions.",
        "Move it into the assessment.",
        when=_is_in_a_bank,
    ),
    "Tool": Dropped("No lab runs in it, so no student would see it.", when=_is_not_launched),
    "TextBlock.title": Dropped(_FOR_BANKS),
    "Bank.title": Dropped(
        "Students do not see its name; the pages say how many of its questions are drawn.", leaves=""
    ),
    "Bank.description": Dropped(_FOR_BANKS),
    "Essay.grader_notes": Dropped(_FOR_GRADERS),
    "Assessment.feedback_shows=after-close": _AFTER_CLOSE,
    "Assessment.answers_show=after-close": _AFTER_CLOSE,
    "Heading.requires": Dropped("A heading is always shown; what stands below it opens by its own rules."),
    "Lab.opens": _NEW_WINDOW,
    "Link.opens": _NEW_WINDOW,
    "Matching.distractors": Carried(becomes=distractors_by_name),
    "Essay.template": Adapted(
        "It stands in the field as plain text, without pictures and other files.",
        "Move the pictures into the prompt.",
        becomes=plain_template,
        shortens=True,
    ),
    "Lab.parameters": Dropped("Only an LMS passes parameters to the tool."),
    "Tool.lti": Dropped(_BY_THE_LMS),
    "Tool.installed": Dropped(_BY_THE_LMS),
    "Tool.privacy": Dropped(_BY_THE_LMS),
    "Tool.login_url": Dropped(_BY_THE_LMS),
    "Tool.jwks_url": Dropped(_BY_THE_LMS),
    "Tool.redirect_urls": Dropped(_BY_THE_LMS),
    "Tool.registration_url": Dropped(_BY_THE_LMS),
}  # fmt: skip
