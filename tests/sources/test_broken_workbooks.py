"""Every broken or hostile file that may come where a workbook was due is a stated error."""

import struct
import tracemalloc
import zipfile
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from flows.sources.ice.document import read_document
from models.errors import ReadError
from models.vocabulary import ListKind
from tests.support.workbooks import (
    LINKS,
    PARTICIPATING,
    PENDING,
    SAFE_LINK,
    SHEET,
    as_excel_writes_links,
    printed_row,
    with_part,
    without_part,
    workbook,
    zipped,
)


def error_of(content: bytes, name: str = "participatingAgencies.xlsx") -> str:
    with pytest.raises(ReadError) as raised:
        read_document(content, name)
    message = str(raised.value)
    assert message.startswith(name)
    assert "\n" not in message
    return message


def test_html_with_status_200_instead_of_a_workbook() -> None:
    message = error_of(b"<!DOCTYPE html><html><head><title>Access Denied</title></head><body>No.</body></html>")
    assert "an HTML page ('Access Denied') without a list" in message


def test_an_empty_file() -> None:
    assert "an empty file" in error_of(b"")
    assert "an empty file" in error_of(b" \r\n")


def test_an_empty_workbook() -> None:
    assert "not an Excel workbook" in error_of(zipped({}))
    assert "damaged or truncated" in error_of(b"PK")


def test_a_file_that_is_neither() -> None:
    assert "a PDF" in error_of(b"%PDF-1.7 ...")
    assert "an old Excel file (.xls); expected an .xlsx workbook" in error_of(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    )
    assert "neither an .xlsx workbook nor an HTML page" in error_of(b'{"error": "not found"}')


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_file(share: float) -> None:
    content = workbook([printed_row(f"Agency {number}") for number in range(50)])
    assert "damaged or truncated" in error_of(content[: int(len(content) * share)])


def test_a_zip_that_is_no_workbook() -> None:
    assert "not an Excel workbook" in error_of(zipped({"readme.txt": b"hello"}))


def test_a_workbook_without_sheets_or_with_broken_parts() -> None:
    content = workbook([printed_row("An Agency")])
    error_of(without_part(content, SHEET))
    error_of(without_part(content, "xl/_rels/workbook.xml.rels"))
    error_of(with_part(content, SHEET, b"<worksheet><sheetData><row"))
    error_of(with_part(content, "xl/workbook.xml", b"not xml at all"))
    error_of(with_part(content, LINKS, b"<Relationships><Relationship"))
    error_of(with_part(as_excel_writes_links(content), SHEET, lambda part: part.replace(b"</worksheet>", b"")))


def test_a_workbook_whose_sheet_is_empty() -> None:
    saved = BytesIO()
    Workbook().save(saved)
    assert "no row has the columns" in error_of(saved.getvalue())


@pytest.mark.parametrize(
    ("renamed", "missing"),
    [
        ("STATE", "no column STATE among"),
        ("LAW ENFORCEMENT AGENCY", "no column LAW ENFORCEMENT AGENCY among"),
        ("SUPPORT TYPE", "no column SUPPORT TYPE among"),
        ("SIGNED", "no column SIGNED, but 'RENAMED' has 3 dates"),
    ],
)
def test_a_header_renamed_is_told_by_name(renamed: str, missing: str) -> None:
    columns = tuple("RENAMED" if name == renamed else name for name in PARTICIPATING)
    rows = [printed_row(f"Agency {number}") for number in range(3)]
    assert missing in error_of(workbook([each | {"RENAMED": each[renamed]} for each in rows], columns))


def test_a_participating_list_that_lost_its_dates_does_not_pass_for_a_pending_one() -> None:
    columns = tuple(name for name in PARTICIPATING if name != "SIGNED")
    assert "no column SIGNED, but 2 rows link an MOA" in error_of(
        workbook([printed_row("A"), printed_row("B")], columns)
    )


def test_a_pending_list_with_an_moa_column_and_no_links_is_one() -> None:
    read = read_document(workbook([printed_row("A", MOA="link pending")], (*PENDING, "MOA")))
    assert read.kind is ListKind.PENDING


def test_two_required_columns_missing_are_both_named() -> None:
    content = workbook([], ("STATE", "TYPE", "COUNTY", "MOA"))
    assert "no column LAW ENFORCEMENT AGENCY and no SUPPORT TYPE" in error_of(content)


def test_a_zip_bomb_of_one_part() -> None:
    bomb = with_part(workbook([printed_row("A")]), SHEET, b"<worksheet>" + b" " * 30_000_000)
    assert len(bomb) < 100_000
    assert "more than a list can hold" in error_of(bomb)


def test_a_zip_bomb_is_not_unpacked_to_find_out() -> None:
    bomb = with_part(workbook([printed_row("A")]), SHEET, b"<worksheet>" + b" " * 90_000_000)
    tracemalloc.start()
    error_of(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60_000_000


def test_a_zip_bomb_below_the_size_but_packed_beyond_reason() -> None:
    bomb = with_part(workbook([printed_row("A")]), "xl/sharedStrings.xml", b"<sst>" + b" " * 3_000_000 + b"</sst>")
    assert "compressed over 150 to 1" in error_of(bomb)


def test_a_zip_bomb_of_many_parts() -> None:
    parts = {f"xl/worksheets/sheet{number}.xml": b"<worksheet/>" for number in range(600)}
    assert "600 parts in the zip" in error_of(zipped(parts))


def test_a_zip_bomb_that_lies_about_its_size() -> None:
    """The sizes in the zip's own directory say 1,000 bytes; what is packed unfolds to 30 MB."""
    content = with_part(workbook([printed_row("A")]), SHEET, b"<worksheet>" + b" " * 30_000_000)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        size = archive.getinfo(SHEET).file_size
    content = content.replace(struct.pack("<L", size), struct.pack("<L", 1_000))
    tracemalloc.start()
    assert "Bad CRC-32 for file 'xl/worksheets/sheet1.xml'" in error_of(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60_000_000


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
        workbook([printed_row("A")]),
        SHEET,
        lambda part: part.replace(b"</row></sheetData>", cell + b"</row></sheetData>"),
    )
    assert "a cell far outside any list" in error_of(content)


def test_a_sheet_under_another_parts_name_is_looked_at_as_well() -> None:
    far = b'<c r="XFD1048576"><v>1</v></c></row></sheetData>'
    content = with_part(workbook([printed_row("A")]), SHEET, lambda part: part.replace(b"</row></sheetData>", far))
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
    content = with_part(workbook([printed_row("A")]), SHEET, lambda part: part.replace(b"</sheetData>", far))
    assert "a cell far outside any list ('1048576')" in error_of(content)


def test_cells_written_in_another_manner_than_excels_are_read_all_the_same() -> None:
    content = with_part(workbook([printed_row("A")]), SHEET, lambda part: part.replace(b'<c r="A2"', b"<c  r='A2'"))
    assert [listing.state for listing in read_document(content).listings] == ["TEXAS"]


def test_another_encoding_cannot_hide_a_cell() -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?><worksheet><sheetData/></worksheet>'
    assert "is not UTF-8" in error_of(with_part(workbook([printed_row("A")]), SHEET, text.encode("utf-16")))
    assert "is not UTF-8" in error_of(with_part(workbook([printed_row("A")]), SHEET, text.encode()))


def test_entities_are_not_unfolded_and_files_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("https://www.ice.gov/secret.pdf")
    doctype = f'<!DOCTYPE r [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'.encode()

    def with_entity(part: bytes) -> bytes:
        return doctype + part.split(b"?>", 1)[-1].replace(b"https://www.ice.gov/doclib/287gMOA/example.pdf", b"&x;")

    content = with_part(workbook([printed_row("A")]), LINKS, with_entity)
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
    assert "Bad CRC-32 for file 'xl/workbook.xml'" in error_of(content)


WHOLE = workbook([printed_row("An Agency"), printed_row("Another", MOA=("link", SAFE_LINK))])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_damage_is_a_stated_error_or_is_read(data: st.DataObject) -> None:
    """Bytes overwritten anywhere never end in anything but a list or a ReadError."""
    content = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(ReadError):
        read_document(bytes(content))
