"""Judge a package: what it is, what is in it, and everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar

from lmsexport.errors import Severity
from lmsexport.validation import promises, rules_archive, rules_html, rules_leaks, rules_schemas, strangers
from lmsexport.validation.archives import PackageError
from lmsexport.validation.contents import Contents
from lmsexport.validation.outline import Outline
from lmsexport.validation.private import PrivateTexts
from lmsexport.validation.reader import Document, Subject, readers
from lmsexport.validation.rules import MOST, Breach, Rule, looked_after, rule
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
        return sum(found.rule.severity is severity for found in self.findings)


UNKNOWN_KIND = "unknown"


class _Unknown:
    """The reader of what no other recognises."""

    kind: ClassVar[str] = UNKNOWN_KIND
    title: ClassVar[str] = "not recognised"
    rules: ClassVar[tuple[Rule, ...]] = ()
    rank: ClassVar[int] = 1_000

    def recognises(self, contents: Contents) -> str:  # noqa: ARG002
        return self.title

    def documents(self, contents: Contents) -> Iterable[Document]:  # noqa: ARG002
        return ()

    def read(self, contents: Contents) -> Outline:  # noqa: ARG002
        return Outline(unread=("no reader recognises the package",))


UNREADABLE = rule(
    "archive-unreadable",
    "The file is a zip or tar archive, a folder, or a file of questions, and can be opened.",
    source="APPNOTE.TXT; POSIX.1-2017, pax; RFC 1952",
    mend="download or build the package again",
    tried=True,
)(looked_after)

_REASONS = frozenset("archive-damaged archive-empty archive-encrypted archive-folder-around archive-packing".split())
"""Rules whose breach tells already why a package is not recognised."""

UNKNOWN = rule(
    "package-unknown",
    "The package is of a kind that lmsexport knows.",
    source="imsmanifest.xml, cmi5.xml or moodle_backup.xml at the top of an archive; or a file of questions",
    mend="check that it is the right file; `lmsexport inspect` shows what is in it",
    tried=True,
)(looked_after)

NOT_TAKEN = rule(
    "package-not-taken",
    "The LMS that `--for` names takes in something of the package.",
    source="the rules of the LMS, each with its own source: `lmsexport rules --lms`",
    mend="build a kind, or a version, that it takes",
    tried=True,
)(looked_after)

BROKEN_RULE = rule(
    "judge-failed",
    "Every rule can be checked on every package.",
    source="lmsexport itself, which no package may confuse",
    mend="this is a bug of lmsexport: report it, with the package if you may",
    tried=True,
)(looked_after)

GENERAL = (*rules_archive.RULES, *rules_leaks.RULES, *rules_html.RULES)
"""The rules for packages of every kind."""

_NAMED = 3
"""Members that a sentence names."""

OWN = (UNREADABLE, UNKNOWN, NOT_TAKEN, BROKEN_RULE, rules_schemas.INVALID, rules_schemas.LOOSE)
"""Rules that the judge itself looks after."""


def all_rules() -> list[Rule]:
    """Every rule there is, by id."""
    found = {
        one.id: one for one in (*OWN, *promises.RULES, *GENERAL, *(one for reader in readers() for one in reader.rules))
    }
    return [found[id] for id in sorted(found)]


def judge(path: Path, store: Store | None = None) -> Judgement:
    """Judge what stands at a path. Never raises for anything in the package."""
    found = Judgement(path)
    try:
        contents = found._open.enter_context(Contents(path))
    except PackageError as error:
        found.findings.append(Finding(UNREADABLE, Breach(str(error))))
        return found
    found.subject = subject = _recognised(contents, found)
    found.kind, found.title = subject.reader.kind, subject.kind
    for one in (*GENERAL, *subject.reader.rules):
        with surely(found, f"the rule {one.id}"):
            found.findings += _found(one, one.check(subject))
    if subject.reader.kind == UNKNOWN_KIND:
        if not any(finding.rule.id in _REASONS for finding in found.findings):
            found.findings.append(Finding(UNKNOWN, strangers.told(contents)))
        return found
    with surely(found, "the rule xml-schema"):
        checked = rules_schemas.checked(subject, store or Store())
        found.findings += _found(rules_schemas.INVALID, checked.invalid)
        found.findings += _found(rules_schemas.LOOSE, checked.loose)
        found.unchecked = checked.unchecked
    with surely(found, "what the package holds"):
        found.unread = list(subject.outline.unread)
    if found.kind == "cmi5" and "imsmanifest.xml" in contents:
        found.unchecked.append("imsmanifest.xml: the package is judged as cmi5, and may be of a second kind as well")
    for why, names in contents.unchecked.items():
        more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
        found.unchecked.append(f"{why} ({', '.join(names[:_NAMED])}{more})")
    return found


class Together:
    """Judges packages of one course together: one after the other, as each has been judged alone."""

    def __init__(self, private: PrivateTexts) -> None:
        self._heard = promises.Heard()
        self._private = private
        """What the labs bundles among them keep to themselves."""

    def __call__(self, found: Judgement) -> None:
        """Add to a judgement what its package says differently from an earlier one, and what it should not say."""
        if found.subject is None:
            return
        with surely(found, "what it has in common with the other packages"):
            told = promises.Told(found.path.as_posix(), found.kind, found.subject.outline)
            found.findings += [Finding(promise, breach) for promise, breach in self._heard.broken_by(told)]
        with surely(found, "whether it keeps what is private"):
            if found.kind != rules_leaks.LABS:
                told_all = rules_leaks.private_in(found.subject.contents, self._private)
                found.findings += [Finding(promises.PRIVATE_TEXT, breach) for breach in told_all]


def recognised(contents: Contents) -> Subject:
    """The package with the reader that knows its kind; one that knows nothing of it when there is none."""
    return _recognised(contents, Judgement(contents.path))


def _found(one: Rule, breaches: Iterable[Breach]) -> Iterator[Finding]:
    for number, breach in enumerate(breaches):
        if number == MOST:
            yield Finding(one, Breach(f"there are more such places: the first {MOST:,} are listed"))
            return
        yield Finding(one, breach)


def _recognised(contents: Contents, found: Judgement) -> Subject:
    for reader in readers():
        with surely(found, f"whether it is a {reader.title}"):
            if kind := reader.recognises(contents):
                return Subject(contents, reader, kind)
    return Subject(contents, _Unknown(), _Unknown.title)


@contextmanager
def surely(found: Judgement, what: str) -> Iterator[None]:
    """Do something with a package: one that makes a rule or a reader stumble is said, and nothing is raised."""
    try:
        yield
    except Exception as error:
        said = f"{what} could not be checked: {type(error).__name__}: {error}"
        found.findings.append(Finding(BROKEN_RULE, Breach(said)))
