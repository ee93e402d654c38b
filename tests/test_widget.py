"""The chat page, and the widget on a web site of another origin, in a real browser with a real server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from intentbot.language.phrase_texts import PHRASES
from intentbot.server.widget_script import widget_script
from tests.accessibility import violations
from tests.browser import Browser
from tests.browser_page import Page
from tests.chat_site import Served, site, write_intents

MOST_BYTES = 25_000
HOSTILE = "* { color: purple !important; font-size: 40px !important; display: block; letter-spacing: 1em }"
PAGE = """<!doctype html><html lang="{language}"><meta name="viewport" content="width=device-width">
<title>Shop</title><link rel="stylesheet" href="/shop.css"><main><h1>Shop</h1><a href="/two">Two</a> <a href="/">One</a>
</main>{scripts}</html>"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with Browser() as started:
        yield started


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from intentbot.training import train

    folder = tmp_path_factory.mktemp("chat")
    train(write_intents(folder / "intents"), folder / "model")
    return folder / "model"


class Shop:
    """A web site whose pages have the widget, in a browser."""

    def __init__(self, browser: Browser, bot: Served, address: str, pages: dict[str, str]) -> None:
        self.browser, self.bot, self.address, self.pages = browser, bot, address, pages
        self.pages["/"] = self.pages["/two"] = self.page()

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


@pytest.fixture(scope="module")
def shop(browser: Browser, model: Path) -> Iterator[Shop]:
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
            yield Shop(browser, bot, address, pages)
        finally:
            bot.kill()


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


def test_the_script_is_small_and_speaks_every_language_of_the_bot() -> None:
    """The widget is one file of less than 25 kB, and its own words are there in all languages that the bot has."""
    script = widget_script()
    assert len(script.encode()) < MOST_BYTES
    words = json.loads(next(line for line in script.splitlines() if line.startswith("const WORDS"))[14:-1])
    names = next(line for line in script.splitlines() if line.startswith("const NAMES"))
    assert words.keys() == PHRASES.keys()
    assert {said.count("|") for said in words.values()} == {names.count("|")}


def test_a_visitor_of_another_site_chats_under_a_strict_policy(shop: Shop) -> None:
    """One line adds the chat to a page that allows nothing inline, and the console is quiet."""
    page = shop.chat()
    say(page, "hello")
    wait_for_answers(page, 2)
    assert log_of(page) == ["Hello! How can I help you?", "hello", "Hello!"]
    assert page.console == []


def test_all_is_done_with_the_keyboard(shop: Shop) -> None:
    """Tab reaches it, Enter opens and sends, Shift+Enter breaks a line, Escape closes and gives back the focus."""
    page = shop.visit()
    for _ in range(3):
        page.press("Tab")
    assert page.focused() == "Open chat"
    page.press("Enter")
    page.wait_for("dialog")
    assert page.focused() == "Your message"
    page.write("menu")
    page.press("Shift+Enter")
    assert page.run("find('textarea').value") == "menu\n"
    page.press("Enter")
    page.wait_for(".choices")
    for _ in range(2):
        page.press("Shift+Tab")
    assert page.focused() == "A return <b>"
    page.press("Space")
    page.wait_for(".links", "Our rules")
    assert page.focused() == "Your message"
    page.press("Escape")
    assert page.focused() == "Open chat"
    assert not page.run("find('dialog').open")


def test_a_button_shows_its_title_and_sends_its_message(shop: Shop) -> None:
    """A choice is answered as its message, shown as its title, and offered no longer once it was taken."""
    page = shop.chat()
    say(page, "menu")
    page.click(".choices button")
    wait_for_answers(page, 3)
    assert log_of(page)[-2:] == ["My order", "Hello!"]
    assert not page.run("find('.choices')")


def test_what_is_written_is_never_markup(shop: Shop) -> None:
    """Markup in a message and in an answer is shown as it was written, and nothing of it runs."""
    page = shop.chat()
    said = "<img src=x onerror=\"document.title='run'\"><script>document.title='run'</script>"
    say(page, said)
    wait_for_answers(page, 2)
    say(page, "show me markup")
    page.wait_for(".log", "& <b>bold</b>")
    assert log_of(page)[1] == said
    assert log_of(page)[-1] == "<img src=x onerror=\"document.title='run'\"> & <b>bold</b>"
    assert page.run("[document.title, find('.log').querySelectorAll('img, script, b').length]") == ["Shop", 0]


def test_only_harmless_addresses_are_linked(shop: Shop) -> None:
    """Addresses in texts are links, those of other sites in a tab of their own; `javascript:` and `data:` are words."""
    page = shop.chat()
    say(page, "refund")
    page.wait_for(".links")
    found = "[...find('.log').querySelectorAll('a')].map(link => [link.href, link.target, link.rel])"
    assert ["https://shop.example/label?id=1", "_blank", "noopener"] in page.run(found)
    assert ["tel:+498912345", "", ""] in page.run(found)
    evil = ["javascript:document.title='run'", " java\nscript:alert(1)", "data:text/html,x", "vbscript:x", "//%00"]
    links = [{"title": address, "url": address} for address in evil]
    answer = {"turn": "1", "language": "en", "messages": [{"text": "", "links": links, "image": evil[0]}]}
    kept = json.dumps(json.dumps({"conversation": "", "draft": "", "log": [answer], "open": True}))
    page.run(f"sessionStorage.setItem('intentbot:{shop.bot.address}/', {kept})")
    page.reload()
    page.wait_for(".links")
    assert page.run("find('.log').querySelectorAll('a, img').length") == 0


def test_the_conversation_survives_a_reload_and_a_walk_through_the_site(shop: Shop) -> None:
    """On the next page the chat is open, shows what was said and the draft, and goes on in the same conversation."""
    page = shop.chat()
    say(page, "menu")
    page.wait_for(".choices")
    page.type("textarea", "half a sen")
    kept = f"JSON.parse(sessionStorage.getItem('intentbot:{shop.bot.address}/')).conversation"
    conversation = page.run(kept)
    page.reload()
    page.wait_for(".choices", "My order")
    assert page.run("find('textarea').value") == "half a sen"
    page.click("a[href='/two']")
    page.wait_until("location.pathname == '/two' && find('.choices')")
    page.run("find('textarea').select()")
    page.write("hello")
    page.press("Enter")
    wait_for_answers(page, 3)
    assert page.run(kept) == conversation
    page.back()
    page.wait_until("location.pathname == '/' && find('.log').querySelectorAll('.bot').length == 3")


def test_a_message_waits_for_a_server_that_is_away(shop: Shop) -> None:
    """While the server is down a message waits and says so; when it is back, it is answered once."""
    page = shop.chat()
    say(page, "hello")
    wait_for_answers(page, 2)
    shop.bot.kill()
    say(page, "menu")
    say(page, "good morning")
    page.wait_for(".status", "No answer yet. Trying again")
    # The script itself comes from the server that is away: the browser has kept it.
    page.reload()
    page.wait_until("find('.waiting')")
    shop.bot.start()
    wait_for_answers(page, 4)
    assert log_of(page)[1:] == ["hello", "Hello!", "menu", "good morning", "What is it about?", "Hello!"]
    page.wait_until("find('[role=status]').textContent == ''")


def test_a_message_that_is_refused_can_be_sent_again(shop: Shop) -> None:
    """A message that the server does not take stays, says that it was not sent, and has a button to try again."""
    page = shop.chat()
    say(page, "a" * 60_001)
    page.wait_for(".failed .note", "Not sent.")
    page.click(".failed .note button")
    page.wait_for(".failed .note", "Not sent.")
    say(page, "hello")
    wait_for_answers(page, 2)
    assert [len(text) for text in log_of(page)[1:]] == [60_001, len("hello"), len("Hello!")]


def test_a_conversation_that_is_not_known_any_more_begins_anew(shop: Shop) -> None:
    """Where the server does not know the conversation, the message is sent again in a new one, and nobody notices."""
    page = shop.chat()
    say(page, "menu")
    page.wait_for(".choices")
    key = json.dumps(f"intentbot:{shop.bot.address}/")
    page.run(
        f"sessionStorage[{key}] = JSON.stringify({{...JSON.parse(sessionStorage[{key}]), conversation: 'old.one'}})"
    )
    page.reload()
    page.wait_for(".choices")
    say(page, "hello")
    wait_for_answers(page, 3)
    assert not page.run("find('.failed')")


def test_a_message_sent_twice_is_answered_once(shop: Shop) -> None:
    """A message with the same id is given the same answer: the same turn, in the same conversation."""
    message = {"text": "hello", "id": "0123456789abcdef0123456789abcdef"}
    first, again = (httpx.post(f"{shop.bot.address}/api/v1/reply", json=message).json() for _ in range(2))
    other = httpx.post(f"{shop.bot.address}/api/v1/reply", json={**message, "text": "menu"}).json()
    assert first == again
    assert other["turn"] != first["turn"] and other["conversation"] != first["conversation"]
    weak = httpx.post(f"{shop.bot.address}/api/v1/reply", json={"text": "hello", "id": "1"})
    assert weak.status_code == 422


def test_a_site_that_is_not_allowed_is_told_how(browser: Browser, shop: Shop) -> None:
    """On a page of a site that the server does not let in, the console says what to start it with."""
    pages = {"/": shop.page(), "/favicon.ico": "", "/shop.css": ""}
    with site(pages) as stranger:
        page = browser.open(stranger)
        page.click(".bubble")
        say(page, "hello")
        page.wait_for(".status", "Trying again")
        page.wait_for_console(f"intentbot serve MODEL --cors {stranger}")


def test_a_thumb_is_kept(shop: Shop) -> None:
    """A thumb shows as pressed, the other one takes its place, and a reload keeps it."""
    page = shop.chat()
    say(page, "hello")
    page.click(".thumbs .up")
    page.click(".thumbs .down")
    pressed = "[...find('.thumbs').children].map(thumb => thumb.ariaPressed).join()"
    page.wait_until(f"{pressed} == 'false,true'")
    page.reload()
    page.wait_until(f"{pressed} == 'false,true'")
    assert page.console == []


def test_page_and_widget_keep_their_styles(shop: Shop) -> None:
    """What the page's style sheet says of everything does not reach the widget, and the widget's not the page."""
    page = shop.chat()
    look = "(node => { const it = getComputedStyle(node); return [it.fontSize, it.letterSpacing, it.color] })"
    assert page.run(f"{look}(find('.text'))") == ["16px", "normal", "rgb(27, 36, 48)"]
    assert page.run(f"{look}(find('h1'))") == ["40px", "40px", "rgb(128, 0, 128)"]


def test_included_twice_it_is_there_once(shop: Shop) -> None:
    """A page that has the line twice has one chat; one with the bots of two servers has both, one above the other."""
    shop.pages["/twice"] = shop.page(times=2)
    page = shop.visit("/twice")
    page.wait_until("document.readyState == 'complete'")
    assert page.run("document.querySelectorAll('intentbot-chat').length") == 1
    shop.pages["/both"] = shop.page() + shop.page(server="https://other.example/bot")
    page = shop.visit("/both")
    page.wait_until("document.querySelectorAll('intentbot-chat').length == 2")
    places = "[...document.querySelectorAll('intentbot-chat')].map(chat => chat.shadowRoot.querySelector('.bubble')"
    bottoms = page.run(f"{places}.getBoundingClientRect().bottom)")
    assert bottoms[0] - bottoms[1] > 56


def test_options_are_taken(shop: Shop) -> None:
    """Title, language, greeting, side, colour and an open beginning are the page's to choose."""
    shop.pages["/own"] = shop.page(
        title="Acme <b>", language="de-AT", greeting="Servus!", position="left", color="#ffcc00", open="true"
    )
    page = shop.browser.open(shop.address + "/own")
    page.wait_for("dialog")
    assert page.run("[find('.name').textContent, find('textarea').placeholder]") == ["Acme <b>", "Ihre Nachricht"]
    assert log_of(page) == ["Servus!"]
    assert page.run("find('dialog').getBoundingClientRect().left") < 100
    assert page.run("getComputedStyle(find('.head')).color") == "rgb(0, 0, 0)"
    assert page.run("document.activeElement.localName") == "body"


def test_right_to_left_is_right(shop: Shop) -> None:
    """A Hebrew page has its chat at the left, from right to left; an answer goes as its own language does."""
    shop.pages["/he"] = shop.page(language="he")
    page = shop.chat("/he")
    assert page.run("find('dialog').getBoundingClientRect().left") < 100
    say(page, "hello")
    wait_for_answers(page, 2)
    say(page, "שלום")
    wait_for_answers(page, 3)
    directions = "[...find('.log').querySelectorAll('.bot .text')].map(node => getComputedStyle(node).direction)"
    assert page.run(directions) == ["rtl", "ltr", "rtl"]
    assert page.run("getComputedStyle(find('textarea')).direction") == "rtl"


def test_on_a_phone_it_fills_the_screen(shop: Shop) -> None:
    """On a small screen the chat is all there is, the page behind is out of reach, and it does not open by itself."""
    page = shop.chat(width=390, height=844, is_phone=True)
    settle(page)
    box = "(box => [box.x, box.y, box.width, box.height])(find('dialog').getBoundingClientRect())"
    assert page.run(box) == [0, 0, 390, 844]
    assert page.run("find('dialog').matches(':modal')")
    assert page.run("Math.min(...[...find('dialog').querySelectorAll('button')].map(node => node.offsetHeight))") >= 44
    page.press("Escape")
    page.wait_for(".bubble")
    page.click(".bubble")
    page.reload()
    page.wait_for(".bubble")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(shop: Shop, scheme: str) -> None:
    """Neither the bubble, nor the chat with all that it can show, nor the chat page has an accessibility violation."""
    shop.pages["/calm"] = shop.page().replace('<link rel="stylesheet" href="/shop.css">', "")
    page = shop.visit("/calm", prefers_color_scheme=scheme)
    assert violations(page) == []
    page.click(".bubble")
    fill(page)
    assert violations(page) == []
    page = shop.browser.open(f"{shop.bot.address}/chat", prefers_color_scheme=scheme)
    fill(page)
    assert violations(page) == []


def fill(page: Page) -> None:
    """Say what makes the chat show a failure, links, thumbs and buttons."""
    say(page, "x" * 60_001)
    page.wait_for(".failed")
    say(page, "refund")
    page.wait_for(".links")
    say(page, "menu")
    page.wait_for(".choices")
    settle(page)


def settle(page: Page) -> None:
    """Return when nothing moves any more."""
    page.run("Promise.all(find('.panel').getAnimations().map(animation => animation.finished)).then(() => 1)")


def test_the_chat_page_speaks_the_visitors_language(shop: Shop) -> None:
    """The page is the bot's own, by name and language, runs nothing but our script, and chats."""
    answer = httpx.get(f"{shop.bot.address}/chat", headers={"accept-language": "fr-FR, he;q=0.9, en;q=0.8"})
    assert 'lang="he"' in answer.text and "<title>Acme support</title>" in answer.text
    assert "script-src 'self'; style-src 'self'" in answer.headers["content-security-policy"]
    page = shop.browser.open(f"{shop.bot.address}/chat")
    say(page, "hello")
    wait_for_answers(page, 2)
    assert page.console == []


def test_begun_anew_nothing_is_left(shop: Shop) -> None:
    """A new conversation leaves nothing of the old one on the screen or in the browser."""
    page = shop.chat()
    say(page, "hello")
    wait_for_answers(page, 2)
    page.click("[aria-label='New conversation']")
    assert log_of(page) == ["Hello! How can I help you?"]
    assert "hello" not in page.run(f"sessionStorage['intentbot:{shop.bot.address}/']")
