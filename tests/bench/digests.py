"""How long a digest for one of many subscribers takes after a year of history, and whether memory stays flat.

python -m tests.bench.digests --subscribers 1000
python -m tests.bench.digests --years 1 10

The second composes for readers of several places after so many years of made-up lists (`tests.support.ten_years`).
"""

import argparse
import random
import resource
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session, insert, select

from flows.digests.compose import Scene, compose_due, compose_one, preview
from flows.digests.dispatch import DeliveryReport
from flows.digests.scene import read_situation
from flows.settings import Settings
from models.digests.deliveries import DeliveryStatus
from models.places.tables import counties
from models.record.store import open_engine, read_session, upgrade, write_session
from models.record.tables.agreements import Agency
from models.record.tables.changes import ChangeVersion
from models.record.tables.digests import DeliveredChange, Delivery, Digest, SubscriberRow
from models.vocabulary import ChangeKind, ChangeStatus
from tests.support.digest_record import FIRST_DAY, days, new_agreements, publish_changes, subscribe
from tests.support.ten_years import FIRST, GrowingRecord, daily_lists

LISTS = 250  # that the publisher puts out in a year
PER_LIST = 12  # changes, on an ordinary day
SAMPLE = 50  # subscribers that are timed
TIMES = 5


def a_year(engine: sa.Engine, subscribers: int) -> None:
    """A year of lists, and subscribers who were told all of it that they asked for."""
    publish_changes(engine)
    for number in range(subscribers):
        state = ("TX", "FL", None)[number % 3]
        subscribe(engine, f"r{number}@example.org", states=[state] if state else [])
    for day in range(1, LISTS + 1):
        numbers = range(day * PER_LIST, day * PER_LIST + PER_LIST // 2)
        publish_changes(engine, new_agreements(numbers, "TX") + new_agreements(numbers, "FL"), FIRST_DAY + days(day))
    with write_session(engine) as session:
        versions = session.exec(select(ChangeVersion)).all()
        for row in session.exec(select(SubscriberRow)).all():
            _told_all(
                session, row, [one.change_id for one in versions if one.change["state"] in (row.states or "TX FL")]
            )
            row.journal_read, row.digests = len(versions), 1


def _told_all(session: Session, row: SubscriberRow, change_ids: list[str]) -> None:
    assert row.id is not None
    digest = Digest(
        id=f"{row.id}-1", subscriber_id=row.id, number=1, composed_at=FIRST_DAY, day=FIRST_DAY.date(), subject="",
        message_id=f"<{row.id}>", payload=b"", journal_from=0, figures={"agreements": 900},
        list_date=FIRST_DAY.date(), troubles={}, changes=len(change_ids),
    )  # fmt: skip
    session.add(digest)
    session.flush()
    session.add(
        Delivery(digest_id=digest.id, subscriber_id=row.id, status=DeliveryStatus.SENT, next_attempt_at=FIRST_DAY)
    )
    told = {
        "subscriber_id": row.id, "version": 1, "digest_id": digest.id, "kind": ChangeKind.AGREEMENT_ADDED,
        "status": ChangeStatus.CONFIRMED, "said": "", "told_on": FIRST_DAY.date(),
    }  # fmt: skip
    session.exec(insert(DeliveredChange), params=[told | {"change_id": change_id} for change_id in change_ids])


def timed(
    engine: sa.Engine, scene: Scene, subscribers: int, act: Callable[[Session, SubscriberRow, Scene], object]
) -> str:
    """Median and slowest of a sample of subscribers, in milliseconds."""
    taken = []
    for number in random.Random(1).sample(range(1, subscribers + 1), min(SAMPLE, subscribers)):
        with write_session(engine) as session:
            row = session.get_one(SubscriberRow, number)
            started = time.perf_counter()
            act(session, row, scene)
            session.flush()
            taken.append((time.perf_counter() - started) * 1000)
    return f"median {statistics.median(taken):.1f} ms, slowest {max(taken):.1f} ms"


# In the made-up lists no county is a real one: its agencies are put into those of their state.
READERS: dict[str, dict[str, list[str]]] = {
    "a county": {"counties": ["39049"]},
    "three counties": {"counties": ["39049", "48277", "12105"]},
    "a state": {"states": ["OH"]},
    "a support type in a state": {"states": ["OH"], "support_types": ["TFM"]},
    "sheriffs of a state": {"states": ["OH"], "bodies": ["sheriff"]},
    "the nation": {},
}


def after_years(folder: Path, years: list[float]) -> None:
    """How long the first and the next digest of each reader take, composed, drawn and stored."""
    engine = open_engine(f"sqlite:///{folder}/years.db")
    upgrade(engine)
    growing, settings = GrowingRecord(engine, daily_lists()), Settings(outbox=folder)
    for number in years:
        last = FIRST + timedelta(days=round(number * 365))
        now = datetime.combine(last, datetime.min.time(), UTC)
        growing.grow(last)
        _put_into_counties(engine)
        addresses = {who: f"{who}{number:g}@example.org".replace(" ", "") for who in READERS}
        readers = {who: subscribe(engine, addresses[who], now, **asked) for who, asked in READERS.items()}
        for which in ("first", "next"):
            with read_session(engine) as session:
                scene = Scene(read_situation(session, settings, now), settings, now)
            for who, id_ in readers.items():
                composed, whole = (_times(engine, scene, id_, act) for act in (preview, compose_one))
                print(
                    f"{number:g} years, {who}, {which} digest: composed {composed:.1f} ms, drawn and stored {whole:.1f}"
                )
            now += timedelta(days=1)
            growing.grow(now.date())
    engine.dispose()


def _times(
    engine: sa.Engine, scene: Scene, subscriber_id: int, act: Callable[[Session, SubscriberRow, Scene], object]
) -> float:
    """The median of a few in milliseconds of one core, of which only the last is kept."""
    taken = []
    for again in range(TIMES):
        with write_session(engine) as session:
            row = session.get_one(SubscriberRow, subscriber_id)
            started = time.process_time()
            act(session, row, scene)
            taken.append((time.process_time() - started) * 1000)
            if again < TIMES - 1:
                session.rollback()
    return statistics.median(taken)


def _put_into_counties(engine: sa.Engine) -> None:
    of_state: dict[str, list[str]] = defaultdict(list)
    for county in counties().values():
        of_state[county.state].append(county.fips)
    with write_session(engine) as session:
        for number, agency in enumerate(session.exec(select(Agency)).all()):
            agency.county_fips = of_state[agency.state][number % len(of_state[agency.state])]


def megabytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--subscribers", type=int, default=1000)
    arguments.add_argument("--years", nargs="+", type=float)
    given = arguments.parse_args()
    subscribers = given.subscribers
    with tempfile.TemporaryDirectory() as folder:
        if given.years:
            after_years(Path(folder), given.years)
            return
        engine = open_engine(f"sqlite:///{folder}/record.db")
        upgrade(engine)
        a_year(engine, subscribers)
        settings = Settings(outbox=Path(folder))
        for day, changes in ((LISTS + 10, 24), (LISTS + 11, 400)):
            numbers = range(day * 1000, day * 1000 + changes // 2)
            now = FIRST_DAY + days(day)
            publish_changes(engine, new_agreements(numbers, "TX") + new_agreements(numbers, "FL"), now)
            with read_session(engine) as session:
                scene = Scene(read_situation(session, settings, now), settings, now)
            print(f"{changes} new changes, composed: {timed(engine, scene, subscribers, preview)}")
            print(
                f"{changes} new changes, composed, rendered, stored: {timed(engine, scene, subscribers, compose_one)}"
            )
        before, told = megabytes(), DeliveryReport()
        compose_due(engine, settings, FIRST_DAY + days(LISTS + 12), told)
        print(f"{told.sentence}; memory {before} MB before, {megabytes()} MB after")
        engine.dispose()


if __name__ == "__main__":
    main()
