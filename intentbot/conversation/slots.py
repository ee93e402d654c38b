"""Slots: which values a message has for what an intent needs to know, and whether they are accepted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from intentbot.conversation.hints import hints
from intentbot.intents import TEXT, YES_NO, Intent, Slot
from intentbot.language.negation import is_negated
from intentbot.language.phrase_texts.names import PhraseName
from intentbot.predictions import FoundEntity
from intentbot.responses import is_same
from intentbot.searching import compiled, in_time

NUMBERS = ("number", "money", "ordinal")
LONGEST_TEXT = 500
"""Characters of a customer's own words that are kept."""

_REASONS: Mapping[str, PhraseName] = {
    "number": "invalid_number",
    "ordinal": "invalid_number",
    "money": "invalid_number",
    "date": "invalid_date",
    "time": "invalid_time",
    "email": "invalid_email",
    "phone": "invalid_phone",
    "url": "invalid_url",
    YES_NO: "ask_yes_or_no",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an answer was not accepted.

    Attributes
    ----------
    phrase : str
        The name of what the bot says of it, for `phrases.phrase`.
    values : mapping of str to (str or tuple of str)
        What is filled into it: the limit, or the choices.
    written : str
        What was refused; empty where nothing that could be an answer was found.
    """

    phrase: PhraseName = "invalid"
    values: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    written: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a message says about the slots of an intent: values by slot, and the first refusal by slot."""

    values: Mapping[str, str]
    refusals: Mapping[str, Refusal]


def hear(
    intent: Intent,
    entities: Sequence[FoundEntity],
    *,
    filled: Iterable[str],
    asked: str,
    today: date,
    text: str = "",
    language: str = "",
) -> Heard:
    """Return what the entities of a message say about an intent's slots.

    Of several slots of one entity, the words beside a value tell which it is for (`hints.hints`). Others take what is
    found in its order; a single one answers the slot that was asked for. Where none was, and fewer values are found
    than slots of their entity are open, nothing tells which are meant: none is taken.

    Parameters
    ----------
    intent : Intent
    entities : sequence of FoundEntity
    filled : iterable of str
        The slots that have a value: others come first.
    asked : str
        The slot that was asked for, empty for none.
    today : date
        What limits such as ``today`` mean.
    text, language : str
        The message in which they were found, and its language.
    """
    if not intent.slots:
        return Heard({}, {})
    entities = [_upcoming(found, language, today) for found in entities]
    values: dict[str, str] = {}
    refusals: dict[str, Refusal] = {}
    negated = {found for found in entities if is_negated(text, found.start, found.end, language)}
    entities = [found for found in entities if found not in negated]
    ruled_out = {found.entity for found in negated}
    # "Not tomorrow" is about the day that was asked for, and no day.
    refusals |= {
        slot.name: unanswered(slot) for slot in intent.slots if slot.name == asked and slot.entity in ruled_out
    }
    known = set(filled)
    in_order = sorted(intent.slots, key=lambda slot: (slot.name != asked, slot.name in known))
    told = hints(intent.slots, entities, text)
    by_name = {slot.name: slot for slot in intent.slots}
    for number, name in told.items():
        _take(by_name[name], entities[number].value, values, refusals, today)
    taken = {*told, *(() if asked else _undecided(intent, entities, known | set(told.values())))}
    for slot in in_order:
        for number, found in enumerate(entities):
            if number in taken or found.entity != slot.entity:
                continue
            if slot.name in values:
                break
            is_taken = _take(slot, found.value, values, refusals, today)
            if is_taken or slot.name == asked:
                # What is refused here was meant for this question, not for another slot of the same entity.
                taken.add(number)
    for slot in intent.slots:
        choices = _rivals(slot, intent, entities, today) if slot.name in values else ()
        if choices:
            # "Friday or Monday?" is no answer yet.
            del values[slot.name]
            refusals[slot.name] = Refusal("invalid_choice", {"choices": choices})
    return Heard(values, refusals)


def _rivals(slot: Slot, intent: Intent, entities: Sequence[FoundEntity], today: date) -> tuple[str, ...]:
    """Return the values of which each would do for a slot, where it is the only one of its entity; none for one."""
    if sum(other.entity == slot.entity for other in intent.slots) > 1:
        return ()
    found = dict.fromkeys(
        one.value for one in entities if one.entity == slot.entity and check(slot, one.value, today=today) is None
    )
    return tuple(found) if len(found) > 1 else ()


def _upcoming(found: FoundEntity, language: str, today: date) -> FoundEntity:
    """Return a date with the day it stands for: who answers "on Friday" means the next one."""
    if found.entity != "date" or not language or _day(found.value, today):
        return found
    # The words for days take a megabyte, which a bot that asks for none need not hold.
    from intentbot.built_ins.dates import dates_in

    return replace(found, value=dates_in((language,)).upcoming(found.value, today) or found.value)


def _take(slot: Slot, value: str, values: dict[str, str], refusals: dict[str, Refusal], today: date) -> bool:
    """Put a value where it is accepted, or why it is not, and return whether it is."""
    refusal = check(slot, value, today=today)
    if refusal is None:
        values[slot.name] = value
        refusals.pop(slot.name, None)
        return True
    refusals.setdefault(slot.name, refusal)
    return False


def _undecided(intent: Intent, entities: Sequence[FoundEntity], known: Collection[str]) -> set[int]:
    """Return the places of entities that one of several open slots might be meant by."""
    n_open = Counter(slot.entity for slot in intent.slots if slot.name not in known)
    n_found = Counter(found.entity for found in entities)
    return {i for i, found in enumerate(entities) if n_open[found.entity] > n_found[found.entity]}


def missing(intent: Intent, values: Mapping[str, str]) -> Slot | None:
    """Return the first slot that must be asked for; None where all is known."""
    return next((slot for slot in intent.slots if slot.is_required and slot.name not in values), None)


def check(slot: Slot, value: str, *, today: date) -> Refusal | None:
    """Return why a value is not accepted for a slot; None where it is."""
    if slot.values and not any(is_same(value, one) for one in slot.values):
        return Refusal("invalid_choice", {}, value)
    if slot.pattern and not _fits(slot.pattern, value):
        return Refusal(_REASONS.get(slot.entity, "invalid"), {}, value)
    if slot.entity == TEXT and len(value) > LONGEST_TEXT:
        return Refusal("too_long", {}, value)
    read = reader_of(slot.entity)
    if read is None:
        return None
    amount = read(value, today)
    if amount is None:
        return Refusal(_REASONS[slot.entity], {}, value)
    low, high = read(slot.low, today), read(slot.high, today)
    # Amounts of one slot are of one type, so they can be compared; mypy sees their union.
    if low is not None and amount < low:  # type: ignore[operator]
        return Refusal("too_small", {"min": limit(slot.low, today)}, value)
    if high is not None and amount > high:  # type: ignore[operator]
        return Refusal("too_large", {"max": limit(slot.high, today)}, value)
    return None


def unanswered(slot: Slot) -> Refusal:
    """Return what is said where a message has no answer for a slot at all."""
    if slot.values:
        return Refusal("invalid_choice")
    return Refusal(_REASONS.get(slot.entity, "invalid"))


def limit(written: str, today: date) -> str:
    """Return a limit as a value: ``today+14`` is a date."""
    return _day(written, today) or written


def reader_of(entity: str) -> Callable[[str, date], Decimal | str | None] | None:
    """Return what reads a value, or a limit, so that two can be compared; None where values have no order."""
    if entity in NUMBERS:
        return _read_number
    if entity == "date":
        return _read_date
    return _read_time if entity == "time" else None


def _read_number(written: str, today: date) -> Decimal | None:
    # An amount of money has its currency behind it.
    number = written.split(" ")[0]
    try:
        amount = Decimal(number) if number else None
    except InvalidOperation:
        return None
    return amount if amount is not None and amount.is_finite() else None


def _read_date(written: str, today: date) -> str | None:
    return _day(written, today)


def _read_time(written: str, today: date) -> str | None:
    hours, colon, minutes = written.partition(":")
    is_time = colon and hours.isdecimal() and minutes.isdecimal() and int(hours) < 24 and int(minutes) < 60
    return f"{int(hours):02}:{int(minutes):02}" if is_time else None


def _day(written: str, today: date) -> str | None:
    """Return an ISO date, of one or of ``today``, ``today+3`` or ``today-3``; None for anything else."""
    try:
        if written.startswith("today"):
            return (today + timedelta(days=int(written.removeprefix("today") or 0))).isoformat()
        return date.fromisoformat(written).isoformat()
    except (ValueError, OverflowError):
        return None


def _fits(pattern: str, value: str) -> bool:
    return in_time(lambda seconds: compiled(pattern).fullmatch(value, timeout=seconds) is not None, False)
