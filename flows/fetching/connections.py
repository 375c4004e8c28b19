"""One connection for one exchange, with its eye on the clock, the bytes and the address at the other end.

The checks stand where the bytes come in, below everything that reads headers, chunks or secure records: no way of
sending slowly or endlessly gets past them.
"""

import http.client
import io
import logging
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import urllib3
from requests.adapters import HTTPAdapter

MAX_HEAD = 1_000_000  # bytes of status and headers; the standard library takes 100 headers of 64 KB each
_LINGER = 0.1  # seconds in which a server may show that it sends more than it announced

# It prints a traceback for each header without a colon.
logging.getLogger("urllib3.connection").setLevel(logging.ERROR)


class BrokenOffError(OSError):
    """We end the exchange; the text says why."""


class TooMuchError(BrokenOffError):
    """More bytes than one answer may have."""


class ForbiddenAddressError(BrokenOffError):
    """The host is at an address that we must not connect to; the text is that address."""


@dataclass(slots=True)
class Watch:
    """What one exchange may cost, and what is known of it so far."""

    connect_seconds: float
    silence_seconds: float
    whole_seconds: float
    ends_at: float  # by time.monotonic()
    max_bytes: int  # of the body as it comes over the wire, chunk marks included
    may_connect: Callable[[str], bool]
    peer: str | None = None  # the address of the machine that answers; None: a proxy speaks for it
    came: int = 0  # bytes
    at_end: bool = False
    allowed: int = MAX_HEAD
    lingering: bool = False
    response: "_Response | None" = None

    def patience(self, most: float) -> float:
        """Seconds to wait for what comes next. Raises BrokenOffError at the end of the whole time."""
        left = self.ends_at - time.monotonic()
        if left <= 0:
            raise BrokenOffError(f"not complete after {self.whole_seconds:.3g} s" if self.came else "timed out")
        return min(most, left)

    def expect_body(self) -> None:
        self.allowed = self.came + self.max_bytes + MAX_HEAD

    def linger(self) -> None:
        """All that was announced is here: see whether the other side is done, and take silence for a yes."""
        self.lingering = True

    def read(self, sock: socket.socket, read: Callable[[], int | None]) -> int | None:
        sock.settimeout(self.patience(_LINGER if self.lingering else self.silence_seconds))
        try:
            count = read()
        except OSError as error:
            if self.lingering:
                return 0
            if isinstance(error, TimeoutError):
                self.patience(0)  # was it the whole time that ended, or this wait?
            raise
        self.came += count or 0
        self.at_end = count == 0
        if self.came > self.allowed:
            raise TooMuchError(f"more than {MAX_HEAD:,} bytes of headers")  # `_body` has its own words for the rest
        return count

    def connect(self, connection: urllib3.connection.HTTPConnection) -> socket.socket:
        """Connect to one of the host's addresses, none of which may be forbidden: the name is looked up once."""
        host, port = connection._dns_host, connection.port
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (socket.gaierror, UnicodeError) as error:
            cause = error if isinstance(error, socket.gaierror) else socket.gaierror(str(error))
            raise urllib3.exceptions.NameResolutionError(host, connection, cause) from error
        addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
        self._refuse_forbidden(addresses)
        failure: OSError = ConnectionError("no address")
        for address in addresses:
            try:
                sock = urllib3.util.connection.create_connection(
                    (address, port), self.patience(self.connect_seconds), socket_options=connection.socket_options
                )
            except BrokenOffError:
                raise
            except OSError as error:
                failure = error
                continue
            self.peer = str(sock.getpeername()[0])
            self._refuse_forbidden([self.peer])
            sock.settimeout(self.patience(self.silence_seconds))  # for the secure handshake, as a whole
            return sock
        raise failure

    def _refuse_forbidden(self, addresses: list[str]) -> None:
        for address in addresses:
            if not self.may_connect(address):
                raise ForbiddenAddressError(address)


class _Metered(io.RawIOBase):
    """The bytes of a socket, each read of them under watch."""

    def __init__(self, file: io.RawIOBase, sock: socket.socket, watch: Watch) -> None:
        self._file, self._sock, self._watch = file, sock, watch

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        return self._watch.read(self._sock, lambda: self._file.readinto(buffer))

    def close(self) -> None:
        self._file.close()
        super().close()


class _Response(http.client.HTTPResponse):
    """An answer whose body ends where the connection does: `announced` is only what its length was said to be."""

    announced: int | None = None

    def __init__(self, watch: Watch, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self._watch = watch
        self.fp = io.BufferedReader(_Metered(self.fp.detach(), sock, watch))
        watch.response = self

    def begin(self) -> None:
        super().begin()
        if self._watch.at_end:  # the last line of the headers is an empty one, not the end
            raise BrokenOffError("connection cut within the headers")
        coding = self.headers.get("Transfer-Encoding", "identity")
        if not self.chunked and coding.lower() != "identity":
            raise BrokenOffError(f"sent with the transfer encoding {coding[:40]!r}, which we cannot read")
        self._watch.expect_body()
        self.announced = self.length
        if self.status == http.HTTPStatus.OK:
            self.length = None


class WatchedAdapter(HTTPAdapter):
    """Makes the connections of requests under watch. A proxy of the environment stands where the operator put it."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        _put_under_watch(self.poolmanager, self._watch, direct=True)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        known = proxy in self.proxy_manager
        manager = super().proxy_manager_for(proxy, **kwargs)
        if not known:
            _put_under_watch(manager, self._watch, direct=False)
        return manager


def _put_under_watch(manager: urllib3.PoolManager, watch: Watch, direct: bool) -> None:
    manager.pool_classes_by_scheme = {
        scheme: _watched(pool, watch, direct) for scheme, pool in manager.pool_classes_by_scheme.items()
    }


def _watched(pool: Any, watch: Watch, direct: bool) -> Any:
    class WatchedConnection(pool.ConnectionCls):  # type: ignore[misc]
        response_class = partial(_Response, watch)

        def _new_conn(self) -> socket.socket:
            return watch.connect(self) if direct else super()._new_conn()

    class WatchedPool(pool):  # type: ignore[misc]
        ConnectionCls = WatchedConnection

    return WatchedPool
