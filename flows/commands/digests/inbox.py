"""What came back by mail: `moawatch inbox`."""

from datetime import UTC, datetime
from pathlib import Path

import click

from flows.commands.options import settings_of, there
from flows.terminal import complain, format_option, print_rows, say


@click.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--imap", is_flag=True, help="the mailbox of the settings instead of a folder")
@format_option
@click.pass_context
def inbox(context: click.Context, folder: Path | None, imap: bool, output_format: str) -> int:
    """Obey replies with 'stop', and pause subscribers whose mail comes back for good.

    FOLDER has `.eml` files or is a Maildir, and is only read. Every other letter is left alone and counted. Exit 1 if
    something failed.
    """
    from flows.digests.channels import senders
    from flows.inbox.boxes import Box, FolderBox, ImapBox
    from flows.inbox.obeying import Inbox, InboxReport
    from models.record.store import upgrade

    if (folder is None) is not imap:
        raise click.UsageError("name a folder, or give --imap")
    settings, engine = settings_of(context), there(context)
    upgrade(engine)
    report = InboxReport()
    box: Box = FolderBox(folder) if folder else ImapBox(settings)
    Inbox(engine, settings, senders(settings), lambda: datetime.now(UTC), report).read(box)
    if output_format == "table":
        say(report.sentence)
    else:
        told = ("read", "stopped", "bounced", "left_alone", "unreadable", "remarks", "failures")
        print_rows([{name: getattr(report, name) for name in told}], output_format)
    for line in (*report.remarks, *report.failures):
        complain(line)
    return int(bool(report.failures))
