"""How many requests one client may send in a while."""

from __future__ import annotations

import math
import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from time import monotonic

from starlette.types import ASGIApp, Receive, Scope, Send

from intentbot.errors import SettingsError
from intentbot.server.metrics import Metrics
from intentbot.server.middleware.sending import send_refusal
from intentbot.server.refusals import Refusal

_MOST_CLIENTS = 10_000
_UNITS = {"s": 1, "m": 60, "h": 3600}
_FREE = ("/healthz", "/readyz", "/metrics", "/static/", "/widget.js")
"""What monitoring asks for, and what every page load needs."""


@dataclass(frozen=True, slots=True)
class RateLimit:
    """How many requests a client may send.

    Attributes
    ----------
    n_requests : int
        At once, after a pause; 0 for no limit.
    per_s : float
        The seconds in which so many more may come.
    """

    n_requests: int
    per_s: float

    @classmethod
    def read(cls, text: str) -> RateLimit:
        """Return the limit that a text such as ``600/m`` means; ``0`` means none.

        Raises
        ------
        SettingsError
        """
        if text.strip() == "0":
            return cls(0, 1.0)
        match = re.fullmatch(r"\s*([1-9][0-9]{0,8})\s*/\s*([smh])\s*", text)
        if match is None:
            raise SettingsError(f"{text!r} is no rate limit.", "Write 600/m, 20/s or 1000/h; 0 for no limit.")
        return cls(int(match[1]), float(_UNITS[match[2]]))


class Rates:
    """Refuses clients that ask too often: each has a bucket that fills steadily and that every request takes from.

    Clients on the machine itself are not limited: a proxy that does not say whom it speaks for would be all of them.

    Parameters
    ----------
    app : ASGI app
    limit : RateLimit
    metrics : Metrics
    clock : callable, optional
        Returns the time in seconds.
    """

    def __init__(
        self, app: ASGIApp, limit: RateLimit, metrics: Metrics, clock: Callable[[], float] = monotonic
    ) -> None:
        self._app, self._limit, self._metrics, self._clock = app, limit, metrics, clock
        # What is left for a client and when that was so; the one not heard of longest goes first.
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        wait_s = self._wait_s(scope) if scope["type"] == "http" and self._limit.n_requests else 0.0
        if not wait_s:
            await self._app(scope, receive, send)
            return
        self._metrics.refused.labels("rate").inc()
        allowed = f"{self._limit.n_requests:,} in {self._limit.per_s:g} s"
        seconds = str(math.ceil(wait_s))
        refusal = Refusal(
            429,
            f"Too many requests: one client may send {allowed}.",
            f"Try again in {seconds} s. Whoever runs the server sets this with --rate-limit.",
            headers={"Retry-After": seconds},
        )
        await send_refusal(scope, send, refusal)

    def _wait_s(self, scope: Scope) -> float:
        """Return how long a client has to wait; 0 where it may go on, and then the request counts."""
        address = scope["client"][0] if scope.get("client") else ""
        client = client_key(address)
        if not client or scope["path"].startswith(_FREE):
            return 0.0
        most, rate = float(self._limit.n_requests), self._limit.n_requests / self._limit.per_s
        now = self._clock()
        left, at = self._left.get(client, (most, now))
        left = min(most, left + (now - at) * rate)
        is_refused = left < 1.0
        self._left[client] = (left if is_refused else left - 1.0, now)
        self._left.move_to_end(client)
        if len(self._left) > _MOST_CLIENTS:
            self._left.popitem(last=False)
        return (1.0 - left) / rate if is_refused else 0.0


def client_key(address: str) -> str:
    """Return what a client is counted by; empty for the machine itself.

    Of IPv6 it is the network of 64 bits, as one customer has all of its addresses.
    """
    if address in ("127.0.0.1", "::1", ""):
        return ""
    if ":" not in address:
        return address
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if known.is_loopback:
        return ""
    mapped = getattr(known, "ipv4_mapped", None)
    if mapped is not None:
        return "" if mapped.is_loopback else str(mapped)
    return str(ip_network((known, 64), strict=False))
