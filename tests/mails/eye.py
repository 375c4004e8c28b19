"""One mail as its reader may judge it: what was true when it left, what they asked for, what they knew already.

What is new to a reader is worked out here a second time, from the journal alone: neither the rules that decide it for
the digests nor the ledger of what was sent are asked.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from tests.mails.parts import Statement
from tests.mails.places import NAMES, NATION, code_of, state_of
from tests.replay.facts import Facts, Listed, Told, Waiting, any_of
from tests.replay.wishes import Wish

COSMETIC = frozenset({
    "signing_date_corrected", "agency_respelled", "state_corrected", "support_type_respelled", "agency_type_corrected",
    "county_corrected", "duplicate_listed", "duplicate_unlisted", "moa_replaced", "moa_unlinked",
})  # fmt: skip
TERRITORIES = frozenset({"AS", "GU", "MP", "PR", "VI"})

_SAID = (
    "kind", "state", "state_before", "agency", "agency_before", "support_type", "support_type_before", "signed",
    "signed_before",
)  # fmt: skip


def is_gone(entry: Told) -> bool:
    return entry.dropped or entry.change["status"] == "withdrawn"


def _said(entry: Told) -> tuple[Any, ...]:
    """What a reader learns from an entry: two that say the same are one piece of news."""
    if is_gone(entry):
        return ("gone",)
    status = "" if entry.change["kind"] == "pending_dropped" else entry.change["status"]
    return (status, *(entry.change[name] for name in _SAID))


@dataclass(frozen=True, slots=True)
class Fresh:
    """A change that a mail owes its reader. `told` is the entry that they were told before, if any."""

    entry: Told
    told: Told | None
    told_on: date | None = None
    state: str | None = None  # where the agency is, by the record at the mail

    @property
    def change(self) -> Mapping[str, Any]:
        return self.entry.change

    @property
    def kind(self) -> str:
        return str(self.change["kind"])

    @property
    def status(self) -> str:
        return "withdrawn" if is_gone(self.entry) else str(self.change["status"])

    @property
    def is_correction(self) -> bool:
        """Whether it takes back or alters what was told: an ending now confirmed does not."""
        if self.told is None or is_gone(self.told):
            return False
        confirmed_now = self.told.change["status"] == "suspected" and self.status == "confirmed"
        return self.status == "withdrawn" or self.told.change["kind"] != self.kind or not confirmed_now

    @property
    def states(self) -> set[str]:
        """Where it is told: not where a list misprinted it, once the record knows better."""
        printed = (self.change["state"], self.change["state_before"])
        return {self.state} if self.state else {each for each in printed if each}


@dataclass(frozen=True, repr=False)
class Eye:
    """What a reader may know when a mail arrives. `before` is the record at their last mail, or as they joined."""

    wish: Wish
    number: int
    facts: Facts
    before: Facts
    known: Mapping[str, Fresh] = field(default_factory=dict)  # what earlier mails owed them, by the change's id
    days: Mapping[str, date] = field(default_factory=dict)  # and on which day

    @cached_property
    def places(self) -> frozenset[str]:
        """'US', 'TX', '48277', the id of an agency: what was asked for."""
        asked = {code_of(each) if len(each) != 2 else each for each in self.wish.several("states")}
        asked |= {code_of(each) for each in self.wish.several("counties")}
        asked |= {self._agency(each) for each in self.wish.several("agencies")}
        return frozenset(asked) or frozenset({NATION})

    def _agency(self, text: str) -> str:
        """The agency of a name, or of a name with its state."""
        name, _, state = text.rpartition(", ")
        name, state = (name, state) if state in NAMES else (text, "")
        found = [
            each.agency_id
            for each in self.facts.agencies.values()
            if text == each.agency_id or (each.name == name and state in ("", each.state))
        ]
        assert len(found) == 1, f"{text}: {found}"
        return found[0]

    def marked(self, text: str) -> str:
        """A text in which the agencies that were asked for stand as places do: '@' and the agency's id."""
        for place in self.places:
            agency = self.facts.agencies.get(place)
            if agency is not None:
                text = re.sub(
                    rf"{re.escape(agency.name)}, {NAMES[agency.state]}", f"@{place}", text, flags=re.IGNORECASE
                )
        return text

    def marked_statement(self, statement: Statement) -> Statement:
        return replace(
            statement,
            text=self.marked(statement.text),
            section=self.marked(statement.section),
            group=self.marked(statement.group),
        )

    @cached_property
    def around(self) -> frozenset[str]:
        """The states and counties that what was asked for is in: not asked for themselves."""
        found = {state_of(each) for each in self.places}
        for agency in (self.facts.agencies.get(each) for each in self.places):
            if agency is not None:
                found |= {agency.state, agency.county_fips}
        return frozenset(each for each in found if each) - self.places

    def asked_for(self, place: str) -> bool:
        """Whether a place is one of those asked for, or lies in one."""
        return not self.places.isdisjoint({place, state_of(place), NATION})

    def unquoted(self, text: str) -> str:
        """A text without what it quotes: the names and findings that have a number in them."""
        for quotes in (self.facts.quotes, self._names):
            text = quotes.sub(lambda quote: "~" * len(quote[0]), text)
        return text

    @cached_property
    def _names(self) -> re.Pattern[str]:
        """The names with a number in them of what is new, as they were printed, and an error that is over."""
        names = (" ".join(str(each.change["agency"]).split()) for each in self.fresh)
        return any_of([self.before.last_error, *(each for each in names if re.search(r"\d", each))])

    @property
    def support_types(self) -> frozenset[str]:
        return frozenset(self.wish.several("support_types"))

    @property
    def bodies(self) -> frozenset[str]:
        return frozenset(self.wish.several("bodies"))

    @property
    def is_first(self) -> bool:
        return self.number == 1

    # what is counted

    def listed(
        self,
        place: str = NATION,
        *,
        on: date | None = None,
        then: bool = False,
        types: Iterable[str] = (),
        bodies: Iterable[str] = (),
    ) -> list[Listed]:
        """The agreements of a place; `then`: as the record had them at the last mail."""
        facts, types, bodies = self.before if then else self.facts, frozenset(types), frozenset(bodies)
        return [
            each
            for each in facts.listed(place, on)
            if (not types or each.support_type in types)
            and (not bodies or facts.agencies[each.agency_id].body in bodies)
        ]

    def waiting(
        self, place: str = NATION, *, then: bool = False, types: Iterable[str] = (), bodies: Iterable[str] = ()
    ) -> list[Waiting]:
        """The applications of a place on the pending list."""
        facts, types, bodies = self.before if then else self.facts, frozenset(types), frozenset(bodies)
        return [
            each
            for each in facts.pending(place)
            if (not types or each.support_type in types)
            and (not bodies or facts.agencies[each.agency_id].body in bodies)
        ]

    def count(self, what: str, place: str = NATION, **how: Any) -> int:
        """Agreements, agencies, states, territories or pending applications."""
        if what == "pending":
            return len(self.waiting(place, **how))
        listed = self.listed(place, **how)
        if what == "agreements":
            return len(listed)
        if what == "agencies":
            return len({each.agency_id for each in listed})
        facts = self.before if how.get("then") else self.facts
        states = {facts.agencies[each.agency_id].state for each in listed} - {""}
        return len(states & TERRITORIES if what == "territories" else states - TERRITORIES)

    def step(self, what: str, place: str = NATION, **how: Any) -> int:
        """By how much a count has grown since the last mail."""
        return self.count(what, place, **how) - self.count(what, place, then=True, **how)

    # what is new

    @cached_property
    def fresh(self) -> tuple[Fresh, ...]:
        """What the journal has gained since the last mail, of what concerns this reader or was told to them."""
        journal = self.facts.journal
        before = {each.change_id: each for each in journal[: self.before.journal_end]}
        newest = {each.change_id: each for each in journal[self.before.journal_end : self.facts.journal_end]}
        return tuple(
            Fresh(entry, self._told(id_), self.days.get(id_), self._state(entry))
            for id_, entry in newest.items()
            if self._owed(entry, before.get(id_))
        )

    def _told(self, change_id: str) -> Told | None:
        known = self.known.get(change_id)
        return known.entry if known else None

    def _state(self, entry: Told) -> str | None:
        agency = self.facts.agencies.get(entry.change["agency_id"])
        return agency.state if agency else None

    @cached_property
    def concerning(self) -> tuple[Fresh, ...]:
        """All that is on record of what this reader asked for, for a first mail that says where things stand."""
        return tuple(
            Fresh(entry, None, state=self._state(entry))
            for entry in self.facts.changes.values()
            if not is_gone(entry) and self.concerns(entry)
        )

    def _owed(self, entry: Told, before: Told | None) -> bool:
        told = self._told(entry.change_id)
        if told is None:
            if is_gone(entry) or (before is not None and _said(before) == _said(entry)):
                return False
        elif _said(told) == _said(entry):
            return False
        elif is_gone(told):
            if is_gone(entry):
                return False
        elif told.change["kind"] in COSMETIC:
            if is_gone(entry) or entry.change["kind"] in COSMETIC:
                return False
        else:
            return True
        return self.concerns(entry)

    def concerns(self, entry: Told) -> bool:
        change = entry.change
        agency = self.facts.agencies.get(change["agency_id"])
        own = {NATION, change["state"], change["state_before"], change["agency_id"]}
        own |= {agency.county_fips} if agency else set()
        types = {change["support_type"], change["support_type_before"]} - {None}
        return (
            not own.isdisjoint(self.places)
            and (not self.support_types or not types or not types.isdisjoint(self.support_types))
            and (not self.bodies or agency is None or agency.body in self.bodies)
        )

    def news(self, *kinds: str, place: str = "", status: str = "") -> list[Fresh]:
        """What is new of some kinds and a place, corrections of earlier mails apart."""
        return [
            each
            for each in self.fresh
            if each.kind in kinds
            and not each.is_correction
            and (not place or self.is_of(each, place))
            and (not status or each.status == status)
        ]

    def is_told_as_agreement(self, signed: Fresh) -> bool:
        """Whether the new agreement that came of an application has a row of its own."""
        own = signed.change["agency_id"], signed.change["agreement_id"]
        return own in {(each.change["agency_id"], each.change["agreement_id"]) for each in self.news("agreement_added")}

    def is_of(self, fresh: Fresh, place: str) -> bool:
        return place == NATION or place in fresh.states or self.facts.within(place, fresh.change["agency_id"])

    @property
    def corrections(self) -> list[Fresh]:
        return [
            each for each in self.fresh if each.is_correction and each.told and each.told.change["kind"] not in COSMETIC
        ]

    @property
    def cosmetic(self) -> list[Fresh]:
        return [
            each
            for each in self.fresh
            if each.kind in COSMETIC and each.status != "withdrawn" and not each.is_correction
        ]
