"""The bot that answers right now. It is exchanged whole while it serves: who has it finishes with it."""

from __future__ import annotations

from dataclasses import dataclass

from intentbot.bot import IntentBot


@dataclass(frozen=True, slots=True)
class Live:
    """A bot and the version of the model it was made of."""

    bot: IntentBot
    version: str


class LiveBot:
    """Which bot answers. Safe for threads: `now` is read once for each message.

    Parameters
    ----------
    live : Live

    Attributes
    ----------
    problem : str
        Why the version that should be live is not; empty where it is.
    """

    def __init__(self, live: Live) -> None:
        self.now = live
        self.problem = ""

    def swap(self, bot: IntentBot, version: str) -> None:
        """Let another bot answer from the next message on."""
        self.now = Live(bot, version)
