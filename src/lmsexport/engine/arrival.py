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
from lmsexport.validation.judge import NOT_TAKEN, UNKNOWN_KIND, Finding, Judgement, recognised, surely


@dataclass(frozen=True, slots=True)
class Expected:
    """The course after the upload, in one version of an LMS."""

    lms: Lms
    version: str
    arrival: Arrival
    again: Sequence[Remark] = ()
    """What the upload does to what stands there from an earlier one."""


class Receiver(AbstractContextManager["Receiver"]):
    """An LMS in one version, as `moodle@4.4` or `canvas` names it, and what stands there from an earlier upload."""

    def __init__(self, asked: str, over: Path | None = None) -> None:
        """Raises `UsageError` with the nearest known LMS, and for an earlier package that cannot be read or taken."""
        self.lms, self.version = receiver(asked)
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

    def expects(self, found: Judgement) -> Expected | None:
        """What the LMS makes of a package. None for a kind of which nothing is known, which `unchecked` says then; a
        package of which nothing arrives has a finding."""
        if found.subject is None or found.kind == UNKNOWN_KIND:
            return None
        if found.kind not in self.lms.kinds:
            found.unchecked.append(_unknown(self.lms, found.title))
            return None
        with surely(found, f"what {self.lms.title} makes of it"):
            again = tuple(self.lms.again(self._earlier, found.subject, self.version)) if self._earlier else ()
            expected = Expected(self.lms, self.version, self.lms.arrives(found.subject, self.version), again)
            found.arrival = as_data(expected)
            if _is_empty(expected.arrival.outline) and not _is_empty(found.subject.outline):
                why = "; ".join(dict.fromkeys(one.rule.says.rstrip(".") for one in expected.arrival.remarks))
                breach = Breach(f"nothing of it arrives in {self.lms.title} {self.version}: {why}")
                found.findings.append(Finding(NOT_TAKEN, breach))
            return expected
        return None


def receiver(asked: str) -> tuple[Lms, str]:
    """The LMS and its version that a user means. Raises `UsageError` with the nearest known one."""
    name, at, version = asked.partition("@")
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


def as_data(found: Expected) -> dict[str, Any]:
    """What an LMS makes of a package, as plain data."""
    return {
        "lms": found.lms.name,
        "version": found.version,
        "seen_in": found.lms.versions[found.version],
        **_course(found.arrival.outline),
        "remarks": _remarks(found.arrival.remarks),
        "again": _remarks(found.again),
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
            "rule": one.rule.id,
            "effect": one.effect,
            "what": one.what,
            "says": one.rule.says,
            "source": one.rule.source,
            "tried": one.rule.tried,
        }
        for one in remarks
    ]
