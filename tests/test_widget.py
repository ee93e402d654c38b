"""The chat page, and the widget on a web site of another origin, in a real browser with a real server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from intentbot.language.phrase_texts import PHRASES
from intentbot.server.widget_script import widget_script
from tests.accessibility import violations
from tests.browser import Browser
from tests.browser_page import Page
from tests.chat_site import Shop, log_of, say, settle, wait_for_answers

MOST_BYTES = 25_000


@pytest.fixture(scope="module")
def shop(browser: Browser, chat_model: Path) -> Iterator[Shop]:
    with Shop.running(browser, chat_model) as running:
        yield running


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


def test_the_chat_page_speaks_the_visitors_language(shop: Shop) -> None:
    """The page is the bot's own, by name and language, runs nothing but our script, and chats."""
    answer = httpx.get(f"{shop.bot.address}/chat", headers={"accept-language": "fr-FR, he;q=0.9, en;q=0.8"})
    assert 'lang="he"' in answer.text and "<title>Acme support</title>" in answer.text
    assert "script-src 'self'; style-src 'self'" in answer.headers["content-security-policy"]
    page = shop.browser.open(f"{shop.bot.address}/chat")
    say(page, "hello")
    wait_for_answers(page, 2)
    assert page.console == []


def test_the_bot_is_seen_and_heard_writing(shop: Shop) -> None:
    """While an answer takes long, dots are shown and a screen reader is told; with the answer both are gone."""
    page = shop.chat()
    page.send("Fetch.enable", patterns=[{"urlPattern": "*/api/v1/reply", "requestStage": "Response"}])
    say(page, "hello")
    page.wait_for(".dots")
    assert page.run("find('[role=status]').textContent") == "Typing …"
    page.send("Fetch.disable")
    wait_for_answers(page, 2)
    assert page.run("[find('.dots'), find('[role=status]').textContent]") == [None, ""]


def test_what_the_device_prefers_is_kept_to(shop: Shop) -> None:
    """Where less motion is wanted nothing moves; in the dark it is dark; in forced colours every bubble has an edge."""
    page = shop.chat(prefers_reduced_motion="reduce", prefers_color_scheme="dark")
    assert page.run("find('dialog').getAnimations().length") == 0
    assert page.run("getComputedStyle(find('dialog')).backgroundColor") == "rgb(26, 32, 40)"
    page = shop.chat(forced_colors="active")
    assert page.run("getComputedStyle(find('.text')).borderColor") != "rgba(0, 0, 0, 0)"
