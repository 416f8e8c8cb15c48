"""Packages in front of the judge, for tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from conftest import SHARED
from formats.exporting import CONTEXT
from lmsexport.errors import Severity
from lmsexport.formats.base import formats
from lmsexport.packaging import Package
from lmsexport.packaging.archive import write_package
from lmsexport.validation import Breach
from lmsexport.validation.judge import Judgement, judge
from lmsexport.validation.store import Store

Change = Callable[[bytes], bytes]


@contextmanager
def judged(target: str, package: Package, changes: dict[str, Change | None] | None = None) -> Iterator[Judgement]:
    """The judgement of a package, with members changed by a function, or taken out by None."""
    format = formats()[target]
    changed = _changed(package, changes or {})
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"package{format.extension}"
        write_package(changed, format.archive, path, CONTEXT.when)
        with judge(path, store()) as found:
            yield found


def _changed(package: Package, changes: dict[str, Change | None]) -> Package:
    names = {part.name for part in package}
    assert changes.keys() <= names, f"{changes.keys() - names} are not in the package"
    changed = Package()
    for part in package:
        change = changes.get(part.name, _same)
        if change is _same:
            changed.add(part.name, part.content)
        elif change is not None:
            with part.open() as file:
                before = file.read()
            after = change(before)
            assert after != before, f"nothing was changed in {part.name}"
            changed.add(part.name, after)
    return changed


def _same(content: bytes) -> bytes:
    return content


def replaced(old: str, new: str, times: int = -1) -> Change:
    """A change that writes another text in place of one."""
    return lambda content: content.decode().replace(old, new, times).encode()


def broken(found: Judgement) -> set[str]:
    """The ids of the rules that a package breaks, notes too."""
    return {finding.rule.id for finding in found.findings}


def faults(found: Judgement) -> list[tuple[str, Breach]]:
    """All that is wrong with a package; a note says nothing of the kind."""
    return [(one.rule.id, one.breach) for one in found.findings if one.rule.severity is not Severity.NOTE]


@cache
def store() -> Store:
    """The official schemas, where they are; else an empty store."""
    return Store(SHARED / "schemas")
