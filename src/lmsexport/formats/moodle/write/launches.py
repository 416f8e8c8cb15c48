"""Labs: links to a tool by LTI, with the tool where no site has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from lmsexport.formats.launch import parameters
from lmsexport.model import Course, Lab, Tool
from lmsexport.packaging import Numbers
from lmsexport.packaging.addresses import launch_url


@dataclass(frozen=True, slots=True)
class ToolDetails:
    """A tool that travels along."""

    id: int
    name: str
    url: str
    domain: str
    version: str
    client: str
    config: Sequence[tuple[str, str | int]]


@dataclass(frozen=True, slots=True)
class LabDetails:
    """What only a link to a tool says."""

    url: str
    parameters: str
    """Custom parameters, a line each."""
    container: int
    send_name: int
    send_email: int
    tool: ToolDetails | None
    """None where the site has it installed."""


def lab_details(lab: Lab, course: Course, numbers: Numbers) -> LabDetails:
    """The launch of a lab; the tool itself travels along only when no site has it installed."""
    tool = course.tool_of(lab)
    return LabDetails(
        url=launch_url(course, lab),
        parameters="\n".join(f"{name}={value}" for name, value in parameters(course, lab).items()),
        container=4 if lab.opens == "window" else 3,
        send_name=int(tool.privacy in ("name", "full")),
        send_email=int(tool.privacy in ("email", "full")),
        tool=None if tool.installed else _tool(tool, numbers, course),
    )


def _tool(tool: Tool, numbers: Numbers, course: Course) -> ToolDetails:
    """A course tool, without key and secret: the teacher enters those once.

    Where a lab has points, each says whether it accepts grades (2, LTI_SETTING_DELEGATE). Names are told always or
    never (1 or 0): since 4.3 the form of a tool knows nothing else.
    """
    name, email = (int(tool.privacy in given) for given in (("name", "full"), ("email", "full")))
    labs = (item for item in course.items if isinstance(item, Lab) and course.tool_of(item) == tool)
    grades = "2" if any(lab.points for lab in labs) else "0"
    config: list[tuple[str, str | int]] = [
        ("acceptgrades", grades),
        ("coursevisible", "1"),
        ("launchcontainer", "4"),
        ("sendname", name),
        ("sendemailaddr", email),
        ("forcessl", int(tool.url.startswith("https:"))),
    ]
    if tool.lti == "1.3":
        config += [
            ("keytype", "JWK_KEYSET"),
            ("publickeyset", tool.jwks_url or ""),
            ("initiatelogin", tool.login_url or ""),
            ("redirectionuris", "\n".join(tool.redirect_urls or (tool.url,))),
            ("ltiservice_gradesynchronization", grades),
        ]
    return ToolDetails(
        id=numbers("tool", tool.id),
        name=tool.name,
        url=tool.url,
        domain=urlsplit(tool.url).hostname or "",
        version="1.3.0" if tool.lti == "1.3" else "LTI-1p0",
        client=f"{course.id}-{tool.id}" if tool.lti == "1.3" else "",
        config=config,
    )
