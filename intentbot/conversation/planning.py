"""What to do about a message in its conversation: answer, ask for what is missing, go back, give up, hand over.

Everything here is a pure function of the message as it was heard and of the session.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from intentbot.conversation.answering import hear_answer, is_bare_value
from intentbot.conversation.memory import begun, corrected, keep, told_last, values_of
from intentbot.conversation.plans import Plan
from intentbot.conversation.slots import Heard, Refusal, hear, missing, unanswered
from intentbot.conversation.utterances import Utterance
from intentbot.intents import TEXT, YES_NO, Intent, Slot
from intentbot.language.cues import correction, is_cancel, is_no, is_yes
from intentbot.predictions import DecidedBy
from intentbot.sessions import Known, Question, Session

MOST_QUESTIONS = 3
"""How many questions wait for an answer at most: more digressions than that, and the oldest is dropped."""

SURE = 0.6
"""How probable another intent must be to be answered while a question is open: an answer to the question is likelier
than a new wish, so that the usual threshold is too low. Chosen by hand on the dialogues of the starter bot."""

MOST_NEAREST, NEAR = 3, 0.1
"""How many of the nearest intents are offered at most, and how probable each must be: below, it is a mere guess."""

MANY_WORDS = 4
"""A message of more words than these beside the value that was asked for may be a wish of its own."""

Rehear = Callable[[str], Utterance]


@dataclass(frozen=True, slots=True, eq=False)
class Planner:
    """Plans turns. Immutable; safe for threads.

    Attributes
    ----------
    intents : mapping of str to Intent
        By name.
    suggest_after, hand_over_after : int
        From which miss in a row on the nearest intents are offered, and a person takes over; 0 for never.
    hands_over : bool
        Whether a person takes over where the bot gave up on a question.
    """

    intents: Mapping[str, Intent]
    suggest_after: int = 0
    hand_over_after: int = 0
    hands_over: bool = False

    def plan(self, said: Utterance, session: Session, *, today: date, rehear: Rehear) -> Plan:
        """Return what to do about a message.

        Parameters
        ----------
        said : Utterance
        session : Session
        today : date
            What limits of slots mean by ``today``.
        rehear : callable
            Returns a part of the message as heard by itself.
        """
        found = self._follow_up(said, session, today) if session.awaits_answer else None
        if found is None and session.questions:
            return self._answer_question(said, session, today, rehear)
        found = found or self._correct(said, session, today, rehear)
        return found or self._new_wish(said, session, today)

    def is_answered(self, plan: Plan, session: Session) -> bool:
        """Whether a plan leaves the open question behind: it was answered, broken off, or something else is wanted."""
        return plan.questions[: len(session.questions)] != session.questions and plan.refusal is None

    def asks_for_consent(self, session: Session) -> bool:
        """Whether the open question is one of yes or no."""
        if not session.questions:
            return False
        question = session.questions[-1]
        return any(slot.name == question.slot and slot.entity == YES_NO for slot in self.intents[question.intent].slots)

    def known(self, session: Session) -> Session:
        """Return a session without questions that this bot never asks: an earlier model may have asked them."""
        asked = tuple(one for one in session.questions if self._is_asked(one))
        return session if len(asked) == len(session.questions) else replace(session, questions=asked)

    def _is_asked(self, question: Question) -> bool:
        intent = self.intents.get(question.intent)
        return intent is not None and any(slot.name == question.slot for slot in intent.slots)

    def start(self, intent: str, said: Utterance, session: Session, decided_by: DecidedBy, *, today: date) -> Plan:
        """Return the plan for an intent that was chosen: it asks for what is missing, or answers.

        A question that waits for an answer is put again after it; not where a person takes over.
        """
        chosen = self.intents[intent]
        waiting = tuple(one for one in session.questions if one.intent != intent)
        heard = hear(chosen, said.entities, filled=(), asked="", today=today, text=said.text, language=said.language)
        slots = keep(begun(session.slots, chosen, [one.intent for one in waiting]), chosen, heard.values)
        if chosen.handover:
            waiting = ()
        return self._go_on(intent, slots, waiting, decided_by, refusals=heard.refusals)

    def _go_on(
        self,
        intent: str,
        slots: tuple[Known, ...],
        waiting: tuple[Question, ...],
        decided_by: DecidedBy,
        *,
        refusals: Mapping[str, Refusal],
    ) -> Plan:
        """Return the plan for an intent with what is known: to ask for the next slot, or to answer."""
        slot = missing(self.intents[intent], values_of(slots, self.intents[intent]))
        if slot is None:
            # What was told meanwhile is not asked for again; a follow-up of the answer comes before an older question.
            waiting = tuple(one for one in waiting if one.slot not in values_of(slots, self.intents[one.intent]))
            defers = bool(waiting) and bool(self.intents[intent].follow_ups)
            return Plan(
                decided_by, intent, answers=True, slots=slots, questions=waiting, resumes=bool(waiting), defers=defers
            )
        questions = (*waiting, Question(intent, slot.name))[-MOST_QUESTIONS:]
        return Plan(decided_by, intent, slots=slots, questions=questions, refusal=refusals.get(slot.name))

    def _answer_question(self, said: Utterance, session: Session, today: date, rehear: Rehear) -> Plan:
        """Return what to do about a message while a question is open."""
        *before, question = session.questions
        waiting = tuple(before)
        intent = self.intents[question.intent]
        slot = next(slot for slot in intent.slots if slot.name == question.slot)
        if is_cancel(said.text, said.language):
            return Plan("slot", says="cancelled", slots=session.slots, questions=waiting, resumes=bool(waiting))
        rest = correction(said.text, said.language)
        answer = rehear(rest) if rest else said
        heard = hear_answer(said, answer, slot, intent, session, today)
        if self._is_other_wish(answer, slot, intent, heard):
            # What is corrected is not wanted any more; what is only interrupted is.
            kept = replace(session, questions=waiting) if rest else session
            return self.start(answer.meant, answer, kept, _how(answer), today=today)
        slots = corrected(session.slots, intent, heard.values)
        if slot.name in heard.values:
            return self._go_on(intent.name, slots, waiting, "slot", refusals=heard.refusals)
        if heard.values:
            # Another value of the same intent: the question stays open, unless an earlier one is open again.
            first = missing(intent, values_of(slots, intent))
            if first and first.name != slot.name:
                return self._go_on(intent.name, slots, waiting, "slot", refusals=heard.refusals)
            return Plan("slot", intent.name, slots=slots, questions=session.questions)
        if question.n_asked >= slot.tries:
            return self._give_up(slots, waiting)
        asked_again = (*waiting, replace(question, n_asked=question.n_asked + 1))
        # Who says again what they want did not answer wrongly.
        reason = None if said.meant == intent.name else unanswered(slot)
        refusal = heard.refusals.get(slot.name) or reason
        return Plan("slot", intent.name, slots=slots, questions=asked_again, refusal=refusal)

    def _give_up(self, slots: tuple[Known, ...], waiting: tuple[Question, ...]) -> Plan:
        if self.hands_over:
            return Plan("slot", says="gave_up", slots=slots, handover="gave_up")
        return Plan("slot", says="gave_up", slots=slots, questions=waiting, resumes=bool(waiting))

    def _is_other_wish(self, said: Utterance, slot: Slot, intent: Intent, heard: Heard) -> bool:
        """Whether a message is no answer to the open question, but something else that the customer wants."""
        meant = said.meant
        if not meant or meant == intent.name:
            return False
        if said.exact:
            # A person is called for by any word; but an example may be one that answers the question, such as "yes".
            return slot.name not in heard.values or slot.entity == TEXT
        if said.prediction.confidence < SURE:
            return False
        if slot.entity == TEXT:
            return bool(self.intents[meant].handover) or said.text.rstrip().endswith(("?", "\uff1f", "\u061f"))
        is_answer = slot.name in heard.values or slot.name in heard.refusals
        return not is_answer or said.n_other_words > MANY_WORDS

    def _follow_up(self, said: Utterance, session: Session, today: date) -> Plan | None:
        """Return what a short answer to the topic means; None where the message is none."""
        topic = self.intents.get(session.topic)
        answers = {one.answer: one for one in topic.follow_ups} if topic else {}
        for answer, is_said in (("yes", is_yes), ("no", is_no), ("cancel", is_cancel)):
            if answer in answers and is_said(said.text, said.language):
                follow_up = answers[answer]
                if follow_up.intent:
                    begun = self.start(follow_up.intent, said, session, "slot", today=today)
                    return replace(begun, follow_up=follow_up)
                waiting = session.questions
                return Plan(
                    "slot",
                    session.topic,
                    follow_up=follow_up,
                    slots=session.slots,
                    questions=waiting,
                    resumes=bool(waiting),
                )
        return None

    def _correct(self, said: Utterance, session: Session, today: date, rehear: Rehear) -> Plan | None:
        """Return the plan for a message that corrects what was said before; None where it does not.

        A value alone corrects only what was spoken of just now.
        """
        form = self.intents.get(session.form)
        rest = correction(said.text, said.language)
        if rest is None and (session.form != session.topic or not is_bare_value(said)):
            return None
        answer = rehear(rest) if rest else said
        if form is not None and answer.exact in ("", form.name):
            heard = hear(
                form,
                answer.entities,
                filled=(),
                asked=told_last(session.slots, form),
                today=today,
                text=answer.text,
                language=answer.language,
            )
            if heard.values:
                slots = corrected(session.slots, form, heard.values)
                return self._go_on(form.name, slots, (), "slot", refusals=heard.refusals)
        if rest and answer.meant:
            return self.start(answer.meant, answer, session, _how(answer), today=today)
        return None

    def _new_wish(self, said: Utterance, session: Session, today: date) -> Plan:
        """Return the plan for a message that stands by itself."""
        if not said.exact and is_cancel(said.text, said.language):
            return self._keep(session, Plan("slot", says="cancelled"))
        if said.meant:
            return self.start(said.meant, said, session, _how(said), today=today)
        if said.decision.kind == "ambiguous":
            return self._keep(session, Plan("ambiguous", says="ambiguous", offered=said.decision.intents))
        return self.miss(said, session)

    def nothing(self, session: Session) -> Plan:
        """Return the plan for an empty message."""
        return self._keep(session, Plan("empty", says="fallback", misses=session.misses))

    def miss(self, said: Utterance, session: Session) -> Plan:
        """Return the plan for a message that was not understood."""
        misses = session.misses + 1
        if self.hand_over_after and misses >= self.hand_over_after:
            return Plan("fallback", says="fallback", slots=session.slots, handover="misses")
        nearest = self._nearest(said) if self.suggest_after and misses >= self.suggest_after else ()
        if nearest:
            return self._keep(session, Plan("ambiguous", says="suggestion", offered=nearest, misses=misses))
        return self._keep(session, Plan("fallback", says="fallback", misses=misses))

    def _nearest(self, said: Utterance) -> tuple[str, ...]:
        if not said.prediction.score:
            return ()
        ranked = [one for one in said.prediction.likeliest(MOST_NEAREST) if one.confidence >= NEAR]
        return tuple(one.intent for one in ranked if one.intent in self.intents)

    @staticmethod
    def _keep(session: Session, plan: Plan) -> Plan:
        """Return a plan after which a conversation knows what it knew, and waits for what it waited for."""
        waiting = session.questions
        return replace(plan, slots=session.slots, questions=waiting, resumes=bool(waiting))


def _how(said: Utterance) -> DecidedBy:
    return "exact" if said.exact else "model"
