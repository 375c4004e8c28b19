"""How a digest puts things into words: dates, places and kinds of change.

The words are neutral: a digest says what the lists say. The only printed name in a subject is that of an agency which
the subscriber asked for, without invisible characters.
"""

import re
from collections.abc import Sequence
from datetime import date

from models.digests.content import Item
from models.kinds import KINDS
from models.lists.counts import NATION
from models.places.bodies import Body
from models.vocabulary import PLACE_NAMES, STATE_NAMES, SUPPORT_TYPE_TITLES, ChangeKind, ChangeStatus, SupportType

_ISO_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


def day_words(day: date) -> str:
    """'Jan 26, 2026'."""
    return f"{day:%b} {day.day}, {day.year}"


def plain_days(sentence: str) -> str:
    """One of our own sentences with its ISO dates as a mail writes them: 'the list of Feb 3, 2026'."""
    return _ISO_DAY.sub(lambda found: period_words(found[0]), sentence)


def place_name(letters: str) -> str:
    """'Texas' for 'TX'. Anything else, the empty text included, is never printed."""
    return PLACE_NAMES.get(letters, "an unstated state")


def scope_words(scope: str) -> str:
    """'the United States' for 'US', 'Lamar County, Texas' for 'Lamar County, TX', 'Iowa and Kansas' for 'IA+KS'."""
    return join_words([_one_scope(part) for part in scope.replace("+", ";").split(";")])


def _one_scope(scope: str) -> str:
    name, comma, letters = scope.strip().rpartition(", ")
    state = "the United States" if letters == NATION else PLACE_NAMES.get(letters, letters)
    return f"{name}{comma}{state}"


def period_words(stated: str) -> str:
    """'Jan 26, 2026', 'Jan 2026' or '2026': a date as precise as it was stated."""
    try:
        if len(stated) == len("2026-01-26"):
            return day_words(date.fromisoformat(stated))
        return f"{date.fromisoformat(f'{stated}-01'):%b %Y}" if len(stated) == len("2026-01") else stated
    except ValueError:
        return stated


def plural(number: int, noun: str) -> str:
    """'1 agreement', '1,372 agreements', '2 agencies'."""
    if number == 1:
        return f"1 {noun}"
    return f"{number:,} {noun[:-1]}ies" if noun.endswith("y") else f"{number:,} {noun}s"


def signed_number(number: int) -> str:
    """'+12', '−3' with a real minus sign, '±0'."""
    return f"+{number:,}" if number > 0 else f"−{-number:,}" if number else "±0"


def join_words(parts: Sequence[str]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    return " and ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)


def upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def type_title(support_type: SupportType | None) -> str:
    return SUPPORT_TYPE_TITLES[support_type] if support_type else "support type not stated"


_BODIES = {
    Body.SHERIFF: ("sheriff", "sheriffs"),
    Body.POLICE: ("police department", "police departments"),
    Body.CONSTABLE: ("constable", "constables"),
    Body.CORRECTIONS: ("corrections agency", "corrections agencies"),
    Body.PROSECUTOR: ("prosecutor", "prosecutors"),
    Body.CAMPUS: ("school or campus agency", "school and campus agencies"),
    Body.MARSHAL: ("marshal", "marshals"),
    Body.STATE_POLICE: ("state police agency", "state police agencies"),
    Body.OTHER: ("other agency", "other agencies"),
}


def body_words(body: Body, number: int) -> str:
    """'sheriff' for one, 'sheriffs' for any other number."""
    return _BODIES[body][number != 1]


def kind_words(kind: ChangeKind, status: ChangeStatus) -> str:
    """'New agreement'."""
    if kind is ChangeKind.AGREEMENT_ENDED and status is ChangeStatus.SUSPECTED:
        return "Missing from the latest list; not confirmed as ended"
    return upper_first(KINDS[kind].phrase)


def what_happened(item: Item) -> str:
    """One change in a few words, for the row that already names agency, support type and signing date."""
    words = kind_words(item.kind, item.status)
    if item.status is ChangeStatus.SUSPECTED and item.kind is ChangeKind.AGREEMENT_ENDED:
        return words
    if item.kind is ChangeKind.AGREEMENT_SWITCHED and item.support_type_before:
        words = f"Switched from {type_title(item.support_type_before)}"
    if item.kind is ChangeKind.AGREEMENT_RENEWED and item.signed_before:
        words = f"Renewed; previously signed {day_words(item.signed_before)}"
    if item.kind is ChangeKind.AGENCY_RENAMED and item.agency_before:
        words = f"Renamed; formerly {item.agency_before}"
    if item.kind is ChangeKind.AGENCY_RELABELED and item.agency_before:
        words = f"Previously listed as {item.agency_before}"
    if item.told_status is ChangeStatus.SUSPECTED and item.told_on:
        words += f" (reported as unconfirmed on {day_words(item.told_on)})"
    return words + (f" (list of {day_words(item.list_date)})" if item.filled_in else "")


def correction(item: Item) -> str:
    """What was told wrongly and what holds now: 'On Jan 20, 2026 we told you: new agreement. ...'."""
    if not (item.told_kind and item.told_on):
        raise ValueError(f"change {item.change_id}: nothing was told that could be corrected")
    told = KINDS[item.told_kind].phrase
    if item.told_kind is ChangeKind.AGREEMENT_ENDED and item.told_status is ChangeStatus.SUSPECTED:
        told = "agreement missing from the latest list, possibly ended"
    sentence = f"On {day_words(item.told_on)} we told you: {told}. "
    if item.status is ChangeStatus.WITHDRAWN:
        return sentence + "We withdraw this; please disregard it."
    if item.kind is not item.told_kind:
        return sentence + f"We now read it as: {KINDS[item.kind].phrase}."
    return sentence + "That still holds; updated details below."


def cosmetic_words(counted: Sequence[tuple[ChangeKind, int]]) -> str:
    """'37 corrections to how ICE prints the list ...: agency spelling (21), ...'; '' if there are none."""
    total = plural(sum(number for _, number in counted), "correction")
    parts = ", ".join(f"{KINDS[kind].short} ({number:,})" for kind, number in counted)
    return f"{total} to how ICE prints the list (no agreement changed): {parts}." if counted else ""


def in_places(places: Sequence[str]) -> str:
    """'in Texas', 'in 5 states', 'in 3 states and territories'."""
    if len(places) == 1:
        return f"in {place_name(places[0])}"
    return f"in {len(places)} {'states' if STATE_NAMES.keys() >= set(places) else 'states and territories'}"
