"""The readers in the record: a wish checked and kept, changed, paused, forgotten."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, delete, select

from models.digests.addresses import mail_address
from models.digests.subscriptions import Cadence, Channel, Subscriber
from models.errors import RecordError, SettingsError
from models.record.asking.agencies import agencies_like
from models.record.asking.digests.owed import journal_end
from models.record.tables.digests import DeliveredChange, DeliveredNews, Delivery, Digest, SubscriberRow
from models.vocabulary import PLACE_NAMES, ChangeKind, SupportType

# Whoever runs moawatch reads along in the outbox folder without having subscribed.
OUTBOX_ADDRESS = "outbox"

_SETS = ("states", "counties", "agencies", "support_types", "kinds")


def subscriber_of(row: SubscriberRow) -> Subscriber:
    """The row as the value that the rules take."""
    assert row.id is not None, "a stored reader has an id"
    return Subscriber(
        id=row.id,
        address=row.address,
        channel=row.channel,
        states=frozenset(row.states),
        counties=frozenset(row.counties),
        agencies=frozenset(row.agencies),
        support_types=frozenset(SupportType(kind) for kind in row.support_types),
        kinds=frozenset(ChangeKind(kind) for kind in row.kinds),
        news=row.news,
        cadence=row.cadence,
        hour=row.hour,
        weekday=row.weekday,
        time_zone=row.time_zone,
        mail_format=row.mail_format,
        heartbeat=row.heartbeat,
        operator=row.operator,
        paused=row.paused,
    )


def add(session: Session, address: str, channel: Channel, wishes: Mapping[str, Any], now: datetime) -> SubscriberRow:
    """A new reader, who is told what the record comes to from now on.

    Raises AddressError, or SettingsError where a wish cannot be meant or the reader is there already.
    """
    kept = mail_address(address) if channel is Channel.MAIL else address.strip()
    if _find(session, channel, kept) is not None:
        raise SettingsError(f"subscriber {kept}: is there already; `moawatch subscribers edit {kept}` changes it")
    row = SubscriberRow(
        address=kept,
        address_key=kept.casefold(),
        channel=channel,
        subscribed_at=now,
        served_at=now,
        journal_read=journal_end(session),
    )
    session.add(row)
    edit(row, wishes)
    session.flush()
    return row


def edit(row: SubscriberRow, wishes: Mapping[str, Any]) -> None:
    """Change what a reader asked for (see `wishes`). What the record held before is not told again for it."""
    for name, value in wishes.items():
        setattr(row, name, sorted(value) if name in _SETS else value)
    if wishes.get("paused") is False:
        row.refusals = 0


def outbox_reader(session: Session, now: datetime) -> SubscriberRow:
    """The reader of the outbox folder, made when it is first asked for: everything is news to it."""
    row = _find(session, Channel.OUTBOX, OUTBOX_ADDRESS)
    if row is None:
        row = add(session, OUTBOX_ADDRESS, Channel.OUTBOX, {"cadence": Cadence.AS_IT_HAPPENS, "operator": True}, now)
        row.journal_read = 0
        session.flush()
    return row


def reader_shown(session: Session, now: datetime) -> SubscriberRow:
    """The reader of the outbox folder, to compose a preview for: not stored where there is none yet."""
    row = _find(session, Channel.OUTBOX, OUTBOX_ADDRESS)
    return row or SubscriberRow(
        id=0,
        address=OUTBOX_ADDRESS,
        address_key=OUTBOX_ADDRESS,
        channel=Channel.OUTBOX,
        operator=True,
        subscribed_at=now,
        served_at=now,
        journal_read=0,
    )


def find_agency(session: Session, text: str) -> str:
    """The id of the one agency that `text` means: its id, or its name, with its state after a comma where several
    states have one. Raises SettingsError."""
    found = agencies_like(session, text)
    name, _, state = text.rpartition(",")
    if not found and state.strip().upper() in PLACE_NAMES:
        found = [agency for agency in agencies_like(session, name) if agency.state == state.strip().upper()]
    exact = [agency for agency in found if agency.name.casefold() == (name or text).strip().casefold()]
    found = exact or found
    if len(found) == 1:
        return found[0].id
    if not found:
        raise SettingsError(f"agency {text!r}: the record has none; `moawatch agency WORDS` looks for it")
    some = ", ".join(f"{agency.id} ({agency.name}, {agency.state})" for agency in found[:5])
    raise SettingsError(f"agency {text!r}: the record has {len(found)}; give the id of one: {some}")


def named(session: Session, text: str) -> SubscriberRow:
    """The reader with this id or address. Raises RecordError where there is none."""
    if text.isdecimal():
        found = session.get(SubscriberRow, int(text))
    else:
        found = session.exec(
            select(SubscriberRow)
            .where(SubscriberRow.address_key == text.strip().casefold())
            .order_by(col(SubscriberRow.id))
            .limit(1)
        ).first()
    if found is None:
        raise RecordError(f"subscriber {text!r}: there is none; `moawatch subscribers list` shows them")
    return found


def everyone(session: Session) -> list[SubscriberRow]:
    return list(session.exec(select(SubscriberRow).order_by(col(SubscriberRow.id))))


def is_there(session: Session, channel: Channel, address: str) -> bool:
    """Whether this reader has subscribed. Raises AddressError."""
    return _find(session, channel, mail_address(address) if channel is Channel.MAIL else address.strip()) is not None


def forget(session: Session, row: SubscriberRow) -> None:
    """Remove a reader with everything that was kept about them, the digests that they were sent among it."""
    for table in (DeliveredChange, DeliveredNews, Delivery, Digest):
        session.exec(delete(table).where(col(table.subscriber_id) == row.id))
    session.delete(row)


def _find(session: Session, channel: Channel, address: str) -> SubscriberRow | None:
    return session.exec(
        select(SubscriberRow).where(SubscriberRow.channel == channel, SubscriberRow.address_key == address.casefold())
    ).first()
