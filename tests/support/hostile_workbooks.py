"""Workbooks that are odd, broken or made to harm: one table, from a name to its builder."""

import re
import zipfile
from collections.abc import Callable
from functools import partial

from tests.support.hostile_texts import BAD_ADDRESSES, DOCTYPE_BOMB, DOCTYPE_FILE
from tests.support.spoiled_workbooks import (
    BOOK,
    BOOK_LINKS,
    FAR_ROW,
    FAR_SHEET,
    HEADER,
    MAIN,
    OLE,
    PROPERTIES,
    ROWS,
    TYPES,
    before_end,
    bomb,
    changed,
    elsewhere,
    flagged_encrypted,
    good,
    hyperlinks,
    linked,
    listed_workbook,
    many_sheets,
    packed_by,
    part_twice,
    parts,
    raw_name,
    renamed,
    replaced,
    saved,
    shared_strings,
    sheets,
    signed,
    size_lies,
    strict,
    with_pattern,
)
from tests.support.workbooks import PARTICIPATING, SHEET, zipped

WORKBOOKS: dict[str, Callable[[], bytes]] = {
    # No workbook at all.
    "empty": lambda: b"",
    "no_zip_behind_pk": lambda: b"PK\x03\x04" + bytes(range(256)) * 20,
    "cut": lambda: good()[:-200],
    "page": lambda: b"<!DOCTYPE html><html><head><title>Access Denied</title></head><body></body></html>",
    "pdf": lambda: b"%PDF-1.7\n" + bytes(range(256)) * 20,
    "csv": lambda: (",".join(PARTICIPATING) + "\r\nTEXAS,A,County,A,Task Force Model,3/4/2025,,\r\n").encode(),
    "xls": lambda: OLE + b"\0" * 504 + "Workbook".encode("utf-16-le") + b"\0" * 2000,
    "encrypted": lambda: OLE + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 2000,
    "zip_of_a_workbook": lambda: zipped({"participatingAgencies.xlsx": good()}),
    "document_of_word": lambda: zipped({TYPES: b"<Types/>", "word/document.xml": b"<document/>"}),
    # The zip.
    "bomb": lambda: bomb(100),
    "ten_thousand_parts": lambda: zipped(parts() | {f"xl/media/{n}.xml": b"<a/>" for n in range(10_000)}),
    "part_name_control_characters": lambda: changed("xl/\x1b]0;pwned\x07\x1b[31m.xml", b" " * 3_000_000),
    "part_name_traversal": lambda: changed("../../../tmp/pwned.xml", b"<a/>"),
    "part_name_surrogate": lambda: changed("xl/\u202e\ufeff.xml", b"<a/>"),
    "part_name_huge": lambda: changed("xl/" + "a" * 60_000, b"<a/>"),
    "part_names_backslashes": lambda: renamed(lambda path: path.replace("/", "\\")),
    "part_names_other_case": lambda: renamed(str.upper),
    "part_names_leading_slash": lambda: renamed(lambda path: "/" + path),
    "part_names_elsewhere": elsewhere,
    "part_twice": lambda: part_twice(b"<worksheet/>"),
    "prefixed_zip": lambda: b"#!/bin/sh\n" + good(),
    "trailing_bytes": lambda: good() + b"\r\n" * 100,
    "packed_bzip2": lambda: packed_by(zipfile.ZIP_BZIP2),
    "packed_lzma": lambda: packed_by(zipfile.ZIP_LZMA),
    "flagged_encrypted": flagged_encrypted,
    "size_lies": size_lies,
    # XML.
    "entity_bomb": lambda: replaced(
        SHEET, (b"<worksheet", DOCTYPE_BOMB + b"<worksheet"), (b"<t>TEXAS</t>", b"<t>&j;</t>")
    ),
    "external_entity": lambda: replaced(
        SHEET, (b"<worksheet", DOCTYPE_FILE + b"<worksheet"), (b"<t>TEXAS</t>", b"<t>&file;</t>")
    ),
    "nested_xml": lambda: changed(SHEET, b'<worksheet xmlns="%b"><sheetData>' % MAIN + b"<row>" * 100_000),
    "part_utf16": lambda: changed(SHEET, lambda part: part.decode().encode("utf-16")),
    "part_not_utf8": lambda: raw_name(b"Se\xf1or County \xff"),
    "relationship_loop": lambda: with_pattern(BOOK_LINKS, rb'Target="[^"]*"', b'Target="workbook.xml"'),
    "relationship_outside": lambda: changed(
        BOOK_LINKS, lambda part: re.sub(rb'Target="[^"]*sheet1.xml"', b'Target="file:///etc/passwd"', part)
    ),
    "relationship_missing": lambda: replaced(BOOK, (b'r:id="rId1"', b'r:id="nowhere"')),
    "strict": strict,
    # The sheet's shape.
    "far_cell": lambda: replaced(SHEET, (b"</sheetData>", FAR_ROW + b"</sheetData>")),
    "far_cell_on_second_sheet": lambda: many_sheets(1, FAR_SHEET),
    "far_cells_on_forty_sheets": lambda: many_sheets(40, FAR_SHEET),
    "two_thousand_sheets": lambda: many_sheets(2000, b'<worksheet xmlns="%b"><sheetData/></worksheet>' % MAIN),
    "dimension_huge": lambda: with_pattern(SHEET, rb"<dimension [^>]*/>", b'<dimension ref="A1:XFD1048576"/>'),
    "dimension_small": lambda: with_pattern(SHEET, rb"<dimension [^>]*/>", b'<dimension ref="A1"/>'),
    "dimension_garbage": lambda: with_pattern(SHEET, rb"<dimension [^>]*/>", b'<dimension ref="$!"/>'),
    "merged_everywhere": lambda: before_end(b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
    "merged_many": lambda: before_end(
        b"<mergeCells>%b</mergeCells>" % b"".join(b'<mergeCell ref="A%d:XFD%d"/>' % (n, n) for n in range(30, 20_000))
    ),
    "cell_references_beyond": lambda: replaced(SHEET, (b'r="B9"', b'r="ZZZZZZ99999999999"')),
    "cell_references_garbage": lambda: replaced(SHEET, (b'r="B9"', b'r="9B"'), (b'r="C9"', b'r=""')),
    "cell_references_missing": lambda: with_pattern(SHEET, rb'(<c|<row) r="\w+"', rb"\1"),
    "rows_out_of_order": lambda: replaced(SHEET, (b'<row r="9"', b'<row r="2"')),
    "row_number_zero": lambda: replaced(SHEET, (b'<row r="9"', b'<row r="0"')),
    "style_beyond": lambda: with_pattern(SHEET, rb' s="\d+"', b' s="4294967295"'),
    "shared_string_beyond": lambda: with_pattern(SHEET, rb't="n"><v>', b't="s"><v>9'),
    # Links.
    "hyperlink_range_everything": lambda: hyperlinks("A1:XFD1048576"),
    "hyperlink_ranges_many": lambda: hyperlinks(*(f"A{n}001:ZZ{n + 1}000" for n in range(1, 100))),
    "hyperlink_ranges_columns": lambda: hyperlinks(*(["A1:XFD1048576"] * 1000)),
    "hyperlink_range_backward": lambda: hyperlinks("G21:G2", "XFD1048576:A1"),
    "hyperlink_range_garbage": lambda: hyperlinks("A:A", "2:2", "Sheet1!G2", "", "G0"),
    **{f"link_{name}": partial(linked, address) for name, address in BAD_ADDRESSES.items()},
    # Sheets and rows that are not the list.
    "hidden_older_sheet_first": lambda: sheets(
        ("Old", "hidden", [*HEADER, *ROWS[:12]]), ("Sheet1", "visible", [*HEADER, *ROWS])
    ),
    "very_hidden_sheet_first": lambda: sheets(
        ("Old", "veryHidden", [*HEADER, *ROWS[:12]]), ("Sheet1", "visible", [*HEADER, *ROWS])
    ),
    "two_visible_lists": lambda: sheets(
        ("January", "visible", [*HEADER, *ROWS[:12]]), ("February", "visible", [*HEADER, *ROWS])
    ),
    "second_sheet_with_more_rows": lambda: sheets(
        ("Sheet1", "visible", [*HEADER, *ROWS[:17]]), ("Added", "visible", [*HEADER, *ROWS[17:]])
    ),
    "header_repeated": lambda: sheets(("Sheet1", "visible", [*HEADER, *ROWS[:9], *HEADER, *ROWS[9:]])),
    "banner_rows": lambda: sheets(
        (
            "Sheet1",
            "visible",
            [["287(g) Agencies"], ["As of 2/3/2026"], [], *HEADER, *ROWS, ["Total", 20]],
        )
    ),
    "banner_row_amid": lambda: sheets(("Sheet1", "visible", [*HEADER, *ROWS[:9], ["UPDATED WEEKLY"], *ROWS[9:]])),
    "header_twice_in_a_row": lambda: sheets(("Sheet1", "visible", [[*PARTICIPATING, *PARTICIPATING], *ROWS])),
    "state_is_no_state": lambda: listed_workbook("Example Police Department", STATE="TBD"),
    "rows_empty_but_many": lambda: replaced(
        SHEET, (b"</sheetData>", b"".join(b'<row r="%d"/>' % n for n in range(30, 200_000)) + b"</sheetData>")
    ),
    # Values.
    "dates_1904": lambda: with_pattern(BOOK, rb"<workbookPr[^>]*/>", b'<workbookPr date1904="1"/>'),
    "signed_year_9999": lambda: signed(b"2958465"),
    "signed_year_5025": lambda: signed(b"1141430"),
    "signed_beyond_the_calendar": lambda: signed(b"2958466"),
    "signed_huge": lambda: signed(b"1e300"),
    "signed_negative": lambda: signed(b"-1"),
    "signed_not_a_number": lambda: signed(b"NaN"),
    "signed_infinite": lambda: signed(b"INF"),
    "signed_leap_day_of_1900": lambda: signed(b"60"),  # 29 February 1900, which never was
    "signed_year_1": lambda: signed(b"0001-01-01T00:00:00", b"d"),
    "signed_words": lambda: signed(b"13/45/0000", b"str"),
    "signed_many_digits": lambda: signed(b"9" * 5000),
    "numbers_as_text": lambda: signed(b"45720", b"str"),
    "error_values": lambda: signed(b"#REF!", b"e"),
    "formulas": lambda: with_pattern(SHEET, rb't="n"><v>', b't="n"><f>TODAY()</f><v>'),
    "formulas_without_values": lambda: changed(
        SHEET, lambda part: re.sub(rb't="n"><v>[\d.]+</v>', b"><f>DATE(2025,3,4)</f>", part)
    ),
    "shared_string_a_thousand_times": lambda: shared_strings(b"a" * 900_000, 1000),
    "shared_strings": lambda: shared_strings(b"Example County Sheriff's Office", 20),
    "rich_text": lambda: replaced(SHEET, (b"<t>TEXAS</t>", b"<r><t>TEX</t></r><r><rPr><b/></rPr><t>AS</t></r>")),
    "longest_cells": lambda: listed_workbook("a" * 32_767),
    "cell_of_a_megabyte": lambda: raw_name(b"a" * 1_000_000),
    # Names that act where they are shown.
    "name_escapes": lambda: raw_name(b"_x001B_[2J_x001B_]0;pwned_x0007_ County Sheriff"),
    "name_escapes_c1": lambda: raw_name("\x9b2J\x85 County Sheriff".encode()),
    "name_bidi": lambda: listed_workbook("\u202eeciloP\u2066 \u200b\ufeffCounty Sheriff"),
    "name_formula": lambda: listed_workbook("=cmd|'/C calc'!A0"),
    "name_formulas": lambda: listed_workbook("@SUM(1+1)", COUNTY="+1", TYPE="-1", STATE="\t=1"),
    "name_markup": lambda: listed_workbook("<script>alert(1)</script>{{ 7 * 7 }}{% raw %}"),
    "name_nul": lambda: raw_name(b"_x0000_Example\xef\xbf\xbe"),
    "name_nul_reference": lambda: raw_name(b"Example &#0; County"),
    "name_surrogate_reference": lambda: raw_name(b"Example &#xD800; County"),
    "name_surrogate_escape": lambda: raw_name(b"Example _xD800_ County"),
    "name_newlines": lambda: listed_workbook("Example\r\nBcc: everyone@example.com\r\n\r\nCounty"),
    "name_blank": lambda: listed_workbook("\u00a0\u2003\u200b"),
    # When it was saved.
    "properties_year_1": lambda: saved(b"0001-01-01T00:00:00+14:00"),
    "properties_year_9999": lambda: saved(b"9999-12-31T23:59:59-12:00"),
    "properties_year_9999_utc": lambda: saved(b"9999-12-31T23:59:59Z"),
    "properties_year_2099": lambda: saved(b"2099-01-01T00:00:00Z"),
    "properties_year_0": lambda: saved(b"0000-00-00T00:00:00Z"),
    "properties_garbage": lambda: saved(b"last Tuesday &#xD800;"),
    "properties_huge": lambda: saved(b"9" * 5000),
    "properties_broken": lambda: changed(PROPERTIES, b"<cp:coreProperties"),
}
