"""The bot: a message in, a reply out."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from intentbot.classifier import Classifier
from intentbot.decision import Decision, decide
from intentbot.entities import EntityFinder
from intentbot.files.model_folder import Model, read_model
from intentbot.intents import OUT_OF_SCOPE, Button, Intent, IntentSet
from intentbot.predictions import DecidedBy, FoundEntity, Message, Prediction, Reply
from intentbot.responses import choose, fill, names_of
from intentbot.sessions import MemorySessions, Offer, Session
from intentbot.text import MAX_CHARACTERS, comparison_key


class IntentBot:
    """A trained bot. Immutable and shared by threads; only its sessions change.

    Examples
    --------
    >>> bot = IntentBot.load("models/shop")  # doctest: +SKIP
    >>> bot.reply("wher is my ordr", session="ana").intent  # doctest: +SKIP
    'track_order'
    """

    def __init__(self, model: Model, *, sessions: MemorySessions | None = None, seed: int = 0) -> None:
        self.model = model
        self.sessions = MemorySessions() if sessions is None else sessions
        self.seed = seed
        self._intents: Mapping[str, Intent] = {intent.name: intent for intent in model.intents}
        self._finder = EntityFinder(model.intents.entities, _used_entities(model.intents))

    @classmethod
    def load(cls, path: str | Path, *, sessions: MemorySessions | None = None, seed: int = 0) -> IntentBot:
        """Return the bot of a model folder, warmed up.

        Parameters
        ----------
        path : str or Path
            What ``intentbot train`` wrote.
        sessions : MemorySessions, optional
            Where conversations are remembered; 10,000 of them in memory otherwise.
        seed : int, default=0
            Start of the choice among a response's variations.

        Raises
        ------
        ModelNotFound, ModelDamaged, ModelVersion
        """
        bot = cls(read_model(Path(path)), sessions=sessions, seed=seed)
        bot.classifier.predict("hello")
        return bot

    @property
    def classifier(self) -> Classifier:
        """What classifies the messages."""
        return self.model.classifier

    @property
    def intents(self) -> IntentSet:
        """The intents the bot knows, without their examples."""
        return self.model.intents

    def classify(self, texts: Iterable[str]) -> list[Prediction]:
        """Return the classifier's prediction for each text; no conversation, no exact matches."""
        if isinstance(texts, str):
            raise TypeError("classify() takes several texts: write classify([text]) for one")
        return self.classifier.predict_all(texts)

    def reply(self, text: str, *, session: str | None = None, channel: str | None = None) -> Reply:
        """Return the answer to a message; no text whatever makes it fail.

        Parameters
        ----------
        text : str
            What the customer wrote; more than 2,000 characters are not read.
        session : str, optional
            Whose conversation this is. Without one, the message stands alone.
        channel : str, optional
            Where the answer will be shown; chooses responses that have ``when: {channel: ...}``.
        """
        if not isinstance(text, str):
            raise TypeError(f"reply() answers a text (str), not {type(text).__name__}")
        text = text[:MAX_CHARACTERS]
        state = (
            self.sessions.load(session)
            if session is not None
            else Session(turns=zlib.crc32(text.encode("utf-8", "replace")))
        )
        reply, offers = self._answer(text, state, channel)
        if session is not None:
            self.sessions.save(session, replace(state, turns=state.turns + 1, offers=offers))
        return reply

    def _answer(self, text: str, state: Session, channel: str | None) -> tuple[Reply, tuple[Offer, ...]]:
        turn = self.seed + state.turns
        if not text.strip():
            return Reply((self._fallback(channel, turn),), None, 0.0, (), "empty"), ()
        entities = self._finder.find(text)
        prediction = self.classifier.predict(text)
        key = comparison_key(text)
        offered = next((offer.intent for offer in state.offers if comparison_key(offer.message) == key), None)
        if offered is not None:
            return self._respond(offered, "button", entities, prediction, channel, turn), ()
        exact = self.model.exact.get(key)
        if exact == OUT_OF_SCOPE:
            decision = Decision("fallback")
        elif exact is not None:
            return self._respond(exact, "exact", entities, prediction, channel, turn), ()
        else:
            decision = decide(prediction, ambiguity=self.model.settings.ambiguity)
        if decision.kind == "model":
            return self._respond(decision.intents[0], "model", entities, prediction, channel, turn), ()
        if decision.kind == "ambiguous":
            return self._ask(decision.intents, entities, prediction)
        message = self._fallback(channel, turn)
        return Reply((message,), None, prediction.confidence, entities, "fallback", prediction), ()

    def _respond(
        self,
        name: str,
        decided_by: DecidedBy,
        entities: tuple[FoundEntity, ...],
        prediction: Prediction,
        channel: str | None,
        turn: int,
    ) -> Reply:
        intent = self._intents[name]
        values: dict[str, str] = {}
        for found in entities:
            values.setdefault(found.entity, found.value)
        language = intent.language or self.intents.bot.language
        message = choose(intent.responses, values, channel=channel, language=language, turn_seed=turn)
        chosen = message or Message(intent.shown_title)
        return Reply((chosen,), name, prediction.confidence, entities, decided_by, prediction)

    def _ask(
        self, names: tuple[str, ...], entities: tuple[FoundEntity, ...], prediction: Prediction
    ) -> tuple[Reply, tuple[Offer, ...]]:
        titles = [self._intents[name].shown_title for name in names]
        buttons = tuple(Button(title, title) for title in titles)
        text = fill(self.intents.bot.ambiguous, {"first": titles[0], "second": titles[1]}) or " / ".join(titles)
        reply = Reply((Message(text, buttons),), None, prediction.confidence, entities, "ambiguous", prediction)
        return reply, tuple(Offer(title, name) for title, name in zip(titles, names, strict=True))

    def _fallback(self, channel: str | None, turn: int) -> Message:
        profile = self.intents.bot
        chosen = choose(profile.fallback, {}, channel=channel, language=profile.language, turn_seed=turn)
        return chosen or Message("Sorry, I did not understand that.")


def _used_entities(intents: IntentSet) -> set[str]:
    """Return the entities that some slot or response names."""
    responses = [response for intent in intents for response in intent.responses]
    named = {name for response in responses for name in names_of(response)}
    return named | {slot.entity for intent in intents for slot in intent.slots}
