"""The links of each agreement over time, and the bytes behind them, for the changes that follow from bytes."""

from collections import Counter
from collections.abc import Iterable

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models.documents.byte_changes import NO_PDF, LinkSpan, PublishedAt, SeenBytes, byte_changes
from models.lists.changes import Change
from models.lists.folding import fold_link, tidy
from models.record.asking.moas.linked import moa_sightings
from models.record.tables.lists import ListingRow, Snapshot
from models.record.tables.moas.readings import MoaReading
from models.vocabulary import ListKind, SnapshotStatus


def changes_by_bytes(session: Session, by_lists: Iterable[Change]) -> list[Change]:
    """What the bytes add to the replacements that lists show, and which of those they refute."""
    # Earlier versions noted an error page as what a link leads to, and archives remember it.
    error_pages = set(session.exec(select(MoaReading.document_sha256).where(MoaReading.failure == NO_PDF)))
    seen = [
        SeenBytes(one.link, one.seen_at, one.document_sha256)
        for one in moa_sightings(session)
        if one.document_sha256 is not None and one.document_sha256 not in error_pages
    ]
    replaced = {link for link, times in Counter(one.link for one in seen).items() if times > 1}
    concerned = {change.agreement_id for change in by_lists}
    if not seen or not (replaced or concerned):
        return []
    spans = [span for span in _spans(session) if span.agreement_id in concerned or span.link in replaced]
    lists = session.exec(
        select(Snapshot.published_at, Snapshot.id)
        .where(Snapshot.kind == ListKind.PARTICIPATING, Snapshot.status == SnapshotStatus.ACCEPTED)
        .order_by(col(Snapshot.published_at))
    )
    return byte_changes(by_lists, spans, seen, [PublishedAt(*each) for each in lists])


def _spans(session: Session) -> Iterable[LinkSpan]:
    columns = ("agreement_id", "agency_id", "state", "agency_printed", "support_type", "moa_url", "valid_from")
    query = sa.select(*(getattr(ListingRow, name) for name in (*columns, "valid_until"))).where(
        col(ListingRow.agreement_id).is_not(None), col(ListingRow.duplicate).is_(False)
    )
    in_order = query.order_by(col(ListingRow.valid_from), col(ListingRow.id))
    for agreement, agency, state, printed, support_type, url, begins, ends in session.connection().execute(in_order):
        yield LinkSpan(agreement, agency, state, tidy(printed), support_type, fold_link(url), begins, ends)
