"""A real browser for tests: Chromium without a window visits pages that this machine serves to itself."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import tempfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

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


def visit(site: Path, page: str) -> Any:
    """Return what a page of the folder `site` posts, opened in Chromium."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert program, "this test needs Chromium: apt install chromium"
    reports: SimpleQueue[Any] = SimpleQueue()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(site), reports=reports))
    serving = Thread(target=server.serve_forever)
    serving.start()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        address = f"http://127.0.0.1:{server.server_port}/{page}"
        browser = subprocess.Popen(
            [program, *FLAGS, f"--user-data-dir={profile}", address],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            return reports.get(timeout=PATIENCE_S)
        except Empty:
            raise AssertionError(f"{page} said nothing in {PATIENCE_S} s") from None
        finally:
            os.killpg(browser.pid, signal.SIGKILL)
            browser.wait()
            server.shutdown()
            server.server_close()
            serving.join()
