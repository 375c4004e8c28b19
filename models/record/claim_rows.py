"""What was read out of an article, and what was found of it: frozen values to rows of the record, and claims back."""

from dataclasses import asdict
from typing import Any

from models.claims.stated import Baseline, Claim, ClaimPart, Grounds, PolicyEvent
from models.record.tables.news import Article, ArticleVersion, ClaimRow, EventRow
from models.verdicts.record_view import Statement

# The fields that a claim and its row, an event and its row, and a claim's row and a statement have in common.
_CLAIM = (
    "metric", "value", "value_high", "unit", "qualifier", "scope", "support_type", "as_of", "role", "sentence",
)  # fmt: skip
_EVENT = ("kind", "actor", "place", "proposed", "sentence")
_STATEMENT = ("metric", "value", "value_high", "unit", "qualifier", "scope")


def claim_row(version: ArticleVersion, claim: Claim, row_id: str) -> ClaimRow:
    baseline = claim.baseline or Baseline(None, None, None)
    return ClaimRow(
        id=row_id,
        article_id=version.article_id,
        version=version.number,
        baseline_value=baseline.value,
        baseline_what=baseline.what,
        baseline_as_of=baseline.as_of,
        said_by=claim.source,
        start_offset=claim.start,
        end_offset=claim.end,
        evidence=[{**asdict(grounds), "reasons": list(grounds.reasons)} for grounds in claim.evidence],
        **{name: getattr(claim, name) for name in _CLAIM},
    )


def claim_of(row: ClaimRow) -> Claim:
    baseline = Baseline(row.baseline_value, row.baseline_what, row.baseline_as_of)
    return Claim(
        baseline=None if baseline == Baseline(None, None, None) else baseline,
        source=row.said_by,
        start=row.start_offset,
        end=row.end_offset,
        evidence=tuple(_grounds(**grounds) for grounds in row.evidence),
        **{name: getattr(row, name) for name in _CLAIM},
    )


def _grounds(part: str, reasons: list[str], **others: Any) -> Grounds:
    return Grounds(part=ClaimPart(part), reasons=tuple(reasons), **others)


def event_row(version: ArticleVersion, event: PolicyEvent, row_id: str) -> EventRow:
    return EventRow(
        id=row_id,
        article_id=version.article_id,
        version=version.number,
        happened=event.date,
        start_offset=event.start,
        end_offset=event.end,
        reasons=list(event.reasons),
        **{name: getattr(event, name) for name in _EVENT},
    )


def statement_of(row: ClaimRow, article: Article) -> Statement:
    """The claim as a statement that later claims may repeat."""
    return Statement(
        said_by=row.said_by or article.outlet or article.source,
        said_on=article.day,
        url=article.url,
        **{name: getattr(row, name) for name in _STATEMENT},
    )
