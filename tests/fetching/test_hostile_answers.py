"""Whatever a server does, its document is whole or failed in one line, in time and in little memory."""

import time
import tracemalloc
from pathlib import Path

import pytest

from flows.fetching.addresses import resolved
from flows.fetching.answers import Limits
from flows.fetching.archive import Archive
from flows.fetching.client import Attempt, Fetched, Fetcher
from models.errors import FetchError
from tests.fetching.test_fetching import AGENT, START
from tests.support.hostile_behaviors import BEHAVIORS, GOOD_PAGE
from tests.support.hostile_server import HostileServer

WHOLE_SECONDS = 0.6
LIMITS = Limits(
    connect_seconds=0.5,
    silence_seconds=0.5,
    whole_seconds=WHOLE_SECONDS,
    robots_seconds=WHOLE_SECONDS,
    all_seconds=1,
    bytes=1_000_000,
)
MARGIN = 1.0  # for a machine under load

TOO_MUCH = "more than 1,000,000 bytes;"
CUT = "connection cut after 1,122 bytes"
CUT_PACKING = "cut off before the end mark of its packing"
NOT_HTTP = "not an answer in HTTP"
NO_ADDRESS = "is not a web address"
INSIDE = "refused: http://localhost:"

WHOLE = "whole"
EXPECTED: dict[str, str] = {
    "drip_headers": "not complete after 0.6 s",
    "endless_headers": NOT_HTTP,
    "endless_continue": "more than 1,000,000 bytes of headers",
    "endless_trailers": TOO_MUCH,
    "endless_body": TOO_MUCH,
    "chunk_size_drip": "not complete after 0.6 s",
    "chunk_extension_flood": NOT_HTTP,
    "one_byte_chunks": "",  # too much or too slow, as the machine is
    "endless_empty_gzip_members": TOO_MUCH,
    "drip_body": "timed out",
    "slow_first_byte": "timed out",
    "silent_accept": "timed out",
    "reset_on_accept": "connection failed (Connection reset by peer)",
    "closed_on_accept": "connection cut",
    "reset_midway": "after 561 bytes",
    "cut_gzip": CUT_PACKING,
    "cut_gzip_trailer": CUT_PACKING,
    "cut_deflate": CUT_PACKING,
    "cut_chunked": CUT,
    "cut_head": "connection cut within the headers",
    "short_body": CUT,
    "long_body": "more came than the 10 bytes announced",
    "content_length_huge": CUT,
    "content_length_twice": NOT_HTTP,
    "chunk_size_garbage": "connection cut",
    "chunk_size_negative": "connection cut",
    "chunk_size_huge": CUT,
    "gzip_bomb": TOO_MUCH,
    "deflate_bomb": TOO_MUCH,
    "gzip_in_gzip_bomb": TOO_MUCH,
    "unasked_brotli": "packed with 'br', which we did not ask for and cannot read",
    "unasked_zstd": "packed with 'zstd', which we did not ask for and cannot read",
    "gzip_label_only": "broken compression",
    "encoding_chain": "packed 200 times over",
    "unknown_encoding": "packed with 'x-klingon'",
    "huge_header": NOT_HTTP,
    "many_headers": NOT_HTTP,
    "retry_after_huge": "status 429",
    "retry_after_digits": "status 429",
    "retry_after_negative": "status 503",
    "retry_after_9999": "status 503",
    "retry_after_not_a_number": "status 503",
    "retry_after_superscript": "status 503",
    "status_garbage": NOT_HTTP,
    "status_999": "status 999",
    "status_0": NOT_HTTP,
    "status_reason_escapes": "status 500",
    "status_304_unasked": "status 304",
    "status_204_with_body": "status 204",
    "status_206_unasked": "status 206",
    "http_0_9": NOT_HTTP,
    "http_version_9": NOT_HTTP,
    "binary_greeting": NOT_HTTP,
    "keepalive_garbage_after": "more came than the 1,122 bytes announced",
    "redirect_loop": "more than 5 redirects",
    "redirect_chain": "more than 5 redirects",
    "redirect_to_self_slow": "",  # the whole time of the document is over in the middle of one
    **{name: INSIDE for name in BEHAVIORS if name.startswith("redirect_private_")},
    "redirect_private_full_width": NO_ADDRESS,
    "redirect_private_localhost_dot": "",  # not every machine knows that name
    "location_missing": "status 302",
    "location_empty": "status 302",
    "location_words": "more than 5 redirects",
    "location_surrogate": "more than 5 redirects",
    "location_backslash": INSIDE,
    "location_userinfo": INSIDE,
    **{name: NO_ADDRESS for name in BEHAVIORS if name.startswith(("location_", "bad_location"))
       and name.removeprefix("location_") in (
           "bad_location", "javascript", "file", "data", "control_characters", "port_out_of_range", "port_text",
           "double_dots", "long_label", "huge")},
    "robots_drip": "robots.txt could not be read",
    "robots_silent": "robots.txt could not be read",
    "robots_500": "robots.txt could not be read",
    "robots_429": "robots.txt could not be read",
}  # fmt: skip


def known(host: str) -> list[str]:
    """This machine's own server plays one of the public web."""
    return ["93.184.216.34"] if host == "localhost" else list(resolved(host))


# They lead back to the server itself, which must not pretend to stand elsewhere then.
AT_HOME = {
    "redirect_loop",
    "redirect_chain",
    "redirect_to_self_slow",
    "location_words",
    "location_surrogate",
    "robots_redirect_loop",
}


def fetched(server: HostileServer, folder: Path, attempts: list[Attempt], limits: Limits = LIMITS) -> Fetched:
    fetcher = Fetcher(
        AGENT,
        Archive(str(folder)),
        attempts.append,
        lambda: START,
        lambda seconds: None,
        limits=limits,
        resolve=known,
    )
    url = server.url("/page")
    document = fetcher.get(url if server.behavior in AT_HOME else url.replace("127.0.0.1", "localhost"))
    assert isinstance(document, Fetched)
    return document


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a redirect may reach must not depend on the proxy of whoever runs the tests."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.mark.parametrize("name", BEHAVIORS)
def test_a_hostile_server_gives_a_whole_document_or_one_line_in_time(
    name: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    attempts: list[Attempt] = []
    message = WHOLE
    with HostileServer(name) as server:
        started = time.monotonic()
        try:
            document = fetched(server, tmp_path, attempts)
        except FetchError as error:
            message = str(error)
        else:
            assert document.content == GOOD_PAGE
            assert document.last_modified is None
        taken = time.monotonic() - started
    assert taken < LIMITS.all_seconds + MARGIN
    assert EXPECTED.get(name, WHOLE) in message
    assert name in EXPECTED or message == WHOLE
    assert message.isprintable()
    assert len(message) < 600
    told = " ".join(str(value) for attempt in attempts for value in (attempt.url, attempt.final_url, attempt.error))
    assert told.isprintable()
    assert all(
        text.isprintable() for each in attempts for text in (each.etag, each.last_modified, each.file_name) if text
    )
    assert caplog.records == []  # nor does a library say something on the side


def test_each_expectation_is_of_a_behavior() -> None:
    assert set(EXPECTED) <= set(BEHAVIORS)


@pytest.mark.parametrize(
    "name",
    [
        "gzip_bomb",
        "gzip_in_gzip_bomb",
        "robots_gzip_bomb",
        "endless_body",
        "endless_trailers",
        "endless_continue",
        "endless_headers",
        "chunk_extension_flood",
        "endless_empty_gzip_members",
        "huge_header",
    ],
)
def test_what_floods_in_takes_a_few_times_the_cap_at_most(name: str, tmp_path: Path) -> None:
    with HostileServer(name) as server:
        tracemalloc.start()
        try:
            fetched(server, tmp_path, [], Limits(all_seconds=1, bytes=1_000_000))
        except FetchError:
            pass
        finally:
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
    assert peak < 8_000_000


def test_what_came_of_a_failed_document_is_kept_unpacked_as_far_as_it_goes(tmp_path: Path) -> None:
    for name in ("cut_gzip", "long_body", "short_body", "unasked_brotli"):
        attempts: list[Attempt] = []
        with HostileServer(name) as server, pytest.raises(FetchError):
            fetched(server, tmp_path, attempts)
        kept = Archive(str(tmp_path)).read(str(attempts[0].document_sha256))
        assert GOOD_PAGE[:500] in kept, name


def test_the_time_of_one_document_bounds_all_its_redirects(tmp_path: Path) -> None:
    """Each hop takes half a second, well within its own limit."""
    limits = Limits(whole_seconds=5, all_seconds=0.8)
    with HostileServer("redirect_to_self_slow") as server, pytest.raises(FetchError):
        started = time.monotonic()
        fetched(server, tmp_path, [], limits)
    assert time.monotonic() - started < 0.8 + MARGIN
    assert server.paths == ["/robots.txt", "/page", "/page"]
