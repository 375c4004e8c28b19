"""Agreements over time for an HTML table: time runs evenly, a time without a list is a gap, and events have letters.

A table, since it needs no image: it stays readable in Gmail, Outlook and dark mode, and with images blocked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, pairwise
from string import ascii_uppercase

from models.digests.wording import day_words

HEIGHT = 90  # pixels of the highest column

# Thirteen months of weeks: a year and the month it is compared with. Each has five pixels on a phone.
COLUMNS = 57

# A line of a text has so much room for a bar.
MOST_MARKS = 36
WEEK = 7

# Lists that are further apart say nothing of the day of a change between them.
LONGEST_STEP = timedelta(days=7)

# An event further from the last list would push the figures out of the chart.
LATEST_EVENT = timedelta(days=92)

# A letter is as wide as so many columns, the name of a month too.
LETTER_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class TimeColumn:
    """One week, or one day of a short series."""

    height: int  # pixels; 0 where nothing was listed, or no list came out
    marked: bool  # an event falls on it


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """Neighboring columns with one label, '' for none."""

    label: str
    year: str  # below a January and the first month
    columns: int


@dataclass(frozen=True, slots=True)
class TimeEvent:
    letter: str
    words: str


@dataclass(frozen=True, slots=True)
class MonthEnd:
    title: str  # 'Jan 2026'
    value: int | None  # by the last list of the month; None: there was none
    marks: int  # how many of `MOST_MARKS` a text shows


@dataclass(frozen=True, slots=True)
class TimeSeries:
    columns: tuple[TimeColumn, ...]  # oldest first
    letters: tuple[TimeSpan, ...]  # of the events, above the columns
    months: tuple[TimeSpan, ...]  # below them
    events: tuple[TimeEvent, ...]
    each: str  # 'week' or 'day'
    first: tuple[str, int]  # the oldest and the newest list: day in words, agreements
    last: tuple[str, int]
    has_gaps: bool
    by_month: tuple[MonthEnd, ...]  # the same in words


def time_series(
    series: Sequence[tuple[date, int]], *, since: date | None = None, held: Iterable[date] = ()
) -> TimeSeries | None:
    """The chart of `series`, days with their agreements, oldest first; None if it has fewer than two columns.

    Events are the largest step from one list to the next, the last digest (`since`) and lists on hold (`held`).
    """
    if not series:
        return None
    events = _events(series, since, held)
    end = max([series[-1][0], *(day for day, _ in events)])
    step = 1 if end - series[0][0] < timedelta(days=COLUMNS) else WEEK
    days = _ends(max(series[0][0], end - timedelta(days=COLUMNS * step - 1)), end, step)
    first_day = days[0] - timedelta(days=step - 1)
    shown = [(day, value) for day, value in series if day >= first_day]
    values = {_column(day, days, step): value for day, value in shown}
    if len(values) < 2:
        return None
    drawn = [(_column(day, days, step), words) for day, words in events if day >= first_day]
    highest = max(values.values()) or 1
    marked = {column for column, _ in drawn}
    return TimeSeries(
        columns=tuple(
            TimeColumn(_height(values.get(number, 0), highest), number in marked) for number in range(len(days))
        ),
        letters=_letters([column for column, _ in drawn], len(days)),
        months=_months([day - timedelta(days=step // 2) for day in days]),
        events=tuple(TimeEvent(letter, words) for letter, (_, words) in zip(ascii_uppercase, drawn, strict=False)),
        each="week" if step == WEEK else "day",
        first=(day_words(shown[0][0]), shown[0][1]),
        last=(day_words(shown[-1][0]), shown[-1][1]),
        has_gaps=len(values) < len(days),
        by_month=_by_month(shown),
    )


def _events(series: Sequence[tuple[date, int]], since: date | None, held: Iterable[date]) -> list[tuple[date, str]]:
    """By day, no more than there are letters."""
    events = [(day, f"The list of {day_words(day)} is on hold") for day in held]
    if since:
        events.append((since, f"Your last digest, {day_words(since)}"))
    steps = [
        (abs(value - before), day, value - before)
        for (earlier, before), (day, value) in pairwise(series)
        if day - earlier <= LONGEST_STEP and value != before
    ]
    steps.sort(reverse=True)
    if len(steps) > 1 and steps[0][0] > steps[1][0]:  # of two equal ones neither is the largest
        _, day, change = steps[0]
        signed = f"{change:+,}".replace("-", "−")
        events.append((day, f"The largest change from one list to the next: {signed} on {day_words(day)}"))
    latest = series[-1][0] + LATEST_EVENT
    return sorted(event for event in events if event[0] <= latest)[-len(ascii_uppercase) :]


def _ends(start: date, end: date, step: int) -> list[date]:
    """The last day of each column; the last column ends with the last day."""
    columns = -(-((end - start).days + 1) // step)
    return [end - timedelta(days=step * back) for back in range(columns - 1, -1, -1)]


def _column(day: date, days: list[date], step: int) -> int:
    return len(days) - 1 - (days[-1] - day).days // step


def _height(value: int, highest: int) -> int:
    return max(1, round(value / highest * HEIGHT)) if value else 0


def _letters(columns: list[int], width: int) -> tuple[TimeSpan, ...]:
    """A letter above the column of each event; letters that would touch stand side by side."""
    spans: list[TimeSpan] = []
    reached = 0
    for letter, column in zip(ascii_uppercase, columns, strict=False):
        start = min(max(column - LETTER_COLUMNS // 2, 0), max(width - LETTER_COLUMNS, 0))
        if spans and start < reached:
            before = spans.pop()
            start = reached - before.columns
            letter, reached = f"{before.label} {letter}", max(reached, start + LETTER_COLUMNS)
        else:
            spans += [TimeSpan("", "", start - reached)] if start > reached else []
            reached = min(start + LETTER_COLUMNS, width)
        spans.append(TimeSpan(letter, "", reached - start))
    return (*spans, *([TimeSpan("", "", width - reached)] if spans and reached < width else []))


def _months(days: list[date]) -> tuple[TimeSpan, ...]:
    """The months of the columns, by the day in the middle of each."""
    spans: list[TimeSpan] = []
    for (year, month), ends in groupby(days, key=lambda day: (day.year, day.month)):
        columns = len(list(ends))
        wide = columns >= LETTER_COLUMNS
        titled = wide and (month == 1 or not any(span.year for span in spans))
        spans.append(TimeSpan(f"{date(year, month, 1):%b}" if wide else "", str(year) if titled else "", columns))
    return tuple(spans)


def _by_month(shown: Sequence[tuple[date, int]]) -> tuple[MonthEnd, ...]:
    """Every month from the first to the last, those without a list too."""
    last = {(day.year, day.month): value for day, value in shown}
    (year, month), end = min(last), max(last)
    highest = max(last.values()) or 1
    months: list[MonthEnd] = []
    while (year, month) <= end:
        value = last.get((year, month))
        marks = round((value or 0) / highest * MOST_MARKS)
        months.append(MonthEnd(f"{date(year, month, 1):%b %Y}", value, marks))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return tuple(months)
