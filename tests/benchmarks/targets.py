"""What the figures should reach, and whether they do."""

from __future__ import annotations

from dataclasses import dataclass

from tests.benchmarks.peers import BOT, FASTTEXT
from tests.benchmarks.records import Results


@dataclass(frozen=True, slots=True)
class Target:
    """A bound on a figure of the bot.

    Attributes
    ----------
    what : str
        As the page says it.
    benchmark, figure : str
    bound : float
        In the unit of the figure, or a ratio where `times` names a system.
    unit : str
        ``%`` for shares in [0, 1], else what is written after the number.
    at_least : bool
        Whether more is better.
    times : str
        The figure counts as a multiple of this system's, where it is named.
    """

    what: str
    benchmark: str
    figure: str
    bound: float
    unit: str = "%"
    at_least: bool = True
    times: str = ""

    def reached(self, results: Results) -> float | None:
        """Return the median over the seeds, or None where it was not measured."""
        mine = results.median(self.benchmark, BOT, self.figure)
        if mine is None or not self.times:
            return mine
        other = results.median(self.benchmark, self.times, self.figure)
        return mine / other if other else None

    def is_met(self, value: float) -> bool:
        """Return whether a value is on the right side of the bound."""
        return value >= self.bound if self.at_least else value <= self.bound


TARGETS = (
    Target("BANKING77, accuracy", "banking77", "accuracy", 0.924),
    Target("BANKING77 10-shot, accuracy", "banking77-10shot", "accuracy", 0.795),
    Target("CLINC150 in scope, accuracy", "clinc150", "accuracy", 0.935),
    Target("CLINC150 10-shot, accuracy", "clinc150-10shot", "accuracy", 0.82),
    Target("CLINC150 in against out of scope, AUROC", "clinc150", "auroc", 0.955, ""),
    Target("CLINC150 out-of-scope recall at 5 % false rejection", "clinc150", "oos_recall_at_5", 0.78),
    Target("Random strings that fall back (CLINC150 model)", "clinc150", "random_fallback", 0.99),
    Target("Training 250 sentences in 50 intents, after imports", "small", "train_s", 15, " s", False),
    Target("Training BANKING77", "banking77", "train_s", 240, " s", False),
    Target("`classify`, one message, 150 intents, p50", "latency", "classify_p50_us", 100, " µs", False),
    Target("The same, as a multiple of fastText", "latency", "classify_p50_us", 4, " times", False, FASTTEXT),
    Target("New process to first reply", "start", "start_s", 0.5, " s", False),
    Target("Serving memory, CLINC150 model", "start", "serving_rss_mb", 80, " MB", False),
    Target("Model folder, CLINC150", "start", "model_mb", 25, " MB", False),
    Target("`intentbot --help`", "help", "help_s", 0.5, " s", False),
)
