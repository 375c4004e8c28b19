"""How a digest puts things into words: dates, places, kinds of change, the subject and the top line.

The words are neutral: the lists say who is on them, and a digest says what the lists say. Names of agencies never
enter the subject, so that nothing a publisher prints can get into a mail's headers.
"""

from collections.abc import Sequence
from datetime import date

from models.digests.content import Item, ReportedAct, StateNews
from models.digests.subscriptions import Subscriber
from models.lists.counts import NATION
from models.vocabulary import PLACE_NAMES, STATE_NAMES, SUPPORT_TYPE_TITLES, ChangeKind, ChangeStatus, SupportType

# 'Told on Jan 20: ...' and the like: what a reader was told, in the words of the digest that told it.
KIND_PHRASES = {
    ChangeKind.AGREEMENT_ADDED: "new agreement",
    ChangeKind.AGREEMENT_RENEWED: "agreement renewed",
    ChangeKind.AGREEMENT_SWITCHED: "support type switched",
    ChangeKind.AGREEMENT_ENDED: "agreement ended",
    ChangeKind.AGREEMENT_RETURNED: "agreement back on the list",
    ChangeKind.SIGNING_DATE_CORRECTED: "signing date corrected",
    ChangeKind.AGENCY_RENAMED: "agency renamed",
    ChangeKind.AGENCY_RESPELLED: "spelling of the agency",
    ChangeKind.AGENCY_RELABELED: "listed under another body",
    ChangeKind.STATE_CORRECTED: "state corrected",
    ChangeKind.SUPPORT_TYPE_RESPELLED: "spelling of the support type",
    ChangeKind.AGENCY_TYPE_CORRECTED: "agency type corrected",
    ChangeKind.COUNTY_CORRECTED: "county corrected",
    ChangeKind.DUPLICATE_LISTED: "row printed twice",
    ChangeKind.DUPLICATE_UNLISTED: "doubled row removed",
    ChangeKind.MOA_POSTED: "agreement document posted",
    ChangeKind.MOA_REPLACED: "agreement document replaced",
    ChangeKind.MOA_UNLINKED: "link to the agreement document removed",
    ChangeKind.ADDENDUM_POSTED: "addendum posted",
    ChangeKind.PENDING_ADDED: "new pending application",
    ChangeKind.PENDING_SIGNED: "pending application signed",
    ChangeKind.PENDING_DROPPED: "pending application no longer listed",
}


def day_words(day: date) -> str:
    """'Jan 26, 2026'."""
    return f"{day:%b} {day.day}, {day.year}"


def place_name(letters: str) -> str:
    """'Texas' for 'TX'. What is no place we know, the empty text among it, is said to be so and never printed."""
    return PLACE_NAMES.get(letters, "a state that the list does not state")


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


def act_words(act: ReportedAct) -> str:
    """Who did it, where and when, as far as it is known: 'Milton council, Milton, Florida, Jan 20, 2026'."""
    place = scope_words(act.scope)
    who = "" if place.casefold().startswith(act.actor.casefold()) else act.actor
    return ", ".join(filter(None, (who, place, period_words(act.date))))


def plural(number: int, noun: str) -> str:
    """'1 agreement', '1,372 agreements', '2 agencies'."""
    if number == 1:
        return f"1 {noun}"
    return f"{number:,} {noun[:-1]}ies" if noun.endswith("y") else f"{number:,} {noun}s"


def join_words(parts: Sequence[str]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    return " and ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)


def type_title(support_type: SupportType | None) -> str:
    return SUPPORT_TYPE_TITLES[support_type] if support_type else "support type not stated"


def what_happened(item: Item) -> str:
    """One change in a few words, for the row that already names agency, support type and signing date."""
    phrase = KIND_PHRASES[item.kind]
    words = phrase[0].upper() + phrase[1:]
    if item.kind is ChangeKind.AGREEMENT_ENDED and item.status is ChangeStatus.SUSPECTED:
        return "Not on the latest list; not confirmed as ended"
    if item.kind is ChangeKind.AGREEMENT_SWITCHED and item.support_type_before:
        words = f"Switched from {type_title(item.support_type_before)}"
    if item.kind is ChangeKind.AGREEMENT_RENEWED and item.signed_before:
        words = f"Renewed; signed before on {day_words(item.signed_before)}"
    if item.kind is ChangeKind.AGENCY_RENAMED and item.agency_before:
        words = f"Renamed; formerly {item.agency_before}"
    if item.kind is ChangeKind.AGENCY_RELABELED and item.agency_before:
        words = f"Until now listed as {item.agency_before}"
    if item.told_status is ChangeStatus.SUSPECTED and item.told_on:
        words += f" (told as unconfirmed on {day_words(item.told_on)})"
    if item.filled_in:
        words += f" (list of {day_words(item.list_date)})"
    return words


def correction(item: Item) -> str:
    """What was told wrongly and what holds now: 'On Jan 20, 2026 we told you: new agreement. ...'."""
    if not (item.told_kind and item.told_on):
        raise ValueError(f"change {item.change_id}: nothing was told that could be corrected")
    told = KIND_PHRASES[item.told_kind]
    if item.told_kind is ChangeKind.AGREEMENT_ENDED and item.told_status is ChangeStatus.SUSPECTED:
        told = "agreement not on the latest list, perhaps ended"
    sentence = f"On {day_words(item.told_on)} we told you: {told}. "
    if item.status is ChangeStatus.WITHDRAWN:
        return sentence + "This is withdrawn; please disregard it."
    if item.kind is not item.told_kind:
        return sentence + f"It is now read as: {KIND_PHRASES[item.kind]}."
    return sentence + "That stands, with the details as given here."


def watched_words(subscriber: Subscriber) -> str:
    """The places of a reader: 'Texas, 2 counties and 1 agency'; '' for everywhere."""
    parts = [place_name(state) for state in sorted(subscriber.states)]
    parts = parts if len(parts) <= 3 else [plural(len(parts), "state")]
    parts += [plural(len(subscriber.counties), "county")] * bool(subscriber.counties)
    parts += [plural(len(subscriber.agencies), "agency")] * bool(subscriber.agencies)
    return join_words(parts)


def spread(news: Sequence[StateNews], kind: ChangeKind) -> tuple[int, tuple[str, ...]]:
    """How many changes of `kind`, and in which states: most first, of equal ones the state with more agreements."""
    numbers = {group.figure.place: sum(item.kind is kind for item in group.items) for group in news}
    sizes = {group.figure.place: group.figure.agreements for group in news}
    places = (place for place, number in numbers.items() if number)
    in_order = sorted(places, key=lambda place: (-numbers[place], -sizes[place], place))
    return sum(numbers.values()), tuple(in_order)


def in_places(places: Sequence[str]) -> str:
    """'in Texas', 'in 5 states', 'in 3 states and territories'."""
    if len(places) == 1:
        return f"in {place_name(places[0])}"
    return f"in {len(places)} {'states' if STATE_NAMES.keys() >= set(places) else 'states and territories'}"
