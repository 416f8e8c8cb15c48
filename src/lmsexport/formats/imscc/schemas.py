"""The versions of Common Cartridge, and the documents of a cartridge that official schemas describe."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from lmsexport.formats.manifests import NAME, Manifest, manifest_of
from lmsexport.validation import Contents, Document

_VERSION = re.compile(r"imsccv1p(\d)|/imscc/imscp_v1p1|thincc_v1p(\d)")

_FOLDER = "common-cartridge-1.1/"
_SCHEMAS = {
    "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1": ("ccv1p1_imscp_v1p2_v1p0.xsd",),
    "http://www.imsglobal.org/xsd/ims_qtiasiv1p2": ("ccv1p1_qtiasiv1p2p1_v1p0.xsd",),
    "http://www.imsglobal.org/xsd/imsccv1p1/imswl_v1p1": ("ccv1p1_imswl_v1p1.xsd",),
    "http://www.imsglobal.org/xsd/imsccv1p1/imsdt_v1p1": ("ccv1p1_imsdt_v1p1.xsd",),
    "http://www.imsglobal.org/xsd/imslticc_v1p0": ("imslticc_v1p0p1.xsd",),
}
"""Namespace → its file among the schemas of version 1.1, which are those at hand."""

_VALUES = {
    r"imsccv1p[23]": "imsccv1p1",
    r"imscc_xmlv1p[23]": "imscc_xmlv1p1",
    r"^(ims(?:wl|dt)_xmlv1p)[23]": r"\g<1>1",
    r"^1\.[23]\.\d$": "1.1.0",
    r"^imsbasiclti_xmlv1p3": "imsbasiclti_xmlv1p0",
    r"^IMS Thin Common Cartridge$": "IMS Common Cartridge",
    r"^assignment_xmlv1p0$": "webcontent",
    r"^IMSGLC_CC_Rolesv1p[23]$": "IMSGLC_CC_Rolesv1p1",
}
"""What later versions call otherwise, and mean the same, or have besides: assignments are files to an earlier one."""

_NEWER = tuple(f"{{http://www.imsglobal.org/xsd/imsccv1p{n}/imscp_extensionv1p2}}variant" for n in (2, 3))
"""Elements that version 1.1 does not know."""


def version_of(manifest: Manifest | None) -> str:
    """The version of a cartridge, for example `1.3`; empty for what is none, whatever its namespace: Canvas writes its
    packages of QTI 1.2 in that of cartridges, too, and calls them “IMS Content”."""
    if manifest is None:
        return ""
    name, number = manifest.schema
    if name and "common cartridge" not in name.lower():
        return ""
    found = _VERSION.search(manifest.namespace)
    if found:
        return f"1.{found[1] or found[2] or 0}"
    return re.sub(r"^(\d+\.\d+).*", r"\1", number) if name else ""


def documents_of(contents: Contents) -> Iterator[Document]:
    """The documents of a cartridge that the schemas of Common Cartridge describe."""
    manifest = manifest_of(contents)
    if manifest is None or version_of(manifest) == "1.0":
        return
    members = dict.fromkeys(name for resource in manifest.resources.values() for name in resource.files)
    for member in (NAME, *members):
        root = contents.xml(member) if member.lower().endswith(".xml") and member in contents else None
        if root is not None:
            space = etree.QName(root).namespace or ""
            same = _first_version(space)
            if same in _SCHEMAS:
                later = {other: _first_version(other) for other in _spaces(root) if _first_version(other) != other}
                names = tuple(_FOLDER + file for file in _SCHEMAS[same])
                values = _VALUES if later or member == NAME else None
                yield Document(
                    member, names, mapped=later or None, without=_NEWER if member == NAME else (), values=values
                )


def _first_version(namespace: str) -> str:
    """What version 1.1 calls a namespace."""
    found = re.sub(r"imsccv1p[23]", "imsccv1p1", namespace)
    return re.sub(r"(ims(?:wl|dt)_v1p)[23]", r"\g<1>1", re.sub(r"imslticc_v1p3", "imslticc_v1p0", found))


def _spaces(root: etree._Element) -> set[str]:
    return {space for element in root.iter(etree.Element) if (space := etree.QName(element).namespace)}
