"""The documents of QTI that official schemas describe."""

from __future__ import annotations

from lxml import etree

from lmsexport.validation import Document

_METADATA_2_1 = "http://www.imsglobal.org/xsd/imsqti_metadata_v2p1"
_METADATA_2_2 = "http://www.imsglobal.org/xsd/imsqti_metadata_v2p2"

SCHEMAS = {
    "http://www.imsglobal.org/xsd/imsqti_v2p1": ("qti/qtiv2p1/imsqti_v2p1.xsd",),
    "http://www.imsglobal.org/xsd/imsqti_v2p2": ("qti/qtiv2p2p4/imsqti_v2p2p4.xsd",),
    "http://www.imsglobal.org/xsd/imscp_v1p1": (
        "qti/imscp_v1p1.xsd", "qti/imsmd_loose_v1p3p2.xsd", "qti/qtiv2p1/imsqti_metadata_v2p1.xsd",
    ),
    "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1": ("qti/qtiv3p0/imsqtiv3p0_imscpv1p2_v1p0.xsd",),
}  # fmt: skip
"""Namespace of a document → the files that say what stands in it. The items and tests of 3.0 have none at hand."""

_VALUES = {"http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1": {r"^3\.0\.\d$": "3.0.0"}}
"""Values of later releases (3.0.1), as the schema at hand has them."""

_SLOW = frozenset({"http://www.imsglobal.org/xsd/imsqti_v2p1", "http://www.imsglobal.org/xsd/imsqti_v2p2"})
"""Namespaces whose schemas take half a second and three seconds to compile; all others take hundredths."""


def document_of(name: str, root: etree._Element) -> Document | None:
    """A document with its schemas; None for one that no schema at hand describes.

    The metadata of 2.2 are those of 2.1 in another namespace; only the schema of 2.1 is at hand.
    """
    namespace = etree.QName(root).namespace or ""
    schemas = SCHEMAS.get(namespace)
    if schemas is None:
        return None
    later = next(root.iter(f"{{{_METADATA_2_2}}}*"), None) is not None
    mapped = {_METADATA_2_2: _METADATA_2_1} if later else None
    return Document(name, schemas, mapped=mapped, values=_VALUES.get(namespace), slow=namespace in _SLOW)
