"""The machine a benchmark ran on, the memory of a process, and functions run in a process of their own."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

PACKAGES = (
    "intentbot",
    "numpy",
    "tensorflow_cpu",
    "tensorflow",
    "keras",
    "scikit-learn",
    "scipy",
    "rapidfuzz",
    "fasttext-wheel",
    "ai-edge-litert",
    "onnxruntime",
)

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Machine:
    """Where a figure was measured."""

    system: str
    processor: str
    n_cores: int
    memory_gb: int
    python: str
    versions: dict[str, str]

    @classmethod
    def here(cls) -> Machine:
        """Return this machine."""
        return cls(
            system=f"{platform.system()} {platform.release()} ({platform.machine()})",
            processor=_proc_line("/proc/cpuinfo", "model name") or platform.processor() or "unknown",
            n_cores=len(os.sched_getaffinity(0)),
            memory_gb=round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
            python=platform.python_version(),
            versions={name: found for name in PACKAGES if (found := _version(name))},
        )


def memory_mb(field: str) -> float:
    """Return a line of this process's ``/proc/self/status`` in megabytes (10^6 bytes).

    ``VmRSS`` is what it holds now, ``VmHWM`` the most it held. `resource` is no substitute: after a fork and exec,
    Linux lets the peak start at the parent's.
    """
    return int(_proc_line("/proc/self/status", field).split()[0]) * 1024 / 1e6


def in_new_process(function: Callable[..., Result], *args: Any, **named: Any) -> Result:
    """Return what `function` returns when it is called in a fresh Python process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *args, **named).result()


def _proc_line(path: str, field: str) -> str:
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        name, _, value = line.partition(":")
        if name.strip() == field:
            return value.strip()
    return ""


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
