"""What the player costs a slow phone: script time until a page stands, and requests, in the Chromium of the system."""

from __future__ import annotations

import functools
import threading
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import which
from typing import Any

SLOWDOWN = 4
"""How many times slower than this machine's the processor of a slow phone is."""

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome", "chromium-browser")
"""What Chromium is called."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The opening of a package's first page."""

    milliseconds: float
    """Of script, on the slow processor."""
    requests: int

    def __str__(self) -> str:
        return f"{self.milliseconds:.0f} ms of script, {self.requests} requests"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing to the console."""


def opened(package: Path) -> Opened | str:
    """Open an unpacked package as a slow phone does; a word where there is no Chromium."""
    chromium = next(filter(None, map(which, BROWSERS)), None)
    if chromium is None:
        return "no Chromium here"
    from playwright.sync_api import sync_playwright

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(package)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            found = [_once(browser, f"http://127.0.0.1:{server.server_address[1]}/index.html") for _ in range(3)]
            browser.close()
    finally:
        server.shutdown()
        server.server_close()
    return min(found, key=lambda each: each.milliseconds)


def _once(browser: Any, address: str) -> Opened:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
    session.send("Performance.enable")
    page.goto(address)
    page.wait_for_timeout(1500)
    metrics = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
    context.close()
    return Opened(metrics["ScriptDuration"] * 1000, len(requests))
