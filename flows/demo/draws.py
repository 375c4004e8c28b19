"""Chance that falls the same way on every machine: a number drawn from words by their sha256."""

import hashlib
from collections.abc import Iterable


def draw(*words: str) -> float:
    """A number in [0, 1) that depends on the words alone."""
    digest = hashlib.sha256("\x1f".join(words).encode()).digest()
    return int.from_bytes(digest[:6]) / 2**48


def shuffled(names: Iterable[str], *words: str) -> list[str]:
    """The names in an order that depends on them and the words alone."""
    return sorted(names, key=lambda name: (draw(*words, name), name))
