"""What is written around test messages: greetings, excuses and thanks, none of which intentbot learns word for word."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from types import MappingProxyType

AROUND: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = MappingProxyType(
    {
        "en": (
            (
                "Good day!",
                "Hello, I hope you are well.",
                "Greetings from Leeds,",
                "hiya",
                "hey, can you help me out please?",
                "Sorry to bother you but",
                "I tried to call you but nobody picked up.",
                "Not sure whether this is the right place to ask,",
                "Hello team, I have been with you for years.",
                "Maybe a silly question:",
            ),
            (
                "Thanks in advance!",
                "Sincerely, Peter Smith",
                "I really appreciate your support.",
                "ta",
                "Hope to hear from you soon!",
                "thank you for your time and patience",
                "pls reply quickly",
                "I would be grateful for an answer.",
                "Have a lovely evening",
                "thankyou :)",
            ),
        ),
        "de": (
            ("Einen schönen guten Tag!", "Hallöchen,", "Verzeihen Sie die Störung,", "Vielleicht eine dumme Frage:"),
            ("Dankeschön schon mal!", "Herzliche Grüße, Peter", "Das wäre sehr nett von Ihnen.", "thx"),
        ),
        "fr": (
            ("Bien le bonjour,", "Navré de vous déranger,", "Peut-être une question bête :", "Rebonjour,"),
            ("Je vous remercie par avance.", "Bien à vous, Pierre", "Ce serait très gentil.", "mci"),
        ),
        "es": (
            ("Muy buenas,", "Siento molestarles,", "Quizás sea una pregunta tonta:", "Saludos desde Lugo,"),
            ("Se lo agradezco mucho.", "Un abrazo, Pedro", "Sería muy amable.", "grax"),
        ),
        "it": (
            ("Buondì,", "Mi spiace disturbarvi,", "Forse è una domanda sciocca:", "Un saluto da Lucca,"),
            ("Vi ringrazio molto.", "Un abbraccio, Pietro", "Sareste molto gentili.", "grz"),
        ),
        "ru": (
            ("Приветствую!", "Прошу прощения за беспокойство,", "Может быть глупый вопрос:", "Привет из Перми,"),
            ("Буду очень признателен.", "Искренне ваш, Пётр", "Вы очень меня выручите.", "спс"),
        ),
        "tr": (
            ("Hayırlı günler,", "Rahatsız ettiğim için kusura bakmayın,", "Belki aptalca bir soru:", "slm"),
            ("Minnettar kalırım.", "Sevgilerle, Pelin", "Çok naziksiniz.", "tşk"),
        ),
        "id": (
            ("Salam hangat,", "Maaf mengganggu waktunya,", "Mungkin pertanyaan bodoh:", "Halo dari Bogor,"),
            ("Saya sangat menghargainya.", "Salam hormat, Putra", "Baik sekali kalau bisa.", "trims"),
        ),
        "zh": (
            ("各位好，", "很抱歉打扰您，", "可能是个傻问题：", "亲，"),
            ("不胜感激！", "此致，小王", "辛苦你们了。", "谢啦"),
        ),
        "ja": (
            ("どうもこんにちは。", "お忙しいところ恐れ入りますが、", "変な質問かもしれませんが、", "やあ、"),
            ("感謝いたします。", "敬具、田中", "お手数をおかけします。", "サンキュー"),
        ),
        "ar": (
            ("أسعد الله أوقاتكم،", "أعتذر عن الإزعاج،", "ربما سؤال سخيف:", "تحياتي من عمان،"),
            ("أكون ممتنا لكم.", "المخلص، بطرس", "هذا لطف كبير منكم.", "مشكورين"),
        ),
        "he": (
            ("ברכות מחיפה,", "מצטער על ההפרעה,", "אולי שאלה טיפשית:", "אהלן,"),
            ("אהיה אסיר תודה.", "שלכם, פיטר", "זה יהיה ממש נחמד מצדכם.", "תנקס"),
        ),
    }
)
"""By language: what stands before a message, and what stands after it."""


def with_courtesies(texts: Iterable[str], language: str, seed: int) -> list[str]:
    """Return the texts, each with something before it and something after it that changes nothing of what is asked."""
    chance, (before, after) = random.Random(seed), AROUND[language]
    return [f"{chance.choice(before)} {text} {chance.choice(after)}" for text in texts]
