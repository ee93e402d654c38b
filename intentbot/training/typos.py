"""Typing mistakes: fingers that slip on a keyboard, and words written as they sound.

Both depend on the language: which keys lie beside each other, and which spellings sound alike.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from functools import cache

from intentbot.text import fold_accents

SHORTEST_WORD = 4
"""Letters from which on a word gets a typo: a shorter one becomes another word too easily."""

QWERTY = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_LAYOUTS: Mapping[str, tuple[str, ...]] = {
    "cs": ("qwertzuiopú", "asdfghjklů", "yxcvbnm"),
    "de": ("qwertzuiopü", "asdfghjklöä", "yxcvbnm"),
    "el": (";ςερτυθιοπ", "ασδφγηξκλ", "ζχψωβνμ"),
    "es": ("qwertyuiop", "asdfghjklñ", "zxcvbnm"),
    "fr": ("azertyuiop", "qsdfghjklm", "wxcvbn"),
    "he": ("/'קראטוןםפ", "שדגכעיחלךף", "זסבהנמצתץ"),
    "hu": ("qwertzuiopőú", "asdfghjkléáű", "yxcvbnm"),
    "ru": ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"),
    "tr": ("qwertyuıopğü", "asdfghjklşi", "zxcvbnmöç"),
    "uk": ("йцукенгшщзхї", "фівапролджє", "ячсмитьбю"),
}
"""Rows of letter keys, from the left; each row lies half a key to the right of the one above. Others: QWERTY."""

_DOUBLED = tuple((2 * letter, letter) for letter in "bcdfglmnprst")
_SOUNDS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "de": (
        ("ie", "i"), ("ß", "ss"), ("ss", "ß"), ("dt", "t"), ("ck", "k"), ("tz", "z"), ("äu", "eu"), ("ä", "e"),
        ("v", "f"), ("ph", "f"), ("th", "t"), ("ah", "a"), ("eh", "e"), ("oh", "o"), ("ai", "ei"), ("ks", "x"),
    ),
    "en": (
        ("ei", "ie"), ("ie", "ei"), ("ea", "ee"), ("ee", "ea"), ("ough", "off"), ("gh", ""), ("ph", "f"), ("ck", "k"),
        ("kn", "n"), ("wr", "r"), ("wh", "w"), ("ence", "ance"), ("ance", "ence"), ("able", "ible"), ("ible", "able"),
        ("tion", "sion"), ("ce", "se"), ("ci", "si"), ("our", "or"), ("ey", "y"), ("ou", "u"), ("qu", "kw"),
    ),
    "es": (
        ("b", "v"), ("v", "b"), ("h", ""), ("ll", "y"), ("ce", "se"), ("ci", "si"), ("z", "s"), ("ge", "je"),
        ("gi", "ji"), ("que", "ke"), ("qui", "ki"), ("ñ", "n"),
    ),
    "fr": (
        ("eau", "o"), ("au", "o"), ("ph", "f"), ("ai", "é"), ("ez", "er"), ("er", "é"), ("ss", "s"), ("qu", "k"),
        ("an", "en"), ("en", "an"), ("ç", "s"), ("y", "i"), ("th", "t"),
    ),
    "id": (("f", "p"), ("v", "f"), ("z", "j"), ("sy", "s"), ("kh", "k"), ("ai", "e"), ("au", "o"), ("ng", "n")),
    "it": (("cq", "q"), ("qu", "cu"), ("gn", "ni"), ("gli", "li"), ("ch", "k"), ("h", "")),
    "nl": (("ei", "ij"), ("ij", "ei"), ("ou", "au"), ("au", "ou"), ("dt", "t"), ("ch", "g"), ("th", "t"), ("z", "s")),
    "pl": (("ó", "u"), ("rz", "ż"), ("ż", "rz"), ("ch", "h"), ("h", "ch"), ("ą", "om"), ("ę", "em")),
    "pt": (("ç", "ss"), ("ss", "ç"), ("ch", "x"), ("x", "ch"), ("z", "s"), ("h", ""), ("ão", "am"), ("ge", "je")),
    "ru": (("о", "а"), ("е", "и"), ("ться", "тся"), ("тся", "ться"), ("ё", "е"), ("ого", "ово"), ("ь", ""), ("щ", "ш")),
    "tr": (("ğ", ""), ("ı", "i"), ("ş", "s"), ("ç", "c"), ("ö", "o"), ("ü", "u"), ("v", "w"), ("k", "q")),
}  # fmt: skip
"""Spellings that sound alike, as (right, wrong). Languages that are not here only leave out doubled letters."""


def slip(word: str, language: str, chance: random.Random) -> str:
    """Return a word of letters with one slip of a finger, never the word itself.

    A neighbouring key instead of or beside the right one, two letters in the wrong order, or one left out.
    """
    at = chance.randrange(len(word))
    near = _neighbours(_code(language)).get(word[at], "")
    slips = [word[:at] + word[at + 1 :]]
    if at + 1 < len(word) and word[at] != word[at + 1]:
        slips.append(word[:at] + word[at + 1] + word[at] + word[at + 2 :])
    if near:
        wrong = chance.choice(near)
        slips += [word[:at] + wrong + word[at + 1 :], word[: at + 1] + wrong + word[at + 1 :]]
    return chance.choice(slips)


def misspell(word: str, language: str, chance: random.Random) -> str | None:
    """Return a word written as it sounds, or without its accents; None where nothing about it is hard to spell."""
    table = (*_SOUNDS.get(_code(language), ()), *_DOUBLED)
    spellings = {
        word[:at] + wrong + word[at + len(right) :]
        for right, wrong in table
        for at in range(len(word))
        if word.startswith(right, at)
    }
    spellings.add(fold_accents(word))
    ordered = sorted(spellings - {word, ""})
    return chance.choice(ordered) if ordered else None


def may_be_mistyped(word: str) -> bool:
    """Return whether a token is a word long enough for a typo, in letters that a key stands for."""
    return len(word) >= SHORTEST_WORD and word.isalpha()


def _code(language: str) -> str:
    return language.partition("-")[0].lower()


@cache
def _neighbours(code: str) -> dict[str, str]:
    """Return the keys that touch each key."""
    places = {}
    for y, row in enumerate(_LAYOUTS.get(code, QWERTY)):
        places.update({letter: (x + y / 2, y) for x, letter in enumerate(row)})
    return {
        letter: "".join(
            other
            for other, (right, down) in places.items()
            if other != letter and abs(right - x) <= 1 and abs(down - y) <= 1 and other.isalpha()
        )
        for letter, (x, y) in places.items()
        if letter.isalpha()
    }
