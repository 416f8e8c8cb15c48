"""The official schemas of QTI 2.1, 2.2 and 3.0 packaging, and the documents of a package held against them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, cast

from lxml import etree

from conftest import SHARED
from lmsexport.packaging import Package

FILES = {
    "http://www.imsglobal.org/xsd/imsqti_v2p1": ("qtiv2p1/imsqti_v2p1.xsd",),
    "http://www.imsglobal.org/xsd/imsqti_v2p2": ("qtiv2p2p4/imsqti_v2p2p4.xsd",),
    "http://www.imsglobal.org/xsd/imscp_v1p1": (
        "imscp_v1p1.xsd", "imsmd_loose_v1p3p2.xsd", "qtiv2p1/imsqti_metadata_v2p1.xsd",
    ),
    "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1": ("qtiv3p0/imsqtiv3p0_imscpv1p2_v1p0.xsd",),
}  # fmt: skip
"""Namespace of a document → the files that say what stands in it. QTI 3.0 items and tests have none here."""

AS_2_1 = (b"imsqti_metadata_v2p2", b"imsqti_metadata_v2p1")
"""The metadata of 2.2 are those of 2.1 in another namespace; only the schema of 2.1 is at hand."""


def errors(package: Package) -> Iterator[tuple[str, str]]:
    """Name of every document that has a schema, with what is wrong with it: nothing, if all is well."""
    for part in package:
        if isinstance(part.content, bytes) and part.name.endswith(".xml"):
            wrong = invalid(part.content)
            if wrong is not None:
                yield part.name, wrong


def invalid(content: bytes) -> str | None:
    """What is wrong with a document; None where there is no schema."""
    root = etree.fromstring(content.replace(*AS_2_1), _PARSER)
    namespace = etree.QName(root).namespace or ""
    if namespace not in FILES:
        return None
    schema = _schema(namespace)
    schema.validate(root)
    log = cast(list[Any], schema.error_log)
    return "\n".join(f"{error.line}: {error.message}" for error in log)


_PARSER = etree.XMLParser(no_network=True, huge_tree=True)


@cache
def _schema(namespace: str) -> etree.XMLSchema:
    folder = SHARED / "schemas" / "qti"
    imports = "".join(
        f'<xs:import namespace="{etree.parse(folder / name, _PARSER).getroot().get("targetNamespace")}" '
        f'schemaLocation="{(folder / name).as_uri()}"/>'
        for name in FILES[namespace]
    )
    wrapper = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{imports}</xs:schema>'
    return etree.XMLSchema(etree.fromstring(wrapper, _PARSER))
