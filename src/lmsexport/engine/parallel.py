"""Run independent work in forked processes: they share what is loaded, and their errors come back as themselves."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

from lmsexport.errors import InternalError, LmsExportError

Job = TypeVar("Job")
Outcome = TypeVar("Outcome")


def cores() -> int:
    """How many processes this one may use; 1 where the system cannot fork."""
    if "fork" not in multiprocessing.get_all_start_methods() or sys.platform == "darwin":
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def forked(work: Callable[[Job], Outcome], jobs: Sequence[Job], processes: int) -> Iterator[Outcome]:
    """What `work` makes of each job, in the order in which they are done.

    Raises what `work` raises, and `LmsExportError` when a process was killed. When this ends early, no process is
    left, and each had the time to remove what it had not finished.
    """
    context = multiprocessing.get_context("fork")
    turn = context.Value("i", 0)
    children: dict[Connection, BaseProcess] = {}
    gc.freeze()  # the collector would write into shared memory, and so copy it
    try:
        for _ in range(min(processes, len(jobs))):
            receiver, sender = context.Pipe(duplex=False)
            children[receiver] = context.Process(target=_work, args=(work, jobs, turn, sender), daemon=True)
            children[receiver].start()
            sender.close()
        yield from _outcomes(list(children), len(jobs))
    finally:
        gc.unfreeze()
        for receiver, child in children.items():
            child.terminate()
            child.join()
            receiver.close()


def _outcomes(receivers: list[Connection], expected: int) -> Iterator[Any]:
    while receivers:
        for receiver in wait(receivers):
            assert isinstance(receiver, Connection)
            try:
                outcome = receiver.recv()
            except EOFError:
                receivers.remove(receiver)
                continue
            if isinstance(outcome, BaseException):
                raise outcome
            expected -= 1
            yield outcome
    if expected:
        raise LmsExportError("a process of the build was killed: is there enough memory?")


def _work(work: Callable[[Job], Outcome], jobs: Sequence[Job], turn: Any, sender: Connection) -> None:
    """Take jobs until none is left, in a process of its own."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        while True:
            with turn.get_lock():
                index, turn.value = turn.value, turn.value + 1
            if index >= len(jobs):
                return
            sender.send(work(jobs[index]))
    except KeyboardInterrupt:
        return
    except Exception as error:
        _send_error(error, sender)


def _send_error(error: Exception, sender: Connection) -> None:
    try:
        sender.send(error)
    except Exception:
        sender.send(InternalError(f"{type(error).__name__}: {error}"))
