"""The course structure of a cmi5 package from anywhere: where it is, and its texts."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from lxml import etree

from lmsexport.validation import Contents

STRUCTURE = "cmi5.xml"
_MOST_DIGITS = 30
NAMESPACE = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"


def structure_of(contents: Contents) -> tuple[str, etree._Element] | None:
    """The course structure: `cmi5.xml`, or the only file, which may be called as it likes (cmi5, 14)."""
    member = next(iter(contents), "") if contents.single else STRUCTURE
    root = contents.xml(member)
    if root is None or etree.QName(root).localname != "courseStructure":
        return None
    return member, root


def said(element: etree._Element | None, name: str) -> str:
    """The first language string of a title or a description."""
    found = element.find(f"{{*}}{name}/{{*}}langstring") if element is not None else None
    return " ".join("".join(map(str, found.itertext())).split()) if found is not None else ""


def mastery(element: etree._Element) -> Decimal | None:
    """The mastery score of a unit, 0 to 1; None where no number says it."""
    try:
        found = Decimal((element.get("masteryScore") or "").strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found.adjusted()) < _MOST_DIGITS else None
