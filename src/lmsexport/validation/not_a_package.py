"""What a file is that is no package: the everyday cases, each with what to do."""

from __future__ import annotations

import re

from lmsexport.validation.contents import Contents
from lmsexport.validation.reader import Breach, main_documents

_BEGINNINGS = (
    (b"%PDF", "a PDF", "export the course from the LMS as a package; a PDF cannot be imported"),
    (b"Rar!", "a RAR archive", "unpack it, and pack the files into a zip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive", "unpack it, and pack the files into a zip archive"),
    (b"BZh", "compressed by bzip2", "unpack it, and pack the files into a zip archive"),
    (b"\xfd7zXZ", "compressed by xz", "unpack it, and pack the files into a zip archive"),
    (b"\xff\xfe", "a text in UTF-16", "save it in UTF-8"),
    (b"\xfe\xff", "a text in UTF-16", "save it in UTF-8"),
    (b"\xd0\xcf\x11\xe0", "a document of an old Office", "export the questions in a format that the LMS imports"),
)
_PAGE = re.compile(rb"\s*(?:<!doctype html|<html)", re.IGNORECASE)
_AIKEN = re.compile(rb"^[A-Z][.)] .+\n(?:.*\n)*?ANSWER: ?[A-Z]\b", re.MULTILINE)
_ARCHIVES = (".zip", ".imscc", ".mbz", ".gz")
_BRIGHTSPACE = b"http://desire2learn.com/xsd/d2lcp_v2p0"
_MEMBERS = (
    (
        "course.yaml",
        "the source of a course",
        "judge it with `lmsexport check`, and write its packages with `lmsexport build`",
    ),
    ("h5p.json", "an H5P package, which lmsexport does not know", "upload it as H5P"),
    (".bb-package-info", "an export of Blackboard, which lmsexport does not know", "upload it as such a one"),
    ("tincan.xml", "an xAPI package (“Tin Can”), which lmsexport does not know", "upload it as such a one"),
    (
        "moodle.xml",
        "a backup of Moodle 1, which lmsexport does not read",
        "restore it in a Moodle of today, and back it up",
    ),
    ("[Content_Types].xml", "a document of Office", "export the course from the LMS as a package"),
)


def identify(contents: Contents) -> Breach:
    """What a file is that no reader recognises, as far as its beginning or its members tell it."""
    if contents.single:
        (name,) = contents
        return _file(contents.beginning(name))
    members = [name for name in contents if not name.startswith("__MACOSX/")]
    for mark, what, mend in _MEMBERS:
        if mark in contents:
            return Breach(f"it is {what}", mend=mend)
    if any(_BRIGHTSPACE in contents.beginning(name) for name in main_documents()):
        return Breach("it is an export of Brightspace, which lmsexport does not read", mend="upload it to Brightspace")
    for name in members:
        if name.lower() in main_documents() and name not in main_documents():
            return Breach(f"no LMS finds {name}: it is written {name.lower()}", name, mend="rename it, and pack again")
    packed = [name for name in members if name.lower().endswith(_ARCHIVES)]
    if packed and len(members) == len(packed):
        also = f" and {len(packed) - 1} more" if len(packed) > 1 else ""
        return Breach(f"another archive is in it: {packed[0]}{also}", mend="unpack it, and upload what is in it")
    return Breach(_NOTHING)


_NOTHING = "it is none of the kinds that lmsexport knows"


def _file(start: bytes) -> Breach:
    for sign, what, mend in _BEGINNINGS:
        if start.startswith(sign):
            return Breach(f"it is {what}", mend=mend)
    if _PAGE.match(start):
        return Breach("it is a web page; perhaps the page where one logs in was saved instead of the file",
                      mend="download the file again, in a browser that is logged in")  # fmt: skip
    if _AIKEN.search(start):
        return Breach("it is a file of questions in Aiken, which lmsexport does not know", mend="upload it as Aiken")
    return Breach(_NOTHING)
