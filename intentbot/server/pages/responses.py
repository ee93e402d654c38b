"""How the pages are filled in and sent: everything is escaped, and nothing but our own files is loaded or run."""

from __future__ import annotations

import base64
import json
from datetime import datetime, timezone
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from fastapi import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from intentbot.server.static_files import static_path

if TYPE_CHECKING:
    from jinja2 import Environment

SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https:; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # What customers said is not for the next one at this computer.
    "Cache-Control": "no-store",
}

_FLASH = "intentbot_flash"
_LONGEST_FLASH = 1000

FlashKind = Literal["good", "bad", "note"]


class PageRefused(Exception):
    """A page is not shown; instead one that says why, or another one.

    Parameters
    ----------
    status : int
    title, text : str
        What is said.
    location : str
        Where the browser is sent instead; empty for nowhere.
    """

    def __init__(self, status: int, title: str, text: str = "", *, location: str = "") -> None:
        super().__init__(title)
        self.status, self.title, self.text, self.location = status, title, text, location


def page_response(request: Request, template: str, /, *, status: int = 200, **values: Any) -> Response:
    """Return a page made of a template in ``templates/``.

    Every template also knows `person` (who is logged in, or None), `csrf_token` (for ``<input type="hidden"
    name="csrf_token">`` in every form that posts), `path`, and `flash` (what `redirect` left to say, or None).
    """
    flash = _read_flash(request)
    known = {
        "person": getattr(request.state, "person", None),
        "csrf_token": getattr(request.state, "csrf_token", ""),
        "path": request.url.path,
        "flash": flash,
    }
    text = _environment().get_template(template).render({**known, **values})
    response = HTMLResponse(text, status_code=status, headers=SECURITY_HEADERS)
    if flash is not None:
        response.delete_cookie(_FLASH, path="/review")
    return response


def redirect(to: str, *, flash: str = "", kind: FlashKind = "good") -> Response:
    """Return what sends a browser on after a form was posted; the next page says `flash`."""
    response = RedirectResponse(to, status_code=303, headers={"Cache-Control": "no-store"})
    if flash:
        said = json.dumps([kind, flash[:_LONGEST_FLASH]]).encode()
        response.set_cookie(
            _FLASH,
            base64.urlsafe_b64encode(said).decode(),
            max_age=60,
            path="/review",
            httponly=True,
            samesite="strict",
        )
    return response


def refused_response(request: Request, refused: Exception) -> Response:
    """Return the page for a `PageRefused`."""
    assert isinstance(refused, PageRefused)
    if refused.location:
        return redirect(refused.location)
    return message_page(request, refused.status, refused.title, refused.text)


def message_page(request: Request, status: int, title: str, text: str) -> Response:
    """Return a page that says something, in the place of another one."""
    return page_response(request, "message.html", status=status, title=title, text=text)


def _read_flash(request: Request) -> tuple[str, str] | None:
    try:
        kind, text = json.loads(base64.urlsafe_b64decode(request.cookies[_FLASH]))
        return (kind, text) if kind in ("good", "bad", "note") and isinstance(text, str) else None
    except (KeyError, ValueError, TypeError):
        return None


@cache
def _environment() -> Environment:
    # A server that only answers is ready sooner without these.
    from jinja2 import Environment, PackageLoader, StrictUndefined

    from intentbot.renderings.summary import counted, one_line, percent

    environment = Environment(
        loader=PackageLoader("intentbot.server", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.do"],
    )
    environment.filters |= {
        "percent": percent,
        "one_line": one_line,
        "counted": counted,
        "moment": moment,
        "clock": clock,
        "iso": iso,
    }
    environment.globals |= {"static": static_path}
    return environment


def moment(at: float) -> str:
    """Return a time as people read it, such as ``30 Nov 2026, 16:45``; it is UTC, as the pages say."""
    return _utc(at).strftime("%d %b %Y, %H:%M").lstrip("0")


def clock(at: float) -> str:
    """Return the time of the day, such as ``16:45:03``."""
    return _utc(at).strftime("%H:%M:%S")


def iso(at: float) -> str:
    """Return a time for ``<time datetime>``."""
    return _utc(at).isoformat(timespec="seconds")


def _utc(at: float) -> datetime:
    return datetime.fromtimestamp(at, timezone.utc)
