"""Rules of SCORM packages that no schema says, and those that hold where no schema is at hand."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree

from lmsexport.errors import Severity
from lmsexport.formats.manifests import NAME, Manifest, absent, listed, manifest_in
from lmsexport.formats.played import sites
from lmsexport.formats.scorm.read.organisations import ADLCP_12, ADLCP_2004, launched, version_of
from lmsexport.formats.scorm.rules.activities import ACTIVITY_RULES, SEQUENCING_RULES
from lmsexport.formats.scorm.rules.pass_marks import MARK_RULES
from lmsexport.formats.scorm.rules.room import ROOM_RULES
from lmsexport.validation import Breach, Rule, Subject, line_of, rule
from lmsexport.validation.rules_archive import is_junk

_XSI = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_VERSIONS_2004 = re.compile(r"2004 (3rd|4th) Edition|CAM 1\.3")
_CONTROL = (".xsd", ".dtd")
_MOST = 10
"""Files that are named one by one."""

_PREFIXES = {
    ADLCP_12: "adlcp",
    ADLCP_2004: "adlcp",
    "http://www.imsglobal.org/xsd/imsss": "imsss",
    "http://www.adlnet.org/xsd/adlnav_v1p3": "adlnav",
}


def _resources(manifest: Manifest) -> list[etree._Element]:
    return list(manifest.root.iterfind("{*}resources/{*}resource"))


@rule(
    "scorm-missing-file",
    "Every file that the manifest lists is in the package.",
    source="SCORM 1.2 CAM 2.3; SCORM 2004 4th Edition CAM 3.4.1 (file)",
    mend="add the file, or take it out of the manifest; names count exactly, capitals too",
    tried=False,
)
def missing_file(subject: Subject) -> Iterator[Breach]:
    manifest = manifest_in(subject.contents)
    twice = {element.get("identifier") for element in _twice(manifest)}
    for resource, name in absent(manifest, subject.contents):
        if resource.id not in twice:
            also = subject.contents.otherwise(name)
            yield Breach(f"{name} is listed, and not in the package{also}", NAME, resource.line)


@rule(
    "scorm-unlisted-file",
    "Every file of the package is listed in the manifest.",
    source="SCORM 2004 4th Edition CAM 3.4.1; some LMSs offer only what is listed",
    mend="list the files with the resource that uses them",
    severity=Severity.WARNING,
    tried=False,
)
def unlisted_file(subject: Subject) -> Iterator[Breach]:
    manifest = manifest_in(subject.contents)
    known = listed(manifest)
    known |= {posixpath.normpath(one.text.strip()) for one in manifest.root.iter("{*}location") if one.text}
    found = [
        name
        for name in subject.contents
        if name != NAME and name not in known and not name.lower().endswith(_CONTROL) and not _is_about(name)
    ]
    if found:
        more = f" and {len(found) - _MOST} more" if len(found) > _MOST else ""
        yield Breach(f"{', '.join(found[:_MOST])}{more} {'is' if len(found) == 1 else 'are'} not listed", NAME)


def _is_about(name: str) -> bool:
    """Whether a file is about the package, and no part of what students see."""
    return name.startswith("META-INF/") or is_junk(name)


@rule(
    "scorm-no-launch-file",
    "Every resource that an activity launches names its file.",
    source="SCORM 1.2 CAM 2.3; SCORM 2004 4th Edition CAM 3.4.1 (href); Moodle 5.0 has nothing to launch",
    mend="write the file into the `href` of the resource",
    tried=True,
)
def no_launch_file(subject: Subject) -> Iterator[Breach]:
    manifest = manifest_in(subject.contents)
    used = {element.get("identifierref") for element in manifest.root.iter("{*}item")}
    for element in _resources(manifest):
        if element.get("identifier") in used and not (element.get("href") or "").strip():
            yield Breach(f"the resource {element.get('identifier')} is launched, and has no file", NAME,
                         line_of(element))  # fmt: skip


@rule(
    "scorm-dangling-reference",
    "Every reference leads to a resource of the manifest.",
    source="SCORM 1.2 CAM 2.3; SCORM 2004 4th Edition CAM 3.4.1 (identifierref); Moodle 5.0 has nothing to launch",
    mend="correct the identifier, or add the resource",
    tried=True,
)
def dangling_reference(subject: Subject) -> Iterator[Breach]:
    manifest = manifest_in(subject.contents)
    inner = {one.get("identifier") for one in manifest.root.iter("{*}resource", "{*}manifest")}
    for element in manifest.root.iter("{*}item", "{*}dependency"):
        wanted = element.get("identifierref")
        if wanted and wanted not in inner:
            yield Breach(f"the resource {wanted} is not in the manifest", NAME, line_of(element))


@rule(
    "scorm-duplicate-identifier",
    "No two activities, resources or organisations have the same identifier.",
    source="SCORM 2004 4th Edition CAM 3.4.1; Moodle 5.0 stumbles over an activity within one of its own name",
    mend="give each an identifier of its own",
    tried=True,
)
def duplicate_identifier(subject: Subject) -> Iterator[Breach]:
    root = manifest_in(subject.contents).root
    for kind, name in (("activities", "item"), ("resources", "resource"), ("organisations", "organization")):
        counted = Counter(one.get("identifier") for one in root.iter(f"{{*}}{name}"))
        for ident, times in counted.items():
            if ident and times > 1:
                yield Breach(f"{times} {kind} have the identifier {ident}", NAME)


@rule(
    "scorm-address",
    "Files are named by relative paths with forward slashes, inside the package.",
    source="SCORM 1.2 CAM 2.3; SCORM 2004 4th Edition CAM 3.4.1; RFC 3986, 4.2",
    mend="write the path from the manifest's folder on",
    tried=False,
)
def address(subject: Subject) -> Iterator[Breach]:
    for element in manifest_in(subject.contents).root.iter("{*}resource", "{*}file"):
        said = (element.get("href") or "").strip()
        if "\\" in said or re.match(r"[A-Za-z]:|/(?!/)|(\.\./)", said):
            yield Breach(f"the address {said[:80]} leads out of the package", NAME, line_of(element))


@rule(
    "scorm-external-address",
    "What is launched is in the package.",
    source="SCORM 2004 4th Edition RTE 3.3 (finding the API): browsers keep pages of other sites from it",
    mend="put the pages into the package, or tell an LMS to link to them",
    severity=Severity.WARNING,
    tried=False,
)
def external_address(subject: Subject) -> Iterator[Breach]:
    for element in _resources(manifest_in(subject.contents)):
        said = (element.get("href") or "").strip()
        if urlsplit(said).scheme in ("http", "https") or said.startswith("//"):
            yield Breach(f"{said[:80]} is launched from another site", NAME, line_of(element))


def _twice(manifest: Manifest) -> list[etree._Element]:
    """Resources whose files are there with one `xml:base`, and not with two."""
    around = manifest.root.find("{*}resources")
    outer = around.get(_BASE, "") if around is not None else ""
    return [one for one in _resources(manifest) if outer and one.get(_BASE) == outer]


@rule(
    "scorm-base-twice",
    "The base of addresses is said once: on all resources, or on each.",
    source="XML Base, 4.2: bases add up; the files would lie in a folder of the same name within the folder",
    mend="take `xml:base` off the resources, or off their list",
    tried=False,
)
def base_twice(subject: Subject) -> Iterator[Breach]:
    manifest = manifest_in(subject.contents)
    for element in _twice(manifest):
        found = manifest.resources.get(element.get("identifier", ""))
        if found is not None and found.href and found.href not in subject.contents:
            yield Breach(f"{found.href} is not in the package", NAME, line_of(element))


@rule(
    "scorm-type",
    "What an activity launches says that it is a SCO or an asset, as its version of SCORM spells it.",
    source="SCORM 1.2 CAM 2.3 (adlcp:scormtype); SCORM 2004 4th Edition CAM 3.4.1 (adlcp:scormType)",
    mend="write `adlcp:scormtype` in SCORM 1.2, and `adlcp:scormType` in SCORM 2004",
    severity=Severity.WARNING,
    tried=False,
)
def scorm_type(subject: Subject) -> Iterator[Breach]:
    manifest = manifest_in(subject.contents)
    used = {element.get("identifierref") for element in manifest.root.iter("{*}item")}
    right = f"{{{ADLCP_12}}}scormtype" if version_of(manifest) == "1.2" else f"{{{ADLCP_2004}}}scormType"
    for element in _resources(manifest):
        names = {name for name in map(str, element.attrib) if name.lower().endswith("scormtype")}
        ident = element.get("identifier")
        if right in names:
            if element.get(right) not in ("sco", "asset"):
                yield Breach(f"the resource {ident} is “{element.get(right)}”", NAME, line_of(element))
        elif names:
            found = etree.QName(next(iter(names))).localname
            yield Breach(f"the resource {ident} has `{found}`, which its version does not know", NAME, line_of(element))
        elif ident in used:
            yield Breach(f"the resource {ident} does not say what it is", NAME, line_of(element))


@rule(
    "scorm-prefixes",
    "The manifest's namespace is the default one, and the others have their usual prefixes.",
    source="Moodle 5.0, mod/scorm/datamodels/scormlib.php (scorm_get_manifest) compares names with prefixes: a SCO "
    "becomes an asset, without a score",
    mend="write the manifest without a prefix, and `adlcp:`, `imsss:` and `adlnav:` before what belongs to them",
    tried=True,
)
def prefixes(subject: Subject) -> Iterator[Breach]:
    root = manifest_in(subject.contents).root
    if root.prefix:
        yield Breach(f"the manifest has the prefix {root.prefix}", NAME, line_of(root))
    for prefix, space in root.nsmap.items():
        if space in _PREFIXES and _PREFIXES[space] not in root.nsmap:
            yield Breach(f"{_PREFIXES[space]} has the prefix {prefix or '(none)'}", NAME, line_of(root))
            return
    found = {(element.prefix, etree.QName(element).namespace): element for element in root.iter(etree.Element)}
    for (prefix, space), element in found.items():
        if space in _PREFIXES and prefix != _PREFIXES[space] and not _is_apart(element):
            yield Breach(f"{_PREFIXES[space]} has the prefix {prefix or '(none)'}", NAME, line_of(element))


def _is_apart(element: etree._Element) -> bool:
    """Whether an element is about global objectives, at which Moodle's reading stops."""
    return etree.QName(element).localname in ("mapInfo", "sequencingRules", "objective") or any(
        etree.QName(up).localname in ("sequencingRules", "objectives") for up in element.iterancestors()
    )


@rule(
    "scorm-nothing-to-launch",
    "The package has something that can be launched.",
    source="SCORM 1.2 CAM 2.3; SCORM 2004 4th Edition CAM 3.4.1",
    mend="add an organisation with an item that leads to a resource with a file",
    tried=True,
)
def nothing_to_launch(subject: Subject) -> Iterator[Breach]:
    manifest = manifest_in(subject.contents)
    if not launched(manifest) and not any(resource.href for resource in manifest.resources.values()):
        yield Breach("no resource can be launched", NAME)


@rule(
    "scorm-no-organisation",
    "An organisation says what students see.",
    source="SCORM 2004 4th Edition CAM 3.4.1 (organizations); Moodle launches nothing of an empty organisation, and "
    "the resources where there is none; others import nothing",
    mend="add an organisation with an item for each resource that is to be launched",
    severity=Severity.WARNING,
    tried=True,
)
def no_organisation(subject: Subject) -> Iterator[Breach]:
    manifest = manifest_in(subject.contents)
    if not launched(manifest) and any(resource.href for resource in manifest.resources.values()):
        yield Breach("no activity leads to a resource", NAME)


@rule(
    "scorm-2004-version",
    "The manifest names the edition of SCORM 2004 as the standard writes it.",
    source="SCORM 2004 4th Edition CAM 3.4.1.4 (schemaversion); Moodle 5.0 takes what it does not know for SCORM 1.2",
    mend="write `2004 3rd Edition` or `2004 4th Edition`",
    tried=True,
)
def version_2004(subject: Subject) -> Iterator[Breach]:
    name, said = manifest_in(subject.contents).schema
    if not _VERSIONS_2004.fullmatch(said):
        yield Breach(f"its version is “{said}”" if said else "it names no version", NAME)
    elif name != "ADL SCORM":
        yield Breach(f"its schema is “{name}”, not “ADL SCORM”", NAME)


@rule(
    "scorm-1.2-version",
    "The manifest says that it is ADL SCORM 1.2.",
    source="SCORM 1.2 CAM 2.3 (schema, schemaversion)",
    mend="write `<schema>ADL SCORM</schema>` and `<schemaversion>1.2</schemaversion>` into its metadata",
    severity=Severity.WARNING,
    tried=False,
)
def version_12(subject: Subject) -> Iterator[Breach]:
    name, said = manifest_in(subject.contents).schema
    if (name.upper(), said) != ("ADL SCORM", "1.2"):
        yield Breach(f"it says “{name} {said}”" if name or said else "it says nothing", NAME)


@rule(
    "scorm-control-documents",
    "Every schema that the manifest names by a relative address lies beside it.",
    source="SCORM 2004 4th Edition CAM 3 (control documents); ADL's test suite refuses a package without them",
    mend="add the schemas, or take `xsi:schemaLocation` out",
    severity=Severity.WARNING,
    tried=False,
)
def control_documents(subject: Subject) -> Iterator[Breach]:
    root = manifest_in(subject.contents).root
    named = {name for element in root.iter(etree.Element) for name in (element.get(_XSI) or "").split()[1::2]}
    gone = [name for name in sorted(named) if "://" not in name and posixpath.normpath(name) not in subject.contents]
    if gone:
        yield Breach(f"{', '.join(gone)} {'is' if len(gone) == 1 else 'are'} not in the package", NAME)


missing_media = sites.media_rule(
    "scorm-missing-media",
    source="SCORM 1.2 and 2004 CAM (Content Packaging, physical files): a package holds what its content needs",
)
dead_link = sites.link_rule("scorm-dead-link")

_BOTH: tuple[Rule, ...] = (
    missing_file, unlisted_file, no_launch_file, dangling_reference, duplicate_identifier, address, external_address,
    base_twice, scorm_type, prefixes, nothing_to_launch, no_organisation, control_documents, missing_media,
    dead_link, *ACTIVITY_RULES, *ROOM_RULES, *MARK_RULES,
)  # fmt: skip
RULES_12: tuple[Rule, ...] = (*_BOTH, version_12)
RULES_2004: tuple[Rule, ...] = (*_BOTH, version_2004, *SEQUENCING_RULES)
