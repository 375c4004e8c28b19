"""The documents behind the rows, as they are shown: of an agency, one by one, by the form they are written on."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models.documents.held_against import Held
from models.documents.reading import RULES_WITH_OCR
from models.lists.folding import fold_link
from models.record.asking import Row
from models.record.asking.moas.linked import moa_sightings
from models.record.moa_words import asked
from models.record.tables.agreements import Agency, Agreement, Stretch
from models.record.tables.lists import ListingRow
from models.record.tables.moas.readings import HeldMoa, MoaPage, MoaReading
from models.record.tables.moas.sightings import MoaSighting
from models.record.tables.review import Ruling

# More pages than anyone reads; the text of 1,800 documents has 20,000.
MOST_PAGES = 500

_FACTS = (
    "pages", "layer", "support_type", "agency", "state", "revision", "signatories", "signed", "evidence", "failure",
)  # fmt: skip


def documents_of(
    session: Session, agency_id: str, known_at: datetime | None = None, as_of: date | None = None
) -> list[Row]:
    """Each document that a link of one of the agency's agreements led to, seen by `known_at` and by the day `as_of`,
    with what it says."""
    rows = session.exec(
        select(ListingRow.agreement_id, ListingRow.moa_url, ListingRow.addendum_url)
        .where(ListingRow.agency_id == agency_id, col(ListingRow.agreement_id).is_not(None))
        .order_by(col(ListingRow.valid_from), col(ListingRow.id))
    )
    linked: dict[tuple[str, str, str], str] = {}
    for agreement_id, moa_url, addendum_url in rows:
        for what, url in (("agreement", moa_url), ("addendum", addendum_url)):
            if url:
                linked[str(agreement_id), what, fold_link(url)] = url
    seen: dict[str, list[MoaSighting]] = {}
    for one in moa_sightings(session):
        if (known_at is None or one.seen_at <= known_at) and (as_of is None or one.seen_at.date() <= as_of):
            seen.setdefault(one.link, []).append(one)
    readings = _readings(session, (one.document_sha256 for found in seen.values() for one in found))
    held = {one.agreement_id: one for one in session.exec(select(HeldMoa))}
    found: list[Row] = []
    for (agreement_id, what, link), url in linked.items():
        for one in _each_document(seen.get(link, [])):
            sha256 = str(one.document_sha256)
            against = held.get(agreement_id)
            fits = against if against and against.document_sha256 == sha256 and what == "agreement" else None
            found.append(
                {"agreement_id": agreement_id, "what": what, "sha256": sha256, "first_seen": one.seen_at.date()}
                | {"gone": seen[link][-1].document_sha256 is None, "url": url}
                | _facts(readings.get(sha256))
                | {"fits": fits.held.value if fits else None, "why": list(fits.evidence) if fits else []}
            )
    return found


def _each_document(sightings: Iterable[MoaSighting]) -> Iterable[MoaSighting]:
    first: dict[str, MoaSighting] = {}
    for one in sightings:
        if one.document_sha256 is not None:
            first.setdefault(one.document_sha256, one)
    return first.values()


def _readings(session: Session, documents: Iterable[str | None]) -> dict[str, MoaReading]:
    wanted = set(filter(None, documents))
    return {one.document_sha256: one for one in session.exec(select(MoaReading)) if one.document_sha256 in wanted}


def _facts(reading: MoaReading | None) -> dict[str, Any]:
    """What a document says; None where it is illegible, was not read yet, or could not be."""
    if reading is None:
        return dict.fromkeys(_FACTS)
    return {name: getattr(reading, name) or None for name in _FACTS} | {
        "layer": reading.layer.value if not reading.failure else None,
        "support_type": reading.support_type.value if reading.support_type else None,
    }


def document_ids(session: Session, text: str) -> list[str]:
    """The sha256 of the linked documents that begin with `text`, or of the one behind the agreement or question with
    that id."""
    held = session.exec(select(HeldMoa.document_sha256).where((HeldMoa.agreement_id == text) | (HeldMoa.id == text)))
    if found := sorted(set(held)):
        return found
    if not text or set(text.casefold()) - set("0123456789abcdef"):
        return []
    begun = col(MoaSighting.document_sha256).startswith(text.casefold(), autoescape=True)
    return sorted({str(sha256) for sha256 in session.exec(select(MoaSighting.document_sha256).where(begun))})


def document(session: Session, sha256: str) -> dict[str, Any]:
    """One linked document: what it says, where it stood when, which agreements link it and whether it fits them."""
    reading = session.get(MoaReading, sha256)
    links = set(session.exec(select(MoaSighting.link).where(MoaSighting.document_sha256 == sha256)))
    pages = select(MoaPage.number, MoaPage.text).where(MoaPage.document_sha256 == sha256)
    stood: list[Row] = []
    for one in moa_sightings(session):
        if one.link in links:
            leads_to = "this document" if one.document_sha256 == sha256 else one.document_sha256 or "nothing any more"
            stood.append({"since": one.seen_at, "url": one.url, "leads_to": leads_to})
    linking = select(HeldMoa).where(HeldMoa.document_sha256 == sha256).order_by(col(HeldMoa.agreement_id))
    return {
        "sha256": sha256,
        **_facts(reading),
        "ocr": reading is not None and reading.rules == RULES_WITH_OCR,
        "stood": stood,
        "agreements": [
            {"agreement_id": one.agreement_id, "agency": one.row_agency, "state": one.row_state}
            | {"support_type": one.row_support_type and one.row_support_type.value, "signed": one.row_signed}
            | {"fits": one.held.value, "why": list(one.evidence)}
            for one in session.exec(linking)
        ],
        "text": [{"page": number, "text": text} for number, text in session.exec(pages.order_by(col(MoaPage.number)))],
    }


def forms(session: Session) -> list[Row]:
    """The agreements on the newest list by the revision of the form that their document is written on, and the support
    type; without a revision last."""
    found: dict[tuple[Any, str], list[Any]] = {}
    for row in on_form(session):
        found.setdefault((row["revision"], row["support_type"] or ""), []).append(row["signed"])
    return [
        {
            "revision": revision,
            "support_type": support_type or None,
            "agreements": len(days),
            "first_signed": min(filter(None, days), default=None),
            "last_signed": max(filter(None, days), default=None),
        }
        for (revision, support_type), days in sorted(
            found.items(), key=lambda each: (str(each[0][0] or "9"), each[0][1])
        )
    ]


def on_form(session: Session, begins: str = "") -> list[Row]:
    """The agreements on the newest list with a document that was read, and its form; `begins`: only forms of that day
    or month ('2025-02')."""
    query = (
        select(Agreement, Agency, MoaReading)
        .join(Agency, col(Agreement.agency_id) == Agency.id)
        .join(Stretch, (col(Stretch.agreement_id) == Agreement.id) & col(Stretch.until_day).is_(None))
        .join(HeldMoa, col(HeldMoa.agreement_id) == Agreement.id)
        .join(MoaReading, col(MoaReading.document_sha256) == HeldMoa.document_sha256)
        .order_by(col(Agency.state), col(Agency.name), col(Agreement.id))
    )
    return [
        {
            "state": agency.state,
            "agency": agency.name,
            "support_type": agreement.support_type.value if agreement.support_type else None,
            "signed": agreement.signed,
            "revision": reading.revision,
            "agreement_id": agreement.id,
            "sha256": reading.document_sha256,
        }
        for agreement, agency, reading in session.exec(query)
        if str(reading.revision or "").startswith(begins)
    ]


def misfits(session: Session) -> list[Row]:
    """Each document that disagrees with its row, unless a person has ruled on it; both readings in a sentence."""
    query = select(HeldMoa).where(HeldMoa.held == Held.DISAGREES, col(HeldMoa.id).not_in(select(Ruling.about)))
    return [
        {
            "id": one.id,
            "agreement_id": one.agreement_id,
            "question": "; ".join(one.evidence),
            "sha256": one.document_sha256,
        }
        for one in session.exec(query.order_by(col(HeldMoa.agreement_id)))
    ]


def pages_with(session: Session, words: list[str]) -> list[Row]:
    """The pages of documents that have all these words, each from its beginning on, the best first; `agreements` are
    those that link the document."""
    if not words:
        return []
    statement, parameter = asked(session.connection().dialect.name, words)
    found = session.connection().execute(sa.text(statement), {"words": parameter, "most": MOST_PAGES})
    linking: dict[str, list[HeldMoa]] = {}
    for one in session.exec(select(HeldMoa).order_by(col(HeldMoa.agreement_id))):
        linking.setdefault(one.document_sha256, []).append(one)
    return [
        {
            "agency": "; ".join(f"{one.row_agency}, {one.row_state}" for one in linking.get(sha256, ())) or None,
            "page": number,
            "text": " ".join(piece.replace("\x02", "[").replace("\x03", "]").split()),
            "sha256": sha256,
            "agreements": [one.agreement_id for one in linking.get(sha256, ())],
        }
        for sha256, number, piece in found
    ]
