"""More sentences for intents that have few: variants of the examples, learned from and never tested on.

A variant belongs to the sentence it was made of: a run that holds the sentence out holds out its variants.

References
----------
Wei and Zou (2019), EDA: Easy Data Augmentation, arXiv:1901.11196. Sennrich et al. (2016), Improving Neural Machine
Translation Models with Monolingual Data, arXiv:1511.06709, for the translation there and back.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from intentbot.intents import OUT_OF_SCOPE, IntentSet
from intentbot.progress import Progress
from intentbot.settings import TrainingSettings
from intentbot.text import comparison_key
from intentbot.training.rewording import Synonyms, delete, mistype, swap
from intentbot.training.sentences import Sentence
from intentbot.training.translate import Translator, translator_of

_TRIES = 4
"""Draws for each variant wanted: short sentences have few variants, and the same ones come again."""

_Change = Callable[[str, str, random.Random], str | None]
"""Makes another text of a text in a language; None where it cannot."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A sentence made of another one.

    Attributes
    ----------
    sentence : Sentence
        With the intent and the place of the one it was made of.
    origin : int
        The number of that one among the sentences, from 0; -1 for a title, which was made of none.
    method : str
        ``typos``, ``deletion``, ``swap``, ``synonyms``, ``translation``, ``title`` or ``courtesy``.
    """

    sentence: Sentence
    origin: int
    method: str


def augment(
    sentences: Sequence[Sentence], intents: IntentSet, *, settings: TrainingSettings, progress: Progress
) -> tuple[Variant, ...]:
    """Return variants of the sentences of intents that have few, the same ones for the same seed.

    None is word for word a sentence that is there, in whatever intent, or another variant.

    Parameters
    ----------
    sentences : sequence of Sentence
    intents : IntentSet
        Where they come from; it has their languages and the synonyms.
    settings : TrainingSettings
        `augment` variants a sentence, by the methods of `augment_with`, in intents of fewer than `augment_below`.
    progress : Progress
        Translating takes long.

    Raises
    ------
    SettingsError, TranslationError
    """
    scarce = _scarce(sentences, settings)
    languages = {intent.name: intent.language or intents.bot.language for intent in intents}
    changes: dict[str, _Change] = {
        "typos": mistype, "deletion": delete, "swap": swap, "synonyms": Synonyms(intents).exchange
    }  # fmt: skip
    if scarce and "translation" in settings.methods:
        # Translators know languages, not regions: de, not de-AT.
        texts = {sentences[number].text: languages[sentences[number].intent].partition("-")[0] for number in scarce}
        changes["translation"] = _translations(texts, translator_of(settings), settings, progress)
    chosen = {method: changes[method] for method in settings.methods}
    taken = {sentence.key for sentence in sentences}
    found = []
    for number in scarce:
        sentence = sentences[number]
        drawn = _draw(sentence.text, languages[sentence.intent], chosen, settings)
        found += [Variant(replace(sentence, text=text), number, method) for text, method in drawn]
    return tuple(different(found, taken))


def counts_of(variants: Sequence[Variant]) -> str:
    """Return how many variants each method made, as ``12 by typos, 3 by swap``; ``none`` where there are none."""
    counts = Counter(variant.method for variant in variants)
    return ", ".join(f"{n} by {method}" for method, n in counts.most_common()) or "none"


def _scarce(sentences: Sequence[Sentence], settings: TrainingSettings) -> list[int]:
    sizes = Counter(sentence.intent for sentence in sentences)
    is_scarce = {intent: n < settings.augment_below and intent != OUT_OF_SCOPE for intent, n in sizes.items()}
    return [number for number, one in enumerate(sentences) if is_scarce[one.intent]] if settings.augment else []


def _draw(
    text: str, language: str, changes: Mapping[str, _Change], settings: TrainingSettings
) -> list[tuple[str, str]]:
    """Return different texts made of one, each with its method; the methods take turns."""
    # By the text, not by its place: a new example leaves the variants of the others as they were.
    chance = random.Random(f"{settings.seed} {text}")
    order = chance.sample(sorted(changes), len(changes))
    made: dict[str, tuple[str, str]] = {}
    for attempt in range(_TRIES * settings.augment):
        method = order[attempt % len(order)]
        changed = changes[method](text, language, chance)
        if changed:
            made.setdefault(comparison_key(changed), (changed, method))
        if len(made) == settings.augment:
            break
    return list(made.values())


def different(variants: Sequence[Variant], taken: set[str]) -> Iterator[Variant]:
    """Yield the variants that say something new, of one intent only; `taken` has the keys of what is there."""
    intents: dict[str, set[str]] = {}
    for variant in variants:
        intents.setdefault(variant.sentence.key, set()).add(variant.sentence.intent)
    seen = set(taken)
    for variant in variants:
        key = variant.sentence.key
        if variant.sentence.tokens and key not in seen and len(intents[key]) == 1:
            seen.add(key)
            yield variant


def _translations(
    languages: Mapping[str, str], translator: Translator, settings: TrainingSettings, progress: Progress
) -> _Change:
    """Translate each text through languages chosen by chance, and return what knows the results."""
    chance = random.Random(settings.seed)
    through: dict[tuple[str, str], list[str]] = {}
    for text, language in languages.items():
        others = [other for other in settings.pivots if other != language]
        for other in chance.sample(others, min(settings.augment, len(others))):
            through.setdefault((language, other), []).append(text)
    made: dict[str, list[str]] = {}
    progress.start("translating", 2 * len(through))
    for (language, other), texts in through.items():
        abroad = translator.translate(texts, language, other)
        progress.advance(f"{language} to {other}")
        back = translator.translate(abroad, other, language)
        progress.advance(f"{other} to {language}")
        for text, variant in zip(texts, back, strict=True):
            made.setdefault(text, []).append(variant)
    return lambda text, _, draw: draw.choice(made[text]) if text in made else None
