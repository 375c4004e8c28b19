"""Who gets which digest: add, list, show, edit, pause, remove and import readers."""

import csv
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from sqlmodel import Session

from flows.commands.options import asking, engine_of
from flows.commands.tables import Row, format_option, print_rows
from models.calendar import ZONE_NAME
from models.digests.addresses import AddressError
from models.digests.subscriptions import WEEKDAYS, Cadence, Channel, MailFormat
from models.errors import MoawatchError, SettingsError
from models.vocabulary import ChangeKind, SupportType

if TYPE_CHECKING:
    from models.record.tables.digests import SubscriberRow

Command = TypeVar("Command", bound=Callable[..., Any])

# Options that may be given several times, and the wish that each is one value of.
_SEVERAL = {
    "state": "states",
    "county": "counties",
    "agency": "agencies",
    "support_type": "support_types",
    "kind": "kinds",
}


def wish_options(command: Command) -> Command:
    """What a reader can ask for."""
    options = [
        click.option("--state", multiple=True, help="a state or territory, whole; may be given several times"),
        click.option("--county", multiple=True, metavar="'NAME, ST'", help="a county; several times"),
        click.option("--agency", multiple=True, metavar="ID|NAME", help="an agency; several times"),
        click.option("--support-type", multiple=True, type=click.Choice([kind.value for kind in SupportType])),
        click.option(
            "--kind", multiple=True, type=click.Choice([kind.value for kind in ChangeKind]), metavar="KIND",
            help="a kind of change; several times",
        ),
        click.option("--news/--no-news", default=None, help="news claims and policy events too (default: yes)"),
        click.option("--cadence", type=click.Choice([word.value for word in Cadence])),
        click.option("--hour", help="0 to 23, in the reader's time zone (default: 7)"),
        click.option("--weekday", type=click.Choice(WEEKDAYS), help="for the weekly cadence (default: monday)"),
        click.option("--time-zone", metavar="ZONE", help=f"default: {ZONE_NAME}"),
        click.option("--mail-format", type=click.Choice([word.value for word in MailFormat])),
        click.option("--heartbeat/--no-heartbeat", default=None, help="a word also when nothing happened"),
        click.option("--operator/--no-operator", default=None, help="also told of failures, as they happen"),
    ]  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


@click.group()
def subscribers() -> None:
    """Who gets which digest."""


@subscribers.command()
@click.argument("address")
@click.option(
    "--channel", type=click.Choice(["mail", "webhook", "chat"]), default="mail", show_default=True,
    help="for webhook and chat, ADDRESS is the name of a target in MOAWATCH_TARGETS",
)  # fmt: skip
@wish_options
@click.pass_context
def add(context: click.Context, /, address: str, channel: str, **options: Any) -> None:
    """Send digests to ADDRESS, from now on. Without a place: of everywhere."""
    from models.record.writing.digests import subscribers as readers

    with _meant(), _changing(context) as session:
        row = readers.add(session, address, Channel(channel), _wishes(session, options), datetime.now(UTC))
        click.echo(f"{row.address} is reader {row.id}: {_summary(_as_row(row))}")


@subscribers.command("list")
@format_option
@click.pass_context
def list_(context: click.Context, output_format: str) -> None:
    """All readers."""
    from models.record.writing.digests.subscribers import everyone

    with asking(context) as session:
        rows = [_as_row(row) for row in everyone(session)]
    if output_format == "table":
        rows = [{**row, "wants": _summary(row)} for row in rows]
    columns = ["id", "address", "channel", "wants", "paused", "digests", "served_at"]
    print_rows(rows, output_format, columns=columns, empty="No readers yet; `moawatch subscribers add` adds one.")


@subscribers.command()
@click.argument("who", metavar="ADDRESS|ID")
@format_option
@click.pass_context
def show(context: click.Context, who: str, output_format: str) -> None:
    """One reader: what they asked for, and how far they have been told."""
    from models.record.writing.digests.subscribers import named

    with asking(context) as session:
        row = _as_row(named(session, who))
    if output_format == "table":
        print_rows([{"wish": name, "value": value} for name, value in row.items()], "table", title=row["address"])
    else:
        print_rows([row], output_format)


@subscribers.command()
@click.argument("who", metavar="ADDRESS|ID")
@wish_options
@click.option("--clear", multiple=True, type=click.Choice([*_SEVERAL]), help="drop this restriction; several times")
@click.pass_context
def edit(context: click.Context, /, who: str, clear: tuple[str, ...], **options: Any) -> None:
    """Change what a reader asked for; places given here replace those before."""
    from models.record.writing.digests import subscribers as readers

    with _meant(), _changing(context) as session:
        row = readers.named(session, who)
        dropped: dict[str, Any] = {_SEVERAL[name]: [] for name in clear}
        readers.edit(row, dropped | _wishes(session, options))
        click.echo(f"{row.address}: {_summary(_as_row(row))}")


@subscribers.command()
@click.argument("who", metavar="ADDRESS|ID")
@click.option("--resume", is_flag=True, help="send again; what happened meanwhile comes in one digest")
@click.pass_context
def pause(context: click.Context, who: str, resume: bool) -> None:
    """Send nothing to a reader until further notice."""
    from models.record.writing.digests import subscribers as readers

    with _changing(context) as session:
        row = readers.named(session, who)
        readers.edit(row, {"paused": not resume})
        click.echo(f"{row.address} {'gets digests again' if resume else 'is paused'}")


@subscribers.command()
@click.argument("who", metavar="ADDRESS|ID")
@click.confirmation_option(prompt="Forget this reader and all that they were sent?")
@click.pass_context
def remove(context: click.Context, who: str) -> None:
    """Forget a reader, with everything that was kept about them."""
    from models.record.writing.digests import subscribers as readers

    with _changing(context) as session:
        row = readers.named(session, who)
        readers.forget(session, row)
        click.echo(f"{row.address} is removed")


@subscribers.command("import")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_context
def import_(context: click.Context, path: Path) -> int:
    """Add readers from a CSV file: a column `address`, and any of the columns that `show` names.

    Several values in a cell are parted by semicolons. Who is there already is left alone. Exit 1 where a line was
    refused; the others are added.
    """
    added, known, refused = 0, 0, 0
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = csv.DictReader(file, restval="")
        if "address" not in (table.fieldnames or ()):
            raise SettingsError(f"{path}: a column `address` is missing")
        for cells in table:
            try:
                new = _import_one(context, {name: text for name, text in cells.items() if isinstance(text, str)})
            except MoawatchError as error:
                refused += 1
                click.echo(f"line {table.line_num}: {error}", err=True)
            else:
                added, known = added + new, known + (not new)
    click.echo(f"{added} added, {known} there already, {refused} refused")
    return int(bool(refused))


def _import_one(context: click.Context, cells: dict[str, str]) -> bool:
    """Whether the line brought a new reader."""
    from models.digests.wishes import parse_wishes
    from models.record.writing.digests import subscribers as readers

    address = cells.pop("address")
    channel = cells.pop("channel", "") or "mail"
    if channel not in (Channel.MAIL, Channel.WEBHOOK, Channel.CHAT):
        raise SettingsError(f"channel {channel!r}: write mail, webhook or chat")
    with _changing(context) as session:
        wishes = parse_wishes(cells, partial(readers.find_agency, session))
        if readers.is_there(session, Channel(channel), address):
            return False
        readers.add(session, address, Channel(channel), wishes, datetime.now(UTC))
    return True


@contextmanager
def _changing(context: click.Context) -> Iterator[Session]:
    """A transaction on the record, which is made where there is none yet."""
    from models.record.store import upgrade, write_session

    engine = engine_of(context)
    upgrade(engine)
    with write_session(engine) as session:
        yield session


@contextmanager
def _meant() -> Iterator[None]:
    """An argument that cannot be meant gets the usage and exit 2."""
    try:
        yield
    except (SettingsError, AddressError) as error:
        raise click.UsageError(str(error)) from error


def _wishes(session: Session, options: Mapping[str, Any]) -> dict[str, Any]:
    """The options that were given, through the same reading as a table's cells."""
    from models.digests.wishes import parse_wishes
    from models.record.writing.digests.subscribers import find_agency

    texts = {}
    for name, value in options.items():
        if isinstance(value, tuple):
            texts[_SEVERAL[name]] = ";".join(value)
        elif value is not None:
            texts[name] = ("yes" if value else "no") if isinstance(value, bool) else value
    return parse_wishes(texts, partial(find_agency, session))


# What of a reader is shown, in the order of `show`; the names are those of an import's columns.
_SHOWN = (
    "id", "address", "channel", "states", "counties", "agencies", "support_types", "kinds", "news", "cadence", "hour",
    "weekday", "time_zone", "mail_format", "heartbeat", "operator", "paused", "subscribed_at", "served_at", "digests",
    "refusals",
)  # fmt: skip


def _as_row(row: "SubscriberRow") -> dict[str, Any]:
    values = {name: getattr(row, name) for name in _SHOWN}
    return {name: getattr(value, "value", value) for name, value in values.items()} | {"weekday": WEEKDAYS[row.weekday]}


def _summary(row: Row) -> str:
    """'TX, TX:lamar; TFM; daily at 7:00 America/New_York'."""
    places = [*row["states"], *row["counties"], *row["agencies"]]
    parts = [", ".join(places) or "everywhere", ", ".join(row["support_types"]), ", ".join(row["kinds"])]
    rhythm = row["cadence"].replace("_", " ")
    if row["cadence"] == "weekly":
        rhythm += f" on {row['weekday']}"
    if row["cadence"] != "as_it_happens":
        rhythm += f" at {row['hour']}:00 {row['time_zone']}"
    flags = [name for name in ("heartbeat", "operator", "paused") if row[name]]
    return "; ".join(filter(None, [*parts, rhythm, *flags]))
