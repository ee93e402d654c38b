"""Numbers and ordinals as customers write them: 1,000.5, "two", 2nd, "the third", 第三."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from intentbot.built_ins.cldr import NumberMarks, number_marks, primary
from intentbot.built_ins.folding import fold_word, one_of
from intentbot.built_ins.number_words import (
    ARTICLES,
    COURTESY,
    THOUSANDS,
    WORDS_ELSEWHERE,
    ambiguous_cardinals,
    cardinals,
    ending_of_figures,
    needs_article,
    ordinals,
)
from intentbot.text import tokenise

Place = tuple[int, int, str]
"""The start and the end of a find in a folded message, and its value."""

HAN_DIGITS = "零〇一二两兩三四五六七八九十百千"
_HAN_VALUES = dict(zip("零〇一二两兩三四五六七八九", (0, 0, 1, 2, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_HAN_UNITS = {"十": 10, "百": 100, "千": 1000}
_HAN_NUMBER = re.compile(
    rf"(?<![{HAN_DIGITS}第])([{HAN_DIGITS}]{{1,8}})(?=[个個台件张張只隻条條双雙本份杯瓶盒包箱次枚人冊つ元块塊円])"
)
_HAN_ALONE = re.compile(rf"\W*([{HAN_DIGITS}]{{1,8}})\W*")

_GROUPING_SPACES = "\u00a0\u202f"
_DIGITS = re.compile(rf"\d+(?:['’{_GROUPING_SPACES}]\d{{3}}(?!\d))*(?:[.,]\d+)*")
_SPACED_GROUPS = re.compile(r"\d{1,3}(?: \d{3})+(?:,\d+)?(?![\d.,])")
_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}")
_MARK = re.compile(r"[.,]")
_WORD_END = r"(?![^\W\u2e80-\U0003ffff])"
_MINUS = "-\u2212"
_IN_WORD = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_")

_HAN_ORDINAL = re.compile(rf"第(\d{{1,4}}|[{HAN_DIGITS}]{{1,8}})|([{HAN_DIGITS}]{{1,8}})(?:番目|つ目)")


def read_number(written: str, marks: NumberMarks | None = None) -> str | None:
    """Return a number as a plain decimal; None for what is none, such as 1.2.3.

    Parameters
    ----------
    written : str
        Digits with commas and dots, and maybe a sign.
    marks : NumberMarks, optional
        How the language of the message writes numbers. Where not given, or where the number is not written so, a
        comma or dot that is followed by three digits each time it stands there groups thousands, but for a single
        dot, which is a decimal point: 1,000 is one thousand, 3,5 is three and a half, 1.000 is one, 1.000,50 is a
        thousand and a half.
    """
    sign = "-" if written[0] in _MINUS else ""
    digits = written.lstrip("+" + _MINUS)
    if not digits.isascii() or "'" in digits or " " in digits:
        digits = "".join(c if c in ".," else str(unicodedata.decimal(c)) for c in digits if c in ".," or c.isdecimal())
    found = _MARK.findall(digits)
    if not found:
        return sign + digits
    if _INDIAN.fullmatch(digits):
        return sign + digits.replace(",", "")
    grouping, decimal = found[0], found[-1]
    if grouping == decimal:
        if _groups_thousands(digits, grouping, len(found), marks):
            return sign + digits.replace(grouping, "")
        return sign + digits.replace(grouping, ".") if len(found) == 1 else None
    whole, fraction = digits.rsplit(decimal, 1)
    return f"{sign}{whole.replace(grouping, '')}.{fraction}" if _is_grouped(whole, grouping) else None


def read_han(written: str) -> int:
    """Return the value of a number in Han characters, such as 二十三 or 二〇二六."""
    if not any(character in _HAN_UNITS for character in written):
        return int("".join(str(_HAN_VALUES[character]) for character in written))
    total = digit = 0
    for character in written:
        if character in _HAN_UNITS:
            total += (digit or 1) * _HAN_UNITS[character]
            digit = 0
        else:
            digit = _HAN_VALUES[character]
    return total + digit


@dataclass(frozen=True, slots=True)
class Numbers:
    """Finds numbers in a message in some languages.

    Attributes
    ----------
    hints : frozenset of str
        The tokens of which one is in every message with a number in words.
    words : mapping of str to int
        Folded, with those that are numbers only in an answer.
    ambiguous : frozenset of str
        The latter.
    pattern : re.Pattern or None
        Finds the others.
    not_all : re.Pattern
        What makes figures before it a part of a code, or of a larger number.
    courtesy : frozenset of str
        What may stand beside a number that is all of an answer.
    languages : tuple of str
        Whose marks count within numbers.
    """

    hints: frozenset[str]
    words: dict[str, int]
    ambiguous: frozenset[str]
    pattern: re.Pattern[str] | None
    not_all: re.Pattern[str]
    courtesy: frozenset[str]
    languages: tuple[str, ...]

    def find(self, text: str, tokens: Sequence[str]) -> Iterator[Place]:
        """Yield the numbers of a folded message.

        Parameters
        ----------
        text : str
        tokens : sequence of str
            The `text.tokenise` of it.
        """
        for start, end in self._digits(text):
            before = text[start - 1] if start else ""
            if (before and before in _IN_WORD) or self.not_all.match(text, end):
                continue
            if before and before in ".," and start > 1 and text[start - 2].isdecimal():
                continue
            if before and before in "+" + _MINUS and (start == 1 or text[start - 2] in " \t\n("):
                start -= 1
            value = self.read(text[start:end])
            if value is not None:
                yield start, end, value
        if not self.hints.isdisjoint(tokens):
            yield from self._words(text, tokens)

    def read(self, written: str) -> str | None:
        """Return a number in figures as a plain decimal, as `read_number` does, with the marks of the languages."""
        if written.isdecimal() and written.isascii():
            return written
        return read_number(written, shared_marks(self.languages))

    def _digits(self, text: str) -> Iterator[tuple[int, int]]:
        if " " not in text or not _SPACED_GROUPS.search(text) or not self._has_spaced_groups():
            yield from (match.span() for match in _DIGITS.finditer(text))
            return
        end = 0
        while (match := _DIGITS.search(text, end)) is not None:
            match = _SPACED_GROUPS.match(text, match.start()) or match
            yield match.span()
            end = match.end()

    def _has_spaced_groups(self) -> bool:
        marks = shared_marks(self.languages)
        return marks is not None and marks.group in _GROUPING_SPACES

    def _words(self, text: str, tokens: Sequence[str]) -> Iterator[Place]:
        if self.pattern is not None:
            for match in self.pattern.finditer(text):
                yield match.start(), match.end(), str(self.words[match[0]])
        answer = [token for token in tokens if token not in self.courtesy]
        if len(answer) == 1 and answer[0] in self.ambiguous:
            start = text.index(answer[0])
            yield start, start + len(answer[0]), str(self.words[answer[0]])
        for match in _HAN_NUMBER.finditer(text):
            if match[1] not in ("一", "零"):
                yield match.start(1), match.end(1), str(read_han(match[1]))
        if (whole := _HAN_ALONE.fullmatch(text)) is not None:
            yield whole.start(1), whole.end(1), str(read_han(whole[1]))


@dataclass(frozen=True, slots=True)
class Ordinals:
    """Finds ordinals in a message in some languages.

    Attributes
    ----------
    hints : frozenset of str
        The tokens of which one is in every message with an ordinal in words.
    words : mapping of str to int
    figures : re.Pattern or None
        Finds ordinals in figures.
    patterns : tuple of re.Pattern
        Find the words, by language, where an article that they need stands before them.
    dotted : re.Pattern or None
        Finds 3. where an article stands before it.
    courtesy : frozenset of str
        What may stand beside an ordinal that is all of an answer.
    """

    hints: frozenset[str]
    words: dict[str, int]
    figures: re.Pattern[str] | None
    patterns: tuple[re.Pattern[str], ...]
    dotted: re.Pattern[str] | None
    courtesy: frozenset[str]

    def find(self, text: str, tokens: Sequence[str]) -> Iterator[Place]:
        """Yield the ordinals of a folded message; see `Numbers.find`."""
        for match in self.figures.finditer(text) if self.figures is not None else ():
            if not match.start() or not (text[match.start() - 1].isalnum() or text[match.start() - 1] in ".,:"):
                yield match.start(), match.end(), str(int(match[1]))
        if self.dotted is not None and "." in text:
            for match in self.dotted.finditer(text):
                yield match.start(1), match.end(1) + 1, str(int(match[1]))
        if self.hints.isdisjoint(tokens):
            return
        for match in _HAN_ORDINAL.finditer(text):
            written = match[1] or match[2]
            yield match.start(), match.end(), str(int(written) if written.isdecimal() else read_han(written))
        for pattern in self.patterns:
            for match in pattern.finditer(text):
                yield match.start(1), match.end(1), str(self.words[match[1]])
        answer = [token for token in tokens if token not in self.courtesy]
        if len(answer) == 1 and answer[0] in self.words:
            start = text.index(answer[0])
            yield start, start + len(answer[0]), str(self.words[answer[0]])


@lru_cache(maxsize=64)
def numbers_in(languages: tuple[str, ...]) -> Numbers:
    """Return what finds the numbers of languages, given by their codes."""
    codes = tuple(dict.fromkeys(map(primary, languages)))
    words = {fold_word(word): value for code in reversed(codes) for word, value in cardinals(code).items()}
    ambiguous = frozenset(fold_word(word) for code in codes for word in ambiguous_cardinals(code))
    ambiguous |= WORDS_ELSEWHERE.intersection(words) if len(codes) > 1 else frozenset()
    clear = [word for word in words if word not in ambiguous]
    thousands = one_of(fold_word(word) for code in codes for word in THOUSANDS.get(code, "").split())
    not_all = re.compile(rf"[a-z]*\d| ?{thousands}(?!\w)|[万萬亿億千백천만억]")
    pattern = re.compile(rf"(?<![\w-]){one_of(clear)}(?![\w-]| {thousands}\b)") if clear else None
    hints = frozenset(tokenise(word)[0] for word in words) | frozenset(HAN_DIGITS)
    return Numbers(hints, words, ambiguous, pattern, not_all, _courtesy(codes), languages)


@lru_cache(maxsize=64)
def ordinals_in(languages: tuple[str, ...]) -> Ordinals:
    """Return what finds the ordinals of languages, given by their codes."""
    codes = tuple(dict.fromkeys(map(primary, languages)))
    words: dict[str, int] = {}
    patterns = []
    for code in reversed(codes):
        own = {fold_word(word): value for word, value in ordinals(code).items()}
        words |= own
        if own:
            article = rf"{one_of(map(fold_word, ARTICLES[code].split()))}(?: |(?<='))" if needs_article(code) else ""
            patterns.append(re.compile(rf"(?<!\w){article}({one_of(own)})(?!\w)"))
    endings = "|".join(filter(None, map(ending_of_figures, codes)))
    figures = re.compile(rf"(\d{{1,4}})(?!\d)(?:{endings}){_WORD_END}") if endings else None
    german = one_of(map(fold_word, ARTICLES["de"].split()))
    dotted = re.compile(rf"(?<!\w){german} (\d{{1,3}})\.(?!\d)") if "de" in codes else None
    hints = frozenset(tokenise(word)[0] for word in words) | {"第", "番", "つ"}
    return Ordinals(hints, words, figures, tuple(patterns), dotted, _courtesy(codes) | {"one", "ones", "the"})


@lru_cache(maxsize=64)
def shared_marks(languages: tuple[str, ...]) -> NumberMarks | None:
    """Return how languages write numbers, where they all do it alike."""
    found = {number_marks(language) for language in languages}
    return found.pop() if len(found) == 1 else None


def _courtesy(codes: tuple[str, ...]) -> frozenset[str]:
    return frozenset(fold_word(word) for code in codes for word in COURTESY.get(code, "").split())


def _groups_thousands(digits: str, mark: str, n_marks: int, marks: NumberMarks | None) -> bool:
    if not _is_grouped(digits, mark):
        return False
    if n_marks == 1 and marks is not None and mark in (marks.group, marks.decimal):
        return mark == marks.group
    return n_marks > 1 or mark == ","


def _is_grouped(digits: str, mark: str) -> bool:
    first, *groups = digits.split(mark)
    return 1 <= len(first) <= 3 and first != "0" and all(len(group) == 3 for group in groups)
