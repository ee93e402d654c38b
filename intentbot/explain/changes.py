"""What would have to change in a message for another outcome; each change is tried on the bot, none is guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from intentbot.bot import IntentBot
from intentbot.explain.nearest import Neighbour
from intentbot.explanation import Explanation
from intentbot.predictions import Reply
from intentbot.text import MAX_CHARACTERS, normalise, tokenise

MOST_WORDS = 3
"""So many words are taken away at most: a change of more is another message."""

N_OTHERS = 2
"""So many other intents are tried, the likeliest ones."""

N_TRIED = 40
"""So many words are tried as an addition."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the message, and what the bot says to it then: an answer from another intent, or from any.

    Attributes
    ----------
    without, added : tuple of str
        The words taken away, as they were written, each wherever it stands; or the words put at the end. One of both is
        empty.
    text : str
        The changed message.
    reply : Reply
        To the changed message; its `intent` is not None.
    """

    without: tuple[str, ...]
    added: tuple[str, ...]
    text: str
    reply: Reply


def changes(bot: IntentBot, explanation: Explanation, neighbours: Sequence[Neighbour]) -> tuple[Change, ...]:
    """Return changes of the message that the bot answers from one of the next intents, or answers where it did not.

    Of a message of which nothing is known there are none: any word would decide.

    Parameters
    ----------
    bot : IntentBot
    explanation : Explanation
        Of the message.
    neighbours : sequence of Neighbour
        Examples whose words may be added.
    """
    reply = bot.reply(explanation.text)
    if explanation.scoring.is_strange:
        return ()
    found: list[Change | None] = []
    if reply.intent is None:
        tokens = sorted({word.token: word.familiarity for word in explanation.words}.items(), key=lambda pair: pair[1])
        unknown = [token for token, familiarity in tokens if familiarity < 1] or [token for token, _ in tokens]
        found += [
            _without(bot, explanation, unknown, _is_answered),
            _with(bot, explanation, _words_of(neighbours, explanation.intent), _is_answered),
        ]
    others = [ranked.intent for ranked in reply.ranking if ranked.intent not in (explanation.intent, reply.intent)]
    for other in others[:N_OTHERS]:

        def is_other(one: Reply, wanted: str = other) -> bool:
            return one.intent == wanted

        found += [
            _without(bot, explanation, _strongest(explanation, other), is_other),
            _with(bot, explanation, _words_of(neighbours, other), is_other),
        ]
    return tuple({change.text: change for change in found if change}.values())


def _is_answered(reply: Reply) -> bool:
    return reply.intent is not None


def _strongest(explanation: Explanation, other: str) -> list[str]:
    """Return the tokens that hold the message back from another intent, the strongest first."""
    evidence: dict[str, float] = {}
    for word, given in zip(explanation.words, explanation.evidence(against=other), strict=True):
        evidence[word.token] = evidence.get(word.token, 0.0) + float(given)
    return [token for token, given in sorted(evidence.items(), key=lambda pair: -pair[1]) if given > 0]


def _without(
    bot: IntentBot, explanation: Explanation, order: Sequence[str], is_wanted: Callable[[Reply], bool]
) -> Change | None:
    """Return the first of ever larger cuts, tokens in this order, that leads to what is wanted."""
    words, text = explanation.words, explanation.text
    n_distinct = len({word.token for word in words})
    for n_cut in range(1, min(MOST_WORDS, n_distinct - 1, len(order)) + 1):
        cut = [word for word in words if word.token in order[:n_cut]]
        left = text
        for word in reversed(cut):
            left = f"{left[: word.start]}{left[word.end :]}"
        left = " ".join(left.split())
        reply = bot.reply(left)
        if is_wanted(reply):
            taken = {word.token: text[word.start : word.end] for word in reversed(cut)}
            return Change(tuple(reversed(taken.values())), (), left, reply)
    return None


def _with(
    bot: IntentBot, explanation: Explanation, words: Iterable[str], is_wanted: Callable[[Reply], bool]
) -> Change | None:
    """Return the addition of one word that leads to what is wanted, of several the one that leads there surest."""
    known = {word.token for word in explanation.words}
    found = []
    for word in dict.fromkeys(word for word in words if word not in known):
        text = f"{explanation.text.strip()} {word}"
        reply = bot.reply(text)
        if len(text) <= MAX_CHARACTERS and is_wanted(reply):
            found.append(Change((), (word,), text, reply))
    return max(found, key=lambda change: change.reply.confidence, default=None)


def _words_of(neighbours: Sequence[Neighbour], intent: str) -> list[str]:
    """Return the words of the nearest examples of an intent, those of the nearest first."""
    texts = [neighbour.example.text for neighbour in neighbours if neighbour.intent == intent]
    return list(dict.fromkeys(word for text in texts for word in tokenise(normalise(text))))[:N_TRIED]
