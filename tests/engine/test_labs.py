"""The labs bundle follows its schema, and holds all that a lab tool needs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from formats.exporting import export
from lmsexport.engine.labs import bundle_schema, labs_bundle
from lmsexport.model import Course

DOCS = Path(__file__).parents[2] / "docs/labs-bundle.md"

LAB: dict[str, Any] = {
    "type": "lab", "id": "lab", "title": "Lab", "task": "Ask *it*.", "assistant": "Mila", "tagline": "Has time",
    "welcome": "Hello!", "suggested_opening": "Hi!", "points": "2.5", "parameters": {"level": "beginner"},
    "private": {"system_prompt": "You are Mila.\nBe kind."}, "tool": "chat",
}  # fmt: skip


def course(*items: dict[str, Any]) -> Course:
    tool = {"id": "chat", "name": "Chat", "url": "https://labs.example.org/lti/"}
    other = {"id": "other", "name": "Other", "url": "https://other.example.org/"}
    module = {"id": "module", "title": "Module", "items": list(items)}
    return Course.of(
        id="course", title="Course", date="2025-01-31", tools=[tool, other], modules=[module], language="de"
    )


def bundle(*items: dict[str, Any]) -> Any:
    return json.loads(labs_bundle(course(*items)))


def test_a_lab_with_everything() -> None:
    found = bundle(LAB)
    jsonschema.Draft202012Validator(bundle_schema()).validate(found)
    assert found["course"] == {"id": "course", "title": "Course", "version": "1.0", "language": "de"}
    (lab,) = found["labs"]
    assert re.fullmatch("r[0-9a-f]{10}", lab.pop("rev"))
    assert lab == {
        "lab_id": "lab", "title": "Lab", "url": "https://labs.example.org/lti/course/lab", "tool": "chat",
        "summary": "", "task": "Ask *it*.", "suggested_opening": "Hi!", "assistant": "Mila", "tagline": "Has time",
        "welcome": "Hello!", "points": 2.5, "parameters": {"level": "beginner"},
        "private": {"system_prompt": "You are Mila.\nBe kind."},
    }  # fmt: skip


def test_a_lab_with_nothing_more_than_it_needs() -> None:
    smallest = {key: LAB[key] for key in ("type", "id", "title", "task", "assistant", "tool")}
    found = bundle(smallest)
    jsonschema.Draft202012Validator(bundle_schema()).validate(found)
    assert (found["labs"][0]["points"], found["labs"][0]["tagline"]) == (None, None)


def test_a_course_without_labs_has_no_bundle() -> None:
    assert labs_bundle(course({"type": "heading", "id": "heading", "title": "Heading"})) == ""


def test_the_schema_refuses_what_a_tool_could_not_read() -> None:
    validator = jsonschema.Draft202012Validator(bundle_schema())
    jsonschema.Draft202012Validator.check_schema(bundle_schema())
    for change in ({"rev": "xyz"}, {"lab_id": "007"}, {"task": ""}, {"more": 1}, {"private": {"prompt": 1}}):
        found = bundle(LAB)
        found["labs"][0] |= change
        assert not validator.is_valid(found), change


def test_the_revision_follows_private_texts() -> None:
    changed = LAB | {"private": {"system_prompt": "You are Mila. Be brief."}}
    assert bundle(LAB)["labs"][0]["rev"] != bundle(changed)["labs"][0]["rev"]


def test_the_example_of_the_guide_follows_the_schema() -> None:
    (example,) = re.findall(r"```json\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    jsonschema.Draft202012Validator(bundle_schema()).validate(json.loads(example))


@pytest.mark.parametrize("key", sorted(bundle_schema()["$defs"]["lab"]["properties"]))
def test_the_guide_explains_every_key(key: str) -> None:
    assert re.search(rf"^\|.*`{key}`.*\|", DOCS.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("target", ["canvas", "cartridge-1.1", "cartridge-1.3", "moodle"])
def test_every_package_says_the_revision_of_the_bundle(target: str) -> None:
    """Whatever a format leaves out of a lab: the tool compares the two."""
    lab = {"type": "lab", "id": "lab", "title": "Lab", "task": "Do.", "assistant": "Ada", "requires": [{"item": "one"}],
           "complete_when": "viewed", "opens": "embedded", "points": 5, "weight": 2}  # fmt: skip
    lesson = {"type": "lesson", "id": "one", "title": "One", "body": "Text."}
    modules = [{"id": "m", "title": "M", "items": [lesson, lab]}]
    tools = [{"id": "chat", "name": "Chat", "url": "https://labs.example.edu/"}]
    data = {"id": "course", "title": "Course", "date": "2026-01-31", "modules": modules, "tools": tools}
    rev = json.loads(labs_bundle(Course.model_validate(data)))["labs"][0]["rev"]
    options = {"thin": True} if target == "cartridge-1.3" else {}
    package = export(target, data, None, **options)
    assert any(rev.encode() in part.content for part in package if isinstance(part.content, bytes))
