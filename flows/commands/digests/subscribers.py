"""Who gets which digest: add, list, show, edit, pause, remove and import subscribers."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import click

from flows.commands.digests.subscriber_table import subscriber_lines
from flows.commands.options import asking, engine_of, settings_of
from flows.terminal import Command, format_option, one_line, print_rows, say
from models.calendar import ZONE_NAME
from models.digests.addresses import AddressError, mail_address, target_name
from models.digests.preferences import county_words, parse_preferences
from models.digests.subscriptions import WEEKDAYS, Cadence, Channel, MailFormat
from models.digests.wording import upper_first
from models.errors import MoawatchError, SettingsError
from models.places.bodies import Body
from models.record.asking import Row
from models.record.store import Session, upgrade, write_session
from models.record.tables.digests import SubscriberRow
from models.record.writing.digests import subscribers as record
from models.vocabulary import ChangeKind, SupportType, counted

# Options that may be given several times, and the preferences they add up to.
_SEVERAL = {
    "state": "states", "county": "counties", "agency": "agencies", "support_type": "support_types", "body": "bodies",
    "kind": "kinds",
}  # fmt: skip


def preference_options(command: Command) -> Command:
    """What a subscriber can ask for."""
    options = [
        click.option("--state", multiple=True, help="a whole state or territory; repeatable"),
        click.option("--county", multiple=True, metavar="'NAME, ST'", help="a county, or its FIPS code; repeatable"),
        click.option("--agency", multiple=True, metavar="ID|NAME", help="an agency; repeatable"),
        click.option("--support-type", multiple=True, type=click.Choice([kind.value for kind in SupportType])),
        click.option(
            "--body", multiple=True, type=click.Choice([body.value for body in Body]), metavar="BODY",
            help="a sort of agency, such as sheriff or police; repeatable",
        ),
        click.option(
            "--kind", multiple=True, type=click.Choice([kind.value for kind in ChangeKind]), metavar="KIND",
            help="a kind of change; repeatable",
        ),
        click.option("--news/--no-news", default=None, help="also claims and policy events in the news (default)"),
        click.option(
            "--nation/--no-nation", default=None, help="also the country's numbers, to compare with (default)",
        ),
        click.option(
            "--threshold", metavar="N",
            help="wait until N agreements changed in one of the places; none: no waiting",
        ),
        click.option("--at-endings/--no-at-endings", default=None, help="or until an agreement ended"),
        click.option("--at-switches/--no-at-switches", default=None, help="or until one switched its support type"),
        click.option("--cadence", type=click.Choice([word.value for word in Cadence])),
        click.option("--hour", help="0 to 23, in the subscriber's time zone (default: 7)"),
        click.option(
            "--weekday", type=click.Choice(WEEKDAYS),
            help="for weekly, and for monthly: the first one of the month (default: monday)",
        ),
        click.option("--time-zone", metavar="ZONE", help=f"default: {ZONE_NAME}"),
        click.option("--mail-format", type=click.Choice([word.value for word in MailFormat])),
        click.option("--heartbeat/--no-heartbeat", default=None, help="a short mail even when nothing changed"),
        click.option("--operator/--no-operator", default=None, help="also report failures as they happen"),
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
@preference_options
@click.pass_context
def add(context: click.Context, /, address: str, channel: str, **options: Any) -> None:
    """Send digests to ADDRESS from now on. Without a place: nationwide."""
    with _usage_errors(), _changing(context) as session:
        address = _deliverable(context, Channel(channel), address)
        preferences = _preferences(session, options)
        row = record.add_subscriber(session, address, Channel(channel), preferences, datetime.now(UTC))
        say(f"{row.address} is subscriber {row.id}: {_summary(_as_row(row))}")


@subscribers.command("list")
@format_option
@click.pass_context
def list_(context: click.Context, output_format: str) -> None:
    """All subscribers."""
    with asking(context) as session:
        rows = [_as_row(row) for row in record.all_subscribers(session)]
    if output_format == "table":
        rows = [{**row, "receives": _summary(row)} for row in rows]
    columns = ["id", "address", "channel", "receives", "paused", "digests", "served_at"]
    print_rows(rows, output_format, columns=columns, empty="No subscribers yet; `moawatch subscribers add` adds one.")


@subscribers.command()
@click.argument("who", metavar="ADDRESS|ID")
@format_option
@click.pass_context
def show(context: click.Context, who: str, output_format: str) -> None:
    """One subscriber: what they asked for, and how many digests they got."""
    with asking(context) as session:
        row = _as_row(record.named(session, who))
    if output_format == "table":
        row["counties"] = [county_words(wish) for wish in row["counties"]]
        print_rows([{"preference": name, "value": value} for name, value in row.items()], "table", title=row["address"])
    else:
        print_rows([row], output_format)


@subscribers.command()
@click.argument("who", metavar="ADDRESS|ID")
@preference_options
@click.option("--clear", multiple=True, type=click.Choice([*_SEVERAL]), help="drop this restriction; repeatable")
@click.pass_context
def edit(context: click.Context, /, who: str, clear: tuple[str, ...], **options: Any) -> None:
    """Change what a subscriber asked for; places given here replace the old ones."""
    with _usage_errors(), _changing(context) as session:
        row = record.named(session, who)
        dropped: dict[str, Any] = {_SEVERAL[name]: [] for name in clear}
        record.edit(row, dropped | _preferences(session, options))
        say(f"{row.address}: {_summary(_as_row(row))}")


@subscribers.command()
@click.argument("who", metavar="ADDRESS|ID")
@click.option("--resume", is_flag=True, help="send again; one digest covers what happened meanwhile")
@click.pass_context
def pause(context: click.Context, who: str, resume: bool) -> None:
    """Send nothing to a subscriber until further notice."""
    with _changing(context) as session:
        row = record.named(session, who)
        record.edit(row, {"paused": not resume})
        say(f"{row.address} {'gets digests again' if resume else 'is paused'}")


@subscribers.command()
@click.argument("who", metavar="ADDRESS|ID")
@click.confirmation_option(prompt="Delete this subscriber and everything they were sent?")
@click.pass_context
def remove(context: click.Context, who: str) -> None:
    """Delete a subscriber and everything kept about them."""
    with _changing(context) as session:
        row = record.named(session, who)
        record.remove(session, row)
        say(f"{row.address} was removed")


@subscribers.command("import")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_context
def import_(context: click.Context, path: Path) -> int:
    """Add subscribers from a CSV file: a column `address`, and any of the columns that `show` names.

    Commas, semicolons or tabs may separate the columns, as spreadsheet programs save them; semicolons separate several
    values in a cell. Existing subscribers are left alone. Exit 1 if a line is refused: then nobody is added.
    """
    lines = list(subscriber_lines(path))
    new: list[_NewSubscriber] = []
    refused = 0
    with _changing(context) as session:
        for number, cells in lines:
            try:
                new.append(_read_line(context, session, cells))
            except MoawatchError as error:
                refused += 1
                say(one_line(f"line {number}: {error}"), err=True)
        added = 0 if refused else sum(_add_unless_known(session, each) for each in new)
    if refused:
        say(f"0 added: correct {counted(refused, 'line')} and import the file again")
        return 1
    say(f"{added} added, {len(new) - added} already subscribed")
    return 0


class _NewSubscriber(NamedTuple):
    """A line of an import that makes sense."""

    address: str
    channel: Channel
    preferences: dict[str, Any]


def _read_line(context: click.Context, session: Session, cells: dict[str, str]) -> _NewSubscriber:
    address = cells.pop("address")
    channel = cells.pop("channel", "").strip().casefold() or "mail"
    if channel not in (Channel.MAIL, Channel.WEBHOOK, Channel.CHAT):
        raise SettingsError(f"channel {channel!r}: choose from mail, webhook, chat")
    preferences = parse_preferences(cells, partial(record.find_agency, session))
    return _NewSubscriber(_deliverable(context, Channel(channel), address), Channel(channel), preferences)


def _add_unless_known(session: Session, new: _NewSubscriber) -> bool:
    """Whether it was new; an address that the file has twice is added once."""
    if record.is_subscribed(session, new.channel, new.address):
        return False
    record.add_subscriber(session, new.address, new.channel, new.preferences, datetime.now(UTC))
    return True


def _deliverable(context: click.Context, channel: Channel, address: str) -> str:
    """The address, or the name of a target that the settings have. Raises AddressError."""
    return mail_address(address) if channel is Channel.MAIL else target_name(address, settings_of(context).targets)


@contextmanager
def _changing(context: click.Context) -> Iterator[Session]:
    """A transaction on the record, which is created if it does not exist."""
    engine = engine_of(context)
    upgrade(engine)
    with write_session(engine) as session:
        yield session


@contextmanager
def _usage_errors() -> Iterator[None]:
    """A bad argument prints the usage and exits with 2."""
    try:
        yield
    except (SettingsError, AddressError) as error:
        raise click.UsageError(str(error)) from error


def _preferences(session: Session, options: Mapping[str, Any]) -> dict[str, Any]:
    """The options that were given, parsed like the cells of an import."""
    texts = {}
    for name, value in options.items():
        given = value if isinstance(value, tuple) else (value,)
        if any(isinstance(each, str) and not each.strip() for each in given):
            raise SettingsError(f"--{name.replace('_', '-')}: empty; write a value or leave the option out")
        if isinstance(value, tuple):
            texts[_SEVERAL[name]] = ";".join(value)
        elif value is not None:
            texts[name] = ("yes" if value else "no") if isinstance(value, bool) else value
    return parse_preferences(texts, partial(record.find_agency, session))


# The columns of `show` and of an import.
_KEPT_TO_ITSELF = ("address_key", "journal_read", "link_key", "forms_sent")
_SHOWN = [name for name in SubscriberRow.model_fields if name not in _KEPT_TO_ITSELF]


def _as_row(row: SubscriberRow) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in _SHOWN}
    return {name: getattr(value, "value", value) for name, value in values.items()} | {"weekday": WEEKDAYS[row.weekday]}


def _summary(row: Row) -> str:
    """'TX, Bay County, FL; TFM; daily at 7:00 America/New_York'."""
    places = [*row["states"], *map(county_words, row["counties"]), *row["agencies"]]
    limits = (", ".join(row[name]) for name in ("support_types", "bodies", "kinds"))
    parts = [", ".join(places) or "everywhere", *limits]
    rhythm = row["cadence"].replace("_", " ")
    if row["cadence"] in ("weekly", "monthly"):
        rhythm += f" on {'the first ' * (row['cadence'] == 'monthly')}{upper_first(row['weekday'])}"
    if row["cadence"] != "as_it_happens":
        rhythm += f" at {row['hour']}:00 {row['time_zone']}"
    waits = [f"{row['threshold']} changes"] if row["threshold"] else []
    waits += [what for name, what in (("at_endings", "an ending"), ("at_switches", "a switch")) if row[name]]
    flags = [name for name in ("heartbeat", "operator", "paused") if row[name]]
    waiting = f"waits for {' or '.join(waits)}" if waits else ""
    return "; ".join(filter(None, [*parts, rhythm, waiting, *flags, row["paused_because"]]))
