"""Rules of the activities in a SCORM package: scores, prerequisites, organisations, sequencing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from lxml import etree

from lmsexport.errors import Severity
from lmsexport.formats.manifests import NAME, manifest_in
from lmsexport.validation import Breach, Rule, Subject, line_of, rule

_NAMES = re.compile(r'"[^"]*"|[^\s&|~(){},=<>*"]+')
"""Identifiers in a script of prerequisites (AICC CMI 4.0, 5.7.1), and states in quotation marks."""


def _root(subject: Subject) -> etree._Element:
    return manifest_in(subject.contents).root


def _called(element: etree._Element) -> str:
    return f"“{(element.findtext('{*}title') or element.get('identifier') or '?').strip()[:60]}”"


def _number(text: str | None) -> Decimal | None:
    try:
        found = Decimal((text or "").strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


@rule(
    "scorm-mastery-score",
    "The score from which an activity is passed is a number from 0 to 100.",
    source="SCORM 1.2 CAM 2.3 (adlcp:masteryscore)",
    mend="write the percentage, for example `80`",
    tried=False,
)
def mastery_score(subject: Subject) -> Iterator[Breach]:
    for element in _root(subject).iter("{*}masteryscore"):
        found = _number(element.text)
        if found is None or not 0 <= found <= 100:
            yield Breach(f"{_called(_item(element))} is passed from “{(element.text or '').strip()}” on", NAME,
                         line_of(element))  # fmt: skip


def _item(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    return element if parent is None else parent


@rule(
    "scorm-prerequisites",
    "What an activity waits for is in the package.",
    source="SCORM 1.2 CAM 2.3 (adlcp:prerequisites); AICC CMI Guidelines; in Moodle 5.0 the activity stays shut",
    mend="write the identifiers of activities, joined by `&`",
    tried=True,
)
def prerequisites(subject: Subject) -> Iterator[Breach]:
    root = _root(subject)
    known = {one.get("identifier") for one in root.iter("{*}item", "{*}organization")}
    for element in root.iter("{*}prerequisites"):
        said = element.text or ""
        names = [name for name in _NAMES.findall(said) if not name.startswith('"') and not name.isdigit()]
        for name in dict.fromkeys(names):
            if name == _item(element).get("identifier"):
                yield Breach(f"{_called(_item(element))} waits for itself", NAME, line_of(element))
            elif name not in known:
                yield Breach(f"{_called(_item(element))} waits for {name[:60]}, which is not there", NAME,
                             line_of(element))  # fmt: skip


@rule(
    "scorm-default-organisation",
    "The default organisation is one of the manifest.",
    source="SCORM 1.2 CAM 2.3; SCORM 2004 4th Edition CAM 3.4.1 (default)",
    mend="write the identifier of an organisation into `default`",
    severity=Severity.WARNING,
    tried=False,
)
def default_organisation(subject: Subject) -> Iterator[Breach]:
    for around in _root(subject).iterfind("{*}organizations"):
        default = around.get("default")
        known = [one.get("identifier") for one in around.iterfind("{*}organization")]
        if default and known and default not in known:
            yield Breach(f"the default is {default}, which is not there", NAME, line_of(around))


@rule(
    "scorm-several-organisations",
    "The package has one organisation.",
    source="SCORM 2004 4th Edition CAM 3.4.1 (organizations): an LMS may show the default one alone",
    mend="leave the one that students are to see, or make a package of each",
    severity=Severity.WARNING,
    tried=False,
)
def several_organisations(subject: Subject) -> Iterator[Breach]:
    found = _root(subject).findall("{*}organizations/{*}organization")
    for element in found[1:]:
        yield Breach(f"{_called(element)} is a further one of {len(found)} organisations", NAME, line_of(element))


@rule(
    "scorm-untitled",
    "Every activity has a title.",
    source="SCORM 1.2 CAM 2.3; SCORM 2004 4th Edition CAM 3.4.1 (title); Moodle 5.0 lists it by its identifier",
    mend="write the title",
    severity=Severity.WARNING,
    tried=True,
)
def untitled(subject: Subject) -> Iterator[Breach]:
    for element in _root(subject).iter("{*}item"):
        title = element.find("{*}title")
        if title is None or not "".join(map(str, title.itertext())).strip():
            yield Breach(f"the activity {element.get('identifier') or '?'} has no title", NAME, line_of(element))


@rule(
    "scorm-passing-score",
    "The measure from which an objective is satisfied is a number from −1 to 1.",
    source="SCORM 2004 4th Edition SN 3.10 (minNormalizedMeasure)",
    mend="write the percentage divided by 100, for example `0.8`",
    tried=False,
)
def passing_score(subject: Subject) -> Iterator[Breach]:
    for element in _root(subject).iter("{*}minNormalizedMeasure"):
        found = _number(element.text)
        if (element.text or "").strip() and (found is None or not -1 <= found <= 1):
            yield Breach(f"an objective is satisfied from “{(element.text or '').strip()}” on", NAME, line_of(element))


@rule(
    "scorm-mastery-in-2004",
    "The pass mark is written as SCORM 2004 knows it.",
    source="SCORM 2004 4th Edition CAM 5.1.7 (minNormalizedMeasure); `masteryscore` is of SCORM 1.2, and not read",
    mend="write `imsss:minNormalizedMeasure`, from 0 to 1",
    severity=Severity.WARNING,
    tried=False,
)
def mastery_in_2004(subject: Subject) -> Iterator[Breach]:
    for element in _root(subject).iter("{*}masteryscore"):
        yield Breach(f"{_called(_item(element))} has a `masteryscore`", NAME, line_of(element))


@rule(
    "scorm-deadlock",
    "A student can get to the activities of every group.",
    source="SCORM 2004 4th Edition SN 3.2 (choice, flow): without both, no request leads into the group",
    mend="set `choice` or `flow` of the group to true",
    tried=False,
)
def deadlock(subject: Subject) -> Iterator[Breach]:
    root = _root(subject)
    shared = {one.get("ID"): one for one in root.iterfind("{*}sequencingCollection/{*}sequencing")}
    for element in root.iter("{*}organization", "{*}item"):
        if element.find("{*}item") is None:
            continue
        own = element.find("{*}sequencing")
        control = own.find("{*}controlMode") if own is not None else None
        if control is None and own is not None and (also := shared.get(own.get("IDRef"))) is not None:
            control = also.find("{*}controlMode")
        if control is None:
            continue
        choice = (control.get("choice") or "true").strip() in ("true", "1")
        flow = (control.get("flow") or "false").strip() in ("true", "1")
        if not choice and not flow:
            yield Breach(f"nothing leads into {_called(element)}: neither a choice nor the flow", NAME,
                         line_of(control))  # fmt: skip


@rule(
    "scorm-unknown-objective",
    "Every rule of sequencing asks for an objective that its activity has.",
    source="SCORM 2004 4th Edition SN 3.4 (referencedObjective): for an unknown one, the condition is never met",
    mend="declare the objective in the activity, or correct the name",
    severity=Severity.WARNING,
    tried=False,
)
def unknown_objective(subject: Subject) -> Iterator[Breach]:
    for sequencing in _root(subject).iter("{*}sequencing"):
        known = {one.get("objectiveID") for one in sequencing.iter("{*}primaryObjective", "{*}objective")}
        for condition in sequencing.iter("{*}ruleCondition"):
            name = condition.get("referencedObjective")
            if name and name not in known and sequencing.get("IDRef") is None:
                yield Breach(f"a rule asks for the objective {name}, which the activity does not have", NAME,
                             line_of(condition))  # fmt: skip


ACTIVITY_RULES: tuple[Rule, ...] = (
    mastery_score, prerequisites, default_organisation, several_organisations, untitled,
)  # fmt: skip
SEQUENCING_RULES: tuple[Rule, ...] = (passing_score, mastery_in_2004, deadlock, unknown_objective)
