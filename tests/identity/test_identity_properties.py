"""What holds of every fold: order, copies, halves and consistent renaming make no difference."""

import random
from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import event, given, settings
from hypothesis import strategies as st

from models.identity.resolve import resolve
from models.identity.state import RecordState
from models.lists.changes import Change
from models.lists.listings import Listing
from models.vocabulary import ChangeKind, ChangeStatus, ListKind
from tests.support.published_lists import JEM, TFM, WSO, Record, background, day, edited, fold, publish, row

_STATES = ("TEXAS", "OHIO", "GUAM")
_NAMES = (
    "Walker County Sheriff's Office",
    "Waller County Sheriff's Office",
    "Perry County Jail",
    "Knott Police Department",
    "North Knott Police Department",
    "Ashby Constable Precinct 2",
    "Ashby Constable Precinct 6",
    "Department of Corrections",
)
_DATES = (day(-60), day(-59), day(-30), day(0), day(1))

listings = st.builds(
    row,
    st.sampled_from(_NAMES),
    st.sampled_from(_STATES),
    st.sampled_from((JEM, TFM, WSO)),
    st.sampled_from(_DATES),
    link=st.sampled_from(("", "", "a", "b", "c")),
)
lists = st.lists(st.lists(listings, min_size=3, max_size=14), min_size=2, max_size=5)

# Slots are made unique where a property is about agreements and not about duplicates.
unique = st.lists(
    listings, min_size=8, max_size=16, unique_by=lambda each: (each.agency, each.state, each.support_type)
)


def folded(rows_of_lists: Sequence[Sequence[Listing]]) -> Record:
    return fold(*(publish(rows, number) for number, rows in enumerate(rows_of_lists)))


def essence(changes: Sequence[Change]) -> set[tuple[object, ...]]:
    """Everything but the row numbers, which follow the printed order, and what hangs on the document's bytes."""
    return {
        (each.kind, each.status, each.agreement_id, each.agency, each.agency_before, each.signed, each.evidence)
        for each in changes
    }


@settings(max_examples=60, deadline=None)
@given(lists, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_makes_no_difference(rows_of_lists: list[list[Listing]], order: random.Random) -> None:
    # A row that differs from list to list: two lists that differ in their order alone are not the same cells.
    marked = [[*rows, row("Marked County Jail", link=f"mark{n}")] for n, rows in enumerate(rows_of_lists)]
    straight, mixed = folded(marked), folded([order.sample(rows, len(rows)) for rows in marked])
    assert essence(list(straight.changes.values())) == essence(list(mixed.changes.values()))
    assert straight.state.agreements.keys() == mixed.state.agreements.keys()
    assert [outcome.status for outcome in straight.outcomes] == [outcome.status for outcome in mixed.outcomes]


@settings(max_examples=60, deadline=None)
@given(lists)
def test_a_fold_in_halves_through_the_stored_state_is_the_whole_fold(rows_of_lists: list[list[Listing]]) -> None:
    whole = RecordState()
    halved = RecordState()
    for number, rows in enumerate(rows_of_lists):
        incoming = publish(rows, number)
        expected = resolve(whole, incoming)
        found = resolve(RecordState.from_json(halved.to_json()), incoming)
        assert found == expected
        whole, halved = expected.state, found.state


@settings(max_examples=60, deadline=None)
@given(lists, st.lists(st.lists(listings, max_size=6), max_size=3))
def test_the_state_survives_its_text(rows_of_lists: list[list[Listing]], pending: list[list[Listing]]) -> None:
    record = folded(rows_of_lists)
    for number, rows in enumerate(pending):
        bare = [edited(each, signed=None, signed_text="", moa="", moa_url="") for each in rows]
        record.add(publish(bare, 10 + number, kind=ListKind.PENDING))
    assert RecordState.from_json(record.state.to_json()) == record.state


@settings(max_examples=60, deadline=None)
@given(lists)
def test_every_row_with_an_agency_is_placed_once(rows_of_lists: list[list[Listing]]) -> None:
    record = Record()
    for number, rows in enumerate(rows_of_lists):
        incoming = publish([*rows, edited(rows[0], agency="  ")], number)
        for outcome in record.add(incoming):
            if outcome.status == "accepted" and outcome.snapshot_id == incoming.snapshot_id:
                assert list(outcome.placements) == list(range(2, len(rows) + 2))
                own = [placed.agreement_id for placed in outcome.placements.values() if not placed.duplicate]
                assert len(own) == len(set(own))


@settings(max_examples=60, deadline=None)
@given(unique)
def test_a_list_again_in_another_order_tells_nothing(rows: list[Listing]) -> None:
    assert fold(publish(rows, 0), publish(rows[::-1], 1)).changes == {}


@settings(max_examples=60, deadline=None)
@given(unique)
def test_renaming_every_agency_consistently_tells_no_ending_and_no_addition(rows: list[Listing]) -> None:
    renamed = [
        edited(
            each, agency=each.agency.replace("Sheriff's Office", "Sheriffs Department").replace("Police", "PD ").upper()
        )
        for each in rows
    ]
    assert set(fold(publish(rows, 0), publish(renamed, 1)).kinds()) <= {"agency_respelled", "agency_renamed"}


_EDITS = st.sampled_from(
    (
        {"agency": "Wolker County Sheriff's Office"},
        {"agency": "Office of Something Else"},
        {"agency": ""},
        {"agency": _NAMES[2]},
        {"state": "TEXAS "},
        {"state": "OHOI"},
        {"state": "MAINE"},
        {"state": ""},
        {"support_type": "Task Force Officer"},
        {"support_type": WSO},
        {"support_type": ""},
        {"signed": day(-58), "signed_text": day(-58).isoformat()},
        {"signed": day(-58) - timedelta(days=800), "signed_text": (day(-58) - timedelta(days=800)).isoformat()},
        {"signed": None, "signed_text": "7/72025"},
        {"county": "Lake Conty"},
        {"county": ""},
        {"agency_type": "Muncipality"},
        {"moa_url": "https://agency.example/new.pdf"},
        {"moa_url": ""},
        {"addendum_url": "https://agency.example/addendum.pdf"},
    )
)


@settings(max_examples=300, deadline=None)
@given(unique, st.integers(0, 100), _EDITS)
def test_any_single_edit_of_one_cell_tells_at_most_one_change(
    rows: list[Listing], place: int, edit: dict[str, object]
) -> None:
    place %= len(rows)
    with_edit = [*rows[:place], edited(rows[place], **edit), *rows[place + 1 :]]
    assert len(fold(publish(rows, 0), publish(with_edit, 1)).changes) <= 1


@settings(max_examples=60, deadline=None)
@given(lists)
def test_ids_are_stable_over_replays(rows_of_lists: list[list[Listing]]) -> None:
    once, again = folded(rows_of_lists), folded(rows_of_lists)
    assert once.changes == again.changes
    assert once.outcomes == again.outcomes
    assert once.state == again.state


# One agency's row over a month of lists: not there, or there with one of these dates.
_rows_of_one_agency = st.lists(
    st.sampled_from((None, day(-90), day(-89), day(3), day(9), day(20))), min_size=3, max_size=10
)


@settings(max_examples=200, deadline=None)
@given(_rows_of_one_agency)
def test_whatever_one_row_does_its_renewals_and_endings_are_no_contradiction(dates: list[date | None]) -> None:
    record = Record()
    for number, signed in enumerate(dates):
        mark = row("Marked County Jail", link=f"mark{number}")  # so that no list has the same cells as the one before
        listed = [row("Harlan County Sheriff's Office", signed=signed)] if signed else []
        record.add(publish([*background(), mark, *listed], 3 * number))
        agreements = [known for known in record.state.agreements.values() if "harlan" in known.id]
        assert sum(known.listed for known in agreements) == len(listed)
        changes = [each for each in record.changes.values() if each.agency.startswith("Harlan")]
        renewed = [each for each in changes if each.kind is ChangeKind.AGREEMENT_RENEWED]
        for each in renewed:
            assert each.signed_before != each.signed
            assert each.agreement_id in record.state.agreements
        for each in (each for each in changes if each.kind is ChangeKind.AGREEMENT_ENDED):
            if each.evidence[-1].endswith(": renewed"):
                event("an ending explained by a renewal")
                assert each.status is ChangeStatus.WITHDRAWN
                assert any(it.snapshot_id == each.settled_by for it in renewed)
            elif each.status is not ChangeStatus.WITHDRAWN:
                known = record.state.agreements[each.agreement_id or ""]
                assert not known.replaced, "an agreement ended, or another took its place: not both"


any_date = st.builds(row, st.sampled_from(_NAMES), signed=st.dates())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(any_date, max_size=6), min_size=1, max_size=4))
def test_no_date_of_the_record_is_ahead_of_the_list_that_shows_it(rows_of_lists: list[list[Listing]]) -> None:
    record = Record()
    for number, rows in enumerate(rows_of_lists):
        for outcome in record.add(publish(rows, number)):
            for placed in outcome.placements.values():
                dates = placed.signed, placed.listing.signed
                assert all(each is None or each <= day(number + 1) for each in dates)
