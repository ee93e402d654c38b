"""Clients that others made for Rasa talk to the server, unchanged.

Chat widgets are fetched from npm when the tests run, and are no part of intentbot. Of clients that are not there, the
requests are sent that their sources make.
"""

from __future__ import annotations

import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from tests.browser import Browser
from tests.browser_page import Page
from tests.serving import calling, issue
from tests.web_site import web_site

CHATROOM, DEEP_CHAT, CHAT_BUBBLE = "@scalableminds/chatroom@0.12.0", "deep-chat@2.4.2", "chat-bubble@1.5.0"

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
    with web_site(partial(_Quiet, directory=str(folder))) as address:
        yield address


@contextmanager
def visiting(browser: Browser, page: str, model: Path, folder: Path) -> Iterator[Page]:
    """Yield a page beside an unpacked client, which talks to a bot on another origin."""
    with shop_window(folder) as site, calling(model, folder / "data", origins=(site,)) as server:
        (folder / "index.html").write_text(page.replace("SERVER", str(server.base_url).rstrip("/")), encoding="utf-8")
        tab = browser.open(f"{site}/index.html")
        try:
            yield tab
        finally:
            tab.close()


def test_scalableminds_chatroom(browser: Browser, model_folder: Path, tmp_path: Path) -> None:
    """The widget made for Rasa's REST channel shows texts and buttons, and presses one."""
    fetch(CHATROOM, tmp_path)
    with visiting(browser, CHATROOM_PAGE, model_folder, tmp_path) as page:
        page.type(".chatroom .input input[type=text]", "tell me a joke")
        page.press("Enter")
        page.wait_for(".chatroom .chats", "Sorry?")
        page.wait_for(".chatroom .chat-button:nth-child(2)", "Hours")
        page.click(".chatroom .chat-button:nth-child(2)")
        page.wait_for(".chatroom .chats", "From nine to six.")


def test_deep_chat(browser: Browser, model_folder: Path, tmp_path: Path) -> None:
    """The widget for any service speaks to the REST channel through its interceptors."""
    fetch(DEEP_CHAT, tmp_path)
    with visiting(browser, DEEP_CHAT_PAGE, model_folder, tmp_path) as page:
        page.type("#text-input", "opening hours")
        page.press("Enter")
        page.wait_for("#messages", "From nine to six.")


def test_chat_bubble(browser: Browser, chat_model: Path, tmp_path: Path) -> None:
    """The widget's own example for Rasa shows texts, buttons and images; only the server's address is another."""
    fetch(CHAT_BUBBLE, tmp_path)
    example = (tmp_path / "package" / "examples" / "7-nlc-rasa.html").read_text(encoding="utf-8")
    example = example.replace("http://localhost:1001", "SERVER").replace("../component", "package/component")
    with visiting(browser, example, chat_model, tmp_path) as page:
        page.wait_for(".bubble-wrap .bubble.say", "Hi")
        page.type(".bubble-container textarea", "menu")
        page.press("Enter")
        page.wait_for(".bubble-wrap", "What is it about?")
        # It shows the buttons from the last to the first.
        page.click(".bubble.reply.say:not(.reply-freeform) .bubble-button:last-child")
        page.wait_for(".bubble-wrap", "Hello!")
        page.type(".bubble-container textarea", "send it back")
        page.press("Enter")
        page.wait_until("find('.bubble-wrap img')?.getAttribute('src') == 'https://shop.example/label.png'")


def test_chatbot_widget_by_its_requests(chat_model: Path, tmp_path: Path) -> None:
    """JiteshGaikwad's widgets ask for leave, open with a payload, send metadata, press payloads and begin anew."""
    site = "https://shop.example"
    asks = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    sends = {"Origin": site, "Content-Type": "application/json", "Accept": "application/json, text/plain, */*"}
    with calling(chat_model, tmp_path, origins=(site,)) as server:
        leave = server.options("/webhooks/rest/webhook", headers={"Origin": site, **asks})
        assert leave.is_success and leave.headers["access-control-allow-origin"] == site
        assert "content-type" in leave.headers["access-control-allow-headers"]

        def say(message: str, **more: object) -> Any:
            body = {"sender": "test_user", "message": message, **more}
            answer = server.post("/webhooks/rest/webhook", json=body, headers=sends)
            assert answer.is_success and answer.headers["access-control-allow-origin"] == site
            return answer.json()

        assert say("/greet", metadata={})[0].keys() == {"recipient_id", "text"}
        (menu,) = say("menu", metadata={"page": "/cart"})
        assert [set(button) for button in menu["buttons"]] == [{"title", "payload"}] * 3
        assert say("send it back", metadata={})[1]["image"] == "https://shop.example/label.png"
        assert say("/restart") == []


def test_rocket_chat_by_its_requests(chat_model: Path, tmp_path: Path) -> None:
    """Rocket.Chat's app for Rasa gets a status of 200 and messages with the id of its room."""
    room = "8mXzJCu2FqNvKzT4q"
    with calling(chat_model, tmp_path) as server:
        body = {"sender": room, "message": "send it back"}
        answer = server.post("/webhooks/rest/webhook", json=body)
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("application/json")
    assert [(said["recipient_id"], *said.keys() - {"recipient_id"}) for said in answer.json()] == [
        (room, "text"),
        (room, "image"),
    ]


def test_botium_by_its_requests(chat_model: Path, tmp_path: Path) -> None:
    """Botium's connector for Rasa shows its token in each address, and asks for the version before it talks."""
    token = issue(tmp_path, "client")
    with calling(chat_model, tmp_path, is_private=True) as server:
        asked = {"params": {"token": token}, "headers": {"Content-Type": "application/json"}}
        assert server.get("/version", params={"token": token}).json()["version"]
        spoken = server.post("/webhooks/rest/webhook", content=b'{ "message": "menu", "sender": "5f0c" }', **asked)
        assert spoken.json()[0]["buttons"][0]["title"] == "My order"
        heard = server.post("/model/parse", content=b'{ "text": "menu" }', **asked).json()
    assert heard["intent"]["name"] == "menu" and heard["entities"] == []
    assert heard["intent"] == heard["intent_ranking"][0]
