"""What customers write around what they want, by language."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from intentbot.language.courtesies.asian import CHINESE, INDONESIAN, JAPANESE, THAI, TURKISH
from intentbot.language.courtesies.germanic import DUTCH, ENGLISH, GERMAN
from intentbot.language.courtesies.romance import FRENCH, ITALIAN, PORTUGUESE, SPANISH
from intentbot.language.courtesies.semitic import ARABIC, HEBREW
from intentbot.language.courtesies.slavic import POLISH, RUSSIAN
from intentbot.language.courtesies.texts import CourtesyTexts

COURTESIES: Mapping[str, CourtesyTexts] = MappingProxyType(
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
"""By the first part of a language's code."""
