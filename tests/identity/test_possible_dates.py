"""A date that had not come when its list was published is printed, and is no date; nothing else suffers from that."""

from datetime import date, timedelta

import pytest

from models.lists.listings import Listing
from models.lists.rulings import Correction, Rulings
from models.vocabulary import ListKind
from tests.support.published_lists import WSO, Record, background, day, edited, fold, publish, row

PERRY = "Perry County Sheriff's Office"


def dated(signed: date | str) -> Listing:
    return row(PERRY, signed=signed)


def signed_in(record: Record) -> date | None:
    (known,) = [each for each in record.state.agreements.values() if each.name == PERRY]
    return known.signed


@pytest.mark.parametrize(("ahead", "possible"), [(0, True), (1, True), (2, False), (40, False), (365 * 3_000, False)])
def test_a_date_may_be_a_day_ahead_of_its_list_and_no_more(ahead: int, possible: bool) -> None:
    record = fold(publish(background(), 0), publish([*background(), dated(day(1 + ahead))], 1))
    assert record.kinds() == ["agreement_added"]
    assert signed_in(record) == (day(1 + ahead) if possible else None)
    (placed,) = [each for each in record.outcomes[-1].placements.values() if each.listing.agency == PERRY]
    assert placed.signed == placed.listing.signed == signed_in(record)
    assert placed.listing.signed_text == str(day(1 + ahead))


def test_a_date_that_was_impossible_does_not_become_one_when_its_day_comes() -> None:
    future = dated(day(200))
    record = fold(*(publish([*background(30 + number), future], number * 150) for number in range(4)))
    assert signed_in(record) is None
    assert record.kinds() == ["agreement_added"] * 3  # of the background
    assert [outcome.status for outcome in record.outcomes] == ["accepted"] * 4
    record.add(publish([*background(33), dated(day(-3))], 500))
    assert signed_in(record) == day(-3)


def test_a_year_in_the_future_that_comes_and_goes_leaves_the_agreement_its_date() -> None:
    right, wrong = dated(day(-20)), dated(day(-20) + timedelta(days=365))
    record = fold(*(publish([*background(), each], number) for number, each in enumerate((right, wrong, right))))
    assert record.kinds() == ["signing_date_corrected"] * 2
    assert signed_in(record) == day(-20)
    assert len([known for known in record.state.agreements if "perry" in known]) == 1


def test_a_correction_gives_the_date_that_was_meant() -> None:
    meant = Correction("TEXAS", PERRY, "SIGNED", "5025-06-01", "2025-06-01", "a typo", "the MOA", day(9))
    lists = (publish(background(), 0), publish([*background(), dated(date(5025, 6, 1))], 1))
    record = fold(*lists, rulings=Rulings((meant,)))
    assert signed_in(record) == date(2025, 6, 1)
    (placed,) = [each for each in record.outcomes[-1].placements.values() if each.listing.agency == PERRY]
    assert (placed.signed, placed.listing.signed) == (date(2025, 6, 1), None)


def test_an_application_is_signed_by_an_agreement_without_a_date() -> None:
    applied = edited(dated(""), moa="")
    record = fold(
        publish(background(), 0),
        publish([applied], 1, kind=ListKind.PENDING),
        publish([*background(), dated("7/72025")], 20),
        publish([], 21, kind=ListKind.PENDING),
    )
    assert record.kinds() == ["agreement_added", "pending_signed"]


def test_an_old_agreement_without_a_date_signs_no_new_application() -> None:
    undated = dated("7/72025")
    record = fold(
        publish([*background(), undated], 0),
        publish([row("Other County Jail", model=WSO)], 100, kind=ListKind.PENDING),
        publish([edited(undated, moa=""), row("Other County Jail", model=WSO)], 101, kind=ListKind.PENDING),
        publish([row("Other County Jail", model=WSO)], 103, kind=ListKind.PENDING),
    )
    assert record.kinds() == ["pending_added", "pending_dropped"]
