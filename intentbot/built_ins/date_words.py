"""Words for days that are told from today, and what stands around months and weekdays, by language.

Names of months and weekdays come from the Unicode CLDR, which has no such words in the form that Babel reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

RELATIVE_DAYS: Mapping[str, Mapping[str, int]] = MappingProxyType(
    {
        "en": {
            **{"the day before yesterday": -2, "day before yesterday": -2, "yesterday": -1, "today": 0, "tonight": 0},
            **{"tomorrow": 1, "the day after tomorrow": 2, "day after tomorrow": 2, "tmrw": 1},
        },
        "de": {
            **{"vorgestern": -2, "gestern": -1, "heute": 0, "morgen": 1, "übermorgen": 2, "uebermorgen": 2},
            **{"heute abend": 0, "heute morgen": 0, "gestern morgen": -1, "morgen früh": 1},
        },
        "fr": {
            **{"avant-hier": -2, "avant hier": -2, "hier": -1, "aujourd'hui": 0, "aujourd’hui": 0, "demain": 1},
            **{"après-demain": 2, "après demain": 2, "ce soir": 0},
        },
        "es": {
            **{"anteayer": -2, "antes de ayer": -2, "ayer": -1, "hoy": 0, "mañana": 1, "pasado mañana": 2},
            **{"mañana por la mañana": 1, "mañana por la tarde": 1, "esta mañana": 0},
        },
        "it": {"altro ieri": -2, "l'altro ieri": -2, "ieri": -1, "oggi": 0, "domani": 1, "dopodomani": 2},
        "nl": {"eergisteren": -2, "gisteren": -1, "vandaag": 0, "vanavond": 0, "morgen": 1, "overmorgen": 2},
        "pt": {"anteontem": -2, "ontem": -1, "hoje": 0, "amanhã": 1, "depois de amanhã": 2},
        "tr": {"evvelsi gün": -2, "dün": -1, "bugün": 0, "yarın": 1, "öbür gün": 2, "ertesi gün": 1},
        "ru": {"позавчера": -2, "вчера": -1, "сегодня": 0, "завтра": 1, "послезавтра": 2},
        "zh": {"前天": -2, "昨天": -1, "今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2, "後天": 2, "大后天": 3},
        "ja": {
            **{"一昨日": -2, "おととい": -2, "昨日": -1, "きのう": -1, "今日": 0, "きょう": 0, "本日": 0},
            **{"明日": 1, "あした": 1, "あす": 1, "明後日": 2, "あさって": 2},
        },
        "pl": {"przedwczoraj": -2, "wczoraj": -1, "dziś": 0, "dzisiaj": 0, "jutro": 1, "pojutrze": 2},
        "sv": {"igår": -1, "i går": -1, "idag": 0, "i dag": 0, "imorgon": 1, "i morgon": 1, "i övermorgon": 2},
        "ko": {"그저께": -2, "어제": -1, "오늘": 0, "내일": 1, "모레": 2},
    }
)
NOT_RELATIVE: Mapping[str, str] = MappingProxyType(
    {
        "de": r"(?:guten|schonen|am|jeden|diesen|den|der|vom|nachsten) morgen|morgens",
        "nl": r"goede ?morgen",
        "es": r"(?:por la|de la|a la|la|cada|buena) manana",
    }
)
"""Where a folded word for tomorrow is the morning; found first, and left out."""

NEXT: Mapping[str, str] = MappingProxyType(
    {
        "en": "next coming",
        "de": "nächster nächsten nächste nächstes kommenden kommender kommende",
        "fr": "prochain",
        "es": "próximo que_viene siguiente",
        "it": "prossimo prossima",
        "nl": "volgende komende aanstaande",
        "pt": "próxima próximo que_vem",
        "tr": "gelecek önümüzdeki haftaya",
        "ru": "следующий следующую следующее следующая ближайший ближайшую",
        "zh": "下 下个 下個",
        "ja": "来週 来週の 次の",
        "pl": "następny następną najbliższy przyszły",
        "sv": "nästa",
    }
)
LAST: Mapping[str, str] = MappingProxyType(
    {
        "en": "last",
        "de": "letzter letzten letzte letztes vergangenen",
        "fr": "dernier",
        "es": "pasado último",
        "it": "scorso scorsa",
        "nl": "vorige afgelopen",
        "pt": "passada passado última último",
        "tr": "geçen",
        "ru": "прошлый прошлую прошлое прошлая",
        "zh": "上 上个 上個",
        "ja": "先週 先週の 前の",
        "pl": "zeszły ostatni",
        "sv": "förra",
    }
)
# In Chinese and Japanese, next monday is that of the next week, else the first one after today.
THIS: Mapping[str, str] = MappingProxyType({"en": "this", "zh": "这 這 本", "ja": "今週 今週の", "de": "diesen dieser"})
OTHER_MONTHS: Mapping[str, Mapping[str, int]] = MappingProxyType(
    {
        "en": {"sept": 9},
        "de": {"jänner": 1, "maerz": 3, "feber": 2},
        "es": {"setiembre": 9},
        "ru": {"январе": 1, "феврале": 2, "марте": 3, "апреле": 4, "июне": 6, "июле": 7, "августе": 8, "октябре": 10},
    }
)
OTHER_WEEKDAYS: Mapping[str, Mapping[str, int]] = MappingProxyType(
    {
        "de": {"sonnabend": 5},
        "ru": {"среду": 2, "пятницу": 4, "субботу": 5},
        "pl": {"środę": 2, "sobotę": 5, "niedzielę": 6},
        "zh": {
            f"{week}{day}": number
            for week in ("周", "週", "星期", "礼拜", "禮拜")
            for day, number in zip("一二三四五六日天", (0, 1, 2, 3, 4, 5, 6, 6), strict=True)
        },
        "ja": {f"{day}曜": number for number, day in enumerate("月火水木金土日")},
    }
)
BETWEEN_DAY_AND_MONTH: Mapping[str, str] = MappingProxyType(
    {"en": "of of_the", "es": "de del", "pt": "de", "it": "di", "nl": "van", "sv": "i"}
)
BEFORE_YEAR: Mapping[str, str] = MappingProxyType({"es": "de del", "pt": "de do", "it": "del"})
