"""The labs bundle: all that the lab tool needs, private texts included. It is deployed, never uploaded."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from lmsexport.model import Course, Lab
from lmsexport.packaging import revision
from lmsexport.packaging.addresses import launch_url

SCHEMA_FILE = Path(__file__).with_name("labs-bundle.schema.json")


def bundle_schema() -> dict[str, Any]:
    """The JSON Schema of the bundle. Its `$id` ends in a number that grows when a reader would break."""
    schema: dict[str, Any] = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    return schema


def labs_bundle(course: Course) -> str:
    """The bundle as JSON; empty when the course has no labs."""
    labs = [item for item in course.items if isinstance(item, Lab)]
    if not labs:
        return ""
    bundle = {
        "schema": bundle_schema()["$id"],
        "course": {"id": course.id, "title": course.title, "version": course.version, "language": course.language},
        "labs": [_lab(course, lab) for lab in labs],
    }
    return json.dumps(bundle, ensure_ascii=False, indent=2) + "\n"


def _lab(course: Course, lab: Lab) -> dict[str, object]:
    tool = course.tool_of(lab)
    return {
        "lab_id": lab.id,
        "rev": revision(lab),
        "title": lab.title,
        "url": launch_url(course, lab),
        "tool": tool.id,
        "summary": lab.summary,
        "task": lab.task,
        "suggested_opening": lab.suggested_opening,
        "assistant": lab.assistant,
        "tagline": lab.tagline,
        "welcome": lab.welcome,
        "points": None if lab.points is None else float(lab.points),
        "parameters": lab.parameters,
        "private": lab.private,
    }
