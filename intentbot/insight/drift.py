"""What changes: scores that fall, intents that are asked for more or less often, and words that are new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field

from intentbot.insight.figures import Figures, figures
from intentbot.insight.significance import difference_of_scores, difference_of_shares, discoveries, surprise
from intentbot.store.turn_figures import DAY_S, Chosen, Said, TurnFigures
from intentbot.text import normalise, tokenise

RECENT_DAYS, BEFORE_DAYS = 7, 28
"""The last week is held against the four before it: whole weeks, as Sundays are not Mondays."""

LEAST_FALL = 0.02
"""By how much an average score must have fallen to be told, in [0, 1]: less is sure where there are many, but nothing
that anybody would act on."""

LEAST_CHANGE = 0.2
"""By which part of itself a share must have changed to be told, for the same reason."""

LEAST_CONVERSATIONS = 3
"""In how many conversations a new word must stand: what one customer says again and again is no news."""

LEAST_SURPRISE = 15.13
"""How surprising a new word must be; see `significance.surprise`."""

LEAST_RISE = 3.0
"""How many times as frequent as before a word must be to be new."""

MOST_MESSAGES = 100_000
"""How many messages of each time are read, the newest ones: enough for any word that matters."""

MOST_CONVERSATIONS = 500
"""How many conversations of a word are told apart: more make no difference."""

MOST_WORDS = 50_000
"""How many unknown words are held while counting; then those that came up once are let go (Manku and Motwani 2002)."""


@dataclass(frozen=True, slots=True)
class Fall:
    """An average score that fell; `intent` is empty for that of all messages."""

    intent: str
    before: float
    now: float
    n: int


@dataclass(frozen=True, slots=True)
class ShareChange:
    """An intent that is asked for more or less often than it was, as shares of all messages."""

    intent: str
    before: float
    now: float
    n: int


@dataclass(frozen=True, slots=True)
class NewWord:
    """A word of customers that no example has.

    Attributes
    ----------
    word : str
    n : int
        In how many recent messages it stands.
    n_conversations : int
    per_thousand, per_thousand_before : float
        Of messages.
    example : Said
        The newest message with it.
    """

    word: str
    n: int
    n_conversations: int
    per_thousand: float
    per_thousand_before: float
    example: Said


@dataclass(frozen=True, slots=True)
class Drift:
    """What changed in the last week.

    Attributes
    ----------
    n, n_before : int
        How many messages there were in the week, and in the four before it.
    models : tuple of str
        The versions of the model that answered in either: more than one may be why scores differ.
    falls, shares, words
    """

    n: int
    n_before: int
    models: tuple[str, ...]
    falls: tuple[Fall, ...]
    shares: tuple[ShareChange, ...]
    words: tuple[NewWord, ...]


def drift(log: TurnFigures, known: Set[str], now: float) -> Drift:
    """Return what changed in the last week against the four before it.

    Parameters
    ----------
    log : TurnFigures
    known : set of str
        The words of all examples, as `text.tokenise` gives them.
    now : float
    """
    middle = now - RECENT_DAYS * DAY_S
    recent, earlier = Chosen(middle, now), Chosen(middle - BEFORE_DAYS * DAY_S, middle)
    new, old = figures(log, recent), figures(log, earlier)
    models = tuple(sorted({*new.by_model, *old.by_model}))
    # Where there was nothing before, everything would be new.
    earlier_said = log.messages(earlier, MOST_MESSAGES)
    words = new_words(log.messages(recent, MOST_MESSAGES), earlier_said, known) if old.total.n else ()
    return Drift(new.total.n, old.total.n, models, falling_scores(new, old), changed_shares(new, old), words)


def falling_scores(now: Figures, before: Figures) -> tuple[Fall, ...]:
    """Return the average scores that fell by more than chance, the largest fall first."""
    pairs = [("", now.total, before.total)]
    pairs += [
        (name, tally, before.by_intent[name]) for name, tally in now.by_intent.items() if name in before.by_intent
    ]
    told = discoveries([difference_of_scores(new, then) for _, new, then in pairs])
    falls = [
        Fall(name, then.score, new.score, new.n_scores)
        for (name, new, then), is_told in zip(pairs, told, strict=True)
        if is_told and new.score is not None and then.score is not None and then.score - new.score >= LEAST_FALL
    ]
    return tuple(sorted(falls, key=lambda fall: fall.now - fall.before))


def changed_shares(now: Figures, before: Figures) -> tuple[ShareChange, ...]:
    """Return the intents whose share of all messages changed by more than chance, the largest change first."""
    names = sorted({*now.by_intent, *before.by_intent})
    counts = [[side.by_intent[name].n if name in side.by_intent else 0 for side in (now, before)] for name in names]
    n, n_before = now.total.n, before.total.n
    told = discoveries([difference_of_shares(new, n, old, n_before) for new, old in counts])
    changes = [
        ShareChange(name, old / n_before, new / n, new)
        for name, (new, old), is_told in zip(names, counts, told, strict=True)
        if is_told and abs(new / n - old / n_before) >= LEAST_CHANGE * old / n_before
    ]
    return tuple(sorted(changes, key=lambda change: -abs(change.now - change.before)))


def new_words(recent: Iterable[Said], earlier: Iterable[Said], known: Set[str]) -> tuple[NewWord, ...]:
    """Return the unknown words that customers write more often than before, the most surprising first.

    Parameters
    ----------
    recent, earlier : iterable of Said
        Each is gone through once, and nothing of it is kept but counts and an example.
    known : set of str
    """
    heard = _heard(recent, known)
    candidates = {word for word, one in heard.words.items() if len(one.conversations) >= LEAST_CONVERSATIONS}
    counts: Counter[str] = Counter()
    n_before = 0
    for said in earlier if candidates else ():
        n_before += 1
        counts.update(candidates.intersection(_unknown(said, known)))
    found = []
    for word in candidates:
        one, old = heard.words[word], counts[word]
        rate, rate_before = one.n / heard.n, old / n_before if n_before else 0.0
        surprising = surprise(one.n, heard.n, old, n_before)
        if surprising >= LEAST_SURPRISE and rate >= LEAST_RISE * rate_before:
            new = NewWord(word, one.n, len(one.conversations), 1000 * rate, 1000 * rate_before, one.example)
            found.append((-surprising, word, new))
    return tuple(new for _, _, new in sorted(found, key=lambda one: one[:2]))


@dataclass(slots=True)
class _Word:
    """A word while it is counted: in how many messages, in which conversations (the first hundreds), and the first."""

    example: Said
    n: int = 0
    conversations: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Heard:
    """How many messages were heard, and the unknown words in them."""

    n: int = 0
    words: dict[str, _Word] = field(default_factory=dict)


def _heard(messages: Iterable[Said], known: Set[str]) -> _Heard:
    heard = _Heard()
    for said in messages:
        heard.n += 1
        for word in _unknown(said, known):
            one = heard.words.setdefault(word, _Word(said))
            one.n += 1
            if len(one.conversations) < MOST_CONVERSATIONS:
                one.conversations.add(said.conversation)
        if len(heard.words) > MOST_WORDS:
            heard.words = {word: one for word, one in heard.words.items() if one.n > 1}
    return heard


def _unknown(said: Said, known: Set[str]) -> Iterator[str]:
    """Yield the words of a message that no example has, each once; numbers and single letters are none."""
    for word in {*tokenise(normalise(said.message))}:
        if len(word) > 1 and word not in known and not word[0].isdigit():
            yield word
