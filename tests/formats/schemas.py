"""The official schemas, loaded as their README says, and the documents of a package held against them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, cast

from lxml import etree

from conftest import SHARED
from lmsexport.packaging import Package

XS = "{http://www.w3.org/2001/XMLSchema}"

CARTRIDGE = {
    "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1": "ccv1p1_imscp_v1p2_v1p0.xsd",
    "http://www.imsglobal.org/xsd/ims_qtiasiv1p2": "ccv1p1_qtiasiv1p2p1_v1p0.xsd",
    "http://www.imsglobal.org/xsd/imsccv1p1/imswl_v1p1": "ccv1p1_imswl_v1p1.xsd",
    "http://www.imsglobal.org/xsd/imsccv1p1/imsdt_v1p1": "ccv1p1_imsdt_v1p1.xsd",
    "http://www.imsglobal.org/xsd/imslticc_v1p0": "imslticc_v1p0p1.xsd",
}
"""Namespace → its file among those of Common Cartridge 1.1."""

CANVAS = "http://canvas.instructure.com/xsd/cccv1p0"

AS_1_1 = (
    (r"imsccv1p[23]", "imsccv1p1"),
    (r"imscc_xmlv1p[23]", "imscc_xmlv1p1"),
    (r"(ims(?:wl|dt)_(?:xml)?v1p)[23]", r"\g<1>1"),
    (r"(<schemaversion>1)\.[23]", r"\1.1"),
    (r"imsbasiclti_xmlv1p3", "imsbasiclti_xmlv1p0"),
    (r"imslticc_v1p3", "imslticc_v1p0"),
    ("IMS Thin Common Cartridge", "IMS Common Cartridge"),
)
"""What is another name for the same in later versions: their own schemas are not at hand."""

NEWER_THAN_THE_SCHEMA = {
    ("item", "workflow_state"),
    ("item", "new_tab"),
    ("item", "lti_resource_link_lookup_uuid"),
    ("assignment", "resource_link_lookup_uuid"),
}
"""Elements of Canvas that its own export writes today, and that its published schema does not know yet."""


def errors(package: Package) -> Iterator[tuple[str, str]]:
    """Name of every document that has a schema, with what is wrong with it: nothing, if all is well."""
    for part in package:
        if isinstance(part.content, bytes) and part.name.endswith(".xml"):
            root = _as_1_1(part.content)
            schema = _schema(etree.QName(root).namespace or "")
            if schema is not None:
                schema.validate(root)
                log = cast(list[Any], schema.error_log)
                yield part.name, "\n".join(f"{error.line}: {error.message}" for error in log)


def _as_1_1(content: bytes) -> etree._Element:
    text = content.decode()
    for pattern, same in AS_1_1:
        text = re.sub(pattern, same, text)
    root = etree.fromstring(text.encode())
    for element in list(root.iter(f"{{{CANVAS}}}*")):
        parent = element.getparent()
        if parent is not None and (_name(parent), _name(element)) in NEWER_THAN_THE_SCHEMA:
            parent.remove(element)
        if _name(element) == "scoring_policy" and element.text == "keep_average":
            element.text = "keep_highest"
    return root


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


@cache
def _schema(namespace: str) -> etree.XMLSchema | None:
    folder = SHARED / "schemas"
    if namespace == CANVAS:
        return etree.XMLSchema(_mended(folder / "canvas" / "cccv1p0.xsd"))
    if namespace in CARTRIDGE:
        return etree.XMLSchema(etree.parse(folder / "common-cartridge-1.1" / CARTRIDGE[namespace], _PARSER))
    return None


_PARSER = etree.XMLParser(no_network=True)


def _mended(path: Path) -> etree._ElementTree:
    """The schema of Canvas without what no validator takes: two types for one thing, attributes before elements."""
    tree = etree.parse(path, _PARSER)
    for element in list(tree.iter(f"{XS}element", f"{XS}attribute")):
        for own in [element.find(f"{XS}{kind}Type") for kind in ("complex", "simple")]:
            if own is not None and element.get("type"):
                element.remove(own)
    for kind in tree.iter(f"{XS}complexType"):
        kind.extend(kind.findall(f"{XS}attribute"))
    return tree
