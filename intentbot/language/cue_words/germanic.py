"""The words by which customers steer a conversation, in English, German and Dutch."""

from __future__ import annotations

from intentbot.language.cue_words.words import CueWords

ENGLISH = CueWords(
    yes=(
        "yes, that's true, that is true, it's true, very true, that is it, sure thing, uh huh, yeap, yes i am, "
        "you got it, you are right, that would be great, yep, yeah, yea, yup, ya, yess, yse, y, sure, ok, okay, "
        "okey, k, of course, certainly, absolutely, definitely, correct, right, that's right, thats right, "
        "that is right, that's correct, that is correct, exactly, indeed, go ahead, do it, do that, please do, "
        "yes i do, yes it is, yes that's it, sounds good, sounds great, fine, great, perfect, agreed, i agree, "
        "confirm, confirmed, i confirm, no problem, why not, let's do it, let's go, alright, all right, "
        "i said yes, yes i said, go on, go on then, yes cancel it, yes do it, yes go ahead, "
        "affirmative, that's it, that works, works for me, true, aye"
    ),
    no=(
        "no, dont, no dont, no don't, nope leave it, no leave it, leave it, i said no, "
        "not true, that's not true, that is not true, that's incorrect, that is incorrect, that is wrong, "
        "that is false, that's false, don't do that, do not do that, i'll pass, naw, i think not, i disagree, "
        "nope, nah, nay, n, noo, not really, not now, not yet, no way, no need, of course not, absolutely not, "
        "certainly not, definitely not, not at all, never, i don't, i do not, no i don't, no it isn't, don't, "
        "do not, i don't want to, i don't want that, i don't want it, it is not, it's not, it isn't, keep it, "
        "i'll keep it, i don't think so, i'd rather not, i would rather not, rather not, negative, "
        "wrong, false, incorrect, that's wrong, that's not right, that is not right, not correct, i'm good, "
        "im good, i'm fine, that's all, thats all, that is all, nothing else"
    ),
    cancel=(
        "cancel, halt, terminate, cancle, cancell, no cancel, no stop, no never mind, no forget it, wait no, "
        "cancel that, cancel this, cancel it, never mind, nevermind, never mind that, nvm, nm, forget it, "
        "forget about it, forget that, stop, stop it, stop that, stop this, please stop, abort, quit, exit, "
        "leave it, drop it, i changed my mind, changed my mind, i've changed my mind, not anymore, doesn't matter, "
        "it doesn't matter, let it be, start over, let's stop, i want to stop"
    ),
    none_of_these=(
        "none, none of these, none of those, none of them, none of the above, neither, neither of them, "
        "neither of these, neither one, neither of those, something else, something different, other, another, "
        "other one, not these, not those, not that, neither nor, it's something else, i mean something else, "
        "i meant something else, nothing of that"
    ),
    polite=(
        "wait, wait a moment, hold on, mate, love, dear, for god's sake, please, "
        "pls, plz, thanks, thank you, thx, ty, thank you very much, "
        "thanks a lot, many thanks, sorry, oh, "
        "ah, um, uh, hmm, well, then, just, so, but thanks, ok, okay, cheers, kindly, it, that, very much"
    ),
    meant=(
        "i meant, i mean, i ment, actually, actually it's, actually it is, correction, i should have said, "
        "i meant to say, i wanted to say, should be, it should be, it should have been, make that, change it to, "
        "change that to, rather, i actually meant, what i meant was, what i mean is"
    ),
    it_is="it's, its, it is, that's, that is, it was, the right one is, the correct one is, the number is",
    oops=(
        "no, nope, sorry, oops, ooops, whoops, ups, wait, hold on, hang on, my mistake, my bad, i'm sorry, wrong, "
        "that's wrong, that was wrong, typo, pardon, excuse me"
    ),
    rather="not > but",
    numbers="one/first/1st, two/second/2nd, three/third/3rd, four/fourth/4th, five/fifth/5th",
    last="last, the last, final, bottom one, lowest",
    around_numbers=(
        "the, one, option, number, no, nr, choice, answer, item, button, i, i'd, i'll, i would, take, want, like, "
        "choose, pick, mean, meant, it's, its, please, is, go with, with"
    ),
)

GERMAN = CueWords(
    yes=(
        "ja, jo, jep, jup, jepp, jawohl, ja klar, klar, na klar, sicher, natürlich, selbstverständlich, gerne, "
        "gern, sehr gerne, genau, richtig, stimmt, das stimmt, korrekt, passt, das passt, in Ordnung, "
        "einverstanden, mach das, machen Sie das, tu das, bestätige, ich bestätige, bestätigt, perfekt, super, "
        "gut, alles klar, auf jeden Fall, unbedingt, doch, ja genau, ja doch, geht klar, warum nicht, "
        "kein Problem, los, ja das ist richtig, jou, okay, freilich"
    ),
    no=(
        "nein, nee, ne, nö, nop, nein danke, nicht, noch nicht, jetzt nicht, lieber nicht, auf keinen Fall, "
        "keinesfalls, niemals, natürlich nicht, nicht nötig, nicht wirklich, eher nicht, falsch, das ist falsch, "
        "das stimmt nicht, stimmt nicht, nicht richtig, ich glaube nicht, will ich nicht, das will ich nicht, "
        "möchte ich nicht, das war alles, das ist alles, das wars, sonst nichts, brauche ich nicht, gar nicht, "
        "keineswegs"
    ),
    cancel=(
        "abbrechen, abbruch, nein abbrechen, nein vergiss es, nein lass es, stopp, stop, halt, vergiss es, "
        "vergessen Sie es, vergessen Sie das, vergiss das, egal, schon gut, lass es, lassen wir das, "
        "lassen Sie es, lass gut sein, hat sich erledigt, hat sich schon erledigt, erledigt, ist egal, "
        "ich habe es mir anders überlegt, hab es mir anders überlegt, aufhören, beenden, ende, doch nicht, "
        "nicht mehr nötig, ich möchte abbrechen, bitte abbrechen"
    ),
    none_of_these=(
        "keins, keines, keiner, keine, keins davon, keines davon, keine davon, keiner davon, keins von beiden, "
        "keines von beiden, weder noch, nichts davon, etwas anderes, was anderes, anderes, andere, ein anderes, "
        "eine andere, nichts von beidem, ich meine etwas anderes, ich meinte etwas anderes, beides nicht"
    ),
    polite=(
        "bitte, danke, danke schön, dankeschön, vielen Dank, besten Dank, danke sehr, aber danke, sorry, "
        "entschuldigung, ach, oh, ähm, na, also, dann, doch bitte, sehr, bitteschön, ok, okay, mal, einfach, das, "
        "es"
    ),
    meant=(
        "ich meinte, ich meine, ich meinte natürlich, gemeint war, gemeint ist, eigentlich, korrektur, "
        "sollte heißen, soll heißen, es sollte heißen, ich wollte sagen, richtig ist, richtig wäre, besser gesagt, "
        "vielmehr, ändere das auf, ändern Sie das auf, ändern auf, ich meine natürlich, sondern"
    ),
    it_is=(
        "es ist, das ist, es war, sie ist, die ist, der ist, sie lautet, es lautet, die Nummer ist, "
        "die Nummer lautet, ist, es sind"
    ),
    oops=(
        "nein, nee, ne, sorry, entschuldigung, entschuldigen Sie, verzeihung, tut mir leid, ups, hoppla, moment, "
        "warte, warten Sie, mein Fehler, falsch, das war falsch, das ist falsch, vertippt, pardon, stopp, halt"
    ),
    rather="nicht > sondern",
    numbers=(
        "eins/eine/ein/erste/erster/erstes/ersten/1te/1ste, zwei/zwo/zweite/zweiter/zweites/zweiten/2te, drei/"
        "dritte/dritter/drittes/dritten/3te, vier/vierte/vierter/viertes/vierten/4te, fünf/fünfte/fünfter/fünftes/"
        "fünften/5te"
    ),
    last="letzte, letzter, letztes, letzten, unterste",
    around_numbers=(
        "der, die, das, den, dem, option, nummer, nr, auswahl, antwort, möglichkeit, punkt, ich, nehme, möchte, "
        "will, wähle, meine, hätte, gern, gerne, mit, lieber"
    ),
)

DUTCH = CueWords(
    yes=(
        "ja, jawel, jep, jup, ja hoor, zeker, zeker weten, natuurlijk, uiteraard, graag, ja graag, heel graag, "
        "goed, is goed, dat is goed, prima, akkoord, oké, klopt, dat klopt, juist, dat is juist, correct, precies, "
        "inderdaad, doe maar, doe dat maar, ga je gang, bevestig, ik bevestig, bevestigd, perfect, top, "
        "waarom niet, geen probleem, mooi, in orde, helemaal goed"
    ),
    no=(
        "nee, neen, nope, nee hoor, nee bedankt, nee dank je, nee dank u, niet, niet nu, nu niet, nog niet, "
        "liever niet, zeker niet, natuurlijk niet, absoluut niet, helemaal niet, nooit, niet echt, niet nodig, "
        "hoeft niet, dat hoeft niet, fout, dat is fout, klopt niet, dat klopt niet, onjuist, wil ik niet, "
        "ik denk het niet, dat is alles, dat was alles, verder niets, geen"
    ),
    cancel=(
        "annuleren, annuleer, nee laat maar, nee stop, nee annuleren, afbreken, stop, stoppen, laat maar, "
        "laat maar zitten, vergeet het, vergeet het maar, vergeet dat, maakt niet uit, het maakt niet uit, "
        "doe maar niet, toch niet, ik heb me bedacht, ik ben van gedachten veranderd, hou op, ophouden, "
        "niet meer nodig, terug, afsluiten"
    ),
    none_of_these=(
        "geen van deze, geen van beide, geen van beiden, geen van allen, geen van alle, geen van die, geen enkele, "
        "geen enkel, iets anders, wat anders, anders, andere, een andere, een ander, noch het een noch het ander, "
        "niets van dat alles"
    ),
    polite=(
        "alstublieft, alsjeblieft, aub, ajb, svp, bedankt, dank je, dank u, dank je wel, dank u wel, dankjewel, "
        "hartelijk dank, maar bedankt, sorry, oh, ach, eh, nou, dan, maar, oké, ok, okay, even, dat, het"
    ),
    meant=(
        "ik bedoelde, ik bedoel, bedoelde, ik wilde zeggen, ik wou zeggen, eigenlijk, eigenlijk is het, correctie, "
        "het moet zijn, moet zijn, het moest zijn, beter gezegd, liever gezegd, verander het in, wijzig het in, "
        "maak er"
    ),
    it_is="het is, dat is, het was, de juiste is, het juiste is, het nummer is, is, het zijn",
    oops=(
        "nee, neen, sorry, pardon, excuus, excuses, het spijt me, oeps, wacht, wacht even, momentje, mijn fout, "
        "foutje, dat is fout, fout, verkeerd, typfout"
    ),
    rather="niet > maar",
    numbers=("een/één/eerste/1e/1ste, twee/tweede/2e/2de, drie/derde/3e/3de, vier/vierde/4e/4de, vijf/vijfde/5e/5de"),
    last="laatste, onderste",
    around_numbers=(
        "de, het, optie, nummer, nr, keuze, antwoord, ik, neem, wil, kies, bedoel, graag, liever, doe, maar"
    ),
)
