"""The editions of SCORM, as data: what differs between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition."""

    standard: Literal["1.2", "2004"]
    """The data model that a SCO talks, in the words of the player."""
    schemaversion: str
    """What the manifest says; LMSs take an unknown one for 1.2."""
    template: str
    room: int
    """Characters of `cmi.suspend_data` (1.2 RTE 3.4.4; 2004 RTE 4.2.23, 4th edition)."""
    failed: Literal["at-once", "at-last"]
    """When a missed pass mark is told. In 1.2 “failed” is the only status there is, and some LMSs close what failed."""
    schemas: str
    """Folder of its control documents in the schema store."""
    control_documents: tuple[str, ...]
    """Schemas that belong into the root of a package (1.2 CAM 2.4; 2004 CAM 3.6)."""


SCORM_12 = Edition(
    standard="1.2",
    schemaversion="1.2",
    template="imsmanifest-1.2.xml.j2",
    room=4096,
    failed="at-last",
    schemas="scorm-1.2",
    control_documents=("adlcp_rootv1p2.xsd", "ims_xml.xsd", "imscp_rootv1p1p2.xsd", "imsmd_rootv1p2p1.xsd"),
)

_SEQUENCING = tuple(
    f"imsss_v1p0{part}.xsd"
    for part in ("", "auxresource", "control", "delivery", "limit", "objective", "random", "rollup", "seqrule", "util")
)
_XML = ("xml.xsd", "XMLSchema.dtd", "datatypes.dtd")
"""The attributes of XML itself, and the definitions that this schema names in its first line."""

_DOCUMENTS_2004 = ("adlcp_v1p3.xsd", "adlnav_v1p3.xsd", "adlseq_v1p3.xsd", "imscp_v1p1.xsd", *_SEQUENCING, *_XML)

SCORM_2004 = {
    name: Edition(
        standard="2004",
        schemaversion=f"2004 {name} Edition",
        template="imsmanifest-2004.xml.j2",
        room=64_000,
        failed="at-once",
        schemas=f"scorm-2004-{name}",
        control_documents=_DOCUMENTS_2004,
    )
    for name in ("3rd", "4th")
}
