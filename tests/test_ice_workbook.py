"""Reading the workbooks: every wild case of the real lists, and every broken file, by name."""

import csv
import struct
import time
import tracemalloc
import zipfile
from collections import Counter
from contextlib import suppress
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from flows.sources.links import mended_link, without_addresses
from flows.sources.reading import read_document
from models.errors import ReadError
from models.vocabulary import ListKind
from tests.workbooks import (
    LINKS,
    PARTICIPATING,
    PENDING,
    SHEET,
    Cell,
    as_excel_writes_links,
    row,
    with_part,
    without_part,
    workbook,
    zipped,
)

MOA = "https://www.ice.gov/doclib/287gMOA/BayCoFL_WSO_MOA_02262025.pdf"
SAFE_LINK = (
    "https://gcc02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.ice.gov%2Fdoclib%2F287gMOA%2F"
    "BayCoFL_WSO_MOA_02262025.pdf&data=05%7C02%7Csomebody%40example.gov%7C0%7C0&sdata=x&reserved=0"
)


def test_a_row_is_read_as_printed() -> None:
    printed = row(
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
    content = workbook([row(f"Agency {number}") for number in range(10)], hidden=range(3, 12))
    assert len(read_document(content).listings) == 10


def test_blank_rows_inside_are_stepped_over_and_do_not_shift_the_row_numbers() -> None:
    content = workbook([row("First"), None, None, row("Second"), None])
    rows = read_document(content).rows
    assert {number: listing.agency for number, listing in rows.items()} == {2: "First", 5: "Second"}


def test_the_sheet_with_the_header_is_taken_whichever_stands_first() -> None:
    for position in (0, 1):
        content = workbook([row("An Agency")], scratch_sheets={position: "Notes"})
        assert [listing.agency for listing in read_document(content).listings] == ["An Agency"]
        assert read_document(content).listings[0].moa_url.endswith("example.pdf")


def test_empty_header_cells_are_ignored_and_named_ones_that_nobody_knows_are_remarked() -> None:
    columns = (*PARTICIPATING, "", "FUNDING", "")
    read = read_document(workbook([row("An Agency", FUNDING="yes")], columns))
    assert read.columns == (*PARTICIPATING, "FUNDING")
    assert read.remarks == ("column 'FUNDING' is not known and was not read",)


def test_cells_under_a_header_without_a_name_are_remarked() -> None:
    columns = (*PARTICIPATING, " ", "")
    assert read_document(workbook([row("An Agency")], columns)).remarks == ()
    remarks = read_document(workbook([row("An Agency", _="see below")], columns)).remarks
    assert remarks == ("column 9 has no name, and 1 cells that were not read",)


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
    assert "column 'STATE' stands there twice; the first was read" in read.remarks


def test_a_header_below_a_title_is_found_and_rows_keep_the_sheets_numbers() -> None:
    book = Workbook()
    for cells in (["287(g) agreements"], [], list(PENDING), ["OHIO", "An Agency", "County", "", "Task Force Model"]):
        book.active.append(cells)  # type: ignore[union-attr]
    saved = BytesIO()
    book.save(saved)
    read = read_document(saved.getvalue())
    assert list(read.rows) == [4]
    assert read.remarks == ("the header is row 3, not row 1",)


@pytest.mark.parametrize(
    ("cell", "signed", "text"),
    [
        (date(2025, 5, 8), date(2025, 5, 8), "2025-05-08"),
        (datetime(2025, 5, 8, 13, 30), date(2025, 5, 8), "2025-05-08"),
        (date(5025, 7, 7), date(5025, 7, 7), "5025-07-07"),
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
    (listing,) = read_document(workbook([row("An Agency", SIGNED=cell)])).listings
    assert (listing.signed, listing.signed_text) == (signed, text)


@pytest.mark.parametrize("number", [b"1e400", b"NaN", b"-1e400"])
def test_a_signed_cell_with_a_number_that_is_none(number: bytes) -> None:
    content = workbook([row("An Agency", SIGNED=5)])
    content = with_part(content, SHEET, lambda part: part.replace(b"<v>5<", b"<v>" + number + b"<"))
    assert read_document(content).listings[0].signed is None


def test_signs_that_no_database_takes_and_endless_cells_are_cut() -> None:
    content = workbook([row("An_x0000_ Agency_x0007_", COUNTY="x" * 20_000, SIGNED="a_x0000_b", MOA=("_x0001_", MOA))])
    (listing,) = read_document(content).listings
    assert (listing.agency, len(listing.county), listing.signed_text) == ("An Agency", 1_000, "ab")
    assert (listing.moa, listing.moa_url) == ("", MOA)
    assert mended_link("https://example.org/" + "x" * 5_000) == ""


def test_a_header_is_told_on_one_line() -> None:
    columns = (*PARTICIPATING, "EVIL\n\nHEADER" + "!" * 200)
    assert read_document(workbook([row("An Agency")], columns)).remarks == (
        f"column {'EVIL HEADER' + '!' * 69!r} is not known and was not read",
    )


def test_dates_that_are_none_or_out_of_range_are_remarked_with_their_row() -> None:
    content = workbook([row("A", SIGNED="05/082025"), row("B", SIGNED=date(5025, 7, 7)), row("C", SIGNED=None)])
    assert read_document(content).remarks == (
        "row 2: SIGNED '05/082025' is no date",
        "row 3: SIGNED 5025-07-07 is out of all range",
    )


def test_numbers_and_texts_that_look_like_errors_are_read_as_the_sheet_shows_them() -> None:
    content = workbook([row("An Agency", COUNTY="#N/A", TYPE=287, STATE=28.5)])
    (listing,) = read_document(content).listings
    assert (listing.county, listing.agency_type, listing.state) == ("#N/A", "287", "28.5")


def test_an_error_value_of_excels_own_is_read_as_an_empty_cell() -> None:
    """What a broken formula leaves behind: calamine does not tell which error it was."""
    content = with_part(
        workbook([row("An Agency", COUNTY=7)]), SHEET, lambda part: part.replace(b'<c r="D2"', b'<c r="D2" t="e"')
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
    content = workbook([row(f"Agency {number}", SUPPORT_TYPE=kind) for number, kind in enumerate(kinds)])
    assert read_document(content).remarks == (
        "support type 'Transport Model' is none of the three (2 rows, first row 3)",
        "support type 'Jail Enforcment Model' is none of the three (1 rows, first row 5)",
    )


def test_a_row_without_an_agency_is_left_out_and_remarked() -> None:
    content = workbook([row("An Agency"), row("  ", "TEXAS", MOA=None, SIGNED=None)])
    read = read_document(content)
    assert len(read.listings) == 1
    assert read.remarks == ("row 3: no agency, left out: 'TEXAS | County | Example County | Task Force Model'",)


def test_remarks_are_capped() -> None:
    content = workbook([row(f"Agency {number}", SIGNED="soon") for number in range(80)])
    remarks = read_document(content).remarks
    assert len(remarks) == 51
    assert remarks[-1] == "and 30 more remarks"


def test_the_pending_list_is_told_by_its_columns() -> None:
    read = read_document(workbook([row("An Agency")], PENDING))
    assert read.kind is ListKind.PENDING
    assert read.listings[0].signed is None
    assert read.listings[0].signed_text == ""


def test_a_pending_list_with_a_header_and_no_rows_is_a_list() -> None:
    read = read_document(workbook([], PENDING))
    assert (read.kind, read.listings) == (ListKind.PENDING, ())


def test_two_swapped_files_are_read_as_what_they_are_with_a_note() -> None:
    read = read_document(workbook([row("An Agency")], PENDING), "participatingAgencies09222025pm.xlsx")
    assert read.kind is ListKind.PENDING
    assert read.remarks == ("the name says participating, the columns say pending; the columns count",)
    read = read_document(workbook([row("An Agency")]), "pendingAgencies09222025pm.xlsx")
    assert read.kind is ListKind.PARTICIPATING
    assert read.remarks == ("the name says pending, the columns say participating; the columns count",)
    assert read_document(workbook([row("An Agency")]), "participatingAgencies.xlsx").remarks == ()


def test_listings_are_equal_wherever_they_stand_and_differ_in_every_cell() -> None:
    one = read_document(workbook([row("A"), row("B")])).listings
    assert read_document(workbook([row("A"), None, row("B")])).listings == one
    assert read_document(workbook([row("B"), row("A")])).listings != one
    assert read_document(workbook([row("A"), row("B", COUNTY="Other")])).listings != one


# Hyperlinks


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        (MOA, MOA),
        (SAFE_LINK, MOA),
        (MOA.replace("https", "http"), MOA),
        (MOA.replace("https://", "https:/"), MOA),
        ("chrome-extension://efaidnbmnnnibpcajpcglclefindmkaj/" + MOA.replace("https://", "https:/"), MOA),
        ("https://web.archive.org/web/20250219163339/" + MOA, MOA),
        ("https://web.archive.org/web/20250219163339id_/" + SAFE_LINK, MOA),
        ("/web/20250219163339/" + MOA, MOA),
        (f"  {MOA} ", MOA),
        ("http://example.org/a.pdf", "http://example.org/a.pdf"),
        ("https://somebody@www.ice.gov/a.pdf", "https://www.ice.gov/a.pdf"),
        ("https://www.ice.gov/a.pdf?to=somebody@example.gov", "https://www.ice.gov/a.pdf"),
        ("https://www.ice.gov/a.pdf?to=somebody%40example.gov&x=1", "https://www.ice.gov/a.pdf"),
        ("https://gcc02.safelinks.protection.outlook.com/?data=05%7Csomebody%40example.gov", ""),
        ("mailto:somebody@example.gov", ""),
        ("javascript:alert(1)", ""),
        ("file:///C:/Users/somebody/a.pdf", ""),
        ("../287gMOA/a.pdf", ""),
        ("https://[", ""),
        ("", ""),
    ],
)
def test_links_are_unwrapped_and_mended(printed: str, meant: str) -> None:
    assert mended_link(printed) == meant


def test_no_staff_address_is_left_in_any_cell() -> None:
    content = workbook(
        [
            row("A", MOA=("link", SAFE_LINK)),
            row("B", MOA=(SAFE_LINK, SAFE_LINK)),
            row("C", MOA="ask somebody@example.gov"),
            row("D", MOA=("link", "mailto:somebody@example.gov"), ADDENDUM=("x", SAFE_LINK)),
        ]
    )
    listings = read_document(content).listings
    assert "example.gov" not in repr(listings)
    assert [listing.moa_url for listing in listings] == [MOA, MOA, "", ""]
    assert listings[3].addendum_url == MOA


def test_a_bare_address_in_the_cell_is_its_link() -> None:
    (listing,) = read_document(workbook([row("An Agency", MOA=MOA)])).listings
    assert (listing.moa, listing.moa_url) == (MOA, MOA)


def test_links_are_the_same_in_whatever_order_their_attributes_are_written() -> None:
    rows = [row("A", MOA=("link", SAFE_LINK)), row("B", ADDENDUM=("link", MOA + "?a=1&b=%22")), row("C", MOA=None)]
    content = workbook(rows)
    excels = as_excel_writes_links(content)
    assert excels != content
    assert read_document(excels).listings == read_document(content).listings
    assert read_document(excels).listings[0].moa_url == MOA
    assert read_document(excels).listings[1].addendum_url == MOA + "?a=1&b=%22"


def test_a_link_with_a_numbered_sign_in_it_is_read() -> None:
    content = as_excel_writes_links(workbook([row("A", MOA=("link", MOA))]))
    content = with_part(content, LINKS, lambda part: part.replace(b"BayCo", b"&#66;ayCo"))
    assert read_document(content).listings[0].moa_url == MOA


def test_links_over_a_range_and_links_without_a_target_are_borne() -> None:
    content = workbook([row("A"), row("B"), row("C", MOA="link")])
    content = with_part(content, SHEET, lambda part: part.replace(b'ref="G2"', b'ref="G2:G4"'))
    assert [bool(listing.moa_url) for listing in read_document(content).listings] == [True, True, True]
    content = with_part(content, LINKS, lambda part: part.replace(b'Id="rId2"', b'Id="rId99"'))
    assert len(read_document(content).listings) == 3


def test_a_workbook_without_any_link_is_read() -> None:
    content = workbook([row("An Agency", MOA="link pending")])
    assert read_document(content).listings[0].moa_url == ""


# Bad input


def error_of(content: bytes, name: str = "participatingAgencies.xlsx") -> str:
    with pytest.raises(ReadError) as raised:
        read_document(content, name)
    message = str(raised.value)
    assert message.startswith(name)
    assert "\n" not in message
    return message


def test_html_with_status_200_where_a_workbook_was_due() -> None:
    message = error_of(b"<!DOCTYPE html><html><head><title>Access Denied</title></head><body>No.</body></html>")
    assert "an HTML page ('Access Denied') without a list" in message


def test_an_empty_file() -> None:
    assert "an empty file" in error_of(b"")
    assert "an empty file" in error_of(b" \r\n")


def test_an_empty_workbook() -> None:
    assert "no Excel workbook" in error_of(zipped({}))
    assert "damaged or truncated" in error_of(b"PK")


def test_a_file_that_is_neither() -> None:
    assert "a PDF" in error_of(b"%PDF-1.7 ...")
    assert "of the old kind (.xls)" in error_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    assert "neither a workbook nor a page" in error_of(b'{"error": "not found"}')


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_file(share: float) -> None:
    content = workbook([row(f"Agency {number}") for number in range(50)])
    assert "damaged or truncated" in error_of(content[: int(len(content) * share)])


def test_a_zip_that_is_no_workbook() -> None:
    assert "no Excel workbook" in error_of(zipped({"readme.txt": b"hello"}))


def test_a_workbook_without_sheets_or_with_broken_parts() -> None:
    content = workbook([row("An Agency")])
    error_of(without_part(content, SHEET))
    error_of(without_part(content, "xl/_rels/workbook.xml.rels"))
    error_of(with_part(content, SHEET, b"<worksheet><sheetData><row"))
    error_of(with_part(content, "xl/workbook.xml", b"not xml at all"))
    error_of(with_part(content, LINKS, b"<Relationships><Relationship"))
    error_of(with_part(as_excel_writes_links(content), SHEET, lambda part: part.replace(b"</worksheet>", b"")))


def test_a_workbook_whose_sheet_is_empty() -> None:
    saved = BytesIO()
    Workbook().save(saved)
    assert "no row holds the columns" in error_of(saved.getvalue())


@pytest.mark.parametrize(
    ("renamed", "missing"),
    [
        ("STATE", "no column STATE among"),
        ("LAW ENFORCEMENT AGENCY", "no column LAW ENFORCEMENT AGENCY among"),
        ("SUPPORT TYPE", "no column SUPPORT TYPE among"),
        ("SIGNED", "no column SIGNED, but 'RENAMED' holds 3 dates"),
    ],
)
def test_a_header_renamed_is_told_by_name(renamed: str, missing: str) -> None:
    columns = tuple("RENAMED" if name == renamed else name for name in PARTICIPATING)
    rows = [row(f"Agency {number}") for number in range(3)]
    assert missing in error_of(workbook([each | {"RENAMED": each[renamed]} for each in rows], columns))


def test_a_participating_list_that_lost_its_dates_does_not_pass_for_a_pending_one() -> None:
    columns = tuple(name for name in PARTICIPATING if name != "SIGNED")
    assert "no column SIGNED, but 2 rows link an MOA" in error_of(workbook([row("A"), row("B")], columns))


def test_a_pending_list_with_an_moa_column_and_no_links_is_one() -> None:
    read = read_document(workbook([row("A", MOA="link pending")], (*PENDING, "MOA")))
    assert read.kind is ListKind.PENDING


def test_two_required_columns_missing_are_both_named() -> None:
    content = workbook([], ("STATE", "TYPE", "COUNTY", "MOA"))
    assert "no column LAW ENFORCEMENT AGENCY and no SUPPORT TYPE" in error_of(content)


def test_a_zip_bomb_of_one_part() -> None:
    bomb = with_part(workbook([row("A")]), SHEET, b"<worksheet>" + b" " * 30_000_000)
    assert len(bomb) < 100_000
    assert "more than a list can hold" in error_of(bomb)


def test_a_zip_bomb_is_not_unpacked_to_find_out() -> None:
    bomb = with_part(workbook([row("A")]), SHEET, b"<worksheet>" + b" " * 90_000_000)
    tracemalloc.start()
    error_of(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60_000_000


def test_a_zip_bomb_below_the_size_but_packed_beyond_reason() -> None:
    bomb = with_part(workbook([row("A")]), "xl/sharedStrings.xml", b"<sst>" + b" " * 3_000_000 + b"</sst>")
    assert "packed over 150 to 1" in error_of(bomb)


def test_a_zip_bomb_of_many_parts() -> None:
    parts = {f"xl/worksheets/sheet{number}.xml": b"<worksheet/>" for number in range(600)}
    assert "600 parts in the zip" in error_of(zipped(parts))


def test_a_zip_bomb_that_lies_about_its_size() -> None:
    """The sizes in the zip's own directory say 1,000 bytes; what is packed unfolds to 30 MB."""
    content = with_part(workbook([row("A")]), SHEET, b"<worksheet>" + b" " * 30_000_000)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        size = archive.getinfo(SHEET).file_size
    content = content.replace(struct.pack("<L", size), struct.pack("<L", 1_000))
    assert "more than a list can hold" in error_of(content)


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="XFD1048576"><v>1</v></c>',
        b'<c\tr="XFD1048576"><v>1</v></c>',
        b"<c r='XFD1048576'><v>1</v></c>",
        b'<c s="1" r = "XFD1048576"><v>1</v></c>',
        b'<x:c xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="XFD1"><v>1</v></x:c>',
        b'<c r="A1048576"><v>1</v></c>',
        b'<c r="BA2"><v>1</v></c>',
    ],
)
def test_a_cell_in_the_far_corner_is_refused_before_a_table_is_laid_out_for_it(cell: bytes) -> None:
    content = with_part(
        workbook([row("A")]), SHEET, lambda part: part.replace(b"</row></sheetData>", cell + b"</row></sheetData>")
    )
    assert "a cell far outside any list" in error_of(content)


def test_a_sheet_under_another_parts_name_is_looked_at_as_well() -> None:
    far = b'<c r="XFD1048576"><v>1</v></c></row></sheetData>'
    content = with_part(workbook([row("A")]), SHEET, lambda part: part.replace(b"</row></sheetData>", far))
    with zipfile.ZipFile(BytesIO(content)) as archive:
        sheet, before = archive.read(SHEET), archive.read("xl/_rels/workbook.xml.rels")
    for name in (b"worksheets/Sheet1.XML", b"styles.xml"):
        content = with_part(content, "xl/" + name.decode(), sheet)
        relationships = before.replace(b"worksheets/sheet1.xml", name)
        renamed = with_part(content, "xl/_rels/workbook.xml.rels", relationships)
        assert relationships != before
        assert "a cell far outside any list" in error_of(without_part(renamed, SHEET))


def test_a_far_row_is_refused_whose_cells_do_not_say_where_they_stand() -> None:
    far = b'<row r="1048576"><c><v>1</v></c></row></sheetData>'
    content = with_part(workbook([row("A")]), SHEET, lambda part: part.replace(b"</sheetData>", far))
    assert "a cell far outside any list ('1048576')" in error_of(content)


def test_cells_written_in_another_manner_than_excels_are_read_all_the_same() -> None:
    content = with_part(workbook([row("A")]), SHEET, lambda part: part.replace(b'<c r="A2"', b"<c  r='A2'"))
    assert [listing.state for listing in read_document(content).listings] == ["TEXAS"]


def test_another_encoding_cannot_hide_a_cell() -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?><worksheet><sheetData/></worksheet>'
    assert "is not UTF-8" in error_of(with_part(workbook([row("A")]), SHEET, text.encode("utf-16")))
    assert "is not UTF-8" in error_of(with_part(workbook([row("A")]), SHEET, text.encode()))


def test_entities_are_not_unfolded_and_files_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("https://www.ice.gov/secret.pdf")
    doctype = f'<!DOCTYPE r [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'.encode()

    def with_entity(part: bytes) -> bytes:
        return doctype + part.split(b"?>", 1)[-1].replace(b"https://www.ice.gov/doclib/287gMOA/example.pdf", b"&x;")

    content = with_part(workbook([row("A")]), LINKS, with_entity)
    try:
        read = repr(read_document(content).listings)
    except ReadError as error:
        read = str(error)
    assert "secret.pdf" not in read


def test_a_damaged_part_is_found_by_its_checksum() -> None:
    stored = BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
    content = stored.getvalue().replace(b"<workbook/>", b"<workhook/>")
    assert "does not match its checksum" in error_of(content)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_damage_is_a_stated_error_or_is_read(data: st.DataObject) -> None:
    """Bytes overwritten anywhere never end in anything but a list or a ReadError."""
    content = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(ReadError):
        read_document(bytes(content))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_a_mended_link_is_empty_or_a_web_address_and_mending_it_again_changes_nothing(text: str) -> None:
    for printed in (text, f"https://www.ice.gov/{text}", f"https://www.ice.gov/?{text}"):
        mended = mended_link(printed)
        assert mended == "" or mended.startswith(("http://", "https://"))
        assert without_addresses(mended) == mended
        assert mended_link(mended) == mended


WHOLE = workbook([row("An Agency"), row("Another", MOA=("link", SAFE_LINK))])


# The real lists


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
    content = workbook([row(f"Agency {number}", MOA=("link", f"{MOA}?{number}")) for number in range(2_000)])
    started = time.perf_counter()
    read_document(content)
    assert time.perf_counter() - started < 2
