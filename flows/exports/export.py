"""Exports the views of the record into a folder."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flows.exports.database import FILE as DATABASE_FILE
from flows.exports.database import DatabaseFile
from flows.exports.folder import replacing
from flows.exports.formats import CsvFiles, ExportFormat, JsonFiles, Take
from flows.exports.package import Exported, ExportedView, describe
from flows.exports.parquet import ParquetFiles
from flows.exports.workbook import FILE as WORKBOOK_FILE
from flows.exports.workbook import MAX_ROWS, WorkbookFile
from models.errors import ExportError
from models.record.asking.views.exports import (
    Journal,
    ViewRow,
    hold_still,
    journal_since,
    record_days,
    view_rows,
    view_size,
)
from models.record.store import Engine, Session, read_session, require_views
from models.record.views.as_of import NOT_OF_A_DAY
from models.record.views.dictionary import View, views

FORMATS: dict[str, Callable[[Path], ExportFormat]] = {
    "csv": CsvFiles,
    "json": JsonFiles,
    "parquet": ParquetFiles,
    "xlsx": WorkbookFile,
    "sqlite": DatabaseFile,
}
# Called with what is being done, how much of it is done, and how much there is.
Show = Callable[[str, int, int], None]

_ONE_FILE = {"xlsx": WORKBOOK_FILE, "sqlite": DATABASE_FILE}


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What to export: some formats, and some views or, without any named, all that the rest of the request allows."""

    formats: tuple[str, ...] = ("csv",)
    views: tuple[str, ...] = ()
    as_of: date | None = None  # the record as of the end of that day
    since: str | None = None  # only changes that came after this one


def export(engine: Engine, folder: Path, request: ExportRequest, show: Show = lambda *_: None) -> Exported:
    """Write the export and say what it holds. The same record gives the same bytes.

    Raises ExportError where the request cannot be met or the folder cannot be written; then the folder is as before.
    """
    try:
        with read_session(engine) as session:
            hold_still(session)
            require_views(session)
            with replacing(folder) as unfinished:
                exported = _write(session, unfinished, request, show)
                describe(unfinished, exported)
                return exported
    except (OSError, sqlite3.Error) as error:
        cause = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise ExportError(f"{folder}: {cause}; check its permissions and the free space") from error


def _write(session: Session, folder: Path, request: ExportRequest, show: Show) -> Exported:
    chosen = _chosen(request)
    journal = journal_since(session, request.since)
    first_day, last_day = _days(session, request.as_of)
    done, remarks = list[ExportedView](), list[str]()
    with ExitStack() as stack:
        formats: dict[str, ExportFormat] = {}
        for name in request.formats:
            formats[name] = FORMATS[name](folder)
            stack.callback(formats[name].close)
        for number, view in enumerate(chosen):
            show("views", number, len(chosen))
            names = list(formats)
            if "xlsx" in names and (size := view_size(session, view, request.as_of)) > MAX_ROWS:
                names = [name for name in names if name not in ("xlsx", "csv")] + ["csv"]
                remarks.append(f"{WORKBOOK_FILE} has no sheet {view.name}, of {size:,} rows: see {view.name}.csv.")
            targets = [formats.get(name) or CsvFiles(folder) for name in names]
            rows = _write_view(_rows(session, view, request, journal), [target.writing(view) for target in targets])
            done += [ExportedView(view, name, _ONE_FILE.get(name, f"{view.name}.{name}"), rows) for name in names]
        for each in formats.values():
            each.finish()
    show("views", len(chosen), len(chosen))
    return Exported(tuple(done), first_day, last_day, request.as_of, request.since, journal, tuple(remarks))


def _rows(session: Session, view: View, request: ExportRequest, journal: Journal) -> Iterator[list[ViewRow]]:
    told = journal.changes
    for portion in view_rows(session, view, request.as_of):
        yield portion if told is None else [row for row in portion if row[0] in told]


def _write_view(portions: Iterable[list[ViewRow]], writing: Iterable[AbstractContextManager[Take]]) -> int:
    """Write one view in every format at once; how many rows it has."""
    count = 0
    with ExitStack() as stack:
        takes = [stack.enter_context(each) for each in writing]
        for rows in portions:
            count += len(rows)
            for take in takes:
                take(rows)
    return count


def _chosen(request: ExportRequest) -> Sequence[View]:
    known = views()
    for name in request.views:
        if name not in known:
            raise ExportError(f"view {name}: there is none; the views are {', '.join(known)}")
        if request.as_of and name in NOT_OF_A_DAY:
            raise ExportError(f"view {name}: no list decides it, so no day cuts it; leave out --as-of or this view")
        if request.since is not None and name != "changes":
            raise ExportError(f"view {name}: only changes can be exported since one of them; leave out --since")
    if request.since is not None:
        return [known["changes"]]
    if request.views:
        return [known[name] for name in sorted(set(request.views))]
    return [view for name, view in known.items() if not (request.as_of and name in NOT_OF_A_DAY)]


def _days(session: Session, as_of: date | None) -> tuple[date | None, date | None]:
    """From when to when the lists of the export are."""
    first, last = record_days(session)
    if as_of and first and as_of < first:
        raise ExportError(f"as of {as_of}: the record begins with the list of {first}")
    return first, min(filter(None, (last, as_of))) if last else None
