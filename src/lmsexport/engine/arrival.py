"""What an LMS will make of a package."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lmsexport.errors import UsageError
from lmsexport.lms.base import Arrival, Lms, Remark, lmss
from lmsexport.model import did_you_mean
from lmsexport.validation import Subject


@dataclass(frozen=True, slots=True)
class Expected:
    """The course after the upload, in one version of an LMS."""

    lms: Lms
    version: str
    arrival: Arrival
    again: Sequence[Remark] = ()
    """What the upload does to what stands there from an earlier one."""


def receiver(asked: str) -> tuple[Lms, str]:
    """The LMS and its version that `moodle@4.4` or `canvas` means. Raises `UsageError` with the nearest known one."""
    name, _, version = asked.partition("@")
    known = lmss()
    if name not in known:
        raise UsageError(f"there is no LMS `{name}` ({did_you_mean(name, known)})")
    lms = known[name]
    newest = list(lms.versions)[-1]
    if version and version not in lms.versions:
        raise UsageError(f"the rules of {lms.title} are known for {', '.join(lms.versions)}, not for `{version}`")
    return lms, version or newest


def expected(subject: Subject, asked: str, earlier: Subject | None = None) -> Expected:
    """What an LMS makes of a package, alone or over an earlier one. Raises `UsageError` for a kind it does not take."""
    lms, version = receiver(asked)
    if subject.reader.kind not in lms.kinds:
        takes = ", ".join(sorted(lms.kinds))
        raise UsageError(f"{lms.title} does not take in a package of the kind {subject.reader.kind}, but {takes}")
    again = tuple(lms.again(earlier, subject, version)) if earlier else ()
    return Expected(lms, version, lms.arrives(subject, version), again)
