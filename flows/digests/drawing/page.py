"""A digest's content as sections of rows by state, capped so that no mail is clipped; the rest is attached as CSV."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from flows.digests.drawing.plain import short, web_link
from models.digests.content import DigestContent, Item, PlaceFigure
from models.digests.wording import correction, day_words, place_name, plural, upper_first, what_happened
from models.kinds import KINDS
from models.lists.folding import fold_agency
from models.vocabulary import SUPPORT_TYPE_TITLES, ChangeKind

# Gmail clips a message above some 102 kB. A row weighs about half a kilobyte once its styles are inlined.
MAX_ROWS = 110
MAX_NEWS = 12
MAX_HELD = 6

PENDING = "Pending applications"
ENDED = "Confirmed endings"
POSSIBLY_ENDED = "Possibly ended, not confirmed"

# These get their rows first: they are few, and none may be left to the attached table.
ENDINGS = (ENDED, POSSIBLY_ENDED)


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
    """The rows of one state; the attached table has `left_out` more. If not even one row of each state fits, the last
    group is for all other states."""

    heading: str
    note: str
    rows: tuple[PageRow, ...]
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
    left_out: int


def lay_out(content: DigestContent, most_rows: int = MAX_ROWS) -> Page:
    """The page of `content` with at most `most_rows` rows. Corrections and endings are never crowded out."""
    sections = _sections(content)
    by_weight = sorted(sections, key=lambda section: section[0] not in ENDINGS)
    room = _share({"": len(content.corrections)} | {heading: len(items) for heading, _, items in by_weight}, most_rows)
    figures = {figure.place: figure for figure in content.places}
    shown = tuple(
        # A number of agreements beside applications would be misread as theirs.
        Section(heading, note, _groups(items, {} if heading == PENDING else figures, room[heading]))
        for heading, note, items in sections
        if items or (heading == PENDING and note)
    )
    corrections = tuple(_corrected_row(item) for item in content.corrections[: room[""]])
    corrections_left_out = len(content.corrections) - len(corrections)
    rows = sum(len(group.rows) for section in shown for group in section.groups)
    types = {item.support_type for item in content.items}
    return Page(
        headline=upper_first(content.subject.removeprefix("287(g): ")),
        corrections=corrections,
        corrections_left_out=corrections_left_out,
        sections=shown,
        support_types=tuple((kind.value, title) for kind, title in SUPPORT_TYPE_TITLES.items() if kind in types),
        cosmetic=cosmetic_words(content.cosmetic),
        left_out=corrections_left_out + sum(len(items) for _, _, items in sections) - rows,
    )


def _sections(content: DigestContent) -> tuple[tuple[str, str, tuple[Item, ...]], ...]:
    """Heading, note and changes of each section, in the order of the page."""
    pending, signed = _without_repeats(content)
    return (
        ("What changed by state", "", tuple(item for news in content.by_state for item in news.items)),
        (ENDED, "Gone from the lists; later lists confirm it.", content.endings_confirmed),
        (
            POSSIBLY_ENDED,
            "Missing from the latest list. Rows have disappeared and come back before, so these may not be endings.",
            content.endings_suspected,
        ),
        (PENDING, signed, pending),
        ("Agreement documents posted", "", content.documents),
        (
            "Added from older lists",
            "These lists are older than the one in your last digest but reached the record only now.",
            content.filled_in,
        ),
    )


def _without_repeats(content: DigestContent) -> tuple[tuple[Item, ...], str]:
    """The pending applications except those listed among the new agreements, and how many those are."""
    new = {_who(item) for news in content.by_state for item in news.items if item.kind is ChangeKind.AGREEMENT_ADDED}
    signed = ChangeKind.PENDING_SIGNED
    shown = tuple(item for item in content.pending if item.kind is not signed or _who(item) not in new)
    repeats = len(content.pending) - len(shown)
    were = f"{plural(repeats, 'pending application')} {'was' if repeats == 1 else 'were'}"
    return shown, f"{were} signed (see above)." if repeats else ""


def _who(item: Item) -> tuple[str, str, str | None]:
    """The two lists may spell an agency with another apostrophe, abbreviation or case."""
    return item.state, fold_agency(item.state, item.agency).key, item.support_type


def _share(wanted: dict[str, int], room: int) -> dict[str, int]:
    """How much of `room` each gets, in order of weight: each gets a few lines as long as there are any."""
    shares = {name: min(5, want) for name, want in wanted.items()}
    room -= sum(shares.values())
    for name, want in wanted.items():
        more = max(0, min(want - shares[name], room))
        shares[name] += more
        room -= more
    return shares


def _groups(items: Iterable[Item], figures: dict[str, PlaceFigure], rows: int) -> tuple[Group, ...]:
    by_state = [(state, list(members)) for state, members in groupby(items, key=lambda item: item.state)]
    most = _even_limit([len(members) for _, members in by_state], rows)
    groups = tuple(
        Group(
            heading=place_name(state),
            note=_figure_words(figures.get(state)),
            rows=tuple(_row(item) for item in members[:most]),
            left_out=max(0, len(members) - most),
        )
        for state, members in by_state
    )
    if len(groups) <= rows:
        return groups
    others = groups[rows:]
    left_out = sum(len(group.rows) + group.left_out for group in others)
    return (*groups[:rows], Group(f"{plural(len(others), 'other state')}", "", (), left_out))


def _even_limit(sizes: Sequence[int], rows: int) -> int:
    """The largest limit for each group that keeps all groups together within `rows`; never less than one."""
    limits = range(max(sizes, default=1), 1, -1)
    return next((limit for limit in limits if sum(min(size, limit) for size in sizes) <= rows), 1)


def _figure_words(figure: PlaceFigure | None) -> str:
    if figure is None:
        return ""
    change = f", {signed_number(figure.change)}" if figure.change else ""
    return f"{plural(figure.agreements, 'agreement')}{change}"


def signed_number(number: int) -> str:
    """'+12', '−3' with a real minus sign, '±0'."""
    return f"+{number:,}" if number > 0 else f"−{-number:,}" if number else "±0"


def _row(item: Item) -> PageRow:
    return PageRow(
        agency=short(item.agency) or "(agency not stated)",
        detail=short(" · ".join(filter(None, (what_happened(item), short(item.county)))), 300),
        support_type=item.support_type.value if item.support_type else "",
        signed=day_words(item.signed) if item.signed else "",
        moa_url=web_link(item.moa_url),
    )


def _corrected_row(item: Item) -> PageRow:
    row = _row(item)
    return replace(row, agency=f"{row.agency}, {place_name(item.state)}", detail=correction(item))


def cosmetic_words(counted: Sequence[tuple[ChangeKind, int]]) -> str:
    """'37 corrections to how ICE prints the list ...: agency spelling (21), ...'; '' if there are none."""
    total = plural(sum(number for _, number in counted), "correction")
    parts = ", ".join(f"{KINDS[kind].short} ({number:,})" for kind, number in counted)
    return f"{total} to how ICE prints the list (no agreement changed): {parts}." if counted else ""
