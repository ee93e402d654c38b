"""The examples run, for real and quickly; the bilingual one in `test_bilingual`."""

from __future__ import annotations

import asyncio
import csv
import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import httpx
import pytest

EXAMPLES = Path(__file__).parents[1] / "examples"
QUICK = {"epochs": "10", "filters": "64", "embedding_size": "32"}

BANKING = {
    "card_arrival": [
        "where is my card",
        "my card has not arrived",
        "when will the card come",
        "still no card in the post",
    ],
    "lost_card": ["I lost my card", "my card was stolen", "someone took my card", "I cannot find my card, block it"],
    "exchange_rate": [
        "what is the exchange rate",
        "how many dollars for a pound",
        "rate for euros",
        "is the rate good",
    ],
}


def run(script: str, *arguments: str | Path, cwd: Path) -> str:
    """Return what a script of the examples prints."""
    command = [sys.executable, str(EXAMPLES / script), *map(str, arguments)]
    done = subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def load(script: str) -> ModuleType:
    """Return an example as a module."""
    spec = importlib.util.spec_from_file_location("example", EXAMPLES / script)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_library_script_answers_and_explains(model_folder: Path, tmp_path: Path) -> None:
    """The script loads a model where there is one, answers each message and says why."""
    said = run("use_the_library.py", "--model", model_folder, "hello", "qqq zzz", cwd=tmp_path)
    assert said.count("> ") == 2
    assert "decided by" in said and "confidence" in said


async def post(app: ModuleType, *questions: dict[str, str]) -> list[httpx.Response]:
    """Return what the app answers to each question."""
    transport = httpx.ASGITransport(app=app.app)
    async with app.lifespan(app.app), httpx.AsyncClient(transport=transport, base_url="http://chat") as client:
        return [await client.post("/chat", json=question) for question in questions]


def test_the_app_chats(model_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``POST /chat`` answers with the bot's text, its buttons and why; a request without a session is refused."""
    monkeypatch.setenv("MODEL", str(model_folder))
    asked = {"text": "zzz qqq", "session": "ana"}, {"text": "hello", "session": "ana"}, {"text": "hello"}
    strange, hello, refused = asyncio.run(post(load("fastapi_app/app.py"), *asked))
    assert strange.json()["decided_by"] == "fallback"
    assert strange.json()["buttons"][0] == {"title": "A person", "message": "get me a human"}
    assert hello.json()["intent"] == "greet"
    assert hello.json()["text"]
    assert refused.status_code == 422


def test_banking77_goes_from_csv_to_a_page(tmp_path: Path) -> None:
    """Two CSV files, with the set's own column names, become a report as a page, Markdown, JSON and CSV."""
    for name in ("train", "test"):
        with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            rows = [(text, label) for label, texts in BANKING.items() for text in texts]
            csv.writer(file).writerows([("text", "category"), *rows])
    settings = [f"--set={name}={value}" for name, value in QUICK.items()]
    said = run(
        "banking77/report.py", "--train", "train.csv", "--test", "test.csv", "-o", "out", *settings, cwd=tmp_path
    )
    assert "Accuracy" in said
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "errors.csv",
        "report.html",
        "report.json",
        "report.md",
    ]
    assert "lost_card" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
