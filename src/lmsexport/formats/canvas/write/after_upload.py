"""What an instructor has to do once around the upload."""

from __future__ import annotations

from lmsexport.formats.launch import comes_along, tools_in_use
from lmsexport.formats.qti12 import new_quizzes_notes
from lmsexport.model import Assessment, Course

_TOOL_FIRST = (
    "Before the upload: for {count}, an administrator installs the tool “{name}” (LTI {lti}) in Canvas; the set-up "
    "page says how. Canvas ties labs to the tool only when it is there first."
)
_KEYS = (
    "For {count}, the package brings the tool “{name}”: open “Settings → Apps”, edit it, and enter the consumer key "
    "and the shared secret that its owner gives you."
)
_IMPORT = (
    "In Canvas, open “Settings → Import Course Content”, choose “Canvas Course Export Package”, upload the .imscc "
    "file, choose “All content”, and start the import."
)
_CLOSE = "Some quizzes show feedback or answers only after they have closed: set in Canvas what students see then."


def notes(course: Course) -> list[str]:
    """Sentences for the report and for the page that ships with the package."""
    before, after = [], []
    for tool, labs in tools_in_use(course):
        count = "1 lab" if len(labs) == 1 else f"{len(labs)} labs"
        said = {"count": count, "name": tool.name, "lti": tool.lti}
        if comes_along(tool):
            after.append(_KEYS.format(**said))
        else:
            before.append(_TOOL_FIRST.format(**said))
    quizzes = [item for item in course.items if isinstance(item, Assessment)]
    if any("after-close" in (quiz.feedback_shows, quiz.answers_show) for quiz in quizzes):
        after.append(_CLOSE)
    return [*before, _IMPORT, *new_quizzes_notes(course), *after]
