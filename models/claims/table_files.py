"""The tables of `data/claims` read from their files; a file or a row that somebody broke is one line that names it."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from data import DATA
from models.errors import TableError


def read_table(name: str) -> dict[str, Any]:
    """`data/claims/<name>`. Raises TableError."""
    try:
        return tomllib.loads((DATA / "claims" / name).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:  # no TOML, or no UTF-8
        raise TableError(f"data/claims/{name}: cannot be read ({error}); correct the file") from error


@contextmanager
def row_in(name: str, row: Mapping[str, Any]) -> Iterator[None]:
    """Around the building of a row of that table. Raises TableError for whatever is wrong with it."""
    try:
        yield
    except KeyError as error:
        said = f"has no {error.args[0]!r}"
    except re.error as error:
        said = f"has a pattern that is none ({error})"
    except (TypeError, ValueError) as error:
        said = str(error)
    else:
        return
    raise TableError(f"data/claims/{name}: row {row.get('name')!r} {said}; correct the row")
