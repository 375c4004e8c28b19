"""One request and its answer: bounded in time and size, whatever the other side does."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import requests
import urllib3

from flows.fetching.addresses import is_loopback


@dataclass(frozen=True, slots=True)
class Limits:
    """What one answer may cost. The lists are 0.2 MB, the pages 0.3 MB, an article rarely 5 MB."""

    connect_seconds: float = 10
    silence_seconds: float = 30  # between two pieces
    whole_seconds: float = 120  # a slow drip keeps every other time-out quiet
    bytes: int = 25_000_000  # after unpacking


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    content: bytes  # as far as it came
    cut: str | None  # why there is not more of it; None: it is whole


class NoAnswerError(Exception):
    """Nothing came back; the text says why."""

    def __init__(self, cause: str, passing: bool = True) -> None:
        super().__init__(cause)
        self.passing = passing  # whether asking again may help


def ask(url: str, headers: Mapping[str, str], limits: Limits) -> Answer:
    """One GET, redirects not followed. Raises NoAnswerError."""
    deadline = time.monotonic() + limits.whole_seconds
    silence = min(limits.silence_seconds, limits.whole_seconds)
    # A session for each request: nothing stays open, and no cookie or password of another request goes along.
    with requests.Session() as session:
        session.auth = _nobody
        session.trust_env = not is_loopback(url)  # a proxy of the environment does not know this machine's ports
        try:
            response = session.get(
                url,
                headers=dict(headers),
                stream=True,
                allow_redirects=False,
                timeout=(min(limits.connect_seconds, limits.whole_seconds), silence),
            )
        except requests.RequestException as error:
            raise NoAnswerError(_cause(error), passing=not isinstance(error, ValueError)) from error
        with response:
            content, cut = _body(response.raw, limits, deadline)
        return Answer(response.status_code, response.headers, content, cut)


def _nobody(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """In place of the passwords that requests would take from the user's ~/.netrc."""
    return request


def _body(raw: urllib3.BaseHTTPResponse, limits: Limits, deadline: float) -> tuple[bytes, str | None]:
    content = bytearray()
    try:
        while piece := raw.read1(65_536, decode_content=True):
            content += piece
            if len(content) > limits.bytes:
                return bytes(content[: limits.bytes]), f"more than {limits.bytes:,} bytes"
            if time.monotonic() > deadline:
                return bytes(content), f"not done after {limits.whole_seconds:g} s ({len(content):,} bytes)"
    except (urllib3.exceptions.HTTPError, OSError) as error:
        return bytes(content), f"{_cause(error)} after {len(content):,} bytes"
    return bytes(content), None


def _cause(error: BaseException) -> str:
    """Plain words for what the libraries wrap in each other several times over."""
    chain = list(_chain(error))
    if any(isinstance(each, requests.exceptions.InvalidURL | requests.exceptions.InvalidSchema) for each in chain):
        return "not a web address"
    if any(isinstance(each, urllib3.exceptions.NameResolutionError) for each in chain):
        return "host name not found"
    if any(isinstance(each, urllib3.exceptions.SSLError | requests.exceptions.SSLError) for each in chain):
        return "the secure connection failed"
    # Not urllib3's own TimeoutError: a refused connection is one of its kinds.
    if any(isinstance(each, requests.Timeout | TimeoutError | urllib3.exceptions.ReadTimeoutError) for each in chain):
        return "timed out"
    if any(isinstance(each, urllib3.exceptions.DecodeError) for each in chain):
        return "a broken packing of the content"
    said = [each.strerror for each in chain if isinstance(each, OSError) and each.strerror]
    return f"connection failed ({said[-1]})" if said else "connection cut"


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        # urllib3 keeps the cause in `reason` or in the arguments, requests in the arguments.
        inner = [each for each in (getattr(error, "reason", None), *error.args) if isinstance(each, BaseException)]
        error = inner[0] if inner else error.__cause__ or error.__context__
