"""The command that moves a record to another database."""

import hashlib

import click

from flows.commands.options import settings_of
from flows.terminal import plain_format_option, print_rows, say


@click.command()
@click.option("--from", "source", metavar="URL", help="the record to copy (default: the one of the settings)")
@click.option("--to", "target", metavar="URL", required=True, help="a database with no record in it yet")
@plain_format_option
@click.pass_context
def copy(context: click.Context, source: str | None, target: str, output_format: str) -> None:
    """Copy a record between SQLite and PostgreSQL, and prove the copy equal: every table by its rows and their hash.

    If it is stopped, the target says that it is not finished; the same command starts it again.
    """
    from dataclasses import asdict

    from flows.terminal import progress_bar
    from models.errors import RecordError
    from models.record.copying.whole_copy import copy_record
    from models.record.store import open_engine
    from models.record.urls import file_of, shown

    reading, writing = open_engine(source or settings_of(context).database), open_engine(target)
    file = file_of(reading.url)
    if file is not None and not file.exists():
        raise RecordError(f"record {file}: does not exist; correct --from")
    try:
        with progress_bar() as show:
            copied = copy_record(reading, writing, show)
    finally:
        reading.dispose()
        writing.dispose()
    if output_format != "table":
        print_rows([asdict(each) for each in copied], output_format)
        return
    together = hashlib.sha256("".join(f"{each.table} {each.rows} {each.sha256}\n" for each in copied).encode())
    rows = sum(each.rows for each in copied)
    say(f"{shown(writing.url)} holds the same {rows:,} rows in {len(copied)} tables as {shown(reading.url)}")
    say(f"sha256 over all of them: {together.hexdigest()}")
    say("Next: set MOAWATCH_DATABASE to the new one for every program that uses the record.")
