"""A document held against the row that links it: sure of a disagreement, or silent."""

from datetime import date

import pytest

from models.documents.facts import MoaFacts, MoaPages, TextLayer
from models.documents.held_against import Held, LinkingRow, held_against
from models.documents.letters import cleaned
from models.vocabulary import SupportType

JEM, TFM = SupportType.JEM, SupportType.TFM
SIGNED = date(2025, 3, 10)


def held(
    agency: str | None,
    state: str | None,
    listed: str,
    row_state: str = "TX",
    support_type: SupportType | None = JEM,
    signed: tuple[date, ...] = (SIGNED,),
    text: str = "",
) -> tuple[Held, tuple[str, ...]]:
    facts = MoaFacts(4, TextLayer.TEXT, support_type, agency, state, None, (), signed, ())
    row = LinkingRow(row_state, listed, "", JEM, SIGNED)
    found = held_against(row, facts, MoaPages((agency or "", text), 2).texts)
    return found.held, found.evidence


@pytest.mark.parametrize(
    ("named", "listed"),
    [
        ("Lamar County Sheriffs Office", "Lamar County Sheriff's Office "),
        ("LAMAR COUNTY SHERIFF'S OFFICE, PARIS, TX", "Lamar County Sheriff's Office"),
        ("Leo County Sheriff's Office", "Lee County Sheriff's Office"),
        ("Larnar County Sheriff's Office", "Lamar County Sheriff's Office"),
        ("Lamar Sheriff's Office", "Lamar County Sheriff's Office"),
        ("Office of the Texas Attorney General", "Texas Office of the Attorney General"),
        ("Lamar County Texas Sheriff's Office", "Lamar County Sheriff's Office"),
        ("Keller, Texas Police", "Keller Police Department"),
        ("Kaufman County Constable Pct. 4", "Kaufman County Constable Precinct 4"),
        ("Texas Department of Agriculture and Rural Safety", "Texas Department of Agriculture"),
    ],
)
def test_one_agency_in_two_spellings_agrees(named: str, listed: str) -> None:
    assert held(named, "TX", listed)[0] is Held.AGREES


def test_another_countys_document_disagrees_with_both_readings_in_a_sentence() -> None:
    assert held("Wharton County Sheriff's Office", "TX", "Lamar County Sheriff's Office") == (
        Held.DISAGREES,
        ("the document names Wharton County Sheriff's Office, TX; the row is Lamar County Sheriff's Office, TX",),
    )


def test_counties_a_letter_apart_are_two() -> None:
    assert held("Waller County Sheriff's Office", "TX", "Walker County Sheriff's Office")[0] is not Held.AGREES
    assert held("Sumter County Sheriff's Office", None, "Sutton County Sheriff's Office")[0] is not Held.AGREES


@pytest.mark.parametrize("named", ["Wa1ler", "Wal1er", "W\u0430ller", "Wal\u202eler", "\uff37aller", "Waiier"])
def test_a_spoiled_name_that_may_be_another_county_as_well_is_open(named: str) -> None:
    assert held(f"{named} County Sheriff's Office", "TX", "Walker County Sheriff's Office")[0] is Held.ILLEGIBLE


@pytest.mark.parametrize("named", ["Wa1ker", "W\u0430lker", "Wal\u202eker", "\uff37alker"])
def test_a_spoiled_name_that_is_nearest_to_the_rows_agrees(named: str) -> None:
    found, evidence = held(f"{named} County Sheriff's Office", "TX", "Walker County Sheriff's Office")
    assert found is Held.AGREES
    assert all(sentence.isascii() for sentence in evidence)


def test_signs_that_nobody_sees_are_not_kept_of_a_page() -> None:
    assert cleaned("Wal\u202eler Coun\u00adty\ufeff") == "Waller County"


def test_the_same_name_in_another_state_disagrees() -> None:
    assert held("Lamar County Sheriff's Office", "GA", "Lamar County Sheriff's Office")[0] is Held.DISAGREES


def test_a_name_that_two_states_have_is_open_where_the_document_names_no_state() -> None:
    assert held("Lamar County Sheriff's Office", None, "Lamar County Sheriff's Office")[0] is Held.ILLEGIBLE
    assert held("Matagorda County Sheriff's Office", None, "Matagorda County Sheriff's Office")[0] is Held.AGREES


def test_a_town_that_several_states_have_is_open_where_the_document_names_no_state() -> None:
    assert held("Troy Police Department", None, "Troy Police Department") == (
        Held.ILLEGIBLE,
        (
            "the document names Troy Police Department and no state; several states have one",
            "the support type is JEM in both",
            "a signature of 2025-03-10 is near the listed 2025-03-10",
        ),
    )
    assert held("Kemah Police Department", None, "Kemah Police Department")[0] is Held.AGREES


def test_two_precincts_of_a_county_never_agree() -> None:
    named, listed = "Kaufman County Constable Precinct 4", "Kaufman County Constable Precinct 2"
    assert held(named, "TX", listed)[0] is not Held.AGREES


def test_another_support_type_disagrees() -> None:
    found = held("Lamar County Sheriff's Office", "TX", "Lamar County Sheriff's Office", support_type=TFM)
    assert found == (Held.DISAGREES, ("the document is a TFM agreement, the row is listed as JEM",))


def test_a_days_digit_proves_nothing_and_two_far_days_do() -> None:
    agency = "Matagorda County Sheriff's Office"
    far = (date(2020, 6, 8), date(2020, 6, 9))
    assert held(agency, "TX", agency, signed=far[:1])[0] is Held.AGREES
    assert held(agency, "TX", agency, signed=far) == (
        Held.DISAGREES,
        ("the document was signed on 2020-06-09, the row lists 2025-03-10",),
    )


@pytest.mark.parametrize(
    ("named", "listed"),
    [
        ("University of Central Florida Police Department", "UCF PD"),
        ("FSU Police Department", "Florida State University"),
        ("Florida A&M University Department of Campus Safety", "Florida Agricultural and Mechanical University Police"),
        ("Greater Orlando Aviation Authority", "Orlando International Airport Police Department"),
        ("Grayson County Detention Center", "Grayson County Sheriff's Office"),
        ("Florida Department of Highway Safety", "Florida Highway Patrol"),
    ],
)
def test_two_names_that_may_be_one_body_are_left_open(named: str, listed: str) -> None:
    assert held(named, "FL", listed, row_state="FL")[0] is Held.ILLEGIBLE


def test_a_document_that_says_the_rows_name_somewhere_is_left_open() -> None:
    named, listed = "Wharton County Sheriff's Office", "Lamar County Sheriff's Office"
    assert held(named, "TX", listed, text="on behalf of Lamar")[0] is Held.ILLEGIBLE
    assert held(named, "TX", listed)[0] is Held.DISAGREES


def test_an_illegible_document_says_nothing() -> None:
    assert held(None, None, "Lamar County Sheriff's Office", support_type=None, signed=())[0] is Held.ILLEGIBLE
