"""A PostgreSQL of our own for tests: made in a folder, reached on a port of this machine, thrown away afterwards.

No other server is touched, whether one runs here or not.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

USER, PASSWORD = "shop", "se:cr@t/word"
"""The password has signs that an address must write otherwise."""

HOW_TO_INSTALL = "needs PostgreSQL: apt install postgresql"

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    # Nothing here must outlive the machine.
    "fsync": "off",
    "max_connections": "60",
}


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs, the latest version of them; None where it is not installed."""
    on_path = shutil.which("initdb")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda program: int(program.parts[-3]))
    program = found[-1] if found else Path(on_path) if on_path else None
    return program.resolve().parent if program else None


class Postgres:
    """A server with one empty database for each name that is asked for."""

    def __init__(self, folder: Path) -> None:
        bin_folder = programs()
        assert bin_folder, HOW_TO_INSTALL
        self._bin, self._cluster = bin_folder, folder / "cluster"
        # It refuses to run as root.
        self._account = pwd.getpwnam(_account()) if os.geteuid() == 0 else None
        if self._account:
            os.chown(folder, self._account.pw_uid, self._account.pw_gid)
        secret = folder / "password"
        secret.write_text(PASSWORD, encoding="utf-8")
        secret.chmod(0o644)
        self._call(
            "initdb", "-A", "scram-sha-256", "-U", USER, f"--pwfile={secret}", "-E", "UTF8", "--locale=C", "--no-sync"
        )
        self.port = _free_port()
        with (self._cluster / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in {**SETTINGS, "port": str(self.port)}.items())
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self._call("pg_ctl", "start", "-w", "-l", str(self._cluster / "log"))

    def stop(self) -> None:
        """Stop it, and cut all lines."""
        self._call("pg_ctl", "stop", "-w", "-m", "immediate")

    def url(self, database: str = "postgres", *, password: str = PASSWORD, host: str = "127.0.0.1") -> str:
        """Return the address of a database."""
        quoted = quote(password, safe="")
        return f"postgresql://{USER}:{quoted}@{host}:{self.port}/{quote(database)}"

    def new_database(self, name: str) -> str:
        """Make an empty database, and return its address."""
        self.sql(f'CREATE DATABASE "{name}"')
        return self.url(name)

    def sql(self, statement: str, database: str = "postgres") -> str:
        """Return what the server answers to a statement."""
        done = subprocess.run(
            [
                self._bin / "psql",
                "-X",
                "-v",
                "ON_ERROR_STOP=1",
                "-At",
                "-c",
                statement,
                self.url(database, password=""),
            ],
            env={**os.environ, "PGPASSWORD": PASSWORD},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def _call(self, program: str, *arguments: str) -> None:
        identity = {"user": self._account.pw_uid, "group": self._account.pw_gid} if self._account else {}
        with tempfile.TemporaryFile() as said:
            # Into a file: the server keeps what it is given, and a pipe would never end.
            done = subprocess.run(
                [self._bin / program, "-D", self._cluster, *arguments],
                stdout=said,
                stderr=said,
                cwd="/",
                extra_groups=[] if self._account else None,
                check=False,
                **identity,
            )
            said.seek(0)
            assert done.returncode == 0, said.read().decode("utf-8", "replace")


@contextmanager
def running() -> Iterator[Postgres]:
    """Give a server, and throw it away afterwards."""
    # Not among the folders of pytest, which another user may not enter.
    folder = Path(tempfile.mkdtemp(prefix="intentbot-postgres-"))
    server = None
    try:
        server = Postgres(folder)
        yield server
    finally:
        if server is not None:
            server.stop()
        shutil.rmtree(folder)


def _account() -> str:
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
