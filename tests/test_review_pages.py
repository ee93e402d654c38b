"""The inbox in the browser: what is missed is seen, decided about, and stands in the YAML."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from intentbot.server.pages.responses import SECURITY_HEADERS
from intentbot.server.settings import ServerSettings
from intentbot.turns import Feedback
from tests.accessibility import violations
from tests.browser import Browser
from tests.browser_page import Page
from tests.review_parts import BEN, Desk, accept, copy_intents, git, turn
from tests.review_site import PASSWORD, Site, form_token, post, review_site

HTML = "<b>bold</b> <script>alert(1)</script>"


@dataclass(frozen=True)
class Inbox:
    """A server with intent files, and the desk of somebody who works beside it."""

    site: Site
    desk: Desk

    @property
    def text(self) -> str:
        """What the file of intents says."""
        return self.desk.text


@pytest.fixture
def inbox(model_folder: Path, intents_folder: Path, tmp_path: Path) -> Iterator[Inbox]:
    """Give a server of the tiny shop whose intent files may be changed."""
    intents = copy_intents(intents_folder, tmp_path / "intents")
    data = tmp_path / "data"
    data.mkdir()
    settings = ServerSettings(model_folder, data, intents, rate_limit="0", logs_requests=False)
    with review_site(settings) as site:
        yield Inbox(site, Desk.at(settings.database, intents))


@pytest.fixture
def editor(inbox: Inbox) -> Iterator[httpx.Client]:
    """Give an editor who is logged in."""
    with inbox.site.visitor("editor") as visitor:
        yield visitor


def group(row: str) -> str:
    """Return the page of the group that a turn is in."""
    return f"/review/inbox/group/{row}"


def decide(visitor: httpx.Client, row: str, do: str, **fields: str | list[str]) -> httpx.Response:
    """Return the answer to the form of a group."""
    return post(visitor, group(row), "/review/inbox/decide", row=[row], do=do, **{"from": "group", **fields})


def seen(answer: httpx.Response, status: int = 200) -> str:
    """Return the text of a page, without its tags."""
    assert answer.status_code == status, answer.text
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def test_an_empty_inbox(inbox: Inbox, editor: httpx.Client) -> None:
    """Where nothing was missed, that is said."""
    page = editor.get("/review/")
    assert "The inbox is empty." in seen(page)
    assert page.headers["content-security-policy"] == SECURITY_HEADERS["Content-Security-Policy"]


def test_what_was_missed_is_shown_with_all_that_helps(inbox: Inbox, editor: httpx.Client) -> None:
    """The inbox has counts and reasons; a group its messages, ranking, nearest examples and conversation."""
    first = turn("wher is my parcel", conversation="x", score=0.25, model="7")
    inbox.desk.missed(
        turn("good morning", "exact", conversation="x", answer="Hello!"), first, turn("Wher is my parcel?")
    )
    inbox.desk.missed(turn(HTML), feedback=[Feedback(first.id, 1.0, -1)])
    told = seen(editor.get("/review/"))
    assert "3 misses in 2 groups" in told and "Wher is my parcel?" in told and "2×" in told and HTML in told
    assert "<script>alert" not in editor.get("/review/").text
    assert "thumbs down 1" in seen(editor.get("/review/?reason=thumbs_down"))
    told = seen(editor.get(group(first.id)))
    assert "2 messages" in told and "Track an order track_order" in told and "Examples most like it" in told
    assert f"track_order · {inbox.desk.intents.as_posix()}/all.yaml:" in told and "The conversation" in told
    assert editor.get(f"/review/?turn={first.id}").headers["location"] == group(first.id)


def test_accepting_writes_and_goes_on(inbox: Inbox, editor: httpx.Client) -> None:
    """One press puts the sentence into the file; the next group says where, and undo takes it back."""
    one, other = inbox.desk.missed(turn("wher is my stuff"), turn("zqxj vkwp"))
    before = inbox.text
    answer = decide(editor, one.id, "accept:track_order", **{f"sentence-{one.id}": "Where is my stuff"})
    assert answer.headers["location"].startswith(f"{group(other.id)}?done=")
    told = editor.get(answer.headers["location"])
    assert "Written: all.yaml:28" in seen(told) and "zqxj vkwp" in seen(told)
    assert inbox.text == before.replace("- follow my parcel\n", "- follow my parcel\n      - Where is my stuff\n")
    review = inbox.desk.log.reviews()[0]
    assert (review.author, review.sentence) == ("editor", "Where is my stuff")
    assert "+ - Where is my stuff" in seen(editor.get(f"/review/inbox/decisions/{review.id}"))
    assert "accepted into track_order" in seen(editor.get("/review/inbox/decisions"))
    assert editor.get(group(one.id)).headers["location"] == f"/review/inbox/decisions/{review.id}"
    back = post(editor, "/review/", "/review/inbox/undo", review=review.id)
    assert back.status_code == 303 and inbox.text == before
    assert "Taken back" in seen(editor.get("/review/")) and "taken back by editor" in seen(
        editor.get("/review/inbox/decisions")
    )
    assert "has taken this back already" in seen(post(editor, "/review/", "/review/inbox/undo", review=review.id), 409)


def test_the_change_can_be_looked_at_first(inbox: Inbox, editor: httpx.Client) -> None:
    """A preview shows the diff and writes nothing; where a file is edited meanwhile, that is a conflict."""
    (one,) = inbox.desk.missed(turn("wher is my stuff"))
    before = inbox.text
    page = decide(editor, one.id, "accept:track_order", preview="yes")
    assert "+ - wher is my stuff" in seen(page) and inbox.text == before
    digest = re.search(r'name="seen" value="([0-9a-f]+)"', page.text)
    assert digest
    (inbox.desk.intents / "all.yaml").write_text(
        before.replace("- track my parcel", "- track my small parcel"), "utf-8"
    )
    conflict = decide(editor, one.id, "accept:track_order", seen=digest[1])
    assert "changed since you looked" in seen(conflict, 409) and "small parcel" in inbox.text
    assert "wher is my stuff" not in inbox.text
    again = re.search(r'name="seen" value="([0-9a-f]+)"', conflict.text)
    assert again and decide(editor, one.id, "accept:track_order", seen=again[1]).status_code == 303
    assert "wher is my stuff" in inbox.text and "small parcel" in inbox.text


def test_doubts_are_shown_first(inbox: Inbox, editor: httpx.Client) -> None:
    """A sentence that is an example elsewhere, or has something taken out, is written only after a second look."""
    (one,) = inbox.desk.missed(turn("write to [email]"))
    page = decide(editor, one.id, "accept:greet")
    assert "It has [email] in it" in seen(page) and "Write it all the same" in page.text
    page = decide(editor, one.id, "accept:greet", **{f"sentence-{one.id}": "where is my order"})
    assert "It is an example of track_order already" in seen(page) and inbox.desk.log.reviews() == []


def test_another_intent_is_found_by_what_is_typed(inbox: Inbox, editor: httpx.Client) -> None:
    """The field takes a name, a title or a part; what means none or several is told, and what was typed stays."""
    (one,) = inbox.desk.missed(turn("wher is my stuff"))
    page = decide(editor, one.id, "accept", intent="e", **{f"sentence-{one.id}": "my own words"})
    assert '"e" is more than one intent' in seen(page, 422) and "my own words" in page.text
    assert "no intent was chosen" in seen(decide(editor, one.id, "accept"), 422).lower()
    assert decide(editor, one.id, "accept", intent="Opening h").status_code == 303
    assert "wher is my stuff" in inbox.text


def test_a_new_intent(inbox: Inbox, editor: httpx.Client) -> None:
    """A new intent is made with a title and an answer; its name comes of the title, a taken one is told."""
    one, two = inbox.desk.missed(turn("do you sell gift cards"), turn("zqxj vkwp"))
    answer = decide(editor, one.id, "new", title="Gift cards", answer="Yes.")
    assert answer.status_code == 303 and "  gift_cards:\n    title: Gift cards\n    examples:\n" in inbox.text
    assert inbox.text.endswith("      - do you sell gift cards\n    responses:\n      - Yes.\n")
    page = decide(editor, two.id, "new", title="Gift cards")
    assert 'there is an intent "gift_cards" already' in seen(page, 422) and 'value="Gift cards"' in page.text
    assert "1 new intent waits for training" in seen(editor.get("/review/"))


def test_many_at_once(inbox: Inbox, editor: httpx.Client) -> None:
    """Ticked groups are decided about together: dismissed, out of scope, or into one intent."""
    rows = inbox.desk.missed(*(turn(text) for text in ("zqxj", "vkwp", "hhhh", "bark for me", "sing a song")))

    def bulk(do: str, *groups: str, **fields: str) -> httpx.Response:
        sent = {"from": "inbox", "group": list(groups), "do": do, **fields}
        return post(editor, "/review/", "/review/inbox/decide", **sent)

    assert bulk("dismiss", rows[0].id, rows[1].id).headers["location"].startswith("/review/?done=")
    assert bulk("out_of_scope", rows[3].id, rows[4].id).status_code == 303
    added = inbox.text.partition("      - who is the president\n")[2].splitlines()[:2]
    assert sorted(added) == ["      - bark for me", "      - sing a song"]
    assert "Tick at least one" in seen(bulk("dismiss"), 409)
    assert "hhhh" in seen(editor.get("/review/")) and "1 miss in 1 group" in seen(editor.get("/review/"))


def test_more_than_a_few_are_shown_first(inbox: Inbox, editor: httpx.Client) -> None:
    """Many sentences are not written before they were seen; of a very large group only what is shown is written."""
    rows = inbox.desk.missed(*(turn(f"wher is my parcel number {chr(97 + n % 26)}{n}") for n in range(70)))
    shown = editor.get("/review/")
    groups = re.findall(r'name="group" value="([0-9a-f]{32})"', shown.text)
    page = post(editor, "/review/", "/review/inbox/decide", **{"from": "inbox", "one": f"{groups[0]}:track_order"})
    n_written = len(re.findall(r'<span class="added">', page.text))
    assert page.status_code == 200 and 8 < n_written <= 50 and len(rows) == 70
    assert inbox.desk.log.reviews() == []


def test_the_second_reviewer_is_told(inbox: Inbox, editor: httpx.Client) -> None:
    """Who decides about what somebody has decided about already is told who and what; nothing is doubled."""
    one, other = inbox.desk.missed(turn("wher is my stuff"), turn("zqxj vkwp"))
    page = editor.get(group(one.id))
    inbox.desk.reviewer.decide(accept([one], "greet"), BEN)
    fields = {"row": one.id, "do": "accept:track_order", "from": "group", "csrf_token": form_token(page.text)}
    answer = editor.post("/review/inbox/decide", data=fields)
    assert "ben has accepted it into greet" in seen(answer, 409) and "zqxj vkwp" in seen(answer, 409)
    assert inbox.text.count("wher is my stuff") == 1 and other.id in answer.text


def test_an_intent_that_was_deleted(inbox: Inbox, editor: httpx.Client) -> None:
    """An intent that is gone from the files is not offered, and who presses it all the same is told."""
    (one,) = inbox.desk.missed(turn("wher is my stuff"))
    (inbox.desk.intents / "all.yaml").write_text(inbox.text.replace("  track_order:", "  follow_order:"), "utf-8")
    assert "not in the files any more" in seen(editor.get(group(one.id)))
    told = seen(decide(editor, one.id, "accept:track_order"), 409)
    assert 'The files have no intent "track_order" any more' in told and inbox.desk.log.reviews() == []


def test_files_with_errors_and_other_files(inbox: Inbox, editor: httpx.Client) -> None:
    """Errors are shown with line and fix; where nothing can be written only dismissing is offered."""
    (one,) = inbox.desk.missed(turn("wher is my stuff"))
    file, before = inbox.desk.intents / "all.yaml", inbox.text
    file.write_text(before.replace("examples: [hello,", "examples: [[hello,"), "utf-8")
    told = seen(editor.get(group(one.id)))
    assert "The intent files have 1 error" in told and re.search(r"all.yaml:\d+:\d+ this is not valid YAML", told)
    assert "Out of scope" not in told and "Dismiss" in told
    assert "cannot be read as they are" in seen(decide(editor, one.id, "accept:greet"), 409)
    file.write_text("intents:\n  other:\n    examples: [x]\n    responses: [y]\n", "utf-8")
    assert "other intents than the model’s" in seen(editor.get("/review/"))
    file.unlink()
    assert "has no .yaml or .yml file in it" in seen(editor.get("/review/"))
    file.write_text(before, "utf-8")
    assert "Out of scope" in seen(editor.get(group(one.id)))


@pytest.mark.parametrize(("intents", "said"), [("", "--intents FOLDER"), ("rows.csv", "reviewers write into YAML")])
def test_without_yaml_files(model_folder: Path, tmp_path: Path, intents: str, said: str) -> None:
    """A server without intent files, or with others than YAML, says so, and lets misses be dismissed."""
    (tmp_path / "rows.csv").write_text("text,intent\nhello,greet\n", "utf-8")
    path = tmp_path / intents if intents else None
    settings = ServerSettings(model_folder, tmp_path / "data", path, rate_limit="0", logs_requests=False)
    settings.data.mkdir()
    with review_site(settings) as site, site.visitor("editor") as visitor:
        (one,) = Desk.at(settings.database, tmp_path).missed(turn("wher is my stuff"))
        assert said in seen(visitor.get(group(one.id))).replace("Reviewers", "reviewers")
        assert decide(visitor, one.id, "accept:greet").status_code == 409
        assert decide(visitor, one.id, "dismiss").status_code == 303
        assert "The inbox is empty" in seen(visitor.get("/review/"))


def test_a_viewer_looks_and_does_not_touch(inbox: Inbox) -> None:
    """A viewer sees all of it without a button, and a form of theirs is refused; strangers log in first."""
    (one,) = inbox.desk.missed(turn("wher is my stuff"))
    with inbox.site.visitor("viewer") as viewer:
        page = viewer.get(group(one.id))
        assert "wher is my stuff" in seen(page) and 'name="do"' not in page.text and 'name="row"' not in page.text
        assert post(viewer, "/review/", "/review/inbox/decide", row=one.id, do="dismiss").status_code == 403
        assert post(viewer, "/review/", "/review/inbox/undo", review="x").status_code == 403
    with inbox.site.visitor() as stranger:
        assert stranger.get(group(one.id)).status_code == 303
    with inbox.site.visitor("editor") as editor:
        editor.get("/review/")
        assert editor.post("/review/inbox/decide", data={"row": one.id, "do": "dismiss"}).status_code == 403
    assert inbox.desk.log.reviews() == []


@pytest.mark.parametrize("page", ["group/nonsense", f"group/{'0' * 32}", "decisions/none", "decisions?page=99999999"])
def test_what_is_not_there(inbox: Inbox, editor: httpx.Client, page: str) -> None:
    """A message or a decision that is not there gets a page that says so."""
    assert editor.get(f"/review/inbox/{page}").status_code in (200, 404)


def test_a_commit_that_fails_is_told(inbox: Inbox, editor: httpx.Client) -> None:
    """Where git refuses, the page says that it was written and why it was not committed."""
    folder = inbox.desk.intents
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "start")
    one, two = inbox.desk.missed(turn("wher is my stuff"), turn("has my stuff come"))
    done = decide(editor, one.id, "accept:track_order")
    assert (
        ", in commit " in seen(editor.get(done.headers["location"]))
        and git(folder, "log", "-1", "--format=%an") == "editor"
    )
    git(folder, "checkout", "--quiet", "--detach")
    done = decide(editor, two.id, "accept:track_order")
    told = seen(editor.get(done.headers["location"]))
    assert "It was not committed: no branch is checked out" in told and "has my stuff come" in inbox.text


def logged_in(browser: Browser, inbox: Inbox, **look: object) -> Page:
    """Return the tab of an editor who is logged in."""
    page = browser.open(f"{inbox.site.address}/review/login", **look)
    page.type("input[name=name]", "editor")
    page.type("input[name=password]", PASSWORD)
    page.press("Enter")
    page.wait_for("h1", "Inbox")
    return page


def test_three_clicks_from_a_miss_to_the_yaml(inbox: Inbox, browser: Browser) -> None:
    """Open the group, press the intent, look at the change: it stands in the file after the second click."""
    inbox.desk.missed(turn("wher is my stuff"), turn(HTML), turn(HTML))
    page = logged_in(browser, inbox)
    page.click(".groups li:nth-child(2) .words > a")
    page.click(".choices li:nth-child(1) button")
    page.click(".told a.button")
    assert "wher is my stuff" in page.wait_for(".diff .added")
    assert "      - follow my parcel\n      - wher is my stuff\n" in inbox.text
    assert page.console == []


def test_a_round_with_the_keyboard(inbox: Inbox, browser: Browser) -> None:
    """Keys move, open, accept and take back; while somebody types they are letters."""
    inbox.desk.missed(turn("wher is my stuff"), turn("wher is my stuff"), turn("zqxj vkwp"))
    before = inbox.text
    page = logged_in(browser, inbox)
    page.wait_until("document.documentElement.classList.contains('keys-on')")
    page.press("j")
    page.press("x")
    page.wait_for("#ticked", "1 ticked")
    page.press("Enter")
    page.wait_for("#messages", "2 messages")
    page.wait_until("document.documentElement.classList.contains('keys-on')")
    page.click("textarea")
    page.press("d")
    page.press("Escape")
    page.press("1")
    page.wait_for(".told", "Written: all.yaml")
    page.wait_until("document.documentElement.classList.contains('keys-on')")
    assert "wher is my stuff" in inbox.text and inbox.text != before
    page.press("u")
    page.wait_for(".flash", "Taken back")
    assert inbox.text == before and page.console == []


@pytest.mark.parametrize(
    "look", [{}, {"width": 360, "is_phone": True}, {"prefers_color_scheme": "dark"}], ids=["usual", "phone", "dark"]
)
def test_everybody_can_use_it(inbox: Inbox, browser: Browser, look: dict[str, object], tmp_path: Path) -> None:
    """Inbox, group, preview, decision and list have no accessibility violation, and nothing runs out of the page."""
    rows = inbox.desk.missed(
        turn("wher is my stuff"),
        turn("a very long message " * 90),
        turn("بدي أعرف وين طلبي"),
        turn("w" * 300),
        turn(HTML),
    )
    inbox.desk.reviewer.decide(accept([inbox.desk.missed(turn("x y z"))[0]], "greet"), BEN)
    review = inbox.desk.log.reviews()[0].id
    page = logged_in(browser, inbox, **look)
    pages = ["", *(f"inbox/group/{row.id}" for row in rows[:4]), "inbox/decisions", f"inbox/decisions/{review}"]
    for path in (*pages, f"?done={review}"):
        page.go(f"{inbox.site.address}/review/{path}")
        assert violations(page) == [], path
        overflow = page.run("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, (path, overflow)
    page.go(f"{inbox.site.address}/review/{pages[1]}")
    page.click("input[name=preview]")
    page.click(".choices button")
    page.wait_for(".diff")
    assert violations(page) == [] and page.console == []
