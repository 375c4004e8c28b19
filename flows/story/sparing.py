"""What a run can do without: the record is written, whether or not Prefect's server takes what is told of it."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from prefect import get_run_logger


@contextmanager
def spared(what: str) -> Iterator[None]:
    """Leave out what Prefect's server does not take. SQLite, under it, refuses now and then on a busy machine, and a
    backfill of hours must not end for the sake of its progress bar."""
    try:
        yield
    except httpx.HTTPError as error:
        get_run_logger().warning("%s left out: Prefect's server did not take it (%s)", what, type(error).__name__)
