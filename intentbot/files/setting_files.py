"""What the files are that the settings name, and training reads beside the intents."""

from __future__ import annotations

from pathlib import Path

from intentbot.files.encoder_folder import encoder_digest
from intentbot.files.word_vectors import digest_of
from intentbot.settings import TrainingSettings


def digests_of(settings: TrainingSettings) -> dict[str, str]:
    """Return, for each setting that names a file, what changes whenever its content does.

    Raises
    ------
    FileError, ModelNotFound, ModelDamaged, ModelVersion
        Where it cannot be read.
    """
    return {
        "vectors": digest_of(Path(settings.vectors)) if settings.vectors else "",
        "encoder": encoder_digest(Path(settings.encoder)) if settings.encoder else "",
    }
