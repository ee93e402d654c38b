"""Threads that do what may take too long: a thread that hangs is left alone, and one that is done waits for more."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from queue import Empty, SimpleQueue

IDLE_S = 10.0
"""Seconds after which a thread without work ends, so that none is kept for a bot that is gone."""

_idle: deque[_Worker] = deque()


def run_in_time(work: Callable[[], object], patience_s: float, done: Callable[[], None]) -> object:
    """Return what `work` gives in another thread.

    Parameters
    ----------
    work : callable
    patience_s : float
        Seconds it may take.
    done : callable
        Is called when the work ends, be it long after.

    Raises
    ------
    TimeoutError
        Where it takes longer; it goes on, but nobody waits for it.
    Exception
        Whatever the work raises.
    """
    answers: SimpleQueue[tuple[object, Exception | None]] = SimpleQueue()

    def job() -> None:
        try:
            answer: tuple[object, Exception | None] = (work(), None)
        except Exception as error:
            answer = (None, error)
        done()
        answers.put(answer)

    begin(job)
    try:
        result, error = answers.get(timeout=patience_s)
    except Empty:
        raise TimeoutError from None
    if error is not None:
        raise error
    return result


def begin(job: Callable[[], None]) -> None:
    """Let a thread do a job, which must not raise, and do not wait for it."""
    try:
        worker = _idle.pop()
    except IndexError:
        worker = _Worker()
    worker.jobs.put(job)


class _Worker:
    """A thread that takes jobs, one after the other."""

    def __init__(self) -> None:
        self.jobs: SimpleQueue[Callable[[], None]] = SimpleQueue()
        threading.Thread(target=self._work, name="intentbot-action", daemon=True).start()

    def _work(self) -> None:
        while True:
            try:
                job = self.jobs.get(timeout=IDLE_S)
            except Empty:
                try:
                    _idle.remove(self)
                except ValueError:
                    # Somebody has just taken this thread, so a job is on its way, or it never was idle.
                    continue
                return
            job()
            _idle.append(self)
