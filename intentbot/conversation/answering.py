"""What a message says while the bot waits for the answer to a question."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from intentbot.conversation.hints import hints
from intentbot.conversation.memory import told_last, values_of
from intentbot.conversation.slots import NUMBERS, Heard, check, hear
from intentbot.conversation.utterances import Utterance
from intentbot.intents import TEXT, YES_NO, Intent, Slot
from intentbot.language.cues import begins_with_no, is_no, is_yes
from intentbot.predictions import FoundEntity
from intentbot.sessions import Session

MOST_AROUND_VALUE = 2
"""A value with no more words than these around it, such as "then 84513", is a value and no wish."""


def hear_answer(said: Utterance, part: Utterance, slot: Slot, intent: Intent, session: Session, today: date) -> Heard:
    """Return what a message says about an intent's slots while one of them is asked for.

    `part` is what stands behind "no, I meant", else the message itself.
    """
    entities = part.entities if part is not said else _answering(said, slot, intent)
    asked = slot.name
    if part is not said and slot.entity in {one.entity for one in part.entities}:
        # "No, I meant 3" is about what was told just now, not about what is asked for.
        asked = told_last(session.slots, intent, slot.entity) or asked
    heard = hear(
        intent,
        entities,
        filled=values_of(session.slots, intent),
        asked=asked,
        today=today,
        text=part.text,
        language=part.language,
    )
    value = ""
    if slot.entity == YES_NO and part is not said and not heard.values:
        heard = _corrected_words(part, intent, session, today) or heard
    if slot.entity == YES_NO:
        # "No, that one is wrong" is a no; only a yes must be one as a whole.
        is_free = not heard.values and not part.exact
        refuses = is_no(said.text, said.language) or (is_free and begins_with_no(said.text, said.language))
        value = "no" if refuses else "yes" if is_yes(said.text, said.language) else ""
    elif slot.entity == TEXT and not heard.values:
        value = said.text.strip()
    if not value:
        return heard
    refusal = check(slot, value, today=today)
    if refusal:
        return replace(heard, refusals={**heard.refusals, slot.name: refusal})
    return replace(heard, values={**heard.values, slot.name: value})


def _corrected_words(part: Utterance, intent: Intent, session: Session, today: date) -> Heard | None:
    """Return the customer's own words told last, as they are corrected; None where a pattern does not know them."""
    last = told_last(session.slots, intent, TEXT)
    slot = next((slot for slot in intent.slots if slot.name == last and slot.pattern), None)
    if slot is None or check(slot, part.text.strip(), today=today) is not None:
        return None
    return Heard({slot.name: part.text.strip()}, {})


def _answering(said: Utterance, slot: Slot, intent: Intent) -> tuple[FoundEntity, ...]:
    """Return the entities of a message that may be values while a slot is asked for.

    The customer's own words are taken as they are. A question about another order does not change the one that "Shall
    I?" was asked about; and a number that comes instead of an answer is one to another question only where a word
    beside it says so.
    """
    if slot.entity == TEXT or (slot.entity == YES_NO and said.n_other_words > MOST_AROUND_VALUE):
        return ()
    if any(found.entity == slot.entity for found in said.entities):
        return said.entities
    named = hints(intent.slots, said.entities, said.text)
    return tuple(found for place, found in enumerate(said.entities) if place in named or found.entity not in NUMBERS)


def is_bare_value(said: Utterance) -> bool:
    """Whether a message is nothing but values, or has so few words around them that they mean nothing else."""
    if said.n_other_words == 0:
        return bool(said.entities) and not said.exact
    return said.n_other_words <= MOST_AROUND_VALUE and not said.meant
