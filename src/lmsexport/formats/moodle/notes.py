"""What an instructor has to do once after the upload."""

from __future__ import annotations

from lmsexport.model import Assessment, Course, Lab


def notes(course: Course) -> list[str]:
    """Sentences for the report and for the page that ships with the package."""
    said = [
        "In Moodle, open the course (or the site’s “Restore course” page), choose “Restore”, upload the .mbz file and restore it "
        "as a new course.",
    ]
    labs = [item for item in course.items if isinstance(item, Lab)]
    for tool in course.tools:
        own = [lab for lab in labs if course.tool_of(lab) == tool]
        if not own:
            continue
        count = f"{len(own)} lab{'s' if len(own) != 1 else ''}"
        if tool.installed:
            said.append(
                f"{count} open in “{tool.name}”. An administrator needs to have installed this tool (LTI {tool.lti}) with the "
                f"tool URL {tool.url}; Moodle finds it by this address. Open one lab to see that it starts."
            )
        elif tool.lti == "1.1":
            said.append(
                f"The package brings the tool “{tool.name}” for {count}. Open “More → LTI External tools” in the course, edit the "
                "tool and enter the consumer key and the shared secret that the tool’s owner gives you."
            )
        else:
            said.append(
                f"The package brings the tool “{tool.name}” (LTI 1.3) for {count}. Open “More → LTI External tools” in the course, "
                "copy the tool’s configuration details, and register them with the tool’s owner."
            )
    quizzes = [item for item in course.items if isinstance(item, Assessment)]
    if any("after-close" in (quiz.feedback_shows, quiz.answers_show) for quiz in quizzes):
        said.append("Some quizzes show feedback or answers only after they have closed: set their closing dates.")
    return said
