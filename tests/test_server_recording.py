"""Turns on their way from a request to the database."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from intentbot.bot import IntentBot
from intentbot.errors import IntentBotError, RecorderFull
from intentbot.recording.recorder import Recorder
from intentbot.server.app import create_app
from intentbot.server.settings import ServerSettings
from intentbot.store.log_database import LogDatabase
from intentbot.store.turn_log import TurnLog
from intentbot.turns import Turn
from tests.rights import bound_by_rights
from tests.serving import calling


def kept(data: Path, **settings: str) -> list[Turn]:
    """Return the turns in a server's database, the latest first."""
    database = LogDatabase(ServerSettings(model=Path("tiny"), data=data, **settings).database)  # type: ignore[arg-type]
    try:
        return TurnLog(database).turns()
    finally:
        database.close()


def test_turns_and_feedback_are_kept(model_folder: Path, tmp_path: Path) -> None:
    """What was said, by whom it was decided, and the customer's thumb are in the database when the server has ended."""
    with calling(model_folder, tmp_path) as site:
        reply = site.post("/api/v1/reply", json={"text": "refund please"}).json()
        opinion = {"turn": reply["turn"], "conversation": reply["conversation"], "value": "down", "comment": "a@b.com"}
        assert site.post("/api/v1/feedback", json=opinion).status_code == 204
        site.post("/webhooks/rest/webhook", json={"sender": "ana", "message": "hello"})
    rasa, native = kept(tmp_path)
    assert (native.id, native.conversation, native.channel) == (reply["turn"], reply["conversation"], "web")
    assert native.intent == "return_item" and native.model == "1" and native.latency_ms > 0
    assert (rasa.conversation, rasa.channel, rasa.message) == ("rest:ana", "rest", "hello")
    database = LogDatabase(ServerSettings(model=Path("tiny"), data=tmp_path).database)
    opinions = TurnLog(database).feedback_of([native.id])
    database.close()
    assert opinions[native.id].value == -1 and "a@b.com" not in opinions[native.id].comment


def test_a_failure_is_kept_with_its_id(model_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A message that the bot failed to answer is kept under the id that the client was told."""

    async def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(IntentBot, "areply", fail)
    with calling(model_folder, tmp_path) as site:
        told = site.post("/api/v1/reply", json={"text": "hello"}).json()["error_id"]
    (turn,) = kept(tmp_path)
    assert turn.error_id == told and turn.message == "hello" and not turn.decided_by


def test_nothing_is_kept_where_nothing_should_be(model_folder: Path, tmp_path: Path) -> None:
    """With --no-log a conversation leaves nothing, and feedback is taken and forgotten."""
    with calling(model_folder, tmp_path, is_logged=False) as site:
        reply = site.post("/api/v1/reply", json={"text": "hello"}).json()
        opinion = {"turn": reply["turn"], "conversation": reply["conversation"], "value": "up"}
        assert site.post("/api/v1/feedback", json=opinion).status_code == 204
        assert site.get("/readyz").json() == {"status": "ready", "model": "1"}
    assert not kept(tmp_path) and not (tmp_path / "spool").exists()


def is_refused(answer: httpx.Response) -> bool:
    """Whether an answer says that nothing can be kept, and when to come again."""
    return answer.status_code == 503 and answer.headers["retry-after"] == "5" and "kept" in answer.text


def test_what_cannot_be_kept_is_not_answered(
    model_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the spool is full, clients are told to come again, and the server is not ready and says why."""
    monkeypatch.setattr(Recorder.__init__, "__kwdefaults__", {**Recorder.__init__.__kwdefaults__, "capacity": 20_000})
    url = "postgresql://nobody:secret@127.0.0.1:9/none"
    with calling(model_folder, tmp_path, store=url) as site:
        answers = [site.post("/api/v1/reply", json={"text": "hello"}) for _ in range(60)]
        assert answers[0].status_code == 200 and is_refused(answers[-1])
        assert is_refused(site.post("/webhooks/rest/webhook", json={"message": "hello"}))
        ready = site.get("/readyz")
        assert ready.status_code == 503 and "wait in" in ready.json()["reason"] and ready.json()["turns_waiting"] > 10
        assert "secret" not in ready.text and site.get("/v2/health/ready").status_code == 503
        assert site.get("/healthz").status_code == 200
        assert "intentbot_turns_waiting" in site.get("/metrics").text


@pytest.mark.parametrize("failure", [OSError(28, "No space left on device"), ZeroDivisionError()])
def test_turns_are_kept_though_nothing_can_be_measured(
    model_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    """Measures that cannot be taken keep no turn out of the database when the server ends."""

    def fail(_: object) -> None:
        raise failure

    monkeypatch.setattr("intentbot.server.gauging.gauge", fail)
    monkeypatch.setattr("intentbot.recording.recorder._EVERY_S", 60.0)
    with calling(model_folder, tmp_path) as site:
        assert site.post("/api/v1/reply", json={"text": "hello"}).status_code == 200
    assert [turn.message for turn in kept(tmp_path)] == ["hello"]


def test_a_bot_that_cannot_be_heard_does_nothing(
    model_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After one turn could not be kept the bot is not asked again until it is seen that the next one can be."""
    asked, areply = [], IntentBot.areply

    async def count(bot: IntentBot, text: str, **others: str) -> object:
        asked.append(text)
        return await areply(bot, text, **others)

    def refuse(*_: object) -> None:
        raise RecorderFull("turns cannot be kept.")

    monkeypatch.setattr(IntentBot, "areply", count)
    monkeypatch.setattr("intentbot.server.answering._FULL_S", 0.0)
    with calling(model_folder, tmp_path) as site:
        with monkeypatch.context() as full:
            full.setattr(Recorder, "record", refuse)
            full.setattr(Recorder, "check", refuse)
            assert all(is_refused(site.post("/api/v1/reply", json={"text": "hello"})) for _ in range(5))
            assert len(asked) == 1
        assert site.post("/api/v1/reply", json={"text": "hello"}).status_code == 200 and len(asked) == 2


def test_a_folder_that_cannot_be_written_is_said_at_the_start(model_folder: Path, tmp_path: Path) -> None:
    """Better than to a customer."""
    tmp_path.chmod(0o500)
    with bound_by_rights(), pytest.raises(IntentBotError, match="write"):
        create_app(ServerSettings(model=model_folder, data=tmp_path))
