"""Courtesies in French, Spanish, Italian and Portuguese."""

from __future__ import annotations

from intentbot.language.courtesies.texts import CourtesyTexts

FRENCH = CourtesyTexts(
    before=(
        "bonjour, salut, bonsoir, coucou, bonjour à tous, bonjour madame monsieur, madame monsieur, chère équipe, "
        "excusez-moi, pardon, désolé, désolé encore une question, j'ai une question, bonjour j'ai une question, "
        "petite question, encore une question, j'ai besoin d'aide, bonjour j'aurais besoin d'aide, "
        "quelqu'un peut m'aider, pouvez-vous m'aider, pourriez-vous m'aider, j'espère que vous pourrez m'aider, "
        "j'espère que vous allez bien, je me demandais, je voulais savoir, je voudrais savoir, "
        "j'aimerais savoir, pouvez-vous me dire, pourriez-vous me dire, dites-moi s'il vous plaît, savez-vous, "
        "je vous écris parce que, merci pour votre réponse rapide, merci de votre réponse, merci, ok, d'accord merci, "
        "bon, alors, euh, je suis client chez vous, je m'appelle, c'est encore moi"
    ),
    after=(
        "merci, merci beaucoup, merci bien, un grand merci, merci d'avance, merci pour votre aide, mille mercis, "
        "s'il vous plaît, svp, stp, aidez-moi s'il vous plaît, pouvez-vous m'aider, pouvez-vous m'aider svp, "
        "que dois-je faire, j'espère que vous pourrez m'aider, toute aide est la bienvenue, "
        "dans l'attente de votre réponse, tenez-moi au courant, merci de me répondre rapidement, c'est urgent, "
        "dès que possible, au revoir, à bientôt, cordialement, bien cordialement, sincères salutations, "
        "bonne journée, bon week-end"
    ),
)

SPANISH = CourtesyTexts(
    before=(
        "hola, buenas, buenos días, buenas tardes, buenas noches, hola a todos, hola qué tal, estimado equipo, "
        "estimados señores, disculpe, perdón, perdona, perdón otra pregunta, tengo una pregunta, "
        "hola tengo una pregunta, una pregunta rápida, otra pregunta, tengo una duda, necesito ayuda, "
        "hola necesito ayuda con algo, alguien me puede ayudar, me pueden ayudar, podría ayudarme, "
        "espero que me puedan ayudar, espero que estén bien, me preguntaba, quería preguntar, quería saber, "
        "me gustaría saber, quisiera saber, me puede decir, podría decirme por favor, dime por favor, sabe usted, "
        "les escribo porque, gracias por responder tan rápido, gracias por su respuesta, gracias, ok, vale gracias, "
        "bueno, pues, eh, soy cliente de ustedes, me llamo, soy yo otra vez"
    ),
    after=(
        "gracias, muchas gracias, mil gracias, muchísimas gracias, gracias de antemano, gracias por su ayuda, "
        "gracias por todo, por favor, ayúdenme por favor, me pueden ayudar, me puede ayudar por favor, qué debo hacer, "
        "espero que me puedan ayudar, agradezco cualquier ayuda, espero su respuesta, quedo a la espera, avísenme, "
        "por favor respondan rápido, es urgente, lo antes posible, adiós, hasta luego, hasta pronto, saludos, "
        "un saludo, saludos cordiales, atentamente, que tenga un buen día, buen fin de semana"
    ),
)

ITALIAN = CourtesyTexts(
    before=(
        "ciao, salve, buongiorno, buonasera, buon pomeriggio, ciao a tutti, gentile team, gentili signori, "
        "scusi, scusate, mi scusi, scusa un'altra domanda, ho una domanda, buongiorno ho una domanda, "
        "una domanda veloce, un'altra domanda, ho bisogno di aiuto, salve avrei bisogno di aiuto, "
        "qualcuno può aiutarmi, può aiutarmi, potete aiutarmi, potreste aiutarmi, spero che possiate aiutarmi, "
        "spero che stiate bene, mi chiedevo, volevo chiedere, volevo sapere, vorrei sapere, mi piacerebbe sapere, "
        "può dirmi, potrebbe dirmi per favore, ditemi per favore, sapete, vi scrivo perché, "
        "grazie per la risposta veloce, grazie della risposta, grazie, ok, va bene grazie, allora, dunque, ehm, "
        "sono un vostro cliente, mi chiamo, sono di nuovo io"
    ),
    after=(
        "grazie, grazie mille, molte grazie, tante grazie, grazie in anticipo, grazie per l'aiuto, per favore, "
        "per piacere, aiutatemi per favore, può aiutarmi, mi potete aiutare per favore, cosa devo fare, "
        "spero che possiate aiutarmi, ogni aiuto è gradito, attendo una vostra risposta, fatemi sapere, "
        "per favore rispondete presto, è urgente, il prima possibile, arrivederci, ciao, a presto, saluti, "
        "cordiali saluti, distinti saluti, buona giornata, buon fine settimana"
    ),
)

PORTUGUESE = CourtesyTexts(
    before=(
        "olá, oi, bom dia, boa tarde, boa noite, olá a todos, oi tudo bem, prezados, cara equipe, com licença, "
        "desculpe, desculpa, desculpe mais uma pergunta, tenho uma pergunta, olá tenho uma dúvida, pergunta rápida, "
        "mais uma pergunta, uma dúvida, preciso de ajuda, oi preciso de ajuda, alguém pode me ajudar, "
        "podem ajudar-me, você pode me ajudar, poderia me ajudar, espero que possam ajudar, "
        "espero que esteja tudo bem, eu queria perguntar, eu queria saber, gostaria de saber, pode me dizer, "
        "poderia me dizer por favor, diga-me por favor, você sabe, escrevo porque, obrigado pela resposta rápida, "
        "obrigada pela resposta, obrigado, ok, está bem obrigado, bem, então, hum, sou cliente de vocês, "
        "meu nome é, sou eu outra vez"
    ),
    after=(
        "obrigado, obrigada, muito obrigado, muito obrigada, obrigado desde já, agradeço desde já, "
        "obrigado pela ajuda, valeu, por favor, me ajude por favor, ajudem-me por favor, pode ajudar, "
        "você pode me ajudar por favor, o que devo fazer, espero que possam ajudar, agradeço qualquer ajuda, "
        "aguardo resposta, fico à espera, avise-me, por favor responda rápido, é urgente, o mais rápido possível, "
        "tchau, adeus, até logo, abraço, cumprimentos, atenciosamente, com os melhores cumprimentos, "
        "tenha um bom dia, bom fim de semana"
    ),
)
