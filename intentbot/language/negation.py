"""Whether a value is named to be ruled out: "not tomorrow", "Friday is no good", "nicht morgen", "不是明天"."""

from __future__ import annotations

import re
from collections.abc import Mapping

N_CHARACTERS = 24
"""How much before and after a value is looked at."""

_APOSTROPHE = "['\u2019]?"
_BEFORE: Mapping[str, str] = {
    "en": (
        rf"\b(?:not|except|but not|instead of|rather than|anything but|away|busy|cannot(?: (?:do|make|manage))?|"
        rf"(?:do|ca|wo|did|would|should)n{_APOSTROPHE}t(?: (?:do|make|manage|cancel|want|mean|take|change|send))?)"
        r"(?: on| for| at| the| order| number| this| next)*"
    ),
    "de": r"\b(?:nicht|kein(?:e|en|er)?|außer|statt|anstatt)(?: am| um| für| den| die| das| bestellung| nummer)*",
    "fr": r"\b(?:pas|sauf|plutôt que|au lieu de)(?: le| la| à| pour| commande)*",
    "es": r"\b(?:no|salvo|excepto|menos|en vez de)(?: el| la| en| para| es| puedo)*",
    "it": r"\b(?:non|tranne|eccetto|invece di)(?: il| la| di| per| è| posso)*",
    "nl": r"\b(?:niet|geen|behalve)(?: op| om| de| het| voor)*",
    "pt": r"\b(?:não|exceto|menos|em vez de)(?: o| a| em| para| é| posso)*",
    "pl": r"\b(?:nie|oprócz)(?: w| na)*",
    "ru": r"\b(?:не|кроме)(?: в| на)*",
    "zh": "(?:不是|不要|不在|除了|不取消)",
}
_AFTER: Mapping[str, str] = {
    "en": (
        rf"(?:(?:is|are|{_APOSTROPHE}s) (?:no good|no use|impossible|"
        rf"too late|too early|out)|"
        rf"(?:is|are)(?: not|n{_APOSTROPHE}t) (?:good|possible|convenient)|"
        rf"(?:does|will|wo)(?:n{_APOSTROPHE}t| not) (?:work|do|suit))\b"
    ),
    "de": r"(?:geht|passt|kann|ist|klappt) (?:nicht|schlecht|es nicht)",
    "fr": r"(?:ne|n')",
    "ja": "(?:ではな|じゃな|はだめ|は無理)",
    "zh": "(?:不行|不可以|不方便)",
}


def _compiled(words: Mapping[str, str], pattern: str) -> dict[str, re.Pattern[str]]:
    return {language: re.compile(pattern.format(found), re.IGNORECASE) for language, found in words.items()}


_ENDS, _BEGINS = _compiled(_BEFORE, "(?:{})\\s*\\Z"), _compiled(_AFTER, "\\s*(?:{})")


def is_negated(text: str, start: int, end: int, language: str) -> bool:
    """Return whether the words right before or after a place in a message rule out what stands there.

    Parameters
    ----------
    text : str
    start, end : int
        The place, in characters.
    language : str
        English is understood besides it.
    """
    before, after = text[max(0, start - N_CHARACTERS) : start], text[end : end + N_CHARACTERS]
    for code in {language.partition("-")[0], "en"}:
        ending, beginning = _ENDS.get(code), _BEGINS.get(code)
        if (ending and ending.search(before)) or (beginning and beginning.match(after)):
            return True
    return False
