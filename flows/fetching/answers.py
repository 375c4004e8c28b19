"""One request and its answer: bounded in time and size, whatever the other side does."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import requests
import urllib3

from flows.fetching.addresses import is_loopback


@dataclass(frozen=True, slots=True)
class Limits:
    """What one answer may cost. Lists have 0.2 MB, pages 0.3 MB, an article rarely 5 MB."""

    connect_seconds: float = 10
    silence_seconds: float = 30  # between two pieces
    whole_seconds: float = 120  # a slow drip never triggers the other timeouts
    bytes: int = 25_000_000  # after unpacking


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    content: bytes  # as much as arrived
    cut: str | None  # why the rest is missing; None: it is complete


class NoAnswerError(Exception):
    """Nothing came back; the text says why."""

    def __init__(self, cause: str, temporary: bool = True) -> None:
        super().__init__(cause)
        self.temporary = temporary  # whether another attempt may help


def is_temporary(status: int | None) -> bool:
    """Whether another attempt may get a better answer: the server is busy or broken, or (None) did not answer."""
    return status is None or status in (408, 425, 429) or status >= 500


def ask(url: str, headers: Mapping[str, str], limits: Limits) -> Answer:
    """One GET, redirects not followed. Raises NoAnswerError."""
    deadline = time.monotonic() + limits.whole_seconds
    silence = min(limits.silence_seconds, limits.whole_seconds)
    # A session for each request: nothing stays open, and no cookie or password of another request is sent.
    with requests.Session() as session:
        session.auth = _no_password
        session.trust_env = not is_loopback(url)  # the environment's proxy cannot reach this machine's ports
        try:
            response = session.get(
                url,
                headers=dict(headers),
                stream=True,
                allow_redirects=False,
                timeout=(min(limits.connect_seconds, limits.whole_seconds), silence),
            )
        except requests.RequestException as error:
            raise NoAnswerError(_cause(error), temporary=not isinstance(error, ValueError)) from error
        with response:
            content, cut = _body(response.raw, limits, deadline)
        return Answer(response.status_code, response.headers, content, cut)


def _no_password(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Keeps requests from sending passwords from the user's ~/.netrc."""
    return request


def _body(raw: urllib3.BaseHTTPResponse, limits: Limits, deadline: float) -> tuple[bytes, str | None]:
    content = bytearray()
    try:
        while piece := raw.read1(65_536, decode_content=True):
            content += piece
            if len(content) > limits.bytes:
                return bytes(content[: limits.bytes]), f"more than {limits.bytes:,} bytes"
            if time.monotonic() > deadline:
                return bytes(content), f"not complete after {limits.whole_seconds:g} s ({len(content):,} bytes)"
    except (urllib3.exceptions.HTTPError, OSError) as error:
        return bytes(content), f"{_cause(error)} after {len(content):,} bytes"
    return bytes(content), None


_CAUSES = {
    "not a web address": (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema),
    "host name not found": (urllib3.exceptions.NameResolutionError,),
    "the secure connection failed": (urllib3.exceptions.SSLError, requests.exceptions.SSLError),
    # Not urllib3's own TimeoutError, which includes refused connections.
    "timed out": (requests.Timeout, TimeoutError, urllib3.exceptions.ReadTimeoutError),
    "broken compression": (urllib3.exceptions.DecodeError,),
}


def _cause(error: BaseException) -> str:
    """Plain words for errors that the libraries wrap in each other several times over."""
    chain = list(_chain(error))
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
