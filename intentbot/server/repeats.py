"""Answers that were just given, so that a message that is sent again is not answered again."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from time import monotonic
from typing import Any

MOST, KEPT_S = 2_000, 300.0
"""How many answers are remembered, and for how many seconds: a widget tries again after one second, and gives up after
some 75. At 100 messages a second the last 20 s are remembered."""


class Repeats:
    """Gives a message that a client sent twice, because the answer did not reach it, the answer it got the first time.

    Each process remembers its own answers.
    """

    def __init__(self) -> None:
        self._answers: OrderedDict[tuple[str, str, int], tuple[float, asyncio.Task[dict[str, Any]]]] = OrderedDict()

    async def once(
        self, conversation: str, message: str, text: str, answer: Callable[[], Coroutine[Any, Any, dict[str, Any]]]
    ) -> dict[str, Any]:
        """Return what `answer` returns, asked once for all requests with the same ids.

        Parameters
        ----------
        conversation : str
            Its id as the client sent it; empty for a first message.
        message : str
            Its id, which the client made at random.
        text : str
            What it says: another text is another message.
        answer : callable
        """
        key, now = (conversation, message, hash(text)), monotonic()
        while self._answers and (len(self._answers) > MOST or next(iter(self._answers.values()))[0] < now - KEPT_S):
            self._answers.popitem(last=False)
        if key not in self._answers:
            self._answers[key] = now, asyncio.create_task(answer())
        _, task = self._answers[key]
        try:
            # Whoever gives up waiting does not stop the answer, which is wanted again in a moment.
            return await asyncio.shield(task)
        except Exception:
            # What failed may be tried again.
            self._answers.pop(key, None)
            raise
