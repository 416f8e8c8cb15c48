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

_REMARK = _object(
    rule=_text("The id of the rule by which the LMS imports."),
    effect={"enum": ["dropped", "changed", "to do", "updated", "duplicated", "resets attempts"]},
    what=_text("The thing that is concerned, by its title."),
    says=_text("What the LMS does."),
    source=_text("Where that is seen."),
    tried={"type": "boolean", "description": "Whether it was seen happen in the LMS; otherwise it was only read."},
)

_COUNT = {"type": "integer", "minimum": 0}
_NAMED = {"type": "object", "additionalProperties": {"type": "string"}}

_ARRIVAL = _object(
    lms=_text("The LMS, as `--for` names it."),
    version=_text("Its version."),
    seen_in=_text("What its rules were seen in."),
    title=_text("Title of the course; empty where the package has none."),
    modules=_list(
        _object(
            title=_text("Its title; empty for what stands in no module."),
            items=_list(
                _object(
                    kind=_text("lesson, assessment, lab, link, download, heading, discussion, unknown."),
                    title=_text("Its title."),
                    url=_text("Where a link leads or a lab is launched; else empty."),
                    questions=_COUNT | {"description": "Questions, texts between them, and draws."},
                    settings=_NAMED | {"description": "Settings by name, as plain words."},
                ),
                "What stands in it, in order.",
            ),
        ),
        "The modules, in order.",
    ),
    banks=_list(_object(title=_text("Its title."), questions=_COUNT), "Question banks."),
    tools=_NAMED | {"description": "LTI tools that the package brings along, with their addresses."},
    remarks=_list(_REMARK, "What is left out or changed on the way, and what a person has to do."),
    again=_list(_REMARK, "With --over: what the upload does to the earlier one."),
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
        arrival={
            "anyOf": [_ARRIVAL, {"type": "null"}],
            "description": "With --for: the course as it will stand in the LMS; null where it does not take it in.",
        },
    ),
    "A package each, in the order in which they were given.",
)
