"""The format that CONTRIBUTING.md adds in one afternoon keeps the contract, and with a mistake in it does not."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path
from types import ModuleType

import pytest
from lxml import etree

from engine import small
from lmsexport.testing import FormatContract

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "CONTRIBUTING.md"
BLOCK = re.compile(r"^ {3}```\w+ file=(\S+)\n(.*?)^ {3}```$", re.MULTILINE | re.DOTALL)


def files() -> dict[str, str]:
    """The files that the page writes, each from its blocks."""
    written: dict[str, str] = {}
    for name, block in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        written[name] = written.get(name, "") + textwrap.dedent(block) + "\n\n"
    return written


CODE = files()["lmsexport_outline.py"]


def install(folder: Path) -> Path:
    """The format as a package of somebody else."""
    info = folder / "outline-1.0.dist-info"
    info.mkdir(parents=True)
    for name, text in files().items():
        (folder / name).write_text(text, encoding="utf-8")
    groups = re.sub(r'^\[project\.entry-points\."(.*)"\]', r"[\1]", files()["entry_points"], flags=re.MULTILINE)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: outline\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(groups.replace('"', ""), encoding="utf-8")
    return folder


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    return install(tmp_path / "installed")


def run(installed: Path, *arguments: str, code: int = 0) -> str:
    environment = os.environ | {"PYTHONPATH": str(installed)}
    command = [sys.executable, "-m", *arguments]
    done = subprocess.run(command, cwd=installed.parent, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


def test_it_keeps_the_contract(installed: Path) -> None:
    laws = [name for name in vars(FormatContract) if name.startswith("test_")]
    said = run(installed, "pytest", "-q", "-p", "no:cacheprovider", str(installed / "test_outline.py"))
    assert f"{len(laws)} passed" in said and "skipped" not in said


def test_it_works_like_ours(installed: Path) -> None:
    small.write(installed.parent / "source")
    assert "outline: Outline" in run(installed, "lmsexport", "formats")
    rows = map(str.split, run(installed, "lmsexport", "formats", "--matrix").splitlines())
    assert "outline outline Outline – – –".split() in rows, "read back, without rules, simulations and schemas"
    assert "left out" in run(installed, "lmsexport", "build", "-t", "outline")
    assert ": unchanged" in run(installed, "lmsexport", "build", "-t", "outline")
    said = run(installed, "lmsexport", "inspect", "dist/small-outline.zip")
    assert "Outline" in said
    (installed / "outline-1.0.dist-info").rename(installed / "outline-1.1.dist-info")
    assert ": unchanged" not in run(installed, "lmsexport", "build", "-t", "outline"), "another version builds again"


RETURN = "        return package\n"
MISTAKES = {
    "a feature without a word": ('"Course.title": Adapted', '"Course.titel": Adapted', "declares_every_feature"),
    "a value that no field has": ('"Course.modules": CARRIED', '"Lab.opens=tab": CARRIED', "declares_every_feature"),
    "a pass that forgets words": ("becomes=capital, shortens=True", "becomes=capital", "no_word_is_lost"),
    "a pass that never ends": ("node.title.upper()", 'node.title + "!"', "lowering_twice"),
    "a writer that forgets": ('f"# {module.title}"', '"# Module"', "says_what_its_lowered_course_says"),
    "a reader that is blind": ("(line[2:], [])", '("", [])', "says_what_its_lowered_course_says"),
    "a reader that lacks something": ('    kind: ClassVar[str] = "outline"\n', "", "all_that_readers_have"),
    "a document that is none": (RETURN, f'        package.add("a.xml", "<a>")\n{RETURN}', "well_formed"),
    "a private text": (
        RETURN,
        f'        package.add("a", course.course.model_dump_json())\n{RETURN}',
        "no_private_text",
    ),
}
"""What is wrong → the right line, the wrong one, and the law that it breaks."""


@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_contract_finds(mistake: str, monkeypatch: pytest.MonkeyPatch) -> None:
    right, wrong, law = MISTAKES[mistake]
    assert right in CODE
    contract = contract_of(CODE.replace(right, wrong), monkeypatch)
    (name,) = [name for name in vars(FormatContract) if name.startswith("test_") and law in name]
    with pytest.raises((AssertionError, etree.XMLSyntaxError)):
        getattr(contract, name)()


def test_the_contract_finds_bytes_that_depend_on_the_process(installed: Path) -> None:
    change(installed, 'f"{line}\\n" for line in lines', 'f"{line}\\n" for line in {*lines}')
    said = run(installed, "pytest", "-q", "-k", "same_bytes", str(installed / "test_outline.py"), code=1)
    assert "1 failed" in said


def test_without_a_reader_nothing_is_called_proven(installed: Path) -> None:
    change(installed, 'reader: ClassVar[str | None] = "outline"', "reader: ClassVar[str | None] = None")
    said = run(installed, "pytest", "-q", "-rs", str(installed / "test_outline.py"))
    assert "3 skipped" in said and "not proven: no reader" in said and "failed" not in said


def change(installed: Path, right: str, wrong: str) -> None:
    assert right in CODE
    (installed / "lmsexport_outline.py").write_text(CODE.replace(right, wrong), encoding="utf-8")


def test_the_places_that_it_names_exist() -> None:
    text = PAGE.read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z0-9_/]+/(?:[a-z_]+\.(?:py|js))?)`", text))
    roots = [ROOT, ROOT / "src" / "lmsexport", ROOT / "src" / "lmsexport" / "formats"]
    assert {"model/scoring.py", "tests/cases/questions/"} <= named
    assert {place for place in named if not any((root / place).exists() for root in roots)} == set()


def contract_of(code: str, monkeypatch: pytest.MonkeyPatch) -> FormatContract:
    """The contract of a format that stands nowhere but here."""
    module = ModuleType("lmsexport_outline")
    exec(compile(code, "lmsexport_outline.py", "exec"), vars(module))
    monkeypatch.setattr("lmsexport.testing.contract.format_named", lambda name: module.TextOutline())
    monkeypatch.setattr("lmsexport.testing.contract.reader_of", lambda target: module.TextOutlineReader())
    contract = FormatContract()
    contract.target = "outline"
    return contract
