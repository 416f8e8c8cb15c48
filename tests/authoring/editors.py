"""A source file as an editor sees it: YAML by the core schema of YAML 1.2 (10.3.2), checked against a JSON Schema."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from lmsexport.authoring import schemas

SCHEMAS = schemas()


class CoreLoader(yaml.CSafeLoader):
    """libyaml with the plain scalars of YAML 1.2."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


for tag, pattern, first in (
    ("null", r"null|Null|NULL|~|", ["n", "N", "~", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"(?:{pattern})$"), first)


def read(text: str) -> Any:
    """The typed data of a YAML text, or of the settings of a lesson."""
    if text.startswith("---\n"):
        text = text[4 : text.index("\n---", 3) + 1]
    return yaml.load(text, Loader=CoreLoader)


def kind(path: Path, data: Any) -> str | None:
    """Which schema a file has."""
    if path.name in ("course.yaml", "module.yaml"):
        return path.stem
    if path.suffix == ".md":
        return "lesson"
    type = data.get("type") if isinstance(data, dict) else None
    return "quiz" if type == "test" else type


def complaints(name: str, text: str) -> list[str]:
    """What an editor underlines in a file of the kind `name`."""
    return [error.message for error in Draft202012Validator(SCHEMAS[name]).iter_errors(read(text))]
