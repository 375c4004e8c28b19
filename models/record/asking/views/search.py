"""What the record has on some words: agencies under all their spellings, stories, and changes.

Read and compared row by row: ten years of lists hold some 5,000 spellings and 12,000 changes, a fifth of a second.
So it is the same on SQLite and PostgreSQL, and a record that cannot be written answers too.
"""

from collections.abc import Iterator
from functools import lru_cache

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models.kinds import KINDS
from models.lists.searching import Wanted, nearest, plain, rank
from models.places.tables import counties
from models.record.asking import Row
from models.record.tables.agreements import Agency, Spelling
from models.record.views.dictionary import views
from models.vocabulary import PLACE_NAMES, ChangeKind


def search(session: Session, text: str) -> list[Row]:
    """What has all the words of `text`, in any order, each from its beginning on.

    Agencies come first, the best answers first; then stories and changes, the newest first. `id` is the agency's, the
    story's or the change's; `note` says what answered where that is not the name.
    """
    want = Wanted.of(text)
    return [*_agencies(session, want), *_stories(session, want), *_changes(session, want)]


def names_near(session: Session, text: str) -> list[Row]:
    """The agencies whose names are nearest to `text`, for one who found nothing."""
    agencies = session.exec(select(Agency.id, Agency.name, Agency.state).order_by(col(Agency.id)))
    known = {id_: (name, state) for id_, name, state in agencies}
    near = nearest(text, {id_: name for id_, (name, _) in known.items()})
    return [_row("agency", *known[id_], None, "", id_) for id_ in near]


def _row(what: str, name: str, state: str | None, day: object, note: str, id_: str) -> Row:
    return {"what": what, "name": name, "state": state, "day": day, "note": note, "id": id_}


def _agencies(session: Session, want: Wanted) -> list[Row]:
    """By name, else by a spelling of earlier lists, else by county."""
    spellings: dict[str, list[str]] = {}
    for agency_id, spelling in session.exec(
        select(Spelling.agency_id, Spelling.spelling).order_by(col(Spelling.agency_id), col(Spelling.spelling))
    ):
        spellings.setdefault(agency_id, []).append(spelling)
    found = []
    for id_, name, state, fips in session.exec(select(Agency.id, Agency.name, Agency.state, Agency.county_fips)):
        place = f"{state} {PLACE_NAMES.get(state, '')}".lower()
        county = counties()[fips].name if fips else ""
        ways = [(name, ""), *((each, f"as {each}") for each in spellings.get(id_, ()) if each != name)]
        ways += [(county, county), (f"{name} {county}", county)] if county else []
        for way, (words, note) in enumerate(ways):
            how = rank(want, f"{plain(words)} {place}")
            if how is not None:
                found.append(((how, way, len(name), name, state, id_), note))
                break
    return [_row("agency", *key[3:5], None, note, key[5]) for key, note in sorted(found)]


def _stories(session: Session, want: Wanted) -> list[Row]:
    """By title or publisher, else by a sentence that states a number or an act."""
    table = views()["stories"].table
    said: dict[str, str] = {}
    for story_id, text in sentences(session):
        if story_id not in said and rank(want, plain(text)) in (0, 1):
            said[story_id] = text
    found = []
    newest_first = (table.c.first_published.desc(), table.c.story_id)
    query = sa.select(table.c.story_id, table.c.title, table.c.outlet, table.c.topics, table.c.first_published)
    for id_, title, outlet, topics, day in session.connection().execute(query.order_by(*newest_first)):
        if rank(want, plain(f"{title} {outlet} {topics}")) in (0, 1):
            found.append(_row("story", title, None, day, outlet or "", id_))
        elif id_ in said:
            found.append(_row("story", title, None, day, said[id_], id_))
    return found


def sentences(session: Session) -> Iterator[tuple[str, str]]:
    """(story id, sentence): those of the news that state a number or an act."""
    for name in ("claims", "policy_events"):
        table = views()[name].table
        query = sa.select(table.c.story_id, table.c.sentence).order_by(table.c.story_id, table.c[views()[name].key[0]])
        yield from session.connection().execute(query).tuples()


def _changes(session: Session, want: Wanted) -> list[Row]:
    """By the agency's name before and after, its state, what happened, the support type and the day."""
    table = views()["changes"].table
    columns = ("state", "agency", "agency_before", "kind", "support_type", "day", "status", "change_id")
    query = (
        sa.select(*(table.c[name] for name in columns))
        .where(table.c.status != "withdrawn")
        .order_by(table.c.day.desc(), table.c.state, table.c.agency, table.c.change_id)
    )
    found = []
    for state, agency, before, kind, support_type, day, status, id_ in session.connection().execute(query):
        words = _change_words(state, agency, before or "", kind, support_type or "")
        if rank(want, f"{words} {day:%Y%m%d}") in (0, 1):
            happened = KINDS[ChangeKind(kind)].phrase + (f", {support_type}" if support_type else "")
            found.append(_row("change", agency, state, day, happened + _unsure(status), id_))
    return found


@lru_cache(maxsize=20_000)
def _change_words(state: str, agency: str, before: str, kind: str, support_type: str) -> str:
    facts = KINDS[ChangeKind(kind)]
    happened = f"{state} {PLACE_NAMES.get(state, '')} {kind} {facts.short} {facts.phrase} {support_type}"
    return plain(f"{agency} {before} {happened}")


def _unsure(status: str) -> str:
    return "" if status == "confirmed" else f" ({status})"
