"""The digest: shown, previewed for a reader or a day, sent; and what became of those that were sent."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import click

from flows.commands.options import Day, asking, settings_of, there
from flows.commands.tables import format_option, print_rows
from models.digests.deliveries import DeliveryStatus

if TYPE_CHECKING:
    from models.digests.content import DigestContent
    from models.digests.subscriptions import Subscriber


@click.group(invoke_without_command=True)
@format_option
@click.pass_context
def digest(context: click.Context, output_format: str) -> None:
    """The digest since the last one, for the reader of the outbox folder. Nothing is stored or sent."""
    if context.invoked_subcommand is None:
        with _previewing(context, None, None) as (content, reader):
            _show(content, reader, output_format)


@digest.command()
@click.option("--subscriber", metavar="ADDRESS|ID", help="as this reader would get it (default: everything)")
@click.option("--as-of", type=Day(), help="as on that day, from the lists up to it as they are understood now")
@click.option("--open", "in_browser", is_flag=True, help="show the page in a browser")
@format_option
@click.pass_context
def preview(
    context: click.Context, subscriber: str | None, as_of: date | None, in_browser: bool, output_format: str
) -> None:
    """What the next digest would say. Nothing is stored or sent; csv gives the changes, json all of it."""
    with _previewing(context, subscriber, as_of) as (content, reader):
        if in_browser:
            _open(content, reader)
        else:
            _show(content, reader, output_format)


@digest.command()
@click.option("--dry-run", is_flag=True, help="say what would be composed and sent, and leave it")
@format_option
@click.pass_context
def send(context: click.Context, dry_run: bool, output_format: str) -> int:
    """Compose every digest that is due and hand over every one that waits. Exit 1 where one failed."""
    from flows.digests.compose import due_now, tell
    from flows.world import open_world

    if dry_run:
        with asking(context) as session:
            rows = due_now(session, settings_of(context), datetime.now(UTC))
        print_rows(rows, output_format, empty="Nothing is due and nothing waits.")
        return 0
    told = tell(open_world(settings_of(context)))
    if output_format == "table":
        click.echo(told.sentence)
    else:
        numbers = {name: getattr(told, name) for name in ("composed", "sent", "waiting", "refused", "in_doubt")}
        print_rows([{**numbers, "failures": told.failures}], output_format)
    for failure in told.failures:
        click.echo(f"moawatch: {failure}", err=True)
    return int(bool(told.failures))


@digest.command()
@click.option("--status", type=click.Choice([status.value for status in DeliveryStatus]))
@click.option("--subscriber", metavar="ADDRESS|ID")
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True)
@format_option
@click.pass_context
def deliveries(
    context: click.Context, status: str | None, subscriber: str | None, limit: int, output_format: str
) -> None:
    """What became of each digest, the newest first."""
    from models.record.asking.digests.deliveries import deliveries as delivery_rows
    from models.record.writing.digests.subscribers import named

    with asking(context) as session:
        reader = named(session, subscriber).id if subscriber else None
        rows = delivery_rows(session, DeliveryStatus(status) if status else None, reader, limit)
    columns = ["digest", "to", "status", "attempts", "composed_at", "settled_at", "subject", "answer"]
    print_rows(rows, output_format, columns=columns, empty="No deliveries.")


@digest.command()
@click.argument("digest_id", metavar="ID")
@click.pass_context
def resend(context: click.Context, digest_id: str) -> None:
    """Send a digest once more, the very same message: one that is in doubt, that was lost, or that waits."""
    from models.record.store import upgrade, write_session
    from models.record.writing.digests import ledger

    engine = there(context)
    upgrade(engine)
    with write_session(engine) as session:
        ledger.resend(session, digest_id, datetime.now(UTC))
    click.echo(f"digest {digest_id} goes out with the next `moawatch digest send`")


@contextmanager
def _previewing(
    context: click.Context, who: str | None, as_of: date | None
) -> Iterator[tuple["DigestContent", "Subscriber"]]:
    from flows.digests.compose import Scene, preview
    from flows.digests.scene import read_situation
    from models.record.writing.digests.subscribers import named, reader_shown, subscriber_of

    settings, now = settings_of(context), datetime.now(UTC)
    with asking(context) as session:
        row = named(session, who) if who else reader_shown(session, now)
        scene = Scene(read_situation(session, settings, now, as_of), settings, now)
        yield preview(session, row, scene, as_of), subscriber_of(row)


def _show(content: "DigestContent", reader: "Subscriber", output_format: str) -> None:
    import json
    from dataclasses import asdict

    from flows.digests.drawing.csv_export import changes_csv
    from flows.digests.drawing.mail import render

    if output_format == "json":
        click.echo(json.dumps(asdict(content), indent=1, default=str, ensure_ascii=False))
    elif output_format == "csv":
        click.echo(changes_csv(content), nl=False)
    else:
        click.echo(f"Subject: {content.subject}\n")
        click.echo(render(content, reader).text)


def _open(content: "DigestContent", reader: "Subscriber") -> None:
    import tempfile
    from dataclasses import replace
    from pathlib import Path

    from flows.digests.channels import write_whole
    from flows.digests.drawing.mail import render
    from models.digests.subscriptions import MailFormat

    page = render(content, replace(reader, mail_format=MailFormat.HTML)).html
    path = write_whole(Path(tempfile.mkdtemp(prefix="moawatch-")) / "digest.html", page.encode())
    click.echo(f"{path}")
    click.launch(path.as_uri())
