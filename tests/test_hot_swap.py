"""Versions go live under load: no request fails, every answer is of one version, and nothing of the old one is left."""

from __future__ import annotations

import gc
import http.client
import json
import threading
import time
import weakref
from pathlib import Path

import pytest

from intentbot.bot import IntentBot
from intentbot.deployment.records import write_record
from intentbot.deployment.versions import Versions
from intentbot.server.app import create_app
from intentbot.server.following import BotMaker, Follower, adopt
from intentbot.server.settings import ServerSettings
from tests.deployments import other_answers, served
from tests.serving import serving

N_SWAPS, N_CLIENTS = 50, 4


@pytest.fixture
def versions(tmp_path: Path, model_folder: Path, intents_folder: Path) -> Versions:
    """Return two versions of the tiny bot that differ in what they say, the first one live."""
    versions = served(tmp_path, model_folder, intents_folder)
    assert versions.register(other_answers(versions, "From ten to eight."), author="ana").number == 2
    return versions


def ask_on(port: int, done: threading.Event, answers: list[tuple[int, str]]) -> None:
    """Ask again and again on one connection, and keep every status and answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    body, head = json.dumps({"text": "opening hours"}), {"content-type": "application/json"}
    while not done.is_set():
        connection.request("POST", "/api/v1/reply", body, head)
        response = connection.getresponse()
        answers.append((response.status, json.loads(response.read())["text"]))
    connection.close()


def test_fifty_swaps_under_load_lose_nothing(versions: Versions) -> None:
    """While the live version is exchanged fifty times, each request is answered, by one of the two versions."""
    app = create_app(
        ServerSettings(versions.model, versions.data, rate_limit="0", logs_requests=False, is_logged=False)
    )
    done = threading.Event()
    answers: list[list[tuple[int, str]]] = [[] for _ in range(N_CLIENTS)]
    with serving(app) as address:
        port = int(address.rpartition(":")[2])
        clients = [threading.Thread(target=ask_on, args=(port, done, mine)) for mine in answers]
        for client in clients:
            client.start()
        try:
            for i in range(N_SWAPS):
                versions.promote(2 - i % 2, by="test", how="watch")
                app.state.follower.follow()
                assert app.state.live.now.version == str(2 - i % 2)
        finally:
            done.set()
            for client in clients:
                client.join()
    found = [answer for mine in answers for answer in mine]
    assert {status for status, _ in found} == {200}
    assert {text for _, text in found} == {"From nine to six.", "From ten to eight."}
    assert all(len(mine) > N_SWAPS / 10 for mine in answers)


def test_the_server_follows_by_itself(versions: Versions) -> None:
    """A version that another process promotes answers within a moment, without anybody calling the server."""
    app = create_app(ServerSettings(versions.model, versions.data, is_logged=False))
    with serving(app):
        versions.promote(2, by="another process")
        end = time.monotonic() + 60
        while app.state.live.now.version != "2":
            assert time.monotonic() < end
            time.sleep(0.05)


def test_conversations_survive_a_swap(versions: Versions) -> None:
    """The bot that follows knows the conversations of the one before it."""
    follower = Follower(versions, BotMaker())
    follower.live.now.bot.reply("hello", session="ana")
    versions.promote(2, by="test")
    follower.follow()
    bot = follower.live.now.bot
    assert bot.reply("opening hours", session="ana").text == "From ten to eight."
    assert bot.sessions.load("ana").turns == 2


def test_a_version_that_cannot_be_loaded_changes_nothing(versions: Versions, caplog: pytest.LogCaptureFixture) -> None:
    """A damaged version leaves the old bot answering; why is logged once and kept until another one works."""
    follower = Follower(versions, BotMaker())
    (versions.folder(2) / "weights.npz").write_bytes(b"damaged")
    write_record(versions.signal, versions.state().__class__(2))
    for _ in range(3):
        follower.follow()
    assert follower.live.now.version == "1"
    assert "version 2 could not be loaded, 1 answers" in follower.live.problem
    assert sum("could not be loaded" in record.getMessage() for record in caplog.records) == 1
    versions.promote(1, by="test", how="rollback")
    follower.follow()
    assert follower.live.problem == ""


def test_a_damaged_live_version_does_not_keep_a_server_from_starting(versions: Versions) -> None:
    """Where the version that should be live is damaged, the served model answers, and the problem is kept."""
    (versions.folder(1) / "weights.npz").write_bytes(b"damaged")
    follower = Follower(versions, BotMaker())
    assert follower.live.now.bot.reply("opening hours").text == "From nine to six."
    assert "version 1 could not be loaded" in follower.live.problem


def test_a_damaged_record_keeps_nobody_from_an_answer(versions: Versions) -> None:
    """Where a record cannot be read the bot goes on, a server starts all the same, and the file is told."""
    follower = Follower(versions, BotMaker())
    versions.signal.write_bytes(b"{")
    follower.follow()
    assert follower.live.now.version == "1" and "live.json cannot be read" in follower.live.problem
    (versions.data / "versions" / "1.json").write_bytes(b"{")
    adopt(versions)
    follower = Follower(versions, BotMaker())
    assert follower.live.now.bot.reply("opening hours").text == "From nine to six."
    assert "1.json cannot be read" in follower.live.problem


def test_the_old_bot_is_let_go(versions: Versions) -> None:
    """After a swap nothing holds on to the old bot, not even until the next collection of garbage."""
    follower = Follower(versions, BotMaker())
    old: weakref.ref[IntentBot] = weakref.ref(follower.live.now.bot)
    weights = weakref.ref(follower.live.now.bot.classifier.rejection.centre)
    gc.collect()
    gc.disable()
    try:
        follower.live.now.bot.reply("where is my order 84512", session="ana")
        versions.promote(2, by="test", how="watch")
        follower.follow()
        assert old() is None and weights() is None
    finally:
        gc.enable()


def test_memory_goes_back_when_the_last_message_is_answered(
    versions: Versions, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system gets the memory of the old bot back once nobody is being answered by it any more."""
    given: list[bool] = []
    monkeypatch.setattr("intentbot.server.following._give_back_memory", lambda: given.append(True))
    follower = Follower(versions, BotMaker())
    answering = follower.live.now.bot
    versions.promote(2, by="test", how="watch")
    follower.follow()
    assert not given
    assert answering.reply("opening hours").text == "From nine to six."
    del answering
    follower.follow()
    assert given == [True]
