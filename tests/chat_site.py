"""A bot on a server of its own, and a web site on another origin that has its widget."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

INTENTS = """
training: {epochs: 1, filters: 8, embedding_size: 8}
bot: {name: Acme support, language: en, fallback: {responses: [Sorry?]}}
intents:
  greet:
    title: Say hello
    examples: [hello, hi there, good morning]
    responses: [Hello!]
  menu:
    title: Choose
    examples: [what can you do, menu, help]
    responses:
      - text: What is it about?
        buttons:
          - {title: My order, message: hello}
          - {title: "A return <b>", message: send it back}
          - {title: Something else, message: menu}
  returns:
    title: Send back
    examples: [send it back, return this, refund]
    responses:
      - text: "Send it back within 30 days. The label is at https://shop.example/label?id=1."
        links: [{title: Our rules, url: "https://shop.example/rules"}, {title: Call us, url: "tel:+498912345"}]
        image: https://shop.example/label.png
  markup:
    title: Markup
    examples: [show me markup, html please, tags]
    responses: ["<img src=x onerror=\\"document.title='run'\\"> & <b>bold</b>"]
  long_story:
    title: A long story
    examples: [tell me everything, the long version, all of it]
    responses: ["{story}"]
""".replace("{story}", "A parcel goes a long way before it is at your door. " * 20)

HEBREW = """
language: he
intents:
  greet:
    title: שלום
    examples: [שלום, בוקר טוב, היי שם]
    responses: ["שלום! איך אפשר לעזור לך היום? הזמנה 84512 בדרך."]
"""


def write_intents(folder: Path) -> Path:
    """Return the folder of intents whose answers have all that an answer can have."""
    folder.mkdir()
    (folder / "all.yaml").write_text(INTENTS, encoding="utf-8")
    (folder / "he.yaml").write_text(HEBREW, encoding="utf-8")
    return folder


class Served:
    """``intentbot serve`` in a process that can be killed and started again at the same address."""

    def __init__(self, model: Path, *options: str) -> None:
        self._command = [sys.executable, "-m", "intentbot", "serve", str(model), *options]
        self.port = 0
        self.start()

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, and wait until it can be called."""
        command = [*self._command, "--port", str(self.port)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert self._process.stdout
        for line in self._process.stdout:
            if found := re.search(r"chat page +http://127\.0\.0\.1:(\d+)", line):
                self.port = int(found[1])
                # A pipe that nobody reads would stop it.
                self._reader = Thread(target=self._process.communicate)
                self._reader.start()
                return
        raise AssertionError("the server did not start")

    def kill(self) -> None:
        """End it as a power cut would."""
        self._process.send_signal(signal.SIGKILL)
        self._reader.join()


@contextmanager
def site(pages: Mapping[str, str], headers: Mapping[str, str] | None = None) -> Iterator[str]:
    """Yield the address of a web site with these pages by path, sent with these headers."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Pages, pages=pages, more=headers or {}))
    serving = Thread(target=server.serve_forever)
    serving.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        serving.join()


class _Pages(BaseHTTPRequestHandler):
    def __init__(self, *args: Any, pages: Mapping[str, str], more: Mapping[str, str]) -> None:
        self._pages, self._more = pages, more
        super().__init__(*args)

    def do_GET(self) -> None:
        page = self._pages.get(self.path)
        self.send_response(404 if page is None else 200)
        self.send_header("Content-Type", "text/css" if self.path.endswith(".css") else "text/html; charset=utf-8")
        for name, value in self._more.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write((page or "").encode())

    def log_message(self, format: str, *args: Any) -> None:
        pass
