"""Agreements over time: dates to scale, a gap where no list came out, letters where something happened."""

from datetime import date, timedelta

from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from flows.digests.drawing.templates import templates
from flows.digests.drawing.time_series import COLUMNS, HEIGHT, TimeSeries, time_series

START = date(2025, 1, 6)


def weekly(weeks: int, start: date = START, first: int = 100, step: int = 10) -> list[tuple[date, int]]:
    return [(start + timedelta(weeks=week), first + step * week) for week in range(weeks)]


def made(series: list[tuple[date, int]], **events: object) -> TimeSeries:
    found = time_series(series, **events)  # type: ignore[arg-type]
    assert found is not None
    return found


def table_of(series: TimeSeries) -> str:
    module = templates().get_template("digest_series.html.jinja").module
    return str(module.time_columns(series))  # type: ignore[attr-defined]


def test_time_runs_evenly_and_a_month_without_a_list_is_a_gap() -> None:
    series = [each for each in weekly(50) if each[0].month != 3]
    chart = made(series)
    heights = [column.height for column in chart.columns]
    assert len(heights) == 50
    assert heights.count(0) == 5  # the Mondays of March 2025
    assert chart.has_gaps
    assert [month.title for month in chart.by_month if month.value is None] == ["Mar 2025"]
    assert "Feb 2025 170, Mar 2025 no list, Apr 2025 260" in table_of(chart)


def test_the_columns_start_at_zero() -> None:
    chart = made([(START, 50), (START + timedelta(days=1), 100), (START + timedelta(days=2), 0)])
    assert [column.height for column in chart.columns] == [HEIGHT // 2, HEIGHT, 0]
    assert chart.each == "day"


def test_a_week_shows_its_last_list() -> None:
    series = [*weekly(60), (START + timedelta(weeks=59, days=3), 2_000)]
    assert made(series).last == ("Feb 26, 2026", 2_000)
    assert made(series).columns[-1].height == HEIGHT


def test_a_long_series_is_cut_to_thirteen_months() -> None:
    chart = made(weekly(200))
    assert len(chart.columns) == COLUMNS
    assert (chart.first, chart.last) == (("Oct 5, 2027", 1530), ("Oct 30, 2028", 2090)) or len(chart.by_month) in (
        13,
        14,
    )


def test_months_stand_under_their_weeks_with_the_year_at_january() -> None:
    chart = made(weekly(57, date(2025, 9, 1)))
    assert sum(month.columns for month in chart.months) == len(chart.columns)
    assert [(month.label, month.year) for month in chart.months if month.year] == [("Sep", "2025"), ("Jan", "2026")]


def test_the_largest_step_the_last_digest_and_a_held_list_have_letters_in_order() -> None:
    series = [*weekly(30), (START + timedelta(weeks=30), 800), (START + timedelta(weeks=31), 790)]
    held = START + timedelta(weeks=31)
    chart = made(series, since=START + timedelta(weeks=10), held=[held])
    assert [(event.letter, event.words) for event in chart.events] == [
        ("A", "Your last digest, Mar 17, 2025"),
        ("B", "The largest change from one list to the next: +410 on Aug 4, 2025"),
        ("C", "The list of Aug 11, 2025 is on hold"),
    ]
    assert [number for number, column in enumerate(chart.columns) if column.marked] == [10, 30, 31]
    assert [span.label for span in chart.letters if span.label] == ["A", "B C"]
    assert sum(span.columns for span in chart.letters) == len(chart.columns)


def test_a_fall_can_be_the_largest_step() -> None:
    series = [(START + timedelta(days=day), value) for day, value in enumerate((100, 110, 40, 45))]
    assert made(series).events[0].words == "The largest change from one list to the next: −70 on Jan 8, 2025"


def test_a_step_across_a_gap_is_no_day() -> None:
    series = [(START, 100), (START + timedelta(days=60), 900), (START + timedelta(days=61), 910),
              (START + timedelta(days=62), 915)]  # fmt: skip
    assert made(series).events[0].words.endswith("+10 on Mar 8, 2025")


def test_of_equal_steps_none_is_the_largest() -> None:
    assert made(weekly(10)).events == ()


def test_an_event_after_the_last_list_is_to_scale_too() -> None:
    chart = made(weekly(10), since=START + timedelta(weeks=12))
    assert [column.height == 0 for column in chart.columns[-2:]] == [True, True]
    assert chart.columns[-1].marked
    assert made(weekly(10), since=date(2999, 1, 1)).events == made(weekly(10)).events


def test_one_list_makes_no_chart() -> None:
    assert time_series([]) is None
    assert time_series([(START, 50)]) is None
    assert time_series([(START, 50)], since=START + timedelta(days=3)) is None


def test_the_table_is_light_and_says_all_in_words() -> None:
    html = table_of(made(weekly(60), since=START + timedelta(weeks=50)))
    assert len(html) < 9_000
    table = BeautifulSoup(html, "lxml").table
    assert table is not None
    assert str(table["aria-label"]).startswith("Agreements at the end of each month: Jan 2025 130, Feb 2025 170, ")
    assert str(table["aria-label"]).endswith("Feb 2026 690.")
    for row in table.find_all("tr"):
        assert sum(int(str(cell.get("colspan", "1"))) for cell in row.find_all("td")) == COLUMNS


@given(
    st.dictionaries(st.dates(date(2024, 1, 1), date(2027, 1, 1)), st.integers(0, 3_000), max_size=40),
    st.none() | st.dates(),
    st.lists(st.dates(), max_size=40),
)
def test_any_series_and_events_give_rows_of_one_width(
    series: dict[date, int], since: date | None, held: list[date]
) -> None:
    chart = time_series(sorted(series.items()), since=since, held=held)
    if chart is None:
        return
    width = len(chart.columns)
    assert 2 <= width <= COLUMNS
    assert sum(month.columns for month in chart.months) == width
    assert sum(span.columns for span in chart.letters) in (0, width)
    assert all(span.columns > 0 for span in (*chart.letters, *chart.months))
    assert all(0 <= column.height <= HEIGHT for column in chart.columns)
    assert len({event.letter for event in chart.events}) == len(chart.events)
