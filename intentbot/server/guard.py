"""Who may pass: people by their login, programs by their token.

Pages: ``person: Annotated[Person, Depends(require_role("editor"))]``. Every request that is no GET must also carry the
form token, which `page_response` gives to every template. Programs: ``dependencies=[Depends(require_token("client",
when="issued"))]``.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Literal
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exception_handlers import request_validation_exception_handler
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from intentbot.accounts.secret_words import form_token, is_same
from intentbot.accounts.tokens import TokenRefused
from intentbot.people import Person, Role, Scope
from intentbot.server.pages.responses import PageRefused, message_page, refused_response
from intentbot.server.parts import server_accounts, server_settings, server_tokens
from intentbot.server.refusals import Refusal

LOGIN = "/review/login"

_READING = ("GET", "HEAD", "OPTIONS")
_PAGES_FIX = (
    "A web page can keep no token secret: let a proxy of yours add it (docs/widget.md), or serve without --private."
)
"""For a chat in a page, which the server was started without thinking of."""

_OUR_PATHS = re.compile(r"/review/[!-\[\]-~]*")
_HOME = "/review/"

When = Literal["always", "issued"]
"""When a token is asked for: always, or as soon as one was ever issued or the server was started as private."""


def guard_pages(app: FastAPI) -> None:
    """Let an app answer those who may not pass, or whose address or form makes no sense, with a page."""
    app.add_exception_handler(PageRefused, refused_response)
    app.add_exception_handler(RequestValidationError, _nonsense)


def require_role(role: Role) -> Callable[[Request], Awaitable[Person]]:
    """Return a dependency that lets only people of a role (or a higher one) pass, and gives who it is."""

    async def guard(request: Request) -> Person:
        secret = request.cookies.get(cookie_name(request, "login"), "")
        person = await run_in_threadpool(server_accounts(request).logged_in, secret) if secret else None
        if person is None:
            raise _login_needed(request)
        request.state.person, request.state.csrf_token = person, form_token(secret)
        if not person.may(role):
            raise PageRefused(
                403,
                "This is not yours to do",
                f"It takes the role {role}; yours is {person.role}. An admin can change that: "
                f"intentbot people role MODEL {person.name} {role}",
            )
        if request.method not in _READING:
            await check_form(request, secret)
        return person

    return guard


async def check_form(request: Request, secret: str) -> None:
    """Refuse a form that one of our own pages did not send to this visitor.

    Raises
    ------
    PageRefused
    """
    # Browsers say where a request comes from; what they do not say, the token proves.
    is_ours = request.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")
    shown = request.headers.get("x-csrf-token") or (await request.form()).get("csrf_token")
    if not (is_ours and secret and isinstance(shown, str) and is_same(shown, form_token(secret))):
        raise PageRefused(
            403,
            "This form is too old",
            "You logged in or out since the page was opened, or cookies are off. Go back, load the page again, and "
            "send the form once more; nothing was changed.",
        )


def require_token(scope: Scope, *, when: When = "always") -> Callable[[Request], Awaitable[None]]:
    """Return a dependency that lets only programs with a token of a scope pass.

    A token stands in ``Authorization: Bearer TOKEN`` or, as Rasa's clients send it, in ``?token=TOKEN``.
    """

    async def guard(request: Request) -> None:
        tokens = server_tokens(request)
        if when == "issued" and not server_settings(request).is_private and not await run_in_threadpool(tokens.has_any):
            return
        secret = _shown_token(request)
        if not secret:
            is_page = when == "always" and scope == "client" and "origin" in request.headers
            raise _unauthorized(
                "A token is needed here: send Authorization: Bearer TOKEN.",
                _PAGES_FIX if is_page else f"To make one: intentbot tokens add MODEL NAME --scope {scope}",
            )
        try:
            await run_in_threadpool(tokens.check, secret, scope)
        except TokenRefused as refused:
            raise _unauthorized(refused.sentence, refused.fix, refused.status) from None

    return guard


def cookie_name(request: Request, use: str) -> str:
    """Return what a cookie of ours is called; under https it is bound to this very host and to https."""
    return f"__Host-intentbot-{use}" if is_secure(request) else f"intentbot-{use}"


def set_cookie(request: Request, response: Response, use: str, secret: str, *, seconds: int) -> None:
    """Let a browser keep a secret: out of reach of scripts, and not sent along by other sites' forms."""
    response.set_cookie(
        cookie_name(request, use),
        secret,
        max_age=seconds,
        path="/",
        secure=is_secure(request),
        httponly=True,
        samesite="lax",
    )


def is_secure(request: Request) -> bool:
    """Return whether the browser speaks https, to us or to the proxy before us."""
    return request.url.scheme == "https"


def own_path(path: str) -> str:
    """Return a path of our pages, the first one where it is none: nobody is sent to another site after a login."""
    return path if _OUR_PATHS.fullmatch(path) else _HOME


async def _nonsense(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    if not request.url.path.startswith(_HOME):
        return await request_validation_exception_handler(request, error)
    return message_page(request, 422, "This address makes no sense", "Part of it is missing or changed. Go back.")


def _login_needed(request: Request) -> PageRefused:
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    back = f"?next={quote(here, safe='')}" if request.method == "GET" and own_path(here) not in ("", _HOME) else ""
    return PageRefused(303, "Log in", location=f"{LOGIN}{back}")


def _shown_token(request: Request) -> str:
    scheme, _, shown = request.headers.get("authorization", "").partition(" ")
    return shown.strip() if scheme.lower() == "bearer" else request.query_params.get("token", "")


def _unauthorized(what: str, fix: str, status: int = 401) -> Refusal:
    return Refusal(status, what, fix, headers={"WWW-Authenticate": "Bearer"} if status == 401 else None)
