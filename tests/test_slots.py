"""Slots: which values are taken, in which order, and why one is not."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intentbot.answers import Response
from intentbot.conversation.memory import keep
from intentbot.conversation.slots import check, hear, missing
from intentbot.intents import Intent, Slot
from intentbot.predictions import FoundEntity
from intentbot.sessions import Known

TODAY = date(2026, 11, 25)


def found(entity: str, *values: str) -> list[FoundEntity]:
    """Return entities found one after the other."""
    return [FoundEntity(entity, value, value, i, i + 1) for i, value in enumerate(values)]


@pytest.mark.parametrize(
    ("slot", "value", "phrase"),
    [
        (Slot("n", "number", low="1", high="10"), "10", None),
        (Slot("n", "number", low="1", high="10"), "10.5", "too_large"),
        (Slot("n", "number", low="1"), "-3", "too_small"),
        (Slot("n", "money", high="100"), "100.01 EUR", "too_large"),
        (Slot("n", "money", high="100"), "99 EUR", None),
        (Slot("d", "date", low="today", high="today+30"), "2026-11-25", None),
        (Slot("d", "date", low="today"), "2026-11-24", "too_small"),
        (Slot("d", "date", high="today+30"), "2026-12-26", "too_large"),
        (Slot("d", "date"), "12/05/2026", "invalid_date"),
        (Slot("t", "time", low="09:00", high="17:00"), "08:59", "too_small"),
        (Slot("t", "time"), "9:30", None),
        (Slot("c", "colour", values=("Red", "blue")), "RED", None),
        (Slot("c", "colour", values=("red", "blue")), "green", "invalid_choice"),
        (Slot("p", "code", pattern=r"[A-Z]{2}\d{3}"), "ab123", None),
        (Slot("p", "code", pattern=r"[A-Z]{2}\d{3}"), "ab1234", "invalid"),
        (Slot("w", "text"), "x" * 501, "too_long"),
        (Slot("w", "text"), "own words", None),
    ],
)
def test_values_are_accepted_or_refused_with_a_reason(slot: Slot, value: str, phrase: str | None) -> None:
    """A pattern must match the whole value, a list must have it, and limits are kept, the limit itself included."""
    refusal = check(slot, value, today=TODAY)
    assert (refusal.phrase if refusal else None) == phrase


@given(value=st.text(), entity=st.sampled_from(["number", "money", "date", "time", "ordinal", "text", "colour"]))
def test_no_value_makes_the_check_fail(value: str, entity: str) -> None:
    """Whatever is found, it is accepted or refused."""
    slot = Slot("x", entity, low="1" if entity in ("number", "money") else "", pattern=r"\w*", values=())
    refusal = check(slot, value, today=TODAY)
    assert refusal is None or refusal.written == value


@given(numbers=st.lists(st.integers(-50, 50).map(str), max_size=4))
def test_a_limit_parts_the_numbers(numbers: list[str]) -> None:
    """Exactly the numbers within the limits are accepted."""
    slot = Slot("n", "number", low="-10", high="10")
    assert [check(slot, n, today=TODAY) is None for n in numbers] == [-10 <= int(n) <= 10 for n in numbers]


TRIP = Intent("trip", slots=(Slot("start", "city"), Slot("goal", "city"), Slot("seats", "number")))


def test_slots_of_one_entity_take_values_in_their_order() -> None:
    """Two cities are start and goal; one alone is what was asked for, or what alone has no value yet, or nothing."""
    both = hear(TRIP, found("city", "Rome", "Oslo"), filled=(), asked="", today=TODAY)
    assert both.values == {"start": "Rome", "goal": "Oslo"}
    one = found("city", "Rome")
    assert hear(TRIP, one, filled=(), asked="", today=TODAY).values == {}
    assert hear(TRIP, one, filled=("start",), asked="", today=TODAY).values == {"goal": "Rome"}
    assert hear(TRIP, one, filled=(), asked="goal", today=TODAY).values == {"goal": "Rome"}
    assert hear(TRIP, one, filled=("start", "goal"), asked="seats", today=TODAY).values == {"start": "Rome"}


BOOKING = Intent(
    "book",
    slots=(
        Slot("nights", "number", (Response("For how many nights?"), Response("您要住几晚？"))),
        Slot("guests", "number", (Response("For how many people?"), Response("几位客人？"))),
    ),
)


@pytest.mark.parametrize(
    ("text", "asked", "expected"),
    [
        ("a room for 2 people", "", {"guests": "2"}),
        ("2 nights please", "guests", {"nights": "2"}),
        ("3 guests, 2 nights", "", {"guests": "3", "nights": "2"}),
        ("guests: 4", "nights", {"guests": "4"}),
        ("2 please", "guests", {"guests": "2"}),
        ("住3晚", "", {"nights": "3"}),
        ("for how many is 2", "nights", {"nights": "2"}),
    ],
)
def test_words_beside_a_value_tell_what_it_is_for(text: str, asked: str, expected: dict[str, str]) -> None:
    """A value goes to the slot whose name or question has a word beside it, if no other slot has that word."""
    entities = [FoundEntity("number", one[0], one[0], one.start(), one.end()) for one in re.finditer(r"\d", text)]
    assert hear(BOOKING, entities, filled=(), asked=asked, today=TODAY, text=text).values == expected


def test_what_is_refused_is_no_answer_to_another_question() -> None:
    """A value that the slot asked for refuses fills no other slot of its entity."""
    intent = Intent("book", slots=(Slot("nights", "number", high="14"), Slot("guests", "number", high="4")))
    heard = hear(intent, found("number", "9"), filled=("nights",), asked="guests", today=TODAY)
    assert heard.values == {}
    assert heard.refusals["guests"].phrase == "too_large"


@pytest.mark.parametrize("words", ["Friday", "this Friday", "friday"])
def test_a_weekday_is_the_next_one(words: str) -> None:
    """Who answers with a weekday means the next such day."""
    intent = Intent("book", slots=(Slot("day", "date"),))
    heard = hear(intent, found("date", words), filled=(), asked="day", today=TODAY, text=words, language="en")
    assert heard.values == {"day": "2026-11-27"}


def test_a_wrong_value_gives_way_to_a_right_one() -> None:
    """Of two numbers the one within the limits is taken, and nothing is refused then."""
    intent = Intent("buy", slots=(Slot("n", "number", high="10"),))
    heard = hear(intent, found("number", "84512", "3"), filled=(), asked="n", today=TODAY)
    assert (heard.values, dict(heard.refusals)) == ({"n": "3"}, {})


def test_what_is_not_required_is_not_missing() -> None:
    """The first required slot without a value is asked for; a slot that is not required never is."""
    intent = Intent("a", slots=(Slot("x", "text", is_required=False), Slot("y", "text"), Slot("z", "text")))
    first = missing(intent, {})
    assert first is not None
    assert first.name == "y"
    assert missing(intent, {"y": "1", "z": "2"}) is None


def test_the_latest_value_is_kept_last() -> None:
    """A value that is told again takes the place of the earlier one, at the end."""
    slots = (Known("start", "Rome", "city", intent="trip"), Known("seats", "2", "number", intent="trip"))
    kept = keep(slots, TRIP, {"start": "Oslo"})
    assert [(one.slot, one.value) for one in kept] == [("seats", "2"), ("start", "Oslo")]
