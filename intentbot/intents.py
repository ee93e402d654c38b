"""The nouns an editor writes: intents, examples, responses, entities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from intentbot.answers import Condition, Response
from intentbot.dialogues import Dialogue
from intentbot.places import Place
from intentbot.profile import ActionDefinition, BotProfile
from intentbot.text import comparison_key

OUT_OF_SCOPE = "out_of_scope"
"""The reserved intent: what the bot must not answer."""

BUILT_IN_ENTITIES = ("date", "time", "money", "number", "ordinal", "email", "phone", "url")
"""The entities every bot has without declaring them."""


TEXT, YES_NO = "text", "yes_no"
OWN_WORDS = (TEXT, YES_NO)
"""What a slot may be besides an entity: only the answer to its question is one, never a part of another message."""


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
    language : str
        That of its file; empty for the bot's own.
    """

    text: str
    marks: tuple[EntityMark, ...] = ()
    place: Place = field(default=Place(), compare=False)
    language: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence template such as ``(where is|track) my <thing>``, expanded at training."""

    text: str
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class Slot:
    """Something an intent needs to know, and the question that asks for it.

    Attributes
    ----------
    name : str
        What responses call it by.
    entity : str
        What the answer must be: the name of an entity, ``text`` for the customer's own words, or ``yes_no``.
    ask : tuple of Response
        The question, one of these.
    pattern : str
        A regular expression that the whole value must match; empty for any.
    values : tuple of str
        The values that are accepted; empty for all.
    low, high : str
        The least and the greatest value, of a number, an amount of money, a date or a time; empty for none.
    invalid : tuple of Response
        What is said of an answer that is not accepted.
    tries : int
        How often it is asked before the bot gives up.
    is_required : bool
        Whether it is asked for; one that is not is filled where a customer says it.
    is_remembered : bool
        Whether the value is kept for other intents of the same conversation.
    """

    name: str
    entity: str
    ask: tuple[Response, ...] = ()
    pattern: str = ""
    values: tuple[str, ...] = ()
    low: str = ""
    high: str = ""
    invalid: tuple[Response, ...] = ()
    tries: int = 3
    is_required: bool = True
    is_remembered: bool = True
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
class FollowUp:
    """What a short answer means right after an intent was answered.

    Attributes
    ----------
    answer : {"yes", "no", "cancel"}
    responses : tuple of Response
        What is said then.
    intent : str
        The intent that goes on from there; empty where the responses are all.
    sets : tuple of ContextChange
    """

    answer: str
    responses: tuple[Response, ...] = ()
    intent: str = ""
    sets: tuple[ContextChange, ...] = ()
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class Translation:
    """An intent in another language: its title there, empty where none was written."""

    language: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Intent:
    """One thing a customer may want, how they say it and what the bot answers.

    Attributes
    ----------
    title : str
        What a person sees in "Did you mean ...?"; empty where none was written.
    language : str
        The language of the first file it stands in; empty for the bot's own.
    translations : tuple of Translation
        The other languages it stands in, each in a file of its own.
    action : str
        What is asked for live data before it answers; empty for nothing.
    action_when : tuple of Condition
        What must hold for it to be asked, such as a yes.
    handover : str
        Why a person takes over after the answer; empty where none does.
    """

    name: str
    title: str = ""
    language: str = ""
    translations: tuple[Translation, ...] = ()
    examples: tuple[Example, ...] = ()
    templates: tuple[Template, ...] = ()
    slots: tuple[Slot, ...] = ()
    action: str = ""
    action_when: tuple[Condition, ...] = ()
    responses: tuple[Response, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    handover: str = ""
    context: ContextRule = ContextRule()
    tests: tuple[Example, ...] = ()
    place: Place = field(default=Place(), compare=False)

    @property
    def shown_title(self) -> str:
        """What a person sees in "Did you mean ...?": the title, else the name in words."""
        return self.title or self.name.replace("_", " ").replace("/", " ").strip().capitalize()

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it stands in; the first is empty for the bot's own."""
        return (self.language, *(other.language for other in self.translations))

    def title_in(self, language: str) -> str:
        """Return what a person who speaks a language sees; the first title where there is none in it."""
        found = (other.title for other in self.translations if other.language == language)
        return next(found, "") or self.shown_title


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
    language : str
        That of its file; empty for the bot's own.
    spoken : tuple of (str, str, str)
        A language, a value and how it is said there, from files in other languages.
    """

    name: str
    pattern: str = ""
    values: tuple[tuple[str, tuple[str, ...]], ...] = ()
    place: Place = field(default=Place(), compare=False)
    language: str = ""
    spoken: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SynonymGroup:
    """Words and phrases that mean the same in sentences, in one language; the first is its name."""

    name: str
    others: tuple[str, ...]
    language: str = ""
    place: Place = field(default=Place(), compare=False)


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
        Tests known to fail.
    synonyms : tuple of SynonymGroup
        What training may exchange in sentences for one another.
    actions : tuple of ActionDefinition
        What answers may ask for live data.
    dialogues : tuple of Dialogue
        Conversations that ``intentbot test`` plays.
    """

    intents: tuple[Intent, ...] = ()
    entities: tuple[EntityDefinition, ...] = ()
    rules: Mapping[str, Template] = field(default_factory=dict)
    bot: BotProfile = field(default_factory=BotProfile)
    training: Mapping[str, str] = field(default_factory=dict)
    known_failures: tuple[Example, ...] = ()
    synonyms: tuple[SynonymGroup, ...] = ()
    actions: tuple[ActionDefinition, ...] = ()
    dialogues: tuple[Dialogue, ...] = ()

    def __iter__(self) -> Iterator[Intent]:
        return iter(self.intents)

    @property
    def in_scope(self) -> tuple[Intent, ...]:
        """The intents the bot answers: all but `out_of_scope`."""
        return tuple(intent for intent in self.intents if intent.name != OUT_OF_SCOPE)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in use, the bot's own first."""
        found = (language for intent in self.intents for language in intent.languages if language)
        return tuple(dict.fromkeys((self.bot.language, *found)))

    def exact_intents(self) -> dict[str, str]:
        """Return the intent of each example by its `text.comparison_key`; sentences of two intents are left out."""
        return {key: names[0] for key, names in self._intents_by_key().items() if len(names) == 1}

    def contested_intents(self) -> dict[str, tuple[str, ...]]:
        """Return the intents of each sentence that several have, by its key: the context tells which is meant."""
        return {key: tuple(names) for key, names in self._intents_by_key().items() if len(names) > 1}

    def _intents_by_key(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for intent in self.intents:
            for key in dict.fromkeys(comparison_key(example.text) for example in intent.examples):
                if key:
                    found.setdefault(key, []).append(intent.name)
        return found

    @property
    def n_examples(self) -> int:
        """How many example sentences there are, templates not counted."""
        return sum(len(intent.examples) for intent in self.intents)
