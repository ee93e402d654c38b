"""What JavaScript has to be told of Python's characters, so that it reads a message as `intentbot.text` does.

Where both know a character, they agree on what is a letter and what its lower case, its NFKC and its NFD are; all code
points were compared (Unicode 14 in Python, 17 in Node.js 20). They differ in three things, which are written out here:
a browser knows characters that the Unicode version of this Python has not assigned yet, `str.casefold` goes further
than lower case, and JavaScript cannot ask for a character's combining class.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import groupby

from intentbot.text import DOTTED_I, INVISIBLE, MAX_CHARACTERS, TOKEN


def text_rules() -> dict[str, object]:
    """Return the rules of `intentbot.text`, with patterns for JavaScript's ``u`` flag; see ``web/text.mjs``."""
    return {
        "unknown": _unassigned(),
        "invisible": _pattern(INVISIBLE.pattern),
        "dotted": _pattern(DOTTED_I.pattern),
        # Python has no name for letters and digits without the underscore.
        "token": _pattern(TOKEN.pattern).replace(r"[^\W_]", r"[\p{L}\p{N}]"),
        "marks": _marks(),
        "folds": _folds(),
        "maxCharacters": MAX_CHARACTERS,
    }


def _pattern(pattern: str) -> str:
    """Return a pattern in ASCII."""
    return "".join(c if c.isascii() else f"\\u{{{ord(c):x}}}" for c in pattern)


@cache
def _folds() -> dict[str, str]:
    """Return how characters fold whose lower case is something else; only those that NFKC leaves as they are."""
    return {
        c: c.casefold()
        for c in map(chr, range(sys.maxunicode + 1))
        if c.casefold() != c.lower() and unicodedata.is_normalized("NFKC", c)
    }


@cache
def _unassigned() -> str:
    """Return the inside of the class of characters that are none yet, and that no token takes in all the same."""
    return _class(_is_unknown(chr(code)) for code in range(sys.maxunicode + 1))


def _is_unknown(c: str) -> bool:
    # The ranges of scripts and marks that `TOKEN` names have gaps in them, where it takes whatever comes.
    return unicodedata.category(c) == "Cn" and not (TOKEN.match(c) or TOKEN.fullmatch(f"a{c}"))


@cache
def _marks() -> str:
    """Return the inside of the class of characters that `fold_accents` takes from letters."""
    return _class(unicodedata.combining(chr(code)) != 0 for code in range(sys.maxunicode + 1))


def _class(belongs: Iterator[bool]) -> str:
    """Return the inside of a class of characters, from whether each code point belongs to it."""
    ranges = []
    for is_in, group in groupby(enumerate(belongs), lambda pair: pair[1]):
        if is_in:
            first, *rest = (code for code, _ in group)
            ranges.append(f"\\u{{{first:x}}}" + (f"-\\u{{{rest[-1]:x}}}" if rest else ""))
    return "".join(ranges)
