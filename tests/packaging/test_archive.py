"""Archives: the same bytes from the same parts, read back by other software, whole or not there."""

from __future__ import annotations

import base64
import datetime
import errno
import gzip
import hashlib
import os
import shutil
import struct
import subprocess
import sys
import tarfile
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from lmsexport.errors import InternalError, LmsExportError
from lmsexport.packaging import Archive, Package, Part, Woven, Written, write_package
from lmsexport.packaging.archive import write_file

WHEN = datetime.datetime(2025, 1, 31, 12, 0, 1, tzinfo=datetime.UTC)
ARCHIVES: list[Archive] = ["zip", "tar.gz", "folder"]


def package(folder: Path) -> Package:
    """A manifest, a text in a folder, a medium on disk, an empty part."""
    medium = folder / "medium"
    medium.write_bytes(bytes(range(256)) * 4000)
    package = Package()
    package.add("manifest.xml", "<manifest/>")
    package.add("texts/ünïcode 例.txt", "Text. " * 1000)
    package.add("media/clip.mp4", medium)
    package.add("empty", b"")
    return package


def contents(path: Path) -> dict[str, bytes]:
    """What is in a package, in its order, as other software reads it."""
    if path.is_dir():
        return {file.relative_to(path).as_posix(): file.read_bytes() for file in path.rglob("*") if file.is_file()}
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            return {name: archive.read(name) for name in archive.namelist()}
    with tarfile.open(path) as archive:
        found = {}
        for entry in archive:
            file = archive.extractfile(entry)
            assert file is not None
            found[entry.name] = file.read()
        return found


def write(archive: Archive, folder: Path, when: datetime.datetime = WHEN) -> Written:
    return write_package(package(folder), archive, folder / "out", when)


@pytest.mark.parametrize("archive", ARCHIVES)
def test_the_parts_come_back_and_their_sums_are_theirs(archive: Archive, tmp_path: Path) -> None:
    written = write(archive, tmp_path)
    found = contents(written.path)
    assert found["texts/ünïcode 例.txt"] == b"Text. " * 1000
    assert found["media/clip.mp4"] == (tmp_path / "medium").read_bytes()
    assert {member.name: member.sha256 for member in written.members} == {
        name: hashlib.sha256(content).hexdigest() for name, content in found.items()
    }
    assert [member.size for member in written.members] == [11, 6000, 1_024_000, 0]
    if archive != "folder":
        assert list(found) == ["manifest.xml", "texts/ünïcode 例.txt", "media/clip.mp4", "empty"]
        assert written.sha256 == hashlib.sha256(written.path.read_bytes()).hexdigest()
        assert written.size == written.path.stat().st_size


def test_the_sum_of_a_folder_is_what_sha256sum_prints_hashed(tmp_path: Path) -> None:
    written = write("folder", tmp_path)
    names = sorted(contents(written.path))
    listing = subprocess.run(["sha256sum", *names], cwd=written.path, capture_output=True, check=True).stdout
    assert written.sha256 == hashlib.sha256(listing).hexdigest()


@pytest.mark.parametrize("archive", ["zip", "tar.gz"])
def test_the_same_parts_give_the_same_bytes(archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = write(archive, tmp_path).path.read_bytes()
    other = tmp_path / "another folder"
    other.mkdir()
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    mask = os.umask(0o077)
    try:
        second = write(archive, other).path.read_bytes()
    finally:
        os.umask(mask)
    assert first == second


def test_a_zip_says_time_mode_and_no_owner(tmp_path: Path) -> None:
    with zipfile.ZipFile(write("zip", tmp_path).path) as archive:
        for entry in archive.infolist():
            assert entry.date_time == (2025, 1, 31, 12, 0, 0)  # zip counts in steps of two seconds (APPNOTE 4.4.6)
            assert (entry.external_attr >> 16, entry.create_system, entry.extra) == (0o100644, 3, b"")
        assert archive.getinfo("media/clip.mp4").compress_type == zipfile.ZIP_STORED
        assert archive.getinfo("manifest.xml").compress_type == zipfile.ZIP_DEFLATED


def test_a_tar_is_plain_ustar_without_owner(tmp_path: Path) -> None:
    path = write("tar.gz", tmp_path).path
    head = path.read_bytes()[:10]
    assert head[3] == 0, "the gzip header names no file (RFC 1952, 2.3.1)"
    assert struct.unpack("<L", head[4:8])[0] == int(WHEN.timestamp())
    data = gzip.decompress(path.read_bytes())
    assert data[257:265] == b"ustar\x0000"
    with tarfile.open(path) as archive:
        for entry in archive:
            assert entry.pax_headers == {}
            assert (entry.mtime, entry.mode, entry.uid, entry.gid) == (int(WHEN.timestamp()), 0o644, 0, 0)
            assert (entry.uname, entry.gname, entry.type) == ("", "", tarfile.REGTYPE)


def test_other_software_unpacks_them(tmp_path: Path) -> None:
    tar = write("tar.gz", tmp_path).path
    listed = subprocess.run(["tar", "tzf", tar], capture_output=True, text=True, check=True).stdout
    assert listed.splitlines()[0] == "manifest.xml"
    assert len(listed.splitlines()) == 4


@pytest.mark.parametrize(
    ("when", "zip_time", "gzip_time"),
    [
        (datetime.datetime(1, 1, 1, tzinfo=datetime.UTC), (1980, 1, 1, 0, 0, 0), 315_532_800),
        (datetime.datetime(9999, 12, 31, tzinfo=datetime.UTC), (2106, 2, 7, 0, 0, 0), 4_294_944_000),
    ],
)
def test_times_that_an_archive_cannot_say_become_the_nearest(
    when: datetime.datetime, zip_time: tuple[int, ...], gzip_time: int, tmp_path: Path
) -> None:
    with zipfile.ZipFile(write("zip", tmp_path, when).path) as archive:
        assert archive.infolist()[0].date_time == zip_time
    head = write("tar.gz", tmp_path, when).path.read_bytes()[:10]
    assert struct.unpack("<L", head[4:8])[0] == gzip_time


def test_a_long_name_uses_the_prefix_and_a_longer_one_is_refused(tmp_path: Path) -> None:
    fits = Package()
    fits.add("d" * 150 + "/" + "n" * 99, b"x")
    path = write_package(fits, "tar.gz", tmp_path / "out", WHEN).path
    assert gzip.decompress(path.read_bytes())[345:500].rstrip(b"\0") == b"d" * 150  # ustar's prefix field
    assert list(contents(path)) == ["d" * 150 + "/" + "n" * 99]
    too_long = Package()
    too_long.add("n" * 101, b"x")
    with pytest.raises(InternalError, match="does not fit into a tar archive"):
        write_package(too_long, "tar.gz", tmp_path / "out", WHEN)
    assert contents(path), "the archive from before still stands"
    assert [file.name for file in tmp_path.iterdir()] == ["out"]


def test_a_large_member_makes_a_zip64(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit of four gigabytes (APPNOTE 4.3.9.2), lowered so that the test is quick."""
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 500_000)
    written = write("zip", tmp_path)
    data = written.path.read_bytes()
    start = data.index(b"media/clip.mp4")
    header = data[start - 30 : start]
    assert header[:4] == b"PK\x03\x04" and struct.unpack("<LL", header[18:26]) == (0xFFFFFFFF, 0xFFFFFFFF)
    extra = data[start + len("media/clip.mp4") :][:20]
    assert struct.unpack("<HHQQ", extra) == (1, 16, 1_024_000, 1_024_000)
    assert contents(written.path)["media/clip.mp4"] == (tmp_path / "medium").read_bytes()


@pytest.mark.parametrize("archive", ARCHIVES)
def test_media_are_not_read_into_memory(archive: Archive, tmp_path: Path) -> None:
    medium = tmp_path / "medium"
    with medium.open("wb") as file:
        file.truncate(100_000_000)
    package = Package()
    package.add("clip.mp4", medium)
    tracemalloc.start()
    write_package(package, archive, tmp_path / "out", WHEN)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000


@pytest.mark.parametrize("archive", ARCHIVES)
def test_a_file_that_is_gone_leaves_the_old_package(archive: Archive, tmp_path: Path) -> None:
    before = contents(write(archive, tmp_path).path)
    missing = package(tmp_path)
    missing.add("gone.png", tmp_path / "gone.png")
    with pytest.raises(FileNotFoundError):
        write_package(missing, archive, tmp_path / "out", WHEN)
    assert contents(tmp_path / "out") == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["medium", "out"]


@pytest.mark.parametrize("archive", ARCHIVES)
def test_a_file_that_changes_while_it_is_packed_is_noticed(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    medium = tmp_path / "clip.mp4"
    medium.write_bytes(b"x" * 1000)
    changed = Package()
    changed.add("clip.mp4", medium)
    monkeypatch.setattr(Part, "size", 2000)
    with pytest.raises(LmsExportError, match="changed while it was packed"):
        write_package(changed, archive, tmp_path / "out", WHEN)
    assert not (tmp_path / "out").exists()


def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path) -> None:
    """A limit on file size stands for the full disk: the write fails in the middle."""
    script = f"""
import datetime, pathlib, resource, signal
from lmsexport.packaging import Package, write_package
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
package = Package()
package.add("clip.mp4", bytes(1_000_000))
folder = pathlib.Path({str(tmp_path)!r})
for archive in ("zip", "folder"):
    try:
        write_package(package, archive, folder / "out", datetime.datetime.now(datetime.UTC))
    except OSError as error:
        print(error.errno, sorted(path.name for path in folder.iterdir()))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == f"{errno.EFBIG} []\n" * 2


def test_a_private_file_is_private_from_the_beginning(tmp_path: Path) -> None:
    mask = os.umask(0)
    try:
        sha256 = write_file(tmp_path / "labs.json", "private", mode=0o600)
    finally:
        os.umask(mask)
    assert (tmp_path / "labs.json").stat().st_mode & 0o777 == 0o600
    assert sha256 == hashlib.sha256(b"private").hexdigest()


def test_a_package_of_one_part_is_written_as_that_file(tmp_path: Path) -> None:
    medium = tmp_path / "clip.mp4"
    medium.write_bytes(bytes(range(251)) * 3001)
    single = Package()
    single.add("questions.xml", Woven((b"<file>", medium, b"</file><file>", medium, b"</file>")))
    written = write_package(single, "file", tmp_path / "out.xml", WHEN)
    inside = base64.b64encode(medium.read_bytes())
    expected = b"<file>%s</file><file>%s</file>" % (inside, inside)
    assert written.path.read_bytes() == expected
    assert written.sha256 == written.members[0].sha256 == hashlib.sha256(expected).hexdigest()
    assert written.size == written.members[0].size == len(expected)
    assert written.path.stat().st_mtime == WHEN.timestamp()


@pytest.mark.parametrize("number", [0, 2])
def test_only_one_part_makes_a_single_file(number: int, tmp_path: Path) -> None:
    several = Package()
    for part in range(number):
        several.add(f"{part}.xml", b"<quiz/>")
    with pytest.raises(InternalError, match="is no single file"):
        write_package(several, "file", tmp_path / "out.xml", WHEN)
    assert list(tmp_path.iterdir()) == []


def test_files_in_a_text_do_not_pass_through_memory_as_a_whole(tmp_path: Path) -> None:
    medium = tmp_path / "clip.mp4"
    with medium.open("wb") as file:
        file.truncate(50_000_000)
    package = Package()
    package.add("questions.xml", Woven((b"<file>", medium, b"</file>")))
    tracemalloc.start()
    written = write_package(package, "file", tmp_path / "out.xml", WHEN)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert written.size > 66_000_000 and peak < 5_000_000


def test_a_zip_of_small_and_equal_members_is_what_pythons_own_writer_makes(tmp_path: Path) -> None:
    parts = package(tmp_path)
    parts.add("texts/the same.txt", "Text. " * 1000)
    own = write_package(parts, "zip", tmp_path / "own.zip", WHEN).path
    again = write_package(parts, "zip", tmp_path / "again.zip", WHEN).path
    with zipfile.ZipFile(tmp_path / "python.zip", "w") as archive:
        for part in parts:
            info = zipfile.ZipInfo(part.name, WHEN.timetuple()[:6])
            info.create_system, info.external_attr = 3, 0o100644 << 16
            info.compress_type = zipfile.ZIP_STORED if part.name.endswith(".mp4") else zipfile.ZIP_DEFLATED
            info.file_size = part.size
            with part.open() as source, archive.open(info, "w") as target:
                shutil.copyfileobj(source, target)
    assert own.read_bytes() == again.read_bytes() == (tmp_path / "python.zip").read_bytes()
