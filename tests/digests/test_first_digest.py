"""The first digest is a portrait: where things stand in the places asked for; what is on record then is not told again.

And what a subscriber set to wait for is waited for.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import select

from flows.digests.channels import senders
from flows.digests.compose import compose_due
from flows.digests.dispatch import DeliveryReport, send_waiting
from flows.fetching.archive import Archive
from flows.lists.backfill import backfill
from flows.settings import Settings
from models.digests.content import DigestContent
from models.digests.subscriptions import Subscriber
from models.digests.telling.composing import compose
from models.digests.telling.threshold import is_reached
from models.record.store import open_engine, write_session
from models.record.tables.changes import ChangeVersion
from models.record.tables.digests import DeliveredChange
from models.vocabulary import ChangeKind, ChangeStatus
from tests.support.digest_record import FIRST_DAY, days, new_agreements, publish_changes, subscribe
from tests.support.digest_samples import BEFORE, ENDING, SITUATION, additions, entry, owed, told_as
from tests.support.workbooks import Cell, printed_row, workbook

LAMAR = "48277"
NOON = datetime(2025, 6, 4, 16, tzinfo=UTC)

SHERIFF = printed_row("Lamar County Sheriff's Office", COUNTY="Lamar County", SIGNED=date(2025, 3, 3))
JAIL = SHERIFF | {"SUPPORT TYPE": "Jail Enforcement Model", "SIGNED": date(2025, 3, 5)}
PARIS = printed_row("Paris Police Department", TYPE="Municipality", COUNTY="#NA", SIGNED=date(2025, 6, 1), MOA=None)
BOWIE = printed_row("Bowie County Sheriff's Office", COUNTY="Bowie County")
LISTS: dict[int, tuple[dict[str, Cell], ...]] = {2: (SHERIFF, JAIL, BOWIE), 3: (SHERIFF, JAIL, BOWIE, PARIS)}


class Post:
    """A record of a few lists, and the mails that its subscribers got, in the order of their digests."""

    def __init__(self, folder: Path, engine: sa.Engine) -> None:
        self.folder, self.engine = folder, engine
        self.settings = Settings(outbox=folder / "outbox", mail_from="digest@moawatch.example")

    def publish(self, day: int, rows: tuple[dict[str, Cell], ...]) -> None:
        lists = self.folder / f"lists{day}"
        lists.mkdir()
        saved_at = datetime(2025, 6, day, 14, tzinfo=UTC)
        (lists / f"participatingAgencies06{day:02}2025am.xlsx").write_bytes(workbook(rows, saved_at=saved_at))
        backfill(self.engine, Archive(str(self.folder / "archive")), lists, saved_at + timedelta(hours=8))

    def run(self, now: datetime) -> None:
        report = DeliveryReport()
        compose_due(self.engine, self.settings, now, report)
        send_waiting(self.engine, self.settings, senders(self.settings), lambda: now, report)
        assert report.failures == []

    def texts(self, subscriber: int) -> list[str]:
        files = sorted(self.settings.outbox.glob(f"*-{subscriber}-*.eml"))
        mails = [message_from_bytes(file.read_bytes(), policy=default) for file in files]
        return [" ".join(mail.get_body(("plain",)).get_content().split()) for mail in mails]  # type: ignore[union-attr]


@pytest.fixture
def post(tmp_path: Path, sqlite_template: Path) -> Post:
    engine = open_engine(f"sqlite:///{copy(sqlite_template, tmp_path / 'record.db')}")
    found = Post(tmp_path, engine)
    for day, rows in LISTS.items():
        found.publish(day, rows)
    return found


def test_it_says_where_things_stand_in_the_county(post: Post) -> None:
    subscriber = subscribe(post.engine, "reader@example.org", NOON, counties=[LAMAR])
    post.run(NOON)
    (text,) = post.texts(subscriber)
    for words in (
        "Lamar County, TX: 3 agreements now",
        "Lamar County, Texas has 3 agreements on the list of Jun 3, 2025. This is your first digest",
        "LAMAR COUNTY, TEXAS: WHERE THINGS STAND",
        "3 agreements of 2 agencies. By support type: 2 Task Force Model and 1 Jail Enforcement Model.",
        "* Lamar County Sheriff's Office: JEM, signed Mar 5, 2025",
        "* Paris Police Department: TFM, signed Jun 1, 2025",
        "The last changes before you subscribed: * Jun 3, 2025: Paris Police Department (TFM). New agreement.",
    ):
        assert words in text
    assert "Bowie County Sheriff" not in text


def test_what_it_says_is_not_told_again_and_what_comes_is(post: Post) -> None:
    subscriber = subscribe(post.engine, "reader@example.org", NOON, counties=[LAMAR])
    post.run(NOON)
    post.run(NOON + timedelta(days=1))
    post.publish(6, (SHERIFF, BOWIE, PARIS))
    post.run(NOON + timedelta(days=3))
    _, second = post.texts(subscriber)
    assert "Lamar County, TX: 1 agreement possibly ended; now 2" in second
    assert "the county now has 2 agreements on the list of Jun 6, 2025, 1 fewer than in your last digest" in second


def test_where_many_have_agreements_numbers_stand_for_names(post: Post) -> None:
    new: dict[str, Cell] = {"SIGNED": date(2025, 6, 4), "MOA": None}
    more = (printed_row(f"{name} County Sheriff's Office", COUNTY=f"{name} County") | new for name in NAMES)
    post.publish(5, (*LISTS[3], *more))
    subscriber = subscribe(post.engine, "reader@example.org", NOON + timedelta(days=2), states=["TX"])
    post.run(NOON + timedelta(days=2))
    (text,) = post.texts(subscriber)
    assert "TEXAS: WHERE THINGS STAND" in text
    assert "By sort of agency: 15 sheriffs and 1 police department." in text
    assert "* Anderson County Sheriff's Office: TFM" not in text


NAMES = (
    "Anderson", "Andrews", "Angelina", "Aransas", "Archer", "Atascosa", "Austin", "Bailey", "Bandera", "Bastrop",
    "Baylor", "Bee", "Bell",
)  # fmt: skip


def test_who_saw_a_change_in_it_hears_when_it_is_withdrawn(post: Post) -> None:
    subscriber = subscribe(post.engine, "reader@example.org", NOON, counties=[LAMAR])
    post.run(NOON)
    with write_session(post.engine) as session:
        told = session.exec(select(DeliveredChange).where(DeliveredChange.subscriber_id == subscriber)).all()
        (shown,) = told
        version = session.exec(select(ChangeVersion).where(ChangeVersion.change_id == shown.change_id)).one()
        values = version.model_dump(exclude={"sequence"}) | {"version": 2, "dropped": True}
        session.add(ChangeVersion(**values))
    post.run(NOON + timedelta(days=1))
    assert "We withdraw this; please disregard it." in post.texts(subscriber)[-1]


def test_nothing_is_sent_from_an_empty_record_but_to_operators(sqlite_record: sa.Engine, tmp_path: Path) -> None:
    post = Post(tmp_path, sqlite_record)
    subscriber = subscribe(sqlite_record, "reader@example.org", NOON)
    post.run(NOON + timedelta(days=1))
    assert post.texts(subscriber) == []


def content(subscriber: Subscriber, *entries: Any, told: Any = None) -> DigestContent:
    return compose(subscriber, owed(*entries, told=told), SITUATION, BEFORE, date(2026, 1, 26))


SWITCH = entry(id="s", kind=ChangeKind.AGREEMENT_SWITCHED)
SUSPECTED = entry(ENDING, status=ChangeStatus.SUSPECTED)
TEXAN = Subscriber(id=1, address="reader@example.org", states=frozenset({"TX", "FL"}))


@pytest.mark.parametrize(
    ("wishes", "entries", "reached"),
    [
        ({}, additions(1), True),
        ({"threshold": 3}, additions(2), False),
        ({"threshold": 3}, additions(3), True),
        ({"threshold": 3}, [*additions(2), *additions(2, "FL")], False),
        ({"threshold": 3}, [*additions(2), entry(ENDING)], True),
        ({"threshold": 3}, [entry(id=f"m{n}", kind=ChangeKind.MOA_POSTED) for n in range(9)], False),
        ({"at_endings": True}, additions(9), False),
        ({"at_endings": True}, [SUSPECTED], False),
        ({"at_endings": True}, [entry(ENDING)], True),
        ({"at_switches": True}, [entry(ENDING)], False),
        ({"at_switches": True}, [SWITCH], True),
        ({"threshold": 5, "at_switches": True}, [SWITCH], True),
    ],
)
def test_a_digest_waits_for_what_its_subscriber_set(wishes: dict[str, Any], entries: list[Any], reached: bool) -> None:
    subscriber = replace(TEXAN, **wishes)
    assert is_reached(subscriber, content(subscriber, *entries)) is reached


def test_a_correction_never_waits() -> None:
    subscriber = replace(TEXAN, threshold=100)
    withdrawn = entry(ENDING, version=2, dropped=True)
    assert is_reached(subscriber, content(subscriber, withdrawn, told=told_as(entry(ENDING))))


def test_what_waited_is_told_together(sqlite_record: sa.Engine, tmp_path: Path) -> None:
    publish_changes(sqlite_record)
    post = Post(tmp_path, sqlite_record)
    subscriber = subscribe(sqlite_record, "reader@example.org", FIRST_DAY, states=["TX"], threshold=3)
    post.run(FIRST_DAY + timedelta(hours=1))
    for day in range(1, 4):
        publish_changes(sqlite_record, new_agreements([day]), FIRST_DAY + days(day))
        post.run(FIRST_DAY + days(day))
    _, second = post.texts(subscriber)
    assert "Texas: 3 new agreements; now 500" in second
    assert "once 3 agreements changed in one of your places" in second
