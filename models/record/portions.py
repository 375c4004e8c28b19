"""Portions of a sequence, each small enough for one statement or one transaction."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")


def portions(items: Iterable[Item], size: int = 900) -> Iterator[list[Item]]:
    """`items` in lists of at most `size`; 900 fits a statement of SQLite before 3.32, which takes 999 variables."""
    remaining = iter(items)
    while portion := list(islice(remaining, size)):
        yield portion
