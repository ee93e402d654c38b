"""Dates as customers write them: 2026-12-24, 24.12.2026, December 24, 3 de mayo, tomorrow, nächsten Montag, 下周一.

What cannot be told for sure (12/05/2026 in English, "monday") is found, and its value is what the customer wrote.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from intentbot.built_ins.cldr import day_first, month_first_in_words, month_names, primary, weekday_names
from intentbot.built_ins.date_words import (
    BEFORE_YEAR,
    BETWEEN_DAY_AND_MONTH,
    LAST,
    NEXT,
    NOT_RELATIVE,
    OTHER_MONTHS,
    OTHER_WEEKDAYS,
    RELATIVE_DAYS,
    THIS,
)
from intentbot.built_ins.folding import fold_word, one_of
from intentbot.built_ins.numbers import HAN_DIGITS, Place, read_han
from intentbot.text import tokenise

_SPACELESS_FROM = "\u2e80"
"""The first of the letters of East Asia; words before it have spaces around them."""
_IN_NUMBERS = re.compile(
    r"(?<![^\W_])(?<![.,/-])(?:"
    r"(?P<iso_year>\d{4})(?P<iso_mark>[-/.])(?P<iso_month>\d{1,2})(?P=iso_mark)(?P<iso_day>\d{1,2})(?![a-z0-9_/-])"
    r"|(?P<first>\d{1,2})(?P<mark>[-/.])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})(?![a-z0-9_/-])"
    r"|(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?![\w.]))"
)
_IN_HAN = re.compile(
    rf"(?<!\d)(?:(?P<year>\d{{4}}|[{HAN_DIGITS}]{{4}})[年년]\s?)?(?P<month>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})[月월]\s?"
    rf"(?P<day>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})[日号號일]"
)
_NUMBERS_HINT = re.compile(r"\d[-/.]\d{1,2}[-/.]")
_HAN_HINT = re.compile("[月월]")
_HAN_TOKENS = frozenset("月월")
# "Order 3 may be late" is no third of May.
_NO_VERB = r"(?!(?<=may) (?:be|i|we|you|it|they|not|have|need|also)\b)"
_MONTH_GROUPS = ("day_a", "month_a", "year_a", "day_b", "month_b", "year_b")


@dataclass(frozen=True, slots=True)
class Dates:
    """Finds dates in a message in some languages.

    Attributes
    ----------
    hints : frozenset of str
        The tokens of which one is in every message with a date in words.
    in_words : tuple of re.Pattern
        For words with spaces around them, and for those without.
    months, weekdays, relative : mapping of str to int
        By folded words: 1 to 12, 0 to 6 from Monday, and days from today.
    next_words, last_words : frozenset of str
    is_day_first : bool or None
        How dates in numbers are read; None where the languages do not tell.
    """

    hints: frozenset[str]
    in_words: tuple[re.Pattern[str], ...]
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    relative: Mapping[str, int]
    next_words: frozenset[str]
    last_words: frozenset[str]
    is_day_first: bool | None

    def find(self, text: str, tokens: Sequence[str], today: date) -> Iterator[Place]:
        """Yield the dates of a folded message.

        The value is an ISO date (2026-12-24) where the words name one day, else the words themselves. A day and
        month without a year are in the year that brings them nearest to today. "Next monday" is the first one after
        today, "last monday" the last one before. Days that do not exist are not found.

        Parameters
        ----------
        text : str
        today : date
            What "tomorrow" counts from.
        tokens : sequence of str
            The `text.tokenise` of it.
        """
        if _NUMBERS_HINT.search(text):
            for match in _IN_NUMBERS.finditer(text):
                yield from _place(match, self._in_numbers, today)
        if not text.isascii() and _HAN_HINT.search(text):
            for match in _IN_HAN.finditer(text):
                yield from _place(match, _in_han, today)
        if self.hints.isdisjoint(tokens):
            return
        for pattern in self.in_words:
            for match in pattern.finditer(text):
                yield from _place(match, self._in_words, today)

    def _in_numbers(self, match: re.Match[str], today: date) -> str | None:
        """Read day, month and year; with dots the day comes first, else the language or a number over 12 tells."""
        if match["iso_year"]:
            return date(int(match["iso_year"]), int(match["iso_month"]), int(match["iso_day"])).isoformat()
        if match["day"]:
            return _in_year(None, int(match["month"]), int(match["day"]), today) if self.is_day_first else None
        first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
        year += 2000 if year < 100 else 0
        found = {
            is_day_first: date(year, month, day)
            for is_day_first, month, day in ((True, second, first), (False, first, second))
            if month <= 12 and (is_day_first or match["mark"] != ".")
        }
        if len(set(found.values())) == 2:
            return found[self.is_day_first].isoformat() if self.is_day_first is not None else match[0]
        return next(iter(found.values())).isoformat()

    def _in_words(self, match: re.Match[str], today: date) -> str | None:
        if match["relative"]:
            return (today + timedelta(days=self.relative[match["relative"]])).isoformat()
        if match["weekday"]:
            return self._weekday(match, today)
        if match["morning"]:
            return None
        month = self.months[match["month_a"] or match["month_b"]]
        day, year = int(match["day_a"] or match["day_b"]), match["year_a"] or match["year_b"]
        return _in_year(year, month, day, today)

    def upcoming(self, words: str, today: date) -> str | None:
        """Return the next day after today of a weekday, "this Friday" too, as an ISO date; None for other words."""
        said = (fold_word(word) for word in (words.strip(), *words.split()))
        weekday = next((self.weekdays[word] for word in said if word in self.weekdays), None)
        return None if weekday is None else (today + timedelta(days=(weekday - today.weekday()) % 7 or 7)).isoformat()

    def _weekday(self, match: re.Match[str], today: date) -> str:
        which = match["which"] or match["which_after"] or ""
        days = (self.weekdays[match["weekday"]] - today.weekday()) % 7
        if which in self.last_words:
            if which[0] >= _SPACELESS_FROM:
                return (_monday(today) + timedelta(days=self.weekdays[match["weekday"]] - 7)).isoformat()
            return (today - timedelta(days=7 - days)).isoformat()
        if which in self.next_words:
            if which[0] >= _SPACELESS_FROM:
                return (_monday(today) + timedelta(days=self.weekdays[match["weekday"]] + 7)).isoformat()
            return (today + timedelta(days=days or 7)).isoformat()
        return match[0]


@lru_cache(maxsize=64)
def dates_in(languages: tuple[str, ...]) -> Dates:
    """Return what finds the dates of languages, given by their codes."""
    codes = tuple(dict.fromkeys(map(primary, languages)))
    months: dict[str, int] = {}
    weekdays: dict[str, int] = {}
    for language in reversed(languages):
        named = month_names(language) | dict(OTHER_MONTHS.get(primary(language), {}))
        months |= {fold_word(name): month for name, month in named.items() if not _has_digit_or_han(name)}
        named = weekday_names(language) | dict(OTHER_WEEKDAYS.get(primary(language), {}))
        weekdays |= {fold_word(name): day for name, day in named.items()}
    relative = {fold_word(w): days for code in reversed(codes) for w, days in RELATIVE_DAYS.get(code, {}).items()}
    words = {
        name: frozenset(_words_of(table, codes)) for name, table in (("next", NEXT), ("last", LAST), ("this", THIS))
    }
    which = frozenset().union(*words.values())
    starts = (tokenise(word)[0] for word in (*months, *weekdays, *relative, *which) if tokenise(word))
    orders = {day_first(language) for language in languages}
    month_day = any(map(month_first_in_words, languages))
    spaced = _days_pattern(_spaced(weekdays), _spaced(relative), _spaced(which), codes)
    patterns = [re.compile(rf"(?<![\w.,/-])(?:{_months_pattern(months, codes, month_day=month_day)}|{spaced})")]
    if any(word >= _SPACELESS_FROM for word in (*weekdays, *relative)):
        patterns.append(re.compile(_spaceless_pattern(weekdays, relative, which)))
    return Dates(
        frozenset(starts) | _HAN_TOKENS,
        tuple(patterns),
        months,
        weekdays,
        relative,
        words["next"],
        words["last"],
        orders.pop() if len(orders) == 1 else None,
    )


def _months_pattern(months: Iterable[str], codes: Sequence[str], *, month_day: bool) -> str:
    """Return the pattern of a day and month in words, and where `month_day` of a month and day."""
    between = one_of(_words_of(BETWEEN_DAY_AND_MONTH, codes))
    before_year = one_of(_words_of(BEFORE_YEAR, codes))
    month = rf"(?P<{{0}}>{one_of(months)})(?!\w)\.?{_NO_VERB}"
    year = rf"(?:,? (?:{before_year} )?(?P<{{0}}>\d{{{{4}}}}))?(?!\d)"
    day_month = (
        rf"(?P<day_a>\d{{1,2}})(?:st|nd|rd|th|er|\.?[ºª°]|\.|-?го)? ?(?:{between} )?"
        rf"{month.format('month_a')}{year.format('year_a')}"
    )
    if not month_day:
        return rf"{day_month}|(?P<month_b>(?!))(?P<day_b>)(?P<year_b>)"
    day = r"(?:the )?(?P<day_b>\d{1,2})(?:st|nd|rd|th)?(?!\w)"
    return rf"{day_month}|{month.format('month_b')} {day}{year.format('year_b')}"


def _days_pattern(weekdays: Iterable[str], relative: Iterable[str], which: Iterable[str], codes: Sequence[str]) -> str:
    """Return the pattern of a weekday, or of a day that is told from today."""
    mornings = "|".join(NOT_RELATIVE[code] for code in codes if code in NOT_RELATIVE) or "(?!)"
    nexts = one_of(which)
    weekday = rf"(?:(?P<which>{nexts}) )?(?P<weekday>{one_of(weekdays)})(?!\w)(?: (?P<which_after>{nexts})(?!\w))?"
    return rf"(?P<morning>{mornings})(?!\w)|{weekday}|(?P<relative>{one_of(relative)})(?!\w)"


def _spaceless_pattern(weekdays: Iterable[str], relative: Iterable[str], which: Iterable[str]) -> str:
    whichs, days, near = (one_of(w for w in words if w >= _SPACELESS_FROM) for words in (which, weekdays, relative))
    unused = "".join(f"(?P<{name}>(?!))?" for name in ("morning", "which_after", *_MONTH_GROUPS))
    return rf"{unused}(?:(?P<which>{whichs})?(?P<weekday>{days})|(?P<relative>{near}))"


def _spaced(words: Iterable[str]) -> Iterator[str]:
    return (word for word in words if word < _SPACELESS_FROM)


def _words_of(table: Mapping[str, str], codes: Iterable[str]) -> list[str]:
    return [fold_word(word).replace("_", " ") for code in codes for word in table.get(code, "").split()]


def _has_digit_or_han(name: str) -> bool:
    return any(character.isdecimal() or character in "月월" for character in name)


def _place(match: re.Match[str], read: Callable[[re.Match[str], date], str | None], today: date) -> Iterator[Place]:
    """Yield the place of a match that is a day."""
    try:
        value = read(match, today)
    except (ValueError, OverflowError, StopIteration):
        return
    if value is not None:
        yield match.start(), match.end(), value


def _in_han(match: re.Match[str], today: date) -> str:
    year = _han(match["year"]) if match["year"] else None
    return _in_year(year, _han(match["month"]), _han(match["day"]), today)


def _han(written: str) -> int:
    return int(written) if written.isdecimal() else read_han(written)


def _in_year(year: str | int | None, month: int, day: int, today: date) -> str:
    if year:
        return date(int(year), month, day).isoformat()
    # 29 February is in one year of four, which may not be among these.
    years = [other for other in range(today.year - 1, today.year + 2) if _exists(other, month, day)]
    found = min((date(other, month, day) for other in years), key=lambda one: abs(one - today))
    return found.isoformat()


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _monday(today: date) -> date:
    return today - timedelta(days=today.weekday())
