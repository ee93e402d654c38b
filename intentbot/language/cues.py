"""The cues by which a customer steers a conversation: yes, no, never mind, none of these, I meant, the second one.

All but `correction` look at the whole message: "no order arrived" is no no. English is understood besides the language
that is named, as customers mix it in; where a word means another thing in that language, that counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from intentbot.language.cue_words import CUE_WORDS
from intentbot.language.cue_words.words import CueWords
from intentbot.text import fold_accents, normalise, placed_tokens, tokens_of

MAX_CHARACTERS = 80
"""A longer message is no yes, no or choice; a correction begins within so many."""

_MAX_CONTRAST, _MAX_BARE = 48, 25
"""How long "not this but that" is at most, and what follows a mere "no," to be a correction, in characters."""

_MAX_CHOICES = 20
_NOT_PLAIN = re.compile("[\u00c0-\u074f\u1e00-\u1fff]")
_SPELT = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "ـ": "", "ى": "ي", "ة": "ه", "ٱ": "ا", "ی": "ي", "ک": "ك"})
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
# Whatever stands there three times: a quarter of the time, and hardly a message has it.
_THRICE = re.compile(r"(.)\1\1")
_YES_SIGNS, _NO_SIGNS = frozenset("👍👌✅✔☑🆗💯🤝"), frozenset("👎❌✖🚫🙅❎")
_NO_SIGN = re.compile("[\\s\ufe0f\u2640\u2642\U0001f3fb-\U0001f3ff.!,]")
_AFTER_CUE = " \t\r\n,;:.!-–—…、，。：；！،"
_CLAUSE_END = re.compile("[,.;:!…。，！、،]")
# After a "no" that is the whole cue: a mark, or a number at once.
_PAUSE = re.compile(r"\s*(?:[,;:.\-–—…、，。：；،]|[#№]?\d)")


def is_yes(text: str, language: str) -> bool:
    """Return whether a message as a whole agrees: "yes please", "sure, go ahead", "👍"."""
    return _answer(text, language) == "yes"


def is_no(text: str, language: str) -> bool:
    """Return whether a message as a whole refuses: "no thanks", "nope", "👎"."""
    return _answer(text, language) == "no"


def begins_with_no(text: str, language: str) -> bool:
    """Return whether the first clause of a message refuses: "no, the blue one", "hmm no. keep it"."""
    return is_no(_CLAUSE_END.split(text[:MAX_CHARACTERS], maxsplit=1)[0], language)


def is_cancel(text: str, language: str) -> bool:
    """Return whether a message as a whole breaks off: "never mind", "forget it"; "cancel my order" does not."""
    return _cues_of(language).cancel.read(_plain_tokens(text)) == "cancel"


def is_none_of_these(text: str, language: str) -> bool:
    """Return whether a message as a whole refuses all that was offered: "neither", "something else", "no"."""
    return _cues_of(language).none_of_these.read(_plain_tokens(text)) == "none" or _sign_of(text) == "no"


def choice(text: str, language: str, n: int) -> int | None:
    """Return which of `n` offered choices a message as a whole names by number or place, None for none of them.

    "2", "#2", "option two", "the second one, please", "last". The first is 0.
    """
    kind = _cues_of(language).choice.read([_plain_number(token) for token in _plain_tokens(text)])
    if not kind or n < 1:
        return None
    index = n - 1 if kind == "last" else int(kind) - 1
    return index if 0 <= index < n else None


def correction(text: str, language: str) -> str | None:
    """Return what a message says instead of something said before, None where it corrects nothing.

    That is what follows the cue: ``84513`` of "no, I meant 84513", "sorry, it's 84513" and "not 84512 but 84513". A
    short remark after "no," counts too, so that only where it names a value is it a correction indeed.
    """
    head = text[:MAX_CHARACTERS]
    tokens = _plain_tokens(head)
    cues = _cues_of(language)
    end = cues.end_of_cue(tokens, n_characters=len(text.strip()))
    # "No, that's wrong" is an answer, and says no other value.
    if end is None or end.position >= len(tokens) or (len(text) <= MAX_CHARACTERS and cues.answers.read(tokens)):
        return None
    places = placed_tokens(head)
    if not 0 < end.position <= len(places):
        return None
    rest = text[places[end.position - 1][2] :]
    if end.is_bare and ("?" in normalise(rest) or len(rest) > _MAX_BARE or not _PAUSE.match(rest)):
        return None
    return rest.strip(_AFTER_CUE) or None


@dataclass(frozen=True, slots=True)
class _End:
    """Where a cue of a correction ends, in tokens, and whether it is but a "no" or a "sorry"."""

    position: int
    is_bare: bool = False


@dataclass(frozen=True, slots=True)
class _Phrases:
    """Phrases by their tokens, joined by spaces, with the first token and the number of tokens of any of them."""

    found: frozenset[str]
    starts: frozenset[str]
    longest: int

    def length_at(self, tokens: Sequence[str], start: int) -> int:
        """Return how many tokens the longest phrase at a place has, 0 where there is none."""
        if start >= len(tokens) or tokens[start] not in self.starts:
            return 0
        for n in range(min(self.longest, len(tokens) - start), 0, -1):
            if " ".join(tokens[start : start + n]) in self.found:
                return n
        return 0


@dataclass(frozen=True, slots=True)
class _Table:
    """What each phrase means that a whole message may be made of.

    Attributes
    ----------
    kinds : mapping of str to str
        Empty for what means nothing.
    weak : frozenset of str
        Phrases that mean something only where no other does, such as the "ok" of "ok, no".
    phrases : _Phrases
    """

    kinds: Mapping[str, str]
    weak: frozenset[str]
    phrases: _Phrases

    def read(self, tokens: Sequence[str]) -> str:
        """Return what a message means as a whole; empty where it does not, or means two things."""
        strong, weak, start = "", "", 0
        while start < len(tokens):
            length = self.phrases.length_at(tokens, start)
            if not length:
                return ""
            phrase = " ".join(tokens[start : start + length])
            kind = self.kinds[phrase]
            if phrase in self.weak:
                weak = weak or kind
            elif kind and strong and kind != strong:
                return ""
            else:
                strong = strong or kind
            start += length
        return strong or weak


@dataclass(frozen=True, slots=True)
class _Cues:
    """The cues of a language, ready to be looked up.

    Attributes
    ----------
    corrections : frozenset of str
        The cue of a correction has one of these tokens; most messages have none.
    """

    answers: _Table
    cancel: _Table
    none_of_these: _Table
    choice: _Table
    meant: _Phrases
    it_is: _Phrases
    oops: _Phrases
    polite: _Phrases
    contrasts: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    corrections: frozenset[str]

    def end_of_cue(self, tokens: Sequence[str], *, n_characters: int) -> _End | None:
        """Return where the cue of a correction ends, None where there is none."""
        if self.corrections.isdisjoint(tokens):
            return None
        start, is_sorry = 0, False
        while start < len(tokens):
            length = self.meant.length_at(tokens, start) or (self.it_is.length_at(tokens, start) if is_sorry else 0)
            if length:
                return _End(start + length)
            end = self._end_of_contrast(tokens, start) if n_characters <= _MAX_CONTRAST else None
            if end is not None:
                return _End(end)
            length = self.oops.length_at(tokens, start)
            is_sorry = is_sorry or bool(length)
            length = length or self.polite.length_at(tokens, start)
            if not length:
                break
            start += length
        return _End(start, is_bare=True) if is_sorry else None

    def _end_of_contrast(self, tokens: Sequence[str], start: int) -> int | None:
        for before, between in self.contrasts:
            if tuple(tokens[start : start + len(before)]) != before or between[0] not in tokens:
                continue
            first = start + len(before) + 1
            for place in range(first, len(tokens) - len(between)):
                if tuple(tokens[place : place + len(between)]) == between:
                    return place + len(between)
        return None


@lru_cache(maxsize=256)
def _plain_tokens(text: str) -> tuple[str, ...]:
    """Return the tokens of a short text, without accents and vowel points, letters that are drawn out but once."""
    if len(text) > MAX_CHARACTERS:
        return ()
    normalised, tokens = normalise(text), tokens_of(text)
    if not normalised.isascii() and _NOT_PLAIN.search(normalised):
        tokens = tuple(token if token.isascii() else fold_accents(token.translate(_SPELT)) for token in tokens)
    if _THRICE.search(normalised):
        tokens = tuple(_DRAWN_OUT.sub(r"\1", token) for token in tokens)
    return tokens


def _plain_number(token: str) -> str:
    """Return a number of one or two digits, of any script, in plain digits without zeros before; else the token."""
    return str(int(token)) if len(token) <= 2 and token.isdecimal() else token


def _answer(text: str, language: str) -> str:
    tokens = _plain_tokens(text)
    if not tokens:
        return _sign_of(text)
    kind = _cues_of(language).answers.read(tokens)
    return "" if kind and "?" in normalise(text) else kind


def _sign_of(text: str) -> str:
    """Return what a message that is nothing but emojis means."""
    if len(text) > MAX_CHARACTERS or text.isascii():
        return ""
    signs = set(_NO_SIGN.sub("", normalise(text)))
    if not signs:
        return ""
    return "yes" if signs <= _YES_SIGNS else "no" if signs <= _NO_SIGNS else ""


@lru_cache(maxsize=256)
def _cues_of(language: str) -> _Cues:
    primary = language.casefold().replace("_", "-").partition("-")[0]
    return _made(primary if primary in CUE_WORDS else "en")


@cache
def _made(language: str) -> _Cues:
    own = CUE_WORDS[language]
    all_words = (own,) if language == "en" else (own, CUE_WORDS["en"])
    no_cue = [phrase for words in all_words for phrase in (*_split(words.polite), *_split(words.no))]
    meant = _phrases(phrase for words in all_words for phrase in _split(words.meant) if phrase not in no_cue)
    oops = _phrases(phrase for words in all_words for phrase in _split(words.oops))
    polite = _phrases(phrase for words in all_words for phrase in _split(words.polite))
    contrasts = tuple(pair for words in all_words for pair in _contrasts(words))
    return _Cues(
        answers=_table([({"yes": words.yes, "no": words.no}, words.polite) for words in all_words]),
        cancel=_table([({"cancel": words.cancel}, words.polite) for words in all_words]),
        none_of_these=_table(
            [({"none": ", ".join((words.none_of_these, words.no))}, words.polite) for words in all_words]
        ),
        choice=_table([_numbers(words) for words in all_words]),
        meant=meant,
        it_is=_phrases(phrase for words in all_words for phrase in _split(words.it_is)),
        oops=oops,
        polite=polite,
        contrasts=contrasts,
        corrections=meant.starts.union(oops.starts, polite.starts, ((one or other)[0] for one, other in contrasts)),
    )


def _split(phrases: str) -> list[str]:
    return [key for phrase in phrases.split(",") if (key := " ".join(_plain_tokens(phrase)))]


def _phrases(found: Iterable[str]) -> _Phrases:
    phrases = frozenset(found)
    starts = frozenset(phrase.partition(" ")[0] for phrase in phrases)
    return _Phrases(phrases, starts, max((phrase.count(" ") + 1 for phrase in phrases), default=0))


def _table(languages: Sequence[tuple[Mapping[str, str], str]]) -> _Table:
    """Return the table of what phrases mean; those of the first language count before those of the next."""
    kinds: dict[str, str] = {}
    weak: set[str] = set()
    for meanings, fillers in languages:
        own = {phrase: kind for kind, phrases in meanings.items() for phrase in _split(phrases)}
        nothing = dict.fromkeys(_split(fillers), "")
        weak |= {phrase for phrase in nothing if phrase in own and phrase not in kinds}
        kinds = {**nothing, **own, **kinds}
    return _Table(kinds, frozenset(weak), _phrases(kinds))


def _numbers(words: CueWords) -> tuple[Mapping[str, str], str]:
    ways = {str(place): ways.replace("/", ",") for place, ways in enumerate(words.numbers.split(","), start=1)}
    meanings = {str(n): f"{n}, {ways.get(str(n), '')}" for n in range(1, _MAX_CHOICES + 1)}
    return {**meanings, "last": words.last}, ", ".join((words.around_numbers, words.polite))


def _contrasts(words: CueWords) -> Iterable[tuple[tuple[str, ...], tuple[str, ...]]]:
    for pair in words.rather.split(","):
        before, _, between = pair.partition(">")
        yield tuple(_plain_tokens(before)), tuple(_plain_tokens(between))
