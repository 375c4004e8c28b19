"""A clock that was wrong once silences nothing: what lies in the future is due now, and is said to be wrong."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import select

from models.digests.deliveries import DeliveryStatus
from models.digests.subscriptions import Cadence, Channel
from models.record.store import open_engine, read_session, write_session
from models.record.tables.digests import Delivery, SubscriberRow
from models.record.tables.documents import Fetch
from models.record.writing.digests import ledger
from models.record.writing.digests.subscribers import add_subscriber
from tests.support.histories import counties_of
from tests.support.watched_sources import SAVED, WatchedSources
from tests.support.workbooks import workbook

FAR = datetime(2036, 5, 1, 12, tzinfo=UTC)


def due_run(sources: WatchedSources) -> list[str]:
    """The sources that a run asks which fetches only what is due."""
    from flows.run import track

    world = sources.world()
    run = track(world)
    world.engine.dispose()
    assert run.failures == []
    return [one.source for one in run.gathered]


def test_a_source_fetched_in_the_future_fails_with_its_line_and_is_fetched_again(sources: WatchedSources) -> None:
    there_and_back(sources)
    row = sources.status()["ice"]
    assert row["state"] == "failing"
    assert row["last_error"] == "last fetched in the future: the clock was wrong; the next run fetches it again"
    assert due_run(sources) == ["ice", "paper"]
    assert {row["state"] for row in sources.status().values()} == {"ok"}
    assert due_run(sources) == []


def there_and_back(sources: WatchedSources) -> None:
    """One run by a clock that is eleven years ahead; then the clock is right again."""
    right = sources.now
    sources.now = FAR
    sources.run()
    sources.now = right + timedelta(days=1)


def test_a_second_of_difference_between_two_machines_is_no_wrong_clock(sources: WatchedSources) -> None:
    sources.run()
    sources.now -= timedelta(seconds=2)
    assert sources.status()["ice"]["state"] == "ok"


@pytest.mark.parametrize("cadence", list(Cadence))
def test_a_subscriber_served_in_the_future_gets_the_next_digest_when_it_is_due(
    sources: WatchedSources, cadence: Cadence
) -> None:
    engine = sources.world().engine
    with write_session(engine) as session:
        add_subscriber(session, "reader@example.org", Channel.MAIL, {"cadence": cadence}, SAVED - timedelta(days=30))
    there_and_back(sources)
    before = mails_to_reader(engine)
    rows = [*counties_of("TEXAS"), *counties_of("OHIO"), *counties_of("IOWA")[:1]]
    path = "/doclib/participatingAgencies06022025am.xlsx"
    sources.publisher.serve(path, workbook(rows, saved_at=sources.now))
    sources.run()
    assert mails_to_reader(engine) == before + 1
    engine.dispose()


def mails_to_reader(engine: sa.Engine) -> int:
    with read_session(engine) as session:
        reader = session.exec(select(SubscriberRow).where(SubscriberRow.address == "reader@example.org")).one()
        return len(session.exec(select(Delivery).where(Delivery.subscriber_id == reader.id)).all())


def deliveries(engine: sa.Engine) -> list[Delivery]:
    with read_session(engine) as session:
        return list(session.exec(select(Delivery)))


@pytest.mark.parametrize(
    "left_by_it",
    [
        {"status": DeliveryStatus.WAITING, "next_attempt_at": FAR},
        {"status": DeliveryStatus.RESERVED, "reserved_at": FAR},
    ],
    ids=["put-off", "reserved"],
)
def test_a_digest_put_off_or_reserved_in_the_future_is_sent_now(
    sources: WatchedSources, left_by_it: dict[str, object]
) -> None:
    sources.run()
    engine = open_engine(sources.settings.database)
    with engine.begin() as connection:
        connection.execute(sa.update(Delivery).values(**left_by_it, settled_at=None))
    with write_session(engine) as session:
        assert ledger.settle_abandoned(session, sources.now, send_again=False) == []
        assert len(ledger.waiting(session, sources.now)) == 1
    sources.run()
    assert [one.status for one in deliveries(engine)] == [DeliveryStatus.SENT]
    engine.dispose()


def test_a_digest_that_is_put_off_for_hours_is_not_sent_at_once(sources: WatchedSources) -> None:
    sources.run()
    engine = open_engine(sources.settings.database)
    with engine.begin() as connection:
        later = sources.now + timedelta(hours=5)
        connection.execute(sa.update(Delivery).values(status=DeliveryStatus.WAITING, next_attempt_at=later))
    with read_session(engine) as session:
        assert ledger.waiting(session, sources.now) == []
    engine.dispose()


def test_articles_seen_in_the_future_leave_those_of_today_their_stories(sources: WatchedSources) -> None:
    from models.record.tables.news import Article

    there_and_back(sources)
    page = "<html><body><article><p>A county in Iowa signed a 287(g) agreement with ICE.</p></article></body></html>"
    sources.publisher.serve("/second", page.encode())
    item = f"<item><title>A county in Iowa signs too</title><link>{sources.publisher.url('/second')}</link></item>"
    feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>{item}</channel></rss>'
    sources.publisher.serve("/feed", feed.encode())
    sources.run()
    engine = open_engine(sources.settings.database)
    with read_session(engine) as session:
        article = session.exec(select(Article).where(Article.title == "A county in Iowa signs too")).one()
        assert session.exec(select(Fetch).where(Fetch.requested_at > sources.now)).first() is not None
    engine.dispose()
    assert article.story_id is not None
