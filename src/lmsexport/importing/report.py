"""What an import says of itself: IMPORT.md for people, the same as data for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from lmsexport import __version__
from lmsexport.engine.diff import Compared
from lmsexport.engine.diff import as_data as difference_data
from lmsexport.errors import Problem
from lmsexport.importing.package import Import
from lmsexport.importing.told import OUTCOMES, Entry, Outcome
from lmsexport.model import Assessment, Course, TextBlock
from lmsexport.validation.compare import Difference

_HEADINGS: dict[Outcome, str] = {
    "missing": "Missing: drafts that an author has to finish",
    "not kept": "Not kept",
    "changed": "Changed",
}
_LONGEST = 300
"""Characters of a value that is shown."""
_MOST = 20
"""Places that are listed for one thing."""


def summary(done: Import) -> str:
    """One line: what came over, and what needs a look."""
    course = done.course
    counts = Counter(item.type for item in course.items)
    whole = sum(1 for _ in _questions(course))
    drafts = sum(1 for draft in course.drafts if draft.owner and draft.owner not in {m.id for m in course.modules})
    parts = [_number(len(course.modules), "module"), *(_number(counts[kind], kind) for kind in sorted(counts))]
    parts += [f"{whole} of {_number(whole + drafts, 'question')}"] if whole + drafts else []
    said = Counter(entry.outcome for entry in done.entries)
    rest = [f"{said[outcome]} {outcome}" for outcome in OUTCOMES if said[outcome]]
    return f"{course.title}: {', '.join(filter(None, parts))}. {', '.join(rest) or 'Nothing is missing'}."


def _questions(course: Course) -> Iterator[object]:
    for item in course.items:
        if isinstance(item, Assessment):
            yield from (one for one in item.own_questions if not isinstance(one, TextBlock))
    for bank in course.banks:
        yield from bank.drawable


def _number(number: int, what: str) -> str:
    plural = "quizzes" if what == "quiz" else f"{what}s"
    return f"{number} {what if number == 1 else plural}" if number else ""


def as_markdown(done: Import) -> str:
    """The report that stands beside the course."""
    return "\n".join(_lines(done)) + "\n"


def _lines(done: Import) -> Iterator[str]:
    yield f"# Imported from {_code(done.package)}"
    yield ""
    yield f"{done.kind}, read by lmsexport {__version__}. {summary(done)}"
    for outcome in OUTCOMES:
        entries = [entry for entry in done.entries if entry.outcome == outcome]
        if entries:
            yield from ("", f"## {_HEADINGS[outcome]}", "")
            yield from _grouped(done, entries)
    if done.problems:
        yield from ("", "## What `lmsexport check` says of the course", "")
        yield from (_problem(done, problem) for problem in done.problems)
    if done.difference is not None and (found := differences(done.difference)):
        yield from ("", "## How the course differs from the package", "")
        yield from map(_difference, found)
        yield from (f"- {note}" for note in done.difference.notes)


def _grouped(done: Import, entries: list[Entry]) -> Iterator[str]:
    """A line for each thing that is said, with all its places."""
    said: dict[str, list[Entry]] = {}
    for entry in entries:
        said.setdefault(entry.what, []).append(entry)
    for what, same in said.items():
        count = sum(entry.count for entry in same)
        times = f" ({count} times)" if count > 1 else ""
        places = list(filter(None, (_places(done, entry) for entry in same)))
        yield f"- {_one_line(what)}{times}{': ' + places[0] if len(places) == 1 else ''}"
        yield from (f"  - {place}" for place in places[:_MOST] if len(places) > 1)
        if len(places) > _MOST:
            yield f"  - and {len(places) - _MOST:,} more, which `.import.json` lists"


def _places(done: Import, entry: Entry) -> str:
    where = [_code(place) for place in (done.place(entry.origin), entry.origin.place) if place]
    return " from ".join(where)


def differences(compared: Compared) -> list[Difference]:
    """How the course differs, but for what completes items, where the package does not say that at all."""
    said = any("complete when" in item.settings for item in compared.before.outline.items)
    return [one for one in compared.differences if said or one.aspect != "setting complete when"]


def _problem(done: Import, problem: Problem) -> str:
    place = str(problem.place or "").removeprefix(f"{done.folder.as_posix()}/")
    return f"- {_code(place)}: {_one_line(problem.message)}"


def _difference(one: Difference) -> str:
    place = " › ".join(filter(None, one.place))
    values = [_code(_short(value)) for value in (one.before, one.after) if value]
    return f"- {place}: {one.aspect} {one.what}{': ' if values else ''}{' → '.join(values)}"


def _short(text: str) -> str:
    return _one_line(text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …")


def _one_line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _code(text: str) -> str:
    return f"`{_one_line(text).replace('`', 'ˋ')}`" if text else ""


def as_data(done: Import) -> dict[str, Any]:
    """Everything as plain data."""
    return {
        "lmsexport": __version__,
        "package": done.package,
        "kind": done.kind,
        "folder": done.folder.as_posix(),
        "summary": summary(done),
        "entries": [
            {
                "outcome": entry.outcome, "what": entry.what, "count": entry.count, "part": entry.origin.part,
                "from": entry.origin.place, "to": done.place(entry.origin),
            }
            for entry in done.entries
        ],
        "problems": [str(problem) for problem in done.problems],
        "differences": difference_data(done.difference)["differences"] if done.difference else None,
    }  # fmt: skip


def write_report(done: Import) -> None:
    """Write IMPORT.md and .import.json into the folder of the course."""
    (done.folder / "IMPORT.md").write_text(as_markdown(done), encoding="utf-8", newline="\n")
    data = json.dumps(as_data(done), ensure_ascii=False, indent=1) + "\n"
    (done.folder / ".import.json").write_text(data, encoding="utf-8", newline="\n")
