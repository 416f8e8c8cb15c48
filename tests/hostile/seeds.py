"""Sound packages to damage: every target's, built from the course that has everything, and those of other software."""

from __future__ import annotations

import io
import tarfile
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from conftest import SHARED
from formats.exporting import CONTEXT, EVERYTHING, export
from lmsexport.authoring import load
from lmsexport.formats.base import formats
from lmsexport.model import Course
from lmsexport.packaging import write_package

REAL = ("fixtures/latex.imscc", "fixtures/single-page.imscc", "reference/moodle-4.4-course.mbz")

Members = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True)
class Seed:
    """A package, unpacked."""

    name: str
    form: Literal["zip", "tar.gz", "file"]
    members: Members

    def packed(self, members: Members | None = None) -> bytes:
        """The package with these members."""
        members = self.members if members is None else members
        if self.form == "file":
            return b"".join(content for _, content in members[:1])
        made = io.BytesIO()
        if self.form == "zip":
            with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                for name, content in members:
                    archive.NameToInfo.clear()  # two may have one name
                    archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
            return made.getvalue()
        with tarfile.open(fileobj=made, mode="w:gz", compresslevel=1, format=tarfile.GNU_FORMAT) as tar:
            for name, content in members:
                info = tarfile.TarInfo(name)
                info.size = len(content)
                tar.addfile(info, io.BytesIO(content))
        return made.getvalue()


def unpacked(path: Path) -> Seed:
    """What stands in a sound package. A folder becomes a zip archive."""
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.is_file())
        return Seed(path.name, "zip", tuple((file.relative_to(path).as_posix(), file.read_bytes()) for file in files))
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if not name.endswith("/")]
            return Seed(path.name, "zip", tuple((name, archive.read(name)) for name in names))
    if tarfile.is_tarfile(path):
        with tarfile.open(path) as tar:
            found = [(entry.name, tar.extractfile(entry)) for entry in tar if entry.isfile()]
            return Seed(path.name, "tar.gz", tuple((name, file.read()) for name, file in found if file))
    return Seed(path.name, "file", ((path.name, path.read_bytes()),))


def course() -> tuple[Course, dict[str, Path]]:
    """Everything that a course can have, with fewer questions in its banks; and its files."""
    source, _ = load(EVERYTHING)
    assert source is not None
    banks = tuple(bank.model_copy(update={"questions": bank.questions[:8]}) for bank in source.course.banks)
    return source.course.model_copy(update={"banks": banks}), dict(source.files)


def own(folder: Path) -> list[Seed]:
    """Our own packages, one for each target."""
    seeds = []
    everything, files = course()
    for target, format in formats().items():
        path = folder / f"{target}{format.extension}"
        write_package(export(target, everything, files), format.archive, path, CONTEXT.when)
        seeds.append(replace(unpacked(path), name=target))
    return seeds


def real() -> list[Seed]:
    """Packages that other software wrote, where there are any."""
    return [unpacked(SHARED / name) for name in REAL if (SHARED / name).is_file()]
