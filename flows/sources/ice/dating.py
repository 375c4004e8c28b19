"""When a document was published, by its bytes, its name and its headers.

Lists are ordered as Excel saved them (the workbook's own properties): that stamp comes with the bytes, so a document
gets the same date whichever way it arrives. Without properties the server's Last-Modified counts, then the date in
the name, then the capture. The day shown to readers is the one in the name, the publisher's own, unless mistyped.

The publisher types these names by hand: 'participatingAgencies07242025pm_b.xlsx', 'participatingAgencies090022025am',
'08022025pm' on September 2, '01062025pm' in January 2026. So a name is a label, read first and then weighed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from models.calendar import EASTERN, day_of
from models.errors import ReadError
from models.lists.listings import Dating

# Of the 19 lists of 2025 saved after 18:00 Eastern or on a weekend, 16 have the next working day in their name
# ('05162025am', saved at 19:33 on the 15th); of the other 219, 206 have the day itself.
_CLOSE_OF_BUSINESS = time(18)
_SATURDAY = 5

# A name may run ahead of the saved bytes, when the publisher posts the same file again under later names (up to 46
# days were seen), and may lag by a day or two when a file is corrected under its old name.
_NAME_LAGS = timedelta(days=3)
_NAME_LEADS = timedelta(days=60)
# A mistyped name is corrected to a date this near the saving; a weekend and a holiday fit in between.
_CORRECTED_LAGS = timedelta(days=1)
_CORRECTED_LEADS = timedelta(days=7)
# Where only the capture is known, a name is corrected when it lies after it, or about a year before (January).
_CAPTURED_WITHIN = timedelta(days=300)
_CORRECTED_BEFORE_CAPTURE = timedelta(days=31)

# Congress passed section 287(g) in 1996: an earlier date is a typo or a broken clock.
_FIRST_YEAR = 1996

# A property later than the document's arrival comes from a wrong clock; time zones are allowed for.
_CLOCKS_DIFFER = timedelta(days=1)

_HOUR_OF_PART = {"am": 9, "mid": 12, "": 12, "pm": 16}  # Eastern; for documents dated by their names alone
_RANK_OF_PART = {"": 0, "am": 1, "mid": 2, "pm": 3}

# 'NNN__2025-02-21__participatingAgencies.xlsx': collections put a shelf mark before the publisher's own name.
_SHELF_MARK = "__"
# The web archive's fourteen digits (UTC) are the only other stamp in saved names.
_CAPTURE = re.compile(r"(?<!\d)((?:19|20)\d{12})(?!\d)")
_SEPARATED = re.compile(r"(?<!\d)(\d{1,2})[-._](\d{1,2})[-._](\d{4}|\d{2})(?!\d)")
_ISO = re.compile(r"(?<!\d)(20\d\d)[-._](\d{2})[-._](\d{2})(?!\d)")
# Digits, part of the day, and the mark of a second file of the same day: 'pm2', '_b', 'B', or the site's own '_0'.
_STAMP = re.compile(
    r"(?<!\d)(?P<digits>\d{5,9})[-_ ]?(?P<part>am|pm|mid)?(?:_?(?P<letter>[b-z])|(?P<number>_?\d{1,2}))?(?![0-9a-z])",
    re.IGNORECASE,
)
_DIGIT_FORMS = {8: ("%m%d%Y", "%Y%m%d"), 6: ("%m%d%y",)}


@dataclass(frozen=True, slots=True)
class NameDate:
    """A date as printed in a file's name."""

    digits: str  # as typed, month first: '07242025', '090022025', '010626'
    part_of_day: str  # 'am', 'mid', 'pm' or ''
    ordinal: int  # 0 for the first file of that name, 1 for '_b', 'pm2' or '_0', and so on

    @property
    def as_typed(self) -> date | None:
        return _parsed(self.digits)

    def one_slip_away(self) -> Iterator[date]:
        """Every date that one wrong, missing, doubled or swapped digit turns into what was typed."""
        typed = self.digits
        for at in range(len(typed) + 1):
            head, tail = typed[:at], typed[at:]
            slips = [head + tail[1:], head + tail[1:2] + tail[:1] + tail[2:]]
            slips += [head + digit + rest for digit in "0123456789" for rest in (tail[1:], tail)]
            yield from (day for slip in slips if (day := _parsed(slip)))


def name_date(file_name: str | None) -> NameDate | None:
    """The last date in the publisher's own part of a name, or None."""
    own = (file_name or "").rpartition(_SHELF_MARK)[2]
    own = re.sub(r"\.\w{2,4}$", "", _CAPTURE.sub("", own))
    if own.isdecimal():  # '/file-download/download/public/208496' without a name: the number of the download
        return None
    own = _ISO.sub(r"\2\3\1", own)
    own = _SEPARATED.sub(lambda found: f"{found[1]:0>2}{found[2]:0>2}{found[3]}", own)
    stamps = list(_STAMP.finditer(own))
    if not stamps:
        return None
    found = stamps[-1]
    ordinal = ord(found["letter"].lower()) - ord("a") if found["letter"] else 0
    if number := found["number"]:
        ordinal = int(number[1:]) + 1 if number.startswith("_") else max(0, int(number) - 1)
    return NameDate(found["digits"], (found["part"] or "").lower(), ordinal)


def capture_in_name(file_name: str | None) -> datetime | None:
    """The web archive's stamp in a name: when the file was saved, not when it was published."""
    for found in _CAPTURE.finditer(file_name or ""):
        try:
            return datetime.strptime(found[1], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        except ValueError:
            continue
    return None


def date_by(
    saved_at: datetime | None,
    file_name: str | None = None,
    last_modified: datetime | None = None,
    captured_at: datetime | None = None,
    now: datetime | None = None,
) -> Dating:
    """Date a document. `saved_at` is the workbook's own last-modified property, `last_modified` the server's header,
    `captured_at` when it was fetched or archived; a web archive's stamp in the name counts too. No stamp counts that
    is later than the document's arrival, or than `now`. Raises ReadError where nothing dates it."""
    remarks: list[str] = []
    captured_at = captured_at or _unless_later(capture_in_name(file_name), now, "the capture in its name", remarks)
    arrived = captured_at or now
    last_modified = _unless_later(last_modified, arrived, "the server's date", remarks)
    saved_at = _unless_later(saved_at, arrived or last_modified, "its properties", remarks)
    named = name_date(file_name)
    stamp = saved_at or last_modified
    if stamp:
        day = _publishing_day(stamp) if saved_at else day_of(stamp)
        by_name = _named_after(named, day_of(stamp), remarks)
        return _dating(stamp, by_name or day, "workbook properties" if saved_at else "Last-Modified", named, remarks)
    by_name = _named_before(named, captured_at, remarks)
    if by_name and arrived and by_name > day_of(arrived) + _CLOCKS_DIFFER:
        remarks.append(f"ignored the date in the file name ({by_name}): it is yet to come")
        by_name = None
    if named and by_name:
        stamp = datetime.combine(by_name, time(_HOUR_OF_PART[named.part_of_day]), EASTERN)
        return _dating(stamp, by_name, "file name", named, remarks)
    if captured_at:
        return _dating(captured_at, day_of(captured_at), "capture", None, remarks)
    raise ReadError(f"{file_name or 'a document'}: cannot date this file; put the date in its name")


def _unless_later(stamp: datetime | None, arrived: datetime | None, whose: str, remarks: list[str]) -> datetime | None:
    """The stamp, unless a wrong clock set it later than the document arrived, or before there was anything to list."""
    if stamp is None or (stamp.year >= _FIRST_YEAR and (arrived is None or stamp <= arrived + _CLOCKS_DIFFER)):
        return stamp
    if arrived is None:
        remarks.append(f"ignored {whose}: {stamp:%Y-%m-%d} is before there were lists")
        return None
    remarks.append(f"ignored {whose}: saved on {stamp:%Y-%m-%d}, but seen on {arrived:%Y-%m-%d}")
    return None


def _dating(stamp: datetime, published_on: date, dated_by: str, named: NameDate | None, remarks: list[str]) -> Dating:
    if named:
        days = (published_on - day_of(stamp)).days + _NAME_LAGS.days
        within_second = max(0, days) * 1_000 + _RANK_OF_PART[named.part_of_day] * 100 + min(named.ordinal, 99)
        stamp = stamp.replace(microsecond=min(within_second, 999_999))
    return Dating(stamp.astimezone(UTC), published_on, dated_by, tuple(remarks))


def _publishing_day(saved_at: datetime) -> date:
    """The working day on which a list saved then is posted."""
    local = saved_at.astimezone(EASTERN)
    day = local.date() + timedelta(days=local.time() >= _CLOSE_OF_BUSINESS)
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    return day


def _named_after(named: NameDate | None, saved_on: date, remarks: list[str]) -> date | None:
    """The day in the name of a file saved on that day, corrected if it does not fit."""
    if named is None:
        return None
    typed = named.as_typed
    if typed and saved_on - _NAME_LAGS <= typed <= saved_on + _NAME_LEADS:
        return typed
    return _corrected(named, saved_on, saved_on - _CORRECTED_LAGS, saved_on + _CORRECTED_LEADS, remarks)


def _named_before(named: NameDate | None, captured_at: datetime | None, remarks: list[str]) -> date | None:
    """The day in the name of a file with at most a capture date, corrected if it does not fit."""
    if named is None or captured_at is None:
        return named.as_typed if named else None
    typed = named.as_typed
    seen_on = day_of(captured_at)
    latest = seen_on + _CLOCKS_DIFFER
    if typed and seen_on - _CAPTURED_WITHIN <= typed <= latest:
        return typed
    corrected = _corrected(named, seen_on, seen_on - _CORRECTED_BEFORE_CAPTURE, latest, remarks)
    return corrected or (typed if typed and typed <= seen_on else None)


def _corrected(named: NameDate, near: date, earliest: date, latest: date, remarks: list[str]) -> date | None:
    """The nearest date between the two that one typing slip turned into what was typed."""
    meant = {day for day in named.one_slip_away() if earliest <= day <= latest}
    if not meant:
        remarks.append(f"ignored the date in the file name ({named.digits}): it does not fit")
        return None
    day = min(meant, key=lambda each: (abs(each - near), each))
    remarks.append(f"read the date in the file name ({named.digits}) as {day.isoformat()}")
    return day


def _parsed(digits: str) -> date | None:
    for form in _DIGIT_FORMS.get(len(digits), ()):
        try:
            day = datetime.strptime(digits, form).date()
        except ValueError:
            continue
        if day.year >= _FIRST_YEAR:
            return day
    return None
