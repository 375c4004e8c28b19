"""The questions over the real lists, each answer held against the workbooks counted anew, the labels, or a second way.

What is compared with `counted_anew` shares no code with moawatch: where a row's name is printed otherwise on one list,
the two may differ, and the test says by how much.
"""

import csv
import statistics
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from openpyxl import load_workbook

from models.record import agency, ask
from models.record.store import Session
from tests.questions.asked import answer, columns
from tests.questions.counted_anew import (
    STATES,
    PrintedList,
    PrintedRow,
    county_of,
    fips_by_name,
    folded,
    labels,
    last_until,
    meant,
    participating,
    printed_lists,
)

SEPTEMBER = date(2025, 9, 3)
WINKLER = "TX-winkler-county-sheriff"


@pytest.fixture(scope="module")
def lists(shared_lists: Path) -> list[PrintedList]:
    return participating(shared_lists)


@pytest.fixture(scope="module")
def newest(lists: list[PrintedList]) -> PrintedList:
    return lists[-1]


def test_1_agreements_agencies_and_states_on_a_day(shared_record: Session, lists: list[PrintedList]) -> None:
    assert answer(shared_record, 1, day=SEPTEMBER)[0][:4] == (957, 795, 40, 0)
    for day in (date(2021, 3, 1), date(2024, 12, 20), date(2025, 2, 26), date(2025, 7, 4), date(2025, 9, 30)):
        printed = last_until(lists, day).agreements
        (told,) = answer(shared_record, 1, day=day)
        assert told[0] == len(printed)
        assert told[2] == len({state for state, _, _ in printed} - {"GU"})


def test_2_first_days_of_counties_that_the_lists_print(shared_record: Session, lists: list[PrintedList]) -> None:
    told = {fips: (first, before) for fips, _, _, first, _, before in answer(shared_record, 2)}
    printed: dict[str, date] = {}
    for each in lists:
        for row in each.rows:
            if fips := county_of(row):
                printed.setdefault(fips, each.day)
    # The column COUNTY begins on March 17, 2025; an agency that was there before has its county since then.
    late = {fips: day.isoformat() for fips, day in printed.items() if day > date(2025, 3, 17)}
    first = {fips: told[fips][0] for fips in late if fips in told}
    assert len(late) - len(first) <= 6, "bodies of a whole state, whose cell names the county of their seat"
    assert sum(first[fips] == late[fips] for fips in first) > 0.9 * len(late) > 300
    # An agency whose cell was empty or misprinted at first is in its county from its first day. The other way round is
    # one county of Arkansas, which stood in the cell of another county's agency.
    assert [fips for fips in first if first[fips] > late[fips]] == ["05119"]
    assert all(before is None or before < day for day, before in told.values())


def test_3_how_long_agreements_last(shared_record: Session, lists: list[PrintedList], newest: PrintedList) -> None:
    rows = {row[:2]: row[2:] for row in answer(shared_record, 3)}
    assert sum(stretches for (_, still_listed), (stretches, *_) in rows.items() if still_listed) == len(newest.rows)
    on_the_first = sum(stretches for (before, _), (stretches, *_) in rows.items() if before)
    assert on_the_first == len(lists[0].rows) == 150
    days = (date(2025, 9, 30) - date(2021, 1, 12)).days + 1
    assert rows[1, 1][1:] == (days, days, days), "all of them are listed from the record's first day to its last"


def test_4_share_of_people(shared_record: Session, lists: list[PrintedList], shared_lists: Path) -> None:
    with (shared_lists.parent / "reference" / "county_population_2023.csv").open(newline="") as file:
        people = {row["county_fips"]: int(row["population_2023"]) for row in csv.DictReader(file)}
    told = {state: row for state, *row in answer(shared_record, 4, day=SEPTEMBER)}
    assert sum(row[0] for row in told.values()) == sum(people.values()) == 334_914_895
    printed = {fips for row in last_until(lists, SEPTEMBER).rows if (fips := county_of(row))}
    assert told["FL"][1:3] == [22_610_726, 100.0], "all 67 sheriffs have signed"
    for state in ("TX", "GA", "TN", "OK"):
        covered = sum(number for fips, number in people.items() if fips in printed and _state(fips) == state)
        assert covered <= told[state][1] < 1.2 * covered, "some cells print no county"


def _state(fips: str) -> str:
    return {"48": "TX", "13": "GA", "47": "TN", "40": "OK"}.get(fips[:2], "")


def test_5_support_types_and_bodies_of_texas(shared_record: Session, lists: list[PrintedList]) -> None:
    day = date(2025, 5, 29)
    texas = {key for key in last_until(lists, day).agreements if key[0] == "TX"}
    names = {name for _, name, _ in texas}
    told = {(what, which): number for what, which, number in answer(shared_record, 5, day=day, state="TX")}
    for support_type in ("JEM", "TFM", "WSO"):
        assert told["agreements", support_type] == sum(key[2] == support_type for key in texas)
    assert told["agencies", "sheriff"] == sum("sheriff" in name for name in names) == 63


def test_6_support_types_by_month(shared_record: Session, lists: list[PrintedList]) -> None:
    for day, *told in answer(shared_record, 6):
        printed = Counter(support_type for *_, support_type in last_until(lists, date.fromisoformat(day)).agreements)
        # One row is printed twice, under two spellings of St. Cloud, from May to July 2025; another in June.
        assert told == pytest.approx([printed["JEM"], printed["TFM"], printed["WSO"]], abs=2), day
    assert len(answer(shared_record, 6)) == 57


def test_7_endings_that_people_labelled(shared_record: Session, shared_lists: Path) -> None:
    told = Counter({(state, month): number for state, month, number, _ in answer(shared_record, 7)})
    labelled = Counter(
        (STATES[each["state"].strip()], each["to_published"][:7]) for each in labels(shared_lists, "REAL", "removed")
    )
    assert labelled.total() == 18
    assert labelled <= told, "each of them is told in its month"
    assert {law for *_, law in answer(shared_record, 7)} == {None}, "without news the record knows of no law"


def test_8_days_pending(shared_record: Session, lists: list[PrintedList], shared_lists: Path) -> None:
    pending: dict[tuple[str, str, str], date] = {}
    listed: dict[tuple[str, str, str], date] = {}
    for each in printed_lists(shared_lists):
        for state, name, model in each.agreements:
            key = (*meant().get((state, name), (state, name)), model)
            (listed if each.kind == "participating" else pending).setdefault(key, each.day)
    first = min(pending.values())
    waits = [(listed[key] - day).days for key, day in pending.items() if day > first and key in listed]
    ((median, number),) = answer(shared_record, 8)
    assert median == statistics.median(waits) == 10
    assert number == pytest.approx(len(waits), rel=0.01)


def test_9_growth_of_august(shared_record: Session, lists: list[PrintedList]) -> None:
    before, after = (
        Counter(state for state, *_ in last_until(lists, day).agreements)
        for day in (date(2025, 7, 31), date(2025, 8, 31))
    )
    told = {state: growth for state, day, growth in answer(shared_record, 9) if day == "2025-08-31"}
    assert {state: growth for state, growth in told.items() if growth} == {
        state: after[state] - before[state] for state in before | after if after[state] != before[state]
    }
    assert max(told.items(), key=lambda each: each[1]) == ("TX", 30)


def test_10_counties_of_texas_without(shared_record: Session, newest: PrintedList) -> None:
    printed = {county_of(row) for row in newest.rows}
    without = {fips for (state, _), fips in fips_by_name().items() if state == "TX"} - printed
    told = set(columns(answer(shared_record, 10, state="TX"), 0))
    assert without - told == {"48425"}, "Somervell County's sheriff has another county in the cell"
    assert told <= without


def test_11_all_three_support_types(shared_record: Session, newest: PrintedList) -> None:
    types = Counter((state, name) for state, name, _ in newest.agreements)
    three = {each for each, number in types.items() if number == 3}
    assert {(state, folded(name)) for _, name, state, _ in answer(shared_record, 11)} == three
    assert len(three) == 27


def test_12_without_a_posted_text(shared_record: Session, lists: list[PrintedList], newest: PrintedList) -> None:
    told = answer(shared_record, 12)
    bare = {row.key for row in newest.rows if row.moa.casefold() != "link"}
    assert {(row[2], folded(row[1]), row[3]) for row in told} == bare
    by_key = {(row[2], folded(row[1]), row[3]): (row[4], row[5]) for row in told}
    first: dict[tuple[str, str, str], date] = {}
    for each in lists:
        for row in each.rows:
            first.setdefault(row.key, each.day)
    end = date(2025, 9, 30)
    same = [key for key in bare if by_key[key] == (first[key].isoformat(), (end - first[key]).days + 1)]
    assert len(same) >= len(bare) - 6, "one signed again, and five that were printed otherwise for a while"


def unwrapped(link: str) -> str:
    """The address in Outlook's wrapping."""
    return parse_qs(urlsplit(link).query).get("url", [link])[0]


def test_13_links_of_the_newest_list(shared_record: Session, shared_lists: Path) -> None:
    rows = answer(shared_record, 13)
    file = sorted((shared_lists / "participating").glob("*.xlsx"))[-1]
    sheet = load_workbook(file).worksheets[0]
    (column,) = [cell.column for cell in sheet[1] if cell.value == "MOA"]
    cells = [line[0] for line in sheet.iter_rows(min_col=column, max_col=column)]
    links = {unwrapped(cell.hyperlink.target or "") for cell in cells if cell.hyperlink}
    now = {url for *_, url, _, until, _ in rows if until is None}
    assert len(links & now) > 0.97 * len(links) > 800
    changed = {row[0] for row in rows if row[-1]}
    replaced = ask(shared_record, "SELECT agreement_id, evidence FROM changes WHERE kind = 'moa_replaced'")
    assert {each["agreement_id"] for each in replaced if "linked again" not in each["evidence"]} <= changed


def test_14_to_16_renewed_switched_or_back(shared_record: Session) -> None:
    """Signed again, or listed again: each of these is told in one way or the other."""
    renewed = {row[0] for row in answer(shared_record, 14)}
    back = {row[0]: row[2:] for row in answer(shared_record, 16)}
    assert {"Fort Walton Beach Police Department", "Rooks County Sheriff's Office"} <= renewed | back.keys()
    assert back["Ouachita Parish Sheriff's Office"] == ("2022-08-11", "2025-07-03", 1057)
    assert {row[1] for row in answer(shared_record, 15)} <= renewed


def test_17_odd_lists(shared_record: Session, shared_lists: Path) -> None:
    rows = answer(shared_record, 17)
    by_kind: dict[str, list[PrintedList]] = {"participating": [], "pending": []}
    for each in printed_lists(shared_lists):
        by_kind[each.kind].append(each)
    repeated = {now.sha256 for every in by_kind.values() for last, now in pairwise(every) if last.rows == now.rows}
    unchanged = {row[5] for row in rows if row[2] == "unchanged"}
    assert unchanged <= repeated, "the reader also tells links apart, so that a list with the same cells may be new"
    assert len(repeated - unchanged) <= 1
    (rejected,) = [row for row in rows if row[2] == "rejected"]
    assert rejected[:2] == ("2025-08-18", "participating")
    assert rejected[4].startswith("MOA: 77 of 721 links are missing")


def test_18_counties_between_counties(shared_record: Session) -> None:
    """By a second way: in Python over the two tables."""
    having = {
        row["county_fips"] for row in ask(shared_record, "SELECT county_fips FROM agencies WHERE agreements_now > 0")
    }
    around: dict[str, set[str]] = {}
    for row in ask(shared_record, "SELECT county_fips, neighbor_fips FROM county_neighbors"):
        around.setdefault(row["county_fips"], set()).add(row["neighbor_fips"])
    alone = {fips for fips, others in around.items() if fips not in having and others <= having}
    told = set(columns(answer(shared_record, 18), 0))
    assert told == alone
    assert len(told) == 11


def test_19_every_county_of_the_census_joins(shared_record: Session, shared_lists: Path) -> None:
    with (shared_lists.parent / "reference" / "county_population_2023.csv").open(newline="") as file:
        census = {row["county_fips"]: int(row["population_2023"]) for row in csv.DictReader(file)}
    counties = {row["county_fips"]: row["population"] for row in ask(shared_record, "SELECT * FROM counties")}
    assert len(census) == 3_144
    assert {fips: counties.get(fips) for fips in census} == census
    assert [row[0] for row in answer(shared_record, 19) if row[3] is None] == ["99999"]


def test_20_days_from_signing_to_listing(shared_record: Session, lists: list[PrintedList]) -> None:
    first: dict[tuple[str, str, str], PrintedRow] = {}
    days: dict[tuple[str, str, str], date] = {}
    for each in lists:
        for row in each.rows:
            first.setdefault(row.key, row)
            days.setdefault(row.key, each.day)
    waits = [(days[key] - row.signed).days for key, row in first.items() if row.signed and days[key] > lists[0].day]
    ((median, mean, slips, number),) = answer(shared_record, 20)
    assert median == statistics.median(waits) == 1
    assert 0 < mean < 10 < abs(statistics.mean(waits)), "a printed year 5025 spoils the mean of the printed dates"
    assert 0 < slips <= sum(not 0 <= wait <= 120 for wait in waits)
    assert number < len(waits), "which count a renamed agency twice"


def test_21_corrected_signing_dates(shared_record: Session, shared_lists: Path) -> None:
    rows = answer(shared_record, 21)
    told = {(state, before, now) for _, _, state, _, before, now, *_ in rows}
    labelled = {
        (STATES[each["state"].strip()], each["signed_before"], each["signed_after"])
        for each in labels(shared_lists, "NOISE", "signing_date_correction")
    }
    assert len(labelled - told) <= 1, "one of them is a wrong row for some weeks"
    assert all(
        moved is None or moved == (date.fromisoformat(now) - date.fromisoformat(before)).days
        for _, _, _, _, before, now, moved, *_ in rows
    )


def test_22_bodies(shared_record: Session, newest: PrintedList) -> None:
    told = {who: agencies for who, agencies, *_ in answer(shared_record, 22)}
    names = {key[:2] for key in newest.agreements}
    assert sum(told.values()) == len(names) == 858
    for who in ("sheriff", "constable", "national guard"):
        assert told[who] == pytest.approx(sum(who in name for _, name in names), abs=1)


def test_23_busiest_weeks(shared_record: Session, shared_lists: Path) -> None:
    labelled: Counter[str] = Counter()
    for each in labels(shared_lists, "REAL", "new"):
        day = date.fromisoformat(each["to_published"])
        labelled[(day - timedelta(days=day.weekday())).isoformat()] += 1
    told = answer(shared_record, 23)
    assert told[0] == ("2025-02-24", 87, 1)
    for week, added, _ in told:
        assert added == pytest.approx(labelled[week], abs=2), week


def test_24_rows_of_one_agency(shared_record: Session, lists: list[PrintedList]) -> None:
    rows = {
        (sha256, row)
        for _, kind, sha256, row, *_ in answer(shared_record, 24, agency_id=WINKLER)
        if kind == "participating"
    }
    accepted = {row["sha256"] for row in ask(shared_record, "SELECT sha256 FROM lists WHERE status = 'accepted'")}
    printed = {
        (each.sha256, row.number)
        for each in lists
        if each.sha256 in accepted
        for row in each.rows
        if row.key[:2] == ("TX", "winkler county sheriff")
    }
    assert rows == printed
    assert len(rows) > 200
    assert len(agency(shared_record, WINKLER)["agreements"]) == 3


def test_25_panel_of_counties(shared_record: Session, lists: list[PrintedList]) -> None:
    panel = {(fips, day): counted for fips, day, *counted in answer(shared_record, 25)}
    assert len(panel) == 3_233 * 57
    for day in ("2025-06-30", "2025-08-31"):
        rows = last_until(lists, date.fromisoformat(day)).rows
        printed = Counter((fips, row.support_type) for row in rows if (fips := county_of(row)))
        of_county = {fips: [printed[fips, kind] for kind in ("JEM", "TFM", "WSO")] for fips, _ in printed}
        same = [fips for fips, counted in of_county.items() if panel[fips, day] == counted]
        assert len(same) > 0.85 * len(of_county) > 300, "many cells of towns are empty"
