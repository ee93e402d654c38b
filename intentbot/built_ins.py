"""The entities every bot can use without declaring them: number, email, url, phone and date."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from intentbot.dates import find_dates
from intentbot.predictions import FoundEntity

PRECEDENCE = ("date", "url", "email", "phone", "number")
"""Which of two built-in entities counts where both are found in the same words."""

_NUMBER = re.compile(r"(?<![A-Za-z0-9_])(?<!\d[.,])(?:(?<![^\s(])[-+\u2212])?\d+(?:[.,]\d+)*(?![A-Za-z]*\d)")
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,8}\.[A-Za-z]{2,63}"
)
_URL = re.compile(r"(?<![A-Za-z0-9@.])(?:https?://|www\.)[^\s<>\"'，。！？；：、（）「」『』《》【】]+", re.IGNORECASE)
_PHONE = re.compile(r"(?<![A-Za-z0-9_.,+/-])(?:\+|\()?\d[\d \u00a0()./-]{4,24}\d(?![A-Za-z0-9_])")
_DATE_LIKE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")
# Without a + or 0 in front: 555-1234, 555 123 4567 or (555) 123-4567, and 10 or 11 digits in a row.
_LOCAL_PHONE = re.compile(r"\d{3}-\d{4}|(?:1[ .-])?\(?\d{3}\)?[ .-]{1,2}\d{3}[ .-]\d{4}|\d{10,11}")
_PHONE_DIGITS = range(7, 16)
"""How many digits a phone number has; 15 is the most that E.164 allows."""


def find_built_in(entity: str, message: str, today: date | None = None) -> Iterator[FoundEntity]:
    """Yield each place in the message that holds the built-in entity.

    Parameters
    ----------
    entity : {"number", "email", "url", "phone", "date"}
        The values are: a plain decimal such as ``-1000.5``, leading zeros kept; the address as written; the
        digits with a leading ``+`` where written; an ISO date, see `dates.find_dates`.
    message : str
    today : date, optional
        What "tomorrow" counts from; the current date where not given.
    """
    if entity == "number":
        yield from _numbers(message)
    elif entity == "email":
        if "@" in message:
            yield from (_found("email", match[0], match) for match in _EMAIL.finditer(message))
    elif entity == "url":
        yield from _urls(message)
    elif entity == "phone":
        yield from _phones(message)
    elif entity == "date":
        for start, end, value in find_dates(message, today):
            yield FoundEntity("date", value, message[start:end], start, end)


def read_number(written: str) -> str | None:
    """Return a number as a plain decimal; None for what is none, such as 1.2.3.

    A comma or dot that is followed by three digits each time it stands there groups thousands, but for a single
    dot, which is a decimal point: 1,000 is one thousand, 3,5 is three and a half, 1.000 is one, 1.000,50 is a
    thousand and a half.
    """
    sign = "-" if written[0] in "-\u2212" else ""
    digits = "".join(c if c in ".," else str(unicodedata.decimal(c)) for c in written.lstrip("+-\u2212"))
    marks = re.findall(r"[.,]", digits)
    if not marks:
        return sign + digits
    grouping, decimal = marks[0], marks[-1]
    if grouping == decimal:
        is_grouped = _is_grouped(digits, grouping) and (grouping == "," or len(marks) > 1)
        if not is_grouped and len(marks) > 1:
            return None
        return sign + digits.replace(grouping, "" if is_grouped else ".")
    whole, fraction = digits.rsplit(decimal, 1)
    return f"{sign}{whole.replace(grouping, '')}.{fraction}" if _is_grouped(whole, grouping) else None


def _is_grouped(digits: str, mark: str) -> bool:
    first, *groups = digits.split(mark)
    return 1 <= len(first) <= 3 and first != "0" and all(len(group) == 3 for group in groups)


def _numbers(message: str) -> Iterator[FoundEntity]:
    for match in _NUMBER.finditer(message):
        value = read_number(match[0])
        if value is not None:
            yield _found("number", value, match)


def _urls(message: str) -> Iterator[FoundEntity]:
    if "://" not in message and "www." not in message.lower():
        return
    for match in _URL.finditer(message):
        # The full stop or bracket behind an address belongs to the sentence.
        url = match[0].rstrip(".,;:!?*_")
        if url.endswith(")") and "(" not in url:
            url = url.rstrip(").,;:!?")
        if len(url) > len("https://"):
            yield FoundEntity("url", url, url, match.start(), match.start() + len(url))


def _phones(message: str) -> Iterator[FoundEntity]:
    for match in _PHONE.finditer(message):
        written = match[0]
        # In +49 (0)30 the zero is dialled only within the country.
        plain = written.replace("(0)", "") if written[0] == "+" else written
        digits = "".join(str(unicodedata.decimal(c)) for c in plain if c.isdecimal())
        is_phone = written[0] == "+" or digits[0] == "0" or _LOCAL_PHONE.fullmatch(written)
        if is_phone and len(digits) in _PHONE_DIGITS and not _DATE_LIKE.fullmatch(written):
            yield _found("phone", "+" + digits if written[0] == "+" else digits, match)


def _found(entity: str, value: str, match: re.Match[str]) -> FoundEntity:
    return FoundEntity(entity, value, match[0], match.start(), match.end())
