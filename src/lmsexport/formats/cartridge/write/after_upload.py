"""What an instructor has to do once around the upload."""

from __future__ import annotations

from lmsexport.formats.launch import tools_in_use
from lmsexport.model import Assessment, Course, QuestionBase

_UPLOAD = (
    "In Canvas, open “Settings → Import Course Content” and choose “Common Cartridge 1.x Package”; when you upload a "
    "newer version, tick “Overwrite assessment content with matching IDs”."
)
_MOODLE = (
    "In Moodle, open “Course reuse → Restore” in an empty course and upload the .imscc file; open each quiz’s "
    "“Questions” page once and save it, since Moodle sets no maximum grades for quizzes of a cartridge."
)
_TOOL = "For {count}, an administrator has to have installed the tool “{name}” (LTI {lti}); the set-up page says how."
_POINTS = "Look at the points of the questions after the upload: many LMSs give each question of a cartridge one point."


def notes(course: Course, version: str) -> list[str]:
    """Sentences for the report and for the page that ships with the package."""
    tools = [
        _TOOL.format(count="1 lab" if len(labs) == 1 else f"{len(labs)} labs", name=tool.name, lti=tool.lti)
        for tool, labs in tools_in_use(course)
    ]
    quizzes = [item for item in course.items if isinstance(item, Assessment)]
    asked = (part for quiz in quizzes for part in quiz.questions)
    points = [_POINTS] if any(isinstance(part, QuestionBase) and part.points != 1 for part in asked) else []
    return [*tools, _UPLOAD, *([_MOODLE] if version == "1.1" else []), *points]
