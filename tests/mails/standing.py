"""How things stand by the sentences of a mail. A new wording is a new line here; one that is gone is taken out."""

import re
import tomllib
from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import cache
from types import SimpleNamespace
from typing import Any

from tests.mails.eye import Eye
from tests.mails.grammar import Reading, reading
from tests.mails.places import NATION, STATE, code_of, place_of, places_in
from tests.support.paths import ROOT

Found = SimpleNamespace


# Words that a number of all support types and sorts of agency needs before a reader who asked for some.
ALL_TYPES = re.compile(r"(?i)\ball (?:support )?types|\ball agreements|of any type|of every type")


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


def days_held(eye: Eye, found: Found) -> set[date]:
    return {each.day for each in eye.facts.lists if each.status == "held"}


def in_no_county(eye: Eye, found: Found) -> int:
    return sum(eye.facts.agencies[each.agency_id].county_fips is None for each in eye.listed(found.near or NATION))


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


def last_named(found: Found) -> str:
    """The place that 'there' means to a reader: the last one named before it."""
    named = places_in(found.statement.text.partition(" there")[0])
    return named[-1] if named else found.near or NATION


STANDING: tuple[Reading, ...] = (
    reading(r"since your last digest \({day}\)", day=last_mail),
    reading(r"in your last digest \({day}\)", day=last_mail),
    reading(r"[Oo]n the list of {day}", day=list_day),
    reading(r"The list of {day} is on hold", day=days_held),
    reading(r"The list of {day}", day=list_day),
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


COUNTS: tuple[Reading, ...] = (
    reading(r"(?:now )?{n} (?:agreements? )?nationwide", n=lambda eye, found: eye.count("agreements"), about=nation),
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
