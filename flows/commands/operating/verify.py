"""The command that looks whether everything kept is still whole."""

from datetime import UTC, datetime

import click

from flows.commands.options import settings_of, there
from flows.terminal import plain_format_option, print_rows, say

# 2 is a wrong argument, as of every command.
_UNREAD = 3


@click.command()
@plain_format_option
@click.pass_context
def verify(context: click.Context, output_format: str) -> int:
    """Read every document against its hash, and the record against the archive.

    Exit 1 if something is damaged or missing; exit 3 if nothing is, as far as could be seen, but something could not be
    read: a file without permission, a store that does not answer.
    """
    from dataclasses import asdict

    from flows.fetching.archive import Archive
    from flows.lists.verify import verify as look
    from flows.terminal import progress_bar

    archive = Archive(settings_of(context).archive)
    with progress_bar() as show:
        found = look(there(context), archive, datetime.now(UTC), show)
    if output_format == "table":
        for one in found.found:
            say(str(one))
        say(found.sentence)
    else:
        print_rows([asdict(one) for one in found.found], output_format)
    return 1 if found.damages else _UNREAD if found.unread else 0
