"""What the rules know, kept in the record between lists: a list resolved with what it touches gives what all lists at
once give, and reads no more after many lists than after few."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from statistics import median

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, SQLModel, func, select

from models.identity.partial import Part
from models.identity.resolve import resolve
from models.identity.state import RecordState
from models.lists.listings import Listing
from models.lists.resolution import IncomingList
from models.lists.rulings import Alias, Decision, Rulings
from models.record.store import read_session
from models.record.tables.checkpoint import KnownEntry
from models.record.writing.checkpoint import Memory
from models.record.writing.lists import Projection
from models.vocabulary import ListKind
from tests.support.published_lists import JEM, TFM, WSO, background, day, edited, publish, row
from tests.support.ten_years import FIRST, GrowingRecord, daily_lists

_NAMES = (
    "Walker County Sheriff's Office", "Waller County Sheriff's Office", "Perry County Jail", "Knott Police Department",
    "North Knott Police Department", "Ashby Constable Precinct 2", "Ashby Constable Precinct 6",
)  # fmt: skip
_ROWS = st.builds(
    row,
    st.sampled_from(_NAMES),
    st.sampled_from(("TEXAS", "OHIO", "GUAM", "")),
    st.sampled_from((JEM, TFM, WSO)),
    st.sampled_from((day(-60), day(-30), day(0), day(1), day(40), None)),
    link=st.sampled_from(("", "", "a", "b", "c")),
)
_LIST = st.tuples(st.booleans(), st.lists(_ROWS, max_size=14), st.integers(1, 40))
_ALIASES = (
    Alias("OH", _NAMES[0], _NAMES[2], Decision.SAME, "", "", date(2026, 1, 1)),
    Alias("OH", _NAMES[0], _NAMES[3], Decision.DISTINCT, "", "", date(2026, 1, 1)),
)
_RULINGS = st.sampled_from((Rulings(), Rulings(aliases=_ALIASES)))


@pytest.fixture(scope="module")
def tables() -> sa.Engine:
    """What is remembered, and the documents asked about, in memory."""
    engine = sa.create_engine("sqlite://", poolclass=sa.StaticPool)
    names = ("checkpoint", "known_entry", "asked_document", "document", "moa_sighting", "moa_reading")
    SQLModel.metadata.create_all(engine, [SQLModel.metadata.tables[each] for each in names])
    return engine


def published(drawn: Sequence[tuple[bool, list[Listing], int]]) -> Iterator[IncomingList]:
    day = 0
    for pending, rows, days in drawn:
        day += days
        if pending:
            bare = [edited(each, signed=None, signed_text="", moa="", moa_url="") for each in rows]
            yield publish(bare, day, kind=ListKind.PENDING)
        else:
            yield publish([*background(12), *rows], day)


def each_on_its_own(
    session: Session, lists: Sequence[IncomingList], rulings: Rulings
) -> Iterator[tuple[object, RecordState]]:
    """The outcome of each list, resolved with what the record kept after the one before it, and what it keeps then."""
    memory = Memory()
    for incoming in lists:
        yield memory.resolve(session, incoming, rulings).outcomes, memory.state
        in_force = list(memory.state.participating.rows.values())
        memory.keep(session, incoming.snapshot_id, in_force)
        following = Memory.after(session, incoming.snapshot_id, in_force)
        assert following is not None
        memory = following


def kept_entries(session: Session) -> dict[str, str]:
    return dict(session.exec(select(KnownEntry.key, KnownEntry.value)).all())


@settings(max_examples=40, deadline=None)
@given(st.lists(_LIST, min_size=2, max_size=7), _RULINGS)
def test_each_list_on_its_own_gives_what_all_at_once_give(
    tables: sa.Engine, drawn: list[tuple[bool, list[Listing], int]], rulings: Rulings
) -> None:
    lists = list(published(drawn))
    whole = RecordState()
    with Session(tables) as session:
        for incoming, (outcomes, state) in zip(lists, each_on_its_own(session, lists, rulings), strict=True):
            expected = resolve(whole, incoming, rulings)
            whole = expected.state
            assert outcomes == expected.outcomes
            assert state.without_entries() == whole.without_entries()
        one_by_one = kept_entries(session)
        at_once = Memory()
        for incoming in lists:
            at_once.resolve(session, incoming, rulings)
        at_once.keep(session, lists[-1].snapshot_id, at_once.state.participating.rows.values())
        assert kept_entries(session) == one_by_one
        session.rollback()


@settings(max_examples=15, deadline=None)
@given(st.lists(_LIST, min_size=2, max_size=5))
def test_what_nobody_guessed_is_fetched_when_the_rules_ask_for_it(
    tables: sa.Engine, drawn: list[tuple[bool, list[Listing], int]]
) -> None:
    lists = list(published(drawn))
    whole = RecordState()
    with pytest.MonkeyPatch.context() as patch, Session(tables) as session:
        patch.setattr("models.identity.touched.Touched.wanted", lambda *_: {})
        for incoming, (outcomes, _) in zip(lists, each_on_its_own(session, lists, Rulings()), strict=True):
            expected = resolve(whole, incoming)
            whole = expected.state
            assert outcomes == expected.outcomes
        session.rollback()


def test_a_list_reads_no_more_after_many_lists_than_after_few(sqlite_record: sa.Engine) -> None:
    growing = GrowingRecord(sqlite_record, daily_lists(rows=80, change_a_month=0.5))
    read = [_read_for_the_next_list(sqlite_record, growing, days) for days in (100, 300)]
    with read_session(sqlite_record) as session:
        kept = session.exec(select(func.count()).select_from(KnownEntry)).one()
    assert kept > 10 * read[1]
    assert read[1] < 1.3 * read[0]


def _read_for_the_next_list(engine: sa.Engine, growing: GrowingRecord, days: int) -> float:
    """How many entries a list reads, the median of the nine lists after so many days."""
    return median(_entries_read(engine, growing, FIRST + timedelta(days=days + number)) for number in range(9))


def _entries_read(engine: sa.Engine, growing: GrowingRecord, until: date) -> int:
    growing.grow(until)
    with read_session(engine) as session:
        projection = Projection(session, growing.coming.published_at)
        memory = Memory.after(session, growing.last, projection.in_force(ListKind.PARTICIPATING))
        assert memory is not None
        memory.resolve(session, growing.coming, Rulings())
    return sum(len(getattr(memory.state, part)) for part in Part)
