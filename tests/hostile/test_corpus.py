"""Hundreds of damaged packages: the judge says what is wrong with each, and neither falls, nor hangs, nor leaks.

Nothing of them stands in the repository: they are made of sound packages, each by its name, so that the same name
gives the same package again. `cases.damaged` makes one again.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import DEEP
from hostile.cases import cases
from hostile.seeds import own, real
from hostile.worker import SECRET

pytestmark = pytest.mark.deep

TESTS = Path(__file__).parents[1]


class Worker:
    """The judge in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "packages"
        temporary = folder / "tmp"
        for place in (self.folder, temporary):
            place.mkdir()
        (folder / "secret").write_text(SECRET, encoding="utf-8")
        paths = os.pathsep.join((str(TESTS), str(TESTS.parent)))
        environment = os.environ | {"TMPDIR": str(temporary), "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "hostile.worker", str(self.folder)],
            cwd=folder, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def judge(self, packages: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, dict[str, Any]]]:
        """What happened to each package. While one is judged, the next is made."""
        waiting: list[Path] = []
        for name, data in packages:
            path = self.folder / name.replace("/", "--")
            path.write_bytes(data)
            assert self.process.stdin is not None
            print(path, file=self.process.stdin, flush=True)
            waiting.append(path)
            if len(waiting) > 1:
                yield waiting[0].name, self._answer(waiting.pop(0))
        yield from ((path.name, self._answer(path)) for path in waiting)

    def _answer(self, path: Path) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        path.unlink()
        return dict(json.loads(line)) if line else {"wrong": ["the process died, here or before"], "memory": 0}

    def left(self) -> list[str]:
        """What stands in its folders."""
        return sorted(path.name for path in self.folder.parent.rglob("*"))


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    found = Worker(tmp_path_factory.mktemp("hostile"))
    with found.process:
        yield found
        assert found.process.stdin is not None
        found.process.stdin.close()


def check(worker: Worker, packages: Iterable[tuple[str, bytes]], least: int) -> None:
    found = dict(worker.judge(packages))
    wrong = {name: row["wrong"] for name, row in found.items() if row["wrong"]}
    assert not wrong, "\n".join(f"{name}: {said[-1]}" for name, said in wrong.items())
    assert len(found) >= least
    assert worker.left() == ["packages", "secret", "tmp"]
    assert max(row["memory"] for row in found.values()) < 1_500_000, "kilobytes"


def test_our_own_packages_damaged(worker: Worker, tmp_path: Path) -> None:
    check(worker, cases(own(tmp_path), range(1), 1 if DEEP else 4), 600 if DEEP else 130)


@pytest.mark.shared
def test_packages_of_other_software_damaged(worker: Worker) -> None:
    check(worker, cases(real(), range(1), 1 if DEEP else 4), 100 if DEEP else 25)
