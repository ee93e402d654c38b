"""Amounts of money as customers write them: €12.50, 12,50 €, 20 dollars, US$5, 100元."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from intentbot.built_ins.cldr import country_of, currency_names, currency_symbols, primary
from intentbot.built_ins.folding import fold_word
from intentbot.built_ins.numbers import HAN_DIGITS, Numbers, Place, numbers_in, read_han
from intentbot.text import tokenise

_SYMBOLS = {
    **{"€": "EUR", "£": "GBP", "$": "USD", "¥": "JPY", "￥": "JPY", "＄": "USD", "₹": "INR", "₽": "RUB", "₺": "TRY"},
    **{"₩": "KRW", "₫": "VND", "฿": "THB", "₴": "UAH", "₪": "ILS", "₦": "NGN", "₱": "PHP", "₸": "KZT", "₼": "AZN"},
    **{"r$": "BRL", "us$": "USD", "c$": "CAD", "ca$": "CAD", "a$": "AUD", "au$": "AUD", "nz$": "NZD", "hk$": "HKD"},
    **{"nt$": "TWD", "s$": "SGD", "mx$": "MXN", "fr.": "CHF", "sfr.": "CHF", "zł": "PLN", "kč": "CZK", "ft": "HUF"},
}
_SYMBOLS_OF = {
    "sv": {"kr": "SEK"},
    "nb": {"kr": "NOK"},
    "no": {"kr": "NOK"},
    "da": {"kr": "DKK", "kr.": "DKK"},
    "zh": {"¥": "CNY", "￥": "CNY", "元": "CNY", "块": "CNY", "块钱": "CNY", "塊": "CNY", "人民币": "CNY"},
    "ja": {"円": "JPY"},
    "ru": {"руб": "RUB", "руб.": "RUB", "р.": "RUB"},
    "tr": {"tl": "TRY", "lira": "TRY"},
}
_BARE_NAMES = {
    "en": {"dollar": "USD", "buck": "USD", "euro": "EUR", "pound": "GBP", "quid": "GBP", "franc": "CHF", "yen": "JPY"},
    "de": {"dollar": "USD", "euro": "EUR", "franken": "CHF", "yen": "JPY"},
    "fr": {"dollar": "USD", "euro": "EUR", "livre sterling": "GBP", "franc": "CHF", "yen": "JPY"},
    "es": {"dólar": "USD", "dólare": "USD", "euro": "EUR", "libra esterlina": "GBP", "franco": "CHF", "peso": "MXN"},
    "it": {"dollaro": "USD", "dollari": "USD", "euro": "EUR", "sterlina": "GBP", "sterline": "GBP", "franchi": "CHF"},
    "nl": {"dollar": "USD", "euro": "EUR", "frank": "CHF", "yen": "JPY"},
    "pt": {"dólar": "USD", "dólare": "USD", "euro": "EUR", "real": "BRL", "reai": "BRL", "libra": "GBP"},
    "tr": {"dolar": "USD", "avro": "EUR", "euro": "EUR", "sterlin": "GBP"},
    "ru": {
        **{"доллар": "USD", "доллара": "USD", "долларов": "USD", "евро": "EUR"},
        **{"рубль": "RUB", "рубля": "RUB", "рублей": "RUB", "фунтов": "GBP"},
    },
    "zh": {"美元": "USD", "美金": "USD", "欧元": "EUR", "歐元": "EUR", "英镑": "GBP", "日元": "JPY", "港币": "HKD"},
    "ja": {"ドル": "USD", "ユーロ": "EUR", "ポンド": "GBP", "元": "CNY"},
    "ko": {"원": "KRW", "달러": "USD", "유로": "EUR"},
    "pl": {"złoty": "PLN", "złote": "PLN", "złotych": "PLN", "euro": "EUR", "dolarów": "USD"},
    "cs": {"korun": "CZK", "koruny": "CZK", "koruna": "CZK", "eur": "EUR"},
    "sv": {"kronor": "SEK", "krona": "SEK", "spänn": "SEK", "euro": "EUR"},
    "da": {"kroner": "DKK", "krone": "DKK", "euro": "EUR"},
    "nb": {"kroner": "NOK", "krone": "NOK", "euro": "EUR"},
}
"""What a currency is called for short; a plural with -s is found too. "Dollars" are those of the language's country,
where it has dollars."""

_SMALL_CODES = (
    "usd eur gbp chf jpy cny inr brl rub aud cad sek nok dkk pln czk huf mxn nzd sgd hkd krw zar thb ils aed rmb"
)
"""Codes that are no words, and count in small letters and before a number too; others, such as ALL, TOP and TRY,
only in capitals and behind one."""

_THOUSANDS = re.compile(r"[-+\u2212]?[1-9]\d{0,2}(?:\.\d{3}|,\d{3})")
_BEFORE = re.compile(r"(?:^|(?<![^\s(:=~]))([^\W\d_]{0,3}\W|[^\W\d_]{2,3}\.?) ?$")
_SIGN = re.compile("[$€£¥￥＄₹₽₺₩₫฿₴₪₦₱₸₼]")
_FIGURE_THEN_LETTER = re.compile(r"\d[^\W\d_]")
_CENTS = re.compile(r"(\d{2})(?!\d)")
_WORD = re.compile(r"[^\W\d_]{1,40}")
_LONGEST_NAME, _LONGEST_SIGN = 40, 4


@dataclass(frozen=True, slots=True)
class Money:
    """Finds amounts of money in a message in some languages.

    Attributes
    ----------
    numbers : Numbers
        What finds the amounts.
    signs : mapping of str to str
        The codes by folded symbols and codes, which may stand before a number or after.
    names : mapping of str to str
        The codes by folded names, which stand after a number.
    first_words : frozenset of str
        The tokens that names begin with.
    capitals : frozenset of str
        All codes, in capitals.
    marks : frozenset of str
        The tokens of which one is in every message with an amount, but for those with a sign or with a number and
        its currency in one.
    """

    numbers: Numbers
    signs: Mapping[str, str]
    names: Mapping[str, str]
    first_words: frozenset[str]
    capitals: frozenset[str]
    marks: frozenset[str]

    @property
    def hints(self) -> frozenset[str]:
        """The tokens of which one is in every message with an amount in words."""
        return self.numbers.hints

    def find(self, text: str, tokens: Sequence[str], *, message: str) -> Iterator[Place]:
        """Yield the amounts of a folded message; see `numbers.Numbers.find`.

        Parameters
        ----------
        text : str
        tokens : sequence of str
        message : str
            The message as written, character for character as long as the text; capitals count for codes.
        """
        if self.marks.isdisjoint(tokens) and not _SIGN.search(text) and not _FIGURE_THEN_LETTER.search(text):
            return
        for start, end, _ in self.numbers.find(text, tokens):
            amount = _amount(text[start:end], self.numbers)
            if amount is None:
                continue
            after = self._after(text, end, message)
            if after is not None:
                yield start, after[0], f"{amount}{after[2]} {after[1]}"
                continue
            before = self._before(text, start)
            if before is not None:
                yield before[0], end, f"{amount} {before[1]}"

    def _after(self, text: str, end: int, message: str) -> tuple[int, str, str] | None:
        """Return where the currency behind a number ends, its code, and the cents behind it."""
        start = end + (text[end : end + 1] in (" ", "\u00a0", "\u202f") and end < len(text))
        longest = min(_LONGEST_NAME, len(text) - start)
        if longest < 1:
            return None
        first = _WORD.match(text, start)
        if first is None or tokenise(first[0])[0] not in self.first_words:
            longest = min(longest, _LONGEST_SIGN)
        for length in range(longest, 0, -1):
            name = text[start : start + length]
            code = self.signs.get(name) or self.names.get(name)
            if code is None and length == 3 and _is_capital_code(message, start, self.capitals):
                code = message[start : start + 3]
            if code is not None and _ends_word(text, start + length) and not _is_weight(name, text, start + length):
                cents = _CENTS.match(text, start + length) if text[start - 1 : start].isdigit() else None
                return (cents.end(), code, "." + cents[1]) if cents else (start + length, code, "")
        return None

    def _before(self, text: str, start: int) -> tuple[int, str] | None:
        match = _BEFORE.search(text, max(0, start - 6), start)
        if match is None:
            return None
        sign = match[1].strip()
        code = self.signs.get(sign)
        return None if code is None else (match.start(1), code)


@lru_cache(maxsize=64)
def money_in(languages: tuple[str, ...]) -> Money:
    """Return what finds the amounts of money of languages, given by their codes."""
    signs: dict[str, str] = {}
    names: dict[str, str] = {}
    for language in languages:
        own = currency_symbols(language)
        code_of_dollar = own.get("$", "USD") if country_of(language) else "USD"
        for symbol, code in {**_SYMBOLS_OF.get(primary(language), {}), **own, "$": code_of_dollar}.items():
            signs.setdefault(fold_word(symbol), code)
        for name, code in _BARE_NAMES.get(primary(language), {}).items():
            meant = code_of_dollar if code == "USD" and not name.startswith("美") else code
            for form in (name, name + "s"):
                names.setdefault(fold_word(form), meant)
        for name, code in currency_names(language).items():
            names.setdefault(fold_word(name), code)
    capitals = frozenset(code for language in languages for code in currency_names(language).values())
    signs = {**{fold_word(symbol): code for symbol, code in _SYMBOLS.items()}, **signs}
    signs |= {code: code.upper() for code in _SMALL_CODES.split() if code != "rmb"} | {"rmb": "CNY"}
    first_words = frozenset(tokens[0] for name in names if (tokens := tokenise(name)))
    marks = first_words | {token for sign in (*signs, *map(str.lower, capitals)) for token in tokenise(sign)}
    return Money(numbers_in(languages), signs, names, first_words, capitals, marks)


def _amount(written: str, numbers: Numbers) -> str | None:
    """Return an amount as a plain decimal: three digits behind a mark are thousands, as there is no tenth of a cent."""
    if written in numbers.words:
        return str(numbers.words[written])
    if written[0] in HAN_DIGITS:
        return str(read_han(written))
    if _THOUSANDS.fullmatch(written):
        written = written.replace(".", "").replace(",", "")
    return numbers.read(written)


def _ends_word(text: str, end: int) -> bool:
    """Say whether a word ends there: scripts without spaces go on with the next one."""
    if end >= len(text) or not text[end].isalpha() or not text[end - 1].isalpha():
        return True
    return text[end - 1] >= "\u2e80" or text[end] >= "\u2e80"


def _is_weight(name: str, text: str, end: int) -> bool:
    return name in {"pound", "pounds"} and text.startswith(" of ", end)


def _is_capital_code(message: str, start: int, codes: frozenset[str]) -> bool:
    """Say whether a code stands there in capitals that are more than how all of the message is written."""
    return message[start : start + 3] in codes and not (message[:start] + message[start + 3 :]).isupper()
