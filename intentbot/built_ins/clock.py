"""Times of day as customers write them: 15:30, 3pm, half past three, 15 Uhr 30, a las tres y media, 下午三点."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from intentbot.built_ins.cldr import day_periods, has_twelve_hours, primary
from intentbot.built_ins.clock_words import (
    AFTER_HOUR,
    AT,
    AT_IS_ENOUGH,
    BEFORE_HOUR,
    MINUTE_UNITS,
    NAMED,
    PERIODS,
    PERIODS_BEFORE,
    UNITS,
    UNITS_OF_TIME_TOO,
)
from intentbot.built_ins.folding import fold_word, one_of
from intentbot.built_ins.number_words import cardinals
from intentbot.built_ins.numbers import HAN_DIGITS, Place, read_han
from intentbot.text import tokenise

_SHAPE = re.compile(r"\d(?:[:：h]\d\d|\.\d\d ?[auh]| ?[ap]\.?m| ?h\b)")
_Value = TypeVar("_Value", str, int)
_AFTERNOON_TO = 6
"""Without am or pm, hours from one to six are those of the afternoon: customers speak of opening hours."""


@dataclass(frozen=True, slots=True)
class Times:
    """Finds times of day in a message in some languages.

    Attributes
    ----------
    hints : frozenset of str
        The tokens of which one is in every message with a time in words.
    pattern : re.Pattern
    hours : mapping of str to int
        By folded words.
    units, enough : frozenset of str
        What behind an hour, and what before one, tells that it is a time of day.
    periods : mapping of str to str
        ``am``, ``pm``, ``noon`` or ``night`` by folded words.
    minutes : mapping of str to int
        Minutes from the hour by folded words, such as "half past".
    named : mapping of str to str
        Times by their names, such as noon.
    has_twelve_hours : bool
        Whether 3:30 may be in the afternoon.
    """

    hints: frozenset[str]
    pattern: re.Pattern[str]
    hours: Mapping[str, int]
    units: frozenset[str]
    enough: frozenset[str]
    periods: Mapping[str, str]
    minutes: Mapping[str, int]
    named: Mapping[str, str]
    has_twelve_hours: bool

    def find(self, text: str, tokens: Sequence[str]) -> Iterator[Place]:
        """Yield the times of a folded message, as 15:30.

        Without am or pm, hours from one to six are those of the afternoon: half past three is 15:30. Written with
        a colon and in a language that counts hours to 24, or with a zero in front, they are those of the night.

        Parameters
        ----------
        text : str
        tokens : sequence of str
            The `text.tokenise` of it.
        """
        if self.hints.isdisjoint(tokens) and not _SHAPE.search(text):
            return
        for match in self.pattern.finditer(text):
            if match["named"]:
                yield match.start(), match.end(), self.named[match["named"]]
            elif self._is_time(match):
                value = self._read(match)
                if value is not None:
                    yield self._start(match), match.end(), value

    def _is_time(self, match: re.Match[str]) -> bool:
        mark, unit, at = match["mark"], match["unit"], match["at"]
        is_sure = match["before"] or match["period"] or match["offset"] or match["offset_after"]
        if is_sure or (mark and mark != ".") or unit in self.units or at in self.enough:
            return True
        return unit is not None and bool(match["minute_b"] or at)

    def _start(self, match: re.Match[str]) -> int:
        """Return where the time begins: words such as "at" do not belong to it."""
        return match.start("hour") if match["at"] and not match["before"] else match.start()

    def _read(self, match: re.Match[str]) -> str | None:
        written = match["hour"]
        hour = int(written) if written.isdecimal() else self.hours.get(written, -1)
        if hour < 0:
            hour = read_han(written)
        minute = _minute(match["minute"] or match["minute_b"])
        offset = self.minutes.get(match["offset"] or match["offset_after"] or "", 0)
        period = self.periods.get(match["before"] or match["period"] or "", "")
        if not 0 <= hour <= 24 or not 0 <= minute < 60 or (period and hour > 12 and period in {"am", "night"}):
            return None
        is_open = not period and written[0] != "0" and (self.has_twelve_hours or not match["mark"])
        total = _in_day(hour, period, is_open=is_open) * 60 + minute + offset
        return f"{total // 60 % 24:02}:{total % 60:02}"


def _minute(written: str | None) -> int:
    if not written:
        return 0
    return int(written) if written.isdecimal() else read_han(written)


def _in_day(hour: int, period: str, *, is_open: bool) -> int:
    """Return an hour of 24."""
    if period == "am" or (period == "night" and (hour == 12 or hour < _AFTERNOON_TO)):
        return hour % 12
    if (period in {"pm", "night"} and hour < 12) or (period == "noon" and hour < 11):
        return hour + 12
    return hour + 12 if is_open and 1 <= hour <= _AFTERNOON_TO else hour


@lru_cache(maxsize=64)
def times_in(languages: tuple[str, ...]) -> Times:
    """Return what finds the times of languages, given by their codes."""
    codes = tuple(dict.fromkeys(map(primary, languages)))
    after, before = _folded(PERIODS, codes), _folded(PERIODS_BEFORE, codes)
    for language in languages:
        for word, period in day_periods(language).items():
            (after if primary(language) not in PERIODS_BEFORE else before).setdefault(fold_word(word), period)
    units, too = _words(UNITS, codes), _words(UNITS_OF_TIME_TOO, codes)
    at, enough = _words(AT, codes), _words(AT_IS_ENOUGH, codes)
    offsets, offsets_after, named = _folded(BEFORE_HOUR, codes), _folded(AFTER_HOUR, codes), _folded(NAMED, codes)
    hours = {fold_word(word): hour for code in reversed(codes) for word, hour in cardinals(code).items() if hour <= 24}
    phrases = (*units, *too, *enough, *after, *before, *offsets, *offsets_after, *named)
    tokens = (max(tokenise(phrase), key=len) for phrase in phrases if "." not in phrase and tokenise(phrase))
    words: dict[str, Iterable[str]] = {
        **{"before": before, "at": (*at, *enough), "offset": offsets, "hour": hours, "unit": (*units, *too)},
        **{"offset_after": offsets_after, "period": after, "named": named},
    }
    return Times(
        frozenset(tokens) - {"am"},
        re.compile(_pattern({group: one_of(alternatives) for group, alternatives in words.items()})),
        hours,
        frozenset(units),
        frozenset(enough),
        {**after, **before},
        {**offsets, **offsets_after},
        named,
        has_twelve_hours(languages[0]),
    )


def _pattern(words: Mapping[str, str]) -> str:
    """Return the pattern of a time, of patterns for the words in it by the group they are found as."""
    han = f"[{HAN_DIGITS}]{{1,3}}"
    end = r"(?![^\W\d_\u2e80-\U0003ffff])"
    minute = r"(?P<mark>[:：h.])(?P<minute>\d\d)(?::\d\d)?(?![\d.,:]*\d)"
    minute_unit = rf"(?:(?: ?(?:{MINUTE_UNITS})){end}|(?! ?\w))"
    minute_behind = rf"(?: ?(?P<minute_b>[0-5]?\d(?!\d)|{han}){minute_unit})?"
    unit = rf" ?(?P<unit>{words['unit']})(?![間间]){end}{minute_behind}"
    time = (
        rf"(?:(?P<before>{words['before']}) ?(?:的)?)?(?:(?P<at>{words['at']}) )?"
        rf"(?:(?P<offset>{words['offset']}) )?"
        rf"(?P<hour>\d{{1,2}}(?!\d)|{words['hour']}|{han})(?:{minute})?(?:{unit})?"
        rf"(?: ?(?P<offset_after>{words['offset_after']}){end})?(?: ?(?P<period>{words['period']}){end})?{end}"
    )
    start = r"(?<![a-z0-9_.,:/$€£-])(?<![^\W\u2e80-\U0003ffff])"
    return rf"{start}(?:(?P<named>{words['named']}){end}|{time})"


def _folded(table: Mapping[str, Mapping[str, _Value]], codes: Sequence[str]) -> dict[str, _Value]:
    return {fold_word(word): value for code in reversed(codes) for word, value in table.get(code, {}).items()}


def _words(table: Mapping[str, str], codes: Iterable[str]) -> list[str]:
    return [fold_word(word).replace("_", " ") for code in codes for word in table.get(code, "").split()]
