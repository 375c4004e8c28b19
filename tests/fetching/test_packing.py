"""What comes packed is unpacked once it is whole, within bounds; what cannot be is told by the name of its packing."""

import gzip
import time
import zlib

import pytest

from flows.fetching.packing import unpacked

PAGE = b"<html><p>" + bytes(range(256)) * 400 + b"</html>"
LIMIT = 1_000_000


def bare_deflate(content: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(content) + packer.flush()


WAYS = {
    "nothing": (PAGE, ""),
    "identity": (PAGE, "identity"),
    "a character set in the wrong header": (PAGE, "UTF-8"),
    "gzip": (gzip.compress(PAGE), "gzip"),
    "gzip under its old name": (gzip.compress(PAGE), "x-gzip"),
    "gzip in capitals, with blanks": (gzip.compress(PAGE), " GZIP "),
    "gzip without its label": (gzip.compress(PAGE), ""),
    "gzip twice, labeled once": (gzip.compress(gzip.compress(PAGE)), "gzip"),
    "gzip twice, labeled twice": (gzip.compress(gzip.compress(PAGE)), "gzip, gzip"),
    "gzip of several members": (gzip.compress(PAGE[:500]) + gzip.compress(PAGE[500:]), "gzip"),
    "gzip, filled up with zeros": (gzip.compress(PAGE) + b"\0" * 512, "gzip"),
    "deflate": (zlib.compress(PAGE), "deflate"),
    "deflate without its header": (bare_deflate(PAGE), "deflate"),
    "gzip in deflate": (zlib.compress(gzip.compress(PAGE)), "gzip, deflate"),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_whole_document_comes_out_as_it_was_packed(way: str) -> None:
    packed, label = WAYS[way]
    result = unpacked(packed, label, LIMIT)
    assert (result.content == PAGE, result.fault) == (True, None)


def test_a_workbook_stays_as_it_is() -> None:
    assert unpacked(b"PK\x03\x04...", "", LIMIT).content == b"PK\x03\x04..."


def test_no_body_is_no_broken_packing() -> None:
    assert unpacked(b"", "gzip", LIMIT).fault is None


@pytest.mark.parametrize("way", ["gzip", "gzip without its label", "gzip twice, labeled once", "deflate"])
@pytest.mark.parametrize("missing", [1, 4, 5, 100])
def test_a_document_cut_anywhere_is_never_whole(way: str, missing: int) -> None:
    packed, label = WAYS[way]
    result = unpacked(packed[:-missing], label, LIMIT)
    assert result.fault == "cut off before the end mark of its packing"
    assert result.temporary
    assert result.content[:2] in (PAGE[:2], packed[:2])  # what there is of it


def test_a_later_member_that_is_cut_is_missed() -> None:
    packed = gzip.compress(PAGE[:500]) + gzip.compress(PAGE[500:])[:-3]
    assert unpacked(packed, "gzip", LIMIT).fault == "cut off before the end mark of its packing"


@pytest.mark.parametrize("packed", [b"<html>", gzip.compress(PAGE)[:40] + b"\xff" * 40, b"\x1f\x8b\x08" + b"\xff" * 40])
def test_what_is_not_packed_as_it_says(packed: bytes) -> None:
    result = unpacked(packed, "gzip", LIMIT)
    assert result.fault == "broken compression"
    assert result.content


@pytest.mark.parametrize(
    ("label", "fault"),
    [
        ("br", "packed with 'br', which we did not ask for and cannot read"),
        ("zstd", "packed with 'zstd', which we did not ask for and cannot read"),
        ("gzip, br", "packed with 'br', which we did not ask for and cannot read"),
        ("x\x1b[31m\u202e", "packed with 'x??31m?', which we did not ask for and cannot read"),
        ("gzip, gzip, gzip", "packed 3 times over"),
    ],
)
def test_what_we_cannot_read_is_named_and_not_asked_for_again(label: str, fault: str) -> None:
    result = unpacked(PAGE, label, LIMIT)
    assert (result.fault, result.temporary, result.content) == (fault, False, PAGE)


@pytest.mark.parametrize(
    "packed",
    [
        gzip.compress(b" " * 50_000_000),
        gzip.compress(gzip.compress(b" " * 50_000_000)),
        gzip.compress(b" " * 900_000) * 2,
    ],
)
def test_what_unfolds_beyond_the_limit_is_cut_there(packed: bytes) -> None:
    result = unpacked(packed, "gzip", LIMIT)
    assert (result.fault, len(result.content), result.temporary) == ("more than 1,000,000 bytes", LIMIT, False)


def test_a_million_empty_members_take_no_time() -> None:
    started = time.monotonic()
    result = unpacked(gzip.compress(b"") * 1_000_000, "gzip", 25_000_000)
    assert result.fault == "packed in more than 1,000 parts"
    assert time.monotonic() - started < 2
