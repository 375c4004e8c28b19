"""Workbooks that are odd in ways that people met: each is read right, or refused with the true reason."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from flows.sources.cage.readers import read_document
from flows.sources.ice.dating import date_by
from models.errors import ReadError
from models.lists.listings import PublishedList
from tests.support.hostile_contents import content
from tests.support.paths import SHARED
from tests.support.spoiled_workbooks import HEADER, MAIN, ROWS, good, hyperlinks, many_sheets, shared_strings, sheets

NAME = "participatingAgencies02032026.xlsx"
GOOD = read_document(good(), NAME)
CASES = SHARED / "cases"


def read(name: str) -> PublishedList:
    return read_document(content(f"workbook_{name}"), NAME)


def refusal(workbook: bytes) -> str:
    with pytest.raises(ReadError) as raised:
        read_document(workbook, NAME)
    assert str(raised.value).startswith(f"{NAME}: ")
    assert str(raised.value).isprintable()
    assert raised.value.trace == ""
    return str(raised.value)


@pytest.mark.parametrize(
    "name",
    [
        "strict", "part_names_elsewhere", "part_names_backslashes", "part_names_other_case", "part_names_leading_slash",
        "part_name_control_characters", "part_name_huge", "part_twice", "trailing_bytes",
        "dimension_huge", "dimension_small", "dimension_garbage", "merged_everywhere",
    ],
)  # fmt: skip
def test_whoever_wrote_the_workbook_it_is_the_same_list_with_its_links(name: str) -> None:
    published = read(name)
    assert (published.rows, published.remarks) == (GOOD.rows, ())
    assert all(listing.moa_url for listing in published.listings)


@pytest.mark.parametrize("name", ["hidden_older_sheet_first", "very_hidden_sheet_first"])
def test_the_visible_sheet_is_the_list_and_a_hidden_copy_is_told(name: str) -> None:
    published = read(name)
    assert len(published.rows) == len(ROWS)
    assert published.remarks == ("left out the hidden sheet 'Old', which has the same columns (13 rows)",)


def test_a_list_on_a_hidden_sheet_alone_is_read_and_told() -> None:
    published = read_document(sheets(("Notes", "visible", [["to do"]]), ("List", "hidden", [*HEADER, *ROWS])), NAME)
    assert len(published.rows) == len(ROWS)
    assert published.remarks == ("the only sheet with a list, 'List', is hidden",)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("two_visible_lists", "2 sheets with a list, 'January' (13 rows) and 'February' (21 rows)"),
        ("second_sheet_with_more_rows", "2 sheets with a list, 'Sheet1' (18 rows) and 'Added' (4 rows)"),
    ],
)
def test_of_two_visible_lists_neither_is_taken_for_the_whole(name: str, said: str) -> None:
    assert said in refusal(content(f"workbook_{name}"))


def test_the_header_again_inside_the_data_is_no_agency() -> None:
    published = read("header_repeated")
    assert len(published.rows) == len(ROWS)
    assert published.remarks == ("left out row 11: the header again",)


def test_banners_and_sums_are_no_agreements() -> None:
    assert len(read("banner_rows").rows) == len(read("banner_row_amid").rows) == len(ROWS)
    assert "left out row 25: STATE 'Total' is no state ('20')" in read("banner_rows").remarks


def test_a_banner_in_the_columns_of_state_and_agency_is_no_agreement() -> None:
    banner = ["TEXAS", "TEXAS (continued)"]
    published = read_document(sheets(("Sheet1", "visible", [*HEADER, *ROWS[:9], banner, *ROWS[9:]])), NAME)
    assert len(published.rows) == len(ROWS)
    assert published.remarks == ("left out row 11: nothing but 'TEXAS (continued)'",)


def test_a_row_whose_state_is_no_state_makes_no_agreement() -> None:
    published = read("state_is_no_state")
    assert len(published.rows) == 20
    assert published.remarks == ("left out row 22: STATE 'TBD' is no state ('Example Police Department')",)


@pytest.mark.parametrize("name", ["encrypted", "flagged_encrypted"])
def test_a_password_is_told_as_such(name: str) -> None:
    said = "protected by a password; ask the publisher for a file without one"
    assert refusal(content(f"workbook_{name}")) == f"{NAME}: {said}"


@pytest.mark.parametrize("name", ["relationship_outside", "relationship_missing"])
def test_a_sheet_that_is_not_there_is_told_as_such(name: str) -> None:
    assert "no part of the zip is its sheet 'Sheet1'; look at what was published" in refusal(
        content(f"workbook_{name}")
    )


@pytest.mark.parametrize("name", ["packed_bzip2", "packed_lzma"])
def test_another_packing_is_told_as_such(name: str) -> None:
    assert "is packed in a way that Excel does not use" in refusal(content(f"workbook_{name}"))


# What unfolds from a few kilobytes to gigabytes or minutes.


@pytest.fixture
def in_time() -> object:
    start = time.monotonic()
    yield
    assert time.monotonic() - start < 10


FAR = (
    b'<worksheet xmlns="%b"><sheetData><row r="99999"><c r="AZ99999"><v>1</v></c></row></sheetData></worksheet>' % MAIN
)


@pytest.mark.usefixtures("in_time")
@pytest.mark.parametrize(
    ("workbook", "said"),
    [
        (many_sheets(40, FAR), "more than 20 sheets, a list has one"),
        (many_sheets(1, FAR), "has a cell far outside any list"),
        (shared_strings(b"a" * 900_000, 1000), "a text of up to 900,108 bytes for 1,000 cells"),
        (hyperlinks(*["A1:G900"] * 9_000), "its links cover over 100,000 cells"),
    ],
    ids=["forty sheets", "far sheet", "shared string", "links"],
)
def test_what_unfolds_without_end_is_refused_before_it_does(workbook: bytes, said: str) -> None:
    assert said in refusal(workbook)


@pytest.mark.usefixtures("in_time")
@pytest.mark.parametrize(
    "ranges", [["A1:XFD1048576"], ["A1:XFD1048576"] * 1_000, ["G1:G1048576"], ["A2000:ZZ3000"] * 99, ["XFD9:A1"]]
)
def test_a_link_over_whole_columns_or_beyond_the_table_is_nobodys(ranges: list[str]) -> None:
    published = read_document(hyperlinks(*ranges), NAME)
    assert not any(listing.moa_url for listing in published.listings)
    assert len(published.rows) == len(GOOD.rows)


# When it was saved.


@pytest.mark.parametrize("year", ["1", "9999", "9999_utc", "0"])
def test_a_year_that_cannot_be_is_no_date(year: str) -> None:
    assert read(f"properties_year_{year}").saved_at is None


NOW = datetime(2026, 2, 3, 15, tzinfo=UTC)
FUTURE = datetime(2099, 1, 1, tzinfo=UTC)


def test_a_list_saved_in_the_future_is_dated_by_when_it_was_seen() -> None:
    dating = date_by(FUTURE, "participatingAgencies.xlsx", None, NOW)
    assert (dating.published_at, dating.dated_by) == (NOW, "capture")
    assert dating.remarks == ("ignored its properties: saved on 2099-01-01, but seen on 2026-02-03",)


def test_a_servers_date_in_the_future_counts_no_more() -> None:
    dating = date_by(None, None, FUTURE, NOW)
    assert (dating.published_at, dating.dated_by) == (NOW, "capture")


def test_a_saved_list_of_the_future_is_dated_by_its_name_or_refused() -> None:
    dating = date_by(FUTURE, "participatingAgencies02022026.xlsx", now=NOW)
    assert (dating.published_on.isoformat(), dating.dated_by) == ("2026-02-02", "file name")
    for day in ("", "01012099", "01010001"):
        name = f"participatingAgencies{day}.xlsx"
        with pytest.raises(ReadError, match=f"{name}: cannot date this file; put the date in its name"):
            date_by(FUTURE, name, now=NOW)


@pytest.mark.parametrize("stamp", [datetime.min, datetime.max - timedelta(seconds=1)])
def test_the_ends_of_the_calendar_are_borne_from_the_server(stamp: datetime) -> None:
    assert date_by(None, NAME, stamp.replace(tzinfo=UTC), NOW).published_on.isoformat() == "2026-02-03"
    assert date_by(None, NAME, stamp.replace(tzinfo=UTC), now=NOW).published_on.isoformat() == "2026-02-03"


# The files that stand beside a checkout.


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases do not stand beside this checkout (../shared/cases)")
@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("workbooks/strict-ooxml/participatingAgencies02032026.xlsx", 12),
        ("workbooks/hidden-old-sheet/participatingAgencies02032026.xlsx", 12),
        ("workbooks/header-repeats/participatingAgencies02032026.xlsx", 12),
        ("workbooks/password/participatingAgencies02032026.xlsx", "protected by a password"),
        ("hostile/wb_10_link_ranges.xlsx", 5),
        ("hostile/wb_99_link_ranges.xlsx", 5),
        ("hostile/wb_40_far_sheets.xlsx", "more than 20 sheets"),
        ("hostile/wb_shared_string_1000x0.9MB.xlsx", "more than a list can hold"),
        ("hostile/wb_props_0001-01-01T000000Z.xlsx", 5),
        ("hostile/wb_props_9999-12-31T235959Z.xlsx", 5),
        ("hostile/wb_ansi_part_name.xlsx", 1),
    ],
)
@pytest.mark.usefixtures("in_time")
def test_each_case_comes_to_its_right_value(path: str, expected: int | str) -> None:
    workbook = (CASES / path).read_bytes()
    if isinstance(expected, str):
        assert expected in refusal(workbook)
        return
    published = read_document(workbook, NAME)
    assert len(published.rows) == expected
    assert published.saved_at is None or published.saved_at.year in (2025, 2026)
    assert all(listing.moa_url for listing in published.listings)
    assert "LAW ENFORCEMENT AGENCY" not in {listing.agency for listing in published.listings}
