"""``intentbot serve`` as a process: it starts, answers, and ends as it is told."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import httpx
import pytest

from intentbot.cli.main import main
from intentbot.server.settings import ServerSettings
from intentbot.server.worker import listen
from intentbot.store.log_database import LogDatabase
from intentbot.store.turn_log import TurnLog
from tests.serving import command, waits_for


def kept_ids(data: Path) -> set[str]:
    """Return the ids of the turns in a server's database."""
    database = LogDatabase(ServerSettings(model=Path("tiny"), data=data).database)
    try:
        return {turn.id for turn in TurnLog(database).turns(limit=10_000)}
    finally:
        database.close()


def failing(*arguments: str) -> str:
    """Return what ``intentbot serve`` says where it cannot start."""
    done = subprocess.run(
        [sys.executable, "-m", "intentbot", "serve", *arguments], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 2 and "Traceback" not in done.stderr
    return done.stderr


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Return the same, without a process of its own."""
    try:
        status: object = main(["serve", *arguments])
    except SystemExit as end:
        status = end.code
    assert status == 2
    return capsys.readouterr().err


def test_it_says_where_everything_is(model_folder: Path, tmp_path: Path) -> None:
    """Chat page, review pages, API and sites are told, and Ctrl-C ends it without a traceback."""
    with command(str(model_folder), "--data", str(tmp_path), "--cors", "https://shop.example") as server:
        assert httpx.get(f"{server.url}/readyz").status_code == 200
        status, told = server.stop(signal.SIGINT)
    assert all(word in told for word in ("/chat", "/review/", "/api/v1/reply", "https://shop.example", str(tmp_path)))
    assert status == 130 and "Traceback" not in told and told.rstrip().endswith("Stopped.")


def test_it_ends_without_losing_a_request(model_folder: Path, tmp_path: Path) -> None:
    """Told to stop under load, it finishes what it began; every answer a client has is in the database."""
    answered: list[str] = []
    failures: list[str] = []

    def talk(url: str) -> None:
        with httpx.Client(base_url=url) as client:
            while True:
                try:
                    answer = client.post("/api/v1/reply", json={"text": "hello"})
                except (httpx.ConnectError, httpx.RemoteProtocolError, httpx.ReadError):
                    return
                answered.append(answer.json()["turn"]) if answer.status_code == 200 else failures.append(answer.text)
                if len(answered) == 40:
                    enough.set()

    enough = threading.Event()
    with command(str(model_folder), "--data", str(tmp_path)) as server:
        threads = [threading.Thread(target=talk, args=(server.url,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        assert enough.wait(30)
        status, told = server.stop(signal.SIGTERM)
        for thread in threads:
            thread.join()
    assert status in (0, -signal.SIGTERM) and "Traceback" not in told and not failures
    assert set(answered) <= kept_ids(tmp_path)
    assert not list((tmp_path / "spool").glob("*.jsonl"))


def test_several_workers_are_one_server(model_folder: Path, tmp_path: Path) -> None:
    """They share conversations, ids and metrics, and end together."""
    with command(str(model_folder), "--data", str(tmp_path), "--workers", "2") as server:
        offers = {"text": "tell me a joke"}
        # A new connection each time, which any of them may take.
        with httpx.Client(base_url=server.url, headers={"Connection": "close"}, timeout=30) as site:
            for _ in range(10):
                first = site.post("/api/v1/reply", json=offers).json()
                chosen = {"text": "2", "conversation": first["conversation"]}
                assert site.post("/api/v1/reply", json=chosen).json()["intent"] == "opening_hours"
            shared = Path("/dev/shm") if Path("/dev/shm").exists() else Path(tempfile.gettempdir())
            (folder,) = shared.glob(f"intentbot-{server.pid}-*")
            dead = folder / "gauge_livesum_999999999.db"
            shutil.copy(next(folder.glob("gauge_livesum_*.db")), dead)
            text = site.get("/metrics").text
        assert not dead.exists()
        counted = re.findall(r'intentbot_replies_total\{decided_by="\w+"\} (\S+)', text)
        assert sum(map(float, counted)) == 20
        status, told = server.stop(signal.SIGTERM)
    assert status in (0, -signal.SIGTERM) and "Traceback" not in told and not folder.exists()
    assert len(kept_ids(tmp_path)) == 20


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="whether a process has ended is read in /proc")
def test_a_worker_that_cannot_start_says_why(model_folder: Path, tmp_path: Path) -> None:
    """Where turns cannot be kept any more when a worker is replaced, that is said, without a traceback."""

    def workers(gauge: str) -> set[int]:
        """Return the ids of all that began (livesum) or answer (livemax): each counts in files of its own."""
        shared = Path("/dev/shm") if Path("/dev/shm").exists() else Path(tempfile.gettempdir())
        (folder,) = shared.glob(f"intentbot-{server.pid}-*")
        return {int(path.stem.rpartition("_")[2]) for path in folder.glob(f"gauge_{gauge}_*.db")}

    spool, away = tmp_path / "spool", tmp_path / "away"
    with command(str(model_folder), "--data", str(tmp_path), "--workers", "2") as server:
        assert waits_for(lambda: len(workers("livemax")) == 2)
        spool.rename(away)
        spool.write_text("no folder")
        first = workers("livesum")
        os.kill(min(first), signal.SIGKILL)
        assert waits_for(lambda: len(workers("livesum")) == 3)
        (third,) = workers("livesum") - first
        assert waits_for(lambda: has_ended(third))
        spool.unlink()
        away.rename(spool)
        # The watchman may wait half a minute for the dead one; the other one ends with it.
        _, told = server.stop(signal.SIGKILL)
    assert "a worker cannot start: Turns cannot be kept in" in told and "Traceback" not in told


def has_ended(pid: int) -> bool:
    """Return whether a process has ended, also where nobody has asked for its status yet."""
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z"


def test_localhost_is_where_every_client_looks() -> None:
    """A name with addresses of both kinds is listened on at its IPv4."""
    with listen("localhost", 0) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"


def test_a_port_in_use_is_said(model_folder: Path, tmp_path: Path) -> None:
    """The error names the port and the next one."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        told = failing(str(model_folder), "--data", str(tmp_path), "--port", str(port))
    assert f"127.0.0.1:{port}" in told and f"--port {port + 1}" in told


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--rate-limit", "many"), "600/m"),
        (("--cors", "shop.example"), "https://shop.example"),
        (("--callback-url", "file:///etc/passwd"), "https://chat.example"),
        (("--host", "no.such.host.invalid"), "--host 0.0.0.0"),
        (("--store", "mysql://a/b"), "postgresql://"),
        (("--retention", "long"), "90d"),
        (("--workers", "0"), "1 to 64"),
        (("--watch",), "--intents"),
        (("--actions", "missing.py"), "missing.py"),
    ],
)
@pytest.mark.usefixtures("logging_as_it_was")
def test_wrong_settings_are_said(
    model_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], told: str
) -> None:
    """Each is an error with how to mend it, before anything is served."""
    assert told in refused(capsys, str(model_folder), "--data", str(tmp_path), "--port", "0", *arguments)


@pytest.mark.usefixtures("logging_as_it_was")
def test_what_is_no_model_is_said(intents_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Intent files in its place get the command that trains them; what is not there is said."""
    assert f"intentbot train {intents_folder}" in failing(str(intents_folder))
    assert "missing" in refused(capsys, str(tmp_path / "missing"))
    assert not (tmp_path / "missing.data").exists()
