"""What the bot says to a plan, and the session after it. Pure functions: nothing outside is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from intentbot.conversation.actions import Outcome
from intentbot.conversation.context import age
from intentbot.conversation.memory import told, without_consent
from intentbot.conversation.plans import Plan
from intentbot.conversation.utterances import Utterance
from intentbot.conversation.wording import Moment, Names, Wording
from intentbot.intents import Intent
from intentbot.language.phrases import phrase
from intentbot.predictions import HandOver, Message, Reply
from intentbot.profile import ActionDefinition, BotProfile
from intentbot.sessions import KEPT_CHARACTERS, KEPT_LINES, Line, Session

KEPT_SAID = 16
"""How many of the variations just used are remembered."""


@dataclass(frozen=True, slots=True, eq=False)
class Speaker:
    """Says what a plan comes to. Immutable; safe for threads.

    Attributes
    ----------
    intents : mapping of str to Intent
        By name.
    actions : mapping of str to ActionDefinition
        By name.
    names : mapping of (str, str, str) to str
        How values of lists are said, by entity, language and value.
    profile : BotProfile
    """

    intents: Mapping[str, Intent]
    actions: Mapping[str, ActionDefinition]
    names: Names
    profile: BotProfile

    def say(
        self, plan: Plan, said: Utterance | None, session: Session, moment: Moment, outcome: Outcome, text: str
    ) -> tuple[Reply, Session]:
        """Return the reply, and the session after it.

        Parameters
        ----------
        plan : Plan
        said : Utterance or None
            None for an empty message.
        session : Session
            Before the message.
        moment : Moment
        outcome : Outcome
            Of the action, where the plan's intent has one.
        text : str
            The message.
        """
        turn = Wording(self.intents, self.actions, self.names, self.profile, plan, said, session, moment, outcome)
        words = turn.words()
        contexts = turn.contexts()
        messages = words.messages
        answers = (Line("bot", message.text[:KEPT_CHARACTERS]) for message in messages)
        transcript = (*session.transcript, Line("user", text[:KEPT_CHARACTERS]), *answers)[-KEPT_LINES:]
        slots = told(plan.slots, turn.intent)
        handover = None
        if turn.reason:
            handover = HandOver(turn.reason, plan.intent, turn.is_open, True, slots, transcript)
        reply = Reply(
            messages,
            plan.intent or None,
            said.prediction.confidence if said else 0.0,
            said.entities if said else (),
            plan.decided_by,
            said.prediction if said else None,
            slots=slots,
            context=tuple(one.name for one in contexts),
            language=turn.language,
            handover=handover,
            suggested=plan.offered,
        )
        asks_back = bool(turn.intent and turn.intent.follow_ups) and (plan.defers or not plan.questions)
        claimed = self.claimed(plan, said, session, text)
        # Written out: for each message, `dataclasses.replace` would go through the fields one by one.
        after = Session(
            turns=claimed.turns,
            offers=turn.offers(messages),
            slots=claimed.slots,
            contexts=contexts,
            questions=claimed.questions,
            topic=claimed.topic,
            form=claimed.form,
            awaits_answer=plan.answers and asks_back,
            language=claimed.language,
            misses=plan.misses if not turn.reason else 0,
            said=(*(number for number in session.said if number not in words.numbers), *words.numbers)[-KEPT_SAID:],
            transcript=transcript,
        )
        return reply, after

    def claimed(self, plan: Plan, said: Utterance | None, session: Session, text: str) -> Session:
        """Return the session of a turn that is under way: what was asked is answered, and nothing is said yet."""
        intent = self.intents.get(plan.intent)
        is_over = plan.says == "cancelled"
        is_topic = intent is not None and (plan.answers or not plan.follow_up)
        return Session(
            turns=session.turns + 1,
            slots=without_consent(plan.slots, intent) if plan.answers and intent else plan.slots,
            contexts=age(session.contexts),
            questions=plan.questions,
            topic=plan.intent if is_topic else "" if is_over else session.topic,
            form=plan.intent if intent and intent.slots else "" if is_over else session.form,
            language=said.language if said else session.language,
            misses=plan.misses,
            said=session.said,
            transcript=(*session.transcript, Line("user", text[:KEPT_CHARACTERS]))[-KEPT_LINES:],
        )

    def undelivered(self, reply: Reply) -> Reply:
        """Return the reply of a hand-over that nobody took: it promises nothing."""
        handover = replace(reply.handover, is_delivered=False) if reply.handover else None
        text = phrase("closed_unknown", reply.language)
        return replace(reply, messages=(Message(text),), handover=handover)
