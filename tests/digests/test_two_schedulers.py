"""Two schedulers at once, each its own process, on SQLite and on PostgreSQL: no subscriber is told anything twice."""

import os
from collections import Counter
from datetime import timedelta
from functools import partial
from pathlib import Path

import sqlalchemy as sa
import trustme
from sqlmodel import select

from models.record.store import read_session
from models.record.tables.digests import Delivery, Digest, SubscriberRow
from tests.support.delivery_storm import changes_told, in_child, run_scheduler
from tests.support.digest_record import FIRST_DAY, days, new_agreements, publish_changes, statuses, subscribe
from tests.support.mail_relay import Relay, relay

SUBSCRIBERS = 12
ROUNDS = 3


def test_two_schedulers_at_once_give_no_double(record: sa.Engine, tmp_path: Path) -> None:
    url = record.url.render_as_string(hide_password=False)
    authority = trustme.CA()
    publish_changes(record)
    for number in range(SUBSCRIBERS):
        subscribe(record, f"r{number}@example.org")
    with relay(authority) as mail_relay:
        for number in range(1, ROUNDS + 1):
            publish_changes(record, new_agreements([number]), FIRST_DAY + days(number))
            record.dispose()  # the children must not inherit connections
            _run_twice_at_once(url, mail_relay, authority, tmp_path / "outbox", number)
    told = Counter((address, change) for address, message in mail_relay.taken for change in changes_told(message))
    assert len(told) == SUBSCRIBERS * ROUNDS
    assert set(told.values()) == {1}
    assert set(statuses(record).values()) == {"sent"}
    assert _numbers_without_gaps(record)


def _run_twice_at_once(url: str, mail_relay: Relay, authority: trustme.CA, outbox: Path, day: int) -> None:
    now = FIRST_DAY + days(day)
    children = [
        in_child(partial(run_scheduler, url, mail_relay, authority, outbox, now + timedelta(seconds=second)))
        for second in range(2)
    ]
    for child in children:
        _, status = os.waitpid(child, 0)
        assert status == 0


def _numbers_without_gaps(record: sa.Engine) -> bool:
    """Each subscriber's digests are numbered 1, 2, 3, ..., each with one delivery."""
    with read_session(record) as session:
        for row in session.exec(select(SubscriberRow)):
            numbers = session.exec(
                select(Digest.number)
                .join(Delivery, Delivery.digest_id == Digest.id)  # type: ignore[arg-type]
                .where(Digest.subscriber_id == row.id)
                .order_by(Digest.number)  # type: ignore[arg-type]
            ).all()
            if list(numbers) != list(range(1, row.digests + 1)):
                return False
    return True
