"""Who may pass: logins, forms and tokens, over HTTP."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import httpx
import pytest
from fastapi import Depends
from sqlalchemy import delete

from intentbot.people import ROLES, Person
from intentbot.server.app import create_app
from intentbot.server.guard import require_role, require_token
from intentbot.server.settings import ServerSettings
from intentbot.store.schema import ATTEMPTS, LOGINS, PEOPLE, TOKENS
from tests.review_site import PASSWORD, Site, form_token, log_in, review_site
from tests.serving import serving


@pytest.fixture(scope="module")
def whole_site(model_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Give a server with routes that take a role or a token."""
    settings = ServerSettings(model=model_folder, data=tmp_path_factory.mktemp("guarded"), rate_limit="0")
    with review_site(settings) as site:

        @site.app.get("/review/probe")
        async def read(person: Annotated[Person, Depends(require_role("viewer"))]) -> str:
            return person.name

        @site.app.post("/review/probe")
        async def write(person: Annotated[Person, Depends(require_role("editor"))]) -> str:
            return person.name

        for when in ("always", "issued"):
            site.app.get(f"/probe/{when}", dependencies=[Depends(require_token("client", when=when))])(lambda: "in")
        site.app.get("/probe/admin", dependencies=[Depends(require_token("admin"))])(lambda: "in")
        yield site


@pytest.fixture
def site(whole_site: Site) -> Iterator[Site]:
    """Give the server, with its people and tokens as they were at first."""
    yield whole_site
    with whole_site.app.state.database.transaction() as connection:
        for table in (LOGINS, ATTEMPTS, TOKENS, PEOPLE):
            connection.execute(delete(table))
    for role in ROLES:
        whole_site.app.state.accounts.add(role, PASSWORD, role)
    whole_site.app.state.tokens._any = (0.0, False)


@pytest.fixture
def visitor(site: Site) -> Iterator[httpx.Client]:
    """Give somebody who is not logged in."""
    with site.visitor() as visitor:
        yield visitor


def test_who_is_not_logged_in_is_sent_to_the_form_and_back(site: Site, visitor: httpx.Client) -> None:
    """A page that was asked for is shown after the login."""
    asked = visitor.get("/review/probe?q=a%20b")
    assert asked.status_code == 303
    form = visitor.get(asked.headers["location"])
    assert 'name="next" value="/review/probe?q=a%20b"' in form.text
    assert log_in(visitor, "viewer", next="/review/probe?q=a%20b") == "/review/probe?q=a%20b"
    assert visitor.get("/review/probe").json() == "viewer"


@pytest.mark.parametrize(
    "next",
    ["https://a.example", "//a.example", "/\\a.example", "/review/\\x", "/review//\n", "javascript:1", "/x"],
)
def test_nobody_is_sent_to_another_site(site: Site, visitor: httpx.Client, next: str) -> None:
    """Whatever a link to the login page says, the login leads to our own pages."""
    assert log_in(visitor, "viewer", next=next) == "/review/"


def test_a_role_that_is_too_low_is_told(site: Site, visitor: httpx.Client) -> None:
    """A page says which role it takes, and how to get it."""
    log_in(visitor, "viewer")
    token = form_token(visitor.get("/review/account").text)
    answer = visitor.post("/review/probe", data={"csrf_token": token})
    assert answer.status_code == 403
    assert "It takes the role editor; yours is viewer" in answer.text
    site.app.state.accounts.set_role("viewer", "editor")
    assert visitor.get("/review/probe").status_code == 303


def test_only_our_own_forms_are_taken(site: Site, visitor: httpx.Client) -> None:
    """A form without the token, with another visitor's, or from another site changes nothing."""
    log_in(visitor, "editor")
    mine = form_token(visitor.get("/review/account").text)
    assert visitor.post("/review/probe", data={"csrf_token": mine}).json() == "editor"
    assert visitor.post("/review/probe", headers={"X-CSRF-Token": mine}).json() == "editor"
    with site.visitor("admin") as other:
        others = form_token(other.get("/review/account").text)
    for sent in ({}, {"csrf_token": ""}, {"csrf_token": others}, {"csrf_token": "é"}):
        assert visitor.post("/review/probe", data=sent).status_code == 403
    foreign = visitor.post("/review/probe", data={"csrf_token": mine}, headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403


def test_an_address_that_makes_no_sense_gets_a_page(site: Site, visitor: httpx.Client) -> None:
    """What is wrong with an address of a page is said on a page, what is missing too."""
    log_in(visitor, "viewer")
    for path, status in (("/review/?page=x", 422), ("/review/nothing", 404)):
        answer = visitor.get(path)
        assert answer.status_code == status and "<h1>" in answer.text


def test_the_login_form_is_our_own_too(site: Site, visitor: httpx.Client) -> None:
    """Another site cannot log a visitor in as somebody else."""
    sent = {"name": "viewer", "password": PASSWORD, "csrf_token": "x"}
    assert visitor.post("/review/login", data=sent).status_code == 403


def test_a_failed_login_says_so_and_no_more(site: Site, visitor: httpx.Client) -> None:
    """A wrong name and a wrong password get the same page; after five, one must wait, and is told how long."""
    pages = []
    for name in ("viewer", "nobody"):
        token = form_token(visitor.get("/review/login").text)
        answer = visitor.post("/review/login", data={"name": name, "password": "wrong", "csrf_token": token})
        assert answer.status_code == 401
        pages.append(answer.text.replace(name, "NAME"))
    assert pages[0] == pages[1]
    for _ in range(4):
        visitor.post("/review/login", data={"name": "viewer", "password": "wrong", "csrf_token": token})
    answer = visitor.post("/review/login", data={"name": "viewer", "password": PASSWORD, "csrf_token": token})
    assert answer.status_code == 429 and answer.headers["retry-after"].isdigit()
    assert "Too many attempts to log in have failed. Wait 15 minutes" in answer.text


def test_cookies_are_out_of_reach(site: Site, visitor: httpx.Client) -> None:
    """The cookie of a login is kept from scripts and from other sites' forms; under https it stays with it."""
    token = form_token(visitor.get("/review/login").text)
    answer = visitor.post("/review/login", data={"name": "viewer", "password": PASSWORD, "csrf_token": token})
    cookie = answer.headers.get_list("set-cookie")[0]
    assert cookie.startswith("intentbot-login=") and "HttpOnly" in cookie and "SameSite=lax" in cookie
    with site.visitor() as other:
        secure = other.get("/review/login", headers={"X-Forwarded-Proto": "https"}).headers["set-cookie"]
    assert secure.startswith("__Host-intentbot-form=") and "Secure" in secure and "Path=/;" in secure


def test_logging_out_ends_the_login(site: Site, visitor: httpx.Client) -> None:
    """After the log-out, the cookie is good for nothing, even where somebody kept it."""
    log_in(visitor, "viewer")
    kept = dict(visitor.cookies)
    token = form_token(visitor.get("/review/account").text)
    assert visitor.post("/review/logout", data={"csrf_token": token}).headers["location"] == "/review/login"
    assert "You are logged out" in visitor.get("/review/login").text
    visitor.cookies.update(kept)
    assert visitor.get("/review/probe").status_code == 303


def test_one_changes_ones_own_password(site: Site, visitor: httpx.Client) -> None:
    """Who knows the old password sets another, and logs in with it from then on."""
    log_in(visitor, "viewer")
    token = form_token(visitor.get("/review/account").text)
    wrong = {"password": "wrong", "new_password": "another good one", "csrf_token": token}
    assert "wrong" in visitor.post("/review/account", data=wrong).text
    weak = {"password": PASSWORD, "new_password": "short", "csrf_token": token}
    assert "too short" in visitor.post("/review/account", data=weak).text
    right = {"password": PASSWORD, "new_password": "another good one", "csrf_token": token}
    assert visitor.post("/review/account", data=right).headers["location"] == "/review/login"
    assert log_in(visitor, "viewer", "another good one") == "/review/"


def test_where_there_is_nobody_the_form_says_how_to_begin(model_folder: Path, tmp_path: Path) -> None:
    """The login page of a new bot names the command that lets the first admin in."""
    with serving(create_app(ServerSettings(model=model_folder, data=tmp_path))) as address:
        text = httpx.get(f"{address}/review/login").text
    assert f"intentbot people add {model_folder} ana --role admin" in text


def test_pages_run_nothing_of_others(site: Site, visitor: httpx.Client) -> None:
    """Every page has a strict policy, is kept by no cache, and what is typed into it is only shown."""
    token = form_token(visitor.get("/review/login").text)
    evil = '"><script>alert(1)</script>'
    answer = visitor.post("/review/login", data={"name": evil, "password": "x", "csrf_token": token})
    assert "<script>alert" not in answer.text
    assert "default-src 'none'; script-src 'self'; style-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert "style=" not in answer.text


def test_a_database_that_is_down_is_said(model_folder: Path, tmp_path: Path) -> None:
    """Where the database cannot be reached, the pages say so, and what to do; nobody is taken for logged out."""
    (tmp_path / "intentbot.db").mkdir()
    with serving(create_app(ServerSettings(model=model_folder, data=tmp_path))) as address:
        for path in ("/review/login", "/review/account"):
            answer = httpx.get(address + path, headers={"Cookie": "intentbot-login=x"})
            assert answer.status_code == 503 and "intentbot.db: it is gone" in answer.text


def test_tokens_open_what_they_are_for(site: Site, visitor: httpx.Client) -> None:
    """The API is open until a token is issued; then it takes one, in the header or in the address."""
    assert visitor.get("/probe/issued").status_code == 200
    assert visitor.get("/probe/always").status_code == 401
    _, client = site.app.state.tokens.issue("shop", "client")
    _, admin = site.app.state.tokens.issue("ci", "admin")
    site.app.state.tokens._any = (0.0, False)
    refused = visitor.get("/probe/issued")
    assert refused.status_code == 401 and refused.headers["www-authenticate"] == "Bearer"
    assert "intentbot tokens add" in refused.json()["fix"]
    assert visitor.get("/probe/issued", headers={"Authorization": f"Bearer {client}"}).json() == "in"
    assert visitor.get(f"/probe/issued?token={client}").json() == "in"
    forbidden = visitor.get("/probe/admin", headers={"Authorization": f"Bearer {client}"})
    assert forbidden.status_code == 403 and "scope admin" in forbidden.json()["error"]
    assert visitor.get("/probe/admin", headers={"Authorization": f"Bearer {admin}"}).json() == "in"


def test_static_files_are_kept_by_browsers(site: Site, visitor: httpx.Client) -> None:
    """A style sheet has an address of its own for each content, and is not sent twice."""
    path = re.search(r'href="(/static/pages\.css\?v=[0-9a-f]+)"', visitor.get("/review/login").text)
    assert path
    first = visitor.get(path[1])
    assert "immutable" in first.headers["cache-control"] and first.headers["content-type"].startswith("text/css")
    again = visitor.get("/static/pages.css", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304 and not again.content
    assert "no-cache" in again.headers["cache-control"]
    assert visitor.get("/static/../app.py").status_code == visitor.get("/static/nothing.css").status_code == 404
