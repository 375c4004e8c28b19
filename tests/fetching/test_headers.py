"""Headers as usable values, or none: dates that can be meant, character sets that browsers know, names and marks."""

from datetime import UTC, datetime

import pytest

from flows.fetching.headers import charset, file_name, http_date, retry_after, validator

NOW = datetime(2026, 2, 3, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "date"),
    [
        ("Tue, 03 Feb 2026 10:00:00 GMT", datetime(2026, 2, 3, 10, tzinfo=UTC)),
        ("Tue, 03 Feb 2026 10:00:00 -0500", datetime(2026, 2, 3, 15, tzinfo=UTC)),
        ("Tuesday, 03-Feb-26 10:00:00 GMT", datetime(2026, 2, 3, 10, tzinfo=UTC)),  # the old form of the standard
        ("Fri, 31 Dec 9999 23:59:59 GMT", None),
        ("Fri, 31 Dec 9999 23:59:59 -1200", None),  # the year 10000 in UTC
        ("Mon, 01 Jan 0001 00:00:00 GMT", None),
        ("Mon, 01 Jan 0001 00:00:00 +1200", None),
        ("Mon, 01 Jan 0000 00:00:00 GMT", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("Wed, 31 Dec 1969 23:59:59 GMT", None),
        ("Tue, 03 Feb -2026 10:00:00 GMT", None),
        ("Tue, 03 Feb 2026 10:00:00 +99999999999999999999", None),
        ("Tue, 03 Feb 2026 25:61:00 GMT", None),
        ("Tue, 30 Feb 2026 10:00:00 GMT", None),
        ("9" * 5_000, None),
        ("Tue, " + "9" * 5_000 + " Feb 2026", None),
        ("last week", None),
        ("\x00", None),
        ("", None),
        (None, None),
    ],
)
def test_a_date_is_one_that_can_be_meant(header: str | None, date: datetime | None) -> None:
    assert http_date(header) == date


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("30", 30.0),
        (" 30 ", 30.0),
        ("Tue, 03 Feb 2026 15:00:30 GMT", 30.0),
        ("Tue, 03 Feb 2026 14:00:00 GMT", 0.0),
        ("Fri, 31 Dec 9999 23:59:59 -1200", None),
        ("Mon, 01 Jan 0001 00:00:00 GMT", None),
        ("-5", None),
        ("nan", None),
        ("1e9", None),
        ("9" * 5_000, None),
        ("\xb2", None),
    ],
)
def test_a_wait_is_one_that_can_be_meant(header: str, seconds: float | None) -> None:
    assert retry_after({"Retry-After": header}, NOW) == seconds


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("text/html; charset=utf-8", "utf-8"),
        ('text/html; charset="UTF-8"', "utf-8"),
        ("text/xml;charset=windows-1252", "cp1252"),
        ("text/html; charset=ISO-8859-1", "cp1252"),  # as browsers read it
        ("text/html; charset=us-ascii", "cp1252"),
        ("text/html; charset=iso-8859-15", "iso8859-15"),
        ("text/html; charset=shift_jis", "cp932"),
        ("text/html", None),
        ("text/html; charset=", None),
        ("text/html; charset=x-klingon", None),
        ("text/html; charset=hex", None),  # Python's own, from bytes to bytes
        ("text/html; charset=undefined", None),  # raises whatever it is given
        ("text/html; charset=idna", None),
        ("text/html; charset=utf-7", None),  # hides markup from those who do not read it so
        ("text/html; charset=utf-8\0x", None),
        ("text/html; charset*=x'y'%FF%FE", None),
        ("text/html; charset=" + "a" * 60_000, None),
        (';;;=; charset="', None),
        ("", None),
    ],
)
def test_the_character_set_is_one_that_browsers_know(header: str, name: str | None) -> None:
    assert charset({"Content-Type": header}) == name


@pytest.mark.parametrize("value", ['"abc"', 'W/"abc"', '"\xe9"'])
def test_a_mark_is_kept_as_it_came(value: str) -> None:
    assert validator({"ETag": value}, "ETag") == value


@pytest.mark.parametrize("value", ["", '"a\0b"', '"a\x1b[31m"', '"a\x85b"', '"' + "e" * 2_000 + '"'])
def test_a_mark_that_can_neither_be_stored_nor_sent_is_left_out(value: str) -> None:
    assert validator({"ETag": value}, "ETag") is None


@pytest.mark.parametrize(
    "disposition",
    [
        'attachment; filename="\x1b[2J\x07list.xlsx"',
        "attachment; filename*=UTF-8''%E2%80%AEslx.list%0D%0A%00",
        "attachment; filename*=x-klingon''%FF%FE",
        "attachment; " + "; ".join(f"filename*{n}*=a" for n in range(2_000)),
        'attachment; filename="' + "a" * 60_000,
    ],
)
def test_a_name_is_short_and_can_be_printed(disposition: str) -> None:
    name = file_name({"Content-Disposition": disposition}, "https://example.org/list.xlsx")
    assert name
    assert name.isprintable()
    assert len(name) <= 200
