"""Rules of QTI 1.2, alone and within cartridges, that no schema says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from lxml import etree

from lmsexport.errors import Severity
from lmsexport.formats.manifests import missing_files, missing_manifest
from lmsexport.formats.qti12.read.item import TYPES, Questions, fields
from lmsexport.formats.qti12.read.response_processing import ident_of, number, responses_of, tag
from lmsexport.validation import Breach, Contents, Rule, Subject, called, line_of, rule

_PICKED = frozenset({"single-choice", "true-false", "multiple-response", "short-answer", "numeric", "matching",
                     "ordering", "fill-in-blanks"})  # fmt: skip
"""Types that a machine scores."""


def question_documents(contents: Contents) -> Iterator[tuple[str, etree._Element]]:
    """Every document of questions in a package, whatever its name says."""
    for name in contents:
        if contents.single or name.lower().endswith((".xml", ".qti")):
            root = contents.xml(name)
            if root is not None and tag(root) == "questestinterop":
                yield name, root


def is_copy(member: str, contents: Contents) -> bool:
    """Whether a document only says for other LMSs what Canvas reads in its own: there a quiz may be without questions,
    and all its questions share an identifier."""
    return f"non_cc_assessments/{member.partition('/')[0]}.xml.qti" in contents


def _items(subject: Subject) -> Iterator[tuple[str, etree._Element]]:
    for name, root in question_documents(subject.contents):
        for item in root.iter("{*}item"):
            yield name, item


def _called(item: etree._Element) -> str:
    return called("question", item.get("title"), item.get("ident"))


@rule(
    "qti12-no-right-answer",
    "Every question that a machine scores has an answer that earns points.",
    source="IMS QTI ASI 1.2 (response processing); Canvas, Moodle and others mark every answer as wrong",
    mend="mark the right answer in the course that the package was made from, and make the package again",
    tried=True,
)
def no_right_answer(subject: Subject) -> Iterator[Breach]:
    ask = subject.contents.once(Questions)
    for name, item in _items(subject):
        question = ask(item, name)
        if question.type in _PICKED and all(answer.share <= 0 for answer in question.answers):
            yield Breach(f"{_called(item)} has no right answer", name, line_of(item))


@rule(
    "qti12-feedback-never-shown",
    "Every feedback text is shown by some condition, or by its name.",
    source="IMS QTI ASI 1.2 (displayfeedback); Canvas, lib/qti (associated feedback by identifier)",
    mend="link it from the condition of the answer that it belongs to",
    severity=Severity.WARNING,
    tried=True,
)
def feedback_never_shown(subject: Subject) -> Iterator[Breach]:
    for name, item in _items(subject):
        linked = {display.get("linkrefid") for display in item.iter("{*}displayfeedback")}
        answers = {f"{label.get('ident')}_fb" for label in item.iter("{*}response_label")}
        answers |= {f"{(lid.get('ident') or '').removeprefix('response_')}_fb" for lid in item.iter("{*}response_lid")}
        by_name = answers | {"general_fb", "correct_fb", "general_incorrect_fb", "solution"}
        for feedback in item.iterfind("{*}itemfeedback"):
            if feedback.get("ident") not in linked | by_name and feedback.find("{*}solution") is None:
                yield Breach(
                    f"{_called(item)} has the feedback {feedback.get('ident') or 'without a name'}, "
                    "and nothing shows it",
                    name,
                    line_of(feedback),
                )


@rule(
    "qti12-missing-feedback",
    "Every feedback that a condition shows is there.",
    source="IMS QTI ASI 1.2 (displayfeedback, linkrefid)",
    mend="add the text, or take the link out",
    severity=Severity.WARNING,
    tried=False,
)
def missing_feedback(subject: Subject) -> Iterator[Breach]:
    for name, item in _items(subject):
        known = {feedback.get("ident") for feedback in item.iterfind("{*}itemfeedback")}
        for link in item.iter("{*}displayfeedback"):
            if link.get("linkrefid") not in known:
                yield Breach(f"{_called(item)} shows the feedback “{link.get('linkrefid', '')}”, which is not there",
                             name, line_of(link))  # fmt: skip


@rule(
    "qti12-unknown-choice",
    "Every condition asks for choices and places that the question has.",
    source="IMS QTI ASI 1.2 (varequal, respident); Canvas finds no right answer",
    mend="correct the identifier in the condition",
    tried=True,
)
def unknown_choice(subject: Subject) -> Iterator[Breach]:
    for name, item in _items(subject):
        places = {
            ident_of(response): {label.get("ident") for label in response.iter("{*}response_label")}
            for response in responses_of(item)
        }
        closed = {ident_of(lid) for lid in item.iter("{*}response_lid")}
        for test in item.iter("{*}varequal"):
            place = test.get("respident", "")
            if place and places and place not in places:
                yield Breach(f"{_called(item)} asks for the answer {place}, which it has no place for",
                             name, line_of(test))  # fmt: skip
            elif place in closed and (test.text or "").strip() not in places[place] and places[place]:
                yield Breach(f"{_called(item)} asks for the choice “{(test.text or '').strip()}”, which it does not "
                             "offer", name, line_of(test))  # fmt: skip


@rule(
    "qti12-duplicate-identifier",
    "No two questions of a document have the same identifier, and no two choices of a question.",
    source="IMS QTI ASI 1.2 (ident); Canvas keeps the last one",
    mend="give each an identifier of its own",
    tried=True,
)
def duplicate_identifier(subject: Subject) -> Iterator[Breach]:
    for name, root in question_documents(subject.contents):
        items = list(root.iter("{*}item")) if not is_copy(name, subject.contents) else []
        for ident, times in Counter(ident for item in items if (ident := item.get("ident"))).items():
            if times > 1:
                yield Breach(f"{times} questions have the identifier {ident}", name)
        for item in items:
            for place in item.iter("{*}response_lid"):
                labels = Counter(label.get("ident") for label in place.iter("{*}response_label"))
                for ident, times in labels.items():
                    if times > 1:
                        yield Breach(f"{_called(item)} has {times} choices with the identifier {ident}",
                                     name, line_of(item))  # fmt: skip


@rule(
    "qti12-unknown-type",
    "Every question is of a type that LMSs know.",
    source="Common Cartridge 1.1 (cc_profile); Canvas (question_type); Moodle leaves others out",
    mend="use a type that the LMS has; other LMSs leave the question out",
    severity=Severity.WARNING,
    tried=True,
)
def unknown_type(subject: Subject) -> Iterator[Breach]:
    for name, item in _items(subject):
        known = fields(item)
        type = known.get("question_type") or known.get("cc_profile") or ""
        if type and type not in TYPES:
            yield Breach(f"{_called(item)} is of the type {type}", name, line_of(item))


@rule(
    "qti12-points",
    "The points of a question are a number, and not negative.",
    source="Canvas, lib/qti/assessment_item_converter.rb: it counts nothing; Common Cartridge 1.1 (cc_weighting)",
    mend="write a number with a decimal point, 0 or more",
    tried=True,
)
def points(subject: Subject) -> Iterator[Breach]:
    for name, item in _items(subject):
        known = fields(item)
        for label in ("points_possible", "cc_weighting", "qmd_weighting"):
            points = known.get(label)
            value = number(points) if points else Decimal(0)
            if value is None or value < 0 or "," in (points or ""):
                yield Breach(f"{_called(item)} has {points} points", name, line_of(item))


@rule(
    "qti12-draw",
    "A draw names a bank that is in the package, and takes no more questions than it has.",
    source="IMS QTI ASI Selection and Ordering 1.2 (selection); Canvas draws from no bank, and counts "
    "the points of all",
    mend="add the bank, or draw fewer",
    tried=True,
)
def draws(subject: Subject) -> Iterator[Breach]:
    banks: dict[str, int] = {}
    for _, root in question_documents(subject.contents):
        for bank in root.iterfind("{*}objectbank"):
            banks[bank.get("ident", "")] = len(list(bank.iter("{*}item")))
    for name, root in question_documents(subject.contents):
        for section in root.iter("{*}section"):
            selection = section.find("{*}selection_ordering/{*}selection")
            chosen = number(selection.findtext("{*}selection_number")) if selection is not None else None
            if selection is None or chosen is None:
                continue
            source = (selection.findtext("{*}sourcebank_ref") or "").strip()
            own = len(section.findall("{*}item"))
            if source and source not in banks and not own:
                yield Breach(f"a draw names the bank {source}, which is not in the package", name, line_of(section))
            elif chosen > (have := banks.get(source, own)) > 0:
                yield Breach(f"a draw takes {chosen} questions of {have}", name, line_of(section))


@rule(
    "qti12-missing-file",
    "Every file that the manifest lists is in the package.",
    source="IMS Content Packaging 1.1.4 (file); Canvas, lib/qti: the quiz is not imported",
    mend="add the file, or take it out of the manifest; names count exactly, capitals too",
    tried=False,
)
def missing_file(subject: Subject) -> Iterator[Breach]:
    return missing_files(subject.contents)


@rule(
    "qti12-no-manifest",
    "A package has a manifest at its top.",
    source="IMS Content Packaging 1.1.4 (imsmanifest.xml); importers look for nothing else",
    mend="export the package again, or upload its documents one by one",
    tried=False,
)
def no_manifest(subject: Subject) -> Iterator[Breach]:
    return missing_manifest(subject.contents)


RULES: tuple[Rule, ...] = (
    no_right_answer, feedback_never_shown, missing_feedback, unknown_choice, duplicate_identifier, unknown_type, points,
    draws,
)  # fmt: skip
"""Those of questions, wherever they stand."""

PACKAGE_RULES = (*RULES, missing_file, no_manifest)
"""Those of packages of questions alone, too."""
