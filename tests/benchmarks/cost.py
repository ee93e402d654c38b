"""Measures what training costs: seconds by phase and memory, from 250 sentences to a million, 50 intents to 10,000.

Run it from the root of the repository, on a machine with nothing else to do:

    python -m tests.benchmarks.cost --markdown docs/benchmarks.md
    python -m tests.benchmarks.cost --sizes 100000x1000 --set epochs=1

The sentences are made by chance (`tests.benchmarks.synthetic`) and read from a CSV file, as a user's are. Each size
is measured in a process of its own, the linear SVM on the same rows after it where it takes minutes and not hours. What
is finished is kept in the results file and measured again only with --again. Linux only.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from tests.benchmarks.cells import table
from tests.benchmarks.data import write_rows
from tests.benchmarks.machine import Machine, in_new_process, memory_mb
from tests.benchmarks.peers import SVM, leave_model
from tests.benchmarks.synthetic import synthetic_rows

SIZES = (
    (250, 50), (2_500, 50), (10_000, 77), (10_000, 1_000), (100_000, 50), (100_000, 1_000), (100_000, 10_000),
    (1_000_000, 1_000),
)  # fmt: skip
"""Sentences and intents."""

MAX_SVM = 5_000_000
"""Sentences times intents up to which the linear SVM is measured: it fits a machine for each intent on all of them."""

BEGIN, END = "<!-- cost: begin -->", "<!-- cost: end -->"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one training cost.

    Attributes
    ----------
    sentences, intents : int
    settings : mapping of str to str
        What was set otherwise than by default.
    phases : mapping of str to (float, float)
        Wall and processor seconds of each phase that training names, in their order.
    wall_s, processor_s : float
        In all, after imports.
    memory_mb : float
        The most that the process held.
    accuracy : float
        On the sentences that training held out, in [0, 1].
    model_mb, classify_p50_us : float
        What was made: its size, and how long it takes for a message.
    svm_s : float or None
        What the linear SVM takes on the same rows.
    machine : Machine
    """

    sentences: int
    intents: int
    settings: Mapping[str, str]
    phases: Mapping[str, tuple[float, float]]
    wall_s: float
    processor_s: float
    memory_mb: float
    accuracy: float
    model_mb: float
    classify_p50_us: float
    svm_s: float | None
    machine: Machine

    @property
    def key(self) -> tuple[int, int, str]:
        """What makes another run needless."""
        return self.sentences, self.intents, json.dumps(dict(self.settings), sort_keys=True)


@dataclass(slots=True)
class Clock:
    """A `Progress` that keeps how long each stage took."""

    phases: dict[str, tuple[float, float]] = field(default_factory=dict)
    _stage: str = ""
    _began: tuple[float, float] = (0.0, 0.0)

    def start(self, stage: str, steps: int) -> None:
        """Begin a stage; those of the same name count together."""
        self.finish()
        self._stage, self._began = stage, _now()

    def advance(self, note: str = "") -> None:
        """Count nothing."""

    def finish(self) -> None:
        """End the stage."""
        if self._stage:
            wall, processor = self.phases.get(self._stage, (0.0, 0.0))
            now = _now()
            self.phases[self._stage] = wall + now[0] - self._began[0], processor + now[1] - self._began[1]
        self._stage = ""


def measure(sentences: int, intents: int, settings: Mapping[str, str]) -> Cost:
    """Return what training on so many sentences costs; to be called in a process of its own."""
    import intentbot.training.learn  # noqa: F401
    from intentbot.renderings.report_json import from_json
    from intentbot.sources import read_intents
    from intentbot.training import train

    rows = synthetic_rows(sentences, intents)
    with TemporaryDirectory() as folder:
        write_rows(Path(folder, "rows.csv"), rows)
        clock, began = Clock(), _now()
        clock.start("reading and checking", 1)
        found = read_intents(Path(folder, "rows.csv"))
        clock.start("preparing", 1)
        bot = train(found, Path(folder, "model"), settings=settings, progress=_Named(clock))
        clock.finish()
        wall, processor = (now - start for now, start in zip(_now(), began, strict=True))
        size = sum(file.stat().st_size for file in Path(folder, "model").iterdir())
    return Cost(
        sentences=sentences,
        intents=intents,
        settings=settings,
        phases=clock.phases,
        wall_s=wall,
        processor_s=processor,
        memory_mb=memory_mb("VmHWM"),
        accuracy=from_json(bot.model.report).accuracy,
        model_mb=size / 1e6,
        classify_p50_us=_p50_us(bot.classify, rows.texts[:2_000]),
        svm_s=None,
        machine=Machine.here(),
    )


@dataclass(frozen=True, slots=True)
class _Named:
    """Passes on to a clock; what comes after the last stage is the report and the writing."""

    clock: Clock

    def start(self, stage: str, steps: int) -> None:
        self.clock.start(stage, steps)

    def advance(self, note: str = "") -> None:
        self.clock.advance(note)

    def finish(self) -> None:
        self.clock.start("report and writing", 1)


def _now() -> tuple[float, float]:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return perf_counter(), used.ru_utime + used.ru_stime


def _p50_us(classify: object, texts: Sequence[str]) -> float:
    times = []
    for text in (*texts, *texts):
        began = perf_counter()
        classify([text])  # type: ignore[operator]
        times.append(perf_counter() - began)
    return median(times[len(texts) :]) * 1e6


def _svm_s(sentences: int, intents: int) -> float:
    rows = synthetic_rows(sentences, intents)
    with TemporaryDirectory() as folder:
        began = perf_counter()
        leave_model(SVM, rows, Path(folder, "svm"), seed=0, fast=False)
        return perf_counter() - began


def read_costs(path: Path) -> list[Cost]:
    """Return the newest cost of each size in a results file, the smallest first."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    found = [json.loads(line) for line in lines]
    costs = [Cost(**{**one, "machine": Machine(**one["machine"])}) for one in found]
    return sorted({cost.key: cost for cost in costs}.values(), key=lambda cost: cost.key)


def page(costs: Iterable[Cost]) -> str:
    """Return the costs as a Markdown table."""
    lines, machines = [], set()
    for cost in costs:
        longest = sorted(cost.phases.items(), key=lambda phase: -phase[1][0])[:4]
        lines.append(
            (
                f"{cost.sentences:,} in {cost.intents:,}" + "".join(f", {k}={v}" for k, v in cost.settings.items()),
                f"{cost.wall_s:,.0f} s ({cost.processor_s:,.0f} s)",
                f"{1000 * cost.processor_s / cost.sentences:.2f} ms",
                f"{cost.memory_mb:,.0f} MB",
                f"{100 * cost.accuracy:.1f} %",
                f"{cost.model_mb:,.1f} MB",
                f"{cost.classify_p50_us:,.0f} µs",
                "–" if cost.svm_s is None else f"{cost.svm_s:,.1f} s",
                ", ".join(f"{name} {wall:,.0f} s" for name, (wall, _) in longest),
            )
        )
        machines.add(f"{cost.machine.processor}, {cost.machine.n_cores} cores, {cost.machine.memory_gb} GB")
    head = (
        "sentences in intents", "training (processor time)", "processor time a sentence", "most memory", "accuracy",
        "model", "`classify`, p50", "linear SVM", "longest phases",
    )  # fmt: skip
    return f"{table(head, lines)}\n\nMeasured on: {'; '.join(sorted(machines))}."


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the sizes that are not finished, and write the table."""
    options = _parser().parse_args(arguments)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    settings = dict(text.split("=", 1) for text in options.set)
    finished = set() if options.again else {cost.key for cost in read_costs(options.out)}
    for sentences, intents in options.sizes:
        if (sentences, intents, json.dumps(settings, sort_keys=True)) in finished:
            print(f"{sentences:,} in {intents:,}: finished before")
            continue
        found = asdict(in_new_process(measure, sentences, intents, settings))
        if sentences * intents <= MAX_SVM:
            found["svm_s"] = in_new_process(_svm_s, sentences, intents)
        with options.out.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(found) + "\n")
        print(f"{sentences:,} in {intents:,}: {found['wall_s']:.0f} s, {found['memory_mb']:,.0f} MB", flush=True)
    shown = page(read_costs(options.out))
    if options.markdown:
        text = options.markdown.read_text(encoding="utf-8")
        before, _, rest = text.partition(BEGIN)
        _, _, after = rest.partition(END)
        options.markdown.write_text(f"{before}{BEGIN}\n{shown}\n{END}{after}", encoding="utf-8")
    else:
        print(shown)
    return 0


def _sizes(text: str) -> list[tuple[int, int]]:
    pairs = [size.split("x") for size in text.split(",")]
    return [(int(sentences), int(intents)) for sentences, intents in pairs]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.cost", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    out = Path("build/benchmarks/cost.jsonl")
    parser.add_argument(
        "--sizes", type=_sizes, default=SIZES, metavar="NxC,...", help="default: 250x50 to 1000000x1000"
    )
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a setting of training")
    parser.add_argument("--out", type=Path, default=out, metavar="FILE", help="default: %(default)s")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the table into this page")
    parser.add_argument("--again", action="store_true", help="measure also what is finished")
    return parser


if __name__ == "__main__":
    sys.exit(main())
