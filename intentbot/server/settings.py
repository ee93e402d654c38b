"""How the server is set up."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from intentbot.deployment.records import data_folder as data_folder


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """How ``intentbot serve`` was told to run. Every worker gets the same.

    Attributes
    ----------
    model : Path
        The model folder that is served.
    data : Path
        The folder of the server's own files: the database, versions of the model, what is not in the database yet.
    intents : Path or None
        The intent files that reviewers write into and that are trained from; None where there are none at hand.
    store : str
        The address of the database: ``sqlite:///`` and a path, or ``postgresql://...``; empty for SQLite in `data`.
    host : str
    port : int
    n_workers : int
        How many processes answer.
    origins : tuple of str
        Web sites whose pages may talk to the server, such as ``https://shop.example``; ``*`` for all.
    is_logged : bool
        Whether turns are kept.
    logs_requests : bool
        Whether the log has a line for each request.
    log_format : {"text", "json"}
    rate_limit : str
        How many requests one client may send, such as ``600/m``; ``0`` for no limit.
    actions : Path or None
        The Python file of the bot's actions.
    watches : bool
        Whether the model is trained anew whenever the intent files change, and goes live: for development.
    callback_url : str
        Where the answers of the callback channel are sent; empty for nowhere.
    retention_s : float or None
        How long turns are kept; None for ever.
    is_private : bool
        Whether programs need a token to talk to the bot, too.
    """

    model: Path
    data: Path
    intents: Path | None = None
    store: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    n_workers: int = 1
    origins: tuple[str, ...] = ()
    is_logged: bool = True
    logs_requests: bool = True
    log_format: Literal["text", "json"] = "text"
    rate_limit: str = "600/m"
    callback_url: str = ""
    actions: Path | None = None
    watches: bool = False
    retention_s: float | None = None
    is_private: bool = False

    @property
    def database(self) -> str:
        """The address of the database."""
        return self.store or f"sqlite:///{(self.data / 'intentbot.db').absolute()}"
