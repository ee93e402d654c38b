"""A real browser for tests: Chromium without a window visits pages that this machine serves to itself.

``visit`` is for a page that tests itself and posts what it found. ``Browser`` is for a test that looks, clicks and
types::

    with Browser() as browser:
        page = browser.open("http://127.0.0.1:8000/chat")
        page.type("textarea", "where is my order")
        page.press("Enter")
        page.wait_for("[role=log] .bot")
        page.screenshot(Path("chat.png"))

A selector reaches into open shadow roots. Nothing sleeps for a fixed time: what is asked for is waited for.
"""

from __future__ import annotations

import fcntl
import json
import os
import select
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any

from tests.browser_page import Page
from tests.web_site import web_site

PATIENCE_S = 120
"""How long a page may take on a machine that is busy with other things."""

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


class _Handler(SimpleHTTPRequestHandler):
    """Serves a folder, and keeps what a page posts."""

    def __init__(self, *args: Any, reports: SimpleQueue[Any], **options: Any) -> None:
        self.reports = reports
        super().__init__(*args, **options)

    def do_POST(self) -> None:
        self.reports.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        pass


def chromium() -> str:
    """Return the program to start."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert program, "this test needs Chromium: apt install chromium"
    return program


@contextmanager
def _running(arguments: list[str], **options: Any) -> Iterator[subprocess.Popen[bytes]]:
    """Yield a Chromium with a profile of its own, and end it with all its processes."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
        browser = subprocess.Popen([*arguments, f"--user-data-dir={profile}"], **quiet, **options)
        try:
            yield browser
        finally:
            os.killpg(browser.pid, signal.SIGKILL)
            browser.wait()


def visit(site: Path, page: str) -> Any:
    """Return what a page of the folder `site` posts, opened in Chromium."""
    reports: SimpleQueue[Any] = SimpleQueue()
    with (
        web_site(partial(_Handler, directory=str(site), reports=reports)) as address,
        _running([chromium(), *FLAGS, f"{address}/{page}"]),
    ):
        try:
            return reports.get(timeout=PATIENCE_S)
        except Empty:
            raise AssertionError(f"{page} said nothing in {PATIENCE_S} s") from None


class Browser:
    """A Chromium that a test drives, over two pipes (the DevTools protocol): no port, no driver program."""

    def __enter__(self) -> Browser:
        # The protocol is spoken on the descriptors 3 and 4; above 9 ours are in nobody's way until bash moves them.
        (hears, self._orders), (self._answers, speaks) = os.pipe(), os.pipe()
        theirs = [fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (hears, speaks)]
        os.close(hears)
        os.close(speaks)
        move = f'exec "$0" "$@" 3<&{theirs[0]} 4>&{theirs[1]}'
        program = ["bash", "-c", move, chromium(), *FLAGS, "--remote-debugging-pipe", "--hide-scrollbars"]
        self._process = _running(program, pass_fds=theirs)
        self._process.__enter__()
        for end in theirs:
            os.close(end)
        self._unread, self._n_orders, self._pages = b"", 0, dict[str, Page]()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.__exit__(kind, error, at)
        os.close(self._orders)
        os.close(self._answers)

    def open(self, address: str = "about:blank", *, beside: Page | None = None, **look: Any) -> Page:
        """Return a new tab; `beside` another one it shares its storage, else it is a visitor of its own.

        `look` is what `Page.look` takes.
        """
        visitor = beside.visitor if beside else self.send("Target.createBrowserContext")["browserContextId"]
        tab = self.send("Target.createTarget", url="about:blank", browserContextId=visitor)["targetId"]
        session = self.send("Target.attachToTarget", targetId=tab, flatten=True)["sessionId"]
        page = self._pages[session] = Page(self, session, visitor, tab)
        for domain in ("Page", "Runtime", "Log", "Network"):
            page.send(f"{domain}.enable")
        page.look(**look)
        if address != "about:blank":
            page.go(address)
        return page

    def send(self, method: str, session: str = "", **parameters: Any) -> dict[str, Any]:
        """Return what the browser answers to an order of the DevTools protocol."""
        self._n_orders += 1
        order = {"id": self._n_orders, "method": method, "params": parameters}
        os.write(self._orders, json.dumps(order | ({"sessionId": session} if session else {})).encode() + b"\0")
        while (message := self._read()).get("id") != self._n_orders:
            if page := self._pages.get(message.get("sessionId", "")):
                page.hear(message["method"], message["params"])
        assert "error" not in message, f"{method}: {message['error']['message']}"
        result: dict[str, Any] = message["result"]
        return result

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._unread:
            assert select.select([self._answers], [], [], PATIENCE_S)[0], "Chromium does not answer"
            got = os.read(self._answers, 1 << 20)
            assert got, "Chromium has ended"
            self._unread += got
        line, self._unread = self._unread.split(b"\0", 1)
        message: dict[str, Any] = json.loads(line)
        return message
