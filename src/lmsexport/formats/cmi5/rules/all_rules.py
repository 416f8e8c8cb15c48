"""Rules of cmi5 packages that the schema does not say, or that hold where it is not at hand."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from urllib.parse import parse_qsl, unquote, urlsplit

from lxml import etree

from lmsexport.errors import Severity
from lmsexport.formats.cmi5.read.structure import STRUCTURE, said, structure_of
from lmsexport.formats.cmi5.rules.pass_marks import MARK_RULES
from lmsexport.formats.played import sites
from lmsexport.validation import Breach, Rule, Subject, line_of, rule

_MOVE_ON = frozenset({"Passed", "Completed", "CompletedAndPassed", "CompletedOrPassed", "NotApplicable"})
_METHODS = frozenset({"AnyWindow", "OwnWindow"})
_OF_THE_LMS = frozenset({"endpoint", "fetch", "actor", "registration", "activityId"})
"""Names that an LMS adds to the address of a unit (8.1)."""

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")


def _root(subject: Subject) -> etree._Element | None:
    found = structure_of(subject.contents)
    return found[1] if found is not None else None


def _member(subject: Subject) -> str:
    found = structure_of(subject.contents)
    return found[0] if found is not None else STRUCTURE


def _named(subject: Subject, *names: str) -> list[etree._Element]:
    root = _root(subject)
    return list(root.iter(*(f"{{*}}{name}" for name in names))) if root is not None else []


def _called(element: etree._Element) -> str:
    kinds = {"au": "unit", "block": "block", "course": "course", "objective": "objective"}
    kind = kinds.get(etree.QName(element).localname, "part")
    return f"the {kind} “{(said(element, 'title') or element.get('id') or '?')[:60]}”"


def _breach(subject: Subject, element: etree._Element, what: str) -> Breach:
    return Breach(f"{_called(element)} {what}", _member(subject), line_of(element))


@rule(
    "cmi5-structure",
    "The course structure, `cmi5.xml`, can be read.",
    source="cmi5, 14: the structure is called cmi5.xml and keeps to CourseStructure.xsd; 14.1: it lies at the root",
    mend="write the course structure as the specification has it",
    tried=False,
)
def structure(subject: Subject) -> Iterator[Breach]:
    if _root(subject) is None:
        yield Breach("it cannot be read, or its root is not `courseStructure`", _member(subject))


@rule(
    "cmi5-identifier",
    "The course, its blocks, units and objectives have absolute IRIs for identifiers.",
    source="cmi5, 13.1.1 to 13.1.4 (id); RFC 3987; the player of CATAPULT refuses others",
    mend="write an address of your own, for example `https://example.org/course/unit`, or a `urn:uuid:`",
    tried=True,
)
def identifier(subject: Subject) -> Iterator[Breach]:
    for element in _named(subject, "course", "block", "au", "objective"):
        ident = element.get("id")
        if ident is None and element.get("idref") is not None:
            continue
        if not _IRI.fullmatch((ident or "").strip()):
            yield _breach(subject, element, f"has the identifier “{(ident or '')[:60]}”")


@rule(
    "cmi5-duplicate-identifier",
    "No two parts of the course have the same identifier.",
    source="cmi5, 13.1.2 to 13.1.4: it is unique within the course structure; the player of CATAPULT refuses it",
    mend="give each an identifier of its own",
    tried=True,
)
def duplicate_identifier(subject: Subject) -> Iterator[Breach]:
    elements = [one for one in _named(subject, "course", "block", "au", "objective") if one.get("id")]
    counted = Counter(one.get("id") for one in elements)
    for element in {one.get("id"): one for one in elements}.values():
        if (times := counted[element.get("id")]) > 1:
            yield _breach(subject, element, f"is one of {times} parts with the identifier {element.get('id')}")


@rule(
    "cmi5-move-on",
    "What lets a student move on is one of the five that cmi5 knows.",
    source="cmi5, 13.1.4 (moveOn)",
    mend=f"write one of {', '.join(sorted(_MOVE_ON))}",
    tried=False,
)
def move_on(subject: Subject) -> Iterator[Breach]:
    for element in _named(subject, "au"):
        value = element.get("moveOn")
        if value is not None and value not in _MOVE_ON:
            yield _breach(subject, element, f"moves on when “{value[:40]}”")


@rule(
    "cmi5-mastery-score",
    "The mastery score is a number from 0 to 1 with up to four decimals.",
    source="cmi5, 13.1.4 (masteryScore)",
    mend="write the percentage divided by 100, for example `0.8`",
    tried=False,
)
def mastery_score(subject: Subject) -> Iterator[Breach]:
    for element in _named(subject, "au"):
        value = element.get("masteryScore")
        if value is None:
            continue
        try:
            found = Decimal(value.strip())
        except InvalidOperation:
            found = Decimal(-1)
        decimals = len(value.strip().partition(".")[2])
        if not (found.is_finite() and 0 <= found <= 1) or decimals > 4:
            yield _breach(subject, element, f"has the mastery score “{value[:40]}”")


@rule(
    "cmi5-launch-method",
    "A unit opens in its own window or in any.",
    source="cmi5, 13.1.4 (launchMethod)",
    mend="write `OwnWindow` or `AnyWindow`",
    tried=False,
)
def launch_method(subject: Subject) -> Iterator[Breach]:
    for element in _named(subject, "au"):
        value = element.get("launchMethod")
        if value is not None and value not in _METHODS:
            yield _breach(subject, element, f"opens by “{value[:40]}”")


def _address(element: etree._Element) -> str:
    return "".join((element.findtext("{*}url") or "").split())


@rule(
    "cmi5-address",
    "The address of every unit is a file of the package, or absolute.",
    source="cmi5, 14.1 and 14.2: what lies elsewhere has a whole address; the player of CATAPULT refuses it",
    mend="add the file, or write the whole address with `https://`",
    tried=True,
)
def address(subject: Subject) -> Iterator[Breach]:
    for element in _named(subject, "au"):
        said_so = _address(element)
        try:
            parts = urlsplit(said_so)
        except ValueError:
            yield _breach(subject, element, f"leads to “{said_so[:80]}”, which is no address")
            continue
        if not said_so:
            yield _breach(subject, element, "has no address")
        elif parts.scheme:
            if parts.scheme not in ("http", "https"):
                yield _breach(subject, element, f"leads to “{said_so[:80]}”, which no browser opens")
        elif subject.contents.single:
            yield _breach(subject, element, f"leads to “{said_so[:80]}”, and there is no package with such a file")
        elif posixpath.normpath(unquote(parts.path)) not in subject.contents:
            yield _breach(subject, element, f"leads to “{said_so[:80]}”, which is not in the package")


@rule(
    "cmi5-address-names",
    "The address of a unit leaves the names of its parameters to the LMS.",
    source="cmi5, 8.1: the LMS adds endpoint, fetch, actor, registration and activityId",
    mend="call the parameters otherwise",
    tried=True,
)
def address_names(subject: Subject) -> Iterator[Breach]:
    for element in _named(subject, "au"):
        query = _address(element).partition("?")[2].partition("#")[0]
        taken = sorted({name for name, _ in parse_qsl(query, keep_blank_values=True)} & _OF_THE_LMS)
        if taken:
            yield _breach(subject, element, f"has the parameter {taken[0]} in its address")


@rule(
    "cmi5-strings",
    "The course, its blocks and units have a title and a description.",
    source="cmi5, 13.1.1, 13.1.2 and 13.1.4 (title, description)",
    mend="write the text in a `langstring`",
    tried=True,
)
def strings(subject: Subject) -> Iterator[Breach]:
    for element in _named(subject, "course", "block", "au"):
        for name in ("title", "description"):
            if not said(element, name):
                yield _breach(subject, element, f"has no {name}")


@rule(
    "cmi5-language",
    "Every text says its language.",
    source="cmi5, 13.1 (langstring, lang); RFC 5646",
    mend='write `lang`, for example `lang="en-GB"`',
    severity=Severity.WARNING,
    tried=False,
)
def language(subject: Subject) -> Iterator[Breach]:
    for element in _named(subject, "langstring"):
        if not (element.get("lang") or "").strip():
            words = " ".join("".join(map(str, element.itertext())).split())
            yield Breach(f"the text “{words[:60]}” does not say its language", _member(subject), line_of(element))


@rule(
    "cmi5-nothing-to-launch",
    "The course has a unit.",
    source="cmi5, 13.1: a course structure has one or more assignable units",
    mend="add an `au`",
    tried=False,
)
def nothing_to_launch(subject: Subject) -> Iterator[Breach]:
    if _root(subject) is not None and not _named(subject, "au"):
        yield Breach("it has no unit", _member(subject))


@rule(
    "cmi5-unknown-objective",
    "Every objective that a block or a unit names is one of the course.",
    source="cmi5, 13.1.2 and 13.1.4 (objectives, idref); the player of CATAPULT refuses it",
    mend="declare the objective, or correct the reference",
    tried=True,
)
def unknown_objective(subject: Subject) -> Iterator[Breach]:
    objectives = _named(subject, "objective")
    known = {one.get("id") for one in objectives if one.get("id")}
    for element in objectives:
        name = element.get("idref")
        if name is not None and name not in known:
            yield Breach(f"the objective {name[:80]} is not in the course", _member(subject), line_of(element))


missing_media = sites.media_rule(
    "cmi5-missing-media",
    source="cmi5, 14 (Course Package): a package holds the files of its units; without one, a page has a gap",
)
dead_link = sites.link_rule("cmi5-dead-link")

RULES: tuple[Rule, ...] = (
    structure, identifier, duplicate_identifier, move_on, mastery_score, launch_method, address, address_names, strings,
    language, nothing_to_launch, unknown_objective, missing_media, dead_link, *MARK_RULES,
)  # fmt: skip
