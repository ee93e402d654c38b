"""All that can be said of one message: what was decided, which words did it, what it is like, what would change it."""

from __future__ import annotations

from dataclasses import dataclass

from intentbot.bot import IntentBot
from intentbot.explain.changes import Change, changes
from intentbot.explain.nearest import Neighbour, nearest
from intentbot.explanation import Explanation
from intentbot.files.examples import unpack_examples
from intentbot.intents import OUT_OF_SCOPE, Example
from intentbot.predictions import Reply
from intentbot.text import comparison_key

N_SHOWN = 5
"""Nearest examples told."""

N_COMPARED = 60
"""Nearest examples whose words are tried in the message."""


@dataclass(frozen=True, slots=True, eq=False)
class Why:
    """Why a message is answered as it is.

    Attributes
    ----------
    text : str
        The message.
    reply : Reply
        What the bot says to the message, standing alone.
    explanation : Explanation or None
        What each word gave to each intent; None for an empty message.
    repeats : Example or None
        The example that the message is word for word, which decides before any network is asked.
    neighbours : tuple of Neighbour
        The examples most like it.
    changes : tuple of Change
        What leads to another outcome.
    """

    text: str
    reply: Reply
    explanation: Explanation | None
    repeats: Example | None
    neighbours: tuple[Neighbour, ...]
    changes: tuple[Change, ...]


def explain(bot: IntentBot, text: str) -> Why:
    """Return why the bot answers a message as it does; no text whatever makes it fail.

    Parameters
    ----------
    bot : IntentBot
    text : str
        A message, taken by itself: without a conversation before it.
    """
    # What is explained is asked again and again in other words, which must not reach any shop.
    bot = bot.offline()
    reply = bot.reply(text)
    if reply.prediction is None:
        return Why(text, reply, None, None, (), ())
    explanation = reply.prediction.explain()
    examples = unpack_examples(bot.model.examples)
    found = nearest(bot.classifier, explanation, examples, n_shown=N_COMPARED)
    key = comparison_key(text)
    exact = bot.model.exact.get(key)
    same = (one for one in examples.get(exact or "", ()) if comparison_key(one.text) == key)
    decided = reply.decided_by == "exact" or exact == OUT_OF_SCOPE
    return Why(
        text,
        reply,
        explanation,
        next(same, None) if decided else None,
        found[:N_SHOWN],
        changes(bot, explanation, found),
    )
