"""A process that judges packages, and may do nothing else: `python -m hostile.worker FOLDER`, paths on standard input.

It has limited memory and time, no network, and may write nowhere but into its own temporary folder. Each package
gives one line of JSON: the seconds it took, and everything that should not have happened.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import sys
import time
import traceback
from pathlib import Path
from typing import Any

MEMORY = 4_000_000_000
"""Bytes of address space, generous: a fourth of it is taken by libraries."""
SECONDS = 30
"""For one package, generous: the slowest takes a twentieth of it."""
SECRET = "zzsecretzz"
"""What stands in a file beside the packages, which some of them ask for."""
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_FORBIDDEN = frozenset({
    "os.system", "os.exec", "os.fork", "os.posix_spawn", "subprocess.Popen", "socket.connect", "socket.getaddrinfo",
    "socket.bind", "urllib.Request", "ctypes.dlopen", "os.chmod", "os.chown", "os.link", "os.symlink",
})  # fmt: skip
_CHANGING = frozenset({"os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.truncate", "shutil.rmtree"})


class ForbiddenError(BaseException):
    """Nothing that handles errors may catch it."""


class Guard:
    """Watches what the process does (PEP 578)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.as_posix()
        self.temporary = os.environ["TMPDIR"]
        self.broken: list[str] = []

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in _FORBIDDEN:
            self.broken.append(f"{event}{arguments[:1]}")
            raise ForbiddenError(event)
        writes = event in _CHANGING
        if event == "open" and isinstance(arguments[2], int):
            writes = bool(arguments[2] & _WRITING)
            if "passwd" in str(arguments[0]) or str(arguments[0]).endswith("secret"):
                self.broken.append(f"read {arguments[0]}")
        if writes and isinstance(arguments[0], str) and not _placed(arguments).startswith(self.temporary):
            self.broken.append(f"{event} {arguments[0]}")
            raise ForbiddenError(event)


def _placed(arguments: tuple[Any, ...]) -> str:
    """The path that an event is about; the last argument may be the folder that it is relative to."""
    path, folder = arguments[0], arguments[-1]
    if not path.startswith("/") and isinstance(folder, int) and folder >= 0:
        return f"{Path(f'/proc/self/fd/{folder}').readlink()}/{path}"
    return str(path)


def too_slow(*_: object) -> None:
    raise ForbiddenError("it takes too long")


def judged(path: Path) -> list[str]:
    """Judge a package in every way that users can; what went wrong."""
    from lmsexport.engine.arrival import ImportSimulator
    from lmsexport.lms.base import lmss
    from lmsexport.validation.judge import judge
    from lmsexport.validation.report import FORMATS

    with judge(path) as found:
        said = [form([found]) for form in FORMATS.values()]
        if found.subject is not None:
            said.append(repr(found.subject.outline))
            for name, lms in lmss().items():
                if found.kind in lms.kinds:
                    with ImportSimulator(name, path) as receiver:
                        said.append(repr(receiver.run(found)))
        wrong = [finding.breach.what for finding in found.findings if finding.rule.id == "judge-failed"]
        if any(SECRET in text for text in said):
            wrong.append("the secret file was read")
        if not found.findings and not found.kind:
            wrong.append("nothing is said")
    return wrong


def main() -> None:
    """Judge what standard input names, until it ends."""
    from lmsexport.validation.judge import all_rules

    all_rules()  # all readers are loaded before anybody watches
    guard = Guard(Path(sys.argv[1]))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGALRM, too_slow)
    socket.socket = None  # type: ignore[assignment,misc]
    sys.addaudithook(guard)
    for line in sys.stdin:
        path, guard.broken, begun = Path(line.rstrip("\n")), [], time.monotonic()
        signal.alarm(SECONDS)
        try:
            wrong = judged(path)
        except BaseException:
            wrong = [traceback.format_exc()]
        signal.alarm(0)
        row = {"package": path.name, "seconds": time.monotonic() - begun, "wrong": wrong + guard.broken}
        row["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()
