"""The sentences of a template such as ``(where is|track) [my] {product} <polite>``.

They are numbered, so that any of them can be drawn without making the others.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from intentbot.errors import SentenceError
from intentbot.intents import EntityDefinition, EntityMark, Example, Template
from intentbot.patterns import samples
from intentbot.template_syntax import MAX_DEPTH, Choice, EntityName, Part, RuleName, Run, Words, parse

MAX_PARTS = 500
"""How many parts a sentence may be made of; more is a rule gone wrong."""

BUILT_IN_SAMPLES: Mapping[str, tuple[str, ...]] = {
    "number": ("1", "2", "3", "5", "12", "20", "100", "2.5"),
    "email": ("ana@example.com", "j.smith@example.org", "info@shop.example"),
    "url": ("https://example.com", "www.example.org/help", "https://shop.example/item/42"),
    "phone": ("+1 555 010 0199", "+44 20 7946 0958", "555-0123"),
    "date": ("2024-05-17", "03/12/2024", "17 May 2024", "tomorrow"),
    "time": ("3pm", "15:30", "half past three"),
    "money": ("$20", "12.50 €", "20 dollars"),
    "ordinal": ("2nd", "the third", "first"),
}
"""What stands in templates for the built-in entities."""

_SPACE = re.compile(r"\s+")
_CLOSING = re.compile(r"[?!,;:.](\s|$)")
_N_SAMPLES = 20


def sample_values(entities: Iterable[EntityDefinition]) -> dict[str, tuple[str, ...]]:
    """Return what may stand in a template for each entity, the built-in ones too.

    A list gives its values and their synonyms; a pattern gives texts made up to match it, or none where it is too
    involved for that.
    """
    found = dict(BUILT_IN_SAMPLES)
    for entity in entities:
        if entity.pattern:
            found[entity.name] = samples(entity.pattern, _N_SAMPLES, 0)
        else:
            words = (word for value, synonyms in entity.values for word in (value, *synonyms))
            found[entity.name] = tuple(dict.fromkeys(words))
    return found


def expand(
    template: Template,
    rules: Mapping[str, Template],
    entity_values: Mapping[str, Sequence[str]],
    *,
    limit: int,
    seed: int,
) -> list[Example]:
    """Return sentences of a template, all different: every one where there are at most `limit`, else a sample.

    The sample is uniform over the ways to choose, and the same for the same `seed`. Entities are marked.

    Parameters
    ----------
    template : Template
    rules : mapping of str to Template
    entity_values : mapping of str to sequence of str
        From `sample_values`.
    limit : int
        How many sentences at most.
    seed : int

    Raises
    ------
    SentenceError
        When the template or a rule in it is written wrongly, names what is not there, or rules go in a circle.
    """
    plan = _Plan(rules, entity_values)
    tree = plan.resolve(parse(template.text), ())
    found: dict[str, Example] = {}
    for number in _numbers(tree.n_sentences, limit, random.Random(f"{seed}:{template.text}")):
        pieces: list[Words | _Value] = []
        plan.choose(tree, number, pieces)
        text, marks = _write(pieces)
        if text:
            found.setdefault(text, Example(text, marks, template.place))
        if len(found) >= limit:
            break
    return list(found.values())


def _numbers(count: int, limit: int, rng: random.Random) -> Iterable[int]:
    """Return the numbers of sentences to try; more than `limit` of them, as different choices may read the same."""
    if count <= limit:
        return range(count)
    tries = 10 * limit
    if count <= tries:
        return rng.sample(range(count), count)
    return dict.fromkeys(rng.randrange(count) for _ in range(tries))


@dataclass(frozen=True, slots=True)
class _Value:
    entity: str
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class _Counted:
    """A part whose rules are resolved: how many sentences it gives, and of how many parts the longest consists."""

    inner: Words | EntityName | None
    parts: tuple[_Counted, ...]
    is_choice: bool
    n_sentences: int
    n_parts: int


class _Plan:
    """Numbers the sentences of a template. A rule is resolved once, however often it is named."""

    def __init__(self, rules: Mapping[str, Template], values: Mapping[str, Sequence[str]]) -> None:
        self.rules = rules
        self.values = values
        self.resolved: dict[str, _Counted] = {}

    def resolve(self, part: Part, path: tuple[str, ...]) -> _Counted:
        match part:
            case Words():
                return _Counted(part, (), False, 1, 1)
            case EntityName(name, column):
                if not self.values.get(name):
                    what = f'the entity "{name}" has no values to write in a template.'
                    raise SentenceError(what, "Write examples with [words](entity) instead.", column=column)
                return _Counted(part, (), False, len(self.values[name]), 1)
            case RuleName(name, column):
                return self._rule(name, column, path)
            case Choice(branches):
                parts = tuple(self.resolve(one, path) for one in branches)
                n_sentences = sum(one.n_sentences for one in parts)
                return _Counted(None, parts, True, n_sentences, 1 + max(one.n_parts for one in parts))
            case Run(inner):
                parts = tuple(self.resolve(one, path) for one in inner)
                n_parts = 1 + sum(one.n_parts for one in parts)
                if n_parts > MAX_PARTS:
                    what = f"its sentences have more than {MAX_PARTS} parts."
                    raise SentenceError(what, "Use fewer rules inside rules.", column=1)
                n_sentences = 1
                for one in parts:
                    n_sentences *= one.n_sentences
                return _Counted(None, parts, False, n_sentences, n_parts)

    def _rule(self, name: str, column: int, path: tuple[str, ...]) -> _Counted:
        if name in path:
            circle = _show_circle(path[path.index(name) :])
            raise SentenceError(f"the rules go in a circle: {circle}.", "Take one of them out.", column=column)
        if name not in self.rules:
            raise SentenceError(f"there is no rule <{name}>.", "Declare it under rules:.", column=column)
        if len(path) >= MAX_DEPTH:
            raise SentenceError(f"rules are nested deeper than {MAX_DEPTH}.", "Use fewer of them.", column=column)
        if name not in self.resolved:
            self.resolved[name] = self.resolve(parse(self.rules[name].text), (*path, name))
        return self.resolved[name]

    def choose(self, tree: _Counted, number: int, pieces: list[Words | _Value]) -> None:
        """Add the pieces of the sentence with this number, from 0 to the count less one."""
        if isinstance(tree.inner, EntityName):
            pieces.append(_Value(tree.inner.name, self.values[tree.inner.name][number]))
        elif tree.inner:
            pieces.append(tree.inner)
        elif tree.is_choice:
            for part in tree.parts:
                if number < part.n_sentences:
                    self.choose(part, number, pieces)
                    return
                number -= part.n_sentences
        else:
            for part in tree.parts:
                number, rest = divmod(number, part.n_sentences)
                self.choose(part, rest, pieces)


def _show_circle(rules: tuple[str, ...]) -> str:
    """Return a circle of rules in words, the same wherever it was entered."""
    first = rules.index(min(rules))
    turned = (*rules[first:], *rules[:first])
    return " > ".join((*turned, turned[0]))


def _write(pieces: Iterable[Words | _Value]) -> tuple[str, tuple[EntityMark, ...]]:
    """Return the sentence: runs of spaces are one, and none stands before a closing sign or at the ends."""
    text = ""
    marks: list[EntityMark] = []
    for piece in pieces:
        if isinstance(piece, _Value):
            marks.append(EntityMark(len(text), len(text) + len(piece.text), piece.entity))
            text += piece.text
            continue
        words = _SPACE.sub(" ", piece.text)
        if text.endswith(" ") or not text:
            words = words.lstrip()
            if text and _CLOSING.match(words):
                text = text.rstrip()
        text += words
    return text.rstrip(), tuple(marks)
