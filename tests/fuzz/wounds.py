"""The wounds that a mutation deals: of bytes, of markup, of JSON, of headers. Each takes its chances from `random`."""

import html
import json
import re
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from tests.fuzz.seeds import SEEDS

Mutation = Callable[[bytes, Random], bytes]

MOST_COPIES = 40
LONGEST_PIECE = 400

EXTREME_NUMBERS = tuple(
    word.encode()
    for word in (
        "0", "-1", "1e308", "1e999", "NaN", "Infinity", "-0.0", "2147483648", "18446744073709551616", "1048577",
        "16385", "2958466", "45720.999999999", "0x10", "1_000", "½", "²", "٣", "১", "9" * 400, "9" * 5000, "",
    )
)  # fmt: skip
EXTREME_DAYS = tuple(
    word.encode()
    for word in (
        "0001-01-01", "0001-01-01T00:00:00+14:00", "9999-12-31", "9999-12-31T23:59:59-12:00", "0000-00-00",
        "2026-02-30", "10000-01-01T00:00:00Z", "-0001-01-01", "2026-366", "2026-W54-1",
        "2026-02-03T25:61:61Z", "00010101T000000Z",
        "99991231T235959Z", "Mon, 01 Jan 0001 00:00:00 +1400", "Fri, 31 Dec 9999 23:59:59 -1200",
        "1/1/0001", "13/32/2026",
        "Tue, 03 Feb 2026 10:00:00 +99999999", "February 30, 9999", "1/1/1", "2/26/5025",
        "٢٠٢٦-٠٢-٠٣", "9" * 400, "",
    )
)  # fmt: skip
# Pieces that mean something to one of the readers, or to what shows a text.
ODD_PIECES = (
    b"&#xD800;", b"&#0;", b"&#x110000;", b"&#99999999999;", b"&bogus;", b"&amp;amp;", b"&lt;b&gt;", b"&#10;",
    b"<!--", b"-->",
    b"<![CDATA[", b"]]>", b"<!ENTITY a 'b'>", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"<?xml version='1.1' encoding='x'?>",
    b"\0", b"\x1b[2J", b"\r\n", b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xc2\x85", b"_xD800_",
    b"_x0000_", b"\\ud800", b"\\",
    "\u202e".encode(), "\u2028".encode(), "\u0130".encode(), "\U0001f9d1".encode(), b'"', b"'", b"<", b">", b"&",
    b"{", b"[", b"%",
    b"http://[", b"http://www..example.com/", b"javascript:1", b"//", b"../../", b"A1:XFD1048576", b"=1+1",
)  # fmt: skip
ODD_VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 1e308, float("nan"), float("inf"), 10**400, "", " ", "\ud800", "\0", "\x1b[2J", "\u202e",
    "http://[",
    "http://www..example.com/", "javascript:1", "a" * 5000, [], {}, [[]], {"a": {"b": []}},
    "99991231T235959Z", "00010101T000000Z",
)  # fmt: skip

_TAG = re.compile(rb"<[^<>]{1,300}>")
_CLOSING = re.compile(rb"</[^<>]{1,100}>|/>")
_ATTRIBUTE = re.compile(rb"""[\w:]+=("[^"<>]*"|'[^'<>]*')""")
_NUMBER = re.compile(rb"\d+")
_DAY = re.compile(
    rb"\d{4}-\d\d-\d\d(?:T[\d:]+(?:Z|[+-]\d\d:\d\d)?)?|\d{1,2}/\d{1,2}/\d{4}|\d{8}T\d{6}Z"
    rb"|(?:\w{3}, )?\d\d \w{3} \d{4} [\d:]+ (?:GMT|[+-]\d{4})|[A-Z][a-z]+\.? \d{1,2}, \d{4}|(?<=>)45\d{3}(?=<)"
)
_ENTITY = re.compile(rb"&#?\w+;")
_PAIR = re.compile(rb'"\w+": "[^"]*"')
_LINKED_DATA = re.compile(rb"ld\+json[^>]*>(.*?)</script", re.DOTALL)


# Bytes, whatever they mean.


def _piece(content: bytes, random: Random) -> tuple[int, int]:
    start = random.randint(0, len(content))
    return start, min(len(content), start + random.randint(1, LONGEST_PIECE))


def flip(content: bytes, random: Random) -> bytes:
    spoiled = bytearray(content)
    for _ in range(random.randint(1, 8) if content else 0):
        spoiled[random.randrange(len(spoiled))] ^= 1 << random.randrange(8)
    return bytes(spoiled)


def cut(content: bytes, random: Random) -> bytes:
    """A piece gone from the middle, or all the rest."""
    start, end = _piece(content, random)
    return content[:start] + (content[end:] if random.random() < 0.7 else b"")


def duplicate(content: bytes, random: Random) -> bytes:
    start, end = _piece(content, random)
    return content[:start] + content[start:end] * random.randint(2, MOST_COPIES) + content[end:]


def insert(content: bytes, random: Random) -> bytes:
    start = random.randint(0, len(content))
    piece = random.choice(ODD_PIECES) if random.random() < 0.7 else random.randbytes(random.randint(1, 16))
    return content[:start] + piece + content[start:]


def splice(content: bytes, random: Random) -> bytes:
    """The beginning of this document and the end of another, of whatever kind."""
    other = random.choice(random.choice(list(SEEDS.values())))
    return content[: random.randint(0, len(content))] + other[random.randint(0, len(other)) :]


BYTES: Sequence[Mutation] = (flip, cut, duplicate, insert, splice)

# XML and HTML.


def _replaced(pattern: re.Pattern[bytes], content: bytes, random: Random, new: Callable[[bytes], bytes]) -> bytes:
    """One find replaced, or now and then all of them."""
    found = list(pattern.finditer(content))
    if not found:
        return content
    if random.random() < 0.2:
        return pattern.sub(lambda each: new(each[0]), content)
    one = random.choice(found)
    return content[: one.start()] + new(one[0]) + content[one.end() :]


def swap_tags(content: bytes, random: Random) -> bytes:
    tags = list(_TAG.finditer(content))
    if len(tags) < 2:
        return content
    first, second = sorted(random.sample(tags, 2), key=lambda tag: tag.start())
    between = content[first.end() : second.start()]
    return content[: first.start()] + second[0] + between + first[0] + content[second.end() :]


def drop_closing(content: bytes, random: Random) -> bytes:
    return _replaced(_CLOSING, content, random, lambda tag: b">" if tag == b"/>" else b"")


def repeat_tag(content: bytes, random: Random) -> bytes:
    """One tag over and over: a nest, where it opens something."""
    tags = list(_TAG.finditer(content))
    if not tags:
        return content
    tag = random.choice(tags)
    return content[: tag.start()] + tag[0] * random.choice((2, 50, 2000)) + content[tag.end() :]


def unescape(content: bytes, random: Random) -> bytes:
    return _replaced(_ENTITY, content, random, _plain)


def _plain(entity: bytes) -> bytes:
    try:
        return html.unescape(entity.decode()).encode("utf-8", "replace")
    except ValueError:  # thousands of digits, from an earlier wound
        return entity


def change_attribute(content: bytes, random: Random) -> bytes:
    odd = random.choice((*ODD_PIECES, *EXTREME_NUMBERS))
    return _replaced(_ATTRIBUTE, content, random, lambda attribute: attribute.partition(b"=")[0] + b'="' + odd + b'"')


def drop_attribute(content: bytes, random: Random) -> bytes:
    return _replaced(_ATTRIBUTE, content, random, lambda _: b"")


def extreme_number(content: bytes, random: Random) -> bytes:
    odd = random.choice(EXTREME_NUMBERS)
    return _replaced(_NUMBER, content, random, lambda _: odd)


def extreme_day(content: bytes, random: Random) -> bytes:
    odd = random.choice(EXTREME_DAYS)
    return _replaced(_DAY, content, random, lambda _: odd)


def insert_in_text(content: bytes, random: Random) -> bytes:
    """An odd piece right behind a tag, where a reader takes it for text."""
    odd = random.choice(ODD_PIECES)
    return _replaced(_TAG, content, random, lambda tag: tag + odd)


MARKUP: Sequence[Mutation] = (
    swap_tags, drop_closing, repeat_tag, unescape, change_attribute, drop_attribute, extreme_number, extreme_day,
    insert_in_text,
)  # fmt: skip

# JSON: it stays JSON, so that the reader gets past its parser.


def _spots(value: Any) -> list[tuple[Any, Any]]:
    """Every place in a JSON value: its container, and its key or index there."""
    keys = list(value) if isinstance(value, dict) else list(range(len(value))) if isinstance(value, list) else []
    return [spot for key in keys for spot in ((value, key), *_spots(value[key]))]


def _in_json(content: bytes, random: Random, change: Callable[[Any, Any], None]) -> bytes:
    """One place changed in a document of JSON, or in the JSON that an article carries."""
    inside = _LINKED_DATA.search(content)
    start, end = inside.span(1) if inside else (0, len(content))
    try:
        value = json.loads(content[start:end])
    except (ValueError, RecursionError):  # an earlier wound
        return content
    spots = _spots(value)
    if not spots:
        return content
    change(*random.choice(spots))
    told = json.dumps(value, ensure_ascii=random.random() < 0.5).encode("utf-8", "surrogatepass")
    return content[:start] + told + content[end:]


def odd_value(content: bytes, random: Random) -> bytes:
    odd = random.choice(ODD_VALUES)
    return _in_json(content, random, lambda holder, key: holder.__setitem__(key, odd))


def drop_value(content: bytes, random: Random) -> bytes:
    return _in_json(content, random, lambda holder, key: holder.__delitem__(key))


def wrap_value(content: bytes, random: Random) -> bytes:
    """A value inside lists inside lists."""
    depth = random.choice((1, 5, 200))

    def wrap(holder: Any, key: Any) -> None:
        for _ in range(depth):
            holder[key] = [holder[key]]

    return _in_json(content, random, wrap)


def repeat_key(content: bytes, random: Random) -> bytes:
    return _replaced(_PAIR, content, random, lambda pair: pair + b", " + pair[:-1] + b'x"')


JSON: Sequence[Mutation] = (odd_value, drop_value, wrap_value, repeat_key)

# Headers.


def _in_lines(content: bytes, random: Random, change: Callable[[bytes], bytes]) -> bytes:
    lines = content.split(b"\r\n")
    number = random.randrange(len(lines))
    lines[number] = change(lines[number])
    return b"\r\n".join(lines)


def odd_header(content: bytes, random: Random) -> bytes:
    odd = random.choice((*ODD_PIECES, *EXTREME_NUMBERS, *EXTREME_DAYS))
    return _in_lines(content, random, lambda line: line.partition(b":")[0] + b": " + odd)


def repeat_header(content: bytes, random: Random) -> bytes:
    times = random.choice((2, 200))
    return _in_lines(content, random, lambda line: b"\r\n".join([line] * (times if len(line) < 1000 else 2)))


def fold_header(content: bytes, random: Random) -> bytes:
    return _in_lines(content, random, lambda line: line.replace(b" ", b"\r\n "))


def spoil_colon(content: bytes, random: Random) -> bytes:
    odd = random.choice((b"", b" :", b"::", b"=", b"\xef\xbc\x9a"))
    return _in_lines(content, random, lambda line: line.replace(b":", odd, 1))


def stretch_header(content: bytes, random: Random) -> bytes:
    return _in_lines(content, random, lambda line: line + b"a" * 70_000)


HEADERS: Sequence[Mutation] = (
    odd_header, repeat_header, fold_header, spoil_colon, stretch_header, extreme_number, extreme_day,
)  # fmt: skip


# PDFs: names and references to objects.

_NAME = re.compile(rb"/[A-Za-z]\w*")
_REFERENCE = re.compile(rb"\d+ 0 R")


def swap_names(content: bytes, random: Random) -> bytes:
    names = _NAME.findall(content) or [b"/Type"]
    return _replaced(_NAME, content, random, lambda _: random.choice(names))


def swap_references(content: bytes, random: Random) -> bytes:
    references = _REFERENCE.findall(content) or [b"1 0 R"]
    return _replaced(_REFERENCE, content, random, lambda _: random.choice(references))


OBJECTS: Sequence[Mutation] = (swap_names, swap_references, extreme_number)
