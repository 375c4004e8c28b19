"""Which documents the lists link, which were fetched when, and which are to be read or held against their rows."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models.documents.asking_again import LinkedFile
from models.documents.facts import MoaFacts
from models.documents.held_against import LinkedAs, LinkingRow
from models.documents.links.stays import SeenAt, stays_of
from models.documents.reading import RULES, RULES_WITH_OCR
from models.lists.folding import fold_link
from models.record.tables.agreements import Agency, Agreement, Stretch
from models.record.tables.documents import Fetch
from models.record.tables.moas.readings import IS_SCAN, HeldMoa, MoaPage, MoaReading
from models.record.tables.moas.sightings import MoaSighting


def linked_files(session: Session, source: str, asked_as: Callable[[str], str]) -> list[LinkedFile]:
    """Every address of an agreement's document or addendum, once, with what came of asking for it. `asked_as`: what
    the record of attempts calls an address."""
    query = sa.select(col(Fetch.url), sa.func.max(col(Fetch.requested_at))).where(col(Fetch.source) == source)
    tried = {str(url): at for url, at in session.connection().execute(query.group_by(col(Fetch.url)))}
    stays = stays_of(SeenAt(one.link, one.seen_at, one.document_sha256) for one in moa_sightings(session))
    listed = set(session.exec(select(Stretch.agreement_id).where(col(Stretch.until_day).is_(None))))
    found: dict[str, LinkedFile] = {}
    columns = (col(Agreement.id), col(Agreement.moa_url), col(Agreement.addendum_url), col(Agreement.first_day))
    for id_, moa_url, addendum_url, first_day in session.exec(select(*columns).order_by(col(Agreement.id))):
        for url in filter(None, (moa_url, addendum_url)):
            link = fold_link(url)
            since = datetime.combine(first_day, datetime.min.time(), UTC)
            before = found.get(link)
            if before is not None:
                found[link] = before._replace(
                    listed=before.listed or id_ in listed, first_day=max(before.first_day, since)
                )
                continue
            stood = stays.get(link, [])
            first_seen = next((stay.since for stay in stood if stay.sha256), None)
            nothing = stood[-1] if stood and not stood[-1].sha256 else None
            gone = nothing is not None, nothing is not None and nothing.again is None
            found[link] = LinkedFile(url, link, id_ in listed, since, first_seen, tried.get(asked_as(url)), *gone)
    return list(found.values())


def moa_sightings(session: Session) -> list[MoaSighting]:
    """All of them, in their order."""
    return list(session.exec(select(MoaSighting).order_by(col(MoaSighting.seen_at), col(MoaSighting.id))))


def documents_by_link(session: Session) -> dict[str, str]:
    """For each link the document that it led to last, also where it is gone by now."""
    return {one.link: one.document_sha256 for one in moa_sightings(session) if one.document_sha256 is not None}


def unread(session: Session, most: int | None) -> list[str]:
    """The documents that the rules in force have not read, the newest first."""
    read = select(MoaReading.document_sha256).where(col(MoaReading.rules).in_((RULES, RULES_WITH_OCR)))
    return _newest(session, col(MoaSighting.document_sha256).not_in(read), most)


def unread_scans(session: Session, most: int) -> list[str]:
    """Those with pages that are pictures, for which OCR has not had its turn, the newest first."""
    scans = select(MoaReading.document_sha256).where(IS_SCAN)
    return _newest(session, col(MoaSighting.document_sha256).in_(scans), most)


def _newest(session: Session, which: sa.ColumnElement[bool], most: int | None) -> list[str]:
    """Those of the linked documents, the newest first."""
    waiting = (
        sa.select(col(MoaSighting.document_sha256), sa.func.max(col(MoaSighting.seen_at)))
        .where(col(MoaSighting.document_sha256).is_not(None), which)
        .group_by(col(MoaSighting.document_sha256))
        .order_by(sa.func.max(col(MoaSighting.seen_at)).desc(), col(MoaSighting.document_sha256))
        .limit(most)
    )
    return [str(sha256) for sha256, _ in session.connection().execute(waiting)]


class ToHold(NamedTuple):
    """A linked document, the rules that read it, and the row that links it; `before` is what came of holding them last,
    if they were."""

    agreement_id: str
    what: LinkedAs
    link: str
    document_sha256: str
    rules: int
    row: LinkingRow
    before: HeldMoa | None


def to_hold(session: Session) -> tuple[list[ToHold], list[HeldMoa]]:
    """Every document that was read and is behind an agreement's link, and what was held before and has none now."""
    held = {(one.agreement_id, one.what): one for one in session.exec(select(HeldMoa))}
    documents = documents_by_link(session)
    read = dict(
        session.exec(select(MoaReading.document_sha256, MoaReading.rules).where(MoaReading.failure == "")).all()
    )
    found = []
    query = select(Agreement, Agency).join(Agency, col(Agreement.agency_id) == Agency.id).order_by(col(Agreement.id))
    for agreement, agency in session.exec(query):
        row = LinkingRow(agency.state, agency.name, agency.agency_type, agreement.support_type, agreement.signed)
        for what, url in ((LinkedAs.AGREEMENT, agreement.moa_url), (LinkedAs.ADDENDUM, agreement.addendum_url)):
            link = fold_link(url)
            sha256 = documents.get(link)
            if sha256 in read and sha256 is not None:
                before = held.pop((agreement.id, what), None)
                found.append(ToHold(agreement.id, what, link, sha256, read[sha256], row, before))
    return found, list(held.values())


def facts_and_texts(session: Session, document_sha256: str) -> tuple[MoaFacts, tuple[str, ...]]:
    """What a document that was read says, and the text of its pages."""
    one = session.exec(select(MoaReading).where(MoaReading.document_sha256 == document_sha256)).one()
    return facts_of(one), tuple(_texts(session, document_sha256))


def facts_of(one: MoaReading) -> MoaFacts:
    return MoaFacts(
        pages=one.pages,
        layer=one.layer,
        support_type=one.support_type,
        agency=one.agency,
        state=one.state,
        revision=one.revision,
        signatories=tuple(one.signatories),
        signed=tuple(map(date.fromisoformat, one.signed)),
        evidence=tuple(one.evidence),
    )


def _texts(session: Session, document_sha256: str) -> Iterator[str]:
    pages = select(MoaPage.text).where(MoaPage.document_sha256 == document_sha256)
    yield from session.exec(pages.order_by(col(MoaPage.number)))
