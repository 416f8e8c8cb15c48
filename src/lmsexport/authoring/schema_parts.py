"""The short forms of questions and their parts, patched into the model's JSON Schemas."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": ["string", "number", "boolean"]}
ID: Schema = {"type": "string", "pattern": r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", "maxLength": 64}
PERCENT = {"type": "string", "pattern": r"^\s*-?\d+(\.\d+)?\s*%$"}
QUOTED_NUMBER = {"type": "string", "pattern": r"^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*$"}
_NUMBER = {"type": "number"}
_RANGE = {"type": "string", "pattern": r"^\s*[-+]?[\d.]+([eE][-+]?\d+)?\s*\.\.\s*[-+]?[\d.]+([eE][-+]?\d+)?\s*$"}


def ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def leave_out(schema: Schema, *names: str) -> None:
    for name in names:
        schema["properties"].pop(name, None)
    optional(schema, *names)


def optional(schema: Schema, *names: str) -> None:
    schema["required"] = [name for name in schema.get("required", []) if name not in names]


def either(schema: Schema, field: str, *forms: Schema) -> None:
    """A field can be written in other forms, too."""
    known = schema["properties"][field]
    said = {key: known.pop(key) for key in ("description", "default") if key in known}
    schema["properties"][field] = said | {"anyOf": [*forms, *(known.pop("anyOf", None) or [known])]}


def list_of(entry: Schema) -> Schema:
    return {"type": "array", "items": entry, "minItems": 1}


def unless_draft(schema: Schema) -> Schema:
    """What holds of a part that is no draft; of a draft, only that it says what is missing."""
    why = {"description": "What is missing: with it, the part is left out of every package.", "type": "string"}
    return {"type": "object", "properties": {"draft": why}, "if": {"required": ["draft"]}, "else": schema}


def is_kind(kind: str) -> Schema:
    return {"properties": {"type": {"const": kind}}}


def _choice(schema: Schema) -> Schema:
    text = schema["properties"].pop("text")
    del schema["properties"]["correct"]
    schema["properties"] = {
        "right": text | {"description": "A right choice."},
        "wrong": text | {"description": "A wrong choice."},
    } | schema["properties"]
    either(schema, "weight", PERCENT)
    schema["required"] = []
    schema["oneOf"] = [{"required": ["right"]}, {"required": ["wrong"]}]
    return {"anyOf": [TEXT, schema]}


def _plain_question(schema: Schema) -> Schema:
    optional(schema, "id", "type")
    for field in ("hints", "tags", "distractors"):
        if field in schema["properties"]:
            either(schema, field, TEXT)
    return schema


def _answered(entry: Schema, *keys: str) -> Callable[[Schema], Schema]:
    """A question or a blank with `answer` or `answers`."""

    def patch(schema: Schema) -> Schema:
        _plain_question(schema)
        optional(schema, "answers")
        answers = schema["properties"]["answers"]
        schema["properties"]["answer"] = {"description": "The answer, when there is only one."} | entry
        for key in keys:
            schema["properties"][key] = _TOLERANCE
        either(schema, "answers", entry)
        del answers["minItems"]
        schema["oneOf"] = [{"required": ["answer"]}, {"required": ["answers"]}]
        return schema

    return patch


_TOLERANCE = {"description": "Accepted distance: `0.5`, or `5%` of the number.", "anyOf": [_NUMBER, PERCENT]}
_ANY_NUMBER: Schema = {"anyOf": [_NUMBER, QUOTED_NUMBER, _RANGE]}


def _number(schema: Schema) -> Schema:
    leave_out(schema, "tolerance_type")
    schema["properties"]["value"] = {"description": "The number, or a range: `10..20`."} | _ANY_NUMBER
    schema["properties"]["tolerance"] = _TOLERANCE
    either(schema, "weight", PERCENT)
    return {"anyOf": [*_ANY_NUMBER["anyOf"], schema]}


def _weighed(schema: Schema) -> Schema:
    either(schema, "weight", PERCENT)
    return schema


def _accepted(schema: Schema) -> Schema:
    return {"anyOf": [TEXT, _weighed(schema)]}


def _pairs(schema: Schema) -> Schema:
    _plain_question(schema)
    either(schema, "pairs", {"type": "object", "additionalProperties": TEXT, "minProperties": 2})
    return schema


def _lettered(schema: Schema) -> Schema:
    optional(schema, "id")
    return schema


def _blanks(schema: Schema) -> Schema:
    _plain_question(schema)
    number = {"if": is_kind("numeric") | {"required": ["type"]}, "then": ref("NumberBlank"), "else": ref("TextBlank")}
    named = {
        "type": "object", "if": {"required": ["choices"]}, "then": ref("DropdownBlank"),
        "else": number,
    }  # fmt: skip
    schema["properties"]["blanks"] = {
        "description": schema["properties"]["blanks"]["description"], "type": "object", "minProperties": 1,
        "propertyNames": ID, "additionalProperties": {"anyOf": [TEXT, named]},
    }  # fmt: skip
    return schema


def _blank(patch: Callable[[Schema], Schema]) -> Callable[[Schema], Schema]:
    def patched(schema: Schema) -> Schema:
        schema["properties"]["type"] = schema["properties"].pop("kind")
        leave_out(schema, "id")
        return patch(schema)

    return patched


def _pool(schema: Schema) -> Schema:
    schema["properties"]["from"] = schema["properties"].pop("bank")
    schema["required"] = ["draw", "from"]
    return schema


def _requirement(schema: Schema) -> Schema:
    states = {"enum": schema["properties"]["state"]["enum"]}
    state = {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "propertyNames": ID,
        "additionalProperties": states,
    }
    return {"description": "`item-id`, or `item-id: passed`.", "anyOf": [ID, state]}


PARTS: dict[str, Callable[[Schema], Schema]] = {
    "Choice": _choice,
    "Feedback": lambda schema: {"anyOf": [TEXT, schema]},
    "Author": lambda schema: {"anyOf": [TEXT, schema]},
    "Requirement": _requirement,
    "AcceptedText": _accepted,
    "GradeCategory": _weighed,
    "AcceptedNumber": _number,
    "OrderedItem": lambda schema: {"anyOf": [TEXT, _lettered(schema)]},
    "Pair": _lettered,
    "SingleChoice": _plain_question,
    "MultipleResponse": _plain_question,
    "TrueFalse": _plain_question,
    "Essay": _plain_question,
    "TextBlock": _plain_question,
    "Ordering": _plain_question,
    "ShortAnswer": _answered(TEXT),
    "Numeric": _answered(_ANY_NUMBER, "tolerance"),
    "Matching": _pairs,
    "FillInBlanks": _blanks,
    "TextBlank": _blank(_answered(TEXT)),
    "NumberBlank": _blank(_answered(_ANY_NUMBER, "tolerance")),
    "DropdownBlank": _blank(lambda schema: schema),
    "Pool": _pool,
}
"""Class of the model → its schema with the short forms."""
