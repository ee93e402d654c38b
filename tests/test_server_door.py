"""What stands between the world and the routes: sizes, times, sites, rates, ids and headers."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from intentbot.errors import SettingsError
from intentbot.server import protocol
from intentbot.server.callbacks import read_callback_url
from intentbot.server.metrics import Metrics
from intentbot.server.middleware.origins import read_origin
from intentbot.server.middleware.rates import RateLimit, Rates, client_key
from tests.serving import calling

ROUTES = (
    "/api/v1/reply",
    "/api/v1/classify",
    "/api/v1/feedback",
    "/webhooks/rest/webhook",
    "/model/parse",
    "/v1/models/tiny:predict",
    "/v2/models/tiny/infer",
)
"""Where bodies are read."""


@pytest.fixture(scope="module")
def site(model_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Give a client of a server of the tiny bot, which pages of one site may talk to."""
    with calling(model_folder, tmp_path_factory.mktemp("data"), origins=("https://shop.example",)) as client:
        yield client


def raw(site: httpx.Client, *pieces: bytes, pause_s: float = 0.0) -> bytes:
    """Return all that the server says to bytes that are sent piece by piece, until it closes the connection."""
    url = site.base_url
    with socket.create_connection((url.host, url.port or 80), timeout=10) as connection:
        for piece in pieces:
            try:
                connection.sendall(piece)
            except OSError:
                break
            time.sleep(pause_s)
        said = b""
        try:
            while more := connection.recv(65_536):
                said += more
        except OSError:
            pass
        return said


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b'{"text": "\xc3"}',
        b"[" * 50_000,
        b'{"a":' * 10_000,
        b'{"text": "\\ud800"}',
        b"NaN",
        b'{"text": NaN, "message": NaN, "instances": [NaN]}',
        b'{"text": 1e999, "message": 1e999}',
        b'{"sender": ' + b"9" * 20_000 + b', "message": "a"}',
        b'{"text": null, "message": []}',
        b'"text"',
        b"\x00",
    ],
)
def test_what_is_no_request_is_refused(site: httpx.Client, route: str, body: bytes) -> None:
    """Broken, deep and half-character JSON, and wrong types, get an error of the client; nothing fails inside."""
    answer = site.post(route, content=body, headers={"Content-Type": "application/json"})
    assert 400 <= answer.status_code < 500, answer.text
    json.loads(answer.text)


NASTY = (
    "'; DROP TABLE intentbot_turns; --",
    "<script>alert(1)</script>",
    "{{7*7}} ${7*7} %s %n {0} {order_number}",
    "\u202e\u0000\u0001\ufffe\U0001f600",
    "../../etc/passwd",
    "a" * 50_000,
)


@pytest.mark.parametrize("nasty", NASTY)
def test_nasty_texts_are_texts(site: httpx.Client, nasty: str) -> None:
    """SQL, markup, templates and control characters are answered like any text, in every field."""
    assert site.post("/api/v1/reply", json={"text": nasty}).status_code == 200
    assert site.post("/webhooks/rest/webhook", json={"sender": nasty[:900], "message": nasty}).status_code == 200
    assert site.post("/model/parse", json={"text": nasty, "message_id": nasty[:90]}).status_code == 200
    assert site.post("/api/v1/classify", json={"texts": [nasty]}).json()["predictions"][0]["text"] == nasty
    for field in ("conversation", "language", "channel"):
        status = site.post("/api/v1/reply", json={"text": "hello", field: nasty}).status_code
        assert status in (200, 422)


def test_a_long_body_is_refused_unread(site: httpx.Client) -> None:
    """100 MB are refused at their announcement, and the connection is closed."""
    head = b"POST /api/v1/reply HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\n"
    said = raw(site, head)
    assert said.startswith(b"HTTP/1.1 413") and b"connection: close" in said.lower()


def test_a_long_body_in_chunks_is_refused(site: httpx.Client) -> None:
    """A body that does not announce its length is refused as soon as too much of it came."""
    n_sent = 0

    def chunks() -> Iterator[bytes]:
        nonlocal n_sent
        for _ in range(1_600):
            n_sent += 1
            yield b"x" * 65_536

    # The server may stop listening before the client stops talking.
    with suppress(httpx.TransportError):
        assert site.post("/api/v1/reply", content=chunks()).status_code == 413
    assert n_sent < 800


@pytest.mark.parametrize("length", [b"-1", b"1e3", b"99999999999999999999", b"5, 6"])
def test_a_strange_length_is_refused(site: httpx.Client, length: bytes) -> None:
    """A length that is none is an error of the client."""
    said = raw(site, b"POST /api/v1/reply HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + b"\r\n\r\n{}")
    assert said.startswith(b"HTTP/1.1 4")


@pytest.mark.parametrize(
    "beginning",
    [
        b"",
        b"POST /api/v1/reply HT",
        b"POST /api/v1/reply HTTP/1.1\r\nHost: x\r\nX-A: ",
        b"POST /api/v1/reply HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{",
        b"POST /api/v1/reply HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{",
        b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n\r\n",
    ],
)
def test_who_talks_slowly_is_hung_up_on(site: httpx.Client, monkeypatch: pytest.MonkeyPatch, beginning: bytes) -> None:
    """A request that does not come whole in time ends the connection, however often a byte of it comes."""
    monkeypatch.setattr(protocol, "REQUEST_S", 0.3)
    said = raw(site, beginning, *[b"a"] * 8, pause_s=0.1)
    assert b"408" in said or b"400" in said or said == b""


def test_headers_behind_a_body_come_to_an_end(site: httpx.Client) -> None:
    """Trailers without end are not collected either: the connection is closed long before 50 MB have come."""
    head = b"POST /api/v1/reply HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n"
    with socket.create_connection((site.base_url.host, site.base_url.port or 80), timeout=10) as connection:
        connection.sendall(head)
        with pytest.raises(OSError, match=r"reset|pipe"):
            for _ in range(50):
                connection.sendall((b"X-A: " + b"a" * 8_000 + b"\r\n") * 125)


def test_a_long_head_is_refused(site: httpx.Client) -> None:
    """Headers without end are not collected."""
    said = raw(site, b"GET / HTTP/1.1\r\n", *[b"X-A: " + b"a" * 8_000 + b"\r\n"] * 40, pause_s=0.001)
    assert b"431" in said or said == b""


def test_requests_one_behind_another_are_answered(site: httpx.Client) -> None:
    """Two requests in one piece and a body that comes in two get their answers."""
    request = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    last = b"POST /api/v1/classify HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 16\r\n\r\n"
    said = raw(site, request + request, last + b'{"text":', b' "hello"', b"}" * 0, pause_s=0.05)
    assert said.count(b"HTTP/1.1 200") == 2 and said.count(b"HTTP/1.1") == 3


def test_a_listed_site_may_talk(site: httpx.Client) -> None:
    """Its preflight is granted, and its pages may read the answers."""
    headers = {"Origin": "https://shop.example", "Access-Control-Request-Method": "POST"}
    asked = {**headers, "Access-Control-Request-Headers": "content-type"}
    preflight = site.options("/api/v1/reply", headers=asked)
    assert preflight.status_code == 204
    assert preflight.headers["access-control-allow-origin"] == "https://shop.example"
    assert preflight.headers["access-control-allow-headers"] == "content-type"
    answer = site.post("/api/v1/reply", json={"text": "hello"}, headers={"Origin": "https://shop.example"})
    assert answer.headers["access-control-allow-origin"] == "https://shop.example"
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("origin", ["https://evil.example", "https://shop.example.evil.example", "null", "http://["])
def test_another_site_may_not_talk(site: httpx.Client, origin: str) -> None:
    """What it sends is refused with a hint; what it only reads it may not see."""
    for answer in (
        site.post("/api/v1/reply", json={"text": "hello"}, headers={"Origin": origin}),
        site.options("/api/v1/reply", headers={"Origin": origin, "Access-Control-Request-Method": "POST"}),
    ):
        assert answer.status_code == 403 and "--cors" in answer.json()["fix"]
        assert "access-control-allow-origin" not in answer.headers
    read = site.get("/version", headers={"Origin": origin})
    assert read.status_code == 200 and "access-control-allow-origin" not in read.headers


def test_our_own_pages_may_talk(site: httpx.Client) -> None:
    """A page of the server itself needs no list, also behind a proxy that calls it otherwise."""
    own = {"Origin": f"http://{site.base_url.host}:{site.base_url.port}"}
    behind = {"Origin": "https://bot.example", "X-Forwarded-Host": "bot.example"}
    for headers in (own, behind, {"Origin": "https://bot.example", "Sec-Fetch-Site": "same-origin"}):
        assert site.post("/api/v1/reply", json={"text": "hello"}, headers=headers).status_code == 200


def test_sites_are_read_as_browsers_name_them() -> None:
    """Letters, usual ports and a last slash make no difference; what is no site is said."""
    assert read_origin("https://Shop.Example:443/") == "https://shop.example"
    assert read_origin("http://localhost:3000") == "http://localhost:3000" and read_origin("*") == "*"
    for wrong in ("shop.example", "https://shop.example/chat", "ftp://a", "https://", "http://[", "http://a:x"):
        with pytest.raises(SettingsError):
            read_origin(wrong)


def test_a_sane_request_id_is_kept(site: httpx.Client) -> None:
    """An id that a proxy gave comes back; one that could break a log line is replaced; every error has it."""
    assert site.get("/healthz", headers={"X-Request-Id": "abc-1"}).headers["x-request-id"] == "abc-1"
    for wrong in ("a b", "x" * 65, "a=b", ""):
        assert len(site.get("/healthz", headers={"X-Request-Id": wrong}).headers["x-request-id"]) == 32
    answer = site.post("/api/v1/reply", content=b"{", headers={"X-Request-Id": "abc-2"})
    assert answer.json()["request_id"] == "abc-2"


@pytest.mark.parametrize("path", ["/healthz", "/nowhere", "/api/v1/reply", "/openapi.json"])
def test_every_answer_has_security_headers(site: httpx.Client, path: str) -> None:
    """No answer is guessed to be something else, shown in a frame, kept, or signed with the server's name."""
    headers = site.get(path).headers
    assert headers["x-content-type-options"] == "nosniff" and headers["x-frame-options"] == "DENY"
    assert headers["content-security-policy"] and headers["cache-control"] and "server" not in headers


def test_unknown_paths_and_methods(site: httpx.Client) -> None:
    """They are a 404 and a 405, in the shape of errors."""
    assert site.get("/nowhere").status_code == 404 and site.get("/nowhere").json()["error"]
    assert site.get("/api/v1/reply").status_code == 405
    assert site.get("/webhooks/nowhere").json()["status"] == "failure"
    assert site.get("/docs").status_code == 404


async def _answer(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def test_a_client_has_so_many_requests() -> None:
    """A bucket empties and fills with time, each client has its own, and the machine itself has no limit."""
    import asyncio

    now = 0.0
    rates = Rates(_answer, RateLimit.read("2/s"), Metrics(), clock=lambda: now)

    def call(client: str, path: str = "/api/v1/reply") -> int:
        sent: list[dict[str, Any]] = []

        async def send(message: Any) -> None:
            sent.append(message)

        scope = {"type": "http", "client": (client, 1), "path": path, "method": "POST", "headers": []}
        asyncio.run(rates(scope, send, send))  # type: ignore[arg-type]
        return int(sent[0]["status"])

    assert [call("10.0.0.1") for _ in range(4)] == [200, 200, 429, 429]
    assert call("10.0.0.2") == 200 and call("10.0.0.1", "/healthz") == 200
    assert [call("127.0.0.1") for _ in range(4)] == [200] * 4
    now = 0.6
    assert [call("10.0.0.1") for _ in range(2)] == [200, 429]


def test_clients_are_told_apart() -> None:
    """IPv6 counts by network, IPv4 in IPv6 as IPv4, this machine not at all."""
    assert client_key("2001:db8::1") == client_key("2001:db8::2") != client_key("2001:db8:0:1::1")
    assert client_key("::ffff:10.0.0.1") == client_key("10.0.0.1")
    assert client_key("::1") == client_key("127.0.0.1") == client_key("::ffff:127.0.0.1") == ""


def test_a_limited_client_behind_a_proxy_is_told_when(model_folder: Path, tmp_path: Path) -> None:
    """The client that the proxy on this machine names is the one that is limited, and hears when to try again."""
    with calling(model_folder, tmp_path, rate_limit="2/h") as site:
        headers = {"X-Forwarded-For": "10.9.8.7"}
        answers = [site.post("/api/v1/reply", json={"text": "hello"}, headers=headers) for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429] and int(answers[2].headers["retry-after"]) > 60


@pytest.mark.parametrize("text", ["x", "0/s", "-1/m", "1/d", "1.5/s", "1"])
def test_rate_limits_are_checked(text: str) -> None:
    """What is no rate limit is said with examples."""
    with pytest.raises(SettingsError, match="600/m"):
        RateLimit.read(text)


@pytest.mark.parametrize("text", ["file:///etc/passwd", "gopher://a", "x", "http://", "http://a\n.b", "http://["])
def test_callback_urls_are_checked(text: str) -> None:
    """Only addresses of the web are called."""
    with pytest.raises(SettingsError):
        read_callback_url(text)
