"""An export as Parquet, a file for each view, written by DuckDB where it is installed."""

import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flows.exports.formats import Take, as_json_text, as_moment
from flows.terminal import one_line
from models.errors import ExportError
from models.record.asking.exports import ViewRow
from models.record.views.dictionary import Column, View

# DuckDB's types: as written between us and it, and as they are in the file.
_TYPES = {"integer": "BIGINT", "0 or 1": "BIGINT", "number": "DOUBLE", "day": "DATE", "moment": "TIMESTAMPTZ"}


class ParquetFiles:
    """Days are DATE, moments TIMESTAMP adjusted to UTC, lists JSON texts; compressed with Zstandard."""

    name = "parquet"

    def __init__(self, folder: Path) -> None:
        """Raises ExportError where DuckDB is not installed."""
        try:
            import duckdb
        except ImportError as error:
            raise ExportError(
                "format parquet: DuckDB is not installed; install moawatch[parquet], or choose another --format"
            ) from error
        self._folder = folder
        self._error = duckdb.Error
        # One thread, so that the rows keep their order and a file its bytes. Nothing is fetched from anywhere.
        self._duckdb = duckdb.connect(
            config={
                "threads": 1,
                "memory_limit": "256MB",
                "temp_directory": str(folder / "duckdb"),
                "autoinstall_known_extensions": False,
                "TimeZone": "UTC",
            }
        )

    @contextmanager
    def writing(self, view: View) -> Iterator[Take]:
        rows_file = self._folder / f"{view.name}.rows"
        as_fields = [_field_of(column) for column in view.columns]
        with rows_file.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")

            def take(rows: Sequence[ViewRow]) -> None:
                writer.writerows(
                    [None if value is None else as_field(value) for as_field, value in zip(as_fields, row, strict=True)]
                    for row in rows
                )

            yield take
        self._convert(view, rows_file)
        rows_file.unlink()

    def finish(self) -> None:
        pass

    def close(self) -> None:
        self._duckdb.close()

    def _convert(self, view: View, rows_file: Path) -> None:
        columns = {each.name: _TYPES.get(each.type, "VARCHAR") for each in view.columns}
        read = ", ".join(
            f'substr("{name}", 2) AS "{name}"' if type_ == "VARCHAR" else f'"{name}"' for name, type_ in columns.items()
        )
        structure = ", ".join(f"'{name}': '{type_}'" for name, type_ in columns.items())
        target = str(self._folder / f"{view.name}.parquet").replace("'", "''")
        source = str(rows_file).replace("'", "''")
        rows = (
            f"read_csv('{source}', columns = {{{structure}}}, auto_detect = false, header = false, delim = ',',"
            " quote = '\"', escape = '\"', new_line = '\\n', nullstr = '', parallel = false, max_line_size = 33554432)"
        )
        try:
            self._duckdb.execute(
                f"COPY (SELECT {read} FROM {rows}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)"  # noqa: S608 - our own names
            )
        except self._error as error:
            raise ExportError(f"{view.name}.parquet: {one_line(str(error))}; check the free space") from error


def _field_of(column: Column) -> Callable[[Any], Any]:
    """A field between us and DuckDB. An empty one is NULL, so that every text begins with a sign that it cuts off."""
    if column.type == "text":
        return lambda value: f"'{value}"
    if column.type == "JSON":
        return lambda value: f"'{as_json_text(value)}"
    if column.type == "moment":
        return as_moment
    return str
