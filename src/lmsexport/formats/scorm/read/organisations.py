"""What a SCORM manifest says: its version, its organisation, and what its activities launch."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from lxml import etree

from lmsexport.formats.manifests import Manifest

ADLCP_12 = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
ADLCP_2004 = "http://www.adlnet.org/xsd/adlcp_v1p3"
CP_12 = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
CP_2004 = "http://www.imsglobal.org/xsd/imscp_v1p1"
_MOST_DIGITS = 30
EDITION = re.compile(r"2004 (\w+) Edition|(CAM 1\.3)")


def version_of(manifest: Manifest | None) -> str:
    """`1.2` or `2004`, by what the manifest says and by the namespaces that it uses; empty for another's."""
    if manifest is None:
        return ""
    name, number = manifest.schema
    spaces = {str(space) for element in manifest.root.iter(etree.Element) for space in element.nsmap.values()}
    if ADLCP_2004 in spaces or EDITION.search(number):
        return "2004"
    if ADLCP_12 in spaces or (name.upper() == "ADL SCORM" and number.startswith("1.")):
        return "1.2"
    types = {resource.type for resource in manifest.resources.values()}
    launched = manifest.namespace == CP_12 and "webcontent" in types and bool(manifest.entries)
    return "1.2" if name.upper() == "ADL SCORM" or (launched and not any("imsqti" in one for one in types)) else ""


def organisation_of(manifest: Manifest) -> etree._Element | None:
    """The organisation that an LMS takes: the default one, else the first."""
    around = manifest.root.find("{*}organizations")
    found = list(around.iterfind("{*}organization")) if around is not None else []
    default = around.get("default") if around is not None else None
    return next((one for one in found if one.get("identifier") == default), found[0] if found else None)


def scorm_type(manifest: Manifest, identifier: str) -> str:
    """`sco` or `asset`, in whichever spelling the resource has it; empty where it does not say so."""
    for element in manifest.root.iterfind("{*}resources/{*}resource"):
        if element.get("identifier") == identifier:
            for space in (ADLCP_12, ADLCP_2004):
                for name in ("scormtype", "scormType"):
                    if said := element.get(f"{{{space}}}{name}"):
                        return said.lower()
    return ""


def launched(manifest: Manifest) -> list[etree._Element]:
    """The items of the organisation that lead to a resource."""
    organisation = organisation_of(manifest)
    return [one for one in organisation.iter("{*}item") if one.get("identifierref")] if organisation is not None else []


def mastery(element: etree._Element) -> Decimal | None:
    """The percentage from which an activity is passed; None where no number says it."""
    said = element.findtext("{*}masteryscore")
    factor = 1
    if said is None:
        objective = element.find("{*}sequencing/{*}objectives/{*}primaryObjective")
        if objective is None or objective.get("satisfiedByMeasure") not in ("true", "1"):  # else SN 3.10 passes it over
            return None
        said = objective.findtext("{*}minNormalizedMeasure")
        factor = 100
    try:
        found = Decimal((said or "").strip())
    except InvalidOperation:
        return None
    return found * factor if found.is_finite() and abs(found.adjusted()) < _MOST_DIGITS else None
