"""The agreements on the newest list by the form that their document is written on."""

from datetime import date

from sqlmodel import Session, col, select

from models.documents.facts import TextLayer
from models.documents.held_against import LinkedAs
from models.record.asking import Row
from models.record.tables.agreements import Agency, Agreement, Stretch
from models.record.tables.moas.readings import LinkedMoa, MoaReading

NOT_PRINTED = "no revision printed"
ILLEGIBLE = "illegible"
NO_DOCUMENT = "no document fetched"


def forms(session: Session) -> list[Row]:
    """How many agreements stand on each form, by its revision and the support type; those without one last."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in on_form(session):
        found.setdefault((row["form"], row["support_type"] or ""), []).append(row)
    return [
        {
            "form": form,
            "revision": rows[0]["revision"],
            "support_type": support_type or None,
            "agreements": len(rows),
            "first_signed": min(filter(None, (row["signed"] for row in rows)), default=None),
            "last_signed": max(filter(None, (row["signed"] for row in rows)), default=None),
        }
        for (form, support_type), rows in sorted(found.items(), key=lambda each: (_order(each[0][0]), each[0][1]))
    ]


def _order(form: str) -> tuple[int, str]:
    others = (NOT_PRINTED, ILLEGIBLE, NO_DOCUMENT)
    return (others.index(form) + 1, "") if form in others else (0, form)


def on_form(session: Session, begins: str = "") -> list[Row]:
    """The agreements on the newest list, each with its document and the form of it; `begins`: only forms of that day or
    month ('2025-02')."""
    linked = col(LinkedMoa.current) & (col(LinkedMoa.agreement_id) == Agreement.id)
    its_own = linked & (col(LinkedMoa.what) == LinkedAs.AGREEMENT)
    query = (
        select(Agreement, Agency, LinkedMoa.document_sha256, MoaReading)
        .join(Agency, col(Agreement.agency_id) == Agency.id)
        .join(Stretch, (col(Stretch.agreement_id) == Agreement.id) & col(Stretch.until_day).is_(None))
        .outerjoin(LinkedMoa, its_own)
        .outerjoin(MoaReading, col(MoaReading.document_sha256) == LinkedMoa.document_sha256)
        .order_by(col(Agency.state), col(Agency.name), col(Agreement.id))
    )
    rows: list[Row] = [
        {
            "state": agency.state,
            "agency": agency.name,
            "support_type": agreement.support_type.value if agreement.support_type else None,
            "signed": agreement.signed,
            "form": _form(sha256, reading),
            "revision": _revision(reading),
            "agreement_id": agreement.id,
            "sha256": sha256,
        }
        for agreement, agency, sha256, reading in session.exec(query)
    ]
    return [row for row in rows if str(row["revision"] or "").startswith(begins)]


def _revision(reading: MoaReading | None) -> date | None:
    return reading.revision if reading else None


def _form(sha256: str | None, reading: MoaReading | None) -> str:
    """A form is without a revision only where all of its pages can be read."""
    if sha256 is None:
        return NO_DOCUMENT
    if reading is not None and reading.revision:
        return reading.revision.isoformat()
    return NOT_PRINTED if reading and not reading.failure and reading.layer is TextLayer.TEXT else ILLEGIBLE
