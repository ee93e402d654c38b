"""Words for times of day, by language: what stands around an hour, halves and quarters, noon and midnight."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

UNITS: Mapping[str, str] = MappingProxyType(
    {
        "en": "o'clock o’clock oclock o_clock",
        "de": "uhr",
        "zh": "点钟 点 點鐘 點 时 時",
        "ja": "時",
        "ko": "시",
        "sv": "klockan",
    }
)
"""What stands behind an hour and makes it a time of day."""

UNITS_OF_TIME_TOO: Mapping[str, str] = MappingProxyType(
    {"fr": "heures heure h", "es": "h horas", "nl": "uur", "pt": "h horas", "ru": "часов часа час"}
)
"""What stands behind an hour, but behind a number of hours too: a time of day only with minutes, or behind `AT`."""

AT: Mapping[str, str] = MappingProxyType(
    {
        "fr": "à vers dès jusqu'à avant après",
        "es": "a_las a_la las hasta_las desde_las sobre_las",
        "it": "alle_ore ore dalle_ore",
        "nl": "om tegen vanaf rond",
        "pt": "às as",
        "ru": "в к до после с",
        "tr": "saat",
    }
)
AT_IS_ENOUGH: Mapping[str, str] = MappingProxyType(
    {"es": "a_las a_la hasta_las desde_las", "it": "alle_ore ore dalle_ore", "pt": "às", "tr": "saat"}
)
"""What makes any number of hours behind it a time of day."""

# "night" is the evening for hours from six on, else the night after.
PERIODS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "en": {
            **{"am": "am", "a.m.": "am", "a.m": "am", "pm": "pm", "p.m.": "pm", "p.m": "pm"},
            **{"in the morning": "am", "in the afternoon": "pm", "in the evening": "pm", "at night": "night"},
        },
        "de": {
            "morgens": "am",
            "früh": "am",
            "vormittags": "am",
            "nachmittags": "pm",
            "abends": "pm",
            "nachts": "night",
        },
        "fr": {"du matin": "am", "de l'après-midi": "pm", "de l’après-midi": "pm", "du soir": "pm"},
        "es": {
            "de la mañana": "am",
            "de la tarde": "pm",
            "de la noche": "night",
            "a.m.": "am",
            "p.m.": "pm",
            "pm": "pm",
        },
        "it": {"di mattina": "am", "del mattino": "am", "del pomeriggio": "pm", "di sera": "pm"},
        "nl": {"'s ochtends": "am", "'s middags": "pm", "'s avonds": "pm"},
        "pt": {"da manhã": "am", "da tarde": "pm", "da noite": "night"},
        "ru": {"утра": "am", "дня": "pm", "вечера": "pm", "ночи": "night"},
    }
)
PERIODS_BEFORE: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "zh": {
            **{"上午": "am", "早上": "am", "凌晨": "am", "清晨": "am", "中午": "noon", "下午": "pm"},
            **{"晚上": "night", "傍晚": "pm"},
        },
        "ja": {"午前": "am", "午後": "pm", "朝": "am", "夜": "night", "夕方": "pm"},
        "ko": {"오전": "am", "오후": "pm"},
        "tr": {"sabah": "am", "öğleden sonra": "pm", "akşam": "pm"},
    }
)
NAMED: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "en": {"noon": "12:00", "midday": "12:00", "midnight": "00:00"},
        "de": {"mittags": "12:00", "mitternacht": "00:00"},
        "fr": {"midi": "12:00", "minuit": "00:00"},
        "es": {"mediodía": "12:00", "medianoche": "00:00"},
        "it": {"mezzogiorno": "12:00", "mezzanotte": "00:00"},
        "nl": {"middernacht": "00:00"},
        "pt": {"meio-dia": "12:00", "meia-noite": "00:00"},
        "ru": {"полдень": "12:00", "полночь": "00:00"},
        "zh": {"正午": "12:00", "午夜": "00:00"},
        "ja": {"正午": "12:00", "真夜中": "00:00"},
    }
)
BEFORE_HOUR: Mapping[str, Mapping[str, int]] = MappingProxyType(
    {
        "en": {
            **{"half past": 30, "quarter past": 15, "a quarter past": 15, "quarter to": -15, "a quarter to": -15},
            **{"five past": 5, "ten past": 10, "twenty past": 20},
        },
        "de": {"halb": -30, "viertel nach": 15, "viertel vor": -15, "dreiviertel": -15},
        "nl": {"half": -30, "kwart over": 15, "kwart voor": -15},
    }
)
"""Minutes from the hour that these words stand before: "halb vier" is half past three."""

AFTER_HOUR: Mapping[str, Mapping[str, int]] = MappingProxyType(
    {
        "fr": {"et demie": 30, "et quart": 15, "moins le quart": -15},
        "es": {"y media": 30, "y cuarto": 15, "menos cuarto": -15},
        "it": {"e mezza": 30, "e mezzo": 30, "e un quarto": 15, "meno un quarto": -15},
        "pt": {"e meia": 30, "e quinze": 15},
        "tr": {"buçuk": 30},
        "zh": {"半": 30, "一刻": 15, "三刻": 45},
        "ja": {"半": 30},
        "ko": {"반": 30},
    }
)
"""Minutes from the hour that these words stand behind, or behind its unit."""

MINUTE_UNITS = "minuten|minutes|minutos|minuti|минут|分钟|分鐘|分|분|uhr"
