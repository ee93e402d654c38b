"""What the log says, and what it never says."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from intentbot.bot import IntentBot
from intentbot.errors import StoreError
from intentbot.server.access_log import AccessLog
from intentbot.server.logs import LogFormat, log, request_id, set_up_logs, told
from tests.serving import calling

pytestmark = pytest.mark.usefixtures("logging_as_it_was")


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_a_line_names_its_request(capsys: pytest.CaptureFixture[str], log_format: LogFormat) -> None:
    """Each line says when, how grave and what, and belongs to a request by its id."""
    set_up_logs(log_format)
    token = request_id.set("abc-1")
    log.warning("two\nlines", extra={"facts": {"path": "/a"}})
    request_id.reset(token)
    (line,) = capsys.readouterr().err.splitlines()
    if log_format == "json":
        record = json.loads(line)
        assert record["message"] == "two\nlines" and record["request_id"] == "abc-1" and record["path"] == "/a"
    else:
        assert line.endswith("warning two lines path=/a request_id=abc-1")


def test_a_failure_is_told_without_its_words() -> None:
    """The kind and the place of a failure are told; its words only where they are our own."""
    try:
        int("my card is 4111 1111 1111 1111")
    except ValueError as error:
        assert told(error).startswith("ValueError at ") and "4111" not in told(error)
        assert "test_server_logs.py" in told(error)
    assert told(StoreError("the disk is full.", "Make room.")) == "StoreError: the disk is full. Make room."


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_nothing_a_customer_writes_is_logged(
    model_folder: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    log_format: LogFormat,
) -> None:
    """Requests, refusals and failures leave a line each, with the id of the request, and no word of the message."""

    async def fail(_: object, text: str, **__: object) -> None:
        if text == "zebra fails":
            raise ValueError(text)

    set_up_logs(log_format)
    with calling(model_folder, tmp_path, log_format=log_format) as site:
        site.post("/webhooks/rest/webhook", json={"sender": "zebra", "message": "zebra"})
        site.post("/api/v1/reply", json={"text": "zebra", "zebra": 1})
        site.post("/api/v1/reply", content=b'{"text": zebra')
        site.post("/api/v1/reply?token=zebra", json={"text": "zebra"}, headers={"Authorization": "Bearer zebra"})
        site.get("/v1/models/zebra")
        monkeypatch.setattr(IntentBot, "areply", fail)
        answer = site.post("/api/v1/reply", json={"text": "zebra fails"}, headers={"X-Request-Id": "abc-7"})
    written = capsys.readouterr().err
    assert "zebra" not in written
    assert answer.json()["error_id"] in written and written.count("abc-7") == 2
    if log_format == "json":
        records = [json.loads(line) for line in written.splitlines()]
        assert [one["status"] for one in records if one["message"] == "request"] == [200, 422, 400, 200, 404, 500]


def test_a_foreign_site_is_hinted_at_once(
    model_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The log says once for each site how to let it in."""
    set_up_logs("text")
    with calling(model_folder, tmp_path, logs_requests=False) as site:
        for origin in ("https://a.example", "https://a.example", "https://b.example"):
            site.post("/api/v1/reply", json={"text": "hello"}, headers={"Origin": origin})
    written = capsys.readouterr().err
    assert written.count("--cors https://a.example") == written.count("--cors https://b.example") == 1


def test_lines_of_requests_are_written_together() -> None:
    """They wait for a moment, and none is lost when the server stops."""
    import asyncio

    written = io.StringIO()

    async def add() -> None:
        access_log = AccessLog("json", written)
        for number in range(700):
            access_log.add({"route": "/", "number": number})
        assert written.getvalue().count("\n") == 500
        access_log.flush()

    asyncio.run(add())
    assert [json.loads(line)["number"] for line in written.getvalue().splitlines()] == list(range(700))
