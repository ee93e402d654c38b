"""Logging in and out, and one's own password."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated, TypeVar

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Depends, Form, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from intentbot.accounts.accounts import LOGIN_S, Accounts
from intentbot.accounts.attempts import TooManyAttempts
from intentbot.accounts.passwords import SHORTEST
from intentbot.accounts.secret_words import form_token, new_secret
from intentbot.errors import AccountError
from intentbot.people import Person
from intentbot.server.guard import LOGIN, check_form, cookie_name, own_path, require_role, set_cookie
from intentbot.server.pages.responses import page_response, redirect
from intentbot.server.parts import server_accounts, server_settings

router = APIRouter(include_in_schema=False)

T = TypeVar("T")

_HASHES = 2
"""How many passwords are looked at at once."""

_FORM_S = 60 * 60
"""How long one may look at the login page before the form is too old."""

People = Annotated[Accounts, Depends(server_accounts)]
Viewer = Annotated[Person, Depends(require_role("viewer"))]


@router.get(LOGIN)
async def login_page(request: Request, people: People, next: str = "") -> Response:
    """Show the form; who is logged in already goes on at once."""
    secret = request.cookies.get(cookie_name(request, "login"), "")
    person = await run_in_threadpool(people.logged_in, secret) if secret else None
    if person is not None:
        return redirect(own_path(next))
    return await _login_form(request, people, next=next)


@router.post(LOGIN)
async def log_in(
    request: Request,
    people: People,
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "",
) -> Response:
    """Log in, and go on to the page that was asked for."""
    await check_form(request, request.cookies.get(cookie_name(request, "form"), ""))
    address = request.client.host if request.client else ""
    try:
        new = await _hashing(request, partial(people.log_in, name, password, address=address))
    except AccountError as error:
        status = 429 if isinstance(error, TooManyAttempts) else 401
        response = await _login_form(request, people, next=next, name=name, error=error, status=status)
        if isinstance(error, TooManyAttempts):
            response.headers["Retry-After"] = str(error.seconds)
        return response
    response = redirect(own_path(next))
    set_cookie(request, response, "login", new, seconds=LOGIN_S)
    set_cookie(request, response, "form", "", seconds=0)
    return response


@router.post("/review/logout")
async def log_out(request: Request, person: Viewer, people: People) -> Response:
    """End this login."""
    await run_in_threadpool(people.log_out, request.cookies[cookie_name(request, "login")])
    response = redirect(LOGIN, flash="You are logged out.")
    set_cookie(request, response, "login", "", seconds=0)
    return response


@router.get("/review/account")
async def account_page(request: Request, person: Viewer) -> Response:
    """Show who one is, and the form for another password."""
    return page_response(request, "account.html", error="", shortest=SHORTEST)


@router.post("/review/account")
async def change_password(
    request: Request,
    person: Viewer,
    people: People,
    password: Annotated[str, Form()] = "",
    new_password: Annotated[str, Form()] = "",
) -> Response:
    """Change one's own password, which ends all of one's logins."""
    address = request.client.host if request.client else ""
    try:
        # As for a login, with its limits: a browser left open must not be a way to try passwords.
        secret = await _hashing(request, partial(people.log_in, person.name, password, address=address))
        await run_in_threadpool(people.log_out, secret)
        await _hashing(request, partial(people.set_password, person.name, new_password))
    except AccountError as error:
        return page_response(request, "account.html", status=422, error=error.sentences, shortest=SHORTEST)
    return redirect(LOGIN, flash="Your password is changed. Log in with it.")


async def _hashing(request: Request, work: Callable[[], T]) -> T:
    """Return what some work gives that hashes a password: 64 MiB and a core each time, so a few at once."""
    state = request.app.state
    if not hasattr(state, "hashing"):
        state.hashing = CapacityLimiter(_HASHES)
    return await to_thread.run_sync(work, limiter=state.hashing)


async def _login_form(
    request: Request,
    people: Accounts,
    *,
    next: str,
    name: str = "",
    error: AccountError | None = None,
    status: int = 200,
) -> Response:
    secret = request.cookies.get(cookie_name(request, "form"), "") or new_secret()
    request.state.csrf_token = form_token(secret)
    is_empty = not await run_in_threadpool(people.has_people)
    response = page_response(
        request,
        "login.html",
        status=status,
        next=own_path(next),
        name=name[:64],
        error=error.sentences if error else "",
        is_empty=is_empty,
        model=server_settings(request).model,
    )
    set_cookie(request, response, "form", secret, seconds=_FORM_S)
    return response
