"""The review pages as tests visit them: a server with people in it, and visitors who log in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx
from argon2 import PasswordHasher
from fastapi import FastAPI

from intentbot.accounts import passwords
from intentbot.people import ROLES
from intentbot.server.app import create_app
from intentbot.server.settings import ServerSettings
from tests.serving import serving

PASSWORD = "correct horse battery"

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Hashes a password in no time."""


@dataclass(frozen=True)
class Site:
    """A server that runs, with three people who are named for their roles."""

    app: FastAPI
    address: str

    @contextmanager
    def visitor(self, name: str = "") -> Iterator[httpx.Client]:
        """Yield a browser without a window, logged in where a name is given."""
        with httpx.Client(base_url=self.address, timeout=60) as visitor:
            if name:
                log_in(visitor, name)
            yield visitor


@contextmanager
def quick_hashes() -> Iterator[None]:
    """Let passwords be hashed cheaply; all else stays real."""
    costly, passwords._HASHER = passwords._HASHER, QUICK
    passwords._nobodys.cache_clear()
    try:
        yield
    finally:
        passwords._HASHER = costly
        passwords._nobodys.cache_clear()


@contextmanager
def review_site(settings: ServerSettings) -> Iterator[Site]:
    """Yield a server with a viewer, an editor and an admin."""
    with quick_hashes():
        app = create_app(settings)
        for role in ROLES:
            app.state.accounts.add(role, PASSWORD, role)
        with serving(app) as address:
            yield Site(app, address)


def form_token(text: str) -> str:
    """Return the token of the forms of a page."""
    found = re.search(r'name="csrf_token" value="([0-9a-f]{64})"', text)
    assert found, "the page has no form"
    return found[1]


def post(visitor: httpx.Client, page: str, to: str, **fields: str | list[str]) -> httpx.Response:
    """Return the answer to a form that stands on a page."""
    return visitor.post(to, data={**fields, "csrf_token": form_token(visitor.get(page).text)})


def log_in(visitor: httpx.Client, name: str, password: str = PASSWORD, next: str = "") -> str:
    """Log in as the form does; return where the browser is sent."""
    answer = post(visitor, "/review/login", "/review/login", name=name, password=password, next=next)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])
