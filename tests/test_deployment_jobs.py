"""Trainings in processes of their own: followed, cancelled, killed, failed; and what watching makes of changes."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from intentbot.bot import IntentBot
from intentbot.deployment.jobs import Job, Jobs, Stage
from intentbot.deployment.versions import Versions
from intentbot.deployment.watching import Watcher
from intentbot.errors import TrainingBusy
from tests.deployments import other_answers, served

PATIENCE_S = 300.0


@pytest.fixture
def versions(tmp_path: Path, model_folder: Path, intents_folder: Path) -> Versions:
    """Return the versions of the tiny bot, the first one live."""
    return served(tmp_path, model_folder, intents_folder)


def until(happened: Callable[[], bool]) -> None:
    """Wait until something happened."""
    end = time.monotonic() + PATIENCE_S
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.05)


def ended(jobs: Jobs, job: Job) -> Job:
    """Return a training once it has ended."""
    until(lambda: not jobs.job(job.number).is_running)
    return jobs.job(job.number)


def write(versions: Versions, name: str, text: str) -> Path:
    """Write an intent file and return its folder."""
    assert versions.intents is not None
    (versions.intents / name).write_text(text, encoding="utf-8")
    return versions.intents


NEW_INTENT = """
intents:
  gift_card:
    examples: [gift card please, i want a voucher, buy a gift card, a voucher for my sister, gift voucher]
    responses: [Gladly.]
    tests: [i want a gift card]
"""


def test_a_training_makes_a_version_and_holds_it_against_the_live_one(versions: Versions) -> None:
    """A new intent is learned in another process, with its stages told; the new version fixes its test."""
    jobs = Jobs(versions)
    job = ended(jobs, jobs.start(write(versions, "gift.yaml", NEW_INTENT), by="ana", note="gift cards"))
    assert (job.state, job.outcome, job.version) == ("done", "trained", 2), job.message
    assert {"loading TensorFlow", "all sentences"} <= {stage.name for stage in job.stages}
    version = versions.version(2)
    assert (version.author, version.note, version.origin) == ("ana", "gift cards", "trained")
    found = versions.findings(2)
    assert found.old == 1 and "i want a gift card" in {one.text for one in found.fixed}
    assert found.fit == "It learned from the intent files as they are now."
    assert versions.state().version == 1


def test_new_answers_need_no_training(versions: Versions) -> None:
    """Where only answers changed, the version is there without TensorFlow; where nothing did, there is none."""
    shutil.rmtree(other_answers(versions, "From ten to eight."))
    jobs = Jobs(versions)
    assert versions.intents is not None
    job = ended(jobs, jobs.start(versions.intents, by="ana"))
    assert (job.state, job.outcome, job.version) == ("done", "answers", 2), job.message
    assert "loading TensorFlow" not in {stage.name for stage in job.stages}
    again = ended(jobs, jobs.start(versions.intents, by="ana"))
    assert (again.state, again.outcome, again.version) == ("done", "unchanged", 2), again.message


def test_errors_in_the_files_are_told_with_their_lines(versions: Versions) -> None:
    """A training of files with errors fails, and names each with its line; nothing is made."""
    jobs = Jobs(versions)
    job = ended(jobs, jobs.start(write(versions, "bad.yaml", "intents:\n  gift_card:\n    exampels: [a]\n"), by="ana"))
    assert job.state == "failed" and "bad.yaml:3:5" in job.message and "Did you mean" in job.message
    assert versions.numbers() == [1]


def test_a_training_that_is_killed_is_told_and_blocks_nobody(versions: Versions) -> None:
    """One training at a time; one that is killed without a word is said to be, and another may begin at once."""
    jobs = Jobs(versions)
    job = jobs.start(write(versions, "gift.yaml", NEW_INTENT), by="ana")
    with pytest.raises(TrainingBusy, match="number 1, by ana"):
        jobs.start(versions.data, by="eva")
    until(lambda: jobs.job(1).stage == "loading TensorFlow")
    os.kill(jobs.job(1).pid, signal.SIGKILL)
    job = ended(jobs, job)
    assert job.state == "killed" and "memory" in job.message and "loading TensorFlow" in job.message
    # Another process, as a server that was restarted, sees the same.
    assert Jobs(Versions(versions.data, versions.model)).job(1).state == "killed"
    second = jobs.start(versions.data / "nothing", by="eva")
    assert ended(jobs, second).state == "failed"
    assert not list((versions.data / "jobs").glob(".making.*"))


def test_a_training_can_be_cancelled(versions: Versions) -> None:
    """Cancelling ends the process at once and says who did it; cancelling nothing is no error."""
    jobs = Jobs(versions)
    jobs.start(write(versions, "gift.yaml", NEW_INTENT), by="ana")
    assert jobs.cancel(by="eva")
    job = jobs.job(1)
    assert (job.state, job.message) == ("cancelled", "Cancelled by eva.")
    assert not jobs.cancel(by="eva")
    assert versions.numbers() == [1]


def test_the_time_left_is_told_by_the_training_before(versions: Versions) -> None:
    """What is left is the rest of the stage at its own pace, and the stages after it as they took the last time."""
    last = Job(1, "ana", 0.0, "intents", stages=(Stage("learning", 10.0), Stage("calibration", 3.0)))
    now = replace(last, number=2, stages=(), stage="learning", step=4, n_steps=8, stage_at=100.0)
    assert now.left_s(last, 102.0) == pytest.approx(2.0 + 3.0)
    assert now.left_s(None, 102.0) is None


def test_watching_takes_up_answers_and_tells_errors(versions: Versions) -> None:
    """While files are watched, a new answer goes live by itself; an error is told with its line and changes nothing."""
    assert versions.intents is not None
    told: list[str] = []
    watcher = Watcher(Jobs(versions), versions.intents, told.append)
    watcher.start()
    try:
        until(lambda: Jobs(versions).latest() is not None)
        other_answers(versions, "From ten to eight.")
        until(lambda: versions.state().version == 2)
        assert IntentBot.load(versions.model).reply("opening hours").text == "From ten to eight."
        write(versions, "bad.yaml", "intents:\n  gift_card: [\n")
        until(lambda: any("bad.yaml:" in text for text in told))
        assert versions.state().version == 2 and "Version 2 goes on answering." in told[-1]
    finally:
        watcher.stop()
