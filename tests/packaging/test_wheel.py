"""The wheel works where nothing of the repository is: it finds its templates, its schema and its formats."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from engine import small

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the wheel was installed, without network and without what is installed beside it."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    wheel = ["wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run([*pip, *wheel], check=True, cwd=folder)
    (path,) = folder.glob("lmsexport-*.whl")
    site = folder / "site"
    subprocess.run(
        [*pip, "install", "--no-deps", "--no-index", "--target", str(site), str(path)], check=True, cwd=folder
    )
    return site


def run(installed: Path, cwd: Path, *arguments: str) -> str:
    """A command of the installed package; the repository's own must not be found."""
    script = f"import lmsexport\nassert lmsexport.__file__.startswith({str(installed)!r})\n"
    script += "from lmsexport.cli import main\nmain()"
    env = os.environ | {"PYTHONPATH": str(installed)}
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_holds_templates_and_no_tests(installed: Path) -> None:
    (wheel,) = installed.parent.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    shipped = {f"lmsexport/templates/{path.relative_to(ROOT / 'templates').as_posix()}"
               for path in (ROOT / "templates").rglob("*.*") if "__pycache__" not in path.parts}  # fmt: skip
    assert shipped <= names
    assert {"lmsexport/py.typed", "lmsexport/engine/labs-bundle.schema.json"} <= names
    assert {name.partition("/")[0] for name in names if "dist-info" not in name} == {"lmsexport"}


def test_it_builds_a_course(installed: Path, tmp_path: Path) -> None:
    small.write(tmp_path / "source")
    assert "small-moodle.mbz" in run(installed, tmp_path, "build")
    assert "labs-bundle" in run(installed, tmp_path, "schema", "labs-bundle")


def test_a_template_of_the_user_overrides_a_single_file(installed: Path, tmp_path: Path) -> None:
    source = small.write(tmp_path / "source")
    own = source / "templates/html/lesson.html.j2"
    own.parent.mkdir(parents=True)
    own.write_text("My own page of {{ item.title }}", encoding="utf-8")
    run(installed, tmp_path, "build", "-t", "html")
    pages = tmp_path / "dist/small-html/pages"
    assert (pages / "reading.html").read_text(encoding="utf-8") == "My own page of Reading"
    assert "capital of France" in (pages / "quiz.html").read_text(encoding="utf-8")
