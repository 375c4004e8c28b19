"""The table of the page era."""

from datetime import date
from pathlib import Path

import pytest

from flows.sources.ice.document import read_document
from models.errors import ReadError
from models.lists.listings import Listing, PublishedList
from models.vocabulary import ListKind

COLUMNS = ("STATE", "LAW ENFORCEMENT AGENCY", "SUPPORT TYPE", "SIGNED", "MOA")
ARCHIVED = "https://web.archive.org/web/20250219163339/"
MOA = "https://www.ice.gov/doclib/287gMOA/287gWSO_KodiakAk2020-07-20.pdf"


def table(*rows: str, columns: tuple[str, ...] = COLUMNS) -> bytes:
    header = "".join(f"<th>{name}</th>" for name in columns)
    return f"<html><body><table><thead><tr>{header}</tr></thead>{''.join(rows)}</table></body></html>".encode()


def cells(*texts: str) -> str:
    return "<tr>" + "".join(f"<td>{text}</td>" for text in texts) + "</tr>"


KODIAK = cells(
    "ALASKA", "Kodiak Police Department", "Warrant Service Officer", "2020-07-20", f'<a href="{MOA}">Link</a>'
)


def read(content: bytes) -> PublishedList:
    return read_document(content, "page.html")


def test_a_row_is_read_as_printed() -> None:
    published = read(table(KODIAK))
    assert published.kind is ListKind.PARTICIPATING
    assert published.columns == COLUMNS
    assert published.rows == {
        2: Listing(
            state="ALASKA",
            agency="Kodiak Police Department",
            agency_type="",
            county="",
            support_type="Warrant Service Officer",
            signed=date(2020, 7, 20),
            signed_text="2020-07-20",
            moa="Link",
            moa_url=MOA,
            addendum="",
            addendum_url="",
        ),
    }


def test_links_of_a_saved_page_are_those_of_the_publisher() -> None:
    saved = KODIAK.replace(MOA, ARCHIVED + MOA)
    assert read(table(saved)).listings[0].moa_url == MOA
    assert read(table(saved)).listings == read(table(KODIAK)).listings


def test_signs_and_spaces_are_kept_as_printed() -> None:
    printed = cells("ALASKA ", "St. Mary&#x27;s &amp; Sons\xa0", "Task <b>Force</b> Model", "2020-07-20", "")
    (listing,) = read(table(printed)).listings
    assert (listing.state, listing.agency) == ("ALASKA ", "St. Mary's & Sons\xa0")
    assert (listing.support_type, listing.moa, listing.moa_url) == ("Task Force Model", "", "")


def test_the_table_with_the_columns_is_taken_among_others() -> None:
    content = b"<table><tr><td>Menu</td></tr></table>" + table(KODIAK) + b"<table><tr><td>Foot</td></tr></table>"
    assert len(read(content).listings) == 1


def test_rows_that_are_short_or_blank_are_borne_and_keep_their_numbers() -> None:
    published = read(table(cells("ALASKA", "One", "Task Force Model"), cells(), cells("", ""), KODIAK))
    assert {number: listing.agency for number, listing in published.rows.items()} == {
        2: "One",
        5: "Kodiak Police Department",
    }
    assert published.listings[0].signed_text == ""


def test_a_date_in_american_form_is_a_date_and_a_broken_one_is_remarked() -> None:
    rows = [KODIAK.replace("2020-07-20<", f"{text}<") for text in ("07/20/2020", "7/202020")]
    published = read(table(*rows))
    assert [listing.signed for listing in published.listings] == [date(2020, 7, 20), None]
    assert published.remarks == ("row 3: SIGNED '7/202020' is not a date",)


def test_a_date_before_section_287g_was_law_is_kept_as_text() -> None:
    (listing,) = read(table(KODIAK.replace("2020-07-20<", "1020-07-20<"))).listings
    assert (listing.signed, listing.signed_text) == (None, "1020-07-20")


def test_a_page_without_the_table_is_refused_by_its_title() -> None:
    with pytest.raises(ReadError, match=r"page\.html: an HTML page \('Access Denied'\) without a list"):
        read(b"<html><head><title>Access Denied</title></head></html>")
    with pytest.raises(ReadError, match=r"an HTML page \(no title\)"):
        read(b"<p>Service unavailable")


def test_a_renamed_column_is_told_by_name() -> None:
    with pytest.raises(ReadError, match="no column SUPPORT TYPE among STATE, LAW ENFORCEMENT AGENCY, MODEL"):
        read(table(KODIAK, columns=("STATE", "LAW ENFORCEMENT AGENCY", "MODEL", "SIGNED", "MOA")))


def test_deep_nesting_is_borne() -> None:
    with pytest.raises(ReadError):
        read(b"<div>" * 50_000)
    assert len(read(b"<div>" * 200 + table(KODIAK)).listings) == 1


def test_every_real_page_is_read(shared_lists: Path) -> None:
    contents = [path.read_bytes() for path in sorted((shared_lists / "page").glob("*.html"))]
    lists = [read(content) for content in contents]
    rows = [len(published.listings) for published in lists]
    assert (len(rows), rows[0], rows[-2], min(rows)) == (20, 150, 135, 135)
    for published, content in zip(lists, contents, strict=True):
        assert published.remarks == ()
        assert all(listing.signed for listing in published.listings)
        assert content.count(b"web.archive.org") >= sum(bool(listing.moa_url) for listing in published.listings) > 100
        assert not any("web.archive.org" in listing.moa_url for listing in published.listings)
