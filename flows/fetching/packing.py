"""What an answer was packed with for the way, taken off again: whole, bounded, or with the reason why not."""

import re
import zlib
from dataclasses import dataclass

_GZIP = b"\x1f\x8b\x08"
_MAX_LAYERS = 2  # gzip in gzip happens where a file was packed already; nobody packs three times
_MAX_MEMBERS = 1_000  # of one gzip file; those packed block by block have 400 for the largest answer we take
_PIECE = 65_536

# Written in Content-Encoding by servers that mean the character set or nothing at all.
_NO_PACKING = frozenset({"", "identity", "none", "binary", "7bit", "8bit", "utf-8", "utf8", "iso-8859-1"})


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The content, as far as it could be had; the bytes as they came where nothing could."""

    content: bytes
    fault: str | None = None  # why it is not the whole; None: it is
    temporary: bool = True  # whether another attempt may bring the whole


class _UnpackingError(Exception):
    """Why a layer does not come off, with what did."""

    def __init__(self, fault: str, content: bytes = b"", temporary: bool = True) -> None:
        super().__init__(fault)
        self.content, self.temporary = content, temporary


def unpacked(packed: bytes, label: str, limit: int) -> Unpacked:
    """Take off the layers that `label` (the header Content-Encoding) names, and gzip that nobody named.

    At most `limit` bytes come out.
    """
    layers = [name for each in label.lower().split(",") if (name := each.strip()) not in _NO_PACKING]
    content = packed
    try:
        if len(layers) > _MAX_LAYERS:
            raise _UnpackingError(f"packed {len(layers)} times over", temporary=False)
        for layer in reversed(layers):
            content = _without(layer, content, limit) if content else content
        if content.startswith(_GZIP):  # no list, page or feed begins so
            content = _gunzipped(content, limit)
    except _UnpackingError as error:
        return Unpacked(error.content[:limit] or packed, str(error), error.temporary)
    return Unpacked(content)


def _without(layer: str, packed: bytes, limit: int) -> bytes:
    if layer in ("gzip", "x-gzip"):
        return _gunzipped(packed, limit)
    if layer == "deflate":
        return _inflated(packed, limit)
    name = re.sub(r"[^a-z0-9_+.-]", "?", layer)[:40]
    raise _UnpackingError(f"packed with '{name}', which we did not ask for and cannot read", temporary=False)


def _gunzipped(packed: bytes, limit: int) -> bytes:
    """All members of a gzip file; whatever else follows the last one is left out, as browsers do it."""
    if not packed.startswith(_GZIP):
        raise _UnpackingError("broken compression")
    content = bytearray()
    position = members = 0
    while packed.startswith(_GZIP, position):
        members += 1
        if members > _MAX_MEMBERS:
            raise _UnpackingError(f"packed in more than {_MAX_MEMBERS:,} parts", bytes(content), temporary=False)
        position = _unpack(zlib.decompressobj(31), packed, position, content, limit)
    return bytes(content)


def _inflated(packed: bytes, limit: int) -> bytes:
    """The standard means deflate with zlib's header and checksum; some servers send it bare."""
    has_header = packed[0] & 0x0F == 8 and int.from_bytes(packed[:2], "big") % 31 == 0
    content = bytearray()
    _unpack(zlib.decompressobj(15 if has_header else -15), packed, 0, content, limit)
    return bytes(content)


def _unpack(unpacker: "zlib._Decompress", packed: bytes, position: int, content: bytearray, limit: int) -> int:
    """Add what is packed from `position` on to `content`, up to its end mark, and return where that stands."""
    while not unpacker.eof:
        piece = packed[position : position + _PIECE]
        if not piece:
            raise _UnpackingError("cut off before the end mark of its packing", bytes(content))
        try:
            content += unpacker.decompress(piece, limit + 1 - len(content))
        except zlib.error as error:
            raise _UnpackingError("broken compression", bytes(content)) from error
        if len(content) > limit:
            raise _UnpackingError(f"more than {limit:,} bytes", bytes(content), temporary=False)
        position += len(piece) - len(unpacker.unused_data)
    return position
