"""The pages of the versions: who may do what, what a training and a version show, and what a report may not do."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from intentbot.deployment.jobs import Jobs
from intentbot.deployment.records import write_record
from intentbot.deployment.versions import Versions
from intentbot.server.settings import ServerSettings
from tests.browser import Browser
from tests.deployments import other_answers, served, spoilt
from tests.review_site import PASSWORD, Site, post, review_site

PAGE = "/review/versions"


@pytest.fixture
def versions(tmp_path: Path, model_folder: Path, intents_folder: Path) -> Versions:
    """Return three versions of the tiny bot: the live one, one with other answers, and a spoilt one."""
    versions = served(tmp_path, model_folder, intents_folder)
    versions.register(other_answers(versions, "From ten to eight."), author="ana", note="<b>longer</b> hours")
    versions.register(spoilt(versions), author="eva")
    return versions


@pytest.fixture
def site(versions: Versions) -> Iterator[Site]:
    """Yield a server of these versions with a viewer, an editor and an admin."""
    settings = ServerSettings(
        versions.model, versions.data, versions.intents, rate_limit="0", logs_requests=False, is_logged=False
    )
    with review_site(settings) as site:
        yield site


def said(answer: httpx.Response, visitor: httpx.Client) -> str:
    """Return the page that a form leads to."""
    assert answer.status_code == 303, answer.text
    return visitor.get(answer.headers["location"]).text


def test_the_list_shows_what_is_live_and_escapes_what_people_wrote(site: Site) -> None:
    """Everybody who may log in sees the versions; a note is text and never markup."""
    with site.visitor("viewer") as viewer:
        page = viewer.get(PAGE)
    assert page.status_code == 200 and "Version 1 is live" in page.text
    assert "&lt;b&gt;longer" in page.text and "<b>longer" not in page.text
    assert "Train a new version" not in page.text and "Promote" not in page.text


@pytest.mark.parametrize(
    ("role", "path", "allowed"),
    [
        ("viewer", "train", False),
        ("viewer", "cancel", False),
        ("editor", "cancel", True),
        ("editor", "2/promote", False),
        ("editor", "rollback", False),
        ("admin", "rollback", True),
    ],
)
def test_each_role_does_what_is_its_own(site: Site, role: str, path: str, allowed: bool) -> None:
    """Viewers look, editors train, admins let versions go live; without the form's token nobody does anything."""
    with site.visitor(role) as visitor:
        assert visitor.post(f"{PAGE}/{path}").status_code == 403
        answer = post(visitor, PAGE, f"{PAGE}/{path}")
        assert answer.status_code == (303 if allowed else 403)
    with site.visitor() as stranger:
        answer = stranger.get(f"{PAGE}/2")
        assert answer.status_code == 303 and answer.headers["location"].startswith("/review/login")


def test_an_admin_promotes_and_rolls_back(site: Site, versions: Versions) -> None:
    """A promoted version answers at once, who promoted it and why is shown, and one click goes back."""
    with site.visitor("admin") as admin:
        page = said(post(admin, f"{PAGE}/2", f"{PAGE}/2/promote", note="new hours"), admin)
        assert "Version 2 is live" in page and "new hours" in page
        assert site.app.state.live.now.version == "2"
        assert "Version 1 is live" in said(post(admin, PAGE, f"{PAGE}/rollback"), admin)
    assert [(one.version, one.by) for one in versions.state().history[-2:]] == [(2, "admin"), (1, "admin")]


def test_a_version_that_misses_its_gates_must_be_forced(site: Site, versions: Versions) -> None:
    """A worse version is refused with what it misses, the page names what breaks, and forcing it is kept."""
    with site.visitor("admin") as admin:
        page = admin.get(f"{PAGE}/3").text
        assert "has my order arrived" in page and "surely worse" in page and "missed" in page
        assert "was not promoted" in said(post(admin, f"{PAGE}/3", f"{PAGE}/3/promote"), admin)
        assert versions.state().version == 1
        assert "forced, missed" in said(post(admin, f"{PAGE}/3", f"{PAGE}/3/promote", force="yes"), admin)
    assert versions.state().history[-1].missed


def test_two_versions_are_held_against_each_other(site: Site) -> None:
    """Any two versions can be compared, whichever is live; one that is not there is a page that says so."""
    with site.visitor("viewer") as viewer:
        assert "Against version 3" in viewer.get(f"{PAGE}/2?against=3").text
        for missing in ("99", "2?against=99", "99/report"):
            assert viewer.get(f"{PAGE}/{missing}").status_code == 404


def test_a_report_is_shown_in_a_box(site: Site) -> None:
    """The report of a training runs no script but its own, and cannot act as who looks at it."""
    with site.visitor("viewer") as viewer:
        page = viewer.get(f"{PAGE}/1/report")
    policy = page.headers["content-security-policy"]
    assert page.status_code == 200 and "Evaluation report" in page.text
    assert "sandbox allow-scripts" in policy and "script-src 'sha256-" in policy
    assert "unsafe-inline" not in policy.partition("script-src")[2].partition(";")[0]


def test_a_failed_training_shows_the_lines_to_mend(site: Site, versions: Versions) -> None:
    """What is wrong in the files stands on the page with its line; what is live stays."""
    assert versions.intents is not None
    (versions.intents / "bad.yaml").write_text("intents:\n  gift_card:\n    exampels: [a]\n", encoding="utf-8")
    with site.visitor("editor") as editor:
        page = said(post(editor, PAGE, f"{PAGE}/train", note="vouchers"), editor)
        while "bad.yaml:3:5" not in page:
            assert editor.get(f"{PAGE}/training").json()["state"] in ("running", "failed")
            time.sleep(0.1)
            page = editor.get(PAGE).text
        assert "Version 1 is live" in page and "flash bad" in page


def test_a_live_version_that_does_not_fit_the_files_is_told(site: Site, versions: Versions) -> None:
    """Where the live version was made of other intents than the files have, the page says which."""
    assert versions.intents is not None
    (versions.intents / "more.yaml").write_text(
        "intents:\n  gift_card:\n    examples: [gift card please, i want a voucher, buy a gift card]\n"
        "    responses: [Gladly.]\n",
        encoding="utf-8",
    )
    with site.visitor("viewer") as viewer:
        viewer.get(f"{PAGE}/1")
        page = viewer.get(PAGE).text
    assert "does not fit the intent files" in page and "gift_card" in page


def test_a_version_that_cannot_be_loaded_is_told_on_the_page(site: Site, versions: Versions) -> None:
    """A live version whose folder is damaged is named on the page; the old one answers."""
    (versions.folder(2) / "weights.npz").write_bytes(b"damaged")
    write_record(versions.signal, versions.state().__class__(2, (1,)))
    site.app.state.follower.follow()
    with site.visitor("viewer") as viewer:
        assert "version 2 could not be loaded, 1 answers" in viewer.get(PAGE).text
        assert viewer.get("/status").json()["problem"].startswith("version 2 could not be loaded")


def test_progress_is_shown_without_a_reload_and_the_end_with_one(site: Site, versions: Versions) -> None:
    """In a browser the panel of a training goes by itself when the training ends, and its outcome stands there."""
    assert versions.intents is not None
    other_answers(versions, "From eleven to noon.")
    with Browser() as browser:
        page = browser.open(f"{site.address}{PAGE}")
        page.type("[name=name]", "editor")
        page.type("[name=password]", PASSWORD)
        page.click("form.stack button.primary")
        page.wait_for("h1", "Version 1 is live")
        page.type("[name=note]", "hours")
        page.click("form.panel button.primary")
        page.wait_for(".flash", "Version 4 has the new answers")
        assert not page.console
    job = Jobs(versions).latest()
    assert job is not None and (job.by, job.note, job.outcome) == ("editor", "hours", "answers")
