"""Trainings in processes of their own: started, followed, cancelled. One at a time, and one that dies blocks nobody."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from intentbot.deployment.records import read_record, write_record
from intentbot.deployment.versions import Versions
from intentbot.errors import DeploymentError, TrainingBusy, VersionNotFound
from intentbot.files.locks import is_taken, take

KEPT_JOBS = 20
"""How many trainings are remembered."""

_PATIENCE_S = 0.3
"""Who only asks whether a training runs has the lock for an instant."""

_CANCELLED_S = 10.0


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of a training that is over, and the seconds it took."""

    name: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Job:
    """A training, as it is now.

    Attributes
    ----------
    number : int
        From 1.
    by : str
        Who started it.
    at : float
        When, in seconds since 1970.
    intents : str
        The intent files.
    note : str
    settings : mapping of str to str
        What overrules the training settings of the files.
    goes_live : bool
        Whether the version is promoted, whatever its gates say, without being compared: as watching does.
    pid : int
        The process; 0 before it began.
    state : str
        ``running``, ``done``, ``failed``, ``cancelled`` or ``killed``.
    stage : str
        What it is doing.
    step, n_steps : int
        How far that is.
    stage_at : float
        When the stage began.
    stages : tuple of Stage
        What is over.
    ended : float
        When it ended; 0 before.
    memory_mb : float
        The most memory it has used.
    outcome : str
        ``trained``, ``answers`` or ``unchanged``; empty before it is known.
    version : int
        The version that came of it; 0 for none.
    message : str
        What came of it, or went wrong.
    """

    number: int
    by: str
    at: float
    intents: str
    note: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    goes_live: bool = False
    pid: int = 0
    state: str = "running"
    stage: str = "starting"
    step: int = 0
    n_steps: int = 1
    stage_at: float = 0.0
    stages: tuple[Stage, ...] = ()
    ended: float = 0.0
    memory_mb: float = 0.0
    outcome: str = ""
    version: int = 0
    message: str = ""

    @property
    def is_running(self) -> bool:
        """Whether it has not ended yet."""
        return self.state == "running"

    @property
    def seconds(self) -> float:
        """How long it took, or has taken so far."""
        return max(0.0, (self.ended or time.time()) - self.at)

    def left_s(self, like: Job | None, now: float) -> float | None:
        """Return the seconds it will still take, told by how long another training took; None where nobody knows."""
        here = max(0.0, now - self.stage_at)
        rest = here / self.step * (self.n_steps - self.step) if self.step and self.n_steps > 1 else None
        if like is None:
            return None
        names = {stage.name for stage in self.stages} | {self.stage}
        took = {stage.name: stage.seconds for stage in like.stages}
        if rest is None:
            rest = max(0.0, took.get(self.stage, 0.0) - here)
        return rest + sum(seconds for name, seconds in took.items() if name not in names)


class Jobs:
    """The trainings of a model's versions, in the data folder of its server.

    Parameters
    ----------
    versions : Versions
    """

    def __init__(self, versions: Versions) -> None:
        self.versions = versions
        self._folder = versions.data / "jobs"
        self._lock = self._folder / "lock"

    def start(
        self,
        intents: Path,
        *,
        by: str,
        note: str = "",
        settings: Mapping[str, str] | None = None,
        goes_live: bool = False,
    ) -> Job:
        """Start a training and return it; it goes on whatever becomes of this process.

        Raises
        ------
        TrainingBusy
            Where one is running.
        FileError
        """
        lock = take(self._lock, patience_s=_PATIENCE_S)
        if lock is None:
            running = self.latest()
            whose = f" (number {running.number}, by {running.by})" if running else ""
            raise TrainingBusy(f"a training is running{whose}.", "Wait until it is done, or cancel it.")
        try:
            number = max(self._numbers(), default=0) + 1
            job = Job(number, by, time.time(), str(intents), note, settings or {}, goes_live, stage_at=time.time())
            write_record(self.path(number), job)
            process = self._begin(number, lock)
        except OSError as error:
            raise DeploymentError(f"no training could be started: {error.strerror or error}.", "Try again.") from error
        finally:
            # The child has inherited it: the lock is given back when that ends.
            os.close(lock)
        threading.Thread(target=process.wait, name="intentbot-training", daemon=True).start()
        self._prune()
        return job

    def latest(self) -> Job | None:
        """Return the last training; None where there was none."""
        numbers = self._numbers()
        return self.job(numbers[0]) if numbers else None

    def job(self, number: int) -> Job:
        """Return a training as it is now.

        Raises
        ------
        VersionNotFound
            Where there is none of this number.
        """
        is_alive = is_taken(self._lock)
        # Read after the lock was looked at: what ended between the two says so, and what began has the lock.
        job = read_record(self.path(number), Job)
        if job is None:
            raise VersionNotFound(f"there is no training {number}.", "Look at the list of versions.")
        is_alive = (is_alive or is_taken(self._lock)) and number == max(self._numbers())
        return replace(job, **self._end_of(job)) if job.is_running and not is_alive else job

    def like(self, job: Job) -> Job | None:
        """Return the last training that was like this one and went well, which tells how long it will take."""
        for number in self._numbers():
            with suppress(DeploymentError):
                other = read_record(self.path(number), Job)
                if other and number < job.number and other.outcome == "trained" and other.intents == job.intents:
                    return other
        return None

    def log(self, number: int) -> Path:
        """Return where what a training printed is kept."""
        return self._folder / f"{number}.log"

    def path(self, number: int) -> Path:
        """Return where a training is recorded."""
        return self._folder / f"{number}.json"

    def cancel(self, *, by: str) -> bool:
        """Stop the training that is running, and return whether one was; what is served stays as it is."""
        job = self.latest()
        if job is None or not job.is_running:
            return False
        write_record(self._cancelled(job.number), {"by": by, "at": time.time()})
        until = time.monotonic() + _CANCELLED_S
        while is_taken(self._lock) and time.monotonic() < until:
            now = read_record(self.path(job.number), Job)
            # The lock is its own as long as it is held, so that the number is no other process's.
            if now is not None and now.pid and is_taken(self._lock):
                with suppress(ProcessLookupError, PermissionError):
                    os.kill(now.pid, signal.SIGKILL)
            time.sleep(0.05)
        return True

    def _begin(self, number: int, lock: int) -> subprocess.Popen[bytes]:
        place = [str(self.versions.data), str(self.versions.model), str(number)]
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        with open(self.log(number), "wb") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "intentbot.deployment.job", *place],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=environment,
                pass_fds=(lock,),
                start_new_session=True,
            )

    def _end_of(self, job: Job) -> dict[str, Any]:
        """Return how a training ended that did not say so itself."""
        with suppress(OSError, ValueError, KeyError):
            cancelled = json.loads(self._cancelled(job.number).read_bytes())
            return {"state": "cancelled", "ended": cancelled["at"], "message": f"Cancelled by {cancelled['by']}."}
        used = f" It had used {job.memory_mb / 1024:.1f} GB." if job.memory_mb else ""
        why = "Most often the system does that when memory runs out; a restart of the machine or container does it too."
        return {
            "state": "killed",
            "ended": self.path(job.number).stat().st_mtime,
            "message": f'The training was killed at "{job.stage}" and could not say why. {why}{used} '
            f"What is served is as it was. Its output: {self.log(job.number)}",
        }

    def _cancelled(self, number: int) -> Path:
        return self._folder / f"{number}.cancelled"

    def _numbers(self) -> list[int]:
        with suppress(FileNotFoundError):
            found = [name.removesuffix(".json") for name in os.listdir(self._folder) if name.endswith(".json")]
            return sorted((int(name) for name in found if name.isascii() and name.isdigit()), reverse=True)
        return []

    def _prune(self) -> None:
        for number in self._numbers()[KEPT_JOBS:]:
            for path in (self.path(number), self.log(number), self._cancelled(number)):
                path.unlink(missing_ok=True)
