"""What commands print: a table for people, JSON or CSV for programs, and a progress bar for long work."""

import csv
import io
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, TypeVar

import click

from models.record.asking import Row

Command = TypeVar("Command", bound=Callable[..., Any])

FORMATS = ("table", "json", "csv")

# Spreadsheet programs run a cell that begins with one of these as a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


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
        click.echo(json.dumps(list(rows), indent=1, ensure_ascii=False, default=_json_value))
    elif output_format == "csv":
        click.echo(as_csv(rows), nl=False)
    elif not rows:
        click.echo(empty)
    else:
        _print_table(rows, title, columns or list(rows[0]))


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
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value


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
        click.echo(_printable(title))
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        number = all(isinstance(row.get(name), (int, float, type(None))) for row in rows)
        table.add_column(name.replace("_", " "), justify="right" if number else "left", overflow="fold")
    for row in rows:
        # Text, not str: rich could take a name from a list for markup, and a terminal could obey it.
        table.add_row(*(Text(_printable(_text(row.get(name)))) for name in columns))
    # Without a terminal the table has the width of a wide screen.
    console = Console(width=None if sys.stdout.isatty() else 160, highlight=False)
    with console.capture() as captured:
        console.print(table)
    click.echo("\n".join(line.rstrip() for line in captured.get().split("\n")), nl=False)


def _printable(text: str) -> str:
    """Control characters (an escape sequence in an agency's name) as spaces."""
    return "".join(character if character.isprintable() or character == "\n" else " " for character in text)


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on the error stream; call it with (what, done, of). Without a terminal it draws nothing."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        tasks: dict[str, TaskID] = {}

        def show(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = progress.add_task(what.capitalize(), total=of)
            progress.update(tasks[what], completed=done, total=of)

        yield show
