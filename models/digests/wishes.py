"""What a reader asks for, from texts as a person writes them in an option or a table, checked word by word."""

import re
from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from models.digests.subscriptions import WEEKDAYS, Cadence, MailFormat
from models.errors import SettingsError
from models.lists.counts import county_scope
from models.vocabulary import PLACE_NAMES, ChangeKind, SupportType

_YES = frozenset({"yes", "true", "1", "on"})
_NO = frozenset({"no", "false", "0", "off"})


def parse_wishes(texts: Mapping[str, str], find_agency: Callable[[str], str]) -> dict[str, Any]:
    """The wishes in `texts`, by the names of `models.record.tables.digests.SubscriberRow`; an empty text is no wish.

    Several values of one wish are parted by semicolons. `find_agency` gives the id of the one agency that a text
    means. Raises SettingsError naming the first text that cannot be meant.
    """
    several: dict[str, Callable[[str], Any]] = {
        "states": state_code,
        "counties": county,
        "agencies": find_agency,
        "support_types": lambda text: _word(text.upper(), SupportType, "support type"),
        "kinds": lambda text: _word(text.replace("-", "_"), ChangeKind, "kind of change"),
    }
    single: dict[str, Callable[[str], Any]] = {
        "cadence": lambda text: _word(text.replace("-", "_"), Cadence, "cadence"),
        "mail_format": lambda text: _word(text, MailFormat, "format"),
        "hour": hour,
        "weekday": weekday,
        "time_zone": time_zone,
        "news": yes_or_no,
        "heartbeat": yes_or_no,
        "operator": yes_or_no,
        "paused": yes_or_no,
    }
    wishes: dict[str, Any] = {}
    for name, text in texts.items():
        if not text.strip():
            continue
        if name in several:
            wishes[name] = [several[name](part.strip()) for part in text.split(";") if part.strip()]
        elif name in single:
            wishes[name] = single[name](text.strip())
        else:
            raise SettingsError(f"{name!r}: no such wish; there are {', '.join([*several, *single])}")
    return wishes


def state_code(text: str) -> str:
    """'TX' for 'TX', 'tx' or 'Texas'."""
    wanted = text.casefold()
    for code, name in PLACE_NAMES.items():
        if wanted in (code.casefold(), name.casefold()):
            return code
    raise SettingsError(f"{text!r} is no state or territory; write TX or Texas")


def county(text: str) -> str:
    """'TX:lamar' for 'Lamar County, TX' or 'TX:Lamar'."""
    before, colon, after = text.partition(":")
    state, name = (before, after) if colon else text.rpartition(",")[::-2]
    if not name.strip():
        raise SettingsError(f"county {text!r}: write it with its state, as in 'Lamar County, TX'")
    scope = county_scope(state_code(state.strip()), name.strip())
    if scope.endswith(":"):
        raise SettingsError(f"county {text!r}: that is no name of a county")
    return scope


def hour(text: str) -> int:
    """7 for '7', '07:00' or '7am'; minutes other than zero are refused, since digests go out on the hour."""
    found = re.fullmatch(r"(\d{1,2})(?::00)?\s*(am|pm)?", text.casefold())
    if found:
        number, half = int(found[1]), found[2]
        if half and 1 <= number <= 12:
            return number % 12 + (12 if half == "pm" else 0)
        if not half and number <= 23:
            return number
    raise SettingsError(f"hour {text!r}: write 0 to 23")


def weekday(text: str) -> int:
    """0 for 'monday' or 'mon'."""
    for number, name in enumerate(WEEKDAYS):
        if text.casefold() in (name, name[:3]):
            return number
    raise SettingsError(f"weekday {text!r}: write {', '.join(WEEKDAYS)}")


def time_zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise SettingsError(f"time zone {text!r}: there is none; write one like America/Chicago") from error
    return text


def yes_or_no(text: str) -> bool:
    if text.casefold() in _YES | _NO:
        return text.casefold() in _YES
    raise SettingsError(f"{text!r}: write yes or no")


def _word(text: str, words: Any, what: str) -> Any:
    try:
        return words(text.casefold() if words is not SupportType else text)
    except ValueError as error:
        raise SettingsError(f"{what} {text!r}: write one of {', '.join(word.value for word in words)}") from error
