"""What is current is not built again; what is not, is."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from engine import small
from lmsexport.content.memory import FILE as TEXTS
from lmsexport.engine import build as build_module
from lmsexport.engine.build import Request, Result, build
from lmsexport.engine.state import FILE

pytestmark = pytest.mark.usefixtures("no_epoch")


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A folder with a course in `source` that was built into `dist`."""
    build(Request(small.write(tmp_path / "source"), tmp_path / "dist"))
    return tmp_path


def again(folder: Path, *targets: str) -> Result:
    return build(Request(folder / "source", folder / "dist", targets))


def test_nothing_is_built_when_nothing_has_changed(built: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in (built / "dist").rglob("*")}
    result = again(built)
    assert (result.built, result.unchanged) == ([], ["html", "moodle"])
    assert result.targets["html"]["file"] == "small-html"
    assert {path: path.stat().st_mtime_ns for path in (built / "dist").rglob("*")} == before
    assert again(built, "moodle").unchanged == ["moodle"]


def test_nothing_changed_is_found_without_loading_what_builds(built: Path) -> None:
    script = (
        "import sys\nfrom lmsexport.cli import cli\ncli.main(['build'], standalone_mode=False)\nprint(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=built, capture_output=True, text=True, check=True)
    assert "unchanged" in done.stdout
    loaded = set(done.stdout.split())
    assert loaded & {"pydantic", "lxml", "jinja2", "markdown_it", "yaml", "multiprocessing"} == set()


def test_a_touched_file_is_no_change(built: Path) -> None:
    for path in (built / "source").rglob("*"):
        os.utime(path, (2_000_000_000, 2_000_000_000))
    assert again(built).built == []


@pytest.mark.parametrize("name", [*small.FILES, "01-start/new.txt"])
def test_a_change_of_any_file_of_the_source_is_a_change(name: str, built: Path) -> None:
    with (built / "source" / name).open("a", encoding="utf-8") as file:
        file.write("\n" if name.endswith("yaml") else " ")
    assert again(built).built == ["html", "moodle"]
    assert again(built).built == []


def test_a_change_that_keeps_size_and_time_is_a_change(built: Path) -> None:
    lesson = built / "source/01-start/01-reading.md"
    times = lesson.stat()
    lesson.write_text(lesson.read_text(encoding="utf-8").replace("this", "that"), encoding="utf-8")
    os.utime(lesson, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert again(built).built == ["html", "moodle"]
    assert "that" in (built / "dist/small-html/pages/reading.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["01-start/notes.md~", ".git/HEAD", "node_modules/x.js", "01-start/.hidden"])
def test_files_that_belong_to_no_course_are_no_change(name: str, built: Path) -> None:
    path = built / "source" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("x", encoding="utf-8")
    assert again(built).built == []


def test_an_altered_or_removed_output_is_built_again(built: Path) -> None:
    page, backup = built / "dist/small-html/pages/reading.html", built / "dist/small-moodle.mbz"
    before = small.tree(built / "dist")
    page.write_text("altered", encoding="utf-8")
    assert again(built).built == ["html"]
    backup.unlink()
    assert again(built).built == ["moodle"]
    shutil.rmtree(built / "dist/small-html")
    assert again(built, "html").built == ["html"]
    assert small.tree(built / "dist") == before


@pytest.mark.parametrize(
    "name", ["small-report.json", "small-report.html", "small-labs.json", "small-moodle-after-upload.md"]
)
def test_reports_and_bundle_are_written_again_when_they_are_gone(name: str, built: Path) -> None:
    before = small.tree(built / "dist")
    assert name in before
    (built / "dist" / name).unlink()
    again(built)
    assert small.tree(built / "dist") == before


def test_an_altered_output_is_not_taken_for_current_after_another_target_was_built(built: Path) -> None:
    (built / "dist/small-moodle.mbz").write_bytes(b"altered")
    build(Request(built / "source", built / "dist", ("html",), force=True))
    assert again(built).built == ["moodle"]


def test_force_builds_everything(built: Path) -> None:
    assert build(Request(built / "source", built / "dist", force=True)).built == ["html", "moodle"]


def test_another_version_of_the_software_is_a_change(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_module, "installed", lambda: "lmsexport 99")
    assert again(built).built == ["html", "moodle"]


def test_a_target_that_the_course_does_not_name_any_more_is_forgotten(built: Path) -> None:
    small.write(built / "source", course=small.FILES["course.yaml"] + "targets: [html]\n")
    assert again(built).built == ["html"]
    assert again(built).unchanged == ["html"]
    report = json.loads((built / "dist/small-report.json").read_text(encoding="utf-8"))
    assert [target["target"] for target in report["targets"]] == ["html"], "the other one shows an older course"


def test_a_report_covers_targets_that_were_built_at_different_times(built: Path) -> None:
    shutil.rmtree(built / "dist")
    again(built, "html")
    again(built, "moodle")
    report = json.loads((built / "dist/small-report.json").read_text(encoding="utf-8"))
    assert [target["target"] for target in report["targets"]] == ["html", "moodle"]
    assert again(built).built == []


def test_the_output_folder_may_stand_in_the_course(tmp_path: Path) -> None:
    source = small.write(tmp_path / "source")
    build(Request(source, source / "packages"))
    assert build(Request(source, source / "packages")).built == []


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"lmsexport": "0.0"}', '{"lmsexport": "0.1.0", "targets": 7}', "\x00"]
)
def test_a_damaged_state_means_a_build(text: str, built: Path) -> None:
    (built / "dist" / FILE).write_text(text, encoding="utf-8")
    assert again(built).built == ["html", "moodle"]


def test_the_state_names_no_folder_of_the_machine_and_nothing_private(built: Path) -> None:
    state = (built / "dist" / FILE).read_text(encoding="utf-8")
    assert str(built) not in state and "zzprivatezz" not in state


def test_two_courses_can_share_an_output_folder(built: Path) -> None:
    other = small.write(built / "other", course=small.FILES["course.yaml"].replace("id: small", "id: other"))
    build(Request(other, built / "dist"))
    assert (built / "dist/small-moodle.mbz").is_file() and (built / "dist/other-moodle.mbz").is_file()
    assert again(built).built == ["html", "moodle"]
    assert (built / "dist/other-moodle.mbz").is_file()


def test_texts_are_rendered_anew_by_another_software(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = built / "dist" / TEXTS
    texts.write_text(texts.read_text(encoding="utf-8").replace("this", "WRONG"), encoding="utf-8")
    monkeypatch.setattr(build_module, "installed", lambda: "lmsexport 99")
    again(built)
    assert "WRONG" not in (built / "dist/small-html/pages/reading.html").read_text(encoding="utf-8")


def test_remembered_texts_give_the_same_bytes(built: Path, tmp_path: Path) -> None:
    with (built / "source/01-start/01-reading.md").open("a", encoding="utf-8") as lesson:
        lesson.write("\nOne sentence more, to [the quiz](02-quiz.yaml).\n")
    assert again(built).built == ["html", "moodle"]
    build(Request(built / "source", tmp_path / "fresh"))
    assert small.tree(built / "dist") == small.tree(tmp_path / "fresh")
