"""cmi5 packages of others read: how they are put together. Ours are read in `tests/formats/scorm/test_reading.py`."""

from __future__ import annotations

from pathlib import Path

from lmsexport.validation import Contents
from lmsexport.validation.reader import readers


def strings(name: str, text: str) -> str:
    return f'<{name}><langstring lang="en">{text}</langstring></{name}>'


def unit(id: str, title: str, attributes: str = "") -> str:
    return (
        f'<au id="https://example.org/{id}" {attributes}>{strings("title", title)}{strings("description", "About it.")}'
        f"<url>{id}/index.html?a=1</url></au>"
    )


STRUCTURE = (
    '<courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd">'
    f'<course id="https://example.org/c">{strings("title", "Geology")}{strings("description", "Of stones.")}</course>'
    f'{unit("intro", "Introduction")}<block id="https://example.org/b">{strings("title", "Stones")}'
    f'{strings("description", "All.")}<block id="https://example.org/inner">{strings("title", "Hard ones")}'
    f"{strings('description', 'Granite.')}"
    + unit("exam", "Exam", 'moveOn="CompletedAndPassed" masteryScore="0.85" launchMethod="OwnWindow"')
    + "</block></block></courseStructure>"
)


def test_blocks_are_modules_and_units_are_items(tmp_path: Path) -> None:
    path = tmp_path / "anything.xml"
    path.write_text(STRUCTURE, encoding="utf-8")
    with Contents(path) as contents:
        reader = next(reader for reader in readers() if reader.recognises(contents))
        assert reader.recognises(contents) == "cmi5 course structure"
        course = reader.read(contents)
    assert (course.title, course.text.words, course.language) == ("Geology", "Of stones.", "en")
    assert [module.title for module in course.modules] == ["", "Stones"]
    heading, exam = course.modules[1].items
    assert (heading.kind, heading.title) == ("heading", "Hard ones")
    assert (exam.id, exam.url) == ("https://example.org/exam", "exam/index.html?a=1")
    assert exam.settings == {"complete when": "passed", "points": "100", "pass mark": "85", "opens": "window"}
    assert course.unread == ("what the 2 units show is not read, only how the course is put together",)
