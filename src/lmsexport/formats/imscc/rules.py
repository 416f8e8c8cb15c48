"""Rules of cartridges that no schema says; a Canvas export is one, too."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from lmsexport.errors import Severity
from lmsexport.formats.imscc.resources import Resources, kind_of
from lmsexport.formats.manifests import NAME, absent, downloads, listed, manifest_in
from lmsexport.formats.shown_files import FILEBASE, PAGES, addresses
from lmsexport.validation import Breach, Rule, Subject, line_of, rule

_TYPES = re.compile(
    r"webcontent|associatedcontent/imscc_xmlv1p\d/learning-application-resource|imsdt_xmlv1p\d|imswl_xmlv1p\d"
    r"|imsqti_xmlv1p2/imscc_xmlv1p\d/(assessment|question-bank)|imsbasiclti_xmlv1p\d(p\d)?|assignment_xmlv1p0"
    r"|idpfepub_zip_v\d\w*|imsiwb_iwbv1p\d|course-credentials|imsapip_zipv1p0"
)
"""The types of resources that the versions of Common Cartridge name."""

_IDENTIFIER = re.compile(r"[^\W\d][\w.-]*")
_OPENED = re.compile(r"(?:https?|ftps?)://[^/?#\s]|mailto:.|tel:.|\$", re.IGNORECASE)
"""Addresses that browsers open; `$` begins one within the course."""
_SECRET = re.compile(r"secret|password|passwd|consumer_?key|resource_?key|api_?key|access_?token", re.IGNORECASE)


@rule(
    "cartridge-missing-file",
    "Every file that the manifest lists is in the package.",
    source="Common Cartridge 1.1 (resource, file); Canvas and Moodle leave the resource out",
    mend="add the file, or take it out of the manifest; mind capitals in names",
    tried=True,
)
def missing_file(subject: Subject) -> Iterator[Breach]:
    for resource, name in absent(manifest_in(subject.contents), subject.contents):
        also = subject.contents.otherwise(name)
        yield Breach(f"the resource {resource.id} names {name}, which is not there{also}", NAME, resource.line)


@rule(
    "cartridge-unlisted-file",
    "Every file of the package belongs to a resource.",
    source="Common Cartridge 1.1 (resource, file); Canvas takes such a file along, others only what the manifest lists",
    mend="list the file in a resource, or take it out of the package",
    severity=Severity.WARNING,
    tried=False,
)
def unlisted_file(subject: Subject) -> Iterator[Breach]:
    known = {NAME} | listed(manifest_in(subject.contents))
    for name in subject.contents:
        if name not in known and not name.startswith("course_settings/"):  # Canvas finds those by their names
            yield Breach("no resource lists this file, so most importers leave it out", name)


@rule(
    "cartridge-dangling-reference",
    "Every item and every dependency names a resource of the manifest.",
    source="IMS Content Packaging 1.1.4 (identifierref); Canvas shows a heading, Moodle nothing",
    mend="add the resource, or take the reference out",
    tried=True,
)
def dangling_reference(subject: Subject) -> Iterator[Breach]:
    manifest = manifest_in(subject.contents)
    for entry in manifest.entries:
        if entry.resource and entry.resource not in manifest.resources:
            yield Breach(f"“{entry.title}” shows the resource {entry.resource}, which is not there", NAME, entry.line)
    for resource in manifest.resources.values():
        for need in resource.needs:
            if need not in manifest.resources:
                yield Breach(f"the resource {resource.id} needs {need}, which is not there", NAME, resource.line)


@rule(
    "cartridge-circular-dependency",
    "No resource needs itself, by way of others either.",
    source="IMS Content Packaging 1.1.4 (dependency): some importers follow dependencies without an end",
    mend="take one of the dependencies out",
    tried=False,
)
def circular_dependency(subject: Subject) -> Iterator[Breach]:
    resources = manifest_in(subject.contents).resources
    settled: set[str] = set()
    for start in resources:
        path, todo = dict[str, None](), [(start, False)]
        while todo:
            id, left = todo.pop()
            if left:
                path.pop(id, None)
                settled.add(id)
            elif id in path:
                yield Breach(f"the resource {id} needs itself", NAME, resources[id].line)
            elif id in resources and id not in settled:
                path[id] = None
                todo.append((id, True))
                todo += [(need, False) for need in resources[id].needs]


@rule(
    "cartridge-duplicate-identifier",
    "No two things of the manifest have the same identifier.",
    source="IMS Content Packaging 1.1.4 (identifier); Moodle 4.4 refuses it, Canvas loses one of the two",
    mend="give each an identifier of its own",
    tried=True,
)
def duplicate_identifier(subject: Subject) -> Iterator[Breach]:
    elements = manifest_in(subject.contents).root.iter("{*}item", "{*}resource")
    is_export = "course_settings/canvas_export.txt" in subject.contents  # Canvas calls an item as what it shows
    found = [
        one
        for one in elements
        if one.get("identifier") and not (is_export and one.get("identifier") == one.get("identifierref"))
    ]
    times = Counter(one.get("identifier") for one in found)
    for one in found:
        if times[one.get("identifier")] > 1:
            yield Breach(f"the identifier {one.get('identifier')} is there {times[one.get('identifier')]} times",
                         NAME, line_of(one))  # fmt: skip


@rule(
    "cartridge-identifier",
    "Identifiers begin with a letter and have no spaces.",
    source="XML Schema part 2, 3.3.8 (ID); Moodle 4.4 refuses others",
    mend="use letters, digits, `_`, `-` and `.`",
    severity=Severity.WARNING,
    tried=True,
)
def identifier(subject: Subject) -> Iterator[Breach]:
    for one in manifest_in(subject.contents).root.iter("{*}item", "{*}resource", "{*}organization", "{*}manifest"):
        said = one.get("identifier")
        if said is None or not _IDENTIFIER.fullmatch(said):
            name = etree.QName(one).localname
            article = "an" if name[0] in "io" else "a"
            what = f"has the identifier “{said}”" if said else "has no identifier"
            yield Breach(f"{article} {name} {what}", NAME, line_of(one))


@rule(
    "cartridge-organisation",
    "The course is one organisation, a tree below one item without a resource.",
    source="Common Cartridge 1.1 (organization); Moodle, backup/cc/entities11.class.php, reads the first item's items",
    mend="put the modules into one item of one organisation",
    severity=Severity.WARNING,
    tried=True,
)
def organisation(subject: Subject) -> Iterator[Breach]:
    found = list(manifest_in(subject.contents).root.iterfind("{*}organizations/{*}organization"))
    if len(found) > 1:
        yield Breach(f"there are {len(found)} organisations; importers read one", NAME, line_of(found[1]))
    for one in found[:1]:
        roots = one.findall("{*}item")
        if len(roots) > 1 or any(root.get("identifierref") for root in roots):
            yield Breach("the modules are not in one item of their own", NAME, line_of(one))


@rule(
    "cartridge-resource-type",
    "Every resource is of a type that Common Cartridge knows, in one version for the whole cartridge.",
    source="Common Cartridge 1.1 to 1.3 (resource types); Canvas leaves out what it does not know",
    mend="correct the type, or make the cartridge again in one version",
    severity=Severity.WARNING,
    tried=True,
)
def resource_type(subject: Subject) -> Iterator[Breach]:
    resources = manifest_in(subject.contents).resources.values()
    versions = Counter(found[1] for one in resources if (found := re.search(r"imscc_xmlv1p(\d)", one.type)))
    usual = versions.most_common(1)[0][0] if versions else ""
    for one in resources:
        version = re.search(r"imscc_xmlv1p(\d)", one.type)
        if not _TYPES.fullmatch(one.type):
            yield Breach(f"the resource {one.id} is of the type {one.type or '?'}", NAME, one.line)
        elif version and version[1] != usual:
            yield Breach(
                f"the resource {one.id} is of version 1.{version[1]}, most others of 1.{usual}", NAME, one.line
            )


@rule(
    "cartridge-untitled",
    "Everything in a module has a title.",
    source="Common Cartridge 1.1 (item, title); in Canvas it arrives without a title",
    mend="give it a title",
    severity=Severity.WARNING,
    tried=True,
)
def untitled(subject: Subject) -> Iterator[Breach]:
    for entry in manifest_in(subject.contents).entries:
        if not entry.title and (entry.resource or entry.depth > 0):
            yield Breach(f"the item {entry.id} has no title", NAME, entry.line)


@rule(
    "cartridge-no-address",
    "Every link and every LTI link has an address that browsers open.",
    source="Common Cartridge 1.1 (web link, Basic LTI); Canvas leaves it out",
    mend="write the whole address, with `https://`",
    tried=True,
)
def no_address(subject: Subject) -> Iterator[Breach]:
    for member, root in _documents(subject, "link"):
        url = root.find("{*}url")
        said = url.get("href", "").strip() if url is not None else ""
        if not said:
            yield Breach("the link has no address", member, line_of(root))
        elif not _OPENED.match(said):
            yield Breach(f"the link leads to “{said[:80]}”", member, line_of(root))
    for member, root in _documents(subject, "lab"):
        if not any(_launch_addresses(root)):
            yield Breach("the LTI link has no launch address", member, line_of(root))


@rule(
    "cartridge-tool-without-https",
    "Tools are launched by https.",
    source="no LMS on https shows an http page within its own; LTI 1.3 (security framework 1.0, 3.1.1) asks for it",
    mend="give the tool an address with `https://`",
    severity=Severity.WARNING,
    tried=False,
)
def tool_without_https(subject: Subject) -> Iterator[Breach]:
    for member, root in _documents(subject, "lab"):
        addresses = [address for address in _launch_addresses(root) if address]
        if addresses and not any(address.startswith("https://") for address in addresses):
            yield Breach(f"the tool is launched at {addresses[0]}, without https", member, line_of(root))


def _launch_addresses(lab: etree._Element) -> list[str]:
    return [(lab.findtext(f"{{*}}{name}") or "").strip() for name in ("secure_launch_url", "launch_url")]


@rule(
    "cartridge-lti-secret",
    "No LTI link carries a key, a secret or a password.",
    source="Basic LTI 1.0 (secret): the LMS keeps it; everybody who has the file can read it, and Canvas imports it",
    mend="take it out, set key and secret in the LMS, and have the owner of the tool change the secret",
    tried=True,
)
def lti_secret(subject: Subject) -> Iterator[Breach]:
    for member, root in _documents(subject, "lab"):
        for one in root.iter("{*}property"):
            if _SECRET.search(one.get("name", "")) and (one.text or "").strip():
                yield Breach(f"the parameter {one.get('name')} goes to everybody who opens the file",
                             member, line_of(one))  # fmt: skip


@rule(
    "cartridge-missing-media",
    "Every picture, film and file that a text shows is in the package.",
    source="Common Cartridge 1.1 (web content); students see a broken picture or a dead link",
    mend="add the file, or correct the address; mind capitals in names",
    tried=True,
)
def missing_media(subject: Subject) -> Iterator[Breach]:
    manifest = manifest_in(subject.contents)
    resources = Resources(subject.contents, manifest)
    for member, text, line in _texts(subject, resources):
        for address in dict.fromkeys(addresses(text)):
            if _is_own(address) and not resources.resolved(address, member):
                yield Breach(f"the text shows {address}, which is not in the package", member, line)


def _is_own(address: str) -> bool:
    """Whether an address means a file of the package; placeholders other than the file base are the LMS's own."""
    if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|#|$", address):
        return False
    return bool(FILEBASE.match(address)) or not address.startswith(("$", "/", "%24"))


def _texts(subject: Subject, resources: Resources) -> Iterator[tuple[str, str, int]]:
    """Every text with markup: pages, topics, and the texts of questions."""
    for resource in resources.manifest.resources.values():
        for member in dict.fromkeys((resource.href, *resource.files)):
            if member.lower().endswith(PAGES):
                yield member, resources.text(member), 0
    given = downloads(subject.contents)
    for name in subject.contents:
        if name.lower().endswith((".xml", ".qti")) and name not in given:
            root = subject.contents.xml(name)
            for one in root.iter("{*}mattext", "{*}text") if root is not None else ():
                if one.text and "<" in one.text:
                    yield name, one.text, line_of(one)


def _documents(subject: Subject, kind: str) -> Iterator[tuple[str, etree._Element]]:
    for resource in manifest_in(subject.contents).resources.values():
        if kind_of(resource) == kind:
            for member in resource.files or (resource.href,):
                root = subject.contents.xml(member)
                if root is not None:
                    yield member, root


def text_of(subject: Subject, member: str) -> str:
    """A text file of the package; empty when it cannot be read."""
    return Resources(subject.contents, manifest_in(subject.contents)).text(member)


RULES: tuple[Rule, ...] = (
    missing_file, unlisted_file, dangling_reference, circular_dependency, duplicate_identifier, identifier,
    organisation, resource_type, untitled, no_address, tool_without_https, lti_secret, missing_media,
)  # fmt: skip
