"""A message as the bot heard it, before anything is decided; and the choice it makes of what was offered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from intentbot.decision import Decision
from intentbot.language.cues import choice, is_none_of_these
from intentbot.predictions import FoundEntity, Prediction
from intentbot.sessions import Offer
from intentbot.text import comparison_key

NONE = "none"
"""The intent of an offer that is none of the others."""

_SAME_TITLE = 88.0
"""How alike, from 0 to 100, a message must be to the title of a choice: it forgives a typo or two."""


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


def chosen(offers: Sequence[Offer], text: str, language: str) -> Offer | None:
    """Return the offer that a message chooses by its number, its place or nearly its words; None for none."""
    if not offers:
        return None
    none_of_these = next((offer for offer in offers if offer.intent == NONE), None)
    if none_of_these and is_none_of_these(text, language):
        return none_of_these
    number = choice(text, language, len(offers))
    if number is not None:
        return offers[number]
    titles = [comparison_key(offer.title or offer.message) for offer in offers]
    near = process.extract(comparison_key(text), titles, scorer=fuzz.ratio, score_cutoff=_SAME_TITLE, limit=2)
    return offers[near[0][2]] if near and (len(near) == 1 or near[0][1] > near[1][1]) else None
