"""The digest: shown, previewed for a subscriber or a day, sent; and what became of those sent."""

import tempfile
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from pathlib import Path

import click

from flows.commands.options import Day, asking, settings_of, there, world_of
from flows.settings import Settings
from flows.terminal import as_json, complain, emit, format_option, plain_format_option, print_rows, say, say_folded
from models.digests.content import DigestContent
from models.digests.deliveries import DeliveryStatus
from models.digests.subscriptions import Channel, MailFormat, Subscriber
from models.record.asking.digests.deliveries import deliveries as delivery_rows
from models.record.store import upgrade, write_session
from models.record.writing.digests import ledger
from models.record.writing.digests.subscribers import named, previewed_subscriber, subscriber_of


@click.group(invoke_without_command=True)
@plain_format_option
@click.pass_context
def digest(context: click.Context, output_format: str) -> None:
    """The next digest for the outbox folder. Nothing is stored or sent."""
    if context.invoked_subcommand is None:
        _show(context, *_previewed(context), output_format)


@digest.command()
@click.option("--subscriber", metavar="ADDRESS|ID", help="as this subscriber would get it (default: everything)")
@click.option("--as-of", type=Day(), help="as of that day, from the lists up to then as the record reads them now")
@click.option("--open", "in_browser", is_flag=True, help="open the page in a browser")
@plain_format_option
@click.pass_context
def preview(
    context: click.Context, subscriber: str | None, as_of: date | None, in_browser: bool, output_format: str
) -> None:
    """What the next digest would say. Nothing is stored or sent; csv prints the changes, json everything."""
    content, recipient = _previewed(context, subscriber, as_of)
    if in_browser:
        _open(content, recipient)
    else:
        _show(context, content, recipient, output_format)


@digest.command()
@click.option("--dry-run", is_flag=True, help="only print what would be composed and sent")
@format_option
@click.pass_context
def send(context: click.Context, dry_run: bool, output_format: str) -> int:
    """Compose every digest that is due and send every one that is waiting. Exit 1 if one failed."""
    from flows.digests.compose import due_now, tell_by_itself

    if dry_run:
        with asking(context) as session:
            rows = due_now(session, settings_of(context), datetime.now(UTC))
        print_rows(rows, output_format, empty="Nothing is due and nothing is waiting.")
        return 0
    report = tell_by_itself(world_of(context))
    if output_format == "table":
        say(report.sentence)
    else:
        told = ("composed", "sent", "waiting", "refused", "in_doubt", "failures")
        print_rows([{name: getattr(report, name) for name in told}], output_format)
    for failure in report.failures:
        complain(failure)
    return int(bool(report.failures))


@digest.command()
@click.option("--status", type=click.Choice([status.value for status in DeliveryStatus]))
@click.option("--subscriber", metavar="ADDRESS|ID")
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=50, show_default=True)
@format_option
@click.pass_context
def deliveries(
    context: click.Context, status: str | None, subscriber: str | None, limit: int, output_format: str
) -> None:
    """What became of each digest, newest first."""
    with asking(context) as session:
        subscriber_id = named(session, subscriber).id if subscriber else None
        rows = delivery_rows(session, DeliveryStatus(status) if status else None, subscriber_id, limit)
    columns = ["digest", "to", "status", "attempts", "composed_at", "settled_at", "subject", "answer"]
    print_rows(rows, output_format, columns=columns, empty="No deliveries.")


@digest.command()
@click.argument("digest_id", metavar="ID")
@click.pass_context
def resend(context: click.Context, digest_id: str) -> None:
    """Send the very same digest again: one that is in doubt, was lost, or is waiting."""
    engine = there(context)
    upgrade(engine)
    with write_session(engine) as session:
        ledger.resend(session, digest_id, datetime.now(UTC))
    say(f"the next `moawatch digest send` sends digest {digest_id}")


def _previewed(
    context: click.Context, who: str | None = None, as_of: date | None = None
) -> tuple[DigestContent, Subscriber]:
    from flows.digests.compose import Scene, preview
    from flows.digests.scene import read_situation

    settings, now = settings_of(context), datetime.now(UTC)
    with asking(context) as session:
        row = named(session, who) if who else previewed_subscriber(session, now)
        scene = Scene(read_situation(session, settings, now, as_of), settings, now)
        return preview(session, row, scene, as_of), subscriber_of(row)


def _show(context: click.Context, content: DigestContent, subscriber: Subscriber, output_format: str) -> None:
    from flows.digests.drawing.exports import changes_csv
    from flows.digests.drawing.mail import render

    if output_format == "json":
        emit(as_json(asdict(content), default=str))
    elif output_format == "csv":
        emit(changes_csv(content))
    else:
        say(f"Subject: {content.subject}\n")
        say(render(content, subscriber).text)
        say_folded(_where_to(settings_of(context), subscriber))


def _where_to(settings: Settings, subscriber: Subscriber) -> str:
    """That this was a preview, and where the digest itself goes."""
    to_files = subscriber.channel is Channel.OUTBOX or (subscriber.channel is Channel.MAIL and not settings.smtp_host)
    where = f"writes it to {settings.outbox.absolute()}" if to_files else f"sends it to {subscriber.address}"
    return f"This is a preview: nothing was stored or sent. When it is due, `moawatch digest send` {where}"


def _open(content: DigestContent, subscriber: Subscriber) -> None:
    from flows.digests.drawing.mail import render
    from flows.whole_file import write_whole

    page = render(content, replace(subscriber, mail_format=MailFormat.HTML)).page
    path = write_whole(Path(tempfile.mkdtemp(prefix="moawatch-")) / "digest.html", page.encode())
    say(str(path))
    click.launch(path.as_uri())
