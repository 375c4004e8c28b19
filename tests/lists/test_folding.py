import pytest

from models.lists.folding import fold_agency, fold_link, fold_state, fold_support_type
from models.vocabulary import PLACE_NAMES, SupportType


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("TEXAS ", "TX"),
        ("utah", "UT"),
        ("UTAHJ", "UT"),
        ("PENNSLYVANIA", "PA"),
        ("WEST VIRIGINIA", "WV"),
        ("NC", "NC"),
        ("Guam", "GU"),
        ("NORTHERN MARIANA ISLANDS", "MP"),
        ("Virgin Islands", "VI"),
        ("\nSOUTH\u00a0CAROLINA", "SC"),
    ],
)
def test_a_state_is_read_through_slips_of_the_hand(printed: str, code: str) -> None:
    assert fold_state(printed) == code


@pytest.mark.parametrize("printed", ["", "   ", "N/A", "Atlantis", "CAROLINA", "DAKOTA", "VIRGINIAS OF THE WEST"])
def test_what_could_be_two_states_or_none_is_no_state(printed: str) -> None:
    assert fold_state(printed) == ""


def test_every_place_reads_as_itself() -> None:
    assert {code: fold_state(name) for code, name in PLACE_NAMES.items()} == {code: code for code in PLACE_NAMES}


@pytest.mark.parametrize(
    ("printed", "support_type"),
    [
        ("Task Force Model ", SupportType.TFM),
        ("Task Force Officer", SupportType.TFM),
        ("Warrant Services Officer", SupportType.WSO),
        ("Jail Enforcment Model", SupportType.JEM),
        ("JEM", SupportType.JEM),
        ("", None),
        ("Community Liaison Model", None),
    ],
)
def test_a_support_type_is_read_by_its_telling_words(printed: str, support_type: SupportType | None) -> None:
    assert fold_support_type(printed) is support_type


@pytest.mark.parametrize(
    ("state", "one", "other"),
    [
        ("TX", "Adair County Sheriff's Office", "Adair County Sheriff\u2019s Office "),
        ("TX", "Adair County Sheriff's Office", "ADAIR COUNTY SHERIFFS DEPARTMENT"),
        ("TX", "Adair County Sheriff's Office", "Adair Co. Sherrif's Offic"),
        ("FL", "St. Mary Police Department", "Saint Mary PD"),
        ("FL", "City of Ashby Police Department", "Ashby Police Dept."),
        ("FL", "Ft. Ashby Police Department", "Fort Ashby Police Department"),
        ("MT", "MT Dept of Justice", "Montana Department of Justice"),
        ("PA", "Ashby Township Constbales Office", "Ashby Twp Constable's Office"),
        ("PA", "Ashby Township Constable's Office, PA", "Ashby Township Constable's Office"),
        ("FL", "Office of the State Attorney, Sixth Circuit", "Office of the State Attorney 6th Circuit"),
        ("FL", "Fish & Wildlife Commission", "Fish and Wildlife Commission"),
    ],
)
def test_spellings_of_one_name_fold_to_one_key(state: str, one: str, other: str) -> None:
    assert fold_agency(state, one).key == fold_agency(state, other).key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Walker County Sheriff's Office", "Waller County Sheriff's Office"),
        ("Constable Precinct 2", "Constable Precinct 6"),
        ("Town of Ashby Police Department", "City of Ashby Police Department"),
        ("Ashby Township Police Department", "Ashby Borough Police Department"),
        ("Ashby County Sheriff's Office", "Ashby County Jail"),
        ("Constantine Police Department", "Constable Police Department"),
        ("Ashby Police Department, LA", "Ashby Police Department"),
    ],
)
def test_what_could_be_two_agencies_never_folds_together(one: str, other: str) -> None:
    assert fold_agency("TX", one).key != fold_agency("TX", other).key


def test_a_county_named_like_its_state_keeps_its_name() -> None:
    assert "utah" in fold_agency("UT", "Utah County Sheriff's Office").naming
    assert "alaska" not in fold_agency("AK", "Alaska Department of Corrections").core


@pytest.mark.parametrize(
    "url",
    [
        "http://www.agency.example/doclib/a.pdf",
        "https:/agency.example/doclib/a.pdf",
        "HTTPS://Agency.example/doclib/a.pdf?x=1",
        "chrome-extension://abcdef/https://www.agency.example/doclib/a.pdf",
    ],
)
def test_one_file_linked_in_several_ways_is_one_file(url: str) -> None:
    assert fold_link(url) == fold_link("https://agency.example/doclib/a.pdf")


def test_two_files_stay_two() -> None:
    assert fold_link("https://agency.example/doclib/a.pdf") != fold_link("https://agency.example/doclib/A.pdf")
