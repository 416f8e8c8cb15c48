"""Judge a package: what it is, what is in it, and everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar

from lmsexport.errors import Severity
from lmsexport.validation import not_a_package, promises, rules_archive, rules_html, rules_leaks, rules_schemas
from lmsexport.validation.archives import PackageError
from lmsexport.validation.contents import Contents
from lmsexport.validation.outline import Outline
from lmsexport.validation.private import PrivateTexts
from lmsexport.validation.reader import (
    MOST,
    Breach,
    Reader,
    Rule,
    Subject,
    checked_elsewhere,
    main_documents,
    readers,
    rule,
)
from lmsexport.validation.store import Store


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that a package does not keep, and where."""

    rule: Rule
    breach: Breach

    @property
    def mend(self) -> str:
        """What to do about it, without a full stop."""
        return (self.breach.mend or self.rule.mend).rstrip(".")


@dataclass(slots=True)
class Judgement:
    """What was found in a package. It holds the package open: use it in a `with` block."""

    path: Path
    kind: str = "unknown"
    """Short name of the kind, as `Reader.kind`."""
    title: str = "not recognised"
    """The kind with its version, as users read it."""
    findings: list[Finding] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)
    """What could not be checked, and why: a sentence each."""
    unread: list[str] = field(default_factory=list)
    """What the package holds and its reader does not understand: a sentence each."""
    arrival: Mapping[str, Any] | None = None
    """What an LMS makes of it, as plain data; None where nobody asked, or the LMS does not take it in."""
    subject: Subject | None = None
    _open: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Judgement:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        """Close the package; what was found in it stays."""
        self.subject = None
        self._open.close()

    @property
    def errors(self) -> int:
        """How many findings keep the package from importing, or lose something."""
        return self._counted(Severity.ERROR)

    @property
    def warnings(self) -> int:
        """How many findings change something."""
        return self._counted(Severity.WARNING)

    @property
    def notes(self) -> int:
        """How many findings are good to know, and cannot be otherwise."""
        return self._counted(Severity.NOTE)

    def _counted(self, severity: Severity) -> int:
        return sum(finding.rule.severity is severity for finding in self.findings)


UNKNOWN_KIND = "unknown"


class _Unknown(Reader):
    """The reader of what no other recognises."""

    kind: ClassVar[str] = UNKNOWN_KIND
    title: ClassVar[str] = "not recognised"

    def recognises(self, contents: Contents) -> str:  # noqa: ARG002
        return self.title

    def read(self, contents: Contents) -> Outline:  # noqa: ARG002
        return Outline(unread=("no reader recognises the package",))


UNREADABLE = rule(
    "archive-unreadable",
    "The file is a zip or tar archive, a folder, or a file of questions, and can be opened.",
    source="APPNOTE.TXT; POSIX.1-2017, pax; RFC 1952",
    mend="download or build the package again",
    tried=True,
)(checked_elsewhere)

_REASONS = frozenset("archive-damaged archive-empty archive-encrypted archive-folder-around archive-packing".split())
"""Rules whose breach tells already why a package is not recognised."""

UNKNOWN = rule(
    "package-unknown",
    "The package is of a kind that lmsexport knows.",
    source="imsmanifest.xml, cmi5.xml or moodle_backup.xml at the top of an archive; or a file of questions",
    mend="check that it is the right file; `lmsexport inspect` shows what is in it",
    tried=True,
)(checked_elsewhere)

NOT_TAKEN = rule(
    "package-not-taken",
    "The LMS that `--for` names takes in something of the package.",
    source="the rules of the LMS, each with its own source: `lmsexport rules --lms`",
    mend="build a kind, or a version, that it takes",
    tried=True,
)(checked_elsewhere)

BROKEN_RULE = rule(
    "judge-failed",
    "Every rule can be checked on every package.",
    source="lmsexport itself, which no package may confuse",
    mend="this is a bug of lmsexport: report it, with the package if you may",
    tried=True,
)(checked_elsewhere)

GENERAL = (*rules_archive.RULES, *rules_leaks.RULES, *rules_html.RULES)
"""The rules for packages of every kind."""

_NAMED = 3
"""Members that a sentence names."""

OWN = (UNREADABLE, UNKNOWN, NOT_TAKEN, BROKEN_RULE, rules_schemas.INVALID, rules_schemas.LOOSE)
"""Rules that the judge itself looks after."""


def all_rules() -> list[Rule]:
    """Every rule there is, by id."""
    of_readers = (rule for reader in readers() for rule in reader.rules)
    by_id = {rule.id: rule for rule in (*OWN, *promises.RULES, *GENERAL, *of_readers)}
    return [by_id[id] for id in sorted(by_id)]


def judge(path: Path, store: Store | None = None) -> Judgement:
    """Judge what stands at a path. Never raises for anything in the package."""
    judgement = Judgement(path)
    try:
        contents = judgement._open.enter_context(Contents(path))
    except PackageError as error:
        judgement.findings.append(Finding(UNREADABLE, Breach(str(error))))
        return judgement
    judgement.subject = subject = _recognised(contents, judgement)
    judgement.kind, judgement.title = subject.reader.kind, subject.kind
    for requirement in (*GENERAL, *subject.reader.rules):
        with recording_crash(judgement, f"the rule {requirement.id}"):
            judgement.findings += _findings(requirement, requirement.check(subject))
    if subject.reader.kind == UNKNOWN_KIND:
        if not any(finding.rule.id in _REASONS for finding in judgement.findings):
            judgement.findings.append(Finding(UNKNOWN, not_a_package.identify(contents)))
        return judgement
    with recording_crash(judgement, "the rule xml-schema"):
        checked = rules_schemas.checked(subject, store or Store())
        judgement.findings += _findings(rules_schemas.INVALID, checked.invalid)
        judgement.findings += _findings(rules_schemas.LOOSE, checked.loose)
        judgement.unchecked = checked.unchecked
    with recording_crash(judgement, "what the package holds"):
        judgement.unread = list(subject.outline.unread)
    judgement.unchecked += _second_kinds(subject)
    for why, names in contents.unchecked.items():
        more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
        judgement.unchecked.append(f"{why} ({', '.join(names[:_NAMED])}{more})")
    return judgement


def _second_kinds(subject: Subject) -> Iterator[str]:
    own = subject.reader.main_document
    for name in main_documents() if own in subject.contents else ():
        if name != own and name in subject.contents:
            yield f"{name}: the package is judged as {subject.reader.title}, and may be of a second kind as well"


class CrossChecks:
    """Judges packages of one course together: one after the other, as each has been judged alone."""

    def __init__(self, private: PrivateTexts) -> None:
        self._claims = promises.ClaimIndex()
        self._private = private
        """What the labs bundles among them keep to themselves."""

    def __call__(self, judgement: Judgement) -> None:
        """Add to a judgement what its package says differently from an earlier one, and what it should not say."""
        if (subject := judgement.subject) is None:
            return
        with recording_crash(judgement, "what it has in common with the other packages"):
            claims = promises.PackageClaims(
                judgement.path.as_posix(), subject.outline, has_points=subject.reader.has_points
            )
            judgement.findings += [Finding(promise, breach) for promise, breach in self._claims.broken_by(claims)]
        with recording_crash(judgement, "whether it keeps what is private"):
            if not subject.reader.holds_private_texts:
                breaches = rules_leaks.private_in(subject.contents, self._private)
                judgement.findings += [Finding(promises.PRIVATE_TEXT, breach) for breach in breaches]


def recognised(contents: Contents) -> Subject:
    """The package with the reader that knows its kind; one that knows nothing of it when there is none."""
    return _recognised(contents, Judgement(contents.path))


def _findings(rule: Rule, breaches: Iterable[Breach]) -> Iterator[Finding]:
    for number, breach in enumerate(breaches):
        if number == MOST:
            yield Finding(rule, Breach(f"there are more such places: the first {MOST:,} are listed"))
            return
        yield Finding(rule, breach)


def _recognised(contents: Contents, judgement: Judgement) -> Subject:
    for reader in readers():
        with recording_crash(judgement, f"whether it is a {reader.title}"):
            if kind := reader.recognises(contents):
                return Subject(contents, reader, kind)
    return Subject(contents, _Unknown(), _Unknown.title)


@contextmanager
def recording_crash(judgement: Judgement, what: str) -> Iterator[None]:
    """Do something with a package: one that makes a rule or a reader stumble is said, and nothing is raised."""
    try:
        yield
    except Exception as error:
        message = f"{what} could not be checked: {type(error).__name__}: {error}"
        judgement.findings.append(Finding(BROKEN_RULE, Breach(message)))
