"""What a subscriber asks for, parsed from the text of an option or a CSV cell."""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from models.digests.subscriptions import WEEKDAYS, Cadence, MailFormat
from models.errors import SettingsError
from models.nearest import did_you_mean
from models.places.asked import county_asked
from models.places.bodies import Body
from models.places.tables import counties
from models.vocabulary import ChangeKind, SupportType, state_code

_YES_OR_NO = {"yes": True, "true": True, "1": True, "on": True, "no": False, "false": False, "0": False, "off": False}

_FLAGS = ("news", "nation", "at_endings", "at_switches", "heartbeat", "operator", "paused")

# More agreements than there are changes in years: nobody who waits for so many means it.
MAX_THRESHOLD = 10_000

# The columns of `models.record.tables.digests.SubscriberRow` that a subscriber can choose.
PREFERENCES = (
    "states", "counties", "agencies", "support_types", "bodies", "kinds", "cadence", "mail_format", "hour", "weekday",
    "time_zone", "news", "nation", "threshold", "at_endings", "at_switches", "heartbeat", "operator", "paused",
)  # fmt: skip


def parse_preferences(texts: Mapping[str, str], find_agency: Callable[[str], str]) -> dict[str, Any]:
    """The preferences in `texts`, by the names of the subscriber's columns; empty texts are skipped.

    Semicolons separate several values. `find_agency` gives the id of the one agency that a text means. Raises
    SettingsError for the first text that makes no sense.
    """
    several: Mapping[str, Callable[[str], Any]] = {
        "states": state_code,
        "counties": county,
        "agencies": find_agency,
        "support_types": partial(_word, SupportType, "support type"),
        "bodies": partial(_word, Body, "sort of agency"),
        "kinds": partial(_word, ChangeKind, "kind of change"),
    }
    single: dict[str, Callable[[str], Any]] = {
        "cadence": partial(_word, Cadence, "cadence"),
        "mail_format": partial(_word, MailFormat, "format"),
        "hour": hour,
        "weekday": weekday,
        "time_zone": time_zone,
        "threshold": threshold,
        **dict.fromkeys(_FLAGS, yes_or_no),
    }
    preferences: dict[str, Any] = {}
    for name, text in texts.items():
        if not text.strip():
            pass
        elif name in several:
            preferences[name] = [several[name](part.strip()) for part in text.split(";") if part.strip()]
        elif name in single:
            preferences[name] = single[name](text.strip())
        else:
            raise SettingsError(f"{name!r}: unknown preference; choose from {', '.join([*several, *single])}")
    return preferences


def county(text: str) -> str:
    """'48277' for 'Lamar County, TX', 'TX:Lamar' or itself."""
    return county_asked(text).fips


def county_words(wish: str) -> str:
    """'Lamar County, TX' for '48277', and of a wish that names no county (see `Subscriber.unknown_counties`) that."""
    known = counties().get(wish)
    return known.full_name if known else f"{wish} (unknown county)"


def hour(text: str) -> int:
    """7 for '7', '07:00' or '7am'; digests go out on the hour, so other minutes are refused."""
    found = re.fullmatch(r"(\d{1,2})(?::00)?\s*(am|pm)?", text.casefold())
    number, half = (int(found[1]), found[2]) if found else (24, None)
    if half and 1 <= number <= 12:
        return number % 12 + (12 if half == "pm" else 0)
    if not half and number <= 23:
        return number
    raise SettingsError(f"hour {text!r}: write 0 to 23")


def threshold(text: str) -> int | None:
    """5 for '5'; None, for 'none' or '0', sends every change."""
    if text.casefold() in ("none", "0"):
        return None
    if not text.isdecimal() or len(text) > len(str(MAX_THRESHOLD)) or int(text) > MAX_THRESHOLD:
        raise SettingsError(f"threshold {text!r}: write a number of agreements up to {MAX_THRESHOLD:,}, or none")
    return int(text) or None


def weekday(text: str) -> int:
    """0 for 'monday' or 'mon'."""
    for number, name in enumerate(WEEKDAYS):
        if text.casefold() in (name, name[:3]):
            return number
    raise SettingsError(f"weekday {text!r}: choose from {', '.join(WEEKDAYS)}")


def time_zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise SettingsError(f"time zone {text!r}: unknown; write one like America/Chicago") from error
    return text


def yes_or_no(text: str) -> bool:
    if text.casefold() not in _YES_OR_NO:
        raise SettingsError(f"{text!r}: write yes or no")
    return _YES_OR_NO[text.casefold()]


def _word(words: type[StrEnum], what: str, text: str) -> StrEnum:
    for word in words:
        if word.casefold() == text.casefold().replace("-", "_"):
            return word
    near = did_you_mean(text, {word: word.casefold() for word in words})
    raise SettingsError(f"{what} {text[:60]!r}: {near.removeprefix('; ') or 'choose from ' + ', '.join(words)}")
