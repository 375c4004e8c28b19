"""When a document was published, as far as its bytes, its name and its headers tell.

The order of the lists is the order in which Excel saved them (the workbook's own properties): it comes with the bytes,
so the same document is dated alike whichever way it arrives. Where there are no properties, the server's Last-Modified
counts, then the date in the name, then the capture. The day that readers are shown is the one in the name, since that
is the publisher's own, unless the name was mistyped.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flows.sources.ice.name_dates import NameDate, capture_in_name, name_date
from flows.sources.ice.workbook_parts import properties_modified
from models.errors import ReadError

EASTERN = ZoneInfo("America/New_York")  # the publisher's day

# Of the 19 lists of 2025 that were saved after 18:00 Eastern or at a weekend, 16 bear the next working day in their
# name ('05162025am', saved at 19:33 on the 15th); of the 219 others 206 bear the day itself.
_CLOSE_OF_BUSINESS = time(18)
_SATURDAY = 5

# A name may run ahead of the saved bytes, as the publisher puts the same file out again under later names (up to 46
# days were seen), and may lag by a day or two when a file is mended under its old name.
_NAME_LAGS = timedelta(days=3)
_NAME_LEADS = timedelta(days=60)
# A mistyped name is mended to a date this near the saving; the weekend and a holiday lie in between.
_MENDED_LAGS = timedelta(days=1)
_MENDED_LEADS = timedelta(days=7)
# Where only the capture is known, a name is mended when it lies after it, or about a year before (January).
_CAPTURED_WITHIN = timedelta(days=300)
_MENDED_BEFORE_CAPTURE = timedelta(days=31)

# A property that lies after the document was seen is the clock of somebody's computer; time zones are let pass.
_CLOCKS_DIFFER = timedelta(days=1)

_HOUR_OF_PART = {"am": 9, "mid": 12, "": 12, "pm": 16}  # Eastern; for names that are all there is
_RANK_OF_PART = {"": 0, "am": 1, "mid": 2, "pm": 3}


@dataclass(frozen=True, slots=True)
class Dating:
    """When a document was published.

    Lists are ordered by `published_at`: its seconds are those of the stamp that `dated_by` names, its microseconds put
    lists with the same stamp in the order of their names ('07082025pm' and '07092025am' were saved in one second).
    """

    published_at: datetime  # UTC
    published_on: date  # the publisher's day
    dated_by: str  # 'workbook properties', 'Last-Modified', 'file name', 'capture' or 'seen'
    part_of_day: str  # 'am', 'mid', 'pm' or ''
    remarks: tuple[str, ...] = ()

    @classmethod
    def when_seen(cls, seen_at: datetime) -> "Dating":
        """For a document that is published now whatever its stamps say: an older copy put out again."""
        return cls(seen_at.astimezone(UTC), seen_at.astimezone(EASTERN).date(), "seen", "")


def date_of(
    content: bytes,
    file_name: str | None = None,
    last_modified: datetime | None = None,
    captured_at: datetime | None = None,
) -> Dating:
    """Dates a document. `captured_at` is when it was fetched or archived; a web archive's stamp in the name counts
    as well. Raises ReadError where nothing dates it."""
    return date_by(properties_modified(content), file_name, last_modified, captured_at)


def date_by(
    saved_at: datetime | None,
    file_name: str | None,
    last_modified: datetime | None,
    captured_at: datetime | None,
) -> Dating:
    """The rules of `date_of`, with the workbook's own last-modified property in place of its bytes."""
    remarks: list[str] = []
    captured_at = captured_at or capture_in_name(file_name)
    known_by = captured_at or last_modified
    if saved_at and known_by and saved_at > known_by + _CLOCKS_DIFFER:
        remarks.append(f"saved on {saved_at:%Y-%m-%d} by its properties, but seen on {known_by:%Y-%m-%d}")
        saved_at = None
    named = name_date(file_name)
    stamp = saved_at or last_modified
    if stamp:
        day = _publishing_day(stamp) if saved_at else stamp.astimezone(EASTERN).date()
        by_name = _named_after(named, stamp.astimezone(EASTERN).date(), remarks)
        return _dating(stamp, by_name or day, "workbook properties" if saved_at else "Last-Modified", named, remarks)
    by_name = _named_before(named, captured_at, remarks)
    if named and by_name:
        noon = datetime.combine(by_name, time(_HOUR_OF_PART[named.part_of_day]), EASTERN)
        return _dating(noon, by_name, "file name", named, remarks)
    if captured_at:
        return _dating(captured_at, captured_at.astimezone(EASTERN).date(), "capture", None, remarks)
    raise ReadError(f"{file_name or 'a document'}: nothing says when it was published; put its date into its name")


def _dating(stamp: datetime, published_on: date, dated_by: str, named: NameDate | None, remarks: list[str]) -> Dating:
    if named:
        days = (published_on - stamp.astimezone(EASTERN).date()).days + _NAME_LAGS.days
        within_second = max(0, days) * 1_000 + _RANK_OF_PART[named.part_of_day] * 100 + min(named.ordinal, 99)
        stamp = stamp.replace(microsecond=min(within_second, 999_999))
    part = named.part_of_day if named else ""
    return Dating(stamp.astimezone(UTC), published_on, dated_by, part, tuple(remarks))


def _publishing_day(saved_at: datetime) -> date:
    """The working day on which a list saved then is put out."""
    local = saved_at.astimezone(EASTERN)
    day = local.date()
    if local.time() >= _CLOSE_OF_BUSINESS:
        day += timedelta(days=1)
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    return day


def _named_after(named: NameDate | None, saved_on: date, remarks: list[str]) -> date | None:
    """The day in the name of a file saved on that day, mended if it cannot be meant."""
    if named is None:
        return None
    typed = named.as_typed
    if typed and saved_on - _NAME_LAGS <= typed <= saved_on + _NAME_LEADS:
        return typed
    return _mended(named, saved_on, saved_on - _MENDED_LAGS, saved_on + _MENDED_LEADS, remarks)


def _named_before(named: NameDate | None, captured_at: datetime | None, remarks: list[str]) -> date | None:
    """The day in the name of a file of which at most the capture is known, mended if it cannot be meant."""
    if named is None:
        return None
    typed = named.as_typed
    if captured_at is None:
        return typed
    seen_on = captured_at.astimezone(EASTERN).date()
    if typed and seen_on - _CAPTURED_WITHIN <= typed <= seen_on + _CLOCKS_DIFFER:
        return typed
    earliest, latest = seen_on - _MENDED_BEFORE_CAPTURE, seen_on + _CLOCKS_DIFFER
    mended = _mended(named, seen_on, earliest, latest, remarks)
    return mended or (typed if typed and typed <= seen_on else None)


def _mended(named: NameDate, near: date, earliest: date, latest: date, remarks: list[str]) -> date | None:
    """The nearest date between the two that one slip of the finger turned into what was typed."""
    meant = {day for day in named.one_slip_away() if earliest <= day <= latest}
    if not meant:
        remarks.append(f"the date in the name ({named.digits}) cannot be meant, and was not used")
        return None
    day = min(meant, key=lambda each: (abs(each - near), each))
    remarks.append(f"the date in the name ({named.digits}) was taken for {day.isoformat()}")
    return day
