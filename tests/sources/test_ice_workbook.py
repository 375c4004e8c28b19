"""Reading the cells of the workbooks: every wild case of the real lists, by name."""

import csv
import time
from collections import Counter
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from flows.sources.ice.document import read_document
from flows.sources.ice.links import clean_link
from models.vocabulary import ListKind
from tests.support.workbooks import MOA, PARTICIPATING, PENDING, SHEET, Cell, printed_row, with_part, workbook


def test_a_row_is_read_as_printed() -> None:
    printed = printed_row(
        "Bay County Sheriff’s Office ",
        "FLORIDA ",
        TYPE="County ",
        COUNTY="\nBay County",
        SUPPORT_TYPE="Warrant Service Officer ",
        SIGNED=date(2025, 2, 26),
        MOA=("link ", MOA),
        ADDENDUM=("link", MOA.replace("MOA_", "ADD_")),
    )
    ((number, listing),) = read_document(workbook([printed])).rows.items()
    assert listing == (
        "FLORIDA ",
        "Bay County Sheriff’s Office ",
        "County ",
        "\nBay County",
        "Warrant Service Officer ",
        date(2025, 2, 26),
        "2025-02-26",
        "link ",
        MOA,
        "link",
        MOA.replace("MOA_", "ADD_"),
    )
    assert number == 2


def test_columns_are_found_by_name_wherever_they_stand() -> None:
    reordered = ("ADDENDUM", "SIGNED", " support  type", "LAW ENFORCEMENT\xa0AGENCY", "State", "MOA")
    cells: dict[str, Cell] = dict(
        zip(
            reordered,
            (None, date(2025, 1, 2), "Task Force Model", "A Police Department", "OHIO", ("link", MOA)),
            strict=True,
        )
    )
    (listing,) = read_document(workbook([cells], reordered)).listings
    assert (listing.state, listing.agency, listing.signed) == ("OHIO", "A Police Department", date(2025, 1, 2))
    assert (listing.moa_url, listing.county, listing.agency_type) == (MOA, "", "")


def test_hidden_rows_are_rows() -> None:
    content = workbook([printed_row(f"Agency {number}") for number in range(10)], hidden=range(3, 12))
    assert len(read_document(content).listings) == 10


def test_blank_rows_inside_are_stepped_over_and_do_not_shift_the_row_numbers() -> None:
    content = workbook([printed_row("First"), None, None, printed_row("Second"), None])
    rows = read_document(content).rows
    assert {number: listing.agency for number, listing in rows.items()} == {2: "First", 5: "Second"}


def test_the_sheet_with_the_header_is_taken_whichever_stands_first() -> None:
    for position in (0, 1):
        content = workbook([printed_row("An Agency")], scratch_sheets={position: "Notes"})
        assert [listing.agency for listing in read_document(content).listings] == ["An Agency"]
        assert read_document(content).listings[0].moa_url.endswith("example.pdf")


def test_empty_header_cells_are_ignored_and_named_ones_that_nobody_knows_are_remarked() -> None:
    columns = (*PARTICIPATING, "", "FUNDING", "")
    read = read_document(workbook([printed_row("An Agency", FUNDING="yes")], columns))
    assert read.columns == (*PARTICIPATING, "FUNDING")
    assert read.remarks == ("column 'FUNDING' is unknown and was not read",)


def test_cells_under_a_header_without_a_name_are_remarked() -> None:
    columns = (*PARTICIPATING, " ", "")
    assert read_document(workbook([printed_row("An Agency")], columns)).remarks == ()
    remarks = read_document(workbook([printed_row("An Agency", _="see below")], columns)).remarks
    assert remarks == ("column 9 has no name; its 1 filled cells were not read",)


def test_a_repeated_header_is_remarked_and_the_first_one_counts() -> None:
    cells = [
        ["STATE", "LAW ENFORCEMENT AGENCY", "SUPPORT TYPE", "STATE"],
        ["OHIO", "An Agency", "Task Force Model", "x"],
    ]
    book = Workbook()
    for each in cells:
        book.active.append(each)  # type: ignore[union-attr]
    saved = BytesIO()
    book.save(saved)
    read = read_document(saved.getvalue())
    assert read.listings[0].state == "OHIO"
    assert "column 'STATE' occurs twice; the first was read" in read.remarks


def test_a_header_below_a_title_is_found_and_rows_keep_the_sheets_numbers() -> None:
    book = Workbook()
    for cells in (["287(g) agreements"], [], list(PENDING), ["OHIO", "An Agency", "County", "", "Task Force Model"]):
        book.active.append(cells)  # type: ignore[union-attr]
    saved = BytesIO()
    book.save(saved)
    read = read_document(saved.getvalue())
    assert list(read.rows) == [4]
    assert read.remarks == ("the header is in row 3, not row 1",)


@pytest.mark.parametrize(
    ("cell", "signed", "text"),
    [
        (date(2025, 5, 8), date(2025, 5, 8), "2025-05-08"),
        (datetime(2025, 5, 8, 13, 30), date(2025, 5, 8), "2025-05-08"),
        (date(5025, 7, 7), None, "5025-07-07"),
        ("5/8/5025", None, "5/8/5025"),
        ("5/8/25", None, "5/8/25"),
        (date(1996, 9, 29), None, "1996-09-29"),
        (date(1996, 9, 30), date(1996, 9, 30), "1996-09-30"),
        ("05/082025", None, "05/082025"),
        ("7/72025", None, "7/72025"),
        ("05/08/20026", None, "05/08/20026"),
        ("05/08/2025", date(2025, 5, 8), "05/08/2025"),
        ("2025-05-08", date(2025, 5, 8), "2025-05-08"),
        (45785, date(2025, 5, 8), "45785"),
        (float("5e300"), None, str(int(float("5e300")))),
        (None, None, ""),
        ("pending", None, "pending"),
    ],
)
def test_signed_is_a_date_only_where_it_is_one_beyond_doubt(cell: Cell, signed: date | None, text: str) -> None:
    (listing,) = read_document(workbook([printed_row("An Agency", SIGNED=cell)])).listings
    assert (listing.signed, listing.signed_text) == (signed, text)


@pytest.mark.parametrize("number", [b"1e400", b"NaN", b"-1e400"])
def test_a_signed_cell_with_a_number_that_is_none(number: bytes) -> None:
    content = workbook([printed_row("An Agency", SIGNED=5)])
    content = with_part(content, SHEET, lambda part: part.replace(b"<v>5<", b"<v>" + number + b"<"))
    assert read_document(content).listings[0].signed is None


def test_signs_that_no_database_takes_and_endless_cells_are_cut() -> None:
    content = workbook(
        [printed_row("An_x0000_ Agency_x0007_", COUNTY="x" * 20_000, SIGNED="a_x0000_b", MOA=("_x0001_", MOA))]
    )
    (listing,) = read_document(content).listings
    assert (listing.agency, len(listing.county), listing.signed_text) == ("An Agency", 1_000, "ab")
    assert (listing.moa, listing.moa_url) == ("", MOA)
    assert clean_link("https://example.org/" + "x" * 5_000) == ""


def test_a_header_is_told_on_one_line() -> None:
    columns = (*PARTICIPATING, "EVIL\n\nHEADER" + "!" * 200)
    assert read_document(workbook([printed_row("An Agency")], columns)).remarks == (
        f"column {'EVIL HEADER' + '!' * 69!r} is unknown and was not read",
    )


def test_dates_that_are_none_or_out_of_range_are_remarked_with_their_row() -> None:
    content = workbook(
        [printed_row("A", SIGNED="05/082025"), printed_row("B", SIGNED=date(5025, 7, 7)), printed_row("C", SIGNED=None)]
    )
    assert read_document(content).remarks == (
        "row 2: SIGNED '05/082025' is not a date",
        "row 3: SIGNED '5025-07-07' is out of range",
    )


def test_numbers_and_texts_that_look_like_errors_are_read_as_the_sheet_shows_them() -> None:
    content = workbook([printed_row("An Agency", COUNTY="#N/A", TYPE=287, MOA=28.5)])
    (listing,) = read_document(content).listings
    assert (listing.county, listing.agency_type, listing.moa) == ("#N/A", "287", "28.5")


def test_an_error_value_of_excels_own_is_read_as_an_empty_cell() -> None:
    """What a broken formula leaves behind: calamine does not tell which error it was."""
    content = with_part(
        workbook([printed_row("An Agency", COUNTY=7)]),
        SHEET,
        lambda part: part.replace(b'<c r="D2"', b'<c r="D2" t="e"'),
    )
    content = with_part(content, SHEET, lambda part: part.replace(b' t="n"', b"").replace(b"<v>7<", b"<v>#N/A<"))
    assert read_document(content).listings[0].county == ""


def test_a_support_type_that_nobody_knows_is_remarked_once_with_its_rows() -> None:
    kinds = [
        "Task Force Model ",
        "Transport Model",
        "Transport Model",
        "Jail Enforcment Model",
        "warrant service officer",
    ]
    content = workbook([printed_row(f"Agency {number}", SUPPORT_TYPE=kind) for number, kind in enumerate(kinds)])
    assert read_document(content).remarks == (
        "support type 'Transport Model' is unknown (rows: 2, first: row 3)",
        "support type 'Jail Enforcment Model' is unknown (rows: 1, first: row 5)",
    )


def test_a_row_without_an_agency_is_left_out_and_remarked() -> None:
    content = workbook([printed_row("An Agency"), printed_row("  ", "TEXAS", MOA=None, SIGNED=None)])
    read = read_document(content)
    assert len(read.listings) == 1
    assert read.remarks == ("skipped row 3 without an agency: 'TEXAS | County | Example County | Task Force Model'",)


def test_remarks_are_capped() -> None:
    content = workbook([printed_row(f"Agency {number}", SIGNED="soon") for number in range(80)])
    remarks = read_document(content).remarks
    assert len(remarks) == 51
    assert remarks[-1] == "and 30 more remarks"


def test_the_pending_list_is_told_by_its_columns() -> None:
    read = read_document(workbook([printed_row("An Agency")], PENDING))
    assert read.kind is ListKind.PENDING
    assert read.listings[0].signed is None
    assert read.listings[0].signed_text == ""


def test_a_pending_list_with_a_header_and_no_rows_is_a_list() -> None:
    read = read_document(workbook([], PENDING))
    assert (read.kind, read.listings) == (ListKind.PENDING, ())


def test_two_swapped_files_are_read_as_what_they_are_with_a_note() -> None:
    read = read_document(workbook([printed_row("An Agency")], PENDING), "participatingAgencies09222025pm.xlsx")
    assert read.kind is ListKind.PENDING
    assert read.remarks == ("the file name says participating but the columns say pending; used the columns",)
    read = read_document(workbook([printed_row("An Agency")]), "pendingAgencies09222025pm.xlsx")
    assert read.kind is ListKind.PARTICIPATING
    assert read.remarks == ("the file name says pending but the columns say participating; used the columns",)
    assert read_document(workbook([printed_row("An Agency")]), "participatingAgencies.xlsx").remarks == ()


def test_listings_are_equal_wherever_they_stand_and_differ_in_every_cell() -> None:
    one = read_document(workbook([printed_row("A"), printed_row("B")])).listings
    assert read_document(workbook([printed_row("A"), None, printed_row("B")])).listings == one
    assert read_document(workbook([printed_row("B"), printed_row("A")])).listings != one
    assert read_document(workbook([printed_row("A"), printed_row("B", COUNTY="Other")])).listings != one


def test_every_real_workbook_is_read_with_the_rows_that_its_manifest_counts(shared_lists: Path) -> None:
    with (shared_lists / "manifest.csv").open(encoding="utf-8") as lines:
        manifest = list(csv.DictReader(lines))
    assert len(manifest) == 257
    for printed in manifest:
        path = shared_lists / printed["file"]
        read = read_document(path.read_bytes(), path.name)
        assert (read.kind, len(read.listings)) == (printed["kind"], int(printed["rows"])), path.name
        assert not any("@" in str(cell) for listing in read.listings for cell in listing), path.name
        assert all(listing.moa_url.startswith(("https://", "http://", "")) for listing in read.listings)
        assert not any("safelinks" in listing.moa_url + listing.moa for listing in read.listings), path.name


def test_the_real_list_of_3_september_2025(shared_lists: Path) -> None:
    (path,) = (shared_lists / "participating").glob("*09032025am.xlsx")
    read = read_document(path.read_bytes(), path.name)
    assert Counter(listing.support_type.strip() for listing in read.listings) == {
        "Task Force Model": 473,
        "Warrant Service Officer": 357,
        "Jail Enforcement Model": 127,
    }
    linked = {(listing.moa.strip(), bool(listing.moa_url)) for listing in read.listings}
    assert linked == {("link", True), ("link pending", False)}


def test_a_list_of_two_thousand_rows_is_read_in_a_fraction_of_a_second() -> None:
    content = workbook([printed_row(f"Agency {number}", MOA=("link", f"{MOA}?{number}")) for number in range(2_000)])
    started = time.perf_counter()
    read_document(content)
    assert time.perf_counter() - started < 2
