"""What the tables, maps and charts of a mail say, in cells and in words."""

import re
from datetime import date, timedelta
from typing import Any

from tests.mails.eye import Eye
from tests.mails.grammar import Reading, month_of, reading
from tests.mails.parts import Part, Statement
from tests.mails.places import NATION, STATE, code_of, place_of
from tests.mails.rows import of_section, of_states_together
from tests.mails.standing import Found, count, kept_to, last_mail, nation, step

_FIRST = date(2000, 1, 1)  # before any list


def at_end_of(eye: Eye, found: Found) -> Any:
    """The agreements at the end of a month, or now in the month of the list."""
    year, month = found.month
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    now = max(eye.facts.day or last, eye.facts.at.date())
    if (year, month) > (now.year, now.month) or eye.facts.in_force(on=min(last, now)) is None:
        return "of a month without a list"
    if found.place in (None, NATION):
        return eye.facts.total(min(last, now))
    return eye.count("agreements", found.place, on=min(last, now))


def change_on(eye: Eye, day: date) -> int:
    return eye.facts.total(day) - eye.facts.total(max(day, _FIRST) - timedelta(days=1))


def largest_change(eye: Eye, found: Found) -> set[date]:
    """The days of the largest change that a chart shows, from the second month in its words on."""
    months = [month_of(each) for _, words in _series(found) for each in re.findall(r"[A-Z][a-z]{2} \d{4}", words.text)]
    begin = date(*min(months), 1) if months else date.min
    days = {each.in_force_from for each in eye.facts.lists if each.kind == "participating" and each.in_force_from}
    changes = {day: abs(change_on(eye, day)) for day in days if day > min(days) and day >= begin}
    return {day for day, change in changes.items() if change == max(changes.values())}


def on_day(eye: Eye, found: Found) -> Any:
    known = eye.facts.in_force(on=found.day) and found.day <= max(eye.facts.day or date.min, eye.facts.at.date())
    return eye.facts.total(found.day) if known else "of a day without a list"


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


CHARTS: tuple[Reading, ...] = (
    reading(r"Your last digest, {day}", day=last_mail),
    reading(
        r"The largest change from one list to the next: {step} on {day}",
        step=lambda eye, found: change_on(eye, found.day),
        day=largest_change,
        about=nation,
    ),
    reading(r"{day}: {n}\.", n=on_day, day=lambda eye, found: found.day, about=nation),
    reading(r"^{n}$", parts="picture", n=_of_a_month),
    reading(r"^(?:[A-Z][a-z]{2} \| )*{year}(?: \| [A-Z][a-z]{2})*$", parts="picture", year=_years),
)


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


def _others_changed(eye: Eye, found: Found) -> int:
    """The states that changed and that the words after 'Since' do not name."""
    after = found.statement.text.partition("Since ")[2].partition("; ")[0]
    states = {eye.facts.agencies[each.agency_id].state for each in (*eye.listed(), *eye.listed(then=True))} - {""}
    return sum(
        eye.step("agreements", each) != 0 for each in states - {code_of(one) for one in re.findall(STATE, after)}
    )


def of_state(eye: Eye, found: Found) -> Any:
    if of_states_together(found.statement):
        left = [each for each in of_section(eye, found.statement) if each.entry.change_id not in found.told]
        return sum(found.place in each.states for each in left)
    return eye.count("agreements", found.place, **kept_to(eye, found))


FIGURES: tuple[Reading, ...] = (
    reading(r"; {others} others? ha(?:s|ve) fewer", others=_others, about=nation),
    reading(r"; {others} others? changed by no more", others=_others_changed, about=nation),
    *(each for name in ("agreements", "agencies", "states", "territories", "pending") for each in _figure(name)),
    reading(r"^[^|]* \| Change \| {step}$", step=step("agreements"), about=_owner),
    reading(r"{place} {step}(?=[,.~ ]|$)", step=lambda eye, found: eye.step("agreements", found.place)),
    reading(r"{place} {n}(?: \({step}\))?(?=[,.;~ ]|$)", n=of_state, step=step("agreements")),
    reading(r"^{word_code} \| {n}$", parts="picture", n=lambda eye, found: eye.count("agreements", found.word_code)),
    reading(
        r"(?:^|: |, ){month} (?:\| )?{n}(?=[,.]|$)", n=at_end_of, about=nation, month=lambda eye, found: found.month
    ),
    reading(r"{month}: {n}\.", n=at_end_of, about=nation, month=lambda eye, found: found.month),
    reading(r"Since {day}:", day=last_mail),
)
