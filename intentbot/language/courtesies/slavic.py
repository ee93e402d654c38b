"""Courtesies in Russian and Polish."""

from __future__ import annotations

from intentbot.language.courtesies.texts import CourtesyTexts

RUSSIAN = CourtesyTexts(
    before=(
        "привет, здравствуйте, добрый день, доброе утро, добрый вечер, всем привет, доброго времени суток, "
        "уважаемая команда, уважаемые господа, извините, простите, извините ещё вопрос, у меня вопрос, "
        "здравствуйте у меня вопрос, короткий вопрос, ещё один вопрос, мне нужна помощь, здравствуйте нужна помощь, "
        "кто-нибудь может помочь, вы можете мне помочь, не могли бы вы помочь, надеюсь вы сможете помочь, "
        "надеюсь у вас всё хорошо, хотел спросить, хотела узнать, я хотел бы узнать, хочу узнать, "
        "можете сказать, подскажите пожалуйста, скажите пожалуйста, не знаете ли вы, пишу вам потому что, "
        "спасибо за быстрый ответ, спасибо за ответ, спасибо, ок, хорошо спасибо, ну, так, э, я ваш клиент, "
        "меня зовут, это снова я"
    ),
    after=(
        "спасибо, большое спасибо, спасибо большое, благодарю, заранее спасибо, спасибо за помощь, "
        "пожалуйста, помогите пожалуйста, прошу помочь, вы можете помочь, можете мне помочь, что мне делать, "
        "надеюсь вы сможете помочь, буду рад любой помощи, жду ответа, жду вашего ответа, дайте знать, "
        "ответьте пожалуйста быстрее, это срочно, как можно скорее, пока, до свидания, до скорого, "
        "с уважением, всего доброго, хорошего дня, хороших выходных"
    ),
)

POLISH = CourtesyTexts(
    before=(
        "cześć, hej, witam, dzień dobry, dobry wieczór, witam wszystkich, szanowni państwo, drogi zespole, "
        "przepraszam, przepraszam jeszcze jedno pytanie, mam pytanie, dzień dobry mam pytanie, krótkie pytanie, "
        "jeszcze jedno pytanie, potrzebuję pomocy, witam potrzebuję pomocy, czy ktoś może mi pomóc, "
        "czy możecie mi pomóc, czy mogliby państwo pomóc, mam nadzieję że pomożecie, mam nadzieję że wszystko dobrze, "
        "zastanawiam się, chciałem zapytać, chciałam zapytać, chciałbym wiedzieć, chciałabym się dowiedzieć, "
        "czy możecie mi powiedzieć, proszę mi powiedzieć, czy wiecie, piszę ponieważ, dziękuję za szybką odpowiedź, "
        "dzięki za odpowiedź, dzięki, ok, dobrze dziękuję, no, więc, hmm, jestem waszym klientem, "
        "nazywam się, to znowu ja"
    ),
    after=(
        "dzięki, dziękuję, dziękuję bardzo, bardzo dziękuję, wielkie dzięki, z góry dziękuję, "
        "dziękuję za pomoc, proszę, proszę o pomoc, pomóżcie proszę, czy możecie pomóc, czy możecie mi pomóc, "
        "co mam zrobić, mam nadzieję że pomożecie, będę wdzięczny za pomoc, czekam na odpowiedź, dajcie znać, "
        "proszę o szybką odpowiedź, to pilne, jak najszybciej, pa, do widzenia, na razie, pozdrawiam, "
        "z poważaniem, miłego dnia, miłego weekendu"
    ),
)
