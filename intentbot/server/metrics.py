"""What the server counts, for Prometheus."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from intentbot.version import VERSION

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
_SHARED_MEMORY = "/dev/shm"
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


@contextmanager
def counting_together() -> Iterator[None]:
    """Let the workers that are started from here count together, for as long as the block runs.

    They do in files that are mapped into memory: who writes into one on a full disk is ended by the system (SIGBUS).
    So these are no files of a disk, where the system has such a place.
    """
    place = _SHARED_MEMORY if os.access(_SHARED_MEMORY, os.W_OK) else None
    with TemporaryDirectory(prefix=f"intentbot-{os.getpid()}-", dir=place) as folder:
        os.environ[_FOLDER] = folder
        try:
            yield
        finally:
            del os.environ[_FOLDER]


class Metrics:
    """The counters of this process; with several workers, what is told is the sum over all."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        self._requests = Counter(
            "intentbot_http_requests_total",
            "Requests that were answered.",
            ("method", "route", "status"),
            registry=registry,
        )
        self._seconds = Histogram(
            "intentbot_http_request_seconds",
            "How long requests took.",
            ("route",),
            buckets=_SECONDS,
            registry=registry,
        )
        self._replies = Counter(
            "intentbot_replies_total", "Messages that were answered.", ("decided_by",), registry=registry
        )
        self.failures = Counter(
            "intentbot_failures_total", "Requests that failed for no fault of the client.", registry=registry
        )
        self.refused = Counter(
            "intentbot_refused_total", "Requests that were refused at the door.", ("reason",), registry=registry
        )
        self.waiting = Gauge(
            "intentbot_turns_waiting",
            "Turns that are on their way to the store.",
            registry=registry,
            multiprocess_mode="livesum",
        )
        self._model = Gauge(
            "intentbot_model_info",
            "Which version of the model answers.",
            ("version", "intentbot"),
            registry=registry,
            multiprocess_mode="livemax",
        )
        self.swaps = Counter("intentbot_model_swaps_total", "Models that went live while serving.", registry=registry)
        self._version = ""
        # Finding a child by its labels takes a lock and a tuple of strings each time.
        self._request_of = lru_cache(1_000)(self._requests.labels)
        self._seconds_of = lru_cache(1_000)(self._seconds.labels)
        self._reply_of = lru_cache(100)(self._replies.labels)

    def count_request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request that was answered."""
        self._request_of(method, route, str(status)).inc()
        self._seconds_of(route).observe(seconds)

    def count_reply(self, decided_by: str) -> None:
        """Count a message that was answered."""
        self._reply_of(decided_by).inc()

    def tell_version(self, version: str) -> None:
        """Say which version of the model answers from now on."""
        if version == self._version:
            return
        if self._version:
            self.swaps.inc()
            self._model.labels(self._version, VERSION).set(0)
        self._version = version
        self._model.labels(version, VERSION).set(1)

    def text(self) -> bytes:
        """Return all that was counted, as Prometheus reads it."""
        if _FOLDER not in os.environ:
            return generate_latest(self._registry)
        _forget_the_dead(Path(os.environ[_FOLDER]))
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        return generate_latest(together)


def _forget_the_dead(folder: Path) -> None:
    """Let what workers measured that are gone, such as how many turns wait with them, count no more."""
    if os.name != "posix":
        return
    for path in folder.glob("gauge_live*_*.db"):
        try:
            os.kill(int(path.stem.rpartition("_")[2]), 0)
        except ProcessLookupError:
            path.unlink(missing_ok=True)
        except (PermissionError, ValueError):
            continue
