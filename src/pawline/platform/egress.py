"""Calls to addresses that people gave us: push services, webhooks, language models. They may not reach our own network.

The name is resolved once, every address it stands for must be a public one, and the connection goes to the address
that was judged: a name that answers differently a moment later gains nothing. Redirects are not followed.
"""

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cache
from urllib.parse import urlsplit

import httpx

from pawline.platform.errors import BadInput, PawlineError

TIMEOUT_S = 10.0
# Of an answer that is read at all.
MOST_BYTES = 1024 * 1024
# Nobody outside puts us off for longer.
MOST_WISH_S = 3600

# All that is handed out of IPv6 (RFC 4291, 2.4). Outside lie local ones, and forms of IPv4 ones: NAT64, compatible.
HANDED_OUT = ipaddress.IPv6Network("2000::/3")
# Within it, 6to4 and Teredo stand for IPv4 ones (RFC 3056, 4380): a gateway would lead them to whatever those are.
TRANSLATED = tuple(ipaddress.IPv6Network(one) for one in ("2002::/16", "2001::/32"))


class BadAddress(BadInput):
    """An address that is not a public https one."""

    code = "bad_address"
    zh = "这个地址不能用：要以 https:// 开头，并且是公网地址。"
    en = "That address can't be used: it must begin with https:// and be on the public internet."


class NotDelivered(PawlineError):
    """The other side did not answer, or not in time; the same call may work later."""

    code = "not_delivered"
    status = 502
    temporary = True


@dataclass(frozen=True, slots=True)
class Answered:
    """What the other side said. `retry_after_s` is its own wish, None when it named none."""

    status: int
    retry_after_s: int | None


class Egress:
    """Calls to the world. `is_local` lets loopback and plain http through: for installations that say so, and tests.

    `hosts` are the few of our own network that may be called all the same, as `name:port`.
    """

    def __init__(self, *, is_local: bool = False, hosts: frozenset[str] = frozenset()) -> None:
        self._is_local = is_local
        self._hosts = hosts

    def check(self, url: str) -> str:
        """The address if it has the right form. Raises BadAddress."""
        parts = urlsplit(url)
        if parts.scheme not in {"https", "http"} or not parts.hostname or parts.username or len(url) > 1000:
            raise BadAddress("url")
        try:
            place = place_of(url)
        except ValueError as error:
            raise BadAddress("url") from error
        if parts.scheme == "http" and not self._is_let(*place):
            raise BadAddress("url")
        return url

    def transport(self) -> httpx.AsyncBaseTransport:
        """For a client with a protocol of its own, to one host: the same rules, and at most 1 MiB of an answer."""
        return _Judged(self)

    def _is_let(self, host: str, port: int) -> bool:
        return self._is_local or f"{host}:{port}" in self._hosts

    async def post(self, url: str, body: bytes, headers: dict[str, str]) -> Answered:
        """Sends and returns what was answered, whatever it was. Raises BadAddress, NotDelivered."""
        parts = urlsplit(self.check(url))
        host, port = place_of(url)
        address = await self.address(host, port)
        at = f"[{address}]" if ":" in address else address
        pinned = parts._replace(netloc=f"{at}:{port}").geturl()
        request = httpx.Request(
            "POST", pinned, content=body, headers=headers | {"host": parts.netloc}, extensions={"sni_hostname": host}
        )
        try:
            # In all: httpx's own limit is for each piece, and somebody may send a byte now and then.
            async with asyncio.timeout(TIMEOUT_S), httpx.AsyncClient(timeout=TIMEOUT_S, trust_env=False) as client:
                answer = await client.send(request, stream=True)
                await answer.aclose()
        except (httpx.HTTPError, TimeoutError) as error:
            raise NotDelivered from error
        return Answered(answer.status_code, _wish_s(answer.headers))

    async def address(self, host: str, port: int) -> str:
        """Where the host is, all of whose addresses are allowed. Raises BadAddress, NotDelivered."""
        try:
            async with asyncio.timeout(TIMEOUT_S):
                found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, TimeoutError) as error:
            raise NotDelivered from error
        addresses = [str(one[4][0]) for one in found]
        if not self._is_let(host, port) and not all(is_public(one) for one in addresses):
            raise BadAddress("url")
        return addresses[0]


class _Judged(httpx.AsyncBaseTransport):
    """Connects to the address that was judged, under the name that was asked for.

    For one host only: connections are kept by their address, and two names may share one.
    """

    def __init__(self, egress: Egress) -> None:
        self._egress = egress
        self._inner = httpx.AsyncHTTPTransport(verify=_trusted(), trust_env=False)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = self._egress.check(str(request.url))
        host, port = place_of(url)
        address = await self._egress.address(host, port)
        request.url = request.url.copy_with(host=address, port=port)
        request.extensions = {**request.extensions, "sni_hostname": host}
        answer = await self._inner.handle_async_request(request)
        assert isinstance(answer.stream, httpx.AsyncByteStream)
        answer.stream = _Bounded(answer.stream)
        return answer

    async def aclose(self) -> None:
        await self._inner.aclose()


class _Bounded(httpx.AsyncByteStream):
    """Bytes from outside until there are too many of them."""

    def __init__(self, stream: httpx.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        read = 0
        async for part in self._stream:
            read += len(part)
            if read > MOST_BYTES:
                raise httpx.ReadError("more than anybody asked for")
            yield part

    async def aclose(self) -> None:
        await self._stream.aclose()


@cache
def _trusted() -> ssl.SSLContext:
    """Whom we believe, read once: it takes tens of milliseconds."""
    return httpx.create_ssl_context(trust_env=False)


def place_of(url: str) -> tuple[str, int]:
    """Host and port of an address that `check` let through."""
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)


def is_public(address: str) -> bool:
    """Whether an address is of the open internet, and does not lead by translation into a network behind it."""
    one = ipaddress.ip_address(address)
    if isinstance(one, ipaddress.IPv6Address):
        if one.ipv4_mapped is not None:
            return is_public(str(one.ipv4_mapped))
        if one not in HANDED_OUT or any(one in network for network in TRANSLATED):
            return False
    return one.is_global and not one.is_multicast


def _wish_s(headers: httpx.Headers) -> int | None:
    """What `Retry-After` asks for: seconds, or a date, which is read by the other side's own clock."""
    wish = headers.get("retry-after", "")
    if wish.isascii() and wish.isdigit():
        return min(int(wish), MOST_WISH_S)
    try:
        left = parsedate_to_datetime(wish) - parsedate_to_datetime(headers.get("date", ""))
    except (TypeError, ValueError):
        return None
    return min(max(0, int(left.total_seconds())), MOST_WISH_S)
