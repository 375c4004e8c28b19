"""The hostile contents are what their names say, are made quickly, and are small enough to be served."""

import json
import re
import time
import zipfile
from collections import Counter
from html.parser import HTMLParser
from io import BytesIO

import openpyxl
import pytest
from lxml import etree

from tests.support.hostile_contents import CONTENTS, content
from tests.support.hostile_texts import BAD_ADDRESSES
from tests.support.spoiled_workbooks import BOOK, PROPERTIES, good, parts
from tests.support.workbooks import LINKS, SHEET

# Workbooks that no zip reader opens.
NO_ZIPS = {"empty", "no_zip_behind_pk", "cut", "page", "pdf", "csv", "xls", "encrypted"}
WORKBOOKS = [name for name, (due, _) in CONTENTS.items() if due == "workbook"]


def archive(name: str) -> zipfile.ZipFile:
    return zipfile.ZipFile(BytesIO(content(f"workbook_{name}")))


def sheet(name: str) -> bytes:
    return archive(name).read(SHEET)


@pytest.mark.parametrize("name", CONTENTS)
def test_each_is_made_quickly_and_small_enough_to_serve(name: str) -> None:
    start = time.process_time()
    made = content(name)
    assert time.process_time() - start < 3
    assert len(made) < 25_000_000
    assert made or name.endswith("empty")


def test_there_are_many_of_each_sort_and_no_two_are_alike() -> None:
    sorts = Counter(due for due, _ in CONTENTS.values())
    assert set(sorts) == {"page", "feed", "article", "gdelt", "workbook"}
    assert min(sorts.values()) >= 20
    made = Counter((due, build()) for due, build in CONTENTS.values())
    assert max(made.values()) == 1


def test_the_workbook_that_the_others_spoil_is_a_good_one() -> None:
    book = openpyxl.load_workbook(BytesIO(good()))
    assert [cell.value for cell in book.worksheets[0][2]][:2] == ["TEXAS", "Example County 0 Sheriff's Office"]


@pytest.mark.parametrize("name", WORKBOOKS)
def test_each_workbook_is_a_zip_or_is_named_among_those_that_are_none(name: str) -> None:
    assert zipfile.is_zipfile(BytesIO(content(name))) == (name.removeprefix("workbook_") not in NO_ZIPS)


def test_the_workbook_bomb_unfolds_to_a_thousand_times_its_size() -> None:
    entry = archive("bomb").getinfo(SHEET)
    assert entry.file_size > 100_000_000
    assert entry.file_size > 800 * entry.compress_size


def test_the_zips_are_odd_as_named() -> None:
    assert len(archive("ten_thousand_parts").namelist()) > 10_000
    assert any("\x1b" in name for name in archive("part_name_control_characters").namelist())
    assert SHEET.replace("/", "\\") in archive("part_names_backslashes").namelist()
    assert SHEET.upper() in archive("part_names_other_case").namelist()
    assert SHEET not in archive("part_names_elsewhere").namelist()
    assert archive("part_twice").namelist().count(SHEET) == 2
    assert archive("flagged_encrypted").getinfo(SHEET).flag_bits & 1
    assert archive("size_lies").getinfo(SHEET).file_size == 10
    assert archive("packed_lzma").getinfo(SHEET).compress_type == zipfile.ZIP_LZMA


def test_the_sheets_are_odd_as_named() -> None:
    assert b'r="XFD1048576"' in sheet("far_cell")
    assert b'r="XFD1048576"' in archive("far_cell_on_second_sheet").read("xl/worksheets/sheet100.xml")
    assert sheet("hyperlink_ranges_columns").count(b'ref="A1:XFD1048576"') == 1000
    assert sheet("shared_string_a_thousand_times").count(b't="s"') == 1000
    assert len(archive("shared_string_a_thousand_times").read("xl/sharedStrings.xml")) > 900_000
    assert b'date1904="1"' in archive("dates_1904").read(BOOK)
    assert sheet("signed_year_9999").count(b"<v>2958465</v>") == 20
    assert b"<f>" in sheet("formulas")
    assert b"_x001B_" in sheet("name_escapes")
    assert b">9999-12-31T23:59:59Z<" in archive("properties_year_9999_utc").read(PROPERTIES)
    assert b"a" * 32_767 in sheet("longest_cells")
    assert b"purl.oclc.org" in sheet("strict")
    assert b"schemas.openxmlformats.org/spreadsheetml" not in sheet("strict")


def test_the_hidden_sheet_comes_first_and_holds_less() -> None:
    old, new = openpyxl.load_workbook(BytesIO(content("workbook_hidden_older_sheet_first"))).worksheets
    assert (old.sheet_state, new.sheet_state) == ("hidden", "visible")
    assert old.max_row < new.max_row


@pytest.mark.parametrize("address", BAD_ADDRESSES)
def test_each_bad_address_stands_in_a_page_a_feed_an_answer_and_a_workbook(address: str) -> None:
    printed = BAD_ADDRESSES[address]
    assert b'href="' + printed in content(f"page_link_{address}")
    assert b"<link>" + printed in content(f"feed_link_{address}")
    (row,) = json.loads(content(f"gdelt_link_{address}"))["articles"]
    assert row["url"] == printed.decode("utf-8", "surrogatepass")
    assert printed in archive(f"link_{address}").read(LINKS)


def test_the_laughs_would_be_a_billion() -> None:
    entities = dict(re.findall(rb'<!ENTITY (\w) "([^"]*)">', content("feed_billion_laughs")))
    size = len(entities[b"a"])
    for name in b"bcdefghij":
        size *= entities[bytes([name])].count(b"&")
    assert size == 2 * 10**9


def test_texts_are_odd_as_named() -> None:
    depth = Counter[str]()
    reader = HTMLParser()
    reader.handle_starttag = lambda tag, attrs: depth.update([tag])  # type: ignore[method-assign]
    reader.feed(content("page_nested_tables").decode())
    assert depth["table"] == 5_000
    assert content("page_megabytes_of_links").count(b"<a ") == 440_000
    assert content("page_five_hundred_workbooks").count(b".xlsx") == 500
    assert content("feed_ten_thousand_entries").count(b"<item>") == 10_000
    assert len(re.findall(rb"\d", content("article_digits"))) > 10_000_000
    assert content("article_list_items_unclosed").count(b"<li><p>") == 200_000
    assert content("gdelt_nested").count(b"[") == 100_000
    with pytest.raises(RecursionError):
        json.loads(content("gdelt_nested"))
    with pytest.raises(etree.XMLSyntaxError):
        etree.fromstring(content("feed_surrogate_entities"))
    assert b"\0" in content("page_nul_bytes")


def test_a_part_that_was_spoiled_is_no_longer_the_good_one() -> None:
    honest = parts()
    for name in ("far_cell", "formulas", "name_bidi", "signed_huge"):
        assert sheet(name) != honest[SHEET]
