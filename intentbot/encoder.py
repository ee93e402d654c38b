"""The beginning of a network, learned from sentences without labels: word vectors and convolutions.

``intentbot pretrain`` makes one; ``training.encoder`` starts from it. A model that did holds all that it needs of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from intentbot.networks.cnn import Convolutions
from intentbot.networks.front import Front
from intentbot.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderSize:
    """How large an encoder is. The defaults take at most 12 MB on disk.

    Attributes
    ----------
    embedding_size, filters : int
        As the settings of these names.
    n_words, n_pieces : int
        The most frequent words, and the pieces that stand in the most words, that get vectors of their own.
    """

    embedding_size: int = 192
    filters: int = 384
    n_words: int = 13_500
    n_pieces: int = 13_000


@dataclass(frozen=True, slots=True, eq=False)
class Encoder:
    """Word vectors and convolutions that know sentences, but no intents yet.

    Attributes
    ----------
    vocabulary : Vocabulary
        The words and pieces of `front`'s rows.
    front : Front
    middle : Convolutions
    origin : mapping of str to str
        What it was learned from, for people to read.
    """

    vocabulary: Vocabulary
    front: Front
    middle: Convolutions
    origin: Mapping[str, str]

    @property
    def embedding_size(self) -> int:
        """Numbers in a word's vector, D."""
        return int(self.front.words.shape[1])

    @property
    def filters(self) -> int:
        """Convolution filters of each width, F."""
        return len(self.middle.bias) // 3
