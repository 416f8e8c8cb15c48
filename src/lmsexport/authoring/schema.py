"""JSON Schemas (draft 2020-12) of the source files, so that editors complete and check while an author types.

They are the model's own schemas with the short forms patched in. Editors read YAML by its core schema, where `1.10` is
a number and `true` a boolean; so wherever the source takes a text, the schemas take those, too. What spans several
files (references, unique ids) only `lmsexport check` can say.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

from lmsexport.authoring.schema_parts import (
    ID,
    PARTS,
    PERCENT,
    QUOTED_NUMBER,
    TEXT,
    Schema,
    either,
    is_kind,
    leave_out,
    list_of,
    optional,
    ref,
    unless_draft,
)
from lmsexport.authoring.shorthand import INFERRED_TYPES
from lmsexport.model import AnyQuestion, Pool, TextBlock


def schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schema of each kind of source file, by name: course, module, lesson, quiz (and test), bank, lab,
    discussion."""
    from lmsexport.model import Assessment, Bank, Course, Discussion, Lab, Lesson, Model, Module

    files: dict[str, tuple[type[Model], Callable[[Schema, Schema], None]]] = {
        "course": (Course, _course),
        "module": (Module, _module),
        "lesson": (Lesson, _lesson),
        "quiz": (Assessment, _quiz),
        "bank": (Bank, _bank),
        "lab": (Lab, _typed),
        "discussion": (Discussion, _typed),
    }
    return {name: _schema(name, model.model_json_schema(), patch) for name, (model, patch) in files.items()}


def _schema(name: str, schema: Schema, patch: Callable[[Schema, Schema], None]) -> Schema:
    definitions = schema.pop("$defs", {})
    if name in ("module", "quiz", "bank"):
        definitions |= _definitions_of_items()
    schema, definitions = _as_written(schema), _as_written(definitions)
    for key, definition in list(definitions.items()):
        if key in PARTS:
            definitions[key] = PARTS[key](definition)
    leave_out(schema, "source", "drafts")
    optional(schema, "id")
    patch(schema, definitions)
    if name in _CAN_BE_DRAFTS:
        schema = unless_draft(schema)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": _TITLES[name]}
    return head | schema | {"title": _TITLES[name], "$defs": _needed(schema, definitions)}


_CAN_BE_DRAFTS = ("lesson", "quiz", "bank", "lab", "discussion")

_TITLES = {
    "course": "course.yaml",
    "module": "module.yaml",
    "lesson": "The settings of a lesson, before its text",
    "quiz": "A quiz or a test",
    "bank": "A question bank",
    "lab": "A lab",
    "discussion": "A discussion",
}


def _definitions_of_items() -> Schema:
    from lmsexport.model import Course, Pool

    pool = Pool.model_json_schema()
    definitions: Schema = Course.model_json_schema()["$defs"]
    return definitions | {"Pool": pool}


# -- what holds everywhere -----------------------------------------------------------------------------------------


def _as_written(node: Any) -> Any:
    """A part of pydantic's schema as the source is read: texts in any spelling, no noise."""
    if isinstance(node, list):
        return [_as_written(part) for part in node]
    if not isinstance(node, dict):
        return node
    node = {key: _as_written(part) for key, part in node.items() if key != "discriminator"}
    if isinstance(node.get("title"), str) and not isinstance(node.get("properties"), dict):
        del node["title"]
    if node.get("default") in ("", [], {}, None) or isinstance(node.get("default"), dict):
        node.pop("default", None)
    return node | _spelled(node)


def _spelled(node: Schema) -> Schema:
    """In which further spellings the source takes a value."""
    kind = node.get("type")
    if node.get("enum") == ["1.1", "1.3"]:
        return {"type": ["string", "number"], "enum": ["1.1", "1.3", 1.1, 1.3]}
    if kind == "string" and not {"enum", "const", "format"} & node.keys() and node.get("pattern") in _FREE:
        return TEXT
    if kind == "boolean":
        return {"type": ["boolean", "string"], "enum": [True, False, "yes", "no"]}
    if any(part.get("type") == "number" for part in node.get("anyOf", ())):
        numbers = [part for part in node["anyOf"] if part.get("type") in ("number", "null")]
        return {"anyOf": [*numbers, QUOTED_NUMBER]}
    return {"additionalProperties": False} if "patternProperties" in node else {}


_FREE = (None, r"\S", "^[ -~]*$")
"""Patterns of the model that any number or boolean matches as well."""


def _needed(schema: Schema, definitions: Schema) -> Schema:
    """The definitions that a schema refers to, directly or not."""
    needed: Schema = {}
    todo = list(_references(schema))
    while todo:
        name = todo.pop()
        if name not in needed:
            needed[name] = definitions[name]
            todo += _references(definitions[name])
    return dict(sorted(needed.items()))


def _references(node: Any) -> list[str]:
    if isinstance(node, list):
        return [name for part in node for name in _references(part)]
    if not isinstance(node, dict):
        return []
    own = [node["$ref"].rpartition("/")[2]] if "$ref" in node else []
    return own + [name for part in node.values() for name in _references(part)]


# -- files ---------------------------------------------------------------------------------------------------------


def _course(schema: Schema, _: Schema) -> None:
    properties = schema["properties"]
    schema["required"] = ["id", *schema["required"]]
    properties["modules"] = {"description": "The modules' folders, in order.", **list_of({"type": "string"})}
    properties["banks"] = {
        "description": "The files of the question banks.",
        "type": "array",
        "items": {"type": "string"},
    }
    for field in ("authors", "keywords", "targets"):
        either(schema, field, TEXT)


def _module(schema: Schema, definitions: Schema) -> None:
    either(schema, "requires", ID)
    for name in ("Heading", "Link", "Download", "Discussion"):
        kind, field = name.lower(), {"Link": "url", "Download": "file"}.get(name, "title")
        item = definitions[name]
        item["properties"][kind] = item["properties"].pop(field)
        leave_out(item, "type", "source", field)
        _requires(item)
        item["required"] = ["id", kind, *(key for key in item["required"] if key != "id")]
    inline: Schema = {"type": "object", "required": ["id"], "anyOf": []}
    inline |= {"anyOf": [{"required": [kind]} for kind in ("heading", "link", "download", "discussion")]}
    inline["allOf"] = [
        {"if": {"required": [name.lower()]}, "then": ref(name)}
        for name in ("Heading", "Link", "Download", "Discussion")
    ]
    file = {"type": "string", "pattern": r"\.(md|yaml|yml)$", "description": "The file of a lesson, quiz, test or lab."}
    schema["properties"]["items"] = {
        "description": "Lessons, quizzes, labs and so on, in order.",
        "type": "array",
        "items": {"anyOf": [file, unless_draft(inline)]},
    }


def _requires(schema: Schema) -> None:
    either(schema, "requires", ID)


def _typed(schema: Schema, _: Schema) -> None:
    """A file that says its type."""
    _requires(schema)
    schema["required"] = ["type", *(key for key in schema["required"] if key != "type")]


def _lesson(schema: Schema, _: Schema) -> None:
    _requires(schema)
    leave_out(schema, "body")
    schema["properties"]["type"] = {"const": "lesson"}
    either(schema, "objectives", TEXT)
    either(schema, "glossary", {"type": "object", "additionalProperties": TEXT})


def _quiz(schema: Schema, definitions: Schema) -> None:
    _typed(schema, definitions)
    either(schema, "pass_mark", PERCENT)
    schema["properties"]["questions"]["items"] = _question(pools=True)


def _bank(schema: Schema, _: Schema) -> None:
    schema["properties"]["type"] = {"const": "bank"}
    schema["required"] = ["type", *schema["required"]]
    schema["properties"]["questions"]["items"] = _question(pools=False)


_QUESTIONS = {kind.model_fields["type"].default: kind.__name__ for kind in (*get_args(AnyQuestion), TextBlock, Pool)}


def _question(pools: bool) -> Schema:
    """What stands under `questions`: told apart by `type`, or by the key that gives the type away."""
    kinds = {kind: name for kind, name in _QUESTIONS.items() if pools or kind != "pool"}
    untyped: Schema = {"required": ["type"]}
    for key, kind in reversed(INFERRED_TYPES.items()):
        if kind in kinds:
            untyped = {"if": {"required": [key]}, "then": ref(kinds[kind]), "else": untyped}
    question = {
        "type": "object",
        "properties": {"type": {"enum": list(kinds)}},
        "if": {"required": ["type"]},
        "then": {"allOf": [{"if": is_kind(kind), "then": ref(name)} for kind, name in kinds.items()]},
        "else": untyped,
    }
    return unless_draft(question)
