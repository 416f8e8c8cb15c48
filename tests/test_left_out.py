"""What a run leaves out is said in one line and counted once, however many processes run the tests."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT

TESTS = """
import pytest

@pytest.mark.node
def test_with_node(): pass

def test_by_itself(): pytest.skip()

def test_another(): pass
"""


@pytest.mark.parametrize("processes", [0, 2])
@pytest.mark.parametrize(
    ("required", "code", "said"),
    [
        ("", 0, "Left out here: 1 skipped by themselves; 1 tests of the pages' scripts, for want of Node.js."),
        ("1", 1, "Left out here: 1 skipped by themselves."),
    ],
)
def test_what_is_left_out_is_said_and_fails_where_all_is_required(
    processes: int, required: str, code: int, said: str, tmp_path: Path
) -> None:
    (tmp_path / "test_some.py").write_text(TESTS, encoding="utf-8")
    environment = os.environ | {"PATH": "", "PYTHONPATH": str(ROOT / "tests"), "LMSEXPORT_REQUIRE_ALL": required}
    command = [sys.executable, "-m", "pytest", "-p", "conftest", "-q", "--numprocesses", str(processes), str(tmp_path)]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, said in done.stdout) == (code, True), done.stdout + done.stderr
