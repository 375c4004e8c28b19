"""What a published file's name says of its date: 'participatingAgencies07242025pm_b.xlsx'.

The publisher types these names by hand: 'participatingAgencies090022025am', '08022025pm' on 2 September, '01062025pm'
in January 2026. A name is therefore a label, read here and judged in `flows.sources.ice.dating`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

# 'NNN__2025-02-21__participatingAgencies.xlsx': collections put a shelf mark before the publisher's own name.
_SHELF_MARK = "__"
# The web archive's fourteen digits (UTC) are the only other stamp that saved names carry.
_CAPTURE = re.compile(r"(?<!\d)((?:19|20)\d{12})(?!\d)")
_SEPARATED = re.compile(r"(?<!\d)(\d{1,2})[-._](\d{1,2})[-._](\d{4}|\d{2})(?!\d)")
_ISO = re.compile(r"(?<!\d)(20\d\d)[-._](\d{2})[-._](\d{2})(?!\d)")
# Digits, part of the day, and what tells a second file of the same day: 'pm2', '_b', 'B', or '_0' of the site itself.
_STAMP = re.compile(
    r"(?<!\d)(?P<digits>\d{5,9})[-_ ]?(?P<part>am|pm|mid)?(?:_?(?P<letter>[b-z])|(?P<number>_?\d{1,2}))?(?![0-9a-z])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class NameDate:
    """A date as a name prints it."""

    digits: str  # as typed, month first: '07242025', '090022025', '010626'
    part_of_day: str  # 'am', 'mid', 'pm' or ''
    ordinal: int  # 0 for the first file of that name, 1 for '_b', 'pm2' or '_0', and so on

    @property
    def as_typed(self) -> date | None:
        return _read(self.digits)

    def one_slip_away(self) -> Iterator[date]:
        """Every date that one wrong, missing, doubled or swapped digit turns into what was typed."""
        typed = self.digits
        for at in range(len(typed) + 1):
            head, tail = typed[:at], typed[at:]
            slips = [head + tail[1:], head + tail[1:2] + tail[:1] + tail[2:]]
            slips += [head + digit + tail[1:] for digit in "0123456789"]
            slips += [head + digit + tail for digit in "0123456789"]
            yield from (day for slip in slips if (day := _read(slip)))


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


def _read(digits: str) -> date | None:
    forms = {8: ("%m%d%Y", "%Y%m%d"), 6: ("%m%d%y",)}
    for form in forms.get(len(digits), ()):
        try:
            return datetime.strptime(digits, form).date()
        except ValueError:
            continue
    return None
