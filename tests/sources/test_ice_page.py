"""The page: every form that its links have had, its headline, and the pages that are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.sources.ice.page import find_headline, read_headline, read_page
from flows.sources.ice.served_page import IcePage
from models.errors import ReadError
from models.vocabulary import ListKind

URL = "https://www.ice.gov/identify-and-arrest/287g"
FILES = "https://www.ice.gov/doclib/about/offices/ero/287g/"

PENDING_LINK = (
    '<a href="/doclib/about/offices/ero/287g/pendingAgencies09032025am.xlsx">View 287(g) Pending Agencies</a>'
)


def page(*elements: str) -> bytes:
    return f"<html><head><title>287(g) | ICE</title></head><body>{''.join(elements)}</body></html>".encode()


def read(*elements: str) -> IcePage:
    return read_page(page(*elements), URL)


def error_of(content: bytes) -> str:
    with pytest.raises(ReadError) as raised:
        read_page(content, URL)
    assert "\n" not in str(raised.value)
    return str(raised.value)


@pytest.mark.parametrize(
    ("link", "address"),
    [
        (
            '<a href="/doclib/about/offices/ero/287g/participatingAgencies09032025am.xlsx">Participating Agencies</a>',
            FILES + "participatingAgencies09032025am.xlsx",
        ),
        (f'<a href="{FILES}participatingAgencies.xlsx">(XLSX)</a>', FILES + "participatingAgencies.xlsx"),
        (f'<a href="{FILES}ParticipatingAgency010626pm.xlsx">here</a>', FILES + "ParticipatingAgency010626pm.xlsx"),
        (
            '<a href="/file-download/download/public/208496">View 287(g)\n <b>Participating</b>&nbsp;Agencies</a>',
            "https://www.ice.gov/file-download/download/public/208496",
        ),
        (
            '<a href="https://www.ice.gov/file-download/download/public/1">Participating Law Enforcement Agencies</a>',
            "https://www.ice.gov/file-download/download/public/1",
        ),
        (
            '<a href="/web/20250403231027/https://www.ice.gov/file-download/download/public/1">'
            "Participating Entities</a>",
            "https://www.ice.gov/file-download/download/public/1",
        ),
        (
            f'<a href="https://web.archive.org/web/20250403231027/{FILES}participatingAgencies.xlsx">list</a>',
            FILES + "participatingAgencies.xlsx",
        ),
        (
            '<a href="http://www.ice.gov/doclib/287g/Participating%20Agencies.xlsx">list</a>',
            "https://www.ice.gov/doclib/287g/Participating%20Agencies.xlsx",
        ),
    ],
)
def test_the_link_is_found_by_its_text_or_its_address(link: str, address: str) -> None:
    found = read('<nav><a href="/contact">Contact</a> <a href="#participating">Participating Agencies</a></nav>', link)
    assert [(each.kind, each.url) for each in found.links] == [(ListKind.PARTICIPATING, address)]
    assert found.remarks == ("no link to the pending list",)


def test_both_lists_are_found_and_told_apart() -> None:
    found = read(PENDING_LINK, f'<a href="{FILES}participatingAgencies.xlsx">View 287(g) Participating Agencies</a>')
    assert [each.kind for each in found.links] == [ListKind.PARTICIPATING, ListKind.PENDING]
    assert not found.has_table
    assert found.remarks == ()


def test_a_page_of_a_publisher_on_this_machine_links_to_itself() -> None:
    content = page('<a href="/doclib/participatingAgencies.xlsx">list</a>')
    assert read_page(content, "http://127.0.0.1:8000/287g").links[0].url == (
        "http://127.0.0.1:8000/doclib/participatingAgencies.xlsx"
    )


def test_a_saved_page_links_to_the_publisher_and_not_to_the_archive() -> None:
    content = page('<a href="/doclib/participatingAgencies.xlsx">list</a>')
    found = read_page(content, f"https://web.archive.org/web/20250403231027/{URL}")
    assert found.links[0].url == "https://www.ice.gov/doclib/participatingAgencies.xlsx"


def test_the_same_link_twice_is_one() -> None:
    link = f'<a href="{FILES}participatingAgencies.xlsx">Participating Agencies</a>'
    assert len(read(link, link, PENDING_LINK).links) == 2


def test_of_two_candidates_the_newest_by_name_is_taken_and_remarked() -> None:
    names = ["07242025am", "07242025pm_b", "07242025pm", "06302025pm"]
    found = read(*(f'<a href="{FILES}participatingAgencies{name}.xlsx">list</a>' for name in names), PENDING_LINK)
    assert found.links[0].url == FILES + "participatingAgencies07242025pm_b.xlsx"
    assert "4 links to the participating list" in found.remarks[0]
    assert "took the newest by name" in found.remarks[0]


def test_two_candidates_that_nothing_tells_apart_are_an_error_that_names_both() -> None:
    links = [f'<a href="/file-download/download/public/{n}">Participating Agencies</a>' for n in (208496, 208501)]
    message = error_of(page(*links))
    assert "2 links to the participating list" in message
    assert "public/208496" in message
    assert "public/208501" in message


def test_a_pattern_of_the_registry_settles_two_candidates() -> None:
    links = [f'<a href="/file-download/download/public/{n}">Participating Agencies</a>' for n in (208496, 208501)]
    found = read_page(page(*links), URL, {ListKind.PARTICIPATING: ("public/208501$",)})
    assert found.links[0].url.endswith("208501")


def test_a_page_with_no_links_is_an_error_that_says_what_the_page_calls_itself() -> None:
    assert "('287(g) | ICE'): no link to the participating list" in error_of(page("<p>Welcome</p>"))
    assert "('Access Denied')" in error_of(b"<html><title>Access\nDenied</title><h1>Access Denied</h1></html>")
    assert "(no title)" in error_of(b"")
    assert "no link" in error_of(b"PK\x03\x04 not a page at all")


def test_a_page_that_lost_the_participating_link_alone_is_an_error() -> None:
    assert "no link to the participating list" in error_of(page(PENDING_LINK))


def test_links_that_are_no_web_addresses_are_passed_over() -> None:
    hostile = ["javascript:alert('participatingAgencies')", "mailto:participatingagencies@example.gov", "https://[", ""]
    links = [f'<a href="{href}">Participating Agencies</a>' for href in hostile]
    assert "no link" in error_of(page(*links))


def test_the_page_of_the_page_era_carries_the_table_and_needs_no_links() -> None:
    header = "".join(
        f"<th>{name}</th>" for name in ("STATE", "LAW ENFORCEMENT AGENCY", "SUPPORT TYPE", "SIGNED", "MOA")
    )
    found = read("<table><tr><td>menu</td></tr></table>", f"<table><tr>{header}</tr></table>")
    assert (found.has_table, found.links, found.headline, found.remarks) == (True, (), None, ())
    assert found.table is not None
    assert (found.table.kind, found.table.rows) == (ListKind.PARTICIPATING, {})


def test_a_table_with_a_renamed_column_is_stated_and_the_links_beside_it_are_found() -> None:
    header = "".join(f"<th>{name}</th>" for name in ("STATE", "AGENCY", "SUPPORT TYPE", "SIGNED"))
    found = read(f"<table><tr>{header}</tr></table>", f'<a href="{FILES}participatingAgencies.xlsx">list</a>')
    assert found.table is None
    assert "no column LAW ENFORCEMENT AGENCY" in found.table_fault
    assert len(found.links) == 1


# The headline


def test_the_headline_is_one_whole_sentence() -> None:
    headline = read_headline(
        page(
            "<p>Since 1996, 287(g) has grown. As of <strong>August 26, 2026, 3:22pm</strong>, ICE has signed "
            "<b>2,382</b> Memorandums of Agreement for 287(g) programs covering 39 states and 2 U.S. Territories. "
            "ICE trained 500 officers in 2025.</p>",
            "<ul><li>182 Jail Enforcement Model (JEM) agreements in 30 states and 1 territory</li>",
            "<li>546 Warrant Service Officer agreements in 34 states</li>",
            "<li>1,654 Task Force Model agreements in 32 states and 2 territories</li></ul>",
        )
    )
    assert headline is not None
    assert headline.agreements == 2382
    assert headline.sentence == (
        "As of August 26, 2026, 3:22pm, ICE has signed 2,382 Memorandums of Agreement for 287(g) programs covering "
        "39 states and 2 U.S. Territories."
    )


@pytest.mark.parametrize(
    ("text", "agreements"),
    [
        ("ICE has signed 135 Memorandums of Agreement for 287(g) programs.", 135),
        ("ICE has now signed 1,001 MOAs covering 40 states", 1001),
        ("ICE has signed 1 Memorandum of Agreement covering 1 state and 1 territory", 1),
        ("ICE has signed 958 Memoranda of Understanding in 40 states and 1 U.S. Territory.", 958),
    ],
)
def test_the_sentence_is_found_in_every_wording(text: str, agreements: int) -> None:
    headline = find_headline(text)
    assert headline is not None
    assert (headline.agreements, headline.sentence) == (agreements, text)


@pytest.mark.parametrize(
    "text",
    [
        "ICE has signed agreements with 40 states",
        "ICE signed 5 contracts and has signed 3 leases",
        "The 287(g) program has 3 models. Memorandums of Agreement are signed.",
        "",
    ],
)
def test_other_sentences_are_no_headline(text: str) -> None:
    assert find_headline(text) is None


@given(st.text(max_size=300))
def test_any_page_is_read_or_refused(text: str) -> None:
    try:
        read_page(text.encode("utf-8", "replace"), URL)
    except ReadError as error:
        told = str(error)
        assert told.startswith("page ")
