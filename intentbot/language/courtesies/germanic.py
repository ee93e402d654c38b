"""Courtesies in English, German and Dutch."""

from __future__ import annotations

from intentbot.language.courtesies.texts import CourtesyTexts

ENGLISH = CourtesyTexts(
    before=(
        "hi, hello, hey, hi there, hello there, hi guys, hello everybody, good morning, good afternoon, good evening, "
        "dear team, dear sir or madam, to whom it may concern, excuse me, sorry, sorry to ask again, "
        "sorry another question, hi i have a question, i have a question, quick question, one more question, "
        "i need help, hi i need some help, hello i need help with something, can somebody help me, "
        "could you help me with this, hi could you please help me, i hope you can help, i hope all is well, "
        "hope you are having a good day, i was wondering, i just wanted to ask, i would like to know, "
        "can you tell me, could you please tell me, please tell me, do you know, i am writing because, "
        "thanks for getting back to me, thank you for the quick reply, thanks, thank you but, ok, okay thanks, "
        "well, so, um, hello i am a customer of yours, hi my name is, this is, good morning it is me again"
    ),
    after=(
        "thanks, thank you, thank you so much, thank you very much, many thanks, thanks a lot, thx, "
        "thanks for your help, thank you for helping me, thanks in anticipation, please, please help, "
        "please help me, please advise, can you help, can you help me please, what should i do, "
        "i hope you can help, any help is appreciated, i look forward to your answer, let me know, "
        "please let me know, please answer quickly, it is urgent, as soon as you can, bye, goodbye, see you, "
        "cheers, regards, kind regards, best wishes, yours sincerely, have a nice day, have a good weekend, lol"
    ),
)

GERMAN = CourtesyTexts(
    before=(
        "hi, hallo, hey, hallo zusammen, hallo liebes Team, guten Morgen, guten Tag, guten Abend, moin, servus, "
        "grüß Gott, liebes Team, sehr geehrte Damen und Herren, Entschuldigung, entschuldigen Sie, sorry, "
        "sorry noch eine Frage, ich habe eine Frage, hallo ich habe eine Frage, kurze Frage, noch eine Frage, "
        "ich brauche Hilfe, hallo ich brauche Ihre Hilfe, kann mir jemand helfen, können Sie mir helfen, "
        "ich hoffe Sie können mir helfen, ich hoffe es geht Ihnen gut, ich wollte fragen, ich wollte nur wissen, "
        "ich wüsste gern, ich möchte wissen, können Sie mir sagen, könnten Sie mir bitte sagen, sag mir bitte, "
        "wissen Sie, ich schreibe Ihnen weil, danke für die schnelle Antwort, vielen Dank für Ihre Antwort, danke, "
        "okay, ok danke, also, tja, ähm, ich bin Kunde bei Ihnen, mein Name ist, hier ist, guten Tag ich bin es wieder"
    ),
    after=(
        "danke, danke schön, danke sehr, vielen Dank, vielen lieben Dank, besten Dank, danke im Voraus, "
        "danke für Ihre Hilfe, vielen Dank für die Hilfe, bitte, bitte helfen Sie mir, bitte um Hilfe, "
        "können Sie helfen, können Sie mir bitte helfen, was soll ich tun, ich hoffe Sie können mir helfen, "
        "über Hilfe würde ich mich freuen, ich freue mich auf Ihre Antwort, sagen Sie mir Bescheid, "
        "bitte melden Sie sich, bitte um schnelle Antwort, es ist dringend, so schnell wie möglich, tschüss, "
        "auf Wiedersehen, bis dann, Gruß, viele Grüße, liebe Grüße, mit freundlichen Grüßen, mfg, "
        "schönen Tag noch, schönes Wochenende"
    ),
)

DUTCH = CourtesyTexts(
    before=(
        "hi, hallo, hey, hoi, hallo allemaal, goedemorgen, goedemiddag, goedenavond, goedendag, beste team, "
        "beste meneer of mevrouw, geachte heer of mevrouw, pardon, sorry, sorry nog een vraag, ik heb een vraag, "
        "hallo ik heb een vraag, korte vraag, vraagje, nog een vraag, ik heb hulp nodig, kan iemand mij helpen, "
        "kunt u mij helpen, kun je me helpen, ik hoop dat u kunt helpen, ik hoop dat alles goed gaat, "
        "ik vroeg me af, ik wilde even vragen, ik zou graag willen weten, kunt u mij vertellen, "
        "kun je me zeggen, weet u, ik schrijf u omdat, bedankt voor het snelle antwoord, dank u, bedankt, oké, "
        "ok bedankt, nou, dus, eh, ik ben klant bij jullie, mijn naam is, dit is, ik ben het weer"
    ),
    after=(
        "bedankt, dank u, dank je wel, dank u wel, heel erg bedankt, hartelijk dank, alvast bedankt, "
        "bedankt voor uw hulp, alstublieft, help mij alstublieft, kunt u helpen, kun je me helpen, wat moet ik doen, "
        "ik hoop dat u kunt helpen, alle hulp is welkom, ik hoor graag van u, laat het me weten, "
        "graag snel antwoord, het is dringend, zo snel mogelijk, doei, tot ziens, groet, groetjes, "
        "met vriendelijke groet, vriendelijke groeten, fijne dag nog, prettig weekend"
    ),
)
