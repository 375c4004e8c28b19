"""Dating documents: the publisher's mistyped names, its stamps, and the order of the real lists."""

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.sources.ice.dating import capture_in_name, date_by, name_date
from flows.sources.ice.workbook_parts import properties_modified
from models.errors import ReadError
from models.lists.listings import Dating
from tests.support.workbooks import printed_row, with_part, without_part, workbook

AFTERNOON = datetime(2025, 9, 2, 18, 30, tzinfo=UTC)  # 14:30 Eastern, a Tuesday


def date_of(content: bytes, file_name: str, *known: datetime | None) -> Dating:
    return date_by(properties_modified(content), file_name, *known)


def by_name(file_name: str, saved_at: datetime = AFTERNOON) -> Dating:
    return date_by(saved_at, file_name, None, None)


@pytest.mark.parametrize(
    ("file_name", "digits", "part", "ordinal"),
    [
        ("participatingAgencies09032025am.xlsx", "09032025", "am", 0),
        ("participatingAgencies07242025pm_b.xlsx", "07242025", "pm", 1),
        ("participatingAgencies05122025amB.xlsx", "05122025", "am", 1),
        ("participatingAgencies07032025pm2.xlsx", "07032025", "pm", 1),
        ("participatingAgencies07032025pm_0.xlsx", "07032025", "pm", 1),
        ("pendingAgencies09292025mid.xlsx", "09292025", "mid", 0),
        ("pendingAgencies09292025.xlsx", "09292025", "", 0),
        ("ParticipatingAgency010626pm.xlsx", "010626", "pm", 0),
        ("participatingAgencies090022025am.xlsx", "090022025", "am", 0),
        ("participating agencies 9-2-2025 pm.xlsx", "09022025", "pm", 0),
        ("participating_2025-09-02.xlsx", "09022025", "", 0),
        ("017__2025-04-30-pm__participatingAgencies04292025am.xlsx", "04292025", "am", 0),
    ],
)
def test_a_names_date_is_read_as_typed(file_name: str, digits: str, part: str, ordinal: int) -> None:
    named = name_date(file_name)
    assert named is not None
    assert (named.digits, named.part_of_day, named.ordinal) == (digits, part, ordinal)


@pytest.mark.parametrize(
    "file_name",
    [
        None,
        "",
        "pendingAgencies.xlsx",
        "208496",
        "112525",
        "001__2025-02-21__participatingAgencies-20250221214937.xlsx",
        "01__20210113002027__ice_287g_html_table.html",
    ],
)
def test_a_shelf_mark_a_capture_and_a_download_number_are_no_dates(file_name: str | None) -> None:
    named = name_date(file_name)
    assert named is None or named.as_typed is None


def test_the_web_archives_stamp_is_a_capture() -> None:
    assert capture_in_name("01__20210113002027__x.html") == datetime(2021, 1, 13, 0, 20, 27, tzinfo=UTC)
    assert capture_in_name("participatingAgencies-20250221214937.xlsx") == datetime(2025, 2, 21, 21, 49, 37, tzinfo=UTC)
    assert capture_in_name("participatingAgencies09032025am.xlsx") is None
    assert capture_in_name("20259921214937.xlsx") is None


# The publisher's day


def test_the_day_is_that_of_the_name() -> None:
    dating = by_name("participatingAgencies09032025am.xlsx")
    assert (dating.published_on, dating.remarks) == (date(2025, 9, 3), ())
    assert dating.dated_by == "workbook properties"


def test_without_a_name_the_day_is_the_eastern_one_on_which_it_was_saved() -> None:
    assert by_name("pendingAgencies.xlsx").published_on == date(2025, 9, 2)
    assert by_name("pendingAgencies.xlsx", datetime(2025, 9, 3, 3, 59, tzinfo=UTC)).published_on == date(2025, 9, 3)


def test_what_is_saved_in_the_evening_or_at_the_weekend_comes_out_on_the_next_working_day() -> None:
    friday_evening = datetime(2025, 9, 5, 23, 30, tzinfo=UTC)
    sunday_noon = datetime(2025, 9, 7, 16, 0, tzinfo=UTC)
    assert by_name("pendingAgencies.xlsx", friday_evening).published_on == date(2025, 9, 8)
    assert by_name("pendingAgencies.xlsx", sunday_noon).published_on == date(2025, 9, 8)


@pytest.mark.parametrize(
    ("file_name", "saved_at", "meant"),
    [
        ("participatingAgencies090022025am.xlsx", AFTERNOON, date(2025, 9, 2)),  # a digit too many
        ("participatingAgencies08022025pm.xlsx", AFTERNOON, date(2025, 9, 2)),  # a wrong month
        ("participatingAgencies0902025pm.xlsx", AFTERNOON, date(2025, 9, 2)),  # a digit missing
        ("participatingAgencies09202025pm.xlsx", datetime(2025, 9, 29, 17, tzinfo=UTC), date(2025, 9, 29)),
        ("participatingAgencies90022025pm.xlsx", AFTERNOON, date(2025, 9, 2)),  # two digits swapped
        ("pendingAgencies01062025pm.xlsx", datetime(2026, 1, 6, 22, tzinfo=UTC), date(2026, 1, 6)),  # last year's
        ("ParticipatingAgency010625pm.xlsx", datetime(2026, 1, 6, 22, tzinfo=UTC), date(2026, 1, 6)),
    ],
)
def test_a_mistyped_name_is_corrected_by_one_typing_slip(file_name: str, saved_at: datetime, meant: date) -> None:
    dating = by_name(file_name, saved_at)
    assert dating.published_on == meant
    assert dating.remarks[0].endswith(f" as {meant}")


def test_a_name_that_no_single_slip_explains_is_not_used() -> None:
    dating = by_name("participatingAgencies03062024am.xlsx")
    assert dating.published_on == date(2025, 9, 2)
    assert dating.remarks == ("ignored the date in the file name (03062024): it does not fit",)


def test_the_same_bytes_under_a_name_of_weeks_later_keep_that_name() -> None:
    dating = by_name("participatingAgencies10172025am.xlsx")
    assert (dating.published_on, dating.remarks) == (date(2025, 10, 17), ())


# The order


def test_lists_saved_in_the_same_second_are_ordered_by_their_names() -> None:
    names = [
        "participatingAgencies09022025am.xlsx",
        "participatingAgencies09022025mid.xlsx",
        "participatingAgencies09022025pm.xlsx",
        "participatingAgencies09022025pm_b.xlsx",
        "participatingAgencies09032025am.xlsx",
        "participatingAgencies09152025am.xlsx",
    ]
    stamps = [by_name(name).published_at for name in names]
    assert stamps == sorted(set(stamps))
    assert {stamp.replace(microsecond=0) for stamp in stamps} == {AFTERNOON}


@given(
    st.datetimes(datetime(2025, 2, 1), datetime(2027, 1, 1)),
    st.integers(-400, 400),
    st.sampled_from(["", "am", "pm_b"]),
)
def test_a_name_never_moves_a_list_past_one_saved_a_second_later(saved: datetime, days: int, part: str) -> None:
    saved_at = saved.replace(microsecond=0, tzinfo=UTC)
    dating = by_name(f"pendingAgencies{saved + timedelta(days=days):%m%d%Y}{part}.xlsx", saved_at)
    assert saved_at <= dating.published_at < saved_at + timedelta(seconds=1)


def test_the_properties_count_before_the_header_and_the_header_before_the_name() -> None:
    content = workbook([printed_row("An Agency")], saved_at=AFTERNOON)
    header = datetime(2025, 9, 3, 12, 0, tzinfo=UTC)
    name = "participatingAgencies09032025am.xlsx"
    assert date_of(content, name, header).published_at.replace(microsecond=0) == AFTERNOON
    bare = without_part(content, "docProps/core.xml")
    assert date_of(bare, name, header).published_at.replace(microsecond=0) == header
    assert date_of(bare, name, header).dated_by == "Last-Modified"
    by_its_name = date_of(bare, name)
    assert (by_its_name.dated_by, by_its_name.published_on) == ("file name", date(2025, 9, 3))
    assert by_its_name.published_at.replace(microsecond=0) == datetime(2025, 9, 3, 13, 0, tzinfo=UTC)


def test_properties_from_a_clock_that_runs_ahead_are_not_believed() -> None:
    seen = datetime(2025, 9, 3, 12, 0, tzinfo=UTC)
    dating = date_by(seen + timedelta(days=40), "participatingAgencies09032025am.xlsx", None, seen)
    assert (dating.published_on, dating.dated_by) == (date(2025, 9, 3), "file name")
    assert "but seen on 2025-09-03" in dating.remarks[0]


def test_a_saved_page_is_dated_by_the_capture_in_its_name() -> None:
    dating = date_of(b"<html>", "01__20210113002027__ice_287g_html_table.html")
    assert dating.published_at == datetime(2021, 1, 13, 0, 20, 27, tzinfo=UTC)
    assert (dating.published_on, dating.dated_by) == (date(2021, 1, 12), "capture")


def test_a_page_fetched_now_is_dated_by_its_header_or_else_by_the_fetch() -> None:
    fetched = datetime(2025, 2, 19, 16, 33, tzinfo=UTC)
    header = datetime(2025, 2, 18, 22, 0, tzinfo=UTC)
    assert date_of(b"<html>", "287g", header, fetched).published_at == header
    assert date_of(b"<html>", "287g", None, fetched).published_at == fetched


@pytest.mark.parametrize(
    ("file_name", "captured", "meant"),
    [
        ("pendingAgencies01062025pm.xlsx", datetime(2026, 1, 7, 20, tzinfo=UTC), date(2026, 1, 6)),  # last year's
        ("pendingAgencies12052025pm.xlsx", datetime(2025, 11, 6, 20, tzinfo=UTC), date(2025, 11, 5)),  # ahead of it
        ("pendingAgencies03062025pm.xlsx", datetime(2025, 10, 1, 20, tzinfo=UTC), date(2025, 3, 6)),  # saved late
    ],
)
def test_where_only_the_capture_is_known_the_name_is_held_against_it(
    file_name: str, captured: datetime, meant: date
) -> None:
    assert date_by(None, file_name, None, captured).published_on == meant


def test_what_nothing_dates_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(ReadError, match=r"pendingAgencies\.html: cannot date this file; put the date in its name"):
        date_of(b"<html>", "pendingAgencies.html")


@pytest.mark.parametrize("stamp", [b"yesterday", b"9999-99-99T99:99:99Z", b""])
def test_properties_that_are_no_date_are_as_good_as_none(stamp: bytes) -> None:
    content = with_part(
        workbook([printed_row("An Agency")], saved_at=AFTERNOON),
        "docProps/core.xml",
        lambda part: part.replace(b"2025-09-02T18:30:00Z", stamp),
    )
    assert date_of(content, "participatingAgencies09032025am.xlsx").dated_by == "file name"


def test_a_document_put_out_again_is_dated_when_it_was_seen() -> None:
    dating = Dating.when_seen(datetime(2025, 9, 3, 3, 0, tzinfo=UTC))
    assert (dating.published_on, dating.dated_by) == (date(2025, 9, 2), "seen")


# The real lists


def test_the_real_lists_come_out_in_the_order_of_their_publication(shared_lists: Path) -> None:
    with (shared_lists / "manifest.csv").open(encoding="utf-8") as lines:
        manifest = list(csv.DictReader(lines))
    for kind in ("participating", "pending"):
        listed = [printed for printed in manifest if printed["kind"] == kind]
        datings = []
        for printed in listed:
            path = shared_lists / printed["file"]
            # The shelf mark of the collection stays on: it must not be what dates the file.
            datings.append((date_of(path.read_bytes(), path.name), int(printed["seq"]), printed))
        by_date = sorted(datings, key=lambda dated: dated[0].published_at)
        assert [seq for _, seq, _ in by_date] == [seq for _, seq, _ in datings]
        assert len({dating.published_at for dating, _, _ in datings}) == len(listed)
        for dating, _, printed in datings:
            # Two names are a year behind, and the manifest leaves them so.
            assert str(dating.published_on)[5:] == printed["published_on"][5:], printed["file"]
            assert str(dating.published_on.year) == printed["docprops_modified_utc"][:4], printed["file"]
            named = name_date(printed["file"])
            assert (named.part_of_day if named else "") == printed["part_of_day"], printed["file"]


def test_the_real_pages_are_dated_by_their_captures(shared_lists: Path) -> None:
    paths = sorted((shared_lists / "page").glob("*.html"))
    stamps = [date_of(path.read_bytes(), path.name).published_at for path in paths]
    assert len(stamps) == 20
    assert stamps == sorted(set(stamps))
