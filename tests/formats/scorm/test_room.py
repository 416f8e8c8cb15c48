"""What an LMS has to keep of a student, as a package tells it: the rules, and that the package tells the truth."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from formats.exporting import CONTEXT, EVERYTHING, SAMPLE, TESTS, content, export, resolved
from formats.html import showcase
from formats.judged import broken, judged
from lmsexport.content import ResolvedCourse
from lmsexport.formats.base import formats
from lmsexport.lowering import lower
from lmsexport.packaging.archive import write_package
from lmsexport.pages.reading import room_of_pages
from lmsexport.pages.record_room import room
from lmsexport.validation import Contents

COURSES: dict[str, Callable[[Path], ResolvedCourse]] = {
    "showcase": lambda folder: showcase.resolved(showcase.course(), folder),
    **{
        folder.name: lambda _, folder=folder: resolved(folder, {})  # type: ignore[misc]
        for folder in (SAMPLE, EVERYTHING, TESTS / "courses" / "arabic")
    },
}


@pytest.mark.parametrize("name", COURSES)
def test_a_package_tells_what_its_course_needs(name: str, tmp_path: Path) -> None:
    course, format = COURSES[name](tmp_path), formats()["scorm-2004"]
    lowered = lower(course, format).course
    package = format.export(lowered, format.options(), CONTEXT)
    write_package(package, format.archive, tmp_path / "package.zip", CONTEXT.when)
    with Contents(tmp_path / "package.zip") as contents:
        assert room_of_pages(contents) == room(lowered.course)


def orderings(quizzes: int, questions: int) -> dict[str, Any]:
    """Quizzes of orderings of 60 things each, of which a record keeps a digit for each thing."""
    things = [{"id": f"i{number}", "text": f"x{number}"} for number in range(60)]
    items = [
        {
            "type": "quiz", "id": f"q{quiz}", "title": f"Q{quiz}",
            "questions": [
                {"type": "ordering", "id": f"o{quiz}-{number}", "prompt": "Order", "items": things}
                for number in range(questions)
            ],
        }
        for quiz in range(quizzes)
    ]  # fmt: skip
    return {"id": "c", "title": "C", "date": "2025-01-31", "modules": [{"id": "m", "title": "M", "items": items}]}


@pytest.mark.parametrize(
    ("quizzes", "questions", "expected"),
    [
        (40, 1, set()),  # 5 + 14 + 40 × 4, and 40 attempts of 21 + 1 + 60: 3,459 characters
        (60, 1, {"scorm-suspend-data-worst-case"}),  # 5 + 20 + 60 × 4, and 60 × 82: 5,185
        (1, 70, {"scorm-suspend-data"}),  # 5 + 1 + 4, and 21 + 70 × 61: 4,301
    ],
)
def test_what_scorm_1_2_has_room_for(quizzes: int, questions: int, expected: set[str]) -> None:
    """As a package of SCORM 2004, which has room for all, whose manifest somebody has turned into one of SCORM 1.2."""
    package = export("scorm-2004", orderings(quizzes, questions))
    with judged("scorm-2004", package) as found:
        assert not any(id.startswith("scorm-") for id in broken(found))
    manifest = content(export("scorm-1.2", orderings(1, 1)), "imsmanifest.xml")
    with judged("scorm-1.2", package, {"imsmanifest.xml": lambda _: manifest}) as found:
        assert found.kind == "scorm-1.2"
        assert {id for id in broken(found) if id.startswith("scorm-suspend")} == expected
