"""Assignment groups of a Canvas export: the grade categories of its course."""

from __future__ import annotations

from collections.abc import Mapping

from lmsexport.formats.qti12.read.response_processing import number
from lmsexport.model.numbers import plain_number
from lmsexport.validation import Contents


def titles(contents: Contents) -> Mapping[str, str]:
    """Title of each group, by its identifier."""
    return {id: title for id, title, _ in _groups(contents)}


def weights(contents: Contents) -> dict[str, str]:
    """Title of each group → its weight; empty where the course adds points up, whatever its groups say."""
    course = contents.xml("course_settings/course_settings.xml")
    weighs = course is not None and (course.findtext("{*}group_weighting_scheme") or "").strip() == "percent"
    return {title: weight if weighs else "" for _, title, weight in _groups(contents)}


def _groups(contents: Contents) -> list[tuple[str, str, str]]:
    """Identifier, title and weight of each."""
    root = contents.xml("course_settings/assignment_groups.xml")
    rows = root.findall("{*}assignmentGroup") if root is not None else []
    weights = (number(row.findtext("{*}group_weight")) for row in rows)
    return [
        (row.get("identifier", ""), row.findtext("{*}title") or "", "" if weight is None else plain_number(weight))
        for row, weight in zip(rows, weights, strict=True)
    ]
