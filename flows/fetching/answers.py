"""One request and its answer: bounded in time and size, whatever the other side does."""

import http.client
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import requests
import urllib3

from flows.fetching.addresses import is_loopback
from flows.fetching.connections import (
    BrokenOffError,
    ForbiddenAddressError,
    TimeUpError,
    TooMuchError,
    Watch,
    WatchedAdapter,
)
from flows.fetching.headers import redirect_target
from flows.fetching.packing import unpacked

_PIECE = 65_536


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost. Lists have 0.2 MB, pages 0.3 MB, an article rarely 5 MB."""

    connect_seconds: float = 10
    silence_seconds: float = 20  # between two pieces
    whole_seconds: float = 60  # of one request, from the look-up of the name to the last byte; slow drips end here
    robots_seconds: float = 20  # the same for robots.txt, which is small
    all_seconds: float = 180  # of one document with its redirects, attempts and pauses
    bytes: int = 25_000_000  # as they come, and again after unpacking


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    content: bytes  # as much as arrived
    cut: str | None  # why the rest is missing; None: it is complete
    temporary: bool = True  # whether another attempt may bring the rest
    late: bool = False  # whether the rest did not come in time
    peer: str | None = None  # the address it came from; None behind a proxy


class NoAnswerError(Exception):
    """Nothing came back; the text says why."""

    def __init__(self, cause: str, temporary: bool = True, late: bool = False) -> None:
        super().__init__(cause)
        self.temporary = temporary  # whether another attempt may help
        self.late = late  # whether nothing came in time


@dataclass(frozen=True, slots=True)
class _BodyRead:
    """What came of a body, as it came; the rest as in Answer."""

    packed: bytes
    cut: str | None = None
    temporary: bool = True
    late: bool = False


def is_temporary(status: int | None) -> bool:
    """Whether another attempt may get a better answer after one that failed.

    The server is busy or broken, did not answer (None), or what it sent (200) was cut off.
    """
    return status is None or status in (200, 408, 425, 429) or status >= 500


def ask(
    url: str, headers: Mapping[str, str], limits: Limits, may_connect: Callable[[str], bool] = lambda address: True
) -> Answer:
    """One GET of an address in its one spelling, redirects not followed.

    Raises NoAnswerError, and ForbiddenAddressError where the host is at an address that `may_connect` refuses.
    """
    ends_at = time.monotonic() + limits.whole_seconds
    watch = Watch(
        limits.connect_seconds, limits.silence_seconds, limits.whole_seconds, ends_at, limits.bytes, may_connect
    )
    # A session for each request: nothing stays open, and no cookie or password of another request is sent.
    with requests.Session() as session, closing(WatchedAdapter(watch)) as adapter:
        session.auth = _no_password
        session.trust_env = not is_loopback(url)  # the environment's proxy cannot reach this machine's ports
        environment: dict[str, Any] = dict(session.merge_environment_settings(url, {}, True, None, None))
        try:
            # Past Session.send, which reads the whole body of a redirect, and whatever its target may be.
            response = adapter.send(
                session.prepare_request(requests.Request("GET", url, dict(headers))),
                timeout=(limits.connect_seconds, limits.silence_seconds),
                **environment,
            )
        except (urllib3.exceptions.HTTPError, http.client.HTTPException, OSError, ValueError) as error:
            if watch.response:  # refused for its headers, by a library that leaves the socket open
                watch.response.close()
            raise _no_answer(error) from error
        with response:
            status, received = response.status_code, response.headers
            if redirect_target(status, received, url) is not None:
                return Answer(status, received, b"", None, peer=watch.peer)
            body = _body(watch, limits)
        content = unpacked(body.packed, received.get("Content-Encoding", ""), limits.bytes)
        if body.cut is None:
            return Answer(status, received, content.content, content.fault, content.temporary, peer=watch.peer)
        return Answer(status, received, content.content, body.cut, body.temporary, body.late, watch.peer)


def _no_password(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Keeps requests from sending passwords from the user's ~/.netrc."""
    return request


def _no_answer(error: Exception) -> Exception:
    for each in _chain(error):
        if isinstance(each, ForbiddenAddressError):
            return each
    may_help = not isinstance(error, ValueError) and not _is_any(error, TimeUpError)
    return NoAnswerError(_cause(error), may_help, _is_any(error, TimeUpError, *_TIMEOUTS))


def _body(watch: Watch, limits: Limits) -> _BodyRead:
    response = watch.response
    assert response is not None, "its headers were read"
    announced = response.announced
    content = bytearray()
    try:
        while True:
            if announced is not None and len(content) >= announced:
                watch.linger()
            piece = response.read1(_PIECE)
            if not piece:
                break
            content += piece
            if len(content) > limits.bytes:
                raise TooMuchError
            # A line end too many is an old bad habit and loses nothing.
            if announced is not None and content[announced:].strip():
                return _BodyRead(bytes(content), f"more came than the {announced:,} bytes announced")
    except TooMuchError:
        return _BodyRead(bytes(content[: limits.bytes]), f"more than {limits.bytes:,} bytes", temporary=False)
    except (http.client.HTTPException, OSError, ValueError) as error:
        time_up, late = _is_any(error, TimeUpError), _is_any(error, TimeUpError, *_TIMEOUTS)
        return _BodyRead(bytes(content), _cut(_cause(error), len(content)), not time_up, late)
    if announced is not None and len(content) < announced:
        return _BodyRead(bytes(content), _cut("connection cut", len(content)))
    return _BodyRead(bytes(content))


# Not urllib3's own TimeoutError, which includes refused connections.
_TIMEOUTS = (requests.Timeout, TimeoutError, urllib3.exceptions.ReadTimeoutError)


def _is_any(error: BaseException, *kinds: type[BaseException]) -> bool:
    return any(isinstance(each, kinds) for each in _chain(error))


def _cut(cause: str, came: int) -> str:
    return f"{cause} ({came:,} bytes)" if cause.startswith("not complete") else f"{cause} after {came:,} bytes"


HOST_NOT_FOUND = "host name not found"

_CAUSES = {
    "not a web address": (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema),
    HOST_NOT_FOUND: (urllib3.exceptions.NameResolutionError,),
    "the secure connection failed": (urllib3.exceptions.SSLError, requests.exceptions.SSLError, ssl.SSLError),
    "timed out": _TIMEOUTS,
    "connection cut": (http.client.RemoteDisconnected, http.client.IncompleteRead),
    "not an answer in HTTP": (http.client.HTTPException, urllib3.exceptions.InvalidHeader),
}


def _cause(error: BaseException) -> str:
    """Plain words for errors that the libraries wrap in each other several times over."""
    chain = list(_chain(error))
    for each in chain:
        if isinstance(each, BrokenOffError):
            return str(each)
    for words, kinds in _CAUSES.items():
        if any(isinstance(each, kinds) for each in chain):
            return words
    said = [each.strerror for each in chain if isinstance(each, OSError) and each.strerror]
    return f"connection failed ({said[-1]})" if said else "connection cut"


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        # urllib3 puts the cause in `reason` or the arguments, requests in the arguments.
        inner = [each for each in (getattr(error, "reason", None), *error.args) if isinstance(each, BaseException)]
        error = inner[0] if inner else error.__cause__ or error.__context__
