"""What the bot says of its own where an editor wrote nothing, in the language of the conversation."""

from __future__ import annotations

from intentbot.language.phrase_texts import PHRASES
from intentbot.language.phrase_texts.names import PhraseName


def phrase(name: PhraseName, language: str) -> str:
    """Return a phrase in a language, in English where there is none in it.

    Parameters
    ----------
    name : PhraseName
    language : str
        A code such as ``de``, ``pt-BR`` or ``zh_TW``; only its first part counts.

    Returns
    -------
    str
        With names in braces for `responses.fill`, where something is to be put in.
    """
    primary = language.casefold().replace("_", "-").partition("-")[0]
    return PHRASES.get(primary, PHRASES["en"])[name]
