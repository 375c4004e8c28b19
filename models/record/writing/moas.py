"""The documents behind the rows: what stood at their addresses, what they say, and how that fits."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, delete, select

from models.documents.facts import MoaFacts, MoaPages, TextLayer
from models.documents.links.stays import SURE_AFTER, SeenAt, stays_of
from models.record.tables.documents import Fetch
from models.record.tables.moas.readings import HeldMoa, MoaPage, MoaReading
from models.record.tables.moas.sightings import MoaSighting


def note_moa(
    session: Session, link: str, url: str, document_sha256: str | None, seen_at: datetime, source: str
) -> bool:
    """Note what an address leads to. Returns whether that is something else than before, or makes sure that nothing is
    there; an address that never led anywhere is noted, too."""
    sightings = select(MoaSighting).where(MoaSighting.link == link).order_by(col(MoaSighting.seen_at))
    seen = [SeenAt(link, one.seen_at, one.document_sha256) for one in session.exec(sightings)]
    if seen:
        if seen[-1].seen_at >= seen_at:
            return False  # another run is ahead of this one
        before = stays_of(seen)[link][-1]
        makes_sure = document_sha256 is None and before.again is None and seen_at - before.since >= SURE_AFTER
        if before.sha256 == document_sha256 and not makes_sure:
            return False
    session.add(MoaSighting(link=link, url=url, seen_at=seen_at, document_sha256=document_sha256, source=source))
    session.flush()
    return True


def note_remembered_moas(session: Session, remembered: Iterable[MoaSighting]) -> int:
    """Note sightings as an archive remembers them. Returns how many were new."""
    known = set(session.exec(select(MoaSighting.link, MoaSighting.seen_at)))
    new = [one for one in remembered if (one.link, one.seen_at) not in known]
    session.add_all(MoaSighting.model_validate(one.model_dump(exclude={"id"})) for one in new)
    session.flush()
    return len(new)


def mark_answered(session: Session, url: str) -> None:
    """That a document is gone is an answer, and no failure of the source."""
    last = select(Fetch).where(Fetch.url == url).order_by(col(Fetch.id).desc()).limit(1)
    session.exec(last).one().error = None


def keep_reading(session: Session, document_sha256: str, rules: int, pages: MoaPages, facts: MoaFacts) -> None:
    """What a document says, and its pages, in place of an earlier reading."""
    _forget(session, document_sha256)
    session.add(
        MoaReading(
            document_sha256=document_sha256,
            rules=rules,
            failure="",
            pages=facts.pages,
            layer=facts.layer,
            support_type=facts.support_type,
            agency=facts.agency,
            state=facts.state,
            revision=facts.revision,
            signatories=list(facts.signatories),
            signed=[day.isoformat() for day in facts.signed],
            evidence=list(facts.evidence),
        )
    )
    session.add_all(
        MoaPage(document_sha256=document_sha256, number=number, text=text)
        for number, text in enumerate(pages.texts, 1)
        if text.strip()
    )
    session.flush()


def keep_unread(session: Session, document_sha256: str, rules: int, failure: str) -> None:
    """That a document cannot be read, and why."""
    _forget(session, document_sha256)
    reading = MoaReading(
        document_sha256=document_sha256,
        rules=rules,
        failure=failure,
        pages=0,
        layer=TextLayer.PICTURE,
        support_type=None,
        agency=None,
        state=None,
        revision=None,
        signatories=[],
        signed=[],
        evidence=[],
    )
    session.add(reading)
    session.flush()


def keep_unrecognized(session: Session, document_sha256: str, rules: int, why: str) -> None:
    """That OCR had its turn and broke off: what the document says without it stands, and no run tries again."""
    reading = session.get_one(MoaReading, document_sha256)
    reading.rules = rules
    reading.evidence = [*reading.evidence, why]
    session.flush()


def write_held(session: Session, held: Iterable[HeldMoa], gone: Iterable[HeldMoa]) -> None:
    """Write what came of holding documents against their rows; `gone`: what has no document any more."""
    new = list(held)
    for one in (*gone, *new):
        same = (col(HeldMoa.agreement_id) == one.agreement_id) & (col(HeldMoa.what) == one.what)
        session.exec(delete(HeldMoa).where(same))
    session.add_all(new)
    session.flush()


def _forget(session: Session, document_sha256: str) -> None:
    for table in (MoaPage, MoaReading):
        session.exec(delete(table).where(col(table.document_sha256) == document_sha256))
