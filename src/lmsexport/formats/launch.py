"""How a lab is launched by LTI: its address, and the custom parameters that tell the tool which lab to open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from lmsexport.lowering import Around, Capabilities, Carried, Dropped, Noted, changed
from lmsexport.model import Course, Lab, Tool
from lmsexport.packaging import revision

_RETYPED = re.compile(r"[-+]?\d+(\.\d+)?|true|false")


def parameters(course: Course, lab: Lab) -> dict[str, str]:
    """The custom parameters of a launch (LTI 1.1, 4.2; LTI 1.3 core, 5.4.6); one printable ASCII line each."""
    own = {"lab_id": lab.id, "course_id": course.id, "rev": revision(lab), "lang": course.language}
    return own | lab.parameters


def with_revision(node: Lab, around: Around) -> Lab:  # noqa: ARG001
    """A lab that says which revision of it its author wrote, whatever a package makes of its title and its texts: the
    tool has it from the labs bundle."""
    return changed(node, parameters={"rev": revision(node)} | node.parameters)


def in_address(url: str) -> dict[str, str]:
    """The parameters that an address has, as settings of a lab; the values of a repeated one stand in lines."""
    settings: dict[str, str] = {}
    for name, value in parse_qsl(urlsplit(url).query, keep_blank_values=True):
        key = f"parameter {name}"
        settings[key] = f"{settings[key]}\n{value}" if key in settings else value
    return settings


CANVAS_PRIVACY = {"anonymous": "anonymous", "name": "name_only", "email": "email_only", "full": "public"}
"""What a tool learns of a student → the word of Canvas for it."""


def canvas_tool(tool: Tool) -> dict[str, str]:
    """A tool as Canvas describes one. The domain is what Canvas finds it by when a lab is opened."""
    return {
        "id": tool.id,
        "name": tool.name,
        "url": tool.url,
        "domain": urlsplit(tool.url).hostname or "",
        "canvas_privacy": CANVAS_PRIVACY[tool.privacy],
    }


def comes_along(tool: Tool) -> bool:
    """Whether a Canvas export brings the tool along; those of LTI 1.3 are registered on the site."""
    return not tool.installed and tool.lti == "1.1"


def tools_in_use(course: Course) -> Iterator[tuple[Tool, list[Lab]]]:
    """The tools that labs open in, with their labs."""
    labs = [item for item in course.items if isinstance(item, Lab)]
    for tool in course.tools:
        if own := [lab for lab in labs if course.tool_of(lab) == tool]:
            yield tool, own


UNUSED_TOOL = Dropped(
    "No lab opens in this tool, so the package has nothing that could bring it along.",
    "Take the tool out of the course, or name it in a lab.",
    when=lambda tool, course: not any(course.tool_of(lab) is tool for lab in course.items if isinstance(lab, Lab)),
)

ON_THE_PAGE = Noted("A package has no place for it; the set-up page names it.")

_TYPED = Noted(
    "Canvas passes on numbers, `true` and `false` as such: `007` arrives as 7.",
    "Let the value begin with a letter.",
    when=lambda lab, course: course.tool_of(lab).lti == "1.3" and any(map(_RETYPED.fullmatch, lab.parameters.values())),
)

TOOL_CARRIES: Capabilities = {
    "Tool": UNUSED_TOOL,
    "Tool.*": ON_THE_PAGE,
    "Lab": Carried(with_revision),
    "Lab.parameters": _TYPED,
}
"""What packages with LTI links carry of tools: as little as possible, so that LMSs use the tool that is installed."""
