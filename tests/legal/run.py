"""Try the law on many random courses: `cd tests && PYTHONPATH=.:.. python -m legal.run 1 100 -t moodle`.

Prints a line for each course and target that fails, and at the end how often each kind of message came. Other courses
are tried with `--cases FILE`, a JSON list of courses with `name` and `files`. `--keep FOLDER` writes the courses that
fail into folders, made as small as they can be with `--shrink`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import traceback
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from legal.cases import cases
from legal.course import course
from legal.folder import Folder
from legal.law import SCHEMAS, TARGETS, Fault, RefusedError, faults, prepared
from legal.shrink import shrunk


@dataclass(slots=True)
class Tally:
    """What came of the courses."""

    kinds: defaultdict[tuple[str, str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    """Target, stage and kind of a fault → the courses that show it."""
    tried: int = 0
    refused: int = 0

    def add(self, name: str, found: Iterable[Fault]) -> None:
        """Count the faults of a course, each kind once."""
        for key in dict.fromkeys((fault.target, fault.stage, fault.kind) for fault in found):
            self.kinds[key].append(name)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the law; 1 if anything failed. Stopped by Ctrl-C it says what it has seen."""
    options = _options(arguments)
    os.environ.setdefault("LMSEXPORT_SCHEMAS", str(SCHEMAS))
    tally = Tally()
    with suppress(KeyboardInterrupt):
        for name, folder in _courses(options):
            _try(name, folder, options, tally)
    _summary(tally)
    return int(bool(tally.kinds))


def _try(name: str, folder: Folder, options: argparse.Namespace, tally: Tally) -> None:
    """Print a line for each target that fails a course."""
    tally.tried += 1
    try:
        found = broken(folder, options.target or TARGETS, together=options.together)
    except RefusedError as error:
        tally.refused += 1
        print(f"{name}: refused: {error.problems[0]}", flush=True)
        return
    tally.add(name, found)
    for target in dict.fromkeys(fault.target for fault in found):
        first, *more = [fault for fault in found if fault.target == target]
        print(f"{name}: {_line(str(first))}{f' (+{len(more)})' if more else ''}", flush=True)
    if options.keep and found:
        _keep(options, name, folder, found)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("legal.run", description=__doc__)
    parser.add_argument("first", type=int, nargs="?", help="number of the first course")
    parser.add_argument("last", type=int, nargs="?", help="number of the last course; the first by default")
    parser.add_argument("-t", "--target", action="append", choices=TARGETS, help="only this target; can be repeated")
    parser.add_argument("--together", action="store_true", help="hold the packages of a course against each other, too")
    parser.add_argument("--cases", type=Path, metavar="FILE", help="the courses of a JSON file")
    parser.add_argument("--name", action="append", help="of the cases only this one; can be repeated")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="write courses that fail to FOLDER/<number>")
    parser.add_argument("--shrink", action="store_true", help="with --keep: for each kind of fault the smallest course")
    options = parser.parse_args(arguments)
    if (options.first is None) == (options.cases is None):
        parser.error("name the courses by numbers, or by --cases")
    return options


def _courses(options: argparse.Namespace) -> Iterator[tuple[str, Folder]]:
    if options.cases:
        yield from ((name, folder) for name, folder in cases(options.cases) if name in (options.name or (name,)))
        return
    for seed in range(options.first, (options.last or options.first) + 1):
        yield str(seed), prepared(course(seed))


def broken(folder: Folder, targets: Sequence[str], *, together: bool = False) -> list[Fault]:
    """The faults of a course. A crash of what looks for them is a fault, too."""
    with TemporaryDirectory() as temporary:
        root = Path(temporary)
        try:
            return list(faults(folder.write(root / "course"), root / "out", targets, together=together))
        except RefusedError:
            raise
        except Exception as error:
            traceback.print_exc()
            return [Fault("law", "crash", type(error).__name__, str(error))]


def _keep(options: argparse.Namespace, name: str, folder: Folder, found: list[Fault]) -> None:
    """Write a course that fails; with --shrink one for each kind of fault that has no folder yet."""
    if not options.shrink:
        folder.write(_emptied(options.keep / name))
        return
    for fault in {(fault.target, fault.kind): fault for fault in found}.values():
        place = options.keep / fault.target / "".join(c if c.isalnum() or c in " -" else "_" for c in fault.kind)[:80]
        if place.exists():
            continue

        def fails(smaller: Folder, fault: Fault = fault) -> bool:
            return any(each.kind == fault.kind for each in broken(smaller, [fault.target]))

        shrunk(folder, fails).write(_emptied(place))
        print(f"  kept {place}", flush=True)


def _emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def _line(text: str, most: int = 240) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _summary(tally: Tally) -> None:
    failed = {name for names in tally.kinds.values() for name in names}
    print(f"\n{tally.tried} courses, {tally.refused} refused by check, {len(failed)} fail")
    for (target, stage, kind), names in sorted(tally.kinds.items(), key=lambda entry: (entry[0][0], -len(entry[1]))):
        print(f"{len(names):5}  {target:14} {stage:9} {_line(kind, 120)}  [{', '.join(names[:5])}]")


if __name__ == "__main__":
    sys.exit(main())
