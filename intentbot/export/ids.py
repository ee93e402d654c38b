"""Where the words of messages stand in a model's tables: what graph targets read instead of text.

Shapes: B messages, T tokens, U distinct tokens, P pieces.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from intentbot.text import normalise, tokenise
from intentbot.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, eq=False)
class Ids:
    """The ids of messages. U, P and T are at least 1, as few runtimes can do with less.

    Attributes
    ----------
    words : ndarray of shape (U,), int32
        Of each distinct token of all messages, the row of its own vector + 1; 0 for none.
    pieces : ndarray of shape (U, P), int32
        The rows of its known pieces + 1; 0 pads.
    familiarity : ndarray of shape (U,), float32
        Of `WordRows`.
    order : ndarray of shape (B, T), int32
        The distinct token at each place + 1; 0 pads on the right.
    """

    words: np.ndarray
    pieces: np.ndarray
    familiarity: np.ndarray
    order: np.ndarray


def ids_of(vocabulary: Vocabulary, texts: Sequence[str]) -> Ids:
    """Return the ids of messages."""
    messages = [tokenise(normalise(text)) for text in texts]
    places = {token: place for place, token in enumerate(dict.fromkeys(token for one in messages for token in one))}
    rows = [vocabulary.look_up(token) for token in places]
    n_tokens = max(1, len(rows))
    pieces = np.zeros((n_tokens, max((len(row.pieces) for row in rows), default=0) or 1), dtype=np.int32)
    words, familiarity = np.zeros(n_tokens, dtype=np.int32), np.zeros(n_tokens, dtype=np.float32)
    for place, row in enumerate(rows):
        words[place], familiarity[place] = row.word + 1, row.familiarity
        pieces[place, : len(row.pieces)] = np.array(row.pieces, dtype=np.int32) + 1
    order = np.zeros((len(messages), max((len(one) for one in messages), default=0) or 1), dtype=np.int32)
    for number, message in enumerate(messages):
        order[number, : len(message)] = [places[token] + 1 for token in message]
    return Ids(words, pieces, familiarity, order)
