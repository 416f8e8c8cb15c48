"""Read a course's folder: every file once, every problem at once."""

from __future__ import annotations

import gc
import posixpath
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from lmsexport.authoring import shorthand
from lmsexport.authoring.document import Document
from lmsexport.authoring.drafts import set_aside, without_draft_questions
from lmsexport.authoring.explain import explain
from lmsexport.authoring.files import why_missing
from lmsexport.authoring.items import items
from lmsexport.authoring.messages import shown
from lmsexport.authoring.reading import UNKNOWN, AnyModel, Reading
from lmsexport.content.source import Source
from lmsexport.errors import Problem, Severity
from lmsexport.model import Bank, Course, Finding, GradeCategory, Module, Tool, did_you_mean, findings
from lmsexport.model.remarks import remarks


def load(root: Path) -> tuple[Source | None, list[Problem]]:
    """Read the course in a folder.

    Gives the course with its files and places, and every problem found, by file and line. When some parts are broken,
    the course comes back without them, so that the texts of the others can be checked in the same run: it is fit to
    be built only when no problem is an error. None: there is no course to speak of.
    """
    with _without_collector():
        reading = Reading(root)
        if problem := _no_course(reading):
            return None, [problem]
        course = _course(reading)
        reading.refuse_secrets_elsewhere()
        source = None if course is None else Source(course, reading.files, reading.places)
        return source, reading.sorted_problems()


def _no_course(reading: Reading) -> Problem | None:
    """Why there is nothing to read."""
    shown, files = reading.root.as_posix(), reading.files
    if not reading.root.is_dir():
        what = (
            f"`{shown}` is a file, but a course is a folder"
            if reading.root.exists()
            else f"there is no folder `{shown}`"
        )
        return Problem(
            "no-course", what, None, "name the folder that holds course.yaml, or begin one with `lmsexport init`"
        )
    if "course.yaml" in files:
        return None
    code, message, hint = why_missing(reading.root, "", "course.yaml", files)
    if code == "missing-file":
        message = f"there is no course.yaml in `{shown}`"
        below = next((file for file in files if file.endswith("/course.yaml")), "")
        if near := _misspelt("course.yaml", files):
            hint = f"rename `{near}`"
        elif below:
            hint = f"did you mean `{posixpath.dirname(reading.shown(below))}`?"
        elif "called" not in hint:
            hint = "begin a course with `lmsexport init`"
    return Problem(code, message, None, hint)


def _misspelt(name: str, files: Iterable[str]) -> str:
    """The file that should be called `name`, and has another ending or capitals; empty where there is none."""
    meant = (name.lower(), name.lower().replace(".yaml", ".yml"))
    return next((file for file in files if file.lower() in meant), "")


@contextmanager
def _without_collector() -> Iterator[None]:
    """Nothing of a course is garbage while it is read: without the collector large files load several times faster."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _course(reading: Reading) -> Course | None:
    document = reading.read("course", "", "course.yaml", None)
    if document is None:
        return None
    reading.places.add((), document)
    written = document.data
    for key in written.keys() - {"modules", "banks", "description", "keywords", "authors"}:
        reading.refuse_secrets({key: written[key]}, document)
    data = shorthand.course(written) | {"source": "course.yaml"}
    data["tools"] = _parts(reading, Tool, data, document, "tools")
    data["grade_categories"] = _parts(reading, GradeCategory, data, document, "grade_categories")
    for key, read in (("modules", _modules), ("banks", _banks)):
        if key in written:
            data[key] = list(read(reading, document))
    data["drafts"] = tuple(reading.drafts)
    return _whole(reading, data, document)


def _parts(reading: Reading, model: type[AnyModel], data: dict[str, Any], document: Document, key: str) -> Any:
    """The parts of a list in course.yaml that are not broken."""
    entries = data.get(key, [])
    if not isinstance(entries, list):
        return entries
    parts: list[AnyModel] = []
    for index, entry in enumerate(entries):
        part = reading.build(model, entry, document, (key, index))
        if part is None:
            reading.lose(key, str(entry.get("id", UNKNOWN)) if isinstance(entry, dict) else UNKNOWN)
        else:
            reading.places.add((key, len(parts)), document, (key, index))
            parts.append(part)
    return parts


def _names(reading: Reading, document: Document, key: str) -> Iterator[tuple[int, str]]:
    """The files or folders that a list in course.yaml names."""
    listed = document.data.get(key, [])
    if not isinstance(listed, list):
        reading.report("wrong-value", f"`{key}` must be a list", document.place((key,)), "begin each entry with `- `")
        return
    for index, name in enumerate(listed):
        if isinstance(name, str):
            yield index, name
        else:
            what = "a folder" if key == "modules" else "a file"
            message = f"an entry of `{key}` must be the name of {what}"
            reading.report("wrong-value", message, document.place((key, index)))


def _banks(reading: Reading, course: Document) -> Iterator[Bank]:
    count = 0
    for index, name in _names(reading, course, "banks"):
        document = reading.read("banks", "", name, course.place(("banks", index)))
        if document is None:
            continue
        type = document.data.get("type", "bank")
        if type != "bank":
            message = f"`banks` lists this file, but its type is {shown(type)}"
            reading.report("wrong-type", message, document.place(("type",)), "write `type: bank`")
            continue
        data = shorthand.item(document.data, shorthand.id_from_name(name)) | {"source": document.name}
        data.pop("type", None)
        data = without_draft_questions(reading, document, data)
        if shorthand.is_draft(data):
            set_aside(reading, document, data.get("id"), index=index, reason=data["draft"])
            continue
        bank = reading.build(Bank, data, document)
        if bank is None:
            reading.lose("banks", str(data.get("id", UNKNOWN)))
            continue
        reading.places.add(("banks", count), document)
        count += 1
        yield bank


def _modules(reading: Reading, course: Document) -> Iterator[Module]:
    count = 0
    for index, name in _names(reading, course, "modules"):
        place = course.place(("modules", index))
        folder = posixpath.normpath(name)
        document = None
        if f"{folder}/module.yaml" in reading.files or folder == ".":
            document = reading.read("modules", folder, "module.yaml", place)
        else:
            reading.lose("modules", UNKNOWN)
            code, message, hint = _no_module(reading, name, folder)
            reading.report(code, message, place, hint)
        if document is None:
            reading.lose("items", UNKNOWN)
            continue
        reading.places.add(("modules", count), document)
        yield _module(reading, document, folder, count)
        count += 1


def _no_module(reading: Reading, name: str, folder: str) -> tuple[str, str, str]:
    """Code, message and hint: why a folder that course.yaml lists is no module."""
    if folder in reading.files:
        return "not-a-folder", f"`{name}` is a file, but a module is a folder", "write the name of its folder"
    inside = [file for file in reading.files if file.startswith(f"{folder}/")]
    if inside:
        near = _misspelt(f"{folder}/module.yaml", inside)
        hint = f"rename `{near}`" if near else "write one with `title` and `items`"
        return "missing-file", f"the folder `{name}` has no module.yaml", hint
    code, message, hint = why_missing(reading.root, "", name, reading.files)
    if code == "missing-file":
        folders = {posixpath.dirname(file) for file in reading.files if file.endswith("/module.yaml")}
        message = f"there is no folder `{name}`"
        hint = did_you_mean(folder, folders) or "create it, with a module.yaml in it"
    elif (reading.root / folder).is_dir() and code == "not-a-file":
        code, message = "missing-file", f"the folder `{name}` is empty"
        hint = "write a module.yaml with `title` and `items` in it"
    return code, message, hint


def _module(reading: Reading, document: Document, folder: str, number: int) -> Module:
    """A module with the items of it that are not broken, even when its own settings are."""
    parts = tuple(items(reading, document, folder, number))
    data = shorthand.module(document.data, shorthand.id_from_name(folder)) | {"items": parts, "source": document.name}
    module = reading.build(Module, data, document)
    if module is None:
        reading.lose("modules", str(data.get("id", UNKNOWN)))
        module = Module.model_construct(id=str(data.get("id", UNKNOWN)), title="", items=parts, source=document.name)
    return module


# -- the whole -----------------------------------------------------------------------------------------------------


def _whole(reading: Reading, data: dict[str, Any], document: Document) -> Course:
    """The course of its parts, with the problems that only the whole has."""
    try:
        course = Course.model_validate(data)
    except ValidationError as error:
        _report_head(reading, error, document, bool(document.data.get("modules")))
    else:
        for remark in remarks(course):
            reading.report(remark.code, remark.message, reading.places(remark.path), remark.hint, Severity.WARNING)
        return course
    parts: dict[str, Any] = {key: tuple(data[key]) if isinstance(data.get(key), list) else () for key in _LISTS}
    parts |= {"drafts": tuple(reading.drafts), "id": "course", "title": "Course", "source": "course.yaml"}
    course = Course.model_construct(**parts)
    for finding in findings(course):
        if not _follows(finding, reading):
            _report_finding(reading, finding)
    return course


_LISTS = ("tools", "grade_categories", "modules", "banks")


def _report_head(reading: Reading, error: ValidationError, document: Document, has_modules: bool) -> None:
    """Report what is wrong with the settings in course.yaml."""
    for code, path, message, hint, key in explain(error, Course, document.data):
        if code != "course" and not (path == ("modules",) and has_modules):
            reading.report(code, message, document.place(path, key=key), hint)


_NEEDS = {
    "unknown-item": "items",
    "unknown-module": "modules",
    "unknown-bank": "banks",
    "unknown-tool": "tools",
    "no-tool": "tools",
    "unknown-grade-category": "grade_categories",
    "no-grade-category": "grade_categories",
    "weights": "grade_categories",
}
"""Code of a finding → the list that must be whole for it to mean anything."""


def _follows(finding: Finding, reading: Reading) -> bool:
    """Whether a finding only follows from a broken part that is reported itself."""
    lost = reading.lost.get(_NEEDS.get(finding.code, ""), set())
    names_nothing = finding.code in ("no-tool", "no-grade-category", "weights")
    return bool(lost) and (names_nothing or UNKNOWN in lost or any(f"`{id}`" in finding.message for id in lost))


def _report_finding(reading: Reading, finding: Finding) -> None:
    hint = finding.hint
    found = reading.places.written(finding.path)
    if finding.code == "duplicate-id" and found and "id" not in found[0].data and found[1] == ("id",):
        hint = "it comes from the name of the file; add an `id:` that is unique in the whole course"
    message = finding.message
    if finding.other and (first := reading.places(finding.other)):
        message += f", in {first}"
    reading.report(finding.code, message, reading.places(finding.path), hint)
