"""Letters as built-in entities compare them: small, without accents, each at a place that is known in the message."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from intentbot.text import fold_accents

# The Turkish ı is a letter of its own, but its capital is that of i. Kana, Hangul and the scripts of India come after:
# there marks tell words apart.
_ACCENTED = {
    code: plain for code in range(0x00C0, 0x0530) if len(plain := fold_accents(chr(code))) == 1 and plain != chr(code)
} | {ord("ı"): "i"}
_CLUSTER = re.compile(r"(?s).[\u0300-\u036f\u1160-\u11ff\u3099\u309a]*")


@dataclass(frozen=True, slots=True)
class Folded:
    """A message in small letters without accents.

    Attributes
    ----------
    text : str
    starts : sequence of int or None
        For each character of `text`, and for its end, the place in the message; None where they are the same.
    """

    text: str
    starts: Sequence[int] | None = None

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return the start and end in the message of a part of the text."""
        if self.starts is None:
            return start, end
        return self.starts[start], self.starts[end]


def folded(message: str) -> Folded:
    """Return a message in small letters without accents."""
    if message.isascii():
        return Folded(message.lower())
    if unicodedata.is_normalized("NFC", message):
        return Folded(_fold(message))
    text, starts, end = [], [], 0
    for cluster in _CLUSTER.finditer(message):
        part = _fold(unicodedata.normalize("NFC", cluster[0]))
        text.append(part)
        starts += [cluster.start()] * len(part)
        end = cluster.end()
    return Folded("".join(text), (*starts, end))


def fold_word(word: str) -> str:
    """Return a word of a language as it is compared with a folded message."""
    return _fold(unicodedata.normalize("NFC", word))


def _fold(text: str) -> str:
    # The only letter that is two when small is the Turkish capital I with a dot, which loses it here first.
    return text.translate(_ACCENTED).lower()


def one_of(words: Iterable[str]) -> str:
    """Return a pattern that matches one of some words, the longest that it can; one that matches nothing for none."""
    ordered = sorted(dict.fromkeys(words), key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(map(re.escape, ordered))})" if ordered else "(?!)"
