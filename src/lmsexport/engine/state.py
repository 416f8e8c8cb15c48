"""What the last build read and wrote, so that nothing is built twice. This module imports nothing heavy."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from lmsexport import __version__
from lmsexport.engine.fingerprints import Stamp

FILE = ".lmsexport-state.json"
"""Name of the state in the output folder."""


@dataclass(frozen=True, slots=True)
class Built:
    """A target as it was last built."""

    inputs: str
    """Fingerprint of everything that it was made from."""
    outputs: dict[str, str]
    """Its files and folders in the output folder, with their SHA-256; of one that failed, those from before."""
    report: dict[str, Any]
    """Its part of the report."""
    prove: bool | None = None
    """What was asked of its proof, as in `Request`."""


@dataclass(slots=True)
class State:
    """The memory of an output folder. It names no folder of the machine."""

    course: str = ""
    """Id of the course."""
    targets: dict[str, Built] = field(default_factory=dict)
    defaults: list[str] = field(default_factory=list)
    """The targets of the last build that named none."""
    inputs: str = ""
    """Fingerprint of what the report was made from."""
    software: str = ""
    """Fingerprint of what ran; texts that another software has rendered are rendered again."""
    shared: dict[str, str] = field(default_factory=dict)
    """The report and the labs bundle, with their SHA-256."""
    problems: list[dict[str, Any]] = field(default_factory=list)
    """The warnings about the course in the last build; a build that is not repeated still has them."""
    files: dict[str, Stamp] = field(default_factory=dict)
    """Hashes of files that were read or written, so that they are not read again."""


def read_state(out: Path) -> State:
    """The state of an output folder; an empty one when there is none that this version can read."""
    try:
        data = json.loads((out / FILE).read_text(encoding="utf-8"))
        if data.pop("lmsexport") != __version__:
            return State()
        data["targets"] = {name: Built(**built) for name, built in data["targets"].items()}
        data["files"] = {name: Stamp(*stamp) for name, stamp in data["files"].items()}
        return State(**data)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return State()


def state_text(state: State) -> str:
    """The state as it is written."""
    targets = {name: _fields(built) for name, built in state.targets.items()}
    data = _fields(state) | {"lmsexport": __version__, "targets": targets}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _fields(node: State | Built) -> dict[str, Any]:
    """The fields by their names; unlike `asdict` this copies nothing."""
    return {field.name: getattr(node, field.name) for field in fields(node)}
