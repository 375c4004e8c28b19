"""The row number of each listing on one list, in a few hundred bytes.

A row inserted at the top of a list moves all others down, so storing a row number per listing would rewrite them all.
Instead a snapshot keeps one array: the row numbers of its listings in the order of their `valid_from`, `first_row`
and `id`. Neighbors mostly stay neighbors, so the differences compress well.
"""

import json
import zlib
from collections.abc import Sequence
from itertools import accumulate


def pack(rows: Sequence[int]) -> bytes:
    """The differences between row numbers, compressed; `unpack` gives back the row numbers."""
    differences = [row - before for before, row in zip([0, *rows], rows, strict=False)]
    return zlib.compress(json.dumps(differences, separators=(",", ":")).encode())


def unpack(packed: bytes) -> list[int]:
    return list(accumulate(json.loads(zlib.decompress(packed))))
