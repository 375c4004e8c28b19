"""The day in the name of an MOA file, in all the forms that files are named in."""

from datetime import date

import pytest

from models.lists.moa_files import file_day, file_name

FOLDER = "https://agency.example/doclib/287gMOA/"


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("287gJEM_KnoxCoTn2017-06-15.pdf", date(2017, 6, 15)),
        ("287g_JEM_Knox_6-8-2020.pdf", date(2020, 6, 8)),
        ("287gJEM_%20etowahCoAL_06-09-2020.pdf", date(2020, 6, 9)),
        ("Lavaca_County_WSO_MOA_02.24.25.pdf", date(2025, 2, 24)),
        ("BeeCounty_WSO_MOA_022525.pdf", date(2025, 2, 25)),
        ("MontourCoSheriffsOfficePA_TFM_MOA_06112025.pdf?x=01012020", date(2025, 6, 11)),
        ("montgomery-tx-2017.pdf", None),
        ("StLucie_TFM_MOA.pdf", None),
        ("HarlanCo_WSO_MOA_13402025.pdf", None),
        ("HarlanCo_2020-06-09_2025-03-01.pdf", None),  # which of the two?
        ("", None),
    ],
)
def test_the_day_is_taken_from_the_name_where_there_is_just_one(name: str, day: date | None) -> None:
    assert file_day(FOLDER + name) == day


def test_the_name_is_the_last_part_of_the_address_in_plain_letters() -> None:
    assert file_name(f"{FOLDER}Knox%20Co.pdf?download=1") == "Knox Co.pdf"
    assert file_name("") == ""
