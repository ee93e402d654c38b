"""What every rendering of an explanation says, in words for the people who write the intents."""

from __future__ import annotations

import math

from intentbot.explain.changes import Change
from intentbot.explain.habits import Habit
from intentbot.explain.why import Why
from intentbot.explanation import Explanation, Scoring, Signal
from intentbot.intents import OUT_OF_SCOPE
from intentbot.renderings.summary import counted, one_line, percent

LONGEST_WORD = 24
"""Characters of a word that are shown."""

NOTICEABLE = 0.25
"""Log-odds from which on a part of the score is told: it moves a score of a half by six points."""


def verdict(why: Why) -> str:
    """Return in one or two sentences what the bot does with the message, and what decided."""
    reply, prediction = why.reply, why.reply.prediction
    if prediction is None:
        return "There is nothing in the message: the bot falls back."
    best = f"{prediction.intent} ({percent(prediction.confidence)})"
    if why.repeats and reply.intent is None:
        return f"The message is an example of {OUT_OF_SCOPE}, word for word: the bot falls back."
    if reply.decided_by == "exact":
        other = "" if reply.intent == prediction.intent else f" The network would have taken it for {best}."
        return f"The message is an example of {reply.intent}, word for word: that decides.{other}"
    score = f"its score is {prediction.score:.3f}, and {_threshold(why):.3f} is needed"
    if reply.decided_by == "ambiguous":
        return f"Two intents are nearly as likely, so the bot asks which is meant; {best} is the likelier."
    if reply.intent is None and prediction.accepted:
        return f"Several intents are likely and none is likely enough, even together: the bot falls back. Best: {best}."
    if reply.intent is None:
        return f"The bot refuses the message: {score}. The nearest intent would be {best}."
    return f"{best}; the bot answers, for {score}."


def score_reasons(explanation: Explanation) -> list[str]:
    """Return what moved the score away from an ordinary message's, the strongest first, and the sum."""
    scoring = explanation.scoring
    if scoring.is_strange:
        return ["No word of it is known, and hardly a piece of one: such a message is always refused."]
    strongest = sorted(scoring.signals, key=lambda signal: -abs(signal.share))
    told = [_reason(signal, explanation) for signal in strongest if abs(signal.share) >= NOTICEABLE]
    if abs(scoring.handicap) >= NOTICEABLE:
        told.append(f"{_signed(-scoring.handicap)}  the threshold of {explanation.intent} is its own.")
    return [*(told or ["Nothing about it is out of the ordinary."]), _score_sum(scoring)]


def _score_sum(scoring: Scoring) -> str:
    rest = scoring.log_odds - scoring.start
    return (
        f"An ordinary message has {scoring.start:+.2f} (log-odds), this one {_signed(rest)} to that, "
        f"small parts included: {scoring.log_odds:+.2f}. From {scoring.threshold:+.2f} on the bot answers."
    )


def change_sentence(change: Change) -> str:
    """Return what a change leads to."""
    words = ", ".join(f"“{shortened(word)}”" for word in (*change.without, *change.added))
    how = "" if change.reply.decided_by == "exact" else f" ({percent(change.reply.confidence)})"
    repeats = ", which is an example word for word" if change.reply.decided_by == "exact" else ""
    return f"{'without' if change.without else 'with'} {words}{repeats}: answered from {change.reply.intent}{how}"


def shortened(word: str) -> str:
    """Return a word as it is shown: without characters that are not seen, and cut where it is none any more."""
    shown = one_line(word)
    return shown if len(shown) <= LONGEST_WORD else f"{shown[: LONGEST_WORD - 1]}…"


def habit_sentence(habit: Habit) -> str:
    """Return what a model does with a word."""
    word, examples = f"“{one_line(habit.word)}”", counted(habit.n_examples, "example")
    if habit.kind == "name":
        what = f"{word}, a name of {habit.entity}, is enough to get {habit.intent}"
        return f"{what}: {habit.n_with} of its {examples} have it."
    what = "decides nearly alone" if habit.kind == "narrow" else "decides, though examples of very many intents have it"
    return f"{word} {what}: {habit.n_lost} of {examples} of {habit.intent} are lost without it."


def habit_advice(habit: Habit) -> str:
    """Return how an editor changes that."""
    if habit.kind == "name":
        return (
            f"Write examples of {habit.intent} with other values of {habit.entity}, or with none, "
            f"and examples of other intents with this one."
        )
    if habit.kind == "everyday":
        return f"Write examples of {habit.intent} without the word; what the message is about should decide."
    return f"Write examples of {habit.intent} in other words, if customers use any."


def _threshold(why: Why) -> float:
    return 1 / (1 + math.exp(-why.explanation.scoring.threshold)) if why.explanation else 0.0


def _reason(signal: Signal, explanation: Explanation) -> str:
    share, value, usual = _signed(signal.share), f"{signal.value:.2f}", f"{signal.usual:.2f}"
    if signal.name == "peak":
        fits = "fits less well" if signal.value < signal.usual else "fits better"
        return f"{share}  the best intent {fits} than usual (its logit is {value}, usually {usual})."
    if signal.name == "familiarity":
        unknown = {word.token: word.familiarity for word in explanation.words if word.familiarity < 1}
        told = [f"“{shortened(token)}” ({percent(known)} of its pieces known)" for token, known in unknown.items()]
        names = ", ".join([*told[:5], *(["and others"] if len(told) > 5 else [])])
        return f"{share}  words that no example has: {names}." if unknown else f"{share}  every word is known."
    if signal.name == "out_of_scope":
        likeness = "more" if signal.value > signal.usual else "less"
        return f"{share}  it is {likeness} like the examples of {OUT_OF_SCOPE} than messages usually are."
    length, n_words = "short" if signal.value < signal.usual else "long", counted(len(explanation.words), "word")
    return f"{share}  it is {length} ({n_words}), and is held against others of its length."


def _signed(share: float) -> str:
    return f"{share:+.2f}"
