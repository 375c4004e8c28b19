"""An export as Parquet, a file for each view, written by DuckDB where it is installed."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flows.exports.formats import Take, as_json_text, in_json
from flows.terminal import one_line
from models.errors import ExportError
from models.record.asking.views.exports import ViewRow
from models.record.views.dictionary import View, ViewColumn

# A row with a whole page in a cell has less.
_MAX_ROW_BYTES = 64 * 1024 * 1024

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
        names = [column.name for column in view.columns]
        as_values = [_value_of(column) for column in view.columns]
        with rows_file.open("w", encoding="ascii") as file:

            def take(rows: Sequence[ViewRow]) -> None:
                for row in rows:
                    values = (as_value(value) for as_value, value in zip(as_values, row, strict=True))
                    file.write(f"{_ENCODER.encode(dict(zip(names, values, strict=True)))}\n")

            yield take
        self._convert(view, rows_file)
        rows_file.unlink()

    def finish(self) -> None:
        pass

    def close(self) -> None:
        self._duckdb.close()

    def _convert(self, view: View, rows_file: Path) -> None:
        columns = ", ".join(f"'{each.name}': '{_TYPES.get(each.type, 'VARCHAR')}'" for each in view.columns)
        source, target = (str(path).replace("'", "''") for path in (rows_file, self._folder / f"{view.name}.parquet"))
        rows = (
            f"read_json('{source}', format = 'newline_delimited', columns = {{{columns}}},"
            f" maximum_object_size = {_MAX_ROW_BYTES})"
        )
        try:
            self._duckdb.execute(f"COPY (FROM {rows}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
        except self._error as error:
            said = str(error).partition("\n")[0]
            raise ExportError(f"{view.name}.parquet: {one_line(said)}; check the free space") from error


def _value_of(column: ViewColumn) -> Callable[[Any], Any]:
    """A value on its way to DuckDB: as JSON has it, but a list as the text that the column holds."""
    if column.type == "JSON":
        return lambda value: None if value is None else as_json_text(value)
    return lambda value: value


# ASCII, so that a line ends where a row does.
_ENCODER = json.JSONEncoder(default=in_json)
