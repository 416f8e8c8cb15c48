"""The names of QTI 3.0: derived by a rule, with the exceptions that the standard lists."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from conftest import SHARED
from formats.exporting import EVERYTHING, content, export
from lmsexport.formats.qti.versions import element_3, kebab

XS = "{http://www.w3.org/2001/XMLSchema}"
NEW = {"qti-content-body"}
"""Elements that QTI 2 does not have."""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("assessmentItem", "qti-assessment-item"),
        ("and", "qti-and"),
        ("responseElseIf", "qti-response-else-if"),
        ("durationGTE", "qti-duration-gte"),
        ("incrementSI", "qti-increment-si"),
        ("ruleSystemUS", "qti-rule-system-us"),
    ],
)
def test_elements(name: str, expected: str) -> None:
    assert element_3(name) == expected


def test_attributes() -> None:
    assert [kebab(name) for name in ("identifier", "baseType", "showHide")] == ["identifier", "base-type", "show-hide"]


@pytest.mark.shared
def test_every_name_of_a_3_0_package_is_a_name_of_2_2() -> None:
    schema = etree.parse(SHARED / "schemas" / "qti" / "qtiv2p2p4" / "imsqti_v2p2p4.xsd")
    names = {element_3(element.get("name", "")) for element in schema.iter(f"{XS}element") if element.get("name")}
    attributes = {kebab(element.get("name", "")) for element in schema.iter(f"{XS}attribute") if element.get("name")}
    package = export("qti-3.0", EVERYTHING)
    used, of_them = set(), set()
    for part in package:
        if re.match("(items|tests|banks)/", part.name):
            for element in etree.fromstring(content(package, part.name)).iter(etree.Element):
                tag = etree.QName(element).localname
                if tag.startswith("qti-"):
                    used.add(tag)
                    of_them |= {str(name) for name in element.attrib if not str(name).startswith("{")}
    assert len(used) > 50
    assert used - names - NEW == set()
    assert of_them - attributes - {"class"} == set()
