"""The xAPI library of others that packages bring along: as it was published, with its licences, and within bounds."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from conftest import NODE_PACKAGES, ROOT
from formats.html import showcase
from formats.scorm.conftest import export

SHIPPED = ROOT / "templates" / "cmi5" / "assets" / "xapi.js"


@pytest.mark.npm
def test_what_is_shipped_is_what_was_published() -> None:
    script = NODE_PACKAGES.parent / "ship-xapi.js"
    made = subprocess.run(["node", script], capture_output=True, check=True).stdout
    assert SHIPPED.read_bytes() == made, "make it again: node tests/node/ship-xapi.js > templates/cmi5/assets/xapi.js"


def test_licences_come_along(tmp_path: Path) -> None:
    script = export(showcase.course(), "cmi5", tmp_path)["assets/player.js"].content
    assert isinstance(script, bytes)
    for notice in (
        b"@xapi/xapi 3.0.3 (MIT)",
        b"Copyright (c) 2020 Christian Cook",
        b"Copyright (c) 2014-present Matt Zabriskie",
    ):
        assert notice in script
