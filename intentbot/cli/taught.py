"""The sentences that a bot answers word for word, as they change while it is taught."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from intentbot.bot import IntentBot
    from intentbot.files.model_folder import Model
    from intentbot.intents import IntentSet


class Taught:
    """What a bot answers word for word; its bot follows every change at once. For one thread.

    Parameters
    ----------
    model : Model
        As it was trained; it is left as it is.
    """

    def __init__(self, model: Model) -> None:
        self._exact = dict(model.exact)
        self._contested = dict(model.contested)
        self._model = replace(model, exact=self._exact, contested=self._contested)

    def bot(self, like: IntentBot) -> IntentBot:
        """Return the bot that answers so, with the conversations and the clock of another one; it has no actions."""
        return type(like)(self._model, sessions=like.sessions, seed=like.seed, clock=like.clock)

    def update(self, sentence: str, intents: IntentSet) -> None:
        """Take over from intent files which intents have a sentence as an example."""
        from intentbot.review.doubts import same_sentence
        from intentbot.text import comparison_key

        key = comparison_key(sentence)
        known = {intent.name for intent in self._model.intents}
        names = tuple(name for name in same_sentence(intents, key) if name in known)
        self._exact.pop(key, None)
        self._contested.pop(key, None)
        if len(names) == 1:
            self._exact[key] = names[0]
        elif names:
            self._contested[key] = names
