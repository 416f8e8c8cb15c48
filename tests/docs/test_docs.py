"""The documentation tells the truth: its commands run, its links lead somewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from lmsexport.lms.base import lmss
from lmsexport.validation.judge import all_rules

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|mailto:|#|item:)([^)\s#]+)(?:#[^)]*)?\)")
MAKE = re.compile(r"^make (\w+)", re.MULTILINE)


def commands(page: Path) -> list[str]:
    """What the page tells its reader to type after a `$ `."""
    blocks = CONSOLE.findall(page.read_text(encoding="utf-8"))
    return [line[2:] for block in blocks for line in block.splitlines() if line.startswith("$ ")]


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", [page for page in PAGES if commands(page)], ids=name)
def test_the_commands_of_a_page_run_in_an_empty_folder(page: Path, tmp_path: Path) -> None:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    for command in commands(page):
        done = subprocess.run(
            command,
            shell=True,
            cwd=tmp_path,
            env=os.environ | {"PATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"$ {command}\n{done.stdout}{done.stderr}"


def test_the_readme_has_commands() -> None:
    assert len(commands(ROOT / "README.md")) >= 3


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_the_links_of_a_page_lead_to_files(page: Path) -> None:
    text = re.sub(r"^(```+|~~~+).*?^\1$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    missing = [link for link in LINK.findall(text) if not (page.parent / link).exists()]
    assert missing == []


def test_every_make_target_of_the_docs_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = {target for page in PAGES for target in MAKE.findall(page.read_text(encoding="utf-8"))}
    assert {"build", "test"} <= named
    assert {target for target in named if not re.search(rf"^{target}\b.*:", makefile, re.MULTILINE)} == set()


@pytest.mark.parametrize(("name", "which"), [("rules.md", []), ("lms-rules.md", ["--lms"])])
def test_the_pages_of_rules_are_written_from_the_rules(name: str, which: list[str]) -> None:
    command = ["rules", *which, "--markdown"]
    done = subprocess.run([sys.executable, "-m", "lmsexport", *command], capture_output=True, text=True, check=True)
    page = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert page == done.stdout, f"write the page again: lmsexport {' '.join(command)} > docs/{name}"


def test_every_rule_stands_on_the_page() -> None:
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert [rule.id for rule in all_rules() if f"### {rule.id}\n" not in page] == []
    page = (ROOT / "docs" / "lms-rules.md").read_text(encoding="utf-8")
    known = [rule for lms in lmss().values() for rule in lms.rules]
    assert [rule.id for rule in known if f"### {rule.id}\n" not in page] == []
