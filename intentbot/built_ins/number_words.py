"""Numbers in words: which words count things, which put them in order, in the languages that are read.

Only words that are numbers in any sentence are here. Those that are an article, a pronoun or a span of time too
("one", "eine", "un", "a second") stand apart: they are numbers only where they are all of an answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_TEENS = {
    "en": "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
    "de": "zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn",
    "fr": "dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf",
    "es": "diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve",
    "it": "dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove",
    "nl": "tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien",
    "pt": "dez onze doze treze catorze quinze dezesseis dezessete dezoito dezenove",
    "tr": "on onbir oniki onüç ondört onbeş onaltı onyedi onsekiz ondokuz",
    "ru": (
        "десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать "
        "девятнадцать"
    ),
}
_DIGITS = {
    "en": "zero one two three four five six seven eight nine",
    "de": "null eins zwei drei vier fünf sechs sieben acht neun",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve",
    "it": "zero uno due tre quattro cinque sei sette otto nove",
    "nl": "nul een twee drie vier vijf zes zeven acht negen",
    "pt": "zero um dois três quatro cinco seis sete oito nove",
    "tr": "sıfır bir iki üç dört beş altı yedi sekiz dokuz",
    "ru": "ноль один два три четыре пять шесть семь восемь девять",
}
_TENS = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "de": "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "fr": "vingt trente quarante cinquante soixante soixante-dix quatre-vingts quatre-vingt-dix",
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "it": "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
    "nl": "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
    "pt": "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
    "tr": "yirmi otuz kırk elli altmış yetmiş seksen doksan",
    "ru": "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто",
}
_OTHER_FORMS = {
    "de": {"zwo": 2, "hundert": 100},
    "en": {"dozen": 12},
    "fr": {},
    "es": {"cien": 100},
    "it": {"cento": 100},
    "nl": {"honderd": 100},
    "pt": {"duas": 2, "quatorze": 14, "dezasseis": 16, "dezassete": 17, "dezanove": 19, "cem": 100},
    "tr": {},
    "ru": {"две": 2, "двух": 2, "трёх": 3, "сто": 100},
}
_ALSO_OTHER_WORDS = {
    "en": "one",
    "de": "eins ein eine einen einem einer eines null",
    "fr": "un une neuf",
    "es": "un uno una",
    "it": "un uno una sei",
    "nl": "een één",
    "pt": "um uma",
    "tr": "bir on altı yedi",
    "ru": "один одна одно одну",
}
"""Words that are articles, pronouns or something else in sentences: "sei" is "you are", "neuf" is new."""

_JOINED = {
    "en": ("{tens}-{digit}", "{tens} {digit}"),
    "de": ("{digit}und{tens}",),
    "fr": ("{tens}-{digit}", "{tens} {digit}", "{tens} et {digit}", "{tens}-et-{digit}"),
    "es": ("{tens} y {digit}",),
    "it": ("{tens}{digit}",),
    "nl": ("{digit}en{tens}", "{digit}ën{tens}"),
    "pt": ("{tens} e {digit}",),
    "tr": ("{tens} {digit}", "{tens}{digit}"),
    "ru": ("{tens} {digit}",),
}

_ORDINALS = {
    "en": "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth",
    "de": "erst zweit dritt viert fünft sechst siebt acht neunt zehnt elft zwölft",
    "fr": "premi deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième onzième douzième",
    "es": "primer segund tercer cuart quint sext séptim octav noven décim undécim duodécim",
    "it": "prim second terz quart quint sest settim ottav non decim undicesim dodicesim",
    "nl": "eerste tweede derde vierde vijfde zesde zevende achtste negende tiende elfde twaalfde",
    "pt": "primeir segund terceir quart quint sext sétim oitav non décim",
    "tr": "birinci ikinci üçüncü dördüncü beşinci altıncı yedinci sekizinci dokuzuncu onuncu",
    "ru": "перв втор трет четверт пят шест седьм восьм девят десят",
}
_ORDINAL_ENDINGS = {
    "en": ("",),
    "de": ("e", "en", "er", "es", "em"),
    "fr": ("", "er", "ère", "ers", "ères"),
    "es": ("o", "a", "", "os", "as"),
    "it": ("o", "a", "i", "e"),
    "nl": ("",),
    "pt": ("o", "a", "os", "as"),
    "tr": ("", "sü", "si", "sı", "su"),
    "ru": ("ый", "ой", "ий", "ая", "ья", "ое", "ье", "ого", "ьего", "ую", "ью", "ом", "ьем", "ей", "ьей", "ые", "ых"),
}
_ENDINGS_OF_FIGURES = {
    "en": "(?:st|nd|rd|th)",
    "fr": "(?:er|ere|re|e|eme|nd|nde)",
    "es": r"\.?[ºª°]|(?:er|ro|ra|do|da|to|ta)",
    "it": "[ºª°]",
    "nl": "(?:e|de|ste)",
    "pt": r"\.?[ºª°]",
    "tr": "['’]?(?:inci|nci|uncu|ncu)",
    "ru": "-?(?:и|я|е|го|му|ои|ю|ыи|ая|ое)",
    "sv": ":?(?:a|e)",
    "zh": "",
    "ja": "(?:番目|つ目)",
    "ko": "번째",
}
ARTICLES: Mapping[str, str] = MappingProxyType(
    {
        "en": "the my your this that our his her their",
        "de": "der die das den dem des mein meine meinen meinem meiner im am zum beim",
        "fr": "le la les l' mon ma mes du au ce cet cette",
        "es": "el la los las del al mi este esta ese esa",
        "it": "il la lo i gli le l' del della al alla mio mia",
        "nl": "de het mijn deze die",
        "pt": "o a os as do da no na ao à meu minha este esta esse essa",
    }
)
"""What an ordinal that is another word too must have before it: "the second", but not "a second"."""

_ORDINALS_THAT_NEED_ARTICLES = ("en", "fr", "es", "it", "pt", "nl")
COURTESY: Mapping[str, str] = MappingProxyType(
    {
        "en": "please just only",
        "de": "bitte nur",
        "fr": "merci seulement juste",
        "es": "gracias solo",
        "it": "grazie solo",
        "nl": "graag alstublieft maar",
        "pt": "obrigado obrigada só",
        "tr": "lütfen sadece tane",
        "ru": "пожалуйста только",
    }
)
"""What stands beside a number that is all of an answer."""


def cardinals(language: str) -> dict[str, int]:
    """Return the numbers from 0 to 100 by the words for them, in a language by its primary code; maybe none."""
    if language not in _DIGITS:
        return {}
    digits, tens = _DIGITS[language].split(), _TENS[language].split()
    words = {word: value for value, word in enumerate(digits + _TEENS[language].split())}
    words |= {word: 10 * (i + 2) for i, word in enumerate(tens)} | _OTHER_FORMS[language]
    words |= {word: 1 for word in _ALSO_OTHER_WORDS[language].split() if word not in words}
    for i, ten in enumerate(tens):
        for value, digit in enumerate(digits[1:], start=1):
            for pattern in _JOINED[language]:
                words.setdefault(pattern.format(tens=ten, digit=_in_compound(language, digit)), 10 * (i + 2) + value)
    return words | _irregular(language)


def _in_compound(language: str, digit: str) -> str:
    return "ein" if language == "de" and digit == "eins" else digit


def _irregular(language: str) -> dict[str, int]:
    """Return compounds that are not put together by rule."""
    if language == "es":
        ones = ("ún", "uno", "dós", "trés", "cuatro", "cinco", "séis", "siete", "ocho", "nueve")
        return {f"veinti{one}": 20 + max(i, 1) for i, one in enumerate(ones)}
    if language == "it":
        tens = ("vent", "trent", "quarant", "cinquant", "sessant", "settant", "ottant", "novant")
        return {ten + end: 10 * (i + 2) + n for i, ten in enumerate(tens) for end, n in (("uno", 1), ("otto", 8))}
    if language == "tr":
        return {f"on {digit}": 10 + value for value, digit in enumerate(_DIGITS["tr"].split()) if value}
    if language == "fr":
        teens = _TEENS["fr"].split()
        joins = (("soixante", 60), ("quatre-vingt", 80))
        found = {
            f"{ten}{mark}{teen}": start + 10 + n
            for ten, start in joins
            for n, teen in enumerate(teens)
            for mark in ("-", " ")
        }
        digits = _DIGITS["fr"].split()
        found |= {"soixante et onze": 71, "soixante-et-onze": 71}
        return found | {f"quatre-vingt-{digit}": 80 + n for n, digit in enumerate(digits) if n}
    return {}


def ambiguous_cardinals(language: str) -> frozenset[str]:
    """Return the words that are numbers only where they are all of an answer."""
    return frozenset(_ALSO_OTHER_WORDS.get(language, "").split())


def ordinals(language: str) -> dict[str, int]:
    """Return the ordinals from 1 on by each of their forms, in a language by its primary code; maybe none."""
    stems = _ORDINALS.get(language, "").split()
    endings = _ORDINAL_ENDINGS.get(language, ())
    found = {stem + ending: value for value, stem in enumerate(stems, start=1) for ending in endings}
    if language == "fr":
        found |= {"premier": 1, "première": 1}
    return found


def needs_article(language: str) -> bool:
    """Say whether ordinals are found only behind an article, as other words are written like them."""
    return language in _ORDINALS_THAT_NEED_ARTICLES


def ending_of_figures(language: str) -> str:
    """Return a pattern of what makes figures an ordinal in a language, as -st does 1; empty where nothing does."""
    return _ENDINGS_OF_FIGURES.get(language, "")


THOUSANDS: Mapping[str, str] = MappingProxyType(
    {
        "en": "k hundred thousand million millions billion bn grand",
        "de": "k tausend tsd million millionen mio milliarden mrd",
        "fr": "k cent cents mille million millions milliard",
        "es": "k mil millón millones",
        "it": "k mila milione milioni",
        "nl": "k duizend miljoen miljard",
        "pt": "k mil milhão milhões",
        "tr": "k yüz bin milyon",
        "ru": "тысяч тысячи тысяча тыс миллион миллиона миллионов млн",
    }
)
"""Words that multiply a number before them, which is not read then: "ten thousand" and 10k are not ten."""

WORDS_ELSEWHERE = frozenset(("once", "due", "elf", "on", "sei", "die", "fem"))
"""Numbers of one language that are other words in another: where a message may be in several, only in answers."""
