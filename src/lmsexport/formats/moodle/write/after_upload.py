"""What an instructor has to do once after the upload."""

from __future__ import annotations

from collections.abc import Iterator

from lmsexport.model import Assessment, Course, Lab, Tool

_RESTORE = (
    "In Moodle, open the course (or the site’s “Restore course” page), choose “Restore”, upload the .mbz file and "
    "restore it as a new course."
)
_IMPORT = (
    "In Moodle, open the question bank (in the course, “More → Question bank”), choose “Import” in its menu and the "
    "format “{}”, drop the {} file into the form and import it; the questions arrive in categories of their own."
)
IMPORT_XML = _IMPORT.format("Moodle XML format", ".xml")
IMPORT_GIFT = _IMPORT.format("GIFT format", ".txt")
_CLOSING_DATES = "Some quizzes show feedback or answers only after they have closed: set their closing dates."


def notes(course: Course) -> list[str]:
    """Sentences for the report and for the page that ships with the package."""
    said = [_RESTORE, *_tools(course)]
    quizzes = [item for item in course.items if isinstance(item, Assessment)]
    if any("after-close" in (quiz.feedback_shows, quiz.answers_show) for quiz in quizzes):
        said.append(_CLOSING_DATES)
    return said


def _tools(course: Course) -> Iterator[str]:
    """What each tool that labs run in needs."""
    labs = [item for item in course.items if isinstance(item, Lab)]
    for tool in course.tools:
        if number := sum(course.tool_of(lab) == tool for lab in labs):
            count = "1 lab" if number == 1 else f"{number} labs"
            yield " ".join(
                filter(None, (_set_up(tool, count), _addresses(tool), "Open one lab to see that it starts."))
            )


def _set_up(tool: Tool, count: str) -> str:
    if tool.installed:
        return (
            f"For {count}, an administrator has to have installed the tool “{tool.name}” (LTI {tool.lti}) with "
            f"the tool URL {tool.url}; Moodle finds it by this address."
        )
    place = "“More → LTI External tools” in the course"
    brought = f"For {count}, the package brings the tool “{tool.name}”. Open {place},"
    if tool.lti == "1.1":
        return f"{brought} edit the tool, and enter the consumer key and the shared secret that its owner gives you."
    return (
        f"{brought} edit the tool, and register it with its owner: platform ID (the address of your Moodle), client ID "
        "(in the form), deployment ID (the number behind “typeid=” in the address of that page), and the addresses "
        "/mod/lti/auth.php, /mod/lti/token.php and /mod/lti/certs.php of your Moodle."
    )


def _addresses(tool: Tool) -> str:
    """The tool's other addresses, for whoever sets it up."""
    known = (
        ("initiate login URL", tool.login_url),
        ("public keyset", tool.jwks_url),
        ("redirection URIs", ", ".join(tool.redirect_urls)),
        ("registration URL", tool.registration_url),
    )
    given = [f"{name} {address}" for name, address in known if address]
    return f"Its other addresses: {'; '.join(given)}." if given else ""
