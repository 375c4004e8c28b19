"""The subscribers in the record: added, edited, found, removed."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, delete, select

from models.digests.addresses import AddressError, mail_address
from models.digests.subscriptions import Cadence, Channel, Subscriber
from models.errors import RecordError, SettingsError
from models.lists.searching import nearest
from models.places.bodies import Body
from models.record.asking.agencies import agencies_like
from models.record.asking.digests.owed import journal_end
from models.record.tables.agreements import Agency
from models.record.tables.digests import DeliveredChange, DeliveredNews, Delivery, Digest, SubscriberRow, UsedLink
from models.vocabulary import PLACE_NAMES, ChangeKind, SupportType

# The operator gets every digest in the outbox folder without having subscribed.
OUTBOX_ADDRESS = "outbox"

# A database holds no integer with more.
MAX_DIGITS = 9

_SETS = {
    "states": str, "counties": str, "agencies": str, "support_types": SupportType, "bodies": Body, "kinds": ChangeKind,
}  # fmt: skip


def subscriber_of(row: SubscriberRow) -> Subscriber:
    """The row as the value that the rules take."""
    values = {field.name: getattr(row, field.name) for field in fields(Subscriber)}
    return Subscriber(**values | {name: frozenset(map(kind, values[name])) for name, kind in _SETS.items()})


def add_subscriber(
    session: Session, address: str, channel: Channel, preferences: Mapping[str, Any], now: datetime
) -> SubscriberRow:
    """A new subscriber, who is told whatever the record learns from now on.

    Raises AddressError, or SettingsError if this address is already subscribed.
    """
    kept = _address(channel, address)
    if find_subscriber(session, channel, kept) is not None:
        raise SettingsError(f"{kept} is already subscribed; `moawatch subscribers edit {kept}` changes it")
    row = SubscriberRow(
        address=kept,
        address_key=kept.casefold(),
        channel=channel,
        subscribed_at=now,
        served_at=now,
        journal_read=journal_end(session),
    )
    session.add(row)
    edit(row, preferences)
    session.flush()
    return row


def edit(row: SubscriberRow, preferences: Mapping[str, Any]) -> None:
    """Change what a subscriber asked for (see `models.digests.preferences`). It applies from now on."""
    for name, value in preferences.items():
        setattr(row, name, sorted(value) if name in _SETS else value)
    if preferences.get("paused") is False:
        row.refusals = 0
        row.paused_because = ""


def outbox_subscriber(session: Session, now: datetime) -> SubscriberRow:
    """The subscriber of the outbox folder, created on first use."""
    row = find_subscriber(session, Channel.OUTBOX, OUTBOX_ADDRESS)
    if row is None:
        preferences = {"cadence": Cadence.AS_IT_HAPPENS, "operator": True}
        row = add_subscriber(session, OUTBOX_ADDRESS, Channel.OUTBOX, preferences, now)
    return row


def previewed_subscriber(session: Session, now: datetime) -> SubscriberRow:
    """The subscriber of the outbox folder, for a preview: nothing is stored if it does not exist yet."""
    return find_subscriber(session, Channel.OUTBOX, OUTBOX_ADDRESS) or SubscriberRow(
        id=0,
        address=OUTBOX_ADDRESS,
        address_key=OUTBOX_ADDRESS,
        channel=Channel.OUTBOX,
        operator=True,
        subscribed_at=now,
        served_at=now,
        journal_read=journal_end(session),
    )


def find_agency(session: Session, text: str) -> str:
    """The id of the one agency that `text` means: its id, or its name, followed by a comma and its state where several
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
        near = _agencies_near(session, text)
        advice = f"did you mean {near}?" if near else "`moawatch agency WORDS` searches for it"
        raise SettingsError(f"agency {text[:80]!r}: not on record; {advice}")
    some = ", ".join(f"{agency.id} ({agency.name}, {agency.state})" for agency in found[:5])
    raise SettingsError(f"agency {text!r}: matches {len(found)}; give the id of one: {some}")


def _agencies_near(session: Session, text: str) -> str:
    """'TX-lamar-sheriff (Lamar County Sheriff's Office, TX)': the agencies that were perhaps meant, by id."""
    name, _, place = text[:200].rpartition(",")
    state = place.strip().upper()
    query = select(Agency.id, Agency.name, Agency.state)
    if state in PLACE_NAMES:
        query = query.where(Agency.state == state)
    known = {id_: (called, where) for id_, called, where in session.exec(query)}
    near = nearest(name or place, {id_: called for id_, (called, _) in known.items()}, limit=3)
    return " or ".join(f"{id_} ({', '.join(known[id_])})" for id_ in near)


def named(session: Session, text: str) -> SubscriberRow:
    """The subscriber with this id or address. Raises RecordError if no subscriber has it."""
    is_id = text.isdecimal() and len(text) <= MAX_DIGITS
    key = SubscriberRow.id == int(text) if is_id else SubscriberRow.address_key == text.strip().casefold()
    found = session.exec(select(SubscriberRow).where(key).order_by(col(SubscriberRow.id)).limit(1)).first()
    if found is None:
        raise RecordError(f"no subscriber {text!r}; `moawatch subscribers list` shows them all")
    return found


def all_subscribers(session: Session) -> list[SubscriberRow]:
    return list(session.exec(select(SubscriberRow).order_by(col(SubscriberRow.id))))


def is_subscribed(session: Session, channel: Channel, address: str) -> bool:
    """Raises AddressError."""
    return find_subscriber(session, channel, _address(channel, address)) is not None


def remove(session: Session, row: SubscriberRow) -> None:
    """Remove a subscriber with everything that was kept about them, the digests they were sent included."""
    for table in (DeliveredChange, DeliveredNews, Delivery, Digest):
        session.exec(delete(table).where(col(table.subscriber_id) == row.id))
    session.delete(row)


def follow_once(session: Session, fingerprint: str, now: datetime, good_for: timedelta) -> bool:
    """Note that a link was followed; False if it was before. What is no longer good anyway is forgotten."""
    session.exec(delete(UsedLink).where(col(UsedLink.used_at) < now - good_for))
    if session.get(UsedLink, fingerprint) is not None:
        return False
    session.add(UsedLink(fingerprint=fingerprint, used_at=now))
    session.flush()
    return True


def was_followed(session: Session, fingerprint: str) -> bool:
    return session.get(UsedLink, fingerprint) is not None


def _address(channel: Channel, address: str) -> str:
    if channel is Channel.MAIL:
        return mail_address(address)
    target = address.strip()
    if not target or not target.isprintable():
        raise AddressError(f"target {target!r}: write the name that it has in MOAWATCH_TARGETS")
    return target


def find_subscriber(session: Session, channel: Channel, address: str) -> SubscriberRow | None:
    """The subscriber with this address, in whatever letters it was given."""
    return session.exec(
        select(SubscriberRow).where(SubscriberRow.channel == channel, SubscriberRow.address_key == address.casefold())
    ).first()
