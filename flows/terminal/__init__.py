"""What commands print: a table for people, JSON or CSV for programs, and a progress bar for long work.

Everything leaves through here. Names, titles, file names and relays' words come from outside, and a terminal obeys what
is written to it: no control character, no escape sequence and no sign that reverses text passes.
"""

import csv
import io
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, TypeVar

import click

from flows.terminal.signs import OBEYED, printable
from flows.terminal.signs import one_line as one_line  # commands make a line of a failure with it too
from models.record.asking import Row

Command = TypeVar("Command", bound=Callable[..., Any])

FORMATS = ("table", "json", "csv")

# Spreadsheet programs run a cell that begins with one of these as a formula; some take the wide ones of Japanese too.
_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")

# Without a terminal (a file, a mail from cron) a table is as wide as most screens show.
_NO_TERMINAL = 120

_WIDE = "moawatch.wide"  # where a command keeps that it was called with --wide


def say(text: str, *, err: bool = False) -> None:
    """Print text for people, on as many lines as it has."""
    print(printable(text), file=sys.stderr if err else sys.stdout, flush=True)


def say_folded(text: str) -> None:
    """Print a sentence, on as many lines as the terminal needs."""
    from flows.terminal.tables import wrap

    say("\n".join(wrap(one_line(text), _terminal_width())))


def complain(text: str) -> None:
    """Print a failure: one line on the error stream, whatever words it repeats."""
    say(f"moawatch: {one_line(text)}", err=True)


def emit(text: str) -> None:
    """Print JSON or CSV for a program, as `as_json` and `as_csv` wrote it."""
    print(text, end="", flush=True)


def replace_signs_beyond_encoding() -> None:
    """On a terminal or pipe in Latin-1, say, a sign that it lacks becomes a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def format_option(command: Command) -> Command:
    """The options `--format` and `--wide` of a command that prints tables."""
    return plain_format_option(wide_option(command))


def wide_option(command: Command) -> Command:
    """The option `--wide` alone, of a command with formats of its own."""
    return click.option(
        "--wide", is_flag=True, expose_value=False, callback=_keep_wide,
        help="every column of the table at its full width, however wide the terminal is",
    )(command)  # fmt: skip


def plain_format_option(command: Command) -> Command:
    """The option `--format` alone, of a command that prints text for people."""
    return click.option(
        "--format",
        "output_format",
        type=click.Choice(FORMATS),
        default="table",
        show_default=True,
        help="table for people, json or csv for programs",
    )(command)


def _keep_wide(context: click.Context, _: click.Parameter, value: bool) -> None:
    context.meta[_WIDE] = value


def print_rows(
    rows: Sequence[Row],
    output_format: str,
    *,
    title: str = "",
    columns: Sequence[str] = (),
    empty: str = "nothing",
    note: str = "",
) -> None:
    """Print `rows`. The table shows `columns` (default: all of the first row); JSON and CSV always show all.

    The table stands under `title` and over `note`; without rows there is only the sentence `empty`.
    """
    if output_format == "json":
        emit(as_json(list(rows)))
    elif output_format == "csv":
        emit(as_csv(rows))
    elif not rows:
        say_folded(empty)
    else:
        _print_table(rows, title, columns or list(rows[0]), note)


def as_json(value: Any, default: Callable[[Any], Any] | None = None) -> str:
    """Indented JSON. What a terminal would obey is escaped, and all beyond ASCII where the stream cannot write it."""
    text = json.dumps(value, indent=1, ensure_ascii=not _writes_unicode(), default=default or _json_value)
    return OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


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
    if isinstance(value, dict):
        value = json.dumps(value, ensure_ascii=False)
    elif isinstance(value, (list, tuple)):
        value = "; ".join(str(_cell(item)) for item in value)
    elif isinstance(value, (date, datetime)):
        value = value.isoformat()
    return spreadsheet_text(value) if isinstance(value, str) else value


def spreadsheet_text(value: str) -> str:
    """A text for a cell: without what a terminal obeys, and quoted where a spreadsheet would run it as a formula."""
    shown = OBEYED.sub(lambda found: " " if found[0].isspace() else "\N{REPLACEMENT CHARACTER}", value)
    return f"'{shown}" if shown.lstrip().startswith(_FORMULA_STARTS) else shown


def _json_value(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else value.isoformat()


def _print_table(rows: Sequence[Row], title: str, columns: Sequence[str], note: str) -> None:
    from flows.terminal.tables import draw

    context = click.get_current_context(silent=True)
    width, wide = _terminal_width(), bool(context and context.meta.get(_WIDE))
    if title:
        say_folded(title)
        say("")
    drawn = draw(rows, columns, None if wide else width, ascii_only=not _writes_unicode())
    emit(drawn.text)
    if note:
        say_folded(note)
    if drawn.left_out:
        names = ", ".join(name.replace("_", " ") for name in drawn.left_out)
        offered = context is not None and any(option.name == "wide" for option in context.command.params)
        rest = "--wide or --format csv shows all" if offered else "a wider terminal shows all"
        say_folded(f"Left out at this width: {names}; {rest}")
    say("")


def _terminal_width() -> int:
    """COLUMNS, or else the width of the terminal, also of one that sees the output through a pager."""
    if columns := shutil.get_terminal_size((0, 0)).columns:
        return columns
    try:
        return os.get_terminal_size(2).columns or _NO_TERMINAL
    except OSError:
        return _NO_TERMINAL


def _writes_unicode() -> bool:
    return (sys.stdout.encoding or "").lower().startswith("utf")


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
