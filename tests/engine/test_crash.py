"""Whatever happens to a build, every output is whole: the new one or the one from before."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import tarfile
import time
from pathlib import Path
from typing import Any

from engine import small
from lmsexport.engine.build import Request, build

BUILD = [sys.executable, "-m", "lmsexport", "build", "source", "--force"]


def course(folder: Path, word: str) -> Path:
    """A course whose every page says a word, with a file that takes its time to pack."""
    text = f"---\ntitle: Reading\n---\n{word} and [a file](noise.txt).\n"
    source = small.write(folder / "source", reading=text)
    noise = random.Random(word).randbytes(6_000_000)
    (source / "01-start/noise.txt").write_bytes(noise)
    return folder


def words(dist: Path) -> set[str]:
    """The words that the outputs say, each output whole."""
    found = set()
    page = (dist / "small-html/pages/reading.html").read_text(encoding="utf-8")
    assert page.rstrip().endswith("</html>")
    assert (dist / "small-html/media/01-start/noise.txt").stat().st_size == 6_000_000
    found.add("first" if "first" in page else "second")
    with tarfile.open(dist / "small-moodle.mbz") as archive:
        sizes = {entry.name: entry.size for entry in archive}
        texts = [archive.extractfile(name) for name in sizes if name.endswith("/page.xml")]
        assert 6_000_000 in sizes.values()
        found |= {"first" if b"first" in file.read() else "second" for file in texts if file}
    return found


def until_it_writes(process: subprocess.Popen[Any], dist: Path) -> None:
    """Wait for the first temporary file that was not there before."""
    before = set(dist.glob("*~"))
    while process.poll() is None and set(dist.glob("*~")) <= before:
        time.sleep(0.002)


def test_kill_leaves_the_old_or_the_new_and_the_next_build_cleans_up(tmp_path: Path) -> None:
    folder = course(tmp_path, "first")
    subprocess.run(BUILD, cwd=folder, check=True, capture_output=True)
    course(tmp_path, "second")
    killed = 0
    for later in range(9):
        process = subprocess.Popen(BUILD, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until_it_writes(process, folder / "dist")
        time.sleep(later * 0.02)
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        assert words(folder / "dist") <= {"first", "second"}
    assert killed, "every build was done before it could be killed"
    build(Request(folder / "source", folder / "dist", force=True))
    assert words(folder / "dist") == {"second"}
    assert list((folder / "dist").glob("*~")) == []


def test_interrupting_removes_what_is_not_finished(tmp_path: Path) -> None:
    folder = course(tmp_path, "first")
    process = subprocess.Popen(BUILD, cwd=folder, stderr=subprocess.PIPE, text=True)
    until_it_writes(process, folder / "dist")
    process.send_signal(signal.SIGINT)
    _, said = process.communicate()
    assert (process.returncode, said.strip()) == (130, "Interrupted.")
    assert list((folder / "dist").glob("*~")) == []


def test_a_full_disk_is_a_line_for_each_target_and_leaves_the_old(tmp_path: Path) -> None:
    """A limit on the size of files stands for the full disk: writing fails in the middle."""
    folder = course(tmp_path, "first")
    subprocess.run(BUILD, cwd=folder, check=True, capture_output=True)
    course(tmp_path, "second")
    limited = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
    limited += "resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000)); "
    limited += "from lmsexport.cli import main; main()"
    command = [sys.executable, "-c", limited, "build", "source"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "error: html could not be written: File too large [target-failed]",
        "error: moodle could not be written: File too large [target-failed]",
        "2 errors",
    ]
    assert "moodle: failed; small-moodle.mbz, small-moodle-after-upload.md is from an earlier build" in done.stdout
    assert words(folder / "dist") == {"first"}
    assert list((folder / "dist").glob("*~")) == []


def test_an_output_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    course(tmp_path, "first")
    (tmp_path / "dist").write_text("in the way", encoding="utf-8")
    done = subprocess.run([*BUILD, "-o", "dist/below"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "Error: dist/below: Not a directory\n")


def test_two_builds_at_once_wait_for_each_other(tmp_path: Path) -> None:
    folder = course(tmp_path, "first")
    processes = [subprocess.Popen(BUILD, cwd=folder, stderr=subprocess.PIPE) for _ in range(3)]
    assert [process.communicate()[1] for process in processes] == [b"", b"", b""]
    assert words(folder / "dist") == {"first"}
