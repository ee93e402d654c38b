"""Actions: asking a Python function or a webhook for what an answer needs, in a bounded time.

A customer always gets an answer: whatever an action does wrong is told in the log, and makes it one that failed.
"""

from __future__ import annotations

import asyncio
import inspect
import json
import logging
import os
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from datetime import time as time_of_day
from decimal import Decimal
from http.client import HTTPException
from typing import Any, TypeAlias

from intentbot.conversation.workers import run_in_time
from intentbot.errors import ActionError
from intentbot.fuzzy import suggest
from intentbot.profile import ActionDefinition, Webhook
from intentbot.version import VERSION

Value: TypeAlias = "str | bool | int | float | Decimal | date | time_of_day | datetime | None"
"""What a result may be."""

Results: TypeAlias = "Mapping[str, Value] | None"
"""What an action gives: values by name; None for none."""

ActionFunction: TypeAlias = "Callable[[ActionCall], Results | Awaitable[Results]]"
"""A Python function that is an action, or a coroutine function."""

MOST_AT_ONCE = 64
"""How many calls of one action may be under way: where that many hang, further ones fail at once."""

LARGEST_ANSWER = 1_000_000
"""Bytes that are read of a webhook's answer."""

_PAUSE_S = 0.2
_log = logging.getLogger("intentbot")


@dataclass(frozen=True, slots=True)
class ActionCall:
    """What an action is told.

    Attributes
    ----------
    action : str
        Its name.
    intent : str
        The intent that needs it.
    text : str
        The customer's message.
    slots : mapping of str to str
        What is known: the value of each slot.
    session : str or None
        Whose conversation it is, as it was given to `reply`.
    channel : str or None
    language : str
    """

    action: str
    intent: str
    text: str
    slots: Mapping[str, str]
    session: str | None
    channel: str | None
    language: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an action came to: its results as texts, each with its type where it has one, or that it failed."""

    results: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    failed: bool = False


FAILED = Outcome(failed=True)


class Actions:
    """Runs actions. Safe for threads.

    Parameters
    ----------
    definitions : mapping of str to ActionDefinition
    functions : mapping of str to callable
        Python functions by the name of their action; each takes the place of a webhook.
    is_offline : bool
        Whether no webhook is asked.

    Raises
    ------
    ActionError
        For a function of a name that no action has.
    """

    def __init__(
        self,
        definitions: Mapping[str, ActionDefinition],
        functions: Mapping[str, ActionFunction],
        *,
        is_offline: bool = False,
    ) -> None:
        for name in functions:
            if name not in definitions:
                near = suggest(name, definitions)
                fix = f"Did you mean {near}?" if near else "Declare it under actions: in the intent files."
                raise ActionError(f'the bot has no action "{name}".', fix)
        self._definitions = definitions
        self._functions = functions
        self._is_offline = is_offline
        self._missed: set[str] = set()
        self._under_way = {name: threading.BoundedSemaphore(MOST_AT_ONCE) for name in definitions}

    def run(self, call: ActionCall) -> Outcome:
        """Return what an action comes to; it takes no longer than its time, and does not raise."""
        definition = self._definitions[call.action]
        work, patience_s = self._work(definition, call)
        return FAILED if work is None else self._told(definition, self._in_thread(definition.name, work, patience_s))

    async def run_async(self, call: ActionCall) -> Outcome:
        """Return what an action comes to without keeping the event loop waiting; coroutines run in it."""
        definition = self._definitions[call.action]
        function = self._functions.get(call.action)
        if function is None or not inspect.iscoroutinefunction(function):
            return await asyncio.to_thread(self.run, call)
        try:
            result = await asyncio.wait_for(function(call), definition.timeout_s)
        except (TimeoutError, asyncio.TimeoutError):
            return self._failed(call.action, f"gave no answer within {definition.timeout_s:g} s")
        except Exception as error:
            return self._failed(call.action, f"raised {type(error).__name__}: {error}", error)
        return self._told(definition, result)

    def _work(self, definition: ActionDefinition, call: ActionCall) -> tuple[Callable[[], object] | None, float]:
        """Return what has to be run, and how many seconds it may take in all; None where there is nothing."""
        function, webhook = self._functions.get(definition.name), definition.webhook
        if function is not None:
            return (lambda: _called(function, call)), definition.timeout_s
        if webhook is None or self._is_offline:
            if definition.name not in self._missed:
                # Once is enough: it will be so for every message.
                self._missed.add(definition.name)
                self._failed(definition.name, "has no webhook, and no function was handed over")
            return None, 0.0
        return (lambda: post(webhook, asdict(call))), longest_s(webhook)

    def _in_thread(self, name: str, work: Callable[[], object], patience_s: float) -> object:
        """Return what `work` gives in a thread of its own, which is left alone when its time is over."""
        under_way = self._under_way[name]
        if not under_way.acquire(blocking=False):
            return self._failed(name, f"is under way {MOST_AT_ONCE} times already")
        try:
            return run_in_time(work, patience_s, under_way.release)
        except TimeoutError:
            return self._failed(name, f"gave no answer within {patience_s:g} s")
        except Exception as error:
            return self._failed(name, f"raised {type(error).__name__}: {error}", error)

    def _told(self, definition: ActionDefinition, result: object) -> Outcome:
        """Return the outcome of what an action gave: a mapping of names to values."""
        if isinstance(result, Outcome):
            return result
        if result is None:
            return Outcome()
        if not isinstance(result, Mapping):
            return self._failed(definition.name, f"gave {type(result).__name__} and no mapping of names to values")
        types = dict(definition.results)
        results: dict[str, str] = {}
        for name, value in result.items():
            if value is None:
                continue
            written = written_value(value)
            if written is None or not isinstance(name, str):
                return self._failed(
                    definition.name, f"gave {type(value).__name__} for {name!r}: no text, number or date"
                )
            results[name] = written[0]
            types[name] = types.get(name) or written[1]
        return Outcome(results, types)

    def _failed(self, name: str, what: str, error: Exception | None = None) -> Outcome:
        _log.error('%s: the action "%s" %s.', self._definitions[name].place, name, what, exc_info=error)
        return FAILED


def written_value(value: object) -> tuple[str, str] | None:
    """Return a result as text, and its type where the value itself has one; None where it is no value."""
    if isinstance(value, str):
        return value, ""
    if isinstance(value, bool):
        return ("yes" if value else "no"), ""
    if isinstance(value, int):
        # A whole number may well be the number of an order; one to be said as an amount is declared so.
        return str(value), ""
    if isinstance(value, float | Decimal):
        number = Decimal(repr(value)) if isinstance(value, float) else value
        return (format(number, "f"), "number") if number.is_finite() else None
    if isinstance(value, datetime):
        return value.date().isoformat(), "date"
    if isinstance(value, date):
        return value.isoformat(), "date"
    return (value.strftime("%H:%M"), "time") if isinstance(value, time_of_day) else None


def longest_s(webhook: Webhook) -> float:
    """Return the seconds that all attempts of a webhook may take together."""
    return (webhook.retries + 1) * (webhook.timeout_s + _PAUSE_S)


def is_taken(webhook: Webhook, told: Mapping[str, Any]) -> bool:
    """Whether a webhook takes what it is told; where it does not, the log says why."""
    try:
        post(webhook, told)
    except (OSError, ValueError, HTTPException) as error:
        _log.error("the hand-over to %s failed: %s", webhook.url, error)
        return False
    return True


def post(webhook: Webhook, told: Mapping[str, Any]) -> Any:
    """Return the JSON that a webhook answers; None for an empty answer.

    Attempts that fail are repeated where that may help: the network, a timeout, and statuses of 500 and more.

    Raises
    ------
    OSError, HTTPException, ValueError
        Where the last attempt failed, or the answer is no JSON.
    """
    content = json.dumps({"intentbot": VERSION, **told}, ensure_ascii=False).encode("utf-8", "replace")
    headers = {"Content-Type": "application/json", "User-Agent": f"intentbot/{VERSION}"}
    token = os.environ.get(webhook.token_from, "") if webhook.token_from else ""
    if token:
        headers["Authorization"] = f"Bearer {token}"
    for attempt in range(webhook.retries + 1):
        request = urllib.request.Request(webhook.url, content, headers)
        try:
            with urllib.request.urlopen(request, timeout=webhook.timeout_s) as answer:
                body = answer.read(LARGEST_ANSWER + 1)
            if len(body) > LARGEST_ANSWER:
                raise ValueError(f"{webhook.url} answers more than {LARGEST_ANSWER:,} bytes")
            return json.loads(body) if body.strip() else None
        except urllib.error.HTTPError as error:
            error.close()
            if error.code < 500 or attempt == webhook.retries:
                raise
        except (OSError, HTTPException):
            if attempt == webhook.retries:
                raise
        time.sleep(_PAUSE_S)
    raise AssertionError("the last attempt returns or raises")


def _called(function: ActionFunction, call: ActionCall) -> object:
    result = function(call)
    if inspect.isawaitable(result):

        async def wait() -> object:
            return await result

        return asyncio.run(wait())
    return result
