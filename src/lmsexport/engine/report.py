"""The build report: as data for programs, as a page for people."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from lmsexport import __version__
from lmsexport.model import Assessment, Course
from lmsexport.packaging import templates
from lmsexport.packaging.archive import write_file

_KINDS = ("lesson", "quiz", "test", "lab", "discussion", "link", "download", "heading")


def course_facts(course: Course) -> dict[str, Any]:
    """What the course holds, counted."""
    items: Counter[str] = Counter(item.type for item in course.items)
    assessments = [item for item in course.items if isinstance(item, Assessment)]
    questions = Counter(question.type for item in assessments for question in item.own_questions)
    in_banks = Counter(question.type for bank in course.banks for question in bank.questions)
    return {
        "id": course.id,
        "title": course.title,
        "version": course.version,
        "date": course.date.isoformat(),
        "language": course.language,
        "modules": len(course.modules),
        "items": {kind: items[kind] for kind in _KINDS if items[kind]},
        "questions": dict(sorted((questions + in_banks).items())),
    }


def write_report(
    out: Path, course: dict[str, Any], targets: list[dict[str, Any]], problems: list[dict[str, Any]]
) -> dict[str, str]:
    """Write both reports; their names with their SHA-256. `problems` are those of the course alone."""
    data = {"lmsexport": __version__, "course": course, "targets": targets, "problems": problems}
    everything = [*problems, *(problem for target in targets for problem in target["problems"])]
    text = json.dumps(data | {"problems": everything}, ensure_ascii=False) + "\n"
    page = templates("report").get_template("report.html.j2").render(**data, grouped=grouped)
    reports = {f"{course['id']}-report.json": text, f"{course['id']}-report.html": page}
    return {name: write_file(out / name, content) for name, content in reports.items()}


def grouped(losses: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Losses of which the same is to be said together: the parts of a course that they concern, and where."""
    groups: dict[tuple[str, str, str], dict[str, Any]] = {}
    for loss in losses:
        said = loss["severity"], loss["message"], loss["remedy"]
        group = groups.setdefault(said, loss | {"codes": [], "places": []})
        group["places"].append(loss)
        if loss["code"] not in group["codes"]:
            group["codes"].append(loss["code"])
    return list(groups.values())
