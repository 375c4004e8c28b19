"""The documents that the sample's lists link, made from their rows; a few are what real ones are at times."""

from datetime import date
from enum import StrEnum

from flows.demo.agreement import agreement_pages
from flows.demo.pdf import scanned_pdf, text_pdf
from flows.demo.sample import MOA_FOLDER, SampleRow
from models.vocabulary import PLACE_NAMES, SupportType

# Where the publisher on this machine serves what the lists link at an invented host.
FOLDER = "/doclib/287gMOA/"
LINKED_AS = f"https://{MOA_FOLDER}"

_REVISIONS = {SupportType.TFM: date(2025, 3, 7), SupportType.JEM: date(2025, 2, 15), SupportType.WSO: date(2025, 2, 15)}


class OddDocument(StrEnum):
    """What may be wrong with a document."""

    SCAN = "a scan without text"
    ANOTHERS = "another agency's agreement"
    GONE = "nothing at its address"


# By the name of the file: three of those that the demo's runs ask for, one a day.
ODD_DOCUMENTS = {
    "AlleganyCoMD_WSO_MOA_10072025.pdf": OddDocument.GONE,
    "AllenCoKY_TFM_MOA_11042025.pdf": OddDocument.SCAN,
    "AllenCoKY_WSO_MOA_12032025.pdf": OddDocument.ANOTHERS,
}


def documents(rows: list[SampleRow]) -> dict[str, bytes]:
    """The documents behind the links of these rows by their paths; none for one that is gone."""
    found: dict[str, bytes] = {}
    for row in rows:
        name = row.moa_file
        if name and ODD_DOCUMENTS.get(name) is not OddDocument.GONE:
            found[FOLDER + name] = _document(row, ODD_DOCUMENTS.get(name))
    return found


def _document(row: SampleRow, odd: OddDocument | None) -> bytes:
    if odd is OddDocument.SCAN:
        return scanned_pdf(3)
    agency, state = " ".join(row.cells[1].split()), PLACE_NAMES[row.state]
    if odd is OddDocument.ANOTHERS:
        agency, state = "Matagorda County Sheriff's Office", "Texas"
    revision = _REVISIONS[row.support_type] if row.signed > date(2025, 2, 1) else None
    return text_pdf(agreement_pages(f"{agency}, {state}", row.support_type, row.signed, revision))
