"""Formats are found through entry points, the built-in ones and those of others alike."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from engine import small
from lmsexport.errors import UsageError
from lmsexport.formats.base import Options, format_named, formats

CONTRIBUTING = Path(__file__).parents[2] / "CONTRIBUTING.md"


@pytest.mark.parametrize("name", sorted(formats()))
def test_a_format_says_who_it_is(name: str) -> None:
    format = formats()[name]
    assert format.name == name and format.title
    assert (format.extension == "") == (format.archive == "folder")
    assert issubclass(format.options, Options)
    assert format.options().model_dump() is not None, "every option has a default"
    assert format.__doc__


def test_an_unknown_format_is_refused_with_the_nearest_known() -> None:
    assert format_named("moodle") is formats()["moodle"]
    with pytest.raises(UsageError, match=r"no target `moodel` \(did you mean `moodle`\?\)"):
        format_named("moodel")


@pytest.fixture
def outline(tmp_path: Path) -> Path:
    """The format that CONTRIBUTING.md writes in one afternoon, as a package of somebody else."""
    (code,) = re.findall(r"```python\n(   class Outline:.*?)```", CONTRIBUTING.read_text(encoding="utf-8"), re.DOTALL)
    head = """\
from lmsexport.formats.base import Context, Options
from lmsexport.lowering import CARRIED, Dropped, features
from lmsexport.content import ResolvedCourse
from lmsexport.packaging import Package
CAPABILITIES = {feature: CARRIED for feature in features()} | {"Choice": Dropped("Titles only.")}
"""
    installed = tmp_path / "installed"
    info = installed / "outline-1.0.dist-info"
    info.mkdir(parents=True)
    unindented = re.sub(r"^   ", "", code, flags=re.MULTILINE)
    (installed / "outline.py").write_text(head + "\n\n" + unindented, encoding="utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: outline\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[lmsexport.formats]\noutline = outline:Outline\n", encoding="utf-8")
    return installed


def run(outline: Path, *arguments: str) -> str:
    env = os.environ | {"PYTHONPATH": str(outline)}
    command = [sys.executable, "-m", "lmsexport", *arguments]
    done = subprocess.run(command, cwd=outline.parent, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_format_of_somebody_else_works_like_ours(outline: Path) -> None:
    small.write(outline.parent / "source")
    assert "outline: Outline" in run(outline, "formats")
    assert "3 left out" in run(outline, "build", "-t", "outline")
    said = run(outline, "inspect", "dist/small-outline.zip")
    assert ": an archive of files" in said and "1 file, " in said and "outline.txt" in said


def test_another_version_of_it_builds_again(outline: Path) -> None:
    small.write(outline.parent / "source")
    run(outline, "build", "-t", "outline")
    assert ": unchanged" in run(outline, "build", "-t", "outline")
    (outline / "outline-1.0.dist-info").rename(outline / "outline-1.1.dist-info")
    assert ": unchanged" not in run(outline, "build", "-t", "outline")
