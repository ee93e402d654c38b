"""The one text path: what training and serving both see of a message.

Text is normalised (Unicode NFKC, case folded) and split into runs of letters and digits. Scripts
that are written without spaces between words give one token a character.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MAX_CHARACTERS = 2_000
"""How much of a message is read: longer ones are cut, so that no message is slow."""

# Han, Hiragana, Katakana, Thai, Lao, Myanmar, Khmer: written without spaces between words.
_SPACELESS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u3096\u309d-\u30ff"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
# Combining marks are not letters to `re`, but belong to the word they stand in.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u07a6-\u07b0\u0816-\u082d\u0900-\u0903"
    "\u093a-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc-\u09d7\u0a01-\u0a03\u0a3c-\u0a51\u0a70\u0a71"
    "\u0a81-\u0a83\u0abc-\u0acd\u0b01-\u0b03\u0b3c-\u0b57\u0b82\u0bbe-\u0bd7\u0c00-\u0c04\u0c3e-\u0c56"
    "\u0c81-\u0c83\u0cbc-\u0cd6\u0d00-\u0d03\u0d3b-\u0d57\u0d81-\u0ddf\u0f18-\u0f87\u1dc0-\u1dff\u20d0-\u20ff\ua8e0-\ua8f1"
)
TOKEN = re.compile(rf"[{_SPACELESS}][{_MARKS}]*|(?:(?![{_SPACELESS}])[^\W_][{_MARKS}]*)+")
"""A token of a normalised text: a character of a spaceless script, or a run of letters and digits."""

DOTTED_I = re.compile("i\u0307+")
"""What case folding leaves of the Turkish capital I with a dot."""

INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
"""Joiners, direction marks and other characters that are not seen."""

_ASCII_TOKEN = re.compile(r"[a-z0-9]+")
# A character and what normalising may join it with: marks, Hangul's vowels and finals, and kana's voicing signs.
_CLUSTER = re.compile(rf"(?s:.)[{_MARKS}\u1160-\u11ff\ud7b0-\ud7fb\u3099\u309a\uff9e\uff9f]*")


def normalise(text: str) -> str:
    """Return `text` as the bot compares it: NFKC, case folded, invisible characters removed, at most 2,000 characters.

    Normalising twice is the same as once.
    """
    text = text[:MAX_CHARACTERS]
    if text.isascii():
        return text.lower()
    text = INVISIBLE.sub("", text)
    folded = DOTTED_I.sub("i", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFKC", folded)[:MAX_CHARACTERS]


def tokenise(normalised: str) -> list[str]:
    """Return the tokens of a normalised text: runs of letters and digits, or single characters of spaceless scripts."""
    if normalised.isascii():
        return _ASCII_TOKEN.findall(normalised)
    return TOKEN.findall(normalised)


def placed_tokens(text: str) -> list[tuple[str, int, int]]:
    """Return the tokens of a text as it was written, each with its start and end in it, in characters.

    The tokens are those of ``tokenise(normalise(text))``. Where characters that normalising joins stand apart in a way
    that cannot be followed, a place is that of the nearest character before.
    """
    text = text[:MAX_CHARACTERS]
    normalised, sources = "", []
    for cluster in _CLUSTER.finditer(text):
        part = normalise(cluster[0])
        sources += [cluster.span()] * len(part)
        normalised += part
    whole = normalise(text)
    pattern = _ASCII_TOKEN if whole.isascii() else TOKEN
    if not sources:
        return []
    last = len(sources) - 1
    return [
        (found[0], sources[min(found.start(), last)][0], sources[min(found.end() - 1, last)][1])
        for found in pattern.finditer(whole)
    ]


@lru_cache(maxsize=256)
def tokens_of(text: str) -> tuple[str, ...]:
    """Return the tokens of a text as it was written, kept for all that look at the same message."""
    return tuple(tokenise(normalise(text)))


@lru_cache(maxsize=256)
def comparison_key(text: str) -> str:
    """Return what two sentences share when they are the same word for word.

    Their tokens, joined by spaces; where there are none, as in an emoji, all of the normalised text.
    """
    return " ".join(tokens_of(text)) or normalise(text).strip()


def fold_accents(token: str) -> str:
    """Return `token` without the marks on its letters: é becomes e."""
    if token.isascii():
        return token
    decomposed = unicodedata.normalize("NFD", token)
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))
