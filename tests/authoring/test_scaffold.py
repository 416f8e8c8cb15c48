"""What `init` writes is a course that loads, with editors' hints that hold."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from lmsexport.authoring import load, scaffold, schemas
from lmsexport.authoring.yamlfile import read_yaml
from lmsexport.content import resolve
from lmsexport.errors import UsageError


@pytest.mark.parametrize("title", ["My course", 'C# & "friends": 50 % {off}', "مقدمة", "  two\nlines\t", "- 1"])
def test_the_first_course_has_no_problems(title: str, tmp_path: Path) -> None:
    written = scaffold(tmp_path / "new" / "course", title)
    source, problems = load(tmp_path / "new" / "course")
    assert source is not None and problems == []
    assert resolve(source)[1] == []
    assert source.course.title == " ".join(title.split())
    assert {item.type for item in source.course.items} == {"lesson", "quiz", "link"}
    assert all(path.is_file() for path in written)
    assert (tmp_path / "new" / "course" / ".gitignore").read_text() == "dist/\n"


def test_editors_find_the_schema_that_a_file_names(tmp_path: Path) -> None:
    hints = 0
    for path in scaffold(tmp_path, "Course"):
        if hint := re.match(r"# yaml-language-server: \$schema=(\S+)\n", path.read_text(encoding="utf-8")):
            schema = json.loads((path.parent / hint[1]).read_text(encoding="utf-8"))
            assert schema in schemas().values()
            assert Draft202012Validator.check_schema(schema) is None
            assert read_yaml(path.read_text(encoding="utf-8"))
            hints += 1
    assert hints == 3


def test_a_folder_that_holds_something_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(UsageError, match="is not empty"):
        scaffold(tmp_path, "Course")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="cannot take a course"):
        scaffold(tmp_path / "file", "Course")


def test_a_title_of_nothing(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="title"):
        scaffold(tmp_path, " \n")
