"""Holding the claims of the record against its lists, again whenever either may have changed."""

from dataclasses import replace
from datetime import datetime

from flows.figures import known_baselines, known_statements
from models.record.asking.news.judging import due_articles
from models.record.asking.news.record_view import record_view
from models.record.store import Engine, Session, read_session, write_session
from models.record.writing.news.verdicts import write_verdicts
from models.verdicts.holding.checking import hold_all
from models.verdicts.values import Verdict


def judge(engine: Engine, now: datetime, everything: bool = False) -> int:
    """Hold every claim that may have another verdict now (or all) against the record; how many verdicts are new.

    The lists are counted before the writing begins, so that no other writer waits for it.
    """
    with read_session(engine) as session:
        verdicts = _verdicts(session, now, everything)
    with write_session(engine) as session:
        return write_verdicts(session, verdicts, now)


def _verdicts(session: Session, now: datetime, everything: bool) -> list[tuple[str, Verdict]]:
    """(claim id, verdict) for every claim that is due."""
    view = record_view(session, known_baselines(), known_statements())
    found: list[tuple[str, Verdict]] = []
    for article, claims, elsewhere in due_articles(session, now, everything):
        own_view = replace(view, statements=[*view.statements, *elsewhere])
        verdicts = hold_all(list(claims.values()), article.published_on, article.seen_at.date(), own_view)
        found += zip(claims, verdicts, strict=True)
    return found
