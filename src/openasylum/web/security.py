"""Between strangers and the application: who may ask, how much, how fast, and what a browser may do with the answer."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from openasylum.bilingual import number
from openasylum.web.problems import Refused, shown
from openasylum.web.settings import Limits

#: Everything from this server and nothing inline; pages under ``/embed/`` may stand in a frame.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors {ancestors}"
)

HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

_CHANGING = ("POST", "PUT", "PATCH", "DELETE")

#: A body too large is read and thrown away up to here, so that the client is there to hear the sentence.
_DRAINED = 64 << 20

#: Clients whose allowance is remembered.
_CLIENTS = 10_000


class ResponseHeaders:
    """Add the security headers to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        embedded = "/embed/" in scope["path"]

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["content-security-policy"] = POLICY.format(ancestors="*" if embedded else "'none'")
                for name, value in HEADERS.items():
                    headers[name] = value
                headers["cross-origin-resource-policy"] = "cross-origin" if embedded else "same-origin"
                if "cache-control" not in headers:
                    headers["cache-control"] = "no-store"
            await send(message)

        await self.app(scope, receive, with_headers)


class Guard:
    """Refuse what is too large, too fast, too much at once, or asked by another site's page; each with a sentence."""

    def __init__(self, app: ASGIApp, limits: Limits, hosts: Sequence[str]) -> None:
        self.app = app
        self.limits = limits
        self.hosts = hosts
        self._allowance: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._under_way = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        self._under_way += 1
        try:
            self._check(scope, Headers(scope=scope))
            if scope["method"] in _CHANGING:
                receive = _replay(await self._body(receive), receive)
        except Refused as refusal:
            await _refuse(scope, refusal)(scope, receive, send)
        else:
            await self.app(scope, receive, send)
        finally:
            self._under_way -= 1

    def _check(self, scope: Scope, headers: Headers) -> None:
        """Raise ``Refused`` for what can be told before the body has come."""
        if self._under_way > self.limits.at_once:
            raise Refused(
                503,
                "The server has as many requests as it takes; try again in a second",
                "Le serveur a autant de requêtes qu'il en prend ; réessayez dans une seconde",
                retry_after=1,
            )
        if _hostname(headers.get("host", "")) not in self.hosts:
            raise Refused(
                400,
                "This server is not the one that was asked for by that name",
                "Ce serveur n'est pas celui qui a été demandé par ce nom",
            )
        most = self.limits.address
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > most:
            raise Refused(
                414,
                f"An address may have {most:,} characters; this one is longer",
                f"Une adresse peut avoir {number(most, 'fr')} caractères ; celle-ci est plus longue",
            )
        if scope["method"] in _CHANGING and _of_another_site(headers):
            raise Refused(
                403,
                "Pages of other sites may not use this server",
                "Les pages d'autres sites ne peuvent pas utiliser ce serveur",
            )
        if not self._allowed((scope.get("client") or ("?",))[0]):
            raise Refused(
                429,
                "Too many requests; try again in a second",
                "Trop de requêtes ; réessayez dans une seconde",
                retry_after=1,
            )

    async def _body(self, receive: Receive) -> bytes:
        """The whole body. Raises ``Refused`` where it is too large or too slow."""
        try:
            body = await asyncio.wait_for(_body(receive, self.limits.body), self.limits.body_seconds)
        except TimeoutError:
            raise Refused(
                408, "The request did not arrive in time", "La requête n'est pas arrivée à temps"
            ) from None
        if body is None:
            kilobytes = self.limits.body >> 10
            raise Refused(
                413,
                f"A request may hold {kilobytes:,} kilobytes; this one is larger",
                f"Une requête peut contenir {number(kilobytes, 'fr')} kilooctets ; celle-ci est plus grosse",
            )
        return body

    def _allowed(self, client: str) -> bool:
        """A bucket of ``burst`` requests a client, filled again at ``rate`` a second."""
        now = time.monotonic()
        left, then = self._allowance.pop(client, (float(self.limits.burst), now))
        left = min(self.limits.burst, left + (now - then) * self.limits.rate)
        self._allowance[client] = (max(left - 1, 0.0), now)
        while len(self._allowance) > _CLIENTS:
            self._allowance.popitem(last=False)
        return left >= 1


def _refuse(scope: Scope, refusal: Refused) -> Response:
    """A sentence: a page where a browser asked for one, otherwise a problem document."""
    headers = {} if refusal.retry_after is None else {"Retry-After": str(refusal.retry_after)}
    if refusal.status in (408, 413):
        headers["Connection"] = "close"
    return shown(scope, refusal.status, refusal, headers)


def _hostname(host: str) -> str:
    """A host header without its port; an IPv6 address keeps its brackets."""
    return host[: host.find("]") + 1] if host.startswith("[") else host.partition(":")[0].casefold()


def _of_another_site(headers: Headers) -> bool:
    """Whether a browser says that a page of another origin sent this. What is no browser says nothing.

    A form of our own sends ``Origin: null``, since our pages send no referrer; where the browser says which site it is, that counts.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("none", "same-origin")
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != headers.get("host")


async def _body(receive: Receive, limit: int) -> bytes | None:
    """The whole body; None where it is larger than ``limit``."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b"".join(parts)
        part = message.get("body", b"")
        size += len(part)
        if size <= limit:
            parts.append(part)
        elif size > _DRAINED:
            return None
        if not message.get("more_body", False):
            return b"".join(parts) if size <= limit else None


def _replay(body: bytes, receive: Receive) -> Receive:
    """What reads ``body`` once, and then whatever comes after it."""
    sent = False

    async def again() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again
