"""Chat widgets that others made talk to the server, unchanged, from a web site of their own.

They are fetched from npm when the tests run, and are no part of intentbot.
"""

from __future__ import annotations

import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.browser import Browser
from tests.browser_page import Page
from tests.serving import calling

CHATROOM, DEEP_CHAT = "@scalableminds/chatroom@0.12.0", "deep-chat@2.4.2"

CHATROOM_PAGE = """<!DOCTYPE html><div class="chat-container"></div><script src="package/dist/Chatroom.js"></script>
<script>
  const options = {host: "SERVER", title: "Shop", container: document.querySelector(".chat-container")};
  new Chatroom(options).openChat();
</script>"""

DEEP_CHAT_PAGE = """<!DOCTYPE html><deep-chat id="chat" style="width: 400px; height: 400px"></deep-chat>
<script type="module">
  import "./package/dist/deepChat.bundle.js";
  const chat = document.getElementById("chat");
  chat.connect = {url: "SERVER/webhooks/rest/webhook"};
  chat.requestInterceptor = details => {
    details.body = {sender: "ana", message: details.body.messages[0].text};
    return details;
  };
  chat.responseInterceptor = messages => ({text: messages.map(message => message.text).join(" ")});
</script>"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give a Chromium."""
    with Browser() as running:
        yield running


def fetch(package: str, folder: Path) -> None:
    """Unpack a package from npm into a folder, or skip the test where npm is not reached."""
    if shutil.which("npm") is None:
        pytest.skip("npm is not installed, so other people's clients are not tried")
    command = ["npm", "pack", "--silent", package]
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=60)
    except (subprocess.SubprocessError, OSError):
        pytest.skip(f"npm gives no {package}, so it is not tried")
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        archive.extractall(folder, filter="data")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def shop_window(folder: Path) -> Iterator[str]:
    """Yield the address of a web site that is a folder."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def visiting(browser: Browser, package: str, page: str, model: Path, folder: Path) -> Iterator[Page]:
    """Yield a page with a client on it, which talks to a bot on another origin."""
    fetch(package, folder)
    with shop_window(folder) as site, calling(model, folder / "data", origins=(site,)) as server:
        (folder / "index.html").write_text(page.replace("SERVER", str(server.base_url).rstrip("/")), encoding="utf-8")
        tab = browser.open(f"{site}/index.html")
        try:
            yield tab
        finally:
            tab.close()


def test_scalableminds_chatroom(browser: Browser, model_folder: Path, tmp_path: Path) -> None:
    """The widget made for Rasa's REST channel shows texts and buttons, and presses one."""
    with visiting(browser, CHATROOM, CHATROOM_PAGE, model_folder, tmp_path) as page:
        page.type(".chatroom .input input[type=text]", "tell me a joke")
        page.press("Enter")
        page.wait_for(".chatroom .chats", "Sorry?")
        page.wait_for(".chatroom .chat-button:nth-child(2)", "Hours")
        page.click(".chatroom .chat-button:nth-child(2)")
        page.wait_for(".chatroom .chats", "From nine to six.")


def test_deep_chat(browser: Browser, model_folder: Path, tmp_path: Path) -> None:
    """The widget for any service speaks to the REST channel through its interceptors."""
    with visiting(browser, DEEP_CHAT, DEEP_CHAT_PAGE, model_folder, tmp_path) as page:
        page.type("#text-input", "opening hours")
        page.press("Enter")
        page.wait_for("#messages", "From nine to six.")
