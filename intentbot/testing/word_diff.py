"""Which words differ between what was expected and what was said."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import NamedTuple

from intentbot.dialogues import ANYTHING
from intentbot.text import TOKEN

ALIKE = 0.4
"""Two texts of which fewer words than this share are the same have nothing in common worth marking. By eye."""

_MOST_WORDS = 300
_WORD = re.compile(rf"(?:{TOKEN.pattern}|[^\s])\s*")


class Words(NamedTuple):
    """Some words of a text as they stand in it, and whether the other text has others there."""

    text: str
    differs: bool


def word_diff(expected: str, said: str) -> tuple[tuple[Words, ...], tuple[Words, ...]]:
    """Return both texts, each cut where it begins or ceases to differ from the other.

    A ``*`` of the expected text differs from nothing. Where the two have little in common, or are very long, each is
    one piece.

    Examples
    --------
    >>> word_diff("It was shipped.", "It was lost.")[1]
    (Words(text='It was ', differs=False), Words(text='lost', differs=True), Words(text='.', differs=False))
    """
    first, second = _WORD.findall(expected), _WORD.findall(said)
    matcher = SequenceMatcher(None, [word.rstrip() for word in first], [word.rstrip() for word in second], False)
    if max(len(first), len(second)) > _MOST_WORDS or matcher.ratio() < ALIKE:
        return (Words(expected, True),), (Words(said, True),)
    ours: list[Words] = []
    theirs: list[Words] = []
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        is_wild = any(word.rstrip() == ANYTHING for word in first[start:end])
        differs = kind != "equal" and not is_wild
        ours.append(Words("".join(first[start:end]), differs))
        theirs.append(Words("".join(second[other_start:other_end]), differs))
    return _joined(ours), _joined(theirs)


def _joined(pieces: list[Words]) -> tuple[Words, ...]:
    """Return the pieces without empty ones, neighbours of a kind as one; space at the end of a change is none of it."""
    found: list[Words] = []
    for text, differs in pieces:
        kept = text.rstrip() if differs else text
        for part in (Words(kept, differs), Words(text[len(kept) :], False)):
            if not part.text:
                continue
            if found and found[-1].differs == part.differs:
                found[-1] = Words(found[-1].text + part.text, part.differs)
            else:
                found.append(part)
    return tuple(found)
