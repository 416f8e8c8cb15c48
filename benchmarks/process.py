"""Time and memory of a whole process, started cold."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

RUNS = 3
"""How often each is run; the fastest counts, since everything that disturbs makes it slower."""

DIFFERS = 3
"""The exit code of a build that has delivered, and warns of a difference."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a process needed."""

    seconds: float
    megabytes: float
    """Largest resident memory of the process or of one of its children, in the slowest run."""

    def __str__(self) -> str:
        return f"{self.seconds:.2f} s, {self.megabytes:.0f} MB"


def measure(command: Sequence[str], cwd: Path | None = None, before: Callable[[], None] | None = None) -> Measured:
    """Run a command; `before` is called before each run and does not count. Raises when the command fails."""
    seconds, megabytes = [], []
    for _ in range(RUNS):
        if before:
            before()
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        assert process.stderr is not None
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds.append(time.perf_counter() - start)
        process.stderr.close()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, DIFFERS):
            raise subprocess.CalledProcessError(process.returncode, command, stderr=said)
        megabytes.append(usage.ru_maxrss / 1024)
    return Measured(min(seconds), max(megabytes))
