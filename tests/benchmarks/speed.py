"""How fast a message is answered, how fast a process starts, and how much it holds."""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter, perf_counter_ns
from typing import Any

import numpy as np

from tests.benchmarks.data import read_rows
from tests.benchmarks.peers import BOT, FASTTEXT, SVM, fasttext_line

Figures = dict[str, dict[str, float]]
"""Figures by name, for each system."""

BLOCK = 100
"""Messages that a system is timed on before the next one's turn: turns even out the machine's moods, and a block is
long enough for the processor's caches to be its own again."""

WARM_PASSES = 3
STARTS = 11
EMPTY = "empty process"

_MEMORY = (
    "; import re; s = open('/proc/self/status', encoding='utf-8').read()"
    "; print(*(re.search(f + r':\\s+(\\d+)', s).group(1) for f in ('VmRSS', 'VmHWM')))"
)


def latency(models: dict[str, Path], messages: Path) -> Figures:
    """Return percentiles of microseconds a message, and messages a second. Call it in a process of its own.

    fastText is timed at its fastest: its C++ binding alone, the text made ready beforehand. scikit-learn predicts one
    message at a time for the percentiles, all at once for the throughput.

    Parameters
    ----------
    models : dict of str to Path
        The models of the bot, the linear SVM and fastText, learned from the same rows.
    messages : Path
        A CSV of test messages.
    """
    import fasttext
    import joblib

    from intentbot import IntentBot

    texts = read_rows(messages).texts
    lines = [fasttext_line(text) for text in texts]
    bot = IntentBot.load(models[BOT])
    predict = fasttext.load_model(str(models[FASTTEXT])).f.predict
    pipeline = joblib.load(models[SVM])
    figures: Figures = {BOT: _percentiles("cold_classify", _times(lambda text: bot.classify([text]), texts))}
    callers: dict[str, tuple[Callable[[str], object], Sequence[str]]] = {
        "classify": (lambda text: bot.classify([text]), texts),
        "reply": (bot.reply, texts),
        FASTTEXT: (lambda line: predict(line, 1, 0.0, "strict"), lines),
        SVM: (lambda text: pipeline.predict([text]), texts),
    }
    times = _in_turns(callers)
    figures[BOT] |= _percentiles("classify", times["classify"]) | _percentiles("reply", times["reply"])
    figures |= {system: _percentiles("classify", times[system]) for system in (FASTTEXT, SVM)}
    everything: dict[str, Callable[[], object]] = {
        BOT: lambda: bot.classify(texts),
        FASTTEXT: lambda: [predict(line, 1, 0.0, "strict") for line in lines],
        SVM: lambda: pipeline.predict(texts),
    }
    for system, seconds in _rounds(everything, 5).items():
        figures[system]["messages_per_s"] = len(texts) / seconds
    return figures


def latency_of_bots(models: dict[str, Path], messages: Path) -> Figures:
    """Return percentiles of microseconds a message for bots, and the size of each. Call it in a process of its own."""
    from intentbot import IntentBot

    texts = read_rows(messages).texts
    callers = {name: (_classify_with(IntentBot.load(model)), texts) for name, model in models.items()}
    figures = {name: _percentiles("classify", times) for name, times in _in_turns(callers).items()}
    return {name: {**found, "model_mb": _size_mb(models[name])} for name, found in figures.items()}


def start(models: dict[str, Path], messages: Path) -> Figures:
    """Return seconds from a new process to its first reply and its exit, its memory, and the size of the model."""
    texts = f"[r['text'] for r in csv.DictReader(open({str(messages)!r}, encoding='utf-8', newline=''))]"
    loads = {
        BOT: f"from intentbot import IntentBot; bot = IntentBot.load({str(models[BOT])!r})",
        FASTTEXT: f"import fasttext; model = fasttext.load_model({str(models[FASTTEXT])!r})",
        SVM: f"import joblib; model = joblib.load({str(models[SVM])!r})",
    }
    firsts = {
        BOT: "; bot.reply('hi')",
        FASTTEXT: "; model.f.predict('hi\\n', 1, 0.0, 'strict')",
        SVM: "; model.predict(['hi'])",
    }
    everything = {
        BOT: f"; import csv; bot.classify({texts})",
        FASTTEXT: f"; import csv; [model.f.predict(t + '\\n', 1, 0.0, 'strict') for t in {texts}]",
        SVM: f"; import csv; model.predict({texts})",
    }
    scripts = {EMPTY: "pass", **{system: loads[system] + firsts[system] for system in loads}}
    processes = {name: partial(_python, "-c", script) for name, script in scripts.items()}
    figures: Figures = {name: {"start_s": seconds} for name, seconds in _rounds(processes, STARTS).items()}
    for system in loads:
        held, peak = _memory(loads[system] + firsts[system])
        serving, _ = _memory(loads[system] + everything[system])
        figures[system] |= {"start_rss_mb": held, "start_peak_mb": peak, "serving_rss_mb": serving}
        figures[system]["model_mb"] = _size_mb(models[system])
    return figures


def command_line() -> Figures:
    """Return the seconds that ``intentbot --help`` takes."""
    seconds = _rounds({BOT: partial(_python, "-m", "intentbot", "--help")}, STARTS)[BOT]
    return {BOT: {"help_s": seconds}}


def _classify_with(bot: Any) -> Callable[[str], object]:
    return lambda text: bot.classify([text])


def _in_turns(callers: dict[str, tuple[Callable[[str], object], Sequence[str]]]) -> dict[str, np.ndarray]:
    """Return the nanoseconds of every call, after one pass that is not counted."""
    for call, texts in callers.values():
        _times(call, texts)
    times: dict[str, list[np.ndarray]] = {name: [] for name in callers}
    n_texts = len(next(iter(callers.values()))[1])
    for _ in range(WARM_PASSES):
        for first in range(0, n_texts, BLOCK):
            for name, (call, texts) in callers.items():
                times[name].append(_times(call, texts[first : first + BLOCK]))
    return {name: np.concatenate(parts) for name, parts in times.items()}


def _times(call: Callable[[str], object], texts: Sequence[str]) -> np.ndarray:
    times = np.zeros(len(texts))
    for i, text in enumerate(texts):
        began = perf_counter_ns()
        call(text)
        times[i] = perf_counter_ns() - began
    return times


def _percentiles(name: str, nanoseconds: np.ndarray) -> dict[str, float]:
    p50, p99 = np.percentile(nanoseconds / 1e3, (50, 99))
    return {f"{name}_p50_us": float(p50), f"{name}_p99_us": float(p99)}


def _rounds(actions: Mapping[str, Callable[[], object]], n_rounds: int) -> dict[str, float]:
    """Return the median seconds of each action, all in turn, after one round that is not counted."""
    seconds: dict[str, list[float]] = {name: [] for name in actions}
    for number in range(n_rounds + 1):
        for name, action in actions.items():
            began = perf_counter()
            action()
            if number:
                seconds[name].append(perf_counter() - began)
    return {name: statistics.median(found) for name, found in seconds.items()}


def _python(*arguments: str) -> str:
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["no message"]
        raise RuntimeError(f"python {' '.join(arguments)[:200]} ended with status {done.returncode}: {last[0]}")
    return done.stdout


def _memory(script: str) -> tuple[float, float]:
    """Return the megabytes that a process holds after a script, and the most it held."""
    held, peak = _python("-c", script + _MEMORY).split()
    return int(held) * 1024 / 1e6, int(peak) * 1024 / 1e6


def _size_mb(path: Path) -> float:
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return sum(file.stat().st_size for file in files) / 1e6
