"""Keeps the bot that answers the version that is live, in every process that serves."""

from __future__ import annotations

import ctypes
import logging
import os
import threading
import time
import weakref
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from intentbot.bot import IntentBot
from intentbot.conversation.actions import ActionFunction
from intentbot.deployment.versions import Versions
from intentbot.errors import DeploymentError, FileError, IntentBotError, ModelError
from intentbot.files.model_folder import read_model
from intentbot.server.live import Live, LiveBot
from intentbot.sessions import MemorySessions, Sessions

EVERY_S = 0.25
"""How often a process looks whether another version is live: one `os.stat`, a few microseconds."""

RETRY_S = 30.0
"""After so long a version that could not be loaded is tried again: the disk or the memory may have room by then."""

UNREGISTERED = "0"
"""The version of a bot whose model could not be kept as one."""

STARTER = "serve"
"""Who made a version live that was live because it was served."""

_M_MMAP_THRESHOLD = -3
"""The number of the setting in glibc's ``malloc.h``."""

_WARM_UP = 64

_log = logging.getLogger("intentbot")


def adopt(versions: Versions) -> None:
    """Make the served model the live version, as a server does once before its processes start.

    Raises
    ------
    ModelNotFound, ModelDamaged, ModelVersion
    """
    try:
        versions.start(by=STARTER)
    except (DeploymentError, FileError, OSError) as error:
        # Customers are answered all the same; each process tells why there are no versions.
        _log.warning("%s could not be kept as a version: %s", versions.model, error)


class BotMaker:
    """Makes bots that share their conversations and actions.

    Parameters
    ----------
    sessions : Sessions, optional
    actions : mapping of str to callable, optional
        Functions by their names; a bot gets those that are its actions.
    """

    def __init__(self, sessions: Sessions | None = None, actions: Mapping[str, ActionFunction] | None = None) -> None:
        self.sessions: Sessions = MemorySessions() if sessions is None else sessions
        self.actions = dict(actions or {})
        self._idle: list[str] = []

    def make(self, folder: Path) -> IntentBot:
        """Return the bot of a model folder, warmed up by its own tests: its first customers wait for nothing.

        Raises
        ------
        ModelNotFound, ModelDamaged, ModelVersion, ActionError
        """
        model = read_model(folder)
        known = model.intents.actions
        actions = {one.name: self.actions[one.name] for one in known if one.name in self.actions}
        idle = [one.name for one in known if one.webhook is None and one.name not in actions]
        if idle and idle != self._idle:
            self._idle = idle
            _log.warning("nothing does the actions %s: they have no webhook, and no function", ", ".join(idle))
        bot = IntentBot(model, sessions=self.sessions, actions=actions)
        texts = [test.text for intent in bot.intents for test in intent.tests[:2]]
        bot.classify(["hello", *texts[:_WARM_UP]])
        return bot


def _keep_weights_apart() -> None:
    """Let glibc take large arrays from the system one by one, and give each back when its bot is gone.

    After the first of them was freed it would take the next ones from a heap, where small ones come to lie among them.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, 1 << 20)


def _give_back_memory() -> None:
    """Let the system have the memory of the bot that is gone, which glibc would keep in pieces."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


class Follower:
    """Swaps the bot that answers when another version goes live.

    Parameters
    ----------
    versions : Versions
    maker : BotMaker

    Raises
    ------
    ModelNotFound, ModelDamaged, ModelVersion, ActionError
        Where not even the served model can be loaded.
    """

    def __init__(self, versions: Versions, maker: BotMaker) -> None:
        self._versions, self._maker = versions, maker
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._seen: tuple[int, ...] | None = None
        self._again_at = 0.0
        self._leaving: weakref.ref[IntentBot] | None = None
        _keep_weights_apart()
        self.live = self._begin()
        self._thread = threading.Thread(target=self._watch, name="intentbot-follower", daemon=True)

    def start(self) -> None:
        """Look for other versions from now on, in a thread."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def follow(self) -> None:
        """Let the version that is live answer; where it cannot be loaded that is told, and the old one goes on."""
        with self._lock:
            self._see_off()
            seen = self._stamp()
            is_due = bool(self.live.problem) and time.monotonic() >= self._again_at
            if seen is None or (seen == self._seen and not is_due):
                return
            self._seen, self._again_at = seen, time.monotonic() + RETRY_S
            number = 0
            try:
                number = self._versions.state().version
                if number and str(number) != self.live.now.version:
                    bot = self._maker.make(self._versions.folder(number))
                    self._leaving = weakref.ref(self.live.now.bot)
                    self.live.swap(bot, str(number))
                    _log.info("version %d is live", number)
                    self._see_off()
                self.live.problem = ""
            except (IntentBotError, OSError, MemoryError) as error:
                what = f"version {number} could not be loaded" if number else "nobody can tell which version is live"
                self._tell(f"{what}, {self.live.now.version} answers: {error}")

    def _see_off(self) -> None:
        """Give back the memory of the bot before this one, once it has answered its last message and is gone."""
        if self._leaving is not None and self._leaving() is None:
            self._leaving = None
            _give_back_memory()

    def _begin(self) -> LiveBot:
        """Return the bot to begin with: that of the live version, or of the served model where there is none."""
        problem = ""
        try:
            self._seen = self._stamp()
            number = self._versions.state().version or self._versions.start(by=STARTER).number
            try:
                return LiveBot(Live(self._maker.make(self._versions.folder(number)), str(number)))
            except ModelError as error:
                problem = f"version {number} could not be loaded, {self._versions.model} answers: {error}"
        except (DeploymentError, FileError, OSError) as error:
            problem = f"{self._versions.model} could not be kept as a version: {error}"
        live = LiveBot(Live(self._maker.make(self._versions.model), UNREGISTERED))
        self._again_at = time.monotonic() + RETRY_S
        _log.error("%s", problem)
        live.problem = problem
        return live

    def _tell(self, problem: str) -> None:
        if problem != self.live.problem:
            _log.error("%s", problem)
        self.live.problem = problem

    def _stamp(self) -> tuple[int, ...] | None:
        try:
            found = os.stat(self._versions.signal)
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size

    def _watch(self) -> None:
        while not self._stopped.wait(EVERY_S):
            try:
                self.follow()
            except Exception:
                # Whatever it is, the bot that answers goes on, and so does the looking.
                _log.exception("the live version could not be followed")
                self._stopped.wait(RETRY_S)
