"""A training in a process of its own: ``python -m intentbot.deployment.job DATA MODEL NUMBER``; see `jobs`."""

from __future__ import annotations

import os
import resource
import shutil
import sys
import tempfile
import time
import traceback
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from intentbot.bundle import refresh
from intentbot.deployment.findings import Findings
from intentbot.deployment.jobs import Job, Jobs, Stage
from intentbot.deployment.records import Version, as_json, read_record, write_record
from intentbot.deployment.versions import Versions
from intentbot.errors import FileError, IntentBotError, IntentFilesError, ModelError
from intentbot.files.folders import write_folder
from intentbot.files.intent_paths import digest_of_files
from intentbot.files.model_copies import read_files
from intentbot.intents import IntentSet
from intentbot.settings import TrainingSettings
from intentbot.sources import check_intents

_EVERY_S = 0.25
"""How often a step is written down."""

_NICENESS = 10
"""Customers who are answered on the same machine go first."""

_OOM_SCORE = "800"
"""Where memory runs out, the system is to end the training and not the server; 1,000 is the most."""

_ROOM = ".making."
"""How the name of the folder begins in which a model is made."""

_MESSAGES = {
    "unchanged": "Nothing has changed: version {0} was made of these files.",
    "answers": "Version {0} has the new answers; there was no new sentence to learn.",
    "trained": "Version {0} is trained.",
}


class RecordedProgress:
    """Writes down how far a training is, for whoever wants to know.

    Parameters
    ----------
    path : Path
        Where the training is recorded.
    job : Job
    """

    def __init__(self, path: Path, job: Job) -> None:
        self.job = job
        self._path, self._written = path, 0.0

    def start(self, stage: str, steps: int) -> None:
        """Begin a stage; the one before it is over."""
        now = time.time()
        over = (*self.job.stages, Stage(self.job.stage, now - self.job.stage_at))
        self.write(stage=stage, step=0, n_steps=steps, stage_at=now, stages=over)

    def advance(self, note: str = "") -> None:
        """Count a step."""
        self.job = replace(self.job, step=self.job.step + 1)
        if time.time() - self._written >= _EVERY_S:
            self.write()

    def finish(self) -> None:
        """Do nothing: the job is not over when the learning is."""

    def write(self, **changes: Any) -> None:
        """Write the job down with these changes."""
        used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        # In kB, but in bytes on a Mac.
        megabytes = used / (1 << 20 if sys.platform == "darwin" else 1 << 10)
        self.job = replace(self.job, memory_mb=megabytes, **changes)
        self._written = time.time()
        try:
            write_record(self._path, self.job)
        except FileError as error:
            if not changes.get("ended"):
                return
            print(error, file=sys.stderr)
            # On a full disk the room that the record has already is still there.
            with suppress(OSError), open(self._path, "r+b") as file:
                file.write(as_json(replace(self.job, stages=())))
                file.truncate()


def main(arguments: list[str]) -> int:
    """Train, and record what came of it; return the exit status."""
    data, model, number = Path(arguments[0]), Path(arguments[1]), int(arguments[2])
    versions = Versions(data, model)
    path = Jobs(versions).path(number)
    job = read_record(path, Job)
    if job is None:
        print(f"there is no training {number} to do.", file=sys.stderr)
        return 2
    versions.intents = Path(job.intents)
    _clear_up(data / "jobs")
    progress = RecordedProgress(path, replace(job, pid=os.getpid()))
    state, message = "failed", ""
    try:
        version, outcome = _make(versions, progress)
        message = f"{_MESSAGES[outcome].format(version.number)} {_judged(versions, version, progress)}"
        state, progress.job = "done", replace(progress.job, version=version.number, outcome=outcome)
    except IntentFilesError as error:
        n_problems = len(error.problems)
        message = f"{error}\n\n{n_problems} {'error' if n_problems == 1 else 'errors'} in the intent files."
    except IntentBotError as error:
        message = str(error)
    except MemoryError:
        message = "There is not enough memory for this training.\n    Use fewer sentences, or a smaller network."
    except Exception as error:
        traceback.print_exc()
        message = _unexpected(error, Jobs(versions).log(number))
    progress.write(state=state, ended=time.time(), message=message.strip())
    return 0 if state == "done" else 1


def _make(versions: Versions, progress: RecordedProgress) -> tuple[Version, str]:
    """Return the version that is made of the intent files, and what it took."""
    job = progress.job
    progress.start("reading the intent files", 1)
    files = digest_of_files(job.intents)
    intents, problems = check_intents(job.intents)
    if intents is None:
        raise IntentFilesError(problem for problem in problems if problem.severity == "error")
    settings = TrainingSettings.read({**intents.training, **job.settings})
    known = versions.numbers()
    with tempfile.TemporaryDirectory(prefix=_ROOM, dir=versions.data / "jobs") as room:
        folder = Path(room) / "model"
        outcome = _refreshed(versions, folder, intents, settings)
        if outcome is None:
            outcome = "trained"
            _train(intents, folder, progress)
        progress.start("keeping the version", 1)
        version = versions.register(
            folder, author=job.by, note=job.note, origin=outcome, files=files, settings=job.settings
        )
    return version, "unchanged" if version.number in known else outcome


def _refreshed(versions: Versions, folder: Path, intents: IntentSet, settings: TrainingSettings) -> str | None:
    """Put a model into `folder` that only lacked new answers, and return what it took; None where there is none."""
    live = versions.state().version
    for number in dict.fromkeys([live, *versions.numbers()[:1]]):
        if number:
            with suppress(ModelError):
                write_folder(folder, read_files(versions.folder(number)).files)
                outcome = refresh(folder, intents, settings)
                if outcome is not None:
                    return outcome
    shutil.rmtree(folder, ignore_errors=True)
    return None


def _train(intents: IntentSet, folder: Path, progress: RecordedProgress) -> None:
    # New answers alone take no time, and somebody may be waiting to see them.
    _yield_to_others()
    progress.start("loading TensorFlow", 1)
    from intentbot.training import train

    train(intents, folder, settings=progress.job.settings, force=True, progress=progress)


def _judged(versions: Versions, version: Version, progress: RecordedProgress) -> str:
    """Hold a version against the live one, or let it go live at once; return what came of it in words."""
    live = versions.state().version
    if version.number == live:
        return "It is live."
    if progress.job.goes_live:
        versions.promote(version.number, by=progress.job.by, how="watch")
        return "It is live."
    progress.start("running the tests, and comparing with the live version", 1)
    return told(versions.findings(version.number, live))


def told(found: Findings) -> str:
    """Return in a few words what was found."""
    changes = f"{len(found.fixed)} fixed, {len(found.broken)} broken" if found.old else "nothing to compare with"
    if found.passed:
        return f"It passes its gates ({changes})."
    return f"It misses {', '.join(gate.name for gate in found.missed)} ({changes})."


def _unexpected(error: Exception, log: Path) -> str:
    # TensorFlow has an error of its own for it, and is not imported here.
    if type(error).__name__ == "ResourceExhaustedError":
        return "There is not enough memory for this training.\n    Use fewer sentences, or a smaller network."
    if isinstance(error, OSError):
        return f"{error.filename or 'a file'}: {error.strerror or error}.\n    Make room, or check its rights."
    return f"The training failed unexpectedly: {type(error).__name__}: {error}\n    The whole of it: {log}"


def _clear_up(place: Path) -> None:
    """Remove what trainings left that were killed: only one runs at a time, and that is this one."""
    for left in place.glob(f"{_ROOM}*"):
        shutil.rmtree(left, ignore_errors=True)


def _yield_to_others() -> None:
    with suppress(OSError):
        os.nice(_NICENESS)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(_OOM_SCORE, encoding="ascii")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
