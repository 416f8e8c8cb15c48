"""The course as web pages on this computer, built again whenever the source changes."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Iterable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from lmsexport.engine.build import build_time, templates_folder
from lmsexport.engine.check import check
from lmsexport.errors import Problem, Severity
from lmsexport.formats.base import Context, format_named
from lmsexport.lowering import lower
from lmsexport.packaging import templates, write_package

REVISION = "/__revision"
"""The address at which a page asks whether it is still the newest."""

HOST = "127.0.0.1"
"""Only this computer can see a preview."""


class Preview:
    """The newest pages of a course, or the problems that keep it from having any."""

    def __init__(self, source: Path, folder: Path) -> None:
        self.source = source
        self.folder = folder
        self.revision = 0
        self.problems: list[Problem] = []
        self.pages: Path | None = None
        self.lock = threading.Lock()

    def refresh(self) -> list[Problem]:
        """Build the pages anew; the problems that were found."""
        checked = check(self.source)
        with self.lock:
            self.revision += 1
            self.problems = checked.problems
            if checked.errors or checked.source is None or checked.resolved is None:
                self.pages = None
                return self.problems
            target = format_named("html")
            lowered, _ = lower(checked.source.course, target.capabilities)
            given = checked.source.course.options.get("html", {})
            options = target.options.model_validate({**given, "reload": True})
            context = Context(build_time(checked.source.course.date), templates_folder(self.source))
            package = target.export(checked.resolved.with_course(lowered), options, context)
            self.pages = write_package(package, "folder", self.folder / "pages", context.when).path
        return self.problems

    def broken_page(self) -> bytes:
        """The page that says what is wrong."""
        errors = [problem for problem in self.problems if problem.severity is Severity.ERROR]
        page = templates("report").get_template("problems.html.j2").render(problems=errors, revision=REVISION)
        return page.encode()


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, preview: Preview, *arguments: object) -> None:
        self.preview = preview
        super().__init__(*arguments, directory=str(preview.folder / "pages"))  # type: ignore[arg-type]

    def do_GET(self) -> None:
        if self.path.partition("?")[0] == REVISION:
            self._answer(str(self.preview.revision).encode(), "text/plain; charset=utf-8")
        elif self.preview.pages is None:
            self._answer(self.preview.broken_page(), "text/html; charset=utf-8")
        else:
            with self.preview.lock:
                super().do_GET()

    def _answer(self, content: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Requests are not worth a line."""


def serve(
    source: Path, port: int, started: Callable[[str], None], refreshed: Callable[[list[Problem]], None],
    changes: Callable[[Path], Iterable[object]] | None = None,
) -> None:  # fmt: skip
    """Serve a course until interrupted. Raises `OSError` when the port is taken.

    `started` is told the address, `refreshed` the problems after each build; `changes` gives something for each change
    of the source, and watches the disk by default.
    """
    with tempfile.TemporaryDirectory(prefix="lmsexport-") as folder:
        preview = Preview(source, Path(folder))
        with ThreadingHTTPServer((HOST, port), partial(_Handler, preview)) as server:
            refreshed(preview.refresh())
            threading.Thread(target=server.serve_forever, daemon=True).start()
            started(f"http://{HOST}:{server.server_port}/")
            try:
                for _ in (changes or _watch)(source):
                    refreshed(preview.refresh())
            finally:
                server.shutdown()


def _watch(source: Path) -> Iterable[object]:
    from watchfiles import watch

    return watch(source, raise_interrupt=True)
