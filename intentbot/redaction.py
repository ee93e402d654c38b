"""Takes personal data out of a text: email addresses, phone numbers, payment cards and bank accounts (IBAN).

Each gives way to its name in brackets: "call +49 30 1234567" is kept as "call [phone]". Names, streets and whatever
else a person may write about themselves stay, and so do order numbers, prices and dates.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import accumulate

from intentbot.built_ins.cldr import country_of

Span = tuple[int, int, str]
"""The start and the end in a text, and the name of what stands there."""

_DIGITS = re.compile(r"\d(?:[\W_]{0,3}\d){6,}")
_MOST_PASSES = 3
"""How often a text is gone through: so that what was found shows what it hid, but no text takes long."""

# Found by its @ and what is behind: whoever begins at any sign looks at each as often as a name is long.
_HOST = re.compile(r"(?<=[\w.!#$%&'*+/=?^`{|}~-])(?:@|%40)[\w-]{1,63}\.[\w-]")
_NAME = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}\Z")
_MOST_NAME = 64
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
_CARD_LENGTHS = {
    str(begin): ((14,) if begin in (30, 36, 38, 39) else (15,) if begin in (34, 37) else ()) + (16, 17, 18, 19)
    for begin in (*range(20, 70), 81, 82, 97)
}
_GROUP, _CHAIN = re.compile(r"\d+"), re.compile(r"\d(?:[\s./()‐‑‒–—-]{0,3}\d){13,}")
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
# What a sign counts for: ten and more for letters.
_WORTH = str.maketrans({chr(sign): str(int(chr(sign), 36)) for sign in (*range(65, 91), *range(97, 123))})
_DOUBLED = str.maketrans("0123456789", "0246813579")


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
    for _ in range(_MOST_PASSES):
        found = _found(shadow, language)
        spans += found
        shadow = _blank(shadow, found)
        if not found:
            break
    else:
        # Nobody writes like that but to keep us busy: whatever is still as long as a number goes.
        spans += [(match.start(), match.end(), "phone") for match in _DIGITS.finditer(shadow)]
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
    pieces, place = [], 0
    for start, end, _ in sorted(spans):
        pieces += [shadow[place:start], "]" * (end - start)]
        place = end
    return "".join([*pieces, shadow[place:]])


def _emails(shadow: str, _language: str) -> Iterator[Span]:
    if "@" not in shadow and "%40" not in shadow:
        return
    end = 0
    for host in _HOST.finditer(shadow):
        name = _NAME.search(shadow, max(end, host.start() - _MOST_NAME), host.start())
        if name is not None and (match := _EMAIL.match(shadow, name.start())):
            end = match.end()
            yield match.start(), end, "email"


def _ibans(shadow: str, _language: str) -> Iterator[Span]:
    end = 0
    for match in _IBAN.finditer(shadow):
        length = _IBAN_LENGTHS.get(match[0][:2].upper())
        if length is None or match.start() < end:
            continue
        written = _signs(length).match(shadow, match.start())
        if written is not None and _is_iban("".join(filter(str.isalnum, written[0]))):
            end = written.end()
            yield match.start(), end, "iban"


@cache
def _signs(n: int) -> re.Pattern[str]:
    """Return what finds so many letters and digits, with two other signs between them at most."""
    return re.compile(rf"[A-Za-z0-9](?:[\s.-]{{0,2}}[A-Za-z0-9]){{{n - 1}}}")


def _is_iban(signs: str) -> bool:
    """Return whether the two digits behind the country check the others: ISO 7064, MOD 97-10."""
    return int((signs[4:] + signs[:4]).translate(_WORTH)) % 97 == 1


def _cards(shadow: str, _language: str) -> Iterator[Span]:
    found = sorted(span for chain in _CHAIN.finditer(shadow) for span in _cards_of(shadow, *chain.span()))
    limits = [start for start, _ in found[1:]] + [len(shadow)]
    for (start, end), limit in zip(found, limits, strict=False):
        rest = _CARD_REST.match(shadow, end, limit)
        yield start, rest.end() if rest else end, "card"


def _cards_of(shadow: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the cards in a chain of digits, spaces and the like."""
    groups = [match.span() for match in _GROUP.finditer(shadow, start, end)]
    digits = "".join(shadow[begin:stop] for begin, stop in groups)
    offsets = list(accumulate((stop - begin for begin, stop in groups), initial=0))
    group_at = {offset: number for number, offset in enumerate(offsets)}
    sums, found = _check_sums(digits), []
    for first, offset in enumerate(offsets):
        for length in _CARD_LENGTHS.get(digits[offset : offset + 2], ()):
            end = offset + length
            behind, before = group_at.get(end), sums[end % 2]
            if behind is not None and (before[end] - before[offset]) % 10 == 0:
                sizes = tuple(stop - begin for begin, stop in groups[first:behind])
                is_usual = len(sizes) == 1 or sizes in _CARD_GROUPS
                found.append((not is_usual, first, -behind))
    # Such as are grouped like on a card before those that are not, so that no number beside it is taken for a part;
    # then the first, and of those with the same beginning the longest.
    is_free = [True] * len(groups)
    for _, first, minus_behind in sorted(found):
        if all(is_free[first:-minus_behind]):
            is_free[first:-minus_behind] = [False] * (-minus_behind - first)
            yield groups[first][0], groups[-minus_behind - 1][1]


def _check_sums(digits: str) -> tuple[list[int], list[int]]:
    """Return the sums of the digits before each place, every second one doubled, for numbers that end at even and odd.

    A number is a card's only where its own sum is divisible by 10: ISO/IEC 7812-1, annex B.
    """
    plain, doubled = list(map(int, digits)), list(map(int, digits.translate(_DOUBLED)))
    sums = []
    for parity in (1, 0):
        counted = doubled[:]
        # The last digit of a number counts once.
        counted[parity::2] = plain[parity::2]
        sums.append(list(accumulate(counted, initial=0)))
    return sums[0], sums[1]


def _international_phones(shadow: str, _language: str) -> Iterator[Span]:
    for match in _INTERNATIONAL.finditer(shadow) if "+" in shadow else ():
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
