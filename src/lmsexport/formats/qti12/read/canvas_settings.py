"""Settings of quizzes as Canvas keeps them beside its QTI, `assessment_meta.xml`, in the words of all formats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from lxml import etree

from lmsexport.formats.qti12.read.response_processing import number
from lmsexport.formats.shown_files import ShownFiles
from lmsexport.model.numbers import plain_number
from lmsexport.validation import Item, rich

_COUNTS = {"keep_highest": "highest", "keep_latest": "last", "keep_average": "average"}


def gathered(root: etree._Element) -> dict[str, str]:
    """The values right below a document's root, by name; of two, the first."""
    found: dict[str, str] = {}
    for child in root:
        if isinstance(child.tag, str):
            found.setdefault(etree.QName(child).localname, (child.text or "").strip())
    return found


def with_settings(item: Item, ident: str, files: ShownFiles, groups: Mapping[str, str]) -> Item:
    """A quiz with what `IDENT/assessment_meta.xml` says of it, where that is there."""
    member = f"{ident}/assessment_meta.xml"
    meta = files.contents.xml(member)
    if meta is None:
        return item
    known = gathered(meta)
    text = known.get("description", "")
    media = tuple(sorted({*item.media, *files.shown(text, member)}))
    settings = {**item.settings, **quiz_settings(known, groups)}
    return replace(item, text=rich(text, member) or item.text, media=media, settings=settings)


def quiz_settings(known: Mapping[str, str], groups: Mapping[str, str]) -> dict[str, str]:
    """The settings of a quiz (`assessment_meta.xml`)."""
    hidden = known.get("hide_results") == "always"
    attempts = known.get("allowed_attempts", "")
    shown = "never" if hidden else "after-submission"
    points = number(known.get("points_possible"))
    found = {
        "points": plain_number(points) if points is not None else "",
        "attempts": attempts if attempts.isdecimal() and attempts.strip("0") else "",
        "time limit": known.get("time_limit", ""),
        "shuffle choices": "yes" if known.get("shuffle_answers") == "true" else "no",
        "counts": _COUNTS.get(known.get("scoring_policy", ""), ""),
        "graded": "yes" if known.get("quiz_type") == "assignment" else "no",
        "feedback shows": shown,
        "answers show": shown if known.get("show_correct_answers") == "true" else "never",
        "questions per page": "1" if known.get("one_question_at_a_time") == "true" else "",
        "grade category": groups.get(known.get("assignment_group_identifierref", ""), ""),
        "visible": "no" if known.get("available") == "false" else "",
    }
    return {name: value for name, value in found.items() if value}
