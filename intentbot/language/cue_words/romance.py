"""The words by which customers steer a conversation, in French, Spanish, Italian and Portuguese."""

from __future__ import annotations

from intentbot.language.cue_words.words import CueWords

FRENCH = CueWords(
    yes=(
        "oui, ouais, ouaip, oui bien sûr, bien sûr, certainement, absolument, tout à fait, exactement, exact, "
        "c'est exact, c'est ça, c'est bien ça, correct, c'est correct, d'accord, dac, entendu, volontiers, "
        "avec plaisir, allez-y, vas-y, faites, parfait, très bien, bien, ça marche, ça me va, je confirme, "
        "confirmer, confirmé, si, mais oui, pourquoi pas, pas de problème, évidemment, vrai, je veux bien, "
        "oui je veux bien, oui c'est ça"
    ),
    no=(
        "non, nan, non merci, pas du tout, pas vraiment, pas maintenant, pas encore, jamais, surtout pas, "
        "bien sûr que non, certainement pas, absolument pas, mais non, faux, c'est faux, ce n'est pas ça, "
        "c'est pas ça, pas la peine, ce n'est pas la peine, incorrect, je ne veux pas, je ne crois pas, "
        "je ne pense pas, ça ira, c'est tout, rien d'autre, pas besoin"
    ),
    cancel=(
        "annuler, annulez, non annulez, non laissez tomber, non laisse tomber, annule, laisse tomber, "
        "laissez tomber, oubliez, oublie, oubliez ça, oublie ça, peu importe, stop, arrête, arrêtez, arrêter, "
        "abandonner, tant pis, c'est bon laissez, j'ai changé d'avis, quitter, ça ne fait rien, "
        "ce n'est plus nécessaire, plus besoin, on arrête"
    ),
    none_of_these=(
        "aucun, aucune, aucun des deux, aucune des deux, aucun de ceux-là, aucune de celles-là, aucun d'eux, "
        "aucun des trois, ni l'un ni l'autre, rien de tout ça, rien de tout cela, autre chose, autre, un autre, "
        "une autre, c'est autre chose, ni l'une ni l'autre, aucun de ces choix"
    ),
    polite=(
        "s'il vous plaît, s'il te plaît, svp, stp, merci, merci beaucoup, merci bien, mais merci, pardon, désolé, "
        "désolée, oh, ah, euh, ben, bon, alors, donc, ok, okay, ça, le"
    ),
    meant=(
        "je voulais dire, je veux dire, je voulais écrire, en fait, en fait c'est, plutôt, correction, "
        "c'est plutôt, il fallait lire, en réalité, ce serait plutôt, changez en, mettez plutôt, je parlais de, "
        "je parle de, au temps pour moi"
    ),
    it_is="c'est, c'était, le bon est, la bonne est, le bon numéro est, le numéro est, il s'agit de, ce sont",
    oops=(
        "non, nan, pardon, désolé, désolée, excusez-moi, excuse-moi, oups, attendez, attends, je me suis trompé, "
        "je me suis trompée, mon erreur, erreur, c'est faux, faux"
    ),
    rather="pas > mais",
    numbers=(
        "un/une/premier/première/1er/1ère/1re, deux/deuxième/second/seconde/2e/2ème, trois/troisième/3e/3ème, "
        "quatre/quatrième/4e/4ème, cinq/cinquième/5e/5ème"
    ),
    last="dernier, dernière, tout dernier",
    around_numbers=(
        "le, la, l, les, option, numéro, no, n, choix, réponse, je, prends, veux, voudrais, choisis, c'est"
    ),
)

SPANISH = CueWords(
    yes=(
        "sí, si, sip, sep, claro, claro que sí, por supuesto, desde luego, vale, dale, de acuerdo, correcto, "
        "es correcto, exacto, exactamente, así es, eso es, adelante, hágalo, hazlo, bueno, bien, muy bien, "
        "perfecto, confirmo, confirmar, confirmado, está bien, me parece bien, sin problema, por qué no, cierto, "
        "es verdad, afirmativo, sin duda, sí quiero, genial, listo"
    ),
    no=(
        "no, nop, nope, no gracias, para nada, en absoluto, de ninguna manera, ahora no, todavía no, aún no, "
        "nunca, jamás, claro que no, por supuesto que no, mejor no, no hace falta, no es necesario, incorrecto, "
        "no es correcto, no es así, falso, no quiero, no creo, negativo, eso es todo, es todo, nada más, "
        "no realmente, está mal"
    ),
    cancel=(
        "cancelar, cancela, cancele, cancélalo, olvídalo, olvídelo, olvida eso, olvídate, déjalo, déjelo, "
        "da igual, no importa, para, parar, pare, basta, detener, alto, stop, salir, abandonar, cambié de opinión, "
        "he cambiado de opinión, ya no, ya no hace falta, déjalo así"
    ),
    none_of_these=(
        "ninguno, ninguna, ninguno de estos, ninguna de estas, ninguno de ellos, ninguno de los dos, "
        "ninguna de las dos, ninguno de los anteriores, ni uno ni otro, ni lo uno ni lo otro, otra cosa, algo más, "
        "otro, otra, nada de eso, es otra cosa, algo diferente, algo distinto"
    ),
    polite=(
        "por favor, porfa, porfavor, xfa, gracias, muchas gracias, mil gracias, pero gracias, perdón, perdona, "
        "disculpe, oh, ah, eh, pues, bueno, entonces, ok, okay, muy amable, lo, eso"
    ),
    meant=(
        "quise decir, quería decir, quiero decir, me refería a, me refiero a, en realidad, en realidad es, "
        "más bien, corrección, mejor dicho, digo, debería ser, sería, cámbielo a, cámbialo a, de hecho, "
        "de hecho es, me refería al, me refiero al"
    ),
    it_is="es, era, el correcto es, la correcta es, el número es, se trata de, son",
    oops=(
        "no, perdón, perdona, perdone, disculpe, disculpa, lo siento, ups, uy, espera, espere, me equivoqué, "
        "me he equivocado, error, mi error, está mal"
    ),
    rather="no > sino",
    numbers=(
        "uno/una/un/primero/primera/primer/1ro/1ra/1o/1a, dos/segundo/segunda/2do/2da/2o/2a, tres/tercero/tercera/"
        "tercer/3ro/3ra/3o/3a, cuatro/cuarto/cuarta/4to/4ta, cinco/quinto/quinta/5to/5ta"
    ),
    last="último, última, ultimo",
    around_numbers=(
        "el, la, los, las, lo, opción, número, núm, no, n, respuesta, elección, quiero, prefiero, elijo, escojo, "
        "es, con"
    ),
)

ITALIAN = CueWords(
    yes=(
        "sì, si, sisì, certo, certamente, sicuro, sicuramente, certo che sì, ovvio, ovviamente, va bene, vabbè, "
        "d'accordo, esatto, esattamente, giusto, è giusto, corretto, è corretto, proprio così, è così, perfetto, "
        "bene, molto bene, volentieri, procedi, proceda, fallo, lo faccia, confermo, confermato, conferma, "
        "perché no, nessun problema, vero, sì certo, assolutamente sì"
    ),
    no=(
        "no, nope, no grazie, per niente, assolutamente no, niente affatto, non ora, non adesso, non ancora, mai, "
        "certo che no, ovviamente no, meglio di no, non serve, non è necessario, sbagliato, è sbagliato, "
        "non è giusto, non è corretto, falso, non voglio, non credo, non penso, è tutto, nient'altro, non proprio, "
        "a posto così, sono a posto"
    ),
    cancel=(
        "annulla, annullare, annulli, lascia stare, lasci stare, lascia perdere, lasci perdere, non importa, "
        "non fa niente, fa niente, dimentica, dimenticalo, lo dimentichi, ferma, fermati, basta, stop, smetti, "
        "esci, interrompi, ho cambiato idea, non serve più, come non detto"
    ),
    none_of_these=(
        "nessuno, nessuna, nessuno di questi, nessuna di queste, nessuno dei due, nessuna delle due, "
        "nessuno di loro, né l'uno né l'altro, qualcos'altro, qualcosa d'altro, altro, un altro, un'altra, "
        "niente di tutto questo, nessuno dei tre, è un'altra cosa, un'altra cosa, qualcosa di diverso"
    ),
    polite=(
        "per favore, per piacere, per cortesia, grazie, grazie mille, molte grazie, tante grazie, ma grazie, "
        "scusa, scusi, oh, ah, ehm, beh, allora, ok, okay, prego, lo"
    ),
    meant=(
        "intendevo, intendo, volevo dire, voglio dire, in realtà, in realtà è, anzi, correzione, piuttosto, "
        "dovrebbe essere, volevo scrivere, mi riferivo a, lo cambi in, cambialo in, per meglio dire, veramente"
    ),
    it_is="è, era, quello giusto è, quella giusta è, il numero è, si tratta di, sono",
    oops=(
        "no, scusa, scusi, scusate, mi scusi, mi dispiace, ops, oops, aspetta, aspetti, ho sbagliato, "
        "mi sono sbagliato, mi sono sbagliata, errore, errore mio, è sbagliato, pardon"
    ),
    rather="non > ma",
    numbers=(
        "uno/una/un/primo/prima/1o/1a, due/secondo/seconda/2o/2a, tre/terzo/terza/3o/3a, quattro/quarto/quarta/4o/"
        "4a, cinque/quinto/quinta/5o/5a"
    ),
    last="ultimo, ultima",
    around_numbers=(
        "il, lo, la, l, i, gli, opzione, numero, n, no, scelta, risposta, voglio, vorrei, prendo, scelgo, è, "
        "quello, quella"
    ),
)

PORTUGUESE = CueWords(
    yes=(
        "sim, s, claro, claro que sim, com certeza, certamente, certo, está certo, tá certo, isso, isso mesmo, "
        "é isso, exato, exatamente, correto, está correto, perfeito, pode ser, pode, pode sim, quero, quero sim, "
        "vamos, faça isso, confirmo, confirmar, confirmado, beleza, blz, tá bom, tá, está bem, tudo bem, "
        "de acordo, concordo, por que não, sem problema, verdade, bom, ótimo, aceito"
    ),
    no=(
        "não, nao, n, não obrigado, não obrigada, de jeito nenhum, de forma nenhuma, de maneira nenhuma, nunca, "
        "jamais, agora não, ainda não, claro que não, com certeza não, melhor não, não precisa, não é preciso, "
        "não é necessário, errado, está errado, incorreto, não está certo, falso, não quero, acho que não, "
        "não acho, é só isso, só isso, mais nada, nada mais, isso é tudo"
    ),
    cancel=(
        "cancelar, cancela, cancele, deixa pra lá, deixa para lá, deixe pra lá, deixe para lá, deixa, esquece, "
        "esqueça, esquece isso, esqueça isso, não importa, tanto faz, para, pare, parar, chega, stop, sair, "
        "desistir, desisto, mudei de ideia, não precisa mais, abortar"
    ),
    none_of_these=(
        "nenhum, nenhuma, nenhum desses, nenhuma dessas, nenhum deles, nenhuma delas, nenhum dos dois, "
        "nenhuma das duas, nenhum destes, nenhuma destas, nem um nem outro, nenhuma das anteriores, outra coisa, "
        "outro, outra, nada disso, algo diferente, é outra coisa"
    ),
    polite=(
        "por favor, pfv, pf, se faz favor, obrigado, obrigada, muito obrigado, muito obrigada, obg, mas obrigado, "
        "mas obrigada, desculpe, desculpa, oh, ah, bem, então, ok, okay, valeu, isso"
    ),
    meant=(
        "eu quis dizer, quis dizer, queria dizer, eu queria dizer, quero dizer, na verdade, na verdade é, aliás, "
        "correção, ou melhor, melhor dizendo, deveria ser, me refiro a, me referia a, refiro-me a, mude para, "
        "altere para, digo"
    ),
    it_is="é, era, o certo é, a certa é, o correto é, o número é, trata-se de, são",
    oops=(
        "não, nao, desculpe, desculpa, perdão, sinto muito, ops, opa, espera, espere, peraí, me enganei, "
        "enganei-me, errei, erro meu, está errado, errado"
    ),
    rather="não > mas sim, não > e sim, não > mas",
    numbers=(
        "um/uma/primeiro/primeira/1o/1a, dois/duas/segundo/segunda/2o/2a, três/terceiro/terceira/3o/3a, quatro/"
        "quarto/quarta/4o/4a, cinco/quinto/quinta/5o/5a"
    ),
    last="último, última",
    around_numbers="o, a, os, as, opção, número, no, n, escolha, resposta, eu, quero, prefiro, escolho, é",
)
