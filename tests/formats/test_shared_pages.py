"""Pages that several targets have in common are written once, and are what each would have written alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from formats.exporting import CONTEXT, EVERYTHING, resolved
from lmsexport.content import ResolvedCourse
from lmsexport.formats.base import Context, format_named
from lmsexport.lowering import lower
from lmsexport.model import Heading
from lmsexport.pages import site

TARGETS: list[tuple[str, dict[str, Any]]] = [
    ("cmi5", {}),
    ("scorm-1.2", {}),
    ("scorm-2004", {"activities": "each"}),
    ("scorm-2004", {"logo": "media/green.png"}),
    ("scorm-2004", {"accent": "#804000"}),
    ("scorm-2004", {"package": "module"}),
    ("html", {}),
    ("html", {"reload": True}),
    ("cmi5", {}),
]


def written(course: ResolvedCourse, name: str, options: dict[str, Any], context: Context = CONTEXT) -> list[Any]:
    target = format_named(name)
    chosen = target.options.model_validate(options)
    package = target.export(lower(course, target, chosen).course, chosen, context)
    return [[(file.name, file.content) for file in part] for part in (package, *package.beside.values())]


def test_what_comes_after_others_is_what_it_is_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    course = resolved(EVERYTHING, {})
    together = [written(course, name, options) for name, options in TARGETS]
    for (name, options), after_others in zip(TARGETS, together, strict=True):
        monkeypatch.setattr(site, "_LAST", [])
        assert written(course, name, options) == after_others, (name, options)


def test_another_course_with_the_same_texts_has_pages_of_its_own() -> None:
    course = resolved(EVERYTHING, {})
    written(course, "cmi5", {})
    first, *modules = course.course.modules
    items = [item.model_copy(update={"title": "Another title"}) for item in first.items]
    changed = (first.model_copy(update={"items": tuple(items)}), *modules)
    (pages,) = written(course.with_course(course.course.model_copy(update={"modules": changed})), "cmi5", {})
    named = {name for name, content in pages if isinstance(content, bytes) and b"Another title" in content}
    assert {f"pages/{item.id}.html" for item in items if not isinstance(item, Heading)} <= named


def test_a_users_template_for_one_format_changes_no_other(tmp_path: Path) -> None:
    course = resolved(EVERYTHING, {})
    (tmp_path / "scorm").mkdir()
    (tmp_path / "scorm" / "lesson.html.j2").write_text("mine", encoding="utf-8")
    own = replace(CONTEXT, templates=tmp_path)
    (ours,), (theirs,) = (written(course, name, {}, own) for name in ("scorm-1.2", "cmi5"))
    assert [name for name, content in ours if content == b"mine"] != []
    assert [name for name, content in theirs if content == b"mine"] == []
