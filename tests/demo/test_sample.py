"""The bundled sample: the numbers it must show, and the quirks of its workbooks."""

import hashlib
import io
import os
import subprocess
import sys
from collections import Counter
from functools import cache

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from flows.demo.page import page
from flows.demo.sample import in_force, listed, pending
from flows.demo.workbook import participating_workbook, pending_workbook
from models.lists.folding import fold_agency, tidy
from models.vocabulary import STATE_NAMES, SupportType
from tests.support.paths import ROOT
from tests.support.sample_truth import DAYS, EXPECTED, count_by


@cache
def sheet_of(number: int) -> Worksheet:
    sheet = load_workbook(io.BytesIO(participating_workbook(DAYS[number - 1]))).active
    assert isinstance(sheet, Worksheet)
    return sheet


@pytest.mark.parametrize("number", EXPECTED)
def test_the_totals_of_each_day(number: int) -> None:
    day, truth = DAYS[number - 1], EXPECTED[number]
    rows = in_force(day)
    assert (len(listed(day)), len(rows), len(pending(day))) == (truth.rows, truth.agreements, truth.pending)
    agencies = {(row.state, fold_agency(row.state, row.cells[1]).key) for row in rows}
    places = {row.state for row in rows}
    states = len(places & STATE_NAMES.keys())
    assert (len(agencies), states, len(places) - states) == (truth.agencies, truth.states, truth.territories)


def test_the_agencies_of_january_26_have_1168_spellings() -> None:
    """The stories of that day call spellings agencies: an office that signed twice is printed in two ways."""
    spellings = {(row.state, tidy(row.cells[1])) for row in in_force(DAYS[3])}
    assert (len(spellings), EXPECTED[4].agencies) == (1168, 1147)


@pytest.mark.parametrize(("number", "texas", "pennsylvania"), [(4, 282, 52), (10, 296, 58)])
def test_a_filter_on_the_state_misses_rows(number: int, texas: int, pennsylvania: int) -> None:
    """Five rows of Texas have a stray space in the state; Pennsylvania has one, and a typo."""
    cells = Counter(row.cells[0] for row in in_force(DAYS[number - 1]))
    assert (cells["TEXAS"], cells["TEXAS "], cells["PENNSYLVANIA"]) == (texas, 5, pennsylvania)


def test_september_2025_by_support_type() -> None:
    assert count_by("support_type", 3) == {SupportType.TFM: 473, SupportType.WSO: 357, SupportType.JEM: 127}


@pytest.mark.parametrize(
    ("number", "figures"),
    [
        (4, {"FL": 341, "TX": 287, "TN": 63, "PA": 54, "AL": 49}),
        # The stories of that day say 296 for Texas and 58 for Pennsylvania, without the rows that a filter misses.
        (10, {"FL": 342, "TX": 301, "TN": 63, "PA": 60, "AL": 52}),
    ],
)
def test_the_states_that_the_stories_name(number: int, figures: dict[str, int]) -> None:
    assert count_by("state", number).items() >= figures.items()


def test_each_agreement_is_listed_once_with_an_moa_of_its_own() -> None:
    for day in DAYS:
        rows = in_force(day)
        slots = Counter((row.state, row.cells[1].strip(), row.support_type) for row in rows)
        links = Counter(row.moa_url for row in rows if row.moa_url)
        assert slots.most_common(1)[0][1] == links.most_common(1)[0][1] == 1


def test_the_real_ending_stays_off_four_good_lists() -> None:
    ending = ("NH", "Kingston Police Department", SupportType.TFM)
    on_list = [ending in {(row.state, row.cells[1], row.support_type) for row in in_force(day)} for day in DAYS[4:]]
    assert on_list == [True, False, False, False, False, False]


def digests() -> list[str]:
    """One sha256 for the page and the workbooks of every third day."""
    contents = []
    for day in DAYS[::3]:
        workbooks = [participating_workbook(day), pending_workbook(day)] if day.saved else []
        contents.append(b"".join([page(day, day.now).encode(), *workbooks]))
    return [hashlib.sha256(content).hexdigest() for content in contents]


def test_the_days_have_the_same_bytes_in_another_process() -> None:
    environment = os.environ | {"PYTHONHASHSEED": "12", "TZ": "Pacific/Kiritimati"}
    code = "from tests.demo.test_sample import digests; print(*digests())"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    )
    assert done.stdout.split() == digests()


def test_the_workbook_carries_the_time_of_its_day() -> None:
    workbook = load_workbook(io.BytesIO(participating_workbook(DAYS[3])))
    assert workbook.properties.modified.isoformat() == "2026-01-26T13:55:00"


def test_the_quirks_of_the_cells() -> None:
    rows = list(sheet_of(4).iter_rows(min_row=2, max_col=8))
    texts = [[str(cell.value) if cell.value is not None else "" for cell in row] for row in rows]
    states, agencies, types, counties, support_types = (
        Counter(column) for column in list(zip(*texts, strict=True))[:5]
    )
    assert states["TEXAS "] == 5
    assert states["PENNSLYVANIA"] == 1
    assert {"Guam", "Northern Mariana Islands"} <= states.keys()
    assert any("’" in agency for agency in agencies)
    assert any("\xa0" in agency for agency in agencies)
    assert 0.1 < sum(agency != agency.strip() for agency in agencies) / len(agencies) < 0.16
    assert {"County ", "Muncipality", "#NA", "State"} <= types.keys()
    assert {"#N/A", "N/A", "#NA", ""} <= counties.keys()
    assert any(county.startswith("\n") for county in counties)
    assert {"Task Force Model ", "Warrant Services Officer"} <= support_types.keys()


def test_every_link_cell_has_a_hyperlink_and_one_in_five_is_a_safe_link() -> None:
    cells = [row[0] for row in sheet_of(4).iter_rows(min_row=2, min_col=7, max_col=7)]
    targets = [str(cell.hyperlink.target) for cell in cells if cell.value == "link" and cell.hyperlink]
    assert len(targets) == sum(cell.value == "link" for cell in cells) > 1000
    assert all(cell.hyperlink is None for cell in cells if cell.value != "link")
    wrapped = [target for target in targets if "safelinks.protection.outlook.com" in target]
    assert 0.17 < len(wrapped) / len(targets) < 0.23
    assert all("%40ice.example" in target for target in wrapped)


def test_the_quirks_of_the_sheet() -> None:
    sheet = sheet_of(4)
    assert [cell.value for cell in sheet[1]][8:] == [None] * 6
    last = max(cell.row for cell in sheet["B"] if cell.value)
    assert sheet.max_row == last + 12
    blank = [row for row in range(2, last) if sheet.cell(row, 2).value is None]
    assert len(blank) == 1
    assert sum(dimension.hidden for dimension in sheet_of(9).row_dimensions.values()) > 1200


def test_the_pending_workbook_has_no_signing_dates() -> None:
    sheet = load_workbook(io.BytesIO(pending_workbook(DAYS[3]))).active
    assert isinstance(sheet, Worksheet)
    assert [cell.value for cell in sheet[1]] == ["STATE", "LAW ENFORCEMENT AGENCY", "TYPE", "COUNTY", "SUPPORT TYPE"]
