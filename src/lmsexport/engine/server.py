"""A web server for the preview, for this computer only."""

from __future__ import annotations

import mimetypes
import re
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from lmsexport.engine.preview import Preview
from lmsexport.errors import UsageError
from lmsexport.packaging import Part

HOST = "127.0.0.1"
USUAL_PORT = 8000
"""Where the preview is unless the port is taken or another one is asked for."""

_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".m4a": "audio/mp4",
    ".svg": "image/svg+xml",
    ".vtt": "text/vtt",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
"""Types that the tables of a machine may not have, or may have wrong."""

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


@contextmanager
def serving(preview: Preview, port: int | None) -> Iterator[str]:
    """Serve a preview while the block runs; its address. Raises `UsageError` when the port is taken."""
    with _server(preview, port) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
        thread.start()
        try:
            yield f"http://{HOST}:{server.server_address[1]}/"
        finally:
            server.shutdown()
            thread.join()


def _server(preview: Preview, port: int | None) -> ThreadingHTTPServer:
    class Handler(_Handler):
        now = staticmethod(lambda: preview.now)

    for candidate in (USUAL_PORT, 0) if port is None else (port,):
        try:
            return _Server((HOST, candidate), Handler)
        except OSError as error:
            if port is not None:
                reason = (error.strerror or str(error)).lower()
                raise UsageError(f"port {port} cannot be used: {reason}; choose another with `--port`") from None
    raise UsageError("no port is free on this computer")


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away is no error."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """Answers from the newest snapshot. Nothing is cached, so that a reload always shows the newest."""

    protocol_version = "HTTP/1.1"
    now: Callable[[], Any]

    def do_GET(self) -> None:
        if not self._is_for_us():
            self._send(b"This is a local preview.\n", "text/plain", HTTPStatus.MISDIRECTED_REQUEST)
            return
        snapshot = self.now()
        name = unquote(urlsplit(self.path).path).lstrip("/")
        name += "index.html" if not name or name.endswith("/") else ""
        if name == "__revision":
            self._send(snapshot.revision.encode(), "text/plain")
        elif snapshot.package is None:
            self._send(snapshot.problem_page.encode(), "text/html", HTTPStatus.SERVICE_UNAVAILABLE)
        elif name in snapshot.package:
            self._send_part(snapshot.package[name])
        else:
            self._send(b'<!DOCTYPE html><title>Not here</title><p>There is no such page. <a href="/">To the course</a>',
                       "text/html", HTTPStatus.NOT_FOUND)  # fmt: skip

    do_HEAD = do_GET  # noqa: N815 - the name that http.server looks for

    def _is_for_us(self) -> bool:
        """Whether the browser asked for this computer: a foreign name that leads here is a trick (DNS rebinding)."""
        return urlsplit(f"//{self.headers.get('Host', HOST)}").hostname in (HOST, "localhost")

    def _send_part(self, part: Part) -> None:
        kind = (
            _TYPES.get(Path(part.name).suffix.lower())
            or mimetypes.guess_type(part.name)[0]
            or "application/octet-stream"
        )
        content = part.content
        if not isinstance(content, Path):
            with part.open() as file:
                self._head(HTTPStatus.OK, kind, part.size)
                self._copy(file, part.size)
            return
        size = content.stat().st_size
        first, last = _range(self.headers.get("Range", ""), size)
        with content.open("rb") as file:
            file.seek(first)
            status = HTTPStatus.OK if last - first + 1 == size else HTTPStatus.PARTIAL_CONTENT
            self._head(status, kind, last - first + 1, f"bytes {first}-{last}/{size}")
            self._copy(file, last - first + 1)

    def _send(self, content: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self._head(status, kind, len(content))
        self._copy(BytesIO(content), len(content))

    def _head(self, status: HTTPStatus, kind: str, size: int, content_range: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Content-Length", str(size))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Accept-Ranges", "bytes")
        if status == HTTPStatus.PARTIAL_CONTENT:
            self.send_header("Content-Range", content_range)
        self.end_headers()

    def _copy(self, file: Any, size: int) -> None:
        while size > 0 and self.command != "HEAD" and (block := file.read(min(size, 1 << 18))):
            self.wfile.write(block)
            size -= len(block)

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are not shown."""


def _range(header: str, size: int) -> tuple[int, int]:
    """First and last byte that are asked for (RFC 9110, 14.2, one range); all of them when the header says nothing."""
    found = _RANGE.fullmatch(header.strip())
    if found and any(found.groups()):
        first, last = found.groups()
        start, end = (int(first), int(last or size - 1)) if first else (size - int(last), size - 1)
        if max(0, start) <= min(end, size - 1):
            return max(0, start), min(end, size - 1)
    return 0, size - 1
