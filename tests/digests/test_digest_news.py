"""The news in a digest: each thing once, in a sentence of ours, and nothing that is not sure."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from models.claims.stated import EventKind, Metric, Role, Unit
from models.digests.content import NewsItem, Situation
from models.record.asking.digests.news import NEWS_DAYS, add_news
from models.record.store import read_session, write_session
from models.record.tables.news import Article, ArticleStatus, ClaimRow, EventRow, Story, VerdictRow
from models.vocabulary import VerdictKind
from tests.support.digest_record import publish_changes

TODAY = date(2026, 1, 26)
NOON = datetime(2026, 1, 26, 12, tzinfo=UTC)


def article(record: sa.Engine, id_: str, story: str = "story", on: date = TODAY, outlet: str = "Gazette") -> None:
    with write_session(record) as session:
        if session.get(Story, story) is None:
            session.add(Story(id=story, title="A title", first_published=on, articles=1, topics=[]))
            session.flush()
        values: dict[str, Any] = {
            "id": id_, "key": id_, "title_key": id_, "url": f"https://news.example/{id_}", "source": "feed",
            "title": "A title", "outlet": outlet, "author": "", "summary": "", "published_at": None,
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


def judge(record: sa.Engine, claim_id: str, kind: VerdictKind, at: datetime = NOON, **changed: Any) -> None:
    with write_session(record) as session:
        session.exec(sa.update(VerdictRow).where(VerdictRow.claim_id == claim_id).values(superseded_at=at))  # type: ignore[arg-type]
        values: dict[str, Any] = {
            "claim_id": claim_id, "recorded_at": at, "superseded_at": None, "kind": kind, "sentence": "Because.",
            "list_date": None, "list_sha256": None, "list_value": None, "difference": None,
            "way": "agreements" if kind is VerdictKind.SUPPORTED_OTHERWISE else None,
        } | changed  # fmt: skip
        session.add(VerdictRow(**values))


def act(
    record: sa.Engine,
    kind: EventKind,
    actor: str,
    place: str,
    happened: str,
    proposed: bool = False,
    sentence: str = "So it was told.",
) -> None:
    with write_session(record) as session:
        session.add(
            EventRow(
                id="e", article_id="a", version=1, kind=kind, actor=actor, place=place, happened=happened,
                proposed=proposed, sentence=sentence, start_offset=0, end_offset=5,
            )
        )  # fmt: skip


def news(record: sa.Engine, today: date = TODAY) -> tuple[NewsItem, ...]:
    with read_session(record) as session:
        return add_news(Situation(), session, today).news


def grounds(part: str, sure: bool) -> dict[str, Any]:
    return {"part": part, "chosen": "US", "reasons": ["the title"], "runner_up": "TX", "sure": sure}


def told_claim(record: sa.Engine, **changed: Any) -> tuple[NewsItem, ...]:
    """What is told of one claim with a verdict."""
    kind = changed.pop("verdict", VerdictKind.OFF_BY)
    article(record, "a")
    claim(record, "c", "a", **changed)
    judge(record, "c", kind)
    return news(record)


def test_a_claim_is_a_sentence_with_who_what_when_and_what_is_right(record: sa.Engine) -> None:
    (told,) = told_claim(record, qualifier="nearly")
    assert told.sentence == "On Jan 26, 2026, Gazette gave nearly 958 as the number of agencies nationwide. Because."
    assert (told.quote, told.url, told.scope) == ("There are 958.", "https://news.example/a", "US")


def test_a_claim_of_which_only_the_day_is_open_is_told(record: sa.Engine) -> None:
    evidence = [grounds("date", sure=False), grounds("scope", sure=True)]
    assert len(told_claim(record, verdict=VerdictKind.SUPPORTED_OTHERWISE, evidence=evidence)) == 1


def test_who_is_cited_is_named_before_who_cites(record: sa.Engine) -> None:
    (told,) = told_claim(record, said_by="the sheriff", scope="Lamar County, TX", value=9.0)
    assert told.sentence.startswith(
        "On Jan 26, 2026, the sheriff, cited by Gazette, gave 9 as the number of agencies in Lamar County, Texas."
    )


def test_the_same_figure_of_ten_outlets_is_one_item(record: sa.Engine) -> None:
    for number in range(10):
        article(record, f"a{number}", story=f"s{number}", outlet=f"Gazette {number}")
        claim(record, f"c{number}", f"a{number}")
        judge(record, f"c{number}", VerdictKind.OFF_BY)
    (told,) = news(record)
    assert told.outlet == "Gazette 0 and 9 other outlets"


def test_another_verdict_is_told_again_and_the_same_one_is_not(record: sa.Engine) -> None:
    (first,) = told_claim(record)
    judge(record, "c", VerdictKind.OFF_BY, NOON + timedelta(hours=1))
    assert news(record)[0].id == first.id
    judge(record, "c", VerdictKind.SUPPORTED_OTHERWISE, NOON + timedelta(hours=2))
    assert news(record)[0].id != first.id


@pytest.mark.parametrize(
    "changed",
    [
        {"verdict": VerdictKind.NOT_CHECKABLE},
        {"verdict": VerdictKind.NO_LIST},
        {"verdict": VerdictKind.SUPPORTED},
        {"role": Role.HISTORICAL},
        {"role": Role.BASELINE},
        {"metric": Metric.OFFICERS_TRAINED},
        {"metric": Metric.PCT_INCREASE, "verdict": VerdictKind.SUPPORTED_OTHERWISE},
        {"verdict": VerdictKind.SUPPORTED_OTHERWISE, "evidence": [grounds("scope", sure=False)]},
        {
            "verdict": VerdictKind.INCONSISTENT,
            "metric": Metric.PCT_INCREASE,
            "evidence": [grounds("whole", sure=False)],
        },
    ],
    ids=str,
)
def test_what_is_right_unsettled_or_of_another_time_is_no_news(record: sa.Engine, changed: dict[str, Any]) -> None:
    assert told_claim(record, **changed) == ()


def test_a_claim_that_is_not_judged_yet_is_no_news(record: sa.Engine) -> None:
    article(record, "a")
    claim(record, "c", "a")
    assert news(record) == ()


def test_only_the_weeks_up_to_the_day_count(record: sa.Engine) -> None:
    for number, (name, on) in enumerate(
        (("old", TODAY - NEWS_DAYS - timedelta(days=1)), ("new", TODAY), ("later", TODAY + timedelta(days=1)))
    ):
        article(record, name, story=name, on=on)
        claim(record, name, name, value=900.0 + number)
        judge(record, name, VerdictKind.OFF_BY)
    assert [told.url for told in news(record)] == ["https://news.example/new"]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"metric": Metric.PCT_INCREASE, "value": 609.0, "unit": Unit.PERCENT}, "told of a growth of 609%."),
        ({"metric": Metric.PCT_INCREASE, "value": 7.0, "unit": Unit.TIMES}, "told of a growth of 7 times."),
        ({"value": 1000.0, "value_high": 1500.0}, "gave 1,000 to 1,500 as the number of agencies nationwide."),
        ({"metric": Metric.PENDING, "scope": "TX"}, "gave 958 as the number of pending applications in Texas."),
    ],
)
def test_figures_read_well(record: sa.Engine, changed: dict[str, Any], words: str) -> None:
    (told,) = told_claim(record, **changed)
    assert words in told.sentence


def test_an_act_is_told_with_who_where_and_when(record: sa.Engine) -> None:
    article(record, "a")
    act(record, EventKind.DECLINED, "Milton council", "Milton, FL", "2026-01-20")
    (told,) = news(record)
    assert told.sentence == (
        "Milton council, Florida, decided against a 287(g) agreement on Jan 20, 2026, Gazette reported."
    )
    assert (told.scope, told.quote) == ("Milton, FL", "So it was told.")


@pytest.mark.parametrize(
    ("actor", "place", "words"),
    [
        ("Lamar County", "Lamar County, TX", "Lamar County, Texas, decided against"),
        ("Lamar County Sheriff's Office", "Lamar County, TX", "Lamar County Sheriff's Office, Texas, decided against"),
        ("Texas", "TX", "Texas decided against"),
        ("Texas Rangers", "TX", "Texas Rangers decided against"),
        ("Texas's Highway Patrol", "TX", "Texas's Highway Patrol decided against"),
    ],
)
def test_an_actor_who_has_the_place_in_the_name_is_not_placed_twice(
    record: sa.Engine, actor: str, place: str, words: str
) -> None:
    article(record, "a")
    act(record, EventKind.DECLINED, actor, place, "2026-01-20")
    (told,) = news(record)
    assert told.sentence.startswith(words)


def test_a_law_is_told_with_its_state(record: sa.Engine) -> None:
    article(record, "a")
    act(record, EventKind.BAN_LAW, "Gov. Jo Birch", "DE", "2026-01-20")
    (told,) = news(record)
    assert told.sentence.startswith(
        "In Delaware, a law that forbids 287(g) agreements was passed, signed or took effect"
    )


@pytest.mark.parametrize(
    ("kind", "actor", "happened", "proposed"),
    [
        (EventKind.SIGNED, "Milton police", "2026", False),
        (EventKind.SIGNED, "Milton police", "", False),
        (EventKind.SIGNED, "Milton police", "2019-05-01", False),
        (EventKind.SIGNED, "Milton police", "2026-02-20", False),
        (EventKind.SIGNED, "", "2026-01-20", False),
        (EventKind.SIGNED, "Milton police", "2026-01-20", True),
        (EventKind.POLL, "A college", "2026-01-20", False),
    ],
)
def test_what_is_undated_old_proposed_or_nobodys_is_no_news(
    record: sa.Engine, kind: EventKind, actor: str, happened: str, proposed: bool
) -> None:
    article(record, "a")
    act(record, kind, actor, "Milton, FL", happened, proposed)
    assert news(record) == ()


def test_who_is_said_to_have_ended_or_signed_is_held_against_the_lists_of_the_day(record: sa.Engine) -> None:
    article(record, "a", on=date(2026, 1, 6))
    publish_changes(record, [], datetime(2026, 1, 10, 15, tzinfo=UTC))
    publish_changes(record, [], datetime(2026, 1, 20, 15, tzinfo=UTC))
    who, said = "Birch County Sheriff's Office", "Birch County signed on Monday."
    act(record, EventKind.SIGNED, who, "Birch County, TX", "2026-01-05", sentence=said)
    missing = [each for each in news(record) if "neither the list" in each.sentence]
    assert [(each.scope, each.outlet) for each in missing] == [("Birch County, TX", "Gazette")]
    assert "15 days later" in missing[0].sentence
    early = news(record, date(2026, 1, 12))
    assert not [each for each in early if "neither" in each.sentence], "a week is no reason to miss anybody on a list"
    assert [len(found) for found in (news(record), early)] == [1, 1], "told once, with the lists or without"


def test_what_is_wrong_comes_first(record: sa.Engine) -> None:
    article(record, "a")
    for name, kind in (("c", VerdictKind.SUPPORTED_OTHERWISE), ("d", VerdictKind.OFF_BY)):
        claim(record, name, "a", value=900.0 + ord(name))
        judge(record, name, kind)
    act(record, EventKind.DECLINED, "Milton council", "Milton, FL", "2026-01-20")
    assert [each.use for each in news(record)] == [0, 1, 2]


@pytest.mark.parametrize(("actor", "place"), [("Trustees", "MI"), ("Chief Jo Birch", "DE"), ("", "Milton, FL")])
def test_an_act_of_nobody_whom_a_reader_can_place_is_no_news(record: sa.Engine, actor: str, place: str) -> None:
    article(record, "a")
    act(record, EventKind.DECLINED, actor, place, "2026-01-20")
    assert news(record) == ()


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("The sheriff signed it on Tuesday.", "Birch County, Texas, signed a 287(g) agreement on"),
        (
            "Birch County was approved on Tuesday; Aster signed in May.",
            "Birch County, Texas, was approved for a 287(g)",
        ),
        ("Birch County is now part of it.", "Birch County, Texas, joined the 287(g) program on"),
        ("Commissioners voted 4-1 to back it.", "Birch County, Texas, approved a 287(g) agreement on"),
    ],
)
def test_only_who_is_said_to_have_signed_has_signed(record: sa.Engine, sentence: str, words: str) -> None:
    article(record, "a")
    act(record, EventKind.SIGNED, "Birch County", "Birch County, TX", "2026-01-20", sentence=sentence)
    (told,) = news(record)
    assert told.sentence.startswith(words)


@pytest.mark.parametrize(
    ("value", "way", "list_value", "told"),
    [
        (1001, "rows and header", 829, True),  # called agencies
        (1001, "rows and header", 1000, False),
        (444, "nationwide", 200, False),
        (444, "another date", 460, False),
        (135, "January 2025", 957, False),
        (371, "WSO", 829, False),
    ],
)
def test_a_number_that_hardly_differs_or_is_another_days_or_places_is_no_news(
    record: sa.Engine, value: float, way: str, list_value: float, told: bool
) -> None:
    article(record, "a")
    claim(record, "c", "a", value=float(value))
    judge(record, "c", VerdictKind.SUPPORTED_OTHERWISE, way=way, list_value=float(list_value))
    assert bool(news(record)) is told


def test_words_taken_for_a_source_are_no_source(record: sa.Engine) -> None:
    (told,) = told_claim(record, said_by="ICE, 26 law enforcement agencies")
    assert told.sentence.startswith("On Jan 26, 2026, Gazette gave 958")


def test_an_act_that_is_only_recalled_is_no_news(record: sa.Engine) -> None:
    article(record, "a")
    said = "The governor marked six months since Birch County signed it."
    act(record, EventKind.SIGNED, "Birch County", "Birch County, TX", "2026-01-20", sentence=said)
    assert news(record) == ()
