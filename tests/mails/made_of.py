"""What a mail says of itself: its title, its lists, its sources, what the operator has to know."""

import re
from typing import Any

from tests.mails.eye import Eye
from tests.mails.grammar import DAY, Reading, day_of, reading
from tests.mails.parts import Part
from tests.mails.places import places_in
from tests.mails.standing import Found, days_held, this_mail


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


def _more_failed(eye: Eye, found: Found) -> set[int]:
    day = next((day_of(each) for each in re.findall(DAY, found.statement.text)), None)
    known = (eye.before if found.statement.text.startswith("Resolved") else eye.facts).lists
    return {each.failed - 1 for each in known if each.day == day and each.failed}


MADE_OF: tuple[Reading, ...] = (
    _of_list("participating"),
    _of_list("pending"),
    reading(r"pending: list of {day}", day=lambda eye, found: _in_force(eye, "pending").day),
    reading(
        r"(?:Participating|Pending) list of {day}, sha256 {sha}:",
        day=days_held,
        sha=lambda eye, found: {each.sha256[: len(found.sha)] for each in eye.facts.lists if each.status == "held"},
    ),
    reading(r"(?:New|Ongoing): (?:participating|pending) list of {day} is on hold", day=days_held),
    reading(
        r"Resolved: (?:participating|pending) list of {day} is on hold",
        day=lambda eye, found: {each.day for each in eye.before.lists if each.status == "held"} - days_held(eye, found),
    ),
    reading(
        r"last fetched {day} at {hour}:{minute} UTC",
        day=lambda eye, found: eye.facts.fetched and eye.facts.fetched.date(),
        hour=lambda eye, found: eye.facts.fetched and eye.facts.fetched.hour,
        minute=lambda eye, found: eye.facts.fetched and eye.facts.fetched.minute,
        about=lambda eye, found: None,
    ),
    reading(
        r"ICE's lists were last read on {day}, {n} days ago",
        day=lambda eye, found: eye.facts.fetched and eye.facts.fetched.date(),
        n=lambda eye, found: eye.facts.fetched and round((eye.facts.at - eye.facts.fetched).total_seconds() / 86400),
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
    reading(r"{n} problems? resolved", n=lambda eye, found: _begun_with(found, "Resolved:")),
    reading(r"{n} (?:new )?problems?(?! resolved)", n=lambda eye, found: _begun_with(found, "New:")),
    reading(r"and {n} more checks? failed", n=_more_failed),
    reading(r"287\(g\)"),
    reading(r"ice-287g"),
    reading(r"\b(?:daily|weekly on \w+|monthly[^.\d]*?) at 7:00\b"),
    reading(r"none 1 to 9 10 to 29 30 to 99 100 or more"),
)
