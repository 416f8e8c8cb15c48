"""Rules of questions in QTI 2 and 3 that no schema says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from lmsexport.errors import Severity
from lmsexport.formats.qti.read.documents import called, documents
from lmsexport.formats.qti.read.expressions import number
from lmsexport.formats.qti.read.interactions import FEEDBACK, INLINE, choices, interactions, own_words
from lmsexport.formats.qti.read.response_processing import Processing
from lmsexport.validation import Breach, Rule, Subject, line_of, rule

_BUILT_IN = frozenset({"numAttempts", "duration", "completionStatus"})
_BY_HAND = frozenset({"extendedTextInteraction", "uploadInteraction", "drawingInteraction"})
_PICKED = frozenset(
    "choiceInteraction inlineChoiceInteraction orderInteraction matchInteraction associateInteraction "
    "gapMatchInteraction graphicGapMatchInteraction hottextInteraction hotspotInteraction graphicOrderInteraction "
    "graphicAssociateInteraction".split()
)
"""Interactions whose responses are made of identifiers."""

_OF_CARTRIDGES = frozenset({"cc2_match", "cc2_match_basic", "cc2_map_response"})
_TEMPLATES = _OF_CARTRIDGES | {"match_correct", "map_response", "map_response_point"}
_NAME = re.compile(r"[^\W\d][\w.-]*")

_NEARLY = 1.0001
"""How much more a mapping may give than a question has: what rounding makes of thirds."""

Item = tuple[str, etree._Element]


def items(subject: Subject) -> Iterator[Item]:
    """Every question of a package: member and document."""
    return ((name, root) for name, root in documents(subject.contents) if root.tag == "assessmentItem")


def _breach(item: Item, what: str, element: etree._Element | None = None) -> Breach:
    name, root = item
    return Breach(f"{called(root)} {what}", name, line_of(root if element is None else element))


def _scores(root: etree._Element) -> bool:
    """Whether a machine is meant to score a question: it has a score, and no person gives it."""
    score = next((one for one in root.iterfind("outcomeDeclaration") if one.get("identifier") == "SCORE"), None)
    asked = interactions(root)
    by_hand = not asked or any(one.tag in _BY_HAND for one in asked)
    return score is not None and score.get("externalScored") is None and not by_hand


@rule(
    "qti-unscored",
    "Every question with a score has rules that set it, or says what is right.",
    source="QTI 2.2 information model (responseProcessing, correctResponse): without both, nobody scores",
    mend="add the correct response and the template `match_correct`",
    severity=Severity.WARNING,
    tried=True,
)
def unscored(subject: Subject) -> Iterator[Breach]:
    for item in items(subject):
        root = item[1]
        rules = root.find("responseProcessing")
        empty = rules is None or (len(rules) == 0 and not rules.get("template") and not rules.get("templateLocation"))
        if empty and _scores(root) and root.find("responseDeclaration/correctResponse") is None:
            yield _breach(item, "has neither response processing nor a correct response")


@rule(
    "qti-no-right-answer",
    "The answer that a question declares to be correct earns points.",
    source="QTI 2.2 information model (response processing templates, correctResponse, mapping)",
    mend="correct the rules, the mapping or the correct response",
    tried=True,
)
def no_right_answer(subject: Subject) -> Iterator[Breach]:
    for item in items(subject):
        root = item[1]
        if not _scores(root) or root.get("adaptive") == "true" or root.find("templateDeclaration") is not None:
            continue
        processing = Processing(root)
        if processing.rules is None or processing.declared == 0:
            continue
        if processing.right:
            earned = processing.outcome(processing.right).score
            if earned <= 0 and not processing.unknown:
                yield _breach(item, "gives no points for the correct response")
        elif processing.template in _TEMPLATES - {"map_response_point"} and root.find(".//mapEntry") is None:
            yield _breach(item, "declares no correct response, which its template asks for")


@rule(
    "qti-no-mapping",
    "What the rules map has a mapping.",
    source="QTI 2.2 information model (mapResponse, mapResponsePoint); in qti-sdk every answer earns nothing",
    mend="add the mapping, or use the template `match_correct`",
    tried=True,
)
def no_mapping(subject: Subject) -> Iterator[Breach]:
    for item in items(subject):
        processing = Processing(item[1])
        names = [(one.get("identifier", ""), "mapping") for one in item[1].iter("mapResponse")]
        names += [(one.get("identifier", ""), "areaMapping") for one in item[1].iter("mapResponsePoint")]
        if processing.template == "map_response":
            names.append(("RESPONSE", "mapping"))
        for name, kind in dict.fromkeys(names):
            declared = processing.responses.get(name)
            if declared is not None and declared.find(kind) is None:
                yield _breach(item, f"maps the response {name}, which has no mapping", declared)


@rule(
    "qti-mapping-bounds",
    "The bounds of a mapping let points through.",
    source="QTI 2.2 information model (mapping, lowerBound, upperBound); in qti-sdk the right answer earns nothing",
    mend="set the upper bound to the points of the right answer, or leave it out",
    tried=True,
)
def mapping_bounds(subject: Subject) -> Iterator[Breach]:
    for item in items(subject):
        for mapping in item[1].iterfind("responseDeclaration/*"):
            if mapping.tag not in ("mapping", "areaMapping"):
                continue
            low, high = number(mapping.get("lowerBound")), number(mapping.get("upperBound"))
            gains = any((number(entry.get("mappedValue")) or 0) > 0 for entry in mapping)
            if (low is not None and high is not None and low > high) or (high is not None and high <= 0 and gains):
                span = f"{mapping.get('lowerBound') or '(none)'} to {mapping.get('upperBound')}"
                yield _breach(item, f"has a mapping with the bounds {span}", mapping)


@rule(
    "qti-mapping-maximum",
    "No answer is mapped to more points than its question has.",
    source="QTI 2.2 information model (mapEntry, mappedValue; MAXSCORE; normalMaximum); LMSs that do not run the rules "
    "of a question score by its mapping",
    mend="map the right answer to the points of the question, or set the upper bound to them",
    tried=False,
)
def mapping_maximum(subject: Subject) -> Iterator[Breach]:
    for item in items(subject):
        most = Processing(item[1]).declared
        if not most or most < 0 or any(map(_is_reckoned_with, item[1].iter("mapResponse"))):
            continue
        for mapping in item[1].iterfind("responseDeclaration/mapping"):
            worth = max((number(entry.get("mappedValue")) or 0 for entry in mapping.iterfind("mapEntry")), default=0)
            if mapping.get("upperBound") is None and worth > most * _NEARLY:  # a bound may be in units of its own
                yield _breach(item, f"has {most:g} points, and an answer that is mapped to {worth:g}", mapping)


def _is_reckoned_with(mapped: etree._Element) -> bool:
    """Whether what a mapping gives is not the score itself: it may be divided, or weighed."""
    parent = mapped.getparent()
    return parent is None or parent.tag != "setOutcomeValue" or parent.get("identifier") != "SCORE"


@rule(
    "qti-unknown-response",
    "Every interaction and every rule names a variable that the question declares.",
    source="QTI 2.2 information model (responseIdentifier; variable, identifier)",
    mend="declare the variable, or correct its name",
    tried=False,
)
def unknown_response(subject: Subject) -> Iterator[Breach]:
    for item in items(subject):
        root = item[1]
        responses = {one.get("identifier") for one in root.iterfind("responseDeclaration")}
        outcomes = {one.get("identifier") for one in root.iterfind("outcomeDeclaration")}
        templates = {one.get("identifier") for one in root.iterfind("templateDeclaration")}
        contexts = {one.get("identifier") for one in root.iterfind("contextDeclaration")}
        for interaction in interactions(root):
            name = interaction.get("responseIdentifier")
            if name is not None and name not in responses:
                yield _breach(item, f"asks for the response {name}, which it does not declare", interaction)
        rules = root.find("responseProcessing")
        for element in rules.iter("variable", "setOutcomeValue", "correct", "mapResponse") if rules is not None else ():
            name = element.get("identifier")
            known = outcomes | _BUILT_IN if element.tag == "setOutcomeValue" else responses | outcomes | _BUILT_IN
            if name not in known | templates | contexts and not (name or "").startswith("QTI_"):
                yield _breach(item, f"has a rule with the variable {name or '?'}, which it does not declare", element)


@rule(
    "qti-unknown-choice",
    "The correct response and the mapping name choices that the question offers.",
    source="QTI 2.2 information model (correctResponse, mapEntry, choices)",
    mend="correct the identifier",
    tried=True,
)
def unknown_choice(subject: Subject) -> Iterator[Breach]:
    for item in items(subject):
        processing = Processing(item[1])
        for interaction in interactions(item[1]):
            name = interaction.get("responseIdentifier", "")
            declared = processing.responses.get(name)
            shared = sum(one.get("responseIdentifier") == name for one in interactions(item[1])) > 1
            if declared is None or interaction.tag not in _PICKED or shared:
                continue
            offered = {id for id, _ in choices(interaction)}
            said_so = [
                *processing.right.get(name, []),
                *(entry.get("mapKey", "") for entry in declared.iter("mapEntry")),
            ]
            for ident in dict.fromkeys(one for value in said_so for one in value.split()):
                if offered and ident not in offered:
                    yield _breach(item, f"names the choice {ident[:60]}, which it does not offer", declared)


@rule(
    "qti-duplicate-choice",
    "No two choices of a question have the same identifier, and no two variables.",
    source="QTI 2.2 information model (identifier): it is unique within the item",
    mend="give each an identifier of its own",
    tried=False,
)
def duplicate_choice(subject: Subject) -> Iterator[Breach]:
    for item in items(subject):
        for interaction in interactions(item[1]):
            for ident, times in Counter(id for id, _ in choices(interaction)).items():
                if ident and times > 1:
                    yield _breach(item, f"has {times} choices with the identifier {ident[:60]}", interaction)
        variables = item[1].iterfind("*")
        names = Counter(one.get("identifier") for one in variables if str(one.tag).endswith("Declaration"))
        for name, times in names.items():
            if times > 1:
                yield _breach(item, f"declares the variable {name} {times} times")


@rule(
    "qti-identifier",
    "Choices and variables are named as XML has names: a letter or `_` first, then letters, digits, `.`, `-` and `_`.",
    source="QTI 2.2 information model, identifier.Type (NCName); qti-sdk refuses the question",
    mend="begin the identifier with a letter",
    severity=Severity.WARNING,
    tried=True,
)
def identifier(subject: Subject) -> Iterator[Breach]:
    for item in items(subject):
        names = [one.get("identifier", "") for one in item[1] if str(one.tag).endswith("Declaration")]
        names += [id for interaction in interactions(item[1]) for id, _ in choices(interaction)]
        for name in dict.fromkeys(names):
            if not _NAME.fullmatch(name):
                yield _breach(item, f"has the identifier “{name[:60]}”")


@rule(
    "qti-feedback-never-shown",
    "Every feedback has an answer that shows it.",
    source="QTI 2.2 information model (feedback): it shows while its outcome has its identifier",
    mend="set the outcome in the response processing, or correct the identifier",
    severity=Severity.WARNING,
    tried=False,
)
def feedback_never_shown(subject: Subject) -> Iterator[Breach]:
    for item in items(subject):
        root = item[1]
        told = [one for one in root.iter(*FEEDBACK) if (one.get("showHide") or "show") == "show"]
        processing = Processing(root)
        if not told or (processing.template and processing.template not in _TEMPLATES):
            continue
        if processing.rules is None and not _scores(root):
            continue  # whoever scores it sets the outcomes, too
        for element in told:
            name, ident = element.get("outcomeIdentifier", ""), element.get("identifier", "")
            if not _can_show(processing, name, ident):
                yield _breach(item, f"never shows the feedback “{own_words(element)[:60]}”", element)


def _can_show(processing: Processing, outcome: str, ident: str) -> bool:
    """Whether any rule may give an outcome a value; what is not a plain value may be anything."""
    declared = processing.outcomes.get(outcome)
    if outcome in processing.responses or outcome in _BUILT_IN or processing.template in _OF_CARTRIDGES:
        return True
    if declared is None:
        return False
    values = {" ".join("".join(map(str, one.itertext())).split()) for one in declared.iterfind("defaultValue/value")}
    setting = [
        one
        for one in processing.item.iter("setOutcomeValue", "lookupOutcomeValue", "setTemplateValue")
        if one.get("identifier") == outcome
    ]
    for one in setting:
        plain_values = [value for value in one.iter("baseValue") if value.get("baseType") in ("identifier", "string")]
        first = next((child for child in one if isinstance(child.tag, str)), None)
        if one.tag != "setOutcomeValue" or first is None or first.tag not in ("baseValue", "multiple", "null"):
            return True
        if any(True for child in first.iter("variable")):
            return True
        values |= {(value.text or "").strip() for value in plain_values}
    return ident in values


@rule(
    "qti-field-in-block",
    "A field that is typed into stands in a line of text.",
    source="QTI 2.2 information model (textEntryInteraction, itemBody); qti-sdk refuses the question",
    mend="put a paragraph around it",
    tried=True,
)
def field_in_block(subject: Subject) -> Iterator[Breach]:
    for item in items(subject):
        for interaction in interactions(item[1]):
            parent = interaction.getparent()
            if interaction.tag in INLINE and parent is not None and parent.tag == "itemBody":
                yield _breach(item, "has a field right in its body", interaction)


ITEM_RULES: tuple[Rule, ...] = (
    unscored, no_right_answer, no_mapping, mapping_bounds, mapping_maximum, unknown_response, unknown_choice,
    duplicate_choice, identifier, feedback_never_shown, field_in_block,
)  # fmt: skip
