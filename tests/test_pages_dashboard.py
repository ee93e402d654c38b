"""The dashboard: of nothing, of one turn and of many, with every choice, and in a real browser."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from intentbot.server.settings import ServerSettings
from intentbot.store.turn_log import TurnLog
from intentbot.turns import Feedback, Turn
from tests.accessibility import violations
from tests.browser import Browser
from tests.browser_page import Page
from tests.review_site import PASSWORD, Site, review_site

EVIL = "<script>alert(1)</script>"


def written(n: int) -> tuple[list[Turn], list[Feedback]]:
    """Return `n` turns of the last weeks, and some feedback."""
    turns = [
        Turn(
            id=f"{i:032x}",
            at=time.time() - 60 - i * 30 * 86_400 / n,
            conversation=f"c{i // 3}",
            message="where is my airfryer" if i < n // 10 else "where is my order",
            answer="On its way.",
            channel=EVIL if i == 0 else "web",
            language="en",
            intent="" if i % 7 == 0 else "track_order" if i % 2 else "gone_intent",
            decided_by="fallback" if i % 7 == 0 else "model",
            score=0.9,
            latency_ms=1.2,
            model="1",
        )
        for i in range(n)
    ]
    return turns, [Feedback(turn.id, turn.at + 1, 1 if i % 2 else -1) for i, turn in enumerate(turns) if i % 5 == 0]


@pytest.fixture(scope="module")
def site(model_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Give a server with 600 turns."""
    settings = ServerSettings(model=model_folder, data=tmp_path_factory.mktemp("dashboard"), rate_limit="0")
    with review_site(settings) as site:
        TurnLog(site.app.state.database).write(*written(600))
        yield site


@pytest.mark.parametrize("n", [0, 1])
def test_nothing_and_one_turn_are_shown(model_folder: Path, tmp_path: Path, n: int) -> None:
    """Before the first message the pages say what they will show; with one they show it."""
    with review_site(ServerSettings(model=model_folder, data=tmp_path)) as site, site.visitor("viewer") as visitor:
        TurnLog(site.app.state.database).write(*written(n))
        page = visitor.get("/review/dashboard").text
        assert ("this page shows how it is doing" in page) == (n == 0) and ("<svg" in page) == (n == 1)
        assert "There is nothing to compare yet" in visitor.get("/review/dashboard/drift").text


@pytest.mark.parametrize("asked", ["", "days=7", "days=91", "days=364", "days=x", "channel=web&language=en&model=1"])
def test_every_choice_has_figures(site: Site, asked: str) -> None:
    """Each time and each choice has cards, plots with tables, and tables by intent and channel."""
    with site.visitor("viewer") as visitor:
        page = visitor.get(f"/review/dashboard?{asked}")
    assert page.status_code == 200
    assert page.text.count('role="img"') == page.text.count("<summary>As a table") == 4
    assert "Track an order" in page.text and "not in this model" in page.text and "By channel" in page.text
    assert not re.search(r"\b(nan|none|inf)\b", re.sub(r"<[^>]*>", " ", page.text), re.IGNORECASE)


def test_what_nobody_said_is_said_so(site: Site) -> None:
    """A choice that fits no turn says so, and what is chosen is only shown, never run."""
    with site.visitor("viewer") as visitor:
        page = visitor.get("/review/dashboard", params={"language": EVIL})
        assert "No messages in this time are like that" in page.text and EVIL not in page.text
        assert EVIL not in visitor.get("/review/dashboard").text


def test_what_changes_is_told(site: Site) -> None:
    """A word that is new this week is told, with a message that has it."""
    with site.visitor("viewer") as visitor:
        page = visitor.get("/review/dashboard/drift").text
    assert "airfryer" in page and "where is my airfryer" in page


def log_in(page: Page, site: Site, name: str) -> None:
    """Log in as a person does."""
    page.go(f"{site.address}/review/dashboard")
    page.type("[name=name]", name)
    page.type("[name=password]", PASSWORD)
    page.press("Enter")
    page.wait_for("main h1", "Dashboard")


def test_the_pages_work_in_a_browser(site: Site) -> None:
    """One logs in by keyboard, looks at the figures, searches, reads a conversation, logs out; nothing is blocked."""
    with Browser() as browser:
        page = browser.open(f"{site.address}/review/login")
        log_in(page, site, "admin")
        page.wait_for(".plot svg polyline")
        page.click("nav[aria-label=Sections] a[href='/review/conversations']")
        page.wait_for("main h1", "Conversations")
        page.type("[name=q]", "airfryer")
        page.press("Enter")
        page.wait_for("th", "Last such message")
        assert page.run("document.querySelectorAll('tbody tr').length") == 20
        page.click("td.words a")
        page.wait_for(".bubble.them", "airfryer")
        page.click(".who button")
        page.wait_for("main h1", "Log in")
        page.go(f"{site.address}/review/conversations")
        page.wait_for("main h1", "Log in")
        assert page.console == []


PAGES = ("", "/drift"), ("", "/one?id=c0"), ("",)
LOOKS = ({}, {"prefers_color_scheme": "dark"}, {"width": 390, "height": 800, "is_phone": True})


def test_the_pages_are_accessible(site: Site) -> None:
    """axe-core finds nothing on any page, light, dark and on a phone; no page is wider than a phone."""
    sections = ("dashboard", "conversations", "account")
    paths = [f"/review/{name}{part}" for name, parts in zip(sections, PAGES, strict=True) for part in parts]
    with Browser() as browser:
        page = browser.open(f"{site.address}/review/login")
        assert violations(page) == []
        log_in(page, site, "admin")
        for look in LOOKS:
            page.look(**look)
            for path in paths:
                page.go(site.address + path)
                assert violations(page) == [], path
                assert page.run("document.documentElement.scrollWidth <= window.innerWidth"), path
        assert page.console == []
