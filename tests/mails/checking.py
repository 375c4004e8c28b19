"""Every number of every mail, held against the record."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from tests.mails.charts import CHARTS, FIGURES
from tests.mails.county_maps import read_map
from tests.mails.eye import COSMETIC, Eye, Fresh
from tests.mails.grammar import NUMBER, judge, number
from tests.mails.made_of import MADE_OF
from tests.mails.news import NEWS, signed_above
from tests.mails.parts import Part, Statement, Table, TakenApart, take_apart
from tests.mails.places import name_of, places_in
from tests.mails.rows import (
    is_correction,
    is_row,
    is_standing,
    of_section,
    read_brief,
    read_correction,
    read_row,
    read_standing,
    tidy,
    without_brief,
)
from tests.mails.standing import COUNTS, STANDING
from tests.replay.facts import Facts
from tests.replay.replaying import SentMail


class What(StrEnum):
    WRONG = "wrong"  # the record says otherwise
    UNREAD = "unread"  # no reading explains the number
    FOREIGN = "foreign"  # about a place, or all types, that was not asked for, and not named as context
    FORM = "form"  # a date or number in another form
    UNTOLD = "untold"  # new to this reader, in their places, and not in the mail
    TWICE = "twice"  # told before in the same words


# In this order: what one reading has covered, the next ones do not see.
READINGS = (*MADE_OF, *CHARTS, *STANDING, *NEWS, *COUNTS, *FIGURES)

# What is left out of a mail's text stands in its table.
_LEFT = re.compile(rf"({NUMBER}) more in the attached table")
_BRIEFLY = re.compile(rf"({NUMBER}) of ({NUMBER}) changes are told in brief")


@dataclass(frozen=True, slots=True)
class Fault:
    what: What
    mail: str  # 'state 12'
    subject: str
    statement: str
    truth: str

    def __str__(self) -> str:
        return f"{self.what}: {self.mail} '{self.subject}'\n    {self.statement}\n    {self.truth}"


@dataclass(slots=True)
class Memory:
    """What one reader knows after their mails so far."""

    facts: Facts
    known: dict[str, Fresh] = field(default_factory=dict)
    days: dict[str, date] = field(default_factory=dict)

    def see(self, mail: SentMail) -> Eye:
        return Eye(mail.wish, mail.number, mail.facts, self.facts, dict(self.known), dict(self.days))

    def remember(self, eye: Eye) -> None:
        self.facts = eye.facts
        self.known |= {each.entry.change_id: each for each in eye.fresh}
        self.days |= {each.entry.change_id: eye.facts.at.date() for each in eye.fresh}


def seen(mails: Iterable[SentMail]) -> Iterator[tuple[SentMail, Eye]]:
    """Each mail as its reader sees it, who got and remembers the ones before."""
    memories: dict[str, Memory] = {}
    for mail in mails:
        memory = memories.setdefault(mail.wish.name, Memory(mail.joined))
        eye = memory.see(mail)
        memory.remember(eye)
        yield mail, eye


def check(mails: Iterable[SentMail]) -> list[Fault]:
    """The faults of all mails, each subscriber's in the order in which they got them."""
    return [fault for mail, eye in seen(mails) for fault in check_apart(take_apart(mail.content), eye)]


def check_apart(apart: TakenApart, eye: Eye) -> list[Fault]:
    return _Check(eye, apart).faults()


@dataclass(slots=True)
class _Check:
    """One mail against the record."""

    eye: Eye
    apart: TakenApart
    told: set[str] = field(default_factory=set)  # the changes that its rows tell, by id
    found: list[Fault] = field(default_factory=list)
    _in_full: int = 0  # the rows of a part so far
    _left: set[str] = field(default_factory=set)  # what it leaves to the table

    def faults(self) -> list[Fault]:
        for part in (Part.TEXT, Part.PAGE):
            told: set[str] = set()
            self._in_full, self._left = 0, set()
            for statement in self.apart.of(part):
                self._statement(statement, told)
            self.told |= told
        for statement in self.apart.of(Part.SUBJECT, Part.PREVIEW, Part.PICTURE):
            self._statement(statement, set())
        for table in self.apart.tables:
            self._table(table)
        if self.eye.is_first:
            self._portrait()
        else:
            self._untold()
        return self.found

    def _say(self, what: What, statement: str, truth: str) -> None:
        eye = self.eye
        self.found.append(Fault(what, f"{eye.wish.name} {eye.number}", self.apart.subject, statement, truth))

    def _statement(self, statement: Statement, told: set[str]) -> None:
        left, briefly = _LEFT.search(statement.text), _BRIEFLY.search(statement.text)
        plain = replace(statement, text=_BRIEFLY.sub("~", _LEFT.sub("~", statement.text)))
        found, new = check_statement(self.eye, self.apart, plain, told)
        for what, truth in found:
            self._say(what, str(statement), truth)
        told |= {each.entry.change_id for each in new}
        self._in_full += is_row(plain)
        if left:  # 'Florida 55, Georgia 5; 60 more in the attached table' has said how many of each
            self._left_to_the_table(statement, number(left[1]), told)
        if briefly:
            attached = sum(map(len, self.apart.tables))
            in_brief = attached - self._in_full - len(signed_above(self.eye, "")) - len(self.eye.corrections)
            if (number(briefly[1]), number(briefly[2])) != (in_brief, attached):
                self._say(What.WRONG, str(statement), f"{in_brief} of {attached} have no row of their own")

    def _left_to_the_table(self, statement: Statement, said: int, told: set[str]) -> None:
        """'57 more in the attached table': so many of the same headings are not told above."""
        left = {each.entry.change_id for each in of_section(self.eye, statement)} - told - self._left
        self._left |= left
        if len(left) != said:
            self._say(What.WRONG, str(statement), f"{len(left)} of this place and section are not told above")
        attached = {row["change_id"] for table in self.apart.tables for row in table}
        if not left <= attached:
            self._say(What.UNTOLD, str(statement), f"not in the attached table: {sorted(left - attached)}")

    def _table(self, table: Table) -> None:
        for at, row in enumerate(table, start=2):
            for truth in check_row(self.eye, row):
                self._say(What.WRONG, f"[table] row {at}: {row}", truth)
            self.told.add(row["change_id"])

    def _portrait(self) -> None:
        """A first mail says of each place that was asked for how many agreements it has."""
        for place in sorted(self.eye.places):
            told = (self.eye.marked_statement(each) for each in self.apart.of(Part.TEXT))
            if not any("agreement" in each.text and place in places_in(each.text) for each in told):
                self._say(What.UNTOLD, name_of(place), "a first mail says how many agreements it has")

    def _untold(self) -> None:
        for each in self.eye.fresh:
            if each.kind in COSMETIC or each.is_correction or each.entry.change_id in self.told:
                continue
            if each.kind == "pending_signed" and any(
                other.change["agency_id"] == each.change["agency_id"] and other.entry.change_id in self.told
                for other in self.eye.fresh
            ):
                continue
            change = each.change
            self._say(
                What.UNTOLD,
                f"{each.kind} ({each.status}): {change['agency']}, {change['state']}, {change['support_type']}",
                f"on the list of {change['list_date']}",
            )


def check_statement(
    eye: Eye, mail: TakenApart, statement: Statement, told: Iterable[str] = ()
) -> tuple[list[tuple[What, str]], list[Fresh]]:
    """What is wrong with one statement, and the changes that it tells. `told` are those told above it."""
    statement = eye.marked_statement(statement)
    if is_row(statement):
        fitting, wrong = read_row(eye, statement)
        new = [each for each in fitting if each.entry.change_id not in set(told)]
        if fitting and not new:
            return [(What.TWICE, "the same mail says it in another row")], []
        return [(What.WRONG, each) for each in wrong], new[:1]
    if is_correction(statement):
        return [(What.WRONG, each) for each in read_correction(eye, statement)], []
    if is_standing(statement):
        return [(What.WRONG, each) for each in read_standing(eye, statement)], []
    statement, unlike_map = read_map(eye, statement)
    new, wrong = read_brief(eye, statement, told)
    faults = [(What.WRONG, each) for each in (*unlike_map, *wrong)]
    return faults + read_statement(
        eye, without_brief(statement), mail, {*told, *(each.entry.change_id for each in new)}
    ), new


def check_row(eye: Eye, row: Mapping[str, str]) -> list[str]:
    """What is wrong with one row of the attached table."""
    fresh = next((each for each in eye.fresh if each.entry.change_id == row["change_id"]), None)
    if fresh is None:
        return ["no such change is new to this reader"]
    truths = {name: cell_truth(eye, fresh, name) for name in row}
    wrong = [f"{name} '{row[name]}': {better}" for name in row for _, better in other_forms(row[name], days=False)]
    return wrong + [
        f"{name} is {' or '.join(sorted(truth))}"
        for name, truth in truths.items()
        if truth is not None and row[name] not in truth
    ]


def read_statement(eye: Eye, statement: Statement, mail: TakenApart, told: Iterable[str]) -> list[tuple[What, str]]:
    """What is wrong with one statement that is no row."""
    text, faults, about = statement.text, [], set[str]()
    if _SAYS_A_NUMBER.search(text):
        text = eye.unquoted(text)
    for each in READINGS if _SAYS_A_NUMBER.search(text) else ():
        if each.parts and statement.part not in each.parts:
            continue
        for match in list(each.words.finditer(text)):
            judged, place = judge(each, match, eye, statement, mail, told)
            about |= {place} if place else set()
            faults += [
                (What.WRONG, f"'{match[0]}': {one.hole} is {one.truth}, not {one.said}")
                for one in judged
                if not one.is_right
            ]
            text = text[: match.start()] + "~" * (match.end() - match.start()) + text[match.end() :]
    if re.search(r"\d", text):
        faults.append((What.UNREAD, f"unread: {text}"))
    faults += [(What.FORM, f"'{each}': {better}") for each, better in other_forms(statement.text)]
    return faults + [
        (What.FOREIGN, f"{name_of(each)} is not named as context") for each in foreign(eye, statement, about)
    ]


# 'May' is short and long at once.
_LONG_MONTH = r"(?:January|February|March|April|June|July|August|September|October|November|December)"
_SAYS_A_NUMBER = re.compile(r"\d|\b[Nn]o\b")
_OTHER_FORMS = (
    (r"\b\d{4}-\d{2}-\d{2}\b", "days are written 'Jun 8, 2025'"),
    (r"\b\d{1,2}/\d{1,2}/\d{2,4}\b", "days are written 'Jun 8, 2025'"),
    (rf"\b{_LONG_MONTH} \d{{1,2}}(?!\d)", "days are written 'Jun 8, 2025'"),
    (r"\b\d{1,2} (?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b", "days are written 'Jun 8, 2025'"),
    (r"#N/?A|\bN/A\b|\bNone\b(?! of)|\bnan\b|\[\]|\{\}|\('", "nothing is known, and nothing should be said"),
)


def other_forms(text: str, days: bool = True) -> list[tuple[str, str]]:
    """Days and blanks that are not written as everywhere else; in a table for programs days are ISO days."""
    return [
        (match[0], better)
        for form, better in _OTHER_FORMS
        if days or "days" not in better
        for match in re.finditer(form, text)
    ]


# Words by which a statement, or the headings over it, says that it is about more than was asked for.
CONTEXT = re.compile(
    r"(?i)\b(?:context|nationwide|nation|national|country|statewide|united states|elsewhere|all of|comparison)\b"
)


def foreign(eye: Eye, statement: Statement, about: set[str]) -> list[str]:
    """The places that a statement is about, or names, without having been asked for or being named as context."""
    named = set(places_in(statement.text)) - eye.around
    strange = sorted(each for each in named | about if not eye.asked_for(each))
    if not strange or CONTEXT.search(f"{statement.section} {statement.group} {statement.text}"):
        return []
    return strange if about or not is_of_agency(eye, statement.text) else []


def is_of_agency(eye: Eye, text: str) -> bool:
    return any(each.name and tidy(each.name) in text for each in eye.facts.agencies.values())


def cell_truth(eye: Eye, fresh: Fresh, name: str) -> set[str] | None:
    """What a cell of the attached table may hold; None for a column that is not a fact of the change."""
    change = fresh.change
    if name == "state":
        return {str(change[name]), *fresh.states}
    if name in change:
        return {str(change[name]) if change[name] is not None else ""}
    match name:
        case "change_id":
            return {fresh.entry.change_id}
        case "version":
            return {str(fresh.entry.version)}
        case "told_status" if fresh.told and fresh.told.change["kind"] == "pending_dropped":
            return {"suspected", "confirmed"}  # no mail says which
        case "told_kind" | "told_status":
            return {str(fresh.told.change[name.removeprefix("told_")]) if fresh.told else ""}
        case "told_on":
            return {str(fresh.told_on) if fresh.told_on else ""}
        case "county":
            agency = eye.facts.agencies.get(change["agency_id"])
            return {agency.county_printed, agency.county or "", tidy(agency.county_printed)} if agency else None
    return None


def summary(faults: Sequence[Fault]) -> str:
    counted = Counter(each.what for each in faults)
    return ", ".join(f"{counted[what]} {what}" for what in What)
