"""The bot: a message in, a reply out."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import asdict, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from intentbot.classifier import Classifier
from intentbot.conversation.actions import ActionCall, ActionFunction, Actions, Outcome
from intentbot.conversation.errands import Errand, in_thread
from intentbot.conversation.hearing import Hearer
from intentbot.conversation.hours import zone_of
from intentbot.conversation.keeping import MOST_ATTEMPTS, Keeper
from intentbot.conversation.memory import told
from intentbot.conversation.planning import Planner
from intentbot.conversation.plans import Plan
from intentbot.conversation.saying import Speaker
from intentbot.conversation.utterances import NONE, Utterance, chosen, pressed
from intentbot.conversation.wording import Moment
from intentbot.files.model_folder import Model, read_model
from intentbot.intents import Intent, IntentSet
from intentbot.predictions import Prediction, Reply
from intentbot.responses import Facts, holds
from intentbot.sessions import MemorySessions, OpenContext, Session, Sessions
from intentbot.text import MAX_CHARACTERS, comparison_key

_NOTHING = Outcome()


class IntentBot:
    """A trained bot. Immutable and shared by threads; only its sessions change.

    Parameters
    ----------
    model : Model
    sessions : Sessions, optional
        Where conversations are remembered; 10,000 of them in memory otherwise.
    actions : mapping of str to callable, optional
        Python functions by the name of the action they are; see `actions.ActionFunction`.
    seed : int, default=0
        Start of the choice among a response's variations.
    clock : callable, optional
        Returns the current time with a time zone: what "tomorrow" and opening hours count from.
    is_offline : bool, default=False
        Whether webhooks are left alone, as in tests and explanations.

    Raises
    ------
    ActionError
        Where a function is handed over for an action that the bot does not have.

    Examples
    --------
    >>> bot = IntentBot.load("models/shop")  # doctest: +SKIP
    >>> bot.reply("wher is my ordr", session="ana").intent  # doctest: +SKIP
    'track_order'
    """

    def __init__(
        self,
        model: Model,
        *,
        sessions: Sessions | None = None,
        actions: Mapping[str, ActionFunction] | None = None,
        seed: int = 0,
        clock: Callable[[], datetime] | None = None,
        is_offline: bool = False,
    ) -> None:
        self.model = model
        self.sessions: Sessions = MemorySessions() if sessions is None else sessions
        self.seed = seed
        self.clock = clock or _now
        self.is_offline = is_offline
        intents, profile = model.intents, model.intents.bot
        by_name: Mapping[str, Intent] = {intent.name: intent for intent in intents}
        definitions = {action.name: action for action in intents.actions}
        self._intents = by_name
        self._hearer = Hearer(model)
        self._actions = Actions(definitions, actions or {}, is_offline=is_offline)
        rules = profile.handover
        self._zone = zone_of(rules.hours) if rules and rules.hours else None
        self._planner = Planner(by_name, profile.suggest_after, rules.after_misses if rules else 0, rules is not None)
        names = {
            (entity.name, language, value): word
            for entity in intents.entities
            for language, value, word in entity.spoken
        }
        self._keeper = Keeper(self.sessions, self._planner.known)
        self._speaker = Speaker(by_name, definitions, names, profile)

    @classmethod
    def load(
        cls,
        path: str | Path,
        *,
        sessions: Sessions | None = None,
        actions: Mapping[str, ActionFunction] | None = None,
        seed: int = 0,
        clock: Callable[[], datetime] | None = None,
    ) -> IntentBot:
        """Return the bot of a model folder, warmed up.

        Parameters
        ----------
        path : str or Path
            What ``intentbot train`` wrote.
        sessions, actions, seed, clock
            As for the class.

        Raises
        ------
        ModelNotFound, ModelDamaged, ModelVersion, ActionError
        """
        bot = cls(read_model(Path(path)), sessions=sessions, actions=actions, seed=seed, clock=clock)
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

    def offline(self) -> IntentBot:
        """Return the bot without anything outside: no action runs, no conversation is kept."""
        return IntentBot(self.model, seed=self.seed, clock=self.clock, is_offline=True)

    def classify(self, texts: Iterable[str]) -> list[Prediction]:
        """Return the classifier's prediction for each text; no conversation, no exact matches."""
        if isinstance(texts, str):
            raise TypeError("classify() takes several texts: write classify([text]) for one")
        return self.classifier.predict_all(texts)

    def hear(self, text: str) -> Utterance:
        """Return what is heard in a message that stands alone: its intent and entities; nothing is answered or done."""
        return self._hearer.hear(text[:MAX_CHARACTERS], Session(), language="", today=self._day(self.clock()))

    def reply(
        self, text: str, *, session: str | None = None, channel: str | None = None, language: str | None = None
    ) -> Reply:
        """Return the answer to a message; no text whatever makes it fail.

        Parameters
        ----------
        text : str
            What the customer wrote; more than 2,000 characters are not read.
        session : str, optional
            Whose conversation this is. Without one, or with an empty one, the message stands alone.
        channel : str, optional
            Where the answer will be shown; chooses responses that have ``when: {channel: ...}``.
        language : str, optional
            The language the customer chose, one of the bot's; the bot finds out where not given.
        """
        turn = self._turn(text, session, channel, language)
        try:
            errand = next(turn)
            while True:
                errand = turn.send(errand.run())
        except StopIteration as end:
            reply: Reply = end.value
            return reply

    async def areply(
        self, text: str, *, session: str | None = None, channel: str | None = None, language: str | None = None
    ) -> Reply:
        """Return the answer to a message as `reply` does, without keeping the event loop waiting for what is outside.

        Actions that are coroutine functions run in the loop of the caller.
        """
        turn = self._turn(text, session, channel, language)
        try:
            errand = next(turn)
            while True:
                errand = turn.send(await errand.wait())
        except StopIteration as end:
            reply: Reply = end.value
            return reply

    def _turn(
        self, text: str, key: str | None, channel: str | None, language: str | None
    ) -> Generator[Errand, Any, Reply]:
        """Play a turn: yield what has to be done outside, be sent what came of it, and return the reply.

        Where another message of the conversation was answered meanwhile, the turn is played again on what that left. It
        is kept before an action is asked, so that nothing is done twice.
        """
        if not isinstance(text, str):
            raise TypeError(f"reply() answers a text (str), not {type(text).__name__}")
        for name, value in (("session", key), ("channel", channel), ("language", language)):
            if value is not None and not isinstance(value, str):
                raise TypeError(f"{name} is a text (str) or None, not {type(value).__name__}")
        key = key or None
        text, chosen_language = text[:MAX_CHARACTERS], self._hearer.known_language(language)
        for attempt in range(MOST_ATTEMPTS):
            kept = (yield from self._keeper.outside(partial(self._keeper.load, key))) if key else None
            before = _alone(text) if kept is None else kept
            # An empty message is answered in the chosen language too, and so is what comes after it.
            before = replace(before, language=chosen_language) if chosen_language else before
            now = self.clock()
            moment = Moment(now, self._day(now), channel, self.seed + before.turns)
            plan, said = self._understand(text, before, chosen_language, moment.today)
            call = self._call(plan, said, before.contexts, key, channel)
            if call is None:
                reply, after = self._speaker.say(plan, said, before, moment, _NOTHING, text)
            else:
                after = self._speaker.claimed(plan, said, before, text)
            # A store that refuses again and again must not keep a customer waiting.
            base = before if attempt < MOST_ATTEMPTS - 1 else None
            if key is None or kept is None:
                break
            if (yield from self._keeper.outside(partial(self._keeper.save, key, base, after))):
                break
        if call is not None:
            # The turn is kept already: what comes meanwhile finds the question answered, and asks for nothing twice.
            outcome = yield Errand(partial(self._actions.run, call), partial(self._actions.run_async, call))
            reply, said_after = self._speaker.say(plan, said, before, moment, outcome, text)
            if key and kept is not None:
                yield from self._keeper.outside(partial(self._keeper.complete, key, after, said_after))
        rules = self.intents.bot.handover
        if reply.handover is not None and rules is not None and rules.webhook is not None and not self.is_offline:
            from intentbot.conversation.webhooks import is_taken

            message = {"session": key, "channel": channel, "language": reply.language, **asdict(reply.handover)}
            taken = yield in_thread(partial(is_taken, rules.webhook, message))
            reply = reply if taken else self._speaker.undelivered(reply)
        return reply

    def _day(self, now: datetime) -> date:
        """Return the day where the bot's people are, which may not be the server's."""
        return (now.astimezone(self._zone) if self._zone else now).date()

    def _understand(self, text: str, session: Session, language: str, today: date) -> tuple[Plan, Utterance | None]:
        """Return what to do about a message, and what was heard; nothing was in an empty one."""
        if not text.strip():
            return self._planner.nothing(session), None
        said = self._hearer.hear(text, session, language=language, today=today)

        def rehear(part: str) -> Utterance:
            return self._hearer.hear(part, session, language=said.language, today=today)

        def plan(heard: Utterance) -> Plan:
            return self._planner.plan(heard, session, today=today, rehear=rehear)

        offer = pressed(session.offers, said.key)
        planned = None
        if offer is None and not said.exact:
            # A number that answers an open question is that answer; else it is the place of a button.
            planned = plan(said) if session.questions else None
            if planned is None or not self._planner.is_answered(planned, session):
                is_consent = self._planner.asks_for_consent(session)
                offer = chosen(session.offers, said.text, said.language, by_words=not is_consent)
        if offer is None:
            return planned or plan(said), said
        if offer.intent == NONE:
            return self._planner.miss(said, session), said
        if offer.intent in self._intents:
            return self._planner.start(offer.intent, said, session, "button", today=today), said
        pressed_one = rehear(offer.message) if comparison_key(offer.message) != said.key else said
        return plan(pressed_one), pressed_one

    def _call(
        self,
        plan: Plan,
        said: Utterance | None,
        contexts: Iterable[OpenContext],
        key: str | None,
        channel: str | None,
    ) -> ActionCall | None:
        """Return what the action of the plan is told; None where there is none."""
        intent = self._intents.get(plan.intent)
        if intent is None or said is None or not intent.action or not plan.answers:
            return None
        slots = told(plan.slots, intent)
        entities: dict[str, str] = {}
        for found in said.entities:
            entities.setdefault(found.entity, found.value)
        facts = Facts(
            entities=entities,
            slots=slots,
            channel=channel,
            language=said.language,
            contexts={one.name for one in contexts},
        )
        if not holds(intent.action_when, facts):
            return None
        return ActionCall(intent.action, intent.name, said.text, slots, key, channel, said.language)


def _now() -> datetime:
    return datetime.now().astimezone()


def _alone(text: str) -> Session:
    """Return the session of a message that stands alone: the same message gets the same variation."""
    return Session(turns=zlib.crc32(text.encode("utf-8", "replace")))
