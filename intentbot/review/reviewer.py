"""Carries out what reviewers decide: in the intent files, in git, and in the log; or not at all."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from intentbot.errors import IntentBotError, ReviewConflict, SettingsError
from intentbot.review.changes import FileChange, put_back, write_changes
from intentbot.review.commits import Author, Repository
from intentbot.review.decisions import Decision, Plan, plan_decision, plan_undo
from intentbot.review.intent_folder import IntentFolder
from intentbot.review.written import Written
from intentbot.reviews import Review

if TYPE_CHECKING:
    from intentbot.store.review_log import ReviewLog

_ATTEMPTS = 3
"""How often it is planned anew where an editor saves a file in the very moment in which it is written."""

_LONGEST_SUBJECT = 72


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a decision, or of taking one back.

    Attributes
    ----------
    review : Review
    written : Written
        What was written, or what was taken out.
    gone : tuple of str
        What somebody had taken out already, where a decision was taken back.
    """

    review: Review
    written: Written
    gone: tuple[str, ...] = ()


class Reviewer:
    """Writes decisions down. Safe for threads and several processes.

    Parameters
    ----------
    log : ReviewLog
    folder : IntentFolder or None
        None where no intent files are at hand: misses can be dismissed, and that is all.
    clock : callable, optional
        Returns the time in seconds since 1970.
    """

    def __init__(self, log: ReviewLog, folder: IntentFolder | None, *, clock: Callable[[], float] = time.time) -> None:
        self._log, self.folder, self._clock = log, folder, clock

    def plan(self, decision: Decision) -> Plan:
        """Return what a decision will change; nothing is written.

        Raises
        ------
        IntentBotError
            As `decisions.plan_decision`.
        """
        return Plan() if decision.kind == "dismiss" else plan_decision(self._files(), decision)

    def decide(self, decision: Decision, by: Author, *, seen: str = "") -> Outcome:
        """Write a decision into the files and the log, and commit it where the files stand in a repository.

        Parameters
        ----------
        decision : Decision
        by : Author
        seen : str, optional
            The digest of the plan that was shown; where the files are others by now, nothing is written.

        Raises
        ------
        ReviewConflict
            Where somebody was faster: with the misses, the intent, or the files.
        IntentFilesError, FileError, SentenceError, StoreError
            Where it cannot be written; nothing is then, in the files and in the log.
        """
        review = _review_of(decision, by, self._clock())
        if decision.kind == "dismiss":
            return Outcome(self._log.decide(review, decision.turns, lambda: ""), Written())
        with self._files().alone():
            for attempt in range(1, _ATTEMPTS + 1):
                plan = self.plan(decision)
                if seen and plan.digest != seen:
                    what = "the files were changed since you looked at them, and nothing was written."
                    raise ReviewConflict(what, "This is what would be changed now. Is it still right?")
                try:
                    return self._carry_out(review, decision, plan, by)
                except _FilesChanged as changed:
                    if attempt == _ATTEMPTS:
                        raise changed.conflict from None
        raise AssertionError("unreachable")

    def undo(self, review: str, by: Author) -> Outcome:
        """Take a decision back: its sentences go out of the files, and its misses are in the inbox again.

        Whatever others wrote meanwhile stays. A sentence that somebody took out already is no obstacle.

        Raises
        ------
        ReviewConflict
            Where somebody has taken it back already, or changes the files at this moment.
        IntentFilesError, FileError, StoreError
            Where it cannot be taken out; the decision stands then.
        """
        found = self._log.review(review)
        written = Written.from_json(found.edit) if found else Written()
        if not (written.examples or written.intents):
            taken = self._log.undo(review, by=by.name, at=self._clock(), take_back=lambda _: None)
            return Outcome(taken, Written())
        files = self._files()
        with files.alone():
            changes, gone = plan_undo(files, written)
            plan = Plan(changes, Written(diff="".join(change.diff for change in changes)))
            repository = Repository([change.path for change in changes])
            done: list[FileChange] = []

            def take_back(_: Review) -> None:
                write_changes(changes)
                done.extend(changes)

            try:
                taken = self._log.undo(review, by=by.name, at=self._clock(), take_back=take_back)
            except BaseException:
                put_back(done)
                raise
            commit = repository.commit(f"Take back: {_subject(taken)}", by)
            return Outcome(taken, replace(plan.written, commit=commit.id, note=commit.note), gone)

    def _carry_out(self, review: Review, decision: Decision, plan: Plan, by: Author) -> Outcome:
        repository = Repository([change.path for change in plan.changes])
        done: list[FileChange] = []

        def write() -> str:
            try:
                write_changes(plan.changes)
            except ReviewConflict as conflict:
                raise _FilesChanged(conflict) from None
            done.extend(plan.changes)
            return plan.written.to_json()

        try:
            kept = self._log.decide(review, decision.turns, write)
        except BaseException:
            # The log could not keep it, so it was not done.
            put_back(done)
            raise
        message = f"{_subject(kept)}\n\n{_body(plan)}"
        commit = repository.commit(message, by)
        written = replace(plan.written, commit=commit.id, note=commit.note)
        kept = replace(kept, edit=written.to_json())
        if commit.id or commit.note:
            # Where this fails it is written and kept all the same; only the hash of its commit is not.
            with suppress(IntentBotError):
                self._log.note(kept)
        return Outcome(kept, written)

    def _files(self) -> IntentFolder:
        if self.folder is None:
            what = "there are no intent files to write into."
            raise SettingsError(what, "Say where they are: --intents FOLDER")
        return self.folder


class _FilesChanged(Exception):
    """A file was saved by somebody between planning and writing."""

    def __init__(self, conflict: ReviewConflict) -> None:
        super().__init__(str(conflict))
        self.conflict = conflict


def _review_of(decision: Decision, by: Author, at: float) -> Review:
    if not decision.turns:
        raise ReviewConflict("no message was chosen.", "Tick at least one.")
    intent = "out_of_scope" if decision.kind == "out_of_scope" else decision.intent
    sentence = decision.sentences[0].text if decision.sentences else ""
    return Review(uuid.uuid4().hex, at, by.name, decision.kind, intent, sentence)


def _subject(review: Review) -> str:
    """Return the first line of a commit."""
    said = " ".join(review.sentence.split())
    what = {"new": f"Add intent {review.intent}", "out_of_scope": "Put out of scope"}.get(
        review.kind, f"Add to {review.intent}"
    )
    line = f'{what}: "{said}"'
    return line if len(line) <= _LONGEST_SUBJECT else f'{line[: _LONGEST_SUBJECT - 2]}…"'


def _body(plan: Plan) -> str:
    lines = [f"{Path(edit.path).as_posix()}:{edit.line}: {edit.sentence}" for edit in plan.written.examples]
    lines += [f"{Path(edit.path).as_posix()}:{edit.line}: {edit.intent}" for edit in plan.written.intents]
    return "\n".join([*lines, "", "Written by a reviewer, from what customers asked."])
