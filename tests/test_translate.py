"""Variants by translation there and back, against a local server that speaks LibreTranslate's interface."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from intentbot.errors import SettingsError, TranslationError
from intentbot.intents import Example, Intent, IntentSet
from intentbot.progress import Silence
from intentbot.settings import TrainingSettings
from intentbot.training.augment import Variant, augment
from intentbot.training.sentences import sentences_of
from intentbot.training.translate import API_KEY, BATCH, LibreTranslate, RememberingTranslator

LANGUAGES = ("en", "de", "fr")


class Server(ThreadingHTTPServer):
    """Translates by writing the words backwards, and the language before them when they go abroad.

    `failures` are statuses it answers first; `wants_key` is the key it asks for; `answer` is what it says instead.
    """

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.questions: list[dict[str, object]] = []
        self.failures: list[int] = []
        self.wants_key = ""
        self.answer: bytes | None = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    """Answers as the server of LibreTranslate does."""

    server: Server

    def do_POST(self) -> None:
        """Translate."""
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path != "/translate":
            return self._answer(404, {"error": "Not Found"})
        if self.server.failures:
            return self._answer(self.server.failures.pop(), {"error": "Slowdown: 80 per 1 minute"})
        if self.server.wants_key and asked.get("api_key") != self.server.wants_key:
            return self._answer(403, {"error": "Invalid API key"})
        for code in (asked["source"], asked["target"]):
            if code not in LANGUAGES:
                return self._answer(400, {"error": f"{code} is not supported"})
        if len(asked["q"]) > BATCH:
            return self._answer(400, {"error": f"Invalid request: request ({len(asked['q'])}) exceeds text limit"})
        self.server.questions.append(asked)
        return self._answer(200, {"translatedText": [self._translate(text, asked["target"]) for text in asked["q"]]})

    def _translate(self, text: str, target: str) -> str:
        words = " ".join(reversed(text.split()))
        return words if target == "en" else f"{words} {target}"

    def _answer(self, status: int, content: object) -> None:
        body = self.server.answer if self.server.answer is not None else json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    """Return a server that runs."""
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a cache folder of the test's own."""
    monkeypatch.setenv("INTENTBOT_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv(API_KEY, raising=False)
    return tmp_path / "cache"


def variants_of(server: Server, **written: str) -> tuple[Variant, ...]:
    """Return the variants of two small intents, made by translation."""
    examples = (("track", "where is my order"), ("refund", "send me my money back"))
    intents = IntentSet(tuple(Intent(name, language="en-GB", examples=(Example(text),)) for name, text in examples))
    settings = TrainingSettings.read(
        {"augment": "2", "augment_with": "translation", "translate_url": server.url, **written}
    )
    return augment(sentences_of(intents, settings), intents, settings=settings, progress=Silence())


def test_a_sentence_comes_back_another_way(server: Server) -> None:
    """Each sentence is translated through a language and back, and learned as it returns."""
    variants = variants_of(server, translate_through="de")
    assert [variant.sentence.text for variant in variants] == ["de where is my order", "de send me my money back"]
    assert {(one["source"], one["target"], one["format"]) for one in server.questions} == {
        ("en", "de", "text"), ("de", "en", "text")
    }  # fmt: skip


def test_languages_are_chosen_by_chance(server: Server) -> None:
    """Where more languages are named than variants are wanted, the seed chooses; the same one, the same way."""
    first = variants_of(server, translate_through="de,fr", augment="1")
    assert first == variants_of(server, translate_through="de,fr", augment="1")
    others = [variants_of(server, translate_through="de,fr", augment="1", seed=str(seed)) for seed in range(1, 6)]
    assert any(other != first for other in others)
    assert len(variants_of(server, translate_through="de,fr,en")) == 4


def test_nothing_is_asked_twice(server: Server, cache: Path) -> None:
    """A repeated training finds the answers in a file that only its owner may read, a damaged line notwithstanding."""
    first = variants_of(server, translate_through="de")
    n_asked = len(server.questions)
    (file,) = (cache / "translations").iterdir()
    assert file.stat().st_mode & 0o077 == 0
    with file.open("a", encoding="utf-8") as opened:
        opened.write('["en", "de", "cut sho')
    assert variants_of(server, translate_through="de") == first
    assert len(server.questions) == n_asked


def test_many_sentences_are_asked_in_batches(server: Server) -> None:
    """No request has more texts than small servers take; the answers keep their order."""
    texts = [f"sentence number {number}" for number in range(2 * BATCH + 1)]
    translated = LibreTranslate(server.url).translate(texts, "en", "de")
    assert [len(list(one["q"])) for one in server.questions] == [BATCH, BATCH, 1]  # type: ignore[call-overload]
    assert translated[-1] == f"{2 * BATCH} number sentence de"


def test_a_busy_server_is_asked_again(server: Server) -> None:
    """Too many requests, or a server that stumbles, is no reason to give up at once."""
    server.failures = [429, 503]
    assert LibreTranslate(server.url, pause_s=0).translate(["hello"], "en", "de") == ["hello de"]
    server.failures = [429] * 3
    with pytest.raises(TranslationError, match=r"refused \(429\): Slowdown: 80 per 1 minute.\n.*is remembered"):
        LibreTranslate(server.url, pause_s=0).translate(["hello"], "en", "de")


def test_a_server_that_is_away_is_named() -> None:
    """Where nothing answers, the error says where it was asked and what to check."""
    with Server() as gone:
        url = gone.url
    with pytest.raises(TranslationError, match=rf"{url} cannot be reached: .*\n.*translate_url"):
        LibreTranslate(url, pause_s=0).translate(["hello"], "en", "de")


def test_a_wrong_key_is_told(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """The key comes from the environment, and a refusal names the variable."""
    server.wants_key = "open sesame"
    with pytest.raises(TranslationError, match=rf"403.*Invalid API key.\n.*{API_KEY}"):
        variants_of(server, translate_through="de")
    monkeypatch.setenv(API_KEY, "open sesame")
    assert len(variants_of(server, translate_through="de")) == 2


def test_an_unknown_language_is_told(server: Server) -> None:
    """A language that the server does not have is named, with the setting to change."""
    with pytest.raises(TranslationError, match=r"tlh is not supported.\n.*translate_through"):
        variants_of(server, translate_through="tlh")


@pytest.mark.parametrize("answer", [b"<html>", b"[]", b'{"translatedText": "one"}', b'{"translatedText": [1]}', b""])
def test_another_kind_of_server_is_told(server: Server, answer: bytes) -> None:
    """A server that answers something else is no translation server."""
    server.answer = answer
    with pytest.raises(TranslationError, match=r"did not answer.*\n.*translate_url"):
        LibreTranslate(server.url, pause_s=0).translate(["hello"], "en", "de")


def test_a_cache_that_cannot_be_written_is_done_without(server: Server, tmp_path: Path) -> None:
    """Translating goes on where its answers cannot be kept."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    translator = RememberingTranslator(LibreTranslate(server.url), tmp_path / "file" / "answers.jsonl")
    assert translator.translate(["hello", "hello"], "en", "de") == ["hello de", "hello de"]


@pytest.mark.parametrize(
    ("written", "said"), [({"translate_through": ""}, "no language"), ({"translate_url": "de"}, "no server")]
)
def test_a_missing_setting_is_named(server: Server, written: dict[str, str], said: str) -> None:
    """Translation needs a server and a language, and says which of them is missing."""
    with pytest.raises(SettingsError, match=said):
        variants_of(server, **{"translate_through": "de", **written})
