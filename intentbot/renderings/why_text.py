"""An explanation in the terminal, the message coloured by what each word did."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Literal, TypeAlias

import numpy as np

from intentbot.explain.whole_model import ModelExplanation
from intentbot.explain.why import Why
from intentbot.explanation import Explanation
from intentbot.renderings.summary import counted, one_line, visible
from intentbot.renderings.why_words import (
    change_sentence,
    habit_advice,
    habit_sentence,
    score_reasons,
    shortened,
    verdict,
)

Paint: TypeAlias = Callable[[str, Literal["bold", "dim", "red", "green", "cyan"]], str]
"""Returns a text in a style, or as it is where there are no colours."""

BAR = 24
"""Characters of the longest bar."""

N_WORDS = 12
"""Words listed, those that did the most; the message above shows all of them."""

_BLOCKS = "▏▎▍▌▋▊▉█"


def to_text(why: Why, paint: Paint, *, against: str = "", weights: Sequence[float] = (), method: str = "") -> str:
    """Return why a message is answered as it is.

    Parameters
    ----------
    why : Why
    paint : callable
    against : str, optional
        The intent against which words are weighed; the average of all otherwise.
    weights : sequence of float, optional
        What another method gives each word, to stand beside.
    method : str, optional
        Its name.
    """
    explanation = why.explanation
    if explanation is None:
        return paint(verdict(why), "bold") + "\n"
    evidence = explanation.evidence(against=against)
    lines = [_coloured(explanation, evidence, paint), "", paint(verdict(why), "bold")]
    if explanation.words:
        lines += ["", *_words(explanation, evidence, paint, against=against, weights=weights, method=method)]
    lines += ["", paint("The score", "bold"), *(f"  {line}" for line in score_reasons(explanation))]
    if why.repeats:
        lines += ["", f"{paint('The example it repeats', 'bold')}  {why.repeats.place}"]
    if why.neighbours:
        lines += ["", paint("Nearest examples", "bold")]
        lines += [
            f"  {one.similarity:.2f}  {one_line(one.example.text)}  "
            f"{paint(one.intent, 'cyan')}  {paint(str(one.example.place), 'dim')}"
            for one in why.neighbours
        ]
    if why.changes:
        lines += ["", paint("What would change it", "bold"), *(f"  {change_sentence(one)}" for one in why.changes)]
    return "\n".join(lines) + "\n"


def model_to_text(found: ModelExplanation, paint: Paint) -> str:
    """Return what a model goes by: a line for each intent, and what an editor should look at."""
    lines = [paint("What stands for each intent", "bold")]
    width = max((len(one.intent) for one in found.intents), default=0)
    for one in found.intents:
        phrases = ", ".join(f"{one_line(part.text)} {paint(f'{part.share:.0%}', 'dim')}" for part in one.phrases)
        lines.append(f"  {paint(one.intent.ljust(width), 'cyan')}  {phrases or paint('no example of its own', 'dim')}")
    lines.append(paint("  The share is what a phrase gives of all that speaks for the intent in its examples.", "dim"))
    if found.habits:
        lines += ["", paint("Words that decide where they should not", "bold")]
        for habit in found.habits:
            lines += [f"  {habit_sentence(habit)}", paint(f"    {habit_advice(habit)}", "dim")]
    else:
        lines += ["", "No single word decides where it should not."]
    return "\n".join(lines) + "\n"


def _coloured(explanation: Explanation, evidence: np.ndarray, paint: Paint) -> str:
    """Return the message, green what speaks for the intent and red what speaks against it, bold what does it most."""
    largest = float(np.abs(evidence).max(initial=0.0)) or np.inf
    parts, end = [], 0
    for word, given in zip(explanation.words, evidence, strict=True):
        parts.append(visible(explanation.text[end : word.start]))
        shown = visible(explanation.text[word.start : word.end])
        if abs(given) >= largest / 10:
            shown = paint(shown, "green" if given > 0 else "red")
        if abs(given) >= largest / 2:
            shown = paint(shown, "bold")
        parts.append(shown)
        end = word.end
    return "".join(parts) + visible(explanation.text[end:])


def _words(
    explanation: Explanation,
    evidence: np.ndarray,
    paint: Paint,
    *,
    against: str,
    weights: Sequence[float],
    method: str,
) -> Iterator[str]:
    yield paint(f"How far each word speaks for {explanation.intent}", "bold") + paint(
        f"  (logits, against {against or 'the average intent'})", "dim"
    )
    order = np.argsort(-np.abs(evidence), kind="stable")[:N_WORDS]
    shown = [shortened(explanation.text[word.start : word.end]) for word in explanation.words]
    width = max(len("no word"), *(len(shown[i]) for i in order))
    scale = float(np.abs(evidence).max()) or 1.0
    for i in order:
        beside = f"  {method} {weights[i]:+.3f}" if len(weights) else ""
        bar = paint(_bar(abs(float(evidence[i])) / scale), "green" if evidence[i] > 0 else "red")
        yield f"  {shown[i].ljust(width)}  {evidence[i]:+6.2f}{beside}  {bar}"
    rest = len(evidence) - len(order)
    if rest > 0:
        others = float(evidence.sum() - evidence[order].sum())
        yield f"  {'others'.ljust(width)}  {others:+6.2f}  {paint(counted(rest, 'word'), 'dim')}"
    start = _of_constant(explanation, against)
    yield f"  {'no word'.ljust(width)}  {start:+6.2f}  {paint('what it has before any word', 'dim')}"
    yield f"  {'sum'.ljust(width)}  {start + float(evidence.sum()):+6.2f}"


def _of_constant(explanation: Explanation, against: str) -> float:
    constant, labels = explanation.constant, explanation.labels
    other = constant[labels.index(against)] if against else constant.mean()
    return float(constant[labels.index(explanation.intent)] - other)


def _bar(share: float) -> str:
    eighths = round(share * BAR * 8)
    return "█" * (eighths // 8) + (_BLOCKS[eighths % 8 - 1] if eighths % 8 else "")
