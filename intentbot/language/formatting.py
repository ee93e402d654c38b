"""How values are said in a language: 2026-12-24 is "December 24, 2026" or "24. Dezember 2026"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType

from intentbot.built_ins.cldr import locale_of, primary

_ORDINALS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "en": {"one": "{}st", "two": "{}nd", "few": "{}rd", "other": "{}th"},
        "fr": {"one": "{}er", "other": "{}e"},
        "nl": {"other": "{}e"},
        "es": {"other": "{}.º"},
        "it": {"other": "{}º"},
        "pt": {"other": "{}º"},
        "ca": {"other": "{}º"},
        "ru": {"other": "{}-й"},
        "uk": {"other": "{}-й"},
        "sv": {"one": "{}:a", "other": "{}:e"},
        "zh": {"other": "第{}"},
        "ja": {"other": "{}番目"},
        "ko": {"other": "{}번째"},
    }
)
"""An ordinal in figures, by the plural category that the Unicode CLDR gives it; other languages write "3."."""

# At most 15 digits and 10 behind the mark are said: longer numbers are no amounts of anything.
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,10})?", re.ASCII)
_MONEY = re.compile(r"(-?[0-9]{1,15}(?:\.[0-9]{1,10})?) ([A-Z]{3})", re.ASCII)
_ORDINAL = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}", re.ASCII)
_PHONE = re.compile(r"\+[0-9]{7,15}", re.ASCII)


def format_value(value: object, *, entity: str, language: str) -> str:
    """Return how a value is said in a language.

    No-break spaces, which languages have in numbers and times, are said as spaces: short messages on phones with one
    cost twice as much, and whoever tests an answer types a space.

    Parameters
    ----------
    value : object
        The canonical value of a built-in entity, as `EntityFinder.find` gives it, or what an action returned: a
        number, a date, a time or both. Other values are said as they are.
    entity : str
        The name of its entity. Values of entities that are not built in come back unchanged.
    language : str
        A code such as ``de`` or ``en-GB``; of one that is not known the first part counts, then English.

    Examples
    --------
    >>> format_value("12.50 EUR", entity="money", language="de")
    '12,50 €'
    >>> format_value("2026-12-24", entity="date", language="en")
    'December 24, 2026'
    """
    if isinstance(value, str):
        return _said(value, entity, language) if entity in _WAYS else value
    written = _written(value, entity)
    if written is None:
        return ("yes" if value else "no") if isinstance(value, bool) else str(value)
    if isinstance(value, datetime):
        day, clock = (_said(part, kind, language) for part, kind in zip(written, ("date", "time"), strict=True))
        return f"{day}, {clock}"
    return _said(written[0], _entity_of(value, entity), language)


def _written(value: object, entity: str) -> tuple[str, ...] | None:
    """Return the canonical form of a value of Python's, a day and a time of what is both; None for other values."""
    if isinstance(value, bool):
        return None
    if isinstance(value, datetime):
        return value.date().isoformat(), value.strftime("%H:%M")
    if isinstance(value, date):
        return (value.isoformat(),)
    if isinstance(value, time):
        return (value.strftime("%H:%M"),)
    if isinstance(value, int | float | Decimal):
        number = Decimal(str(value)) if isinstance(value, float) else value
        is_short = not isinstance(number, Decimal) or (number.is_finite() and abs(number.adjusted()) < 16)
        return (format(number, "f") if isinstance(number, Decimal) else str(number),) if is_short else None
    return None


def _entity_of(value: object, entity: str) -> str:
    """Return as which entity a value of Python's is said: numbers are numbers only where an editor said so."""
    if isinstance(value, date):
        return "date"
    if isinstance(value, time):
        return "time"
    if entity == "ordinal":
        return entity
    # An order number must not be said as 84,512; a length of 1.5 is 1,5 in German whatever it is the length of.
    return "number" if entity in ("number", "money") or not isinstance(value, int) else ""


@lru_cache(maxsize=4096)
def _said(value: str, entity: str, language: str) -> str:
    way = _WAYS.get(entity)
    if way is None:
        return value
    pattern, say = way
    match = pattern.fullmatch(value)
    if match is None:
        return value
    try:
        said = say(match, language)
    except ValueError:
        # The 31st of February, or 25 o'clock.
        return value
    return said.replace("\u202f", " ").replace("\u00a0", " ")


def _number(match: re.Match[str], language: str) -> str:
    from babel.numbers import format_decimal

    # As many digits behind the mark as were given: 1.50 stays a number of two.
    whole = str(locale_of(language).decimal_formats[None].pattern).partition(";")[0].partition(".")[0]
    places = len(match[0].partition(".")[2])
    pattern = f"{whole}.{'0' * places}" if places else whole
    return format_decimal(Decimal(match[0]), format=pattern, locale=locale_of(language))


def _money(match: re.Match[str], language: str) -> str:
    from babel.numbers import format_currency

    return format_currency(Decimal(match[1]), match[2], locale=locale_of(language))


def _ordinal(match: re.Match[str], language: str) -> str:
    ways = _ORDINALS.get(primary(language), {"other": "{}."})
    category = locale_of(language).ordinal_form(int(match[0]))
    return ways.get(category, ways["other"]).replace("{}", match[0])


def _date(match: re.Match[str], language: str) -> str:
    from babel.dates import format_date

    return format_date(date.fromisoformat(match[0]), "long", locale=locale_of(language))


def _time(match: re.Match[str], language: str) -> str:
    from babel.dates import format_time

    return format_time(time.fromisoformat(match[0]), "short", locale=locale_of(language))


def _phone(match: re.Match[str], language: str) -> str:
    from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, parse

    try:
        return format_number(parse(match[0]), PhoneNumberFormat.INTERNATIONAL)
    except NumberParseException:
        return match[0]


_WAYS: Mapping[str, tuple[re.Pattern[str], Callable[[re.Match[str], str], str]]] = MappingProxyType(
    {
        "number": (_NUMBER, _number),
        "money": (_MONEY, _money),
        "ordinal": (_ORDINAL, _ordinal),
        "date": (_DATE, _date),
        "time": (_TIME, _time),
        "phone": (_PHONE, _phone),
    }
)
