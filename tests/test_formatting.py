"""Values as customers hear them: numbers, money, days and times as their language writes them."""

from __future__ import annotations

from datetime import date, datetime, time, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intentbot.entities import EntityFinder
from intentbot.language.formatting import format_value

LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "tr", "ru", "zh", "ja")


@pytest.mark.parametrize(
    ("entity", "value", "language", "said"),
    [
        ("date", "2026-12-24", "en", "December 24, 2026"),
        ("date", "2026-12-24", "en-GB", "24 December 2026"),
        ("date", "2026-12-24", "de", "24. Dezember 2026"),
        ("date", "2026-12-24", "zh", "2026年12月24日"),
        ("date", "2026-12-24", "pt_BR", "24 de dezembro de 2026"),
        ("money", "12.50 EUR", "en", "€12.50"),
        ("money", "12.50 EUR", "de", "12,50 €"),
        ("money", "100 JPY", "en", "¥100"),
        ("number", "1000.5", "en", "1,000.5"),
        ("number", "1000.50", "de", "1.000,50"),
        ("number", "-1000", "fr", "-1 000"),
        ("number", "100000", "hi", "1,00,000"),
        ("time", "15:30", "en", "3:30 PM"),
        ("time", "15:30", "de", "15:30"),
        ("ordinal", "1", "en", "1st"),
        ("ordinal", "22", "en", "22nd"),
        ("ordinal", "11", "en", "11th"),
        ("ordinal", "1", "fr", "1er"),
        ("ordinal", "3", "de", "3."),
        ("ordinal", "3", "zh", "第3"),
        ("phone", "+493012345678", "en", "+49 30 12345678"),
    ],
)
def test_a_value_is_said_as_the_language_writes_it(entity: str, value: str, language: str, said: str) -> None:
    """Canonical values become what a person of the language would write, with plain spaces."""
    assert format_value(value, entity=entity, language=language) == said


@pytest.mark.parametrize(
    ("entity", "value"),
    [
        ("date", "monday"),
        ("date", "2026-02-31"),
        ("date", "5/6/2026"),
        ("time", "25:00"),
        ("number", "007"),
        ("number", "1" * 40),
        ("ordinal", "0"),
        ("money", "12.50"),
        ("phone", "5551234"),
        ("email", "ana@example.com"),
        ("order_number", "84512"),
    ],
)
def test_what_is_not_canonical_comes_back_unchanged(entity: str, value: str) -> None:
    """Words of customers, codes and values of other entities are said as they are."""
    assert format_value(value, entity=entity, language="de") == value


@pytest.mark.parametrize(
    ("value", "entity", "said"),
    [
        (1234.5, "number", "1.234,5"),
        (Decimal("1234.50"), "number", "1.234,50"),
        (3, "ordinal", "3."),
        (1.5, "length", "1,5"),
        (84512, "order", "84512"),
        (date(2026, 1, 2), "arrival", "2. Januar 2026"),
        (time(9, 5), "arrival", "09:05"),
        (datetime(2026, 1, 2, 9, 5, tzinfo=timezone.utc), "arrival", "2. Januar 2026, 09:05"),
        (True, "paid", "yes"),
        (float("nan"), "number", "nan"),
        (Decimal("1e999999"), "number", "1E+999999"),
    ],
)
def test_what_an_action_returned_is_said_too(value: object, entity: str, said: str) -> None:
    """Python's numbers, days and times are said in the language; a whole number keeps its figures but as a number."""
    assert format_value(value, entity=entity, language="de") == said


@pytest.mark.parametrize("language", ["xx", "", "not a code", "en-QQ", "zz_Hant_ZZ"])
def test_an_unknown_language_is_said_in_english(language: str) -> None:
    """A code that nobody knows makes no answer fail."""
    assert format_value("2026-12-24", entity="date", language=language) == "December 24, 2026"


def test_a_part_of_a_code_is_enough() -> None:
    """A country that is not known leaves the language."""
    assert format_value("2026-12-24", entity="date", language="de-QQ") == "24. Dezember 2026"


FINDERS = {language: EntityFinder((), ["date", "time", "money"], [language]) for language in LANGUAGES}


@given(
    st.sampled_from(LANGUAGES),
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.times(),
    st.integers(1, 99_999_999),
)
def test_what_is_said_is_understood(language: str, day: date, clock: time, cents: int) -> None:
    """A day, a time and an amount that the bot says are found again in its own words, in eleven languages."""
    values = {"date": day.isoformat(), "time": clock.strftime("%H:%M"), "money": f"{cents // 100}.{cents % 100:02} EUR"}
    for entity, value in values.items():
        said = format_value(value, entity=entity, language=language)
        assert [(each.entity, each.value) for each in FINDERS[language].find(said, language=language)] == [
            (entity, value)
        ], said
