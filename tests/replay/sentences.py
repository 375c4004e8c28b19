"""What the sentences of a mail mean. A new wording is a new line here; one that is gone is taken out."""

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import cache
from types import SimpleNamespace
from typing import Any

from tests.replay.eye import Eye, Fresh
from tests.replay.grammar import DAY, Reading, day_of, month_of, reading
from tests.replay.mails import Part, Statement
from tests.replay.places import NATION, STATE, code_of, place_of, places_in
from tests.replay.rows import of_section, of_states_together
from tests.support.paths import ROOT

Found = SimpleNamespace

_FIRST = date(2000, 1, 1)  # before any list

# Words that a number of all support types and sorts of agency needs before a reader who asked for some.
ALL_TYPES = re.compile(r"(?i)\ball (?:support )?types|\ball agreements|of any type|of every type")


# Where things stand.


def kept_to(eye: Eye, found: Found) -> dict[str, Any]:
    """Which agreements a number counts: those of the support types in its words, all where the words say so, else those
    that the reader asked for."""
    if found.types or found.body:
        return {"types": found.types or eye.support_types, "bodies": {found.body} if found.body else eye.bodies}
    around = f"{found.statement.section} {found.statement.group} {found.statement.text}"
    if ALL_TYPES.search(around):
        return {}
    return {"types": eye.support_types, "bodies": eye.bodies}


def by_body(eye: Eye, found: Found) -> dict[str, int]:
    """How many agencies of each sort have an agreement there."""
    agencies = {each.agency_id for each in eye.listed(found.near or NATION, **kept_to(eye, found))}
    return dict(Counter(eye.facts.agencies[each].body for each in agencies))


def by_type(eye: Eye, found: Found) -> dict[str, int]:
    return dict(Counter(each.support_type for each in eye.listed(found.near or NATION, **kept_to(eye, found))))


def count(what: str) -> Callable[[Eye, Found], Any]:
    def truth(eye: Eye, found: Found) -> Any:
        place = found.place or found.near
        return eye.count(what, place, **kept_to(eye, found)) if place else "of a place that is not named"

    return truth


def step(what: str) -> Callable[[Eye, Found], Any]:
    """By how much a count has grown since the last mail."""

    def truth(eye: Eye, found: Found) -> Any:
        place = found.place or found.near
        return eye.step(what, place, **kept_to(eye, found)) if place else "of a place that is not named"

    return truth


def less(what: str) -> Callable[[Eye, Found], Any]:
    grown = step(what)
    return lambda eye, found: -grown(eye, found)


def list_day(eye: Eye, found: Found) -> date | None:
    return eye.facts.day


def last_mail(eye: Eye, found: Found) -> date | None:
    """The readers of the replay live where a mail of half past eleven at night UTC arrives the same day."""
    return eye.before.at.date() if eye.number > 1 else None


def this_mail(eye: Eye, found: Found) -> date:
    return eye.facts.at.date()


def nation(eye: Eye, found: Found) -> str:
    return NATION


@cache
def baselines() -> dict[tuple[int, int], int]:
    """The agreements at the months that growth is measured from, by the table that ships."""
    known = tomllib.loads((ROOT / "data" / "baselines.toml").read_text())["baseline"]
    return {(each["on"].year, each["on"].month): each["agreements"] for each in known}


def growth(eye: Eye, found: Found) -> Any:
    before = baselines().get(found.month)
    if before is None:
        return "measured from a month without a count"
    return round((eye.count("agreements") - before) / before * 100)


def at_end_of(eye: Eye, found: Found) -> Any:
    """The agreements at the end of a month, or now in the month of the list."""
    year, month = found.month
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    now = max(eye.facts.day or last, eye.facts.at.date())
    if (year, month) > (now.year, now.month) or eye.facts.in_force(on=min(last, now)) is None:
        return "of a month without a list"
    return eye.count("agreements", found.place or NATION, on=min(last, now))


def change_on(eye: Eye, day: date) -> int:
    return eye.count("agreements", on=day) - eye.count("agreements", on=max(day, _FIRST) - timedelta(days=1))


def largest_change(eye: Eye, found: Found) -> set[date]:
    """The days of the largest change that a chart shows, from the second month in its words on."""
    months = [month_of(each) for _, words in _series(found) for each in re.findall(r"[A-Z][a-z]{2} \d{4}", words.text)]
    begin = date(*min(months), 1) if months else date.min
    days = {each.in_force_from for each in eye.facts.lists if each.kind == "participating" and each.in_force_from}
    changes = {day: abs(change_on(eye, day)) for day in days if day > min(days) and day >= begin}
    return {day for day, change in changes.items() if change == max(changes.values())}


def on_day(eye: Eye, found: Found) -> Any:
    known = eye.facts.in_force(on=found.day) and found.day <= max(eye.facts.day or date.min, eye.facts.at.date())
    return eye.count("agreements", on=found.day) if known else "of a day without a list"


def days_held(eye: Eye) -> set[date]:
    return {each.day for each in eye.facts.lists if each.status == "held"}


def in_no_county(eye: Eye, found: Found) -> int:
    return sum(eye.facts.agencies[each.agency_id].county_fips is None for each in eye.listed(found.near or NATION))


STANDING: tuple[Reading, ...] = (
    reading(r"since your last digest \({day}\)", day=last_mail),
    reading(r"in your last digest \({day}\)", day=last_mail),
    reading(r"[Oo]n the list of {day}", day=list_day),
    reading(r"The list of {day} is on hold", day=lambda eye, found: days_held(eye)),
    reading(r"The list of {day}", day=list_day),
    reading(r"Your last digest, {day}", day=last_mail),
    reading(
        r"The largest change from one list to the next: {step} on {day}",
        step=lambda eye, found: change_on(eye, found.day),
        day=largest_change,
        about=nation,
    ),
    reading(r"{day}: {n}\.", n=on_day, day=lambda eye, found: found.day, about=nation),
    reading(r"Not on the map: {n} agreements? of (?:an agency|agencies)", n=in_no_county),
    reading(r"by the list of {day}", day=list_day),
    reading(r"\(changes since {day}\)", day=last_mail),
    reading(r"(?:No|no) change since {day}", day=last_mail),
    reading(r"Changes since {day}", day=last_mail),
    reading(r"Nothing you watch has changed since {day}", day=last_mail),
    reading(
        r"{month} had {n} agreements: {percent} since then",
        month=lambda eye, found: set(baselines()),
        n=lambda eye, found: baselines().get(found.month),
        percent=growth,
        about=nation,
    ),
)


def _states_below(eye: Eye, found: Found) -> Any:
    """The states in the lines under a heading such as '3 other states'; not those of a heading alone."""
    head = found.statement
    lines = [
        each
        for each in found.mail.statements
        if each.item and (each.part, each.section, each.group) == (head.part, head.section, head.text)
    ]
    named = {state for each in lines for state in _first_states(each.text)}
    return len(named) if lines else eye.count("states")


def _first_states(text: str) -> list[str]:
    """'Ohio (1 agreement, +1). New: ...' names one, 'Florida 55, Georgia 5' two."""
    first = place_of(text)
    several = [code_of(each) for each in re.findall(rf"({STATE}) \d", text)]
    return several or ([first] if first else [])


COUNTS: tuple[Reading, ...] = (
    reading(r"now {n} nationwide", n=lambda eye, found: eye.count("agreements"), about=nation),
    reading(
        r"{n} (?:{types} )?agreements?(?: of (?:all support types and agencies|{body}))?(?:,? \(?{step}\)?)?"
        r"(?: since {day})?(?= |[.,;:)|]|$)",
        n=count("agreements"),
        step=step("agreements"),
        day=last_mail,
    ),
    reading(r"{n} more than(?= ~)", n=step("agreements")),
    reading(r"{n} fewer than(?= ~)", n=less("agreements")),
    reading(
        r"{n} agenc(?:y|ies)(?:, {step})?(?: since {day})?", n=count("agencies"), step=step("agencies"), day=last_mail
    ),
    reading(r"{n} pending applications? there", n=lambda eye, found: eye.count("pending", last_named(found))),
    reading(
        r"{n} pending(?: applications?)?(?:, {step})?(?: since {day})?",
        n=count("pending"),
        step=step("pending"),
        day=last_mail,
    ),
    reading(r"By sort of agency: {bodies}", bodies=by_body),
    reading(r"By support type: {bytype}", bytype=by_type),
    reading(r"^{n} (?:other )?states?(?: and territories)?$", n=_states_below),
    reading(r"{n} states?", n=count("states")),
    reading(r"{n} territor(?:y|ies)", n=count("territories")),
    reading(r"(?:{place} )?now {n}(?=$|[.,; ])", n=count("agreements")),
    reading(r"(?:the (?:county|state) )?now has {n}(?=$|[.,; ])", n=count("agreements")),
)


def last_named(found: Found) -> str:
    """The place that 'there' means to a reader: the last one named before it."""
    named = places_in(found.statement.text.partition(" there")[0])
    return named[-1] if named else found.near or NATION


# What is new.


def states_of(fresh: Iterable[Fresh]) -> set[str]:
    return {str(each.change["state"]) for each in fresh}


def bodies_of(eye: Eye, fresh: Iterable[Fresh]) -> dict[str, int]:
    """How many agencies of each sort the changes are of."""
    agencies = {each.change["agency_id"] for each in fresh}
    return dict(Counter(eye.facts.agencies[each].body for each in agencies if each in eye.facts.agencies))


_WHERE = (
    r"(?: in (?:{place}|{states} states?(?: and territories)?|{territories} territor(?:y|ies)))?"
    r"(?:, {most} of them in {place_most})?(?:,? of {bodies})?"
)

News = Callable[[Eye, str], list[Fresh]]


def _told(*kinds: str, status: str = "") -> News:
    return lambda eye, place: eye.news(*kinds, place=place, status=status)


def _happened(words: str, told: News) -> Reading:
    """A number of changes: in a place, in so many states, of the place that the sentence or its heading is about, or of
    all that the reader asked for."""

    def there(eye: Eye, found: Found) -> list[Fresh]:
        if found.place or found.states or found.territories:
            return told(eye, found.place or "")
        return told(eye, found.subject if found.subject and found.subject != NATION else "")

    return reading(
        words + _WHERE,
        n=lambda eye, found: len(there(eye, found)),
        states=lambda eye, found: len(states_of(there(eye, found))),
        territories=lambda eye, found: len(states_of(there(eye, found))),
        most=lambda eye, found: len(told(eye, found.place_most)),
        bodies=lambda eye, found: bodies_of(eye, there(eye, found)),
        about=lambda eye, found: found.place or found.subject,
    )


def signed_apart(eye: Eye, place: str) -> list[Fresh]:
    """Signed applications whose agreement no other row tells."""
    return [each for each in eye.news("pending_signed", place=place) if not eye.is_told_as_agreement(each)]


def signed_above(eye: Eye, place: str) -> list[Fresh]:
    return [each for each in eye.news("pending_signed", place=place) if eye.is_told_as_agreement(each)]


def cosmetic(kind: str) -> Callable[[Eye, Found], int]:
    return lambda eye, found: sum(each.kind == kind for each in eye.cosmetic)


NEWS: tuple[Reading, ...] = (
    _happened(r"{n} new (?:{types} )?agreements?", _told("agreement_added")),
    _happened(r"{n} new(?= in |[,;]|$)", _told("agreement_added")),
    _happened(r"{n} (?:agreements? )?possibly ended", _told("agreement_ended", status="suspected")),
    _happened(
        r"{n} agreements? (?:is |are )?missing from the (?:latest )?list(?:,? \(?too soon to confirm an ending\)?)?",
        _told("agreement_ended", status="suspected"),
    ),
    _happened(r"{n} (?:agreements? )?ended", _told("agreement_ended", status="confirmed")),
    _happened(r"{n} (?:agreements? )?renewed", _told("agreement_renewed")),
    _happened(r"{n} (?:agreements? )?switched(?: (?:its|their) support types?)?", _told("agreement_switched")),
    _happened(r"{n} (?:agreements? )?back on the list", _told("agreement_returned")),
    _happened(r"{n} (?:agenc(?:y|ies) )?renamed", _told("agency_renamed")),
    _happened(r"{n} (?:agreements? )?(?:relabeled|listed under another kind of agency)", _told("agency_relabeled")),
    _happened(r"{n} (?:new (?:pending )?applications?|applications? added)", _told("pending_added")),
    _happened(r"{n} (?:pending )?(?:applications? )?(?:is |are )?no longer listed", _told("pending_dropped")),
    _happened(r"{n} (?:pending )?applications? (?:was |were )?signed(?= \(see above\))", signed_above),
    _happened(r"{n} (?:pending )?applications? (?:was |were )?signed", signed_apart),
    _happened(r"{n} (?:agreement )?documents? posted", _told("moa_posted")),
    _happened(r"{n} addend(?:um|a|ums) posted", _told("addendum_posted")),
    reading(r"{n} corrections?(?: to what we told you)?(?=$|[;,.])", n=lambda eye, found: len(eye.corrections)),
    reading(
        r"{n} corrections? to how ICE prints the list(?: \(no agreement changed\))?",
        n=lambda eye, found: len(eye.cosmetic),
    ),
    reading(r"signing date \({n}\)", n=cosmetic("signing_date_corrected")),
    reading(r"agency spelling \({n}\)", n=cosmetic("agency_respelled")),
    reading(r"support type spelling \({n}\)", n=cosmetic("support_type_respelled")),
    reading(r"\bstate \({n}\)", n=cosmetic("state_corrected")),
    reading(r"agency type \({n}\)", n=cosmetic("agency_type_corrected")),
    reading(r"county \({n}\)", n=cosmetic("county_corrected")),
    reading(r"duplicate row \({n}\)", n=cosmetic("duplicate_listed")),
    reading(r"duplicate row removed \({n}\)", n=cosmetic("duplicate_unlisted")),
    reading(r"document replaced \({n}\)", n=cosmetic("moa_replaced")),
    reading(r"document link removed \({n}\)", n=cosmetic("moa_unlinked")),
)


# Tables and pictures.


def _figure(name: str) -> list[Reading]:
    """A line or cell of a table: the column is named in its head, the place in the row or over the table."""
    row = r"^(?:[^|]* \| )?"
    return [
        reading(
            rf"{row}(?:{{types}} )?(?i:{name})(?: of {{body}}s?)? \| {{n}}(?: \| {{step}} since {{day}})?$",
            n=count(name),
            step=step(name),
            day=last_mail,
            about=_owner,
        ),
        reading(rf"{row}(?i:{name}) \| {{step}}$", step=step(name), about=_owner),
    ]


def _owner(eye: Eye, found: Found) -> str | None:
    return found.place or found.near  # type: ignore[no-any-return]


def _others(eye: Eye, found: Found) -> int:
    """The states with agreements that the words before do not name."""
    before = found.statement.text.partition("; ")[0]
    listed = {eye.facts.agencies[each.agency_id].state for each in eye.listed()} - {""}
    return len(listed - {code_of(each) for each in re.findall(STATE, before)})


def of_state(eye: Eye, found: Found) -> Any:
    if of_states_together(found.statement):
        left = [each for each in of_section(eye, found.statement) if each.entry.change_id not in found.told]
        return sum(found.place in each.states for each in left)
    return eye.count("agreements", found.place, **kept_to(eye, found))


FIGURES: tuple[Reading, ...] = (
    reading(r"; {others} others have fewer", others=_others, about=nation),
    *(each for name in ("agreements", "agencies", "states", "territories", "pending") for each in _figure(name)),
    reading(r"^[^|]* \| Change \| {step}$", step=step("agreements"), about=_owner),
    reading(r"{place} {step}(?=[,. ]|$)", step=lambda eye, found: eye.step("agreements", found.place)),
    reading(r"{place} {n}(?: \({step}\))?(?=[,.;~ ]|$)", n=of_state, step=step("agreements")),
    reading(r"^{word_code} \| {n}$", parts="picture", n=lambda eye, found: eye.count("agreements", found.word_code)),
    reading(
        r"(?:^|: |, ){month} (?:\| )?{n}(?=[,.]|$)", n=at_end_of, about=nation, month=lambda eye, found: found.month
    ),
    reading(r"{month}: {n}\.", n=at_end_of, about=nation, month=lambda eye, found: found.month),
    reading(r"Since {day}:", day=last_mail),
)


# What a mail was made of.


def _in_force(eye: Eye, kind: str) -> Any:
    found = eye.facts.in_force(kind)
    assert found is not None, f"no {kind} list is in force"
    return found


def _of_list(kind: str) -> Reading:
    return reading(
        rf"{kind.title()} list of {{day}}, {{rows}} rows?, sha256 {{sha}}",
        day=lambda eye, found: _in_force(eye, kind).day,
        rows=lambda eye, found: _in_force(eye, kind).rows,
        sha=lambda eye, found: _in_force(eye, kind).sha256,
        about=lambda eye, found: None,
    )


def _begun_with(found: Found, words: str) -> int:
    return sum(each.part is Part.TEXT and each.text.startswith(words) for each in found.mail.statements)


def _of_a_month(eye: Eye, found: Found) -> Any:
    """A column of the months' chart, whose words are read by themselves."""
    said = {place: set(re.findall(r"[A-Z][a-z]{2} \d{4}", each.text)) for place, each in _series(found)}
    counted = {
        at_end_of(eye, Found(month=month_of(month), place=place)) for place, months in said.items() for month in months
    }
    return counted or "in no chart"


def _years(eye: Eye, found: Found) -> set[int]:
    """The years of an axis of time: those of the months that the chart has in words."""
    return {month_of(each)[0] for _, words in _series(found) for each in re.findall(r"[A-Z][a-z]{2} \d{4}", words.text)}


def _series(found: Found) -> list[tuple[str | None, Statement]]:
    """What the charts of a mail say in words, and of which place."""
    return [
        (place_of(each.text.partition(" in ")[2]), each)
        for each in found.mail.statements
        if each.part is Part.PICTURE and re.match(r"Agreements at the end of each month", each.text)
    ]


def _more_failed(eye: Eye, found: Found) -> set[int]:
    day = next((day_of(each) for each in re.findall(DAY, found.statement.text)), None)
    known = (eye.before if found.statement.text.startswith("Resolved") else eye.facts).lists
    return {each.failed - 1 for each in known if each.day == day and each.failed}


def _days_held(eye: Eye, found: Found) -> set[date]:
    return days_held(eye)


MADE_OF: tuple[Reading, ...] = (
    _of_list("participating"),
    _of_list("pending"),
    reading(
        r"(?:Participating|Pending) list of {day}, sha256 {sha}:",
        day=_days_held,
        sha=lambda eye, found: {each.sha256[: len(found.sha)] for each in eye.facts.lists if each.status == "held"},
    ),
    reading(r"(?:New|Ongoing): (?:participating|pending) list of {day} is on hold", day=_days_held),
    reading(
        r"Resolved: (?:participating|pending) list of {day} is on hold",
        day=lambda eye, found: (
            {each.day for each in eye.before.lists if each.status == "held"} - _days_held(eye, found)
        ),
    ),
    reading(
        r"last fetched {day} at {hour}:{minute} UTC",
        day=this_mail,
        hour=lambda eye, found: eye.facts.at.hour,
        minute=lambda eye, found: eye.facts.at.minute,
        about=lambda eye, found: None,
    ),
    reading(
        r"The 287\(g\) lists(?:[:,][^\d]+?)?(?:,? {counties} count(?:y|ies))?(?:,? {agencies} agenc(?:y|ies))?"
        r"(?: and {more} more)?,?(?: ·)? {day}$",
        counties=lambda eye, found: len(eye.wish.several("counties")),
        agencies=lambda eye, found: len(eye.wish.several("agencies")),
        more=lambda eye, found: len(eye.places) - found.statement.text.count(";") - 1,
        day=this_mail,
        about=lambda eye, found: None,
    ),
    reading(r"and {n} more places?", n=lambda eye, found: len(eye.places) - len(set(places_in(found.statement.text)))),
    reading(r"unclear changes need review \({n}\)", n=lambda eye, found: {eye.facts.doubts, eye.before.doubts}),
    reading(r"^{n}$", parts="picture", n=_of_a_month),
    reading(r"^(?:[A-Z][a-z]{2} \| )*{year}(?: \| [A-Z][a-z]{2})*$", parts="picture", year=_years),
    reading(r"{n} problems? resolved", n=lambda eye, found: _begun_with(found, "Resolved:")),
    reading(r"{n} (?:new )?problems?(?! resolved)", n=lambda eye, found: _begun_with(found, "New:")),
    reading(r"and {n} more checks? failed", n=_more_failed),
    reading(r"287\(g\)"),
    reading(r"ice-287g"),
    reading(r"\b(?:daily|weekly on \w+|monthly[^.\d]*?) at 7:00\b"),
    reading(r"none 1 to 9 10 to 29 30 to 99 100 or more"),
)

READINGS = (*MADE_OF, *STANDING, *NEWS, *COUNTS, *FIGURES)
