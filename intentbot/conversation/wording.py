"""Putting a plan into words, in the language of the conversation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeAlias

from intentbot.answers import Button, Response
from intentbot.conversation.actions import Outcome
from intentbot.conversation.context import age, opened
from intentbot.conversation.hours import is_open, next_opening
from intentbot.conversation.memory import told
from intentbot.conversation.plans import Plan
from intentbot.conversation.slots import Refusal, limit
from intentbot.conversation.utterances import NONE, Utterance
from intentbot.intents import BUILT_IN_ENTITIES, Intent, Slot
from intentbot.language.phrase_texts.names import PhraseName
from intentbot.language.phrases import phrase
from intentbot.predictions import Message
from intentbot.profile import ActionDefinition, BotProfile
from intentbot.responses import Chosen, Facts, choose, fill
from intentbot.sessions import Offer, OpenContext, Session

_WIDE = ("\uff1a", "\u3002", "\uff0c", "\u3001")
"""After these marks of Chinese and Japanese no space is written."""


Names: TypeAlias = "Mapping[tuple[str, str, str], str]"
"""How values are said: by entity, language and value."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What a turn happens in.

    Attributes
    ----------
    now : datetime
        With a time zone.
    today : date
        Where the bot's people are.
    channel : str or None
    turn_seed : int
        What chooses among equal variations.
    """

    now: datetime
    today: date
    channel: str | None
    turn_seed: int


@dataclass(frozen=True, slots=True)
class Words:
    """What is said so far in a turn: bubbles, and the numbers of the variations used."""

    messages: tuple[Message, ...] = ()
    numbers: tuple[int, ...] = ()

    def plus(self, chosen: Chosen | None) -> Words:
        """Return the words with those of a response after them."""
        if chosen is None:
            return self
        return Words((*self.messages, *chosen.messages), (*self.numbers, chosen.number))


class Wording:
    """One turn while it is put into words."""

    def __init__(
        self,
        intents: Mapping[str, Intent],
        actions: Mapping[str, ActionDefinition],
        names: Names,
        profile: BotProfile,
        plan: Plan,
        said: Utterance | None,
        session: Session,
        moment: Moment,
        outcome: Outcome,
    ) -> None:
        self.intents, self.actions, self.names, self.profile = intents, actions, names, profile
        self.plan, self.said, self.session = plan, said, session
        self.moment, self.outcome = moment, outcome
        self.intent = intents.get(plan.intent)
        spoken = said.language if said else session.language
        self.language = _language_of(self.intent, spoken, self.profile.language)
        self.reason = plan.handover or (self.intent.handover if self.intent and plan.answers else "")
        hours = self.profile.handover.hours if self.profile.handover else None
        self.is_open = is_open(hours, moment.now) if hours and self.reason else True
        self.types: dict[str, str] = {}
        self.facts = self._facts(self.intent)

    def words(self) -> Words:
        """Return all that is said."""
        plan = self.plan
        words = Words()
        if plan.follow_up:
            words = words.plus(self._choose(plan.follow_up.responses))
        words = words.plus(self._own_words())
        if plan.answers and self.intent and (self.is_open or not self.reason):
            words = words.plus(self._answer(self.intent))
        if self.reason:
            words = words.plus(self._handover(is_silent=not words.messages))
        return self._question(words)

    def contexts(self) -> tuple[OpenContext, ...]:
        """Return the contexts that are open for the next message."""
        contexts = age(self.session.contexts)
        if self.plan.answers and self.intent and not self.outcome.failed:
            contexts = opened(contexts, self.intent.context.sets)
        return opened(contexts, self.plan.follow_up.sets) if self.plan.follow_up else contexts

    def offers(self, messages: Sequence[Message]) -> tuple[Offer, ...]:
        """Return what a customer may choose with the next message."""
        if self.plan.offered:
            titles = [(self._title(name), name) for name in self.plan.offered]
            none = [(self._phrase("none_of_these"), NONE)] if self.plan.says == "suggestion" else []
            return tuple(Offer(title, name, title) for title, name in titles + none)
        return tuple(Offer(button.message, "", button.title) for one in messages for button in one.buttons)

    def _facts(self, intent: Intent | None) -> Facts:
        """Return what is known while an intent answers or asks."""
        slots = told(self.plan.slots, intent)
        own = {slot.name: slot.entity for slot in intent.slots} if intent else {}
        entities: dict[str, str] = {}
        for found in self.said.entities if self.said else ():
            entities.setdefault(found.entity, found.value)
        values = {own[name]: value for name, value in slots.items() if name in own}
        values |= slots | {name: value for name, value in entities.items() if name not in own or name not in slots}
        values |= self.outcome.results
        self.types |= {one.slot: one.entity for one in self.plan.slots} | own | dict(self.outcome.types)
        return Facts(
            values,
            self._spoken(values),
            self.moment.channel,
            self.language,
            entities,
            slots,
            self.outcome.results,
            {one.name for one in self.session.contexts},
        )

    def _spoken(self, values: Mapping[str, str]) -> Callable[[str], str]:
        """Return what says a value by its name, in the language of the answer."""
        # Not of this turn itself, which has the facts that have this: a ring that would keep the model in memory until
        # garbage is searched for, long after another one went live.
        names, language, types = self.names, self.language, self.types

        def spoken(name: str) -> str:
            return _said(values[name], entity=types.get(name) or name, language=language, names=names)

        return spoken

    def _said(self, value: str, entity: str) -> str:
        return _said(value, entity=entity, language=self.language, names=self.names)

    def _choose(self, responses: Sequence[Response], facts: Facts | None = None) -> Chosen | None:
        return choose(responses, facts or self.facts, turn_seed=self.moment.turn_seed, said=self.session.said)

    def _or_phrase(
        self, responses: Sequence[Response], name: PhraseName, values: Mapping[str, str] | None = None
    ) -> Chosen:
        """Return what an editor wrote, with more values, or else the bot's own words."""
        known = {**self.facts.values, **(values or {})}
        facts = replace(self.facts, values=known, spoken=self._spoken(known))
        text = fill(self._phrase(name), values or {}) or self._phrase(name)
        return self._choose(responses, facts) or Chosen((Message(text),), 0)

    def _phrase(self, name: PhraseName) -> str:
        return phrase(name, self.language)

    def _title(self, name: str) -> str:
        return self.intents[name].title_in(self.language)

    def _own_words(self) -> Chosen | None:
        """Return what is said apart from an intent."""
        profile = self.profile
        match self.plan.says:
            case "cancelled":
                return self._or_phrase(profile.cancelled, "cancelled")
            case "gave_up":
                return self._or_phrase(profile.gave_up, "gave_up")
            case "fallback":
                return self._or_phrase(profile.fallback, "fallback") if not self.reason else None
            case "ambiguous" | "suggestion":
                return self._offer()
        return None

    def _offer(self) -> Chosen:
        titles = [self._title(name) for name in self.plan.offered]
        buttons = [Button(title, title) for title in titles]
        if self.plan.says == "suggestion":
            none = self._phrase("none_of_these")
            return Chosen((Message(self._phrase("did_you_mean"), (*buttons, Button(none, none))),), 0)
        chosen = self._or_phrase(self.profile.ambiguous, "ambiguous", {"first": titles[0], "second": titles[1]})
        *before, last = chosen.messages
        return replace(chosen, messages=(*before, replace(last, buttons=tuple(buttons))))

    def _answer(self, intent: Intent) -> Chosen:
        if self.outcome.failed:
            return self._or_phrase(self.actions[intent.action].failure, "action_failed")
        return self._choose(intent.responses) or Chosen((Message(intent.title_in(self.language)),), 0)

    def _handover(self, *, is_silent: bool) -> Chosen | None:
        """Return what is said when a person takes over; nothing where the intent said it and the editor nothing."""
        rules = self.profile.handover
        if not self.is_open and rules and rules.hours:
            opens = next_opening(rules.hours, self.moment.now)
            when = {"opens": self._spoken_moment(opens)} if opens else {}
            return self._or_phrase(rules.closed, "closed" if opens else "closed_unknown", when)
        responses = rules.responses if rules else ()
        return self._or_phrase(responses, "handed_over") if is_silent or responses else None

    def _spoken_moment(self, opens: datetime) -> str:
        from intentbot.language.formatting import format_value

        is_today = opens.date() == self.moment.now.astimezone(opens.tzinfo).date()
        when = opens.time() if is_today else opens.replace(tzinfo=None)
        return format_value(when, entity="", language=self.language)

    def _question(self, words: Words) -> Words:
        """Return the words with why an answer is refused, and with the question that waits for one."""
        if not self.plan.questions or self.plan.defers:
            return words
        question = self.plan.questions[-1]
        intent = self.intents[question.intent]
        if intent is not self.intent:
            self.facts = self._facts(intent)
        slot = next(slot for slot in intent.slots if slot.name == question.slot)
        if self.plan.refusal:
            words = words.plus(self._refusal(slot, self.plan.refusal))
        asked = self._or_phrase(slot.ask, "ask", {"slot": slot.name.replace("_", " ")})
        if self.plan.resumes:
            first, *others = asked.messages
            before = self._or_phrase(self.profile.resume, "resume").messages[0].text
            gap = "" if before.endswith(_WIDE) else " "
            together = replace(first, text=f"{before}{gap}{first.text}".strip())
            asked = replace(asked, messages=(together, *others))
        return words.plus(asked)

    def _refusal(self, slot: Slot, refusal: Refusal) -> Chosen:
        today = self.moment.today
        choices = refusal.values.get("choices") or slot.values
        values = {name: value for name, value in refusal.values.items() if isinstance(value, str)}
        limits = {name: self._said(limit(value, today), slot.entity) for name, value in values.items()}
        limits |= {"choices": ", ".join(self._said(value, slot.entity) for value in choices)} if choices else {}
        own = {"value": refusal.written} if refusal.written else {}
        return self._or_phrase(slot.invalid, refusal.phrase, {**limits, **own})


def _said(value: str, *, entity: str, language: str, names: Names) -> str:
    """Return a value of an entity as a language says it."""
    named = names.get((entity, language, value))
    if named or entity not in BUILT_IN_ENTITIES:
        return named or value
    # It takes a megabyte, which a bot without such values need not hold.
    from intentbot.language.formatting import format_value

    return format_value(value, entity=entity, language=language)


def _language_of(intent: Intent | None, spoken: str, usual: str) -> str:
    """Return the language to answer in: the customer's where the intent has an answer in it, else the intent's own."""
    if intent is None:
        return spoken or usual
    first = intent.language or usual
    if spoken == first:
        return spoken
    if any((other.language or usual) == spoken for other in intent.translations) or any(
        condition.kind == "language" and spoken in condition.values and not condition.is_negated
        for response in intent.responses
        for condition in response.when
    ):
        return spoken
    return first
