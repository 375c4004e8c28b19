"""A digest's content as sections of rows by place, the most important first; what has no room is attached as CSV.

On an ordinary day every change is a row. On a busy one the places with most of the news show their first rows, and the
rest is named in one line each.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from flows.digests.drawing.plain import short, web_link
from models.digests.content import DigestContent, Item, Place
from models.digests.telling.headline import PREFIX
from models.digests.telling.importance import Sort, by_sort, noun_of, rank, sentence_words, subject_words
from models.digests.telling.news import figure_words, number_words, without_repeats
from models.digests.telling.places import home
from models.digests.wording import (
    body_words,
    correction,
    cosmetic_words,
    day_words,
    join_words,
    place_name,
    plural,
    upper_first,
    what_happened,
)
from models.places.bodies import Body
from models.places.naming import is_blank
from models.places.tables import counties
from models.vocabulary import SUPPORT_TYPE_TITLES

PENDING = "Pending applications"
DOCUMENTS = "Agreement documents"
ENDED = "Confirmed endings"
POSSIBLY_ENDED = "Possibly ended, not confirmed"

# These get their rows first: they are few, and none may be left to the attached table.
ENDINGS = (ENDED, POSSIBLY_ENDED)

# Gmail clips a message above some 102 kB. A row weighs about half a kilobyte once its styles are inlined.
MAX_ROWS = 110
MAX_TROUBLES = 12
MAX_HELD = 6

# A page of more rows is not read in a minute: its larger groups are told in brief.
MAX_OPEN = 40

# In brief: so many places show their first rows and so many names, the others a line with fewer names. A place that was
# asked for by itself shows all.
LEADING = 5
FIRST_ROWS = 4
NAMES_LEADING = 36
NAMES_EACH = 12

# Applications and documents get no rows then, and fewer names or none.
NAMES_OF_LESS = {PENDING: 5, DOCUMENTS: 0}

# Names that fit where one row would have stood.
NAMES_A_ROW = 6
MAX_SHORT_NAME = 60


@dataclass(frozen=True, slots=True)
class PageRow:
    """One change as a line of a table."""

    agency: str
    detail: str  # what happened, in words
    support_type: str  # initials; '' where none is stated
    signed: str
    moa_url: str


@dataclass(frozen=True, slots=True)
class Group:
    """The changes of one place: rows, names in brief, and how many the attached table alone has."""

    heading: str
    note: str
    summary: str  # '60 new agreements of 31 police departments and 20 sheriffs'; '' where every change is a row
    rows: tuple[PageRow, ...]
    names: tuple[str, ...]  # 'New: Bell County Sheriff (JEM, TFM); ...', a text for each sort of change
    left_out: int


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    note: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """What the templates print: every text visible and short, but not yet escaped."""

    headline: str
    corrections: tuple[PageRow, ...]
    corrections_left_out: int
    sections: tuple[Section, ...]
    support_types: tuple[tuple[str, str], ...]  # the initials that occur, with their titles
    cosmetic: str
    in_brief: int  # changes without a row of their own: the attached table has all


def lay_out(content: DigestContent, most_rows: int = MAX_ROWS) -> Page:
    """The page of `content` with at most `most_rows` rows. Corrections and endings are never crowded out."""
    sections = _sections(content)
    by_weight = sorted(sections, key=lambda section: section[0] not in ENDINGS)
    room = _share({"": len(content.corrections)} | {heading: len(items) for heading, _, items in by_weight}, most_rows)
    is_open = len(content.items) <= MAX_OPEN
    shown = tuple(
        Section(heading, note, _groups(content, heading, items, room[heading], is_open))
        for heading, note, items in sections
        if items or (heading == PENDING and note)
    )
    corrections = tuple(_corrected_row(item) for item in content.corrections[: room[""]])
    rows = sum(len(group.rows) for section in shown for group in section.groups)
    types = {item.support_type for item in content.items} | {
        each.support_type for portrait in content.portraits for each in portrait.listed
    }
    changes = len(content.corrections) + sum(len(items) for _, _, items in sections)
    return Page(
        headline=upper_first(content.subject.removeprefix(PREFIX)),
        corrections=corrections,
        corrections_left_out=len(content.corrections) - len(corrections),
        sections=shown,
        support_types=tuple((kind.value, title) for kind, title in SUPPORT_TYPE_TITLES.items() if kind in types),
        cosmetic=cosmetic_words(content.cosmetic),
        in_brief=changes - len(corrections) - rows,
    )


def _sections(content: DigestContent) -> tuple[tuple[str, str, tuple[Item, ...]], ...]:
    """Heading, note and changes of each section, in the order of the page."""
    pending, signed = _without_repeats(content)
    return (
        (ENDED, "Gone from the lists; later lists confirm it.", content.endings_confirmed),
        ("What changed", "", content.changed),
        (
            POSSIBLY_ENDED,
            "Missing from the latest list. Rows have disappeared and come back before, so these may not be endings.",
            content.endings_suspected,
        ),
        (PENDING, signed, pending),
        (DOCUMENTS, "", content.documents),
        (
            "Added from older lists",
            "These lists are older than the one in your last digest but reached the record only now.",
            content.filled_in,
        ),
    )


def _without_repeats(content: DigestContent) -> tuple[tuple[Item, ...], str]:
    """The pending applications except those listed among the new agreements, and how many those are."""
    told = {item.change_id for item in without_repeats([*content.changed, *content.pending])}
    shown = tuple(item for item in content.pending if item.change_id in told)
    repeats = len(content.pending) - len(shown)
    were = f"{plural(repeats, 'pending application')} {'was' if repeats == 1 else 'were'}"
    return shown, f"{were} signed (see above)." if repeats else ""


def _share(wanted: dict[str, int], room: int) -> dict[str, int]:
    """How much of `room` each gets, in order of weight: each gets a few lines as long as there are any."""
    shares = {name: min(5, want) for name, want in wanted.items()}
    room -= sum(shares.values())
    for name, want in wanted.items():
        more = max(0, min(want - shares[name], room))
        shares[name] += more
        room -= more
    return shares


def _groups(content: DigestContent, heading: str, items: Sequence[Item], rows: int, is_open: bool) -> tuple[Group, ...]:
    """The changes by place: the places asked for first, then those with most of them."""
    asked = [each.place for each in content.asked]
    by_place: dict[Place, list[Item]] = {}
    for item in sorted(items, key=rank):
        by_place.setdefault(home(item, asked), []).append(item)
    first = {place: number for number, place in enumerate(asked)}
    order = sorted(by_place, key=lambda place: (first.get(place, len(asked)), -len(by_place[place]), place.name))
    # A number of agreements beside applications would be misread as theirs.
    notes = {place: _note(place, content) if heading not in NAMES_OF_LESS else "" for place in order}
    if len(items) <= rows and (is_open or heading in ENDINGS):
        return tuple(Group(place.name, notes[place], "", tuple(map(_row, by_place[place])), (), 0) for place in order)
    room = rows * NAMES_A_ROW
    groups: list[Group] = []
    lines: list[_Line] = []
    for place in order:
        members, wanted = by_place[place], room if place in first else min(room, NAMES_LEADING)
        is_less = heading in NAMES_OF_LESS
        if place in first or (len(groups) < LEADING and not is_less):
            groups.append(_in_brief(place, notes[place], members, 0 if is_less else min(FIRST_ROWS, rows), wanted))
        else:
            wanted = min(wanted, NAMES_OF_LESS.get(heading, NAMES_EACH))
            lines.append(_line(place, notes[place], members, wanted))
        room = max(0, room - min(wanted, len(members)))
    return (*groups, *_others(lines, "other state" if groups else "state"))


def _in_brief(place: Place, note: str, members: Sequence[Item], rows: int, names: int) -> Group:
    """The first rows; of the others the names, as far as there is room."""
    more = members[rows:]
    return Group(
        heading=place.name,
        note=note,
        summary=_summary(members) if more else "",
        rows=tuple(map(_row, members[:rows])),
        names=tuple(f"{what}: {who}" for what, who in _names(more[:names])),
        left_out=max(0, len(more) - names),
    )


class _Line(NamedTuple):
    """One of the smaller places of a busy day."""

    text: str
    named: bool
    left_out: int


def _line(place: Place, note: str, members: Sequence[Item], names: int) -> _Line:
    """'Ohio (12 agreements, +3). New: Butler County Sheriff's Office (JEM); ...'; without room the number alone."""
    if not names:
        return _Line(f"{place.name} {len(members):,}", False, len(members))
    said = [f"{what}: {who}" for what, who in _names(members[:names])]
    head = f"{place.name} ({note})" if note else place.name
    return _Line(". ".join([head, *said]), True, max(0, len(members) - names))


def _others(lines: Sequence[_Line], noun: str) -> tuple[Group, ...]:
    """The smaller places as one group; where there are numbers alone, they are one line."""
    if not lines:
        return ()
    named = tuple(line.text for line in lines if line.named)
    numbers = ", ".join(line.text for line in lines if not line.named)
    left_out = sum(line.left_out for line in lines)
    return (Group(plural(len(lines), noun), "", "", (), (*named, *filter(None, [numbers])), left_out),)


def _summary(items: Sequence[Item]) -> str:
    return "; ".join(upper_first(_of_whom(sort, these)) for sort, these in by_sort(items).items())


def _of_whom(sort: Sort, items: Sequence[Item]) -> str:
    """'60 new agreements of 31 police departments and 20 sheriffs'."""
    words = sentence_words(sort, len(items))
    bodies = Counter({item.agency_id: item.body for item in items if item.body}.values())
    in_order = sorted(bodies.items(), key=lambda entry: (entry[0] is Body.OTHER, -entry[1], entry[0]))
    whom = join_words([f"{number:,} {body_words(body, number)}" for body, number in in_order])
    of = " of" if words.endswith(noun_of(sort) + "s") else ", of"
    return f"{words}{of} {whom}" if whom and len(items) > 1 else words


def _names(items: Iterable[Item]) -> Iterator[tuple[str, str]]:
    """('New', "Bell County Sheriff's Office (JEM, TFM); Paris Police Department (TFM)") for each sort of change."""
    for sort, these in by_sort(items).items():
        types: dict[str, list[str]] = {}
        for item in these:
            name = short(item.agency, MAX_SHORT_NAME) or "(agency not stated)"
            types.setdefault(name, []).extend([item.support_type.value] if item.support_type else [])
        named = (f"{name} ({', '.join(kinds)})" if kinds else name for name, kinds in types.items())
        yield upper_first(subject_words(sort, 0, noun_said=True).removeprefix("0 ")), "; ".join(named)


def _note(place: Place, content: DigestContent) -> str:
    """'287 agreements, +11': of a place asked for as the subscriber asked about it, of a state of the nation in all."""
    for each in content.asked:
        if each.place == place:
            return number_words(each)
    if not content.everywhere:
        return ""
    figure = next((each for each in content.places if each.place == place.key), None)
    of_all = " of all support types and agencies" if content.asked[0].of_what != "agreements" else ""
    return figure_words(figure, of_all) if figure else ""


def _row(item: Item) -> PageRow:
    return PageRow(
        agency=short(item.agency) or "(agency not stated)",
        detail=short(" · ".join(filter(None, (what_happened(item), county_words(item)))), 300),
        support_type=item.support_type.value if item.support_type else "",
        signed=day_words(item.signed) if item.signed else "",
        moa_url=web_link(item.moa_url),
    )


def county_words(item: Item) -> str:
    """The county by its name in the reference tables, or as printed; '' where the list prints '#NA' and the like."""
    if county := counties().get(item.county_fips or ""):
        return county.name
    return "" if is_blank(item.county) else short(item.county)


def _corrected_row(item: Item) -> PageRow:
    row = _row(item)
    return replace(row, agency=f"{row.agency}, {place_name(item.state)}", detail=correction(item))
