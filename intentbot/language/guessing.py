"""Which of a bot's languages a message is in: by its script, then by its words and their letters.

A library is not asked. Those that were compared know a hundred languages, of which a bot has two or three: the accurate
ones take 80 to 200 MB, the small ones are less often right about a few words than what a bot's own sentences tell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from intentbot.language.common_words import COMMON_WORDS
from intentbot.text import normalise, tokenise

if TYPE_CHECKING:
    import numpy.typing as npt

MAX_CHARACTERS = 200
"""How much of a message is looked at: its beginning tells."""

N_SENTENCES, N_WORDS = 2_000, 2_000
"""How many sentences of a language are learned from, evenly spaced, and how many of their words, the commonest."""

MARGIN, MARGIN_OF_UNKNOWN = 2.0, 6.0
"""How much likelier the best language must be than the next, as a difference of logarithms.

The second where none of the words was ever seen, as with names. Chosen on one to three words out of the test messages
of `tests/benchmarks/languages`, beside a list of fifty names of people, places and products: of the names a quarter to
a half still decides, of the single words one in fifty is taken for another language.
"""

_SMOOTHING = 0.1
# What the letters of a word count beside the word itself: of 0, 0.3, 0.5 and 1, half was best on short messages.
_WEIGHT_OF_LETTERS = 0.5
_LENGTHS = (1, 2, 3, 4)

_RANGES = {
    "Latin": "A-Za-z\u00aa\u00ba\u00c0-\u024f\u1e00-\u1eff",
    "Greek": "\u0370-\u03ff\u1f00-\u1fff",
    "Cyrillic": "\u0400-\u052f",
    "Armenian": "\u0530-\u058f",
    "Hebrew": "\u05d0-\u05ff",
    "Arabic": "\u0620-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff",
    "Devanagari": "\u0900-\u097f",
    "Bengali": "\u0980-\u09ff",
    "Gurmukhi": "\u0a00-\u0a7f",
    "Gujarati": "\u0a80-\u0aff",
    "Oriya": "\u0b00-\u0b7f",
    "Tamil": "\u0b80-\u0bff",
    "Telugu": "\u0c00-\u0c7f",
    "Kannada": "\u0c80-\u0cff",
    "Malayalam": "\u0d00-\u0d7f",
    "Sinhala": "\u0d80-\u0dff",
    "Thai": "\u0e00-\u0e7f",
    "Lao": "\u0e80-\u0eff",
    "Tibetan": "\u0f00-\u0fff",
    "Myanmar": "\u1000-\u109f",
    "Georgian": "\u10a0-\u10ff\u1c90-\u1cbf",
    "Hangul": "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af",
    "Ethiopic": "\u1200-\u139f",
    "Khmer": "\u1780-\u17ff",
    "Kana": "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fd-\u30ff\uff66-\uff9d",
    "Han": "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff",
}
_SPACELESS = frozenset(("Thai", "Lao", "Tibetan", "Myanmar", "Khmer", "Kana", "Han"))
_SCRIPTS = {
    "ab ba be bg ce cv kk ky mk mn os ru rue tg tt uk": ("Cyrillic",),
    "bs sh sr uz": ("Latin", "Cyrillic"),
    "el": ("Greek",),
    "hy": ("Armenian",),
    "he iw yi": ("Hebrew",),
    "ar arz ckb fa ks ps sd ug ur": ("Arabic",),
    "bho hi mai mr ne sa": ("Devanagari",),
    "as bn": ("Bengali",),
    "pa": ("Gurmukhi",),
    "gu": ("Gujarati",),
    "or": ("Oriya",),
    "ta": ("Tamil",),
    "te": ("Telugu",),
    "kn": ("Kannada",),
    "ml": ("Malayalam",),
    "si": ("Sinhala",),
    "th": ("Thai",),
    "lo": ("Lao",),
    "bo dz": ("Tibetan",),
    "my": ("Myanmar",),
    "ka": ("Georgian",),
    "ko": ("Hangul",),
    "am ti": ("Ethiopic",),
    "km": ("Khmer",),
    "ja": ("Kana", "Han"),
    "lzh wuu yue zh": ("Han",),
}
_SCRIPTS_OF = {language: scripts for languages, scripts in _SCRIPTS.items() for language in languages.split()}
_SUBTAGS = {
    "latn": ("Latin",),
    "cyrl": ("Cyrillic",),
    "arab": ("Arabic",),
    "deva": ("Devanagari",),
    "hebr": ("Hebrew",),
}
# What is written alike by customers of every language, and says nothing of theirs.
_SAID_EVERYWHERE = (
    "ok okay okey oki k kk hi hey bye email mail sms app web wifi chat bot online offline stop id pin qr usb pdf url "
    "www com http https lol haha wow sos vip iphone ipad android paypal visa whatsapp facebook google amazon"
)
_EVERYWHERE = frozenset(_SAID_EVERYWHERE.split())
_CODE = re.compile(r"[\d@_]|://|www\.")


def scripts_of(language: str) -> tuple[str, ...]:
    """Return the scripts that a language is written in, by its code: ``ja`` has Kana and Han, ``sr-Latn`` has Latin."""
    primary, *subtags = language.casefold().replace("_", "-").split("-")
    named = next((_SUBTAGS[subtag] for subtag in subtags if subtag in _SUBTAGS), None)
    return named or _SCRIPTS_OF.get(primary, ("Latin",))


class LanguageGuesser:
    """Tells in which of a bot's languages a message is written. Made once; immutable, and shared by threads.

    Parameters
    ----------
    languages : sequence of str
        The codes of the bot's languages, such as ``en`` or ``pt-BR``, its own first.
    sentences : mapping of str to sequence of str
        Example sentences by language. A language without any is known by its script and by the words in
        `common_words.COMMON_WORDS`, and where it has none there either, only by its script.
    """

    def __init__(self, languages: Sequence[str], sentences: Mapping[str, Sequence[str]] | None = None) -> None:
        self.languages = tuple(dict.fromkeys(languages))
        self._groups: dict[str, _Group] = {}
        if len(self.languages) < 2:
            return
        given = sentences or {}
        counts = {language: _word_counts(language, given.get(language, ())) for language in self.languages}
        names = dict.fromkeys(script for language in self.languages for script in scripts_of(language))
        for script in names:
            written_in = [language for language in self.languages if script in scripts_of(language)]
            self._groups[script] = _Group(written_in, counts)
        # A tie of scripts is won by the one that is not Latin: products have Latin names everywhere.
        self._patterns = {script: _pattern_of(script) for script in sorted(names, key=lambda script: script == "Latin")}

    def guess(self, text: str) -> str | None:
        """Return the language of a message, None where the message does not tell.

        A number, an emoji, "ok", an address or a name does not. A bot of one language always gets that one.
        """
        if len(self.languages) < 2:
            return self.languages[0] if self.languages else None
        normalised = normalise(text[:MAX_CHARACTERS])
        if _CODE.search(normalised):
            parts = (part for part in normalised.split() if not (part.isascii() and _CODE.search(part)))
            normalised = " ".join(parts)
        script = self._script_of(normalised)
        if script is None:
            return None
        return self._groups[script].guess(normalised, script)

    def _script_of(self, text: str) -> str | None:
        """Return the script most of a text is in, of those of the bot's languages."""
        if text.isascii():
            return "Latin" if "Latin" in self._groups else None
        found = {script: len(pattern.findall(text)) for script, pattern in self._patterns.items()}
        if found.get("Kana"):
            found["Kana"] += found.get("Han", 0)
        if "Latin" in found:
            # Names in Latin letters stand in messages of every script, other letters hardly ever in a Latin message.
            found = {script: n if script == "Latin" else 2 * n for script, n in found.items()}
        best = max(found, key=lambda script: found[script], default=None)
        return best if best is not None and found[best] else None


class _Group:
    """The languages that share a script, and what their words and letters tell of each."""

    def __init__(self, languages: Sequence[str], counts: Mapping[str, Counter[str]]) -> None:
        known = [language for language in languages if counts[language]] or list(languages)
        self.languages = tuple(known)
        words = [counts[language] for language in known]
        others = (word for language, found in counts.items() if language not in languages for word in found)
        self.words = frozenset().union(*words) - _EVERYWHERE - frozenset(others)
        if len(known) < 2:
            return
        pieces = [_piece_counts(counter) for counter in words]
        self._pieces, self._piece_scores = _log_shares(pieces)
        self._rows, scores = _log_shares(words)
        for word, row in self._rows.items():
            scores[row] += self._score_of_letters([word])
        self._scores = scores

    def guess(self, text: str, script: str) -> str | None:
        """Return the language of a normalised text in this script, None where it does not tell."""
        if len(self.languages) == 1:
            return self.languages[0] if script != "Latin" or self._is_sentence(text) else None
        tokens = [token for token in tokenise(text) if token not in _EVERYWHERE]
        rows = [row for row in map(self._rows.get, tokens) if row is not None]
        unknown = [token for token in tokens if token not in self._rows]
        total = self._scores[rows].sum(axis=0) + self._score_of_letters(unknown)
        second, best = np.argsort(total, kind="stable")[-2:].tolist()
        needed = MARGIN if rows else MARGIN_OF_UNKNOWN
        return self.languages[best] if total[best] - total[second] >= needed else None

    def _is_sentence(self, text: str) -> bool:
        """Whether Latin letters are more than a name in a message of a bot with one Latin language."""
        tokens = [token for token in tokenise(text) if token not in _EVERYWHERE]
        return len(tokens) > 3 or any(token in self.words for token in tokens) or (bool(tokens) and not self.words)

    def _score_of_letters(self, words: Iterable[str]) -> npt.NDArray[np.float64]:
        found = (self._pieces.get(piece) for word in words for piece in _pieces_of(word))
        rows = [row for row in found if row is not None]
        return np.asarray(self._piece_scores[rows].sum(axis=0) * _WEIGHT_OF_LETTERS)


def _pattern_of(script: str) -> re.Pattern[str]:
    """Return what finds the words of a script; where it is written without spaces, every second character."""
    letters = _RANGES[script]
    return re.compile(f"[{letters}]{{1,2}}" if script in _SPACELESS else f"[{letters}]+")


def _word_counts(language: str, sentences: Sequence[str]) -> Counter[str]:
    """Return how often each word stands in a language's sentences; its common words count once more each."""
    step = max(1, -(-len(sentences) // N_SENTENCES))
    counts: Counter[str] = Counter()
    for sentence in sentences[::step]:
        counts.update(token for token in tokenise(normalise(sentence)) if not any(map(str.isdigit, token)))
    counts = Counter(dict(counts.most_common(N_WORDS)))
    primary = language.casefold().replace("_", "-").partition("-")[0]
    counts.update(tokenise(normalise(COMMON_WORDS.get(primary, ""))))
    return counts


def _pieces_of(word: str) -> list[str]:
    """Return the runs of one to four characters of a word, its ends marked by spaces."""
    marked = f" {word[:40]} "
    return [marked[start : start + n] for n in _LENGTHS for start in range(len(marked) - n + 1)]


def _piece_counts(words: Counter[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for word, n in words.items():
        for piece in _pieces_of(word):
            counts[piece] += n
    return counts


def _log_shares(counts: Sequence[Counter[str]]) -> tuple[dict[str, int], npt.NDArray[np.float64]]:
    """Return a row for each thing that was counted, and in it the logarithm of its smoothed share in each language.

    Returns
    -------
    rows : dict of str to int
    scores : ndarray of shape (things, languages), float64

    References
    ----------
    Multinomial naive Bayes: Manning, Raghavan and Schütze (2008), Introduction to Information Retrieval, chapter 13.
    """
    rows = {thing: row for row, thing in enumerate(dict.fromkeys(thing for counter in counts for thing in counter))}
    table = np.full((len(rows), len(counts)), _SMOOTHING)
    for column, counter in enumerate(counts):
        table[[rows[thing] for thing in counter], column] += list(counter.values())
    return rows, np.log(table / table.sum(axis=0))
