"""The documents behind the rows, as they are shown: of an agency, one by one, by their words."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models.calendar import day_of
from models.documents.held_against import Held
from models.documents.links.stays import Stay, stays_of
from models.documents.reading import RULES_WITH_OCR
from models.record.asking import Row
from models.record.asking.moas.linked import moa_sightings
from models.record.asking.moas.spans import linked_moas, seen_behind_links
from models.record.moa_words import asked
from models.record.tables.agreements import Agency, Agreement
from models.record.tables.moas.readings import HeldMoa, LinkedMoa, MoaPage, MoaReading
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
    seen = [
        one
        for one in seen_behind_links(session)
        if (known_at is None or one.seen_at <= known_at) and (as_of is None or day_of(one.seen_at) <= as_of)
    ]
    linked = linked_moas(session, seen, agency_id)
    readings = _readings(session, (one.document_sha256 for one in linked))
    held = {(one.agreement_id, one.what): one for one in session.exec(select(HeldMoa))}
    found: list[Row] = []
    for one in linked:
        against = held.get((one.agreement_id, one.what))
        of_these = (one.link, one.document_sha256)
        fits = against if against and (against.link, against.document_sha256) == of_these else None
        found.append(
            {"agreement_id": one.agreement_id, "what": one.what.value, "sha256": one.document_sha256}
            | {name: getattr(one, name) for name in ("first_seen", "replaced_on", "gone_on", "url")}
            | _facts(readings.get(one.document_sha256))
            | {"fits": fits.held.value if fits else None, "why": list(fits.evidence) if fits else []}
        )
    return found


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
    pages = select(MoaPage.number, MoaPage.text).where(MoaPage.document_sha256 == sha256)
    urls = {one.link: one.url for one in moa_sightings(session) if one.document_sha256 == sha256}
    stays = stays_of(one for one in seen_behind_links(session) if one.link in urls)
    stood: list[Row] = [
        {"since": stay.since, "url": urls[link], "leads_to": _leads_to(stay, sha256)}
        for link, found in stays.items()
        for stay in found
    ]
    linking = select(HeldMoa).where(HeldMoa.document_sha256 == sha256).order_by(col(HeldMoa.agreement_id))
    return {
        "sha256": sha256,
        **_facts(reading),
        "ocr": reading is not None and reading.rules == RULES_WITH_OCR,
        "stood": sorted(stood, key=lambda row: (row["since"], row["url"])),
        "agreements": [
            {"agreement_id": one.agreement_id, "agency": one.row_agency, "state": one.row_state}
            | {"support_type": one.row_support_type and one.row_support_type.value, "signed": one.row_signed}
            | {"what": one.what.value, "fits": one.held.value, "why": list(one.evidence)}
            for one in session.exec(linking)
        ],
        "text": [{"page": number, "text": text} for number, text in session.exec(pages.order_by(col(MoaPage.number)))],
    }


def _leads_to(stay: Stay, sha256: str) -> str:
    if stay.sha256 is None:
        return "nothing any more" if stay.again else "nothing, asked once"
    return "this document" if stay.sha256 == sha256 else stay.sha256


def misfits(session: Session) -> list[Row]:
    """Each document that disagrees with its row, unless a person has ruled on it; both readings in a sentence."""
    query = select(HeldMoa).where(HeldMoa.held == Held.DISAGREES, col(HeldMoa.id).not_in(select(Ruling.about)))
    return [
        {
            "id": one.id,
            "agreement_id": one.agreement_id,
            "what": one.what.value,
            "question": "; ".join(one.evidence),
            "sha256": one.document_sha256,
        }
        for one in session.exec(query.order_by(col(HeldMoa.agreement_id), col(HeldMoa.what)))
    ]


def pages_with(session: Session, words: list[str]) -> list[Row]:
    """The pages of documents that have all these words, each from its beginning on, the best first; `agreements` are
    those that link or linked the document."""
    if not words:
        return []
    statement, parameter = asked(session.connection().dialect.name, words)
    found = session.connection().execute(sa.text(statement), {"words": parameter, "most": MOST_PAGES})
    linking: dict[str, list[tuple[Agency, str]]] = {}
    query = select(LinkedMoa.document_sha256, Agency, Agreement.id).join(
        Agreement, col(Agreement.id) == LinkedMoa.agreement_id
    )
    joined = query.join(Agency, col(Agency.id) == Agreement.agency_id).distinct()
    for document_sha256, agency, agreement_id in session.exec(joined.order_by(col(Agreement.id))):
        linking.setdefault(document_sha256, []).append((agency, agreement_id))
    return [
        {
            "state": "; ".join(sorted({agency.state for agency, _ in linking.get(sha256, ())})) or None,
            "agency": "; ".join(dict.fromkeys(agency.name for agency, _ in linking.get(sha256, ()))) or None,
            "page": number,
            "text": " ".join(piece.replace("\x02", "[").replace("\x03", "]").split()),
            "sha256": sha256,
            "agreements": [agreement_id for _, agreement_id in linking.get(sha256, ())],
        }
        for sha256, number, piece in found
    ]
