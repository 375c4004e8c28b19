"""The ways in which a web server may misbehave: one table, from a name to what is played on the connection."""

import gzip
import zlib
from collections.abc import Callable
from functools import cache
from typing import Protocol

GOOD_PAGE = (
    b"<!DOCTYPE html><html><head><title>A page</title></head><body><p>" + b"Nothing odd. " * 80 + b"</p></body></html>"
)

# More than any document here may have, and yet a tenth of a megabyte on the wire.
BOMB_MEGABYTES = 100
MEGABYTE = 1_000_000


class ServerEndedError(Exception):
    """The server ends while a behavior waits."""


class Wire(Protocol):
    """What a behavior needs of a connection."""

    path: str

    @property
    def base(self) -> str: ...
    @property
    def body(self) -> bytes: ...
    @property
    def content_type(self) -> str: ...
    def send(self, content: bytes) -> None: ...
    def pause(self, seconds: float) -> None: ...
    def wait_for_client(self) -> None: ...
    def reset(self) -> None: ...


Play = Callable[[Wire], None]
Header = str | bytes


def head(*headers: Header, status: Header = "HTTP/1.1 200 OK") -> bytes:
    lines = [line if isinstance(line, bytes) else line.encode("latin-1") for line in (status, *headers)]
    return b"\r\n".join(lines) + b"\r\n\r\n"


def says(*headers: Header, status: Header = "HTTP/1.1 200 OK") -> Play:
    """A whole answer, odd in its status or headers only. These come first: a client takes the first of two."""

    def play(wire: Wire) -> None:
        usual = (f"Content-Type: {wire.content_type}", f"Content-Length: {len(wire.body)}", "Connection: close")
        wire.send(head(*headers, *usual, status=status) + wire.body)

    return play


def body_with(*headers: Header, body: Callable[[bytes], bytes] = lambda body: body) -> Play:
    """These headers only and a body made of the document: how it is packed or measured is the odd part."""

    def play(wire: Wire) -> None:
        wire.send(head(*headers, f"Content-Type: {wire.content_type}", "Connection: close") + body(wire.body))

    return play


def moved(to: Header) -> Play:
    """A redirect; '{base}' stands for this server."""

    def play(wire: Wire) -> None:
        target = to.replace("{base}", wire.base).encode("latin-1") if isinstance(to, str) else to
        wire.send(head(b"Location: " + target, "Content-Length: 0", "Connection: close", status="HTTP/1.1 302 Found"))

    return play


def for_ever(start: bytes, piece: bytes, every: float = 0) -> Play:
    """A beginning, and then the same piece until the client goes: at full speed, or one every so many seconds."""

    def play(wire: Wire) -> None:
        wire.send(start)
        while True:
            wire.pause(every)
            wire.send(piece)

    return play


def chunked(body: bytes) -> bytes:
    return b"%x\r\n" % len(body) + body + b"\r\n"


def brotli(body: bytes) -> bytes:
    """The body as one stored block of Brotli (RFC 7932), so that no library is needed; up to 65,536 bytes."""
    return (((len(body) - 1) << 4) | (1 << 20)).to_bytes(3, "little") + body + b"\x03"


def zstd(body: bytes) -> bytes:
    """The body as one raw block of Zstandard (RFC 8878); up to 131,072 bytes."""
    return b"\x28\xb5\x2f\xfd\xa0" + len(body).to_bytes(4, "little") + (len(body) << 3 | 1).to_bytes(3, "little") + body


@cache
def packed_bomb(window: int) -> bytes:
    """Megabytes of blanks, packed with zlib's window of 31 (gzip) or 15 (deflate)."""
    blanks = b" " * MEGABYTE
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(blanks) + packer.flush(zlib.Z_FULL_FLUSH)  # forgets what came before: it may be repeated
    packed = block * BOMB_MEGABYTES + packer.flush()
    checksum, add = (0, zlib.crc32) if window == 31 else (1, zlib.adler32)
    for _ in range(BOMB_MEGABYTES):
        checksum = add(blanks, checksum)
    if window == 31:
        size = (BOMB_MEGABYTES * MEGABYTE) & 0xFFFFFFFF
        return gzip.compress(b"")[:10] + packed + checksum.to_bytes(4, "little") + size.to_bytes(4, "little")
    return zlib.compress(b"", 9)[:2] + packed + checksum.to_bytes(4, "big")


fine = says()
not_found = says(status="HTTP/1.1 404 Not Found")


def play_cut_chunked(wire: Wire) -> None:
    wire.send(head("Transfer-Encoding: chunked", "Connection: close") + chunked(wire.body))


def play_reset_midway(wire: Wire) -> None:
    wire.send(head(f"Content-Length: {len(wire.body)}") + wire.body[: len(wire.body) // 2])
    wire.pause(0.1)  # or the reset overtakes the bytes
    wire.reset()


def play_slow_first_byte(wire: Wire) -> None:
    wire.pause(1.5)
    fine(wire)


def play_binary_greeting(wire: Wire) -> None:
    """As a port that speaks TLS would."""
    wire.send(b"\x16\x03\x01\x02\x00\x01\x00\xff\xfe\x00" * 20 + b"\r\n\r\n")


def play_redirect_loop(wire: Wire) -> None:
    moved("/b" if wire.path == "/a" else "/a")(wire)


def play_redirect_chain(wire: Wire) -> None:
    hop = int(wire.path.removeprefix("/hop/")) if wire.path.startswith("/hop/") else 0
    (fine if hop == 50 else moved(f"/hop/{hop + 1}"))(wire)


def play_redirect_to_self_slow(wire: Wire) -> None:
    wire.pause(0.5)
    moved(wire.path)(wire)


def play_keepalive_garbage(wire: Wire) -> None:
    wire.send(head(f"Content-Length: {len(wire.body)}", "Connection: keep-alive") + wire.body)
    wire.send(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged" + b"\0garbage" * 100)
    wire.wait_for_client()


def play_status_204_with_body(wire: Wire) -> None:
    wire.send(head(f"Content-Length: {len(wire.body)}", status="HTTP/1.1 204 No Content") + wire.body)


CHUNKED = head("Transfer-Encoding: chunked", "Content-Type: text/html")
ROBOTS = head("Content-Type: text/plain", "Connection: close")
LONG = 60_000  # just below what Python's client takes as one header line

# Where a redirect must never lead: this machine, its network and the clouds' keys, under all their spellings.
PRIVATE_TARGETS: dict[str, Header] = {
    "ten": "http://10.0.0.1/",
    "metadata": "http://169.254.169.254/latest/meta-data/",
    "ipv6_loopback": "http://[::1]:1/",
    "ipv4_in_ipv6": "http://[::ffff:127.0.0.1]:1/",
    "nat64": "http://[64:ff9b::7f00:1]:1/",
    "zero": "http://0.0.0.0:1/",
    "decimal": "http://2130706433:1/",
    "hexadecimal": "http://0x7f.1:1/",
    "octal": "http://0177.0.0.1:1/",
    "short": "http://127.1:1/",
    "full_width": b"http://\xef\xbc\x91\xef\xbc\x92\xef\xbc\x97.0.0.1:1/",  # digits of East Asian width
    "localhost_dot": "http://localhost.:1/",
}

BEHAVIORS: dict[str, Play] = {
    # Slow or endless: each byte resets a time-out that only watches for silence.
    "drip_headers": for_ever(b"HTTP/1.1 200 OK\r\nX-Slow: ", b"a", every=0.2),
    "endless_headers": for_ever(b"HTTP/1.1 200 OK\r\n", b"X-More: of the same\r\n" * 100),
    "endless_continue": for_ever(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100),
    "endless_trailers": for_ever(CHUNKED + chunked(b"body") + b"0\r\n", b"X-Trailer: more\r\n" * 100),
    "endless_body": for_ever(head("Content-Type: text/html"), b"<p>more of the same</p>" * 1000),
    "chunk_size_drip": for_ever(CHUNKED, b"0", every=0.2),
    "chunk_extension_flood": for_ever(CHUNKED + b"1;", b"name=value;" * 500),
    "one_byte_chunks": for_ever(CHUNKED, b"1\r\na\r\n" * 1000),
    "endless_empty_gzip_members": for_ever(head("Content-Encoding: gzip"), gzip.compress(b"") * 100),
    "drip_body": for_ever(head("Content-Type: text/html", "Content-Length: 1000000"), b"a", every=1),
    "slow_first_byte": play_slow_first_byte,
    "silent_accept": lambda wire: wire.wait_for_client(),  # no byte comes
    # Cut off: what came must not be taken for the whole.
    "reset_on_accept": lambda wire: wire.reset(),
    "closed_on_accept": lambda wire: None,
    "reset_midway": play_reset_midway,
    "cut_gzip": body_with("Content-Encoding: gzip", body=lambda body: gzip.compress(body)[:-12]),
    "cut_gzip_trailer": body_with("Content-Encoding: gzip", body=lambda body: gzip.compress(body)[:-8]),
    "cut_deflate": body_with("Content-Encoding: deflate", body=lambda body: zlib.compress(body)[:-6]),
    "cut_chunked": play_cut_chunked,
    "cut_head": lambda wire: wire.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/ht"),
    "short_body": body_with("Content-Length: 100000"),
    "long_body": body_with("Content-Length: 10"),
    "content_length_negative": body_with("Content-Length: -1"),
    "content_length_text": body_with("Content-Length: many"),
    "content_length_huge": body_with(f"Content-Length: {10**30}"),
    "content_length_twice": says("Content-Length: 7"),
    "chunk_size_garbage": body_with("Transfer-Encoding: chunked", body=lambda body: b"zz\r\n" + body),
    "chunk_size_negative": body_with("Transfer-Encoding: chunked", body=lambda body: b"-5\r\n" + body),
    "chunk_size_huge": body_with("Transfer-Encoding: chunked", body=lambda body: b"f" * 30 + b"\r\n" + body),
    # Packed otherwise than asked for, or to burst.
    "gzip_bomb": body_with("Content-Encoding: gzip", body=lambda _: packed_bomb(31)),
    "deflate_bomb": body_with("Content-Encoding: deflate", body=lambda _: packed_bomb(15)),
    "gzip_in_gzip_bomb": body_with("Content-Encoding: gzip, gzip", body=lambda _: gzip.compress(packed_bomb(31))),
    "unasked_brotli": body_with("Content-Encoding: br", body=brotli),
    "unasked_zstd": body_with("Content-Encoding: zstd", body=zstd),
    "gzip_unlabeled": body_with(body=gzip.compress),
    "gzip_label_only": body_with("Content-Encoding: gzip"),
    "gzip_with_garbage_after": body_with("Content-Encoding: gzip", body=lambda body: gzip.compress(body) + b"\0junk"),
    "double_gzip": body_with("Content-Encoding: gzip", body=lambda body: gzip.compress(gzip.compress(body))),
    "encoding_chain": body_with("Content-Encoding: " + ", ".join(["gzip"] * 200)),
    "unknown_encoding": says("Content-Encoding: x-klingon"),
    # Headers no client should choke on.
    "huge_header": says("X-Huge: " + "a" * MEGABYTE),
    "many_headers": says(*(f"X-Header-{number}: a" for number in range(10_000))),
    "header_without_colon": says("this is no header"),
    "header_without_name": says(": a value of nothing"),
    "folded_headers": says('ETag: "one\r\n two"', "X-Folded: one\r\n\ttwo"),
    "control_characters_in_headers": says('ETag: "a\0b\x1b[31m\x08"', "X-Odd: \x0b\x0c\x7f"),
    "latin1_headers": says('Content-Disposition: attachment; filename="Se\xf1al.xlsx"', 'ETag: "\xe9\xff"'),
    "cookie_flood": says(*(f"Set-Cookie: name{number}={'a' * 4000}; Path=/" for number in range(90))),
    "etag_huge": says(f'ETag: "{"e" * LONG}"'),
    "content_type_lies": says("Content-Type: image/png"),
    "content_type_garbage": says('Content-Type: ;;;=; charset="'),
    "charset_unknown": says("Content-Type: text/html; charset=x-klingon"),
    "charset_no_text_codec": says("Content-Type: text/html; charset=hex"),  # Python's own, from bytes to bytes
    "charset_undefined_codec": says("Content-Type: text/html; charset=undefined"),  # raises whatever it is given
    "charset_null_byte": says("Content-Type: text/html; charset=utf-8\0x"),
    # Days and waits beyond every calendar.
    "last_modified_9999": says("Last-Modified: Fri, 31 Dec 9999 23:59:59 GMT"),
    "last_modified_9999_west": says("Last-Modified: Fri, 31 Dec 9999 23:59:59 -1200"),  # the year 10000 in UTC
    "last_modified_year_1": says("Last-Modified: Mon, 01 Jan 0001 00:00:00 GMT"),
    "last_modified_year_1_east": says("Last-Modified: Mon, 01 Jan 0001 00:00:00 +1200"),
    "last_modified_garbage": says("Last-Modified: the day before yesterday, 25:61"),
    "last_modified_huge_zone": says("Last-Modified: Tue, 03 Feb 2026 10:00:00 +99999999999999999999"),
    "date_9999": says("Date: Fri, 31 Dec 9999 23:59:59 GMT"),
    "retry_after_huge": says("Retry-After: " + "9" * 30, status="HTTP/1.1 429 Too Many Requests"),
    "retry_after_digits": says("Retry-After: " + "9" * 5000, status="HTTP/1.1 429 Too Many Requests"),
    "retry_after_negative": says("Retry-After: -5", status="HTTP/1.1 503 Service Unavailable"),
    "retry_after_9999": says("Retry-After: Fri, 31 Dec 9999 23:59:59 GMT", status="HTTP/1.1 503 Service Unavailable"),
    "retry_after_not_a_number": says("Retry-After: nan", status="HTTP/1.1 503 Service Unavailable"),
    "retry_after_superscript": says("Retry-After: \xb2", status="HTTP/1.1 503 Service Unavailable"),  # isdigit, no int
    # Status lines.
    "status_garbage": says(status="HTTP/1.1 all is well"),
    "status_999": says(status="HTTP/1.1 999 Request Denied"),
    "status_0": says(status="HTTP/1.1 000 None"),
    "status_reason_escapes": says(status="HTTP/1.1 500 \x1b[2J\x1b[31mAll is well\x07"),
    "status_304_unasked": says(status="HTTP/1.1 304 Not Modified"),
    "status_204_with_body": play_status_204_with_body,
    "status_206_unasked": says("Content-Range: bytes 500-599/100000", status="HTTP/1.1 206 Partial Content"),
    "http_0_9": lambda wire: wire.send(wire.body),
    "http_version_9": says(status="HTTP/9.9 200 OK"),
    "binary_greeting": play_binary_greeting,
    "keepalive_garbage_after": play_keepalive_garbage,
    # Redirects: without end, to no address, or to where nobody outside may send us.
    "redirect_loop": play_redirect_loop,
    "redirect_chain": play_redirect_chain,
    "redirect_to_self_slow": play_redirect_to_self_slow,
    **{f"redirect_private_{name}": moved(target) for name, target in PRIVATE_TARGETS.items()},
    "location_missing": says(status="HTTP/1.1 302 Found"),
    "location_empty": moved(""),
    "bad_location": moved("http://["),
    "location_words": moved("over there, second door on the left"),
    "location_backslash": moved("http://127.0.0.1:1\\@example.com/"),
    "location_userinfo": moved("http://user:secret@127.0.0.1:1/"),
    "location_javascript": moved("javascript:alert(1)"),
    "location_file": moved("file:///etc/passwd"),
    "location_data": moved("data:text/html,forged"),
    "location_surrogate": moved(b"/\xed\xa0\x80"),
    "location_control_characters": moved(b"/a\x00b\x1b[2J\tc"),
    "location_port_out_of_range": moved("http://127.0.0.1:99999/"),
    "location_port_text": moved("http://127.0.0.1:port/"),
    "location_double_dots": moved("http://www..example.com/"),
    "location_long_label": moved(f"http://{'a' * 64}.example.com/"),
    "location_huge": moved("/" + "a" * LONG),
    # File names that come with a document.
    "disposition_traversal": says('Content-Disposition: attachment; filename="../../etc/passwd"'),
    "disposition_traversal_encoded": says(
        "Content-Disposition: attachment; filename*=UTF-8''..%2F..%2Fetc%2Fpasswd%00"
    ),
    "disposition_escapes": says(
        "Content-Disposition: attachment; filename=\"\x1b[2J\x07list.xlsx\"; filename*=UTF-8''%E2%80%AEslx.list%0D%0A"
    ),
    "disposition_unknown_charset": says("Content-Disposition: attachment; filename*=x-klingon''%FF%FE"),
    "disposition_huge": says(f'Content-Disposition: attachment; filename="{"a" * LONG}.xlsx"'),
    # robots.txt itself; every other path is served well.
    "robots_endless": for_ever(ROBOTS, b"Disallow: /private\n" * 100),
    "robots_huge": lambda wire: wire.send(ROBOTS + b"User-agent: *\n" + b"Disallow: /private\n" * 300_000),
    "robots_drip": for_ever(ROBOTS, b"#", every=0.2),
    "robots_silent": lambda wire: wire.wait_for_client(),
    "robots_500": says(status="HTTP/1.1 500 Internal Server Error"),
    "robots_429": says("Retry-After: 86400", status="HTTP/1.1 429 Too Many Requests"),
    "robots_redirect_private": moved("http://169.254.169.254/robots.txt"),
    "robots_redirect_loop": moved("/robots.txt"),
    "robots_binary": lambda wire: wire.send(ROBOTS + bytes(range(256)) * 20),
    "robots_page": says("Content-Type: text/html"),  # a page with status 200 in its place
    "robots_gzip_bomb": body_with("Content-Encoding: gzip", body=lambda _: packed_bomb(31)),
    "robots_delay_huge": lambda wire: wire.send(ROBOTS + b"User-agent: *\nCrawl-delay: " + b"9" * 400),
    "robots_delay_not_a_number": lambda wire: wire.send(ROBOTS + b"User-agent: *\nCrawl-delay: nan\nRequest-rate: 1/0"),
    "robots_wildcards": lambda wire: wire.send(ROBOTS + b"User-agent: *\nDisallow: /" + b"*a" * 2000 + b"$\n"),
}
