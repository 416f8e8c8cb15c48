"""Every mutant is another file that can still be read, and a seed draws the same ones again."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from conftest import ROOT
from mutation.__main__ import draw, rooms
from mutation.mutants import mutants

PYTHON = '''"""Says what it is."""

def f(a: "str", b: int = 1) -> bool:
    """Is no statement."""
    if a == "ü" and not b < 2:
        raise ValueError(f"{a == b}")
    return True

def g() -> None:
    return None
'''
SCRIPT = """// true && false
  if (a === b && !c) this.count(10, true);
  return a;
"""
TEMPLATE = """{% if a.b %}
<visible>1</visible>
<name>{{ 1 if a.c else 0 }}</name>
<file href="x.xml"/>
{% endif %}
"""


def changed(name: str, text: str, tmp_path: Path) -> set[tuple[str, str]]:
    (tmp_path / name).write_text(text, encoding="utf-8")
    before = text.splitlines()
    found = set()
    for mutant in mutants(tmp_path, Path(name)):
        after = mutant.of(text.encode()).decode().splitlines()
        found |= {(mutant.kind, new.strip()) for old, new in zip(before, after, strict=True) if old != new}
    return found


def test_python(tmp_path: Path) -> None:
    assert changed("a.py", PYTHON, tmp_path) == {
        ("constant", 'def f(a: "str", b: int = (2)) -> bool:'),
        ("logic", "if (a == 'ü' or not b < 2):"),
        ("comparison", "if (a != 'ü') and not b < 2:"),
        ("text", """if a == ('üx') and not b < 2:"""),
        ("negation", 'if a == "ü" and (b < 2):'),
        ("comparison", 'if a == "ü" and not (b <= 2):'),
        ("constant", 'if a == "ü" and not b < (3):'),
        ("statement", "pass"),
        ("statement", "return None"),
        ("logic", "return (False)"),
    }


def test_scripts(tmp_path: Path) -> None:
    assert changed("a.js", SCRIPT, tmp_path) == {
        ("comparison", "if (a !== b && !c) this.count(10, true);"),
        ("logic", "if (a === b || !c) this.count(10, true);"),
        ("logic", "if (a === b && !c) this.count(10, false);"),
        ("negation", "if (a === b && c) this.count(10, true);"),
        ("constant", "if (a === b && !c) this.count(101, true);"),
        ("statement", ""),
    }


def test_templates(tmp_path: Path) -> None:
    assert changed("a.j2", TEMPLATE, tmp_path) == {
        ("branch", "{% if not a.b %}"),
        ("element", ""),
        ("constant", "<visible>0</visible>"),
        ("choice", "<name>{{ 1 if not a.c else 0 }}</name>"),
        ("constant", '<file href="x.xml1"/>'),
    }


def test_the_code_has_mutants_of_each_kind_and_a_seed_draws_them_again() -> None:
    drawn = draw(200, 1, "")
    assert drawn == draw(200, 1, "") != draw(200, 2, "")
    assert {(mutant.kind, mutant.path.suffix) for mutant in drawn} >= {
        (kind, ".py") for kind in ("comparison", "logic", "negation", "choice", "constant", "text", "statement")
    } | {(kind, ".js") for kind in ("comparison", "logic", "negation", "constant", "statement")} | {
        (kind, ".j2") for kind in ("element", "constant", "branch", "logic", "choice")
    }
    for mutant in drawn:
        content = (ROOT / mutant.path).read_bytes()
        assert mutant.of(content) != content
        if mutant.path.suffix == ".py":
            ast.parse(mutant.of(content))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("src/lmsexport/formats/moodle/read/question_bank.py", ["tests/formats/moodle"]),
        ("src/lmsexport/formats/base.py", ["tests/formats"]),
        ("src/lmsexport/engine/build.py", ["tests/engine"]),
        ("src/lmsexport/errors.py", []),
        ("templates/html/questions/essay.html.j2", ["tests/formats/html"]),
        ("templates/player/assets/play.js", ["tests/formats/scorm", "tests/formats/cmi5"]),
    ],
)
def test_a_file_has_the_tests_of_its_room(path: str, expected: list[str]) -> None:
    assert rooms(Path(path), ROOT) == expected
