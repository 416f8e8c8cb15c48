"""Rules that every archive keeps, whatever is in it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Any

from lmsexport.errors import Severity
from lmsexport.validation.archives import PackageError
from lmsexport.validation.reader import Breach, Subject, main_documents, rule

_JUNK = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", "__MACOSX"})


def is_junk(name: str) -> bool:
    """Whether an operating system has left a file behind, and no author has put it there."""
    return not _JUNK.isdisjoint(name.split("/"))


@rule(
    "archive-kind",
    "The files are in a zip archive; those of a Moodle backup may be in a tar archive compressed by gzip.",
    source="IMS Content Packaging 1.1.4, Package Interchange File; Moodle 4.4, lib/filestorage/mbz_packer.php "
    "(get_packer_for_archive_file_path) and zip_packer; Canvas unpacks by rubyzip",
    mend="pack the files into a zip archive",
    tried=False,
)
def kind_of_archive(subject: Subject) -> Iterator[Breach]:
    packing = subject.contents.packing
    if packing in ("tar", "tar.gz") and packing not in subject.reader.packings:
        yield Breach(f"it is a tar archive{' compressed by gzip' if packing == 'tar.gz' else ''}")


@rule(
    "archive-unsafe-name",
    "Names of files stay within the package.",
    source="APPNOTE.TXT 4.4.17; Canvas and Moodle 4.4 miss files of cartridges whose names have backslashes",
    mend="pack again with relative names and forward slashes",
    tried=True,
)
def unsafe_names(subject: Subject) -> Iterator[Breach]:
    for entry in subject.contents.entries:
        if not entry.safe:
            yield Breach(f"the name {entry.name!r} leaves the package, or does on some systems", entry.name)


@rule(
    "archive-link",
    "A package holds files, and no links or devices.",
    source="Info-ZIP's unzip makes a link of it, to any file of the server; Python and PHP a file with the address",
    mend="pack the file itself",
    tried=True,
)
def links(subject: Subject) -> Iterator[Breach]:
    for entry in subject.contents.entries:
        if entry.kind in ("link", "special"):
            yield Breach(f"it is a {'link' if entry.kind == 'link' else 'device'} and no file", entry.name)


@rule(
    "archive-duplicate-name",
    "No two files have the same name.",
    source="APPNOTE.TXT 4.4.17; Python and Ruby give the last one, PHP's ZipArchive the first",
    mend="pack again",
    tried=True,
)
def duplicates(subject: Subject) -> Iterator[Breach]:
    names = Counter(entry.name for entry in subject.contents.entries if entry.kind == "file")
    for name, number in names.items():
        if number > 1:
            yield Breach(f"{number} files have this name", name)


@rule(
    "archive-similar-names",
    "No two names differ only in case, or in how their letters are composed.",
    source="on Windows and macOS they are one file",
    mend="rename one of them",
    severity=Severity.WARNING,
    tried=False,
)
def similar(subject: Subject) -> Iterator[Breach]:
    first: dict[str, str] = {}
    for name in subject.contents:
        known = first.setdefault(unicodedata.normalize("NFC", name).casefold(), name)
        if known != name:
            yield Breach(f"on some systems it is the same file as {known}", name)


@rule(
    "archive-name-encoding",
    "Names that are not ASCII are marked as UTF-8.",
    source="APPNOTE.TXT 4.4.4, bit 11, and appendix D; without it unzip writes the bytes as they are, Python and PHP "
    "take them for code page 437",
    mend="pack with a tool that marks names as UTF-8",
    severity=Severity.WARNING,
    tried=True,
)
def illegible(subject: Subject) -> Iterator[Breach]:
    for entry in subject.contents.entries:
        if not entry.legible:
            yield Breach("the archive does not say how the letters of this name are written", entry.name)


@rule(
    "archive-encrypted",
    "No file needs a password.",
    source="no LMS asks for one: Moodle 4.4 and 5.0 leave the file out, or refuse the package",
    mend="pack without a password",
    tried=True,
)
def encrypted(subject: Subject) -> Iterator[Breach]:
    for entry in subject.contents.entries:
        if entry.encrypted:
            yield Breach("it needs a password", entry.name)


@rule(
    "archive-packing",
    "Files are stored as they are, or deflated.",
    source="IMS Content Packaging 1.1.4, Package Interchange File: RFC 1951; Canvas and Moodle do not unpack LZMA",
    mend="pack again with the usual settings",
    tried=True,
)
def unusual_packing(subject: Subject) -> Iterator[Breach]:
    for entry in subject.contents.entries:
        if entry.packing:
            yield Breach(f"it is compressed by {entry.packing}", entry.name)


@rule(
    "archive-damaged",
    "Every file can be read to its end, with the size and the checksum that the archive says.",
    source="APPNOTE.TXT 4.4.7 to 4.4.9; RFC 1952, 2.3.1; Python refuses it, and Moodle takes it as it is",
    mend="download or build the package again",
    tried=True,
)
def damaged(subject: Subject) -> Iterator[Breach]:
    hidden = {entry.name for entry in subject.contents.entries if entry.encrypted or entry.packing}
    for name in subject.contents:
        if name not in hidden:
            try:
                subject.contents.check(name)
            except PackageError as error:
                yield Breach(str(error), name)


@rule(
    "archive-empty",
    "There is something in the package.",
    source="an empty archive has no course: Canvas and Moodle refuse it",
    mend="choose another file",
    tried=True,
)
def empty(subject: Subject) -> Iterator[Breach]:
    if not any(subject.contents.size(name) for name in subject.contents):
        yield Breach("there is no file with anything in it")


@rule(
    "archive-folder-around",
    "The manifest stands at the top of the archive, not in a folder.",
    source="IMS Content Packaging 1.1.4, 3.1; SCORM 2004 4th ed. CAM 3.4.1; Canvas and Moodle's SCORM refuse it",
    mend="open the folder, mark everything in it, and pack that",
    tried=True,
)
def folder_around(subject: Subject) -> Iterator[Breach]:
    marks = main_documents()
    if not any(mark in subject.contents for mark in marks):
        for name in subject.contents:
            folder, _, base = name.rpartition("/")
            if base in marks and "/" not in folder and folder != "__MACOSX":
                yield Breach(f"it stands in the folder {folder}, where most LMSs do not look", name)


@rule(
    "archive-junk",
    "There are no files of an operating system in the package.",
    source="they come along when a folder is packed by hand; LMSs show them to students",
    mend="delete them before packing",
    severity=Severity.WARNING,
    tried=False,
)
def junk(subject: Subject) -> Iterator[Breach]:
    for name in subject.contents:
        if is_junk(name):
            yield Breach("an operating system has left it there", name)


def _is_document(name: str) -> bool:
    return name.lower().endswith(".xml") and not is_junk(name)


def _documents(subject: Subject) -> Iterator[str]:
    """The documents that importers read, and those of scripts, without what students download."""
    given = subject.reader.downloads(subject.contents)
    return (name for name in subject.contents if _is_document(name) and name not in given)


def _is_content(subject: Subject, name: str) -> bool:
    """Whether a document is read by the scripts of a package alone, and by no importer."""
    return subject.reader.plays and name.rpartition("/")[2] not in main_documents()


@rule(
    "xml-well-formed",
    "Every XML document is well-formed.",
    source="XML 1.0, 2.1; no importer reads on behind an error",
    mend="mend the document, or report it to whoever wrote the package",
    tried=True,
)
def well_formed(subject: Subject) -> Iterator[Breach]:
    for name in _documents(subject):
        if _is_content(subject, name) or name in subject.contents.too_large:
            continue
        if found := subject.contents.fault(name):
            yield Breach(found[0], name, found[1])


@rule(
    "xml-too-large",
    "Every XML document is small enough to be looked at: 50 MB each, and a gigabyte of memory for all of them.",
    source="lmsexport itself, which no package may fill the memory with; LMSs have limits of their own",
    mend="nothing, if the LMS takes it in; else take pictures out of the document, or split the package",
    severity=Severity.WARNING,
    tried=True,
)
def too_large(subject: Subject) -> Iterator[Breach]:
    for name in subject.contents:
        if _is_document(name):
            subject.contents.xml(name)
        if found := subject.contents.too_large.get(name):
            yield Breach(found, name)


@rule(
    "xml-doctype",
    "No document declares a document type, entities or anything to load from outside.",
    source="entities can swell to gigabytes or read files of the server; careful importers refuse them",
    mend="write the document without a DOCTYPE",
    tried=False,
)
def doctype(subject: Subject) -> Iterator[Breach]:
    for name in _documents(subject):
        root = subject.contents.xml(name)
        declared: Any = root.getroottree().docinfo.internalDTD if root is not None else None
        if declared is not None and (not _is_content(subject, name) or any(declared.iterentities())):
            yield Breach("it has a DOCTYPE", name)


_DECLARED = re.compile(rb"""<\?xml[^>]*\sencoding\s*=\s*["'](iso-8859-\d+|latin-?1|windows-125\d|us-ascii)["']""", re.I)


@rule(
    "xml-encoding",
    "Every XML document is in the encoding that its first line says.",
    source="XML 1.0, 4.3.3; letters outside of ASCII come out as two or three others: “Ã¼” for “ü”",
    mend='write `encoding="UTF-8"` into its first line',
    severity=Severity.WARNING,
    tried=False,
)
def encoding(subject: Subject) -> Iterator[Breach]:
    for name in _documents(subject):
        if (said := _DECLARED.match(subject.contents.beginning(name))) is None:
            continue
        try:
            data = subject.contents.read(name)
            if not data.isascii() and data.decode("utf-8"):
                yield Breach(f"it says {said[1].decode()}, and is in UTF-8", name, 1)
        except (PackageError, UnicodeDecodeError):
            continue


RULES = (
    kind_of_archive, unsafe_names, links, duplicates, similar, illegible, encrypted, unusual_packing, damaged, empty,
    folder_around, junk, well_formed, too_large, doctype, encoding,
)  # fmt: skip
