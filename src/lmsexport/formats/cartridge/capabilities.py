"""What a Common Cartridge carries of a course: the same in all versions, and less in a thin one."""

from __future__ import annotations

from lmsexport.formats.launch import TOOL_CARRIES
from lmsexport.formats.qti12 import CARTRIDGE, cut_name
from lmsexport.formats.qti12.quizzes import LONGEST_TITLE
from lmsexport.lowering import CARRIED, Adapted, Capabilities, Dropped


def plain_title(title: str) -> str:
    """The title of a course that no importer takes for markup: Moodle refuses the whole cartridge for it."""
    return title.replace("<", "‹").replace(">", "›")


_BY_THE_LMS = Dropped("A cartridge has no gates and no completion.", "Set them in the LMS after the upload.")
_GRADEBOOK = Dropped("A cartridge has no gradebook.", "Set it in the LMS after the upload.")
_SETTING = Dropped("A cartridge has no such setting.", "Set it in the LMS after the upload.")
_ITEMS = ("Assessment", "Discussion", "Download", "Heading", "Lab", "Lesson", "Link")
_NO_DESCRIPTION = Dropped("A cartridge shows its name only.", "Write it into a lesson.")

_IN_THE_GRADEBOOK = (
    "GradeCategory", "GradeCategory.*", "Assessment.weight", "Lab.weight", "Assessment.grade_category",
    "Lab.grade_category", "Assessment.graded",
)  # fmt: skip

CAPABILITIES: Capabilities = {
    **{
        f"{name}{ending}": CARRIED
        for name in ("Assessment", "Author", "Bank", "Course", "Discussion", "Download", "Heading", "Lab", "Lesson",
                     "Link", "Module", "Term")
        for ending in ("", ".*")
    },
    **CARTRIDGE.capabilities("essay"),
    **TOOL_CARRIES,
    **{f"{name}.title": cut_name() for name in (*_ITEMS, "Module")},
    **{f"{name}.complete_when": _BY_THE_LMS for name in _ITEMS},
    **dict.fromkeys(("Requirement", "Requirement.*", "Module.requires"), _BY_THE_LMS),
    **dict.fromkeys(_IN_THE_GRADEBOOK, _GRADEBOOK),
    **{f"Assessment.{field}": _SETTING for field in ("counts", "shuffle_questions", "questions_per_page")},
    "Assessment.title": cut_name(LONGEST_TITLE),
    "Assessment.pass_mark": Adapted(
        "It stands in the instructions; a cartridge has no place for it that LMSs read.", "Set it in the LMS."
    ),
    "Assessment.instructions": Adapted("Many LMSs do not show what a cartridge says above a quiz."),
    "Assessment.subtitle": Adapted("Many LMSs do not show what a cartridge says above a quiz."),
    "Assessment.feedback_shows": Adapted("A cartridge says only whether feedback is shown, not when."),
    "Assessment.answers_show": Adapted("A cartridge says only whether right answers are shown, not when."),
    "Bank": Adapted("A cartridge has one question bank, which holds the questions of all banks."),
    "Bank.title": Dropped("The question bank of a cartridge has no name."),
    "Bank.description": Dropped("The question bank of a cartridge has no description."),
    "Course.description": Adapted("It stands on a page of its own, and in the metadata."),
    "Course.title": Adapted(
        "LMSs take angle brackets in the name of a course for markup; they become ‹ and ›.",
        "Choose another title.",
        when=lambda course, _: plain_title(course.title) != course.title,
    ),
    "Course.version": Adapted("It stands on the page about the course."),
    "Download.description": _NO_DESCRIPTION,
    "Heading.description": _NO_DESCRIPTION,
    "Lab.opens": _SETTING,
    "Lab.points": Adapted("The link says it to Canvas, which makes an assignment of it; other LMSs do not read it."),
    "Link.description": _NO_DESCRIPTION,
    "Module.description": Adapted("It is a page of its own, the first of the module."),
    "Pool": Adapted(
        "A cartridge cannot draw at random: the first questions of the bank stand in the quiz.",
        "Draw from the bank again in the LMS.",
    ),
    "Pool.*": CARRIED,
    "Pool.points": Adapted(
        "A cartridge has whole points from 1 to 99 only: each of these questions gives one point.",
        "Look at the points after the upload.",
        when=lambda pool, _: pool.points % 1 != 0 or not 1 <= pool.points <= 99,
    ),
}  # fmt: skip

_LINKS_ONLY = Dropped("A thin cartridge holds links only.", "Build without `thin`.")

_IN_THE_TOOL = Adapted("A thin cartridge holds links only; the lab’s tool shows it, from the labs bundle.")

THIN: Capabilities = {
    **CAPABILITIES,
    **dict.fromkeys(("Assessment", "Bank", "Discussion", "Download", "Lesson"), _LINKS_ONLY),
    **{f"Lab.{text}": _IN_THE_TOOL for text in ("summary", "task", "suggested_opening", "assistant", "tagline",
                                                "welcome")},
    "Course.description": _LINKS_ONLY,
    "Course.version": _LINKS_ONLY,
    "Module.description": _LINKS_ONLY,
}  # fmt: skip
