"""From the list of one day to the quotas of the next: who stays, who ends, who joins with what, and when."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from flows.demo.description import Description, Place, Quota, ScriptedChange
from flows.demo.draws import draw, shuffled
from models.vocabulary import ChangeKind, SupportType

# The page era's agreements were signed in these years; later ones between the list before and their own.
SIGNING_WINDOWS = {
    1: (date(2019, 5, 1), date(2020, 9, 30)),
    3: (date(2025, 2, 20), date(2025, 8, 29)),
    4: (date(2025, 9, 4), date(2026, 1, 23)),
}
# On the real lists dozens of agreements carry one date, which makes a date weak evidence of identity.
MASS_SIGNINGS = {
    3: (date(2025, 2, 26), date(2025, 4, 9), date(2025, 6, 18)),
    4: (date(2025, 10, 15), date(2025, 12, 3)),
}
MASS_SHARE = 0.3
DAYS_UNTIL_POSTED = 30
NEVER_POSTED_SHARE = 0.05

Slot = tuple[str, str, SupportType]


@dataclass(frozen=True, slots=True)
class Agreement:
    """One agreement of the sample, as a careful clerk would print it."""

    state: str  # two letters
    agency: str
    support_type: SupportType
    signed: date
    file: str  # name of the MOA's PDF: it stays when the agency is renamed or the date corrected
    posted: bool  # whether the MOA is linked

    @property
    def slot(self) -> Slot:
        return self.state, self.agency, self.support_type


def candidates(place: Place, state: str) -> list[str]:
    """Every body of the state that may sign, under its full name."""
    counties = [f"{county} {_county_word(state)} Sheriff's Office" for county in place.counties]
    return [*counties, *place.agencies, *(f"{town} Police Department" for town in place.towns)]


def may_sign(agency: str, support_type: SupportType) -> bool:
    """Only who runs a jail signs the two jail models; prisons have no task force."""
    if "Correction" in agency or "Detention" in agency or "Jail" in agency:
        return support_type is not SupportType.TFM
    return support_type is SupportType.TFM or agency.endswith("Sheriff's Office")


def grown(description: Description, number: int, earlier: tuple[tuple[Agreement, ...], ...]) -> list[Agreement]:
    """The agreements of a day with quotas, from those of the days before it. What ended does not come back, for
    a return under a new date has no one right name. ValueError where a quota cannot be met."""
    ever = {agreement.slot for agreements in earlier for agreement in agreements}
    day = description.days[number - 1].now.date()
    agreements: list[Agreement] = []
    for state, quota in sorted(description.quotas[number].items()):
        scripted = [change for change in description.changes if change.state == state]
        of_state = [agreement for agreement in (earlier[-1] if earlier else ()) if agreement.state == state]
        kept = _going_on(of_state, quota, number, scripted)
        dates = {
            (change.state, change.agency, change.support_type): change.signed
            for change in scripted
            if change.day == number and change.kind is ChangeKind.AGREEMENT_ADDED and change.signed
        }
        gone = {(slot[0], slot[1]) for slot in ever} - {(agreement.state, agreement.agency) for agreement in kept}
        names = [name for name in candidates(description.places[state], state) if (state, name) not in gone]
        joining = _joining(state, names, quota, [agreement.slot for agreement in kept], list(dates), ever)
        agreements += kept + [newly_signed(slot, dates.get(slot) or _signing_date(slot, number)) for slot in joining]
    return [_posted_by(day, agreement) for agreement in agreements]


def moa_file(slot: Slot, signed: date) -> str:
    """A file name of the publisher's kind: `MinnehahaCoSD_TFM_MOA_06182025.pdf`, or the older form."""
    state, agency, support_type = slot
    body = re.sub(r" (County|Parish) Sheriff's Office$", "Co", agency).replace(" Police Department", "PD")
    body = re.sub(r"[^A-Za-z0-9]", "", body)
    if signed.year < 2025:
        return f"287g{support_type}_{body}{state}{signed:%Y-%m-%d}.pdf"
    return f"{body}{state}_{support_type}_MOA_{signed:%m%d%Y}.pdf"


def _county_word(state: str) -> str:
    return "Parish" if state == "LA" else "County"


def _going_on(
    agreements: list[Agreement], quota: Quota, number: int, scripted: list[ScriptedChange]
) -> list[Agreement]:
    """Without the scripted endings, and without as many single agreements of unscripted agencies as the
    quota no longer holds."""
    ended = {
        (change.state, change.agency, change.support_type)
        for change in scripted
        if change.day == number and change.kind is ChangeKind.AGREEMENT_ENDED
    }
    named = {change.agency for change in scripted}
    agencies = [agreement.agency for agreement in agreements]
    free = [a.slot for a in agreements if a.posted and a.agency not in named and agencies.count(a.agency) == 1]
    free.sort(key=lambda slot: draw("ended", str(number), *slot))
    for support_type, wanted in quota.agreements:
        listed = sum(a.support_type is support_type and a.slot not in ended for a in agreements)
        of_type = [slot for slot in free if slot[2] is support_type]
        ended.update(of_type[: max(0, listed - wanted)])
    ended.update([slot for slot in free if slot not in ended][: quota.ended])
    return [agreement for agreement in agreements if agreement.slot not in ended]


def _joining(
    state: str, names: list[str], quota: Quota, kept: list[Slot], named: list[Slot], ever: set[Slot]
) -> list[Slot]:
    """The slots that fill the quota: the scripted ones, then agencies new to the list, then further models of
    agencies that are on it."""
    listed = {agency for _, agency, _ in kept} | {agency for _, agency, _ in named}
    need = {
        support_type: wanted - sum(slot[2] is support_type for slot in {*kept, *named})
        for support_type, wanted in quota.agreements
    }
    newcomers = _newcomers(state, [name for name in names if name not in listed], need, quota.agencies - len(listed))
    listed |= {agency for _, agency, _ in newcomers}
    joining = named + newcomers
    for support_type in SupportType:
        further = [
            (state, agency, support_type)
            for agency in shuffled(listed, "further", state, support_type)
            if may_sign(agency, support_type) and (state, agency, support_type) not in ever.union(joining)
        ]
        joining += further[: need[support_type]]
        need[support_type] -= len(further[: need[support_type]])
    if any(need.values()) or len(listed) != quota.agencies:
        lacking = {str(support_type): number for support_type, number in need.items() if number}
        raise ValueError(f"sample, {state}: {len(listed)} of {quota.agencies} agencies, lacks {lacking}; add places")
    return joining


def _newcomers(state: str, names: list[str], need: dict[SupportType, int], wanted: int) -> list[Slot]:
    """One agreement each for agencies new to the list, taken off `need`. Who runs a jail takes a jail model first,
    so that towns, which cannot, find a task force agreement left."""
    newcomers: list[Slot] = []
    for agency in _order_of_joining(names):
        fitting = [
            support_type for support_type in SupportType if need[support_type] and may_sign(agency, support_type)
        ]
        if fitting and len(newcomers) < wanted:
            jail = [each for each in fitting if each is not SupportType.TFM]
            support_type = max(jail or fitting, key=lambda each: (need[each], each))
            need[support_type] -= 1
            newcomers.append((state, agency, support_type))
    return newcomers


def _order_of_joining(names: list[str]) -> list[str]:
    """Sheriffs tend to come first, as they did."""

    def place(name: str) -> float:
        return draw("joins", name) * (0.4 if name.endswith("Sheriff's Office") else 1.0)

    return sorted(names, key=place)


def _signing_date(slot: Slot, number: int) -> date:
    if draw("mass", *slot) < MASS_SHARE and number in MASS_SIGNINGS:
        dates = MASS_SIGNINGS[number]
        return dates[int(draw("which", slot[0]) * len(dates))]
    first, last = SIGNING_WINDOWS[number]
    day = first + timedelta(days=int(draw("signed", *slot) * ((last - first).days + 1)))
    weekend = max(0, day.weekday() - 4)
    return day - timedelta(days=weekend)


def newly_signed(slot: Slot, signed: date) -> Agreement:
    return Agreement(*slot, signed=signed, file=moa_file(slot, signed), posted=False)


def _posted_by(day: date, agreement: Agreement) -> Agreement:
    """Linked once it is old enough; a few never are, and what was linked stays so."""
    old_enough = (day - agreement.signed).days > DAYS_UNTIL_POSTED
    forgotten = agreement.signed.year >= 2025 and draw("forgotten", *agreement.slot) < NEVER_POSTED_SHARE
    return replace(agreement, posted=agreement.posted or (old_enough and not forgotten))
