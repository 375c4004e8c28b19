"""News in the record, on both databases: noted once, judged, superseded, and asked for."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import col, delete, select

from flows.figures import common_figures
from flows.news.judge import judge
from models.claims.stated import ClaimPart, Metric
from models.news.articles import ListedArticle, ReadArticle
from models.record.asking.news.statements import claims, events, figures, not_listed, still_listed
from models.record.asking.news.waiting import waiting_articles
from models.record.claim_rows import claim_of
from models.record.store import read_session, write_session
from models.record.tables.news import Article, ArticleStatus, ArticleVersion, ClaimRow, VerdictRow
from models.record.writing.fetches import note_document
from models.record.writing.news.articles import keep_text, keep_without_text, note_listed, read_out_again
from models.record.writing.news.stories import write_stories
from models.vocabulary import VerdictKind

DAY = datetime(2025, 6, 5, 12, tzinfo=UTC)
HOURS = timedelta(hours=6)
DOCUMENT = "d0" * 32

REPORT = (
    "AUSTIN, Texas - Fourteen agencies in Texas have a 287(g) agreement with ICE, the governor's office said on "
    "June 3. ICE has trained 8,500 officers nationwide, it said. Sheriff Jo Aspen of Knox County, Texas, ended his "
    "office's 287(g) agreement on June 4."
)


def listed(path: str = "a", title: str = "Governor counts agencies that work with ICE") -> ListedArticle:
    return ListedArticle(f"https://ledger.example/{path}", title, "Ledger", published=DAY, summary="In short.")


def take_in(engine: sa.Engine, entry: ListedArticle, text: str, at: datetime = DAY) -> str:
    """The article's id after it was listed and read."""
    page = ReadArticle(entry.url, entry.title, "Ledger", "Ann Aster", entry.published, text=text)
    with write_session(engine) as session:
        note_document(session, DOCUMENT, 1, at)
        note_listed(session, entry, "ledger", "", DOCUMENT, at)
        article = session.exec(select(Article).where(Article.url == entry.url)).one()
        keep_text(session, article.id, page, DOCUMENT, at)
        write_stories(session, common_figures(), DAY)
        return article.id


def test_an_article_is_noted_once_and_waits_to_be_read(record: sa.Engine) -> None:
    with write_session(record) as session:
        assert note_listed(session, listed(), "ledger", "", DOCUMENT, DAY)
        assert not note_listed(session, listed(), "ledger", "", DOCUMENT, DAY + HOURS)
        (waiting,) = waiting_articles(session, "ledger", 10)
        assert waiting.title == "Governor counts agencies that work with ICE"
        assert waiting_articles(session, "another", 10) == []


def test_what_cannot_be_read_keeps_title_and_summary(record: sa.Engine) -> None:
    with write_session(record) as session:
        note_listed(session, listed(), "ledger", "", DOCUMENT, DAY)
        (article,) = waiting_articles(session, "ledger", 10)
        keep_without_text(session, article.id, "status 403", retry=False)
    with read_session(record) as session:
        kept = session.exec(select(Article)).one()
        assert (kept.status, kept.summary, kept.remark) == (ArticleStatus.TITLE_ONLY, "In short.", "status 403")


def test_a_page_that_fails_later_keeps_the_text_it_has(record: sa.Engine) -> None:
    article_id = take_in(record, listed(), REPORT)
    with write_session(record) as session:
        keep_without_text(session, article_id, "status 403", retry=False)
    with read_session(record) as session:
        assert session.get_one(Article, article_id).status is ArticleStatus.READ


def test_a_claim_keeps_its_id_in_a_new_version_as_long_as_its_sentence_stands(record: sa.Engine) -> None:
    take_in(record, listed(), REPORT)
    with read_session(record) as session:
        before = {row.metric: row.id for row in session.exec(select(ClaimRow))}
    take_in(record, listed(), REPORT.replace("Fourteen", "Fifteen"), DAY + HOURS)
    with read_session(record) as session:
        after = {row.metric: row.id for row in session.exec(select(ClaimRow))}
        assert len(session.exec(select(ArticleVersion)).all()) == 2
    assert after[Metric.OFFICERS_TRAINED] == before[Metric.OFFICERS_TRAINED]
    assert after[Metric.AGENCIES] != before[Metric.AGENCIES]


def test_a_claim_that_a_new_version_takes_back_is_believed_no_longer(record: sa.Engine) -> None:
    take_in(record, listed(), REPORT)
    judge(record, DAY)
    take_in(record, listed(), REPORT.replace("Fourteen", "Fifteen"), DAY + HOURS)
    judge(record, DAY + HOURS)
    with read_session(record) as session:
        retired = session.exec(select(VerdictRow).where(col(VerdictRow.superseded_at).is_not(None))).all()
        assert [row.superseded_at for row in retired] == [DAY + HOURS]
        assert {row["value"] for row in claims(session, metric=Metric.AGENCIES)} == {15}


def test_reading_out_again_gives_the_same_claims_under_the_same_ids(record: sa.Engine) -> None:
    take_in(record, listed(), REPORT)
    with read_session(record) as session:
        before = {row.id for row in session.exec(select(ClaimRow))}
    with write_session(record) as session:
        session.exec(delete(ClaimRow))
        read_out_again(session)
    with read_session(record) as session:
        assert {row.id for row in session.exec(select(ClaimRow))} == before
        assert len(session.exec(select(ArticleVersion)).all()) == 1


def test_judging_again_changes_nothing(record: sa.Engine) -> None:
    take_in(record, listed(), REPORT)
    assert judge(record, DAY) == 2
    assert judge(record, DAY + HOURS, everything=True) == 0


def test_what_another_story_said_first_is_told(record: sa.Engine) -> None:
    take_in(record, listed(), REPORT)
    other = listed("b", "Sheriffs of the valley look at a federal program")
    take_in(
        record,
        other,
        "DALLAS - Nationwide, some 8,500 officers are trained under the 287(g) program, ICE says. "
        + "Pay is low. " * 30,
    )
    judge(record, DAY)
    with read_session(record) as session:
        told = [row for row in claims(session, metric=Metric.OFFICERS_TRAINED) if row["url"].endswith("/b")]
        assert told
        assert any("8,500" in said for row in told for said in row["said_before"])


def test_claims_are_asked_for_by_verdict_day_and_state(record: sa.Engine) -> None:
    take_in(record, listed(), REPORT)
    judge(record, DAY)
    with read_session(record) as session:
        assert {row["metric"] for row in claims(session)} == {"agencies", "officers_trained"}
        assert [row["metric"] for row in claims(session, verdict=VerdictKind.NO_LIST)] == ["agencies"]
        assert [row["metric"] for row in claims(session, state="TX")] == ["agencies"]
        assert claims(session, since=date(2025, 6, 6)) == []
        assert len(claims(session, since=date(2025, 6, 5))) == 2


def test_events_of_copies_are_told_once(record: sa.Engine) -> None:
    take_in(record, listed(), REPORT)
    take_in(record, listed("b", "Copy of the governor's count from the wire"), REPORT)
    with read_session(record) as session:
        ended = [row for row in events(session, state="TX") if row["kind"] == "terminated"]
        assert len(ended) == 1
        assert [reason.partition(":")[0] for reason in ended[0]["reasons"]][:3] == ["act", "actor", "date"]
        assert events(session, state="VT") == []


def test_the_series_of_a_figure_tells_a_story_once(record: sa.Engine) -> None:
    take_in(record, listed(), REPORT)
    take_in(record, listed("b", "Copy of the governor's count from the wire"), REPORT)
    with read_session(record) as session:
        assert [row["value"] for row in figures(session, Metric.OFFICERS_TRAINED)] == [8500]


def test_without_lists_nobody_is_still_listed_or_missing(record: sa.Engine) -> None:
    take_in(record, listed(), REPORT)
    with read_session(record) as session:
        assert still_listed(session) == not_listed(session) == []


@pytest.mark.parametrize("title", ["\x1b[31mRed", "=cmd()", "<script>alert(1)</script>", "a" * 600, "\u202eback"])
def test_a_hostile_title_is_kept_as_text(record: sa.Engine, title: str) -> None:
    with write_session(record) as session:
        note_listed(session, listed("x", title), "ledger", "", DOCUMENT, DAY)
    with read_session(record) as session:
        assert session.exec(select(Article)).one().title == title


def test_a_claim_keeps_what_decided_it_and_comes_back_with_it(record: sa.Engine) -> None:
    take_in(record, listed(), REPORT)
    with read_session(record) as session:
        for row in session.exec(select(ClaimRow)):
            claim = claim_of(row)
            assert {grounds.part for grounds in claim.evidence} >= {ClaimPart.METRIC, ClaimPart.SCOPE}
            assert all(grounds.reasons for grounds in claim.evidence)
        assert all(row["evidence"] for row in claims(session))
