"""The words by which customers steer a conversation, by language."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from intentbot.language.cue_words.asian import CHINESE, INDONESIAN, JAPANESE, THAI, TURKISH
from intentbot.language.cue_words.germanic import DUTCH, ENGLISH, GERMAN
from intentbot.language.cue_words.romance import FRENCH, ITALIAN, PORTUGUESE, SPANISH
from intentbot.language.cue_words.semitic import ARABIC, HEBREW
from intentbot.language.cue_words.slavic import POLISH, RUSSIAN
from intentbot.language.cue_words.words import CueWords

CUE_WORDS: Mapping[str, CueWords] = MappingProxyType(
    {
        "en": ENGLISH,
        "de": GERMAN,
        "fr": FRENCH,
        "es": SPANISH,
        "it": ITALIAN,
        "nl": DUTCH,
        "pt": PORTUGUESE,
        "tr": TURKISH,
        "ru": RUSSIAN,
        "pl": POLISH,
        "zh": CHINESE,
        "ja": JAPANESE,
        "ar": ARABIC,
        "he": HEBREW,
        "id": INDONESIAN,
        "th": THAI,
    }
)
"""By the first part of a language's code; ``en`` goes with every other one, as customers mix it in."""
