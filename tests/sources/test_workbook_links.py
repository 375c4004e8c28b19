"""The hyperlinks of the workbooks: unwrapped, cleaned, without any staff address."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.sources.ice.document import read_document
from flows.sources.ice.links import clean_link, without_addresses
from tests.support.workbooks import (
    LINKS,
    MOA,
    SAFE_LINK,
    SHEET,
    as_excel_writes_links,
    printed_row,
    with_part,
    workbook,
)


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
    assert clean_link(printed) == meant


def test_no_staff_address_is_left_in_any_cell() -> None:
    content = workbook(
        [
            printed_row("A", MOA=("link", SAFE_LINK)),
            printed_row("B", MOA=(SAFE_LINK, SAFE_LINK)),
            printed_row("C", MOA="ask somebody@example.gov"),
            printed_row("D", MOA=("link", "mailto:somebody@example.gov"), ADDENDUM=("x", SAFE_LINK)),
        ]
    )
    listings = read_document(content).listings
    assert "example.gov" not in repr(listings)
    assert [listing.moa_url for listing in listings] == [MOA, MOA, "", ""]
    assert listings[3].addendum_url == MOA


def test_a_bare_address_in_the_cell_is_its_link() -> None:
    (listing,) = read_document(workbook([printed_row("An Agency", MOA=MOA)])).listings
    assert (listing.moa, listing.moa_url) == (MOA, MOA)


def test_links_are_the_same_in_whatever_order_their_attributes_are_written() -> None:
    rows = [
        printed_row("A", MOA=("link", SAFE_LINK)),
        printed_row("B", ADDENDUM=("link", MOA + "?a=1&b=%22")),
        printed_row("C", MOA=None),
    ]
    content = workbook(rows)
    excels = as_excel_writes_links(content)
    assert excels != content
    assert read_document(excels).listings == read_document(content).listings
    assert read_document(excels).listings[0].moa_url == MOA
    assert read_document(excels).listings[1].addendum_url == MOA + "?a=1&b=%22"


def test_a_link_with_a_numbered_sign_in_it_is_read() -> None:
    content = as_excel_writes_links(workbook([printed_row("A", MOA=("link", MOA))]))
    content = with_part(content, LINKS, lambda part: part.replace(b"BayCo", b"&#66;ayCo"))
    assert read_document(content).listings[0].moa_url == MOA


def test_links_over_a_range_and_links_without_a_target_are_borne() -> None:
    content = workbook([printed_row("A"), printed_row("B"), printed_row("C", MOA="link")])
    content = with_part(content, SHEET, lambda part: part.replace(b'ref="G2"', b'ref="G2:G4"'))
    assert [bool(listing.moa_url) for listing in read_document(content).listings] == [True, True, True]
    content = with_part(content, LINKS, lambda part: part.replace(b'Id="rId2"', b'Id="rId99"'))
    assert len(read_document(content).listings) == 3


def test_a_workbook_without_any_link_is_read() -> None:
    content = workbook([printed_row("An Agency", MOA="link pending")])
    assert read_document(content).listings[0].moa_url == ""


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_a_clean_link_is_empty_or_a_web_address_and_cleaning_it_again_changes_nothing(text: str) -> None:
    for printed in (text, f"https://www.ice.gov/{text}", f"https://www.ice.gov/?{text}"):
        cleaned = clean_link(printed)
        assert cleaned == "" or cleaned.startswith(("http://", "https://"))
        assert without_addresses(cleaned) == cleaned
        assert clean_link(cleaned) == cleaned
