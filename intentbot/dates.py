"""Dates as customers write them: 2026-12-24, 24.12.2026, December 24, tomorrow, next monday.

Only English words are read, and the numbers of any language. What cannot be told for sure (12/05/2026, "monday")
is found, and its value is what the customer wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAYS_FROM_TODAY = {
    "day before yesterday": -2,
    "yesterday": -1,
    "today": 0,
    "tomorrow": 1,
    "day after tomorrow": 2,
}

_MONTH = (
    r"(?P<{0}>january|february|march|april|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|may|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?"
)
_YEAR = r"(?:,?[ ](?P<{0}>\d{{4}}))?(?!\d)"
_DATE = re.compile(
    r"(?<![A-Za-z0-9_.,/-])(?:"
    r"(?P<iso_year>\d{4})(?P<iso_mark>[-/.])(?P<iso_month>\d{1,2})(?P=iso_mark)(?P<iso_day>\d{1,2})(?![A-Za-z0-9_/-])"
    r"|(?P<first>\d{1,2})(?P<mark>[-/.])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})(?![A-Za-z0-9_/-])"
    rf"|(?P<day_a>\d{{1,2}})(?:st|nd|rd|th|\.)?[ ](?:of[ ])?{_MONTH.format('month_a')}{_YEAR.format('year_a')}"
    rf"|{_MONTH.format('month_b')}[ ](?:the[ ])?(?P<day_b>\d{{1,2}})(?:st|nd|rd|th)?(?!\w){_YEAR.format('year_b')}"
    rf"|(?:(?P<which>next|last|this)[ ])?(?P<weekday>{'|'.join(_WEEKDAYS)})\b"
    rf"|(?P<relative>{'|'.join(_DAYS_FROM_TODAY)})\b"
    r")|(?<!\d)(?:(?P<year_c>\d{4})年)?(?P<month_c>\d{1,2})月(?P<day_c>\d{1,2})[日号號]",
    re.IGNORECASE,
)

_HINT = re.compile(r"\d|day|tomorrow", re.IGNORECASE)
"""Every date has a digit or one of these words in it; most messages have neither."""


def find_dates(message: str, today: date | None = None) -> Iterator[tuple[int, int, str]]:
    """Yield the start, the end and the value of each date in a message.

    Parameters
    ----------
    message : str
    today : date, optional
        What "tomorrow" counts from; the current date where not given.

    Yields
    ------
    tuple of (int, int, str)
        The value is an ISO date (2026-12-24) where the words name one day, else the words themselves. A day
        and month without a year are in the year that brings them nearest to today. "Next monday" is the first
        one after today, "last monday" the last one before. Days that do not exist are not found.
    """
    if not _HINT.search(message):
        return
    for match in _DATE.finditer(message):
        value = _read(match, today or date.today())
        if value is not None:
            yield match.start(), match.end(), value


def _read(match: re.Match[str], today: date) -> str | None:
    try:
        if match["relative"]:
            return (today + timedelta(days=_DAYS_FROM_TODAY[match["relative"].lower()])).isoformat()
        if match["weekday"]:
            return _read_weekday(match, today)
        if match["iso_year"]:
            return date(int(match["iso_year"]), int(match["iso_month"]), int(match["iso_day"])).isoformat()
        if match["first"]:
            return _read_numbers(match)
        return _read_month(match, today).isoformat()
    except (KeyError, ValueError, OverflowError):
        return None


def _read_weekday(match: re.Match[str], today: date) -> str:
    which = (match["which"] or "").lower()
    if which not in {"next", "last"}:
        return match[0]
    days = (_WEEKDAYS.index(match["weekday"].lower()) - today.weekday()) % 7
    if which == "last":
        return (today - timedelta(days=7 - days)).isoformat()
    return (today + timedelta(days=days or 7)).isoformat()


def _read_numbers(match: re.Match[str]) -> str:
    """Read day, month and year; with dots the day comes first, else only a number over 12 tells."""
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    year += 2000 if year < 100 else 0
    day_first = date(year, second, first) if second <= 12 else None
    month_first = date(year, first, second) if first <= 12 and match["mark"] != "." else None
    if day_first and month_first and day_first != month_first:
        return match[0]
    found = day_first or month_first
    if found is None:
        raise ValueError("no month is above 12")
    return found.isoformat()


def _read_month(match: re.Match[str], today: date) -> date:
    day = int(match["day_a"] or match["day_b"] or match["day_c"])
    year = match["year_a"] or match["year_b"] or match["year_c"]
    name = match["month_a"] or match["month_b"]
    month = _MONTHS.index(name[:3].lower()) + 1 if name else int(match["month_c"])
    if year:
        return date(int(year), month, day)
    return min(_in_years_around(today, month, day), key=lambda found: abs(found - today))


def _in_years_around(today: date, month: int, day: int) -> list[date]:
    # 29 February is in one year of four, which may not be among these.
    years = [year for year in range(today.year - 1, today.year + 2) if _exists(year, month, day)]
    return [date(year, month, day) for year in years]


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
