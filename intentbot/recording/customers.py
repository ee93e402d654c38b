"""All that is kept of one customer: exported, or deleted for good, also what is still on its way."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from intentbot.errors import StoreError
from intentbot.files.folders import write_file
from intentbot.recording.recorder import Recorder
from intentbot.recording.spool import REFUSED
from intentbot.recording.turn_records import kept_conversation, read_line
from intentbot.store.session_records import pack_session
from intentbot.store.sql_sessions import SqlSessions
from intentbot.store.turn_log import TurnLog, exported
from intentbot.turns import Turn

_CHANNELS = ("", "rest:")
"""How the ids of conversations begin; Rasa's channels have one of their own."""

_PATIENCE_S = 20.0


@dataclass(frozen=True, slots=True)
class Kept:
    """Where all is that is kept of customers.

    Attributes
    ----------
    log : TurnLog
    spool : Path
        The folder in which turns wait for the log.
    sessions : SqlSessions or None
        Where conversations that go on are remembered; None where that is the memory of a server.
    """

    log: TurnLog
    spool: Path
    sessions: SqlSessions | None = None

    def export(self, conversation: str) -> dict[str, Any]:
        """Return all that is kept of a conversation, as what `json.dumps` takes.

        Parameters
        ----------
        conversation : str
            The id that a client or a messenger has for it, or the one that it is kept under.

        Raises
        ------
        StoreError
        """
        self._settle()
        turns = [turn for id in _kept_ids(conversation) for turn in self.log.export_conversation(id)["turns"]]
        turns += [exported(turn, None) for turn in self._refused(conversation)]
        states = [state for key in _keys(conversation) if (state := self._session(key)) is not None]
        return {"conversation": conversation, "turns": turns, "session": states[0] if states else None}

    def delete(self, conversation: str) -> int:
        """Delete all that is kept of a conversation, and return how many turns there were.

        Parameters
        ----------
        conversation : str
            As for `export`.

        Raises
        ------
        StoreError, FileError
        """
        self._settle()
        n_turns = sum(self.log.delete_conversation(id) for id in _kept_ids(conversation))
        if self.sessions is not None:
            for key in _keys(conversation):
                self.sessions.forget(key)
            # The last one to leave empties the log of SQLite's last writes.
            self.sessions.close()
        return n_turns + self._delete_refused(conversation)

    def _settle(self) -> None:
        """Wait until what was recorded so far is in the log: a server is at it, or else we are."""
        # A server that has nothing to write has an empty file.
        waiting = {path for path in self.spool.glob("*.jsonl") if _size(path)}
        if not waiting:
            return
        recorder = Recorder(self.spool, lambda: self.log)
        recorder.start()
        try:
            until = time.monotonic() + _PATIENCE_S
            while (waiting := {path for path in waiting if path.exists()}) and time.monotonic() < until:
                recorder.flush(0.1)
                time.sleep(0.05)
        finally:
            recorder.close()
        if waiting:
            why = f" ({recorder.last_error.what})" if isinstance(recorder.last_error, StoreError) else ""
            raise StoreError(
                f"turns wait in {self.spool} that cannot be written to {self.log.database} now{why}.",
                "See the log of the server, and try again when they are written.",
            )

    def _session(self, key: str) -> Any:
        session = self.sessions.load(key) if self.sessions is not None else None
        return json.loads(pack_session(session)) if session is not None and session.turns else None

    def _refused(self, conversation: str) -> list[Turn]:
        ids, found = _kept_ids(conversation), []
        with suppress(FileNotFoundError):
            for line in (self.spool / REFUSED).read_bytes().splitlines():
                with suppress(ValueError):
                    kept = read_line(line)
                    if isinstance(kept, Turn) and kept.conversation in ids:
                        found.append(kept)
        return found

    def _delete_refused(self, conversation: str) -> int:
        """Delete the turns of a conversation that the database would not take, and the opinions on them."""
        turns = {turn.id for turn in self._refused(conversation)}
        if turns:
            path = self.spool / REFUSED
            lines = path.read_bytes().splitlines(keepends=True)
            write_file(path, b"".join(line for line in lines if not _is_of(line, turns)), mode=0o600)
        return len(turns)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _keys(conversation: str) -> list[str]:
    return [f"{channel}{conversation}" for channel in _CHANNELS]


def _kept_ids(conversation: str) -> Sequence[str]:
    return [kept_conversation(key) for key in _keys(conversation)]


def _is_of(line: bytes, turns: set[str]) -> bool:
    try:
        kept = read_line(line)
    except ValueError:
        return False
    return (kept.id if isinstance(kept, Turn) else kept.turn) in turns
