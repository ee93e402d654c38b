"""The nouns an editor writes: intents, examples, responses, entities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from intentbot.text import comparison_key

OUT_OF_SCOPE = "out_of_scope"
"""The reserved intent: what the bot must not answer."""

BUILT_IN_ENTITIES = ("number", "email", "url", "phone", "date")
"""The entities every bot has without declaring them."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands in the files: a path, and a line and column counted from 1."""

    path: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


@dataclass(frozen=True, slots=True)
class EntityMark:
    """``[words](entity)`` in an example: which characters of its text name which entity."""

    start: int
    end: int
    entity: str


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence a customer might write.

    Attributes
    ----------
    text : str
        The sentence without its marks.
    marks : tuple of EntityMark
        The entities marked in it, by position in `text`.
    place : Place
        Where the editor wrote it.
    """

    text: str
    marks: tuple[EntityMark, ...] = ()
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence template such as ``(where is|track) my <thing>``, expanded at training."""

    text: str
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class Button:
    """What a person may press: its title, and the message that pressing it sends."""

    title: str
    message: str


@dataclass(frozen=True, slots=True)
class Response:
    """One way to answer.

    Attributes
    ----------
    text : str
        The answer; ``{name}`` stands for an entity's value, ``{{`` and ``}}`` for braces.
    when : tuple of (str, str)
        Conditions that must all hold; the keys are ``channel`` and ``language``.
    buttons : tuple of Button
    image : str
        An address; empty for none.
    """

    text: str
    when: tuple[tuple[str, str], ...] = ()
    buttons: tuple[Button, ...] = ()
    image: str = ""
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class Slot:
    """An entity an intent needs, and the question that asks for it."""

    entity: str
    ask: str = ""
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class ContextChange:
    """A context an intent opens, for a number of turns."""

    name: str
    lifespan: int = 5


@dataclass(frozen=True, slots=True)
class ContextRule:
    """When an intent is allowed, and which contexts it opens."""

    requires: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    sets: tuple[ContextChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Intent:
    """One thing a customer may want, how they say it and what the bot answers."""

    name: str
    title: str = ""
    language: str = ""
    examples: tuple[Example, ...] = ()
    templates: tuple[Template, ...] = ()
    slots: tuple[Slot, ...] = ()
    responses: tuple[Response, ...] = ()
    context: ContextRule = ContextRule()
    tests: tuple[Example, ...] = ()
    place: Place = field(default=Place(), compare=False)

    @property
    def shown_title(self) -> str:
        """What a person sees in "Did you mean ...?": the title, else the name in words."""
        return self.title or self.name.replace("_", " ").replace("/", " ").strip().capitalize()


@dataclass(frozen=True, slots=True)
class EntityDefinition:
    """How an entity is found in a message: by a pattern, or in a list of values.

    Attributes
    ----------
    name : str
    pattern : str
        A regular expression; empty for a list.
    values : tuple of (str, tuple of str)
        Each value with its synonyms, found with typos allowed; empty for a pattern.
    """

    name: str
    pattern: str = ""
    values: tuple[tuple[str, tuple[str, ...]], ...] = ()
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class SynonymGroup:
    """Words and phrases that mean the same in sentences, in one language; the first is its name."""

    name: str
    others: tuple[str, ...]
    language: str = ""
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class BotProfile:
    """What the ``bot:`` key says: the bot's name, its language, and what it says when it is not sure.

    Attributes
    ----------
    ambiguous : str
        How it asks which of two intents is meant; ``{first}`` and ``{second}`` stand for their titles.
    fallback : tuple of Response
        What it says when it did not understand.
    """

    name: str = "Bot"
    language: str = "en"
    ambiguous: str = "Did you mean {first} or {second}?"
    fallback: tuple[Response, ...] = (Response("Sorry, I did not understand that. Could you say it in other words?"),)


@dataclass(frozen=True, slots=True)
class IntentSet:
    """All that a folder of intent files says, in path order.

    Attributes
    ----------
    intents : tuple of Intent
        `out_of_scope`, where given, is among them.
    entities : tuple of EntityDefinition
    rules : mapping of str to Template
        Named template parts, used as ``<name>``.
    bot : BotProfile
    training : mapping of str to str
        The ``training:`` key as written; `settings.TrainingSettings` reads it.
    known_failures : tuple of Example
        Tests known to fail; ``intentbot test`` says when one of them passes.
    synonyms : tuple of SynonymGroup
        What training may exchange in sentences for one another.
    """

    intents: tuple[Intent, ...] = ()
    entities: tuple[EntityDefinition, ...] = ()
    rules: Mapping[str, Template] = field(default_factory=dict)
    bot: BotProfile = BotProfile()
    training: Mapping[str, str] = field(default_factory=dict)
    known_failures: tuple[Example, ...] = ()
    synonyms: tuple[SynonymGroup, ...] = ()

    def __iter__(self) -> Iterator[Intent]:
        return iter(self.intents)

    @property
    def in_scope(self) -> tuple[Intent, ...]:
        """The intents the bot answers: all but `out_of_scope`."""
        return tuple(intent for intent in self.intents if intent.name != OUT_OF_SCOPE)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in use, the bot's own first."""
        found = {intent.language: None for intent in self.intents if intent.language}
        return tuple(dict.fromkeys((self.bot.language, *found)))

    def exact_intents(self) -> dict[str, str]:
        """Return the intent of each example by its `text.comparison_key`; sentences of two intents are left out."""
        found: dict[str, str] = {}
        disputed = set()
        for intent in self.intents:
            for example in intent.examples:
                key = comparison_key(example.text)
                if key and found.setdefault(key, intent.name) != intent.name:
                    disputed.add(key)
        return {key: name for key, name in found.items() if key not in disputed}

    @property
    def n_examples(self) -> int:
        """How many example sentences there are, templates not counted."""
        return sum(len(intent.examples) for intent in self.intents)
