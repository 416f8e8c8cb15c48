"""What `validate --format json` prints, as a JSON Schema: programs may rely on all of it."""

from __future__ import annotations

from typing import Any


def _text(meaning: str) -> dict[str, Any]:
    return {"type": "string", "description": meaning}


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: dict[str, Any], meaning: str) -> dict[str, Any]:
    return {"type": "array", "items": items, "description": meaning}


_FINDING = _object(
    rule=_text("The rule's id; it never changes."),
    severity={"enum": ["error", "warning", "note"]},
    member=_text("The file in the package; empty for the package as a whole."),
    line={"type": "integer", "minimum": 0, "description": "Counts from 1; 0 for the whole file."},
    what=_text("What is there, and what was expected."),
    says=_text("What the rule asks for."),
    mend=_text("What to do about it."),
    source=_text("Where the rule is written."),
    tried={"type": "boolean", "description": "Whether a breach was seen to do harm; otherwise the rule was only read."},
)

SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Judgements of lmsexport validate",
} | _list(
    _object(
        package=_text("The path, as it was given."),
        kind=_text("Short name of the kind: moodle, canvas, scorm-1.2, …; unknown for none that is known."),
        title=_text("The kind with its version."),
        findings=_list(_FINDING, "Every place where the package does not keep a rule."),
        unchecked=_list({"type": "string"}, "What could not be checked, and why."),
        unread=_list({"type": "string"}, "What the package holds and lmsexport does not understand."),
    ),
    "A package each, in the order in which they were given.",
)
