"""The widget and a server that talks only to those who have a token (``serve --private``)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import httpx

from tests.browser import Browser
from tests.chat_site import Served, log_of, say, site, wait_for_answers
from tests.serving import issue
from tests.web_site import web_site


class _Gate(BaseHTTPRequestHandler):
    """A shop's web server, which lets its customers in, by their cookie, to the bot that stands at ``/bot/``."""

    def __init__(self, *args: Any, bot: str, token: str) -> None:
        self._bot, self._token = bot, token
        super().__init__(*args)

    def do_GET(self) -> None:
        if self.path.startswith("/bot/"):
            self._pass_on()
        else:
            self._send(200, "text/html", b'<!doctype html><title>Shop</title><script src="/bot/widget.js"></script>')

    def do_POST(self) -> None:
        if "customer=ana" in self.headers.get("Cookie", ""):
            self._pass_on()
        else:
            self._send(401, "application/json", b'{"error": "Log in.", "fix": ""}')

    def _pass_on(self) -> None:
        headers = {"Authorization": f"Bearer {self._token}", "Origin": self.headers.get("Origin", "")}
        headers["Host"] = self.headers["Host"]
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        answer = httpx.request(self.command, self._bot + self.path[4:], content=body, headers=headers)
        self._send(answer.status_code, answer.headers["Content-Type"], answer.content)

    def _send(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def gate(bot: Served, token: str) -> Iterator[str]:
    """Yield the address of a shop that adds a token to what its customers send to the bot."""
    with web_site(partial(_Gate, bot=bot.address, token=token)) as address:
        yield address


def test_the_owner_of_a_page_is_told_that_the_bot_is_private(
    browser: Browser, chat_model: Path, tmp_path: Path
) -> None:
    """A visitor without a token reads that nothing was sent; the console says why, and what can be done."""
    pages = {"/favicon.ico": ""}
    with site(pages) as shop:
        bot = Served(chat_model, "--data", str(tmp_path), "--private", "--cors", shop)
        try:
            pages["/"] = f'<!doctype html><title>Shop</title><script src="{bot.address}/widget.js"></script>'
            for address in (shop, f"{bot.address}/chat"):
                page = browser.open(address)
                if address == shop:
                    page.click(".bubble")
                say(page, "hello")
                page.wait_for(".log", "Not sent")
                page.wait_for_console("let a proxy of yours add it (docs/widget.md), or serve without --private")
        finally:
            bot.kill()


def test_a_shop_lets_its_customers_in_to_a_private_bot(browser: Browser, chat_model: Path, tmp_path: Path) -> None:
    """Under the shop's own address the widget shows the shop's cookie, and the shop's server adds the token."""
    token = issue(tmp_path, "client")
    bot = Served(chat_model, "--data", str(tmp_path), "--private")
    try:
        with gate(bot, token) as shop:
            page = browser.open(shop)
            page.click(".bubble")
            say(page, "hello")
            page.wait_for_console("Log in.")
            page.run("document.cookie = 'customer=ana'")
            say(page, "hello")
            wait_for_answers(page, 2)
            assert log_of(page)[-1] == "Hello!"
    finally:
        bot.kill()
