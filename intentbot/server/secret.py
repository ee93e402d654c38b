"""The server's own secret: what it signs with it, only it can have made."""

from __future__ import annotations

import hmac
import os
import secrets
import time
from base64 import urlsafe_b64encode
from hashlib import blake2b
from pathlib import Path
from random import getrandbits

from intentbot.errors import FileError, SettingsError

_ENVIRONMENT = "INTENTBOT_SECRET"
_N_BYTES, _FEWEST_LETTERS = 32, 16
_N_SIGNED = 16
"""Bytes of a signature: 128 bits cannot be guessed."""
_N_TURN, _N_TURN_SIGNED = 10, 6


def read_secret(folder: Path) -> bytes:
    """Return the secret of a data folder, made where there is none; `INTENTBOT_SECRET` goes before.

    Several machines that serve one bot must have the same, or they do not know each other's conversations.

    Raises
    ------
    FileError, SettingsError
    """
    told = os.environ.get(_ENVIRONMENT, "")
    if told:
        if len(told) < _FEWEST_LETTERS:
            raise SettingsError(
                f"{_ENVIRONMENT} is too short to be a secret.",
                'Make one: python -c "import secrets; print(secrets.token_hex(32))"',
            )
        return told.encode("utf-8", "surrogateescape")
    path = folder / "secret"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _make(path)
        secret = path.read_bytes()
    except OSError as error:
        raise FileError(f"{path} cannot be used: {error.strerror or error}.", "Let the server write there.") from None
    if len(secret) < _N_BYTES:
        raise FileError(f"{path} is cut short.", "Delete it: a new one is made, and open conversations start anew.")
    return secret


def _make(path: Path) -> None:
    """Write a secret that nobody else can read, unless another worker was first."""
    if path.exists():
        return
    # No process id: in a container that is always the same, and a draft may be left of one that was killed.
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_bytes(_N_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


class Ids:
    """Makes ids that nobody else can make, and knows its own again, without looking anything up.

    They are signed with keyed BLAKE2 (RFC 7693), which takes a twentieth of the time that OpenSSL needs for an HMAC.

    Parameters
    ----------
    secret : bytes
    """

    def __init__(self, secret: bytes) -> None:
        # Each use has a key of its own, so that nothing signed for one stands for another.
        self._conversations = hmac.digest(secret, b"conversation", "sha256")
        self._turns = hmac.digest(secret, b"turn", "sha256")

    def new_conversation(self) -> str:
        """Return the id of a conversation that begins: a random part and its signature."""
        # A letter first: on a command line, an id that began with - would be taken for an option.
        token = f"c{secrets.token_urlsafe(18)}"
        return f"{token}.{self._signature(token)}"

    def is_conversation(self, text: str) -> bool:
        """Whether a conversation's id is one of ours."""
        token, dot, signature = text.partition(".")
        if not dot or not text.isascii():
            return False
        return hmac.compare_digest(signature, self._signature(token))

    def new_turn(self, conversation: str) -> str:
        """Return the id of a turn: 32 hexadecimal digits that grow with time, of which the last ones prove that it is
        one of this conversation."""
        head = int(time.time() * 1000).to_bytes(6, "big") + getrandbits(32).to_bytes(4, "big")
        return (head + self._proof(head, conversation)).hex()

    def is_turn(self, turn: str, conversation: str) -> bool:
        """Whether a turn's id is one of ours, and of this conversation."""
        try:
            whole = bytes.fromhex(turn)
        except ValueError:
            return False
        if len(whole) != _N_TURN + _N_TURN_SIGNED or whole.hex() != turn:
            return False
        return hmac.compare_digest(whole[_N_TURN:], self._proof(whole[:_N_TURN], conversation))

    def _signature(self, token: str) -> str:
        signed = blake2b(token.encode(), digest_size=_N_SIGNED, key=self._conversations).digest()
        return urlsafe_b64encode(signed).rstrip(b"=").decode()

    def _proof(self, head: bytes, conversation: str) -> bytes:
        told = head + conversation.encode("utf-8", "surrogatepass")
        return blake2b(told, digest_size=_N_TURN_SIGNED, key=self._turns).digest()
