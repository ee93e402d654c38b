"""Answers that were just given, so that a message that is sent again is not answered again."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any

MOST = 2_000
"""How many answers are remembered: at 100 messages a second, those of the last 20 s; a client tries again after 1 s."""


class Repeats:
    """Gives a message that a client sent twice, because the answer did not reach it, the answer it got the first time.

    Each process remembers its own answers.
    """

    def __init__(self) -> None:
        self._answers: OrderedDict[tuple[str, str, int], asyncio.Task[dict[str, Any]]] = OrderedDict()

    async def once(
        self, conversation: str, message: str, text: str, answer: Callable[[], Awaitable[dict[str, Any]]]
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
        key = conversation, message, hash(text)
        task = self._answers.get(key)
        if task is None:
            task = self._answers[key] = asyncio.ensure_future(self._made(answer))
            if len(self._answers) > MOST:
                self._answers.popitem(last=False)
        try:
            # Whoever gives up waiting does not stop the answer, which is wanted again in a moment.
            return await asyncio.shield(task)
        except Exception:
            # What failed may be tried again.
            self._answers.pop(key, None)
            raise

    @staticmethod
    async def _made(answer: Callable[[], Awaitable[dict[str, Any]]]) -> dict[str, Any]:
        return await answer()
