"""What a person asks for on the web: read from a form, carried in a signed link, told in words."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any

from flows.digests.drawing.plain import short
from models.digests.addresses import mail_address
from models.digests.preferences import county_words, parse_preferences
from models.digests.subscriptions import WEEKDAYS, Cadence, MailFormat, Subscriber
from models.digests.wording import place_name, plural, upper_first
from models.errors import MoawatchError, SettingsError
from models.links import MAX_TOKEN, LinkError, LinkMaker, Purpose, SignedLink
from models.record.store import Session
from models.record.tables.agreements import Agency
from models.record.writing.digests.subscribers import find_agency
from models.vocabulary import PLACE_NAMES

# The fields of the form, as `models.digests.preferences` names them.
SEVERAL = ("states", "counties", "agencies")
CHOICES = ("cadence", "weekday", "hour", "time_zone", "mail_format")
CONTENTS = {
    "news": "Claims and policy events in the news, checked against the lists",
    "nation": "The country's numbers beside those of my places",
    "heartbeat": "A short mail even when nothing changed",
}
# A digest waits until one of those ticked is met.
WAITS = {"at_endings": "an agreement has ended", "at_switches": "an agreement has switched its support type"}
FLAGS = (*CONTENTS, *WAITS)
NUMBERS = ("threshold",)

# All of the wishes must fit into the link that confirms them. Whoever watches more counties asks for their state.
MOST_PLACES = 20
MOST_PLACES_LATER = 200
MOST_LETTERS = 6_000  # typed into one field
LONGEST_NAME = 200

# Where the lists' readers live; whoever runs moawatch can set any other.
TIME_ZONES = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles",
    "America/Anchorage", "Pacific/Honolulu", "America/Puerto_Rico", "Pacific/Guam",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wishes:
    """The preferences, as the record keeps them."""

    preferences: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FilledForm:
    """The form as it was sent: the texts to show again, what is wrong with them, and what they mean."""

    address: str
    texts: Mapping[str, str]
    problems: Mapping[str, str] = field(default_factory=dict)  # by the name of the field
    wishes: Wishes = Wishes({})


def read_form(fields: Mapping[str, Sequence[str]], session: Session, *, with_address: bool) -> FilledForm:
    """Each field is read by itself, so that all that is wrong is said at once."""
    texts = {name: _lines(name, fields.get(name, ())) for name in SEVERAL}
    texts |= {name: fields[name][0].strip()[:60] for name in CHOICES if fields.get(name)}
    texts |= {name: fields[name][0].strip()[:60] for name in NUMBERS if name in fields}
    texts |= {name: "yes" if fields.get(name) else "no" for name in FLAGS}
    most = MOST_PLACES if with_address else MOST_PLACES_LATER
    problems: dict[str, str] = {}
    preferences: dict[str, Any] = {}
    address = fields.get("address", ("",))[0].strip()[:300]
    if with_address:
        _try(problems, "address", partial(mail_address, address))
    for name, text in texts.items():  # a field that is not there is not wished for anew
        _try(problems, name, lambda name=name, text=text: preferences.update(_parsed(name, text, session, most)))  # type: ignore[misc]
    return FilledForm(address, {**blank_form().texts, **texts}, problems, Wishes(preferences))


def _lines(name: str, values: Sequence[str]) -> str:
    """Several values, one a line: of a field for typing the lines and what semicolons part, of boxes those ticked."""
    typed = "\n".join(values)[:MOST_LETTERS]
    parts = (part.strip()[:LONGEST_NAME] for part in typed.replace(";", "\n").splitlines())
    return "\n".join(dict.fromkeys(filter(None, parts)))


def _parsed(name: str, text: str, session: Session, most: int) -> dict[str, Any]:
    lines = text.splitlines()
    if name in ("counties", "agencies") and len(lines) > most:
        raise SettingsError(f"{len(lines)} {name}: give up to {most}, or the whole state")
    if name in NUMBERS and not text:
        return {name: None}
    if name in SEVERAL and not lines:
        return {name: []}
    return parse_preferences({name: ";".join(lines)}, partial(find_agency, session))


def _try(problems: dict[str, str], name: str, act: Callable[[], object]) -> None:
    try:
        act()
    except MoawatchError as error:
        problems[name] = upper_first(str(error).replace("; `moawatch agency WORDS` searches for it", ""))


def blank_form() -> FilledForm:
    """What the form shows first: the defaults of a subscriber."""
    return form_of(Subscriber(id=0, address=""))


def form_of(subscriber: Subscriber) -> FilledForm:
    """The form filled with what a subscriber asked for."""
    texts = {
        "states": "\n".join(sorted(subscriber.states)),
        "counties": "\n".join(sorted(map(county_words, subscriber.counties))),
        "agencies": "\n".join(sorted(subscriber.agencies)),
        "cadence": subscriber.cadence.value,
        "weekday": WEEKDAYS[subscriber.weekday],
        "hour": str(subscriber.hour),
        "time_zone": subscriber.time_zone,
        "mail_format": subscriber.mail_format.value,
        **{name: str(getattr(subscriber, name) or "") for name in NUMBERS},
        **{name: "yes" if getattr(subscriber, name) else "no" for name in FLAGS},
    }
    return FilledForm(subscriber.address, texts)


def told(session: Session, preferences: Mapping[str, Any]) -> list[str]:
    """The wishes in words, a line each."""
    places = [place_name(state) for state in preferences.get("states", ())]
    places += [county_words(county) for county in preferences.get("counties", ())]
    for agency_id in preferences.get("agencies", ()):
        agency = session.get(Agency, agency_id)
        places.append(f"{short(agency.name)}, {agency.state}" if agency else short(agency_id))
    lines = ["Places: " + ("; ".join(places) or "the whole country"), _rhythm(preferences)]
    lines += [f"Only when {words}." for words in [_waits(preferences)] if words]
    wanted = [words for name, words in CONTENTS.items() if name in FLAGS and preferences.get(name, name != "heartbeat")]
    return lines + [f"{words}." for words in wanted]


def _waits(preferences: Mapping[str, Any]) -> str:
    waits = [words for name, words in WAITS.items() if preferences.get(name)]
    if preferences.get("threshold"):
        waits.insert(0, f"{plural(preferences['threshold'], 'agreement')} changed in one of the places")
    return " or ".join(waits)


def _rhythm(preferences: Mapping[str, Any]) -> str:
    cadence = Cadence(preferences.get("cadence", Cadence.DAILY))
    if cadence is Cadence.AS_IT_HAPPENS:
        return "How often: as it happens."
    day = upper_first(WEEKDAYS[preferences.get("weekday", 0)])
    when = {"weekly": f" on {day}", "monthly": f" on the first {day}"}.get(cadence.value, "")
    zone = preferences.get("time_zone", TIME_ZONES[0]).replace("_", " ")
    return f"How often: {cadence}{when} at {preferences.get('hour', 7)}:00 ({zone})."


def confirmation(address: str, wishes: Wishes, now: datetime) -> SignedLink:
    """The link that begins a subscription. It carries all of it: nothing is stored before it is followed."""
    about = json.dumps({"address": address, **wishes.preferences}, separators=(",", ":"))
    return SignedLink(Purpose.CONFIRM, 0, "", now, about)


def fits(maker: LinkMaker, form: FilledForm) -> bool:
    """Whether all of it fits into a link; agencies' names are as long as somebody once printed them."""
    link = confirmation(mail_address(form.address), form.wishes, datetime(9_999, 1, 1, tzinfo=UTC))
    return len(maker.token(link)) <= MAX_TOKEN


def confirmed(link: SignedLink) -> tuple[str, dict[str, Any]]:
    """The address and the wishes that a confirmation carries. Raises LinkError where an earlier moawatch wrote them."""
    words = {"cadence": Cadence, "mail_format": MailFormat}
    try:
        carried: dict[str, Any] = json.loads(link.about)
        address = carried.pop("address")
        return address, {name: words[name](value) if name in words else value for name, value in carried.items()}
    except (ValueError, KeyError) as error:
        raise LinkError("another version of moawatch made it") from error


def choices(form: FilledForm) -> dict[str, list[tuple[str, str]]]:
    """What the form offers: each value with its words."""
    zones = dict.fromkeys((*TIME_ZONES, *filter(None, [form.texts.get("time_zone")])))
    return {
        "contents": [(name, words) for name, words in CONTENTS.items() if name in FLAGS],
        "waits": [(name, words) for name, words in WAITS.items() if name in FLAGS],
        "numbers": [(name, "this many agreements have changed in one of my places") for name in NUMBERS],
        "places": sorted(PLACE_NAMES.items(), key=lambda place: place[1]),
        "cadences": [(cadence.value, _CADENCES[cadence.value]) for cadence in Cadence],
        "weekdays": [(day, upper_first(day)) for day in WEEKDAYS],
        "hours": [(str(hour), f"{hour % 12 or 12} {'am' if hour < 12 else 'pm'}") for hour in range(24)],
        "time_zones": [(zone, zone.replace("_", " ")) for zone in zones],
    }


_CADENCES: Mapping[str, str] = {
    "as_it_happens": "As it happens",
    "daily": "Once a day, when something changed",
    "weekly": "Once a week, on the day below",
    "monthly": "Once a month, on the first such day",
}
