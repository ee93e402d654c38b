"""What a bot says of its own, by language."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from intentbot.language.phrase_texts.asian import CHINESE, INDONESIAN, JAPANESE, THAI, TURKISH
from intentbot.language.phrase_texts.germanic import DUTCH, ENGLISH, GERMAN
from intentbot.language.phrase_texts.names import PhraseName
from intentbot.language.phrase_texts.romance import FRENCH, ITALIAN, PORTUGUESE, SPANISH
from intentbot.language.phrase_texts.semitic import ARABIC, HEBREW
from intentbot.language.phrase_texts.slavic import POLISH, RUSSIAN

PHRASES: Mapping[str, Mapping[PhraseName, str]] = MappingProxyType(
    {
        "en": MappingProxyType(ENGLISH),
        "de": MappingProxyType(GERMAN),
        "fr": MappingProxyType(FRENCH),
        "es": MappingProxyType(SPANISH),
        "it": MappingProxyType(ITALIAN),
        "nl": MappingProxyType(DUTCH),
        "pt": MappingProxyType(PORTUGUESE),
        "tr": MappingProxyType(TURKISH),
        "ru": MappingProxyType(RUSSIAN),
        "pl": MappingProxyType(POLISH),
        "zh": MappingProxyType(CHINESE),
        "ja": MappingProxyType(JAPANESE),
        "ar": MappingProxyType(ARABIC),
        "he": MappingProxyType(HEBREW),
        "id": MappingProxyType(INDONESIAN),
        "th": MappingProxyType(THAI),
    }
)
"""By the first part of a language's code. Where a language has a formal address, that is used."""
