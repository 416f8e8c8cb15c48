"""What is in a package, also when somebody has made it to do harm."""

from __future__ import annotations

import gzip
import io
import os
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from engine import small
from lmsexport.engine.build import Request, build
from lmsexport.engine.inspect import inspect
from lmsexport.validation import PackageError, archives

MANIFEST = """<manifest xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"><metadata>
<schema>IMS Common Cartridge</schema><schemaversion>1.1.0</schemaversion></metadata>
<organizations><organization><item/><item/></organization></organizations>
<resources><resource identifier="a"/><resource identifier="b"/><resource identifier="c"/></resources></manifest>"""


def tar(path: Path, *members: tarfile.TarInfo, compress: bool = True) -> Path:
    with tarfile.open(path, "w:gz" if compress else "w") as archive:
        for member in members:
            archive.addfile(member, io.BytesIO(bytes(member.size)) if member.size else None)
    return path


def member(name: str, size: int = 0, **fields: object) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size = size
    for field, value in fields.items():
        setattr(info, field, value)
    return info


def test_our_own_packages(tmp_path: Path) -> None:
    build(Request(small.write(tmp_path / "source"), tmp_path / "dist"))
    backup = inspect(tmp_path / "dist/small-moodle.mbz")
    assert backup["kind"] == "Moodle course backup of Moodle 4.0"
    assert backup["facts"] == [
        "course: A small course", "language: en", "modules: 1", "assessment: 1", "lab: 1", "lesson: 1",
        "questions of type single-choice: 1", "tools: 1",
    ]  # fmt: skip
    pages = inspect(tmp_path / "dist/small-html")
    assert pages["kind"] == "Web pages of a course"
    assert {"index.html", "pages/reading.html"} <= {entry["name"] for entry in pages["members"]}


@pytest.mark.shared
def test_packages_that_other_software_wrote() -> None:
    from conftest import SHARED

    backup = inspect(SHARED / "reference/moodle-4.4-course.mbz")
    assert backup["kind"].startswith("Moodle course backup of Moodle 4.4")
    for cartridge in (SHARED / "fixtures").glob("*.imscc"):
        found = inspect(cartridge)
        assert found["kind"] == "Canvas course export" and found["facts"][0].startswith("resources: ")


def test_a_zip_with_a_manifest(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "course.imscc", "w") as archive:
        archive.writestr("imsmanifest.xml", MANIFEST)
        archive.mkdir("web")
        archive.writestr("web/page.html", "<p/>")
    found = inspect(tmp_path / "course.imscc")
    assert (found["kind"], found["facts"][:2]) == ("Common Cartridge 1.1", ["resources: 3", "items: 2"])
    assert found["members"][1] == {"name": "web/page.html", "size": 4}


def test_members_that_are_no_files_are_not_listed(tmp_path: Path) -> None:
    links = [
        member("../../etc/passwd", type=tarfile.SYMTYPE, linkname="/etc/passwd"),
        member("pipe", type=tarfile.FIFOTYPE),
    ]
    found = inspect(tar(tmp_path / "x.mbz", *links, member("index.html", 3)))
    assert [entry["name"] for entry in found["members"]] == ["index.html"]


def no_archive(path: Path) -> None:
    path.write_bytes(b"This is a letter, not a package." * 50)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def cut_off_tar(path: Path) -> None:
    whole = tar(path, member("index.html", 50_000)).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


def cut_off_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("imsmanifest.xml", MANIFEST)
    path.write_bytes(path.read_bytes()[:-10])


def damaged_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("imsmanifest.xml", MANIFEST)
    data = bytearray(path.read_bytes())
    data[60:90] = bytes(30)
    path.write_bytes(data)


def locked_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("imsmanifest.xml", MANIFEST)
    data = path.read_bytes()
    start = data.index(b"PK\x01\x02") + 8  # general purpose bit flag, bit 0: encrypted (APPNOTE 4.4.4)
    path.write_bytes(data[:start] + bytes([data[start] | 1]) + data[start + 1 :])


def huge_header(path: Path) -> None:
    """A PAX header that claims to be 8 GB: whoever believes it reads all of it into memory."""
    header = member("x", 2**33 - 1, type=tarfile.XHDTYPE)
    path.write_bytes(gzip.compress(header.tobuf(tarfile.USTAR_FORMAT) + bytes(1024)))


@pytest.mark.parametrize("make", [damaged_zip, locked_zip])
def test_what_a_damaged_archive_lists_is_shown(make: Callable[[Path], None], tmp_path: Path) -> None:
    path = tmp_path / "package.imscc"
    make(path)
    found = inspect(path)
    assert [member["name"] for member in found["members"]] == ["imsmanifest.xml"]
    assert found["facts"][0].startswith("imsmanifest.xml cannot be read: ")


def test_names_that_leave_the_package_are_listed(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("../evil", "x")
        archive.writestr("index.html", "x")
    found = inspect(tmp_path / "x.zip")
    assert [member["name"] for member in found["members"]] == ["../evil", "index.html"]
    assert found["kind"] == "web pages"


@pytest.mark.parametrize("make", [no_archive, empty, cut_off_tar, cut_off_zip, huge_header])
def test_what_cannot_be_read_is_one_sentence(make: Callable[[Path], None], tmp_path: Path) -> None:
    path = tmp_path / "package.mbz"
    make(path)
    with pytest.raises(PackageError) as caught:
        inspect(path)
    assert str(caught.value).startswith(path.as_posix()) and "\n" not in str(caught.value)


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match="there is no file or folder"):
        inspect(tmp_path / "nothing")


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "ALWAYS_READ", 1_000_000)
    path = tar(tmp_path / "bomb.mbz", member("a", 3_000_000), member("b", 3_000_000))
    with pytest.raises(PackageError, match="nobody should unpack it"):
        inspect(path)


def test_a_document_full_of_entities_is_not_expanded(tmp_path: Path) -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE m [<!ENTITY e0 "ha">{levels}]><manifest><schema>&e11;</schema></manifest>'
    with zipfile.ZipFile(tmp_path / "course.zip", "w") as archive:
        archive.writestr("imsmanifest.xml", bomb)
    assert inspect(tmp_path / "course.zip")["kind"] == "IMS content package"


def test_names_that_are_no_text_are_listed(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / os.fsdecode(b"\xff.html")).write_bytes(b"x")
    assert len(inspect(folder)["members"]) == 1


QUIZ = """<?xml version="1.0" encoding="UTF-8"?>
<quiz><question type="category"><category><text>$course$/top/A</text></category></question>
<question type="essay"><name><text>One</text></name></question>
<question type="essay"><questiontext><text>x</text><file name="a">QUJD</file></questiontext></question>
<question type="match"/></quiz>"""


def test_a_file_of_moodle_questions(tmp_path: Path) -> None:
    path = tmp_path / "questions.xml"
    path.write_text(QUIZ, encoding="utf-8")
    assert inspect(path) == {
        "kind": "Moodle XML questions",
        "facts": ["questions of type essay: 2", "questions of type matching: 1", "banks of questions: 1"],
        "members": [{"name": "questions.xml", "size": len(QUIZ)}],
    }
    path.write_text(QUIZ[:-20], encoding="utf-8")
    assert inspect(path)["facts"][0].startswith("questions.xml cannot be read: ")


def test_other_xml_is_no_package(tmp_path: Path) -> None:
    path = tmp_path / "page.xml"
    path.write_text("<page/>", encoding="utf-8")
    with pytest.raises(PackageError):
        inspect(path)


def test_a_gift_file(tmp_path: Path) -> None:
    path = tmp_path / "questions.txt"
    path.write_text(
        "// {not one}\n$CATEGORY: a/b\n\n::A::Is \\{it\\}?{T}\n\n::B::Text \\{x\\}\n\n::C::W{=a\n~b}\n", "utf-8"
    )
    found = inspect(path)
    assert (found["kind"], found["facts"]) == (
        "GIFT questions",
        [
            "questions of type single-choice: 1", "questions of type true-false: 1", "texts between questions: 1",
            "banks of questions: 1",
        ],
    )  # fmt: skip
    path.write_text("A letter.", "utf-8")
    with pytest.raises(PackageError):
        inspect(path)
