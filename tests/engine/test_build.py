"""A build: what it writes, what it refuses, and that the same source gives the same bytes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from conftest import SHARED
from engine import small
from lmsexport.engine import parallel, run
from lmsexport.engine.build import Request, build
from lmsexport.errors import CourseError, InternalError, LmsExportError, UsageError
from lmsexport.formats.base import formats

pytestmark = pytest.mark.usefixtures("no_epoch")


def test_every_target_bundle_and_report_is_written(tmp_path: Path) -> None:
    result = build(Request(small.write(tmp_path / "source"), tmp_path / "dist"))
    assert result.built == ["html", "moodle"]
    assert (tmp_path / "dist/small-html/index.html").is_file()
    assert (tmp_path / "dist/small-moodle.mbz").is_file()
    names = {path.name for path in (tmp_path / "dist").iterdir()}
    assert {"small-labs.json", "small-report.json", "small-report.html"} <= names


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty schema store."""
    monkeypatch.setenv("LMSEXPORT_SCHEMAS", str(tmp_path / "schemas"))
    return tmp_path / "schemas"


@pytest.mark.shared
def test_packages_take_in_schemas_when_the_course_says_so(tmp_path: Path, store: Path) -> None:
    wanted = "options: {scorm-1.2: {control_documents: true}}\n"
    course = f"{small.FILES['course.yaml']}targets: [scorm-1.2]\n"
    package = tmp_path / "dist/small-scorm-1.2.zip"

    def documents(more: str = "") -> dict[str, bytes]:
        build(Request(small.write(tmp_path / "source", course=course + more), tmp_path / "dist"))
        with zipfile.ZipFile(package) as archive:
            return {name: archive.read(name) for name in archive.namelist() if name.endswith(".xsd")}

    assert documents() == {}
    before = package.read_bytes()
    (problem,) = build(Request(small.write(tmp_path / "source", course=course + wanted), tmp_path / "dist")).problems
    assert re.search(r"scorm-1\.2/ims_xml\.xsd.*`lmsexport schemas fetch`", problem.message)
    assert package.read_bytes() == before, "the package from before stands"
    official = SHARED / "schemas" / "scorm-1.2"
    shutil.copytree(official, store / "scorm-1.2")
    assert documents(wanted) == {path.name: path.read_bytes() for path in official.glob("*.xsd")}
    documents()
    assert package.read_bytes() == before, "what a store holds changes no package by itself"


@pytest.mark.shared
def test_a_schema_that_is_not_the_official_one_is_none(tmp_path: Path, store: Path) -> None:
    shutil.copytree(SHARED / "schemas" / "scorm-1.2", store / "scorm-1.2")
    (store / "scorm-1.2/ims_xml.xsd").write_text("<schema/>", encoding="utf-8")
    more = "targets: [scorm-1.2]\noptions: {scorm-1.2: {control_documents: true}}\n"
    source = small.write(tmp_path / "source", course=small.FILES["course.yaml"] + more)
    (problem,) = build(Request(source, tmp_path / "dist")).problems
    assert "does not hold scorm-1.2/ims_xml.xsd:" in problem.message


def test_only_the_targets_that_were_asked_for(tmp_path: Path) -> None:
    source = small.write(tmp_path / "source")
    assert build(Request(source, tmp_path / "dist", ("html",))).built == ["html"]
    assert not (tmp_path / "dist/small-moodle.mbz").exists()


def test_the_course_can_name_its_targets(tmp_path: Path) -> None:
    source = small.write(tmp_path / "source", course=small.FILES["course.yaml"] + "targets: [html, html]\n")
    assert build(Request(source, tmp_path / "dist")).built == ["html"]


def test_a_target_that_does_not_exist_is_refused_with_the_nearest(tmp_path: Path) -> None:
    source = small.write(tmp_path / "source")
    with pytest.raises(UsageError, match=r"no target `moddle` \(did you mean `moodle`"):
        build(Request(source, tmp_path / "dist", ("moddle",)))


def test_targets_and_options_in_the_course_are_checked_with_their_places(tmp_path: Path) -> None:
    more = "targets: [moddle]\noptions:\n  htlm: {}\n  html:\n    relaod: true\n    reload: maybe\n"
    source = small.write(tmp_path / "source", course=small.FILES["course.yaml"] + more)
    with pytest.raises(CourseError) as caught:
        build(Request(source, tmp_path / "dist"))
    line = small.FILES["course.yaml"].count("\n")
    found = {(problem.place.line, problem.hint) for problem in caught.value.problems if problem.place}
    assert (line + 1, "did you mean `moodle`?") in found
    assert (line + 3, "did you mean `html`?") in found
    assert (line + 5, "did you mean `reload`?") in found
    assert {place for place, _ in found} == {line + 1, line + 3, line + 5, line + 6}


def test_a_broken_course_writes_nothing(tmp_path: Path) -> None:
    source = small.write(tmp_path / "source", quiz="type: quiz\ntitle: Quiz\nquestions: []\n")
    with pytest.raises(CourseError):
        build(Request(source, tmp_path / "dist"))
    assert not (tmp_path / "dist").exists()


def test_a_warning_is_shown_and_counts_when_strict(tmp_path: Path) -> None:
    source = small.write(tmp_path / "source", reading="---\ntitle: Reading\n---\n<script>alert(1)</script> Text.\n")
    warnings = build(Request(source, tmp_path / "dist")).problems
    assert [problem.severity for problem in warnings] == ["warning"]
    assert build(Request(source, tmp_path / "dist")).problems == warnings, "an unchanged build still has them"
    for force in (False, True):
        with pytest.raises(CourseError):
            build(Request(source, tmp_path / "dist", strict=True, force=force))


def test_losses_have_their_place_in_the_source(tmp_path: Path) -> None:
    source = small.write(tmp_path / "source")
    rows = build(Request(source, tmp_path / "dist")).targets["moodle"]["losses"]
    (fixed,) = [row for row in rows if row["code"] == "Choice.fixed"]
    assert (fixed["file"], fixed["severity"]) == ("01-start/02-quiz.yaml", "adapted")
    assert fixed["line"] == small.FILES["01-start/02-quiz.yaml"][: -len("true\n")].count("\n") + 1


def test_the_same_source_gives_the_same_bytes_everywhere(tmp_path: Path) -> None:
    """Other folder, time zone, locale, umask, order of directories, hash seed and clock."""
    script = "from lmsexport.cli import main; main()"
    trees = []
    for number, (zone, locale, umask) in enumerate([("UTC", "C.UTF-8", 0o022), ("Asia/Kolkata", "tr_TR.UTF-8", 0o077)]):
        folder = tmp_path / f"somewhere {number}"
        names = list(small.FILES)
        for name in names if number else reversed(names):
            path = folder / "source" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(small.FILES[name], encoding="utf-8")
            os.utime(path, (10_000_000 * (number + 1),) * 2)
        env = os.environ | {"TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": str(number), "COLUMNS": str(80 + number)}
        source = str(folder / "source") if number else "source"
        subprocess.run([sys.executable, "-c", script, "build", source], cwd=folder, env=env, umask=umask, check=True)
        trees.append(small.tree(folder / "dist"))
    assert trees[0] == trees[1]
    assert len(trees[0]) > 10


def test_source_date_epoch_sets_the_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = small.write(tmp_path / "source")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    build(Request(source, tmp_path / "dist", ("html",)))
    assert (tmp_path / "dist/small-html/index.html").stat().st_mtime == 1_000_000_000
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1100000000")
    assert build(Request(source, tmp_path / "dist", ("html",))).built == ["html"], "another time is another build"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "tomorrow")
    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH is `tomorrow`"):
        build(Request(source, tmp_path / "dist", ("html",)))


def test_targets_side_by_side_write_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = small.write(tmp_path / "source")
    monkeypatch.setattr(run, "cores", lambda: 1)
    one_by_one = build(Request(source, tmp_path / "one"))
    monkeypatch.setattr(run, "cores", lambda: 4)
    monkeypatch.setattr(run, "WORTH_FORKING", 0)
    events: list[tuple[str, str]] = []
    side_by_side = build(Request(source, tmp_path / "two"), lambda *event: events.append(event))
    assert small.tree(tmp_path / "one") == small.tree(tmp_path / "two")
    assert one_by_one.targets == side_by_side.targets
    assert {event for event in events if event[1] == "built"} == {(name, "built") for name in ("html", "moodle")}


@pytest.mark.parametrize(
    "error", [UsageError("wrong"), OSError(28, "No space left on device", "clip.mp4"), ZeroDivisionError()]
)
def test_errors_in_another_process_come_back_as_themselves(error: Exception) -> None:
    def fail(job: int) -> int:
        if job == 1:
            raise error
        return job

    with pytest.raises(type(error)) as caught:
        list(parallel.forked(fail, [0, 1, 2], 2))
    assert str(caught.value) == str(error)


def test_the_problems_of_a_course_survive_the_way_between_processes(tmp_path: Path) -> None:
    source = small.write(tmp_path / "source", quiz="type: quiz\ntitle: Quiz\nquestions: []\n")
    with pytest.raises(CourseError) as here:
        build(Request(source, tmp_path / "dist"))

    def fail(job: int) -> None:
        raise here.value

    with pytest.raises(CourseError) as there:
        list(parallel.forked(fail, [0, 1], 2))
    assert there.value.problems == here.value.problems


def test_a_killed_process_is_said_to_be_killed() -> None:
    def die(job: int) -> None:
        os.kill(os.getpid(), 9)

    with pytest.raises(LmsExportError, match="was killed"):
        list(parallel.forked(die, [0, 1], 2))


def test_only_the_job_of_a_killed_process_is_lost() -> None:
    def die(job: int) -> int:
        if job in (1, 3):
            os.kill(os.getpid(), 9)
        return job

    outcomes = parallel.forked(die, range(6), 2, lambda job, error: -job if "was killed" in str(error) else 99)
    assert sorted(outcomes) == [-3, -1, 0, 2, 4, 5]


class _Unpackable(Exception):
    """Packed by its one argument, and never unpacked without the other."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(f"{first} {second}")


@pytest.mark.parametrize("error", [ZeroDivisionError("by zero"), _Unpackable("by", "zero")])
def test_the_traceback_of_another_process_is_kept(error: Exception) -> None:
    def fail(job: int) -> None:
        raise error

    with pytest.raises((ZeroDivisionError, InternalError), match="by zero") as caught:
        list(parallel.forked(fail, [0, 1], 2))
    assert "in fail" in caught.value.__notes__[0]


def test_an_error_in_a_template_of_the_user_has_its_place(tmp_path: Path) -> None:
    source = small.write(tmp_path / "source")
    own = source / "templates/html/lesson.html.j2"
    own.parent.mkdir(parents=True)
    for text in ("first line\n{{ nothing_like_this }}\n", "first line\n{% if %}\n", "first line\n{{ 1 + 'a' }}\n"):
        own.write_text(text, encoding="utf-8")
        from lmsexport.packaging import templates

        templates.cache_clear()
        result = build(Request(source, tmp_path / "dist"))
        (problem,) = result.problems
        assert "templates/html/lesson.html.j2:2: " in problem.message and "fault of lmsexport" not in problem.message
        assert (result.failed, result.exit_code(strict=False)) == (["html"], 1)
        assert (tmp_path / "dist/small-moodle.mbz").is_file()


def test_private_text_stands_in_the_bundle_and_nowhere_else(tmp_path: Path) -> None:
    """Every byte of every output, archives unpacked, the state of the build included."""
    build(Request(small.write(tmp_path / "source"), tmp_path / "dist", tuple(formats())))
    unpacked = tmp_path / "unpacked"
    for archive in (tmp_path / "dist").iterdir():
        if archive.suffix == ".mbz" or zipfile.is_zipfile(archive):
            shutil.unpack_archive(archive, unpacked / archive.name, "zip" if archive.suffix != ".mbz" else "gztar")
    files = [path for folder in (tmp_path / "dist", unpacked) for path in folder.rglob("*") if path.is_file()]
    assert len(files) > 30 + 5 * len(formats())
    assert [path.name for path in files if b"zzprivatezz" in path.read_bytes()] == ["small-labs.json"]
    report = json.loads((tmp_path / "dist/small-report.json").read_text(encoding="utf-8"))
    assert "private" not in json.dumps(report)
