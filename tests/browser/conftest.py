"""A real browser for the pages, and a guard that no page may misbehave unseen."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from formats.html import showcase
from lmsexport.formats.base import Context
from lmsexport.formats.html.target import Options, WebPages
from lmsexport.lowering import lower
from lmsexport.model import Course
from lmsexport.packaging import write_package

WHEN = datetime.datetime(2025, 1, 31, 12, tzinfo=datetime.UTC)

Sites = Callable[..., Path]
Pages = Callable[..., Page]


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Sites:
    """Writes the site of a course, once for the same course, and says where its folder is."""
    written: dict[str, Path] = {}

    def write(course: Course | None = None, *, reload: bool = False) -> Path:
        course = course or showcase.course()
        key = f"{reload} {course.model_dump_json()}"
        if key not in written:
            folder = tmp_path_factory.mktemp("site")
            resolved = showcase.resolved(course, folder)
            lowered = lower(resolved, WebPages()).course
            package = WebPages().export(lowered, Options(reload=reload), Context(WHEN))
            write_package(package, "folder", folder / "site", WHEN)
            written[key] = folder / "site"
        return written[key]

    return write


@pytest.fixture
def pages(chromium: Browser) -> Iterator[Pages]:
    """Opens pages from the disk. Afterwards no console may hold a word, and nothing outside may have been asked for."""
    heard: list[str] = []
    contexts = []

    def open_page(site: Path, name: str = "index", **options: Any) -> Page:
        context = chromium.new_context(
            **{"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"} | options
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda message: heard.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: heard.append(f"error: {error}"))
        page.on("requestfailed", lambda request: failed(request.url, request.failure or ""))
        page.on("request", lambda request: outside(request.url))
        page.goto((site / ("index.html" if name == "index" else f"pages/{name}.html")).as_uri())
        return page

    def failed(url: str, why: str) -> None:
        if "ERR_ABORTED" not in why:  # the page was left before its icon came
            heard.append(f"failed: {url} {why}")

    def outside(url: str) -> None:
        if not url.startswith(("file:", "data:")):
            heard.append(f"outside: {url}")

    yield open_page
    for context in contexts:
        context.close()
    assert heard == []
