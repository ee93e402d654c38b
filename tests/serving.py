"""A real server for tests: uvicorn in a thread, on a free port of this machine."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI

from intentbot.accounts.tokens import Tokens
from intentbot.server.app import create_app
from intentbot.server.settings import ServerSettings
from intentbot.server.worker import config_of, listen
from intentbot.store.account_records import AccountRecords
from intentbot.store.log_database import LogDatabase


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """Yield the address at which an app answers, such as ``http://127.0.0.1:54321``."""
    with listen("127.0.0.1", 0) as listener:
        server = uvicorn.Server(config_of(app))

        def run() -> None:
            asyncio.run(server.serve(sockets=[listener]))

        thread = Thread(target=run)
        thread.start()
        try:
            # Connections wait in the queue of the listener until it answers.
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def calling(model: Path, data: Path, **settings: Any) -> Iterator[httpx.Client]:
    """Yield a client of a server of a model."""
    app = create_app(ServerSettings(model=model, data=data, **settings))
    with serving(app) as url, httpx.Client(base_url=url, timeout=10) as client:
        yield client


def issue(data: Path, scope: str) -> str:
    """Return a token for a server's data folder."""
    settings = ServerSettings(model=Path("tiny"), data=data)
    data.mkdir(exist_ok=True)
    database = LogDatabase(settings.database)
    _, secret = Tokens(AccountRecords(database)).issue("test", scope)  # type: ignore[arg-type]
    database.close()
    return secret


class Command:
    """``intentbot serve`` as a process of its own.

    Parameters
    ----------
    arguments : str
        Behind ``serve``; the port is any that is free.
    """

    def __init__(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "intentbot", "serve", *arguments, "--port", "0"]
        self._process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUTF8": "1"}
        )
        self.told = ""
        assert self._process.stderr is not None
        for line in self._process.stderr:
            self.told += line
            found = re.search(r"API +(http://\S+?)/api", line)
            if found:
                self.url = found[1]
            if line.startswith("  kept "):
                break

    @property
    def pid(self) -> int:
        """The id of the process."""
        return self._process.pid

    def stop(self, how: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        """Send a signal; return the exit status and all that was said."""
        self._process.send_signal(how)
        _, rest = self._process.communicate(timeout=30)
        return self._process.returncode, self.told + rest


def waits_for(condition: Callable[[], bool], seconds: float = 20.0) -> bool:
    """Return whether something came true in time."""
    until = monotonic() + seconds
    while not condition() and monotonic() < until:
        sleep(0.02)
    return condition()


@contextmanager
def command(*arguments: str) -> Iterator[Command]:
    """Yield a running ``intentbot serve``."""
    running = Command(*arguments)
    try:
        yield running
    finally:
        if running._process.poll() is None:
            running.stop(signal.SIGKILL)
