"""The life of an application: pending, signed, dropped; and the pending list that is forgotten."""

import pytest

from models.lists.listings import Listing
from models.lists.resolution import IncomingList
from models.vocabulary import ListKind
from tests.support.published_lists import JEM, TFM, background, day, edited, fold, publish, row

APPLIED = row("Harlan County Sheriff's Office", model=TFM, signed=None)
OTHERS = [edited(each, signed=None, signed_text="") for each in background(4)]


def pending(*rows: Listing, on: float) -> IncomingList:
    return publish([*OTHERS, *rows], on, kind=ListKind.PENDING)


def listed(*rows: Listing, on: float) -> IncomingList:
    return publish([*background(), *rows], on)


SIGNED = row(APPLIED.agency, model=TFM, signed=day(6))


def test_an_application_comes_and_is_dropped_once_lists_have_passed() -> None:
    record = fold(pending(on=0), pending(APPLIED, on=1), pending(on=5))
    assert record.told() == [
        ("pending_added", "confirmed", APPLIED.agency),
        ("pending_dropped", "suspected", APPLIED.agency),
    ]
    for number in range(1, 4):
        record.add(pending(edited(APPLIED, agency=f"Perry{number} County Sheriff's Office"), on=5 + number))
    assert record.told()[1] == ("pending_dropped", "confirmed", APPLIED.agency)


def test_an_application_that_leaves_after_its_agreement_is_listed_was_signed() -> None:
    record = fold(listed(on=0), pending(on=0.1), pending(APPLIED, on=1), listed(SIGNED, on=7), pending(on=8))
    signed = [change for change in record.changes.values() if change.kind == "pending_signed"]
    assert [(change.agreement_id, change.evidence[0]) for change in signed] == [
        (f"TX-harlan-county-sheriff/TFM/{day(6)}", "pending for 6 days, since 2025-06-03")
    ]
    assert sorted(record.kinds()) == ["agreement_added", "pending_added", "pending_signed"]


def test_what_was_suspected_to_be_dropped_is_read_as_signed_under_the_same_id() -> None:
    record = fold(listed(on=0), pending(on=0.1), pending(APPLIED, on=1), pending(on=6))
    (dropped,) = [id_ for id_, change in record.changes.items() if change.kind == "pending_dropped"]
    record.add(listed(SIGNED, on=7))
    assert (record.changes[dropped].kind, record.changes[dropped].status) == ("pending_signed", "confirmed")
    assert record.changes[dropped].settled_by == record.outcomes[-1].snapshot_id


def test_an_agreement_of_another_model_or_of_long_ago_signs_nothing() -> None:
    of_old = row(APPLIED.agency, model=TFM, signed=day(-300))
    other = row(APPLIED.agency, model=JEM, signed=day(3))
    record = fold(
        listed(of_old, on=0), pending(on=0.1), pending(APPLIED, on=1), listed(of_old, other, on=4), pending(on=5)
    )
    assert "pending_signed" not in record.kinds()


def test_an_application_misspelled_is_signed_all_the_same() -> None:
    misspelled = edited(APPLIED, agency="Harlam County Sheriff's Office")
    record = fold(listed(on=0), pending(on=0.1), pending(misspelled, on=1), listed(SIGNED, on=7))
    assert "pending_signed" in record.kinds()


@pytest.mark.parametrize(
    ("applied", "listed_as"),
    [
        ("Castro County Sheriff's Office", "Bastrop County Sheriff's Office"),
        ("Walker County Sheriff's Office", "Waller County Sheriff's Office"),
        ("Dunnellon Police Department", "Bunnell Police Department"),
    ],
)
def test_an_application_is_not_signed_by_an_agency_of_a_similar_name(applied: str, listed_as: str) -> None:
    request = row(applied, model=TFM, signed=None)
    record = fold(
        listed(on=0), pending(request, on=1), pending(on=5), listed(row(listed_as, model=TFM, signed=day(6)), on=7)
    )
    assert "pending_signed" not in record.kinds()


def test_another_spelling_is_the_same_application_and_another_model_one_change() -> None:
    respelled = edited(APPLIED, agency="Harlam County Sheriff's Office")
    assert fold(pending(APPLIED, on=0), pending(respelled, on=1)).changes == {}
    record = fold(pending(APPLIED, on=0), pending(edited(APPLIED, support_type="Warrant Service Officer"), on=1))
    assert record.kinds() == ["pending_added"]


def test_an_application_that_comes_back_was_not_dropped() -> None:
    record = fold(pending(APPLIED, on=0), pending(on=1), pending(APPLIED, on=2))
    assert record.told() == [("pending_dropped", "withdrawn", APPLIED.agency)]


def test_an_empty_pending_list_is_accepted() -> None:
    record = fold(pending(APPLIED, on=0), publish([], 1, kind=ListKind.PENDING))
    assert record.outcomes[-1].status == "accepted"
    assert record.kinds() == ["pending_dropped"] * 5


def test_pending_rows_are_placed_with_the_agency_of_the_other_list() -> None:
    record = fold(listed(SIGNED, on=0), pending(edited(APPLIED, agency="HARLAN COUNTY SHERIFF"), on=1))
    *_, placed = record.outcomes[-1].placements.values()
    assert (placed.agency_id, placed.agreement_id) == ("TX-harlan-county-sheriff", None)


def test_a_pending_list_that_stops_moving_is_told_while_the_other_one_moves() -> None:
    record = fold(*(pending(edited(APPLIED, agency=f"Perry{n} County Jail"), on=n) for n in range(8)))
    for number in range(6):
        record.add(listed(row(f"Knott{number} County Sheriff's Office", signed=day(8)), on=8 + 3 * number))
    stale = [finding for outcome in record.outcomes for finding in outcome.findings if "pending" in finding.check]
    assert [finding.passed for finding in stale] == [False, False, False, False]
    assert not any(finding.blocking for finding in stale)
    assert "has not changed for 16 days" in stale[-1].sentence


def test_a_pending_list_that_keeps_its_pace_is_not_told_as_stale() -> None:
    record = fold(*(pending(edited(APPLIED, agency=f"Perry{n} County Jail"), on=4 * n) for n in range(8)))
    for number in range(4):
        record.add(listed(row(f"Knott{number} County Sheriff's Office", signed=day(28)), on=29 + number))
    stale = [finding for outcome in record.outcomes for finding in outcome.findings if "pending" in finding.check]
    assert stale
    assert all(finding.passed for finding in stale)
