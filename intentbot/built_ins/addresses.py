"""Email addresses, links and phone numbers, which are written alike in every language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from intentbot.built_ins.cldr import country_of

Find = tuple[int, int, str]
"""The start and the end in a message, and the value."""

_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,8}\.[A-Za-z]{2,63}"
)
_URL = re.compile(r"(?<![A-Za-z0-9@.])(?:https?://|www\.)[^\s<>\"'，。！？；：、（）「」『』《》【】]+", re.IGNORECASE)
_PHONE = re.compile(r"(?<![A-Za-z0-9_.,+/-])(?:\+|\()?\d[\d \u00a0()./-]{4,24}\d(?![A-Za-z0-9_])")
_LONG = re.compile(r"\d(?:[ \u00a0()./-]{0,3}\d){6}")
_DATE_LIKE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")
# Without a + or 0 in front: 555-1234, 555 123 4567 or (555) 123-4567, and 10 or 11 digits in a row.
_LOCAL_PHONE = re.compile(r"\d{3}-\d{4}|(?:1[ .-])?\(?\d{3}\)?[ .-]{1,2}\d{3}[ .-]\d{4}|\d{10,11}")
_PHONE_DIGITS = range(7, 16)
"""How many digits a phone number has; 15 is the most that E.164 allows."""


def find_emails(message: str) -> Iterator[Find]:
    """Yield the email addresses of a message, as written."""
    if "@" in message:
        for match in _EMAIL.finditer(message):
            yield match.start(), match.end(), match[0]


def find_urls(message: str) -> Iterator[Find]:
    """Yield the links of a message, as written."""
    if "://" not in message and "www." not in message.lower():
        return
    for match in _URL.finditer(message):
        # The full stop or bracket behind an address belongs to the sentence.
        url = match[0].rstrip(".,;:!?*_")
        if url.endswith(")") and "(" not in url:
            url = url.rstrip(").,;:!?")
        if len(url) > len("https://"):
            yield match.start(), match.start() + len(url), url


def find_phones(message: str, languages: tuple[str, ...]) -> Iterator[Find]:
    """Yield the phone numbers of a message: + and digits where the country is known, else the digits.

    The country is known where the number begins with a +, or where a language's code names it, as ``de-AT`` does.
    """
    if not _LONG.search(message):
        return
    for match in _PHONE.finditer(message):
        written = match[0]
        # In +49 (0)30 the zero is dialled only within the country.
        plain = written.replace("(0)", "") if written[0] == "+" else written
        digits = "".join(str(unicodedata.decimal(c)) for c in plain if c.isdecimal())
        is_phone = written[0] == "+" or digits[0] == "0" or _LOCAL_PHONE.fullmatch(written)
        if is_phone and len(digits) in _PHONE_DIGITS and not _DATE_LIKE.fullmatch(written):
            yield match.start(), match.end(), "+" + digits if written[0] == "+" else _with_country(digits, languages)


@lru_cache(maxsize=1024)
def _with_country(digits: str, languages: tuple[str, ...]) -> str:
    countries = dict.fromkeys(country for language in languages if (country := country_of(language)))
    if len(countries) != 1:
        return digits
    # The numbering plans take 12 ms to import, and a message with a phone number to be needed.
    from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, is_valid_number, parse

    try:
        number = parse(digits, next(iter(countries)))
    except NumberParseException:
        return digits
    return format_number(number, PhoneNumberFormat.E164) if is_valid_number(number) else digits
