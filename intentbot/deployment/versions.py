"""The versions of a served model: kept beside each other, one of them live."""

from __future__ import annotations

import logging
import os
import shutil
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from intentbot.bot import IntentBot
from intentbot.deployment.records import (
    KEPT_PROMOTIONS,
    LiveState,
    Promotion,
    Version,
    read_record,
    stage_record,
    write_record,
)
from intentbot.errors import DeploymentError, EvaluationError, FileError, GatesMissed, ModelError, VersionNotFound
from intentbot.files.folders import write_folder
from intentbot.files.intent_paths import digest_of_files
from intentbot.files.locks import held
from intentbot.files.model_copies import ModelFiles, digest_of, read_files
from intentbot.files.model_folder import refuse_foreign
from intentbot.version import VERSION

if TYPE_CHECKING:
    from intentbot.deployment.findings import Findings

KEPT_VERSIONS = 10
"""How many versions are kept beside the live one and the one before it."""

_log = logging.getLogger("intentbot")


class Versions:
    """The versions of a model, in the data folder of its server. Several processes may use it at once.

    Parameters
    ----------
    data : Path
        The server's data folder.
    model : Path
        The model folder that is served: a promotion replaces it, so that a restart serves the same.
    intents : Path, optional
        The intent files that versions are made of.
    """

    def __init__(self, data: Path, model: Path, intents: Path | None = None) -> None:
        self.data, self.model, self.intents = data, model, intents
        self.signal = data / "live.json"
        self._folder = data / "versions"
        self._lock = self._folder / "lock"

    def folder(self, number: int) -> Path:
        """Return where the model of a version is kept."""
        return self._folder / str(number)

    def state(self) -> LiveState:
        """Return which version is live, and which were."""
        return read_record(self.signal, LiveState) or LiveState()

    def numbers(self) -> list[int]:
        """Return the numbers of all versions, the newest first."""
        with suppress(FileNotFoundError):
            found = [name.removesuffix(".json") for name in os.listdir(self._folder) if name.endswith(".json")]
            return sorted((int(name) for name in found if name.isascii() and name.isdigit()), reverse=True)
        return []

    def all(self) -> list[Version]:
        """Return all versions, the newest first; a model that was trained into the served folder is among them."""
        known = [self.version(number) for number in self.numbers()]
        digest = digest_of(self.model)
        if digest and digest not in {version.digest for version in known}:
            # A folder that is just being replaced, or is no model, is told when it is to be served.
            with suppress(ModelError):
                known = [self.register(self.model, author="", note=f"found in {self.model}"), *known]
        return known

    def version(self, number: int) -> Version:
        """Return what is known of a version.

        Raises
        ------
        VersionNotFound
        """
        found = read_record(self._record(number), Version)
        if found is None:
            known = ", ".join(map(str, self.numbers()[:KEPT_VERSIONS]))
            raise VersionNotFound(f"there is no version {number}.", f"There are: {known}." if known else "Train one.")
        return found

    def register(
        self,
        folder: Path,
        *,
        author: str,
        note: str = "",
        origin: str = "found",
        files: str = "",
        settings: Mapping[str, str] | None = None,
    ) -> Version:
        """Keep a copy of a model as a version, and return it; a model that is kept already is the version it was.

        Raises
        ------
        ModelNotFound, ModelDamaged, ModelVersion, FileError
        """
        model = read_files(folder)
        with held(self._lock):
            numbers = self.numbers()
            same = next((one for one in map(self.version, numbers) if one.digest == model.digest), None)
            if same is not None and digest_of(self.folder(same.number)) == model.digest:
                return same
            number = same.number if same else max(numbers, default=0) + 1
            version = same or Version(
                number,
                model.digest,
                time.time(),
                author,
                note,
                origin=origin,
                program=str(model.manifest.get("intentbot", "")),
                n_intents=len(model.manifest.get("labels", ())),
                files=files,
                settings=settings or {},
            )
            write_folder(self.folder(number), model.files)
            write_record(self._record(number), same or _measured(version, model))
            self._prune()
        return self.version(number)

    def start(self, *, by: str) -> Version:
        """Register the served model, make it live, and return it: what is served is what a server was started with.

        Where it cannot be read which version is live, that record is put aside.

        Raises
        ------
        ModelNotFound, ModelDamaged, ModelVersion, DeploymentError, FileError
        """
        # Where there is no model, no folder is made for its versions.
        if self.signal.exists():
            with held(self._lock):
                self._put_damage_aside()
        version = self.register(self.model, author=by, note=f"served from {self.model}")
        with held(self._lock):
            state = self.state()
            if state.version != version.number:
                self._go_live(state, Promotion(version.number, time.time(), by, "start"), is_served=True)
        return version

    def findings(self, number: int, against: int | None = None) -> Findings:
        """Return a version held against another one, the live one otherwise; what was found once is kept.

        Raises
        ------
        VersionNotFound, ModelError
        """
        old = self.state().version if against is None else against
        for one in (number, *([old] if old else [])):
            self.version(one)
        if (kept := self.kept_findings(number, old)) is not None:
            return kept
        # The tests and what reads intent files: a server that only answers needs none of it.
        from intentbot.deployment.examination import examine

        try:
            before = IntentBot.load(self.folder(old)) if old and old != number else None
        except ModelError:
            # A version that this program cannot read any more is nothing to compare with.
            before = None
        found = examine(IntentBot.load(self.folder(number)), before, numbers=(number, old), intents=self.intents)
        # A full disk does not keep anybody from knowing.
        with suppress(FileError):
            write_record(self._compared(old, number), found)
        return found

    def kept_findings(self, number: int, against: int) -> Findings | None:
        """Return what `findings` found before and still holds; None where nobody asked, or the files have changed."""
        # A server starts sooner without what only compares, here and in `_measured`.
        from intentbot.deployment.findings import Findings

        files = digest_of_files(self.intents) if self.intents else ""
        with suppress(DeploymentError):
            kept = read_record(self._compared(against, number), Findings)
            if kept is not None and (kept.files, kept.program) == (files, VERSION):
                return kept
        return None

    def promote(self, number: int, *, by: str, force: bool = False, how: str = "promote", note: str = "") -> Version:
        """Let a version go live, in every process that serves, and return it.

        Raises
        ------
        VersionNotFound, ModelError, FileError
        GatesMissed
            Where it does worse than the live one, and `force` is not given; who forced it is kept.
        """
        version = self.version(number)
        while True:
            live = self.state().version
            missed = self._missed(number, live, force=force) if how == "promote" and number != live else ()
            with held(self._lock):
                state = self.state()
                if state.version != live:
                    # Another version went live meanwhile: that is the one to be held against.
                    continue
                if live != number or digest_of(self.model) != version.digest:
                    self._go_live(state, Promotion(number, time.time(), by, how, missed, note))
                self._prune()
            return version

    def rollback(self, *, by: str, note: str = "") -> Version:
        """Let the version that was live before go live again, and return it.

        Raises
        ------
        VersionNotFound
            Where none was.
        """
        before = self.state().before
        if not before:
            raise VersionNotFound("no version was live before this one.", "Promote the version that you want.")
        return self.promote(before[-1], by=by, how="rollback", note=note)

    def _put_damage_aside(self) -> None:
        """Let a start begin anew where it cannot be read what was live; the file stays for a person to look at."""
        try:
            self.state()
        except DeploymentError as error:
            aside = self.signal.with_name(f"{self.signal.name}.damaged")
            self.signal.replace(aside)
            _log.warning("%s It is %s now, and %s is live.", error.what, aside, self.model)

    def _missed(self, number: int, live: int, *, force: bool) -> tuple[str, ...]:
        """Return the names of the gates that a version misses, which is an error unless it is forced."""
        found = self.findings(number, live)
        if found.missed and not force:
            told = "\n".join(f"    {gate.name}: {gate.why}" for gate in found.missed)
            raise GatesMissed(f"version {number} was not promoted; it misses:\n{told}", "Mend that, or force it.")
        return tuple(gate.name for gate in found.missed)

    def _go_live(self, state: LiveState, promotion: Promotion, *, is_served: bool = False) -> None:
        """Replace the served model, then tell everybody who serves."""
        before = state.before[:-1] if promotion.how == "rollback" else (*state.before, state.version)
        if promotion.version == state.version:
            before = state.before
        kept = set(self.numbers())
        after = LiveState(
            promotion.version,
            tuple(number for number in before if number in kept)[-KEPT_PROMOTIONS:],
            (*state.history, promotion)[-KEPT_PROMOTIONS:],
        )
        # Written first: when the model is replaced, no full disk can keep the signal back.
        staged = stage_record(self.signal, after)
        try:
            if not is_served:
                refuse_foreign(self.model)
                write_folder(self.model, read_files(self.folder(promotion.version)).files)
            staged.replace(self.signal)
        finally:
            staged.unlink(missing_ok=True)

    def _prune(self) -> None:
        """Remove old versions, but neither the live one nor what rolling back returns to."""
        state = self.state()
        spared = {state.version, *state.before[-1:]}
        for number in self.numbers()[KEPT_VERSIONS:]:
            if number not in spared:
                self._record(number).unlink(missing_ok=True)
                shutil.rmtree(self.folder(number), ignore_errors=True)
                for compared in (self._folder / "compared").glob(f"*{number}*.json"):
                    if str(number) in compared.stem.split("-"):
                        compared.unlink(missing_ok=True)

    def _compared(self, old: int, new: int) -> Path:
        return self._folder / "compared" / f"{old}-{new}.json"

    def _record(self, number: int) -> Path:
        return self._folder / f"{number}.json"


def _measured(version: Version, model: ModelFiles) -> Version:
    """Return a version with what its training measured."""
    from intentbot.renderings.report_json import from_json

    try:
        report = from_json(model.files["report.json"].decode())
    except (EvaluationError, UnicodeDecodeError):
        return version
    refused = report.out_of_scope.recall if report.out_of_scope else None
    return replace(version, n_rows=report.n_rows, accuracy=report.accuracy, refused=refused)
