"""The commands as a user types them: what they print, where, and with which exit code."""

from __future__ import annotations

import json
import os
import pty
import shlex
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import click
import jsonschema
import pytest

from engine import small
from lmsexport import __version__
from lmsexport.authoring import schemas
from lmsexport.cli import COMMANDS, EXAMPLES, cli
from lmsexport.formats.base import formats

pytestmark = pytest.mark.usefixtures("no_epoch")


def lmsexport(folder: Path, *arguments: str, code: int = 0, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder; it must end with `code` and without a traceback."""
    command = [sys.executable, "-m", "lmsexport", *arguments]
    environment = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR")} | env
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    small.write(tmp_path / "source")
    return tmp_path


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    small.write(tmp_path / "source", quiz="type: quiz\ninstuctions: Go\ntitle: Quiz\nquestions: [{prompt: Why?}]\n")
    return tmp_path


# -- the group -------------------------------------------------------------------------------------------------


def test_help_lists_every_command_and_loads_none(tmp_path: Path) -> None:
    said = lmsexport(tmp_path, "--help").stdout
    assert all(name in said and summary in said for name, summary in COMMANDS.items())
    script = "import sys\nfrom lmsexport.cli import cli\ntry: cli(['--help'])\nexcept SystemExit: print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert loaded & {"pydantic", "lxml", "jinja2", "yaml", "lmsexport.engine.build", "lmsexport.cli.build"} == set()


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_explains_itself(command: str, tmp_path: Path) -> None:
    said = lmsexport(tmp_path, command, "--help").stdout
    assert f"lmsexport {command}" in said.replace("python -m ", "") and len(said.splitlines()) > 5
    assert f"Example: lmsexport {command} {EXAMPLES[command]}" in said
    loaded = cli.get_command(click.Context(cli), command)
    assert loaded is not None and loaded.make_context(command, shlex.split(EXAMPLES[command]))  # the command takes it


def test_the_version(tmp_path: Path) -> None:
    assert lmsexport(tmp_path, "--version").stdout == f"lmsexport {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["biuld"], "There is no command `biuld` (did you mean `build`?)"),
        (["build", "--targte", "moodle"], "--target"),
        (["build", "-t", "moddle"], "there is no target `moddle` (did you mean `moodle`?)"),
        (["check", "-t", "moddle"], "there is no target `moddle` (did you mean `moodle`?)"),
        (["schema", "quizz"], "there is no schema `quizz` (did you mean `quiz`?)"),
        (["init", "source"], "`source` is not empty"),
        (["preview", "--port", "x"], "'x' is not a valid integer"),
        (["inspect"], "Missing argument 'PACKAGE'"),
    ],
)
def test_a_wrong_call_ends_with_2_and_a_hint(arguments: list[str], said: str, folder: Path) -> None:
    done = lmsexport(folder, *arguments, code=2)
    assert said in done.stderr and done.stdout == ""


@pytest.mark.parametrize("command", ["build", "check", "preview"])
def test_without_a_course_a_command_says_how_to_begin(command: str, tmp_path: Path) -> None:
    assert "lmsexport init" in lmsexport(tmp_path, command, code=2).stderr


def test_a_pipe_that_nobody_reads_is_no_error(tmp_path: Path) -> None:
    command = f"{sys.executable} -m lmsexport schema | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("{\n0\n", "")


# -- build and check -------------------------------------------------------------------------------------------


def test_build_says_what_it_wrote_in_plain_lines(folder: Path) -> None:
    done = lmsexport(folder, "build")
    assert done.stderr == "" and "\x1b" not in done.stdout
    lines = done.stdout.splitlines()
    assert lines[0].startswith("dist/small-html: ") and lines[1].startswith("dist/small-moodle.mbz: ")
    assert "1 in another form" in lines[1]
    assert lines[2].startswith("dist/small-report.html: ")
    assert all(": unchanged" in line for line in lmsexport(folder, "build").stdout.splitlines()[:2])


def test_build_finds_the_course(folder: Path) -> None:
    for place, arguments in (
        (folder, ["build"]),
        (folder / "source", ["build"]),
        (folder, ["build", "source/course.yaml"]),
    ):
        assert "small-html" in lmsexport(place, *arguments, "-t", "html").stdout


def test_quiet_says_nothing(folder: Path) -> None:
    done = lmsexport(folder, "build", "--quiet")
    assert (done.stdout, done.stderr) == ("", "")
    assert {path.name for path in (folder / "dist").iterdir()} >= {
        "small-html",
        "small-moodle.mbz",
        "small-report.html",
    }


def test_build_with_json_prints_one_document(folder: Path) -> None:
    done = lmsexport(folder, "build", "--json")
    found = json.loads(done.stdout)
    assert (found["course"], found["built"], found["problems"]) == ("small", ["html", "moodle"], [])
    assert [target["file"] for target in found["targets"]] == ["small-html", "small-moodle.mbz"]
    assert json.loads(lmsexport(folder, "build", "--json").stdout)["unchanged"] == ["html", "moodle"]


def test_problems_are_lines_on_standard_error(broken: Path) -> None:
    for command in ("build", "check"):
        done = lmsexport(broken, command, code=1)
        lines = done.stderr.splitlines()
        assert lines[0].startswith(
            "source/01-start/02-quiz.yaml:2:1: error: unknown key `instuctions` (did you mean `instructions`?)"
        )
        assert lines[-1] == f"{len(lines) - 1} errors"
        assert done.stdout == ""
    assert not (broken / "dist").exists()


@pytest.mark.parametrize("command", ["build", "check"])
def test_problems_as_json(command: str, broken: Path) -> None:
    done = lmsexport(broken, command, "--json", code=1)
    problem = json.loads(done.stdout)["problems"][0]
    assert (problem["file"], problem["line"], problem["column"]) == ("source/01-start/02-quiz.yaml", 2, 1)
    assert (problem["code"], problem["severity"]) == ("unknown-key", "error")
    assert done.stderr == ""


def test_strict_lets_warnings_count(tmp_path: Path) -> None:
    small.write(tmp_path / "source", reading="---\ntitle: Reading\n---\n<script>x</script> Text.\n")
    for command in ("build", "check"):
        assert "1 warning" in lmsexport(tmp_path, command).stderr
        assert "1 warning" in lmsexport(tmp_path, command, "--strict", code=1).stderr


def with_a_fault(folder: Path, fault: str, *arguments: str, code: int) -> subprocess.CompletedProcess[str]:
    """Run a command in a lmsexport that has a fault."""
    script = f"import sys\n{fault}\nfrom lmsexport.cli import main\nmain()"
    command = [sys.executable, "-c", script, *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    return done


FORGETS = "from lmsexport.formats.moodle.write.availability import Gates\nGates.of_item = lambda *_: None"
RAISES = "from lmsexport.formats.moodle.write.backup import _Backup\n_Backup.package = lambda _: 1 / 0"
DISAPPEARS = "import lmsexport.engine.check as engine\nengine.load = lambda _: 1 / 0"


def test_a_package_that_differs_is_delivered_with_3(folder: Path) -> None:
    lab = folder / "source/01-start/03-lab.yaml"
    lab.write_text(lab.read_text(encoding="utf-8") + "requires: [quiz: submitted]\n", encoding="utf-8")
    done = with_a_fault(folder, FORGETS, "build", code=3)
    assert done.stderr.startswith(
        "source/01-start/03-lab.yaml:1:1: warning: the package for moodle differs from the course"
    )
    assert "1 warning" in done.stderr and "dist/small-moodle.mbz: " in done.stdout
    assert (folder / "dist/small-moodle.mbz").is_file()
    for arguments, code in (((), 3), (("--strict",), 1), (("--quiet",), 3)):
        again = with_a_fault(folder, FORGETS, "build", *arguments, code=code)
        assert again.stderr == done.stderr
    found = json.loads(with_a_fault(folder, FORGETS, "build", "--json", code=3).stdout)
    assert found["unchanged"] == ["html", "moodle"]
    assert found["problems"] == [
        row | {"file": f"source/{row['file']}"} for row in found["targets"][1]["problems"]
    ]  # fmt: skip
    assert found["problems"][0]["code"] == "package-differs"


def test_a_fault_of_ours_ends_with_70_and_the_other_targets(folder: Path) -> None:
    done = with_a_fault(folder, RAISES, "build", code=70)
    assert done.stderr == (
        "error: moodle could not be written: ZeroDivisionError: division by zero. This is a fault of lmsexport, not of "
        "the course (please report it with small-moodle-traceback.txt) [internal-fault]\n1 error\n"
    )
    assert "moodle: failed\n" in done.stdout and "dist/small-html: " in done.stdout
    assert "in export" in (folder / "dist/small-moodle-traceback.txt").read_text(encoding="utf-8")
    found = json.loads(with_a_fault(folder, RAISES, "build", "--json", code=70).stdout)
    assert (found["failed"], found["unchanged"], found["targets"][1]["status"]) == (["moodle"], ["html"], "failed")


def test_a_fault_outside_of_targets_keeps_its_traceback_in_a_file(folder: Path) -> None:
    for command in ("build", "check"):
        (line,) = with_a_fault(folder, DISAPPEARS, command, code=70).stderr.splitlines()
        assert line.startswith(
            "Error: ZeroDivisionError: division by zero. This is a fault of lmsexport: please report"
        )
        kept = Path(line.rpartition(" ")[2])
        assert "in <lambda>" in kept.read_text(encoding="utf-8")
        kept.unlink()
    assert "Traceback" in with_a_fault(folder, f"import os\nos.environ['LMSEXPORT_DEBUG'] = '1'\n{DISAPPEARS}",
                                       "build", code=1).stderr  # fmt: skip


def test_a_target_without_anything_to_hold_is_skipped_with_a_sentence(tmp_path: Path) -> None:
    small.write(tmp_path / "source", module="title: Start\nitems: [01-reading.md]\n",
                course="id: small\ntitle: Small\ndate: 2025-01-31\nmodules: [01-start]\n")  # fmt: skip
    for name in ("02-quiz.yaml", "03-lab.yaml"):
        (tmp_path / "source/01-start" / name).unlink()
    sentence = "gift, qti-2.1: skipped. The course has no questions for a file of questions to hold."
    asked = ("-t", "gift", "-t", "qti-2.1")
    for command in (("build", *asked), ("build", "--quiet", *asked), ("check", *asked)):
        assert lmsexport(tmp_path, *command).stdout.startswith(sentence)
    assert lmsexport(tmp_path, "build", "--quiet", "--strict").stdout == ""
    found = json.loads(lmsexport(tmp_path, "build", "--json", *asked).stdout)
    assert (found["skipped"], found["problems"]) == (["gift", "qti-2.1"], [])
    assert list(json.loads(lmsexport(tmp_path, "check", "--json", *asked).stdout)["skipped"]) == ["gift", "qti-2.1"]


def test_check_names_losses_and_writes_nothing(folder: Path) -> None:
    done = lmsexport(folder, "check")
    assert "No problems." in done.stdout
    assert " in another form in moodle: Moodle shuffles all choices" in done.stdout
    assert "moodle:" not in lmsexport(folder, "check", "-t", "html").stdout
    losses = json.loads(lmsexport(folder, "check", "--json").stdout)["losses"]
    assert losses["moodle"][0]["file"] == "source/01-start/02-quiz.yaml"
    assert not (folder / "dist").exists()


def on_a_terminal(folder: Path, *arguments: str, **env: str) -> str:
    """What a command shows on a terminal."""
    main, side = pty.openpty()
    command = [sys.executable, "-m", "lmsexport", *arguments]
    environment = {key: value for key, value in os.environ.items() if key != "NO_COLOR"} | {"TERM": "xterm"} | env
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=side, stderr=side)
    os.close(side)
    shown = b""
    while True:
        try:
            block = os.read(main, 4096)
        except OSError:
            break
        if not block:
            break
        shown += block
    os.close(main)
    process.wait()
    return shown.decode()


def test_a_terminal_has_a_bar_and_colours_unless_no_color_is_set(folder: Path) -> None:
    assert "100%" in on_a_terminal(folder, "build")
    (folder / "source/01-start/module.yaml").write_text("titel: x\n", encoding="utf-8")
    assert "\x1b[31m" in on_a_terminal(folder, "check")
    assert "\x1b[" not in on_a_terminal(folder, "check", NO_COLOR="1")


# -- the others ------------------------------------------------------------------------------------------------


def test_init_writes_a_course_that_builds(tmp_path: Path) -> None:
    said = lmsexport(tmp_path, "init", "my-course", "--title", "My C* course").stdout
    assert "my-course/course.yaml" in said
    assert lmsexport(tmp_path, "build", "my-course", "--strict").stderr == ""
    assert (tmp_path / "dist").is_dir()


CARRIED = {
    ("html", "Lesson"): "yes",
    ("moodle", "Lesson"): "yes",
    ("gift", "Lesson"): "no",
    ("qti-2.1", "Lab"): "no",
    ("qti-2.1", "Ordering"): "yes",
    ("moodle", "Ordering"): "in another form",
    ("gift", "Essay"): "yes",
    ("canvas", "Numeric.unit"): "in another form",
}
"""What is known of some formats without asking lmsexport."""


def test_formats_prints_the_table_in_three_forms(tmp_path: Path) -> None:
    text = lmsexport(tmp_path, "formats").stdout
    assert all(f"{name}: {format.title}" in text for name, format in formats().items())
    table = json.loads(lmsexport(tmp_path, "formats", "--json").stdout)
    assert set(table) == set(formats())
    assert {name: row["title"] for name, row in table.items()} == {
        name: format.title for name, format in formats().items()
    }
    for row in table.values():
        features = [one["feature"] for one in row["features"]]
        assert len(features) > 200 and features == sorted(set(features))
        assert all(set(one) == {"feature", "carried", "how", "remedy"} for one in row["features"])
        assert all(one["how"] for one in row["features"] if one["carried"] != "yes"), "whatever is not carried is told"
    carried = {(name, one["feature"]): one for name, row in table.items() for one in row["features"]}
    assert {key: carried[key]["carried"] for key in CARRIED} == CARRIED
    assert "match" in carried["moodle", "Ordering"]["how"]
    rows = lmsexport(tmp_path, "formats", "--markdown").stdout.splitlines()
    assert rows[0] == f"| Part of a course | {' | '.join(formats())} |"
    assert {row.replace("\\|", "").count("|") for row in rows} == {len(formats()) + 2}


def test_schema_prints_one_or_all_or_writes_files(tmp_path: Path) -> None:
    assert set(json.loads(lmsexport(tmp_path, "schema").stdout)) == {*schemas(), "labs-bundle", "judgements"}
    one: Any = json.loads(lmsexport(tmp_path, "schema", "quiz").stdout)
    jsonschema.Draft202012Validator.check_schema(one)
    written = lmsexport(tmp_path, "schema", "-o", "schemas").stdout.split()
    assert sorted(path.relative_to(tmp_path).as_posix() for path in (tmp_path / "schemas").iterdir()) == sorted(written)
    assert json.loads((tmp_path / "schemas/quiz.schema.json").read_text(encoding="utf-8")) == one


def test_inspect_shows_a_package(folder: Path) -> None:
    lmsexport(folder, "build")
    said = lmsexport(folder, "inspect", "dist/small-moodle.mbz").stdout
    assert (
        said.startswith("dist/small-moodle.mbz: Moodle course backup of Moodle 4.0\n") and "moodle_backup.xml" in said
    )
    found = json.loads(lmsexport(folder, "inspect", "dist/small-moodle.mbz", "--json").stdout)
    assert found["kind"] == "Moodle course backup of Moodle 4.0"
    (folder / "letter.mbz").write_text("Dear all", encoding="utf-8")
    assert lmsexport(folder, "inspect", "letter.mbz", code=1).stderr.startswith(
        "Error: letter.mbz: it is no zip or tar"
    )


def test_inspect_says_what_to_do_with_a_course(folder: Path) -> None:
    said = lmsexport(folder, "inspect", "source").stdout.splitlines()
    assert said[1] == (
        "  it is the source of a course: judge it with `lmsexport check`, and write its packages with `lmsexport build`"
    )


def test_inspect_prints_no_control_characters(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "evil\x1b[2J.html").write_text("x", encoding="utf-8")
    (tmp_path / "x" / os.fsdecode(b"\xff.html")).write_text("x", encoding="utf-8")
    assert "\x1b" not in lmsexport(tmp_path, "inspect", "x").stdout
    names = [member["name"] for member in json.loads(lmsexport(tmp_path, "inspect", "x", "--json").stdout)["members"]]
    assert "evil\x1b[2J.html" in names


def test_preview_serves_until_it_is_interrupted(folder: Path) -> None:
    command = [sys.executable, "-m", "lmsexport", "preview", "--no-open", "--port", "0"]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    line = process.stdout.readline()
    address = line.split()[4]
    assert address.startswith("http://127.0.0.1:")
    with urllib.request.urlopen(address, timeout=10) as page:
        assert b"A small course" in page.read()
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=10)
    assert (process.returncode, said.strip()) == (130, "Interrupted.")
