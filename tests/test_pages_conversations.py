"""The pages of conversations: looking for one, reading it, taking it along and deleting it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from intentbot.predictions import RankedIntent
from intentbot.recording.turn_records import kept_conversation
from intentbot.server.pages.looking import PAGE
from intentbot.server.settings import ServerSettings
from intentbot.store.turn_log import TurnLog
from intentbot.turns import Feedback, Turn
from tests.review_site import Site, post, review_site

START = 1_790_000_000.0
"""21 September 2026, 13:33 UTC."""


def turn(n: int, message: str, conversation: str = "ana", **said: object) -> Turn:
    """Return the turn of minute `n`."""
    values = {"answer": "Hello!", "intent": "greet", "decided_by": "model", "channel": "web", "language": "en"} | said
    return Turn(id=f"{n:032x}", at=START + 60 * n, conversation=conversation, message=message, **values)  # type: ignore[arg-type]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def site(
    request: pytest.FixtureRequest, model_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """Give a server with some conversations, with both kinds of database."""
    store = ""
    if request.param == "postgresql":
        store = request.getfixturevalue("postgres").new_database("conversations")
    data = tmp_path_factory.mktemp("conversations")
    with review_site(ServerSettings(model=model_folder, data=data, store=store, rate_limit="0")) as site:
        log = TurnLog(site.app.state.database)
        log.write(
            [
                turn(1, "where is my kettle", intent="track_order", score=0.9, ranking=(RankedIntent("greet", 0.75),)),
                turn(2, "<script>alert('ana')</script>", intent="", decided_by="fallback", answer="Sorry?"),
                turn(3, "100% & more_or\\less", "ben/1?x=y", channel="rest", handover="asked"),
                turn(5, "from a messenger", "rest:4711"),
                turn(4, "Grüße", kept_conversation("max@shop.example")),
            ],
            [Feedback(f"{2:032x}", START, -1, "no use")],
        )
        yield site


@pytest.fixture
def viewer(site: Site) -> Iterator[httpx.Client]:
    """Give a viewer who is logged in."""
    with site.visitor("viewer") as visitor:
        yield visitor


@pytest.fixture
def admin(site: Site) -> Iterator[httpx.Client]:
    """Give an admin who is logged in."""
    with site.visitor("admin") as visitor:
        yield visitor


def listed(page: httpx.Response) -> list[str]:
    """Return the messages that a page lists."""
    assert page.status_code == 200, page.text
    return [
        html.unescape(found) for found in re.findall(r'<td class="break words"><a href="[^"]*">(.*?)</a>', page.text)
    ]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("until=2026-09-21", ["from a messenger", "Grüße", "100% & more_or\\less", "<script>alert('ana')</script>"]),
        ("q=KETTLE", ["where is my kettle"]),
        ("q=100%25 %26 more_or\\", ["100% & more_or\\less"]),
        ("q=moreXor", []),
        ("q=' OR 1=1 --", []),
        ("q=%00kettle&intent=%00track_order", ["where is my kettle"]),
        ("q=\\", ["100% & more_or\\less"]),
        ("intent=track_order", ["where is my kettle"]),
        ("decided_by=fallback", ["<script>alert('ana')</script>"]),
        ("channel=rest", ["100% & more_or\\less"]),
        ("since=2026-09-21&until=2026-09-21&channel=rest", ["100% & more_or\\less"]),
        ("since=2026-09-22", []),
        ("until=2026-09-20", []),
        ("until=9999-12-31&channel=rest", ["100% & more_or\\less"]),
        ("since=yesterday&channel=rest", ["100% & more_or\\less"]),
        ("before=nonsense&channel=rest", ["100% & more_or\\less"]),
    ],
)
def test_conversations_are_found(viewer: httpx.Client, asked: str, found: list[str]) -> None:
    """Words, an intent, a decision, a channel and days find what is like that; what is nonsense is left out."""
    assert listed(viewer.get(f"/review/conversations?{asked}")) == found


def test_without_a_choice_all_are_listed(viewer: httpx.Client) -> None:
    """The first page shows all conversations."""
    assert {"from a messenger", "Grüße"} <= set(listed(viewer.get("/review/conversations")))


def test_what_is_wrong_with_a_search_is_said(viewer: httpx.Client) -> None:
    """A day that is none is named."""
    assert "“yesterday” is no day" in viewer.get("/review/conversations?since=yesterday").text


def test_many_conversations_are_paged(site: Site, viewer: httpx.Client) -> None:
    """Every conversation stands on exactly one page, the newest first, and the first page is one click away."""
    many = [turn(100 + n, f"paged {n}", f"many-{n}", channel="paging") for n in range(2 * PAGE + 3)]
    TurnLog(site.app.state.database).write(many)
    page, seen = viewer.get("/review/conversations?channel=paging"), []
    while True:
        seen.append(listed(page))
        older = re.search(r'href="([^"]*)" rel="next"', page.text)
        if not older:
            break
        page = viewer.get(html.unescape(older[1]))
    assert [len(one) for one in seen] == [PAGE, PAGE, 3]
    assert [message for page in seen for message in page] == [f"paged {n}" for n in reversed(range(2 * PAGE + 3))]
    assert 'href="/review/conversations?channel=paging" rel="prev"' in page.text


def test_a_conversation_is_read_in_order(viewer: httpx.Client) -> None:
    """One conversation shows what was said, decided and thought of it, and nothing said is run."""
    page = viewer.get("/review/conversations/one?id=ana").text
    assert page.index("where is my kettle") < page.index("&lt;script&gt;alert") and "<script>alert" not in page
    for part in ("75%", "90.0%", "fallback", "disliked", "no use", f"/review/?turn={2:032x}"):
        assert part in page
    assert "Delete the conversation" not in page


def test_a_conversation_is_found_by_its_own_id(viewer: httpx.Client) -> None:
    """Who has the id that a customer tells finds the conversation, however it is kept and whatever signs are in it."""
    for id in ("ben/1?x=y", "max@shop.example", "  ana \0", "4711"):
        page = viewer.get("/review/conversations", params={"id": id}, follow_redirects=True)
        assert page.status_code == 200 and 'class="chat"' in page.text
    missing = viewer.get("/review/conversations", params={"id": "nobody"}, follow_redirects=True)
    assert missing.status_code == 404 and "no such conversation" in missing.text


def test_only_admins_take_along_and_delete(viewer: httpx.Client) -> None:
    """A viewer can neither export nor delete."""
    assert viewer.get("/review/conversations/export?id=ana").status_code == 403
    deleted = post(viewer, "/review/account", "/review/conversations/delete", id="ana", is_sure="yes")
    assert deleted.status_code == 403
    assert viewer.get("/review/conversations/one?id=ana").status_code == 200


def test_a_conversation_is_taken_along(admin: httpx.Client) -> None:
    """The export is a JSON file of all that is kept."""
    answer = admin.get("/review/conversations/export?id=ana")
    assert "attachment" in answer.headers["content-disposition"]
    assert [one["message"] for one in answer.json()["turns"]] == ["where is my kettle", "<script>alert('ana')</script>"]


def test_a_conversation_is_deleted_for_good(site: Site, admin: httpx.Client) -> None:
    """After being sure, all of one conversation is gone, what the bot remembers too, and nothing of another."""
    TurnLog(site.app.state.database).write([turn(50, "delete me", "gone"), turn(51, "keep me", "kept")])
    bot = site.app.state.live.now.bot
    bot.reply("where is order 84512", session="gone")
    page = "/review/conversations/one?id=gone"
    assert post(admin, page, "/review/conversations/delete", id="gone").headers["location"] == page
    assert "say that you are sure" in admin.get(page).text
    done = post(admin, page, "/review/conversations/delete", id="gone", is_sure="yes")
    assert "The conversation is deleted, 1 turn." in admin.get(done.headers["location"]).text
    assert admin.get(page).status_code == 404
    remembered = bot.sessions.load("gone")
    assert remembered is None or not remembered.turns
    assert admin.get("/review/conversations/one?id=kept").status_code == 200


@pytest.mark.parametrize("store", ["", "sqlite:///sessions.db"])
def test_what_is_remembered_of_a_phone_number_is_forgotten(
    model_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store: str
) -> None:
    """A conversation that is kept under a hash of its id is forgotten by the bot, too, and no other."""
    monkeypatch.chdir(tmp_path)
    settings = ServerSettings(model=model_folder, data=tmp_path, store=store)
    with review_site(settings) as site, site.visitor("admin") as admin:
        own, sessions = "rest:+49 30 1234567", site.app.state.live.now.bot.sessions
        TurnLog(site.app.state.database).write([turn(1, "delete me", kept_conversation(own))])
        for key in (own, "other"):
            site.app.state.live.now.bot.reply("where is order 84512", session=key)
        page = f"/review/conversations/one?id={kept_conversation(own)}"
        post(admin, page, "/review/conversations/delete", id=kept_conversation(own), is_sure="yes")
        assert admin.get(page).status_code == 404
        assert (sessions.load(own).turns, sessions.load("other").turns) == (0, 1)


def test_a_new_bot_has_no_conversations(model_folder: Path, tmp_path: Path) -> None:
    """Where nobody has talked yet, the page says where to begin."""
    with review_site(ServerSettings(model=model_folder, data=tmp_path)) as site, site.visitor("viewer") as visitor:
        assert "Nobody has talked to the bot yet" in visitor.get("/review/conversations").text
