"""Runs the tests that editors write beside their intents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from intentbot.bot import IntentBot
from intentbot.conversation.actions import FAILED, ActionCall
from intentbot.intents import OUT_OF_SCOPE, Example, Intent
from intentbot.predictions import Reply
from intentbot.sessions import OpenContext, Session
from intentbot.text import comparison_key


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """A test sentence, and what the bot made of it.

    Attributes
    ----------
    sentence : Example
    expected : str
        The intent that should answer; ``out_of_scope`` where the bot should fall back.
    reply : Reply
    is_known_failure : bool
        Whether the sentence is listed under ``known_failures``.
    """

    sentence: Example
    expected: str
    reply: Reply
    is_known_failure: bool = False

    @property
    def is_out_of_scope(self) -> bool:
        """Whether the bot should fall back."""
        return self.expected == OUT_OF_SCOPE

    @property
    def passed(self) -> bool:
        """Whether the intent answered; out of scope, whether the bot fell back and offered no intent either."""
        if self.is_out_of_scope:
            return self.reply.decided_by in ("fallback", "empty")
        return self.reply.intent == self.expected

    @property
    def is_finding(self) -> bool:
        """Whether somebody should look: it failed, or it is a known failure that passes now."""
        return self.passed == self.is_known_failure

    @property
    def got(self) -> str:
        """What happened instead, in words: the intent that answered, or what the bot was undecided about."""
        if self.reply.intent is not None:
            return self.reply.intent
        best = [ranked.intent for ranked in self.reply.ranking[:2]]
        if self.reply.decided_by == "ambiguous":
            return f"the question: {' or '.join(best)}?"
        return f"the fallback (nearest: {best[0]})" if best else "the fallback"


class Tested(Protocol):
    """A sentence or a dialogue that was tested."""

    @property
    def passed(self) -> bool:
        """Whether all is as expected."""

    @property
    def is_known_failure(self) -> bool:
        """Whether it is listed under ``known_failures``."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of some tests passed; `n_known` of them are known failures that failed as expected."""

    n_tests: int
    n_passed: int
    n_known: int

    @property
    def share(self) -> float:
        """The share that passed, in [0, 1]; known failures count as tests. 1 where there are none."""
        return self.n_passed / self.n_tests if self.n_tests else 1.0


def run_tests(bot: IntentBot, *, only: str = "") -> tuple[Trial, ...]:
    """Return what the bot makes of the tests of its intents, each message standing alone.

    Where an intent requires contexts, they are open when its tests are asked. Nothing outside is called.

    Parameters
    ----------
    bot : IntentBot
        Its tests are in its model; they are no part of what it learned.
    only : str
        The only intent whose tests are run; empty for all.
    """
    known = known_failures(bot)
    # An intent is what counts, so actions fail without a word in the log.
    actions = {action.name: _fail for action in bot.intents.actions}
    alone = IntentBot(bot.model, actions=actions, seed=bot.seed, clock=bot.clock, is_offline=True)
    return tuple(
        Trial(test, intent.name, _asked(alone, test.text, intent), comparison_key(test.text) in known)
        for intent in bot.intents
        if only in ("", intent.name)
        for test in intent.tests
    )


def known_failures(bot: IntentBot) -> frozenset[str]:
    """Return what a bot's files list as failing, sentences and names of dialogues, by `text.comparison_key`."""
    return frozenset(comparison_key(failure.text) for failure in bot.intents.known_failures)


def _fail(call: ActionCall) -> Any:
    return FAILED


def _asked(bot: IntentBot, text: str, intent: Intent) -> Reply:
    contexts = tuple(OpenContext(name, 1) for name in intent.context.requires)
    if not contexts:
        return bot.reply(text)
    bot.sessions.save("test", Session(contexts=contexts))
    return bot.reply(text, session="test")


def tally(tests: Iterable[Tested]) -> Tally:
    """Return how many of the tests passed."""
    found = list(tests)
    return Tally(
        n_tests=len(found),
        n_passed=sum(test.passed for test in found),
        n_known=sum(test.is_known_failure and not test.passed for test in found),
    )
