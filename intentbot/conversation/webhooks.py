"""Telling a webhook something by HTTP, and reading its answer. No redirect is followed, and no secret is logged."""

from __future__ import annotations

import json
import logging
import os
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

from intentbot.conversation.workers import run_in_time
from intentbot.profile import Webhook
from intentbot.version import VERSION

LARGEST_ANSWER = 1_000_000
"""Bytes that are read of an answer."""

_PAUSE_S = 0.2
_log = logging.getLogger("intentbot")


class WebhookError(Exception):
    """A webhook cannot be told something, in words that hold no secret."""


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Refuses to go where a webhook points to: a token is for one address alone."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """Return nothing, so that the redirect is an error."""


_opener = urllib.request.build_opener(_NoRedirects)


def longest_s(webhook: Webhook) -> float:
    """Return the seconds that all attempts of a webhook may take together."""
    return (webhook.retries + 1) * (webhook.timeout_s + _PAUSE_S)


def is_taken(webhook: Webhook, told: Mapping[str, Any]) -> bool:
    """Whether a webhook takes what it is told, in bounded time; where it does not, the log says why."""
    try:
        run_in_time(lambda: _post(webhook, _content(told)), longest_s(webhook), lambda: None)
    except TimeoutError:
        _log.error("the hand-over to %s gave no answer within %g s.", shown(webhook.url), longest_s(webhook))
    except Exception as error:
        _log.error("the hand-over to %s failed: %s", shown(webhook.url), error)
    else:
        return True
    return False


def ask(webhook: Webhook, told: Mapping[str, Any]) -> Any:
    """Return the JSON that a webhook answers; None for an empty answer.

    Raises
    ------
    WebhookError
        Where the last attempt failed, or the answer is no JSON.
    """
    body = _post(webhook, _content(told))
    if len(body) > LARGEST_ANSWER:
        raise WebhookError(f"it answers more than {LARGEST_ANSWER:,} bytes")
    try:
        return json.loads(body) if body.strip() else None
    except (ValueError, RecursionError):
        raise WebhookError("its answer is no JSON") from None


def send(webhook: Webhook, told: Mapping[str, Any]) -> None:
    """Send a webhook exactly what it is told, and leave its answer unread.

    Raises
    ------
    WebhookError
        Where the last attempt failed.
    """
    _post(webhook, json.dumps(told).encode())


def shown(url: str) -> str:
    """Return an address as a log may show it: without what may be a secret in it."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}{parts.path}"


def _content(told: Mapping[str, Any]) -> bytes:
    return json.dumps({"intentbot": VERSION, **told}, ensure_ascii=False).encode("utf-8", "replace")


def _post(webhook: Webhook, content: bytes) -> bytes:
    """Return the body of an answer with a status of 200 to 299; what may pass is tried again, as often as said."""
    request = urllib.request.Request(webhook.url, content, _headers(webhook))
    for attempt in range(webhook.retries + 1):
        if attempt:
            time.sleep(_PAUSE_S)
        try:
            with _opener.open(request, timeout=webhook.timeout_s) as answer:
                body: bytes = answer.read(LARGEST_ANSWER + 1)
                return body
        except urllib.error.HTTPError as error:
            error.close()
            if 300 <= error.code < 400:
                raise WebhookError("it points to another address; write that one as its url") from None
            problem = f"it answers with status {error.code}"
            if error.code < 500:
                break
        except (OSError, HTTPException, ValueError) as error:
            reason = getattr(error, "reason", error)
            problem = f"it cannot be reached ({type(reason).__name__})"
    raise WebhookError(problem)


def _headers(webhook: Webhook) -> dict[str, str]:
    headers = {
        "Content-Type": "application/json",
        "User-Agent": f"intentbot/{VERSION}",
        # The same for every attempt, so that whoever is told twice can see it.
        "Idempotency-Key": uuid.uuid4().hex,
    }
    token = os.environ.get(webhook.token_from, "").strip() if webhook.token_from else ""
    if token and not (token.isascii() and token.isprintable()):
        raise WebhookError(f"the token in {webhook.token_from} has signs that no header can have")
    return headers | ({"Authorization": f"Bearer {token}"} if token else {})
