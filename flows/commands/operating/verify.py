"""The command that looks whether everything kept is still whole."""

from datetime import UTC, datetime

import click

from flows.commands.options import settings_of, there
from flows.terminal import plain_format_option, print_rows


@click.command()
@plain_format_option
@click.pass_context
def verify(context: click.Context, output_format: str) -> int:
    """Read every document against its hash, and the record against the archive. Exit 1 if something is damaged."""
    from dataclasses import asdict

    from flows.fetching.archive import Archive
    from flows.lists.verify import verify as look
    from flows.terminal import progress_bar

    archive = Archive(settings_of(context).archive)
    with progress_bar() as show:
        found = look(there(context), archive, datetime.now(UTC), show)
    if output_format == "table":
        for damage in found.damages:
            click.echo(f"{damage.where}: {damage.sentence}")
        click.echo(found.sentence)
    else:
        print_rows([asdict(damage) for damage in found.damages], output_format)
    return int(bool(found.damages))
