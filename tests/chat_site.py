"""A bot on a server of its own, and a web site on another origin that has its widget."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Thread
from typing import Any

from tests.browser import Browser
from tests.browser_page import Page
from tests.web_site import web_site

HOSTILE = "* { color: purple !important; font-size: 40px !important; display: block; letter-spacing: 1em }"
PAGE = """<!doctype html><html lang="{language}"><meta name="viewport" content="width=device-width">
<title>Shop</title><link rel="stylesheet" href="/shop.css"><main><h1>Shop</h1><a href="/two">Two</a> <a href="/">One</a>
</main>{scripts}</html>"""

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
    with web_site(partial(_Pages, pages=pages, more=headers or {})) as address:
        yield address


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


class Shop:
    """A web site whose pages have the widget, in a browser."""

    def __init__(self, browser: Browser, bot: Served, address: str, pages: dict[str, str]) -> None:
        self.browser, self.bot, self.address, self.pages = browser, bot, address, pages
        self.pages["/"] = self.pages["/two"] = self.page()

    @classmethod
    @contextmanager
    def running(cls, browser: Browser, model: Path) -> Iterator[Shop]:
        """Yield one whose pages are as strict as pages can be, and styled by somebody who means it."""
        pages: dict[str, str] = {"/shop.css": HOSTILE, "/favicon.ico": ""}
        policy: dict[str, str] = {}
        with site(pages, policy) as address:
            bot = Served(model, "--cors", address)
            # What docs/widget.md tells the owner of a strict page to add; style-src has nothing of the bot's.
            policy["Content-Security-Policy"] = (
                f"default-src 'none'; style-src 'self'; script-src {bot.address}; connect-src {bot.address}; "
                "require-trusted-types-for 'script'"
            )
            try:
                yield cls(browser, bot, address, pages)
            finally:
                bot.kill()

    def page(self, *, language: str = "en", times: int = 1, **options: str) -> str:
        """Return a page with the widget."""
        told = " ".join(f'data-{name}="{value}"' for name, value in options.items())
        script = f'<script src="{self.bot.address}/widget.js" async {told}></script>'
        return PAGE.format(language=language, scripts=script * times)

    def visit(self, path: str = "/", **look: Any) -> Page:
        """Return a page that a new visitor has opened."""
        page = self.browser.open(self.address + path, **look)
        page.wait_until("find('.bubble')")
        return page

    def chat(self, path: str = "/", **look: Any) -> Page:
        """Return a page on which a new visitor has opened the chat."""
        page = self.visit(path, **look)
        page.click(".bubble")
        return page


def say(page: Page, text: str) -> None:
    """Write a message and send it with Enter."""
    page.type("textarea", text)
    page.press("Enter")


def wait_for_answers(page: Page, n: int) -> None:
    """Return once there are so many bubbles of the bot, its greeting counted."""
    page.wait_until(f"find('.log').querySelectorAll('.bot').length == {n} && !find('.waiting')")


def log_of(page: Page) -> list[str]:
    """Return what is shown as said, first to last."""
    found: list[str] = page.run("[...find('.log').querySelectorAll('.text')].map(node => node.textContent)")
    return found


def settle(page: Page) -> None:
    """Return when nothing moves any more."""
    page.run("Promise.all(find('.panel').getAnimations().map(animation => animation.finished)).then(() => 1)")
