"""A table of subscribers as spreadsheet programs save it -> the cells of each line under our own column names."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from models.digests.preferences import PREFERENCES
from models.errors import SettingsError

# A thousand subscribers take some 100 kB.
MAX_BYTES = 10_000_000

# The columns that `moawatch subscribers list --format csv` also has, and that nobody can choose.
_KEPT_BY_US = ("id", "subscribed_at", "served_at", "digests", "refusals", "paused_because")

_OTHER_NAMES = {
    "email": "address", "e_mail": "address", "mail": "address", "email_address": "address",
    "e_mail_address": "address", "mail_address": "address",
    "state": "states", "county": "counties", "agency": "agencies", "support_type": "support_types", "body": "bodies",
    "kind": "kinds",
    "timezone": "time_zone", "format": "mail_format",
}  # fmt: skip

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx and .ods; .xls


def subscriber_lines(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The number and the cells of each line. Raises SettingsError where the file cannot be meant."""
    text = _text_of(path)
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    table = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        columns = _columns(path, next(table, []))
        for cells in table:
            if any(cell.strip() for cell in cells):
                # Cells beyond the header have no column; missing ones are empty.
                line = dict.fromkeys(columns, "") | dict(zip(columns, cells, strict=False))
                yield table.line_num, {name: cell for name, cell in line.items() if name not in _KEPT_BY_US}
    except csv.Error as error:
        raise SettingsError(f"{path}: line {table.line_num} is not CSV ({error}); save it again as CSV") from error


def _text_of(path: Path) -> str:
    """The file's text. Excel saves CSV as Windows-1252, as UTF-8 with its mark, or, with tabs, as UTF-16."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}; check the file") from error
    if len(content) > MAX_BYTES:
        raise SettingsError(f"{path}: larger than {MAX_BYTES / 1e6:.0f} MB; split it")
    if content.startswith(_WORKBOOKS):
        raise SettingsError(f"{path}: a workbook; save it as CSV first")
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise SettingsError(f"{path}: neither UTF-8, UTF-16 nor Windows-1252; save it as 'CSV UTF-8'")


def _columns(path: Path, header: list[str]) -> list[str]:
    """Our names of the columns: 'address' for 'E-mail Address'."""
    written = [re.sub(r"[\W_]+", "_", cell.strip().casefold()).strip("_") for cell in header]
    columns = [_OTHER_NAMES.get(name, name) for name in written]
    if "address" not in columns:
        raise SettingsError(f"{path}: the column `address` is missing; add it")
    if twice := {name for name in columns if name and columns.count(name) > 1}:
        raise SettingsError(f"{path}: several columns are `{min(twice)}`; keep one")
    known = ("address", "channel", *PREFERENCES)
    for name, cell in zip(columns, header, strict=True):
        if name and name not in (*known, *_KEPT_BY_US):
            raise SettingsError(f"{path}: the column {cell!r} is unknown; remove it, or choose from {', '.join(known)}")
    return columns
