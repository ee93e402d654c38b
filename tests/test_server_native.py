"""Our own API over HTTP."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from intentbot.server.secret import read_secret
from tests.serving import calling


@pytest.fixture(scope="module")
def site(model_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Give a client of a server of the tiny bot."""
    with calling(model_folder, tmp_path_factory.mktemp("data")) as client:
        yield client


def ask(site: httpx.Client, text: str, conversation: str = "") -> dict[str, object]:
    """Return the reply to a message."""
    answer = site.post("/api/v1/reply", json={"text": text, "conversation": conversation})
    assert answer.status_code == 200, answer.text
    record: dict[str, object] = answer.json()
    return record


def test_a_message_is_answered(site: httpx.Client) -> None:
    """The reply has the text, the intent, how sure it is, a turn id and a conversation."""
    reply = ask(site, "where is my order")
    assert reply["intent"] == "track_order" and reply["decided_by"] == "exact" and reply["text"]
    assert len(str(reply["turn"])) == 32 and "." in str(reply["conversation"])


def test_a_conversation_goes_on(site: httpx.Client) -> None:
    """A button that was just offered is chosen by its number with the conversation's id, and not without it."""
    first = ask(site, "tell me a joke")
    assert ask(site, "2", str(first["conversation"]))["intent"] == "opening_hours"
    assert ask(site, "2")["intent"] is None


@pytest.mark.parametrize("made_up", ["ana", "ana.bob", "a" * 24 + "." + "b" * 22, "é.é", ".", "rest:ana"])
def test_a_conversation_cannot_be_made_up(site: httpx.Client, made_up: str) -> None:
    """A conversation that the server did not begin is refused with how to begin one."""
    answer = site.post("/api/v1/reply", json={"text": "hello", "conversation": made_up})
    assert answer.status_code == 422 and "Leave conversation out" in answer.json()["fix"]


def test_conversations_outlive_the_server(model_folder: Path, tmp_path: Path) -> None:
    """A server that is started again knows the conversations of the one before by its secret file."""
    with calling(model_folder, tmp_path) as site:
        conversation = str(ask(site, "hello")["conversation"])
    with calling(model_folder, tmp_path) as site:
        assert ask(site, "hello", conversation)["conversation"] == conversation
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600


def test_a_server_starts_after_one_that_was_killed_at_its_first_start(tmp_path: Path) -> None:
    """A draft of the secret that was left by a process of the same number, as in a container, is in nobody's way."""
    (tmp_path / f".secret.{os.getpid()}").write_bytes(b"half")
    assert read_secret(tmp_path) == read_secret(tmp_path)


def test_messages_come_line_by_line(site: httpx.Client) -> None:
    """With stream=true each message is a line, and the last line is the whole reply."""
    answer = site.post("/api/v1/reply?stream=true", json={"text": "tell me a joke"})
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert lines[0]["message"]["buttons"][0] == {"title": "A person", "message": "get me a human"}
    assert lines[-1]["reply"]["decided_by"] == "fallback"


def test_where_responses_stand_is_not_told(site: httpx.Client) -> None:
    """No path of the team's files is in a reply."""
    assert "yaml" not in json.dumps(ask(site, "hello"))


def test_a_slash_intent_is_no_command(site: httpx.Client) -> None:
    """An intent's name behind a slash does nothing unless a button just offered it."""
    assert ask(site, '/talk_to_person{"x": 1}')["decided_by"] not in ("button", "exact")


def test_texts_are_classified(site: httpx.Client) -> None:
    """One text or many get a prediction each, with as many ranked intents as wanted."""
    one = site.post("/api/v1/classify", json={"text": "refund please"}).json()["predictions"]
    many = site.post("/api/v1/classify", json={"texts": ["refund please"] * 40, "top": 2}).json()["predictions"]
    assert one[0]["intent"] == "return_item" and len(one[0]["ranking"]) == 5
    assert len(many) == 40 and len(many[0]["ranking"]) == 2 and many[0]["accepted"] is True


@pytest.mark.parametrize("body", [{}, {"text": "a", "texts": ["b"]}, {"texts": ["a"] * 1001}, {"text": "a", "top": 0}])
def test_classify_says_what_is_wrong(site: httpx.Client, body: dict[str, object]) -> None:
    """What cannot be classified is a 422."""
    assert site.post("/api/v1/classify", json=body).status_code == 422


def test_feedback_needs_a_turn_of_its_conversation(site: httpx.Client) -> None:
    """A thumb is taken for a turn of the conversation, and for no other."""
    first, other = ask(site, "hello"), ask(site, "hello")
    opinion = {"turn": first["turn"], "conversation": first["conversation"], "value": "down", "comment": "no"}
    assert site.post("/api/v1/feedback", json=opinion).status_code == 204
    for wrong in ({"conversation": other["conversation"]}, {"turn": "0" * 32}, {"turn": "x"}, {"conversation": "ana"}):
        assert site.post("/api/v1/feedback", json={**opinion, **wrong}).status_code == 404
    assert site.post("/api/v1/feedback", json={**opinion, "value": "sideways"}).status_code == 422


@pytest.mark.parametrize("channel", ["ana@example.com", "my order is late", "канал", "a\n", "a" * 65])
def test_a_channel_is_a_name(site: httpx.Client, channel: str) -> None:
    """A channel is kept as it stands and counted by, so that text of customers is refused there, with the field."""
    answer = site.post("/api/v1/reply", json={"text": "hello", "channel": channel})
    assert answer.status_code == 422 and answer.json()["details"][0]["field"] == "channel"
    told = site.post("/webhooks/rest/webhook", json={"message": "hello", "input_channel": channel})
    assert told.status_code == 400 and "input_channel" in told.text
    for name in ("", "web", "whatsapp-uk", "addons.my_channel", "line:1653912345"):
        assert site.post("/api/v1/reply", json={"text": "hello", "channel": name}).status_code == 200


def test_health_and_metrics(site: httpx.Client) -> None:
    """The server says that it lives and is ready, and counts requests by route and replies by what decided them."""
    ask(site, "hello")
    assert site.get("/healthz").json() == {"status": "alive"}
    assert site.get("/readyz").json()["status"] == "ready"
    assert site.get("/").text.startswith("Hello from intentbot: ")
    text = site.get("/metrics").text
    assert 'intentbot_http_requests_total{method="POST",route="/api/v1/reply",status="200"}' in text
    assert 'intentbot_replies_total{decided_by="exact"}' in text
    assert "intentbot_http_request_seconds_bucket" in text and "intentbot_model_info" in text
    assert "intentbot_turns_waiting" in text
