"""A message as the bot heard it, before anything is decided; and the choice it makes of what was offered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from intentbot.decision import Decision
from intentbot.language.cues import choice, is_none_of_these
from intentbot.predictions import FoundEntity, Prediction
from intentbot.sessions import Offer
from intentbot.text import comparison_key

NONE = "none"
"""The intent of an offer that is none of the others."""

_SAME_WORD, _LONG = 75.0, 4
"""How alike, from 0 to 100, two words must be, and how long, for one to be the other misspelt."""


@dataclass(frozen=True, slots=True, eq=False)
class Utterance:
    """A message, and what the finder and the classifier make of it in its context.

    Attributes
    ----------
    text, key : str
        As it was written, and by its `text.comparison_key`.
    language : str
        One of the bot's.
    entities : tuple of FoundEntity
    prediction : Prediction
        Of the intents that the context allows.
    exact : str
        The intent that has it as an example, word for word; empty for none.
    decision : Decision
    """

    text: str
    key: str
    language: str
    entities: tuple[FoundEntity, ...]
    prediction: Prediction
    exact: str
    decision: Decision

    @property
    def meant(self) -> str:
        """The intent that it means for sure enough to answer; empty for none."""
        if self.exact:
            return self.exact
        return self.decision.intents[0] if self.decision.kind == "model" else ""

    @property
    def n_other_words(self) -> float:
        """How many words it has outside of the entities that were found; a character written without spaces is half."""
        rest, end = "", 0
        for found in self.entities:
            rest += self.text[end : found.start] + " "
            end = max(end, found.end)
        return sum(
            0.5 if len(word) == 1 and word >= "\u0e00" else 1 for word in comparison_key(rest + self.text[end:]).split()
        )


def pressed(offers: Sequence[Offer], key: str) -> Offer | None:
    """Return the offer whose title or message a message is, word for word; None for none."""
    for offer in offers:
        if key and key in (comparison_key(offer.message), comparison_key(offer.title)):
            return offer
    return None


def chosen(offers: Sequence[Offer], text: str, language: str, *, by_words: bool = True) -> Offer | None:
    """Return the offer that a message chooses by its number, its place or nearly its words; None for none.

    Parameters
    ----------
    offers : sequence of Offer
    text, language : str
    by_words : bool, default=True
        Whether a misspelt title counts: not where a yes is a consent.
    """
    if not offers:
        return None
    intents = [offer for offer in offers if offer.intent]
    if intents and is_none_of_these(text, language):
        return Offer(text, NONE)
    number = choice(text, language, len(offers))
    if number is not None:
        return offers[number]
    words = comparison_key(text).split() if by_words else []
    titles = [comparison_key(offer.title or offer.message).split() for offer in offers]
    near = [offer for offer, title in zip(offers, titles, strict=True) if words and _is_misspelt(words, title)]
    return near[0] if len(near) == 1 else None


def _is_misspelt(words: Sequence[str], title: Sequence[str]) -> bool:
    """Whether words are those of a title, each with a typo at most: a number or a "not" makes it another sentence."""
    return len(words) == len(title) and all(map(_is_same_word, words, title))


def _is_same_word(word: str, meant: str) -> bool:
    if word == meant:
        return True
    shorter, longer = sorted((len(word), len(meant)))
    is_plain = word.isalpha() and meant.isalpha() and word[0] == meant[0] and longer >= _LONG and shorter >= _LONG - 1
    if not is_plain:
        return False
    from rapidfuzz import fuzz

    return fuzz.ratio(word, meant) >= _SAME_WORD
