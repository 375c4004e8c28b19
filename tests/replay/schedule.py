"""A folder of lists in the order of publication, cut into the days on which a run takes them in."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from flows.lists.backfill import saved_lists
from flows.sources.cage.readers import saved_at
from flows.sources.ice.dating import date_by

# Six in the evening or later in the East, whatever the season: all lists of the day are out.
RUN_AT = time(23, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class RunDay:
    """One run of the replay, and the files that have come out since the run before it."""

    at: datetime
    files: tuple[Path, ...]


def run_days(folder: Path) -> list[RunDay]:
    """A run on each day that brought a list, and on the days on which a weekly or monthly digest may be due."""
    found: dict[date, list[tuple[datetime, Path]]] = defaultdict(list)
    for file in saved_lists(folder):
        published = _published_at(file)
        found[_day_of_run(published)].append((published, file))
    days = {day: tuple(file for _, file in sorted(dated)) for day, dated in found.items()}
    return [RunDay(datetime.combine(day, RUN_AT), days.get(day, ())) for day in sorted({*days, *_quiet_days(days)})]


def _day_of_run(published: datetime) -> date:
    """The first day whose run comes after the list."""
    moment = published.astimezone(UTC)
    return moment.date() + timedelta(days=moment.timetz() > RUN_AT)


def _quiet_days(days: dict[date, tuple[Path, ...]]) -> set[date]:
    """Mondays and first days of a month between lists that are less than a month apart, and four days at the end."""
    dated = sorted(days)
    quiet = set()
    for day, following in zip(dated, [*dated[1:], dated[-1] + timedelta(days=5)], strict=True):
        between = [day + timedelta(days=number) for number in range(1, (following - day).days)]
        if len(between) < 31:
            quiet |= {each for each in between if each.weekday() == 0 or each.day == 1}
    return quiet


def _published_at(file: Path) -> datetime:
    content = file.read_bytes()
    stamp = saved_at(content, file.name)
    return date_by(stamp, file.name, captured_at=None, now=datetime(2100, 1, 1, tzinfo=UTC)).published_at
