"""A record with lists in it, written straight into its tables: enough to compose and send digests from."""

import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models.digests.subscriptions import Cadence, Channel
from models.lists.changes import Change
from models.lists.counts import Figures
from models.places.bodies import Body
from models.places.finding import FoundBy
from models.record.store import write_session
from models.record.tables.agreements import Agency
from models.record.tables.changes import ChangeVersion
from models.record.tables.digests import DeliveredChange, Delivery
from models.record.tables.documents import Document, Sighting
from models.record.tables.lists import CountedList, Snapshot
from models.record.writing.digests.subscribers import add_subscriber
from models.record.writing.lists.count_runs import Slice, SliceRun, append_runs
from models.record.writing.lists.days import write_days
from models.vocabulary import ListKind, SnapshotStatus
from tests.support.digest_samples import ADDITION

PARTICIPATING = ListKind.PARTICIPATING
FIRST_DAY = datetime(2026, 1, 5, 15, tzinfo=UTC)


def publish_changes(
    engine: sa.Engine,
    changes: Iterable[Change] = (),
    at: datetime = FIRST_DAY,
    *,
    agreements: int = 1000,
    whole: bool = False,
) -> None:
    """Take in one participating list that shows `changes`; with `whole` they are all the changes there are."""
    snapshot_id = f"participating-{at:%Y%m%dT%H%M}"
    sha256 = f"{at:%Y%m%d%H%M}".ljust(64, "0")
    with write_session(engine) as session:
        if session.get(Snapshot, snapshot_id) is None:
            session.add(Document(sha256=sha256, bytes=1, first_seen_at=at))
            session.flush()
            sighting = Sighting(
                document_sha256=sha256, source="ice", file_name=None, seen_at=at, published_at=at,
                published_on=at.date(), dated_by="test",
            )  # fmt: skip
            session.add(sighting)
            session.flush()
            session.add(_snapshot(snapshot_id, sha256, sighting.id or 0, at, agreements))
            session.flush()
            session.add(_counted_list(snapshot_id, sha256, at))
            for scope, number in (("US", agreements), ("TX", agreements // 2), ("FL", agreements // 3)):
                figures = Figures(number, number, number, 2, 0)
                run = SliceRun(snapshot_id, at, at.date(), figures)
                append_runs(session, {Slice(PARTICIPATING, scope, "all"): [run]}, at)
            write_days(session, at.date())
        placed = [
            change if session.get(Snapshot, change.snapshot_id) else replace(change, snapshot_id=snapshot_id)
            for change in changes
        ]
        for change in placed:
            if session.get(Agency, change.agency_id) is None:
                session.add(
                    Agency(
                        id=change.agency_id,
                        state=change.state,
                        name=change.agency,
                        agency_type="",
                        county="Lamar County",
                        body=Body.SHERIFF,
                        state_fips="48",
                        county_fips="48277",
                        county_found_by=FoundBy.PRINTED,
                        place_doubt="",
                        place_runner_up="",
                    )
                )
                session.flush()  # fmt: skip
        _journal(session, placed, at, whole)


def _journal(session: Session, changes: list[Change], at: datetime, whole: bool) -> None:
    """Note each entry that is new, and with `whole`, as a rebuild does, each change that is there no longer."""
    versions = session.exec(select(ChangeVersion).order_by(col(ChangeVersion.sequence)))
    last = {version.change_id: version for version in versions}
    late = whole and bool(last)
    for change in changes:
        snapshot = session.get_one(Snapshot, change.snapshot_id)
        row = asdict(change) | {"list_sha256": snapshot.document_sha256, "list_date": snapshot.published_on}
        entry = json.loads(json.dumps(row, default=str))
        before = last.pop(change.id, None)
        if before is None or before.dropped or before.change != entry:
            number = before.version + 1 if before else 1
            session.add(_version(change.id, number, at, entry, dropped=False, late=late))
    if whole:
        for before in last.values():
            if not before.dropped:
                number = before.version + 1
                session.add(_version(before.change_id, number, at, before.change, dropped=True, late=True))


def _version(id_: str, number: int, at: datetime, entry: dict[str, Any], *, dropped: bool, late: bool) -> ChangeVersion:
    return ChangeVersion(change_id=id_, version=number, recorded_at=at, dropped=dropped, late=late, change=entry)


def _snapshot(id_: str, sha256: str, sighting_id: int, at: datetime, rows: int) -> Snapshot:
    values: dict[str, Any] = {
        "id": id_, "kind": PARTICIPATING, "document_sha256": sha256, "sighting_id": sighting_id,
        "published_at": at, "published_on": at.date(), "seen_at": at, "dated_by": "test", "source": "ice",
        "file_name": None, "rows": rows, "columns": [], "remarks": [], "headline": None,
        "headline_agreements": None, "status": SnapshotStatus.ACCEPTED,
        "number": sighting_id, "frame": None, "recorded_at": at,
    }  # fmt: skip
    return Snapshot(**values)


def _counted_list(snapshot_id: str, sha256: str, at: datetime) -> CountedList:
    return CountedList(
        snapshot_id=snapshot_id, recorded_at=at, kind=PARTICIPATING, list_sha256=sha256, published_at=at,
        published_on=at.date(), day=at.date(),
    )  # fmt: skip


def new_agreements(numbers: Iterable[int], state: str = "TX", **fields: Any) -> list[Change]:
    """New agreements with telling ids: 'TX0000000007' is number 7."""
    return [
        replace(
            ADDITION,
            **{
                "id": f"{state}{number:010}", "state": state, "agency": f"{state} County {number} Sheriff's Office",
                "agency_id": f"{state}-{number}", "agreement_id": None, "snapshot_id": "",
            } | fields,
        )
        for number in numbers
    ]  # fmt: skip


def subscribe(engine: sa.Engine, address: str, at: datetime = FIRST_DAY, **preferences: Any) -> int:
    """A subscriber, by default of everything as it happens, and without a first digest that says where things stand."""
    channel = preferences.pop("channel", Channel.MAIL)
    with write_session(engine) as session:
        row = add_subscriber(session, address, channel, {"cadence": Cadence.AS_IT_HAPPENS} | preferences, at)
        assert row.id is not None
        return row.id


def statuses(engine: sa.Engine) -> dict[str, str]:
    """The state of each delivery by the id of its digest."""
    with write_session(engine) as session:
        return {delivery.digest_id: delivery.status.value for delivery in session.exec(select(Delivery))}


def told_ids(engine: sa.Engine, subscriber_id: int) -> list[str]:
    """The ids of the changes that a subscriber counts as told."""
    with write_session(engine) as session:
        rows = session.exec(
            select(DeliveredChange.change_id).where(DeliveredChange.subscriber_id == subscriber_id)
        ).all()
    return sorted(rows)


def days(number: int) -> timedelta:
    return timedelta(days=number)
