"""Actions: asking a Python function or a webhook for what an answer needs, in a bounded time.

A customer always gets an answer: whatever an action does wrong is told in the log, and makes it one that failed.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from datetime import time as time_of_day
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from intentbot.conversation.workers import begin, run_in_time
from intentbot.errors import ActionError
from intentbot.profile import ActionDefinition

if TYPE_CHECKING:
    import asyncio

Value: TypeAlias = "str | bool | int | float | Decimal | date | time_of_day | datetime | None"
"""What a result may be."""

Results: TypeAlias = "Mapping[str, Value] | None"
"""What an action gives: values by name; None for none."""

ActionFunction: TypeAlias = "Callable[[ActionCall], Results | Awaitable[Results]]"
"""A Python function that is an action, or a coroutine function."""

MOST_AT_ONCE = 64
"""How many calls of one action may be under way: where that many hang, further ones fail at once."""

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
        for name, function in functions.items():
            if not callable(function):
                raise ActionError(f'the action "{name}" is {type(function).__name__}.', "Hand over a function.")
            if name not in definitions:
                from intentbot.fuzzy import suggest

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
        import asyncio
        import inspect

        definition = self._definitions[call.action]
        function = self._functions.get(call.action)
        if function is None or not inspect.iscoroutinefunction(function):
            # Its thread is waited for by a callback, not by another thread.
            loop, told = asyncio.get_running_loop(), asyncio.Future[Outcome]()

            def tell(outcome: Outcome) -> None:
                # Whoever asked may have gone away meanwhile.
                if not told.done():
                    told.set_result(outcome)

            begin(lambda: _tell(loop, tell, self.run(call)))
            return await told
        try:
            result = await asyncio.wait_for(function(call), definition.timeout_s)
        except (TimeoutError, asyncio.TimeoutError):
            return self._failed(call.action, f"gave no answer within {definition.timeout_s:g} s")
        except Exception as error:
            return self._failed(call.action, _said(error), error)
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
        # Its HTTP takes 3 MB, which a bot without webhooks need not hold.
        from intentbot.conversation.webhooks import ask, longest_s

        return (lambda: ask(webhook, asdict(call))), longest_s(webhook)

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
            return self._failed(name, _said(error), error)

    def _told(self, definition: ActionDefinition, result: object) -> Outcome:
        """Return the outcome of what an action gave, whatever it is."""
        if isinstance(result, Outcome):
            return result
        try:
            return self._read(definition, result)
        except Exception as error:
            return self._failed(definition.name, f"gave what cannot be read ({type(error).__name__})")

    def _read(self, definition: ActionDefinition, result: object) -> Outcome:
        """Return the outcome of a mapping of names to values."""
        if result is None:
            return Outcome()
        if not isinstance(result, Mapping):
            return self._failed(definition.name, f"gave {type(result).__name__} and no mapping of names to values")
        types = dict(definition.results)
        results: dict[str, str] = {}
        for name, value in result.items():
            if value is None:
                continue
            written = written_value(value, types.get(name, "") if isinstance(name, str) else "")
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


def _tell(loop: asyncio.AbstractEventLoop, tell: Callable[[Outcome], None], outcome: Outcome) -> None:
    with suppress(RuntimeError):
        # A loop that is closed has nobody to be told.
        loop.call_soon_threadsafe(tell, outcome)


def _said(error: Exception) -> str:
    try:
        return f"raised {type(error).__name__}: {error}"
    except Exception:
        return f"raised {type(error).__name__}"


def written_value(value: object, type: str = "") -> tuple[str, str] | None:
    """Return a result as text, and its type where the value itself has one; None where it is no value.

    A moment is a day, unless a time was declared.
    """
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
        return (f"{value:%H:%M}", "time") if type == "time" else (value.date().isoformat(), "date")
    if isinstance(value, date):
        return value.isoformat(), "date"
    return (value.strftime("%H:%M"), "time") if isinstance(value, time_of_day) else None


def _called(function: ActionFunction, call: ActionCall) -> object:
    result = function(call)
    if isinstance(result, Awaitable):
        # Loaded only where an action needs it: 8 MB.
        import asyncio

        async def wait() -> object:
            return await result

        return asyncio.run(wait())
    return result
