"""Stretches, daily counts and `moawatch counts --as-of` say the same of every day; the states add up to the nation."""

import shutil
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from models.calendar import day_of
from models.lists.listings import Listing
from models.record import ask, counts, daily_counts, open_record, stretches
from models.record.store import Session, open_engine
from models.vocabulary import ListKind
from tests.questions.made_up import Published, take_in
from tests.support.published_lists import FIRST_DAY, JEM, TFM, WSO, background, row

NATION = "US"

# (day, scope, support type) -> (agreements, agencies); where there are none, there is no entry.
Slice = tuple[date, str, str]
Counted = dict[Slice, tuple[int, int]]


def days_of(record: Session) -> list[date]:
    rows = ask(record, "SELECT day FROM daily_counts WHERE scope = 'US' AND support_type = 'all' ORDER BY day")
    return [date.fromisoformat(each["day"]) for each in rows]


def by_daily_counts(record: Session) -> Counted:
    rows = ask(record, "SELECT * FROM daily_counts WHERE scope_kind <> 'county' AND agreements > 0")
    return {
        (date.fromisoformat(each["day"]), each["scope"], each["support_type"]): (each["agreements"], each["agencies"])
        for each in rows
    }


def by_stretches(record: Session, days: Iterable[date]) -> Counted:
    found: Counted = {}
    every = stretches(record)
    for day in days:
        agencies: dict[tuple[str, str], list[str]] = defaultdict(list)
        for each in every:
            if each["from_day"] <= day and (each["until_day"] is None or day < each["until_day"]):
                for scope in {NATION, each["state"] or NATION}:
                    for support_type in {"all", each["support_type"] or "all"}:
                        agencies[scope, support_type].append(each["agency_id"])
        found |= {(day, *slice_): (len(ids), len(set(ids))) for slice_, ids in agencies.items()}
    return found


def by_counts(record: Session, days: Iterable[date]) -> Counted:
    """By state or by support type, as the command has it."""
    return {
        (day, each["scope"], each["support_type"] or "all"): (each["agreements"], each["agencies"])
        for day in days
        for by in (None, "state", "support-type")
        for each in counts(record, as_of=day, by=by)
        if each["agreements"]
    }


def by_printed_rows(record: Session) -> dict[date, int]:
    """The agencies that each day's list names. An agreement that is later listed under another body counts here for the
    body that the list names, in the stretches for the one that has it now."""
    rows = ask(
        record,
        "SELECT day, (SELECT count(DISTINCT agency_id) FROM list_rows WHERE list_rows.list_id = daily_counts.list_id)"
        " AS agencies FROM daily_counts WHERE scope = 'US' AND support_type = 'all'",
    )
    return {date.fromisoformat(each["day"]): each["agencies"] for each in rows}


def agreements_of(counted: Counted) -> dict[Slice, int]:
    return {slice_: agreements for slice_, (agreements, _) in counted.items()}


def agencies_of_the_nation(counted: Counted) -> dict[date, int]:
    return {day: agencies for (day, scope, kind), (_, agencies) in counted.items() if (scope, kind) == (NATION, "all")}


def differences(left: Mapping[Slice, object], right: Mapping[Slice, object]) -> Mapping[tuple[date, str, str], object]:
    """What differs between two ways to count, each with both answers."""
    keys = sorted(left.keys() | right.keys())
    return {key: (left.get(key), right.get(key)) for key in keys if left.get(key) != right.get(key)}


def assert_all_agree(record: Session, asked: Collection[date]) -> None:
    """The views on every day; the command, which is slower, on the days `asked`."""
    daily = by_daily_counts(record)
    days = days_of(record)
    assert days == [days[0] + timedelta(days=number) for number in range(len(days))]
    assert differences(agreements_of(daily), agreements_of(by_stretches(record, days))) == {}
    assert agencies_of_the_nation(daily) == by_printed_rows(record)
    has_command = {key for key in daily if key[0] in asked and (key[1] == NATION or key[2] == "all")}
    assert differences({key: daily[key] for key in has_command}, by_counts(record, asked)) == {}
    sums: dict[tuple[date, str, str], int] = defaultdict(int)
    for (day, scope, support_type), (agreements, _) in daily.items():
        if scope != NATION:
            sums[day, NATION, support_type] += agreements
    assert sums == {key: agreements for key, (agreements, _) in daily.items() if key[1] == NATION}


def test_every_day_of_the_real_lists(shared_record: Session) -> None:
    lists = ask(shared_record, "SELECT in_force_from AS day FROM lists WHERE kind = 'participating'")
    begun = {date.fromisoformat(each["day"]) for each in lists if each["day"]}
    days = set(days_of(shared_record))
    around = {day + timedelta(days=number) for day in begun for number in (-1, 0)} & days
    assert_all_agree(shared_record, around | {max(days)})


# Whose rows come and go, on a ground of rows that stay: without it every small list would be held as damaged.
COUNTIES = ("Lamar", "Bowie", "Harris", "Walker")
GROUND = background(24)


@st.composite
def printed(draw: st.DrawFn) -> list[Listing]:
    """The rows of one list: some agencies of two states, misprints and duplicates among them; or a damaged list."""
    if draw(st.integers(0, 6)) == 0:
        return GROUND[:4]
    rows = list(GROUND)
    for county in COUNTIES:
        for model in draw(st.sets(st.sampled_from([TFM, WSO, JEM]), max_size=2)):
            state = draw(st.sampled_from(["TEXAS", "TEXAS", "TEXAS", "TEXAS ", "TEXS", "NEW MEXICO"]))
            signed = date(2025, 4, draw(st.sampled_from([10, 10, 10, 11])))
            each = row(f"{county} County Sheriff's Office", state, model, signed, county="Lamar County")
            rows += [each] * draw(st.sampled_from([1, 1, 1, 2]))
    return rows


@st.composite
def histories(draw: st.DrawFn) -> list[Published]:
    """Some lists, several on one day or some days apart, in the evening too, when it is the next day in UTC."""
    at = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, 12, tzinfo=UTC)
    published, last = [], list[Listing]()
    for _ in range(draw(st.integers(2, 7))):
        at += timedelta(hours=draw(st.sampled_from([1, 4, 16, 24, 70])))
        kind = draw(st.sampled_from([ListKind.PARTICIPATING] * 4 + [ListKind.PENDING]))
        day = day_of(at) - timedelta(days=draw(st.sampled_from([0, 0, 0, 1])))
        if kind is ListKind.PENDING:
            rows = GROUND[: draw(st.integers(5, 8))]
        elif last and draw(st.integers(0, 2)) == 0:  # again, by which a list that was held is released
            rows = last
        else:
            rows = last = draw(printed())
        published.append(Published(tuple(rows), kind, at, day))
    return published


def test_every_day_where_a_held_list_is_released_later(empty_record: Path, tmp_path: Path) -> None:
    """The lists after it agree with it, so that it counts from its own day on; the first of them arrives last."""
    few = GROUND[:6]
    days = [GROUND, few, [*few, row("Lamar County Sheriff's Office")], [*few, row("Bowie County Sheriff's Office")]]
    noon = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, 16, tzinfo=UTC)
    published = [
        Published(
            tuple(rows), ListKind.PARTICIPATING, noon + timedelta(days=number), FIRST_DAY + timedelta(days=number)
        )
        for number, rows in enumerate(days)
    ]
    file = tmp_path / "record.db"
    shutil.copy(empty_record, file)
    engine = open_engine(f"sqlite:///{file}")
    for portion in (published[:2], published[3:], published[2:3]):
        take_in(engine, portion, published, tmp_path)
    engine.dispose()
    with open_record(file) as record:
        assert {each["status"] for each in ask(record, "SELECT status FROM lists")} == {"accepted"}
        found = daily_counts(record)
        assert [each["agreements"] for each in found] == [24, 6, 7, 7]
        assert_all_agree(record, set(days_of(record)))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(history=histories(), late=st.integers(0, 6))
def test_every_day_of_any_history(empty_record: Path, history: list[Published], late: int) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "record.db"
        shutil.copy(empty_record, file)
        for_last = history[late : late + 1]  # arrives after all others
        in_time = [each for each in history if each not in for_last]
        engine = open_engine(f"sqlite:///{file}")
        take_in(engine, in_time, history, Path(folder))
        take_in(engine, for_last, history, Path(folder))
        engine.dispose()
        with open_record(file) as record:
            days = days_of(record) if any(each.kind is ListKind.PARTICIPATING for each in history) else []
            note(f"{len(days)} days, {[each['status'] for each in ask(record, 'SELECT status FROM lists')]}")
            if days:
                assert_all_agree(record, set(days))
