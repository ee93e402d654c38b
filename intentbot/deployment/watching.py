"""Retrains whenever the intent files change, and lets the result go live: for development."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

from intentbot.deployment.jobs import Job, Jobs
from intentbot.errors import IntentBotError, TrainingBusy
from intentbot.files.intent_paths import files_of

_EVERY_S = 0.2
"""How often the files' times are looked at; what changes twice within it is read once."""

AUTHOR = "watch"


class Watcher:
    """Keeps the live version made of the intent files as they are.

    Its gates are not asked: what an editor wrote is what is to be seen. Where the files have errors they are told with
    their lines, and what is live stays.

    Parameters
    ----------
    jobs : Jobs
    intents : Path
    tell : callable
        Is told what happens, a line or more each time.
    """

    def __init__(self, jobs: Jobs, intents: Path, tell: Callable[[str], None]) -> None:
        self._jobs, self._intents, self._tell = jobs, intents, tell
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="intentbot-watcher", daemon=True)

    def start(self) -> None:
        """Watch from now on, in a thread; what is live is brought up to date first."""
        self._thread.start()

    def stop(self) -> None:
        """Watch no more; a training goes on to its end."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        known: object = None
        while not self._stopped.is_set():
            found = self._settled()
            if found != known and found is not None:
                try:
                    self._update(found)
                    known = found
                except TrainingBusy:
                    # Somebody else's training; ours comes after it.
                    pass
                except (IntentBotError, OSError) as error:
                    known = found
                    self._tell(str(error))
            self._stopped.wait(_EVERY_S)

    def _update(self, found: object) -> None:
        """Have a model made and promoted; begin again where the files change meanwhile."""
        job = self._jobs.start(self._intents, by=AUTHOR, goes_live=True)
        is_told = False
        while job.is_running and not self._stopped.wait(_EVERY_S / 2):
            if self._stamp() not in (found, None):
                self._jobs.cancel(by=AUTHOR)
                return
            if job.stage.startswith("loading") and not is_told:
                is_told = True
                self._tell(f"{self._intents} has other sentences or settings: training ...")
            job = self._jobs.job(job.number)
        if not job.is_running:
            self._say(job)

    def _say(self, job: Job) -> None:
        if job.state == "done" and job.outcome != "unchanged":
            self._tell(f"{job.message} ({job.seconds:.1f} s)")
        elif job.state in ("failed", "killed"):
            live = self._jobs.versions.state().version
            self._tell(f"{job.message}\nVersion {live} goes on answering.")

    def _settled(self) -> object:
        """Return the files' times once they do not change any more: an editor may write a file in several steps."""
        before = self._stamp()
        while not self._stopped.wait(_EVERY_S / 2):
            now = self._stamp()
            if now == before:
                return now
            before = now
        return before

    def _stamp(self) -> dict[str, tuple[int, int]] | None:
        """Return the time and size of each file; None while they cannot be read."""
        try:
            return {str(file): (os.stat(file).st_mtime_ns, os.stat(file).st_size) for file in files_of(self._intents)}
        except (IntentBotError, OSError):
            return None
