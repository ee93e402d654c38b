"""The widget loses no message and sends none twice, whatever happens to the page, the network and the server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.browser import Browser
from tests.chat_site import Served, Shop, log_of, say, site, wait_for_answers


@pytest.fixture(scope="module")
def shop(browser: Browser, chat_model: Path) -> Iterator[Shop]:
    with Shop.running(browser, chat_model) as running:
        yield running


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


def test_an_answer_that_is_lost_on_the_way_is_given_again(shop: Shop) -> None:
    """Where the connection breaks after the server answered, the visitor gets that answer, and it is given once."""
    page = shop.chat()
    before = n_replies(shop.bot)
    page.type("textarea", "menu")
    page.run("void setTimeout(() => find('.send').click(), 300)")
    page.lose_answer("*/api/v1/reply")
    wait_for_answers(page, 2)
    assert log_of(page)[1:] == ["menu", "What is it about?"]
    assert n_replies(shop.bot) == before + 1


def n_replies(bot: Served) -> float:
    """Return how many messages the server has answered."""
    lines = httpx.get(f"{bot.address}/metrics").text.splitlines()
    return sum(float(line.split()[-1]) for line in lines if line.startswith("intentbot_replies_total{"))


def test_a_message_waits_for_the_network(shop: Shop) -> None:
    """Without a network a message waits, and goes as soon as the browser is online again."""
    page = shop.chat()
    page.offline()
    say(page, "hello")
    page.wait_for(".status", "No answer yet")
    page.offline(False)
    wait_for_answers(page, 2)
    assert log_of(page)[1:] == ["hello", "Hello!"]


@pytest.mark.parametrize(("is_leaving", "pressed"), [(True, "true"), (False, "false")])
def test_a_thumb_is_kept_though_the_page_is_left_at_once(shop: Shop, is_leaving: bool, pressed: str) -> None:
    """A thumb whose answer the browser drops as the page goes is not taken back; one that did not arrive is."""
    page = shop.chat()
    say(page, "hello")
    wait_for_answers(page, 2)
    leave = "dispatchEvent(new PageTransitionEvent('pagehide'));" if is_leaving else ""
    page.run(f"void setTimeout(() => {{ find('.thumbs .down').click(); {leave} }}, 300)")
    page.lose_answer("*/api/v1/feedback")
    page.wait_until("find('[role=status]').textContent")
    assert page.run("find('.thumbs .down').ariaPressed") == pressed


def test_a_busy_server_is_asked_again_when_it_wants_to_be(browser: Browser, chat_model: Path) -> None:
    """A message that meets the limit of requests waits as long as the server says, and is answered."""
    bot = Served(chat_model, "--rate-limit", "2/s")
    try:
        page = browser.open(f"{bot.address}/chat")
        for text in ("hello", "menu", "refund", "hello"):
            say(page, text)
        wait_for_answers(page, 5)
        assert log_of(page)[-1] == "Hello!"
    finally:
        bot.kill()


def test_a_site_that_is_not_allowed_is_told_how(browser: Browser, shop: Shop) -> None:
    """On a page of a site that the server does not let in, the console says what to start it with."""
    pages = {"/": shop.page(), "/favicon.ico": "", "/shop.css": ""}
    with site(pages) as stranger:
        page = browser.open(stranger)
        page.click(".bubble")
        say(page, "hello")
        page.wait_for(".status", "Trying again")
        page.wait_for_console(f"intentbot serve MODEL --cors {stranger}")


def test_begun_anew_nothing_is_left(shop: Shop) -> None:
    """A new conversation leaves nothing of the old one on the screen or in the browser."""
    page = shop.chat()
    say(page, "hello")
    wait_for_answers(page, 2)
    page.click("[aria-label='New conversation']")
    assert log_of(page) == ["Hello! How can I help you?"]
    assert "hello" not in page.run(f"sessionStorage['intentbot:{shop.bot.address}/']")


def test_what_is_kept_and_makes_no_sense_is_forgotten(shop: Shop) -> None:
    """Whatever stands in the browser's storage under our name, the chat opens and answers."""
    page = shop.visit()
    for kept in ("[", "7", '{"log": [null]}', '{"log": [{"messages": 3}], "draft": 5, "conversation": {}}'):
        page.run(f"sessionStorage['intentbot:{shop.bot.address}/'] = {json.dumps(kept)}")
        page.reload()
        page.wait_for(".bubble")
    page.click(".bubble")
    say(page, "hello")
    wait_for_answers(page, 2)
    assert log_of(page)[1:] == ["hello", "Hello!"]
