"""The processes that answer: one here, or several under a watchman."""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from intentbot.deployment.versions import Versions
from intentbot.errors import IntentBotError, SettingsError
from intentbot.server.app import create_app
from intentbot.server.following import adopt
from intentbot.server.logs import log, set_up_logs
from intentbot.server.metrics import counting_together
from intentbot.server.protocol import PatientProtocol
from intentbot.server.settings import ServerSettings

_BACKLOG = 2_048
_IDLE_S = 75
"""How long an idle connection stays open: longer than a proxy keeps its own (60 s with nginx), which may otherwise send
a request into one that just closes."""
_CALM_S = 5.0
"""When the server has started, and what can wait may be done."""
_SILENCE_S = 30
"""How long a worker may say nothing before it is replaced. It says nothing yet while it imports what it needs: where
several start on a busy machine that takes longer than uvicorn's 5 s, and each would be replaced before it is there."""
_LAST_WORDS_S = 30
"""How long requests that are being answered may take when the server is told to stop."""


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Raises
    ------
    SettingsError
        Where it cannot, with what to do about it.
    """
    try:
        known = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise SettingsError(
            f'there is no address "{host}" to listen on.', "Use --host 0.0.0.0 for all of this machine's."
        ) from None
    # Of a name with several, such as localhost, the one that every client tries: many never try ::1.
    family, kind, protocol, _, address = min(known, key=lambda one: one[0] != socket.AF_INET)
    found = socket.socket(family, kind, protocol)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind(address)
        found.listen(_BACKLOG)
    except PermissionError:
        found.close()
        raise SettingsError(
            f"this user may not listen on port {port}.", "Use one from 1024, such as --port 8000, behind a proxy."
        ) from None
    except OSError as error:
        found.close()
        raise SettingsError(
            f"{host}:{port} cannot be listened on: {error.strerror or error}.",
            f"If another server has the port, take the next one: --port {port + 1}",
        ) from None
    found.set_inheritable(True)
    return found


def serve(settings: ServerSettings, ready: Callable[[int], None]) -> None:
    """Answer until told to stop (Ctrl-C, SIGTERM); what was begun is finished first.

    Parameters
    ----------
    settings : ServerSettings
    ready : callable
        Called with the port, once it can be called.

    Raises
    ------
    SettingsError, ModelError, FileError
        Where the server cannot start.
    """
    set_up_logs(settings.log_format)
    _allow_many_connections()
    versions = Versions(settings.data, settings.model, settings.intents)
    adopt(versions)
    if settings.intents is not None and not settings.watches:
        later = threading.Timer(_CALM_S, _tell_misfit, (versions,))
        later.daemon = True
        later.start()
    listening = listen(settings.host, settings.port)
    with listening, _watching(settings, versions):
        port = listening.getsockname()[1]
        if settings.n_workers > 1:
            with counting_together():
                _watch_over(settings, listening, partial(ready, port))
        else:
            app = create_app(settings)
            _settle()
            ready(port)
            uvicorn.Server(config_of(app)).run([listening])


def _tell_misfit(versions: Versions) -> None:
    """Warn where what is served was made of other intents than the files that reviewers write into."""
    from intentbot.deployment.misfits import misfit

    try:
        found = misfit(versions, asks=True)
    except IntentBotError as error:
        found = ""
        log.warning("whether the model fits the intent files is not known: %s", error.sentences)
    if found:
        log.warning("%s To train it anew: intentbot deploy train %s %s", found, versions.model, versions.intents)


@contextmanager
def _watching(settings: ServerSettings, versions: Versions) -> Iterator[None]:
    """Train anew whenever the intent files change, for as long as the block runs, where that is wanted."""
    if not settings.watches or settings.intents is None:
        yield
        return
    from intentbot.deployment.jobs import Jobs
    from intentbot.deployment.watching import Watcher

    watcher = Watcher(Jobs(versions), settings.intents, lambda text: print(text, file=sys.stderr, flush=True))
    watcher.start()
    try:
        yield
    finally:
        watcher.stop()


def _watch_over(settings: ServerSettings, listening: socket.socket, ready: Callable[[], None]) -> None:
    """Keep several processes answering: one that dies is replaced."""
    # What is wrong with the model or the folder is said once, here, and not by each of them.
    create_app(settings)
    config = config_of(partial(_create_worker, settings, os.getpid()), is_factory=True)
    config.workers = settings.n_workers
    config.timeout_worker_healthcheck = _SILENCE_S
    ready()
    Multiprocess(config, [listening]).run()


def _create_worker(settings: ServerSettings, watchman: int) -> FastAPI:
    """Return the app of one of several processes."""
    set_up_logs(settings.log_format)
    # The watchman is told to stop, and tells us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(watchman,), name="intentbot-orphan", daemon=True).start()
    try:
        app = create_app(settings)
    except IntentBotError as error:
        # Such as a disk that has filled since the watchman looked. The next one that is started may find room.
        log.error("a worker cannot start: %s", error.sentences)
        sys.exit(1)
    _settle()
    return app


def _end_with(watchman: int) -> None:
    """Stop when the watchman is gone, killed as it may be: the next one could not have our port."""
    while os.getppid() == watchman:
        time.sleep(1.0)
    os.kill(os.getpid(), signal.SIGTERM)


def _settle() -> None:
    """Let what stays as long as the process be no part of the search for garbage, which interrupts answering.

    And let it be searched for every twenty requests or so instead of at each: that took a tenth of an answer's time.
    """
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    gc.enable()


def config_of(app: FastAPI | Callable[[], FastAPI], *, is_factory: bool = False) -> uvicorn.Config:
    """Return how uvicorn runs the server, or several processes that each make theirs."""
    return uvicorn.Config(
        app,
        factory=is_factory,
        http=PatientProtocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=_IDLE_S,
        timeout_graceful_shutdown=_LAST_WORDS_S,
        backlog=_BACKLOG,
    )


def _allow_many_connections() -> None:
    """Let this process have as many files open as it may: each connection is one."""
    if os.name == "posix":
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = 65_536 if hard == resource.RLIM_INFINITY else min(hard, 65_536)
        if soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
