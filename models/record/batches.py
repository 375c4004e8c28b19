"""Values in batches that one SQL statement can carry."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Value = TypeVar("Value")

# SQLite before 3.32 takes at most 999 variables in a statement.
MAX_VARIABLES = 900


def batches(values: Iterable[Value], size: int = MAX_VARIABLES) -> Iterator[list[Value]]:
    """`values` in order, `size` at a time; the last batch may be shorter."""
    remaining = iter(values)
    while batch := list(islice(remaining, size)):
        yield batch
