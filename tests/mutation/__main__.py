"""`python -m mutation`: change one thing at a time, and see whether a test notices.

Works in copies of the tree, so that a run that is stopped leaves the tree as it is. The same seed draws the same
mutants from the same tree: as many of each kind and file as their numbers allow, so that no kind drowns the others.
"""

from __future__ import annotations

import argparse
import difflib
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import islice
from pathlib import Path
from queue import SimpleQueue

from conftest import NODE_PACKAGES, ROOT, SHARED
from mutation.mutants import Mutant, mutants

ALL = ["tests", "--ignore=tests/mutation"]
"""All tests but those of this module, which need the repository."""
TIMEOUT = 1800
"""Seconds after which tests that a mutant keeps from ending count as failed."""
NEAR = {
    "templates/cartridge": ["formats/cartridge", "formats/canvas"], "templates/diff": ["cli"],
    "templates/moodle-xml": ["formats/moodle"], "templates/player": ["formats/scorm", "formats/cmi5"],
    "templates/qti12": ["formats/qti12", "formats/canvas", "formats/cartridge"], "templates/report": ["engine"],
    "templates/setup": ["engine"], "templates/shared": ["formats/cartridge", "formats/moodle", "formats/scorm"],
}  # fmt: skip
"""Folder of templates → the rooms of tests that see its documents first, where the names do not say so."""


def main() -> None:
    """Draw mutants, try each, and print those that no test noticed."""
    parser = argparse.ArgumentParser(prog="mutation", description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("number", type=int, nargs="?", default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="files whose path begins so")
    parser.add_argument("--jobs", type=int, default=1, help="mutants at the same time")
    parser.add_argument("--near", action="store_true", help="only the tests of the mutant's room")
    options = parser.parse_args()
    drawn = draw(options.number, options.seed, options.only)
    with tempfile.TemporaryDirectory(prefix="lmsexport-mutants-") as folder:
        copies: SimpleQueue[Path] = SimpleQueue()
        for number in range(options.jobs):
            copies.put(copy_of_tree(Path(folder) / str(number)))
        if not options.near and not pass_in(Path(folder) / "0", ALL):
            sys.exit("Tests fail without any change, or in a copy of the tree: nothing could be told from that.")

        def survives(mutant: Mutant) -> bool:
            copy = copies.get()
            try:
                return is_unnoticed(mutant, copy, options.near)
            finally:
                copies.put(copy)

        with ThreadPoolExecutor(options.jobs) as pool:
            survivors = 0
            for mutant, survived in zip(drawn, pool.map(survives, drawn), strict=True):
                survivors += survived
                print(described(mutant) if survived else ".", end="", flush=True)
    noticed = len(drawn) - survivors
    print(f"\n{noticed} of {len(drawn)} mutants noticed ({noticed / max(len(drawn), 1):.0%}); seed {options.seed}.")


def draw(number: int, seed: int, only: str) -> list[Mutant]:
    """So many mutants of the tree's code and templates, by turns from each kind, and within a kind from each file."""
    listed = subprocess.run(
        ["git", "ls-files", "src", "templates"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    chance = random.Random(seed)
    kinds: dict[str, dict[Path, list[Mutant]]] = defaultdict(lambda: defaultdict(list))
    for name in listed.stdout.splitlines():
        if name.startswith(only):
            for mutant in mutants_of(Path(name)):
                kinds[f"{mutant.kind} {mutant.path.suffix}"][mutant.path].append(mutant)
    return list(islice(_by_turns([_of_kind(files, chance) for files in kinds.values()]), number))


@cache
def mutants_of(path: Path) -> tuple[Mutant, ...]:
    """All mutants of a file of the tree, which does not change meanwhile."""
    return tuple(mutants(ROOT, path))


def _of_kind(files: dict[Path, list[Mutant]], chance: random.Random) -> Iterator[Mutant]:
    shuffled = [chance.sample(of_file, len(of_file)) for of_file in files.values()]
    chance.shuffle(shuffled)
    return _by_turns([iter(of_file) for of_file in shuffled])


def _by_turns(queues: list[Iterator[Mutant]]) -> Iterator[Mutant]:
    while queues:
        for queue in list(queues):
            if (mutant := next(queue, None)) is None:
                queues.remove(queue)
            else:
                yield mutant


def copy_of_tree(folder: Path) -> Path:
    """A copy of all files that git knows, as they stand, with the packages of npm."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    if NODE_PACKAGES.is_dir():
        (folder / NODE_PACKAGES.relative_to(ROOT)).symlink_to(NODE_PACKAGES)
    return folder


def is_unnoticed(mutant: Mutant, copy: Path, near: bool) -> bool:
    """Whether the tests of the mutant's room pass, and then all others. The copy is as before afterwards."""
    original = (copy / mutant.path).read_bytes()
    (copy / mutant.path).write_bytes(mutant.of(original))
    try:
        first = rooms(mutant.path, copy)
        others = [f"--ignore={room}" for room in first]
        return (not first or pass_in(copy, first)) and (near or pass_in(copy, [*ALL, *others]))
    finally:
        (copy / mutant.path).write_bytes(original)


def rooms(path: Path, root: Path) -> list[str]:
    """The folders of tests that belong to a file, the nearest that there is."""
    folder = path.parts[:2]
    inner = Path(*path.parts[2:]) if folder[0] == "src" else Path("formats", *path.parts[1:])
    guesses = NEAR.get("/".join(folder), [str(parent) for parent in inner.parents if parent.parts][:-1])
    guesses = guesses or [inner.parts[0]]
    existing = [f"tests/{guess}" for guess in guesses if (root / "tests" / guess).is_dir()]
    return existing if "/".join(folder) in NEAR else existing[:1]


def pass_in(copy: Path, arguments: list[str]) -> bool:
    """Whether these tests pass in a copy; those that do not end do not pass."""
    paths = os.pathsep.join([str(copy / "src"), str(copy), str(copy / "tests")])
    environment = os.environ | {"PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1", "LMSEXPORT_SHARED": str(SHARED)}
    command = [sys.executable, "-m", "pytest", "--quiet", "--exitfirst", *arguments]
    try:
        done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, timeout=TIMEOUT, check=False)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def described(mutant: Mutant) -> str:
    """Where a mutant differs, with the lines before and after."""
    content = (ROOT / mutant.path).read_bytes()
    line = content[: mutant.start].count(b"\n") + 1
    before, after = (text.decode().splitlines() for text in (content, mutant.of(content)))
    diff = [
        line for line in difflib.unified_diff(before, after, lineterm="", n=1) if not line.startswith(("---", "+++"))
    ]
    return "\n".join([f"\n{mutant.path}:{line}: {mutant.kind}", *diff, ""])


if __name__ == "__main__":
    main()
