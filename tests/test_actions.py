"""Actions over real HTTP: what a webhook is told, and that whatever it does the customer gets an answer."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from datetime import time as time_of_day
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from intentbot.bot import IntentBot
from intentbot.conversation.actions import ActionCall, Actions, written_value
from intentbot.conversation.webhooks import LARGEST_ANSWER, shown
from intentbot.files.model_folder import Model
from intentbot.profile import ActionDefinition, HandOverRules, Webhook

CALL = ActionCall("order_status", "track_order", "where is 84512", {"order_number": "84512"}, "ana", "web", "en")


@dataclass
class Shop:
    """A shop's HTTP server: what it was told, and what it answers, one after the other."""

    url: str = ""
    told: list[dict[str, Any]] = field(default_factory=list)
    tokens: list[str | None] = field(default_factory=list)
    answers: list[tuple[int, bytes, float]] = field(default_factory=list)


@pytest.fixture
def shop() -> Iterator[Shop]:
    """Return a real server on loopback."""
    found = Shop()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            found.told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            found.tokens.append(self.headers["Authorization"])
            status, body, wait_s = found.answers.pop(0) if found.answers else (200, b"{}", 0.0)
            time.sleep(wait_s)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            return

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            return

    server = Server(("127.0.0.1", 0), Handler)
    found.url = f"http://127.0.0.1:{server.server_address[1]}/status"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield found
    server.shutdown()
    server.server_close()
    thread.join()


def actions(url: str, *, timeout_s: float = 0.5, retries: int = 1, token_from: str = "") -> Actions:
    """Return the action of a shop at an address."""
    webhook = Webhook(url, token_from, timeout_s, retries)
    return Actions({"order_status": ActionDefinition("order_status", (("day", "date"),), webhook)}, {})


def test_a_webhook_is_told_and_answers(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """It gets the call as JSON with the token of the environment; names and values come back, with their types."""
    monkeypatch.setenv("SHOP_TOKEN", "secret")
    shop.answers = [(200, b'{"state": "sent", "day": "2026-12-24", "n": 3, "paid": true, "note": null}', 0)]
    outcome = actions(shop.url, token_from="SHOP_TOKEN").run(CALL)
    assert outcome.results == {"state": "sent", "day": "2026-12-24", "n": "3", "paid": "yes"}
    assert (outcome.types["day"], outcome.types["n"]) == ("date", "")
    assert shop.tokens == ["Bearer secret"]
    told = shop.told[0]
    assert (told["action"], told["slots"], told["session"]) == ("order_status", {"order_number": "84512"}, "ana")


def test_what_may_pass_is_tried_again(shop: Shop) -> None:
    """A status of 500 and a timeout are tried again; a status of 404 is not."""
    shop.answers = [(500, b"", 0), (200, b'{"state": "sent"}', 0)]
    assert actions(shop.url).run(CALL).results == {"state": "sent"}
    shop.answers = [(200, b"{}", 1.0), (200, b'{"state": "late"}', 0)]
    assert actions(shop.url).run(CALL).results == {"state": "late"}
    shop.told.clear()
    shop.answers = [(404, b"", 0), (200, b"{}", 0)]
    assert actions(shop.url).run(CALL).failed
    assert len(shop.told) == 1


@pytest.mark.parametrize(
    "body", [b"<html>", b"[1, 2]", b'"text"', b"7", b'{"state": {"a": 1}}', b'{"state": [1]}', b"\xff", b'{"n": NaN}']
)
def test_garbage_is_a_failure(shop: Shop, body: bytes) -> None:
    """What is no object of names and plain values fails, and nothing is raised."""
    shop.answers = [(200, body, 0)] * 2
    assert actions(shop.url).run(CALL).failed


def test_an_answer_without_end_is_a_failure(shop: Shop) -> None:
    """A body of more than a megabyte is not read to its end."""
    shop.answers = [(200, b'{"state": "' + b"x" * LARGEST_ANSWER + b'"}', 0)]
    assert actions(shop.url, timeout_s=5, retries=0).run(CALL).failed


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://no-such-host.invalid/", "http://127.0.0.1:99999/"])
def test_a_webhook_that_is_away_is_a_failure(url: str) -> None:
    """Nobody at the address: the action fails within its time."""
    start = time.monotonic()
    assert actions(url, retries=0, timeout_s=2).run(CALL).failed
    assert time.monotonic() - start < 10


def test_a_redirect_is_not_followed(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A token is for one address alone: the log says that the webhook moved, and nothing was sent there."""
    monkeypatch.setenv("SHOP_TOKEN", "secret")
    shop.answers = [(302, b"", 0)]
    assert actions(shop.url, token_from="SHOP_TOKEN").run(CALL).failed
    assert len(shop.told) == 1
    assert "another address" in caplog.text
    assert "secret" not in caplog.text


def test_no_secret_is_logged(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """A token that no header can have is told by the name of its variable, an address without its query."""
    monkeypatch.setenv("SHOP_TOKEN", "sec\u00e9ret")
    assert actions("http://127.0.0.1:1/", token_from="SHOP_TOKEN").run(CALL).failed
    assert "SHOP_TOKEN" in caplog.text
    assert "sec\u00e9ret" not in caplog.text
    assert shown("https://user:pass@desk.example:8443/a?key=1") == "https://desk.example:8443/a"


def test_an_empty_answer_has_no_results(shop: Shop) -> None:
    """A webhook that only does something may answer nothing."""
    shop.answers = [(204, b"", 0)]
    outcome = actions(shop.url).run(CALL)
    assert (outcome.failed, dict(outcome.results)) == (False, {})


def test_calls_that_hang_do_not_pile_up() -> None:
    """Where as many calls hang as may be under way, a further one fails at once."""
    release = threading.Event()
    hanging = Actions(
        {"order_status": ActionDefinition("order_status", timeout_s=0.05)},
        {"order_status": lambda call: {"late": str(release.wait(30))}},
    )
    threads = [threading.Thread(target=hanging.run, args=(CALL,)) for _ in range(64)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert hanging.run(CALL).failed
    release.set()


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("text", ("text", "")),
        (True, ("yes", "")),
        (3, ("3", "")),
        (0.1, ("0.1", "number")),
        (Decimal("12.50"), ("12.50", "number")),
        (date(2026, 12, 24), ("2026-12-24", "date")),
        (datetime(2026, 12, 24, 8), ("2026-12-24", "date")),
        (time_of_day(8, 30), ("08:30", "time")),
        (float("nan"), None),
        (object(), None),
        (["a"], None),
    ],
)
def test_values_are_written_as_files_write_them(value: object, written: tuple[str, str] | None) -> None:
    """Texts, numbers, dates, times and truth have one way to be written; other things are no values."""
    assert written_value(value) == written


def with_desk(model: Model, url: str) -> IntentBot:
    """Return the bot with a webhook for its hand-over, and somebody always there."""
    rules = HandOverRules(webhook=Webhook(url, timeout_s=0.5, retries=0))
    profile = replace(model.intents.bot, handover=rules)
    return IntentBot(replace(model, intents=replace(model.intents, bot=profile)))


def test_a_hand_over_reaches_the_desk(shop: Shop, shop_model: Model) -> None:
    """The desk's webhook gets the reason, the slots and what was said."""
    bot = with_desk(shop_model, shop.url)
    bot.reply("hello", session="ana")
    reply = bot.reply("get me a human", session="ana")
    assert reply.handover is not None
    assert reply.handover.is_delivered
    (told,) = shop.told
    assert (told["reason"], told["session"], told["is_open"]) == ("wants a person", "ana", True)
    assert [line["text"] for line in told["transcript"] if line["speaker"] == "user"] == ["hello", "get me a human"]


@pytest.mark.parametrize("body", [b"ok", b"<html>", b"\xff", b"[" * 100_000])
def test_a_desk_may_answer_what_it_likes(shop: Shop, shop_model: Model, body: bytes) -> None:
    """A status of 200 is enough: the hand-over is taken."""
    shop.answers = [(200, body, 0)]
    handover = with_desk(shop_model, shop.url).reply("get me a human").handover
    assert handover is not None
    assert handover.is_delivered


def test_a_hand_over_that_nobody_takes_promises_nothing(shop: Shop, shop_model: Model) -> None:
    """Where the desk is away, the customer is not told that somebody comes."""
    shop.answers = [(503, b"", 0)]
    reply = with_desk(shop_model, shop.url).reply("get me a human")
    assert reply.handover is not None
    assert not reply.handover.is_delivered
    assert "A colleague comes" not in reply.text


def test_nothing_outside_is_asked_offline(shop: Shop, shop_model: Model) -> None:
    """A bot that is offline, as for explanations, tells no webhook anything."""
    assert with_desk(shop_model, shop.url).offline().reply("get me a human").handover is not None
    assert not shop.told
