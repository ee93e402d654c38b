"""The stems of words that customers may write, as a table: for runtimes that cannot run a stemmer.

A word of the vocabulary has its stem in it. A word of no example matters where its stem is known, that is, where it is
another form of a word of the vocabulary. Such forms are made here: each known stem gets the endings that the
vocabulary's own words have, and those of English, and what the stemmer itself leads back to a known stem is kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile

from intentbot.text import fold_accents
from intentbot.vocabulary import LONGEST_WORD, Vocabulary, pieces_of

MOST_FORMS = 150_000
"""Stems that are asked for at most, so that a table is made in seconds; the commonest endings come first."""

AGAIN = "+"
"""In an ending: the last letter of the stem once more, as in planned."""

ENGLISH = {
    "i": "y ys ying yer yers yings yable yed ies ied ier ily iness",
    "e": "ing ings ed er ers es able",
    "": "s ed ing es e er ers ly y d ion ions able al ment ments ation ations +ed +ing +er +ers +ation or ors ful"
    " ness ity ive ate ates ated ating ic ance ances ence ences ant ent ings ingly edly ally als ement ements ible"
    " ability ibility ities ered ering ioned ioning ical ically ize ized izes izing ization ise ised ises ising"
    " isation ous ously ately ative ator ators ively ably ibly ency ancy ently antly +ings +ations +able + ie ies"
    " ied ier iest ily iness ist ists est eing ee eed nesses less fully ism ish en ens ened ening ional ionally"
    " ational ationally icate icated +y +ment iveness fulness ousness erings is n in",
}
"""Endings of English by what the stem has in their place, the commonest first."""


@dataclass(frozen=True, slots=True)
class StemTable:
    """The stems of words that are not their own stem.

    Attributes
    ----------
    vocabulary : Vocabulary
    forms : mapping of str to tuple of int
        Of words of the vocabulary, and of other forms of them: for each stem that a language of the bot finds, its row
        among the pieces + 1, 0 where it is unknown. A word that is not there counts as its only stem.
    """

    vocabulary: Vocabulary
    forms: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> StemTable:
        """Return the table of a vocabulary."""
        rows = _rows_of(vocabulary)
        words = [word[:LONGEST_WORD] for word in (*vocabulary.words, *vocabulary.others)]
        words = list(dict.fromkeys([*words, *(piece[1:] for piece in rows if piece[0] == "=")]))
        likely = islice(_likely_forms(words, vocabulary.languages), MOST_FORMS // len(vocabulary.languages))
        stems = {word: _stems(word, vocabulary.languages, rows) for word in dict.fromkeys((*words, *likely))}
        return cls(vocabulary, {word: found for word, found in stems.items() if found != _own_stem(word, rows)})

    def misses(self, words: Iterable[str]) -> set[str]:
        """Return the words of which the stemmers say something else than the table."""
        rows, languages = _rows_of(self.vocabulary), self.vocabulary.languages

        def is_missed(word: str) -> bool:
            return self.forms.get(word, _own_stem(word, rows)) != _stems(word, languages, rows)

        return {word for word in words if is_missed(word[:LONGEST_WORD])}


def _rows_of(vocabulary: Vocabulary) -> dict[str, int]:
    return {piece: row for row, piece in enumerate((*vocabulary.pieces, *vocabulary.other_pieces), 1)}


def _stems(word: str, languages: Sequence[str], rows: Mapping[str, int]) -> tuple[int, ...]:
    return tuple(rows.get(stem, 0) for stem in _stems_of(word, languages))


def _own_stem(word: str, rows: Mapping[str, int]) -> tuple[int, ...]:
    return (rows.get(f"={fold_accents(word)}", 0),)


def _stems_of(word: str, languages: Sequence[str]) -> list[str]:
    """Return the stems of a word as they stand among its pieces."""
    return [piece for piece in pieces_of(word, languages) if piece[0] == "="]


def _likely_forms(words: Sequence[str], languages: Sequence[str]) -> Iterator[str]:
    """Yield words that may have the stems of `words`: each with the endings that others have, the commonest first."""
    stems: dict[str, None] = {}
    endings: Counter[tuple[str, str]] = Counter()
    for word in words:
        # A single character takes endings where it is a letter with case; Han characters take none.
        if not word.isalpha() or (len(word) == 1 and word.upper() == word):
            continue
        for language in languages:
            trunk, tail, ending = _split(word, language)
            stems[trunk + tail] = None
            endings[tail, ending] += 1
    ranked = [ending for ending, _ in endings.most_common()]
    if any(language.partition("-")[0] == "en" for language in languages):
        ranked += [(tail, ending) for tail, known in ENGLISH.items() for ending in known.split()]
    for tail, ending in dict.fromkeys(ranked):
        for stem in stems:
            trunk = stem.removesuffix(tail)
            if stem.endswith(tail) and trunk:
                yield trunk + (trunk[-1] + ending[1:] if ending.startswith(AGAIN) else ending)


def _split(word: str, language: str) -> tuple[str, str, str]:
    """Return what a word begins with, what its stem has after that, and what the word itself has."""
    (stem,) = _stems_of(word, (language,))
    pairs = zip(fold_accents(word), stem[1:], strict=False)
    n_shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    trunk, tail, ending = word[:n_shared], stem[1:][n_shared:], word[n_shared:]
    is_doubled = ending and not tail and ending[0] == trunk[-1:]
    return trunk, tail, AGAIN + ending[1:] if is_doubled else ending
