"""What an administrator needs to install the tools that labs open in: a page for each LMS, and files to paste."""

from __future__ import annotations

import json
from typing import Any

from lmsexport.formats.launch import canvas_tool, parameters, tools_in_use
from lmsexport.model import Course, Lab, Tool
from lmsexport.packaging import templates, wellformed
from lmsexport.packaging.addresses import launch_url

ASK = "ASK THE TOOL’S OWNER"
"""What stands where only the owner of a tool knows the value; never a key, never a secret."""

_GRADES = (
    "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem",
    "https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly",
    "https://purl.imsglobal.org/spec/lti-ags/scope/score",
)
"""The scopes of LTI Assignment and Grade Services 2.0 that a tool needs to report points."""


def setup_files(course: Course) -> dict[str, str]:
    """Name → text of every file that helps to set the tools up; none for a course without labs."""
    tools = [_facts(course, tool, labs) for tool, labs in tools_in_use(course)]
    if not tools:
        return {}
    env = templates("setup").overlay(autoescape=False)  # Markdown
    files = {
        f"{course.id}-setup-{name.removesuffix('.j2')}": env.get_template(name).render(
            course=course, tools=tools, ask=ASK
        )
        for name in env.list_templates(filter_func=lambda name: name.endswith(".md.j2"))
    }
    for tool in tools:
        if tool["lti"] == "1.3":
            files[tool["canvas_file"]] = json.dumps(_developer_key(tool), ensure_ascii=False, indent=2) + "\n"
        else:
            xml = templates("setup").get_template("tool.xml.j2").render(tool=tool)
            files[tool["canvas_file"]] = wellformed(tool["canvas_file"], xml).decode()
    return files


def _facts(course: Course, tool: Tool, labs: list[Lab]) -> dict[str, Any]:
    return canvas_tool(tool) | {
        "lti": tool.lti,
        "installed": tool.installed,
        "login_url": tool.login_url,
        "jwks_url": tool.jwks_url,
        "redirect_urls": tool.redirect_urls or (tool.url,),
        "registration_url": tool.registration_url,
        "privacy": tool.privacy,
        "graded": any(lab.points for lab in labs),
        "labs": [(lab.title, launch_url(course, lab), parameters(course, lab)) for lab in labs],
        "canvas_file": f"{course.id}-{tool.id}-canvas." + ("json" if tool.lti == "1.3" else "xml"),
    }


def _developer_key(tool: dict[str, Any]) -> dict[str, Any]:
    """The configuration that Canvas takes in as “Paste JSON” for an LTI 1.3 developer key."""
    placements = [
        {"placement": place, "message_type": "LtiResourceLinkRequest", "target_link_uri": tool["url"]}
        for place in ("link_selection", "assignment_selection")
    ]
    return {
        "title": tool["name"],
        "description": f"{tool['name']} (LTI 1.3)",
        "target_link_uri": tool["url"],
        "oidc_initiation_url": tool["login_url"] or f"{ASK}: OIDC login initiation URL",
        "public_jwk_url": tool["jwks_url"] or f"{ASK}: URL of the public keys",
        "scopes": list(_GRADES) if tool["graded"] else [],
        "extensions": [
            {
                "platform": "canvas.instructure.com",
                "domain": tool["domain"],
                "tool_id": tool["id"],
                "privacy_level": tool["canvas_privacy"],
                "settings": {"platform": "canvas.instructure.com", "text": tool["name"], "placements": placements},
            }
        ],
        "custom_fields": {},
    }
