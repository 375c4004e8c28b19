"""What is to be judged: the claims that may have another verdict now, and what other stories stated."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models.claims.stated import Claim, ClaimPart, Metric
from models.record.batches import batches
from models.record.claim_rows import claim_of, statement_of
from models.record.tables.lists import Snapshot
from models.record.tables.news import Article, ClaimRow, VerdictRow
from models.verdicts.record_view import Statement
from models.verdicts.ways_of_counting import TRUE_WAY
from models.vocabulary import SnapshotStatus, VerdictKind

# New lists explain the claims of the weeks around them; an older verdict is kept unless its list was withdrawn.
RECENT = timedelta(days=30)

# The lists settle these, so no earlier statement is needed.
COUNTED = {*TRUE_WAY, Metric.PCT_INCREASE}


def due_articles(
    session: Session, now: datetime, everything: bool
) -> Iterator[tuple[Article, dict[str, Claim], list[Statement]]]:
    """The articles with a claim that may have another verdict now; with `everything`, all that make claims.

    Each comes with its claims by id, in the order of the text, and what other stories stated that no list counts.
    """
    due = sorted(set(session.exec(select(ClaimRow.article_id) if everything else _due(now)).all()))
    said = _statements(session) if due else []
    for batch in batches(due):
        rows = session.exec(
            select(ClaimRow).where(col(ClaimRow.article_id).in_(batch)).order_by(col(ClaimRow.start_offset))
        )
        claims: dict[str, dict[str, Claim]] = defaultdict(dict)
        for row in rows:
            claims[row.article_id][row.id] = claim_of(row)
        for article in session.exec(select(Article).where(col(Article.id).in_(batch))):
            elsewhere = [each for story, each in said if story != article.story_key]
            yield article, claims[article.id], elsewhere


def _due(now: datetime) -> SelectOfScalar[str]:
    """Articles with a claim that has no verdict, is recent, found no list, or rests on a list that was withdrawn."""
    believed = select(VerdictRow).where(col(VerdictRow.superseded_at).is_(None)).subquery()
    accepted = select(Snapshot.document_sha256).where(Snapshot.status == SnapshotStatus.ACCEPTED)
    return (
        select(ClaimRow.article_id)
        .join(Article, col(Article.id) == col(ClaimRow.article_id))
        .join(believed, believed.c.claim_id == ClaimRow.id, isouter=True)
        .where(
            sa.or_(
                believed.c.claim_id.is_(None),
                col(Article.seen_at) >= now - RECENT,
                believed.c.kind == VerdictKind.NO_LIST,
                sa.and_(believed.c.list_sha256.is_not(None), believed.c.list_sha256.not_in(accepted)),
            )
        )
    )


def _statements(session: Session) -> list[tuple[str, Statement]]:
    """What articles stated that no list counts, each with the key of the story that stated it; without figures whose
    place their text does not settle, since others would be said to repeat them."""
    rows = session.exec(
        select(ClaimRow, Article)
        .join(Article, col(Article.id) == col(ClaimRow.article_id))
        .where(col(ClaimRow.metric).not_in(COUNTED))
    )
    settled = ((row, article) for row, article in rows if ClaimPart.SCOPE not in claim_of(row).uncertain)
    return [(article.story_key, statement_of(row, article)) for row, article in settled]
