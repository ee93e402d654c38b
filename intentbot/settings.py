"""The settings an editor may write under ``training:``, each with its range and its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from intentbot.errors import SettingsError

METHODS = ("typos", "deletion", "swap", "synonyms", "translation")
"""How variants of a sentence are made; docs/augmentation.md says how."""


def _setting(
    default: Any,
    help: str,
    *,
    low: float = 0,
    high: float = 1,
    choices: tuple[str, ...] = (),
    is_list: bool = False,
    may_be_open: bool = False,
) -> Any:
    # What may be left open is 0 then, whatever its range is, and training chooses it.
    metadata = {"low": low, "high": high, "choices": choices, "is_list": is_list, "may_be_open": may_be_open}
    return field(default=default, metadata={"help": help, **metadata})


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingSettings:
    """How a model is trained. How the defaults were chosen: docs/benchmarks.md."""

    network: str = _setting(
        "cnn", "Which network learns the intents: cnn, lstm or transformer.", choices=("cnn", "lstm", "transformer")
    )
    quality: str = _setting(
        "balanced", "What training may cost: fast, balanced or best.", choices=("fast", "balanced", "best")
    )
    size: str = _setting(
        "medium", "How large the network is: small, medium or large.", choices=("small", "medium", "large")
    )
    embedding_size: int = _setting(0, "Numbers in a word's vector; 0: by `size`.", low=8, high=1024, may_be_open=True)
    filters: int = _setting(
        0, "Units of the network (cnn: filters of each width); 0: by `size`.", low=8, high=4096, may_be_open=True
    )
    epochs: int = _setting(0, "Times each sentence is seen, at most; 0: 3 to 40, by their number.", high=1000)
    batch_size: int = _setting(0, "Sentences learned from at a time; 0: 32 to 512, by their number.", high=4096)
    optimizer: str = _setting(
        "adamw", "How weights follow their gradients: adamw, adam or sgd.", choices=("adamw", "adam", "sgd")
    )
    learning_rate: float = _setting(
        0.0,
        "Peak step size; it warms up to it and decays to zero. 0: by network and optimizer.",
        low=1e-6,
        may_be_open=True,
    )
    weight_decay: float = _setting(0.3, "How strongly weights are pulled to zero (AdamW).", high=10)
    loss: str = _setting(
        "softmax",
        "Whether intents compete (softmax) or each is learned by itself (sigmoid).",
        choices=("softmax", "sigmoid"),
    )
    label_smoothing: float = _setting(0.0, "Probability given to the other intents while learning.", high=0.9)
    dropout: float = _setting(0.7, "Share of the pooled features hidden at each step.", high=0.95)
    embedding_dropout: float = _setting(0.3, "Share of a word vector's numbers hidden at each step.", high=0.95)
    subword_dropout: float = _setting(0.3, "Share of a word's pieces hidden at each step.", high=0.95)
    word_dropout: float = _setting(0.3, "Share of words whose own vector is hidden, leaving their pieces.", high=0.95)
    disturbance: float = _setting(0.2, "How far word vectors are moved up the loss, of up to 3,000 sentences.")
    samples_per_template: int = _setting(20, "Sentences drawn from each sentence template, at most.", low=1, high=1000)
    titles: int = _setting(1, "Times an intent's title, or its name in words, is learned as one more example.", high=10)
    courtesies: float = _setting(0.15, "How often a sentence is learned with greetings or thanks around it.")
    augment: int = _setting(0, "Variants learned beside each sentence of an intent that has few; 0: none.", high=20)
    augment_with: str = _setting(
        "typos,deletion,swap,synonyms",
        "How variants are made: typos, deletion, swap, synonyms, translation.",
        choices=METHODS,
        is_list=True,
    )
    augment_below: int = _setting(20, "An intent of fewer sentences than this has few.", high=10**6)
    translate_url: str = _setting("", "The LibreTranslate server that makes variants by translation.")
    translate_through: str = _setting("", "Languages to translate through and back, such as de,fr.", is_list=True)
    encoder: str = _setting("", "A folder that `intentbot pretrain` wrote, to start the network from.")
    vectors: str = _setting("", "A file of word vectors (GloVe, word2vec, fastText), so that new words have meaning.")
    vector_words: int = _setting(10_000, "Frequent words of that file kept in the model, at most.", high=10**6)
    max_pieces: int = _setting(
        200_000, "Pieces of words that are learned, at most: those of the most words.", low=1000, high=10_000_000
    )
    sampled_softmax: int = _setting(
        0, "Other intents, drawn by chance, that each batch is held against; 0: all. For thousands.", high=100_000
    )
    false_rejection: float = _setting(0.05, "Share of in-scope messages the bot may refuse.", low=0.001, high=0.5)
    intent_thresholds: float = _setting(0.0, "How far each intent gets a threshold of its own; 0: one for all.")
    ambiguity: float = _setting(
        0.1, "Ask 'Did you mean A or B?' where the two best probabilities differ by less than this; 0: never ask."
    )
    seed: int = _setting(0, "Start of every random choice.", high=2**31 - 1)

    def __post_init__(self) -> None:
        for setting in fields(self):
            _check(setting.name, getattr(self, setting.name), setting.metadata)
        if self.sampled_softmax and self.loss != "softmax":
            raise SettingsError(
                f"training.sampled_softmax and training.loss: {self.loss} cannot go together.",
                "Leave one of the two out.",
            )

    @property
    def methods(self) -> tuple[str, ...]:
        """The methods of `augment_with`."""
        return _parts(self.augment_with)

    @property
    def pivots(self) -> tuple[str, ...]:
        """The languages of `translate_through`."""
        return _parts(self.translate_through)

    @classmethod
    def read(cls, written: Mapping[str, str]) -> TrainingSettings:
        """Return the settings written as strings, as YAML and ``--set`` have them.

        Raises
        ------
        SettingsError
            For an unknown name or an impossible value; the message names the nearest name or the range.
        """
        known = {setting.name: setting for setting in fields(cls)}
        values: dict[str, Any] = {}
        for name, text in written.items():
            if name not in known:
                # Only a mistake needs it: a process that serves does not load it.
                from rapidfuzz import process

                near = process.extractOne(name, list(known), score_cutoff=60)
                fix = f"Did you mean {near[0]}?" if near else f"Known settings: {', '.join(sorted(known))}."
                raise SettingsError(f"there is no setting training.{name}.", fix)
            values[name] = _convert(name, text, type(known[name].default))
        return cls(**values)


def _convert(name: str, text: str, kind: type) -> Any:
    try:
        return kind(text.replace("_", "") if kind is int else text)
    except ValueError:
        wanted = "a whole number" if kind is int else "a number"
        raise SettingsError(f"training.{name} is {text!r}, which is not {wanted}.", f"Write {wanted} there.") from None


def _parts(written: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in (part.strip() for part in written.split(",")) if part))


def _check(name: str, value: Any, metadata: Mapping[str, Any]) -> None:
    if metadata["choices"]:
        wrong = [
            part for part in (_parts(value) if metadata["is_list"] else (value,)) if part not in metadata["choices"]
        ]
        if wrong:
            raise SettingsError(
                f"training.{name} is {wrong[0]!r}, which intentbot does not have.",
                f"Choose {'some' if metadata['is_list'] else 'one'} of: {', '.join(metadata['choices'])}.",
            )
        return
    is_open = metadata["may_be_open"] and value == 0
    if not isinstance(value, str) and not is_open and not metadata["low"] <= value <= metadata["high"]:
        fix = f"Choose a value from {metadata['low']:g} to {metadata['high']:g}"
        raise SettingsError(
            f"training.{name} is {value}, which is out of range.",
            f"{fix}, or leave it out." if metadata["may_be_open"] else f"{fix}.",
        )
