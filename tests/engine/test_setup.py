"""The files that help an administrator to set up the labs' tools."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from engine import small
from lmsexport.engine.build import Request, build
from lmsexport.engine.setup import ASK, setup_files
from lmsexport.model import Course

NEW = {"id": "new", "name": "New <chat>", "url": "https://labs.example.edu/launch", "lti": "1.3"}
KNOWN = NEW | {
    "login_url": "https://labs.example.edu/login",
    "jwks_url": "https://labs.example.edu/keys",
    "redirect_urls": ["https://labs.example.edu/done"],
    "privacy": "full",
}
OLD = {"id": "old", "name": "Old", "url": "https://old.example.edu/?a=1&b=2", "lti": "1.1"}


def files(*tools: dict[str, Any], **lab: Any) -> dict[str, str]:
    labs = [
        {
            "type": "lab",
            "id": f"lab-{tool['id']}",
            "title": "Lab | 1",
            "task": "Do.",
            "assistant": "Ada",
            "tool": tool["id"],
        }
        | lab
        for tool in tools
    ]
    data = {"id": "course", "title": "Course", "date": "2026-01-31", "tools": tools}
    return setup_files(Course.model_validate(data | {"modules": [{"id": "m", "title": "M", "items": labs or LESSON}]}))


LESSON = [{"type": "lesson", "id": "one", "title": "One", "body": "Text."}]


def test_a_course_without_labs_needs_none() -> None:
    assert files() == {}


def test_a_page_for_each_lms_and_a_file_for_each_tool() -> None:
    assert set(files(NEW, OLD)) == {
        "course-setup-canvas.md", "course-setup-moodle.md", "course-setup-other.md",
        "course-new-canvas.json", "course-old-canvas.xml",
    }  # fmt: skip


def test_the_developer_key_has_what_canvas_asks_for() -> None:
    key = json.loads(files(KNOWN, points=10)["course-new-canvas.json"])
    assert key["title"] == "New <chat>" and key["target_link_uri"] == "https://labs.example.edu/launch"
    assert key["oidc_initiation_url"] == "https://labs.example.edu/login"
    assert key["public_jwk_url"] == "https://labs.example.edu/keys"
    assert {scope.rpartition("/")[2] for scope in key["scopes"]} == {"lineitem", "result.readonly", "score"}
    (extension,) = key["extensions"]
    assert extension["domain"] == "labs.example.edu" and extension["privacy_level"] == "public"
    places = {place["placement"] for place in extension["settings"]["placements"]}
    assert places == {"link_selection", "assignment_selection"}
    assert json.loads(files(KNOWN)["course-new-canvas.json"])["scopes"] == [], "ungraded labs report nothing"


def test_what_only_the_owner_knows_is_marked() -> None:
    made = files(NEW, OLD)
    key = json.loads(made["course-new-canvas.json"])
    assert key["oidc_initiation_url"].startswith(ASK) and key["public_jwk_url"].startswith(ASK)
    for page in ("canvas", "moodle", "other"):
        text = made[f"course-setup-{page}.md"]
        assert f"**{ASK}**" in text and "undefined" not in text.lower()
    assert ASK not in files(KNOWN)["course-setup-canvas.md"]


def test_the_pages_say_exact_addresses_and_every_lab() -> None:
    for name, text in files(KNOWN, OLD).items():
        if name.endswith(".md"):
            assert "`https://labs.example.edu/launch/course/lab-new`" in text
            assert "`https://old.example.edu/course/lab-old?a=1&b=2`" in text, "no entities in code"
            assert "Lab \\| 1" in text and "`lab_id=lab-new`" in text and "`course_id=course`" in text


def test_the_file_for_add_by_url_is_a_link_with_a_domain() -> None:
    root = etree.fromstring(files(OLD)["course-old-canvas.xml"].encode())
    assert etree.QName(root).namespace == "http://www.imsglobal.org/xsd/imslticc_v1p0"
    said = {found.get("name"): found.text for found in root.iter("{*}property")}
    assert said == {"privacy_level": "anonymous", "domain": "old.example.edu", "tool_id": "old"}
    assert [found.text for found in root.iter("{*}launch_url")] == ["https://old.example.edu/?a=1&b=2"]


@pytest.mark.parametrize("tool", [NEW, KNOWN, OLD])
def test_no_key_and_no_secret_has_a_value(tool: dict[str, Any]) -> None:
    for text in files(tool).values():
        for line in text.splitlines():
            if re.search(r"consumer key \||shared secret \|", line, re.IGNORECASE):
                assert line.rstrip(" |").endswith(f"**{ASK}**")


def test_a_build_writes_them_and_takes_away_what_is_not_needed_any_more(tmp_path: Path) -> None:
    source, out = small.write(tmp_path / "source"), tmp_path / "dist"
    build(Request(source, out))
    assert {"small-setup-canvas.md", "small-chat-canvas.json"} <= {path.name for path in out.iterdir()}
    module = source / "01-start" / "module.yaml"
    module.write_text(module.read_text(encoding="utf-8").replace(", 03-lab.yaml", ""), encoding="utf-8")
    build(Request(source, out))
    assert not list(out.glob("small-setup-*")) and not list(out.glob("*-canvas.json"))
