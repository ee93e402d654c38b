"""Hearing a message: its language, its entities, and the intent it means in its context."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from intentbot.conversation.context import ContextMask, is_allowed
from intentbot.conversation.utterances import Utterance
from intentbot.decision import Decision, decide
from intentbot.entities import EntityFinder
from intentbot.files.examples import unpack_examples
from intentbot.files.model_folder import Model
from intentbot.intents import OUT_OF_SCOPE, IntentSet
from intentbot.responses import names_of
from intentbot.sessions import Session
from intentbot.text import comparison_key

if TYPE_CHECKING:
    from intentbot.language.guessing import LanguageGuesser

FEW_WORDS = 3
"""An answer to a question with no more words than these does not change the language: a name has none."""


class Hearer:
    """Hears messages as a model's intents and entities let it. Immutable; safe for threads.

    Parameters
    ----------
    model : Model
    """

    def __init__(self, model: Model) -> None:
        intents = model.intents
        self.model = model
        self.languages = intents.languages
        self._rules = {intent.name: intent.context for intent in intents}
        self._finder = EntityFinder(intents.entities, _used_entities(intents), self.languages)
        self._guesser = _guesser_of(model)
        self._mask = ContextMask(intents, model.classifier.labels)

    def hear(self, text: str, session: Session, *, language: str, today: date) -> Utterance:
        """Return a message with all that is found in it, as the contexts of the conversation allow.

        Parameters
        ----------
        text : str
        session : Session
        language : str
            The one that was chosen, of the bot's; empty where it is to be found out.
        today : date
            What "tomorrow" counts from.
        """
        key = comparison_key(text)
        spoken = language or self._guessed(text, key, session) or session.language or self.languages[0]
        latest = tuple(one.name for one in reversed(session.contexts))
        names = frozenset(latest)
        prediction = self.model.classifier.predict(text, self._mask.allowed(names))
        exact = self._exact(key, latest)
        if exact == OUT_OF_SCOPE:
            exact, decision = "", Decision("fallback")
        else:
            decision = decide(prediction, ambiguity=self.model.settings.ambiguity)
            if decision.kind == "ambiguous":
                meant = self._in_latest(decision.intents, latest)
                decision = Decision("model", (meant,)) if meant else decision
        entities = self._finder.find(text, today=today, language=spoken)
        return Utterance(text, key, spoken, entities, prediction, exact, decision)

    def known_language(self, language: str | None) -> str:
        """Return the bot's language that a caller names, by its region or without; empty for none."""
        if not language:
            return ""
        whole = language.replace("_", "-").casefold()
        same = (one for one in self.languages if one.casefold() == whole)
        near = (one for one in self.languages if one.partition("-")[0] == whole.partition("-")[0])
        return next(same, None) or next(near, "")

    def _guessed(self, text: str, key: str, session: Session) -> str | None:
        if self._guesser is None:
            return None
        from intentbot.language.guessing import scripts_of

        guessed = self._guesser.guess(text)
        is_short = bool(session.questions and session.language) and key.count(" ") < FEW_WORDS
        if guessed and is_short and key not in self.model.exact:
            # A name is no change of language, but letters that the language is not written in are.
            return guessed if set(scripts_of(guessed)).isdisjoint(scripts_of(session.language)) else None
        return guessed

    def _exact(self, key: str, latest: Sequence[str]) -> str:
        """Return the intent that has a sentence as an example; of several the one that the contexts speak for."""
        only = self.model.exact.get(key)
        names = (only,) if only else self.model.contested.get(key, ())
        contexts = frozenset(latest)
        allowed = [name for name in names if is_allowed(self._rules[name], contexts)]
        return allowed[0] if len(allowed) == 1 else self._in_latest(allowed, latest)

    def _in_latest(self, names: Sequence[str], latest: Sequence[str]) -> str:
        """Return the intent that requires the latest of the open contexts, and the most of them; empty for a tie."""

        def nearness(name: str) -> tuple[int, int]:
            required = self._rules[name].requires
            return -min(map(latest.index, required), default=len(latest)), len(required)

        nearest = sorted(names, key=nearness, reverse=True)
        is_tie = len(nearest) < 2 or nearness(nearest[0]) == nearness(nearest[1])
        return "" if is_tie else nearest[0]


def _guesser_of(model: Model) -> LanguageGuesser | None:
    """Return what tells the languages of a bot apart; None for a bot of one."""
    languages = model.intents.languages
    if len(languages) == 1:
        return None
    # A bot of one language need not hold the words of others.
    from intentbot.language.guessing import LanguageGuesser

    sentences: dict[str, list[str]] = {}
    for name, examples in unpack_examples(model.examples).items():
        for example in examples:
            if name != OUT_OF_SCOPE:
                sentences.setdefault(example.language or languages[0], []).append(example.text)
    return LanguageGuesser(languages, sentences)


def _used_entities(intents: IntentSet) -> set[str]:
    """Return the entities that some slot or response names, or some condition looks at."""
    said = [
        response
        for intent in intents
        for response in (
            *intent.responses,
            *(one for slot in intent.slots for one in (*slot.ask, *slot.invalid)),
            *(one for follow_up in intent.follow_ups for one in follow_up.responses),
        )
    ]
    named = {name for response in said for name in names_of(response)}
    asked = {condition.name for response in said for condition in response.when if condition.kind == "entity"}
    return named | asked | {slot.entity for intent in intents for slot in intent.slots}
