"""A small LMS for tests: it serves a package, runs it in a frame under scorm-again, and keeps what is committed."""

from __future__ import annotations

import json
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from typing import Any, Self
from urllib.parse import unquote, urlsplit

RUNTIMES = Path(__file__).parents[2] / "node" / "node_modules"
SCRIPTS = {
    standard: RUNTIMES / "scorm-again" / "dist" / name
    for standard, name in (("1.2", "scorm12.js"), ("2004", "scorm2004.js"))
}

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>LMS</title><link rel="icon" href="data:,">
<style>html, body, main, iframe { margin: 0; border: 0; width: 100%; height: 100%; display: block }</style>
<script src="/runtime.js"></script></head>
<body><main><h1 style="position: absolute; inset-inline-start: -100vw">LMS</h1><script>
const settings = SETTINGS;
const launch = () => (WRAP)(LAUNCH);
const name = settings.standard === "1.2" ? "API" : "API_1484_11";
if (settings.late) setTimeout(() => { window[name] = launch(); }, settings.late);
else if (!settings.without) window[name] = launch();
</script>
<iframe title="Course" src="/content/FRAME" allow="clipboard-write"></iframe></main></body></html>
"""

RUN = """(() => {
  const runtime = settings.standard === "1.2" ? new Scorm12API(settings.api) : new Scorm2004API(settings.api);
  if (settings.cmi) runtime.loadFromJSON(settings.cmi);
  for (const [name, value] of Object.entries(settings.given)) {
    runtime.loadFromFlattenedJSON({ ["cmi." + name]: value });
  }
  return runtime;
})()"""


@dataclass(slots=True)
class Launch:
    """How the LMS runs the package."""

    late: int = 0
    """Milliseconds until the run time is there."""
    without: bool = False
    """Whether there is none."""
    wrap: str = "(runtime) => runtime"
    """A function in JavaScript around the run time, for what real ones do."""
    given: dict[str, str] = field(default_factory=dict)
    """Elements that the LMS sets before the launch: `core.lesson_mode`, …"""


class Lms:
    """Runs on a port of its own until it is closed; `with Lms(folder, "1.2") as lms: …`"""

    def __init__(self, package: Path, standard: str) -> None:
        self.package = package
        self.standard = standard
        self.kept: dict[str, Any] = {}
        """What was committed last, by what was launched: the LMS's own view of the student."""
        self.commits: list[dict[str, Any]] = []
        self.asked: list[str] = []
        """Paths within the package, in the order of the requests."""
        self.missing: list[str] = []
        self.closed = False
        self.refuses = False
        """Whether commits fail, as in an offline minute."""
        self.refused = 0
        self.cut_off = False
        """Whether the student has been without a connection."""
        self.unreachable: set[str] = set()
        """Names in the package that cannot be had now."""
        self.slow = 0.0
        """Seconds that a commit takes."""
        self.headers: dict[str, str] = {}
        self.next = Launch()
        self.frame = "index.html"
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"lms": self}))
        self._server.daemon_threads = True

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closed = True
        self._server.shutdown()
        self._server.server_close()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def cmi(self) -> dict[str, Any]:
        """What the LMS keeps of the student."""
        found: dict[str, Any] = self.kept.get(self.frame, {})
        return found

    def runtime(self) -> bytes:
        """The script of the run time."""
        return SCRIPTS[self.standard].read_bytes()

    def launch_script(self) -> str:
        """An expression in JavaScript: the run time of a new session."""
        return RUN

    def receive(self, path: str, body: bytes) -> None:
        """Keep what a session tells."""
        cmi = json.loads(body)["cmi"]
        self.kept[path.removeprefix("/commit/")] = cmi
        self.commits.append(cmi)

    def page(self) -> str:
        """The page of the LMS with the package in its frame."""
        settings = {
            "standard": self.standard,
            "late": self.next.late,
            "without": self.next.without,
            "given": self.next.given,
            "cmi": self._resumed(),
            "api": {"lmsCommitUrl": f"/commit/{self.frame}", "logLevel": 5, "dataCommitFormat": "json"},
        }
        page = PAGE.replace("SETTINGS", json.dumps(settings)).replace("WRAP", self.next.wrap)
        page = page.replace("LAUNCH", self.launch_script())
        return page.replace("FRAME", self.frame)

    def _resumed(self) -> dict[str, Any] | None:
        """The record of the student, as an LMS gives it to the next session."""
        if not self.cmi:
            return None
        cmi = json.loads(json.dumps(self.cmi))
        own = cmi["core"] if self.standard == "1.2" else cmi
        own["entry"] = "resume" if own.get("exit") == "suspend" else ""
        for name in ("session_time", "exit"):
            own.pop(name, None)
        return {"cmi": cmi}


class _Handler(BaseHTTPRequestHandler):
    lms: Lms

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        if path == "/":
            self._send(self.lms.page().encode(), "text/html; charset=utf-8")
        elif path == "/runtime.js":
            self._send(self.lms.runtime(), "text/javascript")
        elif path.startswith("/content/"):
            self._file(path.removeprefix("/content/"))
        else:
            self._missing(path)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        time.sleep(self.lms.slow)
        if self.lms.refuses:
            self.lms.refused += 1
            self.send_error(503)
            return
        self.lms.receive(self.path, body)
        self._send(b'{"result": true, "errorCode": 0}', "application/json")

    def _file(self, name: str) -> None:
        self.lms.asked.append(name)
        file = self.lms.package / name
        if name in self.lms.unreachable:
            self.send_error(503)
        elif file.is_file():
            self._send(file.read_bytes(), guess_type(name)[0] or "application/octet-stream")
        else:
            self._missing(name)

    def _missing(self, name: str) -> None:
        self.lms.missing.append(name)
        self.send_error(404)

    def _send(self, content: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        for name, value in self.lms.headers.items():
            self.send_header(name, value)
        with suppress(ConnectionError):  # the page that asked is gone
            self.end_headers()
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Nothing to the console."""
