"""Suspicious lists change nothing until following lists or a person settle them; ordinary ones are never held."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from models.identity.holding import limit
from models.identity.state import RecordState
from models.lists.listings import Listing
from models.lists.resolution import ListOutcome
from models.lists.rulings import Decision, Rulings
from models.vocabulary import SnapshotStatus
from tests.support.published_lists import COLUMNS, JEM, TFM, Record, background, day, edited, fold, publish, row

STATES = ("TEXAS", "FLORIDA", "GEORGIA", "OHIO", "UTAH")


def country(per_state: int = 60) -> list[Listing]:
    """Five states of many rows each, half of them linked."""
    return [
        row(
            f"{state[:2].title()}{_word(n)} County Sheriff's Office",
            state,
            signed=day(-40 - n),
            link=f"{state}{n}" * (n % 2),
        )
        for state in STATES
        for n in range(per_state)
    ]


def _county(state: str, number: int) -> str:
    return f"{state[:2].title()}{_word(number)} County"


def _word(number: int) -> str:
    syllables = ("bar", "dol", "fen", "gim", "hur", "jat", "kos", "lep", "min", "nup")
    return syllables[number // 10 % 10] + syllables[number % 10] + ("x" * (number // 100))


ROWS = country()


def failed(outcome: ListOutcome) -> list[str]:
    return [finding.check for finding in outcome.findings if finding.blocking and not finding.passed]


def kept(rows: Sequence[Listing], keep: Callable[[int, Listing], bool]) -> list[Listing]:
    return [each for number, each in enumerate(rows) if keep(number, each)]


def moved(rows: Sequence[Listing], days: int) -> list[Listing]:
    """The rows with every signing date moved by so many days."""
    dates = [each.signed + timedelta(days=days) for each in rows if each.signed]
    return [edited(each, signed=date, signed_text=date.isoformat()) for each, date in zip(rows, dates, strict=True)]


def apart(rows: Sequence[Listing], *columns: str, by: int = 7) -> list[Listing]:
    """The rows with some columns pushed down, as when a sheet is sorted in part."""
    return [
        edited(each, **{column: getattr(other, column) for column in columns})
        for each, other in zip(rows, [*rows[by:], *rows[:by]], strict=True)
    ]


DAMAGED = {
    "all dates by Excel's other calendar": (moved(ROWS, 1_462), "column changed"),
    "all dates by Excel's other calendar, back": (moved(ROWS, -1_462), "column changed"),
    "all dates a day earlier": (moved(ROWS, -1), "column changed"),
    "all dates a month later": (moved(ROWS, 30), "column changed"),
    "a third of the dates a year later": ([*moved(ROWS[:100], 365), *ROWS[100:]], "column changed"),
    "the dates sorted apart from their rows": (apart(ROWS, "signed", "signed_text"), "column changed"),
    "the counties sorted apart from their rows": (apart(ROWS, "county"), "column changed"),
    "the types sorted apart from their rows": (
        [edited(each, agency_type=("Municipality", "State")[n % 2]) for n, each in enumerate(ROWS)],
        "column changed",
    ),
    "every third support type another": (
        [edited(each, support_type=(TFM, JEM)[n % 2]) if n % 3 == 0 else each for n, each in enumerate(ROWS)],
        "column changed",
    ),
    "every name another": (
        [edited(each, agency=f"{each.county} {('Police Department', 'Jail')[n % 2]}") for n, each in enumerate(ROWS)],
        "column changed",
    ),
    "a thousand of sixteen hundred rows gone": (kept(ROWS, lambda n, _: n % 8 < 3), "rows lost"),
    "most rows of one state gone": (kept(ROWS, lambda n, each: each.state != "OHIO" or n % 5 == 0), "state collapsed"),
    "a state gone": (kept(ROWS, lambda _, each: each.state != "UTAH"), "state vanished"),
    "only Texas left": (kept(ROWS, lambda _, each: each.state == "TEXAS"), "rows lost"),
    "a third of the links gone": (
        [edited(each, moa_url="" if n % 3 else each.moa_url) for n, each in enumerate(ROWS)],
        "column emptied",
    ),
    "the dates emptied": ([edited(each, signed=None, signed_text="") for each in ROWS], "column emptied"),
    "the states emptied": ([edited(each, state="") for each in ROWS], "column emptied"),
    "one model dragged through the column": (
        [edited(each, support_type=TFM) for each in ROWS],
        "support type vanished",
    ),
    "one date dragged through the column": (
        [edited(each, signed=day(-3), signed_text=day(-3).isoformat()) for each in ROWS],
        "value spread",
    ),
    "every row twice": ([*ROWS, *ROWS], "rows repeated"),
    "a column gone": ([edited(each, moa="", moa_url="") for each in ROWS], "column gone"),
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_list_is_held_and_changes_nothing(damage: str) -> None:
    rows, check = DAMAGED[damage]
    columns = [name for name in COLUMNS if name != "MOA"] if damage == "a column gone" else COLUMNS
    before = fold(publish(ROWS, 0))
    record = fold(publish(ROWS, 0), publish(rows, 1, columns=columns))
    assert record.outcomes[-1].status == "held"
    assert check in failed(record.outcomes[-1])
    assert record.changes == {}
    assert record.outcomes[-1].placements == {}
    assert replace(record.state, held=()) == before.state


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_sound_list_after_it_rejects_the_held_one_and_tells_nothing(damage: str) -> None:
    rows, _ = DAMAGED[damage]
    columns = [name for name in COLUMNS if name != "MOA"] if damage == "a column gone" else COLUMNS
    extra = row("Late County Sheriff's Office", signed=day(1))
    record = fold(publish(ROWS, 0), publish(rows, 1, columns=columns), publish([*ROWS, extra], 2))
    assert [outcome.status for outcome in record.outcomes[-2:]] == ["rejected", "accepted"]
    assert record.outcomes[-2].snapshot_id == record.outcomes[1].snapshot_id
    assert record.told() == [("agreement_added", "confirmed", extra.agency)]
    assert record.state.held == ()


def test_the_sentences_carry_the_figures() -> None:
    rows, _ = DAMAGED["a state gone"]
    record = fold(publish(ROWS, 0), publish(rows, 1))
    sentences = [finding.sentence for finding in record.outcomes[-1].findings]
    assert "Utah: 60 rows before, 0 now, 60 agreements missing without explanation" in sentences
    assert any(sentence.startswith("300 rows before, 240 now (JEM 0 before and 0 now,") for sentence in sentences)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (1_462, "300 of them a date that is 1,462 days later (Excel's two calendars are so far apart)"),
        (-40, "300 of them a date that is 40 days earlier"),
    ],
)
def test_dates_that_were_all_moved_are_said_to_be(days: int, said: str) -> None:
    record = fold(publish(ROWS, 0), publish(moved(ROWS, days), 1))
    (finding,) = [each for each in record.outcomes[-1].findings if each.check == "column changed"]
    assert (
        finding.sentence == f"SIGNED: 300 of 300 rows say something else than before, {said}; up to 27 would be normal"
    )


def test_what_is_usual_of_corrections_is_learned_from_the_accepted_lists() -> None:
    """A publisher who corrects a tenth of a column now and then is not held each time."""

    def corrected(number: int) -> list[Listing]:
        return [*moved(ROWS[:26], number), *ROWS[26:]]

    record = fold(publish(ROWS, 0), *(publish(corrected(number), number) for number in range(1, 6)))
    assert {outcome.status for outcome in record.outcomes} == {"accepted"}
    assert fold(publish(ROWS, 0), publish(moved(ROWS[:60], 3) + ROWS[60:], 1)).outcomes[-1].status == "held"
    record.add(publish(moved(ROWS[:60], 7) + ROWS[60:], 7))
    assert record.outcomes[-1].status == "accepted"


def test_following_lists_that_agree_release_it_and_its_changes_keep_its_date() -> None:
    rows, _ = DAMAGED["a state gone"]
    late, later = (row(f"Late{n} County Sheriff's Office", signed=day(n)) for n in (2, 3))
    lists = [publish(ROWS, 0), publish(rows, 1), publish([*rows, late], 2), publish([*rows, late, later], 3)]
    record = fold(*lists)
    assert [outcome.status for outcome in record.outcomes[:3]] == ["accepted", "held", "held"]
    assert [(each.snapshot_id, each.status) for each in record.outcomes[3:]] == [
        (released.snapshot_id, "accepted") for released in lists[1:]
    ]
    ended = [change for change in record.changes.values() if change.kind == "agreement_ended"]
    assert len(ended) == 60
    assert {change.snapshot_id for change in ended} == {lists[1].snapshot_id}
    assert {change.status for change in ended} == {"confirmed"}


def test_a_ruling_releases_or_rejects_a_list() -> None:
    rows, _ = DAMAGED["a state gone"]
    lists = [publish(ROWS, 0), publish(rows, 1)]
    about = lists[1].snapshot_id
    released = fold(*lists, rulings=Rulings(decisions=((about, Decision.RELEASE),)))
    assert released.outcomes[-1].status == "accepted"
    assert len(released.changes) == 60
    rejected = fold(*lists, rulings=Rulings(decisions=((about, Decision.REJECT),)))
    assert rejected.outcomes[-1].status == "rejected"
    assert rejected.state.held == ()


def test_a_ruling_given_later_settles_the_held_list_before_the_next_one() -> None:
    rows, _ = DAMAGED["a state gone"]
    lists = [publish(ROWS, 0), publish(rows, 1)]
    record = fold(*lists)
    record.rulings = Rulings(decisions=((lists[1].snapshot_id, Decision.RELEASE),))
    record.add(publish([*rows, row("Late County Sheriff's Office", signed=day(2))], 2))
    assert [outcome.status for outcome in record.outcomes[-2:]] == ["accepted", "accepted"]
    assert sum(change.kind == "agreement_ended" for change in record.changes.values()) == 60


def test_a_held_list_survives_the_round_trip_of_the_state() -> None:
    rows, _ = DAMAGED["only Texas left"]
    state = fold(publish(ROWS, 0), publish(rows, 1, headline=301)).state
    assert len(state.held) == 1
    assert RecordState.from_json(state.to_json()) == state


# -- what must not be held ---------------------------------------------------------------------------------------


def ordinary() -> dict[str, list[Listing]]:
    grown = [
        row(f"New{_word(n)} Police Department", "OHIO", TFM, signed=day(0), kind="Municipality") for n in range(180)
    ]
    return {
        "a growth spurt of three fifths": [*ROWS, *grown],
        "columns of one state misspelled": [
            edited(each, state="FLORDIA" if each.state == "FLORIDA" else each.state) for each in ROWS
        ],
        "the only two of a state gone": ROWS[2:],
        "another order": list(reversed(ROWS)),
        "a batch of dates put right": [
            edited(each, signed=each.signed - timedelta(days=1), signed_text=str(each.signed - timedelta(days=1)))
            if each.signed and n % 20 == 0
            else each
            for n, each in enumerate(ROWS)
        ],
        "one label of a column exchanged for another": [edited(each, agency_type="County Agency") for each in ROWS],
        "the counties without their last word": [
            edited(each, county=each.county.removesuffix(" County")) for each in ROWS
        ],
        "all names in capitals": [edited(each, agency=each.agency.upper()) for each in ROWS],
        "many files posted": [
            edited(each, moa_url=each.moa_url or f"https://x.example/{n}") for n, each in enumerate(ROWS)
        ],
    }


@pytest.mark.parametrize("name", ordinary())
def test_an_ordinary_list_is_not_held(name: str) -> None:
    record = fold(publish(ROWS, 0), publish(ordinary()[name], 5))
    assert failed(record.outcomes[-1]) == []
    assert record.outcomes[-1].status == "accepted"


def test_a_states_name_misspelled_in_all_its_rows_is_a_respelling_and_no_ending() -> None:
    record = fold(publish(ROWS, 0), publish(ordinary()["columns of one state misspelled"], 1))
    assert set(record.kinds()) == {"state_corrected"}


def test_after_a_long_gap_more_may_be_gone() -> None:
    fewer = kept(ROWS, lambda n, _: n % 8 != 0)
    assert fold(publish(ROWS, 0), publish(fewer, 1)).outcomes[-1].status == "held"
    assert fold(publish(ROWS, 0), publish(fewer, 400)).outcomes[-1].status == "accepted"


def test_the_limits_are_learned_from_the_last_lists_without_their_worst() -> None:
    calm, lively = limit([0, 0, 1, 0], 900, 1), limit([9, 8, 11, 10], 900, 1)
    assert lively > 29 > calm
    assert limit([0, 0, 200, 0], 900, 1) == calm
    assert limit([], 1_600, 1) < 55
    assert limit([], 341, 1) < 55
    assert limit([], 1, 1) >= 2


# -- the headline ------------------------------------------------------------------------------------------------


def headline(record: Record) -> tuple[bool, bool, str]:
    (found,) = [finding for finding in record.outcomes[-1].findings if finding.check == "headline"]
    return found.passed, found.blocking, found.sentence


def test_the_counted_header_is_recognized_and_said() -> None:
    record = fold(publish(ROWS, 0, headline=301))
    sentence = "the headline says 301, the list has 300 rows; the headline counts the header row"
    assert headline(record)[::2] == (True, sentence)


@pytest.mark.parametrize(("stated", "passed"), [(297, True), (300, True), (303, True), (304, False), (296, False)])
def test_the_headline_is_a_tripwire_with_a_tolerance_of_three(stated: int, passed: bool) -> None:
    assert headline(fold(publish(ROWS, 0, headline=stated)))[0] is passed


def test_a_list_that_shrank_below_its_headline_is_held_until_others_agree() -> None:
    fewer = [each for number, each in enumerate(ROWS) if number % 30]
    late, later = (row(f"Late{n} County Jail", signed=day(n)) for n in (2, 3))
    record = fold(publish(ROWS, 0), publish(fewer, 1, headline=300))
    assert record.outcomes[-1].status == "held"
    assert failed(record.outcomes[-1]) == ["headline"]
    record.add(publish([*fewer, late], 2, headline=300))
    record.add(publish([*fewer, late, later], 3, headline=300))
    assert [outcome.status for outcome in record.outcomes[-3:]] == ["accepted"] * 3


@pytest.mark.parametrize("stated", [250, 330])
def test_a_headline_that_lags_or_runs_ahead_of_a_list_that_did_not_shrink_holds_nothing(stated: int) -> None:
    record = fold(publish(ROWS, 0), publish([*ROWS, row("Late County Jail", signed=day(1))], 1, headline=stated))
    assert record.outcomes[-1].status == "accepted"
    assert not headline(record)[0]


def test_a_headline_that_still_counts_the_list_before_holds_nothing() -> None:
    grown = [*ROWS, *(row(f"New{n} County Jail", signed=day(0)) for n in range(20))]
    record = fold(publish(ROWS, 0), publish(grown, 1, headline=301))
    assert record.outcomes[-1].status == "accepted"
    assert headline(record)[2].endswith("it still counts the previous list, which had 300")


def test_a_loss_that_the_next_list_shows_months_later_releases_the_list_that_showed_it_first() -> None:
    rows = background(57)
    record = fold(publish(rows, 0), publish(rows[:-1], 90), publish(rows[:-2], 180))
    (held,) = record.add(publish(rows[18:-2], 270))
    assert held.status is SnapshotStatus.HELD
    outcomes = record.add(publish(rows[19:-2], 600))
    assert [each.status for each in outcomes] == [SnapshotStatus.ACCEPTED] * 2
    assert outcomes[0].snapshot_id == held.snapshot_id


def test_a_list_that_has_back_what_a_held_one_lacked_rejects_it() -> None:
    rows = background(57)
    record = fold(publish(rows, 0), publish(rows[:-1], 90), publish(rows[:-2], 180))
    record.add(publish(rows[18:-2], 270))
    outcomes = record.add(publish(rows[:-3], 420))
    assert [each.status for each in outcomes] == [SnapshotStatus.REJECTED, SnapshotStatus.ACCEPTED]
