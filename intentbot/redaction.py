"""Takes personal data out of a text: email addresses, phone numbers, payment cards and bank accounts (IBAN).

Each gives way to its name in brackets: "call +49 30 1234567" is kept as "call [phone]". Names, streets and whatever
else a person may write about themselves stay, and so do order numbers, prices and dates.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from intentbot.built_ins.cldr import country_of

Span = tuple[int, int, str]
"""The start and the end in a text, and the name of what stands there."""

_DIGITS = re.compile(r"\d(?:[\W_]{0,3}\d){6}")

_EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}(?:@|%40)[\w-]{1,63}(?:\.[\w-]{1,63}){1,60}")
_BETWEEN = r"[\s./()‐‑‒–—-]{0,3}"
_INTERNATIONAL = re.compile(rf"\+\d{{9,15}}(?!\d)|\+[\s(]{{0,2}}\d(?:{_BETWEEN}\d){{6,14}}(?!\d)")
# With the 0 in front that most countries dial at home. Nine digits in a row are one by themselves; fewer only where
# they are grouped as people group phone numbers: order numbers are written in a row.
_NATIONAL = re.compile(
    rf"(?<![A-Za-z\d])(?<!\d[.,])(?:\(?0\d{{8,14}}(?!\d)"
    rf"|\(?0(?![.,])(?!\d{{0,7}}(?![\s./()‐‑‒–—-]{{0,3}}\d))(?:{_BETWEEN}\d){{6,14}}(?!\d)"
    # As in North America: (555) 123-4567, 555.123.4567, 555-1234.
    r"|(?:1[ .-]{1,2})?(?:\(\d{3}\)|\d{3}(?=[ .-]))[ .-]{0,2}\d{3}[ .-]\d{4}(?![\w-])|(?<!-)\d{3}-\d{4}(?![\w-]))"
)
_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:\d{4}|\d{2})"
_DATE = (
    rf"(?:{_DAY}(?:\.\s?{_DAY}\.\s?|-{_DAY}-|/{_DAY}/){_YEAR}"
    rf"|\d{{4}}(?:-{_MONTH}-|\.{_MONTH}\.|/{_MONTH}/){_DAY})"
)
_DATES = re.compile(rf"(?<!\d)(?<!\d[-/.]){_DATE}(?:\s?[-–]\s?{_DATE})?(?!\d)(?![-/.]\d)")
_FEWEST_DIGITS = 7
_MOST_TRIES = 20
"""How many places of a text the numbering plans are asked about: a text of digits alone must not take long."""

# By the first digits: 14 digits are Diners Club, 15 American Express, and 16 to 19 all others.
# https://en.wikipedia.org/wiki/Payment_card_number
_CARD = re.compile(r"3[0689]\d{12}|3[47]\d{13}|(?:[2-6]\d|8[12]|97)\d{14,17}")
_GROUP, _CHAIN = re.compile(r"\d+"), re.compile(r"\d+(?:[\s./()‐‑‒–—-]{1,3}\d+)*")
_MOST_GROUPS = 40
"""In how many groups a card's digits are looked for however they are grouped: nobody writes so many by chance."""
_CARD_GROUPS = ((4, 4, 4, 4), (4, 6, 5), (4, 6, 4), (4, 4, 4, 4, 3))
# What is written behind it: until when it is valid, and the three or four digits on its back.
_BEFORE_REST = r"[\s,;:/|-]{1,3}[a-z:. ]{0,12}"
_CARD_REST = re.compile(
    rf"(?:{_BEFORE_REST}\d{{1,2}}\s?[/-]\s?\d{{2,4}}(?!\d))?(?:{_BEFORE_REST}\d{{3,4}}(?![\d.,-]))?", re.IGNORECASE
)

_IBAN = re.compile(r"[A-Za-z]{2}\d{2}(?=[\s.-]{0,2}[A-Za-z\d])")
# How many signs it has by its country: the registry of ISO 13616 (SWIFT, release 97), and those in use without being
# in it.
_COUNTRIES = """
AD24 AE23 AL28 AO25 AT20 AZ28 BA20 BE16 BF28 BG22 BH22 BI27 BJ28 BR29 BY28 CF27 CG27 CH21 CI28 CM27 CR22 CV25 CY28 CZ24
DE22 DJ27 DK18 DO28 DZ26 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GA27 GB22 GE22 GI23 GL18 GQ27 GR27 GT28 GW25 HN28 HR21 HU28
IE22 IL23 IQ23 IR26 IS26 IT27 JO30 KM27 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MA28 MC27 MD24 ME22 MG27 MK19 ML28
MN20 MR27 MT31 MU30 MZ25 NE28 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24
SM27 SN28 SO23 ST25 SV28 TD27 TG28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30
"""
_IBAN_LENGTHS = {word[:2]: int(word[2:]) for word in _COUNTRIES.split()}


def redact(text: str, language: str = "") -> str:
    """Return a text with ``[email]``, ``[phone]``, ``[card]`` and ``[iban]`` in the place of such data.

    A text without any costs a few microseconds.

    Parameters
    ----------
    text : str
    language : str
        Its code, such as ``es``: phone numbers are also found as they are written in its country. Without one, those
        that begin with + or 0, or are grouped as in North America.
    """
    spans = personal_spans(text, language)
    if not spans:
        return text
    pieces, end = [], 0
    for start, stop, name in spans:
        pieces += [text[end:start], f"[{name}]"]
        end = stop
    return "".join([*pieces, text[end:]])


def personal_spans(text: str, language: str = "") -> tuple[Span, ...]:
    """Return where such data stands in a text, in the order of the places; see `redact`."""
    return _spans(text, language) if looks_personal(text) else ()


def looks_personal(text: str) -> bool:
    """Return whether there may be such data in a text: a sign of email, or seven digits with little between them."""
    return _DIGITS.search(text) is not None or "@" in text or "＠" in text or "%40" in text


@lru_cache(maxsize=256)
def _spans(text: str, language: str) -> tuple[Span, ...]:
    """Return what `personal_spans` does; remembered, as a bot says the number of its shop again and again."""
    shadow, spans = _plain(text), []
    # What was found may have hidden what stands beside it.
    while found := _found(shadow, language):
        spans += found
        shadow = _blank(shadow, found)
    return tuple(sorted(spans))


def _found(shadow: str, language: str) -> list[Span]:
    spans: list[Span] = []
    for find in (_emails, _ibans, _international_phones, _cards, _planned_phones, _national_phones):
        if find is _cards:
            shadow = _DATES.sub(lambda match: "]" * len(match[0]), shadow)
        found = list(find(shadow, language))
        spans += found
        shadow = _blank(shadow, found)
    return spans


def _plain(text: str) -> str:
    """Return a text of the same length with digits and signs as in ASCII, where they are those of other scripts."""
    return text if text.isascii() else "".join(_ascii(sign) for sign in text)


def _ascii(sign: str) -> str:
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    plain = unicodedata.normalize("NFKC", sign) if sign > "\u02ff" else sign
    return plain if len(plain) == 1 else sign


def _blank(shadow: str, spans: list[Span]) -> str:
    for start, end, _ in spans:
        shadow = shadow[:start] + "]" * (end - start) + shadow[end:]
    return shadow


def _emails(shadow: str, _language: str) -> Iterator[Span]:
    for match in _EMAIL.finditer(shadow):
        yield match.start(), match.end(), "email"


def _ibans(shadow: str, _language: str) -> Iterator[Span]:
    end = 0
    for match in _IBAN.finditer(shadow):
        length = _IBAN_LENGTHS.get(match[0][:2].upper())
        if length is None or match.start() < end:
            continue
        places = _next_signs(shadow, match.start(), length)
        written = "".join(shadow[place] for place in places).upper()
        if len(written) == length and int("".join(str(int(sign, 36)) for sign in written[4:] + written[:4])) % 97 == 1:
            end = places[-1] + 1
            yield match.start(), end, "iban"


def _next_signs(shadow: str, start: int, n_signs: int) -> list[int]:
    """Return the places of the next letters and digits, with two other signs between them at most."""
    places: list[int] = []
    for place in range(start, min(len(shadow), start + 3 * n_signs)):
        sign = shadow[place]
        if sign.isascii() and sign.isalnum():
            places.append(place)
            if len(places) == n_signs:
                break
        elif place - places[-1] > 2 or not (sign.isspace() or sign in ".-"):
            break
    return places


def _cards(shadow: str, _language: str) -> Iterator[Span]:
    found = sorted(span for chain in _CHAIN.finditer(shadow) for span in _cards_of(shadow, *chain.span()))
    limits = [start for start, _ in found[1:]] + [len(shadow)]
    for (start, end), limit in zip(found, limits, strict=False):
        rest = _CARD_REST.match(shadow, end, limit)
        yield start, rest.end() if rest else end, "card"


def _cards_of(shadow: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the cards in a chain of digits, spaces and the like."""
    groups = [match.span() for match in _GROUP.finditer(shadow, start, end)]
    # Such as are grouped like on a card before those that are not, so that no number beside it is taken for a part.
    for is_usual in (True, False) if len(groups) <= _MOST_GROUPS else (True,):
        first = 0
        while first < len(groups):
            last = _last_of_card(shadow, groups, first, is_usual)
            if last is not None:
                found = groups[first][0], groups[last][1]
                yield found
                # What is on either side of it is no part of another one.
                groups[first : last + 1] = [(found[1], found[1])]
            first += 1


def _last_of_card(shadow: str, groups: list[tuple[int, int]], first: int, is_usual: bool) -> int | None:
    """Return the last of the groups of digits that make a card with the first, the most there are; None for none."""
    digits, sizes, found = "", [], None
    for last in range(first, len(groups)):
        start, end = groups[last]
        digits += shadow[start:end]
        sizes.append(end - start)
        if start == end or len(digits) > 19:
            break
        if len(digits) >= 14 and (last == first or tuple(sizes) in _CARD_GROUPS) == is_usual and _is_card(digits):
            found = last
    return found


def _is_card(digits: str) -> bool:
    return _CARD.fullmatch(digits) is not None and _luhn(digits)


def _luhn(digits: str) -> bool:
    """Return whether the last digit checks the others: ISO/IEC 7812-1, annex B."""
    doubled = (int(digit) * 2 for digit in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(value - 9 * (value > 9) for value in doubled)) % 10 == 0


def _international_phones(shadow: str, _language: str) -> Iterator[Span]:
    for match in _INTERNATIONAL.finditer(shadow):
        yield match.start(), match.end(), "phone"


def _national_phones(shadow: str, _language: str) -> Iterator[Span]:
    for match in _NATIONAL.finditer(shadow):
        yield match.start(), match.end(), "phone"


def _planned_phones(shadow: str, language: str) -> Iterator[Span]:
    """Yield the phone numbers that the numbering plan of the language's country has."""
    region = _region(language) if language else ""
    if not region or _DIGITS.search(shadow) is None:
        return
    # The numbering plans take 12 ms to import, and a message with so many digits to be needed.
    from phonenumbers import Leniency, PhoneNumberMatcher

    for match in PhoneNumberMatcher(shadow, region, leniency=Leniency.VALID, max_tries=_MOST_TRIES):
        # In some countries a few digits are a number, too, and what comes behind them may be dialled after it.
        if match.number.national_number >= 10 ** (_FEWEST_DIGITS - 1):
            yield match.start, match.end, "phone"


@lru_cache(maxsize=64)
def _region(language: str) -> str:
    """Return the country that a language code names, or the one with most of its speakers; empty for unknown ones."""
    from babel.core import get_global

    tag: str = get_global("likely_subtags").get(language.replace("-", "_"), "")
    return country_of(language) or country_of(tag)
