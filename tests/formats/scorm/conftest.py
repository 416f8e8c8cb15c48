"""Packages of courses on the disk, and a student who plays them in a real browser under a real run time."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from formats.html import showcase
from formats.scorm.lms import Lms
from formats.scorm.student import Student
from lmsexport.engine.check import check
from lmsexport.formats.base import Context, format_named
from lmsexport.lowering import lower
from lmsexport.model import Course
from lmsexport.packaging import Package, write_package

ROOT = Path(__file__).parents[3]
WHEN = datetime.datetime(2025, 1, 31, 12, tzinfo=datetime.UTC)
SAMPLE = ROOT / "source"

PATIENCE = 20_000
"""Milliseconds that tests wait for what has to come; machines have other work, too."""

ALIKE = "let last = 20250131; Math.random = () => (last = (last * 16807) % 2147483647) / 2147483647;"
"""Draws and orders are the same in every run."""

pytest.register_assert_rewrite("formats.scorm.ledger", "formats.scorm.visit")  # what they compare is worth reading

Packages = Callable[..., Path]
Launched = Callable[..., Student]


def export(course: Course | Path, target: str, folder: Path, **options: Any) -> Package:
    """The package of a course in memory, or of one on the disk."""
    format = format_named(target)
    if isinstance(course, Path):
        checked = check(course)
        assert checked.resolved is not None
        resolved = checked.resolved
    else:
        resolved = showcase.resolved(course, folder)
    chosen = format.options(**options)
    return format.export(lower(resolved, format, chosen).course, chosen, Context(WHEN))


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Packages:
    """Builds the package of a course, once for the same options, and says where it lies unpacked."""
    made: dict[str, Path] = {}

    def build(course: Course | Path, target: str, **options: Any) -> Path:
        key = f"{course if isinstance(course, Path) else course.model_dump_json()} {target} {sorted(options.items())}"
        if key not in made:
            folder = tmp_path_factory.mktemp("package")
            written = write_package(export(course, target, folder, **options), "zip", folder / "package.zip", WHEN)
            with zipfile.ZipFile(written.path) as archive:
                archive.extractall(folder / "package")
            made[key] = folder / "package"
        return made[key]

    return build


@pytest.fixture
def launched(chromium: Browser) -> Iterator[Launched]:
    """Opens the LMS for a student. Afterwards no console holds a word, and nothing was missing or asked for outside."""
    expect.set_options(timeout=PATIENCE)
    heard: list[str] = []
    opened: list[tuple[Lms, Any]] = []

    def launch(lms: Lms, at: str = "/", **options: Any) -> Student:
        def new_page() -> Page:
            context = chromium.new_context(
                **{"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"} | options
            )
            context.add_init_script(ALIKE)
            page = context.new_page()
            page.set_default_timeout(PATIENCE)
            page.on("console", lambda message: told(lms, message.text))
            page.on("pageerror", lambda error: heard.append(f"error: {error}"))
            page.on("request", lambda request: outside(lms, request.url))
            opened.append((lms, context))
            return page

        return Student(lms, new_page, at)

    def told(lms: Lms, text: str) -> None:
        own = ("503" in text and (lms.refused or lms.unreachable)) or ("DISCONNECTED" in text and lms.cut_off)
        if not lms.closed and not own:  # what the test itself brought about
            heard.append(f"console: {text}")

    def outside(lms: Lms, url: str) -> None:
        if not url.startswith((lms.address, "data:")):
            heard.append(f"outside: {url}")

    yield launch
    for lms, context in opened:
        context.close()
        heard += [f"missing: {name}" for name in lms.missing]
    assert heard == []
