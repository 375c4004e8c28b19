"""The news in a digest: each story once, a verdict again when it turns, nothing that no list can settle."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from models.claims.stated import EventKind, Metric, Role, Unit
from models.digests.content import Situation
from models.record.asking.digests.news import NEWS_DAYS, add_news
from models.record.store import read_session, write_session
from models.record.tables.news import Article, ArticleStatus, ClaimRow, EventRow, Story, VerdictRow
from models.vocabulary import VerdictKind
from tests.support.digest_record import publish_changes

TODAY = date(2026, 1, 26)
NOON = datetime(2026, 1, 26, 12, tzinfo=UTC)


def article(record: sa.Engine, id_: str, story: str = "story", on: date = TODAY) -> None:
    with write_session(record) as session:
        if session.get(Story, story) is None:
            session.add(Story(id=story, title="A title", first_published=on, articles=1, topics=[]))
            session.flush()
        values: dict[str, Any] = {
            "id": id_, "key": id_, "title_key": id_, "url": f"https://news.example/{id_}", "source": "feed",
            "title": "A title", "outlet": "Gazette", "author": "", "summary": "", "published_at": None,
            "published_on": on, "updated_at": None, "seen_at": NOON, "status": ArticleStatus.READ, "remark": "",
            "story_id": story,
        }  # fmt: skip
        session.add(Article(**values))


def claim(record: sa.Engine, id_: str, article_id: str, **changed: Any) -> None:
    values: dict[str, Any] = {
        "id": id_, "article_id": article_id, "version": 1, "metric": Metric.AGENCIES, "value": 958.0,
        "value_high": None, "unit": None, "qualifier": None, "scope": "US", "support_type": None, "as_of": None,
        "baseline_value": None, "baseline_what": None, "baseline_as_of": None, "said_by": None,
        "role": Role.CURRENT, "sentence": "There are 958.", "start_offset": 0, "end_offset": 9,
    }  # fmt: skip
    with write_session(record) as session:
        session.add(ClaimRow(**(values | changed)))


def judge(record: sa.Engine, claim_id: str, kind: VerdictKind, at: datetime = NOON) -> None:
    with write_session(record) as session:
        session.exec(sa.update(VerdictRow).where(VerdictRow.claim_id == claim_id).values(superseded_at=at))  # type: ignore[arg-type]
        values: dict[str, Any] = {
            "claim_id": claim_id, "recorded_at": at, "superseded_at": None, "kind": kind, "sentence": "Because.",
            "list_date": None, "list_sha256": None, "list_value": None, "difference": None, "way": None,
        }  # fmt: skip
        session.add(VerdictRow(**values))


def act(record: sa.Engine, kind: EventKind, actor: str, place: str, happened: str) -> None:
    with write_session(record) as session:
        session.add(
            EventRow(
                id="e", article_id="a", version=1, kind=kind, actor=actor, place=place, happened=happened,
                proposed=False, sentence="So it was told.", start_offset=0, end_offset=5,
            )
        )  # fmt: skip


def news(record: sa.Engine, today: date = TODAY) -> Situation:
    with read_session(record) as session:
        return add_news(Situation(), session, today)


def test_a_claim_comes_with_its_verdict_and_source(record: sa.Engine) -> None:
    article(record, "a")
    claim(record, "c", "a", qualifier="nearly")
    judge(record, "c", VerdictKind.SUPPORTED_OTHERWISE)
    (told,) = news(record).claims
    assert (told.claimed, told.verdict, told.outlet) == (
        "nearly 958 agencies",
        "matches a different count or date",
        "Gazette",
    )
    assert (told.url, told.explanation) == ("https://news.example/a", "Because.")


def test_copies_of_a_story_are_told_once(record: sa.Engine) -> None:
    for name in ("a", "b"):
        article(record, name)
        claim(record, f"claim-{name}", name)
        judge(record, f"claim-{name}", VerdictKind.SUPPORTED)
    assert len(news(record).claims) == 1


def test_another_verdict_is_told_again_and_the_same_one_is_not(record: sa.Engine) -> None:
    article(record, "a")
    claim(record, "c", "a")
    judge(record, "c", VerdictKind.OFF_BY)
    (first,) = news(record).claims
    judge(record, "c", VerdictKind.OFF_BY, NOON + timedelta(hours=1))
    assert news(record).claims[0].id == first.id
    judge(record, "c", VerdictKind.SUPPORTED, NOON + timedelta(hours=2))
    assert news(record).claims[0].id != first.id


def test_what_no_list_can_settle_is_no_news(record: sa.Engine) -> None:
    article(record, "a")
    for name, kind in (("c", VerdictKind.NOT_CHECKABLE), ("d", VerdictKind.NO_LIST)):
        claim(record, name, "a")
        judge(record, name, kind)
    claim(record, "not judged yet", "a")
    assert news(record).claims == ()


def test_only_the_weeks_up_to_the_day_count(record: sa.Engine) -> None:
    for name, on in (
        ("old", TODAY - NEWS_DAYS - timedelta(days=1)),
        ("new", TODAY),
        ("later", TODAY + timedelta(days=1)),
    ):
        article(record, name, story=name, on=on)
        claim(record, name, name)
        judge(record, name, VerdictKind.SUPPORTED)
    assert [told.url for told in news(record).claims] == ["https://news.example/new"]


def test_figures_read_well(record: sa.Engine) -> None:
    article(record, "a")
    for name, changed in (
        ("growth", {"metric": Metric.PCT_INCREASE, "value": 609.0, "unit": Unit.PERCENT}),
        ("range", {"metric": Metric.ARRESTS, "value": 1000.0, "value_high": 1500.0}),
        ("fraction", {"metric": Metric.PENDING, "value": 1234.5}),
    ):
        claim(record, name, "a", **changed)
        judge(record, name, VerdictKind.SUPPORTED)
    assert {told.claimed for told in news(record).claims} == {
        "609% growth",
        "1,000 to 1,500 arrests",
        "1,234.5 pending",
    }


def test_an_act_is_told_with_its_place_and_date(record: sa.Engine) -> None:
    article(record, "a")
    act(record, EventKind.DECLINED, "Milton council", "Milton, FL", "2026-01-20")
    (told,) = news(record).acts
    assert (told.kind, told.actor, told.scope, told.date) == ("declined", "Milton council", "Milton, FL", "2026-01-20")


def test_who_is_said_to_have_ended_or_signed_is_held_against_the_lists_of_the_day(record: sa.Engine) -> None:
    article(record, "a", on=date(2026, 1, 6))
    publish_changes(record, [], datetime(2026, 1, 10, 15, tzinfo=UTC))
    publish_changes(record, [], datetime(2026, 1, 20, 15, tzinfo=UTC))
    act(record, EventKind.SIGNED, "Birch County Sheriff's Office", "Birch County, TX", "2026-01-05")
    (missing,) = news(record).not_listed
    assert (missing.what, missing.scope) == ("reported as signed, on neither list", "TX")
    assert (missing.agency, missing.reported) == ("Birch County Sheriff's Office", "Gazette, Jan 6, 2026")
    assert news(record, date(2026, 1, 12)).not_listed == (), "five days are no reason to miss anybody on a list"
