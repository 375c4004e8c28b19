"""The bundled sample: the numbers it must show, the changes that it scripts, and the quirks of its workbooks."""

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
from rapidfuzz.distance import Levenshtein

from flows.demo.agreements import agreements_on
from flows.demo.description import SAMPLE, SampleDay, read
from flows.demo.page import page
from flows.demo.workbook import participating_workbook, pending_workbook
from models.vocabulary import ChangeKind, SupportType
from tests.support.sample_truth import expected

JEM, TFM, WSO = SupportType.JEM, SupportType.TFM, SupportType.WSO
DAYS = read().days

DIGESTS = """
import hashlib
from flows.demo.description import read
from flows.demo.page import page
from flows.demo.workbook import participating_workbook, pending_workbook
for day in read().days[::3]:
    digest = hashlib.sha256(page(day, day.now).encode())
    if day.saved:
        digest.update(participating_workbook(day))
        digest.update(pending_workbook(day))
    print(digest.hexdigest())
"""


@cache
def sheet_of(number: int) -> Worksheet:
    day = DAYS[number - 1]
    sheet = load_workbook(io.BytesIO(participating_workbook(day))).active
    assert isinstance(sheet, Worksheet)
    return sheet


@pytest.mark.parametrize(
    ("day", "agreements", "agencies", "states", "territories"),
    [
        (1, 150, 147, 26, 0),
        (2, 135, 133, 21, 0),
        (3, 957, 796, 40, 0),
        (4, 1372, 1168, 39, 2),
        (10, 1412, 1207, 39, 2),
    ],
)
def test_the_known_totals(day: int, agreements: int, agencies: int, states: int, territories: int) -> None:
    truth = expected(day)
    assert (truth.agreements, truth.agencies, truth.states, truth.territories) == (
        agreements,
        agencies,
        states,
        territories,
    )


def test_september_2025_by_support_type() -> None:
    assert expected(3).by_support_type == {TFM: 473, WSO: 357, JEM: 127}
    assert expected(3).headline == 958


@pytest.mark.parametrize(
    ("day", "figures"),
    [
        (4, {"FL": 341, "TX": 287, "TN": 63, "PA": 54, "AL": 49}),
        # What the stories of that day say, so that a claim can be right on one day and off on another.
        (10, {"FL": 342, "TX": 296, "TN": 63, "PA": 58, "AL": 52}),
    ],
)
def test_the_states_that_the_stories_name(day: int, figures: dict[str, int]) -> None:
    assert {state: expected(day).by_state[state] for state in figures} == figures


def test_every_kind_of_scripted_change_is_on_a_day_of_its_own() -> None:
    days_by_kind = {kind: [day.number for day in DAYS[4:] if kind in kinds_on(day.number)] for kind in ChangeKind}
    assert days_by_kind[ChangeKind.AGENCY_RESPELLED] == [5]
    assert days_by_kind[ChangeKind.AGREEMENT_ENDED] == [6]
    assert days_by_kind[ChangeKind.AGENCY_RENAMED] == [8]
    assert days_by_kind[ChangeKind.SIGNING_DATE_CORRECTED] == [9]
    assert days_by_kind[ChangeKind.AGREEMENT_SWITCHED] == [9]
    assert days_by_kind[ChangeKind.PENDING_SIGNED] == [5, 6, 8, 9, 10]


def kinds_on(number: int) -> set[ChangeKind]:
    return {change[0] for change in expected(number).changes}


def test_one_suspected_ending_is_withdrawn_and_one_is_confirmed() -> None:
    missing = ChangeKind.AGREEMENT_ENDED, "IN", "Nappanee Police Department", TFM
    ended = ChangeKind.AGREEMENT_ENDED, "NH", "Kingston Police Department", TFM
    assert {missing, ended} <= expected(6).changes
    assert expected(8).withdrawn == {missing}
    assert expected(8).confirmed == set()
    assert expected(9).confirmed == {ended}


def test_the_scripted_changes_of_the_last_days() -> None:
    respelled = ChangeKind.AGENCY_RESPELLED, "TX", "Somervell County Sheriff's Office", WSO
    renamed = ChangeKind.AGENCY_RENAMED, "SD", "South Dakota Highway Patrol Division", TFM
    redated = ChangeKind.SIGNING_DATE_CORRECTED, "OK", "Craig County Sheriff's Office", WSO
    switched = ChangeKind.AGREEMENT_SWITCHED, "MO", "Pulaski County Sheriff's Office", TFM
    assert respelled in expected(5).changes
    assert renamed in expected(8).changes
    assert {redated, switched} <= expected(9).changes
    assert not expected(7).changes


def test_the_real_ending_stays_away_for_four_good_lists() -> None:
    ending = ("NH", "Kingston Police Department", TFM)
    listed = [ending in {agreement.slot for agreement in agreements_on(day.number)} for day in DAYS[4:]]
    assert listed == [True, False, False, False, False, False]
    assert [expected(day.number).held for day in DAYS[5:]] == [False, True, False, False, False]


def test_only_one_list_is_wrong_and_it_disagrees_with_its_headline() -> None:
    assert [day.number for day in DAYS if expected(day.number).held] == [7]
    assert expected(7).rows == 290
    assert expected(7).headline == expected(7).agreements == 1382


def test_most_of_a_list_persists_into_the_next() -> None:
    for number in range(2, len(DAYS) + 1):
        before = {agreement.slot for agreement in agreements_on(number - 1)}
        after = {agreement.slot for agreement in agreements_on(number)}
        assert len(before & after) >= 0.9 * len(before)


def test_each_slot_stands_once_on_a_list() -> None:
    for day in DAYS:
        slots = Counter(agreement.slot for agreement in agreements_on(day.number))
        assert slots.most_common(1)[0][1] == 1


def test_nothing_that_leaves_looks_like_something_that_comes_unless_it_is_scripted() -> None:
    scripted = {change.agency for change in read().changes if change.becomes}
    for number in range(2, len(DAYS) + 1):
        before, after = agreements_on(number - 1), agreements_on(number)
        left = {agreement.slot for agreement in before} - {agreement.slot for agreement in after}
        came = {agreement.slot for agreement in after} - {agreement.slot for agreement in before}
        for state, agency, support_type in left:
            for other_state, other, other_type in came:
                if agency not in scripted and (other_state, other_type) == (state, support_type):
                    assert Levenshtein.distance(agency, other) > 3, (agency, other)
                assert (other_state, other) != (state, agency) or agency in scripted


def test_each_agreement_has_an_moa_file_of_its_own() -> None:
    for day in DAYS:
        files = Counter(agreement.file for agreement in agreements_on(day.number))
        assert files.most_common(1)[0][1] == 1


def test_the_days_have_the_same_bytes_in_another_process() -> None:
    environment = os.environ | {"PYTHONHASHSEED": "12", "TZ": "Pacific/Kiritimati"}
    output = subprocess.run(
        [sys.executable, "-c", DIGESTS], env=environment, check=True, capture_output=True, text=True
    ).stdout
    assert output.split() == [digest_of(day) for day in DAYS[::3]]


def digest_of(day: SampleDay) -> str:
    digest = hashlib.sha256(page(day, day.now).encode())
    if day.saved:
        digest.update(participating_workbook(day))
        digest.update(pending_workbook(day))
    return digest.hexdigest()


def test_the_description_is_compact() -> None:
    assert sum(file.stat().st_size for file in SAMPLE.iterdir()) < 60_000


def test_the_workbook_carries_the_time_of_its_day() -> None:
    workbook = load_workbook(io.BytesIO(participating_workbook(DAYS[3])))
    assert workbook.properties.modified.isoformat() == "2026-01-26T13:55:00"


def test_the_quirks_of_the_cells() -> None:
    rows = list(sheet_of(4).iter_rows(min_row=2, max_col=8))
    texts = [[str(cell.value) if cell.value is not None else "" for cell in row] for row in rows]
    states, agencies, types, counties, support_types = (
        Counter(column) for column in list(zip(*texts, strict=True))[:5]
    )
    assert states["TEXAS "] > 10
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
