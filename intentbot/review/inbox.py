"""The misses nobody has decided about, grouped."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from intentbot.intents import OUT_OF_SCOPE
from intentbot.predictions import Prediction, RankedIntent
from intentbot.review.groups import distinct, group, idea, profile
from intentbot.reviews import Limits, Miss, Reason, Stamp
from intentbot.text import comparison_key

if TYPE_CHECKING:
    from intentbot.bot import IntentBot
    from intentbot.store.review_log import ReviewLog

N_RANKED = 5
"""Intents offered: the right one is nearly always among them, and more are not read."""

WORTH_FIRST = 0.1
"""An intent that customers chose is offered first where so many of the misses led to it."""

MARGIN = 0.1
"""An answer counts as unsure where its score is less than this above the threshold."""

_BY_NETWORK: tuple[Reason, ...] = ("fallback", "unsure", "not_taken")


@dataclass(frozen=True, slots=True)
class Row:
    """A message that was missed, once or many times in the same words.

    Attributes
    ----------
    text : str
        As it was written last.
    language : str
    turns : tuple of str
        The ids of the misses, newest first.
    reasons : mapping of str to int
        How often each reason holds, the most frequent first.
    chosen : str
        The intent that customers took from "Did you mean ...?"; empty for none.
    at : float
        When it was written last, in seconds since 1970.
    """

    text: str
    language: str
    turns: tuple[str, ...]
    reasons: Mapping[Reason, int]
    chosen: str
    at: float


@dataclass(frozen=True, slots=True)
class Group:
    """Messages that want the same.

    Attributes
    ----------
    rows : tuple of Row
        The first is the one the others are like.
    reasons : mapping of str to int
        How often each reason holds, the most frequent first.
    ranking : tuple of RankedIntent
        What the bot makes of the first message now, the likeliest intents first; what customers chose before all.
    score : float
        How likely the first message is in scope, in [0, 1].
    """

    rows: tuple[Row, ...]
    reasons: Mapping[Reason, int]
    ranking: tuple[RankedIntent, ...]
    score: float

    @property
    def id(self) -> str:
        """The id of a turn in it, by which it is found again."""
        return self.rows[0].turns[-1]

    @property
    def turns(self) -> tuple[str, ...]:
        """The ids of all its misses."""
        return tuple(turn for row in self.rows for turn in row.turns)

    @property
    def n_misses(self) -> int:
        """How many misses there are in it."""
        return sum(len(row.turns) for row in self.rows)

    @property
    def at(self) -> float:
        """When the last of them was written, in seconds since 1970."""
        return max(row.at for row in self.rows)


@dataclass(frozen=True, slots=True, eq=False)
class Overview:
    """All that is in the inbox.

    Attributes
    ----------
    groups : tuple of Group
        The largest first.
    n_misses : int
    n_waiting : int
        Misses that are not among them: their words are examples by now, and are learned with the next training.
    is_cut : bool
        Whether there are more misses than are looked at.
    """

    groups: tuple[Group, ...] = ()
    n_misses: int = 0
    n_waiting: int = 0
    is_cut: bool = False

    def group_of(self, turn: str) -> Group | None:
        """Return the group that a turn is in; None for none."""
        return next((one for one in self.groups if any(turn in row.turns for row in one.rows)), None)

    def only(self, reasons: Collection[str]) -> Overview:
        """Return the groups that have one of these reasons; all where there are none."""
        if not reasons:
            return self
        found = tuple(one for one in self.groups if any(reason in reasons for reason in one.reasons))
        return replace(self, groups=found, n_misses=sum(one.n_misses for one in found))

    def without(self, turns: Collection[str]) -> Overview:
        """Return what is left without the messages that have one of these turns."""
        gone = set(turns)
        groups = []
        for one in self.groups:
            rows = tuple(row for row in one.rows if gone.isdisjoint(row.turns))
            if len(rows) == len(one.rows):
                groups.append(one)
            elif rows:
                groups.append(replace(one, rows=rows, reasons=_reasons_of(rows)))
        n_left = sum(one.n_misses for one in groups)
        return replace(self, groups=tuple(groups), n_misses=n_left)

    def rows_of(self, turns: Collection[str]) -> Iterator[Row]:
        """Yield the messages that have one of these turns."""
        wanted = set(turns)
        for one in self.groups:
            yield from (row for row in one.rows if not wanted.isdisjoint(row.turns))


class Inbox:
    """The misses nobody has decided about. Safe for threads; grouped again only where something changed.

    Parameters
    ----------
    log : ReviewLog
    """

    def __init__(self, log: ReviewLog) -> None:
        self._log = log
        self._kept: tuple[tuple[Stamp, str, int], Overview] | None = None
        self._lock = threading.Lock()

    def overview(self, bot: IntentBot, known: Callable[[], Collection[str]] = tuple) -> Overview:
        """Return what is in the inbox.

        Parameters
        ----------
        bot : IntentBot
            The one that serves now: messages are grouped by what it makes of them.
        known : callable, optional
            Returns the keys of the sentences that are examples by now, by `text.comparison_key`.

        Raises
        ------
        StoreError
        """
        with self._lock:
            examples = frozenset(known())
            stamp = self._log.stamp()
            made_of = (stamp, bot.model.fingerprint, hash(examples))
            if self._kept is None or self._kept[0] != made_of:
                self._kept = made_of, self._look(bot, examples)
            return self._kept[1]

    def drop(self, turns: Collection[str], bot: IntentBot, known: Callable[[], Collection[str]] = tuple) -> None:
        """Take out what was just decided about, so that not all is grouped again; nothing where more has changed."""
        with self._lock:
            if self._kept is None:
                return
            (before, fingerprint, _), overview = self._kept
            stamp = self._log.stamp()
            is_all = stamp == Stamp(before.n_reviewed + len(set(turns)), before.others)
            if is_all and fingerprint == bot.model.fingerprint:
                self._kept = (stamp, fingerprint, hash(frozenset(known()))), overview.without(turns)

    def _look(self, bot: IntentBot, known: Collection[str]) -> Overview:
        limits = limits_of(bot)
        misses = self._log.misses(limits)
        left = [miss for miss in misses.found if not _is_learned(miss, limits, known)]
        rows = [
            _row([left[place] for place in places], limits) for places in distinct([one.turn.message for one in left])
        ]
        groups = sorted(_grouped(rows, bot), key=lambda one: (-one.n_misses, -one.at))
        return Overview(tuple(groups), len(left), len(misses.found) - len(left), misses.is_cut)


def limits_of(bot: IntentBot) -> Limits:
    """Return from where on an answer of a bot counts as a sure one."""
    return Limits(score=min(1.0, bot.classifier.rejection.threshold + MARGIN))


def _is_learned(miss: Miss, limits: Limits, known: Collection[str]) -> bool:
    """Whether training will mend it, or has: a thumb down on a sure answer is another matter."""
    return comparison_key(miss.turn.message) in known and set(miss.reasons(limits)) <= set(_BY_NETWORK)


def _row(misses: Sequence[Miss], limits: Limits) -> Row:
    reasons = Counter(reason for miss in misses for reason in miss.reasons(limits))
    chosen = Counter(miss.chosen for miss in misses if miss.chosen)
    newest = misses[0].turn
    return Row(
        text=newest.message,
        language=newest.language,
        turns=tuple(miss.turn.id for miss in misses),
        reasons=dict(reasons.most_common()),
        chosen=next((intent for intent, n in chosen.most_common(1) if n >= WORTH_FIRST * len(misses)), ""),
        at=newest.at,
    )


def _grouped(rows: Sequence[Row], bot: IntentBot) -> Iterator[Group]:
    if not rows:
        return
    profiles, ideas, labels = [], [], []
    for row in rows:
        # One at a time: the probabilities of all messages and intents together may be much.
        prediction = bot.classifier.predict(row.text)
        best = np.argsort(-prediction.probabilities, kind="stable")[:2]
        profiles.append(profile(prediction.probabilities[None])[0])
        ideas.append(idea(prediction))
        labels.append([prediction.labels[place] for place in best])
    for numbers in group([row.text for row in rows], np.stack(profiles), ideas, labels):
        own = [rows[number] for number in numbers]
        lead = bot.classifier.predict(own[0].text)
        yield Group(tuple(own), _reasons_of(own), _ranking(own, lead), lead.score)


def _reasons_of(rows: Sequence[Row]) -> Mapping[Reason, int]:
    counts: Counter[Reason] = Counter()
    for row in rows:
        counts.update(row.reasons)
    return dict(counts.most_common())


def _ranking(rows: Sequence[Row], prediction: Prediction) -> tuple[RankedIntent, ...]:
    """Return the likeliest intents; those that customers chose come first, as they know best."""
    chosen = [intent for intent, _ in Counter(row.chosen for row in rows if row.chosen).most_common(2)]
    ranked = {one.intent: one for one in prediction.ranking if one.intent != OUT_OF_SCOPE}
    first = [ranked.pop(intent) for intent in chosen if intent in ranked]
    return (*first, *list(ranked.values())[: N_RANKED - len(first)])
