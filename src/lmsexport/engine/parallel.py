"""Run independent work in forked processes: they share what is loaded, and their errors come back as themselves."""

from __future__ import annotations

import gc
import multiprocessing
import operator
import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import TypeVar

from lmsexport.errors import InternalError, LmsExportError

Job = TypeVar("Job")
Outcome = TypeVar("Outcome")


class KilledError(LmsExportError):
    """The process that did a job was killed."""

    def __init__(self, message: str = "a process of the build was killed: is there enough memory?") -> None:
        super().__init__(message)


@dataclass(slots=True)
class _Worker:
    """A process that does one job after the other."""

    process: BaseProcess
    connection: Connection
    job: int
    """Number of the job that it does."""

    def take(self, job: int) -> None:
        """Begin with another job."""
        self.job = job
        try:
            self.connection.send(job)
        except BrokenPipeError:  # it was killed; who waits for it is told so
            return


def cores() -> int:
    """How many processes this one may use; 1 where the system cannot fork."""
    if "fork" not in multiprocessing.get_all_start_methods() or sys.platform == "darwin":
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def forked(
    work: Callable[[Job], Outcome],
    jobs: Sequence[Job],
    processes: int,
    killed: Callable[[Job, KilledError], Outcome] | None = None,
    akin: Callable[[Job, Job], bool] = operator.is_,
) -> Iterator[Outcome]:
    """What `work` makes of each job, in the order in which they are done.

    A process goes on with jobs that are akin to its last, since they share what it has made, then with those that are
    akin to no other's.

    Raises what `work` raises, with the other process's traceback as a note. `killed` gives the outcome of a job whose
    process was killed, and the other jobs go on; without it, `KilledError` is raised. When this ends early, no process
    is left, and each had the time to remove what it had not finished.
    """
    waiting = list(range(len(jobs)))
    workers: dict[Connection, _Worker] = {}

    def following(last: int | None) -> int:
        own = (job for job in waiting if last is not None and akin(jobs[job], jobs[last]))
        others = [jobs[worker.job] for worker in workers.values()]
        nobodys = (job for job in waiting if not any(akin(jobs[job], other) for other in others))
        job = next(chain(own, nobodys), waiting[0])
        waiting.remove(job)
        return job

    gc.freeze()  # the collector would write into shared memory, and so copy it
    try:
        while waiting or workers:
            while waiting and len(workers) < processes:
                worker = _started(work, jobs, following(None))
                workers[worker.connection] = worker
            for connection in wait([*workers]):
                assert isinstance(connection, Connection)
                worker = workers[connection]
                try:
                    outcome = connection.recv()
                except (EOFError, ConnectionResetError):
                    _end(workers.pop(connection))
                    if killed is None:
                        raise KilledError from None
                    yield killed(jobs[worker.job], KilledError())
                    continue
                if isinstance(outcome, BaseException):
                    raise outcome
                if waiting:
                    worker.take(following(worker.job))
                else:
                    _end(workers.pop(connection))
                yield outcome
    finally:
        gc.unfreeze()
        for worker in workers.values():
            _end(worker)


def _started(work: Callable[[Job], Outcome], jobs: Sequence[Job], first: int) -> _Worker:
    """A process that begins with the job of a number."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(work, jobs, theirs), daemon=True)
    process.start()
    theirs.close()
    worker = _Worker(process, ours, first)
    worker.take(first)
    return worker


def _end(worker: _Worker) -> None:
    worker.process.terminate()
    worker.process.join()
    worker.connection.close()


def _work(work: Callable[[Job], Outcome], jobs: Sequence[Job], connection: Connection) -> None:
    """Do the jobs whose numbers come in, in a process of its own, until nobody sends any more."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with suppress(KeyboardInterrupt, EOFError, BrokenPipeError):
        while True:
            job = jobs[connection.recv()]
            try:
                outcome: object = work(job)
            except Exception as error:
                outcome = _portable(error)
            connection.send(outcome)


def _portable(error: Exception) -> Exception:
    """An error that another process can raise as it is, with the traceback of this one as a note (PEP 678)."""
    note = "".join(traceback.format_exception(error))
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes: some errors are packed and never unpacked
    except Exception:
        error = InternalError(f"{type(error).__name__}: {error}")
    error.add_note(note)
    return error
