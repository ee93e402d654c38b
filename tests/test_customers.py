"""All that is kept of one customer can be seen, and deleted for good, also what is still on its way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from intentbot.cli.main import main
from intentbot.errors import StoreError
from intentbot.recording.customers import Kept
from intentbot.recording.recorder import Recorder
from intentbot.recording.spool import REFUSED
from intentbot.recording.turn_records import kept_conversation, line_of
from intentbot.sessions import Known, Session
from intentbot.store import SqlSessions
from intentbot.store.log_database import LogDatabase
from intentbot.store.turn_log import TurnLog
from intentbot.turns import Feedback, Turn

PHONE = "+4930123456"
KEY = f"rest:{PHONE}"
TURN = Turn(id="1", at=1.0, conversation=kept_conversation(KEY), message="where is order 84512", answer="Here.")
OTHER = replace(TURN, id="9", conversation="ben")


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """Return where a model is served from, which has kept something."""
    (tmp_path / "shop.data").mkdir()
    return tmp_path / "shop"


@pytest.fixture
def kept(model: Path) -> Iterator[Kept]:
    """Give all that is kept beside the model."""
    data = model.with_name("shop.data")
    with (
        closing(LogDatabase(f"sqlite:///{data / 'intentbot.db'}")) as database,
        closing(SqlSessions(f"sqlite:///{data / 'sessions.db'}")) as sessions,
    ):
        yield Kept(TurnLog(database), data / "spool", sessions)


@pytest.fixture
def filled(kept: Kept) -> Kept:
    """Return what is kept of a customer everywhere: log, session, a dead process's spool, and what was refused."""
    kept.log.write([TURN, OTHER], [Feedback("1", 2.0, -1, "late")])
    kept.sessions.save(KEY, Session(turns=2, slots=(Known("order_number", "84512"),)))
    kept.sessions.save("ben", Session(turns=1))
    kept.spool.mkdir()
    late = [replace(TURN, id="2", at=2.0), replace(OTHER, id="8")]
    (kept.spool / "1-dead.jsonl").write_bytes(b"".join(map(line_of, late)))
    refused = [replace(TURN, id="3", at=3.0), Feedback("3", 4.0, 1), replace(OTHER, id="7")]
    (kept.spool / REFUSED).write_bytes(b"torn {\n" + b"".join(map(line_of, refused)))
    return kept


def test_everything_is_exported(filled: Kept) -> None:
    """An export has the turns that wait too, the feedback and the session, and nothing of anybody else."""
    found = filled.export(PHONE)
    assert [turn["id"] for turn in found["turns"]] == ["1", "2", "3"]
    assert found["turns"][0]["feedback"]["comment"] == "late"
    assert found["session"]["slots"][0]["value"] == "84512"
    assert "ben" not in json.dumps(found)
    assert filled.export("nobody") == {"conversation": "nobody", "turns": [], "session": None}


@pytest.mark.parametrize("id", [PHONE, KEY, kept_conversation(KEY)])
def test_everything_is_deleted(filled: Kept, id: str) -> None:
    """By whichever id, all turns of the customer are gone from every file, and all of everybody else is there."""
    assert filled.delete(id) == 3
    assert filled.export(PHONE)["turns"] == []
    assert sorted(turn.id for turn in filled.log.turns()) == ["8", "9"]
    assert (filled.spool / REFUSED).read_bytes() == b"torn {\n" + line_of(replace(OTHER, id="7"))
    assert filled.sessions.load("ben").turns == 1
    for path in filled.spool.parent.rglob("*"):
        assert path.is_dir() or TURN.conversation.encode() not in path.read_bytes() or path.suffix == ".db"


def test_the_session_is_deleted(filled: Kept) -> None:
    """A customer whose conversation goes on begins anew after a deletion."""
    filled.delete(PHONE)
    assert filled.sessions.load(KEY) == Session()


def test_a_running_server_is_waited_for(kept: Kept) -> None:
    """What a server recorded a moment ago is exported and deleted, too; what is said afterwards is kept."""
    recorder = Recorder(kept.spool, lambda: kept.log)
    recorder.start()
    try:
        recorder.record(TURN)
        assert [turn["id"] for turn in kept.export(PHONE)["turns"]] == ["1"]
        recorder.record(replace(TURN, id="2"))
        assert kept.delete(PHONE) == 2
        recorder.record(replace(TURN, id="3", at=1e12))
        assert recorder.flush(20)
    finally:
        recorder.close()
    assert [turn.id for turn in kept.log.turns()] == ["3"]


def test_what_cannot_be_reached_is_told(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where turns wait that cannot be written now, nothing is called deleted that is not."""
    monkeypatch.setattr("intentbot.recording.customers._PATIENCE_S", 0.3)
    kept.spool.mkdir()
    (kept.spool / "1-dead.jsonl").write_bytes(line_of(TURN))
    away = TurnLog(LogDatabase("postgresql://shop@127.0.0.1:1/shop"))
    with pytest.raises(StoreError, match=r"turns wait in .* the server is away"):
        replace(kept, log=away).delete(PHONE)
    assert kept.export(PHONE)["turns"]


def test_the_command_exports_and_deletes(filled: Kept, model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command prints what is kept as JSON, deletes it when it is sure, and then says that nothing is kept."""
    assert main(["customers", "export", str(model), PHONE]) == 0
    assert len(json.loads(capsys.readouterr().out)["turns"]) == 3
    assert main(["customers", "delete", str(model), PHONE]) == 2
    assert "--yes" in capsys.readouterr().err
    assert main(["customers", "delete", str(model), PHONE, "--yes"]) == 0
    assert json.loads(capsys.readouterr().out) == {"conversation": PHONE, "turns": 3, "session": True}
    assert main(["customers", "delete", str(model), PHONE]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["turns"] == 0 and "Nothing is kept" in said.err


def test_a_wrong_folder_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where no server ever kept anything, that is said, and nothing is made there."""
    assert main(["customers", "delete", str(tmp_path / "nowhere"), "ana", "--yes"]) == 2
    assert "no server keeps anything" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_an_id_that_looks_like_an_option_is_taken(kept: Kept, model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An id that begins with - is taken behind --, as some clients make such ids."""
    kept.log.write([replace(TURN, conversation="-K6BMb9")])
    assert main(["customers", "export", str(model), "--", "-K6BMb9"]) == 0
    assert len(json.loads(capsys.readouterr().out)["turns"]) == 1
