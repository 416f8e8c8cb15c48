"""What an LMS will make of a package."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lmsexport.errors import UsageError
from lmsexport.lms.base import Arrival, Lms, Remark, lmss
from lmsexport.model import did_you_mean
from lmsexport.validation import Breach, Contents, Outline, PackageError, Subject, readers
from lmsexport.validation.judge import NOT_TAKEN, UNKNOWN_KIND, Finding, Judgement, recognised, recording_crash


@dataclass(frozen=True, slots=True)
class Expected:
    """The course after the upload, in one version of an LMS."""

    lms: Lms
    version: str
    arrival: Arrival
    again: Sequence[Remark] = ()
    """What the upload does to what stands there from an earlier one."""


class ImportSimulator(AbstractContextManager["ImportSimulator"]):
    """An LMS in one version, as `moodle@4.4` or `canvas` names it, and what stands there from an earlier upload."""

    def __init__(self, name_and_version: str, over: Path | None = None) -> None:
        """Raises `UsageError` with the nearest known LMS, and for an earlier package that cannot be read or taken."""
        self.lms, self.version = simulator(name_and_version)
        self._open = ExitStack()
        self._earlier: Subject | None = None
        if over:
            try:
                self._earlier = recognised(self._open.enter_context(Contents(over)))
            except PackageError as error:
                raise UsageError(f"{over.as_posix()}: {error}") from error
            if self._earlier.reader.kind not in self.lms.kinds:
                raise UsageError(f"{over.as_posix()}: {_unknown(self.lms, self._earlier.kind)}")

    def __exit__(self, *_: object) -> None:
        """Close the earlier package."""
        self._open.close()

    def run(self, judgement: Judgement) -> Expected | None:
        """What the LMS makes of a package. None for a kind of which nothing is known, which `unchecked` says then; a
        package of which nothing arrives has a finding."""
        if judgement.subject is None or judgement.kind == UNKNOWN_KIND:
            return None
        if judgement.kind not in self.lms.kinds:
            judgement.unchecked.append(_unknown(self.lms, judgement.title))
            return None
        with recording_crash(judgement, f"what {self.lms.title} makes of it"):
            again = tuple(self.lms.reimport(self._earlier, judgement.subject, self.version)) if self._earlier else ()
            expected = Expected(self.lms, self.version, self.lms.simulate(judgement.subject, self.version), again)
            judgement.arrival = as_data(expected)
            if _is_empty(expected.arrival.outline) and not _is_empty(judgement.subject.outline):
                why = "; ".join(dict.fromkeys(remark.rule.says.rstrip(".") for remark in expected.arrival.remarks))
                breach = Breach(f"nothing of it arrives in {self.lms.title} {self.version}: {why}")
                judgement.findings.append(Finding(NOT_TAKEN, breach))
            return expected
        return None


def simulator(name_and_version: str) -> tuple[Lms, str]:
    """The LMS and its version that a user means. Raises `UsageError` with the nearest known one."""
    name, at, version = name_and_version.partition("@")
    name, known = name.lower(), lmss()
    if name not in known:
        raise UsageError(f"there is no LMS `{name}` ({did_you_mean(name, known)})")
    lms = known[name]
    newest = list(lms.versions)[-1]
    if at and version not in lms.versions:
        raise UsageError(f"the rules of {lms.title} are known for {', '.join(lms.versions)}, not for `{version}`")
    return lms, version or newest


def _unknown(lms: Lms, kind: str) -> str:
    titles = [reader.title for reader in readers() if reader.kind in lms.kinds]
    return f"what {lms.title} makes of a {kind}: there are no rules for that here, but for {', '.join(titles)}"


def _is_empty(outline: Outline) -> bool:
    """Whether there is nothing that a student could open, and no question."""
    return not any(outline.items) and not any(outline.questions)


def as_data(expected: Expected) -> dict[str, Any]:
    """What an LMS makes of a package, as plain data."""
    return {
        "lms": expected.lms.name,
        "version": expected.version,
        "seen_in": expected.lms.versions[expected.version],
        **_course(expected.arrival.outline),
        "remarks": _remarks(expected.arrival.remarks),
        "again": _remarks(expected.again),
    }


def _course(outline: Outline) -> dict[str, Any]:
    return {
        "title": outline.title,
        "modules": [
            {
                "title": module.title,
                "items": [
                    {
                        "kind": item.kind,
                        "title": item.title,
                        "url": item.url,
                        "questions": len(item.questions),
                        "settings": dict(item.settings),
                    }
                    for item in module.items
                ],
            }
            for module in outline.modules
        ],
        "banks": [{"title": bank.title, "questions": len(bank.questions)} for bank in outline.banks],
        "tools": dict(outline.tools),
    }


def _remarks(remarks: Iterable[Remark]) -> list[dict[str, Any]]:
    return [
        {
            "rule": remark.rule.id,
            "effect": remark.effect,
            "what": remark.what,
            "says": remark.rule.says,
            "source": remark.rule.source,
            "tried": remark.rule.tried,
        }
        for remark in remarks
    ]
