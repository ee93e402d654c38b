"""The browser that the tests drive does what a person does."""

from __future__ import annotations

from pathlib import Path

from tests.accessibility import violations
from tests.browser import Browser

FORM = "data:text/html,<html lang=en><title>A form</title><main><h1>Ask</h1><div></div><label>Question <input></label> "
FORM += "<button onclick='document.title=this.previousElementSibling.control.value'>Go</button></main>"


def test_a_person_clicks_types_and_presses_keys(browser: Browser) -> None:
    """Typing, Tab and Enter reach the page as those of a person do."""
    page = browser.open(FORM)
    page.type("input", "hello")
    assert page.focused() == "Question "
    page.press("Tab")
    assert page.focused() == "Go"
    page.press("Enter")
    page.wait_until("document.title == 'hello'")


def test_a_selector_reaches_into_a_shadow(browser: Browser) -> None:
    """What stands in an open shadow root is found, seen and clicked."""
    page = browser.open(FORM)
    inside = "<button id=in onclick='this.textContent=`done`'>in here</button>"
    page.run(f"find('div').attachShadow({{mode: 'open'}}).innerHTML = \"{inside}\"")
    page.click("#in")
    assert page.wait_for("#in", "done") == "done"


def test_what_a_page_says_and_how_it_looks_is_kept(browser: Browser, tmp_path: Path) -> None:
    """Messages and mistakes on the console are kept; a screenshot is a PNG; dark is dark."""
    page = browser.open(FORM, prefers_color_scheme="dark", width=320)
    page.run("console.warn('careful', 3)")
    page.screenshot(tmp_path / "seen.png")
    assert page.console == ["careful 3"]
    assert (tmp_path / "seen.png").read_bytes().startswith(b"\x89PNG")
    assert page.run("[innerWidth, matchMedia('(prefers-color-scheme: dark)').matches]") == [320, True]


def test_accessibility_violations_are_told(browser: Browser) -> None:
    """A page that is fine has none; a field without a name is one."""
    assert violations(browser.open(FORM)) == []
    assert any("label" in line for line in violations(browser.open(FORM.replace("label", "b"))))
