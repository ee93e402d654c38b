"""The words by which customers steer a conversation, in Russian and Polish."""

from __future__ import annotations

from intentbot.language.cue_words.words import CueWords

RUSSIAN = CueWords(
    yes=(
        "да, ага, угу, да да, конечно, да конечно, разумеется, безусловно, хорошо, ладно, окей, ок, ок да, верно, "
        "все верно, правильно, именно, именно так, точно, так точно, согласен, согласна, подтверждаю, давай, "
        "давайте, пожалуй да, отлично, прекрасно, почему бы и нет, без проблем, валяй, хочу, да хочу, идет, "
        "подходит, есть"
    ),
    no=(
        "нет, не, неа, нет спасибо, не надо, не нужно, не хочу, не сейчас, пока нет, еще нет, ни в коем случае, "
        "никогда, нет конечно, конечно нет, ни за что, неверно, неправильно, это неверно, не верно, не так, "
        "это не так, не согласен, не согласна, лучше не надо, не думаю, это все, больше ничего, нисколько, нету"
    ),
    cancel=(
        "отмена, отмени, отмените, отменить, забудь, забудьте, забудь об этом, забудьте об этом, неважно, "
        "не важно, стоп, хватит, перестань, прекрати, прекратите, выход, выйти, я передумал, я передумала, "
        "передумал, передумала, уже не надо, уже не нужно, больше не нужно, проехали, ничего не надо"
    ),
    none_of_these=(
        "ничего из этого, ничего из перечисленного, ни один, ни одна, ни одно, ни один из них, ни один из этих, "
        "ни то ни другое, ни то ни се, другое, что то другое, что-то другое, другой, другая, другой вопрос, не то, "
        "не это, нечто другое"
    ),
    polite=(
        "пожалуйста, пжл, пожалуста, спасибо, большое спасибо, спасибо большое, благодарю, но спасибо, извините, "
        "простите, ой, ну, э, так, тогда, ок, окей, будьте добры, это"
    ),
    meant=(
        "я имел в виду, я имела в виду, имел в виду, имела в виду, я имею в виду, имею в виду, то есть, вернее, "
        "точнее, на самом деле, исправление, поправка, я хотел сказать, я хотела сказать, хотел сказать, "
        "хотела сказать, должно быть, правильно будет, исправьте на, измените на, речь о"
    ),
    it_is="это, правильный номер, верный номер, номер, мой номер, правильно",
    oops=(
        "нет, не, извините, простите, прошу прощения, извиняюсь, ой, упс, подождите, подожди, стойте, стоп, "
        "ошибся, ошиблась, я ошибся, я ошиблась, моя ошибка, ошибка, опечатка, неверно, неправильно, не так, не то"
    ),
    rather="не > а",
    numbers=(
        "один/одна/одно/первый/первая/первое/первую, два/две/второй/вторая/второе/вторую, три/третий/третья/третье/"
        "третью, четыре/четвертый/четвертая/четвертое/четвертую, пять/пятый/пятая/пятое/пятую"
    ),
    last="последний, последняя, последнее, последнюю",
    around_numbers=("вариант, номер, пункт, ответ, выбираю, хочу, беру, давайте, мне, й, я, е, ый, ая, ой, под, это"),
)

POLISH = CueWords(
    yes=(
        "tak, no tak, oczywiście, jasne, pewnie, pewnie że tak, dobrze, dobra, ok, okej, zgoda, zgadza się, "
        "zgadzam się, dokładnie, właśnie, poprawnie, prawda, potwierdzam, proszę bardzo, chętnie, super, świetnie, "
        "może być, niech będzie, czemu nie, dlaczego nie, nie ma sprawy, nie ma problemu, jak najbardziej, "
        "poproszę, tak poproszę, chcę, dawaj, racja"
    ),
    no=(
        "nie, nie dziękuję, nie dzięki, nie teraz, jeszcze nie, na razie nie, raczej nie, oczywiście że nie, "
        "oczywiście nie, absolutnie nie, w żadnym wypadku, nigdy, wcale nie, nie trzeba, nie potrzeba, "
        "nie potrzebuję, nie chcę, źle, to źle, błąd, niepoprawnie, nie zgadza się, to nieprawda, nieprawda, "
        "nie sądzę, to wszystko, nic więcej"
    ),
    cancel=(
        "anuluj, anulować, anuluję, przerwij, przerwać, stop, zatrzymaj, nieważne, nie ważne, zapomnij, "
        "zapomnij o tym, proszę zapomnieć, mniejsza z tym, mniejsza o to, daj spokój, dość, wystarczy, wyjdź, "
        "wyjście, zmieniłem zdanie, zmieniłam zdanie, rozmyśliłem się, rozmyśliłam się, już nie trzeba, rezygnuję"
    ),
    none_of_these=(
        "żaden, żadna, żadne, żaden z nich, żadne z nich, żadna z nich, żaden z tych, żadne z tych, "
        "żadne z powyższych, ani jedno ani drugie, ani to ani to, coś innego, inne, inny, inna, co innego, "
        "nic z tego, nie to"
    ),
    polite=(
        "proszę, dziękuję, dzięki, bardzo dziękuję, dziękuję bardzo, ale dziękuję, przepraszam, och, ach, no, hm, "
        "więc, to, ok, okej, uprzejmie, bardzo"
    ),
    meant=(
        "chodziło mi o, chodzi mi o, miałem na myśli, miałam na myśli, mam na myśli, właściwie, tak naprawdę, "
        "poprawka, korekta, to znaczy, powinno być, chciałem powiedzieć, chciałam powiedzieć, a raczej, raczej, "
        "znaczy się, zmień na, proszę zmienić na"
    ),
    it_is="to, to jest, jest, poprawny to, poprawny numer to, właściwy numer to, numer to",
    oops=(
        "nie, przepraszam, sorry, wybacz, ups, ojej, oj, chwila, chwileczkę, czekaj, proszę czekać, zaraz, "
        "pomyłka, pomyliłem się, pomyliłam się, mój błąd, błąd, źle, to źle, literówka"
    ),
    rather="nie > tylko, nie > lecz, nie > ale",
    numbers=(
        "jeden/jedna/jedno/pierwszy/pierwsza/pierwsze/pierwszą, dwa/dwie/drugi/druga/drugie/drugą, trzy/trzeci/"
        "trzecia/trzecie/trzecią, cztery/czwarty/czwarta/czwarte/czwartą, pięć/piąty/piąta/piąte/piątą"
    ),
    last="ostatni, ostatnia, ostatnie, ostatnią",
    around_numbers=(
        "opcja, opcję, numer, nr, wybór, odpowiedź, punkt, wybieram, chcę, biorę, poproszę, to, ta, ten, tę"
    ),
)
