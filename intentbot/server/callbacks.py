"""Sending the bot's messages to the one address that the server was started with."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from intentbot.conversation.webhooks import WebhookError, send, shown
from intentbot.errors import SettingsError
from intentbot.profile import Webhook
from intentbot.server.logs import log

_TIMEOUT_S = 5.0

_MOST_AT_ONCE = 32
"""How many conversations are sent to at once, by threads that do nothing else: where the address is slow, nobody waits
for it but those whose answers go there."""


def read_callback_url(text: str) -> str:
    """Return the address of a callback channel.

    Raises
    ------
    SettingsError
    """
    try:
        parts = urlsplit(text)
        is_fine = parts.scheme in ("http", "https") and bool(parts.hostname) and text.isascii() and text.isprintable()
    except ValueError:
        is_fine = False
    if not is_fine:
        raise SettingsError(f"{text!r} is no address to send answers to.", "Write https://chat.example/bot.")
    return text


async def deliver(url: str, messages: Sequence[Mapping[str, Any]]) -> None:
    """Send messages one after another; where one cannot be sent, the log says why, and the rest is not tried.

    No redirect is followed, and no address comes from a client: nobody can make the server call anything else.
    """
    await asyncio.get_running_loop().run_in_executor(_senders(), _deliver, url, messages)


@cache
def _senders() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_MOST_AT_ONCE, thread_name_prefix="intentbot-callback")


def _deliver(url: str, messages: Sequence[Mapping[str, Any]]) -> None:
    webhook = Webhook(url, timeout_s=_TIMEOUT_S, retries=1)
    for number, message in enumerate(messages, 1):
        try:
            send(webhook, message)
        except WebhookError as error:
            log.error("message %d of %d was not sent to %s: %s", number, len(messages), shown(url), error)
            return
