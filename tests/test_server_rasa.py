"""Rasa's routes, as its clients call them."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import httpx
import pytest

from intentbot.answers import Button, Link
from intentbot.bot import IntentBot
from intentbot.predictions import Message, Reply
from intentbot.server.api.rasa_shapes import bot_messages
from tests.serving import calling
from tests.web_site import web_site


@pytest.fixture(scope="module")
def site(model_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Give a client of a server of the tiny bot."""
    with calling(model_folder, tmp_path_factory.mktemp("data")) as client:
        yield client


def say(site: httpx.Client, **body: object) -> list[dict[str, object]]:
    """Return the messages that a message gets."""
    answer = site.post("/webhooks/rest/webhook", json=body)
    assert answer.status_code == 200, answer.text
    messages: list[dict[str, object]] = answer.json()
    return messages


def reply_of(*messages: Message) -> Reply:
    """Return a reply with these messages."""
    return Reply(messages, "greet", 1.0, (), "exact")


def test_a_message_gets_a_list(site: httpx.Client) -> None:
    """The answer is a list of messages to the sender, without keys that have no value."""
    assert say(site, sender="ana", message=" opening hours ") == [{"recipient_id": "ana", "text": "From nine to six."}]


def test_the_sender_may_be_missing_or_a_number(site: httpx.Client) -> None:
    """A missing sender is "default", and a number is its digits."""
    assert say(site, message="opening hours")[0]["recipient_id"] == "default"
    assert say(site, sender=None, message="opening hours")[0]["recipient_id"] == "default"
    assert say(site, sender=7, message="opening hours", metadata={"a": [1]})[0]["recipient_id"] == "7"


def test_buttons_are_pressed_by_their_payload(site: httpx.Client) -> None:
    """Buttons have a title and a payload; the payload presses one for the sender who was offered it."""
    (message,) = say(site, sender="bob", message="tell me a joke")
    assert message["buttons"] == [
        {"title": "A person", "payload": "get me a human"},
        {"title": "Hours", "payload": "when are you open"},
    ]
    assert say(site, sender="bob", message="when are you open")[0]["text"] == "From nine to six."


def test_a_restart_forgets_what_was_said(site: httpx.Client) -> None:
    """After /restart, which gets no answer, a conversation begins anew; others go on."""
    for sender in ("cleo", "dora"):
        assert say(site, sender=sender, message="tell me a joke")[0]["buttons"]
    assert say(site, sender="cleo", message=" /restart ") == []
    # A number chooses one of the buttons that were just offered.
    assert say(site, sender="cleo", message="2")[0]["text"] == "Sorry?"
    assert say(site, sender="dora", message="2")[0]["text"] == "From nine to six."


def test_texts_are_split_and_images_stand_alone() -> None:
    """A blank line splits a text, not one with buttons; links stand under it; custom and image are messages."""
    reply = reply_of(
        Message("One.\n\nTwo.", links=(Link("More", "https://shop.example"),)),
        Message("Pick.\n\nOne.", buttons=(Button("Yes", "/affirm"),), image="https://a/b.png", custom={"x": 1}),
    )
    assert list(bot_messages(reply, "ana")) == [
        {"recipient_id": "ana", "text": "One."},
        {"recipient_id": "ana", "text": "Two.\nMore: https://shop.example"},
        {"recipient_id": "ana", "text": "Pick.\n\nOne.", "buttons": [{"title": "Yes", "payload": "/affirm"}]},
        {"recipient_id": "ana", "custom": {"x": 1}},
        {"recipient_id": "ana", "image": "https://a/b.png"},
    ]


def test_messages_come_line_by_line(site: httpx.Client) -> None:
    """With stream=true each message is a line of JSON, sent as an event stream without its framing."""
    answer = site.post("/webhooks/rest/webhook?stream=true", json={"sender": "a", "message": "opening hours"})
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.text == '{"recipient_id": "a", "text": "From nine to six."}\n'


def test_a_rasa_sender_cannot_reach_a_native_conversation(site: httpx.Client) -> None:
    """A sender named as a native conversation talks in another conversation."""
    native = site.post("/api/v1/reply", json={"text": "tell me a joke"}).json()["conversation"]
    say(site, sender=native, message="hello")
    chosen = site.post("/api/v1/reply", json={"text": "2", "conversation": native}).json()
    assert chosen["intent"] == "opening_hours"


def test_a_failure_is_an_empty_list(site: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the bot fails, Rasa's clients get 200, what was collected and the id of the failure; ours get 500."""

    async def fail(*_: object, **__: object) -> Reply:
        raise ZeroDivisionError("the customer's words")

    monkeypatch.setattr(IntentBot, "areply", fail)
    answer = site.post("/webhooks/rest/webhook", json={"message": "hello"})
    assert (answer.status_code, answer.json()) == (200, []) and len(answer.headers["x-intentbot-error-id"]) == 32
    native = site.post("/api/v1/reply", json={"text": "hello"})
    assert native.status_code == 500 and native.json()["error_id"] == native.headers["x-intentbot-error-id"]
    assert "words" not in native.text


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"message": {}}', b'{"message": true}', b'{"sender": [1]}'])
def test_errors_have_rasas_shape(site: httpx.Client, body: bytes) -> None:
    """What cannot be read gets 400 in the shape of Rasa's errors."""
    answer = site.post("/webhooks/rest/webhook", content=body)
    assert answer.status_code == 400
    assert answer.json()["status"] == "failure" and answer.json()["code"] == 400 and answer.json()["message"]


def test_health_of_the_channels(site: httpx.Client) -> None:
    """Both channels say that they are there."""
    assert site.get("/webhooks/rest/").json() == {"status": "ok"}
    assert site.get("/webhooks/callback/").json() == {"status": "ok"}


def test_a_text_is_parsed(site: httpx.Client) -> None:
    """Intent, ranking and entities come in Rasa's shape, and the message id is given back."""
    record = site.post("/model/parse", json={"text": "where is order 84512", "message_id": "m1"}).json()
    assert record["intent"] == record["intent_ranking"][0] and record["intent"]["name"] == "track_order"
    assert record["message_id"] == "m1" and record["text"] == "where is order 84512"
    (entity,) = record["entities"]
    assert (entity["entity"], entity["value"], entity["start"], entity["end"]) == ("order_number", "84512", 15, 20)


def test_what_is_not_understood_is_nlu_fallback(site: httpx.Client) -> None:
    """Where the bot would not answer, nlu_fallback is the intent and stands first in the ranking."""
    record = site.post("/model/parse", json={"text": "tell me a joke"}).json()
    assert record["intent"]["name"] == "nlu_fallback" == record["intent_ranking"][0]["name"]
    assert 0 <= record["intent"]["confidence"] <= 1 and len(record["intent_ranking"]) > 1


def test_many_texts_are_parsed_at_once(site: httpx.Client) -> None:
    """A list of texts gets a list of records; an empty text is one too."""
    records = site.post("/model/parse", json={"text": ["refund please", "", *["hello"] * 8]}).json()
    assert [record["intent"]["name"] for record in records[:1]] == ["return_item"] and len(records) == 10


def test_more_texts_than_are_parsed_at_once_are_refused(site: httpx.Client) -> None:
    """As many texts as fit into a body are not parsed with one request, but as many as the description says."""
    assert site.post("/model/parse", json={"text": ["a"] * 1_001}).status_code == 400
    assert len(site.post("/model/parse", json={"text": [""] * 1_000}).json()) == 1_000


def test_version_and_status(site: httpx.Client) -> None:
    """The version and the model are told in Rasa's shapes."""
    assert set(site.get("/version").json()) == {"version", "minimum_compatible_version"}
    status = site.get("/status").json()
    assert status["model_file"] == "tiny" and status["num_active_training_jobs"] == 0 and status["fingerprint"]


def test_the_status_is_told_where_a_record_is_damaged(model_folder: Path, tmp_path: Path) -> None:
    """What is known is told, and which file to mend."""
    damaged = tmp_path / "jobs" / "1.json"
    damaged.parent.mkdir()
    damaged.write_text("{", encoding="utf-8")
    with calling(model_folder, tmp_path) as site:
        status = site.get("/status")
    assert status.status_code == 200 and status.json()["model_file"] == "tiny"
    assert str(damaged) in status.json()["problem"]


def test_the_callback_channel_posts_to_the_configured_url(model_folder: Path, tmp_path: Path) -> None:
    """The messages are posted one after another to the address of the settings, and the caller gets "success"."""
    posted: list[object] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            posted.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with web_site(Handler) as shop, calling(model_folder, tmp_path, callback_url=f"{shop}/bot") as site:
        body = {"sender": "ana", "message": "opening hours", "callback_url": "http://127.0.0.1:1/"}
        assert site.post("/webhooks/callback/webhook", json=body).text == "success"
    assert posted == [{"recipient_id": "ana", "text": "From nine to six."}]


def test_a_slow_callback_address_holds_up_nobody_else(model_folder: Path, tmp_path: Path) -> None:
    """While the address takes no message, others are answered and the server is ready."""
    goes_on = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            goes_on.wait(20)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with (
        web_site(Handler) as shop,
        ThreadPoolExecutor(40) as callers,
        calling(model_folder, tmp_path, callback_url=f"{shop}/bot") as site,
    ):
        body = {"message": "opening hours"}
        sent = [callers.submit(site.post, "/webhooks/callback/webhook", json=body, timeout=60) for _ in range(40)]
        assert site.get("/readyz", timeout=4).status_code == 200
        assert site.post("/model/parse", json={"text": ["hello"] * 20}, timeout=4).status_code == 200
        assert not any(one.done() for one in sent)
        goes_on.set()
        assert all(one.result().text == "success" for one in sent)


def test_the_callback_channel_is_off_without_a_url(site: httpx.Client) -> None:
    """Without --callback-url it is a 404 that says how to turn it on."""
    answer = site.post("/webhooks/callback/webhook", json={"message": "hello"})
    assert answer.status_code == 404 and "--callback-url" in answer.json()["message"]
