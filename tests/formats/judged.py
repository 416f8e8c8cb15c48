"""Packages in front of the judge, for tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from conftest import SHARED
from formats.exporting import ACCEPTS, CONTEXT, GOLDEN
from lmsexport.errors import Severity
from lmsexport.formats.base import formats
from lmsexport.packaging import Package
from lmsexport.packaging.archive import write_package
from lmsexport.validation import Breach
from lmsexport.validation.judge import Finding, Judgement, judge
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


def says_as_read(found: Judgement, id: str, room: str) -> None:
    """The findings of a rule say what stands in `tests/golden/findings`: where, by the text of the line, and what.

    Line numbers change with what stands before; the text that a finding points to does not.
    """
    findings = [finding for finding in found.findings if finding.rule.id == id]
    written = "\n".join(line for finding in islice(findings, 3) for line in _lines(found, finding))
    path = GOLDEN / "findings" / f"{room}.txt"
    blocks = path.read_text(encoding="utf-8").strip().split("\n\n") if path.exists() else []
    golden = {name: block for name, _, block in (block.partition("\n") for block in blocks)}
    if ACCEPTS:
        golden[id] = written
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n\n".join(f"{id}\n{golden[id]}" for id in sorted(golden)) + "\n", encoding="utf-8")
    assert written == golden.get(id), f"{path.name}: `make golden` accepts it"


def _lines(found: Judgement, finding: Finding) -> Iterator[str]:
    breach, at = finding.breach, ""
    if breach.line and found.subject is not None:
        at = found.subject.contents.read(breach.member).decode(errors="replace").split("\n")[breach.line - 1].strip()
    yield f"  {breach.member or 'the package'}: {at[:80]}".rstrip().rstrip(":")
    yield f"  {breach.what}"
    yield f"  {finding.mend}"


@cache
def store() -> Store:
    """The official schemas, where they are; else an empty store."""
    return Store(SHARED / "schemas")
