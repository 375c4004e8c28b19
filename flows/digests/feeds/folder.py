"""The folder of feeds: one for the country and each state, county and agency, and pages that list them.

A run writes only the feeds of the places where something changed: what was written last is noted beside the folder.
"""

import json
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from importlib import resources
from pathlib import Path

from flows import __version__
from flows.digests.drawing.plain import short
from flows.digests.drawing.templates import templates
from flows.digests.feeds.entries import ShownEntry, shown_entry
from flows.digests.feeds.formats import Feed, atom, json_feed
from flows.settings import Settings
from flows.whole_file import write_whole
from models.digests.wording import place_name
from models.errors import DeliveryError
from models.lists.counts import NATION
from models.places.tables import counties
from models.record.asking.digests.feed import (
    FeedEntry,
    FeedPlace,
    ScopedJournal,
    feed_places,
    journal_mark,
    read_journal,
)
from models.record.store import Session
from models.vocabulary import PLACE_NAMES

# The feed of everything, where it has been from the first version on.
FILE_NAME = "changes.atom"
FOLDER = "feeds"

# Every file of the folder that anybody may read.
FEED_FILE = re.compile(
    r"(us|states/[A-Z]{2}|counties/[0-9]{5}|agencies/[A-Z]{2}-[a-z0-9-]{1,150})\.(atom|json)"
    r"|(index|states/[A-Z]{2})\.html|style\.css"
)
NOTE = ".feeds.json"  # beside them

# Raise it when feeds or pages are written another way, so that all are written again.
_FORM = 1

# Two busy weeks of the lists for the country; feed programs ask at least once a day.
MOST_OF_ALL = 300
MOST_OF_A_PLACE = 100

# Entries of the journal that have more than enough changes for the feed of everything: cosmetic ones are left out.
ENTRIES_OF_ALL = 3 * MOST_OF_ALL

TITLE = "287(g) agreements: changes on ICE's lists"


@dataclass(frozen=True, slots=True)
class _Written:
    """What the feeds in the folder were made of."""

    sequence: int
    mark: str
    made_by: str  # the settings, the program and the places: if they change, everything is written again


def write_feeds(session: Session, settings: Settings) -> int:
    """Bring the feeds up to the record; how many files were written. One that would stay the same is left alone.

    Without an address at which people reach them, there is only the one feed of everything.
    """
    places = feed_places(session)
    sequence, mark = journal_mark(session)
    now = _Written(sequence, mark, _made_by(settings, places))
    before = _noted(settings.outbox / NOTE)
    if before == now and (settings.outbox / FILE_NAME).is_file():
        return 0
    # A note that another record, other settings or an older program left says nothing of what has to be written.
    same = before is not None and before.made_by == now.made_by
    after = before.sequence if before and same and journal_mark(session, before.sequence)[1] == before.mark else 0
    journal = read_journal(session, places, after, None if settings.web_url else ENTRIES_OF_ALL)
    try:
        written = _write(session, settings, journal, places, everything=not after)
        os.sync()  # once for all of them, before it is noted that they are there
        write_whole(settings.outbox / NOTE, json.dumps(asdict(now)).encode())
    except OSError as error:
        where = error.filename or settings.outbox
        raise DeliveryError(f"feed {where}: {error.strerror}; the next run writes it") from error
    return written


def _write(
    session: Session, settings: Settings, journal: ScopedJournal, places: Mapping[str, FeedPlace], *, everything: bool
) -> int:
    folder = settings.outbox / FOLDER
    scopes = (NATION, *PLACE_NAMES, *journal.by_scope) if settings.web_url else (NATION,)
    wanted = {scope: name for scope in scopes if (name := feed_name(scope))}
    for room in {name.rpartition("/")[0] for name in wanted.values()}:
        (folder / room if settings.web_url else settings.outbox).mkdir(parents=True, exist_ok=True)
    stale = {scope: MOST_OF_ALL if scope == NATION else MOST_OF_A_PLACE for scope in wanted}
    if not everything:
        stale = {scope: most for scope, most in stale.items() if scope in journal.touched}
    shown: dict[str, ShownEntry] = {}
    written = 0
    for scope, entries in journal.entries(session, stale):
        own = [_shown(entry, shown) for entry in entries]
        if scope == NATION:
            written += _put(settings.outbox / FILE_NAME, atom(Feed("", TITLE, own), settings))
        if settings.web_url:
            feed = Feed(wanted[scope], title_of(scope, places), own)
            written += _put(folder / f"{feed.name}.atom", atom(feed, settings))
            written += _put(folder / f"{feed.name}.json", json_feed(feed, settings))
    if settings.web_url:
        written += sum(_put(folder / path, content) for path, content in _pages(wanted, places))
        if everything:
            _clear(folder, wanted.values())
    return written


def _shown(entry: FeedEntry, before: dict[str, ShownEntry]) -> ShownEntry:
    """Most changes are in four feeds: of the country, a state, a county and an agency."""
    change_id = entry.latest.change.id
    if change_id not in before:
        before[change_id] = shown_entry(entry)
    return before[change_id]


def feed_name(scope: str) -> str:
    """'us', 'states/TX', 'counties/48277' or 'agencies/TX-lamar-county-sheriff'; '' if there can be no such file."""
    if scope == NATION:
        return "us"
    room = "states" if scope in PLACE_NAMES else "counties" if scope in counties() else "agencies"
    name = f"{room}/{scope}"
    return name if FEED_FILE.fullmatch(f"{name}.atom") else ""


def title_of(scope: str, places: Mapping[str, FeedPlace]) -> str:
    if scope == NATION:
        return TITLE
    county = counties().get(scope)
    if county is not None:
        return f"{county.name}, {place_name(county.state)}: {TITLE}"
    if scope in PLACE_NAMES:
        return f"{place_name(scope)}: {TITLE}"
    place = places.get(scope)
    return f"{short(place.name)}, {place_name(place.state)}: {TITLE}" if place else f"{scope}: {TITLE}"


def empty_feed(path: str, settings: Settings) -> bytes | None:
    """The feed of a county where nothing has ever changed: somebody may wait for it. None for any other name."""
    found = re.fullmatch(r"(counties/(\d{5}))\.(atom|json)", path)
    if found is None or found[2] not in counties():
        return None
    feed = Feed(found[1], title_of(found[2], {}))
    return atom(feed, settings) if found[3] == "atom" else json_feed(feed, settings)


def _pages(wanted: Mapping[str, str], places: Mapping[str, FeedPlace]) -> Iterator[tuple[str, bytes]]:
    """The page that lists the country and its states, and one for each state with its counties and agencies."""
    yield "style.css", (resources.files("templates") / "web" / "style.css").read_bytes()
    states = sorted(PLACE_NAMES.items(), key=lambda state: state[1])
    yield "index.html", _page("index", states=states)
    in_state: dict[str, tuple[list[tuple[str, str]], list[tuple[str, str]]]] = defaultdict(lambda: ([], []))
    for scope in wanted:
        if county := counties().get(scope):
            in_state[county.state][0].append((county.name, scope))
        elif scope in places:
            in_state[places[scope].state][1].append((short(places[scope].name) or scope, scope))
    for letters, name in states:
        its_counties, its_agencies = in_state[letters]
        values = {"letters": letters, "name": name, "counties": sorted(its_counties), "agencies": sorted(its_agencies)}
        yield f"states/{letters}.html", _page("state", **values)


def _page(template: str, **values: object) -> bytes:
    return templates().get_template(f"feeds/{template}.html.jinja").render(values).encode()


def _put(path: Path, content: bytes) -> int:
    """Whether the file had to be written, as a number."""
    if path.is_file() and path.read_bytes() == content:
        return 0
    write_whole(path, content, lasting=False)
    return 1


def _clear(folder: Path, names: Iterable[str]) -> None:
    """Remove the feeds of agencies that the record no longer has."""
    kept = {f"{name}.{ending}" for name in names for ending in ("atom", "json")}
    for path in folder.glob("*/*"):
        if path.suffix in (".atom", ".json") and str(path.relative_to(folder)) not in kept:
            path.unlink()


def _made_by(settings: Settings, places: Mapping[str, FeedPlace]) -> str:
    known = [(id_, *asdict(place).values()) for id_, place in places.items()]
    parts = (_FORM, __version__, settings.web_url, settings.contact, known)
    return sha256(json.dumps(parts).encode()).hexdigest()


def _noted(path: Path) -> _Written | None:
    """What the last run noted; None where there is no note, or none that this program wrote."""
    try:
        return _Written(**json.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError):
        return None
