"""Archives of every kind, and archives that were made to do harm: one clear sentence each, and nothing unpacked."""

from __future__ import annotations

import gzip
import hashlib
import os
import random
import struct
import subprocess
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from lmsexport.validation import Contents, PackageError, archives, folders, tars, zips
from lmsexport.validation.archives import Entry
from lmsexport.validation.tars import SMALL
from validation.packing import Files, Raw, add, folder, tar_header, tar_of, tarred, zipped

LARGE = random.Random(1).randbytes(SMALL + 1)
FILES: Files = {
    "imsmanifest.xml": "<manifest/>",
    "texts/ünïcode 例.txt": "Text.",
    "media/clip.mp4": LARGE,
    "empty": b"",
}

MAKERS: dict[str, Callable[[Path, Files], Path]] = {
    "zip": zipped,
    "tar.gz": tarred,
    "tar": lambda path, files: tarred(path, files, "w"),
    "folder": folder,
}


@pytest.mark.parametrize("kind", MAKERS)
def test_every_member_comes_back(kind: str, tmp_path: Path) -> None:
    with Contents(MAKERS[kind](tmp_path / "package", FILES)) as contents:
        assert set(contents) == set(FILES) and len(contents) == 4 and not contents.single
        assert {name: contents.read(name) for name in contents} == {
            name: content if isinstance(content, bytes) else content.encode() for name, content in FILES.items()
        }
        for name in contents:
            contents.check(name)
        assert contents.size("media/clip.mp4") == len(LARGE)
        assert contents.digest("media/clip.mp4") == hashlib.sha256(LARGE).hexdigest()
        assert contents.digest("media/clip.mp4", "sha1") == hashlib.sha1(LARGE).hexdigest()
        with contents.open("media/clip.mp4") as file:
            assert (file.read(3), file.read(4)) == (LARGE[:3], LARGE[3:7])


def test_a_single_file_is_its_only_member(tmp_path: Path) -> None:
    (tmp_path / "questions.gift").write_text("Is it?{T}")
    with Contents(tmp_path / "questions.gift") as contents:
        assert contents.single and list(contents) == ["questions.gift"] and contents.read("questions.gift")


def test_a_tar_from_the_seventh_edition_of_unix(tmp_path: Path) -> None:
    """It has no magic word: only the checksum of its first head tells it."""
    info = tarfile.TarInfo("moodle_backup.xml")
    info.size = 4
    head = bytearray(info.tobuf(tarfile.USTAR_FORMAT))
    head[257:512] = bytes(255)
    head[148:156] = b" " * 8
    head[148:156] = b"%06o\0 " % sum(head)
    with Contents(tar_of(tmp_path / "x", [bytes(head), b"<a/>" + bytes(508)], compress=False)) as contents:
        assert contents.read("moodle_backup.xml") == b"<a/>"


@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_names_may_begin_with_the_folder_itself(kind: str, tmp_path: Path) -> None:
    """As `tar czf x.mbz .` writes them: nothing leaves the package."""
    path = MAKERS[kind](tmp_path / "x", {"./imsmanifest.xml": "<a/>", "././a/b.txt": "b"})
    with tarfile.open(path, "a") if kind == "tar" else zipfile.ZipFile(path, "a") as archive:
        if isinstance(archive, tarfile.TarFile):
            add(archive, ".", type=tarfile.DIRTYPE)
    with Contents(path) as contents:
        assert set(contents) == {"imsmanifest.xml", "a/b.txt"}
        assert all(entry.safe for entry in contents.entries)


# -- names ---------------------------------------------------------------------------------------------------------


ESCAPES = (
    "../evil", "a/../../evil", "/etc/passwd", "//server/share", "C:/evil", "c:evil", "a:b", "..\\evil", "a\\b", "a//b",
    "a/./b", "..", "a/..", "nul\0.txt", "",
)  # fmt: skip


@pytest.mark.parametrize("name", ESCAPES)
def test_a_name_that_leaves_the_package_is_no_member(name: str, tmp_path: Path) -> None:
    assert not Entry(name, 0).safe
    raw = Raw()
    raw.member(name.encode(), b"evil")
    raw.member(b"good", b"good")
    with Contents(raw.write(tmp_path / "x.zip")) as contents:
        assert list(contents) == ["good"] and len(contents.entries) == 2
    if "\0" not in name and name:
        with Contents(tarred(tmp_path / "x.tar", {name: "evil", "good": "good"})) as contents:
            assert list(contents) == ["good"] and len(contents.entries) == 2


@pytest.mark.parametrize("name", ["a", "a/b", "a/...", "..a", "a b/ü", "ab:c"])
def test_other_names_stay(name: str) -> None:
    assert Entry(name, 0).safe


def test_links_and_devices_are_no_members(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "x.tar", "w") as archive:
        add(archive, "soft", type=tarfile.SYMTYPE, linkname="/etc/passwd")
        add(archive, "hard", type=tarfile.LNKTYPE, linkname="good")
        add(archive, "device", type=tarfile.CHRTYPE, devmajor=1, devminor=5)
        add(archive, "pipe", type=tarfile.FIFOTYPE)
        add(archive, "good", b"good")
    raw = Raw()
    raw.member(b"soft", b"/etc/passwd", mode=0o120777)
    raw.member(b"device", b"", mode=0o020644)
    raw.member(b"good", b"good")
    kinds = {"soft": "link", "hard": "link", "device": "special", "pipe": "special", "good": "file"}
    for path in (tmp_path / "x.tar", raw.write(tmp_path / "x.zip")):
        with Contents(path) as contents:
            assert list(contents) == ["good"]
            assert {entry.name: entry.kind for entry in contents.entries}.items() <= kinds.items()


def test_links_and_pipes_in_a_folder_are_not_followed(tmp_path: Path) -> None:
    secret = folder(tmp_path / "secret", {"key": "key"})
    package = folder(tmp_path / "package", {"a/good": "good"})
    (package / "folder").symlink_to(secret)
    (package / "file").symlink_to(secret / "key")
    (package / "round").symlink_to(package)
    os.mkfifo(package / "pipe")
    with Contents(package) as contents:
        assert list(contents) == ["a/good"]
        kinds = {entry.name: entry.kind for entry in contents.entries}
        assert kinds == {"a/good": "file", "folder": "link", "file": "link", "round": "link", "pipe": "special"}


def test_a_pipe_is_no_package(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refused(tmp_path / "pipe") == "it is no file"


def test_a_thousand_folders_in_each_other(tmp_path: Path) -> None:
    package = tmp_path / "x"
    package.mkdir()
    here = os.open(package, os.O_RDONLY)
    for _ in range(1_500):
        os.mkdir("a", dir_fd=here)
        below = os.open("a", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(os.open("deep", os.O_CREAT, dir_fd=here))
    os.close(here)
    try:
        with Contents(package) as contents:
            assert list(contents) == ["a/" * 1_500 + "deep"]
    finally:
        subprocess.run(["rm", "-r", package], check=True)  # too deep for Python's own way


def test_the_last_of_two_members_counts(tmp_path: Path) -> None:
    raw = Raw()
    raw.member(b"x", b"first")
    raw.member(b"x", b"last")
    with Contents(raw.write(tmp_path / "x.zip")) as contents:
        assert contents.read("x") == b"last" and len(contents.entries) == 2


UNICODE = "übung.xml"


def unicode_path(name: bytes, raw: bytes) -> bytes:
    """The extra field with the name in UTF-8 (APPNOTE.TXT 4.6.9)."""
    return struct.pack("<HHBL", 0x7075, 5 + len(name), 1, zlib.crc32(raw)) + name


@pytest.mark.parametrize(
    ("raw", "flags", "extra", "legible"),
    [
        (UNICODE.encode(), 0x800, b"", True),
        (UNICODE.encode(), 0, b"", False),
        (UNICODE.encode("cp437"), 0, b"", False),
        (b"?bung.xml\xff", 0, unicode_path(UNICODE.encode(), b"?bung.xml\xff"), True),
    ],
)
def test_names_in_other_letters(raw: bytes, flags: int, extra: bytes, legible: bool, tmp_path: Path) -> None:
    archive = Raw()
    archive.member(raw, b"<a/>", flags=flags, extra=extra)
    with Contents(archive.write(tmp_path / "x.zip")) as contents:
        assert contents.read(UNICODE) == b"<a/>" and contents.entries[0].legible is legible


def test_a_unicode_path_for_another_name_does_not_count(tmp_path: Path) -> None:
    archive = Raw()
    archive.member(b"\xff", b"x", extra=unicode_path(b"imsmanifest.xml", b"other"))
    with Contents(archive.write(tmp_path / "x.zip")) as contents:
        assert "imsmanifest.xml" not in contents


# -- bombs ---------------------------------------------------------------------------------------------------------


def refused(path: Path) -> str:
    """Why a package is not opened."""
    with pytest.raises(PackageError) as caught, Contents(path):
        pass
    return str(caught.value)


def unread(path: Path, name: str) -> str:
    """Why a member is not read."""
    with Contents(path) as contents, pytest.raises(PackageError) as caught:
        contents.check(name)
    return str(caught.value)


@pytest.fixture
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A course may have a megabyte, so that bombs can be small."""
    monkeypatch.setattr(archives, "ALWAYS_READ", 1_000_000)
    monkeypatch.setattr(archives, "MAX_RATIO", 10)


@pytest.mark.usefixtures("small_limits")
@pytest.mark.parametrize("kind", ["zip", "tar.gz"])
def test_a_bomb_is_not_opened(kind: str, tmp_path: Path) -> None:
    assert "nobody should unpack it" in refused(
        MAKERS[kind](tmp_path / "x", {"a": bytes(700_000), "b": bytes(700_000)})
    )


@pytest.mark.usefixtures("small_limits")
def test_a_bomb_behind_the_end_of_a_tar(tmp_path: Path) -> None:
    assert "nobody should unpack it" in refused(tar_of(tmp_path / "x", [bytes(2_000_000)]))


@pytest.mark.usefixtures("small_limits")
def test_what_is_large_and_not_squeezed_is_no_bomb(tmp_path: Path) -> None:
    with Contents(zipped(tmp_path / "x.zip", {"a": LARGE})) as contents:
        contents.check("a")


def test_an_archive_in_an_archive_is_a_file(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner.zip", {"a": bytes(10_000_000)}).read_bytes()
    with Contents(zipped(tmp_path / "x.zip", {"inner.zip": inner})) as contents:
        assert list(contents) == ["inner.zip"] and contents.sums("inner.zip").size == len(inner)


def test_members_that_share_bytes_are_not_read(tmp_path: Path) -> None:
    """As in a bomb that is not nested: one heap of bytes, and many members that are all of it."""
    raw = Raw()
    content = bytes(10_000)
    start = raw.member(b"a", content, method=8)
    raw.record(b"b", start, len(raw.members) - 31, len(content), zlib.crc32(content), method=8)
    path = raw.write(tmp_path / "x.zip")
    assert "shares bytes" in unread(path, "a") and "shares bytes" in unread(path, "b")


def test_a_member_within_another_is_not_read(tmp_path: Path) -> None:
    inner = Raw()
    inner.member(b"b", b"inner")
    raw = Raw()
    start = raw.member(b"a", bytes(inner.members))
    raw.record(b"b", start + 31, 5, 5, zlib.crc32(b"inner"))
    assert "shares bytes" in unread(raw.write(tmp_path / "x.zip"), "a")


@pytest.mark.parametrize("method", [12, 14, 9, 93, 255])
def test_only_what_every_program_unpacks_is_unpacked(method: int, tmp_path: Path) -> None:
    """A block of bzip2 of 45 bytes unpacks to 900,000, and Python's reader unpacks all that it has read at once."""
    raw = Raw()
    raw.member(b"a", b"x", method=method)
    path = raw.write(tmp_path / "x.zip")
    assert "few programs can unpack" in unread(path, "a")
    with Contents(path) as contents:
        assert contents.entries[0].packing


def test_more_members_than_any_course_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = Raw()
    raw.record(b"a", 0, 0, 0, 0)
    raw.directory *= archives.MAX_MEMBERS + 1
    assert refused(raw.write(tmp_path / "x.zip")) == archives.TOO_MANY
    files = {str(n): "" for n in range(4)}
    for module, make in ((tars, tarred), (folders, folder), (zips, zipped)):
        monkeypatch.setattr(module, "MAX_MEMBERS", 3)
        assert refused(make(tmp_path / module.__name__, files)) == archives.TOO_MANY


# -- damage --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [0, 5, 4_000_000_000, 2**63])
def test_a_zip_that_lies_about_a_size(size: int, tmp_path: Path) -> None:
    """By 4.3.9.2 a size beyond 32 bits stands in an extra field."""
    raw = Raw()
    extra = struct.pack("<HHQ", 1, 8, size) if size >= 1 << 32 else b""
    raw.member(b"a", b"0123456789", method=8, size=min(size, 0xFFFFFFFF), extra=extra)
    path = raw.write(tmp_path / "x.zip")
    if size > 1 << 31:
        assert "nobody should unpack it" in refused(path)
    else:
        assert unread(path, "a").startswith("it is damaged: Bad CRC-32")


def test_a_zip_with_a_checksum_of_something_else(tmp_path: Path) -> None:
    raw = Raw()
    raw.member(b"a", b"0123456789", crc=1)
    assert "Bad CRC-32" in unread(raw.write(tmp_path / "x.zip"), "a")


def test_a_zip_whose_two_names_differ(tmp_path: Path) -> None:
    raw = Raw()
    raw.member(b"a", b"x", inner=b"../b")
    assert unread(raw.write(tmp_path / "x.zip"), "a").startswith("it is damaged: File name in directory")


def test_a_zip64(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive, archive.open("a", "w", force_zip64=True) as file:
        file.write(b"sixty-four")
    with Contents(tmp_path / "x.zip") as contents:
        assert contents.read("a") == b"sixty-four"


def test_a_password(tmp_path: Path) -> None:
    raw = Raw()
    raw.member(b"a", bytes(12), flags=1)
    path = raw.write(tmp_path / "x.zip")
    assert unread(path, "a") == "it needs a password"
    with Contents(path) as contents:
        assert contents.entries[0].encrypted


def test_parts_of_an_archive_in_several_parts(tmp_path: Path) -> None:
    raw = Raw()
    raw.member(b"a", b"x", disk=1)
    assert "one part of an archive in several" in refused(raw.write(tmp_path / "x.zip"))
    (tmp_path / "x.z01").write_bytes(b"PK\x07\x08" + bytes(raw.members))
    assert "one part of an archive in several" in refused(tmp_path / "x.z01")


def test_a_zip_without_its_end(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"a": "text" * 100})
    path.write_bytes(path.read_bytes()[:-30])
    assert "was the upload cut off?" in refused(path)


def test_text_before_and_behind_a_zip(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"a": "text"})
    path.write_bytes(b"#!/bin/sh\n" + path.read_bytes() + b"\n")
    with Contents(path) as contents:
        assert contents.read("a") == b"text"


@pytest.mark.parametrize("kind", ["tar", "tar.gz"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_tar_that_was_cut_off(kind: str, share: float, tmp_path: Path) -> None:
    path = MAKERS[kind](tmp_path / "x", {"a": LARGE[:50_000], "b": LARGE[:50_000]})
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    assert refused(path).startswith("it is damaged: ")


def test_a_tar_whose_checksum_is_of_something_else(tmp_path: Path) -> None:
    path = tarred(tmp_path / "x", {"a": "text"})
    data = bytearray(path.read_bytes())
    data[-8:-4] = bytes(4)  # RFC 1952, 2.3.1: CRC32
    path.write_bytes(data)
    assert refused(path) == "it is damaged: CRC check failed 0x0 != " + hex(zlib.crc32(gzip_content(path)))


def gzip_content(path: Path) -> bytes:
    return zlib.decompress(path.read_bytes()[10:-8], -15) if not path.read_bytes()[3] else named_content(path)


def named_content(path: Path) -> bytes:
    """What is in a gzip file whose head has a name (RFC 1952, 2.3)."""
    data = path.read_bytes()
    return zlib.decompress(data[data.index(b"\0", 10) + 1 : -8], -15)


def test_a_tar_with_a_damaged_head_does_not_end_there(tmp_path: Path) -> None:
    blocks = [tar_header("a", 0), b"x" + tar_header("b", 0)[1:], tar_header("c", 0)]
    assert "what stands behind its last file is none" in refused(tar_of(tmp_path / "x", blocks))


def test_a_tar_whose_head_claims_eight_gigabytes(tmp_path: Path) -> None:
    for kind in (tarfile.XHDTYPE, tarfile.GNUTYPE_LONGNAME):
        path = tar_of(tmp_path / "x", [tar_header("a", 2**33, kind)])
        assert refused(path) == "it is damaged: a part of it claims to be much too large"


def negative(size: int, kind: bytes = tarfile.REGTYPE) -> bytes:
    """A head with a size below zero, as the base-256 numbers of GNU tar can say it."""
    head = bytearray(tar_header("a", 0, kind))
    head[124:136] = b"\xff" + (256**11 + size).to_bytes(11, "big")
    head[148:156] = b" " * 8
    head[148:156] = b"%06o\0 " % sum(head)
    return bytes(head)


def test_a_tar_that_goes_round_in_circles(tmp_path: Path) -> None:
    """A negative size leads the reader back to the same head, for ever."""
    for kind in (tarfile.REGTYPE, tarfile.XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.CONTTYPE):
        for compress in (True, False):
            path = tar_of(tmp_path / "x", [tar_header("b", 0), negative(-1024, kind)], compress)
            assert refused(path).startswith("it is damaged: ")


def test_a_terabyte_of_nothing_is_no_member(tmp_path: Path) -> None:
    """A sparse file: a map says where its few bytes stand in it, the rest is zeros."""
    info = tarfile.TarInfo("a")
    info.type = tarfile.GNUTYPE_SPARSE
    head = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    head[483:495] = b"\x80" + (2**40).to_bytes(11, "big")
    head[148:156] = b" " * 8
    head[148:156] = b"%06o\0 " % sum(head)
    with Contents(tar_of(tmp_path / "x", [bytes(head), tar_header("b", 0)])) as contents:
        assert list(contents) == ["b"] and contents.entries[0].kind == "special"


def test_ten_thousand_long_names_for_one_member(tmp_path: Path) -> None:
    blocks = [tar_header("a", 512, tarfile.GNUTYPE_LONGNAME) + b"n" * 512] * 10_000
    assert refused(tar_of(tmp_path / "x", blocks)).startswith("it is damaged: ")


def test_a_name_of_a_megabyte(tmp_path: Path) -> None:
    blocks = [tar_header("a", 1 << 20, tarfile.GNUTYPE_LONGNAME), b"n" * (1 << 20), tar_header("a", 0)]
    assert "a name has more than 4,096 letters" in refused(tar_of(tmp_path / "x", blocks))


def test_what_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = zipped(tmp_path / "x.zip", {"a": "x"})

    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", forbidden)
    assert refused(path) == "it cannot be read: Permission denied"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert refused(tmp_path / "x") == f"there is no file or folder {(tmp_path / 'x').as_posix()}"
    assert "too long" in refused(tmp_path / ("x" * 300))


def test_gzip_without_a_tar(tmp_path: Path) -> None:
    (tmp_path / "x.gz").write_bytes(gzip.compress(b"<quiz/>" * 1_000))
    assert refused(tmp_path / "x.gz").startswith("it is damaged: ")


@pytest.mark.parametrize("kind", ["zip", "tar.gz"])
def test_nothing_is_left_behind(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    path = MAKERS[kind](tmp_path / "x", FILES)
    before = path.read_bytes()
    with Contents(path) as contents:
        for name in contents:
            contents.read(name)
    assert sorted(file.name for file in tmp_path.rglob("*")) == ["tmp", "x"] and path.read_bytes() == before
