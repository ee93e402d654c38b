"""What was measured, as JSON lines: appended as it is finished, so that an interrupted run goes on where it stopped."""

from __future__ import annotations

import hashlib
import json
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.machine import Machine

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Record:
    """The figures of one finished job.

    Attributes
    ----------
    benchmark : str
        The set, or ``latency``, ``start``, ``help``.
    part : str
        The system, where a job measures only one; else empty.
    seed : int
    fast : bool
        A run that shows only that the benchmarks work.
    fingerprint : str
        Of the code, the rows and the versions that it depends on.
    when : str
        The day, as 2025-01-31.
    seconds : float
        What the job took in all.
    load : float
        The machine's load average as it began: what else was going on.
    machine : Machine
    figures : dict
        Figures by name, for each system.
    """

    benchmark: str
    part: str
    seed: int
    fast: bool
    fingerprint: str
    when: str
    seconds: float
    load: float
    machine: Machine
    figures: dict[str, dict[str, float]]

    @property
    def key(self) -> tuple[str, str, int, str]:
        """What makes another run of the job needless."""
        return self.benchmark, self.part, self.seed, self.fingerprint


def read_records(path: Path) -> list[Record]:
    """Return the records of a file, oldest first; none where there is no file. A line cut short is left out."""
    if not path.exists():
        return []
    records = []
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            found: dict[str, Any] = json.loads(line)
        except json.JSONDecodeError:
            continue
        records.append(Record(**{**found, "machine": Machine(**found["machine"])}))
    return records


def append_record(path: Path, record: Record) -> None:
    """Write a record at the end of a file, on a line of its own."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(asdict(record), ensure_ascii=False) + "\n")


def fingerprint_of(files: Iterable[Path], facts: Sequence[object]) -> str:
    """Return 16 hexadecimal digits that change with the files' bytes or the facts."""
    digest = hashlib.sha256(repr(facts).encode())
    for file in sorted(files):
        digest.update(file.name.encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]


class Results:
    """The newest records of each job, and the medians of their figures over the seeds.

    Parameters
    ----------
    records : iterable of Record
        Oldest first. Of each benchmark and part only those of the newest fingerprint count.
    """

    def __init__(self, records: Iterable[Record]) -> None:
        jobs: dict[tuple[str, str], list[Record]] = {}
        for record in records:
            jobs.setdefault((record.benchmark, record.part), []).append(record)
        self.records: list[Record] = []
        for job in jobs.values():
            newest = {record.seed: record for record in job if record.fingerprint == job[-1].fingerprint}
            self.records += newest.values()

    def values(self, benchmark: str, system: str, figure: str) -> list[float]:
        """Return a figure of every seed, smallest first; empty where it was not measured."""
        mine = (record.figures.get(system, {}) for record in self.records if record.benchmark == benchmark)
        return sorted(figures[figure] for figures in mine if figure in figures)

    def median(self, benchmark: str, system: str, figure: str) -> float | None:
        """Return the median of a figure over the seeds, None where it was not measured."""
        values = self.values(benchmark, system, figure)
        return statistics.median(values) if values else None

    def has(self, benchmark: str) -> bool:
        """Return whether a benchmark was measured."""
        return any(record.benchmark == benchmark for record in self.records)
