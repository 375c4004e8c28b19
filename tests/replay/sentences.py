"""What the sentences of a mail mean. A new wording is a new line here; one that is gone is taken out."""

import tomllib
from datetime import date, timedelta
from functools import cache
from types import SimpleNamespace
from typing import Any

from tests.replay.eye import Eye, Fresh
from tests.replay.grammar import NATION, Reading, reading
from tests.replay.places import NAMES
from tests.support.paths import ROOT

Found = SimpleNamespace


@cache
def baselines() -> dict[tuple[int, int], int]:
    """The agreements at the months that growth is measured from, by the table that ships."""
    known = tomllib.loads((ROOT / "data" / "baselines.toml").read_text())["baseline"]
    return {(each["on"].year, each["on"].month): each["agreements"] for each in known}


def growth(eye: Eye, found: Found) -> int:
    before = baselines()[found.month]
    return round((eye.count("agreements") - before) / before * 100)


def at_end_of(eye: Eye, month: tuple[int, int], place: str = NATION) -> int:
    """The agreements at the end of a month, or now in the month of the list."""
    year, number = month
    last = date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)
    return eye.count("agreements", place, on=min(last, max(eye.facts.day or last, eye.facts.at.date())))


def own_day(eye: Eye) -> date:
    """Where the readers of the replay live, a mail of half past eleven at night UTC arrives the same day."""
    return eye.facts.at.date()


def states_of(fresh: list[Fresh]) -> set[str]:
    return {str(each.change["state"]) for each in fresh}


def most_in_one_state(fresh: list[Fresh], place: str) -> int:
    return sum(each.change["state"] == place for each in fresh)


def _us(eye: Eye, found: Found) -> str:
    return NATION


def added(eye: Eye, place: str = "") -> list[Fresh]:
    return eye.news("agreement_added", place=place)


def ended(eye: Eye, status: str = "confirmed") -> list[Fresh]:
    return eye.news("agreement_ended", status=status)


def cosmetic(kind: str) -> Any:
    return lambda eye, found: sum(each.kind == kind for each in eye.cosmetic)


_FEWER = r"(?:; {others} others have fewer)?"

SENTENCES: tuple[Reading, ...] = (
    # where things stand
    reading(
        r"The list of {day} has {n} agreements in {states} states?(?: and {territories} territor(?:y|ies))?",
        day=lambda eye, found: eye.facts.day,
        n=lambda eye, found: eye.count("agreements"),
        states=lambda eye, found: eye.count("states"),
        territories=lambda eye, found: eye.count("territories"),
        about=_us,
    ),
    reading(
        r"{n} more than in your last digest \({day}\)",
        n=lambda eye, found: eye.step("agreements"),
        day=lambda eye, found: eye.before.at.date(),
        about=_us,
    ),
    reading(
        r"{n} fewer than in your last digest \({day}\)",
        n=lambda eye, found: -eye.step("agreements"),
        day=lambda eye, found: eye.before.at.date(),
        about=_us,
    ),
    reading(r"since your last digest \({day}\)", day=lambda eye, found: eye.before.at.date()),
    reading(
        r"{place} (?:now|has) {n}(?: agreements?| of {all} agreements)?(?! of)",
        n=lambda eye, found: eye.count("agreements", found.place),
        all=lambda eye, found: eye.count("agreements"),
    ),
    reading(
        r"{n} agreements on the list of {day}",
        n=lambda eye, found: eye.count("agreements"),
        day=lambda eye, found: eye.facts.day,
        about=_us,
    ),
    reading(r"on the list of {day}", day=lambda eye, found: eye.facts.day),
    reading(
        r"{month} had {n} agreements: {percent} since then",
        month=lambda eye, found: set(baselines()),
        n=lambda eye, found: baselines().get(found.month),
        percent=growth,
        about=_us,
    ),
    reading(r"(?:No|no) change since {day}", day=lambda eye, found: eye.before.at.date()),
    reading(r"Nothing you watch has changed since {day}", day=lambda eye, found: eye.before.at.date()),
    # what is new
    reading(r"{n} new agreements? in {place}", n=lambda eye, found: len(added(eye, found.place))),
    reading(
        r"{n} new agreements in {states} states(?: and territories)?",
        n=lambda eye, found: len(added(eye)),
        states=lambda eye, found: len(states_of(added(eye))),
    ),
    reading(r"{n} agreements? (?:is|are) new in {place}", n=lambda eye, found: len(added(eye, found.place))),
    reading(
        r"{n} agreements are new in {states} states(?: and territories)?(?:, {m} of them in {place})?",
        n=lambda eye, found: len(added(eye)),
        states=lambda eye, found: len(states_of(added(eye))),
        m=lambda eye, found: len(added(eye, found.place)),
    ),
    reading(r"{n} (?:agreements? )?possibly ended", n=lambda eye, found: len(ended(eye, "suspected"))),
    reading(
        r"{n} agreements? (?:is|are) missing from the latest list", n=lambda eye, found: len(ended(eye, "suspected"))
    ),
    reading(r"{n} (?:agreements? )?ended", n=lambda eye, found: len(ended(eye))),
    reading(r"{n} (?:agreements? )?renewed", n=lambda eye, found: len(eye.news("agreement_renewed"))),
    reading(r"{n} (?:agreements? )?switched", n=lambda eye, found: len(eye.news("agreement_switched"))),
    reading(r"{n} (?:agreements? )?back on the list", n=lambda eye, found: len(eye.news("agreement_returned"))),
    reading(r"{n} renamed", n=lambda eye, found: len(eye.news("agency_renamed"))),
    reading(r"{n} relabeled", n=lambda eye, found: len(eye.news("agency_relabeled"))),
    reading(r"{n} applications? added", n=lambda eye, found: len(eye.news("pending_added"))),
    reading(r"{n} applications? no longer listed", n=lambda eye, found: len(eye.news("pending_dropped"))),
    reading(
        r"{n} (?:pending )?applications? (?:was |were )?signed", n=lambda eye, found: len(eye.news("pending_signed"))
    ),
    reading(r"{n} documents? posted", n=lambda eye, found: len(eye.news("moa_posted"))),
    reading(r"{n} addend(?:um|a|ums) posted", n=lambda eye, found: len(eye.news("addendum_posted"))),
    reading(r"{n} corrections? to what we told you", n=lambda eye, found: len(eye.corrections)),
    # corrections to how the list is printed
    reading(r"{n} corrections? to how ICE prints the list", n=lambda eye, found: len(eye.cosmetic)),
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


def place_and_number(eye: Eye, found: Found) -> int:
    return eye.count("agreements", found.place)


def _figure(name: str, what: str) -> list[Reading]:
    return [
        reading(
            rf"^{name} \| {{n}}(?: \| {{step}} since {{day}})?$",
            n=lambda eye, found: eye.count(what),
            step=lambda eye, found: eye.step(what),
            day=lambda eye, found: eye.before.at.date(),
            about=_us,
        ),
        reading(rf"^{name} \| {{step}}$", step=lambda eye, found: eye.step(what), about=_us),
    ]


def _listed_states(eye: Eye, shown: int) -> int:
    return len({each.state for each in eye.facts.agencies.values() if eye.count("agreements", each.state)}) - shown


FIGURES: tuple[Reading, ...] = (
    *(each for name in ("agreements", "agencies", "states", "territories", "pending") for each in _figure(name, name)),
    reading(
        r"^{place} \({n} agreements?(?:, (?:{step}|new))?\)$",
        n=place_and_number,
        step=lambda eye, found: eye.step("agreements", found.place),
    ),
    reading(
        r"^{place} {n} agreements?(?:, (?:{step}|new))?$",
        n=place_and_number,
        step=lambda eye, found: eye.step("agreements", found.place),
    ),
    reading(r"{place} {step}(?=[,. ]|$)", step=lambda eye, found: eye.step("agreements", found.place)),
    reading(r"{place} {n}(?=[,.; ]|$)", n=place_and_number),
    reading(r"^{word_code} \| {n}$", parts="picture", n=lambda eye, found: eye.count("agreements", found.word_code)),
    reading(r"(?:^|: |, ){month} (?:\| )?{n}(?=[,.]|$)", n=lambda eye, found: at_end_of(eye, found.month), month=lambda eye, found: found.month, about=_us),  # noqa: E501
    reading(r"{month}: {n}\.", n=lambda eye, found: at_end_of(eye, found.month), month=lambda eye, found: found.month, about=_us),  # noqa: E501
    reading(r"Since {day}:", day=lambda eye, found: eye.before.at.date()),
)


def _of_list(kind: str) -> list[Reading]:
    return [
        reading(
            rf"{kind.title()} list of {{day}}, {{rows}} rows?, sha256 {{sha}}",
            day=lambda eye, found: _in_force(eye, kind).day,
            rows=lambda eye, found: _in_force(eye, kind).rows,
            sha=lambda eye, found: _in_force(eye, kind).sha256,
        )
    ]


def _in_force(eye: Eye, kind: str) -> Any:
    found = eye.facts.in_force(kind)
    assert found is not None, f"no {kind} list is in force"
    return found


MADE_OF: tuple[Reading, ...] = (
    *_of_list("participating"),
    *_of_list("pending"),
    reading(
        r"(?:Participating|Pending) list of {day}, sha256 {sha}:",
        day=lambda eye, found: {each.day for each in eye.facts.lists if each.status == "held"},
        sha=lambda eye, found: {each.sha256[: len(found.sha)] for each in eye.facts.lists if each.status == "held"},
    ),
    reading(
        r"last fetched {day} at {hour}:{minute} UTC",
        day=lambda eye, found: {eye.facts.at.date()},
        hour=lambda eye, found: eye.facts.at.hour,
        minute=lambda eye, found: eye.facts.at.minute,
    ),
    reading(r"287\(g\)"),
    reading(r"ice-287g"),
    reading(r"Lists? of {day}", day=lambda eye, found: eye.facts.day),
    reading(r"The 287\(g\) lists,? .*?{day}$", day=lambda eye, found: own_day(eye)),
    reading(r"\b(?:daily|weekly on \w+|monthly[^.]*?) at 7:00\b"),
    reading(r"none 1 to 9 10 to 29 30 to 99 100 or more"),
    reading(
        r"unclear changes need review \({n}\)", n=lambda eye, found: found.n
    ),
)

STATE_NAMES = NAMES
