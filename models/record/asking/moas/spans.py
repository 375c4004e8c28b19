"""The links of each agreement over time and the bytes behind them: the changes that follow, and what stood when."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models.documents.held_against import LinkedAs
from models.documents.links.byte_changes import byte_changes
from models.documents.links.spans import LinkSpan, PublishedAt
from models.documents.links.stays import NO_PDF, SeenAt, stays_of, stood_there
from models.lists.changes import Change
from models.lists.folding import fold_link, tidy
from models.record.asking.moas.linked import moa_sightings
from models.record.tables.agreements import Agreement
from models.record.tables.lists import ListingRow, Snapshot
from models.record.tables.moas.readings import LinkedMoa, MoaReading
from models.vocabulary import ListKind, SnapshotStatus


def changes_by_bytes(session: Session, by_lists: Iterable[Change]) -> list[Change]:
    """The changes that bytes alone show, and the lists' own of links as bytes settle them."""
    seen = seen_behind_links(session)
    if not seen:
        return list(by_lists)
    lists = session.exec(
        select(Snapshot.published_at, Snapshot.id)
        .where(Snapshot.kind == ListKind.PARTICIPATING, Snapshot.status == SnapshotStatus.ACCEPTED)
        .order_by(col(Snapshot.published_at))
    )
    return byte_changes(by_lists, _spans(session), seen, [PublishedAt(*each) for each in lists])


def seen_behind_links(session: Session) -> list[SeenAt]:
    """What each link was seen to lead to. Earlier versions noted an error page as that, and archives remember it."""
    error_pages = set(session.exec(select(MoaReading.document_sha256).where(MoaReading.failure == NO_PDF)))
    return [
        SeenAt(one.link, one.seen_at, one.document_sha256)
        for one in moa_sightings(session)
        if one.document_sha256 not in error_pages
    ]


def _spans(session: Session) -> Iterable[LinkSpan]:
    columns = ("agreement_id", "agency_id", "state", "agency_printed", "support_type", "moa_url", "addendum_url")
    query = sa.select(*(getattr(ListingRow, name) for name in (*columns, "duplicate", "valid_from", "valid_until")))
    in_order = query.where(col(ListingRow.agreement_id).is_not(None)).order_by(
        col(ListingRow.valid_from), col(ListingRow.id)
    )
    for agreement, agency, state, printed, support_type, url, addendum, *when in session.connection().execute(in_order):
        yield LinkSpan(
            agreement, agency, state, tidy(printed), support_type, fold_link(url), fold_link(addendum), *when
        )


def linked_moas(session: Session, seen: Iterable[SeenAt], agency_id: str | None = None) -> list[LinkedMoa]:
    """Each document that was seen behind a link of an agreement, in the order in which they were linked and seen."""
    stays = stays_of(seen)
    columns = (col(ListingRow.agreement_id), col(ListingRow.moa_url), col(ListingRow.addendum_url))
    printed = select(*columns).where(col(ListingRow.agreement_id).is_not(None))
    urls = select(Agreement.id, Agreement.moa_url, Agreement.addendum_url)
    if agency_id is not None:
        printed, urls = printed.where(ListingRow.agency_id == agency_id), urls.where(Agreement.agency_id == agency_id)
    linked = {
        (id_, what, fold_link(url)): url
        for id_, *both in session.exec(printed.order_by(col(ListingRow.valid_from), col(ListingRow.id)))
        for what, url in zip(LinkedAs, both, strict=True)
        if url
    }
    now = {
        (id_, what, fold_link(url))
        for id_, *both in session.exec(urls)
        for what, url in zip(LinkedAs, both, strict=True)
    }
    return [
        LinkedMoa(
            agreement_id=str(id_),
            what=what,
            link=link,
            document_sha256=one.sha256,
            url=url,
            first_seen=one.first_seen,
            replaced_on=one.replaced_on,
            gone_on=one.gone_on,
            current=(id_, what, link) in now and one.replaced_on is None,
        )
        for (id_, what, link), url in linked.items()
        for one in stood_there(stays.get(link, ()))
    ]
