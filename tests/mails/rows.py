"""The rows of a mail: an agency, what happened, support type, signing date. Each must be a change that is new to the
reader, and say of it what the list printed."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from tests.mails.eye import Eye, Fresh
from tests.mails.grammar import DAY, SUPPORT_TYPE, TYPES, day_of
from tests.mails.parts import Part, Statement
from tests.mails.places import COUNTY, NATION, STATE, code_of, place_of

Fits = Callable[[Fresh], bool]


@dataclass(frozen=True, slots=True)
class Happening:
    """Words for what happened, and the changes that they fit."""

    words: re.Pattern[str]
    fits: Callable[[Fresh, re.Match[str]], bool]


def _kind(*kinds: str, status: str = "") -> Callable[[Fresh, re.Match[str]], bool]:
    return lambda fresh, said: fresh.kind in kinds and (not status or fresh.status == status)


def _confirmed_after(fresh: Fresh, said: re.Match[str]) -> bool:
    return fresh.kind == "agreement_ended" and fresh.status == "confirmed" and fresh.told is not None


def _before(name: str) -> Callable[[Fresh, re.Match[str]], bool]:
    return lambda fresh, said: tidy(str(fresh.change[name])) == tidy(said["before"]).removesuffix(".")


HAPPENINGS = tuple(
    Happening(re.compile(words), fits)
    for words, fits in (
        (r"New agreement", _kind("agreement_added")),
        (r"Agreement back on the list", _kind("agreement_returned")),
        (rf"Renewed(?:; previously signed {DAY})?", _kind("agreement_renewed")),
        (r"Renamed; formerly (?P<before>.+?)(?=; | · | \| |$)", _before("agency_before")),
        (r"Support type switched", _kind("agreement_switched")),
        (r"Previously listed as (?P<before>.+?)(?=; | · | \| |$)", _before("agency_before")),
        (r"Missing from the latest list; not confirmed as ended", _kind("agreement_ended", status="suspected")),
        (r"Agreement ended \(reported as unconfirmed on [^)]*\)", _confirmed_after),
        (r"Agreement ended", _kind("agreement_ended", status="confirmed")),
        (r"New pending application", _kind("pending_added")),
        (r"Pending application signed", _kind("pending_signed")),
        (r"Pending application no longer listed", _kind("pending_dropped")),
        (r"Agreement document posted", _kind("moa_posted")),
        (r"Addendum posted", _kind("addendum_posted")),
        (r"Agreement document gone from its address", _kind("moa_gone")),
    )
)

_SUPPORT_TYPE = re.compile(r"\b(JEM|TFM|WSO)\b")
_WORDS_OF = "|".join(each.words.pattern.replace("(?P<before>", "(?:") for each in HAPPENINGS)
_ROW = re.compile(rf"(?P<agency>.+?)(?:: | \| )(?P<what>{_WORDS_OF})(?P<rest>.*)")


def tidy(text: str) -> str:
    return " ".join(text.split())


# 'Ada County Sheriff's Office: TFM, signed Mar 1, 2025': an agreement in a first mail.
_STANDING = re.compile(
    rf"(?P<agency>.+?)(?:: | \| )(?P<types>{SUPPORT_TYPE})(?:, signed | \| )(?P<day>{DAY})(?: \| .*)?"
)
# 'Jun 3, 2025: Milton Police Department (TFM), Georgia. New agreement.': a change before the reader joined.
_EARLIER = re.compile(
    rf"(?P<day>{DAY}): (?P<agency>.+?)(?: \((?P<types>{SUPPORT_TYPE})\))?(?:, (?P<state>{STATE}))?\. "
    rf"(?P<what>{_WORDS_OF})\.?"
)


# 'New: Bee County Sheriff's Office (WSO); Citrus County Sheriff's Office (TFM, WSO)': changes told in brief.
_BRIEF_WORDS = {
    "New": ("agreement_added", "pending_added"),
    "Back on the list": ("agreement_returned",),
    "Renewed": ("agreement_renewed",),
    "Switched": ("agreement_switched",),
    "Renamed": ("agency_renamed",),
    "Relabeled": ("agency_relabeled",),
    "Ended": ("agreement_ended",),
    "Possibly ended": ("agreement_ended",),
    "Missing": ("agreement_ended",),
    "Signed": ("pending_signed",),
    "No longer listed": ("pending_dropped",),
    "Posted": ("moa_posted", "addendum_posted"),
    "Gone": ("moa_gone",),
}
_ONE_IN_BRIEF = rf"[^;|~]+? \({SUPPORT_TYPE}(?:, {SUPPORT_TYPE})*\)"
_BRIEF = re.compile(rf"\b(?P<what>{'|'.join(_BRIEF_WORDS)}): (?P<names>{_ONE_IN_BRIEF}(?:; {_ONE_IN_BRIEF})*)")


def without_brief(statement: Statement) -> Statement:
    """The statement without the names that it tells in brief."""
    if statement.part not in (Part.TEXT, Part.PAGE) or not statement.item:
        return statement
    return replace(statement, text=_BRIEF.sub("~", statement.text))


def read_brief(eye: Eye, statement: Statement, told: Iterable[str]) -> tuple[list[Fresh], list[str]]:
    """The changes that the names in a statement tell, and the names that are none; `told` were told before."""
    if without_brief(statement) == statement:
        return [], []
    known, new, wrong = set(told), list[Fresh](), list[str]()
    place, among = place_of(statement.text) or place_of(statement.group), of_section(eye, statement)
    for line in _BRIEF.finditer(statement.text):
        for name, code in _names(line["names"]):
            found = [
                fresh
                for fresh in among
                if fresh.kind in _BRIEF_WORDS[line["what"]]
                and _is_named(fresh, name)
                and code in _types_of(fresh)
                and (place is None or place in fresh.states)
                and fresh.entry.change_id not in known
            ]
            if found:
                new.append(found[0])
                known.add(found[0].entry.change_id)
            else:
                wrong.append(f"'{name}' ({code}) is not new to this reader as '{line['what']}', or told twice")
    return new, wrong


def _names(text: str) -> Iterator[tuple[str, str]]:
    """Each name with each of its support types."""
    for each in re.finditer(_ONE_IN_BRIEF, text):
        name, _, types = each[0].strip("; ").rpartition(" (")
        yield from ((name, code) for code in types.rstrip(")").split(", "))


def _is_named(fresh: Fresh, name: str) -> bool:
    """A long name is cut short."""
    own = tidy(fresh.change["agency"])
    return own.startswith(name[:-1].rstrip()) if name.endswith("…") else own == tidy(name)


# The changes that a section of a mail tells, by a word of its heading.
_SECTIONS = (
    ("pending", ("pending_added", "pending_signed", "pending_dropped")),
    ("documents", ("moa_posted", "addendum_posted", "moa_gone")),
    ("ended", ("agreement_ended",)),
    ("endings", ("agreement_ended",)),
    ("changed", (
        "agreement_added", "agreement_returned", "agreement_renewed", "agreement_switched", "agency_renamed",
        "agency_relabeled",
    )),
)  # fmt: skip


def of_section(eye: Eye, statement: Statement) -> list[Fresh]:
    """The changes that belong under the headings of a statement."""
    kinds = next((kinds for word, kinds in _SECTIONS if word in statement.section.casefold()), ())
    own = place_of(statement.text) or place_of(statement.group)
    places = set() if of_states_together(statement) else {own}
    return [
        each
        for each in (eye.news(*kinds) if kinds else ())
        if (places <= {None} or places & each.states)
        and not (each.kind == "pending_signed" and eye.is_told_as_agreement(each))
    ]


def of_states_together(statement: Statement) -> bool:
    """Whether a line stands under '3 other states', which have no heading of their own."""
    return re.match(r"\d+ (?:other )?states?\b", statement.group) is not None


# "Grayson County Sheriff's Office, Texas (JEM). On Mar 26, 2025 we told you: ...".
_CORRECTION = re.compile(
    rf"(?P<agency>.+), (?P<state>{STATE})(?: \((?P<types>{SUPPORT_TYPE})\))?\. On (?P<day>{DAY}) we told you: "
    r"(?P<was>[^.]+)\. (?P<now>We withdraw this|We now read it as: [^.]+|That still holds|.*)\b.*"
)


def is_correction(statement: Statement) -> bool:
    return statement.item and _CORRECTION.fullmatch(statement.text) is not None


def read_correction(eye: Eye, statement: Statement) -> list[str]:
    """What is wrong with a correction: an earlier mail must have told that, and the record say otherwise now."""
    row = _CORRECTION.fullmatch(statement.text)
    assert row is not None
    among = [
        each
        for each in eye.corrections
        if tidy(row["agency"])
        in {tidy(str(each.change[name])) for name in ("agency", "agency_before")} | _told_names(each)
    ]
    right = [
        each
        for each in among
        if code_of(row["state"]) in each.states
        and (row["types"] is None or row["types"] in _types_of(each))
        and each.told_on == day_of(row["day"])
        and ("withdraw" in row["now"]) == (each.status == "withdrawn")
    ]
    return [] if right else [f"corrections of it: {[(each.kind, each.status, str(each.told_on)) for each in among]}"]


def _told_names(fresh: Fresh) -> set[str]:
    return {tidy(str(fresh.told.change["agency"]))} if fresh.told else set()


def is_standing(statement: Statement) -> bool:
    return statement.item and (_STANDING.fullmatch(statement.text) or _EARLIER.fullmatch(statement.text)) is not None


def read_standing(eye: Eye, statement: Statement) -> list[str]:
    """What is wrong with a row of a first mail: an agreement that is listed, or a change from before."""
    if row := _STANDING.fullmatch(statement.text):
        place = place_of(eye.marked(statement.group)) or place_of(eye.marked(statement.section))
        listed = [each for each in eye.listed(place or NATION) if _is_of(eye, each.agency_id, row["agency"])]
        types = {TYPES.get(each, each) for each in re.findall(SUPPORT_TYPE, row["types"])}
        right = [each for each in listed if each.support_type in types and each.signed == day_of(row["day"])]
        return [] if right else [f"listed there: {[(each.support_type, each.signed) for each in listed]}"]
    row = _EARLIER.fullmatch(statement.text)
    assert row is not None
    among = [each for each in eye.concerning if tidy(each.change["agency"]) == tidy(row["agency"])]
    right_ones = [
        each
        for each in among
        if each.entry.day == day_of(row["day"])
        and (row["state"] is None or code_of(row["state"]) in each.states)
        and _happened(each, row["what"])
        and (row["types"] is None or row["types"] in _types_of(each))
    ]
    return [] if right_ones else [f"changes there: {[(each.kind, each.status, str(each.entry.day)) for each in among]}"]


def _is_of(eye: Eye, agency_id: str, name: str) -> bool:
    return tidy(eye.facts.agencies[agency_id].name) == tidy(name)


def is_row(statement: Statement) -> bool:
    return statement.item and statement.part in (Part.TEXT, Part.PAGE) and _ROW.fullmatch(statement.text) is not None


def read_row(eye: Eye, statement: Statement) -> tuple[list[Fresh], list[str]]:
    """The changes that a row may tell, and what is wrong with it where there is none."""
    row = _ROW.fullmatch(statement.text)
    assert row is not None
    among = eye.concerning if eye.is_first else eye.fresh
    found = [each for each in among if tidy(each.change["agency"]) == tidy(row["agency"])]
    if not found:
        return [], [f"no change of '{row['agency']}' is new to this reader"]
    found = [each for each in found if _happened(each, row["what"])]
    if not found:
        return [], [f"'{row['what']}' is not what happened to '{row['agency']}'"]
    return _fitting(eye, found, row["what"] + row["rest"], statement.group)


def _happened(fresh: Fresh, words: str) -> bool:
    said = next((each, match) for each in HAPPENINGS if (match := each.words.match(words)))
    return said[0].fits(fresh, said[1])


def _fitting(eye: Eye, found: list[Fresh], text: str, heading: str) -> tuple[list[Fresh], list[str]]:
    state, types = re.match(STATE, heading), set(_SUPPORT_TYPE.findall(text))
    days = [day_of(each) for each in re.findall(DAY, re.sub(r"on " + DAY, "", text))]
    tests: tuple[tuple[str, Fits], ...] = (
        ("state", lambda each: state is None or code_of(state[0]) in each.states),
        ("support type", lambda each: _type_is_right(each, types)),
        ("signing date", lambda each: all(str(day) in _days_of(each) for day in days)),
        ("county", lambda each: _county_is_right(eye, each, text)),
        ("earlier day", lambda each: told_before_on(text) in (None, each.told_on)),
    )
    for name, fits in tests:
        fitting = [each for each in found if fits(each)]
        if not fitting:
            return found, [f"{name} of '{found[0].change['agency']}' is {_stated(name, found)}"]
        found = fitting
    return found, []


def _types_of(fresh: Fresh) -> set[str]:
    return {each for each in (fresh.change["support_type"], fresh.change["support_type_before"]) if each}


def _type_is_right(fresh: Fresh, types: set[str]) -> bool:
    """A row names the support type; that of a switch the one before too."""
    now = fresh.change["support_type"]
    return now in types and types <= _types_of(fresh) if now else not types


def _days_of(fresh: Fresh) -> set[str]:
    return {str(each) for each in (fresh.change["signed"], fresh.change["signed_before"]) if each}


def _stated(name: str, found: Iterable[Fresh]) -> str:
    facts = {"state": lambda each: each.states, "support type": _types_of, "signing date": _days_of}
    return " or ".join(sorted({str(facts[name](each)) if name in facts else "another" for each in found}))


def _county_is_right(eye: Eye, fresh: Fresh, text: str) -> bool:
    said = re.search(r" · (?P<county>[^;|]+)", text)
    agency = eye.facts.agencies.get(fresh.change["agency_id"])
    if said is None or agency is None:
        return True
    named = said["county"].strip()
    if re.fullmatch(COUNTY, named):
        return code_of(named) == agency.county_fips
    return named in (tidy(agency.county_printed), agency.county or "")


def told_before_on(text: str) -> date | None:
    """The day that a row says it was reported on before."""
    said = re.search(rf"reported as unconfirmed on ({DAY})", text)
    return day_of(said[1]) if said else None
