"""What all tests share: what is left out on this machine, and saying so in one line."""

from __future__ import annotations

import os
import shutil
import signal
import sysconfig
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings
from hypothesis.internal.conjecture import providers

import lmsexport

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("LMSEXPORT_SHARED") or ROOT.parent / "shared")
"""Reference files that are no part of the repository: official schemas, packages that other software wrote."""
REQUIRE_ALL = os.environ.get("LMSEXPORT_REQUIRE_ALL") == "1"
DEEP = os.environ.get("LMSEXPORT_DEEP") == "1"
"""Whether tests with the marker `deep` try all that they can, as `make laws` does, and not the first of it."""
NODE_PACKAGES = ROOT / "tests" / "node" / "node_modules"
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "google-chrome", "chromium-browser"))), None
)

_NEEDS = {
    "browser": (CHROMIUM is not None, "browser tests, for want of Chromium"),
    "npm": (NODE_PACKAGES.is_dir(), "tests with readers of others, for want of `npm ci` in tests/node"),
    "node": (shutil.which("node") is not None, "tests of the pages' scripts, for want of Node.js"),
    "shared": (SHARED.is_dir(), "tests against reference files, for want of ../shared"),
}
"""Marker → whether this machine has what its tests need, and what is said when it has not."""

_left_out: Counter[str] = Counter()
LEFT_OUT = "lmsexport_left_out"

signal.signal(signal.SIGINT, signal.default_int_handler)  # shells start what runs in the background deaf to it

settings.register_profile("steady", derandomize=True)
if REQUIRE_ALL:  # a check of a change fails by the change, not by chance; elsewhere every run tries other examples
    settings.load_profile("steady")
    # Else examples hold constants of what happens to be imported, which the tests that ran before decide.
    providers._get_local_constants = lambda: providers._local_constants


def pytest_configure() -> None:
    """Where the wheel is tested, the tests must not find the repository's own package."""
    site = sysconfig.get_path("purelib")
    if os.environ.get("LMSEXPORT_INSTALLED") == "1" and not Path(lmsexport.__file__).is_relative_to(site):
        raise pytest.UsageError(f"lmsexport is not the installed one of {site}, but {lmsexport.__file__}")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what this machine cannot run; where everything is required it stays, and fails."""
    for marker, (there, what) in _NEEDS.items():
        concerned = [item for item in items if item.get_closest_marker(marker)]
        if concerned and not there and not REQUIRE_ALL:
            _left_out[what] += len(concerned)
            items[:] = [item for item in items if item not in concerned]
            config.hook.pytest_deselected(items=concerned)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Count what a test left out by itself."""
    if report.skipped:
        _left_out["skipped by themselves"] += 1


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """A process that ran tests beside others has ended: what it left out, all of them did, and is counted once."""
    _left_out.update(Counter(getattr(node, "workeroutput", {}).get(LEFT_OUT, {})) - _left_out)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where everything is required, nothing may be left out."""
    if hasattr(session.config, "workeroutput"):  # another process counts what was skipped, and judges
        session.config.workeroutput[LEFT_OUT] = {what: _left_out[what] for _, what in _NEEDS.values()}
        return
    if REQUIRE_ALL and _left_out and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one line what was left out."""
    if _left_out:
        said = "; ".join(f"{number} {what}" for what, number in sorted(_left_out.items()))
        terminalreporter.write_line(f"Left out here: {said}.")


@pytest.fixture
def no_epoch(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Builds that take their time from the course."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    yield


_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The Chromium of the system: one for all tests, since only one driver runs in a process."""
    from playwright.sync_api import sync_playwright

    assert CHROMIUM is not None, "browser tests need Chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        yield browser
        browser.close()
