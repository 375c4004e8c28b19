"""The hostile server does on the wire what its behaviors' names say: the tests that use it rest on that."""

import gzip
import socket
import threading
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest

from tests.support.hostile_behaviors import BEHAVIORS, BOMB_MEGABYTES, GOOD_PAGE, LONG, MEGABYTE, PRIVATE_TARGETS
from tests.support.hostile_server import HostileServer


@dataclass(frozen=True, slots=True)
class Seen:
    """What came over the wire, how it ended ('closed', 'reset', 'silent', 'endless'), and when the first byte came."""

    content: bytes
    end: str
    first_byte_after: float

    @property
    def body(self) -> bytes:
        return self.content.partition(b"\r\n\r\n")[2]

    @property
    def headers(self) -> list[bytes]:
        return self.content.partition(b"\r\n\r\n")[0].split(b"\r\n")[1:]


def asked(url: str, at_most: int, silence: float = 2) -> Seen:
    """Ask as a client that understands nothing: keep what comes, up to so many bytes or so much silence."""
    address = urlsplit(url)
    content = bytearray()
    start = time.monotonic()
    first = 0.0
    with socket.create_connection((address.hostname, address.port), timeout=silence) as client:
        client.sendall(f"GET {address.path} HTTP/1.1\r\nHost: {address.netloc}\r\n\r\n".encode())
        try:
            while len(content) < at_most:
                more = client.recv(65_536)
                if not more:
                    return Seen(bytes(content), "closed", first)
                first = first or time.monotonic() - start
                content += more
        except ConnectionResetError:
            return Seen(bytes(content), "reset", first)
        except TimeoutError:
            return Seen(bytes(content), "silent", first)
    return Seen(bytes(content), "endless", first)


def shows(*pieces: bytes) -> Callable[[Seen], bool]:
    """These pieces on the wire, and an orderly end."""
    return lambda seen: all(piece in seen.content for piece in pieces) and seen.end == "closed"


def goes_on(*pieces: bytes) -> Callable[[Seen], bool]:
    """These pieces, and no end in sight."""
    return lambda seen: all(piece in seen.content for piece in pieces) and seen.end == "endless"


def unzips_to_much(window: int) -> Callable[[Seen], bool]:
    def check(seen: Seen) -> bool:
        unpacker = zlib.decompressobj(window)
        size = 0
        left = seen.body
        while left:
            size += len(unpacker.decompress(left, MEGABYTE))
            left = unpacker.unconsumed_tail
        return unpacker.eof and size == BOMB_MEGABYTES * MEGABYTE

    return check


def cut(window: int) -> Callable[[Seen], bool]:
    """Packed, begun well, and without its end mark."""

    def check(seen: Seen) -> bool:
        unpacker = zlib.decompressobj(window)
        return unpacker.decompress(seen.body) in GOOD_PAGE and not unpacker.eof and b"Length" not in seen.content

    return check


def moved_to(target: bytes) -> Callable[[Seen], bool]:
    return shows(b"HTTP/1.1 302 Found\r\nLocation: " + target + b"\r\n")


BODY = b"\r\n\r\n" + GOOD_PAGE
PRIVATE = {
    f"redirect_private_{name}": moved_to(target if isinstance(target, bytes) else target.encode())
    for name, target in PRIVATE_TARGETS.items()
}
BOMBS = {"gzip_bomb": 31, "robots_gzip_bomb": 31, "deflate_bomb": 15}

CHECKS: dict[str, Callable[[Seen], bool]] = {
    "drip_headers": goes_on(b"X-Slow: aa"),
    "endless_headers": goes_on(b"X-More: of the same\r\n" * 100),
    "endless_continue": goes_on(b"HTTP/1.1 100 Continue\r\n\r\n" * 100),
    "endless_trailers": goes_on(b"\r\n0\r\n" + b"X-Trailer: more\r\n" * 100),
    "endless_body": goes_on(b"<p>more of the same</p>" * 100),
    "chunk_size_drip": goes_on(b"chunked", b"\r\n\r\n00"),
    "chunk_extension_flood": goes_on(b"\r\n\r\n1;" + b"name=value;" * 500),
    "one_byte_chunks": goes_on(b"\r\n\r\n" + b"1\r\na\r\n" * 1000),
    "endless_empty_gzip_members": goes_on(b"\r\n\r\n" + gzip.compress(b"")[:4]),
    "drip_body": goes_on(b"Content-Length: 1000000", b"\r\n\r\na"),
    "slow_first_byte": lambda seen: seen.first_byte_after > 1.4 and seen.body == GOOD_PAGE,
    "silent_accept": lambda seen: (seen.content, seen.end) == (b"", "silent"),
    "reset_on_accept": lambda seen: (seen.content, seen.end) == (b"", "reset"),
    "closed_on_accept": lambda seen: (seen.content, seen.end) == (b"", "closed"),
    "reset_midway": lambda seen: seen.body == GOOD_PAGE[: len(GOOD_PAGE) // 2] and seen.end == "reset",
    "cut_gzip": cut(31),
    "cut_gzip_trailer": cut(31),
    "cut_deflate": cut(15),
    "cut_chunked": lambda seen: seen.body.endswith(GOOD_PAGE + b"\r\n") and seen.end == "closed",
    "cut_head": lambda seen: b"\r\n\r\n" not in seen.content and seen.end == "closed",
    "short_body": shows(b"Content-Length: 100000", BODY),
    "long_body": shows(b"Content-Length: 10\r\n", BODY),
    "content_length_negative": shows(b"Content-Length: -1\r\n", BODY),
    "content_length_text": shows(b"Content-Length: many\r\n", BODY),
    "content_length_huge": shows(b"Content-Length: 1000000000000000000", BODY),
    "content_length_twice": shows(b"Content-Length: 7\r\n", b"Content-Length: %d\r\n" % len(GOOD_PAGE)),
    "chunk_size_garbage": shows(b"chunked", b"\r\n\r\nzz\r\n"),
    "chunk_size_negative": shows(b"chunked", b"\r\n\r\n-5\r\n"),
    "chunk_size_huge": shows(b"chunked", b"\r\n\r\n" + b"f" * 30),
    **{name: unzips_to_much(window) for name, window in BOMBS.items()},
    "gzip_in_gzip_bomb": lambda seen: gzip.decompress(seen.body)[:2] == b"\x1f\x8b" and len(seen.body) < 20_000,
    "unasked_brotli": shows(b"Content-Encoding: br\r\n", GOOD_PAGE + b"\x03"),
    "unasked_zstd": shows(b"Content-Encoding: zstd\r\n", b"\r\n\r\n\x28\xb5\x2f\xfd", GOOD_PAGE),
    "gzip_unlabeled": lambda seen: b"Encoding" not in seen.content and gzip.decompress(seen.body) == GOOD_PAGE,
    "gzip_label_only": shows(b"Content-Encoding: gzip\r\n", BODY),
    "gzip_with_garbage_after": shows(gzip.compress(GOOD_PAGE)[10:] + b"\0junk"),
    "double_gzip": lambda seen: gzip.decompress(gzip.decompress(seen.body)) == GOOD_PAGE,
    "encoding_chain": shows(b"Content-Encoding: " + b"gzip, " * 199),
    "unknown_encoding": shows(b"Content-Encoding: x-klingon", BODY),
    "huge_header": shows(b"X-Huge: " + b"a" * MEGABYTE, BODY),
    "many_headers": lambda seen: len(seen.headers) > 10_000,
    "header_without_colon": shows(b"\r\nthis is no header\r\n", BODY),
    "header_without_name": shows(b"\r\n: a value of nothing\r\n", BODY),
    "folded_headers": shows(b'ETag: "one\r\n two"\r\n', b"\r\n\ttwo\r\n", BODY),
    "control_characters_in_headers": shows(b"\0b\x1b[31m\x08", b"\x0b\x0c\x7f", BODY),
    "latin1_headers": shows(b"Se\xf1al.xlsx", b"\xe9\xff", BODY),
    "cookie_flood": lambda seen: sum(line.startswith(b"Set-Cookie: ") for line in seen.headers) == 90,
    "etag_huge": shows(b'ETag: "' + b"e" * LONG + b'"', BODY),
    "content_type_lies": shows(b"Content-Type: image/png\r\n", BODY),
    "content_type_garbage": shows(b'Content-Type: ;;;=; charset="\r\n', BODY),
    "charset_unknown": shows(b"charset=x-klingon\r\n", BODY),
    "charset_no_text_codec": shows(b"charset=hex\r\n", BODY),
    "charset_undefined_codec": shows(b"charset=undefined\r\n", BODY),
    "charset_null_byte": shows(b"charset=utf-8\0x\r\n", BODY),
    "last_modified_9999": shows(b"Last-Modified: Fri, 31 Dec 9999 23:59:59 GMT\r\n", BODY),
    "last_modified_9999_west": shows(b"Last-Modified: Fri, 31 Dec 9999 23:59:59 -1200\r\n", BODY),
    "last_modified_year_1": shows(b"Last-Modified: Mon, 01 Jan 0001 00:00:00 GMT\r\n", BODY),
    "last_modified_year_1_east": shows(b"Last-Modified: Mon, 01 Jan 0001 00:00:00 +1200\r\n", BODY),
    "last_modified_garbage": shows(b"Last-Modified: the day before", BODY),
    "last_modified_huge_zone": shows(b"10:00:00 +99999999999999999999\r\n", BODY),
    "date_9999": shows(b"\nDate: Fri, 31 Dec 9999 23:59:59 GMT\r\n", BODY),
    "retry_after_huge": shows(b" 429 ", b"Retry-After: " + b"9" * 30 + b"\r\n"),
    "retry_after_digits": shows(b" 429 ", b"Retry-After: " + b"9" * 5000 + b"\r\n"),
    "retry_after_negative": shows(b" 503 ", b"Retry-After: -5\r\n"),
    "retry_after_9999": shows(b" 503 ", b"Retry-After: Fri, 31 Dec 9999 "),
    "retry_after_not_a_number": shows(b" 503 ", b"Retry-After: nan\r\n"),
    "retry_after_superscript": shows(b" 503 ", b"Retry-After: \xb2\r\n"),
    "status_garbage": lambda seen: seen.content.startswith(b"HTTP/1.1 all is well\r\n"),
    "status_999": lambda seen: seen.content.startswith(b"HTTP/1.1 999 "),
    "status_0": lambda seen: seen.content.startswith(b"HTTP/1.1 000 "),
    "status_reason_escapes": lambda seen: seen.content.startswith(b"HTTP/1.1 500 \x1b[2J"),
    "status_304_unasked": lambda seen: seen.content.startswith(b"HTTP/1.1 304 "),
    "status_204_with_body": lambda seen: seen.content.startswith(b"HTTP/1.1 204 ") and seen.body == GOOD_PAGE,
    "status_206_unasked": shows(b" 206 ", b"Content-Range: bytes 500-599/100000\r\n"),
    "http_0_9": lambda seen: seen.content == GOOD_PAGE,
    "http_version_9": lambda seen: seen.content.startswith(b"HTTP/9.9 200 OK\r\n"),
    "binary_greeting": lambda seen: seen.content.startswith(b"\x16\x03\x01"),
    "keepalive_garbage_after": lambda seen: GOOD_PAGE + b"HTTP/1.1 200 OK" in seen.content and seen.end == "silent",
    "redirect_loop": moved_to(b"/a"),
    "redirect_chain": moved_to(b"/hop/1"),
    "redirect_to_self_slow": lambda seen: b"Location: /page\r\n" in seen.content and seen.first_byte_after > 0.4,
    **PRIVATE,
    "location_missing": lambda seen: b" 302 " in seen.content and b"Location" not in seen.content,
    "location_empty": moved_to(b""),
    "bad_location": moved_to(b"http://["),
    "location_words": moved_to(b"over there, second door on the left"),
    "location_backslash": moved_to(b"http://127.0.0.1:1\\@example.com/"),
    "location_userinfo": moved_to(b"http://user:secret@127.0.0.1:1/"),
    "location_javascript": moved_to(b"javascript:alert(1)"),
    "location_file": moved_to(b"file:///etc/passwd"),
    "location_data": moved_to(b"data:text/html,forged"),
    "location_surrogate": moved_to(b"/\xed\xa0\x80"),
    "location_control_characters": moved_to(b"/a\x00b\x1b[2J\tc"),
    "location_port_out_of_range": moved_to(b"http://127.0.0.1:99999/"),
    "location_port_text": moved_to(b"http://127.0.0.1:port/"),
    "location_double_dots": moved_to(b"http://www..example.com/"),
    "location_long_label": moved_to(b"http://" + b"a" * 64 + b".example.com/"),
    "location_huge": moved_to(b"/" + b"a" * LONG),
    "disposition_traversal": shows(b'filename="../../etc/passwd"', BODY),
    "disposition_traversal_encoded": shows(b"..%2F..%2Fetc%2Fpasswd%00", BODY),
    "disposition_escapes": shows(b"\x1b[2J\x07list.xlsx", b"%E2%80%AE", BODY),
    "disposition_unknown_charset": shows(b"x-klingon''%FF%FE", BODY),
    "disposition_huge": shows(b"a" * LONG + b".xlsx", BODY),
    "robots_endless": goes_on(b"Disallow: /private\n" * 100),
    "robots_huge": lambda seen: len(seen.body) > 5_000_000 and seen.end == "closed",
    "robots_drip": goes_on(b"\r\n\r\n##"),
    "robots_silent": lambda seen: (seen.content, seen.end) == (b"", "silent"),
    "robots_500": shows(b" 500 "),
    "robots_429": shows(b" 429 ", b"Retry-After: 86400\r\n"),
    "robots_redirect_private": moved_to(b"http://169.254.169.254/robots.txt"),
    "robots_redirect_loop": moved_to(b"/robots.txt"),
    "robots_binary": shows(bytes(range(256))),
    "robots_page": shows(b" 200 OK", b"<!DOCTYPE html>"),
    "robots_delay_huge": shows(b"Crawl-delay: " + b"9" * 400),
    "robots_delay_not_a_number": shows(b"Crawl-delay: nan\nRequest-rate: 1/0"),
    "robots_wildcards": shows(b"Disallow: /" + b"*a" * 2000 + b"$"),
}

# What never ends is watched for so many bytes: two of a drip, and of a flood enough to see its piece repeated.
WATCHED = {"drip_headers": 27, "chunk_size_drip": 74, "drip_body": 70, "robots_drip": 67}
ENDLESS = 20_000
WHOLE = 10_000_000
SILENT = {"silent_accept", "robots_silent", "keepalive_garbage_after"}


def watched(name: str) -> int:
    endless = name.startswith(("endless", "chunk_extension", "one_byte", "robots_endless"))
    return WATCHED.get(name, ENDLESS if endless else WHOLE)


def test_each_behavior_has_its_check() -> None:
    assert set(CHECKS) == set(BEHAVIORS)
    assert len(BEHAVIORS) >= 45


@pytest.mark.parametrize("name", BEHAVIORS)
def test_the_wire_shows_what_the_name_says(name: str) -> None:
    path = "/robots.txt" if name.startswith("robots_") else "/page"
    with HostileServer(name) as server:
        seen = asked(server.url(path), watched(name), silence=0.5 if name in SILENT else 2)
        assert CHECKS[name](seen), (seen.end, seen.first_byte_after, seen.content[:300])
        assert server.paths == [path]


@pytest.mark.parametrize("name", ["silent_accept", "gzip_bomb", "redirect_loop"])
def test_robots_is_not_there_while_other_paths_misbehave(name: str) -> None:
    with HostileServer(name) as server:
        assert asked(server.url("/robots.txt"), WHOLE).content.startswith(b"HTTP/1.1 404 ")


@pytest.mark.parametrize("name", [name for name in BEHAVIORS if name.startswith("robots_")])
def test_other_paths_are_served_well_while_robots_misbehaves(name: str) -> None:
    with HostileServer(name, body=b"a workbook", content_type="application/zip") as server:
        seen = asked(server.url("/list.xlsx"), WHOLE)
    assert seen.content.startswith(b"HTTP/1.1 200 OK\r\nContent-Type: application/zip\r\n")
    assert seen.body == b"a workbook"


def test_a_loop_comes_back_and_a_chain_has_fifty_hops() -> None:
    with HostileServer("redirect_loop") as server:
        assert b"Location: /b\r\n" in asked(server.url("/a"), WHOLE).content
        assert b"Location: /a\r\n" in asked(server.url("/b"), WHOLE).content
    with HostileServer("redirect_chain") as server:
        assert b"Location: /hop/50\r\n" in asked(server.url("/hop/49"), WHOLE).content
        assert asked(server.url("/hop/50"), WHOLE).body == GOOD_PAGE


@pytest.mark.parametrize("name", ["silent_accept", "endless_body", "drip_headers", "slow_first_byte"])
def test_it_ends_promptly_while_its_clients_hang(name: str) -> None:
    threads = threading.active_count()
    with HostileServer(name) as server:
        address = urlsplit(server.url())
        clients = [socket.create_connection((address.hostname, address.port)) for _ in range(10)]
        for client in clients[1:]:
            client.sendall(b"GET / HTTP/1.1\r\n\r\n")  # the first one says nothing
        time.sleep(0.1)  # floods have filled the buffers of both ends by then
        start = time.monotonic()
    assert time.monotonic() - start < 0.5
    assert threading.active_count() == threads
    for client in clients:
        client.close()
