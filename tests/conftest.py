"""What all tests share: what is left out on this machine, and saying so in one line."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
REQUIRE_ALL = os.environ.get("LMSEXPORT_REQUIRE_ALL") == "1"
CHROMIUM = next((path for name in ("chromium", "google-chrome", "chromium-browser") if (path := shutil.which(name))), None)

_left_out: dict[str, int] = {}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without Chromium the browser tests are left out; where everything is required they stay, and fail."""
    if CHROMIUM is not None or REQUIRE_ALL:
        return
    browser = [item for item in items if item.get_closest_marker("browser")]
    if browser:
        _left_out["browser tests, for want of Chromium"] = len(browser)
        items[:] = [item for item in items if item not in browser]
        config.hook.pytest_deselected(items=browser)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one line what was left out."""
    if _left_out:
        said = "; ".join(f"{number} {what}" for what, number in _left_out.items())
        terminalreporter.write_line(f"Left out here: {said}.")


@pytest.fixture
def no_epoch(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Builds that take their time from the course."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    yield
