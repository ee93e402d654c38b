"""Measures small bots: what they say to messages that they have an intent for, and to those that they have none for.

Run it from the root of the repository; it takes a quarter of a minute for each bot, and prints Markdown:

    python -m tests.benchmarks.small_bots --data DIR
    python -m tests.benchmarks.small_bots --data DIR --only "CLINC150 8 x 5"

DIR holds banking77/train.csv and clinc150/{train,valid,oos_valid}.csv, as docs/benchmarks.md has it. Intents and
sentences are drawn by the seed. No test row is read: in scope are CLINC150's validation rows, or other training rows of
BANKING77; out of scope are such rows of the other intents, and CLINC150's out-of-scope validation rows.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import yaml
from sklearn.metrics import roc_auc_score

from intentbot.training import train
from tests.benchmarks.data import read_rows

N_OUTSIDE, N_INSIDE = 400, 20
"""Messages out of scope for each bot, at most, and in scope for each of its intents."""

SAYINGS = ("model", "ambiguous", "fallback")


@dataclass(frozen=True, slots=True)
class Drawn:
    """The sentences of a bot by intent, messages with their intent, and messages of none."""

    sentences: Mapping[str, list[str]]
    inside: list[tuple[str, str]]
    outside: list[str]


def clinc150(data: Path, seed: int, *, n_intents: int, n_sentences: int) -> Drawn:
    """Return a bot of CLINC150's training rows."""
    rows, valid = (_by_intent(data / "clinc150" / name) for name in ("train.csv", "valid.csv"))
    chance = random.Random(seed)
    sentences = {intent: chance.sample(rows[intent], n_sentences) for intent in chance.sample(sorted(rows), n_intents)}
    inside = [(text, intent) for intent in sentences for text in valid[intent]]
    others = [text for intent in valid if intent not in sentences for text in valid[intent]]
    none = list(read_rows(data / "clinc150" / "oos_valid.csv").texts)
    return Drawn(sentences, inside, none + chance.sample(others, N_OUTSIDE - len(none)))


def banking77(data: Path, seed: int, *, n_intents: int, n_sentences: int) -> Drawn:
    """Return a bot of BANKING77's training rows: all that it is asked is about banking."""
    rows = _by_intent(data / "banking77" / "train.csv")
    chance = random.Random(seed)
    drawn = {
        intent: chance.sample(rows[intent], n_sentences + N_INSIDE) for intent in chance.sample(sorted(rows), n_intents)
    }
    inside = [(text, intent) for intent, texts in drawn.items() for text in texts[n_sentences:]]
    others = [text for intent in rows if intent not in drawn for text in rows[intent]]
    sentences = {intent: texts[:n_sentences] for intent, texts in drawn.items()}
    return Drawn(sentences, inside, chance.sample(others, N_OUTSIDE))


BOTS: dict[str, tuple[Callable[[Path, int], Drawn], int]] = {
    "CLINC150 8 x 5": (partial(clinc150, n_intents=8, n_sentences=5), 6),
    "CLINC150 15 x 8": (partial(clinc150, n_intents=15, n_sentences=8), 4),
    "BANKING77 8 x 6": (partial(banking77, n_intents=8, n_sentences=6), 4),
    "BANKING77 20 x 10": (partial(banking77, n_intents=20, n_sentences=10), 2),
    "BANKING77 60 x 10": (partial(banking77, n_intents=60, n_sentences=10), 2),
}
"""What draws each kind of bot, and how many of them there are."""

HEADS = ("bots", "AUROC", "right", "wrong", "asked", "refused", "answered", "asked", "refused")


def measured(drawn: Drawn, folder: Path) -> list[float]:
    """Return the AUROC of a bot's scores and, in percent, what it says in scope and out of scope."""
    intents = {name: {"examples": texts, "responses": [name]} for name, texts in drawn.sentences.items()}
    (folder / "intents.yaml").write_text(yaml.safe_dump({"intents": intents}), encoding="utf-8")
    bot = train(folder / "intents.yaml", folder / "model")
    scores = [one.score for one in bot.classify([*(text for text, _ in drawn.inside), *drawn.outside])]
    is_inside = [True] * len(drawn.inside) + [False] * len(drawn.outside)
    inside: Counter[str] = Counter()
    for text, intent in drawn.inside:
        found = bot.hear(text).decision
        is_wrong = found.kind == "model" and found.intents != (intent,)
        inside["wrong" if is_wrong else found.kind] += 1
    outside = Counter(bot.hear(text).decision.kind for text in drawn.outside)
    shares = [100 * inside[kind] / len(drawn.inside) for kind in ("model", "wrong", *SAYINGS[1:])]
    return [roc_auc_score(is_inside, scores), *shares, *(100 * outside[kind] / len(drawn.outside) for kind in SAYINGS)]


def lines(data: Path, names: Iterable[str]) -> Iterable[str]:
    """Yield the table, a row for each kind of bots."""
    yield "| " + " | ".join(HEADS) + " |"
    yield "|---" * len(HEADS) + "|"
    for name in names:
        draw, n_bots = BOTS[name]
        found = []
        for seed in range(n_bots):
            with TemporaryDirectory() as folder:
                found.append(measured(draw(data, seed), Path(folder)))
        auroc, *shares = np.mean(found, axis=0)
        yield f"| {name}, {n_bots} bots | {auroc:.3f} | " + " | ".join(f"{share:.1f}" for share in shares) + " |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("data"), help="the folder of the data sets; default: data")
    parser.add_argument("--only", choices=tuple(BOTS), help="measure one kind of bots")
    options = parser.parse_args()
    for line in lines(options.data, [options.only] if options.only else BOTS):
        print(line, flush=True)


def _by_intent(path: Path) -> dict[str, list[str]]:
    rows, found = read_rows(path), defaultdict(list)
    for text, intent in zip(rows.texts, rows.labels, strict=True):
        found[intent].append(text)
    return found


if __name__ == "__main__":
    main()
