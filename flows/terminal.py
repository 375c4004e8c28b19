"""What commands print: a table for people, JSON or CSV for programs, and a progress bar for long work.

Everything leaves through here. Names, titles, file names and relays' words come from outside, and a terminal obeys what
is written to it: no control character, no escape sequence and no sign that reverses text passes.
"""

import csv
import io
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, TypeVar

import click

from models.record.asking import Row

Command = TypeVar("Command", bound=Callable[..., Any])

FORMATS = ("table", "json", "csv")

# Spreadsheet programs run a cell that begins with one of these as a formula; some take the wide ones of Japanese too.
_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")

# What a terminal or an editor obeys: C0 and C1 controls but the line's end, the signs that turn the direction of text,
# the two other line ends of Unicode, and halves of characters, which no encoding writes.
_OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def say(text: str, *, err: bool = False) -> None:
    """Print text for people, on as many lines as it has."""
    print(printable(text), file=sys.stderr if err else sys.stdout, flush=True)


def complain(text: str) -> None:
    """Print a failure: one line on the error stream, whatever words it repeats."""
    say(f"moawatch: {one_line(text)}", err=True)


def one_line(text: str) -> str:
    return " ".join(text.split())


def emit(text: str) -> None:
    """Print JSON or CSV for a program, as `as_json` and `as_csv` wrote it."""
    print(text, end="", flush=True)


def replace_signs_beyond_encoding() -> None:
    """On a terminal or pipe in Latin-1, say, a sign that it lacks becomes a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def printable(text: str) -> str:
    """Whatever is no sign on paper (an escape sequence in an agency's name) as spaces; lines stay lines."""
    return "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text)


def format_option(command: Command) -> Command:
    """The option `--format`."""
    return click.option(
        "--format",
        "output_format",
        type=click.Choice(FORMATS),
        default="table",
        show_default=True,
        help="table for people, json or csv for programs",
    )(command)


def print_rows(
    rows: Sequence[Row], output_format: str, *, title: str = "", columns: Sequence[str] = (), empty: str = "nothing"
) -> None:
    """Print `rows`. The table shows `columns` (default: all of the first row); JSON and CSV always show all."""
    if output_format == "json":
        emit(as_json(list(rows)))
    elif output_format == "csv":
        emit(as_csv(rows))
    elif not rows:
        say(empty)
    else:
        _print_table(rows, title, columns or list(rows[0]))


def as_json(value: Any, default: Callable[[Any], Any] | None = None) -> str:
    """Indented JSON. What a terminal would obey is escaped, and all beyond ASCII where the stream cannot write it."""
    whole = (sys.stdout.encoding or "").lower().startswith("utf")
    text = json.dumps(value, indent=1, ensure_ascii=not whole, default=default or _json_value)
    return _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def as_csv(rows: Sequence[Row]) -> str:
    """CSV with a header; spreadsheet programs run no cell as a formula."""
    out = io.StringIO()
    if rows:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(rows[0])
        for row in rows:
            writer.writerow([_cell(value) for value in row.values()])
    return out.getvalue()


def _cell(value: Any) -> Any:
    """A value for a program: numbers bare, times in ISO 8601; text that a spreadsheet would run is quoted."""
    if isinstance(value, (list, tuple)):
        value = "; ".join(str(_cell(item)) for item in value)
    elif isinstance(value, (date, datetime)):
        value = value.isoformat()
    if not isinstance(value, str):
        return value
    shown = _OBEYED.sub(lambda found: " " if found[0].isspace() else "\N{REPLACEMENT CHARACTER}", value)
    return f"'{shown}" if shown.lstrip().startswith(_FORMULA_STARTS) else shown


def _json_value(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else value.isoformat()


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, (list, tuple)):
        return "; ".join(_text(item) for item in value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    return f"{value:,.0f}" if value == int(value) else f"{value:,}"


def _print_table(rows: Sequence[Row], title: str, columns: Sequence[str]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    if title:  # not the table's own title, which would be folded to the width of a narrow table
        say(title)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        number = all(isinstance(row.get(name), (int, float, type(None))) for row in rows)
        table.add_column(name.replace("_", " "), justify="right" if number else "left", overflow="fold")
    for row in rows:
        # Text, not str: rich could take a name from a list for markup, and a terminal could obey it.
        table.add_row(*(Text(printable(_text(row.get(name)))) for name in columns))
    # Without a terminal the table has the width of a wide screen.
    console = Console(width=None if sys.stdout.isatty() else 160, highlight=False)
    with console.capture() as captured:
        console.print(table)
    emit("\n".join(line.rstrip() for line in captured.get().split("\n")))


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on the error stream; call it with (what, done, of). Without a terminal it draws nothing."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        tasks: dict[str, TaskID] = {}

        def show(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = progress.add_task(printable(what).capitalize(), total=of)
            progress.update(tasks[what], completed=done, total=of)

        yield show
