"""Operators hear of a failing source after two failures in a row, or at once where no later run will mend it."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import col, select

from flows.digests.channels import senders
from flows.digests.compose import compose_due
from flows.digests.dispatch import DeliveryReport, send_waiting
from flows.digests.scene import read_situation
from flows.settings import load
from models.digests.alerts import Cause, Tried, alert
from models.digests.content import DigestContent
from models.digests.health import Trouble
from models.digests.subscriptions import Cadence, Subscriber
from models.digests.telling.composing import compose
from models.record.store import read_session, write_session
from models.record.tables.digests import Digest, SubscriberRow
from models.record.tables.documents import Fetch
from tests.support.digest_record import publish_changes, subscribe
from tests.support.digest_samples import LIST_DATE

NOW = datetime(2026, 2, 3, 15, tzinfo=UTC)
PAGE, BOOK = "https://www.ice.gov/287g", "https://www.ice.gov/participating.xlsx"
NO_FORM = f"page {PAGE} (287g): no link to the participating list; is it a block page, or redesigned?"
CUT_BOOK = "participating.xlsx: damaged or truncated workbook (no end); fetch it again"

OK: tuple[int | None, str | None] = (200, None)
DOWN: tuple[int | None, str | None] = (503, "status 503")


def runs(*outcomes: tuple[int | None, str | None], url: str = PAGE) -> list[Tried]:
    """One attempt in each run, two hours apart; the first is the newest."""
    return [
        Tried(NOW - timedelta(hours=2 * number), url, status, error, noted=error is None)
        for number, (status, error) in enumerate(outcomes)
    ]


@pytest.mark.parametrize(
    ("status", "error", "cause", "advice"),
    [
        (403, "status 403", Cause.REFUSED, "MOAWATCH_USER_AGENT"),
        (401, "status 401", Cause.REFUSED, "ask the publisher"),
        (404, "status 404", Cause.GONE, "correct it in sources.toml"),
        (410, "status 410", Cause.GONE, "correct it in sources.toml"),
        (None, "host name not found", Cause.NO_HOST, "check this machine's network"),
        (200, NO_FORM, Cause.FORM, "is it a block page, or redesigned?"),
        (304, "list.xlsx: no row has the columns STATE; look at what was published", Cause.FORM, "look at what"),
    ],
)
def test_what_no_later_run_mends_is_told_at_once(status: int | None, error: str, cause: Cause, advice: str) -> None:
    told = alert(runs((status, error), OK), PAGE, "sources.toml")
    assert told is not None
    assert told.cause is cause
    assert told.words.startswith(f"failed: {error}")
    assert advice in told.words


@pytest.mark.parametrize(
    "outcome",
    [DOWN, (None, "timed out"), (None, "connection failed (refused)"), (200, "connection cut after 9 bytes"),
     (200, CUT_BOOK)],
)  # fmt: skip
def test_what_may_pass_is_told_after_the_second_run_in_a_row(outcome: tuple[int | None, str | None]) -> None:
    assert alert(runs(outcome, OK), PAGE, "sources.toml") is None
    assert alert(runs(outcome, OK, outcome), PAGE, "sources.toml") is None
    told = alert(runs(outcome, outcome, OK), PAGE, "sources.toml")
    assert told is not None
    assert told.cause is Cause.PASSING
    assert told.words.startswith("failed in the last 2 runs: ")
    assert told.words.endswith(f"open {PAGE} in a browser; if it opens there, see MOAWATCH_USER_AGENT")


def test_attempts_within_one_run_count_once() -> None:
    tries = [Tried(NOW - timedelta(seconds=20 * number), PAGE, *DOWN, False) for number in range(4)]
    assert alert(tries, PAGE, "sources.toml") is None


def test_a_list_that_fails_behind_a_page_that_answers_fails_the_run() -> None:
    first = [Tried(NOW, BOOK, *DOWN, False), Tried(NOW - timedelta(seconds=5), PAGE, *OK, False)]
    again = [each._replace(at=each.at - timedelta(hours=2)) for each in first]
    assert alert(first, PAGE, "sources.toml") is None
    told = alert([*first, *again], PAGE, "sources.toml")
    assert told is not None
    assert BOOK in told.words


def test_a_file_that_the_page_links_and_is_gone_may_be_back_with_the_next_run() -> None:
    gone = [Tried(NOW, BOOK, 404, "status 404", False), Tried(NOW - timedelta(seconds=5), PAGE, *OK, False)]
    assert alert(gone, PAGE, "sources.toml") is None
    told = alert([*gone, *(each._replace(at=each.at - timedelta(hours=2)) for each in gone)], PAGE, "sources.toml")
    assert told is not None
    assert (told.cause, "sources.toml" in told.words, BOOK in told.words) == (Cause.PASSING, False, True)


def test_a_feed_whose_page_stood_in_for_it_did_not_fail() -> None:
    tries = [Tried(NOW, "https://page", 200, None, True), Tried(NOW, "https://feed", 404, "status 404", True)]
    assert alert(tries, PAGE, "sources.toml") is None


def test_a_busy_service_that_limits_its_guests_is_no_failure_to_act_on() -> None:
    assert alert(runs(*[(429, "status 429")] * 5), PAGE, "sources.toml") is None


@given(st.lists(st.sampled_from([OK, DOWN, (403, "status 403"), (200, NO_FORM), (429, "status 429")]), max_size=8))
def test_a_source_whose_last_run_was_well_is_never_told(outcomes: list[tuple[int | None, str | None]]) -> None:
    assert alert(runs(OK, *outcomes), PAGE, "sources.toml") is None


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    registry = tmp_path / "sources.toml"
    registry.write_text(
        f'[[source]]\nname = "ice"\nkind = "ice_page"\ntitle = "The page"\nurl = "{PAGE}"\n'
        "due_every_hours = 2\nmax_age_hours = 96\n"
        '[[source]]\nname = "feed"\nkind = "feed"\ntitle = "News"\nurl = "https://news.example/feed"\n'
        "due_every_hours = 2\nmax_age_hours = 96\n"
    )
    return registry


def attempt(record: sa.Engine, source: str, hours_ago: float, status: int = 200) -> None:
    error = f"status {status}" if status != 200 else None
    with write_session(record) as session:
        session.add(
            Fetch(
                source=source, url=PAGE, final_url=PAGE, requested_at=NOW - timedelta(hours=hours_ago), status=status,
                etag=None, charset=None, last_modified=None, file_name=None, bytes=0, document_sha256=None,
                seconds=0.1, error=error, noted=error is None,
            )
        )  # fmt: skip


def troubles(record: sa.Engine, sources: Path) -> list[Trouble]:
    with read_session(record) as session:
        return list(read_situation(session, load(sources=sources), NOW).troubles)


def test_a_refusal_is_a_trouble_after_one_run_and_over_with_the_next_success(record: sa.Engine, sources: Path) -> None:
    attempt(record, "ice", 4)
    attempt(record, "feed", 1)
    assert troubles(record, sources) == []
    attempt(record, "ice", 2, 403)
    (told,) = troubles(record, sources)
    assert (told.key, told.headline) == ("source:ice", "a source refuses access")
    assert told.sentence.startswith("ice: failed: status 403; the publisher blocks this client")
    attempt(record, "ice", 0)
    assert troubles(record, sources) == []


def test_subscribers_hear_of_a_source_only_when_the_lists_are_late(record: sa.Engine, sources: Path) -> None:
    def told(subscriber: Subscriber) -> DigestContent:
        with read_session(record) as session:
            situation = read_situation(session, load(sources=sources), NOW)
        return compose(subscriber, (), situation, None, LIST_DATE)

    reader = Subscriber(id=1, address="a@example.org")
    operator = Subscriber(id=2, address="b@example.org", operator=True)
    attempt(record, "ice", 90)
    attempt(record, "ice", 1, 403)
    attempt(record, "feed", 100)
    assert (told(reader).health, told(reader).outdated) == ((), ())
    assert [each.source for each in told(operator).health] == ["ice", "feed"]
    with record.begin() as connection:
        connection.execute(
            sa.update(Fetch).where(col(Fetch.source) == "ice").values(requested_at=NOW - timedelta(hours=97))
        )
    (words,) = told(reader).outdated
    assert re.fullmatch(
        r"ICE's lists were last read on \w+ \d+, \d{4}, 4 days ago: later changes .* this digest\.", words
    )
    assert told(operator).outdated == ()


def test_an_operator_gets_a_mail_at_once_and_another_when_it_is_over(
    record: sa.Engine, sources: Path, tmp_path: Path
) -> None:
    """The hour that they asked for is far away, and the other subscriber gets nothing."""
    publish_changes(record)
    subscribe(record, "reader@example.org")
    subscribe(record, "operator@example.org", operator=True, cadence=Cadence.WEEKLY)
    settings = load(sources=sources, outbox=tmp_path / "outbox")

    def subjects(hour: float) -> list[tuple[str, str]]:
        with write_session(record) as session:
            before = {digest.id for digest in session.exec(select(Digest))}
        now, report = NOW + timedelta(hours=hour), DeliveryReport()
        compose_due(record, settings, now, report)
        send_waiting(record, settings, senders(settings), lambda: now, report)
        with read_session(record) as session:
            new = session.exec(select(SubscriberRow.address, Digest).join(Digest)).all()
            return [(to, each.subject) for to, each in new if each.id not in before and to != "outbox"]

    attempt(record, "ice", 2)
    attempt(record, "feed", 2)
    subjects(0)  # where things stand
    attempt(record, "ice", 1, 403)
    assert subjects(1) == [("operator@example.org", "287(g): a source refuses access")]
    attempt(record, "ice", 0, 403)
    assert subjects(2) == []
    attempt(record, "ice", -1)
    assert subjects(3) == [("operator@example.org", "287(g): 1 problem resolved")]
