"""Pre-training: word vectors and convolutions from sentences without labels."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from intentbot.encoder import Encoder, EncoderSize
from intentbot.errors import SettingsError
from intentbot.files.encoder_folder import read_encoder, refuse_foreign_encoder, write_encoder
from intentbot.progress import Progress, Silence
from intentbot.quiet import hold_back_chatter
from intentbot.training.corpus import read_sentences
from intentbot.training.teachers import Teacher, taught

if TYPE_CHECKING:
    from intentbot.training.encode import EncoderFitter

SEEN_SENTENCES = 2_700_000
"""How many sentences are learned from where no epochs are given, each counted as often as it is seen."""

SEEN_LATER = 500_000
"""The same, for an encoder that learns on from another."""

MOST_EPOCHS = 40


def pretrain(
    sentences: str | Path | Sequence[str | Path],
    encoder: str | Path,
    *,
    start: str | Path | None = None,
    teacher: Teacher | None = None,
    language: str = "en",
    epochs: int = 0,
    seed: int = 0,
    size: EncoderSize | None = None,
    progress: Progress | None = None,
) -> Encoder:
    """Learn an encoder from sentences without labels and return it; ``training.encoder`` starts a bot from it.

    Parameters
    ----------
    sentences : str, Path or sequence of them
        Text files, one sentence a line, UTF-8; ``.gz`` too.
    encoder : str or Path
        The folder to write; it is replaced whole or not at all.
    start : str or Path, optional
        The folder of an encoder to learn on from, such as one of a general corpus; its size is kept.
    teacher : Teacher, optional
        Whose sense of which sentences mean the same is learned; without one, hidden words are guessed.
    language : str, default="en"
        Of the sentences: its stems are pieces of words.
    epochs : int, default=0
        Times each sentence is seen; 0: by their number.
    seed : int, default=0
    size : EncoderSize, optional
    progress : Progress, optional

    Raises
    ------
    FileError, TrainingError, ModelError, SettingsError
    """
    if not 0 <= epochs <= 10_000:
        raise SettingsError(f"{epochs} epochs are out of range.", "Choose a number from 1 to 10,000, or 0.")
    folder, told = Path(encoder), progress or Silence()
    refuse_foreign_encoder(folder)
    known = None if start is None else read_encoder(Path(start))
    texts = read_sentences([Path(one) for one in ([sentences] if isinstance(sentences, str | Path) else sentences)])
    seen = SEEN_SENTENCES if known is None else SEEN_LATER
    epochs = epochs or max(1, min(MOST_EPOCHS, round(seen / len(texts))))
    try:
        vectors = None if teacher is None else taught(texts, teacher, told)
        told.start(f"making {len(texts):,} sentences ready", 1)
        fitter = _fitter()(
            texts, language=language, size=size or EncoderSize(), seed=seed, vectors=vectors, start=known
        )
        told.advance()
        loss = fitter.fit(epochs, told)
        name = teacher.name if teacher else "none"
        origin = {"teacher": name, "epochs": str(epochs), "loss": f"{loss:.3f}"}
        learned = fitter.encoder(origin if start is None else {**origin, "learned on from": str(start)})
        write_encoder(folder, learned)
    finally:
        told.finish()
    return learned


def _fitter() -> type[EncoderFitter]:
    # TensorFlow takes seconds to import; a mistake in the arguments is told before.
    with hold_back_chatter():
        from intentbot.training.encode import EncoderFitter
    return EncoderFitter
