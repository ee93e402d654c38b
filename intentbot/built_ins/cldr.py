"""What the Unicode Common Locale Data Repository knows of a language, read through Babel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel.core import Locale

_FALLBACK = "en"
_LATIN = "latn"


@dataclass(frozen=True, slots=True)
class NumberMarks:
    """The marks within a number: what stands before its fraction, and what between thousands."""

    decimal: str
    group: str


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """Return the locale of a language code such as ``pt-BR`` or ``zh_Hant``: of its first part, or of English, where
    the code is not known."""
    # Babel takes 10 ms to import, and 1 MB for each language: a bot without dates and money need not hold that.
    from babel.core import Locale, UnknownLocaleError

    code = language.replace("-", "_")
    for candidate in (code, code.partition("_")[0], _FALLBACK):
        try:
            return Locale.parse(candidate)
        except (UnknownLocaleError, ValueError, TypeError):
            continue
    raise AssertionError("Babel has English")


def primary(language: str) -> str:
    """Return the first part of a language code, in small letters: ``pt`` of ``pt-BR``."""
    return language.replace("_", "-").partition("-")[0].lower()


def country_of(language: str) -> str:
    """Return the country that a language code names, such as ``BR`` of ``pt-BR``; empty where it names none."""
    parts = language.replace("_", "-").split("-")[1:]
    return next((part.upper() for part in parts if len(part) == 2 and part.isalpha()), "")


@lru_cache(maxsize=64)
def number_marks(language: str) -> NumberMarks:
    """Return how numbers are written in a language."""
    symbols = locale_of(language).number_symbols
    # Languages with digits of their own have the marks for 0 to 9 as well.
    marks = symbols.get(_LATIN) or next(iter(symbols.values()))
    return NumberMarks(str(marks["decimal"]), str(marks["group"]))


@lru_cache(maxsize=64)
def day_first(language: str) -> bool | None:
    """Return whether dates in numbers begin with the day; None where a language is written both ways.

    English is, where the code names no country.
    """
    if primary(language) == "en" and not country_of(language):
        return None
    pattern = str(locale_of(language).date_formats["short"].pattern).lower()
    return pattern.index("d") < pattern.index("m")


def month_first_in_words(language: str) -> bool:
    """Return whether the month may stand before the day in words, as in "May 3"."""
    pattern = str(locale_of(language).date_formats["long"].pattern)
    return primary(language) == "en" or pattern.index("M") < pattern.index("d")


def has_twelve_hours(language: str) -> bool:
    """Return whether hours are counted to twelve, with am and pm."""
    return "h" in str(locale_of(language).time_formats["short"].pattern)


def month_names(language: str) -> dict[str, int]:
    """Return the months from 1 to 12 by their names, short names too."""
    return _names(locale_of(language).months, first=0)


def weekday_names(language: str) -> dict[str, int]:
    """Return the weekdays, 0 for Monday to 6 for Sunday, by their full names."""
    return _names({form: {"wide": names["wide"]} for form, names in locale_of(language).days.items()}, first=0)


def day_periods(language: str) -> dict[str, str]:
    """Return ``am`` or ``pm`` by the words for them."""
    found: dict[str, str] = {}
    for widths in locale_of(language).day_periods.values():
        for width, names in widths.items():
            for period in ("am", "pm"):
                # Narrow names are letters that words begin with, too.
                if width != "narrow" and period in names:
                    found.setdefault(str(names[period]), period)
    return found


def currency_names(language: str) -> dict[str, str]:
    """Return the codes of currencies by their names in a language, singular and plural."""
    from babel.numbers import get_currency_name

    locale = locale_of(language)
    found: dict[str, str] = {}
    for code, name in locale.currencies.items():
        # One, two and five differ in all the languages of Europe that have more than one plural.
        for each in (name, *(get_currency_name(code, count, locale) for count in (1, 2, 5))):
            found.setdefault(each, code)
    return found


def currency_symbols(language: str) -> dict[str, str]:
    """Return the codes of currencies by their symbols in a language, those of the language's country first."""
    from babel.numbers import get_territory_currencies

    locale = locale_of(language)
    country = country_of(language)
    own = get_territory_currencies(country) if country else []
    symbols = locale.currency_symbols
    found = {str(symbols[code]): code for code in own if code in symbols}
    for code, symbol in symbols.items():
        # The letters of old currencies are units of other things: f, K.
        if symbol != code and (len(symbol) > 1 or not symbol.isalpha()):
            found.setdefault(str(symbol), code)
    return found


def _names(forms: Mapping[str, Mapping[str, Mapping[int, str]]], *, first: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for widths in forms.values():
        for width, names in widths.items():
            if width == "narrow":
                continue
            for number, name in names.items():
                found.setdefault(name.rstrip("."), number + first)
    return found
