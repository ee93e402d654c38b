"""Contexts: what a conversation is about, for how long, and which intents are allowed then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial

import numpy as np

from intentbot.intents import ContextChange, ContextRule, Intent
from intentbot.sessions import OpenContext

_CACHED_MASKS = 4_096


def is_allowed(rule: ContextRule, open_names: frozenset[str]) -> bool:
    """Whether an intent may answer while these contexts are open."""
    return open_names.issuperset(rule.requires) and open_names.isdisjoint(rule.excludes)


def age(contexts: Iterable[OpenContext]) -> tuple[OpenContext, ...]:
    """Return the contexts after another message: each a turn older, those that are over left out."""
    return tuple(OpenContext(one.name, one.turns - 1) for one in contexts if one.turns > 1)


def opened(contexts: Iterable[OpenContext], changes: Iterable[ContextChange]) -> tuple[OpenContext, ...]:
    """Return the contexts with those that an intent sets, for as many messages as it says from now on."""
    found = {one.name: one for one in contexts}
    for change in changes:
        # The latest last: what was spoken of last is what is most likely meant.
        found.pop(change.name, None)
        found[change.name] = OpenContext(change.name, change.lifespan)
    return tuple(found.values())


def changes_of(intent: Intent) -> Iterator[ContextChange]:
    """Yield the contexts that an intent opens, with its answer or with a follow-up."""
    yield from intent.context.sets
    for follow_up in intent.follow_ups:
        yield from follow_up.sets


class ContextMask:
    """Which labels are allowed in which contexts. Immutable; safe for threads.

    Parameters
    ----------
    intents : iterable of Intent
    labels : sequence of str
        In the order of the classifier's logits.
    """

    def __init__(self, intents: Iterable[Intent], labels: Sequence[str]) -> None:
        rules = {intent.name: intent.context for intent in intents}
        self._rules = tuple(rules.get(label, ContextRule()) for label in labels)
        self._names = frozenset(name for rule in self._rules for name in (*rule.requires, *rule.excludes))
        self._masks = lru_cache(maxsize=_CACHED_MASKS)(partial(_mask, self._rules))

    def allowed(self, open_names: Iterable[str]) -> np.ndarray | None:
        """Return whether each label is allowed, of shape (C,), bool; None where all are."""
        return self._masks(self._names.intersection(open_names)) if self._names else None


def _mask(rules: Sequence[ContextRule], open_names: frozenset[str]) -> np.ndarray | None:
    mask = np.array([is_allowed(rule, open_names) for rule in rules], dtype=np.bool_)
    return None if mask.all() else mask
