"""Measures accuracy, speed and size beside the linear models and fastText.

Run it from the root of the repository, on a machine with nothing else to do:

    pip install -e ".[bench]"
    python -m tests.benchmarks.run --data DIR --markdown docs/benchmarks.md

DIR holds CSV files with the columns text,intent: banking77/{train,train_10shot,train_5shot,test}.csv,
clinc150/{train,train_10shot,train_5shot,test,oos_test}.csv and xsid-{en,de,zh,ja}/{train,test}.csv.
docs/benchmarks.md says where they can be had. The sets of twelve languages come with the benchmarks and need no DIR:
--only languages. What is finished is kept in the results file and not measured again
while the code, the rows and the libraries it depends on stay the same. Linux only.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter

import intentbot
from tests.benchmarks import accuracy, runtimes, speed
from tests.benchmarks.data import LANGUAGE_SETS, SETS
from tests.benchmarks.machine import Machine, in_new_process
from tests.benchmarks.page import write_page
from tests.benchmarks.peers import BOT, FASTTEXT, OTHER_BOTS, SEEDED, SVM, SYSTEMS, leave_model
from tests.benchmarks.records import HERE, Record, append_record, fingerprint_of, read_records

SETS_BY_NAME = {labelled.name: labelled for labelled in (*SETS, *LANGUAGE_SETS)}
SPEED_SET, FAST_SPEED_SET = "clinc150", "small"
LATENCY, NETWORKS, START, HELP, RUNTIMES = "latency", "networks", "start", "help", "runtimes"
LANGUAGES, LANGUAGE_NAMES = "languages", [labelled.name for labelled in LANGUAGE_SETS]
"""What stands for all the sets of the twelve languages, and their names."""
BENCHMARKS = (*SETS_BY_NAME, LATENCY, NETWORKS, START, HELP, RUNTIMES)

SETS_OF_OTHERS = ("banking77-10shot", "clinc150-10shot", "banking77")
"""The sets on which the bot is measured with other settings, too."""

NOT_LEARNED_FROM = {"cli", "renderings", "checks", "explain", "export"}
"""Folders of the package whose code changes no figure but the time of ``--help``."""

MODEL_FILES = {BOT: "", SVM: "linear.joblib", FASTTEXT: "fasttext.bin"}


@dataclass(frozen=True, slots=True)
class Job:
    """One benchmark of one system (or of all that are timed in turns) with one seed."""

    benchmark: str
    part: str
    seed: int

    def __str__(self) -> str:
        return " ".join(filter(None, (self.benchmark, self.part, f"seed {self.seed}")))


@dataclass(frozen=True, slots=True)
class Bench:
    """Where the rows are, where models are kept, and whether this is only a smoke run."""

    data: Path
    models: Path
    fast: bool
    machine: Machine

    def run(self, job: Job) -> dict[str, dict[str, float]]:
        """Return the figures of a job, each measured in a process of its own."""
        if job.benchmark in SETS_BY_NAME:
            labelled = SETS_BY_NAME[job.benchmark]
            where = {"data": self.data, "model": self.folder(job)}
            return {
                job.part: in_new_process(accuracy.measure, labelled, job.part, **where, seed=job.seed, fast=self.fast)
            }
        if job.benchmark == HELP:
            return speed.command_line()
        learned = FAST_SPEED_SET if self.fast else SPEED_SET
        messages = self.data / SETS_BY_NAME[SPEED_SET].test
        if job.benchmark == NETWORKS:
            # Another quality is served like the default.
            others = [system for system, settings in OTHER_BOTS.items() if "quality" not in settings]
            bots = {system: self.model(Job(learned, system, job.seed)) for system in (BOT, *others)}
            return in_new_process(speed.latency_of_bots, bots, messages)
        if job.benchmark == RUNTIMES:
            model = self.model(Job(learned, BOT, job.seed))
            return in_new_process(runtimes.measure, model, messages, model.with_name(f"{model.name}-exports"))
        models = {system: self.model(Job(learned, system, job.seed)) for system in MODEL_FILES}
        if job.benchmark == LATENCY:
            return in_new_process(speed.latency, models, messages)
        return speed.start(models, messages)

    def folder(self, job: Job) -> Path:
        """Return the folder in which a job's model is kept."""
        return self.models / f"{job.benchmark}-{job.part.replace(' ', '-')}-{job.seed}-{self.fingerprint(job)}"

    def model(self, job: Job) -> Path:
        """Return the model of an accuracy job, trained now where that job has not run."""
        path = self.folder(job) / MODEL_FILES.get(job.part, "")
        if not path.exists():
            rows = SETS_BY_NAME[job.benchmark].train_rows(self.data)
            in_new_process(leave_model, job.part, rows, self.folder(job), seed=job.seed, fast=self.fast)
        return path

    def fingerprint(self, job: Job) -> str:
        """Return what changes with all that a job's figures depend on."""
        package = Path(intentbot.__file__).parent
        code = [HERE / "data.py", HERE / "peers.py"]
        own = "accuracy.py" if job.benchmark in SETS_BY_NAME else "speed.py"
        code.append(HERE / ("runtimes.py" if job.benchmark == RUNTIMES else own))
        if job.part in SYSTEMS and job.part != BOT:
            code.append(package / "text.py")
        else:
            folders = set() if job.benchmark in (HELP, RUNTIMES) else NOT_LEARNED_FROM
            every = package.rglob("*.py")
            code += [file for file in every if file.relative_to(package).parts[0] not in folders]
        rows = needed_files([job.benchmark], self.data)
        return fingerprint_of([*code, *rows], (self.fast, self.machine.python, sorted(self.machine.versions.items())))


def jobs_of(benchmarks: Sequence[str], seeds: Sequence[int], systems: Sequence[str]) -> list[Job]:
    """Return the jobs of the benchmarks; what no seed changes is measured with the first one only."""
    jobs = []
    for benchmark in benchmarks:
        measured = (*SYSTEMS, *OTHER_BOTS) if benchmark in SETS_OF_OTHERS else SYSTEMS
        parts = [part for part in measured if part in systems] if benchmark in SETS_BY_NAME else [""]
        jobs += [Job(benchmark, part, seed) for part in parts for seed in (seeds if part in SEEDED else seeds[:1])]
    return jobs


def needed_files(benchmarks: Sequence[str], data: Path) -> list[Path]:
    """Return the files that the benchmarks read, where `data` is the data folder."""
    sets = [SPEED_SET if name in (LATENCY, NETWORKS, START, RUNTIMES) else name for name in benchmarks if name != HELP]
    return sorted({file for name in sets for file in SETS_BY_NAME[name].files(data)})


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmarks; returns 0, 1 where some failed, or 2 where the data are not there."""
    options = _parser().parse_args(arguments)
    chosen = options.only or list(BENCHMARKS)
    missing = [str(file) for file in needed_files(chosen, options.data) if not file.is_file()]
    if missing:
        print(f"There is no {', '.join(missing)}. See --help for what belongs into --data DIR.", file=sys.stderr)
        return 2
    bench = Bench(options.data.resolve(), options.models.resolve(), options.fast, Machine.here())
    failed = _run_all(bench, jobs_of(chosen, options.seeds, options.systems), options.out, again=options.again)
    if options.markdown:
        write_page(read_records(options.out), options.markdown, fast=options.fast)
        print(f"wrote {options.markdown}")
    return 1 if failed else 0


def _run_all(bench: Bench, jobs: Sequence[Job], out: Path, *, again: bool) -> int:
    """Run the jobs that are not finished and return how many failed; one that fails does not stop the others."""
    finished = set() if again else {record.key for record in read_records(out)}
    failed = 0
    for number, job in enumerate(jobs, 1):
        print(f"[{number}/{len(jobs)}] {job}: ", end="", flush=True)
        fingerprint = bench.fingerprint(job)
        if (job.benchmark, job.part, job.seed, fingerprint) in finished:
            print("finished before")
            continue
        load, began = os.getloadavg()[0], perf_counter()
        try:
            figures = bench.run(job)
        # Whatever is wrong with one system must not cost the hours of the others.
        except Exception as error:
            failed += 1
            print(f"failed: {type(error).__name__}: {error}")
            continue
        seconds = perf_counter() - began
        day = date.today().isoformat()
        record = Record(
            job.benchmark, job.part, job.seed, bench.fast, fingerprint, day, seconds, load, bench.machine, figures
        )
        append_record(out, record)
        print(f"{seconds:.0f} s; {_summary(figures)}")
    return failed


def _summary(figures: dict[str, dict[str, float]]) -> str:
    shown = ("accuracy", "train_s", "classify_p50_us", "start_s", "serving_rss_mb", "help_s")
    parts = [f"{name} {mine[name]:.4g}" for mine in figures.values() for name in shown if name in mine]
    return ", ".join(parts)


def _names(text: str) -> list[str]:
    names = [name for part in text.split(",") for name in (LANGUAGE_NAMES if part == LANGUAGES else [part])]
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        raise argparse.ArgumentTypeError(f"there is no {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
    return names


def _systems(text: str) -> list[str]:
    systems, known = text.split(","), (*SYSTEMS, *OTHER_BOTS)
    unknown = [system for system in systems if system not in known]
    if unknown:
        raise argparse.ArgumentTypeError(f"there is no {', '.join(unknown)}; there are {', '.join(known)}")
    return systems


def _seeds(text: str) -> list[int]:
    return [int(seed) for seed in text.split(",")]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.run", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    build = Path("build/benchmarks")
    parser.add_argument(
        "--data", type=Path, default=Path("data"), metavar="DIR", help="the folder of the data sets; default: data"
    )
    parser.add_argument("--only", type=_names, metavar="NAME,...", help=f"of: {', '.join((*BENCHMARKS, LANGUAGES))}")
    everyone = [*SYSTEMS, *OTHER_BOTS]
    parser.add_argument(
        "--systems", type=_systems, default=everyone, metavar="NAME,...", help=f"of: {', '.join(everyone)}"
    )
    parser.add_argument("--seeds", type=_seeds, default=[0, 1, 2], metavar="N,...", help="default: 0,1,2")
    parser.add_argument("--out", type=Path, default=build / "results.jsonl", help="default: %(default)s")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the results as a page, too")
    parser.add_argument("--models", type=Path, default=build / "models", metavar="DIR", help="default: %(default)s")
    parser.add_argument("--again", action="store_true", help="measure also what is finished")
    parser.add_argument("--fast", action="store_true", help="a tiny network for two epochs: do the benchmarks run?")
    return parser


if __name__ == "__main__":
    sys.exit(main())
