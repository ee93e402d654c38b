"""On what the network learns: one device, all GPUs of this machine, or several machines together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import tensorflow as tf

from intentbot.cluster import Cluster
from intentbot.errors import TrainingError
from intentbot.progress import Progress


@cache
def strategy() -> tf.distribute.Strategy:
    """Return how variables and steps are spread, the same each time; see `meet` for the first."""
    if Cluster.here().n_workers > 1:
        return tf.distribute.MultiWorkerMirroredStrategy()
    if len(tf.config.list_physical_devices("GPU")) > 1:
        return tf.distribute.MirroredStrategy()
    return tf.distribute.get_strategy()


def meet(progress: Progress) -> None:
    """Wait for the other machines, where there are any. TensorFlow asks for it before any other work of its own."""
    n_others = Cluster.here().n_workers - 1
    if n_others:
        progress.start(f"waiting for {n_others} other worker{'s' if n_others > 1 else ''}", 1)
    strategy()
    if n_others:
        progress.advance()


def own_share(ids: Any, targets: Any) -> tuple[Any, Any, Any]:
    """Return the rows of a batch that this replica learns from, and how much their mean loss counts.

    The gradients of all replicas are added up, so that together they learn what one would learn from the whole batch.
    Where there are fewer rows than replicas, those without one learn from the first, which counts nothing.
    """
    context = tf.distribute.get_replica_context()
    n_replicas, replica = context.num_replicas_in_sync, context.replica_id_in_sync_group
    if n_replicas == 1:
        return ids, targets, 1.0
    n_rows = tf.shape(targets)[0]
    mine = tf.range(replica, tf.maximum(n_rows, replica + 1), n_replicas)
    share = tf.math.count_nonzero(mine < n_rows, dtype=tf.float32) / tf.cast(n_rows, tf.float32)
    mine = tf.where(mine < n_rows, mine, 0)
    return tf.gather(ids, mine), tf.gather(targets, mine), share


@contextmanager
def watched_over() -> Iterator[None]:
    """Say what is wrong where another machine cannot be reached any more."""
    try:
        yield
    except tf.errors.OpError as error:
        if Cluster.here().n_workers == 1:
            raise
        raise TrainingError(
            f"training broke off: another worker cannot be reached any more ({type(error).__name__}).",
            "Start all workers again; no model was written.",
        ) from None
