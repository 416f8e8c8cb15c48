"""The recipes for CI do what they say: their scripts run here, on a course and on packages."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PATH = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])


def run(script: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PATH": PATH} | variables
    command = ["bash", "-euo", "pipefail", "-c", script]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def loaded(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a course in `my-course`."""
    folder = tmp_path_factory.mktemp("recipes")
    assert run("lmsexport init my-course", folder).returncode == 0
    return folder


def step(name: str) -> str:
    (found,) = [one["run"] for one in loaded("action.yml")["runs"]["steps"] if one.get("name") == name]
    return str(found)


def test_the_action_builds_a_course_and_validates_its_packages(course: Path) -> None:
    built = run(step("Check and build the course"), course, COURSE="my-course", OUTPUT="out", STRICT="--strict")
    assert built.returncode == 0, built.stderr
    script = step("Validate packages")
    good = run(script, course, PACKAGES="out/*.mbz out/*.imscc", STRICT="--strict")
    assert good.returncode == 0, good.stdout + good.stderr
    (course / "broken.imscc").write_bytes(b"PK no archive")
    bad = run(script, course, PACKAGES="broken.imscc", STRICT="")
    assert bad.returncode == 1 and "::error" in bad.stdout


def test_the_inputs_of_the_action_are_used_and_those_that_are_used_exist() -> None:
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    assert set(re.findall(r"inputs\.([\w-]+)", text)) == set(loaded("action.yml")["inputs"])


def test_the_job_for_gitlab_checks_builds_and_validates(course: Path) -> None:
    job = loaded("ci/gitlab.yml")["lmsexport"]
    install, *script = job["script"]
    assert install.startswith("pip install")
    done = run("\n".join(script), course, COURSE="my-course")
    assert done.returncode == 0, done.stdout + done.stderr
    report = (course / job["artifacts"]["reports"]["junit"]).read_text(encoding="utf-8")
    assert report.count("<testsuite ") >= 5 and 'failures="0"' in report


@pytest.mark.parametrize("id", ["lmsexport-check", "lmsexport-validate"])
def test_the_hooks_run_on_what_they_are_meant_for(id: str, course: Path) -> None:
    (hook,) = [one for one in loaded(".pre-commit-hooks.yaml") if one["id"] == id]
    if id == "lmsexport-check":
        assert re.search(hook["files"], "my-course/01-first-steps/module.yaml")
        given = "my-course"
    else:
        run("lmsexport build my-course -t moodle -t canvas --quiet --out packages", course)
        given = " ".join(f"packages/{one}" for one in ("my-course-moodle.mbz", "my-course-canvas.imscc"))
        assert all(re.search(hook["files"], name) for name in given.split())
    done = run(f"{hook['entry']} {given}", course)
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_the_container_copies_is_here_and_its_commands_exist() -> None:
    text = (ROOT / "Containerfile").read_text(encoding="utf-8")
    copied = [name for line in re.findall(r"^COPY (?!--)(.+)$", text, re.MULTILINE) for name in line.split()[:-1]]
    assert copied and [name for name in copied if not (ROOT / name).exists()] == []
    assert "USER course" in text and "--require-hashes" in text


@pytest.mark.parametrize("block", re.findall(r"```yaml\n(.*?)```", (ROOT / "docs/ci.md").read_text(), re.DOTALL))
def test_the_examples_of_the_guide_are_yaml_with_names_that_exist(block: str) -> None:
    data = yaml.safe_load(block)
    if "jobs" in data:
        (used,) = [one for one in data["jobs"]["course"]["steps"] if "lmsexport" in one["uses"]]
        assert set(used["with"]) <= set(loaded("action.yml")["inputs"])
    elif "repos" in data:
        known = {hook["id"] for hook in loaded(".pre-commit-hooks.yaml")}
        assert {hook["id"] for hook in data["repos"][0]["hooks"]} == known
    else:
        assert set(data["lmsexport"]["variables"]) <= set(loaded("ci/gitlab.yml")["lmsexport"]["variables"])
