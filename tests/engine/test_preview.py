"""The preview: pages from memory, that follow the source and show what is wrong with it."""

from __future__ import annotations

import http.client
import itertools
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from engine import small
from formats.exporting import content
from lmsexport.content import Fragment
from lmsexport.content.markdown import render
from lmsexport.engine.check import check
from lmsexport.engine.preview import Preview
from lmsexport.engine.server import serving
from lmsexport.errors import UsageError


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return small.write(tmp_path / "source")


@pytest.fixture
def preview(source: Path) -> Preview:
    return Preview(source)


@pytest.fixture
def address(preview: Preview) -> Iterator[str]:
    with serving(preview, 0) as address:
        yield address


def get(address: str, path: str, method: str = "GET", **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    with closing(http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)) as connection:
        connection.request(method, path, headers=headers | {"Connection": "close"})
        response = connection.getresponse()
        return response, response.read()


def test_the_pages_are_served_with_their_types(address: str) -> None:
    for path, kind, text in (
        ("/", "text/html; charset=utf-8", b"A small course"),
        ("/pages/reading.html?x#y", "text/html; charset=utf-8", b"Read <strong>this</strong>"),
        ("/assets/course.css", "text/css; charset=utf-8", b"{"),
        ("/media/01-start/images/circle.svg", "image/svg+xml", b"<circle"),
    ):
        response, body = get(address, path)
        assert (response.status, response.getheader("Content-Type")) == (200, kind)
        assert text in body and response.getheader("Cache-Control") == "no-store"


def test_a_page_that_is_not_there(address: str) -> None:
    assert get(address, "/pages/nothing.html")[0].status == 404
    assert get(address, "/../course.yaml")[0].status == 404
    assert get(address, "/%2e%2e/course.yaml")[0].status == 404


def test_head_answers_without_a_body(address: str) -> None:
    response, body = get(address, "/", "HEAD")
    assert (response.status, body) == (200, b"")
    assert int(response.getheader("Content-Length") or 0) > 500


@pytest.mark.parametrize(
    ("asked", "status", "answer"),
    [
        ("bytes=0-3", 206, slice(0, 4)), ("bytes=5-", 206, slice(5, None)), ("bytes=-4", 206, slice(-4, None)),
        ("bytes=0-", 200, slice(None)), ("bytes=9-2", 200, slice(None)), ("lines=1-2", 200, slice(None)),
        ("bytes=-", 200, slice(None)),
    ],
)  # fmt: skip
def test_a_player_can_ask_for_a_part_of_a_file(
    asked: str, status: int, answer: slice, address: str, source: Path
) -> None:
    content = (source / "01-start/images/circle.svg").read_bytes()
    response, body = get(address, "/media/01-start/images/circle.svg", Range=asked)
    assert (response.status, body) == (status, content[answer])
    if status == 206:
        assert (response.getheader("Content-Range") or "").endswith(f"/{len(content)}")


def test_only_this_computer_is_answered(address: str) -> None:
    assert address.startswith("http://127.0.0.1:")
    assert get(address, "/", Host="evil.example.org")[0].status == 421
    assert get(address, "/", Host=f"localhost:{urlsplit(address).port}")[0].status == 200


def test_a_port_that_is_taken_is_a_clear_line_and_the_usual_one_gives_way(preview: Preview) -> None:
    with serving(preview, 0) as taken:
        port = urlsplit(taken).port
        with pytest.raises(UsageError, match=f"port {port} cannot be used: .*--port"), serving(preview, port):
            pass
    with serving(preview, None) as first, serving(preview, None) as second:
        assert first != second


def test_a_change_is_followed_a_mistake_is_shown_and_mended(preview: Preview, address: str, source: Path) -> None:
    changes = preview.follow()
    lesson = source / "01-start/01-reading.md"
    good = lesson.read_text(encoding="utf-8")

    def save(text: str) -> str:
        """Save the lesson; the revision after the preview has seen it."""
        threading.Timer(0.3, lesson.write_text, [text], {"encoding": "utf-8"}).start()
        next(changes)
        return get(address, "/__revision")[1].decode()

    revisions = [get(address, "/__revision")[1].decode(), save(good.replace("this", "that"))]
    assert b"Read <strong>that</strong>" in get(address, "/pages/reading.html")[1]
    revisions.append(save(good.replace("title:", "titel:")))
    response, body = get(address, "/pages/reading.html")
    assert response.status == 503
    assert b"Did you mean `title`?" in body and b"01-reading.md:2" in body and b"/__revision" in body
    revisions.append(save(good))
    assert b"Read <strong>this</strong>" in get(address, "/pages/reading.html")[1]
    assert len(set(revisions)) == 4


def test_after_an_edit_only_texts_that_changed_are_rendered_again(
    preview: Preview, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered: list[str] = []

    def noted(text: str, *arguments: Any, **options: Any) -> Fragment:
        rendered.append(text.strip())
        return render(text, *arguments, **options)

    lesson, lab = source / "01-start/01-reading.md", source / "01-start/03-lab.yaml"
    monkeypatch.setattr("watchfiles.watch", lambda *_, **__: itertools.repeat(set()))
    monkeypatch.setattr(sys.modules["lmsexport.content.resolve"], "render", noted)
    changes, good = preview.follow(), lesson.read_text("utf-8")
    lab.write_text(lab.read_text("utf-8").replace("the answer", "*the* answer"), "utf-8")
    for text in (good.replace("this", "that"), "---\ntitle: [\n---\n", good.replace("this", "the rest")):
        rendered.clear()
        lesson.write_text(text, "utf-8")
        now = next(changes)
    (marked,) = [text for text in rendered if "*" in text]  # the others are plain, and cost nothing
    assert marked.startswith("Read **the rest**.") and now.package is not None
    assert b"Read <strong>the rest</strong>" in content(now.package, "pages/reading.html")
    assert b"<em>the</em> answer" in content(now.package, "pages/lab.html")


def test_a_process_with_threads_does_not_fork(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A forked process has the locks of all threads, but not the threads that would open them."""
    forks: list[int] = []

    def forked(_: object, __: object, processes: int) -> tuple[()]:
        forks.append(processes)
        return ()

    running, count = threading.active_count(), threading.active_count  # what other tests may have left
    monkeypatch.setattr(threading, "active_count", lambda: count() - running + 1)
    monkeypatch.setattr("lmsexport.engine.check.WORTH_FORKING", 1)
    monkeypatch.setattr("lmsexport.engine.check.cores", lambda: 2)
    monkeypatch.setattr("lmsexport.engine.check.forked", forked)
    preview = Preview(source)
    assert forks == [2]
    with serving(preview, 0):
        assert check(source).errors == [] and forks == [2]


def test_a_problem_cannot_write_into_the_page(source: Path) -> None:
    text = '---\ntitle: Reading\n"<script>alert(1)</script>": x\n---\nText.\n'
    (source / "01-start/01-reading.md").write_text(text, encoding="utf-8")
    assert "<script>alert" not in Preview(source).now.problem_page


def test_an_error_in_a_template_is_shown_too(source: Path) -> None:
    own = source / "templates/html/lesson.html.j2"
    own.parent.mkdir(parents=True)
    own.write_text("{{ nothing }}", encoding="utf-8")
    now = Preview(source).now
    assert now.package is None and "lesson.html.j2:1" in now.problem_page
