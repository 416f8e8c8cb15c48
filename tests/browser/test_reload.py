"""Pages that a server shows while their author works: they reload when the course has been built anew."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Browser

from browser.conftest import Sites

pytestmark = pytest.mark.browser


class Handler(SimpleHTTPRequestHandler):
    """Serves a site, and a revision that a test can change."""

    revision = "1"

    def do_GET(self) -> None:
        if self.path != "/__revision":
            return super().do_GET()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        self.wfile.write(Handler.revision.encode())
        return None

    def log_message(self, *_: Any) -> None:
        """Keep quiet."""


@pytest.fixture
def address(sites: Sites) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(sites(reload=True)))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_new_revision_reloads_the_page(chromium: Browser, address: str) -> None:
    page = chromium.new_page()
    with page.expect_response("**/__revision"):
        page.goto(f"{address}/pages/lesson-one.html")
    with page.expect_response("**/__revision"):
        page.evaluate("window.mark = true")
    with page.expect_navigation():
        Handler.revision = "2"
    assert page.evaluate("window.mark") is None
    page.close()
