"""The report tells what was written and what was not, and can be read by programs and people."""

from __future__ import annotations

import hashlib
import json
import re
import tarfile
import zipfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml.html import HtmlElement, document_fromstring

from engine import small
from lmsexport.engine.build import Request, build
from lmsexport.engine.report import grouped

pytestmark = pytest.mark.usefixtures("no_epoch")


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    warned = small.FILES["01-start/01-reading.md"] + "\n<script>x</script>\n"
    build(Request(small.write(tmp_path / "source", reading=warned), tmp_path / "dist"))
    return tmp_path / "dist"


def data(dist: Path) -> Any:
    return json.loads((dist / "small-report.json").read_text(encoding="utf-8"))


def page(dist: Path) -> HtmlElement:
    return document_fromstring((dist / "small-report.html").read_bytes())


def test_what_the_course_holds_is_counted(dist: Path) -> None:
    course = data(dist)["course"]
    assert (course["items"], course["questions"], course["modules"]) == (
        {"lesson": 1, "quiz": 1, "lab": 1}, {"single-choice": 1}, 1,
    )  # fmt: skip


def test_sums_and_sizes_are_those_of_the_files(dist: Path) -> None:
    targets = {target["target"]: target for target in data(dist)["targets"]}
    backup = (dist / "small-moodle.mbz").read_bytes()
    (package,), (web,) = targets["moodle"]["packages"], targets["html"]["packages"]
    assert (package["size"], package["sha256"]) == (len(backup), hashlib.sha256(backup).hexdigest())
    with tarfile.open(dist / "small-moodle.mbz") as archive:
        found = {entry.name: (archive.extractfile(entry) or entry).read() for entry in archive}  # type: ignore[union-attr]
    assert {member["name"]: (member["size"], member["sha256"]) for member in package["members"]} == {
        name: (len(content), hashlib.sha256(content).hexdigest()) for name, content in found.items()
    }
    pages = {
        path.relative_to(dist / "small-html").as_posix() for path in (dist / "small-html").rglob("*") if path.is_file()
    }
    assert {member["name"] for member in web["members"]} == pages


def test_places_are_named_from_the_folder_of_the_course(dist: Path, tmp_path: Path) -> None:
    report = data(dist)
    (problem,) = report["problems"]
    assert (problem["file"], problem["severity"]) == ("01-start/01-reading.md", "warning")
    assert {loss["file"] for target in report["targets"] for loss in target["losses"]} <= set(small.FILES)
    for name in ("small-report.json", "small-report.html"):
        assert str(tmp_path) not in (dist / name).read_text(encoding="utf-8")


def test_the_page_says_what_the_data_say(dist: Path) -> None:
    text = " ".join(page(dist).text_content().split())
    report = data(dist)
    for target in report["targets"]:
        assert target["title"] in text
        assert all(package["sha256"] in text for package in target["packages"])
        for note in target["todo"]:
            assert " ".join(note.split()) in text
        for loss in target["losses"]:
            assert loss["message"] in text and loss["remedy"] in text
            assert f"{loss['file']}:{loss['line']}" in text
    assert report["problems"][0]["message"] in text


def test_the_page_stands_alone_and_can_be_navigated(dist: Path) -> None:
    root = page(dist)
    source = (dist / "small-report.html").read_text(encoding="utf-8")
    assert not re.search(r"(?:src|href)=|url\(|@import", source), "nothing is fetched from anywhere"
    assert root.get("lang") == "en"
    levels = [int(element.tag[1]) for element in root.iter("h1", "h2", "h3")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels)), "no level is left out"
    assert all(cell.get("scope") for cell in root.iter("th"))


def test_losses_of_which_the_same_is_said_stand_together() -> None:
    said = [("A", "one"), ("B", "one"), ("A", "other"), ("A", "one")]
    rows = [{"code": code, "message": message, "severity": "dropped", "remedy": ""} for code, message in said]
    found = [(group["message"], group["codes"], len(group["places"])) for group in grouped(rows)]
    assert found == [("one", ["A", "B"], 3), ("other", ["A"], 1)]


@pytest.mark.parametrize(("per", "ends"), [("module", ["start"]), ("lesson", ["reading", "quiz", "lab"])], ids=str)
@pytest.mark.parametrize("target", ["scorm-1.2", "scorm-2004", "cmi5"])
def test_each_of_several_packages_is_told_with_its_own_sum(
    tmp_path: Path, target: str, per: str, ends: list[str]
) -> None:
    course = f"{small.FILES['course.yaml']}targets: [{target}]\noptions: {{{target}: {{package: {per}}}}}\n"
    result = build(Request(small.write(tmp_path / "source", course=course), tmp_path / "dist"))
    names = [f"small-{target}-{end}.zip" for end in ends]
    (row,) = data(tmp_path / "dist")["targets"]
    assert row == result.targets[target]
    assert [package["file"] for package in row["packages"]] == names
    text = " ".join(page(tmp_path / "dist").text_content().split())
    for package in row["packages"]:
        content = (tmp_path / "dist" / package["file"]).read_bytes()
        assert (package["size"], package["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
        assert f"{package['file']}, {len(content):,} bytes" in text and package["sha256"] in text
        with zipfile.ZipFile(tmp_path / "dist" / package["file"]) as archive:
            assert [member["name"] for member in package["members"]] == archive.namelist()
    assert row["size"] == sum(package["size"] for package in row["packages"])
    assert build(Request(tmp_path / "source", tmp_path / "dist")).unchanged == [target]


def test_a_package_of_a_lesson_that_is_gone_goes_too(tmp_path: Path) -> None:
    course = f"{small.FILES['course.yaml']}targets: [scorm-1.2]\noptions: {{scorm-1.2: {{package: lesson}}}}\n"
    source = small.write(tmp_path / "source", course=course)
    build(Request(source, tmp_path / "dist"))
    (source / "01-start/02-quiz.yaml").unlink()
    small.write(source, course=course, module="title: Start\nitems: [01-reading.md, 03-lab.yaml]\n")
    build(Request(source, tmp_path / "dist"))
    found = sorted(path.name for path in (tmp_path / "dist").glob("*.zip"))
    assert found == ["small-scorm-1.2-lab.zip", "small-scorm-1.2-reading.zip"]
