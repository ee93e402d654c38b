"""What a bot says of its own, in Russian and Polish."""

from __future__ import annotations

from collections.abc import Mapping

from intentbot.language.phrase_texts.names import PhraseName

RUSSIAN: Mapping[PhraseName, str] = {
    "fallback": "Извините, я не понимаю. Не могли бы вы сказать это другими словами?",
    "ambiguous": "Вы имели в виду «{first}» или «{second}»?",
    "did_you_mean": "Вы имели в виду что-то из этого?",
    "none_of_these": "Ничего из этого",
    "ask": "Укажите, пожалуйста: {slot}",
    "cancelled": "Хорошо, отменяю. Чем ещё я могу вам помочь?",
    "gave_up": "К сожалению, не получилось. Не могли бы вы сказать другими словами, что вам нужно?",
    "handed_over": "Передаю вас сотруднику, он скоро ответит.",
    "closed": "Сейчас никого нет на месте. Мы снова на связи: {opens}.",
    "closed_unknown": "Сейчас никого нет на месте. Мы ответим вам, как только сможем.",
    "action_failed": "К сожалению, сейчас я не могу это проверить. Пожалуйста, попробуйте позже.",
    "resume": "Вернёмся к моему вопросу:",
    "invalid": "К сожалению, такой ответ не подходит.",
    "invalid_number": "Это не похоже на число.",
    "invalid_date": "Это не похоже на дату. Укажите, пожалуйста, день, месяц и год.",
    "invalid_time": "Это не похоже на время. Напишите его, пожалуйста, так: 14:30.",
    "invalid_email": "Это не похоже на адрес электронной почты. Он должен выглядеть так: name@example.com.",
    "invalid_phone": "Это не похоже на номер телефона.",
    "invalid_url": "Это не похоже на адрес сайта.",
    "invalid_choice": "Пожалуйста, выберите одно из этого: {choices}.",
    "too_small": "Это слишком мало. Минимум — {min}.",
    "too_large": "Это слишком много. Максимум — {max}.",
    "ask_yes_or_no": "Пожалуйста, ответьте «да» или «нет».",
    "too_long": "Это слишком длинно. Не могли бы вы написать короче?",
}

POLISH: Mapping[PhraseName, str] = {
    "fallback": "Przepraszam, to dla mnie niejasne. Czy można to powiedzieć innymi słowami?",
    "ambiguous": "Czy chodzi o „{first}”, czy o „{second}”?",
    "did_you_mean": "Czy chodzi o jedną z tych rzeczy?",
    "none_of_these": "Żadne z tych",
    "ask": "Proszę podać: {slot}",
    "cancelled": "Dobrze, przerywam. W czym jeszcze mogę pomóc?",
    "gave_up": "Przepraszam, nie udało się. Czy można powiedzieć innymi słowami, czego Państwo potrzebują?",
    "handed_over": "Przekazuję rozmowę osobie z naszego zespołu, która zaraz się odezwie.",
    "closed": "W tej chwili nikogo nie ma. Będziemy znowu: {opens}.",
    "closed_unknown": "W tej chwili nikogo nie ma. Odpowiemy najszybciej, jak to możliwe.",
    "action_failed": "Przepraszam, w tej chwili nie mogę tego sprawdzić. Proszę spróbować później.",
    "resume": "Wracając do mojego pytania:",
    "invalid": "Przepraszam, nie mogę przyjąć tej odpowiedzi.",
    "invalid_number": "To nie wygląda na liczbę.",
    "invalid_date": "To nie wygląda na datę. Proszę podać dzień, miesiąc i rok.",
    "invalid_time": "To nie wygląda na godzinę. Proszę zapisać ją tak: 14:30.",
    "invalid_email": "To nie wygląda na adres e-mail. Powinien wyglądać tak: name@example.com.",
    "invalid_phone": "To nie wygląda na numer telefonu.",
    "invalid_url": "To nie wygląda na adres strony internetowej.",
    "invalid_choice": "Proszę wybrać jedno z tych: {choices}.",
    "too_small": "To za mało. Minimum to {min}.",
    "too_large": "To za dużo. Maksimum to {max}.",
    "ask_yes_or_no": "Proszę odpowiedzieć: tak lub nie.",
    "too_long": "To jest za długie. Czy można krócej?",
}
