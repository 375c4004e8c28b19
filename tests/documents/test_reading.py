"""What is read from an agreement's PDF: each part as it is said, and None for what is not."""

from datetime import date

import pytest

from flows.demo.agreement import agreement_pages
from flows.demo.pdf import scanned_pdf, text_pdf
from flows.sources.cage.readers import read_moa
from models.documents.facts import MoaFacts, MoaPages, TextLayer
from models.documents.letters import cleaned
from models.documents.reading import facts_of
from models.vocabulary import SupportType

AGENCY = "Aster County Sheriff's Office"
FEBRUARY = date(2025, 2, 14)


def facts(*pages: str) -> MoaFacts:
    return facts_of(MoaPages(pages, len(pages)))


@pytest.mark.parametrize("support_type", SupportType)
def test_a_typed_agreement_is_read_whole(support_type: SupportType) -> None:
    pages = agreement_pages(AGENCY, support_type, date(2025, 3, 10), FEBRUARY, "1 Elm St, Aster, TX 75001")
    _, read = read_moa(text_pdf(pages))
    assert read == MoaFacts(
        4, TextLayer.TEXT, support_type, AGENCY, "TX", FEBRUARY, ("Jo Aspen",), (date(2025, 3, 10),), read.evidence
    )
    assert "7 places name 'Aster County Sheriff's Office'" in read.evidence
    assert "its address has a ZIP code of Texas" in read.evidence


def test_a_scan_is_a_picture_and_says_nothing() -> None:
    pages, read = read_moa(scanned_pdf(3))
    assert (pages.texts, read.pages, read.layer) == (("", "", ""), 3, TextLayer.PICTURE)
    assert (read.agency, read.support_type, read.state, read.revision, read.signed) == (None, None, None, None, ())


def test_a_name_that_one_place_alone_has_is_illegible() -> None:
    assert facts(f"(DHS), and {AGENCY}, hereinafter the LEA").agency is None
    assert facts("MOA", f"{AGENCY} 2 Revised 02/14/2025").agency is None


def test_two_names_said_as_often_are_none() -> None:
    one, other = f"text\n{AGENCY} 1", "text\nBirch County Sheriff's Office 2"
    assert facts(one, one, other, other).agency is None
    assert facts(one, one, one, one, other).agency == AGENCY


def test_the_spelling_of_most_places_is_taken_whatever_recognition_made_of_the_others() -> None:
    said = ["Aster Countv Sheriffs Office", "Aster County Sherifrs Office", AGENCY, AGENCY, f"{AGENCY}, TX"]
    read = facts(*(f"text\n{name} {number} Revised 02/1412025" for number, name in enumerate(said, 1)))
    assert (read.agency, read.state, read.revision) == (AGENCY, "TX", FEBRUARY)


def test_the_other_party_and_the_headings_of_a_form_are_no_agency() -> None:
    page = "\n".join(
        (
            "II. AUTHORITY",
            "Department of Homeland Security",
            "U.S. Immigration and Customs Enforcement",
            "Office of Public Affairs",
            "Chief of Police",
            "County Sheriff's Office and the FOD",
        )
    )
    assert facts(page, page, page).agency is None


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("Iowa Colony Police Department", None),  # of Texas
        ("Delaware County Sheriff's Office", None),
        ("Florida Department of Agriculture", "FL"),
        ("Rockin County Sheriffs Office of New Hampshire", "NH"),
        ("Town of Juniper Island, Department of Public Safety; Florida", "FL"),
        ("Hamilton County Tennessee Sheriff's Office", "TN"),
        ("Troy, New Hampshire Police", "NH"),
        ("Office of the Sheriff, Pierce County Georgia", "GA"),
        ("Port Washington Police Department", None),
        ("Texas City Police Department", None),
    ],
)
def test_a_state_counts_where_it_says_whose_the_agency_is(name: str, state: str | None) -> None:
    page = f"text\n{name}"
    read = facts(page, page)
    assert (read.agency, read.state) == (name, state)


def sentence(named: str) -> str:
    return f"Homeland Security (DHS), and {named}, hereinafter the law enforcement agency (LEA)"


@pytest.mark.parametrize(
    ("named", "foot", "agency"),
    [
        ("the State of Idaho, by and through the Idaho State Police", "Page 1", "Idaho State Police"),
        ("County of Fannin, by and through its Sheriff", "Page 1", "County of Fannin"),
        ("Lamar County and the Lamar County Sheriff's Office", "Page 1", "Lamar County Sheriff's Office"),
        ("the City of Keller Police", "City of Keller\nPolice", "City of Keller Police"),
        ("Lamar Police Department", "Lamar County", None),
        ("Bee County Constable Precinct 4", "Bee County Constable Precinct 4", "Bee County Constable Precinct 4"),
        ("University of West Florida Board of Trustees", "University of West Florida", "University of West Florida"),
        ("Doña Ana County Sheriff's Office", "Doña Ana County Sheriff's Office", "Doña Ana County Sheriff's Office"),
    ],
)  # fmt: skip
def test_the_agency_itself_is_named_however_the_parties_are_written(named: str, foot: str, agency: str | None) -> None:
    page = f"{sentence(named)}\ntext\ntext, and\ntext, and\ntext, and\n{foot}"
    assert facts(page, page).agency == agency


def test_a_sheriffs_office_signs_nothing_and_names_with_accents_are_read_whole() -> None:
    text = (
        "By signing this MOA\nName: José Núñez Name: Todd M. Lyons\nAgency: Virginia Beach Sheriff's Office"
        " Agency: Customs"
    )
    assert facts(text).signatories == ("José Núñez", "Todd M. Lyons")


def test_the_address_of_an_ice_office_says_nothing_of_the_agency() -> None:
    page = f"For the LEA: {AGENCY}\n1 Elm St\nFor ICE: Field Office\n1 Poydras St, New Orleans, LA 70113\n{AGENCY}"
    assert facts(page, page).state is None


def test_two_states_in_the_agencys_addresses_are_none() -> None:
    page = f"For the LEA:\n{AGENCY}\nAster, TX 75001\nOld Aster, OK 73105\n{AGENCY}"
    assert facts(page, page).state is None


def test_titles_of_two_models_are_none() -> None:
    assert facts("287(g) Jail Enforcement Model", "287(g) Task Force Model").support_type is None
    said = "to interrogate any alien, by certified officers or employees"
    assert facts("287(g) Jail Enforcement Model", "287(g) Task Force Model", said).support_type is None


def test_days_are_read_as_typed_and_the_forms_own_is_none_of_them() -> None:
    text = "By signing this MOA\nMarch 14, 2025 Date: 3/18/25\nDate: 2025.03.19 09:51:01\n99/99/2025 Revised 02/14/2025"
    assert facts(text).signed == (date(2025, 3, 14), date(2025, 3, 18), date(2025, 3, 19))


def test_blanks_and_undecoded_letters_are_no_text() -> None:
    assert cleaned("the____________, \x1d\x03BBBBBBBBB  and\r\n’s") == "the , and\n's"
